//! In which order one would ask for missing facts: along the order of determination.

use super::ast::{Body, CriterionId, FactId, Outcome, Policy, Presence, When};
use super::from_spec::needs;

/// The given facts, by first use along the order of determination; then the rest.
pub(crate) fn order(policy: &Policy) -> Vec<FactId> {
    let mut order = Vec::new();
    order.extend(policy.request_kind);
    order.push(policy.request_date);
    for step in &policy.steps {
        let mut cited = Vec::new();
        criteria(&step.when, &mut cited);
        for id in cited {
            let mut at = policy.criterion(id).parent;
            while let Some(parent) = at {
                own(policy, parent, &mut order);
                at = policy.criterion(parent).parent;
            }
            below(policy, id, &mut order);
        }
        outcome(policy, &step.outcome, &mut order);
    }
    for (id, _) in policy.facts() {
        add(policy, &mut order, id);
    }
    order
}

fn add(policy: &Policy, order: &mut Vec<FactId>, id: FactId) {
    if policy.fact(id).presence == Presence::Derived || order.contains(&id) {
        return;
    }
    if let Some(condition) = &policy.fact(id).only_when {
        for before in needs(policy, condition) {
            // A condition that leads back to the fact itself stops here.
            if before != id && policy.fact(before).only_when.is_none() {
                add(policy, order, before);
            }
        }
    }
    if !order.contains(&id) {
        order.push(id);
    }
}

fn own(policy: &Policy, id: CriterionId, order: &mut Vec<FactId>) {
    let criterion = policy.criterion(id);
    let formulas = criterion.applies.iter().chain(match &criterion.body {
        Body::Test(formula) => Some(formula),
        _ => None,
    });
    for formula in formulas {
        for fact in needs(policy, formula) {
            add(policy, order, fact);
        }
    }
}

fn below(policy: &Policy, id: CriterionId, order: &mut Vec<FactId>) {
    own(policy, id, order);
    for child in policy.criterion(id).children() {
        below(policy, *child, order);
    }
}

fn criteria(when: &When, found: &mut Vec<CriterionId>) {
    match when {
        When::Always => {}
        When::Met(id) | When::NotMet(id) | When::DoesNotApply(id) => found.push(*id),
        When::Not(inner) => criteria(inner, found),
        When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| criteria(part, found)),
    }
}

fn outcome(policy: &Policy, outcome: &Outcome, order: &mut Vec<FactId>) {
    match outcome {
        Outcome::Approve(sections) => {
            order_line(policy, order);
            let durations = policy.durations.iter().filter(|d| sections.contains(&d.section));
            for row in durations.flat_map(|d| &d.rows) {
                row.chosen_by.into_iter().for_each(|id| below(policy, id, order));
                row.or_until.iter().for_each(|until| add(policy, order, until.date));
            }
        }
        Outcome::Refer(_) => order_line(policy, order),
        Outcome::ReferTo(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
    }
}

fn order_line(policy: &Policy, order: &mut Vec<FactId>) {
    if let Some(line) = policy.line_of_business {
        add(policy, order, line);
    }
}
