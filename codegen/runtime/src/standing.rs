//! How every criterion of a policy stands for one request, in a few machine words.
//!
//! A generated evaluator calls [`Standing::record`] with the value of every criterion, and
//! [`Standing::branch`] or [`Standing::scope`] for those with a condition; what they answer
//! is combined by the operator of the group.

use crate::kleene::Branch;
use crate::{Kleene, State, Truth};

/// The values of criteria, and what is known of the conditions above them: two bits a
/// criterion, so 32 criteria a word.
///
/// No rule ever asks for a value behind a false condition, recorded or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<const N: usize> {
    /// Its value.
    values: [u64; N],
    /// That its own condition is false.
    left_out: [u64; N],
    /// That a condition above it is false.
    out_of_scope: [u64; N],
}

/// A criterion and all below it, as [`Standing::scope`] wants them.
#[derive(Debug, Clone, Copy)]
pub struct Subtree<const N: usize>([u64; N]);

impl<const N: usize> Subtree<N> {
    /// All criteria between the two, both included; for constants.
    #[must_use]
    pub const fn from_to(first: u16, last: u16) -> Self {
        let mut subtree = Self([0; N]);
        let mut next = first;
        while next <= last {
            subtree = subtree.with(next);
            next += 1;
        }
        subtree
    }

    const fn with(mut self, criterion: u16) -> Self {
        if let Some((_, [word, ..])) = self.0.split_at_mut_checked(criterion as usize / 32) {
            *word |= 1 << (2 * (criterion % 32));
        }
        self
    }
}

const EVEN: u64 = 0x5555_5555_5555_5555;

/// The opposites of 32 truths at once.
const fn opposite(truths: u64) -> u64 {
    let flipped = !truths;
    ((flipped >> 1) & EVEN) | ((flipped & EVEN) << 1)
}

#[inline]
fn at<const N: usize>(words: &[u64; N], criterion: u16) -> Kleene {
    let word = words.get(usize::from(criterion / 32)).copied().unwrap_or_default();
    Kleene::from_bits(word >> (2 * (criterion % 32)))
}

#[inline]
fn put<const N: usize>(words: &mut [u64; N], criterion: u16, truth: Kleene) {
    if let Some(word) = words.get_mut(usize::from(criterion / 32)) {
        *word |= truth.bits() << (2 * (criterion % 32));
    }
}

impl<const N: usize> Standing<N> {
    /// Nothing recorded yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { values: [0; N], left_out: [0; N], out_of_scope: [0; N] }
    }

    /// Takes note of a criterion's value, once, and answers with it.
    #[inline]
    pub fn record(&mut self, criterion: u16, value: Kleene) -> Kleene {
        put(&mut self.values, criterion, value);
        value
    }

    /// Takes note of a leaf's condition and value. The value is looked at in any case: that
    /// is cheaper than a jump.
    #[inline]
    pub fn branch(&mut self, criterion: u16, condition: Kleene, value: Kleene) -> Branch {
        let left_out = condition.not();
        put(&mut self.left_out, criterion, left_out);
        Branch { applies: condition, left_out, value: self.record(criterion, value) }
    }

    /// Takes note of a condition over a criterion and all below it (`subtree`); looks at
    /// them, unless it is false.
    #[inline]
    pub fn scope(
        &mut self,
        criterion: u16,
        subtree: Subtree<N>,
        condition: Kleene,
        look: impl FnOnce(&mut Self) -> Kleene,
    ) -> Branch {
        if condition.is_false() {
            self.leave_out(criterion, subtree, Kleene::TRUE);
            return Branch { applies: Kleene::FALSE, left_out: Kleene::TRUE, value: Kleene::FALSE };
        }
        let left_out = condition.not();
        self.leave_out(criterion, subtree, left_out);
        Branch { applies: condition, left_out, value: look(self) }
    }

    #[inline]
    fn leave_out(&mut self, criterion: u16, subtree: Subtree<N>, left_out: Kleene) {
        put(&mut self.left_out, criterion, left_out);
        for (word, below) in self.out_of_scope.iter_mut().zip(subtree.0) {
            *word |= below.wrapping_mul(left_out.bits());
        }
    }

    /// Whether a criterion is met: its chain and its value.
    #[must_use]
    #[inline]
    pub fn is_met(&self, criterion: u16) -> Kleene {
        at(&self.combined(|values, excused| values & opposite(excused)), criterion)
    }

    /// Whether a criterion applies and is not met: its chain and not its value.
    #[must_use]
    #[inline]
    pub fn is_not_met(&self, criterion: u16) -> Kleene {
        at(&self.combined(|values, excused| opposite(values | excused)), criterion)
    }

    /// Whether a criterion does not apply: not its chain.
    #[must_use]
    #[inline]
    pub fn does_not_apply(&self, criterion: u16) -> Kleene {
        at(&self.combined(|_, excused| excused), criterion)
    }

    /// Of all values and what excuses from them, a word at a time: the compiler does it once
    /// for all criteria of a word.
    #[inline]
    fn combined(&self, combine: impl Fn(u64, u64) -> u64) -> [u64; N] {
        let mut words = self.values;
        for (word, (own, above)) in words.iter_mut().zip(self.left_out.iter().zip(&self.out_of_scope)) {
            *word = combine(*word, own | above);
        }
        words
    }

    /// The state of a criterion.
    pub fn state(&self, criterion: u16) -> State {
        match (Truth::from(self.does_not_apply(criterion)), Truth::from(self.value(criterion))) {
            (Truth::True, _) => State::NotApplicable,
            (Truth::Unknown, _) | (Truth::False, Truth::Unknown) => State::Unknown,
            (Truth::False, Truth::True) => State::Met,
            (Truth::False, Truth::False) => State::NotMet,
        }
    }

    /// The value of a criterion.
    #[inline]
    pub fn value(&self, criterion: u16) -> Kleene {
        at(&self.values, criterion)
    }

    /// A criterion's own condition; true where it has none.
    #[inline]
    pub fn condition(&self, criterion: u16) -> Kleene {
        at(&self.left_out, criterion).not()
    }
}

impl<const N: usize> Default for Standing<N> {
    fn default() -> Self {
        Self::new()
    }
}
