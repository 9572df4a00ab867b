//! Several versions of one policy: which one decides, and what is said where their days meet or
//! leave a gap.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::binary::{Ran, root, run};

const OLD: &str = "spec/cp-phar-243/2024-05.md";
const NEW: &str = "spec/cp-phar-243/2025-05.md";

/// A folder with both versions, the first with another last day (none: without the row).
fn versions(until: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let row = "| In force until | 2025-04-30 |\n";
    let old = fs::read_to_string(root().join(OLD)).unwrap();
    assert!(old.contains(row));
    let until = until.map_or_else(String::new, |day| format!("| In force until | {day} |\n"));
    put(folder.path(), OLD, &old.replacen(row, &until, 1));
    put(folder.path(), NEW, &fs::read_to_string(root().join(NEW)).unwrap());
    folder
}

fn put(folder: &Path, name: &str, text: &str) {
    criteria_tests::workspace::put(&folder.join(name), text);
}

/// Decides a request of a day, with more arguments.
fn decide(folder: &TempDir, day: &str, arguments: &[&str]) -> Ran {
    let request = format!(
        r#"{{"schema": "criteria.request/1", "policy": "CP.PHAR.243",
            "facts": {{"request kind": "initial", "request date": "{day}"}}}}"#
    );
    run(&[&["decide"], arguments].concat(), request.as_bytes(), folder.path(), &[])
}

#[test]
fn the_version_in_force_on_the_request_date_decides() {
    let folder = versions(None);
    for (day, version) in [
        ("2024-05-01", "2024-05"),
        ("2025-04-30", "2024-05"),
        ("2025-05-01", "2025-05"),
        ("2031-01-01", "2025-05"),
    ] {
        decide(&folder, day, &[]).exits(0).prints(&format!("version {version}\n"));
    }
    let none = decide(&folder, "2024-04-30", &[]).exits(2).without_data();
    none.says("no version is in force on the request date: CP.PHAR.243 2024-05 (2024-05-01 to 2025-04-30)");
}

#[test]
fn another_day_or_document_can_be_named() {
    let folder = versions(None);
    decide(&folder, "2026-01-01", &["--as-of", "2025-01-01"]).exits(0).prints("version 2024-05\n");
    decide(&folder, "2020-01-01", &["--as-of", "2025-05-01"]).exits(0).prints("version 2025-05\n");
    decide(&folder, "2026-01-01", &["--policy", OLD]).exits(0).prints("version 2024-05\n");
    decide(&folder, "2026-01-01", &["--as-of", "2023-01-01"]).exits(2).says("in force on 2023-01-01");
    decide(&folder, "2026-01-01", &["--as-of", "May 2025"]).exits(2).says("like `2025-04-30`");
}

#[test]
fn versions_that_meet_are_an_error_and_a_gap_is_a_finding() {
    let check = |until| run(&["check"], b"", versions(until).path(), &[]);
    check(None).exits(0).without_data();
    check(Some("2025-04-30")).exits(0).without_data();
    let meet = check(Some("2025-05-01")).exits(1).prints("error[two-in-force]");
    meet.prints("two versions of CP.PHAR.243 are in force on 2025-05-01").prints(&format!("--> {NEW}:7:"));
    let gap = check(Some("2025-03-31")).exits(1).prints("finding[none-in-force]");
    gap.prints("no version of CP.PHAR.243 is in force 2025-04-01 to 2025-04-30");
}

#[test]
fn a_last_day_before_the_first_is_refused() {
    let backwards = run(&["check"], b"", versions(Some("2024-04-30")).path(), &[]).exits(1);
    backwards.prints("`In force until` (2024-04-30) lies before `In force from` (2024-05-01)");
}

#[test]
fn the_generated_table_knows_the_version_of_a_day() {
    use criteria_runtime::Evaluator;
    for (day, version) in [
        ("2024-04-30", None),
        ("2024-05-01", Some("2024-05")),
        ("2025-04-30", Some("2024-05")),
        ("2025-05-01", Some("2025-05")),
    ] {
        let day = day.parse().unwrap();
        let found = Evaluator::in_force(criteria_policies::POLICIES, "CP.PHAR.243", day);
        assert_eq!(found.map(|one| one.policy.version), version, "{day}");
    }
}
