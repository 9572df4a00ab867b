//! Words behind a failure that a reader may take for more, or for less, than the grammar does.
//!
//! Of "failure of X, unless contraindicated and age ≥ 18 years" the grammar has one reading, and an eye
//! two: the age may be asked of everybody, or belong to the excuse. And `unless`, a dose or weeks behind
//! the last of two failures may be meant of both. Such a sentence is refused as one with two derivations is.

use std::ops::Range;

use super::{bytes, extent};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::Text;
use crate::tree::grammar::Tree;
use crate::tree::words::Token;

/// Rows that join clauses into one sentence.
const JOINTS: &[&str] = &["sentence", "clauses", "clause-list"];

/// What may stand behind the treatments of a failure: the rows, and what it is called.
const TAILS: &[(&str, &str)] = &[("course", "the dose or the weeks"), ("excuses", "the excuse")];

/// The refusal of the first words that can be taken in two ways.
pub(super) fn loose(tree: &Tree, text: &Text, tokens: &[Token]) -> Option<Diagnostic> {
    let Tree::Row { row, kids } = tree else { return None };
    if !JOINTS.contains(&row.of) {
        return kids.iter().find_map(|kid| loose(kid, text, tokens));
    }
    let mut clauses = Vec::new();
    gather(tree, &mut clauses);
    let report = |range: &Range<usize>, message: String| {
        Diagnostic::new(Code::AmbiguousSentence, text.span_of(bytes(tokens, range)), message)
    };
    let words = |range: &Range<usize>| text.string.get(bytes(tokens, range)).unwrap_or_default().to_owned();
    let open = clauses.iter().find_map(|clause| open_end(clause, extent(tree).end, tokens));
    let open = open.map(|excuse| {
        let message = format!("what follows `{}` may be read as part of the excuse", words(&excuse));
        report(&excuse, message)
            .here("where does the excuse end?")
            .help("put the failure at the end of the sentence, or write the parts as items of their own")
            .help("a comma before `and` ends the excuse: `unless …, and …`")
    });
    open.or_else(|| {
        let (tail, what) = shared(&clauses)?;
        let message = format!("`{}` may be read as said of every failure before it, too", words(&tail));
        Some(
            report(&tail, message)
                .here(format!("of which failures is {what}?"))
                .help("of all of them: `failure of all of: …` or `failure of any one of: …`, with these words behind the list")
                .help("of one alone: write each failure as an item of its own, or say behind each what is said of it"),
        )
    })
}

/// The clauses that a row joins, in order.
fn gather<'t>(tree: &'t Tree, clauses: &mut Vec<&'t Tree>) {
    let Tree::Row { row, kids } = tree else { return };
    if row.of == "clause" {
        clauses.push(tree);
    } else {
        for kid in kids {
            gather(kid, clauses);
        }
    }
}

/// The tokens of an excuse behind which the sentence goes on without an end to it. What follows an `or`
/// comes to the same inside the excuse and outside of it.
fn open_end(clause: &Tree, joint: usize, tokens: &[Token]) -> Option<Range<usize>> {
    let excuse = tail(clause, "excuses")?;
    let next = tokens.get(excuse.end)?;
    let goes_on = excuse.end < joint || next.text == "and";
    let ended = next.text == "or" || (next.text == "and" && next.comma);
    (goes_on && !ended).then_some(excuse)
}

/// What stands behind a failure, and not behind one before it.
fn shared(clauses: &[&Tree]) -> Option<(Range<usize>, &'static str)> {
    let failures = || clauses.iter().enumerate().filter(|(_, clause)| fails(clause));
    TAILS.iter().find_map(|(of, what)| {
        let bare = failures().find(|(_, clause)| tail(clause, of).is_none())?.0;
        failures().filter(|(at, _)| *at > bare).find_map(|(_, clause)| Some((tail(clause, of)?, *what)))
    })
}

fn fails(clause: &Tree) -> bool {
    matches!(clause, Tree::Row { row, .. } if row.pattern.starts_with("failure of "))
}

/// The tokens of one kind of words behind a failure.
fn tail(clause: &Tree, of: &str) -> Option<Range<usize>> {
    let Tree::Row { kids, .. } = clause else { return None };
    kids.iter().find(|kid| matches!(&***kid, Tree::Row { row, .. } if row.of == of)).map(|kid| extent(kid))
}
