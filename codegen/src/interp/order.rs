//! The order of determination: which step decides.

use criteria_runtime::Truth;

use super::{Kind, View};
use crate::tree::ast::{CriterionId, Outcome, Policy, Step, When};

/// The step that decides: the first whose `When` is not false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deciding {
    /// It applies.
    Applies(usize),
    /// It may apply: information is needed.
    Open(usize),
}

/// The truth of a `When`.
pub(super) fn holds(view: View<'_>, when: &When) -> Truth {
    match when {
        When::Always => Truth::True,
        When::Met(id) => view.is_met(*id),
        When::NotMet(id) => view.chain(*id).and(view.value(*id).not()),
        When::DoesNotApply(id) => view.chain(*id).not(),
        When::Not(inner) => holds(view, inner).not(),
        When::All(parts) => parts.iter().map(|part| holds(view, part)).fold(Truth::True, Truth::and),
        When::Any(parts) => parts.iter().map(|part| holds(view, part)).fold(Truth::False, Truth::or),
    }
}

/// The step that decides. The last step always applies; without it, information is needed.
pub(super) fn deciding(view: View<'_>) -> Deciding {
    for (at, step) in view.policy.steps.iter().enumerate() {
        match holds(view, &step.when) {
            Truth::True => return Deciding::Applies(at),
            Truth::Unknown => return Deciding::Open(at),
            Truth::False => {}
        }
    }
    Deciding::Open(view.policy.steps.len())
}

/// Whether the determination is an approval.
pub(super) fn approves(view: View<'_>) -> bool {
    match deciding(view) {
        Deciding::Applies(at) => view.policy.steps.get(at).is_some_and(|step| kind(step) == Kind::Approve),
        Deciding::Open(_) => false,
    }
}

/// The kind of determination that a step gives.
pub(super) fn kind(step: &Step) -> Kind {
    match step.outcome {
        Outcome::Approve(_) => Kind::Approve,
        Outcome::Refer(_) | Outcome::ReferTo(_) => Kind::Refer,
        Outcome::NotAuthorized => Kind::NotAuthorized,
        Outcome::CriteriaNotMet => Kind::CriteriaNotMet,
    }
}

/// The possible steps, each with the truth of its `When`: the one that decides and, where that
/// is open, every later open one up to and including the first that applies.
pub(super) fn possible(view: View<'_>) -> Vec<(&Step, Truth)> {
    let mut steps = Vec::new();
    for step in &view.policy.steps {
        let truth = holds(view, &step.when);
        if !truth.is_false() {
            steps.push((step, truth));
        }
        if truth.is_true() {
            break;
        }
    }
    steps
}

/// Whether the request is approved, or may be once more is known of it: what is false in three-valued
/// logic is false whatever the unknown facts turn out to be, and what is true is true.
pub(super) fn may_approve(view: View<'_>) -> bool {
    possible(view).iter().any(|(step, _)| kind(step) == Kind::Approve)
}

/// The sections that some `Approve` step names, in outline order.
pub(super) fn approving_sections(policy: &Policy) -> Vec<CriterionId> {
    let mut sections: Vec<CriterionId> = policy
        .steps
        .iter()
        .filter_map(|step| match &step.outcome {
            Outcome::Approve(sections) => Some(sections),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    sections.sort_unstable();
    sections.dedup();
    sections
}
