//! The neutral outline: headings, paragraphs, lists and tables, without any Markdown.
//!
//! New against the source: blocks and runs of text, each with its place. What the blocks
//! are for is not decided here.

use super::ast::Text;
use crate::source::Span;

/// A document as blocks, and the places that the blocks account for.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The blocks of the document.
    pub(super) blocks: Vec<Node>,
    /// Places that became text or are known markup.
    pub(super) covered: Vec<Span>,
    /// Where blocks were nested deeper than the limit, the first such place.
    pub(super) too_deep: Option<Span>,
}

/// One block.
#[derive(Debug)]
pub(super) enum Node {
    /// A heading.
    Heading(Heading),
    /// A paragraph, or the tight text of a list item.
    Paragraph(Run),
    /// A list.
    List(List),
    /// A table.
    Table(Grid),
    /// A block quote.
    Quote {
        /// The whole quote.
        span: Span,
        /// What is quoted.
        blocks: Vec<Node>,
    },
    /// The text of a footnote.
    Footnote {
        /// Its name, without `^`.
        name: String,
        /// The whole definition.
        span: Span,
        /// What it says.
        blocks: Vec<Node>,
    },
    /// A block of code.
    Code(Run),
    /// A block of HTML.
    Html(Span),
    /// A rule.
    Rule(Span),
}

impl Node {
    /// The place of the whole block.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Heading(heading) => heading.span,
            Self::Paragraph(run) | Self::Code(run) => run.text.span,
            Self::List(list) => list.span,
            Self::Table(grid) => grid.span,
            Self::Quote { span, .. } | Self::Footnote { span, .. } | Self::Html(span) | Self::Rule(span) => {
                *span
            }
        }
    }
}

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingStyle {
    /// With `#` signs in front.
    Signs,
    /// With a line of `---` or `===` under it.
    Underlined,
}

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    /// The number of `#` signs.
    pub(super) level: usize,
    /// How it is written.
    pub(super) style: HeadingStyle,
    /// Its text.
    pub(super) run: Run,
    /// The whole heading.
    pub(super) span: Span,
}

/// A list.
#[derive(Debug)]
pub(super) struct List {
    /// Its items.
    pub(super) items: Vec<ListItem>,
    /// The whole list.
    pub(super) span: Span,
}

/// An item of a list; its marker is the first thing in its span.
#[derive(Debug)]
pub(super) struct ListItem {
    /// What it holds.
    pub(super) blocks: Vec<Node>,
    /// The whole item.
    pub(super) span: Span,
}

/// A table.
#[derive(Debug)]
pub(super) struct Grid {
    /// The header row.
    pub(super) header: Row,
    /// The other rows.
    pub(super) rows: Vec<Row>,
    /// The whole table.
    pub(super) span: Span,
}

/// A row of a table, padded or cut to the width of the header.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: Vec<Run>,
    /// The places of the cells, between their bars.
    pub(super) places: Vec<Span>,
    /// The whole row.
    pub(super) span: Span,
}

/// A run of text, and what was in it that [`Text`] does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// The text.
    pub(super) text: Text,
    /// Markup inside it, other than bold and footnotes.
    pub(super) marks: Vec<Mark>,
    /// Where the lines behind the first one start, as offsets into the string.
    pub(super) lines: Vec<usize>,
}

/// Markup inside a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it is.
    pub(super) kind: MarkKind,
    /// Where it stands.
    pub(super) span: Span,
}

/// A kind of markup inside a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// `*slanted*`
    Emphasis,
    /// `` `code` ``
    Code,
    /// `[words](address)`
    Link,
    /// `![words](address)`
    Image,
    /// `<b>`
    Html,
    /// A line that ends in a backslash or two spaces.
    HardBreak,
}
