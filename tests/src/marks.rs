//! What a policy says about the values of its facts: limits, periods, dates, values of examples.

use criteria::tree::ast::{Arithmetic, Atom, Body, FactId, Formula, Kind, Policy, Statement, Value};
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
    /// Dates from which it is a period away, and how far.
    pub(crate) apart: Vec<(FactId, Span)>,
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
        Atom::Apart(first, period, _, other) => {
            marks[first.0].apart.push((*other, -span(*period)));
            marks[other.0].apart.push((*first, span(*period)));
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

/// The number of a fact at which what is computed with it reaches a limit, where the other fact has
/// the number `beside`.
pub(crate) fn turns(policy: &Policy, id: FactId, computed: FactId, beside: i64, limit: i64) -> Option<i64> {
    let Kind::Computed { left, by, right, .. } = policy.fact(computed).kind else { return None };
    let is_left = left == id;
    let other = if is_left { right } else { left };
    let places = |id: FactId| policy.fact(id).quantity().map_or(0, |quantity| quantity.places);
    let ten = |places: u32| 10i128.checked_pow(places);
    // All three at twelve places: what is lost in dividing is less than one step.
    let fine = |n: i64, of: FactId| i128::from(n).checked_mul(ten(12u32.checked_sub(places(of))?)?);
    let (with, limit, one) = (fine(beside, other)?, fine(limit, computed)?, ten(12)?);
    let turns = match by {
        Arithmetic::Times => limit.checked_mul(one)?.checked_div(with)?,
        Arithmetic::Plus => limit - with,
        Arithmetic::Minus if is_left => limit + with,
        Arithmetic::Minus => with - limit,
        Arithmetic::Over if is_left => limit.checked_mul(with)? / one,
        Arithmetic::Over => with.checked_mul(one)?.checked_div(limit)?,
    };
    i64::try_from(turns / ten(12u32.checked_sub(places(id))?)?).ok()
}
