//! Invariants.

use super::{Row, no, not, row, sentence};
use crate::tree::ast::{ChoiceId, FactId, Formula, Kind, OrUntil, Statement, Whichever};
use crate::tree::build::Node as N;
use crate::tree::build::{Condition, Context, Refusal};
use crate::tree::reading::WordClass::Operator as Op;

pub(super) static ROWS: &[Row] = &[
    // Invariants.
    sentence(
        "statement",
        "never approve when {sentence}",
        Op,
        (
            "no approval where this holds of the true facts, known or not",
            "Never approve when diagnosis is COPD.",
            "no approval when diagnosis is COPD",
            "an approval when diagnosis is COPD",
        ),
        |_, nodes| match nodes {
            [N::Formula(when)] => Ok(never(None, when.clone())),
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "approve only if {sentence}",
        Op,
        (
            "no approval where this does not hold of the true facts",
            "Approve only if age ≥ 18 years.",
            "no approval when age < 18 years",
            "an approval when age < 18 years",
        ),
        |_, nodes| match nodes {
            [N::Formula(only)] => Ok(never(None, not(only.clone()))),
            _ => no(),
        },
    ),
    row("statement", "{condition} : never approve when {sentence}", Op, |_, nodes| match nodes {
        [N::Condition(Condition::If(scope)), N::Formula(when)] => {
            Ok(never(Some(scope.clone()), when.clone()))
        }
        _ => no(),
    }),
    row("statement", "{condition} : approve only if {sentence}", Op, |_, nodes| match nodes {
        [N::Condition(Condition::If(scope)), N::Formula(only)] => {
            Ok(never(Some(scope.clone()), not(only.clone())))
        }
        _ => no(),
    }),
    sentence(
        "statement",
        "every approval covers {limit}",
        Op,
        (
            "every approval has this limit",
            "Every approval covers 1 treatment course.",
            "every approval covers 1 treatment course",
            "an approval does not cover 1 treatment course",
        ),
        |_, nodes| match nodes {
            [N::Limit(limit)] => Ok(N::Statement(Statement::Covers(Vec::new(), limit.clone()))),
            _ => no(),
        },
    ),
    row("statement", "every approval for {choices} covers {limit}", Op, |cx, nodes| match nodes {
        [lines, N::Limit(limit)] => Ok(N::Statement(Statement::Covers(lines_of(cx, lines)?, limit.clone()))),
        _ => no(),
    }),
    row("statement", "every approval lasts {term}", Op, |_, nodes| match nodes {
        [N::Term(period, until)] => Ok(lasts(Vec::new(), *period, until.as_ref())),
        _ => no(),
    }),
    sentence(
        "statement",
        "every approval for {choices} lasts {term}",
        Op,
        (
            "every approval of these lines of business ends then, counted from the request date",
            "Every approval for Commercial lasts 6 months or until renewal date, whichever is longer.",
            "every approval for Commercial lasts 6 months or until renewal date, whichever is longer",
            "an approval for Commercial does not last 6 months or until renewal date, whichever is longer",
        ),
        |cx, nodes| match nodes {
            [lines, N::Term(period, until)] => Ok(lasts(lines_of(cx, lines)?, *period, until.as_ref())),
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "{fact} never changes whether a request is approved",
        Op,
        (
            "all other facts equal, this fact does not matter for approval",
            "Line of business never changes whether a request is approved.",
            "line of business does not matter for approval",
            "another line of business makes or undoes an approval",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] if matches!(cx.fact(*id)?.kind, Kind::YesNo | Kind::OneOf(_)) => {
                Ok(N::Statement(Statement::NeverChanges(*id)))
            }
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "a smaller {fact} never undoes an approval",
        Op,
        (
            "all other facts equal, less of a quantity never hurts",
            "A smaller daily dose never undoes an approval.",
            "a smaller daily dose keeps an approval",
            "a smaller daily dose undoes an approval",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] if matches!(cx.fact(*id)?.kind, Kind::Quantity(_)) => {
                Ok(N::Statement(Statement::SmallerKeeps(*id)))
            }
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "a trial moved from not tried to failed , not tolerated or contraindicated never undoes an approval",
        Op,
        (
            "all other facts equal, a treatment that was tried or is excluded never hurts",
            "A trial moved from not tried to failed, not tolerated, or contraindicated never undoes an approval.",
            "a trial that failed, was not tolerated or is contraindicated keeps an approval",
            "a trial that failed, was not tolerated or is contraindicated undoes an approval",
        ),
        |_, _| Ok(N::Statement(Statement::TrialKeeps)),
    ),
    sentence(
        "statement",
        "every complete request has exactly one determination , \
         and every determination but approval names what caused it",
        Op,
        (
            "with all facts known the request is decided, with reasons",
            "Every complete request has exactly one determination, and every determination but approval names \
             what caused it.",
            "a complete request is decided, and all but an approval is explained",
            "a complete request is not decided, or something but an approval is not explained",
        ),
        |_, _| Ok(N::Statement(Statement::Total)),
    ),
    sentence(
        "statement",
        "what is decided with facts missing stays decided when they become known",
        Op,
        (
            "a missing fact never turns a decision around",
            "What is decided with facts missing stays decided when they become known.",
            "a missing fact that becomes known keeps what is decided",
            "a missing fact that becomes known changes what is decided",
        ),
        |_, _| Ok(N::Statement(Statement::Stable)),
    ),
];

fn never(scope: Option<Formula>, when: Formula) -> N {
    N::Statement(Statement::NeverApprove { scope, when })
}

fn lines_of(cx: &Context<'_>, lines: &N) -> Result<Vec<ChoiceId>, Refusal> {
    let N::Choices(choices) = lines else { return Err(Refusal::NoSuch) };
    let line = cx.line_of_business.ok_or(Refusal::NoSuch)?;
    choices.iter().find(|(id, _)| *id == line).map(|(_, chosen)| chosen.clone()).ok_or(Refusal::NoSuch)
}

fn lasts(lines: Vec<ChoiceId>, period: criteria_runtime::Period, until: Option<&(FactId, Whichever)>) -> N {
    let or_until = until.map(|(date, whichever)| OrUntil { date: *date, whichever: *whichever });
    N::Statement(Statement::Lasts(lines, period, or_until))
}
