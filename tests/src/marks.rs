//! What a policy says about the values of its facts: limits, periods, dates, values of examples.

use criteria::tree::ast::{Atom, Body, FactId, Formula, Kind, Policy, Statement, Value};
use criteria_runtime::{Period, PeriodUnit};
use jiff::Span;

/// What the policy says about the values of one fact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Limits of a number, and the numbers of examples.
    pub(crate) numbers: Vec<i64>,
    /// Periods that are counted from a date.
    pub(crate) periods: Vec<Period>,
    /// Dates that it is compared with.
    pub(crate) dates: Vec<FactId>,
    /// Values in examples.
    pub(crate) seen: Vec<Value>,
}

/// The marks of every fact.
pub(crate) fn marks(policy: &Policy) -> Vec<Marks> {
    let mut marks = vec![Marks::default(); policy.facts.len()];
    each_formula(policy, &mut |formula| formula.each_atom(&mut |atom| mark(policy, &mut marks, atom)));
    for (fact, value) in policy.examples.iter().flat_map(|example| &example.facts) {
        if !marks[fact.0].seen.contains(value) {
            marks[fact.0].seen.push(value.clone());
        }
    }
    marks
}

/// Calls `visit` with every formula of a policy, those of its invariants too.
fn each_formula(policy: &Policy, visit: &mut dyn FnMut(&Formula)) {
    for criterion in &policy.criteria {
        criterion.applies.iter().for_each(&mut *visit);
        if let Body::Test(formula) = &criterion.body {
            visit(formula);
        }
    }
    policy.always.iter().for_each(|always| visit(&always.formula));
    policy.facts.iter().filter_map(|fact| fact.only_when.as_ref()).for_each(&mut *visit);
    for (_, statement) in policy.invariants.iter().flat_map(|invariant| &invariant.statements) {
        if let Statement::NeverApprove { scope, when } = statement {
            scope.iter().for_each(&mut *visit);
            visit(when);
        }
    }
}

fn mark(policy: &Policy, marks: &mut [Marks], atom: &Atom) {
    let given = |id: FactId| match policy.fact(id).kind {
        Kind::YearsSince { date, .. } => date,
        _ => id,
    };
    match atom {
        Atom::Compare(fact, _, limit) => match policy.fact(*fact).kind {
            Kind::YearsSince { date, .. } => {
                let years = (0..2).filter_map(|more| u16::try_from(*limit + more).ok());
                marks[date.0].periods.extend(years.map(Period::years));
            }
            _ => marks[fact.0].numbers.push(*limit),
        },
        Atom::Elapsed(fact, period) | Atom::Within(fact, period) => {
            marks[given(*fact).0].periods.push(*period);
        }
        Atom::Dates(left, _, right) => {
            marks[left.0].dates.push(*right);
            marks[right.0].dates.push(*left);
        }
        Atom::Yes(_) | Atom::Is(..) | Atom::Includes(..) => {}
    }
}

/// A period as one of `jiff`.
pub(crate) fn span(period: Period) -> Span {
    let count = i64::from(period.count);
    match period.unit {
        PeriodUnit::Days => Span::new().days(count),
        PeriodUnit::Weeks => Span::new().weeks(count),
        PeriodUnit::Months => Span::new().months(count),
        PeriodUnit::Years => Span::new().years(count),
    }
}
