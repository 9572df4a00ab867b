//! Real policies changed where their structure is: lines, sections, cells, items, labels, words,
//! numbers, signs, headings, punctuation, nesting, letters; and spliced into one another.

use criteria_tests::picks::Picks;

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "13",
    "12.001",
    "0.5",
    "1,000",
    "1e9",
    "99999999999999999999",
    "9223372036854775807",
    "00012",
    "１２",
    "½",
    "IV",
];
const SIGNS: &[&str] = &["≥", "≤", ">", "<", "=", "at least", "at most", "more than", "≠", "~", "between"];
const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "unless",
    "if",
    "all",
    "any",
    "none",
    "both",
    "either",
    "neither",
    "nor",
    "of",
    "the",
    "each",
    "item",
    "agent",
    "met",
    "is",
    "for",
    "requests",
    "otherwise:",
    "days",
    "months",
    "mg",
    "unknown",
];
const MARKS: &[&str] = &[";", ":", ",", ".", "(", ")", "; and", "; or", "—", "-", "|", "\"", "/", "%", "…"];
const ODD: &[&str] = &[
    "\u{a0}", "\u{200b}", "\u{202e}", "\u{feff}", "\u{301}", "\u{0}", "ａ", "а", "İ", "ß", "ﬁ", "🜁", "\r",
    "\t", "\u{2028}", "\u{fffd}",
];
const WRAPS: &[(&str, &str)] = &[
    ("**", "**"),
    ("*", "*"),
    ("`", "`"),
    ("[", "](x)"),
    ("<b>", "</b>"),
    ("> ", ""),
    ("- ", ""),
    ("# ", ""),
    ("[^x]: ", ""),
    ("<!--", "-->"),
    ("|", "|"),
    ("(", ")"),
    ("If course is first: ", ""),
    ("1. ", ""),
];

/// One of the texts with one to five changes.
pub(crate) fn changed(texts: &[&str], picks: &mut Picks) -> String {
    let text = picks.of(texts);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=picks.below(5) {
        change(&mut lines, texts, picks);
    }
    let end = if picks.below(12) == 0 { "\r\n" } else { "\n" };
    lines.join(end) + end
}

fn change(lines: &mut Vec<String>, texts: &[&str], picks: &mut Picks) {
    if lines.is_empty() {
        return;
    }
    let (at, other) = (picks.below(lines.len()), picks.below(lines.len()));
    match picks.below(14) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => section(lines, at, picks),
        4 => splice(lines, at, texts, picks),
        5 => nest(lines, at, picks),
        6 => cells(&mut lines[at], picks),
        7 => {
            // A cell of another row in the same column: the right kind of text in the wrong place.
            let from = lines[other].clone();
            transplant(&mut lines[at], &from, picks);
        }
        8 | 9 => words(&mut lines[at], picks),
        10 => numbers(&mut lines[at], picks),
        11 => letters(&mut lines[at], picks),
        12 => {
            let (before, after) = WRAPS[picks.below(WRAPS.len())];
            lines[at] = format!("{before}{}{after}", lines[at]);
        }
        _ => label(&mut lines[at], picks),
    }
}

/// Moves, drops or doubles what stands under a heading, or changes the heading's level.
fn section(lines: &mut Vec<String>, at: usize, picks: &mut Picks) {
    let is_heading = |line: &String| line.starts_with('#');
    let Some(start) = (0..=at).rev().find(|at| is_heading(&lines[*at])) else { return };
    let end = (start + 1..lines.len()).find(|at| is_heading(&lines[*at])).unwrap_or(lines.len());
    match picks.below(4) {
        0 => drop(lines.drain(start..end)),
        1 => {
            let copy = lines[start..end].to_vec();
            let to = picks.below(lines.len());
            lines.splice(to..to, copy);
        }
        2 => lines[start].insert(0, '#'),
        _ => _ = lines[start].remove(0),
    }
}

/// Some lines of another policy.
fn splice(lines: &mut Vec<String>, at: usize, texts: &[&str], picks: &mut Picks) {
    let from: Vec<String> = picks.of(texts).lines().map(str::to_owned).collect();
    let start = picks.below(from.len());
    let end = (start + 1 + picks.below(40)).min(from.len());
    let until = (at + picks.below(20)).min(lines.len());
    lines.splice(at..until, from[start..end].to_vec());
}

/// Deeper or less deep, a line or all that follow.
fn nest(lines: &mut [String], at: usize, picks: &mut Picks) {
    let depth = picks.of(&["  ", "   ", "    ", "\t", "                                        "]);
    let count = [1, 1, 4, 30][picks.below(4)];
    let deeper = picks.below(2) == 0;
    for line in lines.iter_mut().skip(at).take(count) {
        *line = if deeper { format!("{depth}{line}") } else { line.trim_start().to_owned() };
    }
}

/// Drops, doubles, swaps or empties cells of a row.
fn cells(line: &mut String, picks: &mut Picks) {
    let mut cells: Vec<&str> = line.split('|').collect();
    let (at, other) = (picks.below(cells.len()), picks.below(cells.len()));
    match picks.below(4) {
        0 => drop(cells.remove(at)),
        1 => cells.insert(other, cells[at]),
        2 => cells.swap(at, other),
        _ => cells[at] = "",
    }
    *line = cells.join("|");
}

fn transplant(line: &mut String, from: &str, picks: &mut Picks) {
    let mut cells: Vec<&str> = line.split('|').collect();
    let at = picks.below(cells.len());
    if let Some(cell) = from.split('|').nth(at) {
        cells[at] = cell;
    }
    *line = cells.join("|");
}

fn words(line: &mut String, picks: &mut Picks) {
    let mut words: Vec<&str> = line.split(' ').collect();
    let (at, other) = (picks.below(words.len()), picks.below(words.len()));
    match picks.below(6) {
        0 => drop(words.remove(at)),
        1 => words.insert(other, words[at]),
        2 => words.swap(at, other),
        3 => words[at] = picks.of(WORDS),
        4 => words.insert(at, picks.of(SIGNS)),
        _ => words.insert(at, picks.of(MARKS)),
    }
    *line = words.join(" ");
}

/// Another number in the place of one, or another sign.
fn numbers(line: &mut String, picks: &mut Picks) {
    let is_part = |word: &&str| word.chars().any(|letter| letter.is_ascii_digit()) || SIGNS.contains(word);
    let words: Vec<&str> = line.split(' ').collect();
    let places: Vec<usize> = (0..words.len()).filter(|at| is_part(&words[*at])).collect();
    let mut words = words;
    if !places.is_empty() {
        let at = places[picks.below(places.len())];
        words[at] = if SIGNS.contains(&words[at]) { picks.of(SIGNS) } else { picks.of(NUMBERS) };
    }
    *line = words.join(" ");
}

/// A letter dropped, doubled, in the other case, or an odd one between.
fn letters(line: &mut String, picks: &mut Picks) {
    let mut letters: Vec<char> = line.chars().collect();
    if letters.is_empty() {
        return;
    }
    let at = picks.below(letters.len());
    match picks.below(5) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = letters[at].to_uppercase().next().unwrap_or('A'),
        3 => letters.truncate(at),
        _ => drop(letters.splice(at..at, picks.of(ODD).chars()).collect::<Vec<_>>()),
    }
    *line = letters.into_iter().collect();
}

/// Another label in front of an item or a heading.
fn label(line: &mut String, picks: &mut Picks) {
    let other =
        picks.of(&["a.", "b.", "z.", "i.", "ii.", "1.", "2.", "99.", "I.", "A.", "VI.", "0.", "-", ""]);
    let words: Vec<&str> = line.split(' ').collect();
    let is_label = |word: &&str| word.ends_with('.') && word.len() < 6;
    let Some(at) = words.iter().position(is_label) else { return };
    let mut words = words;
    words[at] = other;
    *line = words.join(" ");
}
