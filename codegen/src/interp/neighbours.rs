//! Requests that differ from another in one fact: what the relational invariants compare.

use std::collections::BTreeSet;

use criteria_runtime::{Date, Period, PeriodUnit};

use super::{Request, truth, validate};
use crate::tree::ast::{
    Arithmetic, Atom, Body, Choice, ChoiceId, FactId, Formula, Kind, Policy, Presence, Quantity, Statement,
    TrialOutcome, Value,
};

/// The valid requests that differ from this one as the statement says: in another value of its
/// fact, in a smaller one, or in a trial that moved from not tried. Facts that cease to apply
/// are dropped; facts that begin to apply stay unknown. Empty for statements about one request.
///
/// Of choices all are given; of sets those that differ in one member; of numbers and dates those
/// on both sides of every limit in the policy.
pub fn neighbours(policy: &Policy, statement: &Statement, request: &Request) -> Vec<Request> {
    let changes = match statement {
        Statement::NeverChanges(fact) => changes(policy, request, *fact, others(policy, request, *fact)),
        Statement::SmallerKeeps(fact) => {
            let nearest_first = others(policy, request, *fact).into_iter().rev();
            let smaller = nearest_first.filter(|value| Some(value) < request.get(*fact));
            changes(policy, request, *fact, smaller.collect())
        }
        Statement::TrialKeeps => policy
            .facts()
            .flat_map(|(fact, _)| changes(policy, request, fact, tried(policy, request, fact)))
            .collect(),
        _ => Vec::new(),
    };
    changes.into_iter().filter(|changed| validate(policy, changed).is_empty()).collect()
}

fn changes(policy: &Policy, request: &Request, fact: FactId, values: Vec<Value>) -> Vec<Request> {
    let change = |value| {
        let mut changed = request.clone();
        changed.set(fact, Some(value));
        drop_inapplicable(policy, &mut changed);
        changed
    };
    values.into_iter().map(change).collect()
}

/// Makes the facts unknown that do not apply, until none is left.
pub fn drop_inapplicable(policy: &Policy, request: &mut Request) {
    loop {
        let applies = |only_when: &Formula| !truth::formula(policy, request, only_when).is_false();
        let stale = policy.facts().find(|(id, fact)| {
            request.get(*id).is_some() && fact.only_when.as_ref().is_some_and(|only_when| !applies(only_when))
        });
        match stale {
            Some((id, _)) => request.set(id, None),
            None => return,
        }
    }
}

/// Other values of a fact that is known.
fn others(policy: &Policy, request: &Request, fact: FactId) -> Vec<Value> {
    let Some(current) = request.get(fact) else { return Vec::new() };
    let mut values: Vec<Value> = match (&policy.fact(fact).kind, current) {
        (Kind::YesNo, _) => vec![Value::YesNo(false), Value::YesNo(true)],
        (Kind::OneOf(_) | Kind::Trial(_), _) => {
            (0..policy.fact(fact).choice_names().len()).map(|at| Value::Choice(ChoiceId(at))).collect()
        }
        (Kind::AnyOf(choices), Value::Members(members)) => sets(choices, members),
        (Kind::Quantity(quantity), Value::Number(number)) => {
            numbers(policy, request, fact, quantity, *number)
        }
        (Kind::Date, Value::Date(date)) => dates(policy, request, fact, *date),
        _ => Vec::new(),
    };
    values.retain(|value| value != current);
    values
}

fn sets(choices: &[Choice], members: &[ChoiceId]) -> Vec<Value> {
    let toggled = (0..choices.len()).map(ChoiceId).map(|choice| {
        let mut set: BTreeSet<ChoiceId> = members.iter().copied().collect();
        if !set.remove(&choice) {
            set.insert(choice);
        }
        Value::Members(set.into_iter().collect())
    });
    std::iter::once(Value::Members(Vec::new())).chain(toggled).collect()
}

/// Calls `visit` with every atom of the policy: in conditions, tests and always-true sentences.
fn each_atom(policy: &Policy, visit: &mut dyn FnMut(&Atom)) {
    for criterion in &policy.criteria {
        if let Some(applies) = &criterion.applies {
            applies.each_atom(visit);
        }
        if let Body::Test(formula) = &criterion.body {
            formula.each_atom(visit);
        }
    }
    policy.always.iter().for_each(|always| always.formula.each_atom(visit));
}

/// The plausible numbers at, below and above every limit, and the ends of the range.
fn numbers(
    policy: &Policy,
    request: &Request,
    fact: FactId,
    quantity: &Quantity,
    current: i64,
) -> Vec<Value> {
    let mut limits = BTreeSet::from([quantity.min, quantity.max, current]);
    each_atom(policy, &mut |atom| {
        if let Atom::Compare(of, _, limit) = atom {
            limits.extend(limit_on(policy, request, fact, *of, *limit));
        }
    });
    let near = limits.iter().flat_map(|limit| [limit.saturating_sub(1), *limit, limit.saturating_add(1)]);
    let near: BTreeSet<i64> = near.filter(|number| (quantity.min..=quantity.max).contains(number)).collect();
    near.into_iter().map(Value::Number).collect()
}

/// What a limit on a fact, or on what is computed with it, means for the fact: the number next
/// to which the comparison turns.
fn limit_on(policy: &Policy, request: &Request, fact: FactId, of: FactId, limit: i64) -> Option<i64> {
    if of == fact {
        return Some(limit);
    }
    let Kind::Computed { left, by, right, quantity } = &policy.fact(of).kind else { return None };
    let other = match fact {
        _ if fact == *left => *right,
        _ if fact == *right => *left,
        _ => return None,
    };
    let Value::Number(number) = request.get(other)? else { return None };
    let (number, limit) = (i128::from(*number), i128::from(limit));
    let places = |id: FactId| policy.fact(id).quantity().map_or(0, |quantity| quantity.places);
    let ten = |places: u32| 10i128.checked_pow(places);
    let own = ten(quantity.places.saturating_sub(places(fact)))?;
    let common = || number.checked_mul(ten(quantity.places.checked_sub(places(other))?)?);
    let up = || ten((quantity.places + places(*right)).checked_sub(places(*left))?);
    let turns = match by {
        Arithmetic::Times => limit.checked_div(number)?,
        Arithmetic::Plus => (limit - common()?).checked_div(own)?,
        Arithmetic::Minus if fact == *left => (limit + common()?).checked_div(own)?,
        Arithmetic::Minus => (common()? - limit).checked_div(own)?,
        Arithmetic::Over if fact == *left => limit.checked_mul(number)?.checked_div(up()?)?,
        Arithmetic::Over => number.checked_mul(up()?)?.checked_div(limit)?,
    };
    i64::try_from(turns).ok()
}

/// The dates on both sides of every limit, and of every date it is compared with.
fn dates(policy: &Policy, request: &Request, fact: FactId, current: Date) -> Vec<Value> {
    let today = truth::date(request, policy.request_date);
    let mut limits = BTreeSet::from([current]);
    limits.extend(today);
    each_atom(policy, &mut |atom| match atom {
        Atom::Elapsed(of, period) | Atom::Within(of, period) if *of == fact => {
            limits.extend(today.and_then(|today| latest(today, *period)));
        }
        Atom::Dates(left, _, right) if *left == fact => limits.extend(truth::date(request, *right)),
        Atom::Dates(left, _, right) if *right == fact => limits.extend(truth::date(request, *left)),
        Atom::Apart(first, period, _, other) if *first == fact => {
            limits.extend(truth::date(request, *other).and_then(|other| latest(other, *period)));
        }
        Atom::Apart(first, period, _, other) if *other == fact => {
            limits.extend(truth::date(request, *first).map(|first| first.plus(*period)));
        }
        _ => {}
    });
    let next = |date: &Date| date.plus(days(1));
    let all: BTreeSet<Date> =
        limits.iter().flat_map(|date| [latest(*date, days(1)).unwrap_or(*date), *date, next(date)]).collect();
    all.into_iter().map(Value::Date).collect()
}

const fn days(count: u16) -> Period {
    Period { count, unit: PeriodUnit::Days }
}

/// The latest date from which the period has passed on `today`.
fn latest(today: Date, period: Period) -> Option<Date> {
    let first_year = today.year().saturating_sub(179).max(1);
    let first = Date::new(u16::try_from(first_year).ok()?, 1, 1)?;
    let passed = |after: u16| first.plus(days(after)).plus(period) <= today;
    let (mut yes, mut no) = (0u16, u16::MAX);
    if !passed(yes) {
        return None;
    }
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if passed(middle) { yes = middle } else { no = middle }
    }
    Some(first.plus(days(yes)))
}

/// The outcomes of a trial that was not tried, had it been.
fn tried(policy: &Policy, request: &Request, fact: FactId) -> Vec<Value> {
    let Kind::Trial(trial) = policy.fact(fact).kind else { return Vec::new() };
    let outcome = |at: usize| trial.outcomes().get(at).map(|(outcome, _)| *outcome);
    match request.get(fact) {
        Some(Value::Choice(choice)) if outcome(choice.0) == Some(TrialOutcome::NotTried) => {}
        _ => return Vec::new(),
    }
    let kept = [TrialOutcome::Failed, TrialOutcome::NotTolerated, TrialOutcome::Contraindicated];
    let all = trial.outcomes().iter().enumerate();
    all.filter(|(_, (outcome, _))| kept.contains(outcome))
        .map(|(at, _)| Value::Choice(ChoiceId(at)))
        .collect()
}

/// Whether every fact that applies is known.
pub fn is_complete(policy: &Policy, request: &Request) -> bool {
    policy.facts().all(|(id, fact)| {
        let excused =
            fact.only_when.as_ref().is_some_and(|when| truth::formula(policy, request, when).is_false());
        fact.presence == Presence::Derived || excused || request.get(id).is_some()
    })
}
