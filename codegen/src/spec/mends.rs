//! Fixes of what Markdown reads otherwise than it was meant: labels, indents, and lines that begin
//! with a sign.

use super::labels::Counting;
use super::outline::{List, ListItem};
use crate::diagnostic::{Fix, Safety};
use crate::source::{Edit, Source, Span};

/// Another label in place of one. Which of two mistakes was made, and what cites it, only a person knows.
pub(super) fn relabelled(span: Span, label: &str) -> Fix {
    Fix::suggested(format!("write `{label}`"), [Edit::replace(span, label)])
}

/// A dot in place of the bracket of a label; `span` is the label with its brackets.
pub(super) fn dotted(span: Span, label: &str) -> Fix {
    Fix::safe(format!("write `{label}.`"), [Edit::replace(span, format!("{label}."))])
}

/// The marker of an item, as the language has it: `3.`, `- b.`
pub(super) fn marker(label: &str) -> String {
    let number = Counting::Numbers.ordinal(label).is_some();
    if number { format!("{label}.") } else { format!("- {label}.") }
}

/// The item at the column of the items beside it, counted from 1, under its own marker. `mark` goes from
/// the first sign of its line to the end of its label; where more stands in front of it, nothing is
/// offered.
pub(super) fn beside(source: &Source, mark: Span, label: &str, column: usize, safety: Safety) -> Option<Fix> {
    let spaces = " ".repeat(column.checked_sub(1)?);
    let marker = marker(label);
    let edits = [Edit::replace(line_up_to(source, mark)?, format!("{spaces}{marker}"))];
    let title = format!("write `{marker}` at the indent of the items beside it");
    Some(match safety {
        Safety::Safe => Fix::safe(title, edits),
        Safety::Suggested => Fix::suggested(title, edits),
    })
}

/// From the start of the line to the end of a mark; none where more than an indent stands in front of it.
pub(super) fn line_up_to(source: &Source, mark: Span) -> Option<Span> {
    let before = source.slice(Span { start: 0, end: mark.start });
    let indent = before.rsplit('\n').next()?;
    let start = mark.start.checked_sub(u32::try_from(indent.len()).ok()?)?;
    indent.chars().all(|c| c == ' ' || c == '\t').then_some(Span { start, end: mark.end })
}

/// A single line that starts with a sign, at the end of the line before it.
pub(super) fn joined(source: &Source, line: Span) -> Option<Fix> {
    let above = above(source, line.start)?;
    let gap = source.slice(Span { start: above.end, end: line.start });
    let lines = source.slice(line).trim_end().lines().count();
    let apart = gap.matches('\n').count() != 1;
    let text = source.slice(above).trim_start();
    if apart || lines != 1 || text.starts_with(['#', '|']) {
        return None;
    }
    let edit = Edit::replace(Span { start: above.end, end: line.start }, " ");
    Some(Fix::suggested("write it on the line before", [edit]))
}

/// Dashes in place of the signs of a list, where each of its items is one beyond doubt: `is_item` looks at
/// what stands behind the sign.
pub(super) fn dashes(source: &Source, list: &List, is_item: impl Fn(&str) -> bool) -> Option<Fix> {
    let behind = |item: &ListItem| source.slice(item.span).get(1..).unwrap_or_default().trim_start();
    if !list.items.iter().all(|item| is_item(behind(item))) {
        return None;
    }
    let sign = |item: &ListItem| Span { start: item.span.start, end: item.span.start + 1 };
    let edits: Vec<Edit> = list.items.iter().map(|item| Edit::replace(sign(item), "-")).collect();
    Some(Fix::safe("start the items of the list with `-`", edits))
}

/// A connective between two items, at the end of the item before it.
pub(super) fn connective_joined(source: &Source, connective: Span) -> Option<Fix> {
    let above = above(source, connective.start)?;
    let text = source.slice(above);
    if text.trim_start().starts_with(['#', '|', '>']) {
        return None;
    }
    let parted = if text.ends_with([';', ',', '.']) { " " } else { "; " };
    let edit = Edit::replace(Span { start: above.end, end: connective.start }, parted);
    Some(Fix::safe("write it at the end of the item before", [edit]))
}

/// The last line above a place that is not blank, without what is blank at its end.
fn above(source: &Source, place: u32) -> Option<Span> {
    let text = source.slice(Span { start: 0, end: place }).trim_end();
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    (start < text.len()).then(|| Span::new(start, text.len()))
}
