//! Truth as evaluators compute it: two bits, no branches.

use crate::{Choice, Date, Decimal, Members, Truth};

/// Strong Kleene truth in two bits: "holds" (the lower) and "may hold" (the upper).
///
/// The same as [`Truth`], in the form that a processor likes: "and" and "or" are those of
/// bits, and no fact becomes a jump, because requests are hard to predict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kleene(u64);

impl Kleene {
    /// It does not hold.
    pub const FALSE: Self = Self(0b00);
    /// The facts given do not settle it.
    pub const UNKNOWN: Self = Self(0b10);
    /// It holds.
    pub const TRUE: Self = Self(0b11);

    /// The two bits; what lies above is dropped. "Holds" without "may hold" is no truth.
    #[inline]
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits & 0b11)
    }

    /// The two bits.
    #[inline]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// What a test says of a fact that may be missing.
    #[must_use]
    #[inline]
    pub fn of<T>(fact: Option<T>, test: impl FnOnce(T) -> bool) -> Self {
        let known = fact.is_some();
        Self::when_known(known, fact.is_some_and(test))
    }

    /// The same for a value whose test is made in any case: on a missing fact it tests
    /// nothing in particular, and is not asked.
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

    /// Whether a choice that may be missing is among some.
    #[must_use]
    #[inline]
    pub fn of_choice<C: Choice>(fact: Option<C>, among: &Among) -> Self {
        among.truth_at(fact.map_or(C::ALL.len(), |choice| usize::from(choice.index())))
    }

    #[inline]
    const fn when_known(known: bool, holds: bool) -> Self {
        let (known, holds) = (known as u64, holds as u64);
        Self((known & holds) | (((known ^ 1) | holds) << 1))
    }

    /// True only where both hold; false where either fails.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// True where either holds; false only where both fail.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    #[inline]
    pub const fn not(self) -> Self {
        let opposite = self.0 ^ 0b11;
        Self::from_bits((opposite * 0b101) >> 1)
    }

    /// "Must meet all".
    #[must_use]
    #[inline]
    pub fn all<const N: usize>(of: [Self; N]) -> Self {
        of.iter().fold(Self::TRUE, |all, one| all.and(*one))
    }

    /// "One of the following".
    #[must_use]
    #[inline]
    pub fn any<const N: usize>(of: [Self; N]) -> Self {
        of.iter().fold(Self::FALSE, |any, one| any.or(*one))
    }

    /// "None of the following".
    #[must_use]
    #[inline]
    pub fn none<const N: usize>(of: [Self; N]) -> Self {
        Self::any(of).not()
    }

    /// "At least `n` of the following".
    #[must_use]
    #[inline]
    pub fn at_least<const N: usize>(n: usize, of: [Self; N]) -> Self {
        let count = |bit: u64| of.iter().filter(|one| one.0 & bit != 0).count();
        let (hold, may_hold) = (count(0b01) >= n, count(0b10) >= n);
        Self(u64::from(hold) | (u64::from(may_hold) << 1))
    }

    /// Whether it is known to hold.
    #[inline]
    pub const fn is_true(self) -> bool {
        self.0 & 0b01 != 0
    }

    /// Whether it is known not to hold.
    #[inline]
    pub const fn is_false(self) -> bool {
        self.0 & 0b10 == 0
    }

    /// Whether it is not settled.
    #[inline]
    pub const fn is_unknown(self) -> bool {
        self.0 == 0b10
    }
}

/// A child of a group that has a condition of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// Its condition.
    pub(crate) applies: Kleene,
    /// The opposite, which is worked out once.
    pub(crate) left_out: Kleene,
    /// Its value.
    pub(crate) value: Kleene,
}

impl Branch {
    /// A child without a condition, among others that have one.
    #[must_use]
    #[inline]
    pub const fn always(value: Kleene) -> Self {
        Self { applies: Kleene::TRUE, left_out: Kleene::FALSE, value }
    }

    /// What it asks of "must meet all": to be met, if it applies.
    #[must_use]
    #[inline]
    pub const fn if_it_applies(self) -> Kleene {
        self.left_out.or(self.value)
    }

    /// The branch that applies must be met; while that is unknown, what all possible
    /// branches agree on.
    #[must_use]
    #[inline]
    pub fn case<const N: usize>(of: [Self; N]) -> Kleene {
        let every = of.iter().fold(Kleene::TRUE, |every, one| every.and(one.if_it_applies()));
        let some = of.iter().fold(Kleene::FALSE, |some, one| some.or(one.applies.and(one.value)));
        Kleene((every.0 & 0b01) | ((some.0 | (every.0 << 1)) & 0b10))
    }
}

/// Some of the choices of a fact, as a table of what each of them makes of a test.
#[derive(Debug, Clone, Copy)]
pub struct Among([u8; Self::ROOM]);

impl Among {
    const ROOM: usize = 32;
    /// The most choices that a fact may have, one place being for the missing fact.
    pub const MOST: usize = Self::ROOM - 1;

    /// The table of `these` among all choices; for constants. What lies beyond
    /// [`Among::MOST`] is unknown.
    #[must_use]
    pub const fn of<C>(all: &[C], mut these: &[u16]) -> Self {
        let mut table = [0b10; Self::ROOM];
        if let Some((given, _)) = table.split_at_mut_checked(all.len()) {
            let mut rest = given;
            while let Some((first, others)) = rest.split_first_mut() {
                *first = 0b00;
                rest = others;
            }
        }
        while let Some((this, others)) = these.split_first() {
            if let Some((_, [place, ..])) = table.split_at_mut_checked(*this as usize) {
                *place = 0b11;
            }
            these = others;
        }
        Self(table)
    }

    #[inline]
    fn truth_at(&self, place: usize) -> Kleene {
        self.0.get(place).map_or(Kleene::UNKNOWN, |bits| Kleene(u64::from(*bits)))
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

impl<C: Choice, const N: usize> Filler for Members<C, N> {
    const FILLER: Self = Self::NONE;
}

impl From<bool> for Kleene {
    #[inline]
    fn from(holds: bool) -> Self {
        Self(u64::from(holds) * 0b11)
    }
}

impl From<Option<bool>> for Kleene {
    #[inline]
    fn from(known: Option<bool>) -> Self {
        // Of 0, 1 and 2, which is how the three lie in memory.
        Self::from_bits(known.map_or(2, u64::from) * 0b11)
    }
}

impl From<Kleene> for Truth {
    fn from(kleene: Kleene) -> Self {
        if kleene.is_true() {
            Self::True
        } else if kleene.is_false() {
            Self::False
        } else {
            Self::Unknown
        }
    }
}
