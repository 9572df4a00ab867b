//! Runs a policy against itself: its examples, and its invariants on those examples.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::interp::invariant::violation_of_decided;
use crate::interp::{self, Determination, End, Kind, Request};
use crate::tree::ast::{Example, ExpectedEnd, ExpectedKind, Policy, Quote, Statement};

/// Decides every example, and says which ones come out otherwise than they say.
pub(crate) fn examples(policy: &Policy, sink: &mut Sink) -> Vec<Determination> {
    let mut results = Vec::new();
    for example in &policy.examples {
        let request = Request::of(policy, &example.facts);
        for rejection in interp::validate(policy, &request) {
            let message = format!("example `{}` is no request: {}", example.id, rejection.message);
            sink.push(
                Diagnostic::new(Code::ExampleUnreadable, example.quote.span, message)
                    .help("correct the facts of the example"),
            );
        }
        let found = interp::determine(policy, &request);
        if let Some(diagnostic) = difference(policy, example, &found) {
            sink.push(diagnostic);
        }
        results.push(found);
    }
    invariants(policy, &results, sink);
    results
}

fn difference(policy: &Policy, example: &Example, found: &Determination) -> Option<Diagnostic> {
    let shown = interp::brief(policy, found);
    let labels = interp::labels(policy, &found.because);
    let missing: Vec<&str> = found.missing.iter().map(|id| policy.fact(*id).name.as_str()).collect();
    let section = found.under.filter(|_| found.kind == Kind::Approve);
    let why = match (labels.is_empty(), missing.is_empty()) {
        _ if section.is_some() => {
            section.map(|id| format!(", under {}", policy.criterion(id).label)).unwrap_or_default()
        }
        (false, _) => format!(", because of {}", labels.join(", ")),
        (true, false) => format!(", missing {}", missing.join(", ")),
        (true, true) => String::new(),
    };
    let expected = &example.expected;
    let what = if !agrees(&expected.determination, found) {
        format!("example `{}` comes out as: {shown}{why}", example.id)
    } else if !expected.because.is_empty() && expected.because != labels {
        format!(
            "example `{}` is decided by {}, not by {}",
            example.id,
            labels.join(", "),
            expected.because.join(", ")
        )
    } else {
        let mut facts = found.missing.clone();
        facts.sort_unstable();
        if expected.missing.is_empty() || expected.missing == facts {
            return None;
        }
        format!("example `{}` lacks {}", example.id, missing.join(", "))
    };
    let step = policy.steps.get(found.step);
    let mut diagnostic = Diagnostic::new(Code::ExampleFails, expected.span, what)
        .here("this is what the example expects")
        .help("if the example is right, a criterion or the order of determination is wrong; if not, correct the example");
    if let Some(step) = step {
        diagnostic = diagnostic.related(step.quote.span, "this step decides it");
    }
    let kind_differs = !agrees(&expected.determination, found);
    let due = expected.because.iter().filter(|label| kind_differs || !labels.contains(label));
    for label in due.take(3) {
        if let Some(id) = policy.labelled(label) {
            let text = format!("by the example, `{label}` decides it");
            diagnostic = diagnostic.related(policy.criterion(id).quote.span, text);
        }
    }
    // What an approval rests on is the whole section; else, the criteria that decided.
    let decided = section.as_ref().map_or(found.because.as_slice(), std::slice::from_ref);
    for id in decided.iter().take(3) {
        let criterion = policy.criterion(*id);
        diagnostic = diagnostic.related(criterion.quote.span, format!("`{}` takes part", criterion.label));
    }
    Some(diagnostic)
}

fn agrees(expected: &ExpectedKind, found: &Determination) -> bool {
    match expected {
        ExpectedKind::Approve { end, limit } => {
            let end_agrees = match end {
                None => true,
                Some(ExpectedEnd::On(date)) => found.end == Some(End::On(*date)),
                Some(ExpectedEnd::AtLeast(period)) => {
                    found.end == Some(End::Unknown { at_least: Some(*period) })
                }
            };
            found.kind == Kind::Approve && end_agrees && (limit.is_none() || *limit == found.limit)
        }
        ExpectedKind::Refer(target) => found.kind == Kind::Refer && *target == found.target,
        ExpectedKind::NotAuthorized => found.kind == Kind::NotAuthorized,
        ExpectedKind::CriteriaNotMet => found.kind == Kind::CriteriaNotMet,
        ExpectedKind::NeedsInformation => found.kind == Kind::NeedsInformation,
    }
}

/// Says which invariants the examples break, each once. Those that compare requests with one another
/// are left to the property suites: they take many decisions each.
fn invariants(policy: &Policy, results: &[Determination], sink: &mut Sink) {
    for invariant in &policy.invariants {
        for (quote, statement) in invariant.statements.iter().filter(|(_, s)| !compares(s)) {
            let broken = policy.examples.iter().zip(results).filter_map(|(example, found)| {
                let request = Request::of(policy, &example.facts);
                let violation = violation_of_decided(policy, (quote, statement), &request, found)?;
                Some((example, violation.message))
            });
            let broken: Vec<(&Example, String)> = broken.collect();
            if let Some(diagnostic) = broken_by(invariant.number, quote, &broken) {
                sink.push(diagnostic);
            }
        }
    }
}

fn broken_by(number: usize, quote: &Quote, examples: &[(&Example, String)]) -> Option<Diagnostic> {
    let ((first, why), others) = examples.split_first()?;
    // The lines behind the first repeat the facts, which the example states itself.
    let why = why.lines().next().unwrap_or_default();
    let more = match others.len() {
        0 => String::new(),
        1 => "; one more example breaks it".to_owned(),
        n => format!("; {n} more examples break it"),
    };
    let message = format!("example `{}` breaks invariant {number}: {why}{more}", first.id);
    let mut diagnostic = Diagnostic::new(Code::InvariantFails, quote.span, message)
        .help("correct the criteria until the invariant holds for every request, or correct the invariant");
    for (example, _) in examples.iter().take(3) {
        diagnostic = diagnostic.related(example.quote.span, "this example breaks it");
    }
    Some(diagnostic)
}

fn compares(statement: &Statement) -> bool {
    match statement {
        Statement::NeverChanges(_)
        | Statement::SmallerKeeps(_)
        | Statement::TrialKeeps
        | Statement::Stable => true,
        Statement::NeverApprove { .. } | Statement::Covers(..) | Statement::Lasts(..) | Statement::Total => {
            false
        }
    }
}
