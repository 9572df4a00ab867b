//! Outcomes of the policies in `tests/data`, end to end: for people, and as JSON.

use criteria::interp::Request;
use criteria::request::to_json;
use criteria_tests::workspace::compile_only;
use serde_json::{Value, json};

use super::binary::{criteria, root};

/// What the command says about an example of a policy.
#[track_caller]
fn decided(policy: &str, example: &str, format: &str) -> String {
    let spec = compile_only().iter().find(|spec| spec.policy.id == policy).expect("it is in tests/data");
    let example = spec.policy.examples.iter().find(|one| one.id == example).expect("it has this example");
    let request = to_json(&spec.policy, &Request::of(&spec.policy, &example.facts));
    criteria(&["decide", "--format", format, "-p", &spec.name, "-"], request.as_bytes()).exits(0).out
}

#[track_caller]
fn check(policy: &str, example: &str, lines: &[&str], members: &Value) {
    let text = decided(policy, example, "human");
    for line in lines {
        assert!(text.contains(line), "{policy} {example}: `{line}` is not in\n{text}");
    }
    let answer: Value = serde_json::from_str(&decided(policy, example, "json")).unwrap();
    for (key, value) in members.as_object().expect("members of the answer") {
        assert_eq!(answer[key], *value, "{policy} {example}: `{key}` of {answer}");
    }
}

#[test]
fn a_step_refers_to_the_target_that_it_names() {
    let members = json!({ "determination": "refer", "target": "clinical review", "under": null, "because": ["I.A.2.a"] });
    let lines = ["REFER to clinical review.\n", "I.A.2.a  If requested drug is Airlo:"];
    check("DEMO.STEP", "E3", &lines, &members);
    let members = json!({ "target": "the travel office", "because": ["I.A.1", "I.A.2"], "step": "Refer to the travel office when I.A.1 and I.A.2 are met." });
    check("DEMO.TRAVEL", "E2", &["REFER to the travel office.\n"], &members);
}

#[test]
fn what_is_not_permitted_again_is_refused_by_its_own_sentence() {
    let lines = ["NOT AUTHORIZED.\n", "II.B.1  Re-authorization is not permitted."];
    check("DEMO.INFIX", "E9", &lines, &json!({ "determination": "not authorized", "because": ["II.B.1"] }));
}

#[test]
fn the_row_that_applies_says_how_long() {
    let members = json!({
        "determination": "approve", "under": "I.C", "end": "2026-05-24",
        "limit": { "count": 1, "what": "12-week course per calendar year" },
    });
    check(
        "DEMO.INFIX",
        "E8",
        &["APPROVE under I.C until 2026-05-24", "for 1 12-week course per calendar year."],
        &members,
    );
    let missing = json!([{ "fact": "form", "question": "How much of the colon is inflamed?" }]);
    let members =
        json!({ "end": null, "at_least": "12 weeks", "limit": null, "missing": missing, "ask_next": "form" });
    let lines = [
        "APPROVE under I.B, end not known yet, at least 12 weeks",
        "form: How much of the colon is inflamed?",
    ];
    check("DEMO.INFIX", "E7", &lines, &members);
}

/// The conditions of rows are nobody's criteria: no label of theirs is shown.
#[test]
fn the_members_of_a_determination_are_those_of_the_reference() {
    let answer: Value = serde_json::from_str(&decided("DEMO.INFIX", "E6", "json")).unwrap();
    let members: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    let page = std::fs::read_to_string(root().join("docs/reference/output.md")).unwrap();
    let section = page.split("## Determinations").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut named: Vec<&str> = rows
        .flat_map(|row| row.split(" | ").next().unwrap().split("`, `"))
        .map(|name| name.trim_end_matches('`'))
        .collect();
    let mut members = members;
    named.sort_unstable();
    members.sort_unstable();
    assert_eq!(named, members);
    let spec = compile_only().iter().find(|spec| spec.policy.id == "DEMO.INFIX").unwrap();
    let cited = spec
        .policy
        .criteria()
        .filter(|(id, c)| c.part == criteria::tree::ast::Part::Whole && spec.policy.has_value(*id));
    assert_eq!(answer["states"].as_object().unwrap().len(), cited.count());
}
