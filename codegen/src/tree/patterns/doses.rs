//! Doses by weight with a cap: so much for the weight, and never more than so much.

use super::{Row, no, pass, row, sentence};
use crate::tree::ast::Comparison::AtMost;
use crate::tree::ast::Formula;
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context};
use crate::tree::reading::WordClass::Comparison as Cmp;

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "{fact} {comparator} {amount} {cap} {repeat}?",
        Cmp,
        (
            "a dose for the weight is at most so much, and so is the dose that it is computed from; with \"every\", it is at \
             least so long from one dose to the next",
            "Injected dose per kg ≤ 6 mg/kg (up to 600 mg) every 4 weeks",
            "injected dose per kg ≤ 6 mg/kg and injected dose ≤ 600 mg and dosing interval ≥ 4 weeks",
            "injected dose per kg > 6 mg/kg or injected dose > 600 mg or dosing interval < 4 weeks",
        ),
        |cx, nodes| match nodes {
            [fact, comparison, dose, cap] => capped(cx, [fact, comparison, dose, cap], None),
            [fact, comparison, dose, cap, every] => capped(cx, [fact, comparison, dose, cap], Some(every)),
            _ => no(),
        },
    ),
    row("clause", "{fact} {comparator} {amount} {repeat} {cap}", Cmp, |cx, nodes| match nodes {
        [fact, comparison, dose, every, cap] => capped(cx, [fact, comparison, dose, cap], Some(every)),
        _ => no(),
    }),
    row("repeat", "every {amount}", Cmp, pass),
    row("cap", "( {most} )", Cmp, pass),
    row("cap", "(and|but) {most}", Cmp, pass),
    // Without a word between them, a sign would belong to a fact whose name nobody knows.
    row("cap", "(up_to|at_most|no_more_than|maximum|maximum_of|not_to_exceed) {amount}", Cmp, at_most),
    row("most", "{comparator} {amount}", Cmp, |_, nodes| match nodes {
        [N::Comparison(comparison), N::Amount(amount)] => Ok(N::Cap(*comparison, amount.clone())),
        _ => no(),
    }),
    row("most", "(maximum|maximum_of|not_to_exceed) {amount}", Cmp, at_most),
];

fn at_most(_: &Context<'_>, nodes: &[N]) -> Built {
    match nodes {
        [N::Amount(amount)] => Ok(N::Cap(AtMost, amount.clone())),
        _ => no(),
    }
}

fn capped(cx: &Context<'_>, [fact, comparison, dose, cap]: [&N; 4], every: Option<&N>) -> Built {
    let (N::Fact(id), N::Comparison(comparison), N::Amount(dose), N::Cap(by, cap)) =
        (fact, comparison, dose, cap)
    else {
        return no();
    };
    let most = cx.cap(*id, (*comparison, dose), (*by, cap))?;
    let dose = match every {
        Some(N::Amount(every)) => cx.repeated(*id, (*comparison, dose), every)?,
        Some(_) => return no(),
        None => cx.compare(*id, *comparison, dose)?,
    };
    let mut parts = match dose {
        Formula::All(parts) => parts,
        one => vec![one],
    };
    parts.insert(1, most);
    Ok(N::Formula(Formula::All(parts)))
}
