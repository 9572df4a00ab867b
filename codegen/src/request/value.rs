//! The value of one fact, from plain text as in an example table or from JSON.

use std::str::FromStr as _;

use criteria_runtime::Date;

use super::decimal::{self, NotExact};
use crate::interp::{Reason, Rejection};
use crate::limits::MAX_CHOICES;
use crate::tree::ast::{Choice, ChoiceId, Fact, FactId, Kind, Policy, Quantity, Value};
use crate::tree::print;
use crate::tree::words::{exact, singulars};

/// What was given for a fact, before it is read as a value of the fact's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    /// `true`, `false`.
    YesNo(bool),
    /// A JSON number, as written.
    Number(String),
    /// Text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Anything else.
    Other,
}

/// Reads the value of a fact from plain text, as example tables have it: `12 mg per day`, `yes`,
/// `none`, `alemtuzumab, glatiramer acetate`, `2026-03-01`.
///
/// # Errors
/// Where the text is no value of the fact.
pub fn read_value(policy: &Policy, fact: FactId, text: &str) -> Result<Value, Rejection> {
    read(policy, fact, &Given::Text(text.to_owned()))
}

/// Reads what was given for a fact.
pub(super) fn read(policy: &Policy, fact: FactId, given: &Given) -> Result<Value, Rejection> {
    let fact = policy.fact(fact);
    let wrong_kind = || crate::interp::wrong_kind(policy, fact);
    match (&fact.kind, given) {
        (Kind::YearsSince { .. } | Kind::Computed { .. }, _) => Err(crate::interp::derived(policy, fact)),
        (Kind::YesNo, Given::YesNo(answer)) => Ok(Value::YesNo(*answer)),
        (Kind::YesNo, Given::Text(text)) => yes_no(text).map(Value::YesNo).ok_or_else(wrong_kind),
        (Kind::OneOf(_) | Kind::Trial(_), Given::Text(text)) => {
            choice(fact, text).map(Value::Choice).ok_or_else(|| no_such_choice(policy, fact, text))
        }
        (Kind::AnyOf(_), Given::Text(text)) => members_in(policy, fact, text).map(Value::Members),
        (Kind::AnyOf(_), Given::List(names)) => members(policy, fact, names).map(Value::Members),
        (Kind::Quantity(quantity), Given::Number(text)) => {
            number(policy, fact, quantity, (text, "")).map(Value::Number)
        }
        (Kind::Quantity(quantity), Given::Text(text)) => {
            number(policy, fact, quantity, decimal::split_unit(text)).map(Value::Number)
        }
        (Kind::Date, Given::Text(text)) => {
            Date::from_str(text.trim()).map(Value::Date).map_err(|_| wrong_kind())
        }
        (
            Kind::YesNo | Kind::OneOf(_) | Kind::Trial(_) | Kind::AnyOf(_) | Kind::Quantity(_) | Kind::Date,
            _,
        ) => Err(wrong_kind()),
    }
}

fn yes_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// A phrase in lower case, with single spaces and one way to write micro.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('\u{b5}', "\u{3bc}")
}

fn choice(fact: &Fact, text: &str) -> Option<ChoiceId> {
    let wanted = plain(text);
    let named = fact.choice_names().into_iter().position(|name| plain(name) == wanted);
    let also = |choice: &Choice| choice.also.iter().any(|phrase| plain(phrase) == wanted);
    named.or_else(|| choices(fact).iter().position(also)).map(ChoiceId)
}

fn choices(fact: &Fact) -> &[Choice] {
    match &fact.kind {
        Kind::OneOf(choices) | Kind::AnyOf(choices) => choices,
        _ => &[],
    }
}

fn no_such_choice(policy: &Policy, fact: &Fact, text: &str) -> Rejection {
    let nearest = nearest(text, fact.choice_names());
    let suggestion = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    let message = format!("it takes {}{suggestion}", print::kind(policy, fact));
    Rejection::new(&fact.name, Reason::WrongKind, message)
}

/// The name that is most like a text, if one is like it at all.
pub(super) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f64 = 0.8;
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let wanted = plain(text);
    let scored = names.into_iter().map(|name| (strsim::jaro_winkler(&wanted, &plain(name)), name));
    let best = scored.fold(None, |best: Option<(f64, &str)>, scored| match best {
        Some(best) if best.0 >= scored.0 => Some(best),
        _ => Some(scored),
    });
    best.filter(|(score, _)| *score >= LIKE).map(|(_, name)| name)
}

/// A set on one line: `none`, or names with commas between them.
fn members_in(policy: &Policy, fact: &Fact, text: &str) -> Result<Vec<ChoiceId>, Rejection> {
    if let Some(only) = choice(fact, text) {
        return Ok(vec![only]);
    }
    if plain(text) == "none" {
        return Ok(Vec::new());
    }
    let names: Vec<String> = text.split(',').map(str::to_owned).collect();
    members(policy, fact, &names)
}

fn members(policy: &Policy, fact: &Fact, names: &[String]) -> Result<Vec<ChoiceId>, Rejection> {
    if names.len() > MAX_CHOICES {
        let message = format!("it names {} members: at most {MAX_CHOICES} are read", names.len());
        return Err(Rejection::new(&fact.name, Reason::WrongKind, message));
    }
    if let [only] = names
        && plain(only) == "none"
        && choice(fact, only).is_none()
    {
        return Ok(Vec::new());
    }
    let found = names.iter().map(|name| choice(fact, name).ok_or_else(|| no_such_choice(policy, fact, name)));
    let mut found: Vec<ChoiceId> = found.collect::<Result<_, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn number(
    policy: &Policy,
    fact: &Fact,
    quantity: &Quantity,
    (number, unit): (&str, &str),
) -> Result<i64, Rejection> {
    let takes = print::kind(policy, fact);
    let rejection = |reason, message: String| Rejection::new(&fact.name, reason, message);
    let number = decimal::scaled(number, quantity.places).map_err(|why| match why {
        NotExact::NotANumber => rejection(
            Reason::WrongKind,
            format!("it takes {takes}; digits and a decimal point only, as in 12.5"),
        ),
        NotExact::TooPrecise => rejection(Reason::TooPrecise, format!("it takes {takes}")),
        NotExact::TooLarge => rejection(Reason::OutOfRange, format!("it is plausible only as {takes}")),
    })?;
    if !unit.is_empty() && !same_unit(unit, &quantity.unit) {
        let message = match quantity.unit.as_str() {
            "" => "it is a number without a unit".to_owned(),
            unit => format!("its unit is {unit}"),
        };
        return Err(rejection(Reason::WrongUnit, message));
    }
    crate::interp::check_range(policy, fact, quantity, number).map(|()| number)
}

/// Whether a unit is the fact's: exactly, but for spaces and the singular of one of its words
/// (`1 day` of `days`). Units keep their case: `mg` is not `Mg`.
fn same_unit(given: &str, unit: &str) -> bool {
    let (given, unit) = (exact(given), exact(unit));
    given == unit || singulars(&unit).any(|singular| singular == given)
}
