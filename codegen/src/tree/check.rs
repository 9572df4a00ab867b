//! Checks of a whole tree: cases, conditional facts, facts that are never used.

mod cases;
mod durations;
mod ends;
mod reauthorization;
mod referrals;
mod uses;

use super::ast::{Atom, Body, CriterionId, FactId, Formula, Kind, Operator, Policy, Presence};
use super::space::{Search, search};
use crate::diagnostic::{Code, Diagnostic, Sink};

/// How much of a tree could be read; checks leave the rest alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sound<'a> {
    /// Whether all that is always true, and all conditions of facts, could be read.
    pub around: bool,
    /// Nodes that could not be read.
    pub broken: &'a [CriterionId],
}

impl Sound<'_> {
    /// Whether the node and all above it could be read.
    fn stands(&self, policy: &Policy, id: CriterionId) -> bool {
        let mut at = Some(id);
        while let Some(id) = at {
            if self.broken.contains(&id) {
                return false;
            }
            at = policy.criterion(id).parent;
        }
        true
    }
}

/// Runs all checks.
pub(crate) fn check(policy: &Policy, sound: &Sound<'_>, sink: &mut Sink) {
    for (id, criterion) in policy.criteria() {
        let Body::Group(Operator::Case, children) = &criterion.body else { continue };
        if children.iter().all(|child| !sound.broken.contains(child)) && sound.stands(policy, id) {
            cases::check(policy, id, children, sink);
        }
    }
    if sound.around {
        uses::check(policy, sound, sink);
        ends::check(policy, sink);
        durations::check(policy, sound, sink);
        reauthorization::check(policy, sink);
    }
    // A fact may be used by what could not be read, and a step that could not may go first.
    if !sink.has_errors() {
        referrals::check(policy, sink);
        check_used(policy, sink);
    }
}

fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

/// Some formulas together, where those hold around them that speak of the same facts.
fn within(around: &[Formula], mut parts: Vec<Formula>) -> Formula {
    let of_these = |formula: &&Formula| parts.iter().any(|part| touches(part, formula));
    let around: Vec<Formula> = around.iter().filter(of_these).cloned().collect();
    parts.extend(around);
    Formula::All(parts)
}

/// Whether two formulas are about a fact in common.
fn touches(one: &Formula, other: &Formula) -> bool {
    let (mut of, mut found) = (Vec::new(), false);
    one.each_atom(&mut |atom| of.push(atom.fact()));
    other.each_atom(&mut |atom| found |= of.contains(&atom.fact()));
    found
}

/// The conditions of a node and of those it stands under.
fn chain(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at {
        let criterion = policy.criterion(id);
        found.extend(criterion.applies.clone());
        at = criterion.parent;
    }
    found
}

/// The sentences in front of "and one of the following" on the way up: they hold where the
/// group behind them matters.
fn siblings(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut at = id;
    while let Some(parent) = policy.criterion(at).parent {
        if let Body::Group(Operator::All, children) = &policy.criterion(parent).body {
            for child in children.iter().filter(|child| **child != at) {
                let other = policy.criterion(*child);
                if let (Body::Test(formula), None) = (&other.body, &other.applies)
                    && other.part == super::ast::Part::Sentence
                {
                    found.push(formula.clone());
                }
            }
        }
        at = parent;
    }
    found
}

/// What stands in front of a complaint about a condition that too much bears on.
fn undecided(implied: Option<bool>) -> &'static str {
    if implied.is_none() { "not decided whether the condition holds here: " } else { "" }
}

/// Whether the condition holds wherever all the others do; `None` where that is too much to search.
///
/// It is looked for with what is about its own facts, then with what is about facts that are tied to
/// those, and so on: what follows from less follows from all.
fn implied(policy: &Policy, around: &[Formula], condition: &Formula) -> Option<bool> {
    let today = policy.request_date;
    let about = |atom: &Atom| {
        let dates = [Some(atom.fact()), atom.other()];
        dates.into_iter().flatten().filter(|fact| *fact != today)
    };
    let mut wanted: Vec<FactId> = Vec::new();
    condition.each_atom(&mut |atom| wanted.extend(about(atom)));
    let mut count = None;
    let mut decided = None;
    loop {
        let touches = |formula: &Formula| {
            let mut found = false;
            formula.each_atom(&mut |atom| found |= about(atom).any(|fact| wanted.contains(&fact)));
            found
        };
        let near: Vec<Formula> = around.iter().filter(|formula| touches(formula)).cloned().collect();
        if count == Some(near.len()) {
            return decided;
        }
        count = Some(near.len());
        for formula in &near {
            formula.each_atom(&mut |atom| wanted.extend(about(atom)));
        }
        let parts = Formula::All(near.into_iter().chain([not(condition.clone())]).collect());
        decided = match search(&policy.facts, &parts) {
            Search::Nowhere => return Some(true),
            Search::Somewhere { .. } => Some(false),
            Search::TooMany => return None,
        };
    }
}

/// A fact that nothing uses is a question asked for nothing.
fn check_used(policy: &Policy, sink: &mut Sink) {
    let mut used: Vec<FactId> = Vec::new();
    let mut note = |formula: &Formula| {
        formula.each_atom(&mut |atom| {
            used.push(atom.fact());
            used.extend(atom.needs(policy));
        });
    };
    for (_, criterion) in policy.criteria() {
        criterion.applies.iter().for_each(&mut note);
        if let Body::Test(formula) = &criterion.body {
            note(formula);
        }
    }
    for row in policy.durations.iter().flat_map(|duration| &duration.rows) {
        used.extend(row.or_until.as_ref().map(|until| until.date));
    }
    // What the conditions of used facts need is used.
    let conditions: Vec<Formula> = used.iter().filter_map(|id| policy.fact(*id).only_when.clone()).collect();
    for condition in &conditions {
        condition.each_atom(&mut |atom| used.extend(atom.needs(policy)));
    }
    for (id, fact) in policy.facts() {
        if used.contains(&id) || fact.presence == Presence::Required || policy.line_of_business == Some(id) {
            continue;
        }
        let derived = matches!(fact.kind, Kind::Computed { .. } | Kind::YearsSince { .. });
        if derived && used_by_derived(policy, id, &used) {
            continue;
        }
        let of_trial =
            policy.facts.iter().any(|other| other.companion == Some(id) && other.span == fact.span);
        let help = if of_trial {
            "leave `weeks` out of the kind of the trial, or write for how many weeks it must have been used"
        } else {
            "take it out of the vocabulary, or write the criterion that asks for it"
        };
        let mut always = false;
        policy.always.iter().for_each(|one| {
            one.formula
                .each_atom(&mut |atom| always |= atom.fact() == id || atom.needs(policy).contains(&id));
        });
        let message = if always {
            format!("only what is always true uses the fact `{}`, and no criterion", fact.name)
        } else {
            format!("no criterion uses the fact `{}`", fact.name)
        };
        sink.push(Diagnostic::new(Code::UnusedFact, fact.span, message).help(help));
    }
}

/// Years since a date count as used where a comparison with them was made: it is kept as one
/// of the date.
fn used_by_derived(policy: &Policy, id: FactId, used: &[FactId]) -> bool {
    match policy.fact(id).kind {
        Kind::YearsSince { date, .. } => used.contains(&date),
        _ => false,
    }
}
