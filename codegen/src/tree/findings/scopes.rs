//! Sections for different requests that say so in a criterion only: a request for one of them is also told what
//! it lacks of the others.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Section, Spec};
use crate::tree::ast::{
    Atom, Body, ChoiceId, Criterion, CriterionId, FactId, Formula, Kind, Operator, Outcome, Policy,
};
use crate::tree::print;

/// A section whose first criterion asks for some values of a fact that has exactly one.
struct Begins<'a> {
    section: &'a Criterion,
    first: &'a Criterion,
    fact: FactId,
    choices: &'a [ChoiceId],
}

/// Looks at the sections that stand beside one another and each approve.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    let approving: Vec<CriterionId> = policy
        .steps
        .iter()
        .filter_map(|step| match &step.outcome {
            Outcome::Approve(sections) => Some(sections),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    beside(&spec.sections, policy, &approving, sink);
}

fn beside(sections: &[Section], policy: &Policy, approving: &[CriterionId], sink: &mut Sink) {
    let approves =
        |section: &&Section| policy.labelled(&section.label).is_some_and(|id| approving.contains(&id));
    let all: Vec<Begins<'_>> =
        sections.iter().filter(approves).filter_map(|section| begins(policy, section)).collect();
    for (at, one) in all.iter().enumerate() {
        let apart = |other: &&Begins<'_>| {
            other.fact == one.fact && other.choices.iter().all(|choice| !one.choices.contains(choice))
        };
        let before = all.get(..at).unwrap_or_default();
        if let Some(other) = before.iter().find(apart) {
            sink.push(report(policy, one, other));
        }
    }
    for section in sections {
        beside(&section.sections, policy, approving, sink);
    }
}

/// `None` where the section has a scope, or its first criterion asks for something else.
fn begins<'a>(policy: &'a Policy, section: &Section) -> Option<Begins<'a>> {
    let section = policy.criterion(policy.labelled(&section.label)?);
    let Body::Group(Operator::All, children) = &section.body else { return None };
    let first = policy.criterion(*children.first()?);
    if section.applies.is_some() || first.applies.is_some() {
        return None;
    }
    let Body::Test(Formula::Atom(Atom::Is(fact, choices))) = &first.body else { return None };
    let one_of = matches!(policy.fact(*fact).kind, Kind::OneOf(_));
    one_of.then_some(Begins { section, first, fact: *fact, choices })
}

fn report(policy: &Policy, one: &Begins<'_>, other: &Begins<'_>) -> Diagnostic {
    let fact = policy.fact(one.fact);
    let message = format!(
        "`{}` and `{}` are for different values of `{}`, and only a criterion says so: who is denied by one is also \
         told that `{}` is not met",
        other.section.label, one.section.label, fact.name, one.first.label
    );
    let scope = |of: &Begins<'_>| {
        let values = print::list(&print::chosen(fact, of.choices), "or");
        format!("`For {}s with {values}:` under `{}`", policy.subject, of.section.label)
    };
    Diagnostic::new(Code::ScopeAsCriterion, one.first.quote.span, message)
        .related(other.first.quote.span, "the other one")
        .here("asked of every request")
        .help(format!("write whom each section is for under its heading: {}, {}", scope(other), scope(one)))
}
