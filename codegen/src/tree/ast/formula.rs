//! Formulas: statements about a request.

use criteria_runtime::Period;

use super::{ChoiceId, FactId, Kind, Policy, Quote};

/// A statement about a request, over atoms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// A single comparison.
    Atom(Atom),
    /// The opposite.
    Not(Box<Formula>),
    /// All hold.
    All(Vec<Formula>),
    /// At least one holds.
    Any(Vec<Formula>),
    /// At least so many hold, of at least as many.
    AtLeast(usize, Vec<Formula>),
}

/// A comparison of one fact; unknown where a fact it needs is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A yes/no fact is yes.
    Yes(FactId),
    /// A one-of or trial fact is one of these (ascending, no repetition).
    Is(FactId, Vec<ChoiceId>),
    /// A set shares at least one member with these (ascending, no repetition).
    Includes(FactId, Vec<ChoiceId>),
    /// A quantity, given or computed, compares with a number at the fact's scale.
    Compare(FactId, Comparison, i64),
    /// `date + period ≤ request date`: at least the period has passed since the date.
    Elapsed(FactId, Period),
    /// `date + period ≥ request date`: at most the period has passed since the date.
    Within(FactId, Period),
    /// Two dates compare.
    Dates(FactId, Comparison, FactId),
    /// `date + period ⟨comparison⟩ other date`: how long after the one the other is.
    Apart(FactId, Period, Comparison, FactId),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `≥`
    AtLeast,
    /// `>`
    MoreThan,
    /// `≤`
    AtMost,
    /// `<`
    LessThan,
    /// `=`
    Equal,
}

/// A sentence that holds for every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Always {
    /// The sentence.
    pub quote: Quote,
    /// What it says.
    pub formula: Formula,
}

impl Comparison {
    /// The sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
            Self::AtMost => "≤",
            Self::LessThan => "<",
            Self::Equal => "=",
        }
    }

    /// Whether `left ⟨sign⟩ right`.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::AtLeast => left >= right,
            Self::MoreThan => left > right,
            Self::AtMost => left <= right,
            Self::LessThan => left < right,
            Self::Equal => left == right,
        }
    }
}

impl Formula {
    /// Calls `visit` with every atom.
    pub fn each_atom(&self, visit: &mut dyn FnMut(&Atom)) {
        match self {
            Self::Atom(atom) => visit(atom),
            Self::Not(inner) => inner.each_atom(visit),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.each_atom(visit);
                }
            }
        }
    }
}

impl Atom {
    /// The fact that it is about (of two dates, the left one).
    pub fn fact(&self) -> FactId {
        match self {
            Self::Yes(fact)
            | Self::Is(fact, _)
            | Self::Includes(fact, _)
            | Self::Compare(fact, ..)
            | Self::Elapsed(fact, _)
            | Self::Within(fact, _)
            | Self::Dates(fact, ..)
            | Self::Apart(fact, ..) => *fact,
        }
    }

    /// Of two dates the right one.
    pub fn other(&self) -> Option<FactId> {
        match self {
            Self::Dates(_, _, other) | Self::Apart(_, _, _, other) => Some(*other),
            _ => None,
        }
    }

    /// The given (not derived) facts that it needs, the request date left out.
    pub fn needs(&self, policy: &Policy) -> Vec<FactId> {
        let own = match self {
            Self::Dates(left, _, right) | Self::Apart(left, _, _, right) => vec![*left, *right],
            other => vec![other.fact()],
        };
        let mut needs: Vec<FactId> = own
            .into_iter()
            .flat_map(|id| match &policy.fact(id).kind {
                Kind::Computed { left, right, .. } => vec![*left, *right],
                Kind::YearsSince { date, .. } => vec![*date],
                _ => vec![id],
            })
            .filter(|id| *id != policy.request_date)
            .collect();
        needs.dedup();
        needs
    }
}
