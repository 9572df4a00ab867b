//! Criteria that no request can meet: two values of one fact at once, an age below the scope's.

use std::collections::BTreeSet;

use super::asks::asks;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{Atom, Body, Criterion, CriterionId, FactId, Formula, Part, Policy};
use crate::tree::print;
use crate::tree::space::{Search, search_within};

/// Combinations that are tried for one criterion; where there are more, nothing is said.
const MAX_CELLS: usize = 4_096;

/// Looks at every criterion, the inner ones first: of criteria inside one another only the
/// innermost is reported.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    let mut said: BTreeSet<CriterionId> = BTreeSet::new();
    let mut found = Vec::new();
    for at in (0..policy.criteria.len()).rev() {
        let id = CriterionId(at);
        let criterion = policy.criterion(id);
        let below = criterion.children().iter().any(|child| said.contains(child));
        if below || unreachable(policy, criterion) || unmeetable(policy, id) {
            said.insert(id);
            if !below {
                found.push(report(policy, criterion));
            }
        }
    }
    found.into_iter().rev().for_each(|diagnostic| sink.push(diagnostic));
}

/// Whether the condition of a criterion can hold for no request that gets there. The remainder
/// of other branches may be empty: it is written for safety.
fn unreachable(policy: &Policy, criterion: &Criterion) -> bool {
    let remainder = criterion.quote.text.to_lowercase().starts_with("for all other");
    let Some(condition) = criterion.applies.as_ref().filter(|_| !remainder) else { return false };
    let above = criterion.parent.map(|parent| chain(policy, parent)).unwrap_or_default();
    impossible(policy, vec![condition.clone()], &above)
}

fn unmeetable(policy: &Policy, id: CriterionId) -> bool {
    asks(policy, id).is_some_and(|formula| impossible(policy, parts(formula), &chain(policy, id)))
}

fn report(policy: &Policy, criterion: &Criterion) -> Diagnostic {
    let span = criterion.quote.span;
    let label = &criterion.label;
    let say = |message: String| Diagnostic::new(Code::NeverMet, span, message);
    if unreachable(policy, criterion) {
        let condition = criterion.applies.as_ref().map(|condition| print::formula(policy, condition));
        let message =
            format!("`{label}` is for no request: `{}` never holds here", condition.unwrap_or_default());
        return say(message)
            .here("no request gets here")
            .help("take it out, or correct its condition or the scope of its section");
    }
    let whole = criterion.part == Part::Whole;
    let what = if whole { format!("`{label}`") } else { format!("a part of `{label}`") };
    let say = say(format!("nothing can meet {what}: what it asks excludes itself")).here("never met");
    match &criterion.body {
        Body::Test(_) => say.help("where either is enough, write `or`; two values of one fact never hold at once"),
        _ => say.help("where one of the items is enough, write `(a or b)` and `one of the following`; otherwise take out or correct the item that excludes another"),
    }
}

/// The conditions of a criterion and of all above it.
fn chain(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at {
        let criterion = policy.criterion(id);
        found.extend(criterion.applies.iter().cloned().flat_map(parts));
        at = criterion.parent;
    }
    found
}

/// The parts that must all hold.
fn parts(formula: Formula) -> Vec<Formula> {
    match formula {
        Formula::All(inner) => inner.into_iter().flat_map(parts).collect(),
        other => vec![other],
    }
}

/// Whether no request meets all of it, with what holds around it and what is always true. Parts
/// without a common fact do not bear on one another, so each cluster is searched by itself.
fn impossible(policy: &Policy, own: Vec<Formula>, around: &[Formula]) -> bool {
    let mut left: Vec<(Formula, BTreeSet<FactId>)> = own.into_iter().map(with_facts).collect();
    let always = policy.always.iter().map(|always| always.formula.clone());
    let context: Vec<_> = around.iter().cloned().chain(always).map(with_facts).collect();
    while let Some(first) = left.pop() {
        let mut facts = first.1.clone();
        let mut cluster = vec![first.0];
        while let Some(at) = left.iter().position(|(_, of)| !of.is_disjoint(&facts)) {
            let (formula, more) = left.swap_remove(at);
            facts.extend(more);
            cluster.push(formula);
        }
        let bears = |(_, of): &&(Formula, BTreeSet<FactId>)| !of.is_disjoint(&facts);
        cluster.extend(context.iter().filter(bears).map(|(formula, _)| formula.clone()));
        let whole = Formula::All(cluster);
        if clashes(&whole) && search_within(&policy.facts, &whole, MAX_CELLS) == Search::Nowhere {
            return true;
        }
    }
    false
}

/// Whether two comparisons are made of one fact: without that, nothing can exclude anything.
fn clashes(formula: &Formula) -> bool {
    let mut seen = BTreeSet::new();
    let mut twice = false;
    formula.each_atom(&mut |atom| twice |= !seen.insert(atom.fact()));
    twice
}

fn with_facts(formula: Formula) -> (Formula, BTreeSet<FactId>) {
    let mut facts = BTreeSet::new();
    formula.each_atom(&mut |atom| {
        facts.insert(atom.fact());
        if let Atom::Dates(_, _, other) = atom {
            facts.insert(*other);
        }
    });
    (formula, facts)
}
