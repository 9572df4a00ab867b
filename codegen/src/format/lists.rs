//! Executed lists: one line an item, no blank lines, each list indented to the text above it.

use super::edits::Edits;
use crate::spec::shape::Line;

/// `1.`, then `   - a.`, then `     - i.`: markers and indents.
pub(super) fn list(lines: &[Line], edits: &mut Edits<'_>) {
    let mut indents = vec![0];
    let mut before: Option<usize> = None;
    for line in lines {
        let marker = line.marker.range();
        indents.truncate(line.depth + 1);
        let indent = indents.last().copied().unwrap_or_default();
        if let Some(before) = before {
            edits.set_gap(before, marker.start, &format!("\n{}", " ".repeat(indent)));
        }
        indents.push(indent + marker.len() + 1);
        let mut at = marker.end;
        for text in &line.texts {
            let span = text.span.range();
            let written = edits.slice(span.start, span.end);
            let start = span.start + written.len() - written.trim_start().len();
            edits.set_gap(at, start, " ");
            at = span.start + written.trim_end().len();
        }
        before = Some(at);
    }
}
