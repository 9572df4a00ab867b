//! The values of a fact that its policy can tell apart: one on each side of every limit and on it.
//!
//! Limits of derived facts count for the facts that they are made of: for what is
//! computed of two, the numbers of the one at which it turns over a limit, beside every cell of the
//! other; for years since a date, the birthday, the day before and the day after.

use std::collections::BTreeSet;

use criteria::tree::ast::{Atom, Body, ChoiceId, Fact, FactId, Kind, OrUntil, Policy, Value};
use criteria_runtime::{Date, Period};
use jiff::civil;

use crate::facts::{civil_date, runtime_date};
use crate::marks::{Marks, marks, span, turns};

/// The values of every fact that can be told apart, on one request date.
#[derive(Debug)]
pub struct Cells {
    values: Vec<Vec<Value>>,
}

impl Cells {
    /// The cells of a policy for requests that are decided on this day.
    pub fn of(policy: &Policy, today: Date) -> Self {
        let marks = marks(policy);
        let mut values: Vec<Vec<Value>> =
            policy.facts().map(|(id, fact)| own(policy, &marks[id.0], id, fact, today)).collect();
        let by_themselves = values.clone();
        for (id, fact) in policy.facts() {
            match fact.kind {
                Kind::Computed { left, right, .. } => {
                    let beside = &by_themselves[right.0];
                    values[left.0].extend(turning(policy, &marks[id.0], left, id, beside));
                }
                Kind::Date => values[id.0].extend(pairs(&marks[id.0], &by_themselves)),
                _ => {}
            }
        }
        values[policy.request_date.0] = vec![Value::Date(today)];
        for cells in &mut values {
            cells.sort();
            cells.dedup();
        }
        Self { values }
    }

    /// The values of one fact; none for a derived one.
    pub fn of_fact(&self, fact: FactId) -> &[Value] {
        &self.values[fact.0]
    }
}

/// Days on which requests are decided: those where months end in different ways, and a plain one.
pub fn days(policy: &Policy) -> Vec<Date> {
    let year = policy.in_force_from.year() + 1;
    let leap = (year..year + 9).find(|year| is_leap(*year)).unwrap_or(year);
    let plain = (year..year + 9).find(|year| !is_leap(*year)).unwrap_or(year);
    let days = [(leap, 2, 29), (plain, 2, 28), (plain, 8, 31), (plain, 10, 1)];
    let date = |year: u32, month, day| Date::new(u16::try_from(year).ok()?, month, day);
    days.iter().filter_map(|(year, month, day)| date(*year, *month, *day)).collect()
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

/// What can be told apart of a fact by itself.
fn own(policy: &Policy, marks: &Marks, id: FactId, fact: &Fact, today: Date) -> Vec<Value> {
    match &fact.kind {
        Kind::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Kind::OneOf(_) | Kind::Trial(_) => {
            (0..fact.choice_names().len()).map(|at| Value::Choice(ChoiceId(at))).collect()
        }
        Kind::AnyOf(choices) => sets(policy, id, choices.len()),
        Kind::Quantity(quantity) => {
            let limits = marks.numbers.iter().chain([&quantity.min, &quantity.max]);
            let near = limits.flat_map(|limit| [limit - 1, *limit, limit + 1]);
            near.filter(|at| (quantity.min..=quantity.max).contains(at)).map(Value::Number).collect()
        }
        Kind::Date => dates(policy, marks, id, civil_date(today)),
        Kind::YearsSince { .. } | Kind::Computed { .. } => Vec::new(),
    }
}

/// None, each member alone, all; and of every list that the policy compares with: all of it, all
/// but it, and all with one of it.
fn sets(policy: &Policy, id: FactId, count: usize) -> Vec<Value> {
    let mut sets: Vec<BTreeSet<usize>> = vec![BTreeSet::new(), (0..count).collect()];
    sets.extend((0..count).map(|at| BTreeSet::from([at])));
    each_atom(policy, &mut |atom| {
        if let Atom::Includes(fact, listed) = atom
            && *fact == id
        {
            let inside: BTreeSet<usize> = listed.iter().map(|choice| choice.0).collect();
            let mut outside: BTreeSet<usize> = (0..count).filter(|at| !inside.contains(at)).collect();
            sets.push(outside.clone());
            outside.extend(inside.first());
            sets.extend([inside, outside]);
        }
    });
    sets.into_iter().map(|set| Value::Members(set.into_iter().map(ChoiceId).collect())).collect()
}

/// The days on both sides of every period counted from today, and of today.
fn dates(policy: &Policy, marks: &Marks, id: FactId, today: civil::Date) -> Vec<Value> {
    let mut near = vec![today];
    near.extend(marks.periods.iter().filter_map(|period| today.checked_sub(span(*period)).ok()));
    near.extend(bounded(policy, id).filter_map(|period| today.checked_add(span(period)).ok()));
    around(near)
}

fn around(near: Vec<civil::Date>) -> Vec<Value> {
    let days = near.into_iter().flat_map(|day| [day.yesterday().ok(), Some(day), day.tomorrow().ok()]);
    days.flatten().filter_map(runtime_date).map(Value::Date).collect()
}

/// The periods of the approvals that a date bounds.
fn bounded(policy: &Policy, id: FactId) -> impl Iterator<Item = Period> {
    let rows = policy.durations.iter().flat_map(|duration| &duration.rows);
    rows.filter(move |row| row.or_until.as_ref().is_some_and(|OrUntil { date, .. }| *date == id))
        .map(|row| row.period)
}

/// Beside every cell of the right fact: the numbers of the left one at which what is computed of the
/// two turns over a limit.
fn turning(policy: &Policy, marks: &Marks, left: FactId, computed: FactId, beside: &[Value]) -> Vec<Value> {
    let Some(quantity) = policy.fact(left).quantity() else { return Vec::new() };
    let mut numbers = Vec::new();
    for beside in beside {
        let Value::Number(beside) = beside else { continue };
        let at = marks.numbers.iter().filter_map(|limit| turns(policy, left, computed, *beside, *limit));
        numbers.extend(at.flat_map(|at| [at.saturating_sub(1), at, at.saturating_add(1)]));
    }
    numbers.retain(|at| (quantity.min..=quantity.max).contains(at));
    numbers.into_iter().map(Value::Number).collect()
}

/// The days on both sides of every cell of the dates that a date is compared with.
fn pairs(marks: &Marks, values: &[Vec<Value>]) -> Vec<Value> {
    let partners = marks.dates.iter().flat_map(|other| &values[other.0]);
    let date = |value: &Value| if let Value::Date(date) = value { Some(civil_date(*date)) } else { None };
    let days = partners.filter_map(date);
    let apart = marks.apart.iter().flat_map(|(other, span)| {
        values[other.0].iter().filter_map(date).filter_map(|day| day.checked_add(*span).ok())
    });
    around(days.chain(apart).collect())
}

/// Calls `visit` with every atom of the criteria and their conditions.
fn each_atom(policy: &Policy, visit: &mut dyn FnMut(&Atom)) {
    for criterion in &policy.criteria {
        criterion.applies.iter().for_each(|applies| applies.each_atom(visit));
        if let Body::Test(formula) = &criterion.body {
            formula.each_atom(visit);
        }
    }
}
