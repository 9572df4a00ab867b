//! Which policies use which pattern: the committed table is fresh, and every pattern is used by two policies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use criteria::tree::pattern_examples;
use criteria_tests::workspace::{all, put, root};

use super::read;

const PAGE: &str = "docs/reference/pattern-uses.md";

/// The policies that use each pattern; all versions of a policy are one.
fn uses() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut uses: BTreeMap<&'static str, BTreeSet<&'static str>> =
        pattern_examples().map(|(_, pattern, _)| (pattern, BTreeSet::new())).collect();
    for spec in all() {
        for pattern in spec.compiled.readings.iter().flat_map(|reading| &reading.patterns) {
            uses.entry(pattern).or_default().insert(&spec.policy.id);
        }
    }
    uses
}

/// A row for each pattern, in the order of the table of patterns, and a column for each policy.
fn table() -> String {
    let uses = uses();
    let policies: BTreeSet<&str> = all().map(|spec| spec.policy.id.as_str()).collect();
    let columns: Vec<&str> = policies.iter().copied().collect();
    let mut page = format!(
        "# Patterns and the policies that use them\n\n\
         A mark stands where a policy of `spec/` or `tests/data` uses a pattern; all versions of a policy are one. \
         Random policies use every pattern as well. Printed by `UPDATE_EXPECT=1 cargo test -p criteria-tests \
         --test diagnostics uses`.\n\n| pattern | {} |\n| ---{} |\n",
        columns.join(" | "),
        " | ---".repeat(columns.len()),
    );
    let mut shown = BTreeSet::new();
    for (_, pattern, _) in pattern_examples().filter(|(_, pattern, _)| shown.insert(*pattern)) {
        let of_pattern = uses.get(pattern);
        let marks = columns
            .iter()
            .map(|policy| if of_pattern.is_some_and(|uses| uses.contains(policy)) { " ● |" } else { " |" });
        let marks: String = marks.collect();
        _ = writeln!(page, "| `{}` |{marks}", pattern.replace('|', "\\|"));
    }
    page
}

/// `UPDATE_EXPECT=1` writes the table, to be read and committed.
#[test]
fn the_uses_of_patterns_are_fresh() {
    let table = table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        put(&root().join(PAGE), &table);
    }
    assert!(
        read(PAGE) == table,
        "stale: run `UPDATE_EXPECT=1 cargo test -p criteria-tests --test diagnostics uses`"
    );
}

#[test]
fn every_pattern_is_used_by_two_policies() {
    let uses = uses();
    let few = uses.iter().filter(|(_, policies)| policies.len() < 2);
    let few: BTreeSet<&str> = few.map(|(pattern, _)| *pattern).collect();
    assert!(few.is_empty(), "fewer than two policies use these; write them into a second one: {few:#?}");
}
