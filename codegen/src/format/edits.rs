//! Edits as they are collected: only where something changes.

use crate::source::{Edit, Source, Span};

/// Edits on a source.
pub(super) struct Edits<'s> {
    source: &'s Source,
    list: Vec<Edit>,
}

impl<'s> Edits<'s> {
    /// None yet.
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'s str {
        self.source.text()
    }

    /// The text from one byte to another; empty where that is no piece of it.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'s str {
        self.text().get(from..to).unwrap_or_default()
    }

    /// Lets a piece be this text.
    pub(super) fn set(&mut self, from: usize, to: usize, text: &str) {
        if from <= to && self.slice(from, to) != text {
            self.list.push(Edit::replace(Span::new(from, to), text));
        }
    }

    /// Lets a piece be this text, where it is nothing but white space.
    pub(super) fn set_gap(&mut self, from: usize, to: usize, text: &str) {
        if self.slice(from, to).trim().is_empty() {
            self.set(from, to, text);
        }
    }

    /// The edits in the order of the source.
    pub(super) fn done(mut self) -> Vec<Edit> {
        self.list.sort();
        self.list
    }

    /// The start of the line in which a byte stands.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.slice(0, at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line in which a byte stands, its line end not counted.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at, self.text().len());
        at + rest.find('\n').unwrap_or(rest.len())
    }
}
