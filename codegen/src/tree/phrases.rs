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
    shown: Vec<(String, Meaning)>,
}

impl Phrases {
    /// Adds a phrase. An empty one is left out.
    pub(crate) fn add(&mut self, phrase: &str, meaning: Meaning) {
        let words = key(phrase);
        let Some(first) = words.first().cloned() else { return };
        let list = self.by_first.entry(first).or_default();
        if !list.iter().any(|(known, of)| *known == words && *of == meaning) {
            list.push((words, meaning));
            self.shown.push((phrase.trim().to_owned(), meaning));
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

    /// The phrase most like a text, if any is like it at all; units are left out.
    pub(crate) fn nearest(&self, text: &str) -> Option<(&str, f64)> {
        let lower = text.to_lowercase();
        let mut best: Option<(&str, f64)> = None;
        for (phrase, _) in self.shown.iter().filter(|(_, meaning)| !matches!(meaning, Meaning::Unit(_))) {
            let known = phrase.to_lowercase();
            // Every letter too many is an edit: most phrases are ruled out by their length alone.
            if best.is_some_and(|(_, like)| most_alike(&known, &lower) < like) {
                continue;
            }
            let like = strsim::normalized_damerau_levenshtein(&known, &lower);
            if best.is_none_or(|(_, known)| known <= like) {
                best = Some((phrase, like));
            }
        }
        best
    }

    /// The numbers of words that phrases have.
    pub(crate) fn lengths(&self) -> std::collections::BTreeSet<usize> {
        self.by_first.values().flatten().map(|(words, _)| words.len()).collect()
    }
}

/// How alike two texts of these lengths can be.
fn most_alike(one: &str, other: &str) -> f64 {
    let count = |text: &str| u32::try_from(text.chars().count()).map_or(f64::MAX, f64::from);
    let (one, other) = (count(one), count(other));
    one.min(other) / one.max(other).max(1.0)
}
