//! Executed lists: one line an item, each list indented to the text above it; no blank lines but around a
//! table.

use super::edits::Edits;
use super::tables;
use crate::spec::shape::{Line, Piece, Region};

/// `1.`, then `   - a.`, then `     - i.`: markers and indents.
pub(super) fn list(pieces: &[Piece], edits: &mut Edits<'_>) {
    // The indent of a marker by the lists that it stands in; the text of an item has that of the next list.
    let mut indents = vec![0];
    let mut above: Option<(usize, bool)> = None;
    for piece in pieces {
        let is_table = matches!(piece, Piece::Table { .. });
        let (depth, start) = match piece {
            Piece::Item(line) => (line.depth, line.marker.range().start),
            Piece::Table { depth, span, .. } => (depth + 1, tables::extent(*span, edits).0),
        };
        indents.truncate(depth + 1);
        let indent = indents.last().copied().unwrap_or_default();
        if let Some((end, below_table)) = above {
            let lines = if is_table || below_table { "\n\n" } else { "\n" };
            edits.set_gap(end, start, &format!("{lines}{}", " ".repeat(indent)));
        }
        let end = match piece {
            Piece::Item(line) => {
                indents.push(indent + line.marker.range().len() + 1);
                item(line, edits)
            }
            Piece::Table { span, rows, .. } => {
                let extent = tables::extent(*span, edits);
                tables::table(rows.len(), extent, indent, Region::Executed, edits);
                extent.1
            }
        };
        above = Some((end, is_table));
    }
}

/// One space behind the marker, and where its text goes on. Where it ends.
fn item(line: &Line, edits: &mut Edits<'_>) -> usize {
    let mut at = line.marker.range().end;
    for text in &line.texts {
        let span = text.span.range();
        let written = edits.slice(span.start, span.end);
        let start = span.start + written.len() - written.trim_start().len();
        edits.set_gap(at, start, " ");
        at = span.start + written.trim_end().len();
    }
    at
}
