//! A skeleton of the vocabulary: for every criterion that nothing explains, a fact with a guess of its
//! kind, for a person to confirm.

use super::document::{Document, Item, Section};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::labels;

/// A row of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    pub name: String,
    pub kind: String,
    pub also: String,
    pub asked: String,
}

/// Guesses the facts of a document.
pub(super) fn guess(document: &Document, sink: &mut Sink) -> Vec<Guess> {
    let mut guesser = Guesser { guesses: Vec::new(), sink };
    for section in &document.sections {
        guesser.section(section);
    }
    guesser.guesses
}

struct Guesser<'s> {
    guesses: Vec<Guess>,
    sink: &'s mut Sink,
}

impl Guesser<'_> {
    fn section(&mut self, section: &Section) {
        for item in &section.items {
            self.item(item, Under::Sentences);
        }
        for inner in &section.sections {
            self.section(inner);
        }
    }

    fn item(&mut self, item: &Item, under: Under) {
        let sentence = bare(&item.text);
        let lower = sentence.to_lowercase();
        if item.items.is_empty() {
            match under {
                Under::Failure => self.agents(&lower, item.span),
                Under::Sentences => self.sentence(&sentence, &lower, item.span),
            }
            return;
        }
        let failure = lower.starts_with("failure of") || lower.contains("trial and failure");
        for inner in &item.items {
            self.item(inner, if failure { Under::Failure } else { Under::Sentences });
        }
    }

    fn sentence(&mut self, sentence: &str, lower: &str, span: Span) {
        if let Some(agents) = lower.strip_prefix("failure of ") {
            return self.agents(agents, span);
        }
        if lower.starts_with("age ") {
            self.add("date of birth", "date", "", span);
            return self.add("age", "years since date of birth, 0 to 130", "", span);
        }
        if let Some(values) =
            lower.strip_prefix("diagnosis of ").or_else(|| lower.strip_prefix("diagnosis is "))
        {
            let values = values.replace(" or ", ", ").replace(",,", ",").replace(['(', ')'], "");
            return self.add("diagnosis", &format!("one of: {values}, another diagnosis"), "", span);
        }
        if let Some((name, unit)) = limit(sentence) {
            return self.add(&name, &format!("{unit}, 0 to 1000").replace("  ", " "), "", span);
        }
        let words: Vec<&str> = lower.split_whitespace().collect();
        let name = words.iter().take(6).copied().collect::<Vec<_>>().join(" ");
        let also = if words.len() > 6 { lower.replace(';', ",") } else { String::new() };
        self.add(&name, "yes or no", &also, span);
    }

    fn agents(&mut self, agents: &str, span: Span) {
        let agents = agents.strip_prefix("either ").unwrap_or(agents);
        agents.split(" or ").for_each(|agent| self.agent(agent, span));
    }

    fn agent(&mut self, agent: &str, span: Span) {
        let name = agent.split(['(', ',', ';']).next().unwrap_or_default().trim().to_lowercase();
        let brands = agent.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let also =
            brands.map_or_else(String::new, |(brands, _)| brands.replace([',', '®'], ";").replace(";;", ";"));
        self.add(&name, "trial with dose", also.trim_end_matches(';'), span);
    }

    fn add(&mut self, name: &str, kind: &str, also: &str, span: Span) {
        let clean =
            |text: &str| text.replace(['|', '*', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, also) = (clean(name).trim_end_matches([',', '.', ':']).to_owned(), clean(also));
        if name.is_empty() || self.guesses.iter().any(|guess| guess.name == name) {
            return;
        }
        let message = format!("`{name}` is a guess: {}", kind.split([',', ':']).next().unwrap_or(kind));
        self.sink.push(
            Diagnostic::new(Code::GuessedFact, span, message)
                .here("not read yet")
                .help("confirm or correct the row in the vocabulary: its name, kind, values and question"),
        );
        self.guesses.push(Guess { asked: format!("{name}?"), name, kind: clean(kind), also });
    }
}

/// How the items under a criterion are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Under {
    Sentences,
    Failure,
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
    let trimmed = sentence.trim().trim_end_matches("and").trim_end_matches(" or").trim();
    trimmed.trim_end_matches([';', '.', ':', ',']).trim().to_owned()
}

/// The name and unit of a limit: `Dose does not exceed 12 mg per day`.
fn limit(sentence: &str) -> Option<(String, String)> {
    let signs = [" does not exceed ", " ≥ ", " ≤ ", " >= ", " <= ", " > ", " < ", " at least ", " at most "];
    let (name, amount) = signs.iter().find_map(|sign| sentence.split_once(*sign))?;
    let amount = amount.trim();
    let digits = amount.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let name = name.trim().to_lowercase();
    let short = !name.is_empty() && name.split_whitespace().count() <= 6 && labels::prefix(&name).is_none();
    let unit = amount.get(digits..)?.split([',', ';', '(']).next()?.trim().to_owned();
    (digits > 0 && short).then_some((name, unit))
}
