//! Truth as evaluators compute it: two bits, no branches.

use crate::{Date, Decimal, Truth};

/// Strong Kleene truth on two rails, "known to hold" and "known not to hold".
///
/// The same as [`Truth`], in the form that a processor likes: as an enum, each test of a
/// fact becomes a jump, and requests are hard to predict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kleene {
    holds: bool,
    fails: bool,
}

impl Kleene {
    /// It does not hold.
    pub const FALSE: Self = Self { holds: false, fails: true };
    /// It holds.
    pub const TRUE: Self = Self { holds: true, fails: false };
    /// The facts given do not settle it.
    pub const UNKNOWN: Self = Self { holds: false, fails: false };

    /// Of two rails; what holds does not fail.
    #[inline]
    pub(crate) const fn rails(holds: bool, fails: bool) -> Self {
        Self { holds, fails }
    }

    /// What a test says of a fact that may be missing.
    #[must_use]
    #[inline]
    pub fn of<T>(fact: Option<T>, test: impl FnOnce(T) -> bool) -> Self {
        let known = fact.is_some();
        let holds = fact.is_some_and(test);
        Self { holds, fails: known && !holds }
    }

    /// The same for a date or a number, whose test is made in any case: on a missing fact
    /// it tests nothing in particular, and is not asked.
    #[must_use]
    #[inline]
    pub fn of_value<T: Filler>(fact: Option<T>, test: impl FnOnce(T) -> bool) -> Self {
        let known = fact.is_some();
        Self::when_known(known, test(fact.unwrap_or(T::FILLER)))
    }

    /// What a test says of two facts that may be missing.
    #[must_use]
    #[inline]
    pub fn of_both<A: Filler, B: Filler>(
        left: Option<A>,
        right: Option<B>,
        test: impl FnOnce(A, B) -> bool,
    ) -> Self {
        let known = left.is_some() & right.is_some();
        Self::when_known(known, test(left.unwrap_or(A::FILLER), right.unwrap_or(B::FILLER)))
    }

    #[inline]
    const fn when_known(known: bool, holds: bool) -> Self {
        let (known, holds) = (known as u8, holds as u8);
        Self { holds: known & holds != 0, fails: known & (holds ^ 1) != 0 }
    }

    /// True only where both hold; false where either fails.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        Self { holds: self.holds & other.holds, fails: self.fails | other.fails }
    }

    /// True where either holds; false only where both fail.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        Self { holds: self.holds | other.holds, fails: self.fails & other.fails }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    #[inline]
    pub const fn not(self) -> Self {
        Self { holds: self.fails, fails: self.holds }
    }

    /// Whether it is known to hold.
    #[inline]
    pub const fn is_true(self) -> bool {
        self.holds
    }

    /// Whether it is known not to hold.
    #[inline]
    pub const fn is_false(self) -> bool {
        self.fails
    }

    /// Whether it is not settled.
    #[inline]
    pub const fn is_unknown(self) -> bool {
        !(self.holds | self.fails)
    }
}

/// A value that stands in for a missing one while a test is made in vain.
pub trait Filler: Copy {
    /// The value.
    const FILLER: Self;
}

impl Filler for Date {
    const FILLER: Self = Self::MIN;
}

impl<const PLACES: u32> Filler for Decimal<PLACES> {
    const FILLER: Self = Self::scaled(0);
}

impl From<bool> for Kleene {
    #[inline]
    fn from(holds: bool) -> Self {
        Self { holds, fails: !holds }
    }
}

impl From<Option<bool>> for Kleene {
    #[inline]
    fn from(known: Option<bool>) -> Self {
        let code = known.map_or(2_u8, u8::from);
        Self { holds: code & 1 != 0, fails: code == 0 }
    }
}

impl From<Kleene> for Truth {
    fn from(kleene: Kleene) -> Self {
        match (kleene.holds, kleene.fails) {
            (true, _) => Self::True,
            (false, true) => Self::False,
            (false, false) => Self::Unknown,
        }
    }
}
