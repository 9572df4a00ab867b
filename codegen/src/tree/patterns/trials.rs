//! Failure of treatments, and what excuses from it.

use super::criteria::count;
use super::{Row, no, pass, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::{ChoiceId, FactId, Formula, Trial, TrialOutcome};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Excuse, ExcuseScope, Failure, Problem, Refusal, Trials};
use crate::tree::reading::WordClass::Operator as Op;

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "failure of {trials} {dose}? {excuses}?",
        Op,
        (
            "a treatment failed, or one of several did, or all did; with what excuses it",
            "Failure of drug A at up to maximally indicated doses, unless not tolerated or contraindicated",
        ),
        |cx, nodes| {
            let [N::Trials(trials), ..] = nodes else { return no() };
            let failure = failure(nodes);
            trials.agents().into_iter().try_for_each(|id| cx.trial(id).map(|_| ()))?;
            if let (true, Some(bare)) = (trials.agents().len() > 1, bare(&failure)) {
                return Err(Refusal::Problem(bare_unless(trials.agents().len(), bare)));
            }
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
    row("trials", "any one of : {facts-or}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AnyOf(ids.clone()))),
        _ => no(),
    }),
    row("trials", "all of : {facts-and}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AllOf(ids.clone()))),
        _ => no(),
    }),
    row("trials", "at least {count} of : {facts-or}", Op, |_, nodes| match nodes {
        [_, N::Facts(ids)] => several(count(nodes)?, ids),
        _ => no(),
    }),
    row("dose", "at up to (|the) maximally indicated (dose|doses)", Op, |_, _| Ok(N::Dose)),
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
    row("excuse", "unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Bare])),
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
    Failure { at_dose: nodes.contains(&N::Dose), excuses: excuses.unwrap_or_default() }
}

/// The outcomes of an `unless` whose scope is not said.
pub(crate) fn bare(failure: &Failure) -> Option<&[TrialOutcome]> {
    let bare = failure.excuses.iter().find(|excuse| excuse.scope == ExcuseScope::Bare);
    bare.map(|excuse| excuse.outcomes.as_slice())
}

/// The refusal of an `unless` over a list of agents, with its readings and what each approves.
pub(crate) fn bare_unless(agents: usize, outcomes: &[TrialOutcome]) -> Problem {
    let name = |outcome: &TrialOutcome| match outcome {
        TrialOutcome::NotTolerated => "not tolerated",
        TrialOutcome::Contraindicated => "contraindicated",
        _ => "excused",
    };
    let both: Vec<&str> = outcomes.iter().map(name).collect();
    let mut readings = vec![
        (format!("each agent unless {}", both.join(" or ")), Reach::Each(0, outcomes.len())),
        (format!("unless any is {}", both.join(" or ")), Reach::AnyOrAll(outcomes.len())),
    ];
    match both.as_slice() {
        [one] => readings.push((format!("unless all are {one}"), Reach::Each(1, 0))),
        [first, second] => {
            readings.push((format!("unless any is {first} or all are {second}"), Reach::AnyOrAll(1)));
            readings.push((format!("each agent unless {first}, unless all are {second}"), Reach::Each(1, 1)));
            readings.push((format!("unless all are {first} or all are {second}"), Reach::Each(2, 0)));
        }
        _ => {}
    }
    let total = profiles(agents, outcomes.len() + 2);
    let help = readings.iter().map(|(text, reach)| {
        let approves = reach.count(agents, outcomes.len());
        let approves = approves.map_or_else(|| "many".to_owned(), |n| n.to_string());
        let total = total.map_or_else(|| "many".to_owned(), |n| n.to_string());
        format!("write `{text}`: met by {approves} of {total} profiles of the {agents} agents")
    });
    Problem {
        code: Code::BareUnless,
        message: "`unless` over a list does not say whom it excuses".to_owned(),
        help: help.collect(),
        rewrite: None,
    }
}

/// A reading of a bare `unless`, by how its profiles are counted.
#[derive(Clone, Copy)]
enum Reach {
    /// `(whole, each)`: the second number of outcomes excuses an agent, the first the whole list
    /// where all agents have it.
    Each(usize, usize),
    /// The first so many outcomes of any agent excuse the whole list; the others where all have it.
    AnyOrAll(usize),
}

impl Reach {
    /// The profiles (failed, each excusing outcome, none of these) that the reading approves.
    fn count(self, agents: usize, outcomes: usize) -> Option<u64> {
        let (all, failed_only) = (profiles(agents, outcomes + 2)?, 1);
        match self {
            // With no outcome for the whole list, `each` is all of them.
            Self::Each(0, each) => profiles(agents, each + 1),
            Self::Each(whole, each) => Some(profiles(agents, each + 1)? + whole as u64),
            Self::AnyOrAll(any) => {
                let without = profiles(agents, outcomes + 2 - any)?;
                Some(all - without + failed_only + (outcomes - any) as u64)
            }
        }
    }
}

fn profiles(agents: usize, states: usize) -> Option<u64> {
    (states as u64).checked_pow(u32::try_from(agents).ok()?)
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
