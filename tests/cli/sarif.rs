//! `check --format sarif`: one log, with all that the standard requires, in the places that the lines
//! of JSON name.

use std::fs;
use std::io::Write;

use serde_json::{Value, json};

use super::binary::{criteria, root, run};

const BASE: &str = "codegen/src/diagnostic/pages/base.md";

/// What must be there, by SARIF 2.1.0 (sections 3.13 to 3.57), and what the reference promises beside it.
const REQUIRED: &[(&str, &[&str])] = &[
    ("", &["$schema", "version", "runs"]),
    ("/runs/*", &["tool", "columnKind", "artifacts", "results"]),
    ("/runs/*/tool/driver", &["name", "version", "semanticVersion", "rules"]),
    ("/runs/*/tool/driver/rules/*", &["id", "shortDescription", "help", "defaultConfiguration"]),
    ("/runs/*/tool/driver/rules/*/help", &["text", "markdown"]),
    ("/runs/*/artifacts/*/location", &["uri"]),
    (
        "/runs/*/results/*",
        &["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "suppressions"],
    ),
    ("/runs/*/results/*/message", &["text"]),
    ("/runs/*/results/*/locations/*", &["physicalLocation", "logicalLocations"]),
    ("/runs/*/results/*/locations/*/logicalLocations/*", &["fullyQualifiedName"]),
    ("/runs/*/results/*/locations/*/physicalLocation", &["artifactLocation", "region"]),
    ("/runs/*/results/*/relatedLocations/*", &["id", "physicalLocation"]),
    ("/runs/*/results/*/fixes/*", &["description", "artifactChanges"]),
    ("/runs/*/results/*/fixes/*/artifactChanges/*", &["artifactLocation", "replacements"]),
    ("/runs/*/results/*/fixes/*/artifactChanges/*/replacements/*", &["deletedRegion"]),
    ("/runs/*/results/*/suppressions/*", &["kind", "justification"]),
];

/// All values at a path; `*` is every member of a list. Nothing where the path leads nowhere.
fn at<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![value];
    for name in path.split('/').skip(1) {
        let step = |value: &'v Value| match name {
            "*" => value.as_array().into_iter().flatten().collect::<Vec<_>>(),
            name => value.get(name).into_iter().collect(),
        };
        found = found.into_iter().flat_map(step).collect();
    }
    found
}

fn base() -> String {
    fs::read_to_string(root().join(BASE)).unwrap()
}

/// Mistakes of several kinds: an error with a sign of several bytes before it, one with a fix, one with
/// another place, and a finding that is accepted beside one that is not.
fn broken() -> String {
    let edits = [
        ("3. Age ≥ 18 years;", "3. \u{410}ge ≥ 18 years;"),
        ("   - a. Severe plaques;", "   - c. Severe plaques;"),
        (
            "daily dose ≤ 10 mg per day for ≤ 5 days (50 mg total)",
            "daily dose ≤ 10 mg per day for ≤ 5 days (60 mg total)",
        ),
        (
            "## Appendix B",
            "## Accepted findings\n\n| Code | Where | Why |\n| --- | --- | --- |\n| unit-slip | Appendix B tacrovin | The source has it so. |\n\n## Appendix B",
        ),
        (
            "| tacrovin | 5 mg by mouth once daily | 5 mg/day |",
            "| tacrovin | 5 mg by mouth once daily | 5 mcg/day |",
        ),
        ("400 mcg/day |", "400 mg/day |"),
    ];
    edits.iter().fold(base(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replacen(from, to, 1)
    })
}

/// The log of a folder with these files.
fn log(files: &[(&str, &str)]) -> (Value, Vec<Value>, i32) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::File::create(folder.path().join(name)).unwrap().write_all(text.as_bytes()).unwrap();
    }
    let sarif = run(&["check", "--format", "sarif", "."], b"", folder.path(), &[]);
    let lines = run(&["check", "--format", "json", "."], b"", folder.path(), &[]);
    assert_eq!((sarif.code, sarif.err.as_str()), (lines.code, ""));
    let lines = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (serde_json::from_str(&sarif.out).unwrap(), lines, sarif.code)
}

#[test]
fn the_log_has_all_that_the_standard_requires() {
    let (log, _, code) = log(&[("a b.md", &broken()), ("c.md", &base())]);
    assert_eq!(code, 1);
    for (path, names) in REQUIRED {
        let found = at(&log, path);
        let optional = path.contains("relatedLocations");
        assert!(optional || !found.is_empty(), "nothing at {path}");
        for (value, name) in found.iter().flat_map(|value| names.iter().map(move |name| (value, name))) {
            assert!(value.get(name).is_some(), "{path} has no {name}: {value}");
        }
    }
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let uris = at(&log, "/runs/*/artifacts/*/location/uri");
    assert_eq!(uris, [&json!("a%20b.md"), &json!("c.md")]);
    for level in at(&log, "/runs/*/results/*/level") {
        assert!(["error", "warning"].contains(&level.as_str().unwrap()), "{level}");
    }
    for list in at(&log, "/runs/*/results/*/fixes/*/artifactChanges/*/replacements") {
        assert!(!list.as_array().unwrap().is_empty());
    }
}

#[test]
fn rules_are_the_codes_and_results_lead_to_them() {
    let (log, ..) = log(&[("a.md", &broken())]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), criteria::diagnostic::Code::ALL.len());
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
    }
}

/// Each line of JSON is a result at the same place; what is left is what the policy accepts.
#[test]
fn results_are_the_messages_and_the_accepted_findings() {
    let (log, lines, _) = log(&[("a.md", &broken())]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let (open, accepted): (Vec<&Value>, Vec<&Value>) =
        results.iter().partition(|result| result["suppressions"] == json!([]));
    assert!(lines.len() >= 3, "{lines:?}");
    assert_eq!(open.len(), lines.len());
    for (result, line) in open.iter().zip(&lines) {
        assert_eq!(result["ruleId"], line["code"]);
        assert_eq!(place(&result["locations"][0]["physicalLocation"]["region"]), both_ends(line));
        let name = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
        let path: Vec<&str> = line["path"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(name, &json!(path.join(" › ")));
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.starts_with(line["message"].as_str().unwrap()), "{message}");
        let fixes = |value: &Value| value.as_array().map_or(0, Vec::len);
        assert_eq!(fixes(&result["fixes"]), fixes(&line["fixes"]));
    }
    let [accepted] = accepted.as_slice() else { panic!("{accepted:?}") };
    assert_eq!((&accepted["ruleId"], &accepted["level"]), (&json!("unit-slip"), &json!("warning")));
    let why = json!([{ "kind": "inSource", "status": "accepted", "justification": "The source has it so." }]);
    assert_eq!(accepted["suppressions"], why);
}

fn place(region: &Value) -> [u64; 4] {
    ["startLine", "startColumn", "endLine", "endColumn"].map(|name| region[name].as_u64().unwrap())
}

fn both_ends(line: &Value) -> [u64; 4] {
    [("start", "line"), ("start", "column"), ("end", "line"), ("end", "column")]
        .map(|(end, name)| line[end][name].as_u64().unwrap())
}

/// A sign of several bytes is one column, and the edits of a fix are where the message is.
#[test]
fn columns_count_characters() {
    let text = base().replace("3. Age ≥ 18 years;", "3. Age ≥ 1\u{200b}8 years;");
    let line = u64::try_from(text.lines().position(|line| line.contains('\u{200b}')).unwrap()).unwrap() + 1;
    for text in [text.clone(), format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        let (log, ..) = log(&[("a.md", &text)]);
        let [result] = log["runs"][0]["results"].as_array().unwrap().as_slice() else { panic!("{log}") };
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(place(region), [line, 11, line, 12]);
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(
            (place(&change["deletedRegion"]), change.get("insertedContent")),
            ([line, 11, line, 12], None)
        );
        assert_eq!(result["fixes"][0]["properties"]["safety"], "safe");
    }
}

#[test]
fn fingerprints_outlast_lines_put_in_above() {
    let prints = |text: &str| {
        let (log, ..) = log(&[("a.md", text)]);
        let results = log["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"]["place/v1"].clone()).collect::<Vec<_>>()
    };
    let text = broken();
    let moved = text.replacen("## Vocabulary\n", "## Background\n\nMade up.\n\n## Vocabulary\n", 1);
    let all = prints(&text);
    assert_eq!(all, prints(&moved));
    assert!(all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)), "{all:?}");
}

#[test]
fn clean_policies_have_an_empty_list_and_other_commands_no_log() {
    let (log, lines, code) = log(&[("a.md", &base())]);
    assert_eq!((&log["runs"][0]["results"], lines.len(), code), (&json!([]), 0, 0));
    for command in
        [&["fmt", "--check", BASE][..], &["read", BASE], &["explain", "markup"], &["build", "--check"]]
    {
        let ran = criteria(&[command, &["--format", "sarif"]].concat(), b"").exits(2).without_data();
        ran.says("error: `--format sarif` is for the messages of `check`");
    }
}
