//! Limits of time that point the wrong way: "at least 180 days before" where evidence of the
//! last 180 days was meant.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{Atom, Body, Criterion, Fact, Formula, Policy};
use crate::tree::words::key;

/// Words by which a date is known as that of a piece of evidence, which ages.
const EVIDENCE: &[&str] = &[
    "assessed",
    "assessment",
    "biopsy",
    "documentation",
    "documented",
    "echocardiogram",
    "evaluated",
    "evaluation",
    "examination",
    "imaging",
    "laboratory",
    "measured",
    "measurement",
    "mri",
    "recent",
    "recently",
    "result",
    "results",
    "scan",
    "screening",
    "score",
    "test",
    "tested",
    "tests",
];

/// Looks at every sentence that asks for a least time since a date.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    for (_, criterion) in policy.criteria() {
        if let Body::Test(formula) = &criterion.body {
            positive(policy, formula, criterion, sink);
        }
    }
}

/// Comparisons that are asked for, not excluded.
fn positive(policy: &Policy, formula: &Formula, criterion: &Criterion, sink: &mut Sink) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
            for part in parts {
                positive(policy, part, criterion, sink);
            }
        }
        Formula::Atom(Atom::Elapsed(date, _)) => {
            let fact = policy.fact(*date);
            let derived = policy.facts().any(|(_, other)| is_age(other, *date));
            if let Some(word) = evidence(fact).filter(|_| !derived) {
                sink.push(report(fact, &word, criterion));
            }
        }
        Formula::Not(_) | Formula::Atom(_) => {}
    }
}

/// Whether a fact is the time since a date in years, as an age is.
fn is_age(fact: &Fact, date: crate::tree::ast::FactId) -> bool {
    matches!(fact.kind, crate::tree::ast::Kind::YearsSince { date: of, .. } if of == date)
}

/// The word that tells that the date is one of evidence.
fn evidence(fact: &Fact) -> Option<String> {
    let words = std::iter::once(&fact.name).chain(&fact.also).flat_map(|phrase| key(phrase));
    words.into_iter().find(|word| EVIDENCE.contains(&word.as_str()))
}

fn report(fact: &Fact, word: &str, criterion: &Criterion) -> Diagnostic {
    let message = format!(
        "`{}` asks that `{}` lies far enough back: every older one meets it, however old",
        criterion.label, fact.name
    );
    Diagnostic::new(Code::TimeDirection, criterion.quote.span, message)
        .here(format!("a least time since a `{word}`"))
        .related(fact.span, "the date is declared here")
        .help(format!("where it must be recent, write `{} is within the last …`", fact.name))
        .help("where a waiting time is meant, accept the finding under `## Accepted findings`")
}
