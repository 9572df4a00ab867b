//! Comparisons of numbers with limits: of one fact, of a count, and of a dose with how often and how long.

use super::{Row, no, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::Comparison::{AtLeast, AtMost, Equal};
use crate::tree::ast::{Comparison, Formula};
use crate::tree::build::Node as N;
use crate::tree::build::{Amount, Built, Context, Problem};
use crate::tree::reading::WordClass::Comparison as Cmp;
use crate::tree::words::Decimal;

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "{fact} {comparator} {amount}",
        Cmp,
        (
            "a number compares with a limit in the unit of its fact",
            "Age ≥ 18 years",
            "age ≥ 18 years",
            "age < 18 years",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Comparison(comparison), N::Amount(amount)] => {
                Ok(N::Formula(cx.compare(*id, *comparison, amount)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is between {amount} and {amount}",
        Cmp,
        (
            "a number lies between two limits, both included",
            "Weight is between 10 kg and 40 kg",
            "weight ≥ 10 kg and weight ≤ 40 kg",
            "weight < 10 kg or weight > 40 kg",
        ),
        between,
    ),
    row("clause", "{fact} is between {number} and {amount}", Cmp, between),
    sentence(
        "clause",
        "{fact} is from {amount} to {amount}",
        Cmp,
        (
            "the same; the unit may stand behind the second number only",
            "Weight is from 10 kg to 40 kg",
            "weight ≥ 10 kg and weight ≤ 40 kg",
            "weight < 10 kg or weight > 40 kg",
        ),
        between,
    ),
    row("clause", "{fact} is from {number} to {amount}", Cmp, between),
    sentence(
        "clause",
        "{fact} {comparator} {amount} (and|but) {comparator} {amount}",
        Cmp,
        (
            "a number lies between two limits, each with its own comparator; the unit may stand behind the second number only",
            "Age ≥ 6 years and < 12 years",
            "age ≥ 6 years and age < 12 years",
            "age < 6 years or age ≥ 12 years",
        ),
        band,
    ),
    row("clause", "{fact} {comparator} {number} (and|but) {comparator} {amount}", Cmp, band),
    sentence(
        "clause",
        "{fact} is {amount} or (older|more|greater|higher|above)",
        Cmp,
        ("a number is at least so much", "Age is 18 years or older", "age ≥ 18 years", "age < 18 years"),
        |cx, nodes| limit(cx, nodes, AtLeast),
    ),
    sentence(
        "clause",
        "{fact} is {amount} or (younger|less|fewer|lower|below)",
        Cmp,
        ("a number is at most so much", "Weight is 40 kg or less", "weight ≤ 40 kg", "weight > 40 kg"),
        |cx, nodes| limit(cx, nodes, AtMost),
    ),
    sentence(
        "clause",
        "{comparator} {cardinal} {fact}",
        Cmp,
        (
            "a count compares with a number",
            "At least 2 exacerbations in the last 12 months",
            "exacerbations in the last 12 months ≥ 2",
            "exacerbations in the last 12 months < 2",
        ),
        |cx, nodes| match nodes {
            [N::Comparison(comparison), N::Number(number), N::Fact(id)] => {
                Ok(N::Formula(cx.count(*id, *comparison, *number)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "no {fact}",
        Cmp,
        (
            "a count is 0",
            "No exacerbations in the last 12 months",
            "exacerbations in the last 12 months = 0",
            "exacerbations in the last 12 months ≠ 0",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] => Ok(N::Formula(cx.count(*id, Equal, Decimal::of(0))?)),
            _ => no(),
        },
    ),
    row("clause", "{fact} (|is) {amount}", Cmp, |cx, nodes| match nodes {
        [N::Fact(id), N::Amount(amount)] => {
            cx.compare(*id, Equal, amount)?;
            let name = &cx.fact(*id)?.name;
            let written = format!("{} {}", amount.shown, amount.unit);
            Err(Problem::refuse(
                Code::MissingComparator,
                format!("no comparator stands between `{name}` and `{} {}`", amount.shown, amount.unit),
                format!(
                    "write `{name} ≥ {} {}` (or `≤`, `>`, `<`, `=`): text converters often lose the sign",
                    amount.shown, amount.unit
                ),
            )
            .rewriting(written.trim_end(), format!("≥ {}", written.trim_end())))
        }
        _ => no(),
    }),
    sentence(
        "clause",
        "{fact} {comparator} {amount} every {amount}",
        Cmp,
        (
            "a dose is at most so much, and it is at least so long from one dose to the next; with `=`, exactly so",
            "Injected dose ≤ 300 mg every 2 weeks",
            "injected dose ≤ 300 mg and dosing interval ≥ 2 weeks",
            "injected dose > 300 mg or dosing interval < 2 weeks",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Comparison(comparison), N::Amount(dose), N::Amount(interval)] => {
                Ok(N::Formula(cx.repeated(*id, (*comparison, dose), interval)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} {comparator} {amount} for {comparator} {amount} ( {amount} total )",
        Cmp,
        (
            "a dose, its duration and their product, whose arithmetic is checked",
            "Daily dose ≤ 12 mg per day for ≤ 5 days (60 mg total)",
            "daily dose ≤ 12 mg per day and days in a row ≤ 5 days and dose in all ≤ 60 mg",
            "daily dose > 12 mg per day or days in a row > 5 days or dose in all > 60 mg",
        ),
        |cx, nodes| match nodes {
            [
                N::Fact(id),
                N::Comparison(a),
                N::Amount(per),
                N::Comparison(b),
                N::Amount(span),
                N::Amount(total),
            ] => Ok(N::Formula(cx.dose(*id, (*a, per), (*b, span), total)?)),
            _ => no(),
        },
    ),
];

fn between(cx: &Context<'_>, nodes: &[N]) -> Built {
    let [fact, low, high] = nodes else { return no() };
    let [at_least, at_most] = [AtLeast, AtMost].map(N::Comparison);
    band(cx, &[fact.clone(), at_least, low.clone(), at_most, high.clone()])
}

fn band(cx: &Context<'_>, nodes: &[N]) -> Built {
    let [N::Fact(id), N::Comparison(first), from, N::Comparison(second), N::Amount(to)] = nodes else {
        return no();
    };
    let from = match from {
        // A number alone is read by the row that says so.
        N::Amount(from) if from.unit.is_empty() && !to.unit.is_empty() => return no(),
        N::Amount(from) => from.clone(),
        // A number alone has the unit of the one behind it.
        N::Number(number) => Amount { number: *number, shown: number.to_string(), unit: to.unit.clone() },
        _ => return no(),
    };
    Ok(N::Formula(Formula::All(cx.range(*id, (*first, &from), (*second, to))?)))
}

fn limit(cx: &Context<'_>, nodes: &[N], comparison: Comparison) -> Built {
    match nodes {
        [N::Fact(id), N::Amount(amount)] => Ok(N::Formula(cx.compare(*id, comparison, amount)?)),
        _ => no(),
    }
}
