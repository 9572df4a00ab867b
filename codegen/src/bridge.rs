//! What commands and documents need of the passes that are written elsewhere.
//!
//! A stand-in: every function here is to become a plain re-export when the passes meet.

use std::path::PathBuf;

use criteria_runtime::State;

use crate::compiled::Compiled;
use crate::interp::{Determination, Kind as Decided, Repairs, Request};
use crate::tree::ast::{
    Atom, ChoiceId, CriterionId, Fact, FactId, Formula, Kind, Policy, Value, When,
};

/// One thing that is wrong with a request.
#[derive(Debug, Clone)]
pub(crate) struct Rejection {
    /// The fact, by name, or the key; empty for the request as a whole.
    pub(crate) name: String,
    /// Why, in a word or two: `out of range`.
    pub(crate) reason: String,
    /// What is wrong and what would be right; never the value.
    pub(crate) message: String,
}

/// A formula in words.
pub(crate) fn formula(policy: &Policy, of: &Formula) -> String {
    let join = |parts: &[Formula], word: &str| {
        let parts: Vec<_> = parts.iter().map(|part| formula(policy, part)).collect();
        format!("({})", parts.join(word))
    };
    match of {
        Formula::Atom(of) => atom(policy, of),
        Formula::Not(inner) => format!("not {}", formula(policy, inner)),
        Formula::All(parts) => join(parts, " and "),
        Formula::Any(parts) => join(parts, " or "),
    }
}

fn atom(policy: &Policy, of: &Atom) -> String {
    let name = policy.fact(of.fact()).name.as_str();
    match of {
        Atom::Yes(_) => name.to_owned(),
        Atom::Is(fact, choices) => format!("{name} is {}", choices_of(policy, *fact, choices)),
        Atom::Includes(fact, choices) => {
            format!("{name} include {}", choices_of(policy, *fact, choices))
        }
        Atom::Compare(_, comparison, number) => format!("{name} {} {number}", comparison.sign()),
        Atom::Elapsed(_, period) => format!("at least {period} since {name}"),
        Atom::Within(_, period) => format!("{name} is within the last {period}"),
        Atom::Dates(_, comparison, other) => {
            format!("{name} {} {}", comparison.sign(), policy.fact(*other).name)
        }
    }
}

fn choices_of(policy: &Policy, fact: FactId, choices: &[ChoiceId]) -> String {
    let names = policy.fact(fact).choice_names();
    let names: Vec<_> = choices
        .iter()
        .filter_map(|choice| names.get(choice.0).copied())
        .collect();
    names.join(" or ")
}

/// A value as authors write it.
pub(crate) fn value(policy: &Policy, fact: FactId, of: &Value) -> String {
    match of {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Choice(choice) => choices_of(policy, fact, &[*choice]),
        Value::Members(members) if members.is_empty() => "none".to_owned(),
        Value::Members(members) => choices_of(policy, fact, members).replace(" or ", ", "),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
    }
}

/// The kind of a fact in words.
pub(crate) fn kind(_policy: &Policy, fact: &Fact) -> String {
    match &fact.kind {
        Kind::YesNo => "yes or no".to_owned(),
        Kind::OneOf(_) | Kind::Trial(_) => format!("one of: {}", fact.choice_names().join("; ")),
        Kind::AnyOf(_) => format!("none, or any of: {}", fact.choice_names().join("; ")),
        Kind::Quantity(quantity) => format!("a number of {}", quantity.unit),
        Kind::Date => "a date, written like 2026-02-28".to_owned(),
        Kind::YearsSince { .. } | Kind::Product { .. } => "computed".to_owned(),
    }
}

/// When a step applies, in words.
pub(crate) fn when(policy: &Policy, of: &When) -> String {
    let label = |id: &CriterionId| policy.criterion(*id).label.as_str();
    let join = |parts: &[When], word: &str| {
        parts
            .iter()
            .map(|part| when(policy, part))
            .collect::<Vec<_>>()
            .join(word)
    };
    match of {
        When::Always => "otherwise".to_owned(),
        When::Met(id) => format!("{} is met", label(id)),
        When::NotMet(id) => format!("{} is not met", label(id)),
        When::DoesNotApply(id) => format!("{} does not apply", label(id)),
        When::Not(inner) => format!("not ({})", when(policy, inner)),
        When::All(parts) => join(parts, " and "),
        When::Any(parts) => join(parts, " or "),
    }
}

/// The hash of what a policy means.
pub(crate) fn meaning_hash(_policy: &Policy) -> String {
    "0".repeat(64)
}

/// The patterns of sentences, each with an example.
pub(crate) fn patterns() -> Vec<(String, String)> {
    Vec::new()
}

/// Reads a request.
///
/// # Errors
/// Where it is malformed: the reasons.
pub(crate) fn request_from_json(policy: &Policy, text: &str) -> Result<Request, Vec<Rejection>> {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Ok(Request::new(policy)),
        Err(_) => Err(vec![Rejection {
            name: String::new(),
            reason: "not a request".to_owned(),
            message: "it is not JSON".to_owned(),
        }]),
    }
}

/// A request to fill in.
pub(crate) fn request_template(_policy: &Policy) -> String {
    "{}\n".to_owned()
}

/// Decides a request.
pub(crate) fn decide(policy: &Policy, _request: &Request) -> Determination {
    Determination {
        kind: Decided::CriteriaNotMet,
        step: policy.steps.len().saturating_sub(1),
        under: None,
        end: None,
        limit: None,
        target: None,
        states: vec![State::Unknown; policy.criteria.len()],
        because: Vec::new(),
        unmet: Vec::new(),
        repairs: Repairs::default(),
        missing: Vec::new(),
    }
}

/// A determination for a reader.
pub(crate) fn answer_human(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    format!("{}: {:?}\n", policy.id, answer.kind)
}

/// A determination for a program, as one line.
pub(crate) fn answer_json(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    let value = serde_json::json!({ "policy": policy.id, "kind": format!("{:?}", answer.kind) });
    format!("{value}\n")
}

/// One policy to generate code for: what was compiled, its meaning hash, and the names of its
/// folder and version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'a> {
    /// What was compiled.
    pub(crate) compiled: &'a Compiled,
    /// The policy.
    pub(crate) policy: &'a Policy,
    /// Its meaning hash.
    pub(crate) hash: &'a str,
    /// `cp-phar-243`
    pub(crate) folder: &'a str,
    /// `2025-05`
    pub(crate) version: &'a str,
}

/// The evaluators: paths below the output folder, and texts.
///
/// # Errors
/// Where a policy cannot be said in Rust.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the emitter can fail; this stand-in cannot"
)]
pub(crate) fn rust_files(_units: &[Unit<'_>]) -> Result<Vec<(PathBuf, String)>, String> {
    Ok(Vec::new())
}

/// The `mod.rs` files over the evaluators.
///
/// # Errors
/// Where two policies would share a module.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the emitter can fail; this stand-in cannot"
)]
pub(crate) fn rust_index(_units: &[Unit<'_>]) -> Result<Vec<(PathBuf, String)>, String> {
    Ok(Vec::new())
}
