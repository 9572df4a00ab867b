//! Labels in their sequence, for items and for sections alike.

use super::labels::Counting;

/// One level of labels, counting on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sequence {
    /// How it counts.
    pub(crate) counting: Counting,
    /// The ordinal that comes next.
    next: usize,
    /// Behind a mistake: ordinals that would come next, had it been written otherwise.
    others: [Option<usize>; 2],
}

impl Sequence {
    /// A level that starts at its first label.
    pub(crate) fn new(counting: Counting) -> Self {
        Self { counting, next: 1, others: [None; 2] }
    }

    /// The label that comes next.
    pub(crate) fn expected(&self) -> String {
        self.counting.label(self.next)
    }

    /// Whether the label comes next.
    pub(crate) fn fits(&self, label: &str) -> bool {
        let found = self.counting.ordinal(label);
        found == Some(self.next) || (found.is_some() && self.others.contains(&found))
    }

    /// Whether the label looks like a slip on this level, rather than one of another.
    pub(crate) fn is_near(&self, label: &str) -> bool {
        self.counting.ordinal(label).is_some_and(|found| found.abs_diff(self.next) <= 3)
    }

    /// Takes a label, right or wrong, and counts on behind it.
    pub(crate) fn take(&mut self, label: &str) {
        if self.fits(label) {
            self.next = self.counting.ordinal(label).unwrap_or(self.next) + 1;
            self.others = [None; 2];
            return;
        }
        let found = self.counting.ordinal(label);
        self.others = [Some(self.next), Some(self.next + 1)];
        self.next = found.unwrap_or(self.next) + 1;
    }

    /// Takes an item without a label: the next one may repeat the expected label.
    pub(crate) fn take_unlabelled(&mut self) -> String {
        let label = self.expected();
        self.others = [Some(self.next), None];
        self.next += 1;
        label
    }

    /// Something that may have been the next item was left out, and reported.
    pub(crate) fn may_skip(&mut self) {
        self.others = [Some(self.next + 1), None];
    }
}
