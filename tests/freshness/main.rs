//! What is generated is what the sources give now; and a check that says so can be believed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Parser as _;
use criteria::cli::{Cli, Exit, Format, Streams};
use criteria::diagnostic::Style;
use criteria_tests::workspace::{put, root};
use tempfile::TempDir;

const FIX: &str = "stale: run `cargo regen`\n";

/// Runs `criteria build` in process, from the root of the workspace.
fn build(arguments: &[&str]) -> (Exit, String) {
    std::env::set_current_dir(root()).expect("the workspace has a root");
    let command = Cli::try_parse_from([&["criteria", "build"], arguments].concat()).expect("it is a command");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = command.run(Streams {
        input: &mut std::io::empty(),
        out: &mut out,
        err: &mut err,
        out_style: Style::Plain,
        err_style: Style::Plain,
        format: Format::Human,
    });
    (exit, String::from_utf8(err).expect("messages are text"))
}

/// A copy of everything that is generated.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(TempDir::with_prefix("criteria-fresh-").expect("there is room for a copy"));
        for (from, to) in [("generated/src/policies", "rust"), ("docs/policies", "docs")] {
            for (path, text, _) in files(&root().join(from)).values() {
                put(&copy.path(to).join(path), text);
            }
        }
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn build(&self, arguments: &[&str]) -> (Exit, String) {
        let (rust, docs) = (self.path("rust"), self.path("docs"));
        let (rust, docs) = (rust.to_str().expect("text"), docs.to_str().expect("text"));
        build(&[arguments, &["--rust", rust, "--docs", docs]].concat())
    }

    /// Everything in it: path, text and the time of the last change.
    fn files(&self) -> BTreeMap<PathBuf, (PathBuf, String, SystemTime)> {
        files(self.0.path())
    }

    /// The check fails, changes nothing, and names exactly these files and the fix.
    #[track_caller]
    fn fails(&self, expected: &[(&str, &str)]) {
        let before = self.files();
        let (exit, said) = self.build(&["--check"]);
        assert_eq!(exit, Exit::Findings, "{said}");
        assert!(said.ends_with(FIX), "{said}");
        assert!(self.files() == before, "a check has written something");
        let root = self.0.path().to_string_lossy().replace('\\', "/") + "/";
        let mut named: Vec<_> =
            said.lines().filter(|line| line.contains(&root)).map(|line| line.replace(&root, "")).collect();
        named.sort();
        let mut expected: Vec<_> = expected.iter().map(|(was, file)| format!("{was}: {file}")).collect();
        expected.sort();
        assert_eq!(named, expected, "{said}");
    }

    /// The check passes.
    #[track_caller]
    fn is_fresh(&self) {
        let (exit, said) = self.build(&["--check"]);
        assert!(exit != Exit::Usage && said.ends_with("everything generated is fresh\n"), "{said}");
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, (PathBuf, String, SystemTime)> {
    fn walk(folder: &Path, base: &Path, into: &mut BTreeMap<PathBuf, (PathBuf, String, SystemTime)>) {
        for entry in fs::read_dir(folder).expect("folders can be listed") {
            let path = entry.expect("entries can be read").path();
            if path.is_dir() {
                walk(&path, base, into);
                continue;
            }
            let changed = fs::metadata(&path).and_then(|it| it.modified()).expect("files have a time");
            let text = fs::read_to_string(&path).expect("what is generated is text");
            let name = path.strip_prefix(base).expect("it is below").to_owned();
            into.insert(name.clone(), (name, text, changed));
        }
    }
    let mut all = BTreeMap::new();
    walk(folder, folder, &mut all);
    all
}

/// The first evaluator and the first document of the copy.
fn some_files(copy: &Copy) -> (String, String) {
    let names: Vec<String> =
        copy.files().keys().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
    let evaluator = names.iter().find(|name| name.starts_with("rust/") && name.contains("/v"));
    let document = names.iter().find(|name| name.starts_with("docs/") && !name.ends_with("README.md"));
    (evaluator.expect("there is an evaluator").clone(), document.expect("there is a document").clone())
}

#[test]
fn everything_generated_is_fresh() {
    let (exit, said) = build(&["--check"]);
    assert!(said.ends_with("everything generated is fresh\n"), "{said}");
    assert_eq!(exit, Exit::Fine, "{said}");
}

/// Whoever opens a generated file sees at once what it was made from.
#[test]
fn every_generated_file_says_what_made_it() {
    for folder in ["generated/src/policies", "docs/policies"] {
        let all = files(&root().join(folder));
        assert!(!all.is_empty(), "{folder} is empty");
        for (path, text, _) in all.values() {
            let first = text.lines().next().unwrap_or_default();
            assert!(first.contains(criteria::artifact::MARK), "{folder}/{}: {first}", path.display());
            assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{}", path.display());
        }
    }
}

#[test]
fn a_copy_is_fresh_and_left_alone() {
    let copy = Copy::new();
    copy.is_fresh();
    let before = copy.files();
    let (_, said) = copy.build(&[]);
    assert!(said.ends_with("everything generated is fresh\n"), "{said}");
    assert!(copy.files() == before, "equal files were written again");
}

#[test]
fn what_is_stale_is_named() {
    let copy = Copy::new();
    let (evaluator, document) = some_files(&copy);
    for name in [&evaluator, &document] {
        let text = fs::read_to_string(copy.path(name)).expect("it was copied");
        put(&copy.path(name), &(text + "\n"));
    }
    copy.fails(&[("stale", &evaluator), ("stale", &document)]);
    let untouched = copy.files();
    copy.build(&[]);
    copy.is_fresh();
    for (path, now) in copy.files() {
        let name = path.to_string_lossy().replace('\\', "/");
        let was_stale = name == evaluator || name == document;
        assert_eq!(untouched[&path] == now, !was_stale, "{name}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let copy = Copy::new();
    let (evaluator, document) = some_files(&copy);
    for name in [&evaluator, &document] {
        fs::remove_file(copy.path(name)).expect("it was copied");
    }
    copy.fails(&[("missing", &evaluator), ("missing", &document)]);
    copy.build(&[]);
    copy.is_fresh();
}

#[test]
fn what_no_policy_gives_any_more_is_named() {
    let copy = Copy::new();
    let (evaluator, document) = some_files(&copy);
    let (old_evaluator, old_document) = ("rust/cp_old_1/v2020_01.rs", "docs/cp-old-1/2020-01.md");
    for (from, to) in [(&evaluator, old_evaluator), (&document, old_document)] {
        let text = fs::read_to_string(copy.path(from)).expect("it was copied");
        put(&copy.path(to), &text);
    }
    put(&copy.path("docs/by-hand.md"), "# Written by hand\n");
    copy.fails(&[("orphaned", old_evaluator), ("orphaned", old_document)]);
    copy.build(&[]);
    assert!(copy.path(old_document).exists(), "a build removes what nobody told it to remove");
    copy.fails(&[("orphaned", old_evaluator), ("orphaned", old_document)]);
    copy.build(&["--prune"]);
    copy.is_fresh();
    assert!(!copy.path("rust/cp_old_1").exists(), "the folder of an orphan is left behind");
    assert!(copy.path("docs/by-hand.md").exists(), "what was written by hand is removed");
}
