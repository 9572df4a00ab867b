//! What a document may hold at most, so that no input takes unbounded time or memory.
//!
//! The bounds lie far above any policy that people read and vote on. Beyond one of them
//! the document is refused with `too-large`, naming the bound.

/// Levels of items under a section: `1.`, `a.`, `i.` and three more.
pub const MAX_ITEM_DEPTH: usize = 6;

/// Items in all criteria sections together.
pub const MAX_ITEMS: usize = 2_000;

/// Columns of one table.
pub const MAX_COLUMNS: usize = 200;

/// Cells of all tables together.
pub const MAX_CELLS: usize = 10_000;

/// Rows of the vocabulary.
pub const MAX_FACTS: usize = 1_000;

/// Characters of one item's own label, without its dot.
pub const MAX_LABEL: usize = 8;

/// Bytes of text in one item, paragraph or table cell.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// Lists, quotes and tables inside each other, of any kind and in any part.
pub const MAX_NESTING: usize = 40;

/// Names that wrong words are compared with, all in all, to say what may be meant.
pub const MAX_LOOKS: usize = 1_000_000;

/// Mistakes that are reported; a file with more is no policy.
pub const MAX_MISTAKES: usize = 1_000;
