//! What to say of words that no pattern uses: the first word that cannot stand where it does, what is
//! missing from the vocabulary, and sentences that could be written with what is there.

use std::ops::Range;

use super::{GRAMMAR, Reader, bytes};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::Text;
use crate::tree::ast::{FactId, Kind};
use crate::tree::from_spec::NO_FACT;
use crate::tree::grammar::{Explored, Next};
use crate::tree::patterns::Terminal;
use crate::tree::phrases::Meaning;
use crate::tree::words::{Token, TokenKind};

/// Words that turn the meaning of what they stand by.
const TURNING: [&str; 12] = [
    "no", "not", "none", "neither", "nor", "never", "without", "negative", "absence", "absent", "denies",
    "non",
];

/// Verbs of the patterns, which stand between a fact and its value.
const VERBS: [&str; 5] = ["is", "are", "was", "includes", "include"];

/// How like some words a phrase must be to be suggested for them.
const LIKE: f64 = 0.7;

/// A sentence that has no derivation.
pub(super) struct Stuck<'a> {
    pub start: &'a str,
    pub text: &'a Text,
    pub tokens: &'a [Token],
    /// The first token that no pattern could use.
    pub at: usize,
    pub explored: Explored,
}

impl Stuck<'_> {
    pub(super) fn raw(&self, range: Range<usize>) -> String {
        self.text.string.get(bytes(self.tokens, &range)).unwrap_or_default().to_owned()
    }

    /// Where the part of the sentence that a token stands in ends: before the next connective or colon.
    fn part_end(&self, from: usize) -> usize {
        let ends = |token: &Token| token.comma || matches!(token.text.as_str(), "and" | "or" | ":" | "nor");
        let behind = self.tokens.iter().enumerate().skip(from + 1);
        behind.clone().find(|(_, token)| ends(token)).map_or(self.tokens.len(), |(at, _)| at)
    }

    /// What to do about a day of the calendar, which no sentence compares with.
    fn calendar_day(&self) -> Option<String> {
        let day = self.tokens.get(self.at)?.raw.clone();
        let is_digits = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
        (parts.len() == 3 && parts.into_iter().all(is_digits)).then(|| {
            format!(
                "a sentence names no day of the calendar: what changes on `{day}` is a version of the policy, \"In force \
                 from\" that day; a day that a request gives is a fact of the kind `date`"
            )
        })
    }

    pub(super) fn report(&self, range: &Range<usize>, message: String, here: &str) -> Diagnostic {
        let span = self.text.span_of(bytes(self.tokens, range));
        Diagnostic::new(Code::UnknownPhrase, span, message).here(here)
    }
}

impl Reader<'_> {
    /// The refusal of a sentence in which a word fits nothing.
    pub(super) fn unknown(&self, start: &str, text: &Text, tokens: &[Token], furthest: usize) -> Diagnostic {
        let vocabulary = self.vocabulary();
        let explored = GRAMMAR.explore(start, tokens, &vocabulary);
        let stuck = Stuck { start, text, tokens, at: furthest, explored };
        if furthest >= tokens.len() {
            let last = tokens.len().saturating_sub(1);
            let report = stuck.report(
                &(last..last + 1),
                "the sentence stops before any pattern is complete".to_owned(),
                "something is missing behind this",
            );
            return self.proposed(&stuck, report);
        }
        if let Some(diagnostic) = self.number(&stuck) {
            return diagnostic;
        }
        if let Some(help) = stuck.calendar_day() {
            return plain(&stuck).help(help);
        }
        if let Some(help) = self.exception(&stuck) {
            return plain(&stuck).help(help);
        }
        if let Some((phrase, written)) = self.suggestion(tokens, furthest) {
            return plain(&stuck)
                .help(format!("did you mean `{phrase}`? `{written}` is written here"))
                .help("`criteria explain --patterns` lists the sentences that can be written");
        }
        self.no_value(&stuck)
            .or_else(|| self.no_fact(&stuck))
            .or_else(|| self.verb_in_phrase(&stuck).map(|help| plain(&stuck).help(help)))
            .unwrap_or_else(|| self.proposed(&stuck, self.follows(&stuck)))
    }

    /// The word that cannot follow, and what could where that is little.
    fn follows(&self, stuck: &Stuck<'_>) -> Diagnostic {
        let mut report = plain(stuck);
        if stuck.at > 0 && stuck.explored.complete == Some(stuck.at) {
            let (word, whole) = (stuck.raw(stuck.at..stuck.at + 1), stuck.raw(0..stuck.at));
            if self.reads(stuck.start, &whole).is_some() {
                report.message = format!("`{word}` cannot follow: `{whole}` is whole before it");
            }
        }
        let mut next: Vec<String> = stuck.explored.next.iter().map(name).collect();
        next.sort();
        next.dedup();
        if next.is_empty() || next.len() > 7 {
            return report;
        }
        report.help(format!("here could stand: {}", next.join(", ")))
    }

    /// A phrase that ends in a verb leaves no room for the verb of a pattern.
    fn verb_in_phrase(&self, stuck: &Stuck<'_>) -> Option<String> {
        let facts = |at: &usize| {
            let all = self.phrases.at(stuck.tokens.get(*at..).unwrap_or_default());
            let (_, words) = all
                .filter(|(meaning, words)| matches!(meaning, Meaning::Fact(_)) && at + words == stuck.at)
                .max_by_key(|(_, words)| *words)?;
            Some(*at..at + words)
        };
        let phrase = (0..stuck.at).find_map(|at| facts(&at)).filter(|phrase| phrase.len() > 1)?;
        let verb = stuck.tokens.get(phrase.end - 1).filter(|token| VERBS.contains(&token.text.as_str()))?;
        let short = stuck.raw(phrase.start..phrase.end - 1);
        Some(format!(
            "`{}` is a phrase of the vocabulary, and its last word `{}` is then no verb of a sentence: under \
             \"Also written\" leave it out, `{}`",
            stuck.raw(phrase.clone()),
            verb.raw,
            decapital(&short)
        ))
    }

    /// Sentences that could be written with what is there; else, where the vocabulary is kept.
    fn proposed(&self, stuck: &Stuck<'_>, mut diagnostic: Diagnostic) -> Diagnostic {
        let before = diagnostic.help.len();
        if let Some(help) = self.elided(stuck) {
            diagnostic.help.push(help);
        } else {
            diagnostic.help.extend(self.needs_fact(stuck));
            diagnostic.help.extend(self.proposals(stuck));
        }
        if diagnostic.help.len() == before {
            diagnostic = diagnostic.help(
                "phrases are exact, and every word counts: use one from the vocabulary, or add this one under \
                 \"Also written\"",
            );
        }
        diagnostic.help("`criteria explain --patterns` lists the sentences that can be written")
    }

    /// A second clause that leaves its fact to the first: `… include X and include Y`.
    fn elided(&self, stuck: &Stuck<'_>) -> Option<String> {
        let joins = stuck.tokens.get(stuck.at.checked_sub(1)?)?;
        let here = stuck.tokens.get(stuck.at)?.range.start;
        if !matches!(joins.text.as_str(), "and" | "or") {
            return None;
        }
        let longest = |at: usize| {
            let facts = self.phrases.at(stuck.tokens.get(at..).unwrap_or_default());
            let facts = facts.filter(|(meaning, _)| matches!(meaning, Meaning::Fact(_)));
            facts.map(|(_, words)| at..at + words).max_by_key(Range::len)
        };
        let fact = stuck.raw((0..stuck.at).find_map(longest)?);
        let whole = stuck.tokens.first()?.range.start..stuck.tokens.last()?.range.end;
        let (before, behind) =
            (stuck.text.string.get(whole.start..here)?, stuck.text.string.get(here..whole.end)?);
        let better = format!("{before}{} {behind}", decapital(&fact));
        self.reads(stuck.start, &better)?;
        Some(format!("each part names its fact: write `{better}`"))
    }

    /// A value that its fact does not have: `state is X or Y`, where `Y` is none.
    fn no_value(&self, stuck: &Stuck<'_>) -> Option<Diagnostic> {
        let wanted = stuck.explored.next.contains(&Next::Slot(Terminal::Choice));
        let end = stuck.part_end(stuck.at);
        if !wanted || self.compares(stuck, stuck.at..end).is_some() {
            return None;
        }
        let begins = stuck.explored.starts.iter().rev().filter(|from| **from < stuck.at);
        let fact_behind = |from: &usize| (*from..stuck.at).find_map(|at| self.fact_at(stuck, at));
        let id = begins.copied().find_map(|from| fact_behind(&from))?;
        let fact = self.context.fact(id).ok()?;
        let what = match fact.kind {
            Kind::OneOf(_) => "value",
            Kind::AnyOf(_) => "member",
            _ => return None,
        };
        let value = stuck.raw(stuck.at..end);
        let names = fact.choice_names();
        let known = if names.len() > 8 { "many".to_owned() } else { format!("`{}`", names.join("`, `")) };
        let add = match &fact.list {
            Some(list) => format!("add it to the list `{list}`"),
            None => format!("add it in the vocabulary: `one of: {}, {value}`", names.join(", ")),
        };
        Some(
            stuck
                .report(
                    &(stuck.at..end),
                    format!("`{}` has no {what} `{value}`", fact.name),
                    "no value of this fact",
                )
                .help(format!("its {what}s are {known}: write one of them, or {add}")),
        )
    }

    /// A name with a comparison behind it, of which the vocabulary has no fact.
    fn no_fact(&self, stuck: &Stuck<'_>) -> Option<Diagnostic> {
        let begins = stuck.explored.starts.contains(&stuck.at);
        let end = stuck.part_end(stuck.at);
        let (name_end, kind) = self.compares(stuck, stuck.at..end)?;
        let named = (stuck.at..name_end).any(|at| self.fact_at(stuck, at).is_some());
        if !begins || named || name_end == stuck.at || name_end - stuck.at > 6 {
            return None;
        }
        let name = stuck.raw(stuck.at..name_end).to_lowercase();
        Some(
            stuck
                .report(&(stuck.at..name_end), format!("{NO_FACT}{name}`"), "no fact has this name")
                .help(format!("add a row to the vocabulary: `| {name} | {kind} | | | ⟨question⟩? |`"))
                .help("or write the name, or another phrase, of the fact that is meant"),
        )
    }

    /// Where a comparison begins in a part of the sentence, and the kind of fact that it is made of.
    fn compares(&self, stuck: &Stuck<'_>, part: Range<usize>) -> Option<(usize, String)> {
        let vocabulary = self.vocabulary();
        part.clone().skip(1).find_map(|at| {
            let ends = GRAMMAR.ends("comparator", stuck.tokens, at, &vocabulary);
            if let Some(behind) = ends.into_iter().max() {
                let number = stuck.tokens.get(behind)?;
                let unit = stuck.raw(behind + 1..part.end);
                let unit = if behind + 1 < part.end { unit } else { "whole".to_owned() };
                let numeric = number.kind == TokenKind::Number;
                return numeric.then(|| (at, format!("{unit}, ⟨least⟩ to ⟨most⟩")));
            }
            match stuck.tokens.get(at).map(|token| token.text.as_str())? {
                "is" if at + 1 < part.end => {
                    let next = stuck.tokens.get(at + 1).map(|token| token.text.as_str());
                    let dated = matches!(next, Some("within" | "on" | "before" | "after"));
                    let value = stuck.raw(at + 1..part.end);
                    Some((at, if dated { "date".to_owned() } else { format!("one of: {value}, ⟨others⟩") }))
                }
                _ => None,
            }
        })
    }

    fn fact_at(&self, stuck: &Stuck<'_>, at: usize) -> Option<FactId> {
        let rest = stuck.tokens.get(at..)?;
        self.phrases.at(rest).find_map(|(meaning, _)| match meaning {
            Meaning::Fact(id) | Meaning::NotFact(id) => Some(id),
            _ => None,
        })
    }

    /// A number with a unit that stands for itself: `every 8 weeks` compares no fact.
    fn needs_fact(&self, stuck: &Stuck<'_>) -> Option<String> {
        let end = stuck.part_end(stuck.at);
        let at = (stuck.at..end)
            .find(|at| stuck.tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Number))?;
        if (stuck.at..at).any(|at| self.fact_at(stuck, at).is_some()) {
            return None;
        }
        let unit = stuck.raw(at + 1..end);
        let facts = self.context.facts.iter();
        let measured: Vec<&str> = facts
            .filter(|fact| fact.quantity().is_some_and(|quantity| quantity.unit == unit))
            .map(|fact| fact.name.as_str())
            .collect();
        let name = measured.first().filter(|_| measured.len() <= 3 && at + 1 < end)?;
        let amount = stuck.raw(at..end);
        Some(format!(
            "a number is compared with a fact, by its name: of what is measured in `{unit}`, `, and {name} ≥ \
             {amount}` (or `≤`, `>`, `<`, `=`){}",
            if measured.len() > 1 {
                format!("; also `{}`", measured.iter().skip(1).copied().collect::<Vec<_>>().join("`, `"))
            } else {
                String::new()
            }
        ))
    }

    /// The phrase that is most like some words around the one that could not be used. Words that turn the
    /// meaning, and words that are others altogether, are no slips of the pen.
    fn suggestion(&self, tokens: &[Token], stuck: usize) -> Option<(String, String)> {
        let mut best: Option<(f64, String, String)> = None;
        for length in self.phrases.lengths() {
            let first = (stuck + 1).saturating_sub(length);
            for from in first..=stuck {
                let Some(window) = tokens.get(from..from + length) else { continue };
                if !self.doubts.may_compare_with(self.phrases.suggestions()) {
                    return None;
                }
                let written: Vec<&str> = window.iter().map(|token| token.raw.as_str()).collect();
                let written = written.join(" ");
                let Some((phrase, score)) = self.phrases.nearest(&written, LIKE) else { continue };
                // A phrase that stands there already, with a word too many, is no suggestion.
                let stands = written.to_lowercase().contains(&phrase.to_lowercase());
                let turned = turned_around(tokens, from..from + length, phrase);
                let better = best.as_ref().is_none_or(|(top, ..)| score > *top);
                if better && !stands && !turned && slip(phrase, &written) {
                    best = Some((score, phrase.to_owned(), written));
                }
            }
        }
        best.map(|(_, phrase, written)| (phrase, written))
    }
}

/// A name as it stands inside of a sentence; an abbreviation keeps its capitals.
pub(super) fn decapital(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if letters.as_str().starts_with(char::is_lowercase) => {
            format!("{}{}", first.to_lowercase(), letters.as_str())
        }
        _ => name.to_owned(),
    }
}

fn turning(word: &str) -> bool {
    TURNING.contains(&word) || word.starts_with("non-")
}

/// Whether the words, or the one before them, turn the meaning and the phrase does not, or the other way round.
fn turned_around(tokens: &[Token], window: Range<usize>, phrase: &str) -> bool {
    let before = window.start.saturating_sub(1)..window.end;
    let written = tokens.get(before).unwrap_or_default().iter().filter(|token| turning(&token.text)).count();
    let meant = phrase.to_lowercase().split_whitespace().filter(|word| turning(word)).count();
    written != meant
}

/// Whether two phrases differ by slips within words, or by one word that is too many: not by other words.
fn slip(phrase: &str, written: &str) -> bool {
    let (phrase, written) = (phrase.to_lowercase(), written.to_lowercase());
    let (meant, given): (Vec<&str>, Vec<&str>) =
        (phrase.split_whitespace().collect(), written.split_whitespace().collect());
    let near = |one: &str, other: &str| strsim::normalized_damerau_levenshtein(one, other) > 0.64;
    if meant.len() == given.len() {
        return meant.iter().zip(&given).all(|(one, other)| near(one, other));
    }
    let alone = |words: &[&str], others: &[&str]| {
        words.iter().filter(|word| !others.iter().any(|other| near(word, other))).count()
    };
    alone(&meant, &given) + alone(&given, &meant) <= 1
}

fn plain(stuck: &Stuck<'_>) -> Diagnostic {
    let word = stuck.raw(stuck.at..stuck.at + 1);
    stuck.report(
        &(stuck.at..stuck.at + 1),
        format!("`{word}` fits no phrase of the vocabulary and no sentence pattern here"),
        "understood up to this word",
    )
}

fn name(next: &Next) -> String {
    match next {
        Next::Word(word) => format!("`{word}`"),
        Next::Slot(slot) => match slot {
            Terminal::Fact => "the name of a fact",
            Terminal::Choice => "a value",
            Terminal::List => "the name of a list",
            Terminal::Number => "a number",
            Terminal::Amount => "a number with its unit",
            Terminal::Period => "a period (`12 months`)",
            Terminal::Label => "a label",
            Terminal::Subjects => "the subject",
            Terminal::Requests => "what requests are called",
            Terminal::Target => "where to",
            Terminal::Thing => "what is counted",
        }
        .to_owned(),
    }
}
