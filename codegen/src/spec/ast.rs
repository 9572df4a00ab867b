//! What was written: the parts of a policy document, each with its place, nothing resolved.

use std::ops::Range;

use crate::source::Span;

/// A run of text with a map back to the source.
///
/// `string` is what a reader sees: markup gone, entities decoded, lines joined by a
/// space, footnote marks left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// What a reader sees.
    pub string: String,
    /// The source of the whole run.
    pub span: Span,
    /// Pieces in order: where each starts in `string`, and the source it came from.
    pub pieces: Vec<Piece>,
    /// The bold parts, as byte ranges of `string`.
    pub strong: Vec<Range<usize>>,
    /// Footnotes called in it: byte offset in `string`, and the footnote's name.
    pub footnotes: Vec<(usize, String)>,
    /// Of a column's sentence with a cell in it: the bytes of `string` that the cell gave, where
    /// messages point. Empty in any other text.
    pub filled: Range<usize>,
}

/// A piece of a [`Text`]: `string[start..start + len]` came from `span`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts in the string.
    pub start: usize,
    /// How many bytes of the string it is.
    pub len: usize,
    /// Where it came from. Where its length differs from `len` (an entity), a place inside
    /// maps to the whole span.
    pub span: Span,
}

impl Text {
    /// The source of a byte range of `string`.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let cell = range.start.max(self.filled.start)..range.end.min(self.filled.end);
        let range = if cell.is_empty() { range } else { cell };
        let mut found: Option<Span> = None;
        let before = self.pieces.partition_point(|piece| piece.start + piece.len <= range.start);
        for piece in self.pieces.iter().skip(before) {
            let (from, to) = (range.start.max(piece.start), range.end.min(piece.start + piece.len));
            if from >= to {
                break;
            }
            let literal = piece.span.range().len() == piece.len;
            let span = if literal {
                let base = piece.span.start as usize;
                Span::new(base + from - piece.start, base + to - piece.start)
            } else {
                piece.span
            };
            found = Some(found.map_or(span, |before| before.to(span)));
        }
        found.unwrap_or(self.span)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.string.trim().is_empty()
    }
}

/// A whole policy document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spec {
    /// The `#` heading.
    pub title: Text,
    /// The rows of the table under it: `Reference number`, `Version`, …
    pub header: Vec<(Text, Text)>,
    /// The paragraphs between the header and the first `##` heading (reference text).
    pub introduction: Vec<Block>,
    /// The rows of the vocabulary table.
    pub vocabulary: Vec<FactRow>,
    /// The lists of values: `###` headings under the vocabulary, and appendices that are one list.
    pub lists: Vec<NamedList>,
    /// The sentences under `### Always true`.
    pub always: Vec<Text>,
    /// The criteria sections, in order.
    pub sections: Vec<Section>,
    /// The steps of the order of determination, numbered from 1.
    pub order: Vec<Text>,
    /// The rows of the readings table.
    pub readings: Vec<ReadingRow>,
    /// The numbered items under `## Invariants`: each may hold several sentences.
    pub invariants: Vec<Text>,
    /// The base examples and the table of variants.
    pub examples: Vec<ExampleRow>,
    /// The rows of the accepted findings.
    pub accepted: Vec<AcceptedRow>,
    /// The reference sections, in order.
    pub reference: Vec<Reference>,
    /// The footnotes, in order of definition.
    pub footnotes: Vec<(String, Text)>,
    /// Where the form of the document was complained about: what stands there may not be what the
    /// author wrote.
    pub complaints: Vec<Complaint>,
}

/// A place whose form was complained about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complaint {
    /// The whole lines, with the line before them where text was torn off it.
    pub lines: Span,
    /// Whether it is about the vocabulary.
    pub of_vocabulary: bool,
}

/// A row of the vocabulary: one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// Its name, which is its key.
    pub name: Text,
    /// Its kind: `yes or no`, `mg per day, 0.00 to 100.00`, …
    pub kind: Text,
    /// Exact phrases that mean it, parted by `;`, the negative ones behind `not:`.
    pub also: Text,
    /// The condition under which it exists.
    pub only_when: Text,
    /// The question that asks for it.
    pub asked: Text,
}

/// A list of values, one an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedList {
    /// Its name: `Diagnoses`, `Appendix D`.
    pub name: Text,
    /// Its items: `relapsing-remitting MS (relapsing-remitting)`.
    pub items: Vec<Text>,
}

/// A criteria section: a labelled heading and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The full label: `I`, `I.A`.
    pub label: String,
    /// The heading behind its label: `Multiple sclerosis (must meet all)`.
    pub heading: Text,
    /// The scope line, without its colon: `For initial requests`.
    pub scope: Option<Text>,
    /// The criteria.
    pub items: Vec<Item>,
    /// The sections under it.
    pub sections: Vec<Section>,
    /// The table under `#### Approval duration`.
    pub durations: Option<Table>,
    /// How the rows of that table go together, as its heading says.
    pub duration_rows: DurationRows,
    /// The table under `#### Referral`.
    pub referrals: Option<Table>,
}

/// A criterion as written: an item of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The full label: `I.A.4.d`.
    pub label: String,
    /// The label as written, without its dot: `d`.
    pub literal: String,
    /// Where the label stands.
    pub label_span: Span,
    /// The text behind the label, its own lines only, with its closing punctuation.
    pub text: Text,
    /// The items under it.
    pub children: Vec<Item>,
    /// Of a row in a table of criteria: its cells behind the label. Empty for an item of a list.
    pub cells: Vec<Cell>,
}

/// A cell of a row in a table of criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The header of its column, with the `…` that the cells fill.
    pub header: Text,
    /// The cell.
    pub text: Text,
    /// The header with the cell in its place; `None` where the cell leaves the sentence out.
    pub sentence: Option<Text>,
}

impl Cell {
    /// Whether it says for which requests its row is: `If …`, `For … requests`.
    pub fn is_condition(&self) -> bool {
        ["If ", "For "].iter().any(|word| self.header.string.starts_with(word))
    }
}

/// How the rows of a table of durations go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DurationRows {
    /// `Approval duration`: exactly one applies.
    #[default]
    Exclusive,
    /// `Approval duration (first that applies)`.
    First,
}

/// A table: the header cells and the rows, each as wide as the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The header cells.
    pub header: Vec<Text>,
    /// The rows.
    pub rows: Vec<Vec<Text>>,
    /// The whole table.
    pub span: Span,
}

/// A row of the readings table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRow {
    /// Its id: `R1`.
    pub id: Text,
    /// What it reads: a label, `Scope II.A`, `Order 3`, or text where it is no clause.
    pub place: Text,
    /// What the published words leave open.
    pub question: Text,
    /// How this document reads it, and why.
    pub ours: Text,
    /// The other reading, in words.
    pub other: Text,
    /// The text that would say the other reading; `—` where no single clause can.
    pub written: Text,
}

/// An example: a base, or a variant of another example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleRow {
    /// Its id: `E1`.
    pub id: Text,
    /// A base example's title; empty for a variant.
    pub title: Text,
    /// The example that a variant starts from.
    pub starts_from: Option<Text>,
    /// Fact and value. A variant's single cell `a: b; c: d` is parted by the tree pass; it
    /// comes as one pair with an empty fact.
    pub facts: Vec<(Text, Text)>,
    /// The expected determination.
    pub determination: Text,
    /// The expected reasons; empty where none are stated.
    pub because: Text,
}

/// A row of the accepted findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedRow {
    /// The code of the finding.
    pub code: Text,
    /// Words of the place, all of which stand in the finding's place or path.
    pub place: Text,
    /// Why it is accepted.
    pub why: Text,
}

/// A section of reference text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its heading.
    pub heading: Text,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A block of reference text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A list, one text an item.
    List(Vec<Text>),
    /// A table.
    Table(Table),
    /// A smaller heading.
    Heading(Text),
}
