//! How every criterion of a policy stands for one request, in a few machine words.
//!
//! A generated evaluator calls [`Standing::applies`] before a criterion with a condition
//! and [`Standing::record`] behind every criterion. Groups are then one or two bit
//! operations over the values of their children, however many there are.

use crate::{Kleene, Mask, State, Truth};

/// The values of criteria, and what is known of the conditions above them.
///
/// No rule ever asks for a value behind a false condition, recorded or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing<const N: usize> {
    /// Whose value is true.
    met: Mask<N>,
    /// Whose value is false.
    not_met: Mask<N>,
    /// Whose chain of conditions is false.
    not_applicable: Mask<N>,
    /// Whose chain is unknown (or false, where the mask above says so).
    doubtful: Mask<N>,
    /// Whose own condition is false.
    left_out: Mask<N>,
    /// Whose own condition is unknown.
    open: Mask<N>,
}

impl<const N: usize> Standing<N> {
    /// Nothing recorded yet.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes note of a criterion's condition, for it and all below it (`subtree`); says
    /// whether it must be looked at.
    ///
    /// Where it is false there is no need to look; but what is recorded then does no harm,
    /// so small criteria are looked at anyway, which is cheaper than a jump.
    #[inline]
    pub fn applies(&mut self, criterion: u16, subtree: Mask<N>, condition: Kleene) -> bool {
        self.left_out.set(criterion, condition.is_false());
        self.open.set(criterion, condition.is_unknown());
        self.not_applicable = self.not_applicable.or(subtree.only_if(condition.is_false()));
        self.doubtful = self.doubtful.or(subtree.only_if(condition.is_unknown()));
        !condition.is_false()
    }

    /// Takes note of a criterion's value.
    #[inline]
    pub fn record(&mut self, criterion: u16, value: Kleene) {
        self.met.set(criterion, value.is_true());
        self.not_met.set(criterion, value.is_false());
    }

    /// "Must meet all": the conjunction, conditional children being implications.
    #[must_use]
    #[inline]
    pub fn all(&self, children: Mask<N>) -> Kleene {
        let conditional = self.left_out.or(self.open);
        Kleene::rails(
            self.met.or(self.left_out).covers(children),
            self.not_met.without(conditional).intersects(children),
        )
    }

    /// "At least `n` of".
    #[must_use]
    #[inline]
    pub fn at_least(&self, n: u32, children: Mask<N>) -> Kleene {
        Kleene::rails(self.met.and(children).count() >= n, children.without(self.not_met).count() < n)
    }

    /// "One of the following".
    #[must_use]
    #[inline]
    pub fn any(&self, children: Mask<N>) -> Kleene {
        Kleene::rails(self.met.intersects(children), self.not_met.covers(children))
    }

    /// "None of the following".
    #[must_use]
    #[inline]
    pub fn none_of(&self, children: Mask<N>) -> Kleene {
        Kleene::rails(self.not_met.covers(children), self.met.intersects(children))
    }

    /// Every child is conditional and the one that applies must be met; while that is
    /// unknown, what all possible children agree on.
    #[must_use]
    #[inline]
    pub fn case(&self, children: Mask<N>) -> Kleene {
        Kleene::rails(
            self.met.or(self.left_out).covers(children),
            self.not_met.or(self.left_out).covers(children),
        )
    }

    /// Whether a criterion is met: its chain and its value.
    #[must_use]
    #[inline]
    pub fn is_met(&self, criterion: u16) -> Kleene {
        let fails = self.not_applicable.or(self.not_met);
        let holds = self.met.without(self.doubtful).without(fails);
        Kleene::rails(holds.contains(criterion), fails.contains(criterion))
    }

    /// Whether a criterion applies and is not met: its chain and not its value.
    #[must_use]
    #[inline]
    pub fn is_not_met(&self, criterion: u16) -> Kleene {
        let fails = self.not_applicable.or(self.met);
        let holds = self.not_met.without(self.doubtful).without(fails);
        Kleene::rails(holds.contains(criterion), fails.contains(criterion))
    }

    /// Whether a criterion does not apply: not its chain.
    #[must_use]
    #[inline]
    pub fn does_not_apply(&self, criterion: u16) -> Kleene {
        Kleene::rails(self.not_applicable.contains(criterion), !self.doubtful.contains(criterion))
    }

    /// The state of a criterion.
    pub fn state(&self, criterion: u16) -> State {
        if self.not_applicable.contains(criterion) {
            State::NotApplicable
        } else if self.doubtful.contains(criterion) {
            State::Unknown
        } else {
            match Truth::from(self.value(criterion)) {
                Truth::True => State::Met,
                Truth::False => State::NotMet,
                Truth::Unknown => State::Unknown,
            }
        }
    }

    /// The value of a criterion; unknown where nothing was recorded.
    pub fn value(&self, criterion: u16) -> Kleene {
        Kleene::rails(self.met.contains(criterion), self.not_met.contains(criterion))
    }

    /// A criterion's own condition; true where it has none.
    pub fn condition(&self, criterion: u16) -> Kleene {
        Kleene::rails(
            !self.left_out.contains(criterion) && !self.open.contains(criterion),
            self.left_out.contains(criterion),
        )
    }
}
