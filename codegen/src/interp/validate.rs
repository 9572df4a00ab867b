//! What makes a request malformed: it is rejected by name and reason, and never evaluated.
//!
//! Requests hold health data: a message names the fact and what it takes, never the value.

use criteria_runtime::{Date, Period, PeriodUnit};

use super::{Request, truth};
use crate::tree::ast::{Atom, Fact, FactId, Formula, Kind, Policy, Presence, Quantity, Value};
use crate::tree::print;

/// Why a request is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The text is no request: not JSON, too large, of another form.
    NotARequest,
    /// The request is for another policy.
    OtherPolicy,
    /// The policy has no such fact, or a request no such key.
    UnknownKey,
    /// The same fact or key twice.
    GivenTwice,
    /// The request date or the request kind is not given.
    Missing,
    /// A value of another kind, a choice that the fact does not have, no day of the calendar.
    WrongKind,
    /// A unit that is not the fact's.
    WrongUnit,
    /// The fact is computed from others.
    Derived,
    /// More decimal places than the fact has.
    TooPrecise,
    /// Outside the plausible range.
    OutOfRange,
    /// It contradicts the rest of the request.
    Contradictory,
}

impl Reason {
    /// Its name, as `docs/reference/meaning.md` has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotARequest => "not a request",
            Self::OtherPolicy => "other policy",
            Self::UnknownKey => "unknown key",
            Self::GivenTwice => "given twice",
            Self::Missing => "missing",
            Self::WrongKind => "wrong kind",
            Self::WrongUnit => "wrong unit",
            Self::Derived => "derived",
            Self::TooPrecise => "too precise",
            Self::OutOfRange => "out of range",
            Self::Contradictory => "contradictory",
        }
    }
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The fact, by name, or the key; empty for the request as a whole.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Rejection {
    /// A rejection of a fact or key.
    pub fn new(name: impl Into<String>, reason: Reason, message: impl Into<String>) -> Self {
        Self { name: name.into(), reason, message: message.into() }
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.name.is_empty() {
            return write!(f, "{}: {}", self.reason.as_str(), self.message);
        }
        write!(f, "`{}`: {}: {}", self.name, self.reason.as_str(), self.message)
    }
}

/// The first date that is plausible where the policy says nothing else.
const FIRST_DATE: Option<Date> = Date::new(1900, 1, 1);
/// The last one.
const LAST_DATE: Option<Date> = Date::new(2199, 12, 31);

/// What is wrong with a request; empty for one that can be decided.
pub fn validate(policy: &Policy, request: &Request) -> Vec<Rejection> {
    let mut rejections = Vec::new();
    for (id, fact) in policy.facts() {
        match request.get(id) {
            None if fact.presence == Presence::Required => rejections.push(missing(fact)),
            None => {}
            Some(value) => {
                rejections.extend(misfit(policy, request, id, value));
                rejections.extend(inapplicable(policy, request, fact));
            }
        }
    }
    rejections.extend(contradictions(policy, request));
    rejections
}

fn missing(fact: &Fact) -> Rejection {
    let message = format!("every request gives the {}", fact.name);
    Rejection::new(&fact.name, Reason::Missing, message)
}

/// A value that the fact cannot take.
fn misfit(policy: &Policy, request: &Request, id: FactId, value: &Value) -> Option<Rejection> {
    let fact = policy.fact(id);
    if fact.presence == Presence::Derived {
        return Some(derived(policy, fact));
    }
    match (&fact.kind, value) {
        (Kind::YesNo, Value::YesNo(_)) => None,
        (Kind::OneOf(_) | Kind::Trial(_), Value::Choice(choice)) if choice.0 < fact.choice_names().len() => {
            None
        }
        (Kind::AnyOf(choices), Value::Members(members))
            if members.is_sorted_by(|a, b| a < b) && members.iter().all(|m| m.0 < choices.len()) =>
        {
            None
        }
        (Kind::Quantity(quantity), Value::Number(number)) => {
            check_range(policy, fact, quantity, *number).err()
        }
        (Kind::Date, Value::Date(date)) => check_date(policy, request, id, *date).err(),
        (
            Kind::YesNo
            | Kind::OneOf(_)
            | Kind::Trial(_)
            | Kind::AnyOf(_)
            | Kind::Quantity(_)
            | Kind::Date
            | Kind::YearsSince { .. }
            | Kind::Computed { .. },
            _,
        ) => Some(wrong_kind(policy, fact)),
    }
}

/// A value for a fact that is computed.
pub(crate) fn derived(policy: &Policy, fact: &Fact) -> Rejection {
    let message = format!("it is computed ({}) and cannot be given", print::kind(policy, fact));
    Rejection::new(&fact.name, Reason::Derived, message)
}

/// A value of another kind.
pub(crate) fn wrong_kind(policy: &Policy, fact: &Fact) -> Rejection {
    let message = format!("it takes {}", print::kind(policy, fact));
    Rejection::new(&fact.name, Reason::WrongKind, message)
}

/// Refuses a number outside the plausible range.
pub(crate) fn check_range(
    policy: &Policy,
    fact: &Fact,
    quantity: &Quantity,
    number: i64,
) -> Result<(), Rejection> {
    if (quantity.min..=quantity.max).contains(&number) {
        return Ok(());
    }
    let message = format!("it is plausible only as {}", print::kind(policy, fact));
    Err(Rejection::new(&fact.name, Reason::OutOfRange, message))
}

fn check_date(policy: &Policy, request: &Request, id: FactId, date: Date) -> Result<(), Rejection> {
    let ages = policy.facts().filter_map(|(_, fact)| match fact.kind {
        Kind::YearsSince { date, range } if date == id => Some((fact, range)),
        _ => None,
    });
    let ages: Vec<_> = ages.collect();
    let refuse = |message: String| Err(Rejection::new(&policy.fact(id).name, Reason::OutOfRange, message));
    let (before, behind) =
        (FIRST_DATE.is_some_and(|first| date < first), LAST_DATE.is_some_and(|last| date > last));
    if ages.is_empty() && (before || behind) {
        return refuse("dates from 1900-01-01 to 2199-12-31 are plausible".to_owned());
    }
    let Some(today) = truth::date(request, policy.request_date) else { return Ok(()) };
    match ages.into_iter().find(|(_, range)| !plausible_years(date, *range, today)) {
        Some((age, (least, most))) => {
            refuse(format!("on the request date the {} must be {least} to {most} years", age.name))
        }
        None => Ok(()),
    }
}

fn plausible_years(date: Date, (least, most): (u16, u16), today: Date) -> bool {
    let after = |count| date.plus(Period { count, unit: PeriodUnit::Years });
    after(least) <= today && today < after(most.saturating_add(1))
}

/// A fact that is given where its "Only when" is false.
fn inapplicable(policy: &Policy, request: &Request, fact: &Fact) -> Option<Rejection> {
    let only_when = fact.only_when.as_ref()?;
    truth::formula(policy, request, only_when).is_false().then(|| {
        let message =
            format!("it is asked only when {}, and here that is not so", print::formula(policy, only_when));
        Rejection::new(&fact.name, Reason::Contradictory, message)
    })
}

/// The "Always true" sentences that are false.
fn contradictions(policy: &Policy, request: &Request) -> Vec<Rejection> {
    let broken =
        policy.always.iter().filter(|always| truth::formula(policy, request, &always.formula).is_false());
    broken
        .map(|always| {
            let name = known_fact(policy, request, &always.formula).unwrap_or_default();
            let message = format!("this must hold of every request: {}", always.quote.text);
            Rejection::new(name, Reason::Contradictory, message)
        })
        .collect()
}

/// The first known fact that a sentence is about, of what it says before its condition; the request kind and
/// date only where there is no other.
fn known_fact(policy: &Policy, request: &Request, formula: &Formula) -> Option<String> {
    let mut facts = Vec::new();
    let mut note = |formula: &Formula| formula.each_atom(&mut |atom: &Atom| facts.extend(atom.needs(policy)));
    // "If …, …" is the opposite of the condition, or what it asks for.
    if let Formula::Any(parts) = formula {
        parts.iter().rev().for_each(note);
    } else {
        note(formula);
    }
    facts.retain(|fact| request.get(*fact).is_some());
    facts.sort_by_key(|fact| policy.fact(*fact).presence == Presence::Required);
    facts.first().map(|fact| policy.fact(*fact).name.clone())
}
