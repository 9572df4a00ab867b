//! Asks the compiler which texts it reads: all candidates stand as criteria of one small policy, and
//! each is kept that nothing is said against.

use std::fmt::Write as _;

use criteria::diagnostic::{Code, Severity};
use criteria::source::Source;

use super::items::{Item, write};
use super::vocabulary::Vocabulary;

/// What the compiler says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is read.
    Read,
    /// It can be read in several ways, each of which can be chosen.
    Open,
    /// It is refused.
    Refused,
}

/// What is said of each of the items; an error, where the policy around them is wrong.
pub fn probe(words: &Vocabulary, items: &[Item]) -> Result<Vec<Said>, String> {
    let mut page = String::new();
    words.write(&mut page, 0);
    page.push_str("## I. Probe (must meet all)\n\n");
    let starts = write(&mut page, items);
    let end = page.len();
    page.push_str("\n### Approval duration\n\n");
    page.push_str(if words.lines.is_empty() {
        "| Approve for | Limit |\n"
    } else {
        "| Line of business | Approve for | Limit |\n"
    });
    page.push_str(if words.lines.is_empty() { "| --- | --- |\n" } else { "| --- | --- | --- |\n" });
    if words.lines.is_empty() {
        page.push_str("| 1 month | |\n");
    } else {
        _ = writeln!(page, "| {} | 1 month | |", words.lines.join(", "));
    }
    page.push_str("\n## Order of determination (first that applies)\n\n1. Approve when I is met.\n");
    page.push_str("2. Otherwise: criteria not met.\n\n");
    words.write_appendices(&mut page);
    let compiled = criteria::check(Source::new("probe", page));
    let mut said = vec![Said::Read; items.len()];
    for diagnostic in compiled.diagnostics.iter().filter(|one| one.code.severity() == Severity::Error) {
        let at = diagnostic.span.start as usize;
        if at < starts[0] || at >= end {
            let (line, text) = (compiled.source.line(diagnostic.span.start), compiled.source.text());
            return Err(format!("{}: {} on line {line} of\n{text}", diagnostic.code, diagnostic.message));
        }
        let item = starts.partition_point(|start| *start <= at) - 1;
        let open = diagnostic.code == Code::SeveralReadings && said[item] != Said::Refused;
        said[item] = if open { Said::Open } else { Said::Refused };
    }
    Ok(said)
}
