//! Sentences that could be written in place of one that cannot be read: the rows of the pattern table, filled
//! with what the sentence names. What is proposed can be read, turns no meaning around, and says what it
//! leaves out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::unknown::Stuck;
use super::{GRAMMAR, Reader};
use crate::tree::build::Node;
use crate::tree::grammar::expand;
use crate::tree::patterns::{Row, rows};
use crate::tree::phrases::Meaning;
use crate::tree::words::{Token, TokenKind, lex};

/// Words of a sentence for which proposals are looked for, at most.
const MAX_WORDS: usize = 40;
/// Candidates that are tried, at most: the most similar ones.
const MAX_TRIED: usize = 24;
/// Proposals that are shown, at most.
const MAX_SHOWN: usize = 2;
/// How like the sentence a proposal is, at least.
const LIKE: f64 = 0.5;

/// Words that mean little by themselves, so that leaving one out is not worth a word.
const SMALL: [&str; 14] =
    ["a", "an", "the", "is", "are", "was", "has", "have", "of", "in", "with", "(", ")", ":"];
/// Words that turn what is asked into its opposite.
const TURNING: [&str; 7] = ["no", "not", "none", "neither", "nor", "never", "without"];

/// The documented rows that a sentence can be made of, each in all its wordings.
static PATTERNS: LazyLock<Vec<(&'static Row, Vec<String>)>> = LazyLock::new(|| {
    let wanted = |row: &&Row| matches!(row.of, "clause" | "criterion") && !row.doc.is_empty();
    let wordings = |row: &'static Row| {
        let patterns = spelt_out(row).into_iter();
        patterns.flat_map(|pattern| expand(&pattern)).map(move |words| (row, words))
    };
    rows().filter(wanted).flat_map(wordings).collect()
});

struct Candidate {
    row: &'static Row,
    text: String,
    score: f64,
}

impl Reader<'_> {
    /// Help lines: sentences that could be written, and examples of those that begin so.
    pub(super) fn proposals(&self, stuck: &Stuck<'_>) -> Vec<String> {
        if stuck.tokens.len() > MAX_WORDS || !self.derivations.may_propose() {
            return Vec::new();
        }
        let mut help: Vec<String> = Vec::new();
        let mut shown: Vec<Node> = Vec::new();
        let mut candidates = self.candidates(stuck);
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.text.cmp(&b.text)));
        let top = candidates.first().map_or(0.0, |best| best.score);
        let near = candidates.into_iter().filter(|one| one.score > top - 0.3 && self.keeps_names(stuck, one));
        let mut best = 0.0_f64;
        for candidate in near.take(MAX_TRIED) {
            let Some(node) = self.reads(stuck.start, &candidate.text) else { continue };
            // What is less like the sentence than the first may say another thing altogether.
            if shown.contains(&node) || candidate.score < best - 0.05 {
                continue;
            }
            best = best.max(candidate.score);
            shown.push(node);
            help.push(line(stuck, &candidate));
            if help.len() == MAX_SHOWN {
                break;
            }
        }
        let begun = begun(stuck.tokens);
        if !begun.is_empty() {
            help.push(format!("sentences that begin so: `{}`", begun.join("` · `")));
        }
        help
    }

    /// Whether every fact that the sentence names stands in the proposal too.
    fn keeps_names(&self, stuck: &Stuck<'_>, candidate: &Candidate) -> bool {
        let names = |tokens: &[Token]| {
            let mut found: Vec<Meaning> = Vec::new();
            for at in 0..tokens.len() {
                let meanings = self.phrases.at(tokens.get(at..).unwrap_or_default());
                found.extend(
                    meanings
                        .map(|(meaning, _)| meaning)
                        .filter(|meaning| matches!(meaning, Meaning::Fact(_) | Meaning::NotFact(_))),
                );
            }
            found
        };
        let kept = names(&lex(&candidate.text));
        names(stuck.tokens).iter().all(|name| kept.contains(name))
    }

    /// What a text means, where it means one thing.
    pub(super) fn reads(&self, start: &str, text: &str) -> Option<Node> {
        let tokens = lex(text);
        let vocabulary = self.vocabulary();
        let outcome = GRAMMAR.derive(start, &tokens, &vocabulary);
        let mut nodes: Vec<Node> = Vec::new();
        for tree in &outcome.trees {
            match self.build(tree, &tokens) {
                Ok(node) if !nodes.contains(&node) => nodes.push(node),
                _ => {}
            }
        }
        let only = nodes.pop()?;
        nodes.is_empty().then_some(only)
    }

    /// Every documented row, filled with what the sentence names behind each place where a clause could begin.
    fn candidates(&self, stuck: &Stuck<'_>) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut slots: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (row, words) in PATTERNS.iter() {
            for from in &stuck.explored.starts {
                // In the middle, what stands before would keep less than it was meant to have.
                let ends = *from == 0 || stuck.explored.starts.last() == Some(from);
                let amid = if ends { 0.0 } else { 0.1 };
                for skip in 0..2 {
                    let filled = self.fill(stuck, words, *from, skip, &mut slots);
                    let Some(text) = filled else { break };
                    let score = like(stuck.tokens, &lex(&text)) - amid;
                    if score > LIKE && !found.iter().any(|known| known.text == text) {
                        found.push(Candidate { row, text, score });
                    }
                }
            }
        }
        found
    }

    /// A row with its slots filled, in order, by what stands in the sentence from a place on.
    fn fill(
        &self,
        stuck: &Stuck<'_>,
        words: &[String],
        from: usize,
        skip: usize,
        slots: &mut BTreeMap<String, Vec<(usize, usize)>>,
    ) -> Option<String> {
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        let mut parts: Vec<Token> = stuck.tokens.get(..from)?.to_vec();
        let mut comma = from > 0 && stuck.tokens.get(from).is_some_and(|token| token.comma);
        for word in words {
            if word == "," {
                comma = true;
                continue;
            }
            let Some(slot) = word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) else {
                let kind = TokenKind::Word;
                let (text, raw) = (word.clone(), word.clone());
                parts.push(Token { text, raw, kind, range: 0..0, comma: std::mem::take(&mut comma) });
                continue;
            };
            let spans = slots.entry(slot.to_owned()).or_insert_with(|| self.spans(stuck, slot));
            let at = used.entry(slot).or_insert(skip);
            let mut later = spans.iter().filter(|(start, _)| *start >= from);
            let (start, end) = *later.nth(*at)?;
            *at += 1;
            let fill = stuck.tokens.get(start..end)?;
            parts.extend(fill.iter().enumerate().map(|(nth, token)| Token {
                comma: if nth == 0 && slot != "excuses" { comma } else { token.comma },
                ..token.clone()
            }));
            comma = false;
        }
        Some(written(&parts))
    }

    /// Where the sentence has what fills a slot: the longest runs, in their order.
    fn spans(&self, stuck: &Stuck<'_>, slot: &str) -> Vec<(usize, usize)> {
        let vocabulary = self.vocabulary();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for from in 0..stuck.tokens.len() {
            let covered = found.last().is_some_and(|(_, end)| from < *end);
            // Choices of a trial's outcome and agents are told apart by what they build, not here.
            let ends = GRAMMAR.ends(slot, stuck.tokens, from, &vocabulary);
            if let Some(end) = ends.into_iter().max().filter(|end| *end > from && !covered) {
                found.push((from, end));
            }
        }
        found
    }
}

/// The pattern of a row, and those in which a documented part of it is spelt out.
fn spelt_out(row: &Row) -> Vec<String> {
    let parts = rows().filter(|part| !part.doc.is_empty() && part.of != row.of);
    let within = parts.filter_map(|part| {
        let slot = format!("{{{}}}", part.of);
        row.pattern.contains(&slot).then(|| row.pattern.replacen(&slot, part.pattern, 1))
    });
    std::iter::once(row.pattern.to_owned()).chain(within).collect()
}

/// The text of some tokens, as a sentence.
fn written(tokens: &[Token]) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && token.comma {
            text.push(',');
        }
        if at > 0 && !matches!(token.text.as_str(), ":" | ")") && !text.ends_with('(') {
            text.push(' ');
        }
        let known = at > 0 && token.range != (0..0);
        text.push_str(if known { &token.raw } else { &token.text });
    }
    capital(&text)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// A word as it counts in a comparison: all that turn a meaning are one.
fn plain(token: &Token) -> &str {
    if TURNING.contains(&token.text.as_str()) { "not" } else { &token.text }
}

/// How many of the words of two sentences are the same, from 0 to 1; 0 where one turns the other around.
fn like(one: &[Token], other: &[Token]) -> f64 {
    let turns = |tokens: &[Token]| tokens.iter().any(|token| plain(token) == "not");
    if turns(one) != turns(other) {
        return 0.0;
    }
    let worded = |tokens: &[Token]| -> Vec<Token> {
        tokens.iter().filter(|token| !matches!(token.text.as_str(), ":" | "(" | ")")).cloned().collect()
    };
    let (one, other) = (worded(one), worded(other));
    let common = one.len() - missing(&one, &other).len();
    let words = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    2.0 * f64::from(u32::try_from(common).unwrap_or(0)) / f64::from(words.max(1))
}

/// The words of one sentence that another has not.
fn missing<'t>(one: &'t [Token], other: &[Token]) -> Vec<&'t Token> {
    let mut left: Vec<&str> = other.iter().map(plain).collect();
    let mut missing = Vec::new();
    for token in one {
        match left.iter().position(|word| *word == plain(token)) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => missing.push(token),
        }
    }
    missing
}

fn line(stuck: &Stuck<'_>, candidate: &Candidate) -> String {
    let tokens = lex(&candidate.text);
    let missing: Vec<&str> = missing(stuck.tokens, &tokens)
        .into_iter()
        .filter(|token| !SMALL.contains(&token.text.as_str()))
        .map(|token| token.raw.as_str())
        .collect();
    let lacks = if missing.is_empty() {
        String::new()
    } else {
        format!(" (without `{}`: if it counts, it needs a phrase or a fact of its own)", missing.join(" "))
    };
    format!("this can be read: `{}`, {}{lacks}", candidate.text, candidate.row.doc)
}

/// Examples of the patterns that begin with the same two words or more, and of the parts that stand in them.
fn begun(tokens: &[Token]) -> Vec<&'static str> {
    let begins = |row: &&Row| {
        let words = row.pattern.split_whitespace().take_while(|word| word.chars().all(char::is_alphanumeric));
        let words: Vec<&str> = words.take(2).collect();
        words.len() == 2 && words.iter().zip(tokens).all(|(word, token)| *word == token.text)
    };
    let known: Vec<&'static Row> = rows().filter(|row| !row.doc.is_empty()).collect();
    let first: Vec<&'static Row> = known.iter().copied().filter(|row| begins(row)).collect();
    let within = |row: &&Row| {
        let slot = format!("{{{}}}", row.of);
        !matches!(row.of, "clause" | "sentence" | "criterion")
            && first.iter().any(|outer| outer.pattern.contains(&slot))
    };
    let parts: Vec<&'static Row> = known.iter().copied().filter(within).collect();
    let mut examples: Vec<&'static str> = first.into_iter().chain(parts).map(|row| row.example).collect();
    examples.dedup();
    examples
}
