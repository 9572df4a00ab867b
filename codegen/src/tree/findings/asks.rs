//! What a criterion asks, as one formula.

use std::collections::BTreeSet;

use crate::tree::ast::{Body, CriterionId, Formula, Operator, Policy};

/// The opposite.
pub(super) fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

/// What a criterion asks where it applies; `None` where it has no value, or where a formula could
/// not say it shortly. Of a group that asks for all, parts that cannot be said are left out: where
/// what remains cannot be met, the group cannot.
pub(super) fn asks(policy: &Policy, id: CriterionId) -> Option<Formula> {
    match &policy.criterion(id).body {
        Body::Test(formula) => Some(formula.clone()),
        Body::Selector | Body::NotPermitted => Some(Formula::All(Vec::new())),
        Body::Group(Operator::All | Operator::Case, children) => {
            Some(Formula::All(children.iter().filter_map(|child| where_it_applies(policy, *child)).collect()))
        }
        Body::Group(Operator::NoneOf, children) => {
            let parts = children.iter().filter_map(|child| Some(not(asks(policy, *child)?)));
            Some(Formula::All(parts.collect()))
        }
        Body::Group(Operator::AtLeast(1), children) => {
            let valued = children.iter().filter(|child| policy.has_value(**child));
            valued.map(|child| asks(policy, *child)).collect::<Option<Vec<_>>>().map(Formula::Any)
        }
        Body::Heading(_) | Body::Note | Body::Group(Operator::AtLeast(_), _) => None,
    }
}

/// A part that is left out where its condition is false.
fn where_it_applies(policy: &Policy, id: CriterionId) -> Option<Formula> {
    let asked = asks(policy, id)?;
    Some(match &policy.criterion(id).applies {
        Some(condition) => Formula::Any(vec![not(condition.clone()), asked]),
        None => asked,
    })
}

/// Whether two comparisons are made of one fact: without that, nothing can exclude or fill up anything.
pub(super) fn clashes(formulas: &[&Formula]) -> bool {
    let mut seen = BTreeSet::new();
    let mut twice = false;
    for formula in formulas {
        formula.each_atom(&mut |atom| twice |= !seen.insert(atom.fact()));
    }
    twice
}
