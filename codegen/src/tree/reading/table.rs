//! The rows as pages and tests see them: the table of the reference, the examples, the notation.

use std::fmt::Write as _;

use crate::tree::patterns::{Row, Way, rows};

/// The table of sentence patterns, in Markdown, for the language reference.
pub fn pattern_table() -> String {
    let mut page = String::from(
        "| pattern | what it means | example | read as | where it is not met |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in rows().filter(|row| !row.doc.is_empty()) {
        let pattern = row.pattern.replace('|', "\\|").replace('_', " ");
        // Writing to a string cannot fail.
        let Row { doc, example, reading, negation, .. } = row;
        let _ = writeln!(page, "| `{pattern}` | {doc} | {example} | {reading} | {negation} |");
    }
    page.push_str("\n## Wordings with several readings\n\n");
    page.push_str("| wording | what it leaves open | reading | what it means | written without doubt |\n");
    page.push_str("| --- | --- | --- | --- | --- |\n");
    for row in rows() {
        let pattern = row.pattern.replace('|', "\\|");
        for way in row.several.iter().flat_map(|several| several.ways) {
            let question = row.several.map_or("", |several| several.question);
            let Way { id, says, wording } = way;
            let _ = writeln!(page, "| `{pattern}` | {question} | `{id}` | {says} | `{wording}` |");
        }
    }
    page
}

/// Every documented pattern's example, with the kind of sentence that it is, for the tests.
pub fn pattern_examples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    rows().filter(|row| !row.doc.is_empty()).map(|row| (row.of, row.pattern, row.example))
}

/// What a documented row says of its example.
#[derive(Debug, Clone, Copy)]
pub struct PatternWords {
    /// The kind of sentence that it is.
    pub of: &'static str,
    /// Its notation.
    pub pattern: &'static str,
    /// The example.
    pub example: &'static str,
    /// How it is read, in canonical words.
    pub reading: &'static str,
    /// The same where it is not met.
    pub negation: &'static str,
}

/// Every documented pattern with its example, how that is read, and how it is denied.
pub fn pattern_words() -> impl Iterator<Item = PatternWords> {
    rows().filter(|row| !row.doc.is_empty()).map(|row| {
        let Row { of, pattern, example, reading, negation, .. } = *row;
        PatternWords { of, pattern, example, reading, negation }
    })
}

/// Every pattern row as data, the parts of other rows too: what it is a kind of, its notation, and
/// whether it stands in the language reference. For tests that write sentences by walking the rows.
///
/// The notation: words stand for themselves; `(a|b)` is one of some words, perhaps none, a `_` in it
/// parting words; `,` is a comma; `{name}` is a terminal or the rows of that name, `{name}?` perhaps none.
pub fn pattern_rows() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    rows().map(|row| (row.of, row.pattern, !row.doc.is_empty()))
}
