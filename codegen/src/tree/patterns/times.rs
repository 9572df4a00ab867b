//! How far two dates lie apart.

use super::{Row, no, not, row, sentence};
use crate::tree::ast::Comparison::{AtLeast, AtMost, LessThan, MoreThan};
use crate::tree::ast::{Atom, Comparison, FactId, Formula};
use crate::tree::build::Node as N;
use crate::tree::build::{Context, Refusal, never_varies};
use crate::tree::reading::WordClass::Comparison as Cmp;
use criteria_runtime::Period;

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "{fact} (is|was) {bound} {period} after {fact}",
        Cmp,
        (
            "the second date comes first, and the period added to it is on or before the first date; with \"at most\", on \
             or after it",
            "Renewal date is at least 6 months after prior course completed",
            "at least 6 months from prior course completed to renewal date",
            "less than 6 months from prior course completed to renewal date",
        ),
        |cx, nodes| match nodes {
            [N::Fact(to), N::Comparison(bound), N::Period(period), N::Fact(from)] => {
                Ok(N::Formula(after(cx, *from, *bound, *period, *to)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (is|was) {bound} {period} before {fact}",
        Cmp,
        (
            "the same with the dates in the other order",
            "Prior course completed was at least 6 months before renewal date",
            "at least 6 months from prior course completed to renewal date",
            "less than 6 months from prior course completed to renewal date",
        ),
        |cx, nodes| match nodes {
            [N::Fact(from), N::Comparison(bound), N::Period(period), N::Fact(to)] => {
                Ok(N::Formula(after(cx, *from, *bound, *period, *to)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{bound} {period} between {fact} and {fact}",
        Cmp,
        (
            "so far apart, whichever of the two dates comes first",
            "At least 12 months between prior course completed and renewal date",
            "at least 12 months from prior course completed to renewal date or at least 12 months from renewal date to prior course completed",
            "less than 12 months from prior course completed to renewal date and less than 12 months from renewal date to prior course completed",
        ),
        |cx, nodes| match nodes {
            [N::Comparison(bound), N::Period(period), N::Fact(one), N::Fact(other)] => {
                Ok(N::Formula(between(cx, *one, *bound, *period, *other)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (is|was) within {period} of {fact}",
        Cmp,
        (
            "at most so far apart, before or after",
            "Date of the label change is within 30 days of renewal date",
            "at most 30 days from date of the label change to renewal date and at most 30 days from renewal date to date of the label change",
            "more than 30 days from date of the label change to renewal date or more than 30 days from renewal date to date of the label change",
        ),
        |cx, nodes| match nodes {
            [N::Fact(one), N::Period(period), N::Fact(other)] => {
                Ok(N::Formula(between(cx, *one, AtMost, *period, *other)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (is|was) within {period} after {fact}",
        Cmp,
        (
            "on the second date or after it, and at most so far",
            "Renewal date is within 6 months after prior course completed",
            "prior course completed is on or before renewal date and at most 6 months from prior course completed to renewal date",
            "prior course completed is after renewal date or more than 6 months from prior course completed to renewal date",
        ),
        |cx, nodes| match nodes {
            [N::Fact(to), N::Period(period), N::Fact(from)] => {
                Ok(N::Formula(after(cx, *from, AtMost, *period, *to)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (is|was) within {period} before {fact}",
        Cmp,
        (
            "on the second date or before it, and at most so far",
            "Prior course completed was within 30 days before renewal date",
            "prior course completed is on or before renewal date and at most 30 days from prior course completed to renewal date",
            "prior course completed is after renewal date or more than 30 days from prior course completed to renewal date",
        ),
        |cx, nodes| match nodes {
            [N::Fact(from), N::Period(period), N::Fact(to)] => {
                Ok(N::Formula(after(cx, *from, AtMost, *period, *to)?))
            }
            _ => no(),
        },
    ),
    // What a period or a number of members is at least, or at most.
    row("bound", "(≥|at_least|no_less_than)", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("bound", "(>|more_than)", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("bound", "(≤|at_most|no_more_than)", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("bound", "(<|less_than|fewer_than)", Cmp, |_, _| Ok(N::Comparison(LessThan))),
];

/// The second date is so long after the first. What is at most so long after it is not before it.
fn after(
    cx: &Context<'_>,
    from: FactId,
    bound: Comparison,
    period: Period,
    to: FactId,
) -> Result<Formula, Refusal> {
    let (from, to) = two(cx, from, to)?;
    let order = || Formula::Atom(Atom::Dates(from, AtMost, to));
    Ok(match bound {
        AtLeast => apart(cx, from, period, AtMost, to),
        MoreThan => apart(cx, from, period, LessThan, to),
        AtMost => Formula::All(vec![order(), apart(cx, from, period, AtLeast, to)]),
        LessThan => Formula::All(vec![order(), apart(cx, from, period, MoreThan, to)]),
        Comparison::Equal => return Err(Refusal::NoSuch),
    })
}

/// So far apart, whichever comes first.
fn between(
    cx: &Context<'_>,
    one: FactId,
    bound: Comparison,
    period: Period,
    other: FactId,
) -> Result<Formula, Refusal> {
    let (one, other) = two(cx, one, other)?;
    let both = |by: Comparison| vec![apart(cx, one, period, by, other), apart(cx, other, period, by, one)];
    Ok(match bound {
        AtLeast => Formula::Any(both(AtMost)),
        MoreThan => Formula::Any(both(LessThan)),
        AtMost => Formula::All(both(AtLeast)),
        LessThan => Formula::All(both(MoreThan)),
        Comparison::Equal => return Err(Refusal::NoSuch),
    })
}

/// `first + period ⟨by⟩ other`. Counted to the request date it is the time since the first date.
fn apart(cx: &Context<'_>, first: FactId, period: Period, by: Comparison, other: FactId) -> Formula {
    let elapsed = || Formula::Atom(Atom::Elapsed(first, period));
    let within = || Formula::Atom(Atom::Within(first, period));
    match by {
        AtMost if other == cx.request_date => elapsed(),
        MoreThan if other == cx.request_date => not(elapsed()),
        AtLeast if other == cx.request_date => within(),
        LessThan if other == cx.request_date => not(within()),
        _ => Formula::Atom(Atom::Apart(first, period, by, other)),
    }
}

fn two(cx: &Context<'_>, one: FactId, other: FactId) -> Result<(FactId, FactId), Refusal> {
    let dates = (cx.date(one)?, cx.date(other)?);
    if one == other {
        let name = &cx.fact(one)?.name;
        return Err(never_varies(format!("`{name}` is no time apart from itself"), "name the other date"));
    }
    Ok(dates)
}
