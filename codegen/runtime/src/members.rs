//! Facts with choices: one of them, or any number of them.

use core::fmt;
use core::marker::PhantomData;

use crate::Mask;

/// The choices of a fact, as an enum.
pub trait Choice: Copy + Eq + fmt::Debug + 'static {
    /// Every choice, in the order of the policy.
    const ALL: &'static [Self];

    /// Its place in [`Choice::ALL`].
    fn index(self) -> u16;

    /// Its name in the policy, which is its value in requests.
    fn name(self) -> &'static str;

    /// The choice of a name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.name() == name)
    }
}

/// Any number of the choices `C`, none included, in `N` words.
pub struct Members<C, const N: usize> {
    mask: Mask<N>,
    of: PhantomData<fn() -> C>,
}

impl<C: Choice, const N: usize> Members<C, N> {
    /// None of them.
    pub const NONE: Self = Self { mask: Mask::EMPTY, of: PhantomData };

    /// Adds a choice.
    #[inline]
    pub fn insert(&mut self, choice: C) {
        self.mask.insert(choice.index());
    }

    /// Whether it is among them.
    #[inline]
    pub fn contains(self, choice: C) -> bool {
        self.mask.contains(choice.index())
    }

    /// Whether any of `these` is among them.
    #[inline]
    pub fn include(self, these: Mask<N>) -> bool {
        self.mask.intersects(these)
    }

    /// The choices, in the order of the policy.
    pub fn iter(self) -> impl Iterator<Item = C> {
        C::ALL.iter().copied().filter(move |choice| self.contains(*choice))
    }
}

impl<C: Choice, const N: usize> FromIterator<C> for Members<C, N> {
    fn from_iter<I: IntoIterator<Item = C>>(choices: I) -> Self {
        let mut members = Self::NONE;
        choices.into_iter().for_each(|choice| members.insert(choice));
        members
    }
}

impl<C, const N: usize> Clone for Members<C, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, const N: usize> Copy for Members<C, N> {}

impl<C, const N: usize> PartialEq for Members<C, N> {
    fn eq(&self, other: &Self) -> bool {
        self.mask == other.mask
    }
}

impl<C, const N: usize> Eq for Members<C, N> {}

impl<C, const N: usize> core::hash::Hash for Members<C, N> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.mask.hash(state);
    }
}

impl<C: Choice, const N: usize> Default for Members<C, N> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<C: Choice, const N: usize> fmt::Debug for Members<C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Choice::name)).finish()
    }
}
