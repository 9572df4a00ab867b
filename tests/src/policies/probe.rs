//! Asks the compiler which texts it reads: all candidates stand as criteria of one small policy, and
//! each is kept that nothing is said against.

use std::fmt::Write as _;

use criteria::diagnostic::{Code, Severity};
use criteria::source::Source;

use super::items::{Item, write};
use super::vocabulary::Vocabulary;

/// Which of the items are read without an error. What is said where the policy around
/// them is wrong.
pub fn probe(words: &Vocabulary, items: &[Item]) -> Result<Vec<bool>, String> {
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
    let mut fine = vec![true; items.len()];
    // Words with several readings are read once one is chosen.
    let refuses = |code: Code| code.severity() == Severity::Error && code != Code::SeveralReadings;
    for diagnostic in compiled.diagnostics.iter().filter(|one| refuses(one.code)) {
        let at = diagnostic.span.start as usize;
        if at < starts[0] || at >= end {
            let (line, text) = (compiled.source.line(diagnostic.span.start), compiled.source.text());
            return Err(format!("{}: {} on line {line} of\n{text}", diagnostic.code, diagnostic.message));
        }
        let item = starts.partition_point(|start| *start <= at) - 1;
        fine[item] = false;
    }
    Ok(fine)
}
