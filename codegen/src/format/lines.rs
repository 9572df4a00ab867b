//! Lines: their ends, the blank ones between blocks, and the spaces behind them.

use super::edits::Edits;
use super::{lists, tables, text};
use crate::source::{Edit, Span};
use crate::spec::ast::Text;
use crate::spec::shape::{Block, Kind, Piece, Region};

/// Edits that let every line end in `\n`, and take a byte-order mark away.
pub(super) fn ends(text: &str) -> Vec<Edit> {
    let mark = text.starts_with('\u{feff}').then(|| Edit::delete(Span::new(0, '\u{feff}'.len_utf8())));
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\r').map(|(at, _)| {
        let pair = text.as_bytes().get(at + 1) == Some(&b'\n');
        Edit::replace(Span::new(at, at + 1), if pair { "" } else { "\n" })
    });
    mark.into_iter().chain(ends).collect()
}

/// The block from its first sign to its last, its indent counted where it means something.
fn extent(block: &Block, edits: &Edits<'_>) -> (usize, usize) {
    let range = block.span.range();
    let written = edits.slice(range.start, range.end);
    let first = range.start + written.len() - written.trim_start().len();
    let line = edits.line_start(first);
    let movable = match block.kind {
        Kind::Heading(..) | Kind::Paragraph(_) | Kind::Table(_) => true,
        Kind::List(_) => block.region == Region::Executed,
        Kind::Footnote | Kind::Other => false,
    };
    let indent = edits.slice(line, first);
    let start = if movable { line + indent.len() - indent.trim_start().len() } else { line };
    let last = edits.line_end(range.start + written.trim_end().len());
    (start, start + edits.slice(start, last).trim_end().len())
}

/// One blank line between blocks, none between footnotes, above the first and behind the last.
pub(super) fn between(blocks: &[Block], edits: &mut Edits<'_>) {
    let mut before: Option<&Block> = None;
    let mut at = 0;
    for block in blocks {
        let (start, end) = extent(block, edits);
        let footnote = |block: &Block| block.kind == Kind::Footnote;
        let gap = match before {
            None => "",
            Some(before) if footnote(before) && footnote(block) => "\n",
            Some(_) => "\n\n",
        };
        edits.set_gap(at, start, gap);
        (before, at) = (Some(block), end);
    }
    edits.set_gap(at, edits.text().len(), "\n");
}

/// The layout inside a block.
pub(super) fn inside(block: &Block, edits: &mut Edits<'_>) {
    let (start, end) = extent(block, edits);
    let executed = block.region == Region::Executed;
    match &block.kind {
        Kind::Heading(level, words) => heading(*level, words.span, (start, end), edits),
        Kind::Table(rows) => tables::table(rows.len(), (start, end), 0, block.region, edits),
        Kind::List(pieces) if executed => lists::list(pieces, edits),
        Kind::Paragraph(_) if executed => {}
        Kind::Paragraph(_) | Kind::List(_) | Kind::Footnote | Kind::Other => spaces(block, start, end, edits),
    }
    if executed {
        texts(&block.kind).for_each(|(words, in_cell)| text::plain(words, in_cell, edits));
    }
}

/// The texts of a block, each with whether it stands in a cell.
fn texts(kind: &Kind) -> Box<dyn Iterator<Item = (&Text, bool)> + '_> {
    match kind {
        Kind::Heading(_, text) | Kind::Paragraph(text) => Box::new(std::iter::once((text, false))),
        Kind::List(pieces) => Box::new(pieces.iter().flat_map(|piece| match piece {
            Piece::Item(line) => line.texts.iter().map(|text| (text, false)).collect(),
            Piece::Table { rows, .. } => cells(rows).collect::<Vec<_>>(),
        })),
        Kind::Table(rows) => Box::new(cells(rows)),
        Kind::Footnote | Kind::Other => Box::new(std::iter::empty()),
    }
}

fn cells(rows: &[Vec<Text>]) -> impl Iterator<Item = (&Text, bool)> {
    rows.iter().flatten().map(|text| (text, true))
}

/// One space behind the signs of a heading, nothing behind its words.
fn heading(level: usize, words: Span, (start, end): (usize, usize), edits: &mut Edits<'_>) {
    let words = words.range();
    edits.set_gap(start + level, words.start, " ");
    if edits.slice(words.end, end).trim_matches(['#', ' ', '\t']).is_empty() {
        edits.set(words.end, end, "");
    }
}

/// Spaces at line ends go, and blank lines stand alone; where spaces mean something they stay.
fn spaces(block: &Block, start: usize, end: usize, edits: &mut Edits<'_>) {
    let kept: Vec<Span> = block.breaks.iter().chain(&block.verbatim).copied().collect();
    let mut at = start;
    while let Some(found) = edits.slice(at, end).find('\n') {
        let line_end = at + found;
        let from = at + edits.slice(at, line_end).trim_end_matches([' ', '\t']).len();
        let rest = edits.slice(line_end, end);
        let to = line_end + rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
        let (from, to) = (from.max(start), edits.line_start(to).max(line_end + 1));
        let meant = kept.iter().any(|span| (span.start as usize) < to && from < span.end as usize);
        if !meant {
            let blank = edits.slice(line_end + 1, to).contains('\n');
            edits.set(from, to, if blank { "\n\n" } else { "\n" });
        }
        at = if meant { line_end + 1 } else { to };
    }
}
