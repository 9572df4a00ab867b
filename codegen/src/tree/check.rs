//! Checks of a whole tree: cases, conditional facts, facts that are never used.

mod durations;
mod reauthorization;
mod referrals;
mod uses;

use super::ast::{Atom, Body, CriterionId, FactId, Formula, Kind, Operator, Policy, Presence, Value};
use super::print;
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
            check_case(policy, id, children, sink);
        }
    }
    if sound.around {
        uses::check(policy, sound, sink);
        check_bounds(policy, sink);
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

/// Of the branches of a case, exactly one applies to every request that gets there: in the scope of its section.
fn check_case(policy: &Policy, id: CriterionId, children: &[CriterionId], sink: &mut Sink) {
    let branches: Vec<(CriterionId, Formula)> =
        children.iter().filter_map(|c| Some((*c, policy.criterion(*c).applies.clone()?))).collect();
    let always = policy.always.iter().map(|always| always.formula.clone());
    let around: Vec<Formula> = always.chain(chain(policy, id)).collect();
    let none = within(&around, branches.iter().map(|(_, c)| not(c.clone())).collect());
    let rest = branches.iter().enumerate().position(|(at, (_, c))| is_the_rest(c, branches.iter().take(at)));
    let mut asked: Vec<Atom> = Vec::new();
    for (_, condition) in &branches {
        condition.each_atom(&mut |atom| asked.push(atom.clone()));
    }
    let span = policy.criterion(id).quote.span;
    let mut say = |search: Search, what: &str, help: &str| {
        let message = match &search {
            Search::Nowhere => return,
            Search::TooMany => format!("not decided whether {what}: too much depends on one another"),
            Search::Somewhere { facts, free } => {
                // The facts of the scope are given: what matters is what the branches ask.
                let (mut facts, mut free) = (facts.clone(), free.clone());
                facts.retain(|(fact, _)| asked.iter().any(|atom| atom.fact() == *fact));
                free.retain(|(atom, _)| asked.contains(atom));
                let sure = if free.is_empty() { "" } else { ", and nothing here shows that this cannot be" };
                format!("{what} where {}{sure}", where_it_holds(policy, &facts, &free))
            }
        };
        sink.push(Diagnostic::new(Code::BrokenCase, span, message).help(help));
    };
    let nowhere = if rest.is_some() { Search::Nowhere } else { search(&policy.facts, &none) };
    say(
        nowhere,
        "none of the branches applies",
        &format!("add the missing branch, or end the list in `For all other {}: …`", policy.requests),
    );
    for (at, (first, a)) in branches.iter().enumerate() {
        for (behind, (second, b)) in branches.iter().enumerate().skip(at + 1) {
            if rest == Some(behind) {
                continue;
            }
            let both = within(&around, vec![a.clone(), b.clone()]);
            let what = format!(
                "both `{}` and `{}` apply",
                policy.criterion(*first).label,
                policy.criterion(*second).label
            );
            say(search(&policy.facts, &both), &what, "let the conditions exclude one another");
        }
    }
}

/// Some formulas together, where those hold around them that speak of the same facts.
fn within(around: &[Formula], mut parts: Vec<Formula>) -> Formula {
    let of_these = |formula: &&Formula| parts.iter().any(|part| touches(part, formula));
    let around: Vec<Formula> = around.iter().filter(of_these).cloned().collect();
    parts.extend(around);
    Formula::All(parts)
}

/// Whether a condition is the remainder of those before it: it excludes them by what it says.
fn is_the_rest<'f>(
    condition: &Formula,
    mut before: impl Iterator<Item = &'f (CriterionId, Formula)>,
) -> bool {
    let Formula::Not(inner) = condition else { return false };
    let Formula::Any(others) = &**inner else { return false };
    others.iter().all(|other| before.next().is_some_and(|(_, c)| c == other)) && before.next().is_none()
}

/// Whether two formulas are about a fact in common.
fn touches(one: &Formula, other: &Formula) -> bool {
    let (mut of, mut found) = (Vec::new(), false);
    one.each_atom(&mut |atom| of.push(atom.fact()));
    other.each_atom(&mut |atom| found |= of.contains(&atom.fact()));
    found
}

/// A combination as a person would state it: the values of facts, and comparisons that hold or do not.
fn where_it_holds(policy: &Policy, facts: &[(FactId, Value)], free: &[(Atom, bool)]) -> String {
    let values = facts.iter().map(|(fact, value)| {
        format!("{} is {}", policy.fact(*fact).name, print::value(policy, *fact, value))
    });
    let comparisons = free.iter().map(|(atom, holds)| {
        let formula = Formula::Atom(atom.clone());
        format!("`{}`", print::formula(policy, &if *holds { formula } else { not(formula) }))
    });
    values.chain(comparisons).collect::<Vec<_>>().join(", ")
}

/// The date that bounds a duration exists for every line of business of its row.
fn check_bounds(policy: &Policy, sink: &mut Sink) {
    for duration in &policy.durations {
        for row in &duration.rows {
            let Some(until) = &row.or_until else { continue };
            let bound = policy.fact(until.date);
            let Some(condition) = &bound.only_when else { continue };
            let line = policy.line_of_business.filter(|_| !row.lines.is_empty());
            let line = line.map(|line| Formula::Atom(Atom::Is(line, row.lines.clone())));
            let mut around: Vec<Formula> = policy.always.iter().map(|a| a.formula.clone()).collect();
            around.extend(line);
            around.extend(durations::holds_in(policy, duration.section));
            around.extend(row.chosen_by.and_then(|id| durations::met(policy, id)));
            let implied = implied(policy, &around, condition);
            if implied == Some(true) {
                continue;
            }
            let condition = print::formula(policy, condition);
            let section = policy.criterion(duration.section);
            let message = format!(
                "{}a duration of `{}` runs until `{}`, which exists only when {condition}",
                undecided(implied),
                section.label,
                bound.name
            );
            sink.push(
                Diagnostic::new(Code::OnlyWhen, section.quote.span, message)
                    .related(bound.span, "the condition is declared here")
                    .help("give the lines of business for which the date does not exist a row without it"),
            );
        }
    }
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
    let mut wanted: Vec<FactId> = Vec::new();
    condition.each_atom(&mut |atom| wanted.push(atom.fact()));
    let mut count = None;
    let mut decided = None;
    loop {
        let touches = |formula: &Formula| {
            let mut found = false;
            formula.each_atom(&mut |atom| found |= wanted.contains(&atom.fact()));
            found
        };
        let near: Vec<Formula> = around.iter().filter(|formula| touches(formula)).cloned().collect();
        if count == Some(near.len()) {
            return decided;
        }
        count = Some(near.len());
        for formula in &near {
            formula.each_atom(&mut |atom| wanted.push(atom.fact()));
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
