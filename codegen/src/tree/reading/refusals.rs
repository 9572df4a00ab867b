//! What to say of a sentence that has no derivation, or more than one.

use std::ops::Range;
use std::rc::Rc;

use super::{Reader, bytes, used_patterns};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Edit;
use crate::spec::ast::Text;
use crate::tree::build::{Node, Problem};
use crate::tree::grammar::Tree;
use crate::tree::words::{OPEN, Token, find};

/// How like some words a phrase must be to be suggested for them.
const LIKE: f64 = 0.7;

impl Reader<'_> {
    /// The refusal of a sentence without a derivation: the problem of words that were understood
    /// (the narrowest one), or the words that no pattern uses.
    pub(super) fn refuse(
        &self,
        mut problems: Vec<(Problem, Range<usize>)>,
        furthest: usize,
        text: &Text,
        tokens: &[Token],
    ) -> Diagnostic {
        problems.sort_by_key(|(_, range)| range.len());
        if let Some((problem, range)) = problems.into_iter().next() {
            let span = text.span_of(bytes(tokens, &range));
            let mut diagnostic = Diagnostic::new(problem.code, span, problem.message);
            diagnostic.help = problem.help;
            let part = bytes(tokens, &range);
            let fix = problem.rewrite.and_then(|(words, better)| rewritten(text, &part, &words, &better));
            return diagnostic.fixes(fix);
        }
        let last = tokens.len().saturating_sub(1);
        let unread = tokens.iter().skip(furthest.saturating_sub(1)).take(ASIDE).cloned();
        if let Some(diagnostic) = aside(text, &unread.collect::<Vec<_>>()) {
            return diagnostic;
        }
        let from = furthest.min(last);
        let stuck = bytes(tokens, &(from..from + 1));
        let word = text.string.get(stuck.clone()).unwrap_or_default();
        let (message, here) = if furthest > last {
            (
                "the sentence stops before any pattern is complete".to_owned(),
                "something is missing behind this".to_owned(),
            )
        } else {
            (
                format!("`{word}` fits no phrase of the vocabulary and no sentence pattern here"),
                "understood up to this word".to_owned(),
            )
        };
        let mut diagnostic = Diagnostic::new(Code::UnknownPhrase, text.span_of(stuck), message).here(here);
        if let Some((phrase, written)) = self.suggestion(tokens, from) {
            diagnostic = diagnostic.help(format!("did you mean `{phrase}`? `{written}` is written here"));
        } else {
            diagnostic = diagnostic.help(
                "phrases are exact, and every word counts: use one from the vocabulary, or add this one under \
                 \"Also written\"",
            );
        }
        diagnostic.help("`criteria explain --patterns` lists the sentences that can be written")
    }

    /// The phrase that is most like some words around the one that could not be used.
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
                if !stands && best.as_ref().is_none_or(|(top, ..)| score > *top) {
                    best = Some((score, phrase.to_owned(), written));
                }
            }
        }
        best.map(|(_, phrase, written)| (phrase, written))
    }
}

/// How many words are looked at for an aside: further on, something else is wrong first.
const ASIDE: usize = 6;

/// Abbreviations that say again, in other words, what stands before them.
const CLOSED: &[&[&str]] = &[&["i.e"], &["i.e."], &["ie"], &["that", "is", "to", "say"]];

/// The refusal of an aside, `e.g.` or `i.e.`, in words that nothing uses.
fn aside(text: &Text, unread: &[Token]) -> Option<Diagnostic> {
    let open = find(unread, OPEN);
    let range = open.clone().or_else(|| find(unread, CLOSED))?;
    let words = text.string.get(range.clone()).unwrap_or_default();
    let span = text.span_of(range);
    let report = |message: String, here: &str| Diagnostic::new(Code::UnknownPhrase, span, message).here(here);
    Some(if open.is_some() {
        report(format!("`{words}` names examples, and leaves open what else would do"), "an open list")
            .help("list everything that counts: `is X, Y, or Z`, or values of a fact in the vocabulary")
            .help("examples that only help to answer belong in the question of the fact, under \"Asked as\"")
    } else {
        report(format!("`{words}` says the same again in other words"), "an explanation")
            .help("write the one of the two that the vocabulary knows")
            .help(
                "or add the other under \"Also written\": it may then follow in parentheses, without `i.e.`",
            )
    })
}

/// Other words in place of some that stand once in a part of a sentence. What a limit is, or which of two
/// numbers is wrong, only a person knows.
fn rewritten(text: &Text, part: &Range<usize>, words: &str, better: &str) -> Option<Fix> {
    let inner = text.string.get(part.clone())?;
    let mut found = inner.match_indices(words).filter(|(at, _)| stands_alone(inner, *at..at + words.len()));
    let (at, _) = found.next()?;
    let range = part.start + at..part.start + at + words.len();
    let cell = &text.filled;
    let split = !cell.is_empty() && (range.start < cell.start || range.end > cell.end);
    if split || found.next().is_some() {
        return None;
    }
    Some(Fix::suggested(format!("write `{better}`"), [Edit::replace(text.span_of(range), better)]))
}

/// Whether no word or number goes on at either end of a part.
fn stands_alone(inner: &str, part: Range<usize>) -> bool {
    let goes_on = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '/');
    let before = inner.get(..part.start).and_then(|before| before.chars().next_back());
    let mut behind = inner.get(part.end..).unwrap_or_default().chars();
    let next = behind.next();
    let decimal = next == Some('.') && behind.next().is_some_and(|c| c.is_ascii_digit());
    !goes_on(before) && before != Some('.') && !goes_on(next) && !decimal
}

/// A sentence of which there are too many derivations.
pub(super) fn overflow(text: &Text, tokens: &[Token]) -> Diagnostic {
    let span = text.span_of(bytes(tokens, &(0..tokens.len())));
    Diagnostic::new(Code::TooLarge, span, "the sentence can be read in too many ways to compare them all")
        .help("letter its parts as items, each a sentence of its own")
}

pub(super) fn ambiguous(several: &[(Node, Rc<Tree>)], text: &Text, tokens: &[Token]) -> Diagnostic {
    let span = text.span_of(bytes(tokens, &(0..tokens.len())));
    let message = format!("this can be read in {} ways", several.len());
    let mut diagnostic = Diagnostic::new(Code::AmbiguousSentence, span, message)
        .help("say it in other words, or in two sentences, so that only one reading is left");
    for (at, (_, tree)) in several.iter().take(4).enumerate() {
        let mut patterns = Vec::new();
        used_patterns(tree, &mut patterns);
        diagnostic = diagnostic.help(format!("reading {}: {}", at + 1, patterns.join(" › ")));
    }
    diagnostic
}
