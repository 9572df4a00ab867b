//! From what was written to what it means.

use super::ast::{Always, FactId, Formula, Policy, Quote, Reading};
use super::build::{Context, Node};
use super::outcomes::{Outcomes, check_targets};
use super::outline::Outline;
use super::reading::{Derivations, Reader, SentenceReading};
use super::{check, examples, header, invariants, slips, vocabulary};
use crate::diagnostic::Sink;
use crate::spec::ast::{Spec, Text};

/// The tree of a policy, and how every executed sentence was read. Where something is wrong,
/// the sink says so, and the tree lacks it.
pub fn from_spec(spec: &Spec, derivations: &Derivations, sink: &mut Sink) -> (Policy, Vec<SentenceReading>) {
    let head = header::read(spec, sink);
    let mut words = vocabulary::read(spec, &head, sink);
    vocabulary::list_phrases(spec, &mut words);
    let mut readings = Vec::new();
    conditions(spec, &mut words, derivations, &mut readings, sink);
    let vocabulary::Words { facts, phrases, request_kind, request_date, line_of_business, subjects } = words;
    let context = Context { facts: &facts, request_date, line_of_business };
    let reader = Reader { context, phrases: &phrases, subjects: &subjects, labels: &[], derivations };
    let always = always(spec, reader, &mut readings, sink);

    let mut outline = Outline::new(reader, sink);
    for section in &spec.sections {
        outline.section(section, None);
    }
    let criteria = std::mem::take(&mut outline.criteria);
    readings.append(&mut outline.readings);
    let labels = citable(&criteria);
    let reader = Reader { labels: &labels, ..reader };
    let mut outcomes = Outcomes { reader, criteria: &criteria, sink, readings: Vec::new() };
    let durations = outcomes.durations(&spec.sections);
    let referrals = outcomes.referrals(&spec.sections);
    let steps = outcomes.order(spec);
    readings.append(&mut outcomes.readings);
    check_targets(&steps, &criteria, &referrals, &durations, sink);
    let invariants = invariants::read(spec, reader, &mut readings, sink);

    let mut policy = Policy {
        id: head.id,
        title: spec.title.string.clone(),
        version: head.version,
        in_force_from: head.in_force_from,
        first_effective: head.first_effective,
        subject: head.subject,
        request_kind,
        request_date,
        line_of_business,
        always,
        criteria,
        steps,
        durations,
        referrals,
        invariants,
        examples: Vec::new(),
        readings: spec.readings.iter().map(reading).collect(),
        ask_order: Vec::new(),
        facts,
    };
    policy.ask_order = super::ask::order(&policy);
    policy.examples = examples::read(spec, &policy, sink);
    check::check(&policy, sink);
    slips::check(spec, sink);
    (policy, readings)
}

/// The conditions under which facts exist.
fn conditions(
    spec: &Spec,
    words: &mut vocabulary::Words,
    derivations: &Derivations,
    readings: &mut Vec<SentenceReading>,
    sink: &mut Sink,
) {
    let first = words.facts.len() - spec.vocabulary.len().min(vocabulary::MAX_FACTS);
    let rows = spec.vocabulary.iter().take(vocabulary::MAX_FACTS).enumerate();
    let mut found: Vec<(usize, Formula)> = Vec::new();
    for (at, row) in rows.filter(|(_, row)| !row.only_when.is_empty()) {
        let reader = reader(words, derivations);
        if let Some((formula, reading)) = sentence(reader, "sentence", &row.only_when, sink) {
            readings
                .push(SentenceReading { place: format!("Only when: {}", row.name.string.trim()), ..reading });
            found.push((first + at, formula));
        }
    }
    for (at, formula) in found {
        if let Some(fact) = words.facts.get_mut(at) {
            fact.only_when = Some(formula);
        }
    }
}

fn reader<'a>(words: &'a vocabulary::Words, derivations: &'a Derivations) -> Reader<'a> {
    let context = Context {
        facts: &words.facts,
        request_date: words.request_date,
        line_of_business: words.line_of_business,
    };
    Reader { context, phrases: &words.phrases, subjects: &words.subjects, labels: &[], derivations }
}

fn sentence(
    reader: Reader<'_>,
    start: &str,
    text: &Text,
    sink: &mut Sink,
) -> Option<(Formula, SentenceReading)> {
    let read = reader.read(start, text, 0..text.string.len(), sink)?;
    let Node::Formula(formula) = read.node else { return None };
    let reading = SentenceReading {
        place: String::new(),
        text: quote(text),
        read_as: String::new(),
        words: read.words,
        patterns: read.patterns,
    };
    Some((formula, reading))
}

fn always(
    spec: &Spec,
    reader: Reader<'_>,
    readings: &mut Vec<SentenceReading>,
    sink: &mut Sink,
) -> Vec<Always> {
    let mut found = Vec::new();
    for (at, text) in spec.always.iter().enumerate() {
        if let Some((formula, reading)) = sentence(reader, "always", text, sink) {
            readings.push(SentenceReading { place: format!("Always true {}", at + 1), ..reading });
            found.push(Always { quote: quote(text), formula });
        }
    }
    found
}

/// The labels that can be cited: of whole criteria that have a value.
fn citable(criteria: &[super::ast::Criterion]) -> Vec<(String, super::ast::CriterionId)> {
    use super::ast::{Body, CriterionId, Part};
    let all = criteria.iter().enumerate();
    let cited =
        all.filter(|(_, c)| c.part == Part::Whole && !matches!(c.body, Body::Heading(_) | Body::Note));
    cited.map(|(at, c)| (c.label.clone(), CriterionId(at))).collect()
}

fn reading(row: &crate::spec::ast::ReadingRow) -> Reading {
    let text = |t: &Text| t.string.trim().to_owned();
    let written = text(&row.written);
    Reading {
        id: text(&row.id),
        place: text(&row.place),
        question: text(&row.question),
        ours: text(&row.ours),
        other: text(&row.other),
        written: (!written.is_empty() && written != "—").then(|| quote(&row.written)),
    }
}

fn quote(text: &Text) -> Quote {
    Quote { text: text.string.clone(), span: text.span }
}

/// The facts that a formula needs, each once, in the order of first use.
pub(crate) fn needs(policy: &Policy, formula: &Formula) -> Vec<FactId> {
    let mut found: Vec<FactId> = Vec::new();
    formula.each_atom(&mut |atom| {
        for fact in atom.needs(policy) {
            if !found.contains(&fact) {
                found.push(fact);
            }
        }
    });
    found
}
