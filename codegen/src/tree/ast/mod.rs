//! What a policy means: facts, criteria, the order of determination and its outcomes.
//!
//! New against the spec: names are resolved to ids, sentences to formulas over facts,
//! and every number is an exact integer at its fact's scale.

mod criteria;
mod facts;
mod formula;
mod outcomes;
mod statements;

use criteria_runtime::Date;

pub use criteria::{Body, Criterion, Operator, Part};
pub use facts::{
    Arithmetic, Choice, Fact, Kind, Presence, Quantity, RATIO_PLACES, Trial, TrialOutcome, Value,
};
pub use formula::{Always, Atom, Comparison, Formula};
pub use outcomes::{
    Duration, DurationRow, DurationRows, Limit, OrUntil, Outcome, Referral, Step, When, Whichever,
};
pub use statements::{
    Example, Expected, ExpectedEnd, ExpectedKind, Invariant, Kept, KeptWay, Reading, Statement,
};

use crate::source::Span;

/// The index of a fact in [`Policy::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub usize);

/// The index of a choice among the choices of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChoiceId(pub usize);

/// The index of a criterion in [`Policy::criteria`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionId(pub usize);

/// Text of the document that the tree quotes, and its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quote {
    /// The text as a reader sees it.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A policy that compiled: everything an engine or an emitter needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The reference number: `CP.PHAR.243`.
    pub id: String,
    /// The title: `Alemtuzumab (Lemtrada)`.
    pub title: String,
    /// The version: `2025-05`.
    pub version: String,
    /// The first day on which this version decides.
    pub in_force_from: Date,
    /// The last day on which it decides, where the header names one; otherwise the next version
    /// ends it.
    pub in_force_until: Option<Date>,
    /// The first day on which any version decided.
    pub first_effective: Option<Date>,
    /// Whom a request is for: `member`.
    pub subject: String,
    /// What requests are called, in the plural: `requests`, `trips`.
    pub requests: String,
    /// The facts: request kind (if any), request date and line of business (if any), then
    /// the vocabulary in its order.
    pub facts: Vec<Fact>,
    /// The request kind, where the header names kinds; always given.
    pub request_kind: Option<FactId>,
    /// The request date; always given.
    pub request_date: FactId,
    /// The line of business, where the header names lines.
    pub line_of_business: Option<FactId>,
    /// What holds for every request; a request that breaks one is contradictory.
    pub always: Vec<Always>,
    /// The criteria: parents before children, in the order of the outline.
    pub criteria: Vec<Criterion>,
    /// The order of determination; the last step always applies.
    pub steps: Vec<Step>,
    /// Approval durations, one an approving section.
    pub durations: Vec<Duration>,
    /// Referral targets, one a criterion.
    pub referrals: Vec<Referral>,
    /// The invariants.
    pub invariants: Vec<Invariant>,
    /// The examples, each with all its facts.
    pub examples: Vec<Example>,
    /// The readings.
    pub readings: Vec<Reading>,
    /// The facts in the order in which one would ask for them: by first use along the order
    /// of determination, then the rest. Derived facts are not in it.
    pub ask_order: Vec<FactId>,
}

impl Policy {
    /// The fact of an id.
    ///
    /// # Panics
    /// Never for an id of this policy: ids are made by the tree pass alone.
    #[expect(clippy::indexing_slicing, reason = "ids are made by the tree pass alone, for this very list")]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.0]
    }

    /// The criterion of an id.
    ///
    /// # Panics
    /// Never for an id of this policy: ids are made by the tree pass alone.
    #[expect(clippy::indexing_slicing, reason = "ids are made by the tree pass alone, for this very list")]
    pub fn criterion(&self, id: CriterionId) -> &Criterion {
        &self.criteria[id.0]
    }

    /// All facts with their ids.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.facts.iter().enumerate().map(|(at, fact)| (FactId(at), fact))
    }

    /// All criteria with their ids.
    pub fn criteria(&self) -> impl Iterator<Item = (CriterionId, &Criterion)> {
        self.criteria.iter().enumerate().map(|(at, criterion)| (CriterionId(at), criterion))
    }

    /// The criterion with this label.
    pub fn labelled(&self, label: &str) -> Option<CriterionId> {
        self.criteria().find(|(_, c)| c.part == Part::Whole && c.label == label).map(|(id, _)| id)
    }

    /// The fact with this name.
    pub fn named(&self, name: &str) -> Option<FactId> {
        self.facts().find(|(_, fact)| fact.name == name).map(|(id, _)| id)
    }

    /// Whether a criterion has a value: neither a heading nor a note.
    pub fn has_value(&self, id: CriterionId) -> bool {
        !matches!(self.criterion(id).body, Body::Heading(_) | Body::Note)
    }
}
