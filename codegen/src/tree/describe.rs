//! How a sentence was read, and what is so where it is not met, in one line each.

use super::ast::{
    Body, Criterion, CriterionId, Formula, Operator, Part, Policy, Quote, Statement, When, Whichever,
};
use super::print;

/// How the sentence at a place was read, and how the same is said where it is not met; `None` where no
/// sentence stands.
pub fn sentence(policy: &Policy, place: &str, text: &Quote) -> Option<(String, String)> {
    let number = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
    if let Some(at) = place.strip_prefix("Always true ").and_then(number) {
        return policy.always.get(at).map(|always| both(policy, &always.formula));
    }
    if let Some(at) = place.strip_prefix("Order ").and_then(number) {
        return policy.steps.get(at).map(|step| step_when(policy, &step.when));
    }
    if let Some(at) = place.strip_prefix("Invariant ").and_then(number) {
        let mut statements = policy.invariants.get(at)?.statements.iter();
        return statements.find(|(quote, _)| quote == text).map(|(_, of)| statement(policy, of));
    }
    if let Some(name) = place.strip_prefix("Only when: ") {
        let fact = policy.fact(policy.named(name)?);
        return fact.only_when.as_ref().map(|formula| both(policy, formula));
    }
    if let Some(label) = place.strip_prefix("Scope ") {
        let criterion = policy.criterion(policy.labelled(label)?);
        return criterion.applies.as_ref().map(|formula| both(policy, formula));
    }
    let id = policy.labelled(place)?;
    Some((criterion(policy, id), criterion_not_met(policy, id)))
}

fn both(policy: &Policy, of: &Formula) -> (String, String) {
    (print::formula(policy, of), opposite(policy, of))
}

fn opposite(policy: &Policy, of: &Formula) -> String {
    print::formula(policy, &Formula::Not(Box::new(of.clone())))
}

fn step_when(policy: &Policy, of: &When) -> (String, String) {
    let not = match of {
        When::Always => "never".to_owned(),
        of => print::when(policy, &When::Not(Box::new(of.clone()))),
    };
    (print::when(policy, of), not)
}

/// `if course is first: daily dose > 12 mg per day`, `not all of a, b, c`, …
fn criterion_not_met(policy: &Policy, id: CriterionId) -> String {
    let criterion = policy.criterion(id);
    let body = body_not_met(policy, criterion);
    match (&criterion.applies, &criterion.body) {
        (None, _) => body,
        (Some(applies), Body::Selector) => format!("does not apply when {}", opposite(policy, applies)),
        (Some(applies), _) => format!("if {}: {body}", print::formula(policy, applies)),
    }
}

fn body_not_met(policy: &Policy, criterion: &Criterion) -> String {
    match &criterion.body {
        Body::Heading(_) | Body::Note => body(policy, criterion),
        Body::Selector => "never not met where it applies".to_owned(),
        Body::NotPermitted => "re-authorization is permitted".to_owned(),
        Body::Test(formula) => opposite(policy, formula),
        Body::Group(operator, children) => group_not_met(policy, *operator, children),
    }
}

fn group_not_met(policy: &Policy, operator: Operator, children: &[CriterionId]) -> String {
    let parts: Vec<&Criterion> = children.iter().map(|id| policy.criterion(*id)).collect();
    if parts.iter().any(|part| part.part != Part::Whole) {
        let joiner = if operator == Operator::All { "; or " } else { ", and " };
        return parts.iter().map(|part| body_not_met(policy, part)).collect::<Vec<_>>().join(joiner);
    }
    let labels = labels(&parts);
    match operator {
        Operator::All => format!("not all of {labels}"),
        Operator::AtLeast(1) => format!("none of {labels}"),
        Operator::AtLeast(n) => format!("fewer than {n} of {labels}"),
        Operator::NoneOf => format!("at least one of {labels}"),
        Operator::Case => format!("not the one that applies of {labels}"),
    }
}

/// What an invariant promises of every determination, and what would break it.
fn statement(policy: &Policy, of: &Statement) -> (String, String) {
    let name = |id| policy.fact(id).name.as_str();
    let lines = |lines: &[_]| match policy.line_of_business {
        Some(of) if !lines.is_empty() => {
            format!(" for {}", print::list(&print::chosen(policy.fact(of), lines), "or"))
        }
        _ => String::new(),
    };
    let said = |promise: String, broken: String| (promise, broken);
    match of {
        Statement::NeverApprove { scope, when } => {
            let when = match scope {
                None => when.clone(),
                Some(scope) => Formula::All(vec![scope.clone(), when.clone()]),
            };
            let when = print::formula(policy, &when);
            said(format!("no approval when {when}"), format!("an approval when {when}"))
        }
        Statement::Covers(of, limit) => {
            let (of, limit) = (lines(of), limit.shown());
            said(
                format!("every approval{of} covers {limit}"),
                format!("an approval{of} does not cover {limit}"),
            )
        }
        Statement::Lasts(of, period, until) => {
            let or_until = until.as_ref().map(|until| {
                let whichever = match until.whichever {
                    Whichever::Longer => "longer",
                    Whichever::Shorter => "shorter",
                };
                format!(" or until {}, whichever is {whichever}", name(until.date))
            });
            let (of, term) = (lines(of), format!("{period}{}", or_until.unwrap_or_default()));
            said(format!("every approval{of} lasts {term}"), format!("an approval{of} does not last {term}"))
        }
        Statement::NeverChanges(id) => said(
            format!("{} does not matter for approval", name(*id)),
            format!("another {} makes or undoes an approval", name(*id)),
        ),
        Statement::SmallerKeeps(id) => said(
            format!("a smaller {} keeps an approval", name(*id)),
            format!("a smaller {} undoes an approval", name(*id)),
        ),
        Statement::TrialKeeps => said(
            "a trial that failed, was not tolerated or is contraindicated keeps an approval".to_owned(),
            "a trial that failed, was not tolerated or is contraindicated undoes an approval".to_owned(),
        ),
        Statement::Total => said(
            "a complete request is decided, and all but an approval is explained".to_owned(),
            "a complete request is not decided, or something but an approval is not explained".to_owned(),
        ),
        Statement::Stable => said(
            "a missing fact that becomes known keeps what is decided".to_owned(),
            "a missing fact that becomes known changes what is decided".to_owned(),
        ),
    }
}

fn labels(parts: &[&Criterion]) -> String {
    let labels = parts.iter().filter(|part| part.body != Body::Note).map(|part| part.label.as_str());
    labels.collect::<Vec<_>>().join(", ")
}

/// `if course is first: daily dose ≤ 12 mg per day and …`, `all of a, b and c`, …
pub fn criterion(policy: &Policy, id: CriterionId) -> String {
    let criterion = policy.criterion(id);
    let body = body(policy, criterion);
    let Some(applies) = &criterion.applies else { return body };
    let condition = print::formula(policy, applies);
    match criterion.body {
        Body::Selector => format!("applies when {condition}"),
        _ => format!("if {condition}: {body}"),
    }
}

fn body(policy: &Policy, criterion: &Criterion) -> String {
    match &criterion.body {
        Body::Heading(_) => "a heading".to_owned(),
        Body::Note => "information only".to_owned(),
        Body::Selector => "always met where it applies".to_owned(),
        Body::NotPermitted => "re-authorization is not permitted".to_owned(),
        Body::Test(formula) => print::formula(policy, formula),
        Body::Group(operator, children) => group(policy, *operator, children),
    }
}

fn group(policy: &Policy, operator: Operator, children: &[CriterionId]) -> String {
    let parts: Vec<&Criterion> = children.iter().map(|id| policy.criterion(*id)).collect();
    if parts.iter().any(|part| part.part != Part::Whole) {
        let joiner = if operator == Operator::All { ", and " } else { "; or " };
        return parts.iter().map(|part| body(policy, part)).collect::<Vec<_>>().join(joiner);
    }
    let labels = labels(&parts);
    match operator {
        Operator::All => format!("all of {labels}"),
        Operator::AtLeast(1) => format!("at least one of {labels}"),
        Operator::AtLeast(n) => format!("at least {n} of {labels}"),
        Operator::NoneOf => format!("none of {labels}"),
        Operator::Case => format!("whichever applies of {labels}"),
    }
}
