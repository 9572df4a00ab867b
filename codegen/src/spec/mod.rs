//! Pass 1, what was written: the parts of the document, each with its place.
//!
//! Markdown changes what is written without a word: a line that starts with `>` loses its
//! sign, a fourth cell vanishes, an item indented by one space too few leaves its list. So
//! this pass reads a small part of Markdown, reads labels and rows from the source rather
//! than from what Markdown made of it, and accounts for every letter: what is not one of
//! the listed constructs is an error that names the line.

pub mod ast;
mod checks;
mod everywhere;
mod from_markdown;
mod from_outline;
mod items;
mod labels;
mod ledger;
pub mod limits;
mod lists;
mod outline;
mod parts;
mod path;
mod reference;
mod refuse;
mod sequence;
mod tables;
#[cfg(test)]
mod tests;
mod text;

pub use path::{Paths, path_of};

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{MAX_SOURCE_BYTES, Source, Span};
use ast::Spec;

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
    let outline = from_markdown::outline(source.text());
    let mut found = Vec::new();
    let (spec, paths) = from_outline::spec(source, &outline, &mut found);
    ledger::check(source, &outline, &mut found);
    found.sort_by_key(|diagnostic| diagnostic.span);
    found.truncate(limits::MAX_MISTAKES);
    for mut diagnostic in found {
        diagnostic.path = paths.of(diagnostic.span);
        sink.push(diagnostic);
    }
    spec
}
