//! Labels and appendices that information cites, and that the document does not have.

use std::collections::BTreeSet;

use super::super::ast::Policy;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{Block, Spec, Text};

/// Looks through everything that is not executed.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    let labels: BTreeSet<&str> = policy.criteria.iter().map(|criterion| criterion.label.as_str()).collect();
    let headings = spec.reference.iter().map(|section| section.heading.string.as_str());
    let appendices: BTreeSet<&str> =
        headings.filter_map(|heading| heading.strip_prefix("Appendix ")).filter_map(first_word).collect();
    let mut said: BTreeSet<Span> = BTreeSet::new();
    for text in information(spec) {
        for word in words(&text.string) {
            let written = text.string.get(word.clone()).unwrap_or_default();
            let before = text.string.get(..word.start).unwrap_or_default().trim_end();
            let behind = text.string.get(word.end..).unwrap_or_default().trim_start();
            let appendix = before.ends_with("Appendix") || before.ends_with("appendix");
            let missing = if appendix {
                is_letter(written) && !of_other_document(behind) && !appendices.contains(written)
            } else {
                is_label(written, &labels) && !labels.contains(written)
            };
            let span = text.span_of(word);
            if missing && said.insert(span) {
                sink.push(report(written, appendix, &labels, span));
            }
        }
    }
}

fn report(written: &str, appendix: bool, labels: &BTreeSet<&str>, span: Span) -> Diagnostic {
    if appendix {
        let message = format!("there is no `Appendix {written}` in this document");
        return Diagnostic::new(Code::StaleCitation, span, message)
            .here("no such appendix")
            .help(format!("correct the letter, or write the section `## Appendix {written}: …`"));
    }
    let message = format!("there is no criterion `{written}` in this document");
    let mut above = written;
    while let Some((parent, _)) = above.rsplit_once('.') {
        if labels.contains(parent) {
            break;
        }
        above = parent;
    }
    let parent = above.rsplit_once('.').map_or("", |(parent, _)| parent);
    let below = |label: &&&str| label.strip_prefix(parent).is_some_and(|rest| rest.matches('.').count() == 1);
    let beside: Vec<String> = labels.iter().filter(below).take(8).map(|label| format!("`{label}`")).collect();
    let report = Diagnostic::new(Code::StaleCitation, span, message).here("no such label");
    if parent.is_empty() || beside.is_empty() {
        report.help("correct the label, or take the sentence out")
    } else {
        report.help(format!(
            "under `{parent}` there are {}: correct the label, or take the sentence out",
            beside.join(", ")
        ))
    }
}

/// All text that is information: nothing else checks the labels in it.
fn information(spec: &Spec) -> Vec<&Text> {
    let mut texts: Vec<&Text> = Vec::new();
    let blocks = spec.introduction.iter().chain(spec.reference.iter().flat_map(|section| &section.blocks));
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading(text) => texts.push(text),
            Block::List(items) => texts.extend(items),
            Block::Table(table) => texts.extend(table.rows.iter().flatten()),
        }
    }
    texts.extend(spec.footnotes.iter().map(|(_, text)| text));
    texts.extend(spec.vocabulary.iter().map(|row| &row.asked));
    texts.extend(spec.readings.iter().flat_map(|row| [&row.question, &row.ours, &row.other]));
    texts.extend(spec.accepted.iter().map(|row| &row.why));
    texts.extend(spec.sections.iter().flat_map(notes));
    texts
}

/// The notes among the criteria.
fn notes(section: &crate::spec::ast::Section) -> Vec<&Text> {
    let mut texts = Vec::new();
    let mut left: Vec<_> = section.items.iter().collect();
    while let Some(item) = left.pop() {
        if item.text.string.starts_with("Note:") {
            texts.push(&item.text);
        }
        left.extend(&item.children);
    }
    texts.extend(section.sections.iter().flat_map(notes));
    texts
}

/// Runs of letters, digits and dots, without the dots around them.
fn words(string: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in string.char_indices().chain([(string.len(), ' ')]) {
        if c.is_alphanumeric() || c == '.' || c == '-' || c == '/' {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let word = string.get(from..at).unwrap_or_default();
            let lead = word.len() - word.trim_start_matches('.').len();
            found.push(from + lead..from + word.trim_end_matches('.').len().max(lead));
        }
    }
    found
}

fn first_word(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_alphanumeric()).next()
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether what follows an appendix says that it is another document's.
fn of_other_document(behind: &str) -> bool {
    ["of ", "to ", "in "].iter().any(|word| behind.starts_with(word))
}

/// Whether a word is written as a label: a section's Roman number, then parts as labels have
/// them. `I.V.` stands for a vein: of two parts, the section must exist.
fn is_label(written: &str, labels: &BTreeSet<&str>) -> bool {
    let mut parts = written.split('.');
    let Some(section) = parts.next() else { return false };
    let roman = !section.is_empty() && section.bytes().all(|b| b"IVX".contains(&b));
    let rest: Vec<&str> = parts.collect();
    let part = |part: &&str| {
        let numeral = part.bytes().all(|b| b"ivx".contains(&b));
        let short = part.len() == 1 && part.bytes().all(|b| b.is_ascii_alphabetic());
        let number = part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        !part.is_empty() && (numeral || short || number)
    };
    let known =
        labels.contains(section) && !["V", "M", "D"].contains(&rest.first().copied().unwrap_or_default());
    roman && !rest.is_empty() && rest.iter().all(part) && (known || rest.len() > 1)
}
