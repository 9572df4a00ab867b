//! Texts that nobody meant: of the letters that count, and of real ones bent out of shape.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What policies are made of.
const PIECES: &[&str] = &[
    "# ",
    "## ",
    "### ",
    "#### ",
    "## Vocabulary\n",
    "## I. ",
    "### A. ",
    "- ",
    "- a. ",
    "1. ",
    "2. ",
    "  ",
    "\n",
    "\n\n",
    "| ",
    " | ",
    "|\n",
    "| --- | --- |\n",
    "[^a]",
    "[^a]: ",
    "**",
    "`",
    "> ",
    "<b>",
    "(must meet all)",
    "(a or b)",
    "(a, b, and c)",
    "≥ ",
    "≤ ",
    "> ",
    "< ",
    "= ",
    "12 mg per day",
    "18 years",
    "6 months",
    "; and",
    "; or",
    "unless ",
    "If ",
    "For initial requests: ",
    "not ",
    "is ",
    "any of: ",
    "all of the following",
    "Never approve when ",
    "age ",
    "diagnosis ",
    "Order of determination",
    "Readings",
    "Invariants",
    "Examples",
    "until ",
    "0.000001",
    "99999999999999999999",
    "-1",
    "2026-02-30",
    "µ",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "é",
    "®",
    "🜁",
    "\r\n",
    "\t",
    "\0",
];

/// What requests are made of.
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "12.5",
    "1e9",
    "\"facts\"",
    "\"schema\"",
    "\"criteria.request/1\"",
    "\"policy\"",
    "\"request kind\"",
    "\"initial\"",
    "\"request date\"",
    "\"2026-03-01\"",
    "\"daily dose\"",
    "\"12 mg per day\"",
    "\"therapies used together\"",
    "\"age\"",
    "\\u0000",
    "\\ud800",
    "é",
    " ",
    "\n",
];

/// A text of the pieces that policies are made of.
pub(crate) fn mixed() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
}

/// A text of the pieces that requests are made of.
pub(crate) fn request_text() -> impl Strategy<Value = String> {
    vec(select(JSON), 0..60).prop_map(|pieces| pieces.concat())
}

/// One way to bend a text.
#[derive(Debug, Clone)]
enum Blow {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    Cut(usize),
    Insert(usize, String),
    Erase(usize, usize),
}

/// A real text with one to six blows dealt to it, by line and by letter.
pub(crate) fn bent(text: &str) -> impl Strategy<Value = String> + use<> {
    let text = text.to_owned();
    let lines = text.lines().count();
    let letters = text.chars().count();
    let piece = prop_oneof![select(PIECES).prop_map(str::to_owned), ".{1,8}".prop_map(String::from)];
    let blow = prop_oneof![
        (0..lines).prop_map(Blow::Drop),
        (0..lines).prop_map(Blow::Double),
        (0..lines, 0..lines).prop_map(|(one, two)| Blow::Swap(one, two)),
        (0..letters).prop_map(Blow::Cut),
        (0..letters, piece).prop_map(|(at, piece)| Blow::Insert(at, piece)),
        (0..letters, 1..30_usize).prop_map(|(at, count)| Blow::Erase(at, count)),
    ];
    let weighted = vec(blow, 1..7);
    weighted.prop_map(move |blows| blows.iter().fold(text.clone(), |text, blow| dealt(&text, blow)))
}

fn dealt(text: &str, blow: &Blow) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (place, count) = (|at: usize, of: usize| at % of.max(1), lines.len());
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    match blow {
        Blow::Drop(at) if count > 0 => drop(lines.remove(place(*at, count))),
        Blow::Double(at) if count > 0 => lines.insert(place(*at, count), lines[place(*at, count)]),
        Blow::Swap(one, two) if count > 0 => lines.swap(place(*one, count), place(*two, count)),
        // Most of what follows a cut is gone: rarely worth it, so only the end is cut.
        Blow::Cut(at) => return text[..byte(at / 4 + text.chars().count() / 4 * 3)].to_owned(),
        Blow::Insert(at, piece) => return format!("{}{piece}{}", &text[..byte(*at)], &text[byte(*at)..]),
        Blow::Erase(at, count) => return format!("{}{}", &text[..byte(*at)], &text[byte(at + count)..]),
        _ => {}
    }
    lines.concat()
}
