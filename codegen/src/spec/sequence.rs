//! Labels in their sequence, for items and for sections alike.

use super::labels::Counting;

/// One level of labels, counting on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    /// How it counts.
    pub(super) counting: Counting,
    /// The ordinal that comes next.
    next: usize,
    /// Behind a mistake: the ordinal that would come next, had it been written otherwise.
    other: Option<usize>,
}

impl Sequence {
    /// A level that starts at its first label.
    pub(super) fn new(counting: Counting) -> Self {
        Self { counting, next: 1, other: None }
    }

    /// The label that comes next.
    pub(super) fn expected(&self) -> String {
        self.counting.label(self.next)
    }

    /// Whether the label comes next.
    pub(super) fn fits(&self, label: &str) -> bool {
        let found = self.counting.ordinal(label);
        found == Some(self.next) || (found.is_some() && found == self.other)
    }

    /// Whether the label looks like a slip on this level, rather than one of another.
    pub(super) fn is_near(&self, label: &str) -> bool {
        self.counting.ordinal(label).is_some_and(|found| found.abs_diff(self.next) <= 3)
    }

    /// Takes a label, right or wrong, and counts on behind it.
    pub(super) fn take(&mut self, label: &str) {
        if self.fits(label) {
            self.next = self.counting.ordinal(label).unwrap_or(self.next) + 1;
            self.other = None;
            return;
        }
        let found = self.counting.ordinal(label);
        self.other = Some(if found.is_some() { self.next + 1 } else { self.next });
        self.next = found.unwrap_or(self.next) + 1;
    }

    /// Takes an item without a label: the next one may repeat the expected label.
    pub(super) fn take_unlabelled(&mut self) -> String {
        let label = self.expected();
        self.other = Some(self.next);
        self.next += 1;
        label
    }
}
