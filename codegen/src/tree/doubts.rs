//! What an error leaves in doubt: what only follows from it is not said again.
//!
//! A line that Markdown took apart is not read as a sentence, a label that may have been lost is
//! not missed, and as long as a fact cannot be read, a word that fits no phrase may be one of its.
//! So is what a wrong name may have meant, once too many of them were looked at.

use std::cell::Cell;

use super::ast::FactId;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_LOOKS;
use crate::source::Span;
use crate::spec::ast::Spec;

/// What is in doubt while a policy is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doubts {
    /// Lines about which the document's form has been complained.
    lines: Vec<Span>,
    /// Whether labels or rows may have got lost.
    pub outline: bool,
    /// Whether facts, values or phrases may be missing.
    pub words: bool,
    /// Facts whose kind could not be read.
    pub facts: Vec<FactId>,
    /// Names that wrong words were compared with so far.
    looks: Cell<usize>,
}

impl Doubts {
    /// What the form of the document leaves in doubt.
    pub(crate) fn of(spec: &Spec) -> Self {
        Self {
            lines: spec.complaints.iter().map(|complaint| complaint.lines).collect(),
            outline: !spec.complaints.is_empty(),
            words: spec.complaints.iter().any(|complaint| complaint.of_vocabulary),
            facts: Vec::new(),
            looks: Cell::new(0),
        }
    }

    /// Whether a wrong name may be compared with so many others: in a document of thousands of mistakes
    /// the first ones get a suggestion, and the others none.
    pub(crate) fn may_compare_with(&self, names: usize) -> bool {
        let looks = self.looks.get().saturating_add(names);
        self.looks.set(looks);
        looks <= MAX_LOOKS
    }

    /// Whether a place lies on a line that is in doubt.
    pub(crate) fn covers(&self, place: Span) -> bool {
        self.lines.iter().any(|line| line.start < place.end && place.start < line.end)
    }

    /// Whether a diagnostic only follows from what was said before; `place` is the text it is about.
    pub(crate) fn explain(&self, diagnostic: &Diagnostic, place: Span) -> bool {
        let of_words = matches!(
            diagnostic.code,
            Code::UnknownPhrase | Code::Arithmetic | Code::WrongUnit | Code::FactKind
        );
        self.covers(place)
            || (self.words && of_words)
            || (self.outline && diagnostic.code == Code::UnknownLabel)
    }
}
