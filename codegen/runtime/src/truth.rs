//! Strong Kleene truth, and the state of a criterion.

/// What is known of a statement about a request: strong Kleene logic.
///
/// The numbers are two rails, one bit for "known to hold" and one for "known not to
/// hold", so that the connectives are a few bit operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[repr(u8)]
pub enum Truth {
    /// The facts given do not settle it.
    #[default]
    Unknown = 0b00,
    /// It holds, whatever the missing facts turn out to be.
    True = 0b01,
    /// It does not hold, whatever the missing facts turn out to be.
    False = 0b10,
}

impl Truth {
    const HOLDS: u8 = 0b01;
    const FAILS: u8 = 0b10;

    const fn from_rails(rails: u8) -> Self {
        match rails {
            Self::HOLDS => Self::True,
            Self::FAILS => Self::False,
            _ => Self::Unknown,
        }
    }

    /// True only where both hold; false where either fails.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        let (a, b) = (self as u8, other as u8);
        Self::from_rails((a & b & Self::HOLDS) | ((a | b) & Self::FAILS))
    }

    /// True where either holds; false only where both fail.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        let (a, b) = (self as u8, other as u8);
        Self::from_rails(((a | b) & Self::HOLDS) | (a & b & Self::FAILS))
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "`!truth` hides that unknown stays unknown; the method reads like `and` and `or`"
    )]
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
        known.map_or(Self::Unknown, Self::from)
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
