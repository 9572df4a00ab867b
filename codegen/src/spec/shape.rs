//! The shape of a document: its blocks with their places, for whoever lays them out anew.
//!
//! New against the outline: which blocks are executed, and lists as the lines they are. Nothing is
//! checked here; [`super::parse`] says whether the document can be read at all.

use super::ast::Text;
use super::from_markdown;
use super::outline::{Grid, Heading, Mark, MarkKind, Node, Run};
use super::parts::Part;
use crate::source::{Source, Span};

/// Whether a block is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Its sentences are read.
    Executed,
    /// It is carried along as it is.
    Reference,
}

/// A block that stands directly in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The whole block; it may begin behind its indent and end behind its last line.
    pub span: Span,
    /// Whether it is executed.
    pub region: Region,
    /// What it is.
    pub kind: Kind,
    /// Forced line breaks in it: their spaces mean something.
    pub breaks: Vec<Span>,
    /// Code and HTML in it, where every space counts.
    pub verbatim: Vec<Span>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading with its number of `#` signs.
    Heading(usize, Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list with the lists and tables in it, in the order of the source.
    List(Vec<Piece>),
    /// A table, its header first.
    Table(Vec<Vec<Text>>),
    /// The text of a footnote.
    Footnote,
    /// Any other block.
    Other,
}

/// What a list is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An item.
    Item(Line),
    /// A table in the item above it.
    Table {
        /// How many lists that item stands in.
        depth: usize,
        /// The whole table.
        span: Span,
        /// Its cells, the header first.
        rows: Vec<Vec<Text>>,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many lists it stands in, itself not counted.
    pub depth: usize,
    /// Its dash or number, with the dot.
    pub marker: Span,
    /// Its texts in the order of the source: they read as one, with a space between.
    pub texts: Vec<Text>,
}

/// The blocks of a document.
pub fn shape(source: &Source) -> Vec<Block> {
    let outline = from_markdown::outline(source.text());
    let mut region = Region::Executed;
    let mut under_title = Title::Expected;
    let mut blocks = Vec::new();
    for node in &outline.blocks {
        match node {
            Node::Heading(heading) if heading.level <= 2 => {
                region = of_heading(heading);
                under_title = if heading.level == 1 { Title::Table } else { Title::Past };
            }
            Node::Table(_) | Node::Footnote { .. } => {}
            _ if under_title == Title::Table => {
                region = Region::Reference;
                under_title = Title::Past;
            }
            _ => {}
        }
        let own = if matches!(node, Node::Footnote { .. }) { Region::Reference } else { region };
        blocks.push(block(source, node, own));
        if under_title == Title::Table && matches!(node, Node::Table(_)) {
            region = Region::Reference;
            under_title = Title::Past;
        }
    }
    blocks
}

/// Where the walk is in the part above the first `##`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    Expected,
    Table,
    Past,
}

fn of_heading(heading: &Heading) -> Region {
    let reference = heading.level == 2 && Part::of(&heading.run.text.string) == Some(Part::Reference);
    if reference { Region::Reference } else { Region::Executed }
}

fn block(source: &Source, node: &Node, region: Region) -> Block {
    let mut found =
        Block { span: node.span(), region, kind: Kind::Other, breaks: Vec::new(), verbatim: Vec::new() };
    inside(node, &mut found);
    found.kind = match node {
        Node::Heading(heading) => Kind::Heading(heading.level, heading.run.text.clone()),
        Node::Paragraph(run) => Kind::Paragraph(run.text.clone()),
        Node::Table(grid) => Kind::Table(rows(grid)),
        Node::Footnote { .. } => Kind::Footnote,
        Node::List(_) => {
            let mut pieces = Vec::new();
            items(source, node, 0, &mut pieces).map_or(Kind::Other, |()| Kind::List(pieces))
        }
        Node::Quote { .. } | Node::Code(_) | Node::Html(_) | Node::Rule(_) => Kind::Other,
    };
    found
}

/// The cells of a table, its header first.
fn rows(grid: &Grid) -> Vec<Vec<Text>> {
    let rows = std::iter::once(&grid.header).chain(&grid.rows);
    rows.map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
}

/// The pieces of a list; none where something else than text, lists and tables stands in it, or text
/// behind a table.
fn items(source: &Source, node: &Node, depth: usize, pieces: &mut Vec<Piece>) -> Option<()> {
    let Node::List(list) = node else { return None };
    for item in &list.items {
        let written = source.slice(item.span);
        let digits = written.bytes().take_while(u8::is_ascii_digit).count();
        let start = item.span.start as usize;
        let marker = Span::new(start, start + digits + 1);
        pieces.push(Piece::Item(Line { depth, marker, texts: Vec::new() }));
        for node in &item.blocks {
            match node {
                // Behind a list in the item it goes on the list's last line, as a connective does.
                Node::Paragraph(run) => {
                    let Piece::Item(line) = pieces.last_mut()? else { return None };
                    line.texts.push(run.text.clone());
                }
                Node::Table(grid) => {
                    pieces.push(Piece::Table { depth, span: node.span(), rows: rows(grid) });
                }
                inner => items(source, inner, depth + 1, pieces)?,
            }
        }
    }
    Some(())
}

/// Notes what in a node has spaces that count.
fn inside(node: &Node, found: &mut Block) {
    match node {
        Node::Paragraph(run) => found.breaks.extend(breaks(run)),
        Node::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|node| inside(node, found));
        }
        Node::Quote { blocks, .. } | Node::Footnote { blocks, .. } => {
            for node in blocks {
                inside(node, found);
            }
        }
        Node::Code(run) => found.verbatim.push(run.text.span),
        Node::Html(span) => found.verbatim.push(*span),
        Node::Heading(_) | Node::Table(_) | Node::Rule(_) => {}
    }
}

fn breaks(run: &Run) -> impl Iterator<Item = Span> {
    let forced = |mark: &&Mark| mark.kind == MarkKind::HardBreak;
    run.marks.iter().filter(forced).map(|mark| mark.span)
}
