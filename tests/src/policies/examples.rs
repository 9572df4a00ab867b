//! Examples and invariants of random policies, written behind the rest of the text: what an example
//! expects is what the interpreter says, and the compiler must find that it holds.

use std::fmt::Write as _;

use criteria::diagnostic::Severity;
use criteria::interp::{self, Determination, End, Kind, Request};
use criteria::source::Source;
use criteria::tree::ast::{Policy, Presence};
use criteria::tree::print;

use super::Draft;
use super::dice::Dice;
use super::sentences::{Writer, rows};
use super::wishes::Wishes;

/// The text with those of some random invariants that are read, and that hold.
pub(super) fn with_invariants(text: &str, draft: &Draft, wishes: &Wishes, dice: &mut Dice) -> String {
    let words = &draft.words;
    let mut pools = draft.stock.pools.clone();
    pools.extend(draft.pools.clone());
    let line = words.words.iter().position(|word| word.name == "line of business");
    let mut sentences: Vec<String> = Vec::new();
    for row in rows()["statement"].iter().copied() {
        let tries = if wishes.statement == Some(row) { 12 } else { 2 };
        for _ in 0..tries {
            let writer = Writer::new(words, &pools, &[], dice);
            // Only an approval's line of business has terms and limits of its own.
            let line = line.filter(|_| row.starts_with("every approval for"));
            let writer = if let Some(line) = line { writer.about(line) } else { writer };
            let sentence = writer.write_row("statement", row).text;
            let sentence = sentence.trim_end_matches('.').to_owned();
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
    }
    // What cannot be read hides what does not hold: hence in rounds.
    while !sentences.is_empty() {
        let (page, starts) = page(text, &sentences);
        let compiled = criteria::check(Source::new("invariants", page.clone()));
        let errors = compiled.diagnostics.iter().filter(|one| one.code.severity() == Severity::Error);
        let place = |at: u32| starts.partition_point(|start| *start <= at as usize);
        let mut wrong: Vec<usize> = errors.filter_map(|one| place(one.span.start).checked_sub(1)).collect();
        if wrong.is_empty() {
            return page;
        }
        wrong.sort_unstable();
        wrong.dedup();
        wrong.iter().rev().for_each(|at| _ = sentences.remove(*at));
    }
    text.to_owned()
}

/// The text with sentences as its invariants, and where each of them begins.
fn page(text: &str, sentences: &[String]) -> (String, Vec<usize>) {
    let mut page = text.to_owned();
    page.push_str("\n## Invariants\n\n");
    let mut starts = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        starts.push(page.len());
        _ = writeln!(page, "{}. {sentence}.", at + 1);
    }
    (page, starts)
}

/// The text with these requests as its examples.
pub fn with_examples(text: &str, policy: &Policy, requests: &[Request]) -> String {
    let mut page = text.to_owned();
    if !requests.is_empty() {
        page.push_str("\n## Examples\n");
    }
    for (at, request) in requests.iter().enumerate() {
        _ = writeln!(page, "\n| E{} | A random request |\n| --- | --- |", at + 1);
        for (id, value) in request.known().filter(|(id, _)| policy.fact(*id).presence != Presence::Derived) {
            _ = writeln!(page, "| {} | {} |", policy.fact(id).name, print::value(policy, id, value));
        }
        let determination = interp::determine(policy, request);
        _ = writeln!(page, "| **Determination** | {} |", expected(&determination));
    }
    page
}

fn expected(of: &Determination) -> String {
    match of.kind {
        Kind::Approve => {
            let end = match of.end {
                Some(End::On(date)) => format!(" until {date}"),
                Some(End::Unknown { at_least: Some(least) }) => format!(", end unknown, at least {least}"),
                _ => ", end unknown".to_owned(),
            };
            let limit = of.limit.as_ref().map(|limit| format!(", {} {}", limit.count, limit.what));
            format!("approve{end}{}", limit.unwrap_or_default())
        }
        Kind::Refer => of
            .target
            .as_ref()
            .map_or_else(|| "refer, target unknown".to_owned(), |target| format!("refer to {target}")),
        kind => kind.as_str().to_owned(),
    }
}
