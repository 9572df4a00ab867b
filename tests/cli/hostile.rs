//! Input that is no request: refused with its reason, never with a panic.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use criteria::limits::{MAX_FILES, MAX_FOLDERS};
use criteria_tests::runner::cases;
use criteria_tests::too_much::{DOCUMENTS, REQUESTS};

use super::binary::{criteria, path, run};
use super::requests::{POLICY, edited, initial};

/// Runs a request, and checks that it was refused (or, at the limit, not read).
#[track_caller]
fn refused(input: &[u8], codes: &[i32]) {
    let ran = criteria(&["decide", "-p", POLICY], input).without_data();
    assert!(codes.contains(&ran.code), "{}: {}", ran.code, ran.err);
    assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn not_a_request() {
    for text in ["", " ", "null", "[]", "7", "\"x\"", "{", "{}", "{\"facts\": []}", "{\"facts\": {}} x"] {
        refused(text.as_bytes(), &[1]);
    }
    refused(b"\xff\xfe{}", &[2]);
    refused(&vec![b'['; 200_000], &[1]);
    refused(&vec![b' '; 1024 * 1024 + 1], &[2]);
    refused(format!("{{\"facts\": {{\"daily dose\": {}}}}}", "9".repeat(100_000)).as_bytes(), &[1]);
}

#[test]
fn twice_the_same_fact() {
    let text = edited(initial(), &[]).replacen("\"facts\":{", "\"facts\":{\"course\":\"first\",", 1);
    let ran = criteria(&["decide", "-p", POLICY], text.as_bytes()).exits(1);
    ran.says("rejected: `course`: given twice");
}

#[test]
fn random_bytes_and_damaged_requests() {
    let config = Config { cases: cases(8), failure_persistence: None, ..Config::default() };
    let whole = edited(initial(), &[]).into_bytes();
    let damage = (0..whole.len(), any::<u8>());
    let input = (proptest::collection::vec(any::<u8>(), 0..400), damage);
    TestRunner::new(config)
        .run(&input, |(noise, (at, byte))| {
            let ran = criteria(&["decide", "-p", POLICY], &noise);
            prop_assert!([1, 2].contains(&ran.code) && !ran.err.contains("panicked"), "{}", ran.err);
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let ran = criteria(&["decide", "-p", POLICY], &damaged);
            prop_assert!([0, 1, 2].contains(&ran.code) && !ran.err.contains("panicked"), "{}", ran.err);
            Ok(())
        })
        .unwrap();
}

/// Memory that the command may take for any input, in KiB. An input of 4 MiB takes the most.
const MEMORY: usize = 2 * 1024 * 1024;

/// Runs the command on a file, with a limit on its memory where the shell can set one.
fn bounded(arguments: &str, file: &PathBuf) -> (i32, String) {
    let script = format!("ulimit -v {MEMORY} && exec \"$0\" {arguments} \"$1\"");
    let output =
        Command::new("sh").args(["-c", &script]).arg(path()).arg(file).stdout(Stdio::null()).output();
    let output = output.unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes what the command reads")]
fn input_that_is_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let tries = DOCUMENTS.iter().map(|shape| ("check", "2026-01.md", shape));
    let decide = "decide -p codegen/src/diagnostic/pages/base.md";
    for (arguments, file, (name, shape)) in
        tries.chain(REQUESTS.iter().map(|shape| (decide, "request.json", shape)))
    {
        let file = folder.path().join(file);
        fs::write(&file, shape()).unwrap();
        let arguments = arguments.replace("codegen", &format!("{}/codegen", super::binary::root().display()));
        let (code, said) = bounded(&arguments, &file);
        assert!([1, 2].contains(&code), "{name}: {code}\n{}", said.chars().take(2_000).collect::<String>());
        assert!(!said.contains("panicked") && !said.contains("overflow"), "{name}");
    }
}

/// `MAX_FOLDERS` and `MAX_FILES`: the paths of a run.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes what the command reads")]
fn folders_and_files_are_bounded() {
    let base =
        fs::read_to_string(super::binary::root().join("codegen/src/diagnostic/pages/base.md")).unwrap();
    let at_depth = |depth: usize| {
        let folder = tempfile::tempdir().unwrap();
        let deep = (0..depth).fold(folder.path().to_owned(), |path, _| path.join("f"));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("2026-01.md"), &base).unwrap();
        run(&["check", "."], b"", folder.path(), &[])
    };
    assert_eq!(at_depth(MAX_FOLDERS).code, 0);
    let ran = at_depth(MAX_FOLDERS + 1).exits(2);
    assert!(ran.err.contains("is more than 16 folders deep, which is the limit"), "{}", ran.err);

    let folder = tempfile::tempdir().unwrap();
    for at in 0..=MAX_FILES {
        fs::write(folder.path().join(format!("{at}.md")), "").unwrap();
    }
    let ran = run(&["check", "."], b"", folder.path(), &[]).exits(2);
    assert!(ran.err.contains("there are more than 20000 policies"), "{}", ran.err);
}
