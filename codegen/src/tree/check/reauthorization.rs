//! "Re-authorization is not permitted": it stands alone in a section for one kind of request, a
//! step refuses what it is for, and none approves it.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{Body, CriterionId, FactId, Outcome, Policy, When};

/// Checks every such sentence.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    for (id, criterion) in policy.criteria().filter(|(_, criterion)| criterion.body == Body::NotPermitted) {
        if let Some((message, help)) = wrong(policy, id) {
            sink.push(Diagnostic::new(Code::Reauthorization, criterion.quote.span, message).help(help));
        }
    }
}

/// What is wrong with one, and what to do.
fn wrong(policy: &Policy, id: CriterionId) -> Option<(String, String)> {
    let label = &policy.criterion(id).label;
    let above: Vec<CriterionId> = upwards(policy, id).collect();
    let section = above.get(1).map_or(label.as_str(), |parent| policy.criterion(*parent).label.as_str());
    let alone = above.get(1).is_some_and(|parent| {
        policy.criterion(*parent).children().iter().filter(|child| policy.has_value(**child)).count() == 1
    });
    if !alone {
        return Some((
            format!("`{label}` does not stand alone: what stands beside it would be a criterion for nothing"),
            "give it a section of its own, with the requests that it is for as its scope".to_owned(),
        ));
    }
    if !policy.request_kind.is_some_and(|kind| above.iter().any(|at| asks_for(policy, *at, kind))) {
        return Some((
            format!("`{label}` is not for one kind of request, so it would refuse the first one too"),
            format!(
                "put it under a section that starts with `For ⟨kind⟩ {}:`, as the header names the kind",
                policy.requests
            ),
        ));
    }
    if names(policy, &above, |outcome| matches!(outcome, Outcome::Approve(_))) {
        return Some((
            format!("`{label}` does not permit what the order approves under `{section}`"),
            format!(
                "take `{section}` out of the step that approves, and write `Not authorized when {section} is met.`"
            ),
        ));
    }
    if !names(policy, &above, |outcome| *outcome == Outcome::NotAuthorized) {
        return Some((
            format!("no step of the order refuses what `{label}` does not permit"),
            format!("write the step `Not authorized when {section} is met.`"),
        ));
    }
    None
}

/// A node and all it stands under.
fn upwards(policy: &Policy, id: CriterionId) -> impl Iterator<Item = CriterionId> {
    std::iter::successors(Some(id), |at| policy.criterion(*at).parent)
}

fn asks_for(policy: &Policy, id: CriterionId, kind: FactId) -> bool {
    let mut found = false;
    let condition = policy.criterion(id).applies.iter();
    condition.for_each(|formula| formula.each_atom(&mut |atom| found |= atom.fact() == kind));
    found
}

/// Whether a step of this outcome wants one of these met.
fn names(policy: &Policy, ids: &[CriterionId], outcome: impl Fn(&Outcome) -> bool) -> bool {
    policy.steps.iter().any(|step| outcome(&step.outcome) && wants(&step.when, ids))
}

fn wants(when: &When, ids: &[CriterionId]) -> bool {
    match when {
        When::Met(id) => ids.contains(id),
        When::All(parts) | When::Any(parts) => parts.iter().any(|part| wants(part, ids)),
        When::Always | When::NotMet(_) | When::DoesNotApply(_) | When::Not(_) => false,
    }
}
