//! Fixes: edits that mend what a diagnostic is about, and who may make them.

use crate::source::{Edit, Span};

/// Who may make the edits of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What the author meant is certain, and the edits keep it: a machine may make them.
    Safe,
    /// The edits decide something, if only which of two mistakes was made: a person must choose.
    Suggested,
}

/// Edits that would mend a diagnostic: all of them, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the edits do, in a few words: "type a plain a".
    pub title: String,
    /// The edits, in the order of the source, without overlaps.
    pub edits: Vec<Edit>,
    /// Who may make them.
    pub safety: Safety,
}

impl Fix {
    /// A fix that a machine may make.
    pub fn safe(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Safety::Safe, title.into(), edits)
    }

    /// A fix that a person must choose.
    pub fn suggested(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Safety::Suggested, title.into(), edits)
    }

    fn new(safety: Safety, title: String, edits: impl IntoIterator<Item = Edit>) -> Self {
        let mut edits: Vec<Edit> = edits.into_iter().collect();
        edits.sort();
        Self { title, edits, safety }
    }

    /// The smallest span with all edits in it; `None` where there are none.
    pub fn span(&self) -> Option<Span> {
        self.edits.iter().map(|edit| edit.span).reduce(Span::to)
    }
}
