//! Requests to CP.PHAR.243 as JSON: two bases, and edits to them.

use serde_json::{Map, Value, json};

/// The policy.
pub const POLICY: &str = "spec/cp-phar-243/2025-05.md";

/// A fact and its value; `null` makes it unknown.
pub type Edits<'a> = &'a [(&'a str, Value)];

/// A request for a first course, from a member of the Commercial line with relapsing-remitting
/// MS, with all criteria met, and a renewal in nine months.
pub fn initial() -> Map<String, Value> {
    facts(json!({
        "request kind": "initial",
        "request date": "2026-03-01",
        "line of business": "Commercial",
        "diagnosis": "relapsing-remitting MS",
        "date of birth": "1980-06-15",
        "neurologist": true,
        "dimethyl fumarate": "failed at the maximally indicated dose",
        "teriflunomide": "not tolerated",
        "fingolimod": "contraindicated",
        "interferon-beta agent": "failed at the maximally indicated dose",
        "glatiramer": "not tried",
        "therapies used together": ["alemtuzumab"],
        "course": "first",
        "daily dose": 12,
        "days of the course": 5,
        "label change": false,
        "on formulary": true,
        "renewal date": "2026-12-01",
    }))
}

/// A request for a later course, a year after the one before, from a member of Medicaid.
pub fn continued() -> Map<String, Value> {
    facts(json!({
        "request kind": "continued",
        "request date": "2026-03-01",
        "line of business": "Medicaid",
        "diagnosis": "secondary progressive MS",
        "receives alemtuzumab now": true,
        "on benefit": true,
        "met initial criteria before": false,
        "continuity of care": false,
        "positive response": true,
        "therapies used together": ["alemtuzumab"],
        "course": "second or later",
        "prior course completed": "2025-03-01",
        "daily dose": 12,
        "days of the course": 3,
        "label change": false,
        "on formulary": true,
    }))
}

/// A request of which nothing else is known.
pub fn bare(kind: &str) -> Map<String, Value> {
    facts(json!({ "request kind": kind, "request date": "2026-03-01" }))
}

fn facts(facts: Value) -> Map<String, Value> {
    let Value::Object(facts) = facts else { unreachable!("an object was written") };
    facts
}

/// The request with these edits, as text.
pub fn edited(mut facts: Map<String, Value>, edits: Edits<'_>) -> String {
    for (fact, value) in edits {
        facts.insert((*fact).to_owned(), value.clone());
    }
    json!({ "schema": "criteria.request/1", "policy": "CP.PHAR.243", "facts": facts }).to_string()
}
