//! Policies as a table: requests by fact number, for tools that know no policy's types.

use core::fmt;

use crate::{Choice, Date, Decimal, Decision, Members, Policy};

/// The value of a fact, without its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'v> {
    /// Of a yes/no fact.
    YesNo(bool),
    /// Of a one-of or trial fact: the place of the choice.
    Choice(u16),
    /// Of an any-of fact: the places of the choices.
    Members(&'v [u16]),
    /// Of a quantity, at its scale.
    Number(i64),
    /// Of a date.
    Date(Date),
}

/// Why a request is not evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// A fact that every request must give is not given.
    Missing {
        /// The fact.
        fact: &'static str,
    },
    /// A value of another kind, or a choice that the fact does not have.
    WrongKind {
        /// The fact.
        fact: &'static str,
    },
    /// A value for a fact that is computed from others.
    Derived {
        /// The fact.
        fact: &'static str,
    },
    /// A value outside of the plausible range.
    OutOfRange {
        /// The fact.
        fact: &'static str,
    },
    /// A fact whose "Only when" condition is false.
    NotExpected {
        /// The fact.
        fact: &'static str,
    },
    /// A sentence that holds for every request is false.
    Contradictory {
        /// The sentence.
        sentence: &'static str,
    },
}

impl Rejection {
    /// This rejection, unless all is well.
    ///
    /// # Errors
    /// Where it is not.
    #[inline]
    pub const fn unless(self, well: bool) -> Result<(), Self> {
        if well { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Rejection {
    /// The fact's name and the reason; never a value, which may be health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { fact } => write!(f, "missing: `{fact}` is not given"),
            Self::WrongKind { fact } => write!(f, "wrong kind: `{fact}` does not take this value"),
            Self::Derived { fact } => write!(f, "derived: `{fact}` is computed from other facts"),
            Self::OutOfRange { fact } => {
                write!(f, "out of range: `{fact}` is outside of what is plausible")
            }
            Self::NotExpected { fact } => {
                write!(f, "contradictory: `{fact}` is given where its \"Only when\" condition is false")
            }
            Self::Contradictory { sentence } => write!(f, "contradictory: against \"{sentence}\""),
        }
    }
}

impl core::error::Error for Rejection {}

/// A policy and its evaluator.
#[derive(Debug, Clone, Copy)]
pub struct Evaluator {
    /// The policy.
    pub policy: &'static Policy,
    /// Decides a request, given by fact number (what lies beyond the slice is unknown), and
    /// hands the determination to the callback.
    #[expect(
        clippy::type_complexity,
        reason = "a callback, so that determinations of any size fit without allocation"
    )]
    pub decide: fn(&[Option<Value<'_>>], &mut dyn FnMut(&dyn Decision)) -> Result<(), Rejection>,
}

impl Evaluator {
    /// The version of a policy that is in force on a day: of those that have begun, the latest,
    /// unless its document has ended it.
    ///
    /// ```
    /// # use criteria_runtime::{Date, Evaluator};
    /// fn which(policies: &'static [Evaluator]) -> Option<&'static Evaluator> {
    ///     Evaluator::in_force(policies, "CP.PHAR.243", Date::new(2025, 4, 30)?)
    /// }
    /// # assert!(which(&[]).is_none());
    /// ```
    pub fn in_force<'e>(policies: &'e [Self], id: &str, day: Date) -> Option<&'e Self> {
        let begun = policies.iter().filter(|one| one.policy.id == id && one.policy.in_force_from <= day);
        let latest = begun.max_by_key(|one| one.policy.in_force_from)?;
        latest.policy.in_force_until.is_none_or(|last| day <= last).then_some(latest)
    }
}

/// A typed value that can be read from a [`Value`].
pub trait FromValue: Sized {
    /// The typed value; `None` where the kind is another or there is no such choice.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

/// The typed value of a fact.
///
/// # Errors
/// Where the value is of another kind.
pub fn fact_value<T: FromValue>(
    values: &[Option<Value<'_>>],
    fact: u16,
    name: &'static str,
) -> Result<Option<T>, Rejection> {
    match values.get(usize::from(fact)).copied().flatten() {
        None => Ok(None),
        Some(value) => T::from_value(value).map(Some).ok_or(Rejection::WrongKind { fact: name }),
    }
}

/// Checks that a derived fact is not given.
///
/// # Errors
/// Where it is.
pub fn derived_value(values: &[Option<Value<'_>>], fact: u16, name: &'static str) -> Result<(), Rejection> {
    Rejection::Derived { fact: name }.unless(values.get(usize::from(fact)).copied().flatten().is_none())
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::YesNo(yes) = value { Some(yes) } else { None }
    }
}

impl FromValue for Date {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Date(date) = value { Some(date) } else { None }
    }
}

impl<const PLACES: u32> FromValue for Decimal<PLACES> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Number(scaled) = value { Some(Self::scaled(scaled)) } else { None }
    }
}

impl<C: Choice> FromValue for C {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Choice(at) = value { C::ALL.get(usize::from(at)).copied() } else { None }
    }
}

impl<C: Choice, const N: usize> FromValue for Members<C, N> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Members(places) = value else {
            return None;
        };
        places.iter().map(|at| C::ALL.get(usize::from(*at)).copied()).collect()
    }
}
