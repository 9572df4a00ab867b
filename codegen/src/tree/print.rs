//! Canonical English for facts, formulas and the order of determination: one wording for each
//! meaning, whatever the document's own words. `criteria read`, the documents and failing
//! properties print it beside the sentence it stands for.

use criteria_runtime::PeriodUnit;

use super::ast::{
    Atom, ChoiceId, Comparison, CriterionId, Fact, FactId, Formula, Kind, Policy, Quantity, Value, When,
};

/// A formula: `daily dose ≤ 12 mg per day`.
pub fn formula(policy: &Policy, of: &Formula) -> String {
    let opposite = |part: &Formula| formula(policy, &Formula::Not(Box::new(part.clone())));
    match of {
        Formula::Atom(atom) => self::atom(policy, atom, Sense::Plain),
        Formula::Not(inner) => match &**inner {
            Formula::Atom(atom) => self::atom(policy, atom, Sense::Opposite),
            Formula::Not(twice) => formula(policy, twice),
            Formula::All(parts) => join(" or ", parts, Compound::is_compound, opposite, "never"),
            Formula::Any(parts) => join(" and ", parts, Compound::is_compound, opposite, "always"),
            Formula::AtLeast(least, parts) => several(policy, *least, parts, Sense::Opposite),
        },
        Formula::All(parts) => {
            join(" and ", parts, Compound::is_compound, |part| formula(policy, part), "always")
        }
        Formula::Any(parts) => {
            join(" or ", parts, Compound::is_compound, |part| formula(policy, part), "never")
        }
        Formula::AtLeast(least, parts) => several(policy, *least, parts, Sense::Plain),
    }
}

/// So many of several; of members of one set by their names.
fn several(policy: &Policy, least: usize, parts: &[Formula], sense: Sense) -> String {
    let count = format!("{} {least} of", sense.pick("at least", "fewer than"));
    let member = |part: &Formula| match part {
        Formula::Atom(Atom::Includes(of, choices)) if choices.len() == 1 => Some((*of, choices.clone())),
        _ => None,
    };
    let members: Option<Vec<_>> = parts.iter().map(member).collect();
    let ids: Vec<ChoiceId> = members.iter().flatten().flat_map(|(_, choices)| choices.clone()).collect();
    match members.as_deref() {
        Some([(set, _), rest @ ..]) if rest.iter().all(|(of, _)| of == set) => {
            let fact = policy.fact(*set);
            format!("{} include {count} {}", fact.name, list(&chosen(fact, &ids), "or"))
        }
        _ => {
            let parts: Vec<String> = parts.iter().map(|part| formula(policy, part)).collect();
            format!("{count} ({})", parts.join("; "))
        }
    }
}

/// When a step applies: `(I.A is met or II.A is met) and III is not met`.
pub fn when(policy: &Policy, of: &When) -> String {
    let label = |id: &CriterionId| policy.criterion(*id).label.clone();
    let part = |part: &When| when(policy, part);
    match of {
        When::Always => "always".to_owned(),
        When::Met(id) => format!("{} is met", label(id)),
        When::NotMet(id) => format!("{} applies and is not met", label(id)),
        When::DoesNotApply(id) => format!("{} does not apply", label(id)),
        When::Not(inner) => match &**inner {
            When::Met(id) => format!("{} is not met", label(id)),
            inner => format!("it is not so that ({})", part(inner)),
        },
        When::All(parts) => join(" and ", parts, is_compound, part, "always"),
        When::Any(parts) => join(" or ", parts, is_compound, part, "never"),
    }
}

/// What values a fact takes, in words: `a number of mg per day, 0 to 100, up to 2 decimal places`.
pub fn kind(policy: &Policy, of: &Fact) -> String {
    let name = |id: FactId| policy.fact(id).name.as_str();
    match &of.kind {
        Kind::YesNo => "yes or no".to_owned(),
        Kind::OneOf(_) => format!("one of: {}", of.choice_names().join("; ")),
        Kind::Trial(_) => format!("the outcome of a treatment, one of: {}", of.choice_names().join("; ")),
        Kind::AnyOf(_) => format!("none, or any of: {}", of.choice_names().join("; ")),
        Kind::Quantity(quantity) => self::quantity(quantity),
        Kind::Date => "a date, written like 2026-02-28".to_owned(),
        Kind::YearsSince { date, range } => {
            format!("whole years since {}, {} to {}", name(*date), range.0, range.1)
        }
        Kind::Computed { left, by, right, quantity } => {
            let unit = if quantity.unit.is_empty() { String::new() } else { format!("{} = ", quantity.unit) };
            format!("{unit}{} {} {}", name(*left), by.sign(), name(*right))
        }
    }
}

fn quantity(of: &Quantity) -> String {
    let range = format!("{} to {}", decimal(of.min, of.places), decimal(of.max, of.places));
    let number = match of.places {
        0 => "a whole number",
        _ => "a number",
    };
    let unit = if of.unit.is_empty() { String::new() } else { format!(" of {}", of.unit) };
    let places = match of.places {
        0 => String::new(),
        1 => ", up to 1 decimal place".to_owned(),
        places => format!(", up to {places} decimal places"),
    };
    format!("{number}{unit}, {range}{places}")
}

/// A value of a fact, as requests and example tables write it: `12.5 mg per day`, `none`.
pub fn value(policy: &Policy, fact: FactId, of: &Value) -> String {
    let fact = policy.fact(fact);
    let names = fact.choice_names();
    let name = |choice: &ChoiceId| names.get(choice.0).copied().unwrap_or("?");
    match of {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Choice(choice) => name(choice).to_owned(),
        Value::Members(members) if members.is_empty() => "none".to_owned(),
        Value::Members(members) => members.iter().map(name).collect::<Vec<_>>().join(", "),
        Value::Number(number) => amount(fact, *number),
        Value::Date(date) => date.to_string(),
    }
}

/// A scaled number in decimal notation, without trailing zeros.
pub fn decimal(scaled: i64, places: u32) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let digits = scaled.unsigned_abs().to_string();
    let places = places as usize;
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at_checked(padded.len() - places).unwrap_or((&padded, ""));
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

fn amount(fact: &Fact, number: i64) -> String {
    let Some(quantity) = fact.quantity() else { return number.to_string() };
    format!("{} {}", decimal(number, quantity.places), quantity.unit).trim_end().to_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Plain,
    Opposite,
}

impl Sense {
    fn pick(self, plain: &'static str, opposite: &'static str) -> &'static str {
        match self {
            Self::Plain => plain,
            Self::Opposite => opposite,
        }
    }
}

fn atom(policy: &Policy, of: &Atom, sense: Sense) -> String {
    let name = |id: &FactId| policy.fact(*id).name.as_str();
    match of {
        Atom::Yes(id) => format!("{} is {}", name(id), sense.pick("yes", "no")),
        Atom::Is(id, choices) => is(policy, *id, choices, sense),
        Atom::Includes(id, choices) => includes(policy, *id, choices, sense),
        Atom::Compare(id, comparison, number) => {
            let sign = sign(*comparison, sense);
            format!("{} {sign} {}", name(id), amount(policy.fact(*id), *number))
        }
        Atom::Elapsed(id, period) => match age(policy, *id) {
            Some(age) if period.unit == PeriodUnit::Years => {
                format!("{age} {} {period}", sense.pick("≥", "<"))
            }
            _ => format!("{} {period} since {}", sense.pick("at least", "less than"), name(id)),
        },
        Atom::Within(id, period) => {
            format!("{} {period} since {}", sense.pick("at most", "more than"), name(id))
        }
        Atom::Dates(left, comparison, right) => {
            format!("{} is {} {}", name(left), before(*comparison, sense), name(right))
        }
        Atom::Apart(first, period, comparison, other) => {
            let length = length(*comparison, sense);
            format!("{length} {period} from {} to {}", name(first), name(other))
        }
    }
}

/// The fact that counts the years since a date.
fn age(policy: &Policy, of: FactId) -> Option<&str> {
    let mut ages =
        policy.facts.iter().filter(|fact| matches!(fact.kind, Kind::YearsSince { date, .. } if date == of));
    ages.next().map(|fact| fact.name.as_str())
}

fn is(policy: &Policy, id: FactId, choices: &[ChoiceId], sense: Sense) -> String {
    let names = chosen(policy.fact(id), choices);
    let verb = match (sense, names.as_slice()) {
        (Sense::Plain, _) => "is",
        (Sense::Opposite, [_]) => "is not",
        (Sense::Opposite, _) => "is neither",
    };
    format!("{} {verb} {}", policy.fact(id).name, list(&names, sense.pick("or", "nor")))
}

/// Names the choices, or those left out where these are fewer.
fn includes(policy: &Policy, id: FactId, choices: &[ChoiceId], sense: Sense) -> String {
    let fact = policy.fact(id);
    let all = fact.choice_names().len();
    let others: Vec<ChoiceId> = (0..all).map(ChoiceId).filter(|choice| !choices.contains(choice)).collect();
    let names = match others.as_slice() {
        others if choices.len() > 3 && !others.is_empty() && others.len() < choices.len() => {
            let whole = fact.list.clone().unwrap_or_else(|| format!("its {all} choices"));
            format!("{whole} other than {}", list(&chosen(fact, others), "or"))
        }
        [] if fact.list.is_some() => fact.list.clone().unwrap_or_default(),
        _ => list(&chosen(fact, choices), "or"),
    };
    format!("{} include {} of {names}", fact.name, sense.pick("any", "none"))
}

pub(super) fn chosen<'a>(fact: &'a Fact, choices: &[ChoiceId]) -> Vec<&'a str> {
    let names = fact.choice_names();
    choices.iter().filter_map(|choice| names.get(choice.0).copied()).collect()
}

/// `a, b or c`; with `nor`: `a, b nor c`.
pub(super) fn list(names: &[&str], last: &str) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn sign(of: Comparison, sense: Sense) -> &'static str {
    match (of, sense) {
        (of, Sense::Plain) => of.sign(),
        (Comparison::AtLeast, Sense::Opposite) => "<",
        (Comparison::MoreThan, Sense::Opposite) => "≤",
        (Comparison::AtMost, Sense::Opposite) => ">",
        (Comparison::LessThan, Sense::Opposite) => "≥",
        (Comparison::Equal, Sense::Opposite) => "≠",
    }
}

fn before(of: Comparison, sense: Sense) -> &'static str {
    match (of, sense) {
        (Comparison::AtLeast, Sense::Plain) | (Comparison::LessThan, Sense::Opposite) => "on or after",
        (Comparison::MoreThan, Sense::Plain) | (Comparison::AtMost, Sense::Opposite) => "after",
        (Comparison::AtMost, Sense::Plain) | (Comparison::MoreThan, Sense::Opposite) => "on or before",
        (Comparison::LessThan, Sense::Plain) | (Comparison::AtLeast, Sense::Opposite) => "before",
        (Comparison::Equal, Sense::Plain) => "on the day of",
        (Comparison::Equal, Sense::Opposite) => "on another day than",
    }
}

/// How long it is from the one date to the other, where the one date and the period compare like
/// this with the other.
fn length(of: Comparison, sense: Sense) -> &'static str {
    match (of, sense) {
        (Comparison::AtMost, Sense::Plain) | (Comparison::MoreThan, Sense::Opposite) => "at least",
        (Comparison::LessThan, Sense::Plain) | (Comparison::AtLeast, Sense::Opposite) => "more than",
        (Comparison::AtLeast, Sense::Plain) | (Comparison::LessThan, Sense::Opposite) => "at most",
        (Comparison::MoreThan, Sense::Plain) | (Comparison::AtMost, Sense::Opposite) => "less than",
        (Comparison::Equal, Sense::Plain) => "exactly",
        (Comparison::Equal, Sense::Opposite) => "not exactly",
    }
}

fn is_compound(of: &When) -> bool {
    matches!(of, When::All(parts) | When::Any(parts) if parts.len() > 1)
}

trait Compound {
    fn is_compound(&self) -> bool;
}

impl Compound for Formula {
    fn is_compound(&self) -> bool {
        match self {
            // `a is x or y` holds an "or" of its own.
            Self::Atom(Atom::Is(_, choices)) => choices.len() > 1,
            Self::Atom(_) | Self::AtLeast(..) => false,
            Self::Not(inner) => inner.is_compound(),
            Self::All(parts) | Self::Any(parts) => parts.len() > 1,
        }
    }
}

/// Joins the parts of a statement, those that are themselves joined in brackets.
fn join<T>(
    with: &str,
    parts: &[T],
    compound: impl Fn(&T) -> bool,
    text: impl Fn(&T) -> String,
    empty: &str,
) -> String {
    let alone = parts.len() == 1;
    let bracketed = |part: &T| {
        let text = text(part);
        if compound(part) && !alone { format!("({text})") } else { text }
    };
    match parts {
        [] => empty.to_owned(),
        parts => parts.iter().map(bracketed).collect::<Vec<_>>().join(with),
    }
}
