//! Tables: one space beside each bar, `| --- |` under the header.

use std::ops::Range;

use super::edits::Edits;
use crate::source::Span;
use crate::spec::shape::Region;

/// A table from its first sign to its last.
pub(super) fn extent(span: Span, edits: &Edits<'_>) -> (usize, usize) {
    let range = span.range();
    let written = edits.slice(range.start, range.end);
    let start = range.start + written.len() - written.trim_start().len();
    let last = edits.line_end(range.start + written.trim_end().len());
    (start, start + edits.slice(start, last).trim_end().len())
}

/// Lays out a table of so many rows, its header counted, which stands at these bytes. Its lines behind
/// the first have this indent; that of the first is the caller's.
pub(super) fn table(
    rows: usize,
    (start, end): (usize, usize),
    indent: usize,
    region: Region,
    edits: &mut Edits<'_>,
) {
    let mut lines = Vec::new();
    let mut from = start;
    while from <= end && lines.len() <= rows + 1 {
        let to = edits.line_end(from).min(end);
        lines.push(from..to);
        from = to + 1;
    }
    if lines.len() != rows + 1 {
        return;
    }
    let columns = lines.get(1).map_or(0, |line| cells(edits.slice(line.start, line.end), line.start).len());
    for (at, line) in lines.into_iter().enumerate() {
        let found = cells(edits.slice(line.start, line.end), line.start);
        let indent = if at == 0 { String::new() } else { " ".repeat(indent) };
        if found.len() != columns {
            continue;
        }
        if at == 1 {
            let dashes: Vec<String> =
                found.into_iter().map(|cell| dashes(edits.slice(cell.start, cell.end))).collect();
            edits.set(line.start, line.end, &format!("{indent}| {} |", dashes.join(" | ")));
        } else {
            row(line, found, &indent, region, edits);
        }
    }
}

fn row(line: Range<usize>, cells: Vec<Range<usize>>, indent: &str, region: Region, edits: &mut Edits<'_>) {
    let mut at = line.start;
    let mut between = format!("{indent}|");
    for cell in cells {
        let cell = trimmed(edits.slice(cell.start, cell.end), cell.start, region);
        if cell.is_empty() {
            between.push_str(" |");
            continue;
        }
        between.push(' ');
        edits.set(at, cell.start, &between);
        at = cell.end;
        " |".clone_into(&mut between);
    }
    edits.set(at, line.end, &between);
}

/// The cell without the spaces around it; what only looks like one counts in an executed cell.
fn trimmed(cell: &str, start: usize, region: Region) -> Range<usize> {
    let is_space = |c: char| match region {
        Region::Executed => c.is_whitespace(),
        Region::Reference => c == ' ' || c == '\t',
    };
    let inner = cell.trim_start_matches(is_space);
    let from = start + cell.len() - inner.len();
    from..from + inner.trim_end_matches(is_space).len()
}

/// The cells of a line, between its bars.
fn cells(line: &str, start: usize) -> Vec<Range<usize>> {
    let body = line.trim_end();
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, byte) in body.bytes().enumerate() {
        if byte == b'|' && !escaped {
            bars.push(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    let indent = body.len() - body.trim_start().len();
    let opened = bars.first() == Some(&indent);
    let closed = bars.len() > 1 && bars.last() == Some(&(body.len().saturating_sub(1)));
    let from = if opened { None } else { Some(0) };
    let to = if closed { None } else { Some(body.len()) };
    let starts = from.into_iter().chain(bars.iter().map(|bar| bar + 1));
    let ends = bars.iter().copied().skip(usize::from(opened)).chain(to);
    starts.zip(ends).map(|(from, to)| start + from..start + to).collect()
}

/// The cell under a header: its colons say how the column is set.
fn dashes(cell: &str) -> String {
    let cell = cell.trim();
    let colon = |there: bool| if there { ":" } else { "" };
    format!("{}---{}", colon(cell.starts_with(':')), colon(cell.len() > 1 && cell.ends_with(':')))
}
