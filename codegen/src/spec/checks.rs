//! What may stand in executed text: no markup that could hide or change a word, and no
//! letter that only looks like the one that is read.

use super::letters::check_letters;
use super::outline::{MarkKind, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Where bold is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bold {
    /// Nowhere.
    Refused,
    /// As the title at the start of a criterion, or as its closing **AND** / **OR**.
    Title,
    /// As the whole cell.
    Cell,
    /// As the closing **AND** / **OR** of a clause.
    Closing,
}

/// Checks a run of executed text.
pub(super) fn executed(run: &Run, bold: Bold, found: &mut Vec<Diagnostic>) {
    let mut seen = Vec::new();
    for mark in run.marks.iter().filter(|mark| mark.kind != MarkKind::Html) {
        if !seen.contains(&mark.kind) {
            seen.push(mark.kind);
            found.push(markup(mark.kind, mark.span));
        }
    }
    check_bold(run, bold, found);
    if let Some(at) = run.text.string.find('~') {
        let span = run.text.span_of(at..at + 1);
        let text = "`~` strikes words out in many viewers, so it may not stand in text that is executed";
        found.push(
            Diagnostic::new(Code::Markup, span, text)
                .here("a tilde")
                .help("for an approximate number write `about`; for a range write `3 to 4`"),
        );
    }
    check_letters(run, found);
}

fn markup(kind: MarkKind, span: Span) -> Diagnostic {
    let (name, help) = match kind {
        MarkKind::Emphasis => (
            "slanted text",
            "take the `*` or `_` signs away; where `*` was meant as multiplication, write `×`",
        ),
        MarkKind::Code => ("text between backticks", "take the backticks away"),
        MarkKind::Link => ("a link", "write its words without the link; links belong in `## References`"),
        MarkKind::Image => ("an image", "images belong in the reference sections"),
        MarkKind::Html => ("HTML", "take the `<…>` away; where `<` was meant, put a space behind it"),
        MarkKind::HardBreak => {
            ("a forced line break", "take the backslash or the spaces at the line's end away")
        }
    };
    let message =
        format!("{name} may not stand in text that is executed: its signs are gone from what is read");
    Diagnostic::new(Code::Markup, span, message).here(name).help(help)
}

/// HTML is refused in every region: viewers and converters drop what it holds.
pub(super) fn html(run: &Run, found: &mut Vec<Diagnostic>) {
    if let Some(mark) = run.marks.iter().find(|mark| mark.kind == MarkKind::Html) {
        found.push(html_at(mark.span));
    }
}

/// HTML at a place.
pub(super) fn html_at(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Markup,
        span,
        "HTML may stand nowhere in a policy: viewers and converters drop it, or what it holds",
    )
    .here("read as HTML")
    .help("take the `<…>` away; where `<` was meant as `less than`, put a space behind it")
}

fn check_bold(run: &Run, bold: Bold, found: &mut Vec<Diagnostic>) {
    let string = run.text.string.as_str();
    for range in &run.text.strong {
        let words = string.get(range.clone()).unwrap_or_default();
        let behind = string.get(range.end..).unwrap_or_default().trim();
        let joins = behind.is_empty() && is_connective(words);
        let fine = match bold {
            Bold::Refused => false,
            Bold::Title => range.start == 0 || joins,
            Bold::Cell => true,
            Bold::Closing => joins,
        };
        if !fine {
            let span = run.text.span_of(range.clone());
            let message = format!(
                "bold text may not stand here: only the title at the start of a criterion is bold, and `{words}` is none"
            );
            found.push(Diagnostic::new(Code::Markup, span, message).here("bold").help("take the `**` away"));
            return;
        }
    }
}

/// Whether words say how an item and the next one combine, and nothing else.
pub(super) fn is_connective(words: &str) -> bool {
    matches!(words, "AND" | "OR" | "and" | "or")
}
