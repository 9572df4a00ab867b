//! What to write for an exception that no pattern takes: `age ≥ 18 years, except for Medicaid requests`.
//!
//! What excuses from a criterion is another way to meet it: the rewrite joins both by `or`, in one sentence or in
//! a list. Words that take something away (`excluding …`) are no such exception, and are left alone.

use super::unknown::{Stuck, decapital};
use super::{Reader, bytes};
use crate::tree::phrases::Meaning;
use crate::tree::words::{Token, lex};

/// Words with which an exception begins.
const BEGINS: &[&[&str]] = &[
    &["unless"],
    &["except", "for"],
    &["except", "if"],
    &["except", "when"],
    &["except", "where"],
    &["or", "for"],
];

/// Words between an exception's beginning and what it is about.
const SMALL: &[&str] = &["for", "if", "in", "of", "that", "the", "when", "where", "with"];

impl Reader<'_> {
    /// How to write a sentence with an exception, and words that can be read for it.
    pub(super) fn exception(&self, stuck: &Stuck<'_>) -> Option<String> {
        if !matches!(stuck.start, "criterion" | "clause") {
            return None;
        }
        let (asked, excepted) = parts(stuck)?;
        let says = "what excuses from a criterion is another way to meet it";
        let Some(asked) = self.reads("criterion", &asked).map(|_| asked) else {
            return Some(format!("{says}: write both, in a list of `one of the following (a or b)`"));
        };
        let Some(excepted) = self.clause_of(&excepted) else {
            return Some(format!(
                "{says}: write `one of the following (a or b):`, with `- a. {};` and, as `- b.`, what `{excepted}` \
                 asks, as a sentence of its own",
                capital(&asked)
            ));
        };
        let (asked, excepted) = (capital(&asked), capital(&excepted));
        let one = format!("{excepted} or {}", decapital(&asked));
        if self.reads(stuck.start, &one).is_some() {
            return Some(format!("{says}: write `{one}`"));
        }
        Some(format!(
            "{says}: write `one of the following (a or b):`, with `- a. {excepted};` and `- b. {asked};` below it"
        ))
    }

    /// What is excepted, as a clause: as it is written, or as the value that it names (`Medicaid requests`).
    fn clause_of(&self, excepted: &str) -> Option<String> {
        if self.reads("criterion", excepted).is_some() {
            return Some(excepted.to_owned());
        }
        let tokens = lex(excepted);
        let all = self.phrases.at(&tokens);
        let (fact, words) = all
            .filter_map(|(meaning, words)| match meaning {
                Meaning::Choice(fact, _) => Some((fact, words)),
                _ => None,
            })
            .max_by_key(|(_, words)| *words)?;
        let called = [self.subjects, self.requests];
        let rest = tokens.get(words..)?;
        if !rest.iter().all(|token| called.contains(&token.text.as_str())) {
            return None;
        }
        let value = excepted.get(bytes(&tokens, &(0..words)))?;
        let clause = format!("{} is {value}", self.context.fact(fact).ok()?.name);
        self.reads("clause", &clause).map(|_| clause)
    }
}

/// What a sentence asks, and what it excepts: in front of a colon, or behind.
fn parts(stuck: &Stuck<'_>) -> Option<(String, String)> {
    let tokens = stuck.tokens;
    let (at, words) = (0..tokens.len()).find_map(|at| Some((at, begins(tokens.get(at..)?)?)))?;
    let behind = at + words;
    let small = |token: &&Token| SMALL.contains(&token.text.as_str());
    let from = behind + tokens.get(behind..)?.iter().take_while(small).count();
    let raw = |range: std::ops::Range<usize>| {
        let text = stuck.raw(range);
        (!text.is_empty()).then_some(text)
    };
    if at > 0 {
        return Some((raw(0..at)?, raw(from..tokens.len())?));
    }
    let colon = tokens.iter().position(|token| token.text == ":")?;
    Some((raw(colon + 1..tokens.len())?, raw(from.min(colon)..colon)?))
}

/// How many words begin an exception here.
fn begins(tokens: &[Token]) -> Option<usize> {
    let same = |run: &&&[&str]| {
        run.len() <= tokens.len() && run.iter().zip(tokens).all(|(word, token)| token.text == **word)
    };
    BEGINS.iter().find(same).map(|run| run.len())
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
