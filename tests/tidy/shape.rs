//! Sizes and documentation of what people wrote.

use super::files::{File, written_rust};

/// Lines in a file, at most.
const FILE: usize = 450;
/// Lines in a function, at most.
const FUNCTION: usize = 70;

/// Functions over the limit: one flat table of cases each.
const FLAT_TABLES: &[(&str, &str)] = &[("tests/diagnostics/acceptance.rs", "one_mistake_is_said_once")];

/// Files over the limit: how long they may be at most, so that they can only shrink. None is
/// wanted.
const LONG_FILES: &[(&str, usize)] =
    &[("codegen/src/emit/rust/sample.rs", 470), ("codegen/src/spec/tests.rs", 600)];

#[test]
fn files_are_short() {
    let files = written_rust();
    for (listed, _) in LONG_FILES {
        assert!(files.iter().any(|file| file.path == *listed), "{listed} is gone: take it off the list");
    }
    for file in files {
        let lines = file.text.lines().count();
        let excepted = LONG_FILES.iter().find(|(path, _)| *path == file.path).map(|(_, most)| *most);
        let most = excepted.unwrap_or(FILE);
        assert!(lines <= most, "{} has {lines} lines, {most} at most: part it", file.path);
        assert!(excepted.is_none() || lines > FILE, "{} is short by now: take it off the list", file.path);
    }
}

/// The functions of a file that rustfmt has set: name and number of lines.
fn functions(file: &File) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some(name) = function_name(line.trim_start()) else { continue };
        let closing = format!("{}}}", &line[..indent]);
        let length = lines[at..].iter().position(|line| *line == closing).map_or(1, |end| end + 1);
        let signature_only = line.ends_with(';') || line.ends_with('}');
        found.push((name, if signature_only { 1 } else { length }));
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let modifier = |word: &str| {
        word.starts_with("pub") || ["const", "async", "unsafe", "in", "super)", "crate)"].contains(&word)
    };
    before.split_whitespace().all(modifier).then(|| rest.split(['(', '<']).next().unwrap_or(rest))
}

#[test]
fn functions_are_short() {
    let mut count = 0;
    for file in written_rust() {
        for (name, lines) in functions(&file) {
            count += 1;
            if FLAT_TABLES.contains(&(file.path.as_str(), name)) {
                assert!(lines > FUNCTION, "`{name}` of {} is short by now: take it off the list", file.path);
                continue;
            }
            assert!(lines <= FUNCTION, "`{name}` of {} has {lines} lines, {FUNCTION} at most", file.path);
        }
    }
    assert!(count > 500, "functions are found: {count}");
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in written_rust() {
        assert!(file.text.starts_with("//! "), "{} does not start with `//!`", file.path);
    }
}

#[test]
fn nothing_is_left_for_later() {
    // In two parts, so that this file does not hold them.
    let marks =
        [("todo", "!"), ("unimpl", "emented!"), ("for ", "now"), ("FIX", "ME"), ("TO", "DO"), ("XX", "X")];
    for file in written_rust() {
        for (number, line) in file.text.lines().enumerate() {
            for (first, second) in marks {
                let mark = format!("{first}{second}");
                assert!(!line.contains(&mark), "{}:{}: `{mark}`", file.path, number + 1);
            }
        }
    }
}
