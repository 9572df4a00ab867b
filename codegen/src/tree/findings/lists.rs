//! Contraindications that an appendix lists, and that no fact asks about.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Block, Reference, Spec, Table, Text};
use crate::tree::ast::{Fact, Policy};
use crate::tree::header::split;
use crate::tree::words::key;

/// Words that name no disease, drug or state.
const SMALL: &[&str] = &[
    "a",
    "after",
    "an",
    "any",
    "at",
    "by",
    "contraindicated",
    "during",
    "either",
    "for",
    "from",
    "history",
    "in",
    "is",
    "its",
    "known",
    "of",
    "on",
    "other",
    "patients",
    "the",
    "their",
    "to",
    "use",
    "who",
    "with",
];

/// Looks through the sections whose heading names contraindications.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    let facts: Vec<BTreeSet<String>> = policy.facts.iter().map(words_of).collect();
    let title: BTreeSet<String> = key(&policy.title).into_iter().collect();
    for section in &spec.reference {
        if !names(&section.heading.string) || asked_as_a_list(policy, section) {
            continue;
        }
        for entry in entries(section) {
            let covered = alternatives(&entry, &title).iter().any(|wanted| {
                wanted.is_empty() || facts.iter().any(|known| wanted.iter().all(|word| has(known, word)))
            });
            if !covered {
                sink.push(report(&entry));
            }
        }
    }
}

fn report(entry: &Text) -> Diagnostic {
    let message = format!("no criterion asks about the contraindication `{}`", entry.string.trim());
    Diagnostic::new(Code::ListNotCovered, entry.span, message)
        .here("a request with it can be approved")
        .help("write a fact and a criterion for it; or, where the policy leaves it to the prescriber, accept the finding under `## Accepted findings`")
}

fn names(text: &str) -> bool {
    text.to_lowercase().contains("contraindication")
}

/// Whether a fact takes its values from the section, or a phrase cites it.
fn asked_as_a_list(policy: &Policy, section: &Reference) -> bool {
    let name = section.heading.string.split(':').next().unwrap_or_default().trim().to_lowercase();
    policy.facts.iter().any(|fact| {
        let list = fact.list.as_ref().is_some_and(|list| list.to_lowercase() == name);
        let phrases = std::iter::once(&fact.name).chain(&fact.also).chain(&fact.also_not);
        list || phrases.into_iter().any(|phrase| phrase.to_lowercase().contains(&name))
    })
}

/// The words by which a fact is known, its question and values among them.
fn words_of(fact: &Fact) -> BTreeSet<String> {
    let phrases = [&fact.name, &fact.question].into_iter().chain(&fact.also).chain(&fact.also_not);
    let values = fact.choice_names().into_iter().flat_map(key);
    phrases.flat_map(|phrase| key(phrase)).chain(values).map(|word| plain(&word)).collect()
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a word stands among others, in one or in many.
fn has(known: &BTreeSet<String>, word: &str) -> bool {
    let many = format!("{word}s");
    known.contains(word)
        || known.contains(&many)
        || word.strip_suffix('s').is_some_and(|one| known.contains(one))
}

/// The wanted words of each alternative of an entry: `hypersensitivity or anaphylaxis to …`.
fn alternatives(entry: &Text, title: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
    let lower = entry.string.to_lowercase();
    let parts = lower.split([',', ';', '(', ')']).flat_map(|part| part.split(" or "));
    let wanted = |part: &str| -> BTreeSet<String> {
        let words = key(part).into_iter().map(|word| plain(&word));
        let words: BTreeSet<String> =
            words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str())).collect();
        // That it is about the drug of the policy goes without saying.
        let rest: BTreeSet<String> = words.difference(title).cloned().collect();
        if rest.is_empty() { words } else { rest }
    };
    parts.map(wanted).filter(|wanted| !wanted.is_empty()).collect()
}

/// The contraindications of a section.
fn entries(section: &Reference) -> Vec<Text> {
    let mut found = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Table(table) => found.extend(of_table(table)),
            Block::List(items) => items.iter().for_each(|item| of_line(item, &mut found)),
            Block::Paragraph(text) if names(&text.string) && text.string.contains(':') => {
                of_line(text, &mut found);
            }
            Block::Paragraph(_) | Block::Heading(_) => {}
        }
    }
    let none = |text: &Text| text.is_empty() || text.string.to_lowercase().starts_with("none");
    found.retain(|text| !none(text));
    found
}

/// The rows of a table: those that say of themselves what they are, or the column that does.
fn of_table(table: &Table) -> Vec<Text> {
    if let Some(column) = table.header.iter().position(|cell| names(&cell.string)) {
        return table.rows.iter().filter_map(|row| row.get(column).cloned()).collect();
    }
    let of_kind = |row: &Vec<Text>| {
        let kind = row.iter().position(|cell| names(&cell.string))?;
        let others = row.iter().enumerate().filter(move |(at, _)| *at != kind);
        others.map(|(_, cell)| cell.clone()).find(|cell| !cell.is_empty())
    };
    table.rows.iter().filter_map(of_kind).collect()
}

/// A line: `Contraindications: pregnancy; active infection`, or one entry.
fn of_line(line: &Text, found: &mut Vec<Text>) {
    match line.string.split_once(':') {
        Some((kind, _)) if names(kind) => {
            let rest = crate::tree::header::cut(line, kind.len() + 1..line.string.len());
            found.extend(split(&rest, ';'));
        }
        Some(_) => {}
        None => found.push(line.clone()),
    }
}
