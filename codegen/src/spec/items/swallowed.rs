//! Lines that were meant as items and became part of the sentence above them.

use super::super::labels::{self, Setting};
use super::super::outline::Run;
use super::super::refuse;
use super::reports::item_indent;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_LOST_ITEMS;
use crate::source::Span;

/// A line of a paragraph that was meant as an item.
pub(super) struct SwallowedLine {
    pub(super) literal: Option<String>,
    pub(super) label_span: Span,
    /// From the start of the line to the end of the label.
    pub(super) mark: Span,
    pub(super) run: Run,
    /// Whether it begins with a sign that prints as a bullet.
    pub(super) is_bullet: bool,
    /// What there is to say of it.
    pub(super) report: Option<Diagnostic>,
}

/// Parts a paragraph at the lines that were meant as items.
pub(super) fn split_swallowed(run: &Run) -> (Run, Vec<SwallowedLine>) {
    let end = run.text.string.len();
    let starts = run.lines.iter().copied().filter(|at| looks_like_item(run, *at));
    let starts: Vec<usize> = starts.take(MAX_LOST_ITEMS).collect();
    let Some(first) = starts.first() else { return (run.clone(), Vec::new()) };
    let ends = starts.iter().skip(1).copied().chain([end]);
    let lines = starts.iter().zip(ends).map(|(from, to)| swallowed_line(&run.part(*from..to)));
    let mut lines: Vec<SwallowedLine> = lines.collect();
    said_once(&mut lines);
    (run.part(0..*first), lines)
}

/// One mistake of many lines is said of the first.
fn said_once(lines: &mut [SwallowedLine]) {
    let others = lines.len().saturating_sub(1);
    let Some((first, rest)) = lines.split_first_mut() else { return };
    for line in rest {
        line.report = None;
    }
    if others > 0 {
        let also = if others == 1 {
            "the line behind it is to be mended likewise".to_owned()
        } else {
            format!("the {others} lines behind it are to be mended likewise")
        };
        first.report = first.report.take().map(|report| report.help(also));
    }
}

/// A paragraph of nothing but lines that were meant as items.
pub(super) fn lines_as_items(run: &Run) -> Vec<SwallowedLine> {
    let (first, rest) = split_swallowed(run);
    let mut lines: Vec<SwallowedLine> = std::iter::once(swallowed_line(&first)).chain(rest).collect();
    said_once(&mut lines);
    lines
}

fn looks_like_item(run: &Run, at: usize) -> bool {
    let line = run.text.string.get(at..).unwrap_or_default();
    if let Some(behind) = line.strip_prefix("- ") {
        let number = behind.starts_with(|c: char| c.is_ascii_digit());
        return !number || labels::prefix(behind).is_some();
    }
    if labels::bullet(line).is_some() {
        return true;
    }
    let behind = line.strip_prefix("* ").or_else(|| line.strip_prefix("+ "));
    labels::prefix(behind.unwrap_or(line)).is_some()
}

fn swallowed_line(run: &Run) -> SwallowedLine {
    let string = run.text.string.as_str();
    let bullet = labels::bullet(string);
    let dash = match bullet {
        Some((_, width)) => width,
        None if string.starts_with(['-', '*', '+']) => 2,
        None => 0,
    };
    let behind = string.get(dash..).unwrap_or_default();
    let end = string.len();
    let prefix = labels::prefix(behind);
    let dotted = prefix.is_some_and(|label| label.setting == Setting::Dot);
    let (literal, label, from) = match prefix {
        Some(label) => {
            let from = dash + label.from;
            (Some(label.literal.to_owned()), from..from + label.literal.len(), dash + label.len)
        }
        None => (None, 0..1, dash),
    };
    let label_span = run.text.span_of(label);
    let number = literal.as_deref().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()));
    let report = if let Some((sign, _)) = bullet {
        refuse::bullet(sign, run.text.span_of(0..sign.len_utf8()))
    } else if dash > 0 || (number && dotted) {
        item_indent(literal.as_deref(), label_span)
            .help("an item that is indented too far becomes part of the sentence above it")
    } else {
        let label = literal.as_deref().unwrap_or_default();
        let message = format!(
            "`{label}` at the start of a line is no item in Markdown: the line was joined to the one before"
        );
        Diagnostic::new(Code::ItemLabel, label_span, message)
            .here("part of the sentence before")
            .help(format!("write `- {label}. …`, indented like the other items of its list"))
    };
    let sign = string.chars().next().map_or(1, char::len_utf8);
    let mark = run.text.span_of(0..if prefix.is_some() { from } else { sign });
    let is_bullet = bullet.is_some();
    SwallowedLine { literal, label_span, mark, run: run.part(from..end), is_bullet, report: Some(report) }
}
