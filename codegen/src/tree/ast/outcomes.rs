//! What is decided: the order of determination, durations and referrals.

use criteria_runtime::{Date, Period};

pub use crate::spec::ast::DurationRows;

use super::{ChoiceId, CriterionId, FactId, Quote};

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
    /// Refer, to the target that the step itself names: `clinical review`.
    ReferTo(String),
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
    /// The rows: of those for a line of business the first counts that is chosen, and one always is.
    pub rows: Vec<DurationRow>,
    /// Whether the rows for a line of business exclude one another, or the first counts.
    pub go_together: DurationRows,
}

/// A row of an approval duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationRow {
    /// The lines of business it is for; none means all.
    pub lines: Vec<ChoiceId>,
    /// The criterion that chooses it where it is met: one below the section, or one that was made of
    /// the row's own condition ([`Part::Row`](super::Part::Row)). `None` where nothing but the line does.
    pub chosen_by: Option<CriterionId>,
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

impl Whichever {
    /// The one of two ends that counts.
    pub fn of(self, end: Date, until: Date) -> Date {
        match self {
            Self::Longer => end.max(until),
            Self::Shorter => end.min(until),
        }
    }
}

/// What an approval is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// Of what: `treatment course`.
    pub what: String,
}

impl Limit {
    /// The limit in words: `1 treatment course`, `2 treatment courses`. What is written in the plural, or
    /// counted by something (`infusion per calendar year`), stays as it is written.
    pub fn shown(&self) -> String {
        let as_written = self.count == 1 || self.what.ends_with('s') || self.what.contains(" per ");
        format!("{} {}{}", self.count, self.what, if as_written { "" } else { "s" })
    }
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

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn a_limit_is_said_once_in_the_plural() {
        for (count, what, shown) in [
            (1, "treatment course", "1 treatment course"),
            (2, "treatment course", "2 treatment courses"),
            (4, "infusions", "4 infusions"),
            (2, "treatment course per calendar year", "2 treatment course per calendar year"),
        ] {
            assert_eq!(Limit { count, what: what.to_owned() }.shown(), shown);
        }
    }
}
