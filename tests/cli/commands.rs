//! Every command: output, and exit codes 0 (fine), 1 (findings), 2 (usage, files).

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use criteria_tests::workspace::specs;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::binary::{criteria, path, root, run};
use super::requests::{POLICY, edited, initial};

const SAMPLE: &str = "spec/cp-phar-243/sample-request.json";

/// A folder with a copy of the policies and of what is generated from them.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["spec", "generated/src/policies", "docs/policies"] {
        copy_folder(&root().join(part), &folder.path().join(part));
    }
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Replaces the first occurrence of a text in a file.
fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    let mut edited = fs::File::create(path).unwrap();
    edited.write_all(text.replacen(from, to, 1).as_bytes()).unwrap();
}

#[test]
fn check_says_what_is_wrong() {
    let clean = criteria(&["check"], b"").exits(0).without_data();
    // Of the 21: typed, each; mixed, I.B.1 and II.B.1; yes or no, I.A.2, II.A.1.a, II.A.1.b and II.A.2.
    clean
        .says("spec/cp-phar-243/2025-05.md: 21 leaf criteria: 71 % typed, 9 % mixed, 19 % yes/no\n")
        .says(&format!("checked {} policies: 0 errors, 0 findings, 9 accepted findings", specs().len()));
    let folder = copy();
    edit(&folder, POLICY, "3. Age ≥ 18 years;", "3. Age 18 years;");
    let broken = run(&["check"], b"", folder.path(), &[]).exits(1);
    broken
        .prints("error[missing-comparator]")
        .prints("A. Multiple sclerosis › 3")
        .says(&format!("checked {} policies: ", specs().len()));
    let json = run(&["check", "--format", "json"], b"", folder.path(), &[]).exits(1);
    let lines: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["code"] == "missing-comparator").unwrap();
    assert_eq!((&line["file"], &line["start"]["line"]), (&json!(POLICY), &json!(84)), "{line}");
    let text = fs::read(folder.path().join(POLICY)).unwrap();
    criteria(&["check", "-"], &text).exits(1).prints("error[missing-comparator]");
}

#[test]
fn read_prints_sentences_beside_their_readings() {
    let ran = criteria(&["read", POLICY, "--place", "I.A.3"], b"").exits(0);
    ran.prints("I.A.3  Age ≥ 18 years;\n    read as: age ≥ 18 years\n");
    let json = criteria(&["read", POLICY, "--place", "Order 3", "--format", "json"], b"").exits(0);
    let line: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(line["text"], "Not authorized when III is met.");
    criteria(&["read", POLICY, "--place", "I.A.33"], b"").exits(2).says("nearest place");
}

#[test]
fn build_checks_and_writes() {
    criteria(&["build", "--check"], b"").exits(0).without_data().says("everything generated is fresh");
    let folder = copy();
    let here = |args: &[&str]| run(args, b"", folder.path(), &[]);
    edit(&folder, POLICY, "Alemtuzumab (Lemtrada)", "Alemtuzumab");
    let stale = here(&["build", "--check"]).exits(1);
    stale.says("stale: docs/policies/cp-phar-243/2025-05.md").says("stale: run `cargo regen`");
    here(&["build"]).exits(0).says("updated docs/policies/cp-phar-243/2025-05.md");
    here(&["build", "--check"]).exits(0);
    fs::remove_file(folder.path().join("docs/policies/README.md")).unwrap();
    here(&["build", "--check"]).exits(1).says("missing: docs/policies/README.md");
    edit(&folder, POLICY, "3. Age ≥ 18 years;", "3. Age 18 years;");
    here(&["build"]).exits(1).says("nothing was generated");
}

#[test]
fn decide_answers_readers_and_programs() {
    let human = criteria(&["decide", "-p", POLICY, SAMPLE], b"").exits(0);
    assert!(human.out.starts_with("CRITERIA NOT MET.\nCP.PHAR.243 "), "{}", human.out);
    human.prints("  I.A.4.d  Any one of:").prints("Decision support only");
    let json = criteria(&["decide", "-p", POLICY, SAMPLE, "--format", "json"], b"").exits(0);
    assert_eq!(json.out.lines().count(), 1);
    let answer: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answer["schema"], "criteria.determination/1");
    assert_eq!(answer["determination"], "criteria not met");
    assert_eq!(answer["states"]["I.A.4.d"], "not met");
    let hash = answer["policy"]["meaning_hash"].as_str().unwrap();
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    // The policy in `spec` is found, and standard input is read without being named.
    let text = edited(initial(), &[]);
    criteria(&["decide"], text.as_bytes()).exits(0).prints("APPROVE");
    criteria(&["decide", "-"], text.as_bytes()).exits(0).prints("APPROVE");
}

#[test]
fn a_template_filled_in_is_a_request() {
    let ran = criteria(&["decide", "--template", "-p", POLICY], b"").exits(0);
    let mut form: Value = serde_json::from_str(&ran.out).unwrap();
    let empty = criteria(&["decide", "-p", POLICY], ran.out.as_bytes()).exits(1).without_data();
    empty.says("`request date`: missing").says("`request kind`: missing");
    let facts = form["facts"].as_object().unwrap();
    assert!(facts.values().all(Value::is_null));
    let known = initial();
    assert!(known.keys().all(|key| facts.contains_key(key)));
    form["facts"].as_object_mut().unwrap().extend(known);
    criteria(&["decide", "-p", POLICY], form.to_string().as_bytes()).exits(0).prints("APPROVE");
}

#[test]
fn files_and_usage_exit_with_2() {
    criteria(&["decide", "-p", POLICY, "no-such.json"], b"").exits(2).says("cannot read `no-such.json`");
    criteria(&["check", "no-such"], b"").exits(2).says("cannot read `no-such`");
    criteria(&["decied"], b"").exits(2).without_data().says("decide");
    criteria(&["decide", "-p", "-", "-"], b"").exits(2).says("cannot both be standard input");
    criteria(&[], b"").exits(2);
    criteria(&["--help"], b"").exits(0).prints("decide").prints("explain");
    criteria(&["--version"], b"").exits(0).prints(env!("CARGO_PKG_VERSION"));
}

#[test]
fn run_checks_builds_and_decides() {
    let folder = copy();
    let ran = run(&["run", SAMPLE], b"", folder.path(), &[]).exits(0);
    ran.prints("CRITERIA NOT MET.").says("everything generated is fresh");
    let rejected = edited(initial(), &[("age", json!(45))]);
    run(&["run", "-"], rejected.as_bytes(), folder.path(), &[]).exits(1).says("rejected: `age`: derived");
}

#[test]
fn explain_knows_codes_and_patterns() {
    criteria(&["explain", "unit-slip"], b"").exits(0).prints("# unit-slip\n");
    criteria(&["explain", "unit-slips"], b"").exits(2).without_data().says("did you mean `unit-slip`?");
    let list = criteria(&["explain"], b"").exits(0);
    let all = criteria(&["explain", "--all"], b"").exits(0);
    for line in list.out.lines() {
        let code = line.split_whitespace().next().unwrap();
        all.out.lines().find(|line| line.starts_with(&format!("## {code} ("))).unwrap();
    }
    criteria(&["explain", "--patterns"], b"").exits(0).prints("`{fact} is {choices}`");
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let folder = copy();
    edit(&folder, POLICY, "3. Age ≥ 18 years;", "3. Age 18 years;");
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        run(args, b"", folder.path(), variables).exits(1).out.contains('\u{1b}')
    };
    assert!(!coloured(&["check"], &[]));
    assert!(!coloured(&["check"], &[("NO_COLOR", "1")]));
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(coloured(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let mut child = Command::new(path())
        .args(["explain", "--all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), [].as_slice()));
}

#[test]
fn cargo_runs_the_same_command() {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--profile", "test", "--package", "criteria", "--target-dir"])
        .arg(path().ancestors().nth(2).unwrap())
        .args(["--", "decide", "-p", POLICY, SAMPLE])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), criteria(&["decide", SAMPLE], b"").out);
}
