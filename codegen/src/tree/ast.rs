//! What a policy means: facts, criteria, the order of determination and its outcomes.
//!
//! New against the spec: names are resolved to ids, sentences to formulas over facts,
//! and every number is an exact integer at its fact's scale.

use criteria_runtime::{Date, Period};

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
    /// The first day on which any version decided.
    pub first_effective: Option<Date>,
    /// Whom a request is for: `member`.
    pub subject: String,
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
    /// The product of two quantities.
    Product {
        /// One factor.
        left: FactId,
        /// The other.
        right: FactId,
        /// The unit of the product; `places` is the sum of those of the factors, and the
        /// range that of their ranges.
        quantity: Quantity,
    },
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
    /// A quantity or a product compares with a number at the fact's scale.
    Compare(FactId, Comparison, i64),
    /// `date + period ≤ request date`: at least the period has passed since the date.
    Elapsed(FactId, Period),
    /// `date + period ≥ request date`: at most the period has passed since the date.
    Within(FactId, Period),
    /// Two dates compare.
    Dates(FactId, Comparison, FactId),
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

/// A sentence that holds for every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Always {
    /// The sentence.
    pub quote: Quote,
    /// What it says.
    pub formula: Formula,
}

/// A node of the outline.
///
/// The *value* of a node is that of its body. Its own condition and those of its
/// ancestors form its *chain*: where the chain is false the node is not applicable,
/// where it is unknown the node's state is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The full label: `I.A.4.d`.
    pub label: String,
    /// Which part of the labelled criterion this node is.
    pub part: Part,
    /// The node it stands under.
    pub parent: Option<CriterionId>,
    /// The text as written behind the label, with its closing punctuation.
    pub quote: Quote,
    /// Its own condition: `If course is first: …`, `For initial requests:`.
    pub applies: Option<Formula>,
    /// What it asks.
    pub body: Body,
}

/// Which part of a labelled criterion a node is. Only `Whole` nodes are cited; the others
/// exist so that every node has one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The criterion itself.
    Whole,
    /// The sentence in front of "and one of the following".
    Sentence,
    /// The group behind it.
    Following,
    /// What excuses the whole criterion ("unless all are contraindicated").
    Excuse,
}

/// What a node asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A heading that only gathers sections; it has no value and is not cited.
    Heading(Vec<CriterionId>),
    /// Information only; it has no value and is not cited.
    Note,
    /// A sentence over facts.
    Test(Formula),
    /// Nothing beyond its condition: met wherever it applies.
    Selector,
    /// Other criteria, combined.
    Group(Operator, Vec<CriterionId>),
}

/// How a group combines its children (notes left out).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// All must be met; a child that is not applicable is left out.
    All,
    /// At least this many (1 to the number of children).
    AtLeast(usize),
    /// None may be met.
    NoneOf,
    /// Every child is conditional, exactly one applies, and that one must be met.
    Case,
}

/// A step of the order of determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The step as written.
    pub quote: Quote,
    /// What it gives.
    pub outcome: Outcome,
    /// When it applies.
    pub when: When,
}

/// What a step gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Approve, under the first of these sections that is met.
    Approve(Vec<CriterionId>),
    /// Refer, to the target of the first of these criteria that is met.
    Refer(Vec<CriterionId>),
    /// Not authorized.
    NotAuthorized,
    /// Criteria not met.
    CriteriaNotMet,
}

/// When a step applies: a statement about criteria.
///
/// "Met" is `chain and value`, "not met" is `chain and not value`, in Kleene logic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Whatever the request ("Otherwise").
    Always,
    /// The criterion is met.
    Met(CriterionId),
    /// The criterion applies and is not met.
    NotMet(CriterionId),
    /// The criterion does not apply.
    DoesNotApply(CriterionId),
    /// It is not so ("unless III is met").
    Not(Box<When>),
    /// All hold.
    All(Vec<When>),
    /// At least one holds.
    Any(Vec<When>),
}

/// The approval durations of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// The section that approves.
    pub section: CriterionId,
    /// The rows: each line of business stands in exactly one. Where the policy has no lines
    /// of business there is one row, without lines.
    pub rows: Vec<DurationRow>,
}

/// A row of an approval duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationRow {
    /// The lines of business it is for.
    pub lines: Vec<ChoiceId>,
    /// How long, from the request date on; the end day is the first day no longer covered.
    pub period: Period,
    /// The other bound, if any.
    pub or_until: Option<OrUntil>,
    /// What the approval is limited to: `1 treatment course`.
    pub limit: Option<Limit>,
}

/// The other bound of a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrUntil {
    /// The date.
    pub date: FactId,
    /// Which of the two counts.
    pub whichever: Whichever,
}

/// Which of two bounds counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whichever {
    /// The later end.
    Longer,
    /// The earlier end.
    Shorter,
}

/// What an approval is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// Of what: `treatment course`.
    pub what: String,
}

/// The referral targets of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The criterion: the one that a step names, or one under it.
    pub criterion: CriterionId,
    /// The target for each line of business, in their order; a single one without a line
    /// where the policy has no lines of business.
    pub targets: Vec<(Option<ChoiceId>, String)>,
}

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
    /// Every approval of these lines lasts exactly this long from the request date.
    Lasts(Vec<ChoiceId>, Period),
    /// Every approval of these lines ends on the later of the period's end and the date.
    LastsLonger(Vec<ChoiceId>, Period, FactId),
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

impl Fact {
    /// The choices of a one-of, any-of or trial fact, by name; empty for other kinds.
    pub fn choice_names(&self) -> Vec<&str> {
        match &self.kind {
            Kind::OneOf(choices) | Kind::AnyOf(choices) => choices.iter().map(|c| c.name.as_str()).collect(),
            Kind::Trial(trial) => trial.outcomes().iter().map(|(_, name)| *name).collect(),
            _ => Vec::new(),
        }
    }

    /// The scale and unit of a quantity or a product.
    pub fn quantity(&self) -> Option<&Quantity> {
        match &self.kind {
            Kind::Quantity(quantity) | Kind::Product { quantity, .. } => Some(quantity),
            _ => None,
        }
    }
}

impl Criterion {
    /// The children, in order; empty for a test.
    pub fn children(&self) -> &[CriterionId] {
        match &self.body {
            Body::Heading(children) | Body::Group(_, children) => children,
            Body::Test(_) | Body::Selector | Body::Note => &[],
        }
    }
}

impl Formula {
    /// Calls `visit` with every atom.
    pub fn each_atom(&self, visit: &mut dyn FnMut(&Atom)) {
        match self {
            Self::Atom(atom) => visit(atom),
            Self::Not(inner) => inner.each_atom(visit),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.each_atom(visit)),
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
            | Self::Dates(fact, ..) => *fact,
        }
    }

    /// The given (not derived) facts that it needs, the request date left out.
    pub fn needs(&self, policy: &Policy) -> Vec<FactId> {
        let own = match self {
            Self::Dates(left, _, right) => vec![*left, *right],
            other => vec![other.fact()],
        };
        let mut needs: Vec<FactId> = own
            .into_iter()
            .flat_map(|id| match &policy.fact(id).kind {
                Kind::Product { left, right, .. } => vec![*left, *right],
                Kind::YearsSince { date, .. } => vec![*date],
                _ => vec![id],
            })
            .filter(|id| *id != policy.request_date)
            .collect();
        needs.dedup();
        needs
    }
}
