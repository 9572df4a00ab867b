//! The vocabulary: facts with their kinds, and the phrases that mean them.

pub(crate) mod companions;
mod computed;
mod kinds;

use super::ast::{Choice, ChoiceId, Fact, FactId, Kind, Presence, TrialOutcome};
use super::doubts::Doubts;
use super::header::{Header, cut, split};
use super::phrases::{Meaning, Phrases};
use super::words::key;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::MAX_PHRASES;
use crate::source::Span;
use crate::spec::ast::{FactRow, Spec, Text};

/// How policies commonly say that a treatment was not tolerated.
const ADVERSE_EFFECTS: [&str; 2] =
    ["clinically significant adverse effects are experienced", "adverse effects are experienced"];

/// The facts and phrases of a policy.
#[derive(Debug)]
pub(crate) struct Words {
    /// Those of the header, the rows of the vocabulary, and the companions of some of these.
    pub facts: Vec<Fact>,
    /// The fact of the vocabulary's first row.
    pub first: FactId,
    pub phrases: Phrases,
    pub request_kind: Option<FactId>,
    pub request_date: FactId,
    pub line_of_business: Option<FactId>,
    pub subjects: String,
    pub requests: String,
    /// Whether there were more phrases than a vocabulary may have.
    pub full: bool,
}

/// Resolves the header's facts and the vocabulary; conditions (`Only when`) are read later,
/// when all phrases are known.
pub(crate) fn read(spec: &Spec, header: &Header, doubts: &mut Doubts, sink: &mut Sink) -> Words {
    let mut words = built_in(header);
    let first = words.facts.len();
    let rows: Vec<&FactRow> = spec.vocabulary.iter().collect();
    for row in &rows {
        words.facts.push(declare(row));
    }
    companions::of_trials(&mut words, &rows);
    // What is computed comes after what it is computed from, wherever the rows stand.
    let (later, sooner): (Vec<_>, Vec<_>) =
        rows.iter().enumerate().partition(|(_, row)| row.kind.string.contains('='));
    for (at, row) in sooner.into_iter().chain(later) {
        let kind = kinds::Kinds { words: &words, lists: &spec.lists }.read(&row.kind);
        match kind {
            Ok(kind) => resolve(&mut words, first + at, kind),
            Err(diagnostic) => {
                // What is computed from a fact that cannot be read is not complained about as well.
                let name = |id: &FactId| words.facts.get(id.0).map(|fact| fact.name.as_str());
                let mut names = doubts.facts.iter().filter_map(name);
                let kind = row.kind.string.as_str();
                let lost = doubts.words || (doubts.outline && kind.contains(" of:"));
                if !lost && !names.any(|name| kind.contains(name)) {
                    sink.push(*diagnostic);
                }
                doubts.facts.push(FactId(first + at));
            }
        }
    }
    companions::of_doses(&mut words, &rows, doubts, sink);
    phrases(&mut words, sink);
    words
}

fn built_in(header: &Header) -> Words {
    let choices = |texts: &[Text]| {
        texts.iter().map(|t| Choice { name: t.string.clone(), also: Vec::new() }).collect::<Vec<_>>()
    };
    let span = |texts: &[Text]| texts.first().map(|t| t.span).unwrap_or_default();
    let fact = |name: &str, kind, question: &str, presence, span| Fact {
        name: name.to_owned(),
        kind,
        question: question.to_owned(),
        only_when: None,
        presence,
        also: Vec::new(),
        also_not: Vec::new(),
        list: None,
        companion: None,
        span,
    };
    let mut facts = Vec::new();
    let request_kind = (!header.kinds.is_empty()).then(|| {
        let kind = Kind::OneOf(choices(&header.kinds));
        facts.push(fact(
            "request kind",
            kind,
            "What kind of request is this?",
            Presence::Required,
            span(&header.kinds),
        ));
        FactId(facts.len() - 1)
    });
    let mut date = fact(
        "request date",
        Kind::Date,
        "On which day is the request decided?",
        Presence::Required,
        Span::default(),
    );
    date.also.push("the request date".to_owned());
    facts.push(date);
    let request_date = FactId(facts.len() - 1);
    let line_of_business = (!header.lines.is_empty()).then(|| {
        let kind = Kind::OneOf(choices(&header.lines));
        let question = format!("Which line of business is the {} in?", header.subject);
        facts.push(fact("line of business", kind, &question, Presence::Optional, span(&header.lines)));
        FactId(facts.len() - 1)
    });
    let subjects = format!("{}s", header.subject);
    let (first, phrases) = (FactId(facts.len()), Phrases::default());
    let (requests, full) = (header.requests.clone(), false);
    Words { facts, first, phrases, request_kind, request_date, line_of_business, subjects, requests, full }
}

fn declare(row: &FactRow) -> Fact {
    let (negative, positive): (Vec<Text>, Vec<Text>) =
        split(&row.also, ';').into_iter().partition(|part| part.string.starts_with("not:"));
    let negative = negative.iter().map(|part| part.string.trim_start_matches("not:").trim().to_owned());
    Fact {
        name: row.name.string.trim().to_owned(),
        kind: Kind::YesNo,
        question: row.asked.string.trim().to_owned(),
        only_when: None,
        presence: Presence::Optional,
        also: positive.into_iter().map(|part| part.string).collect(),
        also_not: negative.collect(),
        list: list_name(&row.kind),
        companion: None,
        span: row.name.span,
    }
}

/// The name of the list that a kind takes its choices from.
fn list_name(kind: &Text) -> Option<String> {
    let text = kind.string.trim();
    let name = text.strip_prefix("any of:").or_else(|| text.strip_prefix("one of:"))?.trim();
    (!name.contains(',')).then(|| name.to_owned())
}

fn resolve(words: &mut Words, at: usize, kind: Kind) {
    if let Some(fact) = words.facts.get_mut(at) {
        if matches!(kind, Kind::YearsSince { .. } | Kind::Computed { .. }) {
            fact.presence = Presence::Derived;
        }
        fact.kind = kind;
    }
}

fn phrases(words: &mut Words, sink: &mut Sink) {
    let facts = words.facts.clone();
    for (at, fact) in facts.iter().enumerate() {
        let id = FactId(at);
        if key(&fact.name).is_empty() {
            sink.push(
                Diagnostic::new(Code::FactKind, fact.span, "a fact without a name")
                    .help("write its name in the first column"),
            );
        }
        let positive = std::iter::once(&fact.name).chain(&fact.also);
        for phrase in positive {
            add(words, fact, phrase, Meaning::Fact(id), sink);
        }
        for phrase in &fact.also_not {
            if fact.kind != Kind::YesNo {
                let message = format!("`{}` is no yes/no fact and has no opposite", fact.name);
                sink.push(
                    Diagnostic::new(Code::FactKind, fact.span, message)
                        .help("take out the phrase behind `not:`"),
                );
            }
            add(words, fact, phrase, Meaning::NotFact(id), sink);
        }
        choice_phrases(words, id, fact, sink);
    }
}

fn choice_phrases(words: &mut Words, id: FactId, fact: &Fact, sink: &mut Sink) {
    match &fact.kind {
        Kind::OneOf(choices) | Kind::AnyOf(choices) => {
            for (at, choice) in choices.iter().enumerate() {
                for phrase in std::iter::once(&choice.name).chain(&choice.also) {
                    add(words, fact, phrase, Meaning::Choice(id, ChoiceId(at)), sink);
                }
            }
        }
        Kind::Trial(trial) => {
            for (at, (_, name)) in trial.outcomes().iter().enumerate() {
                add(words, fact, name, Meaning::Choice(id, ChoiceId(at)), sink);
            }
            let effects = trial.outcomes().iter().position(|(of, _)| *of == TrialOutcome::NotTolerated);
            for (at, phrase) in effects.into_iter().flat_map(|at| ADVERSE_EFFECTS.map(|phrase| (at, phrase)))
            {
                words.phrases.add(phrase, Meaning::Choice(id, ChoiceId(at)));
            }
        }
        Kind::Quantity(quantity) | Kind::Computed { quantity, .. } => {
            let unit = super::words::exact(&quantity.unit);
            for written in super::words::singulars(&unit).chain([unit.clone()]) {
                words.phrases.add(&written, Meaning::Unit(id));
            }
        }
        Kind::YearsSince { .. } => {
            words.phrases.add("years", Meaning::Unit(id));
        }
        Kind::YesNo | Kind::Date => {}
    }
}

/// Adds a phrase; the same one for two facts, or for two choices of a fact, is an error.
fn add(words: &mut Words, fact: &Fact, phrase: &str, meaning: Meaning, sink: &mut Sink) {
    let clash = words.phrases.meanings(phrase).find(|other| match (other, meaning) {
        (Meaning::Choice(of, a), Meaning::Choice(this, b)) => *of == this && *a != b,
        (Meaning::Fact(_) | Meaning::NotFact(_), Meaning::Fact(_) | Meaning::NotFact(_)) => *other != meaning,
        _ => false,
    });
    if words.phrases.count() == MAX_PHRASES && !words.full {
        words.full = true;
        let message = format!("more than {MAX_PHRASES} names, other phrases and values in one vocabulary");
        sink.push(
            Diagnostic::new(Code::TooLarge, fact.span, message)
                .here("not all phrases of this fact are known")
                .help("take out phrases that no criterion uses, or divide it into several policies"),
        );
    }
    // Of two meanings the first stays, so that sentences with the phrase are not called ambiguous.
    if clash.is_none() && !words.full {
        words.phrases.add(phrase, meaning);
    }
    if let Some(Meaning::Fact(other) | Meaning::NotFact(other) | Meaning::Choice(other, _)) = clash {
        let name = words.facts.get(other.0).map(|fact| fact.name.clone()).unwrap_or_default();
        let span = words.facts.get(other.0).map(|fact| fact.span).unwrap_or_default();
        let mut diagnostic =
            Diagnostic::new(Code::DuplicatePhrase, fact.span, format!("`{phrase}` means two things"))
                .help("a phrase means one thing: say one of the two in other words");
        if span != fact.span {
            diagnostic = diagnostic.related(span, format!("it also means `{name}`"));
        }
        sink.push(diagnostic);
    }
}

/// The names of lists, as phrases of the any-of facts that take their choices from them.
pub(crate) fn list_phrases(spec: &Spec, words: &mut Words) {
    for (at, row) in spec.vocabulary.iter().enumerate() {
        let name = row.kind.string.trim().strip_prefix("any of:").map(str::trim);
        let list = name.and_then(|name| spec.lists.iter().find(|list| list.name.string.trim() == name));
        if let Some(list) = list {
            words.phrases.add(
                &cut(&list.name, 0..list.name.string.len()).string,
                Meaning::List(FactId(words.first.0 + at)),
            );
        }
    }
}
