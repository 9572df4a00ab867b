//! What one fact is, or a set includes, or two dates are; and how clauses join into sentences.

use super::lists::join_choices;
use super::{Row, atom, formulas, no, not, pass, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::Comparison::{AtLeast, AtMost, LessThan, MoreThan};
use crate::tree::ast::{Atom, Comparison, Formula};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Problem, never_varies};
use crate::tree::reading::WordClass::{Comparison as Cmp, Connective as And, Operator as Op};

pub(super) static ROWS: &[Row] = &[
    // Clauses.
    sentence(
        "clause",
        "{fact}",
        Op,
        (
            "a yes/no fact is yes; with a phrase behind `not:`, it is no",
            "Prescribed by a lung specialist",
            "lung specialist is yes",
            "lung specialist is no",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] => Ok(atom(Atom::Yes(cx.yes_no(*id)?))),
            [N::NotFact(id)] => Ok(N::Formula(not(Formula::Atom(Atom::Yes(cx.yes_no(*id)?))))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is yes",
        Op,
        ("the same of the fact's own name", "Specialist is yes", "specialist is yes", "specialist is no"),
        |cx, nodes| match nodes {
            [N::Fact(id)] => Ok(atom(Atom::Yes(cx.yes_no(*id)?))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is no",
        Op,
        ("a yes/no fact is no", "Specialist is no", "specialist is no", "specialist is yes"),
        |cx, nodes| match nodes {
            [N::Fact(id)] => Ok(N::Formula(not(Formula::Atom(Atom::Yes(cx.yes_no(*id)?))))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "not {fact}",
        Op,
        (
            "a yes/no fact is no",
            "Not prescribed by a heart specialist",
            "heart specialist is no",
            "heart specialist is yes",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] => Ok(N::Formula(not(Formula::Atom(Atom::Yes(cx.yes_no(*id)?))))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is {choices}",
        Op,
        (
            "a one-of fact (or a trial) has one of these values",
            "Diagnosis is asthma or COPD",
            "diagnosis is asthma or COPD",
            "diagnosis is neither asthma nor COPD",
        ),
        is_choices,
    ),
    sentence(
        "clause",
        "{fact} of {choices}",
        Op,
        (
            "the same, as in \"diagnosis of\"",
            "Diagnosis of asthma",
            "diagnosis is asthma",
            "diagnosis is not asthma",
        ),
        is_choices,
    ),
    sentence(
        "clause",
        "{fact} is not {choice}",
        Op,
        (
            "it has another value than this",
            "Diagnosis is not COPD",
            "diagnosis is not COPD",
            "diagnosis is COPD",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Choices(choices)] => Ok(N::Formula(not(cx.is(*id, choices)?))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is neither {nors}",
        Op,
        (
            "it has none of these values",
            "Diagnosis is neither asthma nor COPD",
            "diagnosis is neither asthma nor COPD",
            "diagnosis is asthma or COPD",
        ),
        is_none,
    ),
    sentence(
        "clause",
        "{fact} is (any|one) of : {listed}",
        Op,
        (
            "it has one of these values; the list needs no \"or\"",
            "Diagnosis is any of: asthma, COPD",
            "diagnosis is asthma or COPD",
            "diagnosis is neither asthma nor COPD",
        ),
        is_choices,
    ),
    sentence(
        "clause",
        "{fact} is none of : {listed}",
        Op,
        (
            "it has none of these values",
            "Diagnosis is none of: asthma, COPD",
            "diagnosis is neither asthma nor COPD",
            "diagnosis is asthma or COPD",
        ),
        is_none,
    ),
    row("clause", "{fact} is not {choice} or {choice}", Op, |cx, nodes| {
        let [fact, first, second] = nodes else { return no() };
        let both = join_choices(cx, &[first.clone(), second.clone()])?;
        is_choices(cx, &[fact.clone(), both])?;
        Err(Problem::refuse(
            Code::NotOr,
            "`is not … or …` can be read in two ways",
            "write `is neither … nor …`",
        ))
    }),
    sentence(
        "clause",
        "at least {period} since {fact}",
        Cmp,
        (
            "the date plus the period is on or before the request date",
            "At least 12 months since prior course completed",
            "at least 12 months since prior course completed",
            "less than 12 months since prior course completed",
        ),
        |cx, nodes| match nodes {
            [N::Period(period), N::Fact(id)] => Ok(atom(Atom::Elapsed(cx.past(*id)?, *period))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "less than {period} since {fact}",
        Cmp,
        (
            "the date plus the period is after the request date",
            "Less than 12 months since prior course completed",
            "less than 12 months since prior course completed",
            "at least 12 months since prior course completed",
        ),
        |cx, nodes| match nodes {
            [N::Period(period), N::Fact(id)] => {
                Ok(N::Formula(not(Formula::Atom(Atom::Elapsed(cx.past(*id)?, *period)))))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is within the last {period}",
        Cmp,
        (
            "the date is not after the request date, and the date plus the period is on or after it",
            "Date of the label change is within the last 6 months",
            "at most 6 months since date of the label change and date of the label change is on or before request date",
            "more than 6 months since date of the label change or date of the label change is after request date",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Period(period)] => {
                let id = cx.past(*id)?;
                Ok(N::Formula(Formula::All(vec![
                    Formula::Atom(Atom::Within(id, *period)),
                    Formula::Atom(Atom::Dates(id, AtMost, cx.request_date)),
                ])))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is on or before {fact}",
        Cmp,
        (
            "two dates, the same day included",
            "Date of birth is on or before request date",
            "date of birth is on or before request date",
            "date of birth is after request date",
        ),
        |cx, nodes| dates(cx, nodes, AtMost),
    ),
    sentence(
        "clause",
        "{fact} is on or after {fact}",
        Cmp,
        (
            "two dates, the same day included",
            "Renewal date is on or after request date",
            "renewal date is on or after request date",
            "renewal date is before request date",
        ),
        |cx, nodes| dates(cx, nodes, AtLeast),
    ),
    sentence(
        "clause",
        "{fact} is before {fact}",
        Cmp,
        (
            "two dates, the same day left out",
            "Date of birth is before request date",
            "date of birth is before request date",
            "date of birth is on or after request date",
        ),
        |cx, nodes| dates(cx, nodes, LessThan),
    ),
    sentence(
        "clause",
        "{fact} is after {fact}",
        Cmp,
        (
            "two dates, the same day left out",
            "Renewal date is after request date",
            "renewal date is after request date",
            "renewal date is on or before request date",
        ),
        |cx, nodes| dates(cx, nodes, MoreThan),
    ),
    sentence(
        "clause",
        "{fact} (include|includes) none of {members}",
        Op,
        (
            "a set has no member of a list",
            "Drugs used together include none of Appendix D other than drug A",
            "drugs used together include none of drug B or drug C",
            "drugs used together include any of drug B or drug C",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), members] => Ok(N::Formula(not(cx.includes(*id, members)?))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (include|includes) any of {members}",
        Op,
        (
            "a set has at least one member of a list",
            "Drugs used together include any of Appendix D",
            "drugs used together include any of Appendix D",
            "drugs used together include none of Appendix D",
        ),
        includes,
    ),
    sentence(
        "clause",
        "{fact} (include|includes) {choices}",
        Op,
        (
            "a set has at least one of these members",
            "Drugs used together include drug B or drug C",
            "drugs used together include any of drug B or drug C",
            "drugs used together include none of drug B or drug C",
        ),
        includes,
    ),
    // Sentences.
    row("sentence", "{clause}", And, pass),
    sentence(
        "sentence",
        "{clause} or {clause}",
        And,
        (
            "either of two; for more, letter them",
            "Prescribed by a lung specialist, or diagnosis is asthma",
            "lung specialist is yes or diagnosis is asthma",
            "lung specialist is no and diagnosis is not asthma",
        ),
        |_, nodes| Ok(N::Formula(Formula::Any(formulas(nodes)?))),
    ),
    sentence(
        "sentence",
        "{clauses}",
        And,
        (
            "all of several",
            "Diagnosis is asthma, age ≥ 18 years, and daily dose ≤ 12 mg per day",
            "diagnosis is asthma and age ≥ 18 years and daily dose ≤ 12 mg per day",
            "diagnosis is not asthma or age < 18 years or daily dose > 12 mg per day",
        ),
        |_, nodes| Ok(N::Formula(Formula::All(formulas(nodes)?))),
    ),
    row("clauses", "{clause} and {clause}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clauses", "{clause} and {clauses}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clauses", "{clause} , {clauses}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clause-list", "{clause}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clause-list", "{clause} , {clause-list}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("sentence", "{clause} , {clause} or {clause}", And, mixed),
    row("sentence", "{clause} and {clause} or {more-clauses}", And, mixed),
    row("sentence", "{clause} or {clause} and {more-clauses}", And, mixed),
    row("sentence", "{clause} or {clause} or {more-clauses}", And, mixed),
    row("more-clauses", "{clause}", And, pass),
    row("more-clauses", "{clause} or {more-clauses}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("more-clauses", "{clause} and {more-clauses}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
];

fn is_none(cx: &Context<'_>, nodes: &[N]) -> Built {
    match is_choices(cx, nodes)? {
        N::Formula(formula) => Ok(N::Formula(not(formula))),
        _ => no(),
    }
}

fn is_choices(cx: &Context<'_>, nodes: &[N]) -> Built {
    match nodes {
        [N::Fact(id), N::Choices(choices)] => Ok(N::Formula(cx.is(*id, choices)?)),
        _ => no(),
    }
}

fn includes(cx: &Context<'_>, nodes: &[N]) -> Built {
    match nodes {
        [N::Fact(id), members] => Ok(N::Formula(cx.includes(*id, members)?)),
        _ => no(),
    }
}

fn dates(cx: &Context<'_>, nodes: &[N], comparison: Comparison) -> Built {
    match nodes {
        [N::Fact(left), N::Fact(right)] if left == right => {
            let name = &cx.fact(cx.date(*left)?)?.name;
            Err(never_varies(format!("`{name}` is compared with itself"), "name the other date"))
        }
        [N::Fact(left), N::Fact(right)] => {
            Ok(atom(Atom::Dates(cx.date(*left)?, comparison, cx.date(*right)?)))
        }
        _ => no(),
    }
}

fn mixed(_: &Context<'_>, _: &[N]) -> Built {
    Err(Problem::refuse(
        Code::MixedAndOr,
        "the sentence joins more than two parts with `or`, or mixes `and` with `or`",
        "letter the parts: end the sentence in `one of the following (a, b, or c):` and write each part as an item below it",
    ))
}
