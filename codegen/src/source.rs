//! Source texts, and places in them.
//!
//! The leaf of the compiler: everything that came from a file points back here.

mod edit;

pub use edit::{Edit, Refused, apply};

/// A place in a source: a byte range of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`, clamped to what a span can hold.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same, as a range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One file of a policy: its name as messages print it (`/` on every system) and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

/// The name of standard input as a source.
pub const STDIN_NAME: &str = "<stdin>";

impl Source {
    /// Takes a file's name and text. The text is taken as it is: line endings and a
    /// byte-order mark are the front's business.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1))
            .collect();
        Self { name: name.into().replace('\\', "/"), text, line_starts }
    }

    /// The name, with `/` between folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it came from standard input, and so cannot be written back.
    pub fn is_stdin(&self) -> bool {
        self.name == STDIN_NAME
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span is not of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, byte: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= byte as usize)
    }

    /// The line and the column (in characters) of a byte, both counted from 1.
    pub fn position(&self, byte: u32) -> (usize, usize) {
        let line = self.line(byte);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..byte as usize).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}
