//! The byte ledger: every letter, digit and operator of the source became text or is known
//! markup, or an error says that it vanished.

use super::outline::Outline;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

/// Reports what vanished, once a line.
pub(super) fn check(source: &Source, outline: &Outline, found: &mut Vec<Diagnostic>) {
    let refused = [Code::CellCount, Code::Markup, Code::BlockQuote, Code::Footnote];
    let reported = found.iter().filter(|said| refused.contains(&said.code)).map(|said| said.span);
    let mut covered: Vec<Span> = outline.covered.iter().copied().chain(reported).collect();
    covered.sort();
    let mut at = 0;
    let mut lost: Vec<Span> = Vec::new();
    for span in covered.into_iter().map(Span::range) {
        if span.start > at {
            gap(source, at, span.start, &mut lost);
        }
        at = at.max(span.end);
    }
    gap(source, at, source.text().len(), &mut lost);
    found.extend(lost.into_iter().map(|span| vanished(source, span)));
}

/// Adds what counts in a gap, joined with what was lost just before on the same line.
fn gap(source: &Source, from: usize, to: usize, lost: &mut Vec<Span>) {
    let text = source.slice(Span::new(from, to));
    for (at, letter) in text.char_indices() {
        if !letter.is_alphanumeric() && !"<>=+%≥≤×÷±°µ".contains(letter) {
            continue;
        }
        let span = Span::new(from + at, from + at + letter.len_utf8());
        match lost.last_mut() {
            Some(before) if source.line(before.start) == source.line(span.start) => {
                *before = before.to(span);
            }
            _ => lost.push(span),
        }
    }
}

fn vanished(source: &Source, span: Span) -> Diagnostic {
    let line = source.line(span.start);
    let message = "text that Markdown takes for markup: no reader and no program sees it";
    let report = Diagnostic::new(Code::VanishedText, span, message).here("this is gone from the document");
    let start = source.text().get(..span.start as usize).and_then(|before| before.chars().next_back());
    let definition =
        start == Some('[') && source.slice(Span { start: span.start, end: span.end }).contains("]:");
    if definition {
        report.help(format!(
            "line {line} starts like `[name]: …`, which defines a link; write it without the brackets"
        ))
    } else {
        report.help("write it as a sentence, an item or a cell of a table; put `\\` before a sign that is meant literally")
    }
}
