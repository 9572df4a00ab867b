//! The invariants: numbered items of one or more sentences.

use std::ops::Range;

use super::ast::{Invariant, Quote};
use super::build::Node;
use super::reading::{Reader, SentenceReading};
use crate::diagnostic::Sink;
use crate::spec::ast::{Spec, Text};

/// Reads the invariants, and how each sentence was read.
pub(crate) fn read(
    spec: &Spec,
    reader: Reader<'_>,
    readings: &mut Vec<SentenceReading>,
    sink: &mut Sink,
) -> Vec<Invariant> {
    let mut invariants = Vec::new();
    for (at, text) in spec.invariants.iter().enumerate() {
        let mut statements = Vec::new();
        for range in sentences(text) {
            let Some(read) = reader.read("statement", text, range.clone(), sink) else { continue };
            let quote = Quote {
                text: text.string.get(range.clone()).unwrap_or_default().to_owned(),
                span: text.span_of(range),
            };
            readings.push(SentenceReading {
                place: format!("Invariant {}", at + 1),
                text: quote.clone(),
                read_as: String::new(),
                not_met: String::new(),
                words: read.words,
                patterns: read.patterns,
            });
            if let Node::Statement(statement) = read.node {
                statements.push((quote, statement));
            }
        }
        let quote = Quote { text: text.string.clone(), span: text.span };
        invariants.push(Invariant { number: at + 1, quote, statements });
    }
    invariants
}

/// The sentences of a text: each ends in a full stop before a space, or at the end.
fn sentences(text: &Text) -> Vec<Range<usize>> {
    let string = &text.string;
    let mut ranges = Vec::new();
    let mut start = 0;
    let ends = string.match_indices(". ").map(|(at, _)| at + 1).chain([string.len()]);
    for end in ends {
        let part = string.get(start..end).unwrap_or_default();
        let lead = part.len() - part.trim_start().len();
        if !part.trim().is_empty() {
            ranges.push(start + lead..start + lead + part.trim().len());
        }
        start = end;
    }
    ranges
}
