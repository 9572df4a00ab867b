//! The canonical wordings.

use super::ast::{Atom, ChoiceId, Comparison, Formula, Kind};
use super::print::{decimal, formula, kind, value, when};
use crate::interp::support::{at, choices, compare, fact, is, ms, named, not, period, yes};
use criteria_runtime::PeriodUnit;

#[test]
fn formulas() {
    let mut policy = ms();
    let many = fact(&mut policy, "drugs", Kind::AnyOf(choices(&["a", "b", "c", "d", "e", "f"])));
    let id = |name| named(&policy, name);
    let members =
        |of, ids: &[usize]| Formula::Atom(Atom::Includes(of, ids.iter().map(|at| ChoiceId(*at)).collect()));
    let elapsed = |name, count, unit| Formula::Atom(Atom::Elapsed(id(name), period(count, unit)));
    let within = |name, count, unit| Formula::Atom(Atom::Within(id(name), period(count, unit)));
    let before =
        Formula::Atom(Atom::Dates(id("prior course completed"), Comparison::AtMost, id("request date")));
    let dose = || compare(id("daily dose"), Comparison::AtMost, 1250);
    let change = || yes(id("label change"));
    let cases = [
        (is(id("diagnosis"), &[0, 1]), "diagnosis is relapsing-remitting MS or primary progressive MS"),
        (
            not(is(id("diagnosis"), &[0, 1])),
            "diagnosis is neither relapsing-remitting MS nor primary progressive MS",
        ),
        (not(is(id("course"), &[0])), "course is not first"),
        (
            is(id("fingolimod"), &[1, 2, 3]),
            "fingolimod is failed at the maximally indicated dose, not tolerated or contraindicated",
        ),
        (dose(), "daily dose ≤ 12.5 mg per day"),
        (not(dose()), "daily dose > 12.5 mg per day"),
        (change(), "label change is yes"),
        (not(change()), "label change is no"),
        (elapsed("date of birth", 18, PeriodUnit::Years), "age ≥ 18 years"),
        (not(elapsed("date of birth", 18, PeriodUnit::Years)), "age < 18 years"),
        (
            elapsed("prior course completed", 12, PeriodUnit::Months),
            "at least 12 months since prior course completed",
        ),
        (
            within("date of the label change", 1, PeriodUnit::Months),
            "at most 1 month since date of the label change",
        ),
        (before.clone(), "prior course completed is on or before request date"),
        (not(before), "prior course completed is after request date"),
        (
            not(members(id("therapies used together"), &[1])),
            "therapies used together include none of glatiramer acetate",
        ),
        (members(many, &[0, 1, 2, 4, 5]), "drugs include any of its 6 choices other than d"),
        (
            Formula::All(vec![change(), Formula::Any(vec![dose(), change()])]),
            "label change is yes and (daily dose ≤ 12.5 mg per day or label change is yes)",
        ),
        (not(Formula::All(vec![change(), dose()])), "label change is no or daily dose > 12.5 mg per day"),
    ];
    for (of, expected) in cases {
        assert_eq!(formula(&policy, &of), expected);
    }
}

#[test]
fn kinds_values_and_steps() {
    let policy = ms();
    let kind = |name| kind(&policy, policy.fact(named(&policy, name)));
    assert_eq!(kind("daily dose"), "a number of mg per day, 0 to 100, up to 2 decimal places");
    assert_eq!(kind("consecutive days"), "a whole number of days, 1 to 30");
    assert_eq!(kind("total dose"), "mg = daily dose × consecutive days");
    assert_eq!(kind("age"), "whole years since date of birth, 0 to 130");
    assert_eq!(kind("course"), "one of: first; second or later");
    assert_eq!(when(&policy, &policy.steps[0].when), "(I.A is met or II.A is met) and III is not met");
    for (name, text) in crate::interp::support::APPROVED {
        let id = named(&policy, name);
        let read = crate::request::read_value(&policy, id, text).unwrap();
        assert_eq!(value(&policy, id, &read), *text);
    }
    assert_eq!(decimal(-5, 2), "-0.05");
    assert_eq!(at(&policy, "I").0, 0);
}
