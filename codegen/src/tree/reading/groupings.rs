//! A sentence that mixes "and" with "or", or has more than two parts: what it can mean, laid out.

use std::ops::Range;

use super::{Reader, bytes};
use crate::spec::ast::Text;
use crate::tree::build::Node;
use crate::tree::words::Token;

/// Parts that are tried, at most.
const MAX_TRIES: usize = 60;
/// Parts that are laid out, at most.
const MAX_PARTS: usize = 8;

impl Reader<'_> {
    /// The ways in which the parts of a sentence can belong together, one line each; none where the parts
    /// cannot be told.
    pub(super) fn groupings(&self, text: &Text, tokens: &[Token], range: &Range<usize>) -> Vec<String> {
        let Some((parts, joins)) = self.parts(text, tokens, range) else { return Vec::new() };
        if parts.len() < 3 {
            return Vec::new();
        }
        if joins.iter().all(|join| *join == "or") {
            return vec![format!("write {}", listed("one of the following", "or", &parts))];
        }
        let alternatives = joined(&parts, &joins, "and");
        let requirements = joined(&parts, &joins, "or");
        vec![
            format!("if `and` binds closer, write {}", listed("one of the following", "or", &alternatives)),
            format!("if `or` binds closer, write {}", listed("all of the following", "and", &requirements)),
        ]
    }

    /// The clauses of a sentence, and what stands between them.
    fn parts(
        &self,
        text: &Text,
        tokens: &[Token],
        range: &Range<usize>,
    ) -> Option<(Vec<String>, Vec<&'static str>)> {
        let (mut parts, mut joins) = (Vec::new(), Vec::new());
        let mut tries = MAX_TRIES;
        self.split(text, tokens, range.clone(), &mut tries, (&mut parts, &mut joins)).then_some(())?;
        let mut next = "or";
        for join in joins.iter_mut().rev() {
            // A comma says what the next word says.
            if *join == "," {
                *join = next;
            }
            next = join;
        }
        (parts.len() <= MAX_PARTS).then_some((parts, joins))
    }

    /// Splits some tokens into clauses: "or" between two values is inside of one.
    fn split(
        &self,
        text: &Text,
        tokens: &[Token],
        range: Range<usize>,
        tries: &mut usize,
        into: (&mut Vec<String>, &mut Vec<&'static str>),
    ) -> bool {
        let (parts, joins) = into;
        let raw = |range: Range<usize>| text.string.get(bytes(tokens, &range)).map(str::to_owned);
        let clause = |part: &String| matches!(self.reads("clause", part), Some(Node::Formula(_)));
        for at in range.start + 1..=range.end {
            let token = tokens.get(at).filter(|_| at < range.end);
            let word = match token.map(|token| token.text.as_str()) {
                Some("and") => "and",
                Some("or") => "or",
                Some(_) if token.is_some_and(|token| token.comma) => ",",
                Some(_) => continue,
                None => "",
            };
            *tries = tries.saturating_sub(1);
            if *tries == 0 {
                return false;
            }
            let Some(part) = raw(range.start..at).filter(clause) else { continue };
            parts.push(part);
            if word.is_empty() {
                return true;
            }
            joins.push(word);
            let next = if word == "," { at } else { at + 1 };
            if self.split(text, tokens, next..range.end, tries, (&mut *parts, &mut *joins)) {
                return true;
            }
            parts.pop();
            joins.pop();
        }
        false
    }
}

/// The parts, of which those with this word between them are one.
fn joined(parts: &[String], joins: &[&str], word: &str) -> Vec<String> {
    let mut groups: Vec<String> = parts.iter().take(1).cloned().collect();
    for (part, join) in parts.iter().skip(1).zip(joins) {
        match groups.last_mut() {
            Some(group) if *join == word => *group = format!("{group} {word} {part}"),
            _ => groups.push(part.clone()),
        }
    }
    groups
}

/// A list in words: how it combines, and its items.
fn listed(operator: &str, word: &str, items: &[String]) -> String {
    let letters: Vec<String> = ('a'..='z').take(items.len()).map(|letter| letter.to_string()).collect();
    let labels = match letters.split_last() {
        Some((last, [first])) => format!("{first} {word} {last}"),
        Some((last, before)) => format!("{}, {word} {last}", before.join(", ")),
        None => String::new(),
    };
    let items: Vec<String> =
        letters.iter().zip(items).map(|(letter, item)| format!("`- {letter}. {item};`")).collect();
    format!("`{operator} ({labels}):` with {} below it", items.join(", "))
}
