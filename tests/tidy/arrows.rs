//! Arrows between the passes: what each may know. Tests may know more.

use std::collections::BTreeSet;

use super::files::{File, below, root};

/// A part of the compiler, and the parts that it may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("source", &[]),
    ("artifact", &[]),
    ("diagnostic", &["limits", "source"]),
    ("spec", &["diagnostic", "limits", "source"]),
    ("tree", &["diagnostic", "limits", "source", "spec"]),
    ("interp", &["limits", "tree"]),
    ("request", &["interp", "limits", "tree"]),
    ("verify", &["diagnostic", "interp", "tree"]),
    ("compiled", &["diagnostic", "interp", "source", "spec", "tree", "verify"]),
    ("format", &["diagnostic", "source", "spec"]),
    ("emit/rust", &["tree"]),
    ("emit/docs", &["artifact", "compiled", "diagnostic", "interp", "library", "source", "tree"]),
    ("draft", &["diagnostic", "limits", "source", "spec"]),
    ("library", &["compiled", "diagnostic", "source", "tree"]),
    ("files", &["artifact", "limits", "source"]),
    ("plan", &["artifact", "compiled", "emit", "tree"]),
    ("build", &["artifact", "compiled", "diagnostic", "emit", "files", "library", "plan"]),
    (
        "cli",
        &[
            "artifact",
            "compiled",
            "diagnostic",
            "draft",
            "emit",
            "files",
            "format",
            "interp",
            "library",
            "limits",
            "plan",
            "request",
            "source",
            "tree",
        ],
    ),
];

/// Files that may know more than their part, and why.
const EXCEPTIONS: &[(&str, &[&str], &str)] = &[
    (
        "codegen/src/tree/examples.rs",
        &["interp", "request"],
        "the value of a fact is read in an example as it is in a request, and what a variant inherits is \
         dropped by the interpreter's rule: a second reading of either could differ",
    ),
    (
        "codegen/src/emit/docs/outline.rs",
        &["spec"],
        "the document shows the outline as written, which is what a spec is",
    ),
    ("codegen/src/emit/docs/view.rs", &["spec"], "reference text is carried into the document as written"),
    (
        "codegen/src/emit/docs/markdown.rs",
        &["spec"],
        "reference text is carried into the document as written",
    ),
];

/// The parts that a file names as `crate::…`.
fn known(file: &File) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for (at, path) in file.without_tests().match_indices("crate::") {
        let rest = &file.without_tests()[at + path.len()..];
        match rest.strip_prefix('{') {
            None => known.extend(name(rest)),
            Some(group) => known.extend(top_level(group).filter_map(name)),
        }
    }
    known
}

fn name(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The members of `{a, b::{c, d}, e}`, from behind its opening brace on.
fn top_level(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let mut starts = vec![0];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    starts.into_iter().map(|start| &group[start..])
}

fn part_of(file: &File) -> Option<&str> {
    let inner = file.path.strip_prefix("codegen/src/")?;
    MAY_KNOW.iter().map(|(part, _)| *part).find(|part| {
        inner.strip_prefix(part).is_some_and(|rest| rest.starts_with('/') || rest.starts_with('.'))
    })
}

#[test]
fn passes_know_only_what_they_may() {
    let parts: BTreeSet<&str> =
        MAY_KNOW.iter().map(|(part, _)| part.split('/').next().unwrap_or_default()).collect();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for file in below("codegen/src", ".rs").iter().filter(|file| !file.is_test()) {
        let Some(part) = part_of(file) else {
            let rim = ["codegen/src/lib.rs", "codegen/src/main.rs", "codegen/src/emit/mod.rs"];
            assert!(rim.contains(&file.path.as_str()), "{} belongs to no part: give it a row", file.path);
            continue;
        };
        let own = part.split('/').next().unwrap_or_default();
        let allowed = MAY_KNOW.iter().find(|(of, _)| *of == part).map_or(&[][..], |(_, allowed)| *allowed);
        let excepted = EXCEPTIONS.iter().find(|(of, _, _)| *of == file.path);
        for other in known(file).iter().filter(|other| parts.contains(other.as_str()) && *other != own) {
            if excepted.is_some_and(|(_, more, _)| more.contains(&other.as_str())) {
                used.insert((file.path.clone(), other.clone()));
            } else if !allowed.contains(&other.as_str()) {
                wrong.push(format!("{} knows `{other}`, which `{part}` may not", file.path));
            }
        }
    }
    for (file, more, _) in EXCEPTIONS {
        for other in *more {
            if !used.contains(&((*file).to_owned(), (*other).to_owned())) {
                wrong.push(format!("the exception for {file} to know `{other}` is not needed: take it out"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_file_knows_the_markdown_parser_and_one_writes() {
    for file in below("codegen/src", ".rs").iter().filter(|file| !file.is_test()) {
        let text = file.without_tests();
        let parser = text.contains("pulldown_cmark") && file.path != "codegen/src/spec/from_markdown.rs";
        assert!(!parser, "{} knows the Markdown parser", file.path);
        let writes = ["fs::write", "File::create", "fs::rename", "fs::remove", "OpenOptions"];
        let writes = writes.iter().any(|call| text.contains(call)) && file.path != "codegen/src/artifact.rs";
        assert!(!writes, "{} writes to disk: only artifact.rs may", file.path);
    }
}

/// The names under `[dependencies]` of a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(manifest)).unwrap();
    let section = text.split("\n[").find_map(|section| section.strip_prefix("dependencies]\n"));
    let lines = section.unwrap_or_default().lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn packages_know_only_what_they_may() {
    assert_eq!(dependencies("codegen/runtime/Cargo.toml"), ["serde"]);
    assert_eq!(dependencies("generated/Cargo.toml"), ["criteria-runtime", "serde"]);
    assert!(!dependencies("codegen/Cargo.toml").contains(&"criteria-policies".to_owned()));
    for manifest in ["codegen/runtime/Cargo.toml", "generated/Cargo.toml"] {
        let text = std::fs::read_to_string(root().join(manifest)).unwrap();
        let serde = text.lines().find(|line| line.starts_with("serde = {")).unwrap();
        assert!(serde.contains("optional = true"), "{manifest}: {serde}");
    }
    for file in below("generated", ".rs") {
        let text = file.text.replace("criteria_runtime", "");
        assert!(!text.contains("criteria::"), "{} knows the compiler", file.path);
    }
}
