//! Facts: what can be known about a request.

use criteria_runtime::Date;

use super::{ChoiceId, FactId, Formula};
use crate::source::Span;

/// A fact about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name, which is its key in requests.
    pub name: String,
    /// What values it takes.
    pub kind: Kind,
    /// The question that asks for it; empty for derived facts.
    pub question: String,
    /// The condition under which it exists; given where this is false, it contradicts.
    pub only_when: Option<Formula>,
    /// Whether it may be left out.
    pub presence: Presence,
    /// Other phrases for it, as the vocabulary lists them.
    pub also: Vec<String>,
    /// Phrases for its opposite.
    pub also_not: Vec<String>,
    /// The list that its choices come from, where they come from one: `Appendix D`.
    pub list: Option<String>,
    /// The fact that goes with it: of a trial, for how many weeks the treatment was used; of a dose, how
    /// long it is from one to the next.
    pub companion: Option<FactId>,
    /// Where it is declared.
    pub span: Span,
}

/// Whether a request must give a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always given: the request kind and the request date.
    Required,
    /// Unknown where it is left out.
    Optional,
    /// Computed from other facts, never given.
    Derived,
}

/// What values a fact takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// Exactly one of the choices.
    OneOf(Vec<Choice>),
    /// The outcome of a treatment; the choices are those of [`TrialOutcome`], in that order.
    Trial(Trial),
    /// Any number of the choices, none included; known whole or unknown.
    AnyOf(Vec<Choice>),
    /// An exact decimal.
    Quantity(Quantity),
    /// A civil date.
    Date,
    /// Whole years since a date.
    YearsSince {
        /// The date.
        date: FactId,
        /// The plausible years, both included.
        range: (u16, u16),
    },
    /// What comes of two quantities.
    Computed {
        /// One quantity; of a ratio, what is divided.
        left: FactId,
        /// How the two combine.
        by: Arithmetic,
        /// The other; of a ratio, the divisor, which is above 0.
        right: FactId,
        /// Its unit, the places that a limit on it may have, and the range that follows from
        /// those of the two. Of a product the places are those of both together, of a sum the
        /// greater, of a ratio [`RATIO_PLACES`].
        quantity: Quantity,
    },
}

/// How two quantities combine. Nothing is ever rounded: a ratio compares with a limit by
/// multiplying both with the divisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `×`
    Times,
    /// `÷`
    Over,
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// The decimal places of a limit on a ratio, at most.
pub const RATIO_PLACES: u32 = 6;

impl Arithmetic {
    /// The sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Times => "×",
            Self::Over => "÷",
            Self::Plus => "+",
            Self::Minus => "-",
        }
    }

    /// The operator of a sign.
    pub fn from_sign(sign: &str) -> Option<Self> {
        [Self::Times, Self::Over, Self::Plus, Self::Minus].into_iter().find(|by| by.sign() == sign)
    }

    /// Whether the two may change places.
    pub const fn commutes(self) -> bool {
        matches!(self, Self::Times | Self::Plus)
    }
}

/// One of the values of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name, which is its value in requests.
    pub name: String,
    /// Other phrases for it.
    pub also: Vec<String>,
}

/// Whether a trial says at which dose a treatment failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// `trial`: not tried, failed, not tolerated, contraindicated.
    Plain,
    /// `trial with dose`: a failure is at the maximally indicated dose, or at a lower one.
    WithDose,
}

/// What came of a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrialOutcome {
    /// The treatment was not tried.
    NotTried,
    /// It failed; of a trial with dose: at the maximally indicated dose.
    Failed,
    /// It was not tolerated.
    NotTolerated,
    /// It is contraindicated.
    Contraindicated,
    /// Of a trial with dose only: it failed at a lower dose.
    FailedAtLowerDose,
}

/// The scale, unit and plausible range of a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The unit as authors write it behind a number: `mg per day`, `days`; empty for none.
    pub unit: String,
    /// Decimal places; values are integers scaled by `10^places`.
    pub places: u32,
    /// The least plausible value, scaled.
    pub min: i64,
    /// The greatest plausible value, scaled.
    pub max: i64,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Of a yes/no fact.
    YesNo(bool),
    /// Of a one-of or trial fact.
    Choice(ChoiceId),
    /// Of an any-of fact: ascending, no repetition; empty is "none".
    Members(Vec<ChoiceId>),
    /// Of a quantity, at its scale.
    Number(i64),
    /// Of a date.
    Date(Date),
}

impl Trial {
    /// The outcomes, in the order of their [`ChoiceId`]s, with their names in requests.
    pub const fn outcomes(self) -> &'static [(TrialOutcome, &'static str)] {
        match self {
            Self::Plain => &[
                (TrialOutcome::NotTried, "not tried"),
                (TrialOutcome::Failed, "failed"),
                (TrialOutcome::NotTolerated, "not tolerated"),
                (TrialOutcome::Contraindicated, "contraindicated"),
            ],
            Self::WithDose => &[
                (TrialOutcome::NotTried, "not tried"),
                (TrialOutcome::Failed, "failed at the maximally indicated dose"),
                (TrialOutcome::NotTolerated, "not tolerated"),
                (TrialOutcome::Contraindicated, "contraindicated"),
                (TrialOutcome::FailedAtLowerDose, "failed at a lower dose"),
            ],
        }
    }
}

impl Fact {
    /// The choices of a one-of, any-of or trial fact, by name; empty for other kinds.
    pub fn choice_names(&self) -> Vec<&str> {
        match &self.kind {
            Kind::OneOf(choices) | Kind::AnyOf(choices) => choices.iter().map(|c| c.name.as_str()).collect(),
            Kind::Trial(trial) => trial.outcomes().iter().map(|(_, name)| *name).collect(),
            _ => Vec::new(),
        }
    }

    /// The scale and unit of a quantity, given or computed.
    pub fn quantity(&self) -> Option<&Quantity> {
        match &self.kind {
            Kind::Quantity(quantity) | Kind::Computed { quantity, .. } => Some(quantity),
            _ => None,
        }
    }
}
