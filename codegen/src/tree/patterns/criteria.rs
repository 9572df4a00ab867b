//! What stands under a label: conditions, operators, groups; and what is always true.

use super::courses::over_a_list;
use super::trials::failure;
use super::{Row, all_or_one, formulas, no, not, pass, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::{ChoiceId, FactId, Formula, Kind};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Condition, Context, GroupOperator, Problem, Reading, Refusal};
use crate::tree::reading::WordClass::{Condition as Con, Connective as And, Operator as Op};
use crate::tree::words::Decimal;

pub(super) static ROWS: &[Row] = &[
    // Criteria.
    row("criterion", "{sentence}", Op, |_, nodes| match nodes {
        [N::Formula(formula)] => {
            Ok(criterion(Reading { sentence: Some(formula.clone()), ..Reading::default() }))
        }
        _ => no(),
    }),
    row("criterion", "{operator}", Op, |_, nodes| match nodes {
        [N::Operator(operator)] => Ok(criterion(Reading { operator: Some(*operator), ..Reading::default() })),
        _ => no(),
    }),
    sentence(
        "criterion",
        "{clause-list} and {operator}",
        And,
        (
            "what the sentence says, and what the criteria below say together",
            "Age ≥ 18 years, and one of the following (a or b):",
            "age ≥ 18 years, and at least one of I.A.4.a, I.A.4.b",
            "age < 18 years; or none of I.A.4.a, I.A.4.b",
        ),
        |_, nodes| match nodes {
            [N::Formulas(list), N::Operator(operator)] => Ok(criterion(Reading {
                sentence: Some(all_or_one(list.clone())),
                operator: Some(*operator),
                ..Reading::default()
            })),
            _ => no(),
        },
    ),
    sentence(
        "criterion",
        "failure of (all|both) of the following {course}? {excuses}?",
        Op,
        (
            "each criterion below is an agent that failed, or a choice of agents",
            "Failure of all of the following, each agent unless contraindicated (a and b):",
            "all of I.A.4.a, I.A.4.b",
            "not all of I.A.4.a, I.A.4.b",
        ),
        |_, nodes| failure_of(GroupOperator::All, nodes),
    ),
    sentence(
        "criterion",
        "failure of (one|any|either) of the following {course}? {excuses}?",
        Op,
        (
            "one of the agents below failed",
            "Failure of one of the following, each agent unless contraindicated (a or b):",
            "at least one of I.A.4.a, I.A.4.b",
            "none of I.A.4.a, I.A.4.b",
        ),
        |_, nodes| failure_of(GroupOperator::AtLeast(1), nodes),
    ),
    sentence(
        "criterion",
        "failure of at least {count} of the following {course}? {excuses}?",
        Op,
        (
            "at least this many of the agents below failed",
            "Failure of at least 2 of the following, each agent unless contraindicated (a, b, or c):",
            "at least 2 of I.A.4.a, I.A.4.b, I.A.4.c",
            "fewer than 2 of I.A.4.a, I.A.4.b, I.A.4.c",
        ),
        |_, nodes| failure_of(GroupOperator::AtLeast(count(nodes)?), nodes),
    ),
    row("criterion", "{condition}", Con, |_, nodes| match nodes {
        [N::Condition(condition)] => {
            Ok(criterion(Reading { condition: Some(condition.clone()), ..Reading::default() }))
        }
        _ => no(),
    }),
    sentence(
        "criterion",
        "{condition} : {criterion}",
        Con,
        (
            "asked only where the condition holds; otherwise it is not applicable",
            "If diagnosis is asthma: daily dose ≤ 12 mg per day",
            "if diagnosis is asthma: daily dose ≤ 12 mg per day",
            "if diagnosis is asthma: daily dose > 12 mg per day",
        ),
        conditional,
    ),
    row("criterion", "if {sentence} , {criterion}", Con, |cx, nodes| match nodes {
        [N::Formula(formula), body] => {
            conditional(cx, &[N::Condition(Condition::If(formula.clone())), body.clone()])
        }
        _ => no(),
    }),
    sentence(
        "condition",
        "if {sentence}",
        Con,
        (
            "where the sentence holds",
            "If diagnosis is asthma: age ≥ 18 years",
            "if diagnosis is asthma: age ≥ 18 years",
            "if diagnosis is asthma: age < 18 years",
        ),
        |_, nodes| match nodes {
            [N::Formula(formula)] => Ok(N::Condition(Condition::If(formula.clone()))),
            _ => no(),
        },
    ),
    sentence(
        "condition",
        "for {choices} {requests}",
        Con,
        (
            "where a one-of fact has this value",
            "For initial requests:",
            "request kind is initial",
            "request kind is not initial",
        ),
        for_choices,
    ),
    sentence(
        "condition",
        "for {subjects} with {choices}",
        Con,
        (
            "the same, of the person",
            "For members with asthma or COPD:",
            "diagnosis is asthma or COPD",
            "diagnosis is neither asthma nor COPD",
        ),
        for_choices,
    ),
    sentence(
        "condition",
        "for all other {requests}",
        Con,
        (
            "where none of the conditions of the items before it holds",
            "For all other requests: age ≥ 18 years",
            "if diagnosis is not asthma: age ≥ 18 years",
            "if diagnosis is not asthma: age < 18 years",
        ),
        |_, _| Ok(N::Condition(Condition::AllOther)),
    ),
    row("remainder", "all other {requests}", Con, |_, _| Ok(N::Condition(Condition::AllOther))),
    sentence(
        "criterion",
        "(re-authorization|reauthorization) is not permitted",
        Op,
        (
            "requests in the scope of its section are refused, by a step of the order",
            "Re-authorization is not permitted.",
            "re-authorization is not permitted",
            "re-authorization is permitted",
        ),
        |_, _| Ok(criterion(Reading { not_permitted: true, ..Reading::default() })),
    ),
    row("operator", "(|must_meet) all of the following (|are_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::All))
    }),
    row("operator", "must meet all", Op, |_, _| Ok(N::Operator(GroupOperator::All))),
    row("operator", "(|must_meet) both of the following (|are_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::Both))
    }),
    row("operator", "must meet both", Op, |_, _| Ok(N::Operator(GroupOperator::Both))),
    row("operator", "(|must_meet) (one|any|either|any_one) of the following (|is_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::AtLeast(1)))
    }),
    row("operator", "must meet (one|any|either)", Op, |_, _| Ok(N::Operator(GroupOperator::AtLeast(1)))),
    row("operator", "(|must_meet) at least {count} of the following (|are_met|is_met)", Op, |_, nodes| {
        Ok(N::Operator(GroupOperator::AtLeast(count(nodes)?)))
    }),
    row("operator", "must meet at least {count}", Op, |_, nodes| {
        Ok(N::Operator(GroupOperator::AtLeast(count(nodes)?)))
    }),
    row("operator", "none of the following (|is_met|are_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::NoneOf))
    }),
    row("count", "{number}", Op, pass),
    row("count", "one", Op, |_, _| Ok(word(1))),
    row("count", "two", Op, |_, _| Ok(word(2))),
    row("count", "three", Op, |_, _| Ok(word(3))),
    row("count", "four", Op, |_, _| Ok(word(4))),
    row("count", "five", Op, |_, _| Ok(word(5))),
    row("count", "six", Op, |_, _| Ok(word(6))),
    row("count", "seven", Op, |_, _| Ok(word(7))),
    row("count", "eight", Op, |_, _| Ok(word(8))),
    row("count", "nine", Op, |_, _| Ok(word(9))),
    row("count", "ten", Op, |_, _| Ok(word(10))),
    sentence(
        "operator",
        "whichever of the following applies",
        Op,
        (
            "exactly one of the sentences below holds; it only selects, say a row of a table",
            "Age ≥ 18 years, and whichever of the following applies (a or b):",
            "age ≥ 18 years, and whichever applies of I.A.4.a, I.A.4.b",
            "age < 18 years; or not the one that applies of I.A.4.a, I.A.4.b",
        ),
        |_, _| Ok(N::Operator(GroupOperator::Whichever)),
    ),
    // What is always true.
    row("always", "{sentence}", Op, pass),
    sentence(
        "always",
        "if {sentence} , {sentence}",
        Con,
        (
            "where the first holds, the second does",
            "If request kind is continued, course is second or later",
            "request kind is not continued or course is second or later",
            "request kind is continued and course is not second or later",
        ),
        |_, nodes| {
            let [condition, body] = formulas(nodes)?.try_into().map_err(|_| Refusal::NoSuch)?;
            Ok(N::Formula(Formula::Any(vec![not(condition), body])))
        },
    ),
    row("always", "{condition} : {sentence}", Con, |_, nodes| match nodes {
        [N::Condition(Condition::If(condition)), N::Formula(body)] => {
            Ok(N::Formula(Formula::Any(vec![not(condition.clone()), body.clone()])))
        }
        _ => no(),
    }),
];

fn criterion(reading: Reading) -> N {
    N::Criterion(Box::new(reading))
}

fn failure_of(operator: GroupOperator, nodes: &[N]) -> Built {
    let failure = Some(over_a_list(failure(nodes))?);
    Ok(criterion(Reading { operator: Some(operator), failure, ..Reading::default() }))
}

fn conditional(_: &Context<'_>, nodes: &[N]) -> Built {
    match nodes {
        [N::Condition(condition), N::Criterion(body)] if body.condition.is_none() => {
            Ok(criterion(Reading { condition: Some(condition.clone()), ..body.as_ref().clone() }))
        }
        _ => no(),
    }
}

fn for_choices(cx: &Context<'_>, nodes: &[N]) -> Built {
    let choices = nodes.iter().find_map(|node| match node {
        N::Choices(choices) => Some(choices),
        _ => None,
    });
    let Some(choices) = choices else { return no() };
    let one_of = |(id, _): &&(FactId, Vec<ChoiceId>)| {
        cx.fact(*id).is_ok_and(|fact| matches!(fact.kind, Kind::OneOf(_)))
    };
    let facts: Vec<_> = choices.iter().filter(one_of).collect();
    match facts.as_slice() {
        [(id, _)] => Ok(N::Condition(Condition::If(cx.is(*id, choices)?))),
        [] => no(),
        several => {
            let names: Vec<&str> =
                several.iter().filter_map(|(id, _)| Some(cx.fact(*id).ok()?.name.as_str())).collect();
            Err(Problem::refuse(
                Code::AmbiguousSentence,
                format!("this value belongs to several facts: {}", names.join(", ")),
                "write `If ⟨fact⟩ is ⟨value⟩:` to say which one is meant",
            ))
        }
    }
}

/// A number that is written as a word.
fn word(digits: i64) -> N {
    N::Number(Decimal { digits, places: 0 })
}

pub(super) fn count(nodes: &[N]) -> Result<usize, Refusal> {
    match nodes.first() {
        Some(N::Number(number)) => {
            number.scaled(0).and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).ok_or(Refusal::NoSuch)
        }
        _ => Err(Refusal::NoSuch),
    }
}
