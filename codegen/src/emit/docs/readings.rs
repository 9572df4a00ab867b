//! What the wording leaves open, how it is read, and what the other reading would change;
//! and the findings.

use serde::Serialize;

use super::markdown::{Markdown, escape, link, message};
use crate::compiled::{Compiled, ReadingEffect};
use crate::diagnostic::{Diagnostic, Severity};
use crate::tree::ast::{self, KeptWay, Policy, Reading};

/// A reading.
#[derive(Debug, Serialize)]
pub(super) struct Read {
    id: String,
    anchor: String,
    place: Markdown,
    question: String,
    ours: String,
    other: String,
    written: Option<String>,
    kept: Vec<Kept>,
    changes: Vec<Change>,
    effect: &'static str,
}

/// Published words that are kept, and read in one of their ways.
#[derive(Debug, Serialize)]
struct Kept {
    chosen: Vec<Way>,
    others: Vec<Way>,
}

/// A reading of such words.
#[derive(Debug, Serialize)]
struct Way {
    id: &'static str,
    says: &'static str,
    wording: String,
    reach: String,
    changes: Vec<Change>,
}

/// An example that the other reading would change.
#[derive(Debug, Serialize)]
struct Change {
    example: Markdown,
    now: String,
    then: String,
}

/// All readings. A reading of several rows has one anchor, at its first.
pub(super) fn readings(compiled: &Compiled, policy: &Policy) -> Vec<Read> {
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for reading in &policy.readings {
        let first = !seen.contains(&reading.id.as_str());
        seen.push(&reading.id);
        all.push(read(
            compiled,
            policy,
            reading,
            if first { super::markdown::anchor(&reading.id) } else { String::new() },
        ));
    }
    all
}

fn read(compiled: &Compiled, policy: &Policy, reading: &Reading, anchor: String) -> Read {
    let effect = compiled.reading_effects.iter().find(|effect| {
        effect.id == reading.id && effect.read_as.is_none() && is_first_written(policy, reading)
    });
    Read {
        id: reading.id.clone(),
        anchor,
        place: place(policy, &reading.place),
        question: reading.question.clone(),
        ours: reading.ours.clone(),
        other: reading.other.clone(),
        written: reading.written.as_ref().map(|quote| quote.text.clone()),
        kept: reading.kept.iter().map(|kept| words_kept(compiled, reading, kept)).collect(),
        changes: effect.map(changes).unwrap_or_default(),
        effect: effect_words(reading, effect),
    }
}

fn changes(effect: &ReadingEffect) -> Vec<Change> {
    let one = |(id, now, then): &(String, String, String)| Change {
        example: Markdown(link(id)),
        now: now.clone(),
        then: then.clone(),
    };
    effect.changes.iter().map(one).collect()
}

fn words_kept(compiled: &Compiled, reading: &Reading, kept: &ast::Kept) -> Kept {
    let way = |way: &KeptWay| {
        let of_way = |effect: &&ReadingEffect| effect.id == reading.id && effect.read_as == Some(way.id);
        let reach = way.met.zip(kept.profiles);
        Way {
            id: way.id,
            says: way.says,
            wording: way.wording.clone(),
            reach: reach.map_or_else(String::new, |(met, all)| format!(", met by {met} of {all} profiles")),
            changes: compiled.reading_effects.iter().find(of_way).map(changes).unwrap_or_default(),
        }
    };
    let (chosen, others): (Vec<&KeptWay>, Vec<&KeptWay>) =
        kept.ways.iter().partition(|way| way.id == kept.chosen);
    Kept { chosen: chosen.into_iter().map(way).collect(), others: others.into_iter().map(way).collect() }
}

/// All clauses of an id are put in place at once; what they change is told in their first row.
fn is_first_written(policy: &Policy, reading: &Reading) -> bool {
    policy.readings.iter().find(|other| other.id == reading.id && other.written.is_some()) == Some(reading)
}

/// What is said of the examples where no changes are listed.
fn effect_words(reading: &Reading, effect: Option<&ReadingEffect>) -> &'static str {
    match (effect, &reading.written) {
        (Some(effect), _) if effect.changes.is_empty() => "none of the examples",
        (Some(_), _) => "",
        (None, Some(_)) => "counted with the row above",
        (None, None) if !reading.kept.is_empty() => "",
        (None, None) => "not computed: no single clause says the other reading",
    }
}

/// A label becomes a link, also behind a word (`Scope II.A`); `Order 3` leads to its step.
fn place(policy: &Policy, place: &str) -> Markdown {
    let linked = |label: &str| policy.labelled(label).map(|_| link(label));
    if let Some(link) = linked(place) {
        return Markdown(link);
    }
    match place.split_once(' ') {
        Some(("Order", number)) if number.chars().all(|c| c.is_ascii_digit()) => Markdown(link(place)),
        Some((word, label)) => {
            Markdown(format!("{} {}", escape(word), linked(label).unwrap_or_else(|| escape(label))))
        }
        None => Markdown(escape(place)),
    }
}

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    code: &'static str,
    place: String,
    message: Markdown,
    why: String,
}

/// The findings that the document accepts.
pub(super) fn accepted(compiled: &Compiled) -> Vec<Found> {
    compiled.accepted.iter().map(|finding| found(&finding.diagnostic, &finding.why)).collect()
}

/// The findings that are open.
pub(super) fn open(compiled: &Compiled) -> Vec<Found> {
    let findings = compiled.diagnostics.iter().filter(|one| one.code.severity() == Severity::Finding);
    findings.map(|diagnostic| found(diagnostic, "")).collect()
}

fn found(diagnostic: &Diagnostic, why: &str) -> Found {
    Found {
        code: diagnostic.code.as_str(),
        place: diagnostic.path.join(" › "),
        message: message(&diagnostic.message),
        why: why.to_owned(),
    }
}
