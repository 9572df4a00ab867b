//! Random tables of durations: by line of business, by criterion, by sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::dice::Dice;
use super::items::label;
use super::outline::Section;
use super::sentences::{Pools, Writer, Written, choose};
use super::vocabulary::Vocabulary;

/// How the approvals of a policy end.
#[derive(Debug, Clone, Default)]
pub struct Endings {
    /// The terms and limits of its tables.
    pub pools: Pools,
    /// Whether all approvals end alike, so that something can be said of all.
    pub alike: bool,
    /// The row before.
    pub last: Option<(Written, Written)>,
    /// What must be true of every request, so that none of them ends before it begins.
    pub always: BTreeSet<String>,
}

/// Writes the table of a section that approves, under its heading.
pub fn write(
    page: &mut String,
    hashes: &str,
    (words, pools): (&Vocabulary, &Pools),
    section: &Section,
    endings: &mut Endings,
    dice: &mut Dice,
) {
    let (chooser, choices) = choosers(words, pools, section, dice);
    let first = if choices.len() > 2 || dice.chance(20) { " (first that applies)" } else { "" };
    _ = writeln!(page, "{hashes} Approval duration{first}\n");
    let with_lines = !words.lines.is_empty() && (chooser.is_none() || dice.chance(50));
    let mut columns: Vec<&str> = chooser.into_iter().collect();
    columns.extend(with_lines.then_some("Line of business"));
    columns.extend(["Approve for", "Limit"]);
    _ = writeln!(page, "| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()));
    let mut groups: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for line in &words.lines {
        groups.entry(dice.below(2)).or_default().push(line);
    }
    for choice in &choices {
        let choice = chooser.map_or_else(String::new, |_| format!("| {choice} "));
        if with_lines {
            for lines in groups.values() {
                row(page, &format!("{choice}| {} ", lines.join(", ")), words, endings, dice);
            }
        } else {
            row(page, &choice, words, endings, dice);
        }
    }
    page.push('\n');
}

/// The header of the column that chooses, and its cells; the last of them is for all the rest.
fn choosers(
    words: &Vocabulary,
    pools: &Pools,
    section: &Section,
    dice: &mut Dice,
) -> (Option<&'static str>, Vec<String>) {
    let count = 1 + dice.below(2);
    let (header, mut cells) = match dice.below(6) {
        0 => ("Criterion", labels(section, count, dice)),
        1 => ("If …", (0..count).map(|_| choose(&pools["clause"], dice).text.clone()).collect()),
        _ => return (None, vec![String::new()]),
    };
    cells.dedup();
    if cells.is_empty() {
        return (None, vec![String::new()]);
    }
    cells.push(format!("all other {}", words.called));
    (Some(header), cells)
}

/// Labels below a section, as its tables name them.
fn labels(section: &Section, count: usize, dice: &mut Dice) -> Vec<String> {
    let mut all = Vec::new();
    for (at, item) in section.items.iter().enumerate().filter(|(_, item)| !item.text.starts_with("Note:")) {
        all.push(label(0, at));
        all.extend((0..item.children.len()).map(|below| format!("{}.{}", label(0, at), label(1, below))));
    }
    dice.shuffle(&mut all);
    all.truncate(count);
    all
}

fn row(page: &mut String, before: &str, words: &Vocabulary, endings: &mut Endings, dice: &mut Dice) {
    let (term, limit) = match &endings.last {
        Some((term, limit)) if endings.alike => (term.clone(), limit.clone()),
        _ => endings.another(words, dice),
    };
    _ = writeln!(page, "{before}| {} | {} |", term.text, limit.text);
    endings.last = Some((term, limit));
}

impl Endings {
    /// A term and a limit, which is empty now and then; what is said of approvals is made of them.
    fn another(&mut self, words: &Vocabulary, dice: &mut Dice) -> (Written, Written) {
        let able = |at: &usize| words.words[*at].kind == "date" && words.words[*at].only_when.is_none();
        let dates: Vec<usize> = (0..words.words.len()).filter(able).collect();
        let about = *dice.pick(&dates);
        let mut write = |of: &str, able: &dyn Fn(&str) -> bool| {
            let write = || Writer::new(words, &Pools::new(), &[], dice).about(about).write(of);
            std::iter::repeat_with(write).find(|written| able(&written.text)).unwrap_or_default()
        };
        // Nothing can be said of approvals that end with the shorter of two, and only what may come behind the
        // request date ends one.
        let shorter = !self.alike && words.may_come(about);
        let term = write("term", &|text| shorter || !text.contains("shorter"));
        if term.text.contains("shorter") {
            self.always.insert(format!("{} is after request date", words.words[about].name));
        }
        let limit = write("limit", &|text| text.starts_with(|c: char| c.is_ascii_digit()));
        let limit = if self.alike || dice.chance(50) { limit } else { Written::default() };
        // A course ends within its approval.
        let weeks = limit.text.contains("-week");
        let term = if weeks { Written { text: "1 year".to_owned(), ..term } } else { term };
        self.pools.entry("term").or_default().push(term.clone());
        if !limit.text.is_empty() {
            self.pools.entry("limit").or_default().push(limit.clone());
        }
        (term, limit)
    }
}
