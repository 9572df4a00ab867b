//! What a policy says of itself: invariants, examples and readings.

use criteria_runtime::{Date, Period};

use super::{ChoiceId, FactId, Formula, Limit, OrUntil, Quote, Value};
use crate::source::Span;

/// A numbered invariant, which may hold several statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invariant {
    /// Its number, from 1.
    pub number: usize,
    /// Its text.
    pub quote: Quote,
    /// What it states, sentence by sentence.
    pub statements: Vec<(Quote, Statement)>,
}

/// What an invariant states of every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `For initial requests: never approve when S`: where the scope holds and the statement
    /// holds of the true facts, known or not, there is no approval. "Approve only if S" is
    /// the same with the opposite of S.
    NeverApprove {
        /// For which requests; `None` for all.
        scope: Option<Formula>,
        /// What must not hold.
        when: Formula,
    },
    /// Every approval (of these lines of business; empty for all) has this limit.
    Covers(Vec<ChoiceId>, Limit),
    /// Every approval of these lines lasts exactly this long from the request date; with another
    /// bound, until the later or the earlier of the two.
    Lasts(Vec<ChoiceId>, Period, Option<OrUntil>),
    /// All other facts equal, this fact never changes whether a request is approved.
    NeverChanges(FactId),
    /// All other facts equal, a smaller value never undoes an approval.
    SmallerKeeps(FactId),
    /// All other facts equal, a trial (any) moved from not tried to failed (at the maximally
    /// indicated dose), not tolerated or contraindicated never undoes an approval.
    TrialKeeps,
    /// Every complete request gets exactly one determination, and each but an approval names
    /// what caused it.
    Total,
    /// What is decided with facts missing stays so, whatever they turn out to be.
    Stable,
}

/// An example, with all its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its id: `E1`.
    pub id: String,
    /// Its title; empty for a variant.
    pub title: String,
    /// The example it starts from.
    pub starts_from: Option<String>,
    /// What it changes, as written; for a base, empty.
    pub differs: String,
    /// The facts that are known.
    pub facts: Vec<(FactId, Value)>,
    /// What it expects.
    pub expected: Expected,
    /// The row.
    pub quote: Quote,
}

/// What an example expects of the determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The determination.
    pub determination: ExpectedKind,
    /// The labels in `Because`, sorted: they must be exactly the reasons.
    pub because: Vec<String>,
    /// The facts in `Because`, sorted: they must be exactly the missing facts.
    pub missing: Vec<FactId>,
    /// Where the expectation stands.
    pub span: Span,
}

/// The determination that an example expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedKind {
    /// `approve until 2026-12-01, 1 treatment course`; `approve, end unknown, at least 6 months`.
    Approve {
        /// The end, where it is stated.
        end: Option<ExpectedEnd>,
        /// The limit, where it is stated.
        limit: Option<Limit>,
    },
    /// `refer to CP.CPA.09`; `refer, target unknown`.
    Refer(Option<String>),
    /// `not authorized`
    NotAuthorized,
    /// `criteria not met`
    CriteriaNotMet,
    /// `needs information`
    NeedsInformation,
}

/// The end that an example expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedEnd {
    /// A day.
    On(Date),
    /// Unknown, but not before this period has passed since the request date.
    AtLeast(Period),
}

/// How an open question of the published wording is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id: `R1`.
    pub id: String,
    /// What it reads, as written: `I.A.4`, `Order 3`, `Scope II.A`.
    pub place: String,
    /// The question.
    pub question: String,
    /// Our reading.
    pub ours: String,
    /// The other reading.
    pub other: String,
    /// The text that would say the other reading, where a clause can say it.
    pub written: Option<Quote>,
    /// Where the published words are kept and read by the id of a reading: among which readings, for
    /// each of its words that have several.
    pub kept: Vec<Kept>,
}

/// Words that are kept as published, though they have several readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The id of the reading that was chosen.
    pub chosen: &'static str,
    /// The readings that differ, the chosen one among them.
    pub ways: Vec<KeptWay>,
    /// How many profiles the facts involved have; `None` where they are too many to be counted.
    pub profiles: Option<usize>,
}

/// One reading of words that are kept as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptWay {
    /// Its id.
    pub id: &'static str,
    /// What it means.
    pub says: &'static str,
    /// How it is written without doubt.
    pub wording: String,
    /// How many profiles meet it, where they were counted.
    pub met: Option<usize>,
}
