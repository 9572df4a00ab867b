//! Strong Kleene truth, and the state of a criterion.

/// What is known of a statement about a request: strong Kleene logic.
///
/// The order false < unknown < true makes "and" the lesser of two and "or" the greater,
/// which is a comparison and a conditional move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[repr(u8)]
pub enum Truth {
    /// It does not hold, whatever the missing facts turn out to be.
    False = 0,
    /// The facts given do not settle it.
    #[default]
    Unknown = 1,
    /// It holds, whatever the missing facts turn out to be.
    True = 2,
}

impl Truth {
    /// What a test says of a fact that may be missing.
    #[must_use]
    #[inline]
    pub fn of<T>(fact: Option<T>, test: impl FnOnce(T) -> bool) -> Self {
        match fact {
            Some(value) => Self::from(test(value)),
            None => Self::Unknown,
        }
    }

    /// What a test says of two facts that may be missing.
    #[must_use]
    #[inline]
    pub fn of_both<A, B>(left: Option<A>, right: Option<B>, test: impl FnOnce(A, B) -> bool) -> Self {
        match (left, right) {
            (Some(left), Some(right)) => Self::from(test(left, right)),
            _ => Self::Unknown,
        }
    }

    /// True only where both hold; false where either fails.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { self } else { other }
    }

    /// True where either holds; false only where both fail.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        if (self as u8) > (other as u8) { self } else { other }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    #[inline]
    pub const fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    /// Whether it is known to hold.
    #[inline]
    pub const fn is_true(self) -> bool {
        matches!(self, Self::True)
    }

    /// Whether it is known not to hold.
    #[inline]
    pub const fn is_false(self) -> bool {
        matches!(self, Self::False)
    }

    /// Whether it is not settled.
    #[inline]
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    #[inline]
    fn from(known: Option<bool>) -> Self {
        Self::of(known, |holds| holds)
    }
}

/// How a criterion stands for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is met, whatever the missing facts turn out to be.
    Met,
    /// It is not met, whatever the missing facts turn out to be.
    NotMet,
    /// The facts given do not settle it.
    Unknown,
    /// Its condition, or the scope of its section, is false: it is left out of its parent.
    NotApplicable,
}

impl State {
    /// The words of the field, as documents and output print them.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not applicable",
        }
    }
}
