//! A skeleton of the vocabulary: for a criterion that nothing explains, a fact with a guess of its
//! kind, for a person to confirm.
//!
//! A fact that is a whole clause, or hides a number, would be worse than none: such a criterion gets no row,
//! and a doubt instead.

use super::document::{Document, Item, Section};
use super::phrases::{self, Agents};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;

/// A row of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    pub name: String,
    pub kind: String,
    pub also: String,
    pub asked: String,
}

/// The rows, and the list of diagnoses below them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub facts: Vec<Guess>,
    pub diagnoses: Vec<String>,
}

/// Guesses the facts of a document.
pub(super) fn guess(document: &Document, sink: &mut Sink) -> Vocabulary {
    let mut guesser = Guesser { found: Vocabulary::default(), sink };
    for section in &document.sections {
        guesser.section(section);
    }
    guesser.found
}

/// The one diagnosis that a criterion asks for: `Diagnosis of asthma;`.
pub(super) fn diagnosis_of(item: &Item) -> Option<String> {
    let values = item.items.is_empty().then(|| phrases::diagnoses(&bare(&item.text)))??;
    let [value] = values.as_slice() else { return None };
    Some(value.clone())
}

struct Guesser<'s> {
    found: Vocabulary,
    sink: &'s mut Sink,
}

/// How the items under a criterion are read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Under {
    Sentences,
    Diagnoses,
    /// Agents, with the kind of their trials.
    Failure(&'static str),
}

impl Guesser<'_> {
    fn section(&mut self, section: &Section) {
        for item in &section.items {
            self.item(item, &Under::Sentences);
        }
        for inner in &section.sections {
            self.section(inner);
        }
    }

    fn item(&mut self, item: &Item, under: &Under) {
        let sentence = bare(&item.text);
        if item.items.is_empty() {
            let guessed = match under {
                Under::Failure(kind) => self.agents(&phrases::listed(&sentence), kind, item.span),
                Under::Diagnoses => self.diagnoses(vec![sentence], item.span),
                Under::Sentences => self.sentence(&sentence, item.span),
            };
            if !guessed {
                self.left_out(item.span);
            }
            return;
        }
        let lower = sentence.to_lowercase();
        let below = match phrases::failure(&lower) {
            Some(Agents { kind, .. }) => Under::Failure(kind),
            None if lower.starts_with("diagnosis of ") || lower.starts_with("diagnosis is ") => {
                Under::Diagnoses
            }
            None => Under::Sentences,
        };
        for inner in &item.items {
            self.item(inner, &below);
        }
    }

    /// Whether all that a sentence asks for was guessed.
    fn sentence(&mut self, sentence: &str, span: Span) -> bool {
        if let Some(Agents { names, kind }) = phrases::failure(sentence) {
            return self.agents(&names, kind, span);
        }
        if let Some(values) = phrases::diagnoses(sentence) {
            return self.diagnoses(values, span);
        }
        let mut whole = true;
        for part in phrases::parts(sentence) {
            whole &= self.part(&part, span);
        }
        whole
    }

    fn part(&mut self, part: &str, span: Span) -> bool {
        if part.to_lowercase().starts_with("age ") {
            self.add("date of birth", "date", "", span);
            self.add("age", "years since date of birth, 0 to 130", "", span);
            return true;
        }
        if let Some(limit) = phrases::limit(part) {
            for (name, also) in limit.names {
                self.add(&name, &limit.kind, &also, span);
            }
            return true;
        }
        let Some(question) = phrases::yes_or_no(part) else { return false };
        self.add(&question.name, "yes or no", &question.also, span);
        true
    }

    fn diagnoses(&mut self, values: Vec<String>, span: Span) -> bool {
        if !values.iter().all(|value| phrases::is_name(value)) {
            return false;
        }
        self.add("diagnosis", "one of: Diagnoses", "", span);
        for value in values {
            if self.found.diagnoses.iter().any(|known| known.eq_ignore_ascii_case(&value)) {
                continue;
            }
            self.say(&value, "a diagnosis", span);
            self.found.diagnoses.push(value);
        }
        true
    }

    fn agents(&mut self, agents: &[String], kind: &str, span: Span) -> bool {
        let mut whole = true;
        for agent in agents {
            let (name, also) = phrases::agent(agent);
            if phrases::is_name(&name) {
                self.add(&name, kind, &also, span);
            } else {
                whole = false;
            }
        }
        whole
    }

    fn add(&mut self, name: &str, kind: &str, also: &str, span: Span) {
        let clean =
            |text: &str| text.replace(['|', '*', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, also) = (clean(name).trim_end_matches([',', '.', ':']).to_lowercase(), clean(also));
        if name.is_empty() || self.found.facts.iter().any(|guess| guess.name == name) {
            return;
        }
        self.say(&name, kind.split([',', ':']).next().unwrap_or(kind), span);
        self.found.facts.push(Guess { asked: format!("{name}?"), name, kind: clean(kind), also });
    }

    fn say(&mut self, name: &str, kind: &str, span: Span) {
        self.sink.push(
            Diagnostic::new(Code::GuessedFact, span, format!("`{name}` is a guess: {kind}"))
                .here("not read yet")
                .help("confirm or correct the row in the vocabulary: its name, kind, values and question"),
        );
    }

    fn left_out(&mut self, span: Span) {
        let message = "no fact was guessed for all that this criterion asks";
        self.sink.push(
            Diagnostic::new(Code::GuessedFact, span, message)
                .here("a clause, or a number in a clause")
                .help("give the vocabulary a row for each thing that it asks, and write the criterion with their names"),
        );
    }
}

/// A sentence without footnote marks, its closing signs and its connective.
pub(super) fn bare(text: &str) -> String {
    let mut sentence = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("[^") {
        sentence.push_str(before);
        rest = behind.split_once(']').map_or("", |(_, behind)| behind);
    }
    sentence.push_str(rest);
    let trimmed = sentence.trim().trim_end_matches(" and").trim_end_matches(" or").trim();
    trimmed.trim_end_matches([';', '.', ':', ',']).trim().to_owned()
}
