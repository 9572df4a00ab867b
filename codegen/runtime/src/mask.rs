//! Sets of small numbers, one bit each: which criteria are met, which facts are known.

/// A set of numbers below `64 * N`. What lies beyond is never a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mask<const N: usize>([u64; N]);

impl<const N: usize> Default for Mask<N> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const N: usize> Mask<N> {
    /// The empty set.
    pub const EMPTY: Self = Self([0; N]);

    /// The set of these numbers; for constants.
    #[must_use]
    pub const fn of(mut members: &[u16]) -> Self {
        let mut set = Self::EMPTY;
        while let Some((member, rest)) = members.split_first() {
            let (word, bit) = Self::place(*member);
            if let Some((_, [word, ..])) = set.0.split_at_mut_checked(word) {
                *word |= bit;
            }
            members = rest;
        }
        set
    }

    /// The set of all numbers between the two, both included; for constants.
    #[must_use]
    pub const fn from_to(first: u16, last: u16) -> Self {
        let mut set = Self::EMPTY;
        let mut next = first;
        while next <= last {
            let (word, bit) = Self::place(next);
            if let Some((_, [word, ..])) = set.0.split_at_mut_checked(word) {
                *word |= bit;
            }
            next += 1;
        }
        set
    }

    const fn place(member: u16) -> (usize, u64) {
        (member as usize / 64, 1 << (member % 64))
    }

    /// Whether the number is a member.
    #[inline]
    pub fn contains(&self, member: u16) -> bool {
        let (word, bit) = Self::place(member);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Makes the number a member where `so`; otherwise leaves the set as it is.
    #[inline]
    pub fn set(&mut self, member: u16, so: bool) {
        let word = usize::from(member / 64);
        if let Some(word) = self.0.get_mut(word) {
            *word |= u64::from(so) << (member % 64);
        }
    }

    /// Makes the number a member.
    #[inline]
    pub fn insert(&mut self, member: u16) {
        self.set(member, true);
    }

    /// Takes the number out.
    #[inline]
    pub fn remove(&mut self, member: u16) {
        let (word, bit) = Self::place(member);
        if let Some(word) = self.0.get_mut(word) {
            *word &= !bit;
        }
    }

    /// The members of either.
    #[must_use]
    #[inline]
    pub fn or(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// The members of both.
    #[must_use]
    #[inline]
    pub fn and(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// The members that the other does not have.
    #[must_use]
    #[inline]
    pub fn without(self, other: Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// The set, or the empty one.
    #[must_use]
    #[inline]
    pub fn only_if(mut self, so: bool) -> Self {
        let keep = u64::from(so).wrapping_neg();
        for word in &mut self.0 {
            *word &= keep;
        }
        self
    }

    #[inline]
    fn zip(mut self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = combine(*mine, theirs);
        }
        self
    }

    /// Whether there is no member.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether the two share a member.
    #[inline]
    pub fn intersects(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// Whether every one of `others` is a member.
    #[inline]
    pub fn covers(self, others: Self) -> bool {
        others.without(self).is_empty()
    }

    /// How many members there are.
    #[inline]
    pub fn count(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The members, ascending.
    pub fn iter(self) -> impl Iterator<Item = u16> {
        (0_u16..).step_by(64).zip(self.0).flat_map(|(base, word)| {
            let mut rest = word;
            core::iter::from_fn(move || {
                let at = u16::try_from(rest.trailing_zeros()).ok().filter(|at| *at < 64)?;
                rest &= rest.wrapping_sub(1);
                Some(base + at)
            })
        })
    }
}
