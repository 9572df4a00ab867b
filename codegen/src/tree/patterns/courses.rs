//! For how long, and at which dose, a treatment must have been used before it failed.

use super::{Row, no, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::{FactId, Formula, TrialOutcome};
use crate::tree::build::Node as N;
use crate::tree::build::{
    Built, Context, Course, Excuse, ExcuseScope, Failure, Problem, Refusal, Trials, Weeks, WeeksScope,
};
use crate::tree::reading::WordClass::{Comparison as Cmp, Operator as Op};
use criteria_runtime::PeriodUnit;

pub(super) static ROWS: &[Row] = &[
    row("course", "{dose}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{weeks}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{dose} {weeks}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{weeks} {dose}", Op, |_, nodes| Ok(course(nodes))),
    row("dose", "at up to (|the) maximally indicated (dose|doses)", Op, |_, _| Ok(N::Dose)),
    sentence(
        "weeks",
        "(|used) for (≥|at_least|no_less_than) {period}",
        Cmp,
        (
            "of one treatment: it failed after so many weeks of use, or later; what excuses from it excuses from the weeks",
            "Failure of drug A for at least 8 weeks, unless contraindicated or clinically significant adverse effects are \
             experienced",
        ),
        |_, nodes| weeks(nodes, WeeksScope::Bare),
    ),
    sentence(
        "weeks",
        "each (|used) for (≥|at_least|no_less_than) {period}",
        Cmp,
        (
            "the same of each of several treatments",
            "Failure of any one of: drug A, drug C, each used for at least 8 weeks",
        ),
        |_, nodes| weeks(nodes, WeeksScope::Each),
    ),
];

fn course(nodes: &[N]) -> N {
    let weeks = nodes.iter().find_map(|node| if let N::Weeks(weeks) = node { Some(*weeks) } else { None });
    N::Course(Course { at_dose: nodes.contains(&N::Dose), weeks })
}

fn weeks(nodes: &[N], scope: WeeksScope) -> Built {
    match nodes {
        [N::Period(period)] if period.unit == PeriodUnit::Weeks => {
            Ok(N::Weeks(Weeks { least: period.count, scope }))
        }
        [N::Period(_)] => Err(Problem::refuse(
            Code::WrongUnit,
            "how long a treatment was used is recorded in weeks",
            "write a number of weeks: `for at least 12 weeks`",
        )),
        _ => no(),
    }
}

/// The weeks of a failure of several treatments that do not say of which.
pub(crate) fn bare_weeks(failure: &Failure) -> Option<Weeks> {
    failure.course.weeks.filter(|weeks| weeks.scope == WeeksScope::Bare)
}

/// The refusal of weeks behind several treatments, with its readings and how to write each.
pub(crate) fn weeks_without_scope(
    cx: &Context<'_>,
    trials: &Trials,
    failure: &Failure,
    weeks: Weeks,
) -> Refusal {
    let mut help = readings(cx, trials, failure, weeks).unwrap_or_default();
    help.push(
        "the weeks of all of them together are a fact of their own: `weeks = weeks of A + weeks of B` in the vocabulary"
            .to_owned(),
    );
    Refusal::Problem(Problem {
        code: Code::BareWeeks,
        message: format!(
            "`for at least {} weeks` behind several treatments does not say of which",
            weeks.least
        ),
        help,
        rewrite: None,
    })
}

/// The same of the items below a failure.
pub(crate) fn weeks_of_a_list(weeks: Weeks) -> Problem {
    let least = weeks.least;
    Problem {
        code: Code::BareWeeks,
        message: format!("`for at least {least} weeks` over a list does not say of which treatments"),
        help: vec![
            format!("write `each for at least {least} weeks` where every treatment must have lasted so long"),
            "write one sentence for each treatment where only some must".to_owned(),
        ],
        rewrite: None,
    }
}

/// The sentences that say one reading each, with what they let through where that can be counted.
fn readings(cx: &Context<'_>, trials: &Trials, failure: &Failure, weeks: Weeks) -> Option<Vec<String>> {
    let agents = trials.agents();
    let names: Vec<String> =
        agents.iter().map(|id| cx.fact(*id).ok().map(|fact| fact.name.clone())).collect::<Option<_>>()?;
    let (end, others) = names.split_last()?;
    let list = match trials {
        Trials::AllOf(_) => format!("all of: {}", names.join(", ")),
        Trials::AtLeast(least, _) => format!("at least {least} of: {}", names.join(", ")),
        Trials::One(_) | Trials::AnyOf(_) => format!("any one of: {}", names.join(", ")),
    };
    let least = weeks.least;
    let each = Course { weeks: Some(Weeks { scope: WeeksScope::Each, ..weeks }), ..failure.course };
    let dose = if failure.course.at_dose { " at up to maximally indicated doses" } else { "" };
    let mut found = Vec::new();
    for (excuses, words) in scoped(failure) {
        let failure = Failure { course: each, excuses };
        let count = approved(cx, &agents, trials, &failure);
        let count = count.map_or_else(String::new, |(met, all)| format!(": met by {met} of {all} profiles"));
        found.push(format!("write `failure of {list}{dose}, each for at least {least} weeks{words}`{count}"));
    }
    let joined = match trials {
        Trials::AnyOf(_) if others.len() == 1 => "or",
        Trials::AllOf(_) if others.len() == 1 => "and",
        _ => return Some(found),
    };
    found.push(format!(
        "write `failure of {}{dose}, {joined} failure of {end}{dose} for at least {least} weeks` where only the last \
         one has them",
        others.join(", ")
    ));
    Some(found)
}

/// The excuses with their scope said, and the words that say it.
fn scoped(failure: &Failure) -> Vec<(Vec<Excuse>, String)> {
    let Some(bare) = failure.excuses.iter().find(|excuse| excuse.scope == ExcuseScope::Bare) else {
        return vec![(failure.excuses.clone(), String::new())];
    };
    let name = |outcome: &TrialOutcome| match outcome {
        TrialOutcome::Contraindicated => "contraindicated",
        _ => "not tolerated",
    };
    let outcomes = bare.outcomes.iter().map(name).collect::<Vec<_>>().join(" or ");
    let one = |scope| vec![Excuse { scope, outcomes: bare.outcomes.clone() }];
    vec![
        (one(ExcuseScope::Agent), format!(", each agent unless {outcomes}")),
        (one(ExcuseScope::Item), format!(", each item unless {outcomes}")),
        (one(ExcuseScope::AnyForAll), format!(", unless any is {outcomes}")),
    ]
}

/// How many profiles of the agents a failure lets through, of how many; `None` where they are too many.
fn approved(
    cx: &Context<'_>,
    agents: &[FactId],
    trials: &Trials,
    failure: &Failure,
) -> Option<(usize, usize)> {
    let item = cx.failure_item(trials, failure).ok()?;
    let whole = cx.whole_excuse(agents, failure).ok()?;
    let formula = whole.map_or(item.clone(), |excuse| Formula::Any(vec![excuse, item]));
    cx.profiles(agents, failure.course.weeks?.least, &formula)
}
