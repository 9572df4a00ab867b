//! What to submit: the facts as a checklist.

use std::collections::BTreeMap;

use serde::Serialize;

use super::markdown::{Markdown, links};
use crate::tree::ast::{Body, Criterion, Fact, FactId, Formula, Policy, Presence};
use crate::tree::print;

/// A fact to submit.
#[derive(Debug, Serialize)]
pub(super) struct Asked {
    name: String,
    question: String,
    kind: String,
    when: String,
    used: Markdown,
}

/// A fact that is computed.
#[derive(Debug, Serialize)]
pub(super) struct Computed {
    name: String,
    kind: String,
    used: Markdown,
}

/// The facts that a request gives, in the order in which one would ask for them.
pub(super) fn asked(policy: &Policy) -> Vec<Asked> {
    let uses = uses(policy);
    let rest = policy.facts().map(|(id, _)| id).filter(|id| !policy.ask_order.contains(id));
    let required = |id: &FactId| policy.fact(*id).presence == Presence::Required;
    let mut order: Vec<FactId> = rest.chain(policy.ask_order.iter().copied()).collect();
    order.retain(|id| policy.fact(*id).presence != Presence::Derived);
    // The required facts first, then the order of asking; what nothing uses comes last.
    order.sort_by_key(|id| {
        (!required(id), policy.ask_order.iter().position(|asked| asked == id).unwrap_or(usize::MAX))
    });
    order.into_iter().map(|id| row(policy, policy.fact(id), used(&uses, id))).collect()
}

fn row(policy: &Policy, fact: &Fact, used: Markdown) -> Asked {
    let when = match (&fact.only_when, fact.presence) {
        (Some(condition), _) => format!("only when {}", print::formula(policy, condition)),
        (None, Presence::Required) => "always, required".to_owned(),
        (None, _) => "always".to_owned(),
    };
    Asked {
        name: fact.name.clone(),
        question: fact.question.clone(),
        kind: print::kind(policy, fact),
        when,
        used,
    }
}

/// The facts that are computed from others.
pub(super) fn computed(policy: &Policy) -> Vec<Computed> {
    let uses = uses(policy);
    let derived = policy.facts().filter(|(_, fact)| fact.presence == Presence::Derived);
    derived
        .map(|(id, fact)| Computed {
            name: fact.name.clone(),
            kind: print::kind(policy, fact),
            used: used(&uses, id),
        })
        .collect()
}

type Uses<'a> = BTreeMap<FactId, Vec<&'a str>>;

fn used(uses: &Uses<'_>, id: FactId) -> Markdown {
    links(uses.get(&id).into_iter().flatten().copied())
}

/// The labels of the criteria and sections that use each fact, directly or computed.
fn uses(policy: &Policy) -> Uses<'_> {
    let mut uses = Uses::new();
    for criterion in &policy.criteria {
        for formula in formulas(criterion) {
            add(policy, formula, &criterion.label, &mut uses);
        }
    }
    for duration in &policy.durations {
        let label = policy.criterion(duration.section).label.as_str();
        let dates = duration.rows.iter().filter_map(|row| row.or_until.as_ref());
        for date in dates.map(|until| until.date) {
            uses.entry(date).or_default().push(label);
        }
        let several = duration.rows.len() > 1;
        if let Some(line) = policy.line_of_business.filter(|_| several) {
            uses.entry(line).or_default().push(label);
        }
    }
    for referral in &policy.referrals {
        if let Some(line) = policy.line_of_business {
            uses.entry(line).or_default().push(&policy.criterion(referral.criterion).label);
        }
    }
    uses
}

fn formulas(criterion: &Criterion) -> impl Iterator<Item = &Formula> {
    let test = match &criterion.body {
        Body::Test(formula) => Some(formula),
        _ => None,
    };
    criterion.applies.iter().chain(test)
}

fn add<'a>(policy: &'a Policy, formula: &Formula, label: &'a str, uses: &mut Uses<'a>) {
    formula.each_atom(&mut |atom| {
        for fact in atom.needs(policy).into_iter().chain([atom.fact()]) {
            uses.entry(fact).or_default().push(label);
        }
    });
}
