//! Pass 1, what was written: the parts of the document, each with its place.
//!
//! Markdown changes what is written without a word: a line that starts with `>` loses its
//! sign, a fourth cell vanishes, an item indented by one space too few leaves its list. So
//! this pass reads a small part of Markdown, reads labels and rows from the source rather
//! than from what Markdown made of it, and accounts for every letter: what is not one of
//! the listed constructs is an error that names the line.

pub mod ast;
mod checks;
mod counts;
mod everywhere;
mod from_markdown;
mod from_outline;
pub mod gist;
mod items;
pub(crate) mod labels;
mod ledger;
mod letters;
mod lists;
mod mends;
mod outline;
mod parts;
mod path;
pub(crate) mod places;
mod reference;
mod refuse;
pub(crate) mod sequence;
pub mod shape;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use path::{Paths, path_of};

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::{MAX_MISTAKES, MAX_SOURCE_BYTES};
use crate::source::{Source, Span};
use ast::{Complaint, Spec};

/// Reads a source as a policy document. Always returns what it could read; everything
/// that is wrong with the rest goes to the sink, each with its outline path.
pub fn parse(source: &Source, sink: &mut Sink) -> Spec {
    let bytes = source.text().len();
    if bytes > MAX_SOURCE_BYTES {
        let message = format!("a file of {bytes} bytes: at most {MAX_SOURCE_BYTES} are read");
        let report = Diagnostic::new(Code::TooLarge, Span::default(), message).here("too large");
        sink.push(report.help("keep one policy, without images or data, in a file"));
        return Spec::default();
    }
    let mut outline = from_markdown::outline(source.text());
    let mut found = Vec::new();
    counts::headings(&mut outline, &mut found);
    counts::cells(&mut outline, &mut found);
    let (mut spec, paths) = from_outline::spec(source, &outline, &mut found);
    counts::parts(&mut spec, &mut found);
    ledger::check(source, &outline, &mut found);
    found.sort_by_key(|diagnostic| diagnostic.span);
    counts::mistakes(&mut found, MAX_MISTAKES);
    for mut diagnostic in found {
        diagnostic.path = paths.of(diagnostic.span);
        spec.complaints.push(complaint(source, &diagnostic));
        sink.push(diagnostic);
    }
    spec
}

/// The lines that a diagnostic is about. What starts a line with a sign was torn off the line before;
/// so was a heading or an item where that line is unfinished.
fn complaint(source: &Source, diagnostic: &Diagnostic) -> Complaint {
    let sign = matches!(diagnostic.code, Code::BlockQuote | Code::StraySign | Code::VanishedText);
    let start_of_line = matches!(diagnostic.code, Code::UnknownSection | Code::LabelSequence);
    let text = source.text();
    let line_start = |at: usize| text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |end| end + 1);
    let range = diagnostic.span.range();
    let start = line_start(range.start);
    let before = text.get(line_start(start.saturating_sub(1))..start).unwrap_or_default().trim_end();
    let unfinished = before.ends_with(|c: char| c.is_alphanumeric() || "≥≤<>=,".contains(c));
    let torn = sign || (start_of_line && unfinished);
    let start = if torn { line_start(start.saturating_sub(1)) } else { start };
    let behind = text.get(range.end..).unwrap_or_default();
    let end = range.end + behind.find('\n').unwrap_or(behind.len());
    let of_vocabulary = diagnostic.path.first().is_some_and(|part| part == "Vocabulary" || part == "Header");
    Complaint { lines: Span::new(start, end), of_vocabulary }
}
