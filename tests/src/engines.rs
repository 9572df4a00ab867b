//! The engines under one judge: the interpreter says what is right, every other must say the same.

use criteria::interp::{self, Determination, End, Rejection, Request};
use criteria::tree::ast::{CriterionId, FactId, Policy, Value};

use crate::seen::{ASPECTS, Aspects, Given, Seen, evaluate};
use crate::workspace::Spec;

/// What the interpreter says.
#[derive(Debug, Clone)]
pub enum Expected {
    /// It decided.
    Decided(Box<Aspects>),
    /// It refused the request, for all of these reasons.
    Rejected(Vec<Rejection>),
}

/// What the interpreter says about a request.
pub fn interpret(policy: &Policy, request: &Request) -> Expected {
    let rejections = interp::validate(policy, request);
    if rejections.is_empty() {
        Expected::Decided(Box::new(aspects(&interp::determine(policy, request))))
    } else {
        Expected::Rejected(rejections)
    }
}

/// What the generated evaluator of a policy under `spec/` says about a request.
pub fn generated(spec: &Spec, request: &Request) -> Seen {
    let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
    evaluate(evaluator, &facts(&spec.policy, request))
}

/// Both engines' aspects of a valid request, which must not differ in what they cover.
pub fn both(spec: &Spec, request: &Request) -> Vec<(&'static str, Aspects)> {
    let mut all = Vec::new();
    match interpret(&spec.policy, request) {
        Expected::Decided(aspects) => all.push(("the interpreter", *aspects)),
        Expected::Rejected(why) => panic!("the interpreter rejects it: {why:?}"),
    }
    if spec.evaluator.is_some() {
        match generated(spec, request) {
            Seen::Decided(aspects) => all.push(("the generated evaluator", *aspects)),
            Seen::Rejected { reason, about } => {
                panic!("the generated evaluator rejects it: {reason}: {about}")
            }
        }
    }
    all
}

/// A determination of the interpreter, aspect by aspect.
pub fn aspects(of: &Determination) -> Aspects {
    let number = |at: Option<CriterionId>| at.map_or_else(String::new, |at| at.0.to_string());
    let list =
        |all: &mut dyn Iterator<Item = usize>| all.map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    let end = match of.end {
        None => String::new(),
        Some(End::On(date)) => date.to_string(),
        Some(End::Unknown { at_least: None }) => "unknown".to_owned(),
        Some(End::Unknown { at_least: Some(least) }) => format!("unknown, at least {least}"),
    };
    let limit = of.limit.as_ref();
    [
        of.kind.as_str().to_owned(),
        of.step.to_string(),
        number(of.under),
        end,
        limit.map_or_else(String::new, |limit| format!("{} {}", limit.count, limit.what)),
        of.target.clone().unwrap_or_default(),
        of.states.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(","),
        list(&mut of.because.iter().map(|at| at.0)),
        list(&mut of.unmet.iter().map(|at| at.0)),
        list(&mut of.missing.iter().map(|at| at.0)),
        of.may_be_approved.to_string(),
    ]
}

/// Compares what another engine said with what is right.
///
/// The interpreter lists everything that is wrong with a request, an evaluator stops at the first:
/// what it names must be one of them, by the same fact or sentence and for the same reason.
pub fn compare(policy: &Policy, request: &Request, seen: &Seen) -> Result<(), String> {
    match (interpret(policy, request), seen) {
        (Expected::Decided(right), Seen::Decided(other)) => {
            let all = ASPECTS.iter().zip(right.iter().zip(other.iter()));
            let differ: Vec<_> = all
                .filter(|(_, (right, other))| right != other)
                .map(|(aspect, (right, other))| difference(policy, aspect, right, other))
                .collect();
            if differ.is_empty() { Ok(()) } else { Err(differ.join("\n")) }
        }
        (Expected::Rejected(all), Seen::Rejected { reason, about }) => {
            let same = |one: &Rejection| {
                one.reason.as_str() == reason && (one.name == *about || one.message.ends_with(about.as_str()))
            };
            if all.iter().any(same) {
                return Ok(());
            }
            Err(format!("rejected as {reason}: {about}; right is one of {all:?}"))
        }
        (right, other) => Err(format!("{other:?}; right is {right:?}")),
    }
}

/// How an aspect differs, by the names of the policy.
fn difference(policy: &Policy, aspect: &str, right: &str, other: &str) -> String {
    let label = |at: usize| policy.criteria.get(at).map_or("?", |criterion| criterion.label.as_str());
    let fact = |at: usize| policy.facts.get(at).map_or("?", |fact| fact.name.as_str());
    let names = |list: &str| {
        let places = list.split(',').filter_map(|at| at.parse::<usize>().ok());
        let names = places.map(|at| if aspect == "missing" { fact(at) } else { label(at) });
        names.collect::<Vec<_>>().join(", ")
    };
    match aspect {
        "states" => {
            let both = right.split(',').zip(other.split(',')).enumerate();
            let differ = both.filter(|(_, (right, other))| right != other);
            let differ = differ.map(|(at, (right, other))| format!("{} is {right}, not {other}", label(at)));
            differ.collect::<Vec<_>>().join("; ")
        }
        "under" | "because" | "unmet" | "missing" => {
            format!("{aspect}: {}; not {}", names(right), names(other))
        }
        _ => format!("{aspect}: {right:?}, not {other:?}"),
    }
}

/// The facts of a request by number, as evaluators take them.
pub fn facts(policy: &Policy, request: &Request) -> Vec<Option<Given>> {
    let narrow = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let given = |value: &Value| match value {
        Value::YesNo(yes) => Given::YesNo(*yes),
        Value::Choice(choice) => Given::Choice(narrow(choice.0)),
        Value::Members(members) => Given::Members(members.iter().map(|member| narrow(member.0)).collect()),
        Value::Number(number) => Given::Number(*number),
        Value::Date(date) => Given::Date(*date),
    };
    (0..policy.facts.len()).map(|at| request.get(FactId(at)).map(given)).collect()
}
