//! Requests that are refused: by the fact's name and the reason, and never with the value.

use serde_json::{Map, Value, json};

use super::binary::criteria;
use super::requests::{Edits, POLICY, continued, edited, initial};

/// Checks the one rejection of a request: fact, reason, and words of the message.
#[track_caller]
fn check(facts: Map<String, Value>, edits: Edits<'_>, fact: &str, reason: &str, words: &str) {
    let request = edited(facts, edits);
    let args = ["decide", "--format", "json", "-p", POLICY];
    let ran = criteria(&args, request.as_bytes()).exits(1);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [line] = lines.as_slice() else { panic!("one rejection is expected: {}", ran.out) };
    assert_eq!(line["schema"], "criteria.rejection/1");
    assert_eq!((&line["fact"], &line["reason"]), (&json!(fact), &json!(reason)), "{line}");
    assert!(line["message"].as_str().unwrap().contains(words), "{line}");

    let human = criteria(&["decide", "-p", POLICY], request.as_bytes()).exits(1).without_data();
    human.says(&format!("rejected: `{fact}`: {reason}: "));
}

#[test]
fn an_unknown_key_with_a_suggestion() {
    let edits = [("diagnosys", json!("asthma"))];
    check(initial(), &edits, "diagnosys", "unknown key", "`diagnosis`");
}

#[test]
fn a_value_of_another_kind() {
    check(initial(), &[("neurologist", json!("maybe"))], "neurologist", "wrong kind", "yes or no");
    check(initial(), &[("diagnosis", json!("asthma"))], "diagnosis", "wrong kind", "relapsing-remitting MS");
    let edits = [("date of birth", json!("1980-02-30"))];
    check(initial(), &edits, "date of birth", "wrong kind", "");
}

#[test]
fn a_number_that_is_too_precise_or_implausible() {
    check(initial(), &[("daily dose", json!(12.001))], "daily dose", "too precise", "");
    check(initial(), &[("daily dose", json!(100.01))], "daily dose", "out of range", "0 to 100,");
    check(initial(), &[("days of the course", json!(31))], "days of the course", "out of range", "30");
    check(initial(), &[("days of the course", json!(0))], "days of the course", "out of range", "1");
    check(initial(), &[("days of the course", json!(2.5))], "days of the course", "too precise", "");
    check(initial(), &[("date of birth", json!("1800-01-01"))], "date of birth", "out of range", "130");
}

#[test]
fn a_derived_fact() {
    check(initial(), &[("age", json!(45))], "age", "derived", "");
    check(initial(), &[("total dose", json!(60))], "total dose", "derived", "");
}

#[test]
fn facts_that_contradict_one_another() {
    let after = [("prior course completed", json!("2026-03-02"))];
    // A broken sentence is reported under the fact that it asks something of, not under its condition.
    check(continued(), &after, "prior course completed", "contradictory", "on or before request date");
    let first_with_prior = [("prior course completed", json!("2025-03-01"))];
    check(initial(), &first_with_prior, "prior course completed", "contradictory", "second or later");
    let renewal_of_medicaid = [("line of business", json!("Medicaid"))];
    check(initial(), &renewal_of_medicaid, "renewal date", "contradictory", "Commercial");
}

#[test]
fn what_every_request_gives() {
    check(initial(), &[("request date", json!(null))], "request date", "missing", "");
    check(initial(), &[("request kind", json!(null))], "request kind", "missing", "");
}

#[test]
fn all_at_once_and_never_with_a_value() {
    let edits = [("neurologist", json!("SECRET")), ("daily dose", json!("SECRET")), ("age", json!("SECRET"))];
    let request = edited(initial(), &edits);
    let ran = criteria(&["decide", "-p", POLICY], request.as_bytes()).exits(1).without_data();
    assert_eq!(ran.err.lines().count(), 3, "{}", ran.err);
    assert!(!ran.err.contains("SECRET"), "{}", ran.err);
}
