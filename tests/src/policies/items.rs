//! Items of an outline, and how they stand on the page.

use std::fmt::Write as _;

/// An item with what stands below it.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The text, without its label.
    pub text: String,
    /// The items below.
    pub children: Vec<Item>,
}

impl Item {
    /// An item with nothing below it.
    pub fn leaf(text: impl Into<String>) -> Self {
        Self { text: text.into(), children: Vec::new() }
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

/// Writes items, and where on the page each of the outermost begins.
pub fn write(page: &mut String, items: &[Item]) -> Vec<usize> {
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let start = page.len();
            let label = label(0, at);
            _ = writeln!(page, "{label}. {}", item.text);
            write_below(page, &item.children, 1, label.len() + 2);
            start
        })
        .collect()
}

fn write_below(page: &mut String, items: &[Item], level: usize, indent: usize) {
    for (at, item) in items.iter().enumerate() {
        _ = writeln!(page, "{:indent$}- {}. {}", "", label(level, at), item.text);
        write_below(page, &item.children, level + 1, indent + 2);
    }
}
