//! Requests in, answers out.

use proptest::prelude::*;

use super::{answer, from_json, human, template, to_json};
use crate::interp::support::{APPROVED, at, config, differs, labels, ms, pair, policies, request, requests};
use crate::interp::{Reason, decide, validate};
use crate::limits::{MAX_REJECTIONS, MAX_REQUEST_BYTES};
use crate::tree::hash::meaning_hash;

/// A request with these facts beside the required ones.
fn with(facts: &str) -> String {
    let comma = if facts.is_empty() { "" } else { ", " };
    format!(r#"{{"facts": {{"request kind": "initial", "request date": "2026-03-01"{comma}{facts}}}}}"#)
}

/// The names and reasons of the rejections.
fn rejected(text: &str) -> Vec<(String, &'static str)> {
    let rejections = from_json(&ms(), text).err().unwrap_or_default();
    rejections.into_iter().map(|rejection| (rejection.name, rejection.reason.as_str())).collect()
}

#[track_caller]
fn check(facts: &str, expected: &[(&str, &str)]) {
    let found = rejected(&with(facts));
    let found: Vec<(&str, &str)> = found.iter().map(|(name, reason)| (name.as_str(), *reason)).collect();
    assert_eq!(found, expected, "{facts}");
}

#[track_caller]
fn reads(facts: &str, known: &[(&str, &str)]) {
    let policy = ms();
    let expected = [&[("request kind", "initial"), ("request date", "2026-03-01")], known].concat();
    assert_eq!(from_json(&policy, &with(facts)), Ok(request(&policy, &expected)), "{facts}");
}

#[test]
fn values_are_read_in_every_accepted_form() {
    reads("", &[]);
    reads(r#""diagnosis": null"#, &[]);
    for dose in ["12.5", "\"12.5\"", "12.500", "\"12.50 mg per day\"", "\"12.5mg  per day\""] {
        reads(&format!(r#""daily dose": {dose}"#), &[("daily dose", "12.5")]);
    }
    reads(r#""consecutive days": "1 day""#, &[("consecutive days", "1 days")]);
    for answer in ["true", "\"yes\"", "\"Yes\""] {
        reads(&format!(r#""positive response": {answer}"#), &[("positive response", "yes")]);
    }
    for diagnosis in ["CIS", "cis", "Clinically  isolated syndrome"] {
        reads(&format!(r#""diagnosis": "{diagnosis}""#), &[("diagnosis", "clinically isolated syndrome")]);
    }
    for none in ["[]", "\"none\"", "[\"none\"]"] {
        reads(&format!(r#""therapies used together": {none}"#), &[("therapies used together", "none")]);
    }
    for both in [r#"["ocrelizumab", "alemtuzumab"]"#, r#""Alemtuzumab, ocrelizumab""#] {
        reads(
            &format!(r#""therapies used together": {both}"#),
            &[("therapies used together", "alemtuzumab, ocrelizumab")],
        );
    }
    reads(r#""fingolimod": "failed at a lower dose""#, &[("fingolimod", "failed at a lower dose")]);
}

#[test]
fn what_is_wrong_is_named() {
    check(r#""daily dos": 12"#, &[("daily dos", "unknown key")]);
    check(r#""daily dose": 12, "daily dose": 12"#, &[("daily dose", "given twice")]);
    check(r#""total dose": 60"#, &[("total dose", "derived")]);
    check(r#""age": 40"#, &[("age", "derived")]);
    for wrong in ["1e1", "\"1,000\"", "true", "[12]", "\"twelve\"", "{}", "\"\""] {
        check(&format!(r#""daily dose": {wrong}"#), &[("daily dose", "wrong kind")]);
    }
    check(r#""daily dose": "12 mg""#, &[("daily dose", "wrong unit")]);
    check(r#""daily dose": 12.505"#, &[("daily dose", "too precise")]);
    check(r#""daily dose": 100.01"#, &[("daily dose", "out of range")]);
    check(r#""daily dose": 99999999999999999999999"#, &[("daily dose", "out of range")]);
    check(r#""consecutive days": 0"#, &[("consecutive days", "out of range")]);
    for wrong in ["\"2026-02-30\"", "\"2026-02-28T00:00\"", "\"28.2.2026\"", "20260228"] {
        check(&format!(r#""date of birth": {wrong}"#), &[("date of birth", "wrong kind")]);
    }
    check(r#""fingolimod": "failed""#, &[("fingolimod", "wrong kind")]);
    check(
        r#""therapies used together": ["none", "alemtuzumab"]"#,
        &[("therapies used together", "wrong kind")],
    );
}

#[test]
fn plausible_dates() {
    check(r#""date of birth": "1895-03-01""#, &[("date of birth", "out of range")]);
    check(r#""date of birth": "1895-03-02""#, &[]);
    check(r#""date of birth": "2026-03-01""#, &[]);
    let future = [("date of birth", "out of range"), ("date of birth", "contradictory")];
    check(r#""date of birth": "2026-03-02""#, &future);
    check(
        r#""line of business": "Commercial", "renewal date": "2200-01-01""#,
        &[("renewal date", "out of range")],
    );
}

#[test]
fn contradictions_are_named() {
    check(
        r#""course": "first", "prior course completed": "2025-01-01""#,
        &[("prior course completed", "contradictory")],
    );
    check(r#""prior course completed": "2025-01-01""#, &[]);
    check(
        r#""course": "second or later", "prior course completed": "2026-03-02""#,
        &[("prior course completed", "contradictory")],
    );
}

#[test]
fn everything_is_said_at_once() {
    let text =
        r#"{"policy": "CP.PHAR.1", "facts": {"request date": "2026-3-1", "age": 3, "x": 1}, "extra": 1}"#;
    let expected = [
        ("policy", "other policy"),
        ("request date", "wrong kind"),
        ("age", "derived"),
        ("x", "unknown key"),
        ("extra", "unknown key"),
        ("request kind", "missing"),
    ];
    assert_eq!(rejected(text), expected.map(|(name, reason)| (name.to_owned(), reason)));
}

#[test]
fn what_is_no_request_is_refused() {
    for text in ["", "[]", "12", "{", r#"{"facts": {}} x"#, "null", "\u{feff}{}"] {
        assert_eq!(rejected(text), [(String::new(), "not a request")], "{text}");
    }
    let large = " ".repeat(MAX_REQUEST_BYTES + 1);
    assert_eq!(rejected(&large), [(String::new(), "not a request")]);
    assert_eq!(rejected(r#"{"schema": "criteria.request/2"}"#)[0], ("schema".to_owned(), "not a request"));
    let deep = with(&format!("\"diagnosis\": {}{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(rejected(&deep), [("diagnosis".to_owned(), "wrong kind")]);
    let many: Vec<String> = (0..10_000).map(|at| format!("\"k{at}\": 1")).collect();
    assert_eq!(rejected(&with(&many.join(","))).len(), MAX_REJECTIONS);
}

#[test]
fn messages_never_repeat_values() {
    let policy = ms();
    let facts = [
        r#""diagnosis": "SECRET""#,
        r#""daily dose": "77 SECRET""#,
        r#""therapies used together": ["SECRET"]"#,
    ];
    let all = from_json(&policy, &with(&facts.join(", "))).unwrap_err();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|rejection| !rejection.to_string().contains("SECRET")), "{all:?}");
    let near =
        from_json(&policy, &with(r#""diagnosis": "relapsing remitting MS", "daily dosis": 1"#)).unwrap_err();
    assert!(near[0].message.ends_with("did you mean `relapsing-remitting MS`?"), "{near:?}");
    assert!(near[1].message.ends_with("did you mean `daily dose`?"), "{near:?}");
}

#[test]
fn the_template_waits_for_what_every_request_gives() {
    let policy = ms();
    let form = template(&policy);
    let missing = from_json(&policy, &form).unwrap_err();
    assert!(missing.iter().all(|rejection| rejection.reason == Reason::Missing));
    assert_eq!(missing.len(), 2);
    let filled = form.replacen("\"request date\": null", "\"request date\": \"2026-03-01\"", 1).replacen(
        "\"request kind\": null",
        "\"request kind\": \"initial\"",
        1,
    );
    assert!(from_json(&policy, &filled).is_ok());
}

#[test]
fn requests_are_written_as_they_are_read() {
    let policy = ms();
    let all = request(&policy, APPROVED);
    assert_eq!(from_json(&policy, &to_json(&policy, &all)), Ok(all));
    expect_test::expect![[r#"
        {
          "schema": "criteria.request/1",
          "policy": "CP.TEST.1",
          "facts": {
            "request date": "2026-03-01",
            "request kind": "initial",
            "therapies used together": [
              "alemtuzumab"
            ],
            "daily dose": 12.5,
            "positive response": true
          }
        }
    "#]]
    .assert_eq(&to_json(
        &policy,
        &request(
            &policy,
            &[
                ("request kind", "initial"),
                ("request date", "2026-03-01"),
                ("daily dose", "12.50"),
                ("positive response", "yes"),
                ("therapies used together", "alemtuzumab"),
            ],
        ),
    ));
}

#[test]
fn an_answer_in_json() {
    let policy = ms();
    let decided = decide(
        &policy,
        &differs(&policy, &[("daily dose", "13"), ("on formulary", ""), ("label change", "")]),
    );
    let answer = answer(&policy, "0123", &decided).to_json();
    let (answer, states) = answer.split_once("  \"states\"").unwrap();
    expect_test::expect![[r#"
        {
          "schema": "criteria.determination/1",
          "policy": {
            "id": "CP.TEST.1",
            "version": "2026-01",
            "meaning_hash": "0123"
          },
          "determination": "needs information",
          "step": "Step 2",
          "under": null,
          "end": null,
          "at_least": null,
          "limit": null,
          "target": null,
          "because": [],
          "unmet": [
            "I.A.5.a"
          ],
          "repairs": {
            "sets": [
              [
                "I.A.5.a"
              ]
            ],
            "truncated": false
          },
          "missing": [
            {
              "fact": "label change",
              "question": "What about the label change?"
            },
            {
              "fact": "date of the label change",
              "question": "What about the date of the label change?"
            },
            {
              "fact": "on formulary",
              "question": "What about the on formulary?"
            }
          ],
          "ask_next": "label change",
          "may_be_approved": false,
    "#]]
    .assert_eq(answer);
    assert!(states.contains("\"I.A.5.b\": \"not applicable\""));
}

#[test]
fn an_answer_for_people() {
    let policy = ms();
    let print = |changes: &[(&str, &str)]| human(&policy, &decide(&policy, &differs(&policy, changes)));
    expect_test::expect![[r"
        CRITERIA NOT MET.
        CP.TEST.1 Test, version 2026-01

        Because:
          I.A.5.a  Text of I.A.5.a

        It would be approved if these were met, all else equal:
          I.A.5.a

        Decision support only: a clinician decides every denial. State rules and coverage documents prevail over this policy.
    "]]
    .assert_eq(&print(&[("daily dose", "13")]));
    expect_test::expect![[r"
        APPROVE under I.A, end not known yet, at least 6 months, for 1 treatment course.
        CP.TEST.1 Test, version 2026-01

        Because:
          I.A.1  Text of I.A.1
          I.A.2  Text of I.A.2
          I.A.3.a  Text of I.A.3.a
          I.A.3.b  Text of I.A.3.b
          I.A.4  Text of I.A.4
          I.A.5.a  Text of I.A.5.a

        Missing:
          renewal date: What about the renewal date?

        Decision support only: a clinician decides every denial. State rules and coverage documents prevail over this policy.
    "]]
    .assert_eq(&print(&[("renewal date", "")]));
    expect_test::expect![[r"
        NEEDS INFORMATION. It cannot be approved, whatever is answered.
        CP.TEST.1 Test, version 2026-01

        Not met so far:
          I.A.1  Text of I.A.1

        It would be approved if these were met, all else equal:
          not met: I.A.1

        Missing:
          label change: What about the label change?
          date of the label change: What about the date of the label change?

        Decision support only: a clinician decides every denial. State rules and coverage documents prevail over this policy.
    "]]
    .assert_eq(&print(&[("label change", ""), ("diagnosis", "CIS")]));
}

#[test]
fn the_meaning_hash_follows_the_meaning() {
    let policy = ms();
    let hash = meaning_hash(&policy);
    assert_eq!(hash.len(), 64);
    let mut other = policy.clone();
    other.version = "2027-01".to_owned();
    other.facts[3].question = "What is it?".to_owned();
    other.criteria[at(&policy, "I.A.1").0].quote.text = "Text, of I.A.1".to_owned();
    assert_eq!(meaning_hash(&other), hash);
    other.criteria[at(&policy, "I.A.1").0].label = "I.A.9".to_owned();
    assert_ne!(meaning_hash(&other), hash);
    let mut other = policy.clone();
    other.steps.swap(0, 1);
    assert_ne!(meaning_hash(&other), hash);
    let mut other = policy.clone();
    other.durations[0].rows[0].limit = None;
    assert_ne!(meaning_hash(&other), hash);
    assert_eq!(labels(&policy, &[at(&policy, "III")]), "III");
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn every_request_survives_the_way_out_and_in(policy in policies(), facts in requests()) {
        let (_, partial) = pair(&policy, &facts);
        prop_assert_eq!(validate(&policy, &partial), []);
        let text = to_json(&policy, &partial);
        prop_assert_eq!(from_json(&policy, &text), Ok(partial));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", inner in "[\\[\\]{}\",:0-9a-z .-]{0,40}") {
        let policy = ms();
        _ = from_json(&policy, &text);
        _ = from_json(&policy, &with(&format!("\"daily dose\": {inner}")));
        for (id, _) in policy.facts() {
            _ = super::read_value(&policy, id, &text);
            _ = super::read_value(&policy, id, &inner);
        }
    }
}
