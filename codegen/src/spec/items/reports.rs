//! What is said of an item whose label or place is not right.

use super::super::mends;
use super::super::outline::Run;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A label with a bracket in place of its dot.
pub(super) fn bracket(literal: &str, better: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the label `{literal}` has a bracket: Markdown begins a new list there, or joins the line to the one before"
    );
    Diagnostic::new(Code::ItemLabel, span, message)
        .here("a bracket behind the label")
        .help(format!("write `{better}`"))
}

/// An item without a label.
pub(super) fn unlabelled(run: &Run, span: Span) -> Diagnostic {
    let nothing = run.text.is_empty();
    let message =
        if nothing { "an item with nothing in it" } else { "this item has no label, so nothing can cite it" };
    Diagnostic::new(Code::ItemLabel, span, message)
        .here("no label")
        .help("write the next letter behind the dash, `- a. …`, or number the item, `1. …`")
        .help("where the line goes on the sentence before it, take the dash away")
}

/// An item at an indent that is not that of its list.
pub(super) fn item_indent(label: Option<&str>, span: Span) -> Diagnostic {
    let message = match label {
        Some(label) => format!(
            "item `{label}` does not stand at the indent of its list, so Markdown puts it under another item"
        ),
        None => "this item does not stand at the indent of its list, so Markdown puts it under another item"
            .to_owned(),
    };
    Diagnostic::new(Code::ItemIndent, span, message)
        .here("indented otherwise than the items it belongs to")
        .help(
            "give it the same number of spaces in front as the items beside it: 3 under `1.`, 5 under `- a.`",
        )
}

/// A label that is not the one that comes next.
pub(in super::super) fn sequence_mistake(what: &str, expected: &str, label: &str, span: Span) -> Diagnostic {
    let message = format!(
        "{what} `{label}` stands where `{expected}` comes next: labels are cited, and a viewer would renumber them"
    );
    Diagnostic::new(Code::LabelSequence, span, message)
        .here(format!("expected `{expected}`, found `{label}`"))
        .help(format!("write `{expected}`, or put back what was taken out before it; where labels move, mend what cites them"))
        .fix(mends::relabelled(span, expected))
}
