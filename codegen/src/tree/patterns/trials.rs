//! Failure of treatments, and what excuses from it.

use super::{Row, Several, Way, no, pass, row, sentence, several};
use crate::tree::ast::{ChoiceId, FactId, Formula, Trial, TrialOutcome};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Excuse, ExcuseScope, Failure, Refusal, Trials};
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
    // What does not say whom it excuses.
    several(row("excuse", "unless {choice}", Op, unsaid), &WHOM_ONE),
    several(row("excuse", "unless {choice} or {choice}", Op, unsaid), &WHOM_TWO),
    several(row("excuse", "unless {choice} or all are {choice}", Op, unsaid), &WHOM_OR_ALL),
    several(row("excuse", "each unless {choice}", Op, unsaid), &EACH_ONE),
    several(row("excuse", "each unless {choice} or {choice}", Op, unsaid), &EACH_TWO),
];

const WHOM: &str = "Whom does \"unless\" excuse?";
const EACH: &str = "Does \"each\" mean each agent, or each item of the list?";

static WHOM_ONE: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1}"),
        way("each-item", ITEM, "each item unless {1}"),
        way("any", "one agent excuses the whole list", "unless any is {1}"),
        way("all", "the list is excused where this is so of all its agents", "unless all are {1}"),
    ],
};

static WHOM_TWO: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
        way("any", "one agent excuses the whole list", "unless any is {1} or {2}"),
        ANY_OR_ALL,
        AGENT_OR_ALL,
        ALL_OR_ALL,
    ],
};

static WHOM_OR_ALL: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
        ANY_OR_ALL,
        AGENT_OR_ALL,
        ALL_OR_ALL,
    ],
};

static EACH_ONE: Several = Several {
    question: EACH,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1}"),
        way("each-item", ITEM, "each item unless {1}"),
    ],
};

static EACH_TWO: Several = Several {
    question: EACH,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
    ],
};

const AGENT: &str = "each agent is excused by itself";
const ITEM: &str = "a choice of agents is excused only where all its agents are";
const AGENT_OR_ITEM: &str =
    "the first excuses each agent by itself, the second a choice only where it is so of all its agents";

const ANY_OR_ALL: Way = way(
    "any-or-all",
    "the first excuses the whole list where it is so of any agent, the second where it is so of all",
    "unless any is {1} or all are {2}",
);

const AGENT_OR_ALL: Way = way(
    "agent-or-all",
    "the first excuses its agent, the second the whole list where it is so of all",
    "each agent unless {1}, unless all are {2}",
);

const ALL_OR_ALL: Way = way(
    "all",
    "the list is excused where one of the two is so of all its agents",
    "unless all are {1} or all are {2}",
);

const fn way(id: &'static str, says: &'static str, wording: &'static str) -> Way {
    Way { id, says, wording }
}

pub(super) fn failure(nodes: &[N]) -> Failure {
    let excuses = nodes.iter().find_map(|node| match node {
        N::Excuses(excuses) => Some(excuses.clone()),
        _ => None,
    });
    Failure { at_dose: nodes.contains(&N::Dose), excuses: excuses.unwrap_or_default() }
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
