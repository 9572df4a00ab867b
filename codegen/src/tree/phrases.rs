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
    letters: Letters,
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
                let letters = Letters::of(&lower);
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
    /// other letters is not even compared: each letter that only one of the two has takes its part of the likeness.
    pub(crate) fn nearest(&self, text: &str, least: f64) -> Option<(&str, f64)> {
        let lower = text.to_lowercase();
        let letters = Letters::of(&lower);
        let may_be = |shown: &&Shown| letters.most_alike(&shown.letters) > least;
        let like = |shown: &Shown| strsim::normalized_damerau_levenshtein(&shown.lower, &lower);
        let scored = self.shown.iter().filter(may_be).map(|shown| (shown.phrase.as_str(), like(shown)));
        scored.filter(|(_, score)| *score > least).max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The numbers of words that phrases have.
    pub(crate) fn lengths(&self) -> std::collections::BTreeSet<usize> {
        self.by_first.values().flatten().map(|(words, _)| words.len()).collect()
    }
}

/// How many letters a text has of each sort; a sort is one of the remainders of their numbers.
#[derive(Debug, Clone)]
struct Letters {
    counts: [u32; SORTS as usize],
    all: u32,
}

const SORTS: u32 = 32;

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self { counts: [0; SORTS as usize], all: 0 };
        for letter in text.chars() {
            let sort = (u32::from(letter) % SORTS) as usize;
            letters.counts.get_mut(sort).into_iter().for_each(|count| *count += 1);
            letters.all += 1;
        }
        letters
    }

    /// How alike two texts of these letters can be: every letter that only one of them has is an edit.
    fn most_alike(&self, other: &Self) -> f64 {
        let shared: u32 = self.counts.iter().zip(&other.counts).map(|(one, other)| one.min(other)).sum();
        let longest = self.all.max(other.all);
        if longest == 0 { 1.0 } else { 1.0 - f64::from(longest - shared) / f64::from(longest) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, Meaning, Phrases};
    use crate::tree::ast::FactId;

    #[test]
    fn letters_never_rule_out_what_is_alike() {
        let texts =
            ["prior course", "prior cuorse", "priro courses", "", "ages", "gaes", "µg per day", "day"];
        for (one, other) in texts.iter().flat_map(|one| texts.map(|other| (*one, other))) {
            let most = Letters::of(one).most_alike(&Letters::of(other));
            assert!(strsim::normalized_damerau_levenshtein(one, other) <= most, "{one} {other}");
        }
    }

    #[test]
    fn the_nearest_phrase_is_more_alike_than_asked() {
        let mut phrases = Phrases::default();
        phrases.add("prior course", Meaning::Fact(FactId(0)));
        phrases.add("prior cost", Meaning::Fact(FactId(1)));
        phrases.add("prior cuorse", Meaning::Unit(FactId(1)));
        assert_eq!(phrases.nearest("prior cuorse", 0.7).map(|(phrase, _)| phrase), Some("prior course"));
        assert_eq!(phrases.nearest("prior cuorse", 0.95), None);
    }
}
