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
        let mut cluster = Cluster { facts: first.1, formulas: vec![first.0] };
        cluster.absorb(&mut left);
        // First with all that bears on it, however far; then, where that is too much, with the nearest.
        let mut far = cluster.clone();
        far.absorb(&mut context.clone());
        cluster.formulas.extend(cluster.near(&context));
        if far.is_impossible(policy).unwrap_or_else(|| cluster.is_impossible(policy) == Some(true)) {
            return true;
        }
    }
    false
}

/// Formulas that bear on one another by their facts.
#[derive(Clone)]
struct Cluster {
    facts: BTreeSet<FactId>,
    formulas: Vec<Formula>,
}

impl Cluster {
    /// Takes over all that has a fact in common with it, and with what it took over.
    fn absorb(&mut self, others: &mut Vec<(Formula, BTreeSet<FactId>)>) {
        while let Some(at) = others.iter().position(|(_, of)| !of.is_disjoint(&self.facts)) {
            let (formula, more) = others.swap_remove(at);
            self.facts.extend(more);
            self.formulas.push(formula);
        }
    }

    /// What has a fact in common with it.
    fn near(&self, others: &[(Formula, BTreeSet<FactId>)]) -> Vec<Formula> {
        let near = others.iter().filter(|(_, of)| !of.is_disjoint(&self.facts));
        near.map(|(formula, _)| formula.clone()).collect()
    }

    /// Whether no request meets all of it; `None` where there is too much to try.
    fn is_impossible(&self, policy: &Policy) -> Option<bool> {
        let whole = Formula::All(self.formulas.clone());
        if !clashes(&whole) {
            return Some(false);
        }
        match search_within(&policy.facts, &whole, MAX_CELLS) {
            Search::TooMany => None,
            search => Some(search == Search::Nowhere),
        }
    }
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
        if let Atom::Dates(_, _, other) | Atom::Apart(_, _, _, other) = atom {
            facts.insert(*other);
        }
    });
    (formula, facts)
}
