//! The worked examples of "Where to add …" are made in a copy of the sources: the compiler then complains in
//! the places that the page names, and nowhere else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use criteria_tests::workspace::refresh;

use super::fences::{fences, page, root};

const PAGE: &str = "docs/ARCHITECTURE.md";
const FACTS: &str = "codegen/src/tree/ast/facts.rs";
const EMIT: &str = "codegen/src/emit/mod.rs";

/// The part of the page under a heading.
fn part(heading: &str) -> String {
    let page = page(PAGE);
    let (_, behind) = page.split_once(&format!("\n### … {heading}\n")).expect("the page has this part");
    behind.split("\n### ").next().unwrap_or_default().to_owned()
}

/// The variants of the example, each with its comment, as the two columns of its block have them.
fn variants(part: &str) -> (String, String) {
    let block = &fences(part)[0].text;
    let columns: Vec<(&str, &str)> = block
        .lines()
        .map(|line| {
            line.split_once("    ").map(|(left, right)| (left.trim(), right.trim())).expect("two columns")
        })
        .collect();
    let left: Vec<&str> = columns.iter().map(|(left, _)| *left).collect();
    let right: Vec<&str> = columns.iter().map(|(_, right)| *right).collect();
    (left.join("\n"), right.join("\n"))
}

/// The places that the page names, and how many arms each wants.
fn named(part: &str) -> BTreeMap<String, usize> {
    let rows = part.lines().map(str::trim).filter(|line| line.starts_with("| `codegen/"));
    rows.map(|row| {
        let cell = row.split('|').nth(1).expect("a first cell").trim();
        let path = cell.split('`').nth(1).expect("a path");
        (path.to_owned(), if cell.ends_with("twice") { 2 } else { 1 })
    })
    .collect()
}

/// A copy of what the compiler is built from, with the examples in it.
fn copy(kind: &str, value: &str, output: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("worked");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = "members = [\"codegen\", \"codegen/runtime\", \"generated\", \"tests\"]";
    assert!(manifest.contains(members));
    let manifest = manifest.replace(members, "members = [\"codegen\", \"codegen/runtime\"]");
    refresh(&folder.join("Cargo.toml"), &manifest);
    for path in ["Cargo.lock", "codegen/Cargo.toml", "codegen/runtime/Cargo.toml"] {
        refresh(&folder.join(path), &fs::read_to_string(root().join(path)).unwrap());
    }
    for sources in ["codegen/src", "codegen/runtime/src"] {
        below(&root().join(sources), &mut |path| {
            let name = path.strip_prefix(root()).unwrap();
            refresh(&folder.join(name), &fs::read_to_string(path).unwrap());
        });
    }
    let facts = fs::read_to_string(root().join(FACTS)).unwrap();
    let with = |text: &str, head: &str, variant: &str| {
        assert_eq!(text.matches(head).count(), 1, "{head}");
        text.replacen(head, &format!("{head}\n{variant}"), 1)
    };
    let facts = with(&facts, "pub enum Kind {", kind);
    refresh(&folder.join(FACTS), &with(&facts, "pub enum Value {", value));
    let emit = fs::read_to_string(root().join(EMIT)).unwrap();
    refresh(&folder.join(EMIT), &format!("{emit}pub mod outline;\n"));
    let uses = "use std::fmt::Write as _;\nuse crate::artifact;\nuse crate::tree::ast::Policy;\n";
    refresh(
        &folder.join("codegen/src/emit/outline.rs"),
        &format!("//! The example of the page.\n{uses}/// It.\n{output}"),
    );
    folder
}

fn below(folder: &Path, each: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, each) } else { each(&path) }
    }
}

/// Where the compiler finds an error in a copy, with the code of each.
fn errors(folder: &Path) -> Vec<(String, String, String)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The packages of others are checked once, for this and for whatever else checks them.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(cargo)
        .args(["check", "--quiet", "--offline", "--package", "criteria", "--lib"])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(folder)
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut found = Vec::new();
    for line in messages.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let message = &line["message"];
        if message["level"] == "error" && !message["spans"].as_array().is_none_or(Vec::is_empty) {
            let text = |of: &serde_json::Value| of.as_str().unwrap_or_default().replace('\\', "/");
            found.push((
                text(&message["spans"][0]["file_name"]),
                text(&message["code"]["code"]),
                text(&message["rendered"]),
            ));
        }
    }
    assert!(!found.is_empty(), "{messages}{}", String::from_utf8_lossy(&output.stderr));
    found
}

/// The output compiles as it stands on the page; the kind is missed in the places of its table, and only there.
#[test]
fn a_kind_of_fact_and_an_output() {
    let (kind, of_output) = (part("a kind of fact"), part("an output"));
    let (variant, value) = variants(&kind);
    let folder = copy(&variant, &value, &fences(&dedented(&of_output))[0].text);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (path, code, message) in errors(&folder) {
        assert_eq!(code, "E0004", "only arms are missing:\n{message}");
        *found.entry(path).or_default() += 1;
    }
    assert_eq!(found, named(&kind), "the places that want an arm, and those that {PAGE} names");
}

/// A block in a list as one of its own.
fn dedented(part: &str) -> String {
    part.lines().map(|line| line.strip_prefix("   ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
