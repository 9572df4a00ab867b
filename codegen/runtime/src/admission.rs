//! What admission finds out once, and a determination keeps: no fact itself, only which
//! are known, and the dates that bound an approval.

use crate::{Date, Kleene, Mask, Rejection, Today};

/// What a determination must know of an admitted request besides its criteria: of at most
/// `64 * F` facts, `B` of them dates that bound approvals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission<const F: usize, const B: usize> {
    /// The facts that are given.
    pub known: Mask<F>,
    /// The facts whose "Only when" condition is false: nobody will ask for them.
    pub barred: Mask<F>,
    /// The line of business, where it is given.
    pub line: Option<u16>,
    /// The request date.
    pub today: Today,
    /// The dates of [`Policy::bounds`](crate::Policy::bounds), in that order.
    pub bounds: [Option<Date>; B],
}

impl<const F: usize, const B: usize> Admission<F, B> {
    /// Takes note of a fact's "Only when" condition.
    ///
    /// # Errors
    /// Where the condition is false and the fact is given.
    pub fn expect(&mut self, fact: u16, name: &'static str, condition: Kleene) -> Result<(), Rejection> {
        self.barred.set(fact, condition.is_false());
        Rejection::NotExpected { fact: name }.unless(!(condition.is_false() && self.known.contains(fact)))
    }
}
