//! Failure of treatments, and what excuses from it.

use super::criteria::count;
use super::lists::facts;
use super::unless::{EACH_ONE, EACH_TWO, WHOM_ONE, WHOM_OR_ALL, WHOM_TWO};
use super::{Row, no, open, pass, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::{ChoiceId, FactId, Formula, Trial, TrialOutcome};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Excuse, ExcuseScope, Failure, Problem, Refusal, Trials};
use crate::tree::reading::WordClass::{Connective as And, Operator as Op};

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "failure of {trials} {course}? {excuses}?",
        Op,
        (
            "a treatment failed, or one of several did, or all did; with what excuses it",
            "Failure of drug A at up to maximally indicated doses, unless not tolerated or contraindicated",
            "drug A is failed at the maximally indicated dose, not tolerated or contraindicated",
            "drug A is neither failed at the maximally indicated dose, not tolerated nor contraindicated",
        ),
        |cx, nodes| {
            let [N::Trials(trials), ..] = nodes else { return no() };
            let failure = failure(nodes);
            trials.agents().into_iter().try_for_each(|id| cx.trial(id).map(|_| ()))?;
            let item = cx.failure_item(trials, &failure)?;
            let whole = cx.whole_excuse(&trials.agents(), &failure)?;
            Ok(N::Formula(whole.map_or(item.clone(), |excuse| Formula::Any(vec![excuse, item]))))
        },
    ),
    // Trials and excuses.
    row("trials", "{fact}", Op, |_, nodes| match nodes {
        [N::Fact(id)] => Ok(N::Trials(Trials::One(*id))),
        _ => no(),
    }),
    sentence(
        "trials",
        "any one of : {facts-or}",
        Op,
        (
            "one of several treatments, behind `failure of` or as an item of its list",
            "Failure of any one of: drug A, drug B",
            "(drug A is failed at the maximally indicated dose or failed at a lower dose) or (drug B is failed at the maximally indicated dose or failed at a lower dose)",
            "(drug A is neither failed at the maximally indicated dose nor failed at a lower dose) and (drug B is neither failed at the maximally indicated dose nor failed at a lower dose)",
        ),
        |_, nodes| match nodes {
            [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AnyOf(ids.clone()))),
            _ => no(),
        },
    ),
    sentence(
        "trials",
        "all of : {facts-and}",
        Op,
        (
            "each of several treatments",
            "Failure of all of: drug A, drug B, each agent unless contraindicated",
            "(drug A is failed at the maximally indicated dose, contraindicated or failed at a lower dose) and (drug B is failed at the maximally indicated dose, contraindicated or failed at a lower dose)",
            "(drug A is neither failed at the maximally indicated dose, contraindicated nor failed at a lower dose) or (drug B is neither failed at the maximally indicated dose, contraindicated nor failed at a lower dose)",
        ),
        |_, nodes| match nodes {
            [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AllOf(ids.clone()))),
            _ => no(),
        },
    ),
    sentence(
        "trials",
        "at least {count} of : {facts-or}",
        Op,
        (
            "so many of more treatments",
            "Failure of at least 2 of: drug A, drug B, drug C",
            "at least 2 of (drug A is failed at the maximally indicated dose or failed at a lower dose; drug B is failed at the maximally indicated dose or failed at a lower dose; drug C is failed at the maximally indicated dose or failed at a lower dose)",
            "fewer than 2 of (drug A is failed at the maximally indicated dose or failed at a lower dose; drug B is failed at the maximally indicated dose or failed at a lower dose; drug C is failed at the maximally indicated dose or failed at a lower dose)",
        ),
        |_, nodes| match nodes {
            [_, N::Facts(ids)] => several(count(nodes)?, ids),
            _ => no(),
        },
    ),
    row("trials", "{or-facts}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] => Ok(N::Trials(Trials::AnyOf(ids.clone()))),
        _ => no(),
    }),
    row("trials", "{and-facts}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] => Ok(N::Trials(Trials::AllOf(ids.clone()))),
        _ => no(),
    }),
    row("or-facts", "{fact} or {fact}", And, facts),
    row("or-facts", "{fact} , {or-facts}", And, facts),
    row("and-facts", "{fact} and {fact}", And, facts),
    row("and-facts", "{fact} , {and-facts}", And, facts),
    row("excuses", ", (|and) {excuse}", Op, pass),
    row("excuses", ", {excuse} {excuses}", Op, |_, nodes| {
        let mut all = Vec::new();
        for node in nodes {
            let N::Excuses(part) = node else { return no() };
            all.extend(part.iter().cloned());
        }
        Ok(N::Excuses(all))
    }),
    row("excuse", "each agent unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Agent])),
    row("excuse", "each item unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Item])),
    row("excuse", "unless any (is|are) {choices}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AnyForAll])
    }),
    row("excuse", "unless all are {choice}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::AllForAll])),
    row("excuse", "unless any (is|are) {choice} or all are {choice}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AnyForAll, ExcuseScope::AllForAll])
    }),
    row("excuse", "unless all are {choice} or all are {choice}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AllForAll, ExcuseScope::AllForAll])
    }),
    // What does not say whom it excuses.
    open(row("excuse", "unless {choice}", Op, unsaid), &WHOM_ONE),
    open(row("excuse", "unless {choice} or {choice}", Op, unsaid), &WHOM_TWO),
    open(row("excuse", "unless {choice} or all are {choice}", Op, unsaid), &WHOM_OR_ALL),
    open(row("excuse", "each unless {choice}", Op, unsaid), &EACH_ONE),
    open(row("excuse", "each unless {choice} or {choice}", Op, unsaid), &EACH_TWO),
];

/// At least so many agents, of more.
fn several(least: usize, ids: &[FactId]) -> Built {
    match least {
        1 if ids.len() > 1 => Ok(N::Trials(Trials::AnyOf(ids.to_vec()))),
        some if some < ids.len() => Ok(N::Trials(Trials::AtLeast(some, ids.to_vec()))),
        _ => Err(Problem::refuse(
            Code::OutOfRange,
            format!("{least} of {} treatments leave no choice", ids.len()),
            "name more treatments than must have failed, or write `all of: …`",
        )),
    }
}

pub(super) fn failure(nodes: &[N]) -> Failure {
    let excuses = nodes.iter().find_map(|node| match node {
        N::Excuses(excuses) => Some(excuses.clone()),
        _ => None,
    });
    let course =
        nodes.iter().find_map(|node| if let N::Course(course) = node { Some(*course) } else { None });
    Failure { course: course.unwrap_or_default(), excuses: excuses.unwrap_or_default() }
}

/// An excuse that does not say whom. Only a reading of it has a meaning.
fn unsaid(cx: &Context<'_>, nodes: &[N]) -> Built {
    excuse(cx, nodes, &[ExcuseScope::Unsaid, ExcuseScope::Unsaid])
}

fn excuse(_: &Context<'_>, nodes: &[N], scopes: &[ExcuseScope]) -> Built {
    let mut excuses = Vec::new();
    for (node, scope) in nodes.iter().zip(scopes) {
        let N::Choices(choices) = node else { return no() };
        excuses.push(Excuse { scope: *scope, outcomes: excusing(choices)? });
    }
    Ok(N::Excuses(excuses))
}

/// The excusing outcomes that choices name. Both kinds of trial number them alike.
fn excusing(choices: &[(FactId, Vec<ChoiceId>)]) -> Result<Vec<TrialOutcome>, Refusal> {
    let all = Trial::WithDose.outcomes();
    let (_, ids) = choices.first().ok_or(Refusal::NoSuch)?;
    ids.iter()
        .map(|id| match all.get(id.0) {
            Some((outcome @ (TrialOutcome::NotTolerated | TrialOutcome::Contraindicated), _)) => Ok(*outcome),
            _ => Err(Refusal::NoSuch),
        })
        .collect()
}
