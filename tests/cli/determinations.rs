//! What must come of requests to CP.PHAR.243, end to end: edits to a base, and the determination
//! with its reasons.

use serde_json::{Map, Value, json};

use super::binary::criteria;
use super::requests::{Edits, POLICY, bare, continued, edited, initial};

fn decide(facts: Map<String, Value>, edits: Edits<'_>) -> Value {
    let request = edited(facts, edits);
    let ran = criteria(&["decide", "--format", "json", "-p", POLICY, "-"], request.as_bytes()).exits(0);
    serde_json::from_str(&ran.out).unwrap()
}

/// Checks some members of the answer.
#[track_caller]
fn check(facts: Map<String, Value>, edits: Edits<'_>, expected: Value) -> Value {
    let answer = decide(facts, edits);
    let Value::Object(expected) = expected else { panic!("an object is expected") };
    for (key, value) in expected {
        assert_eq!(answer[&key], value, "`{key}` of {answer}");
    }
    answer
}

fn missing(answer: &Value) -> Vec<&str> {
    answer["missing"].as_array().unwrap().iter().map(|one| one["fact"].as_str().unwrap()).collect()
}

/// A label change three months ago that covers the use.
fn changed_label() -> [(&'static str, Value); 3] {
    [
        ("label change", json!(true)),
        ("label change covers the use", json!(true)),
        ("date of the label change", json!("2025-12-01")),
    ]
}

/// A line of business other than Commercial; the renewal date then does not exist.
fn line(name: &'static str) -> [(&'static str, Value); 2] {
    [("line of business", json!(name)), ("renewal date", json!(null))]
}

#[test]
fn everything_met_is_approved_to_the_renewal_date() {
    let expected = json!({
        "determination": "approve", "under": "I.A", "end": "2026-12-01",
        "limit": { "count": 1, "what": "treatment course" }, "missing": [],
    });
    check(initial(), &[], expected);
}

#[test]
fn an_unknown_renewal_leaves_the_end_unknown_and_at_least_six_months() {
    let expected = json!({ "determination": "approve", "end": null, "at_least": "6 months" });
    let answer = check(initial(), &[("renewal date", json!(null))], expected);
    assert_eq!(missing(&answer), ["renewal date"]);
}

#[test]
fn other_lines_are_approved_for_twelve_months() {
    for name in ["Medicaid", "HIM"] {
        check(initial(), &line(name), json!({ "determination": "approve", "end": "2027-03-01" }));
    }
}

#[test]
fn a_dose_above_the_limit_is_referred_by_line() {
    for (name, target) in [("Commercial", "CP.CPA.09"), ("HIM", "HIM.PA.154"), ("Medicaid", "CP.PMN.53")] {
        let mut edits = vec![("daily dose", json!(13))];
        if name != "Commercial" {
            edits.extend(line(name));
        }
        let expected = json!({
            "determination": "refer", "target": target, "under": "I.B.2", "because": ["I.A.6.a"],
        });
        check(initial(), &edits, expected);
    }
}

#[test]
fn a_day_under_eighteen_is_referred() {
    let expected = json!({ "determination": "refer", "target": "CP.CPA.09", "because": ["I.A.3"] });
    check(initial(), &[("date of birth", json!("2008-03-02"))], expected);
    check(initial(), &[("date of birth", json!("2008-03-01"))], json!({ "determination": "approve" }));
}

#[test]
fn born_on_a_leap_day_is_of_age_on_the_last_of_february() {
    let edits = [("date of birth", json!("2008-02-29")), ("request date", json!("2026-02-28"))];
    check(initial(), &edits, json!({ "determination": "approve" }));
}

#[test]
fn three_of_four_agents_are_not_enough() {
    for (fact, label) in [
        ("dimethyl fumarate", "I.A.4.a"),
        ("teriflunomide", "I.A.4.b"),
        ("fingolimod", "I.A.4.c"),
        ("interferon-beta agent", "I.A.4.d"),
    ] {
        let expected = json!({
            "determination": "criteria not met", "because": [label], "unmet": [label],
            "repairs": { "sets": [[label]], "truncated": false },
        });
        check(initial(), &[(fact, json!("not tried"))], expected);
    }
}

#[test]
fn an_unknown_diagnosis_is_asked_for() {
    let expected = json!({ "determination": "needs information", "ask_next": "diagnosis", "because": [] });
    for base in [initial(), continued()] {
        let answer = check(base, &[("diagnosis", json!(null))], expected.clone());
        assert_eq!(missing(&answer), ["diagnosis"]);
    }
}

#[test]
fn primary_progressive_is_not_authorized() {
    let expected = json!({ "determination": "not authorized", "because": ["III.B"] });
    for base in [initial(), continued()] {
        check(base, &[("diagnosis", json!("primary progressive MS"))], expected.clone());
    }
}

#[test]
fn a_changed_label_that_covers_the_use_refers_even_so() {
    let mut edits = vec![("diagnosis", json!("primary progressive MS"))];
    edits.extend(changed_label());
    for (base, under) in [(initial(), "I.B.1"), (continued(), "II.B.1")] {
        let mut edits = edits.clone();
        edits.extend(line("Medicaid"));
        for (on_formulary, target) in [(true, "CP.PMN.255"), (false, "CP.PMN.16")] {
            edits.push(("on formulary", json!(on_formulary)));
            let expected = json!({ "determination": "refer", "target": target, "under": under });
            check(base.clone(), &edits, expected);
        }
    }
}

#[test]
fn a_changed_label_matters_only_where_it_should() {
    let mut edits = vec![("diagnosis", json!("primary progressive MS"))];
    edits.extend(changed_label());
    let not_authorized = json!({ "determination": "not authorized", "because": ["III.B"] });
    // Not where it covers another use, nor after more than six months.
    for further in
        [("label change covers the use", json!(false)), ("date of the label change", json!("2025-08-31"))]
    {
        let edits = [edits.clone(), vec![further]].concat();
        check(initial(), &edits, not_authorized.clone());
    }
    // Never before an approval.
    check(initial(), &changed_label(), json!({ "determination": "approve" }));
    // While it is not known whether it changed, there is no denial.
    let edits = [("diagnosis", json!("primary progressive MS")), ("label change", json!(null))];
    check(initial(), &edits, json!({ "determination": "needs information", "ask_next": "label change" }));
}

#[test]
fn a_clinically_isolated_syndrome_is_referred() {
    let expected = json!({ "determination": "refer", "target": "CP.CPA.09", "because": ["I.A.1"] });
    check(initial(), &[("diagnosis", json!("clinically isolated syndrome"))], expected);
}

#[test]
fn a_later_course_waits_for_twelve_months() {
    // 11 months and 30 days after the prior course.
    let early = [("request date", json!("2026-03-31")), ("prior course completed", json!("2025-04-01"))];
    check(continued(), &early, json!({ "determination": "criteria not met", "because": ["II.A.4"] }));
    let expected = json!({ "determination": "approve", "under": "II.A", "end": "2027-03-01" });
    check(continued(), &[], expected);
}

#[test]
fn a_second_course_without_the_prior_date_is_missing_a_fact_not_contradictory() {
    let answer = check(
        continued(),
        &[("prior course completed", json!(null))],
        json!({ "determination": "needs information" }),
    );
    assert_eq!(missing(&answer), ["prior course completed"]);
}

#[test]
fn nothing_known_is_never_a_denial() {
    for kind in ["initial", "continued"] {
        let expected = json!({ "determination": "needs information", "because": [], "unmet": [] });
        let answer = check(bare(kind), &[], expected);
        assert!(!missing(&answer).is_empty());
    }
}
