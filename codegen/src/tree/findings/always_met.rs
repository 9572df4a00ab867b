//! Criteria that every request meets: `age ≥ 50 years or age < 50 years`.

use super::asks::{clashes, not};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::MAX_SPLITS_OF_A_FINDING;
use crate::tree::ast::{Body, Criterion, CriterionId, Formula, Operator, Part, Policy};
use crate::tree::space::{Search, solve};

/// Looks at every sentence, and at every list of sentences of which one is enough. What holds around them
/// does not count: a section's scope is often said again by its first criterion, for safety.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    for (_, criterion) in policy.criteria() {
        let Some(formula) = asked(policy, criterion) else { continue };
        if clashes(&[&formula]) && always(policy, formula) {
            sink.push(report(criterion));
        }
    }
}

/// What is asked, exactly; `None` where a formula would say more or less.
fn asked(policy: &Policy, criterion: &Criterion) -> Option<Formula> {
    let sentence = |id: &CriterionId| {
        let one = policy.criterion(*id);
        match &one.body {
            Body::Test(formula) if one.applies.is_none() => Some(formula.clone()),
            _ => None,
        }
    };
    match &criterion.body {
        Body::Test(formula) => Some(formula.clone()),
        Body::Group(Operator::AtLeast(1), children) => {
            children.iter().map(sentence).collect::<Option<Vec<_>>>().map(Formula::Any)
        }
        _ => None,
    }
}

fn always(policy: &Policy, formula: Formula) -> bool {
    solve(&policy.facts, &not(formula), MAX_SPLITS_OF_A_FINDING) == Search::Nowhere
}

fn report(criterion: &Criterion) -> Diagnostic {
    let label = &criterion.label;
    let what =
        if criterion.part == Part::Whole { format!("`{label}`") } else { format!("a part of `{label}`") };
    let message = format!("every request meets {what}: what it asks holds whatever is answered");
    Diagnostic::new(Code::AlwaysMet, criterion.quote.span, message)
        .here("always met")
        .help("correct the limit or the value that was meant, or take the criterion out")
}
