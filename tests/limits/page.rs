//! The page of limits says of each constant what it is.

use std::collections::BTreeMap;
use std::fs;

use criteria::limits::ALL;
use criteria_tests::workspace::root;

/// A number as the page writes it: `1,000`, `4 MiB`, `64 KiB`.
fn shown(value: usize) -> String {
    const KIB: usize = 1024;
    if value >= KIB * KIB && value.is_multiple_of(KIB * KIB) {
        return format!("{} MiB", value / KIB / KIB);
    }
    if value >= 64 * KIB && value.is_multiple_of(KIB) {
        return format!("{} KiB", value / KIB);
    }
    let digits = value.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[test]
fn the_page_has_every_limit_with_its_value() {
    let page = fs::read_to_string(root().join("docs/reference/limits.md")).unwrap();
    let mut written: BTreeMap<&str, &str> = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with('|') && line.contains("`MAX_")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [what, value, constant, happens] = cells[..] else { panic!("four cells: {row}") };
        assert!(!what.is_empty() && !happens.is_empty(), "{row}");
        let twice = written.insert(constant.trim_matches('`'), value);
        assert!(twice.is_none(), "{row}");
    }
    let all: Vec<(&str, String)> = ALL.iter().map(|(name, value)| (*name, shown(*value))).collect();
    let all: BTreeMap<&str, &str> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(written, all);
}
