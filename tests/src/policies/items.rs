//! Items of an outline, and how they stand on the page.

use std::fmt::Write as _;

/// An item with what stands below it.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The text, without its label.
    pub text: String,
    /// The items below.
    pub children: Vec<Item>,
    /// The table below, instead of items.
    pub table: Option<Table>,
    /// A connective on a line of its own, behind the item and what stands below it.
    pub after: Option<&'static str>,
}

/// A table of criteria, without the column of labels.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The sentences that the cells fill.
    pub columns: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

impl Item {
    /// An item with nothing below it.
    pub fn leaf(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// An item over others.
    pub fn group(text: impl Into<String>, children: Vec<Item>) -> Self {
        Self { text: text.into(), children, ..Self::default() }
    }
}

/// The label of an item, from its level and its place.
pub fn label(level: usize, at: usize) -> String {
    match level % 3 {
        0 => (at + 1).to_string(),
        1 => char::from(b'a' + u8::try_from(at).expect("lists are short")).to_string(),
        _ => ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][at].to_owned(),
    }
}

/// `a and b`, `a, b, and c`.
pub fn joined(labels: &[String], with: &str) -> String {
    match labels {
        [first, second] => format!("{first} {with} {second}"),
        [all @ .., last] if !all.is_empty() => format!("{}, {with} {last}", all.join(", ")),
        _ => labels.concat(),
    }
}

/// The labels of so many items of a level.
pub fn labels(level: usize, count: usize) -> Vec<String> {
    (0..count).map(|at| label(level, at)).collect()
}

/// Writes items, and where on the page each of the outermost begins.
pub fn write(page: &mut String, items: &[Item]) -> Vec<usize> {
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let start = page.len();
            write_item(page, item, (0, at), 0);
            start
        })
        .collect()
}

/// Numbers are labels that Markdown knows; letters and numerals stand behind a bullet.
fn write_item(page: &mut String, item: &Item, (level, at): (usize, usize), indent: usize) {
    let label = label(level, at);
    let (bullet, inner) = if level % 3 == 0 { ("", label.len() + 2) } else { ("- ", 2) };
    _ = writeln!(page, "{:indent$}{bullet}{label}. {}", "", item.text);
    let indent = indent + inner;
    for (at, child) in item.children.iter().enumerate() {
        write_item(page, child, (level + 1, at), indent);
    }
    if let Some(table) = &item.table {
        write_table(page, table, level + 1, indent);
    }
    if let Some(connective) = item.after {
        _ = writeln!(page, "\n{:indent$}{connective}", "");
    }
}

fn write_table(page: &mut String, table: &Table, level: usize, indent: usize) {
    let columns = table.columns.join(" | ");
    _ = writeln!(page, "\n{:indent$}| Label | {columns} |", "");
    _ = writeln!(page, "{:indent$}|{}", "", " --- |".repeat(table.columns.len() + 1));
    for (at, row) in table.rows.iter().enumerate() {
        _ = writeln!(page, "{:indent$}| {} | {} |", "", label(level, at), row.join(" | "));
    }
    page.push('\n');
}
