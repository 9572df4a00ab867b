//! Words in front of a list that only name it: they are a title, and want to be bold.

use super::Outline;
use super::anatomy::Anatomy;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::Item;
use crate::tree::words::{Token, lex_range};

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
        let fact = (0..kept).any(|at| {
            self.reader
                .phrases
                .at(tokens.get(at..).unwrap_or_default())
                .any(|(meaning, len)| self.would_say(meaning, len))
        });
        let behind = text.string.get(anatomy.sentence.end..).unwrap_or_default();
        let labels = behind.trim_end_matches([':', ';']).trim();
        let labels = if labels.starts_with('(') { format!(" {labels}") } else { String::new() };
        let better = if self.reader.try_read("sentence", text, sentence.clone()).is_ok() {
            format!("{name}, and {operator}{labels}:")
        } else if fact {
            return None;
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
