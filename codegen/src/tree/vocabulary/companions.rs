//! Facts that go with others: for how many weeks a treatment was used, how often a dose is given.
//!
//! A fact has one value, so a trial that records its weeks is two facts: what came of it, and the weeks,
//! which exist where it failed. A dose that is given "every 2 weeks" is two as well, each in a row of its own.

use super::super::ast::{
    Arithmetic, Atom, ChoiceId, Fact, FactId, Formula, Kind, Presence, Quantity, TrialOutcome,
};
use super::super::doubts::Doubts;
use super::Words;
use super::kinds::interval;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::FactRow;

/// Weeks of a treatment that are plausible, at most.
const MOST_WEEKS: i64 = 2_000;

/// Adds the weeks of the trials that record them, behind all rows of the vocabulary.
pub(super) fn of_trials(words: &mut Words, rows: &[&FactRow]) {
    let recorded = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| matches!(row.kind.string.trim(), "trial with weeks" | "trial with dose, weeks"));
    for (at, _) in recorded {
        let companion = FactId(words.facts.len());
        let Some(trial) = words.facts.get_mut(words.first.0 + at) else { continue };
        trial.companion = Some(companion);
        let weeks = weeks_of(trial);
        words.facts.push(weeks);
    }
}

/// Ties each interval to its dose, when all kinds are read. A dose by weight is given as often as the dose
/// that it is computed from: its interval is that dose's, so that no dose has two.
pub(super) fn of_doses(words: &mut Words, rows: &[&FactRow], doubts: &Doubts, sink: &mut Sink) {
    for (at, row) in rows.iter().enumerate() {
        let own = FactId(words.first.0 + at);
        let Some((name, _)) = interval(&row.kind.string) else { continue };
        let named = words.facts.iter().position(|fact| fact.name == name.trim());
        let Some((named, dose)) = named.map(|at| (FactId(at), given_dose(&words.facts, FactId(at)))) else {
            continue;
        };
        if [own, named, dose].iter().any(|fact| doubts.facts.contains(fact)) {
            continue;
        }
        let of = |id: FactId| words.facts.get(id.0).map(|fact| fact.name.clone()).unwrap_or_default();
        let tied = words.facts.get(dose.0).filter(|fact| fact.quantity().is_some() && dose != own);
        let (message, help) = match tied.map(|fact| fact.companion) {
            Some(None) => {
                if let Some(fact) = words.facts.get_mut(dose.0) {
                    fact.companion = Some(own);
                }
                continue;
            }
            None => (format!("`{}` is no dose", of(named)), "name a quantity of the vocabulary".to_owned()),
            Some(Some(other)) => again(&of(named), &of(dose), &of(other), &of(own)),
        };
        sink.push(Diagnostic::new(Code::FactKind, row.kind.span, message).help(help));
    }
}

/// The dose that is given: of a dose by weight, the one that it is computed from.
pub(crate) fn given_dose(facts: &[Fact], dose: FactId) -> FactId {
    match facts.get(dose.0).map(|fact| &fact.kind) {
        Some(Kind::Computed { left, by: Arithmetic::Over, .. }) => *left,
        _ => dose,
    }
}

/// What is said of a second interval of one dose.
fn again(named: &str, dose: &str, other: &str, own: &str) -> (String, String) {
    let message = if named == dose {
        format!("`{dose}` has an interval already: `{other}`")
    } else {
        format!("`{named}` is computed from `{dose}`, which has an interval already: `{other}`")
    };
    (message, format!("take `{own}` out: what is written with `every …` of either of them means `{other}`"))
}

fn weeks_of(trial: &Fact) -> Fact {
    let named = |name: &String| format!("weeks of {name}");
    Fact {
        name: named(&trial.name),
        kind: Kind::Quantity(Quantity { unit: "weeks".to_owned(), places: 0, min: 0, max: MOST_WEEKS }),
        question: format!("For how many weeks was {} used before it failed?", trial.name),
        only_when: None,
        presence: Presence::Optional,
        also: trial.also.iter().map(named).collect(),
        also_not: Vec::new(),
        list: None,
        companion: None,
        span: trial.span,
    }
}

/// The weeks of a trial exist where it failed, and where the trial itself exists.
pub(crate) fn conditions(facts: &mut [Fact]) {
    let trials: Vec<(FactId, Formula)> =
        facts.iter().enumerate().filter_map(|(at, fact)| failed(at, fact)).collect();
    for (weeks, condition) in trials {
        if let Some(fact) = facts.get_mut(weeks.0) {
            fact.only_when = Some(condition);
        }
    }
}

fn failed(at: usize, fact: &Fact) -> Option<(FactId, Formula)> {
    let Kind::Trial(trial) = fact.kind else { return None };
    let failures = [TrialOutcome::Failed, TrialOutcome::FailedAtLowerDose];
    let outcomes = trial.outcomes().iter().enumerate();
    let failures = outcomes.filter(|(_, (outcome, _))| failures.contains(outcome));
    let failed = Formula::Atom(Atom::Is(FactId(at), failures.map(|(at, _)| ChoiceId(at)).collect()));
    let condition = match &fact.only_when {
        Some(of_trial) => Formula::All(vec![of_trial.clone(), failed]),
        None => failed,
    };
    Some((fact.companion?, condition))
}
