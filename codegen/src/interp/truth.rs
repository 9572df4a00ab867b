//! The truth of a formula about a request: strong Kleene logic over the known facts.

use std::collections::BTreeSet;

use criteria_runtime::{Date, Truth};

use super::Request;
use crate::tree::ast::{Arithmetic, Atom, ChoiceId, FactId, Formula, Kind, Policy, Value};

/// The truth of a formula.
pub fn formula(policy: &Policy, request: &Request, of: &Formula) -> Truth {
    match of {
        Formula::Atom(of) => atom(policy, request, of),
        Formula::Not(inner) => formula(policy, request, inner).not(),
        Formula::All(parts) => {
            parts.iter().map(|part| formula(policy, request, part)).fold(Truth::True, Truth::and)
        }
        Formula::Any(parts) => {
            parts.iter().map(|part| formula(policy, request, part)).fold(Truth::False, Truth::or)
        }
        Formula::AtLeast(least, parts) => {
            let truths: Vec<Truth> = parts.iter().map(|part| formula(policy, request, part)).collect();
            let met = truths.iter().filter(|truth| truth.is_true()).count();
            let open = truths.iter().filter(|truth| !truth.is_false()).count();
            match (met >= *least, open >= *least) {
                (true, _) => Truth::True,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::False,
            }
        }
    }
}

/// The truth of an atom: unknown where a fact that it needs is unknown.
pub fn atom(policy: &Policy, request: &Request, of: &Atom) -> Truth {
    Truth::from(known(policy, request, of))
}

fn known(policy: &Policy, request: &Request, of: &Atom) -> Option<bool> {
    let today = || date(request, policy.request_date);
    Some(match of {
        Atom::Yes(fact) => yes(request, *fact)?,
        Atom::Is(fact, choices) => choices.contains(&choice(request, *fact)?),
        Atom::Includes(fact, choices) => {
            members(request, *fact)?.iter().any(|member| choices.contains(member))
        }
        Atom::Compare(fact, comparison, with) => {
            let (value, limit) = sides(policy, request, *fact, *with)?;
            comparison.holds(&value, &limit)
        }
        Atom::Elapsed(fact, period) => date(request, *fact)?.plus(*period) <= today()?,
        Atom::Within(fact, period) => date(request, *fact)?.plus(*period) >= today()?,
        Atom::Dates(left, comparison, right) => {
            comparison.holds(&date(request, *left)?, &date(request, *right)?)
        }
        Atom::Apart(first, period, comparison, other) => {
            comparison.holds(&date(request, *first)?.plus(*period), &date(request, *other)?)
        }
    })
}

fn yes(request: &Request, fact: FactId) -> Option<bool> {
    match request.get(fact)? {
        Value::YesNo(answer) => Some(*answer),
        _ => None,
    }
}

fn choice(request: &Request, fact: FactId) -> Option<ChoiceId> {
    match request.get(fact)? {
        Value::Choice(choice) => Some(*choice),
        _ => None,
    }
}

fn members(request: &Request, fact: FactId) -> Option<&[ChoiceId]> {
    match request.get(fact)? {
        Value::Members(members) => Some(members),
        _ => None,
    }
}

/// The date of a fact.
pub fn date(request: &Request, fact: FactId) -> Option<Date> {
    match request.get(fact)? {
        Value::Date(date) => Some(*date),
        _ => None,
    }
}

/// The number of a fact and its limit, as whole numbers that compare as the two do. Of a ratio,
/// both are multiplied by the divisor, which is above 0: nothing is ever divided or rounded.
fn sides(policy: &Policy, request: &Request, fact: FactId, limit: i64) -> Option<(i128, i128)> {
    let limit = i128::from(limit);
    let Kind::Computed { left, by, right, quantity } = &policy.fact(fact).kind else {
        return Some((number(request, fact)?, limit));
    };
    let (a, b) = (number(request, *left)?, number(request, *right)?);
    let places = |id: FactId| policy.fact(id).quantity().map_or(0, |quantity| quantity.places);
    let at_scale = |n: i128, from: u32, to: u32| n.checked_mul(10i128.checked_pow(to.checked_sub(from)?)?);
    let common = |n: i128, id: FactId| at_scale(n, places(id), quantity.places);
    Some(match by {
        Arithmetic::Times => (a.checked_mul(b)?, limit),
        Arithmetic::Plus => (common(a, *left)?.checked_add(common(b, *right)?)?, limit),
        Arithmetic::Minus => (common(a, *left)?.checked_sub(common(b, *right)?)?, limit),
        Arithmetic::Over => {
            (at_scale(a, places(*left), quantity.places + places(*right))?, limit.checked_mul(b)?)
        }
    })
}

/// The number of a quantity, at its scale.
fn number(request: &Request, fact: FactId) -> Option<i128> {
    match request.get(fact)? {
        Value::Number(number) => Some(i128::from(*number)),
        _ => None,
    }
}

/// The given facts that a formula needs and that are unknown.
pub fn unknown_facts(policy: &Policy, request: &Request, of: &Formula) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    of.each_atom(&mut |atom| {
        facts.extend(atom.needs(policy).into_iter().filter(|fact| request.get(*fact).is_none()));
    });
    facts
}
