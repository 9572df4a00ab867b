//! The reference pages that are printed by the tool itself.

use std::fmt::Write as _;

use criteria::diagnostic::Code;
use criteria::tree::pattern_table;

use super::read;

#[test]
fn the_patterns_are_fresh() {
    let fresh = read("docs/reference/patterns.md") == pattern_table();
    assert!(fresh, "stale: run `cargo criteria explain --patterns > docs/reference/patterns.md`");
}

#[test]
fn the_messages_are_fresh() {
    let page = read("docs/reference/diagnostics.md");
    let mut expected = String::from("# Messages, code by code\n");
    for code in Code::ALL {
        let (title, rest) = code.page().trim_end().split_once('\n').unwrap_or_default();
        let _ = writeln!(expected, "\n#{title} ({})", code.severity().as_str());
        for line in rest.lines() {
            let deeper = if line.starts_with("## ") { "#" } else { "" };
            let _ = writeln!(expected, "{deeper}{line}");
        }
    }
    let stale = page.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(
        stale.is_none() && page.len() == expected.len(),
        "stale: run `cargo criteria explain --all > docs/reference/diagnostics.md` ({stale:?})"
    );
}
