//! Words in front of a list that only name it: they are a title, and want to be bold.

use std::ops::Range;

use super::Outline;
use super::anatomy::Anatomy;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::{Item, Text};
use crate::tree::phrases::Meaning;
use crate::tree::words::{Token, TokenKind, lex_range};

/// Words between a name and the list that it names.
const BETWEEN: [&str; 14] = [
    "shown",
    "by",
    "as",
    "defined",
    "evidenced",
    "documented",
    "demonstrated",
    "with",
    "and",
    "is",
    "are",
    "meets",
    "(",
    ":",
];

impl Outline<'_, '_> {
    /// What to say of words in front of what says how a list combines: how a name is written.
    pub(super) fn named(&self, item: &Item, anatomy: &Anatomy) -> Option<Diagnostic> {
        if item.children.is_empty() || anatomy.title.is_some() {
            return None;
        }
        let text = &item.text;
        let tokens = lex_range(&text.string, anatomy.sentence.clone());
        let (at, operator) =
            (1..tokens.len()).find_map(|at| Some((at, self.operator_behind(item, &tokens, at)?)))?;
        let small = |token: &&Token| BETWEEN.contains(&token.text.as_str());
        let kept = at - tokens.get(..at)?.iter().rev().take_while(small).count();
        let name =
            text.string.get(tokens.first()?.range.start..tokens.get(kept.checked_sub(1)?)?.range.end)?;
        let sentence = tokens.first()?.range.start..tokens.get(kept - 1)?.range.end;
        let words = tokens.get(..kept)?;
        let fact = (0..kept).any(|at| self.says_at(words, at).is_some());
        let behind = text.string.get(anatomy.sentence.end..).unwrap_or_default();
        let labels = behind.trim_end_matches([':', ';']).trim();
        let labels = if labels.starts_with('(') { format!(" {labels}") } else { String::new() };
        let better = if self.reader.try_read("sentence", text, sentence.clone()).is_ok() {
            format!("{name}, and {operator}{labels}:")
        } else if fact {
            return None;
        } else if self.is_subject(words) || self.asks(words).is_some() {
            return Some(Self::list_alone(item, (sentence, name), &format!("{operator}{labels}:")));
        } else {
            format!("**{name}**, {operator}{labels}:")
        };
        let message = format!("`{name}` is no sentence, and stands in front of a list");
        Some(
            Diagnostic::new(Code::UnknownPhrase, text.span_of(sentence), message)
                .here("only a name, if nothing is asked here")
                .help(format!("write `{better}`"))
                .help("a bold title is a name and asks nothing: what must be so besides is written as a sentence"),
        )
    }

    /// Words in front of a list that are no name either: the list stands alone.
    fn list_alone(item: &Item, (words, raw): (Range<usize>, &str), list: &str) -> Diagnostic {
        let mut letters = list.chars();
        let list: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let message = format!("`{raw}` is no sentence, and stands in front of a list");
        Diagnostic::new(Code::UnknownPhrase, item.text.span_of(words), message)
            .here("neither a sentence nor a name")
            .help(format!("write `{list}`, and say in each item whole what it asks"))
    }

    /// Whether words only name whom requests are for.
    fn is_subject(&self, words: &[Token]) -> bool {
        let one = self.reader.vocabulary().subjects.trim_end_matches('s').to_owned();
        let small = |word: &str| matches!(word, "the" | "a" | "each");
        words.iter().all(|token| small(&token.text) || token.text.trim_end_matches('s') == one)
    }

    /// A title holds no number, comparator, fact or operator: they would not be read.
    pub(super) fn check_title(&mut self, text: &Text, title: Range<usize>) {
        let tokens = lex_range(&text.string, title);
        let Some(range) = self.asks(&tokens).filter(|_| !self.reader.doubts.words) else { return };
        let raw = text.string.get(range.clone()).unwrap_or_default();
        let message = format!("the title holds `{raw}`, which would not be read");
        self.sink.push(
            Diagnostic::new(Code::UnknownPhrase, text.span_of(range), message)
                .help("a bold title is only a name: write what is asked as a sentence, without bold")
                .help(
                    "a title may hold a fact of one word, but no name of several words, yes/no phrase, number or comparator, \
                     and no word that limits or combines (`only`, `for …`, `one of`)",
                ),
        );
    }

    /// The first words that ask something, whole: they stand in no title.
    fn asks(&self, tokens: &[Token]) -> Option<Range<usize>> {
        tokens.iter().enumerate().find_map(|(at, token)| {
            let number = (token.kind != TokenKind::Word).then_some(1);
            let len = self.says_at(tokens, at).or(says_more(tokens, at)).or(number)?;
            Some(token.range.start..tokens.get(at + len - 1)?.range.end)
        })
    }

    /// How many words the longest phrase has that begins here and says something.
    fn says_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let phrases = self.reader.phrases.at(tokens.get(at..).unwrap_or_default());
        phrases.filter(|(meaning, len)| self.would_say(*meaning, *len)).map(|(_, len)| len).max()
    }

    /// Whether a phrase in a title says something: a yes/no fact, or a name of several words.
    fn would_say(&self, meaning: Meaning, words: usize) -> bool {
        match meaning {
            Meaning::Fact(id) | Meaning::NotFact(id) => words > 1 || self.reader.context.yes_no(id).is_ok(),
            Meaning::Choice(..) | Meaning::List(_) | Meaning::Unit(_) => false,
        }
    }

    /// What says how a list combines, from a token to the end, in parentheses or not.
    fn operator_behind(&self, item: &Item, tokens: &[Token], at: usize) -> Option<String> {
        let closes = tokens.last().is_some_and(|token| token.text == ")");
        let opens = tokens.get(at).is_some_and(|token| token.text == "(");
        let inner = if opens && closes { at + 1..tokens.len() - 1 } else { at..tokens.len() };
        let range = tokens.get(inner.start)?.range.start..tokens.get(inner.end.checked_sub(1)?)?.range.end;
        if range.start >= range.end || self.reader.try_read("operator", &item.text, range.clone()).is_err() {
            return None;
        }
        item.text.string.get(range).map(str::to_lowercase)
    }
}

/// Words of the patterns, and those that limit: in a title they would be a condition or an operator.
const SAYING: &[&[&str]] = &[
    &["not"],
    &["never"],
    &["none"],
    &["unless"],
    &["except"],
    &["excluding"],
    &["only"],
    &["optional"],
    &["if"],
    &["least"],
    &["most"],
    &["any", "of"],
    &["all", "of"],
    &["both", "of"],
    &["one", "of"],
    &["one", "or", "more"],
    &["of", "these"],
    &["of", "them"],
];

/// The words with which a title begins that reads as a condition, or joins it to what stands before it.
const OPENING: [&str; 4] = ["for", "and", "or", "alternatively"];

/// Words that are no name where they stand alone.
const ALONE: [&str; 5] = ["neither", "both", "any", "all", "each"];

/// How many words from here on say more than a name does.
fn says_more(tokens: &[Token], at: usize) -> Option<usize> {
    let rest = tokens.get(at..).unwrap_or_default();
    let same = |run: &&&[&str]| {
        run.len() <= rest.len() && run.iter().zip(rest).all(|(word, token)| token.text == **word)
    };
    let first = rest.first().map_or("", |first| first.text.as_str());
    let alone = tokens.len() == 1 && ALONE.contains(&first);
    let opens = alone || (at == 0 && OPENING.contains(&first));
    SAYING.iter().filter(same).map(|run| run.len()).max().or(opens.then_some(1))
}
