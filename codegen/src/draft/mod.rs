//! From a policy as published to the nearest spec: what a policy team starts from.
//!
//! New against the published text: an outline that Markdown keeps, and a skeleton of everything that
//! the text does not say (a vocabulary, the order of determination). No word is dropped, and nothing
//! is guessed without a message: where the text was torn, doubled or left open, a doubt says so.

mod lines;
mod outline;
mod print;
mod vocabulary;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{MAX_SOURCE_BYTES, Source, Span};

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
    let document = outline::document(&lines, &mut sink);
    let facts = vocabulary::guess(&document, &mut sink);
    let mut text = print::spec(&document, &facts);
    keep_words(source, &mut text, &mut sink);
    Draft { text, doubts: sink.into_sorted() }
}

/// The last guard of "no word is dropped": what the draft does not hold as often as the published
/// text does is set down at its end, and said.
fn keep_words(source: &Source, text: &mut String, sink: &mut Sink) {
    let mut missing = words(source.text());
    for (word, count) in words(text) {
        if let Some(left) = missing.get_mut(&word) {
            *left = left.saturating_sub(count);
        }
    }
    let lost: Vec<String> = missing.into_iter().filter(|(_, count)| *count > 0).map(|(word, _)| word).collect();
    if lost.is_empty() {
        return;
    }
    let list = lost.join(", ");
    let message = format!("these words found no place in the outline: {list}");
    sink.push(
        Diagnostic::new(Code::UnplacedLine, Span::new(0, 0), message)
            .help("they stand under `Words without a place` at the end of the draft: move each where it belongs"),
    );
    text.push_str("\n## Words without a place (reference)\n\n");
    text.push_str(&list);
    text.push('\n');
}

/// How often each word of a text occurs. Words are runs of letters and digits, without regard to
/// capitals.
pub fn words(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *found.entry(word.to_owned()).or_default() += 1;
    }
    found
}
