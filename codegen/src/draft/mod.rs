//! From a policy as published to the nearest spec: what a policy team starts from.
//!
//! New against the published text: an outline that Markdown keeps, and a skeleton of everything that
//! the text does not say (a vocabulary, the order of determination). No word is dropped. Where the text
//! was torn, doubled or left open, for every fact and every criterion without one, and for every part of the frame
//! that is filled in (header fields, the scopes of sections, durations, the order), a doubt says so.

mod document;
mod durations;
mod frame;
mod headings;
mod lines;
mod outline;
mod phrases;
mod print;
mod vocabulary;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::{MAX_MISTAKES, MAX_SOURCE_BYTES};
use crate::source::{Source, Span};
use lines::Line;

/// A draft of a spec.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The spec, in Markdown.
    pub text: String,
    /// Everything that was guessed or is in doubt, at its place in the published text.
    pub doubts: Vec<Diagnostic>,
}

/// Drafts a spec from a published policy: Markdown, or plain text as a converter leaves it.
pub fn draft(source: &Source) -> Draft {
    let mut sink = Sink::default();
    let bytes = source.text().len();
    if bytes > MAX_SOURCE_BYTES {
        let message = format!("a text of {bytes} bytes: at most {MAX_SOURCE_BYTES} are read");
        sink.push(
            Diagnostic::new(Code::TooLarge, Span::default(), message)
                .help("draft one policy at a time, without images or data"),
        );
        return Draft { text: String::new(), doubts: sink.into_sorted() };
    }
    let lines = lines::lines(source, &mut sink);
    let mut document = outline::document(&lines, &mut sink);
    durations::read(&mut document, &mut sink);
    let frame = frame::frame(&document, &mut sink);
    let vocabulary = vocabulary::guess(&document, &mut sink);
    let mut text = print::spec(&document, &frame, &vocabulary);
    keep_words(&lines, &mut text, &mut sink);
    Draft { text, doubts: at_most(MAX_MISTAKES, sink.into_sorted()) }
}

/// The doubts that are shown; where there are more, that is said.
fn at_most(most: usize, mut doubts: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if let Some(beyond) = doubts.get(most) {
        let message = format!("more than {most} doubts: the others are not shown");
        let report = Diagnostic::new(Code::TooLarge, beyond.span, message).here("and more from here on");
        doubts.truncate(most);
        doubts.push(report.help("look whether this text is one policy, and draft its parts one at a time"));
    }
    doubts
}

/// The last guard of "no word is dropped": what the draft does not hold as often as the published
/// text does is set down at its end, and said.
///
/// Labels are no words here: one that is put right is said by a doubt of its own.
fn keep_words(lines: &[Line], text: &mut String, sink: &mut Sink) {
    let mut missing = BTreeMap::new();
    for (word, count) in lines.iter().flat_map(|line| words(&line.words())) {
        *missing.entry(word).or_insert(0) += count;
    }
    for (word, count) in words(text) {
        if let Some(left) = missing.get_mut(&word) {
            *left = left.saturating_sub(count);
        }
    }
    let lost: Vec<String> =
        missing.into_iter().flat_map(|(word, count)| std::iter::repeat_n(word, count)).collect();
    if lost.is_empty() {
        return;
    }
    let named = lost.join(", ");
    let message = format!("these words found no place in the outline: {named}");
    sink.push(Diagnostic::new(Code::UnplacedLine, Span::new(0, 0), message).help(
        "they stand under `Words without a place` at the end of the draft: move each where it belongs",
    ));
    text.push_str("\n## Words without a place (reference)\n\n");
    text.push_str(&named);
    text.push('\n');
}

/// How often each word of a text occurs, without regard to capitals. Words are runs of letters and
/// digits; a capital behind a small letter begins a new one (`longerB` is glued).
pub fn words(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let mut word = String::new();
    let mut before = ' ';
    for c in text.chars().chain([' ']) {
        let glued = before.is_lowercase() && c.is_uppercase();
        if (glued || !c.is_alphanumeric()) && !word.is_empty() {
            *found.entry(std::mem::take(&mut word)).or_default() += 1;
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    found
}
