//! What `docs/SECURITY.md` claims, where a test can hold it: who decides is said everywhere, a
//! request is never echoed or kept, and the library does no more than it says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use criteria_runtime::NOTICE;
use criteria_tests::runner;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::binary::{criteria, root, run};
use super::requests::{POLICY, continued, edited, initial};

/// Files below a folder of the workspace, with their texts.
fn below(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(path: &Path, into: &mut Vec<PathBuf>) {
        if !path.is_dir() {
            into.push(path.to_owned());
            return;
        }
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), into);
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let paths = paths.into_iter().filter(|path| path.to_string_lossy().ends_with(ending));
    let files: Vec<_> = paths
        .filter(|path| !path.components().any(|part| part.as_os_str() == "target"))
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(!files.is_empty(), "no `{ending}` below `{folder}`");
    files
}

/// Checks that a text says who decides, and what prevails.
#[track_caller]
fn says_who_decides(name: &str, text: &str) {
    // Prose is wrapped: lines and comment signs are no part of what is said.
    let text = text.replace("//!", " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let said = text.contains("decision support")
        && text.contains("a clinician decides every denial")
        && text.contains("state rules")
        && text.contains("coverage documents")
        && text.contains("prevail");
    assert!(said, "{name} does not say that a clinician decides denials and what prevails");
}

#[test]
fn every_output_says_who_decides() {
    let request = edited(initial(), &[]);
    for args in [&["decide", "-p", POLICY][..], &["decide", "-p", POLICY, "--format", "json"]] {
        says_who_decides(&args.join(" "), &criteria(args, request.as_bytes()).exits(0).out);
    }
    let answer = criteria(&["decide", "-p", POLICY, "--format", "json"], request.as_bytes()).out;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["note"], NOTICE);
    says_who_decides("the manual", &criteria(&["man"], b"").exits(0).out);
    says_who_decides("the help", &criteria(&["--help"], b"").exits(0).out);
    for (name, text) in below("docs/policies", ".md") {
        says_who_decides(&name, &text);
    }
    let generated = below("generated/src/policies", ".rs");
    // The `mod.rs` of one policy only lists its versions.
    let shown = generated.iter().filter(|(_, text)| !text.contains("//! The versions of one policy."));
    assert!(shown.clone().count() >= 2);
    shown.for_each(|(name, text)| says_who_decides(name, text));
    for page in
        ["README.md", "docs/SECURITY.md", "docs/guides/policy-teams.md", "docs/guides/write-a-policy.md"]
    {
        says_who_decides(page, &fs::read_to_string(root().join(page)).unwrap());
    }
}

#[test]
fn a_draft_says_who_decides() {
    let folder = tempfile::tempdir().unwrap();
    let args = "new --number X.1 --title Drug --in-force 2026-03-01 --diagnosis asthma --agent x --yes";
    let ran = run(&args.split(' ').collect::<Vec<_>>(), b"", folder.path(), &[]).exits(0);
    says_who_decides("the draft", &fs::read_to_string(folder.path().join(ran.out.trim_end())).unwrap());
}

/// What is put in the place of a fact's value: nothing that a policy's words could hold.
fn secret() -> impl Strategy<Value = Value> {
    let text = "SECRET[a-z]{4}[0-9]{4}";
    prop_oneof![
        4 => text.prop_map(Value::from),
        1 => proptest::collection::vec(text, 1..3).prop_map(Value::from),
        1 => text.prop_map(|text| json!({ text: 7 })),
        1 => (7_700_700_i64..7_700_999).prop_map(|number| json!(number)),
        1 => (7_700_700_i64..7_700_999).prop_map(|number| json!(number as f64 + 0.125)),
        1 => "77[0-9]{2}-99-[0-9]{2}SECRET".prop_map(Value::from),
    ]
}

/// Whether anything of the secrets is in a text.
fn leaks(text: &str) -> bool {
    text.contains("SECRET") || text.contains("77007") || text.contains("77008") || text.contains("77009")
}

#[test]
fn a_rejection_never_holds_a_value() {
    let policy = &criteria_tests::workspace::alemtuzumab().policy;
    let facts: Vec<String> = policy.facts.iter().map(|fact| fact.name.clone()).collect();
    let edits = proptest::collection::vec((proptest::sample::select(facts), secret()), 1..6);
    let strategy = (any::<bool>(), edits);
    runner::check("no rejection holds a value", 512, &strategy, |(first, edits)| {
        let mut request: Map<String, Value> = if *first { initial() } else { continued() };
        request.extend(edits.iter().cloned());
        let text = json!({ "policy": "CP.PHAR.243", "facts": request }).to_string();
        let Err(rejections) = criteria::request::from_json(policy, &text) else {
            return Err("a malformed request was taken".to_owned());
        };
        let leak = rejections.iter().find(|one| leaks(&format!("{} {}", one.name, one.message)));
        leak.map_or(Ok(()), |one| Err(format!("`{}`: {}", one.name, one.message)))
    });
}

#[test]
fn a_rejection_of_a_damaged_text_never_holds_a_value() {
    let policy = &criteria_tests::workspace::alemtuzumab().policy;
    let strategy = (any::<prop::sample::Index>(), "[\\]\\[{}\",:x]{0,2}");
    runner::check("no rejection holds a value", 512, &strategy, |(at, by)| {
        let secrets = [("diagnosis", json!("SECRET")), ("daily dose", json!(7_700_701))];
        let mut text = edited(initial(), &secrets);
        let at = at.index(text.len());
        text.replace_range(at..=at, by);
        match criteria::request::from_json(policy, &text) {
            Ok(_) => Ok(()),
            Err(all) => match all.iter().find(|one| leaks(&one.message)) {
                Some(one) => Err(format!("{text}\n{}", one.message)),
                None => Ok(()),
            },
        }
    });
}

/// Every file below a folder, with its text.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            let text = fs::read(&path).unwrap();
            all.insert(path, text);
        }
    }
    all
}

#[test]
fn deciding_writes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    let policy = fs::read_to_string(root().join(POLICY)).unwrap();
    criteria_tests::workspace::put(&folder.path().join("spec/x/2025-05.md"), &policy);
    let before = contents(folder.path());
    let variables =
        ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"].map(|name| (name, home));
    for (request, code) in [
        (edited(initial(), &[]), 0),
        (edited(initial(), &[("age", json!(45))]), 1),
        ("not a request".to_owned(), 1),
    ] {
        run(&["decide", "-"], request.as_bytes(), folder.path(), &variables).exits(code);
    }
    assert_eq!(contents(folder.path()), before);
}

/// What the compiler and the runtime never use, and why it would matter.
const NEVER: &[(&str, &str)] = &[
    ("std::net", "nothing is sent or fetched"),
    ("TcpStream", "nothing is sent or fetched"),
    ("std::process::Command", "nothing else is started"),
    ("process::Command", "nothing else is started"),
    ("env::var", "nothing depends on the environment"),
    ("log::", "nothing is logged"),
    ("tracing::", "nothing is logged"),
    ("println!", "output goes to the streams that are given"),
    ("dbg!", "nothing is logged"),
    ("SystemTime", "nothing depends on the clock"),
    ("Instant::now", "nothing depends on the clock"),
    ("temp_dir", "nothing is kept"),
    ("unsafe {", "no code is unsafe"),
];

/// `NEVER` in files that may: none of them handles a request.
const MAY: &[(&str, &str, &str)] = &[(
    "codegen/src/build/mod.rs",
    "env::var",
    "cargo names the output folder of a build script in `OUT_DIR`",
)];

#[test]
fn the_library_does_no_more_than_it_says() {
    let all = below("codegen/src", ".rs").into_iter().chain(below("codegen/runtime/src", ".rs"));
    let written = all.chain(below("generated/src", ".rs"));
    let mut count = 0;
    for (name, text) in written.filter(|(name, _)| !name.contains("tests") && !name.contains("/support")) {
        count += 1;
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (call, why) in NEVER {
            let excepted = MAY.iter().any(|(file, may, _)| *file == name && may == call);
            let used = text.lines().any(|line| holds(line, call));
            assert!(!used || excepted, "{name} uses `{call}`: {why}");
        }
    }
    assert!(count > 80, "{count} files were looked at");
}

/// Whether a line of code holds a call, comments aside; `log::` is not the end of another name.
fn holds(line: &str, call: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices(call).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn every_package_forbids_unsafe_code_and_carries_the_licence() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    assert!(workspace.contains("license = \"MIT OR Apache-2.0\""));
    for (file, words) in [("LICENSE-MIT", "Permission is hereby granted"), ("LICENSE-APACHE", "Version 2.0")]
    {
        assert!(fs::read_to_string(root().join(file)).unwrap().contains(words), "{file}");
    }
    let members = ["codegen", "codegen/runtime", "generated", "tests"];
    let listed = members.map(|name| format!("\"{name}\"")).join(", ");
    assert!(workspace.contains(&format!("members = [{listed}]")), "a member is new: give it a row here");
    for member in members {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("\nlicense.workspace = true\n"), "{member} does not inherit the licence");
        let lints =
            manifest.contains("[lints]\nworkspace = true") || manifest.contains("unsafe_code = \"forbid\"");
        assert!(lints, "{member} does not forbid unsafe code");
    }
}

#[test]
fn the_list_of_dependencies_is_the_real_one() {
    let page = fs::read_to_string(root().join("docs/SECURITY.md")).unwrap();
    for manifest in ["codegen/Cargo.toml", "codegen/runtime/Cargo.toml", "generated/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        let section = text.split("\n[").find_map(|section| section.strip_prefix("dependencies]\n"));
        for line in section.unwrap().lines().filter(|line| !line.trim().is_empty()) {
            let name = line.split(['.', ' ', '=']).next().unwrap();
            let own = name.starts_with("criteria");
            assert!(own || page.contains(&format!("`{name}`")), "docs/SECURITY.md does not list `{name}`");
        }
    }
}
