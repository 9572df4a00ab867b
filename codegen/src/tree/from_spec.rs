//! From what was written to what it means.

use super::ast::{Always, Body, Criterion, CriterionId, FactId, Formula, Part, Policy, Quote, Reading};
use super::build::{Context, Node};
use super::choices::Choices;
use super::doubts::Doubts;
use super::outcomes::{Outcomes, check_targets};
use super::outline::Outline;
use super::reading::{Derivations, Reader, SentenceReading};
use super::{check, examples, findings, header, invariants, vocabulary};
use crate::diagnostic::Sink;
use crate::spec::ast::{Spec, Text};

/// How a message begins that misses a fact: said once, however often the fact is used.
pub(super) const NO_FACT: &str = "the vocabulary has no fact `";

/// The tree of a policy, and how every executed sentence was read. Where something is wrong,
/// the sink says so, and the tree lacks it.
pub fn from_spec(spec: &Spec, derivations: &Derivations, sink: &mut Sink) -> (Policy, Vec<SentenceReading>) {
    let mut doubts = Doubts::of(spec);
    let before = sink.errors();
    let head = header::read(spec, sink);
    let mut words = vocabulary::read(spec, &head, &mut doubts, sink);
    vocabulary::list_phrases(spec, &mut words);
    doubts.words |= sink.errors() > before;
    let (doubts, choices) = (&doubts, &Choices::of(spec));
    let mut readings = Vec::new();
    let before = sink.errors();
    conditions(spec, &mut words, (derivations, doubts, choices), &mut readings, sink);
    let reader = reader(&words, derivations, doubts, choices);
    let always = always(spec, reader, &mut readings, sink);

    // A scope that got lost would be missed by every fact that needs it.
    let around = sink.errors() == before && !doubts.words && !doubts.outline;

    let (mut criteria, mut broken) = outlined(spec, reader, &mut readings, sink);
    let before = sink.errors();
    broken.extend(unread(&criteria));
    let labels = citable(&criteria, &broken);
    let reader = Reader { labels: &labels, ..reader };
    let mut outcomes = Outcomes { reader, criteria: &criteria, sink, readings: Vec::new(), made: Vec::new() };
    let durations = outcomes.durations(&spec.sections);
    let referrals = outcomes.referrals(&spec.sections);
    let steps = outcomes.order(spec);
    readings.append(&mut outcomes.readings);
    let made = std::mem::take(&mut outcomes.made);
    if sink.errors() == before && !doubts.words && !doubts.outline {
        check_targets(&steps, &criteria, &referrals, &durations, sink);
    }
    criteria.extend(made);
    let invariants = invariants::read(spec, reader, &mut readings, sink);

    let mut policy = Policy {
        id: head.id,
        title: spec.title.string.clone(),
        version: head.version,
        in_force_from: head.in_force_from,
        in_force_until: head.in_force_until,
        first_effective: head.first_effective,
        subject: head.subject,
        requests: head.requests,
        request_kind: words.request_kind,
        request_date: words.request_date,
        line_of_business: words.line_of_business,
        always,
        criteria,
        steps,
        durations,
        referrals,
        invariants,
        examples: Vec::new(),
        readings: choices.settle(spec.readings.iter().map(reading).collect(), sink),
        ask_order: Vec::new(),
        facts: words.facts,
    };
    policy.ask_order = super::ask::order(&policy);
    policy.examples = examples::read(spec, &policy, doubts, sink);
    check::check(&policy, &check::Sound { around, broken: &broken }, sink);
    findings::check(spec, &policy, sink);
    sink.merge(|one| one.message.starts_with(NO_FACT));
    (policy, readings)
}

/// The criteria, and which of them could not be read.
fn outlined(
    spec: &Spec,
    reader: Reader<'_>,
    readings: &mut Vec<SentenceReading>,
    sink: &mut Sink,
) -> (Vec<Criterion>, Vec<CriterionId>) {
    let mut outline = Outline::new(reader, sink);
    for section in &spec.sections {
        outline.section(section, None);
    }
    readings.append(&mut outline.readings);
    (outline.criteria, outline.broken)
}

/// The conditions under which facts exist.
fn conditions(
    spec: &Spec,
    words: &mut vocabulary::Words,
    (derivations, doubts, choices): (&Derivations, &Doubts, &Choices<'_>),
    readings: &mut Vec<SentenceReading>,
    sink: &mut Sink,
) {
    let first = words.first.0;
    let rows = spec.vocabulary.iter().enumerate();
    let mut found: Vec<(usize, Formula)> = Vec::new();
    for (at, row) in rows.filter(|(_, row)| !row.only_when.is_empty()) {
        let reader = reader(words, derivations, doubts, choices);
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
    vocabulary::companions::conditions(&mut words.facts);
}

fn reader<'a>(
    words: &'a vocabulary::Words,
    derivations: &'a Derivations,
    doubts: &'a Doubts,
    choices: &'a Choices<'a>,
) -> Reader<'a> {
    let context = Context {
        facts: &words.facts,
        request_date: words.request_date,
        line_of_business: words.line_of_business,
    };
    let (subjects, requests) = (words.subjects.as_str(), words.requests.as_str());
    let phrases = &words.phrases;
    Reader { context, phrases, subjects, requests, labels: &[], derivations, doubts, choices }
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
        not_met: String::new(),
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

/// Criteria that ask for something and could not be read.
fn unread(criteria: &[Criterion]) -> impl Iterator<Item = CriterionId> + '_ {
    let all = criteria.iter().enumerate();
    let unread = all.filter(|(_, c)| c.body == Body::Note && !c.quote.text.starts_with("Note:"));
    unread.map(|(at, _)| CriterionId(at))
}

/// The labels that can be cited: of whole criteria that have a value, or would have one if they
/// could be read.
fn citable(criteria: &[Criterion], broken: &[CriterionId]) -> Vec<(String, CriterionId)> {
    let all = criteria.iter().enumerate().map(|(at, criterion)| (CriterionId(at), criterion));
    let cited = all.filter(|(id, c)| {
        c.part == Part::Whole
            && match c.body {
                Body::Heading(_) => false,
                Body::Note => broken.contains(id),
                Body::Test(_) | Body::Selector | Body::NotPermitted | Body::Group(..) => true,
            }
    });
    cited.map(|(id, c)| (c.label.clone(), id)).collect()
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
        kept: Vec::new(),
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
