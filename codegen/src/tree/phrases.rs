//! The phrases of a policy: what each exact run of words can mean.

use std::collections::BTreeMap;

use super::ast::{ChoiceId, FactId};
use super::words::{Token, key};

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// A fact, by its name or another phrase.
    Fact(FactId),
    /// The opposite of a yes/no fact.
    NotFact(FactId),
    /// A choice of a fact.
    Choice(FactId, ChoiceId),
    /// A list of choices (`Appendix D`) of an any-of fact.
    List(FactId),
    /// The unit of this fact.
    Unit(FactId),
}

/// All phrases, by their first word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrases {
    by_first: BTreeMap<String, Vec<(Vec<String>, Meaning)>>,
    shown: Vec<Shown>,
    count: usize,
}

/// A phrase as it is suggested.
#[derive(Debug, Clone)]
struct Shown {
    phrase: String,
    lower: String,
    letters: usize,
}

impl Phrases {
    /// Adds a phrase. An empty one is left out.
    pub(crate) fn add(&mut self, phrase: &str, meaning: Meaning) {
        let words = key(phrase);
        let Some(first) = words.first().cloned() else { return };
        let list = self.by_first.entry(first).or_default();
        if !list.iter().any(|(known, of)| *known == words && *of == meaning) {
            list.push((words, meaning));
            self.count += 1;
            if !matches!(meaning, Meaning::Unit(_)) {
                let lower = phrase.trim().to_lowercase();
                let letters = lower.chars().count();
                self.shown.push(Shown { phrase: phrase.trim().to_owned(), lower, letters });
            }
        }
    }

    /// The meanings that exactly this phrase has.
    pub(crate) fn meanings(&self, phrase: &str) -> impl Iterator<Item = Meaning> + '_ {
        let words = key(phrase);
        let list = words.first().and_then(|first| self.by_first.get(first));
        list.into_iter().flatten().filter(move |(known, _)| *known == words).map(|(_, meaning)| *meaning)
    }

    /// Every phrase that stands at the start of the tokens: what it means, and how many tokens it is.
    pub(crate) fn at<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = (Meaning, usize)> + 'a {
        let first = tokens.first().and_then(|token| self.by_first.get(&token.text));
        first.into_iter().flatten().filter_map(move |(words, meaning)| {
            let stands = words.len() <= tokens.len()
                && words.iter().zip(tokens).all(|(word, token)| *word == token.text);
            stands.then_some((*meaning, words.len()))
        })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// How many of them could be suggested.
    pub(crate) fn suggestions(&self) -> usize {
        self.shown.len()
    }

    /// The phrase most like a text, if one is more like it than `least`; units are left out. A phrase of
    /// another length is not even compared: each letter too many takes its part of the likeness.
    pub(crate) fn nearest(&self, text: &str, least: f64) -> Option<(&str, f64)> {
        let lower = text.to_lowercase();
        let letters = lower.chars().count();
        let may_be = |shown: &&Shown| {
            let (short, long) = (letters.min(shown.letters), letters.max(shown.letters));
            count(short) > least * count(long)
        };
        let like = |shown: &Shown| strsim::normalized_damerau_levenshtein(&shown.lower, &lower);
        let scored = self.shown.iter().filter(may_be).map(|shown| (shown.phrase.as_str(), like(shown)));
        scored.filter(|(_, score)| *score > least).max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The numbers of words that phrases have.
    pub(crate) fn lengths(&self) -> std::collections::BTreeSet<usize> {
        self.by_first.values().flatten().map(|(words, _)| words.len()).collect()
    }
}

/// A number of letters; no text of a policy has as many as would be rounded.
fn count(letters: usize) -> f64 {
    u32::try_from(letters).map_or(f64::MAX, f64::from)
}
