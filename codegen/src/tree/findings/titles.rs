//! Headings and bold titles that name a value which nothing under them asks about.
//!
//! A title is only a name. "Continued therapy" over a section without its scope, or "**COPD** (a and b)"
//! among criteria for two diseases, limits a section for everybody who reads it, and for no request. So does
//! "if severe" in a heading, or "asthma only".

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Item, Section, Spec, Text};
use crate::tree::ast::{Atom, Body, ChoiceId, CriterionId, FactId, Formula, Kind, Operator, Policy};
use crate::tree::words::{find, key, lex};

/// Looks at every heading of the criteria, and at every bold title.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    spec.sections.iter().for_each(|section| in_section(section, policy, sink));
}

fn in_section(section: &Section, policy: &Policy, sink: &mut Sink) {
    let name = section.heading.string.rfind('(').unwrap_or(section.heading.string.len());
    if !limits(section, policy, sink) {
        look(&section.heading, name, &section.label, policy, sink);
    }
    section.items.iter().for_each(|item| in_item(item, policy, sink));
    section.sections.iter().for_each(|below| in_section(below, policy, sink));
}

/// Words that limit: a heading with one of them reads as a scope.
const LIMITING: &[&[&str]] =
    &[&["only"], &["if"], &["unless"], &["except"], &["excepting"], &["excluding"], &["optional"]];

/// Says the first word of a heading that limits, and whether there is one.
fn limits(section: &Section, policy: &Policy, sink: &mut Sink) -> bool {
    let (text, label) = (&section.heading, &section.label);
    let found = policy.labelled(label).and_then(|_| find(&lex(&text.string), LIMITING));
    let Some(range) = found else { return false };
    let word = text.string.get(range.clone()).unwrap_or_default();
    let message = format!("the heading of `{label}` holds `{word}`, and a heading limits nothing");
    sink.push(
        Diagnostic::new(Code::UnreadTitle, text.span_of(range), message)
            .here("read by nobody but people")
            .help("where it is for some requests only, say so in a scope under the heading: `If …:`")
            .help("where that is said already, or it is for all of them, name it without that word"),
    );
    true
}

fn in_item(item: &Item, policy: &Policy, sink: &mut Sink) {
    if let Some(title) = item.text.strong.first().filter(|title| title.start == 0) {
        look(&item.text, title.end, &item.label, policy, sink);
    }
    item.children.iter().for_each(|child| in_item(child, policy, sink));
}

/// Looks at the name of one criterion, which ends at `end`.
fn look(text: &Text, end: usize, label: &str, policy: &Policy, sink: &mut Sink) {
    let Some(id) = policy.labelled(label) else { return };
    if matches!(policy.criterion(id).body, Body::Note) {
        return;
    }
    let tokens = lex(text.string.get(..end).unwrap_or_default());
    let asked = asked_about(policy, id);
    for (fact, choice, phrase) in values(policy) {
        let words = key(phrase);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some(range) = find(&tokens, &[words.as_slice()]) else { continue };
        if asked.contains(&fact) || beside(policy, id, &Atom::Is(fact, vec![choice])) {
            continue;
        }
        let name = &policy.fact(fact).name;
        let message =
            format!("the name of `{label}` holds `{phrase}`, and nothing in it asks about `{name}`");
        sink.push(
            Diagnostic::new(Code::UnreadTitle, text.span_of(range), message)
                .here("read by nobody but people")
                .help(format!(
                    "where it is for some requests only, say so: a scope under a heading, `If {name} is {phrase}:` over a criterion"
                ))
                .help("where it is for all of them, name it without that word"),
        );
        return;
    }
}

/// The values of facts that have exactly one, in all their phrases, the longest first.
fn values(policy: &Policy) -> Vec<(FactId, ChoiceId, &str)> {
    let mut all = Vec::new();
    for (id, fact) in policy.facts() {
        let Kind::OneOf(choices) = &fact.kind else { continue };
        for (at, choice) in choices.iter().enumerate() {
            let phrases = std::iter::once(&choice.name).chain(&choice.also);
            all.extend(phrases.map(|phrase| (id, ChoiceId(at), phrase.as_str())));
        }
    }
    all.sort_by_key(|(.., phrase)| std::cmp::Reverse(phrase.len()));
    all
}

/// The facts that a criterion, what is under it, and the conditions above it are about, with those that
/// what is always true ties to its conditions. What is under it ties nothing: a course that is asked about
/// does not say for which kind of request.
fn asked_about(policy: &Policy, id: CriterionId) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    let mut above = Some(id);
    while let Some(at) = above {
        let criterion = policy.criterion(at);
        criterion.applies.iter().for_each(|condition| note(condition, &mut facts));
        above = criterion.parent;
    }
    for always in &policy.always {
        let mut tied = BTreeSet::new();
        note(&always.formula, &mut tied);
        if !tied.is_disjoint(&facts) {
            facts.append(&mut tied);
        }
    }
    under(policy, id, &mut facts);
    facts
}

fn under(policy: &Policy, id: CriterionId, facts: &mut BTreeSet<FactId>) {
    let criterion = policy.criterion(id);
    criterion.applies.iter().for_each(|condition| note(condition, facts));
    if let Body::Test(formula) = &criterion.body {
        note(formula, facts);
    }
    criterion.children().iter().for_each(|child| under(policy, *child, facts));
}

fn note(formula: &Formula, facts: &mut BTreeSet<FactId>) {
    formula.each_atom(&mut |atom| {
        facts.insert(atom.fact());
    });
}

/// Whether a criterion that must be met with it, or with what it is under, asks for exactly this.
fn beside(policy: &Policy, id: CriterionId, asked: &Atom) -> bool {
    let Some(parent) = policy.criterion(id).parent else { return false };
    let together = matches!(policy.criterion(parent).body, Body::Group(Operator::All, _));
    let asks = |other: &CriterionId| {
        let other = policy.criterion(*other);
        other.applies.is_none() && matches!(&other.body, Body::Test(Formula::Atom(atom)) if atom == asked)
    };
    (together && policy.criterion(parent).children().iter().any(asks)) || beside(policy, parent, asked)
}
