//! How a criterion was read, in one line.

use super::ast::{Body, Criterion, CriterionId, Operator, Policy};
use super::print;

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
    if parts.iter().any(|part| part.part != super::ast::Part::Whole) {
        let joiner = if operator == Operator::All { ", and " } else { "; or " };
        return parts.iter().map(|part| body(policy, part)).collect::<Vec<_>>().join(joiner);
    }
    let labels: Vec<&str> =
        parts.iter().filter(|part| part.body != Body::Note).map(|part| part.label.as_str()).collect();
    let labels = labels.join(", ");
    match operator {
        Operator::All => format!("all of {labels}"),
        Operator::AtLeast(1) => format!("at least one of {labels}"),
        Operator::AtLeast(n) => format!("at least {n} of {labels}"),
        Operator::NoneOf => format!("none of {labels}"),
        Operator::Case => format!("whichever applies of {labels}"),
    }
}
