//! Builds by several processes at once, and paths as another system writes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use criteria_tests::workspace::put;

use super::binary::{path, root, run};

/// How often the processes meet.
const ROUNDS: usize = 5;

/// Starts a build of one variant, from its own folder, into folders that all share.
fn start(folder: &Path, variant: &str) -> Child {
    Command::new(path())
        .args(["build", "--prune", "spec", "--rust", "../out/rust", "--docs", "../out/docs"])
        .current_dir(folder.join(variant))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Every file below a folder, with its text.
fn files(folder: &Path, into: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else {
            into.insert((path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn below(folder: &Path) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    files(&folder.join("out"), &mut all);
    all
}

/// Two variants of a policy, with another title and another policy beside them, so that each build
/// also removes what the other made.
#[test]
fn builds_at_once_leave_one_whole_set() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let policy = fs::read_to_string(root().join("tests/data/demo-travel.md")).unwrap();
    for variant in ["first", "second"] {
        let titled = policy.replacen("# Travel expenses", &format!("# Travel, the {variant}"), 1);
        let other = titled.replacen("DEMO.TRAVEL", &format!("DEMO.{}", variant.to_uppercase()), 1);
        assert_ne!(titled, other);
        put(&folder.join(variant).join("spec/travel/2026-01.md"), &titled);
        put(&folder.join(variant).join(format!("spec/{variant}/2026-01.md")), &other);
    }
    let whole = ["first", "second"].map(|variant| {
        let ended = start(folder, variant).wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        below(folder)
    });
    assert_ne!(whole[0], whole[1]);
    for round in 0..ROUNDS {
        let started = ["first", "second", "second", "first"].map(|variant| start(folder, variant));
        for child in started {
            let ended = child.wait_with_output().unwrap();
            assert!(ended.status.success(), "round {round}: {}", String::from_utf8_lossy(&ended.stderr));
        }
        let left: Vec<_> = below(folder).into_iter().map(|(path, _)| path).collect();
        assert!(whole.contains(&below(folder)), "round {round}: a mixture is left: {left:#?}");
    }
}

#[test]
fn paths_are_printed_with_slashes() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&["check", "spec\\none.md"], b"", folder.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot read `spec/none.md`"), "{}", ran.err);
    let policy = fs::read_to_string(root().join("tests/data/demo-travel.md")).unwrap();
    put(&folder.path().join("spec/travel/2026-01.md"), &policy);
    let out = ["--rust", "out\\rust", "--docs", "out\\docs"];
    let ran = run(&[&["build"], &out[..]].concat(), b"", folder.path(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("wrote out/rust/demo_travel/v2026_01.rs"), "{}", ran.err);
    assert!(!ran.err.contains('\\'), "{}", ran.err);
}
