//! The static description of a policy: what reasons and missing facts are read from.
//!
//! The emitter writes these as constants. Criteria, facts and choices are numbers (their
//! places in the policy); parents come before their children.

use crate::{Date, Period};

/// A policy, as its evaluator carries it.
#[derive(Debug)]
pub struct Policy {
    /// The reference number.
    pub id: &'static str,
    /// The title.
    pub title: &'static str,
    /// The version.
    pub version: &'static str,
    /// The meaning hash.
    pub hash: &'static str,
    /// The first day on which this version decides.
    pub in_force_from: Date,
    /// The last day on which it decides, where the document names one; otherwise the next version
    /// ends it.
    pub in_force_until: Option<Date>,
    /// The facts.
    pub facts: &'static [Fact],
    /// The criteria, in the order of the outline.
    pub criteria: &'static [Criterion],
    /// The order of determination.
    pub steps: &'static [Step],
    /// The approval durations.
    pub durations: &'static [Duration],
    /// The referral targets.
    pub referrals: &'static [Referral],
    /// The dates that approval durations name.
    pub bounds: &'static [u16],
    /// The line of business, where the policy names lines.
    pub line_of_business: Option<u16>,
    /// The facts that are given, in the order in which one would ask for them.
    pub ask_order: &'static [u16],
}

/// A fact about a request.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// Its name, which is its key in requests.
    pub name: &'static str,
    /// The question that asks for it; empty for derived facts.
    pub question: &'static str,
    /// The names of its choices; empty for other kinds.
    pub choices: &'static [&'static str],
}

/// A node of the outline.
#[derive(Debug, Clone, Copy)]
pub struct Criterion {
    /// The full label: `I.A.4.d`.
    pub label: &'static str,
    /// Which part of the labelled criterion it is.
    pub part: Part,
    /// The text as written behind the label.
    pub text: &'static str,
    /// The criterion it stands under.
    pub parent: Option<u16>,
    /// The given facts that its own condition needs.
    pub condition_needs: &'static [u16],
    /// What it asks.
    pub shape: Shape,
}

/// Which part of a labelled criterion a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The criterion itself.
    Whole,
    /// The sentence in front of "and one of the following".
    Sentence,
    /// The group behind it.
    Following,
    /// What excuses the whole criterion.
    Excuse,
    /// The condition of a row of durations.
    Row,
}

/// What a node asks.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// It only gathers sections.
    Heading,
    /// Information only.
    Note,
    /// A sentence that needs these given facts.
    Test(&'static [u16]),
    /// Nothing beyond its condition.
    Selector,
    /// Other criteria (notes left out), combined.
    Group(Operator, &'static [u16]),
}

/// How a group combines its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// All must be met.
    All,
    /// At least this many.
    AtLeast(u16),
    /// None may be met.
    NoneOf,
    /// The one that applies must be met.
    Case,
}

/// A step of the order of determination.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The step as written.
    pub text: &'static str,
    /// When it applies.
    pub when: When,
    /// What it gives.
    pub outcome: Outcome,
}

/// When a step applies.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// Whatever the request.
    Always,
    /// The criterion is met.
    Met(u16),
    /// The criterion applies and is not met.
    NotMet(u16),
    /// The criterion does not apply.
    DoesNotApply(u16),
    /// It is not so.
    Not(&'static Self),
    /// All hold.
    All(&'static [Self]),
    /// At least one holds.
    Any(&'static [Self]),
}

/// What a step gives.
#[derive(Debug, Clone, Copy)]
pub enum Outcome {
    /// Approve, under the first of these sections that is met.
    Approve(&'static [u16]),
    /// Refer, to the target of the first of these criteria that is met.
    Refer(&'static [u16]),
    /// Refer, to the target that the step itself names.
    ReferTo(&'static str),
    /// Not authorized.
    NotAuthorized,
    /// Criteria not met.
    CriteriaNotMet,
}

/// The approval durations of a section.
#[derive(Debug, Clone, Copy)]
pub struct Duration {
    /// The section that approves.
    pub section: u16,
    /// The rows.
    pub rows: &'static [Row],
}

/// A row of an approval duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The lines of business it is for; empty for all.
    pub lines: &'static [u16],
    /// The criterion that chooses it where it is met; none where nothing but the line does. Of the
    /// rows for a line the first chosen one counts.
    pub chosen_by: Option<u16>,
    /// How long, from the request date on.
    pub period: Period,
    /// The date that may bound it instead, and which of the two counts.
    pub or_until: Option<(u16, Whichever)>,
    /// What the approval is limited to.
    pub limit: Option<Limit>,
}

/// Which of two bounds counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whichever {
    /// The later end.
    Longer,
    /// The earlier end.
    Shorter,
}

/// What an approval is limited to: `1 treatment course`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// Of what.
    pub what: &'static str,
}

/// The referral targets of a criterion.
#[derive(Debug, Clone, Copy)]
pub struct Referral {
    /// The criterion.
    pub criterion: u16,
    /// The line of business (none where the policy has no lines) and its target.
    pub targets: &'static [(Option<u16>, &'static str)],
}

impl Fact {
    /// The fact of a name.
    pub const fn new(name: &'static str, question: &'static str, choices: &'static [&'static str]) -> Self {
        Self { name, question, choices }
    }
}

impl Criterion {
    /// A criterion without a condition.
    pub const fn new(label: &'static str, text: &'static str, parent: Option<u16>, shape: Shape) -> Self {
        Self { label, part: Part::Whole, text, parent, condition_needs: &[], shape }
    }

    /// The same, as a part of a labelled criterion.
    #[must_use]
    pub const fn part(self, part: Part) -> Self {
        Self { part, ..self }
    }

    /// The same, with a condition that needs these given facts.
    #[must_use]
    pub const fn when(self, condition_needs: &'static [u16]) -> Self {
        Self { condition_needs, ..self }
    }

    /// The children that count (notes left out); empty for all but groups.
    pub const fn children(&self) -> &'static [u16] {
        match self.shape {
            Shape::Group(_, children) => children,
            _ => &[],
        }
    }

    /// Whether it is a test or a selector: what reasons name.
    pub const fn is_leaf(&self) -> bool {
        matches!(self.shape, Shape::Test(_) | Shape::Selector)
    }
}

impl Policy {
    /// The criterion of a number.
    pub fn criterion(&self, criterion: u16) -> Option<&'static Criterion> {
        self.criteria.get(usize::from(criterion))
    }

    /// The label of a criterion; empty for a number that it does not have.
    pub fn label(&self, criterion: u16) -> &'static str {
        self.criterion(criterion).map_or("", |criterion| criterion.label)
    }

    /// The name of a fact; empty for a number that it does not have.
    pub fn fact_name(&self, fact: u16) -> &'static str {
        self.facts.get(usize::from(fact)).map_or("", |fact| fact.name)
    }

    /// All criteria with their numbers, parents first.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u16, &'static Criterion)> + use<> {
        (0..).zip(self.criteria)
    }

    /// A criterion and all it stands under, from the inside out.
    pub(crate) fn upwards(&self, from: u16) -> impl Iterator<Item = (u16, &'static Criterion)> {
        let with_number = |at: u16| self.criterion(at).map(|criterion| (at, criterion));
        core::iter::successors(with_number(from), move |(_, criterion)| with_number(criterion.parent?))
    }

    /// Whether `inner` is `outer` or stands below it.
    pub(crate) fn is_within(&self, inner: u16, outer: u16) -> bool {
        self.upwards(inner).any(|(at, _)| at == outer)
    }
}
