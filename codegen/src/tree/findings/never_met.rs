//! Criteria that no request can meet: two values of one fact at once, an age below the scope's.

use std::collections::{BTreeMap, BTreeSet};

use super::asks::{asks, clashes};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::{MAX_AROUND, MAX_SPLITS_OF_A_FINDING};
use crate::tree::ast::{self, Body, Criterion, CriterionId, FactId, Formula, Policy};
use crate::tree::print;
use crate::tree::space::{Search, solve};

/// What must hold, and the facts that it is about.
type Part = (Formula, BTreeSet<FactId>);

/// Looks at every criterion, the inner ones first: of criteria inside one another only the
/// innermost is reported.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    let always: Vec<Part> = policy.always.iter().map(|always| with_facts(always.formula.clone())).collect();
    let mut said: BTreeSet<CriterionId> = BTreeSet::new();
    let mut found = Vec::new();
    for at in (0..policy.criteria.len()).rev() {
        let id = CriterionId(at);
        let criterion = policy.criterion(id);
        let below = criterion.children().iter().any(|child| said.contains(child));
        if below || unreachable(policy, criterion, &always) || unmeetable(policy, id, &always) {
            said.insert(id);
            if !below {
                found.push(report(policy, criterion, &always));
            }
        }
    }
    found.into_iter().rev().for_each(|diagnostic| sink.push(diagnostic));
}

/// Whether the condition of a criterion can hold for no request that gets there. The remainder
/// of other branches may be empty: it is written for safety.
fn unreachable(policy: &Policy, criterion: &Criterion, always: &[Part]) -> bool {
    let remainder = criterion.quote.text.to_lowercase().starts_with("for all other");
    let Some(condition) = criterion.applies.as_ref().filter(|_| !remainder) else { return false };
    let above = criterion.parent.map(|parent| chain(policy, parent)).unwrap_or_default();
    impossible(policy, vec![condition.clone()], above, always)
}

fn unmeetable(policy: &Policy, id: CriterionId, always: &[Part]) -> bool {
    asks(policy, id).is_some_and(|formula| impossible(policy, parts(formula), chain(policy, id), always))
}

fn report(policy: &Policy, criterion: &Criterion, always: &[Part]) -> Diagnostic {
    let span = criterion.quote.span;
    let label = &criterion.label;
    let say = |message: String| Diagnostic::new(Code::NeverMet, span, message);
    if unreachable(policy, criterion, always) {
        let condition = criterion.applies.as_ref().map(|condition| print::formula(policy, condition));
        let message =
            format!("`{label}` is for no request: `{}` never holds here", condition.unwrap_or_default());
        return say(message)
            .here("no request gets here")
            .help("take it out, or correct its condition or the scope of its section");
    }
    let whole = criterion.part == ast::Part::Whole;
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
fn impossible(policy: &Policy, own: Vec<Formula>, around: Vec<Formula>, always: &[Part]) -> bool {
    let own: Vec<Part> = own.into_iter().map(with_facts).collect();
    let around: Vec<Part> = around.into_iter().map(with_facts).collect();
    let context: Vec<&Part> = around.iter().chain(always).collect();
    clusters(&own).into_iter().any(|mut cluster| {
        // First with all that bears on it, however far; then, where that is too much, with the nearest.
        let mut far = cluster.clone();
        let far = far.absorb(&context).and_then(|()| far.is_impossible(policy));
        let near = context.iter().filter(|(_, of)| !of.is_disjoint(&cluster.facts));
        cluster.formulas.extend(near.map(|(formula, _)| formula));
        far.unwrap_or_else(|| cluster.is_impossible(policy) == Some(true))
    })
}

/// The parts, those together that have facts in common. Each fact leads to the cluster that it is in, so
/// that a long list costs no more than its length.
fn clusters(parts: &[Part]) -> Vec<Cluster<'_>> {
    let mut all: Vec<Option<Cluster<'_>>> = Vec::new();
    let mut of_fact: BTreeMap<FactId, usize> = BTreeMap::new();
    for (formula, facts) in parts {
        let mut cluster = Cluster { facts: facts.clone(), formulas: vec![formula] };
        let met: BTreeSet<usize> = facts.iter().filter_map(|fact| of_fact.get(fact).copied()).collect();
        for mut other in met.into_iter().filter_map(|at| all.get_mut(at).and_then(Option::take)) {
            if other.formulas.len() > cluster.formulas.len() {
                std::mem::swap(&mut other, &mut cluster);
            }
            cluster.facts.extend(other.facts);
            cluster.formulas.extend(other.formulas);
        }
        of_fact.extend(cluster.facts.iter().map(|fact| (*fact, all.len())));
        all.push(Some(cluster));
    }
    all.into_iter().flatten().collect()
}

/// Formulas that bear on one another by their facts.
#[derive(Clone)]
struct Cluster<'p> {
    facts: BTreeSet<FactId>,
    formulas: Vec<&'p Formula>,
}

impl<'p> Cluster<'p> {
    /// Takes over all that has a fact in common with it, and with what it took over; `None` where that is
    /// more than would be searched.
    fn absorb(&mut self, others: &[&'p Part]) -> Option<()> {
        let mut left: Vec<&Part> = others.to_vec();
        while let Some(at) = left.iter().position(|(_, of)| !of.is_disjoint(&self.facts)) {
            let (formula, more) = left.swap_remove(at);
            self.facts.extend(more);
            self.formulas.push(formula);
            if others.len() - left.len() > MAX_AROUND {
                return None;
            }
        }
        Some(())
    }

    /// Whether no request meets all of it; `None` where there is too much to try.
    fn is_impossible(&self, policy: &Policy) -> Option<bool> {
        if !clashes(&self.formulas) {
            return Some(false);
        }
        let whole = Formula::All(self.formulas.iter().copied().cloned().collect());
        match solve(&policy.facts, &whole, MAX_SPLITS_OF_A_FINDING) {
            Search::TooMany => None,
            search => Some(search == Search::Nowhere),
        }
    }
}

fn with_facts(formula: Formula) -> Part {
    let mut facts = BTreeSet::new();
    formula.each_atom(&mut |atom| {
        facts.insert(atom.fact());
        facts.extend(atom.other());
    });
    (formula, facts)
}
