//! What the table of patterns promises, whatever the rows mean. That each example is read by its own
//! row is shown by `tests/prose/patterns.rs`.

use super::{TERMINALS, rows};

/// Kinds of sentences that passes ask for by name; rows of every other kind are parts of rows.
const ASKED_FOR: &[&str] = &[
    "always",
    "operator",
    "condition",
    "criterion",
    "trials",
    "step",
    "term",
    "limit",
    "remainder",
    "statement",
];

fn slots(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split_whitespace().filter_map(|part| {
        part.trim_end_matches('?').strip_prefix('{').and_then(|slot| slot.strip_suffix('}'))
    })
}

#[test]
fn every_slot_is_known() {
    let mut kinds: Vec<&str> = rows().map(|row| row.of).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let terminals: Vec<&str> = TERMINALS.iter().map(|(name, _)| *name).collect();
    for row in rows() {
        for slot in slots(row.pattern) {
            assert!(
                kinds.contains(&slot) || terminals.contains(&slot),
                "`{}` has a slot `{slot}`, which does not exist; there are {terminals:?}, and the kinds of rows {kinds:?}",
                row.pattern
            );
        }
    }
}

#[test]
fn every_kind_is_used() {
    let used: Vec<&str> = rows().flat_map(|row| slots(row.pattern)).collect();
    for row in rows() {
        assert!(
            used.contains(&row.of) || ASKED_FOR.contains(&row.of),
            "`{}` is a kind of `{}`, which no slot takes and no pass asks for: nothing would ever read it",
            row.pattern,
            row.of
        );
    }
}

#[test]
fn no_row_stands_twice() {
    let mut all: Vec<(&str, &str)> = rows().map(|row| (row.of, row.pattern)).collect();
    all.sort_unstable();
    for pair in all.windows(2) {
        assert_ne!(pair[0], pair[1], "the same pattern stands in two rows");
    }
}
