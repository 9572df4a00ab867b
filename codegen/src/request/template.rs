//! Requests to JSON: an empty form to fill in, and a request written out.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::REQUEST_SCHEMA;
use crate::interp::Request;
use crate::tree::ast::{Fact, FactId, Policy, Presence, Value};
use crate::tree::print;

/// An object whose keys stand in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordered<V>(pub(super) Vec<(String, V)>);

impl<V: Serialize> Serialize for Ordered<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Serialize)]
struct Form<'a> {
    schema: &'a str,
    policy: &'a str,
    facts: Ordered<Option<Written>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Ordered<About<'a>>>,
}

/// The value of a fact in JSON.
#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    YesNo(bool),
    Number(Box<RawValue>),
    Text(String),
    List(Vec<String>),
}

#[derive(Serialize)]
struct About<'a> {
    takes: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    greatest: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_when: Option<String>,
    required: bool,
}

/// A request to fill in: every fact unknown, and `about` saying what each takes. It can be read
/// once the facts that every request gives are filled in.
pub fn template(policy: &Policy) -> String {
    let given = || policy.facts.iter().filter(|fact| fact.presence != Presence::Derived);
    write(&Form {
        schema: REQUEST_SCHEMA,
        policy: &policy.id,
        facts: Ordered(given().map(|fact| (fact.name.clone(), None)).collect()),
        about: Some(Ordered(given().map(|fact| (fact.name.clone(), about(policy, fact))).collect())),
    })
}

/// A request with the facts that are known; `from_json` reads it back.
pub fn to_json(policy: &Policy, request: &Request) -> String {
    let known = request.known().filter(|(id, _)| policy.fact(*id).presence != Presence::Derived);
    write(&Form {
        schema: REQUEST_SCHEMA,
        policy: &policy.id,
        facts: Ordered(
            known.map(|(id, value)| (policy.fact(id).name.clone(), written(policy, id, value))).collect(),
        ),
        about: None,
    })
}

/// Pretty JSON with a closing line end. (Writing to memory cannot fail.)
pub(super) fn write(form: &impl Serialize) -> String {
    serde_json::to_string_pretty(form).map_or_else(|_| String::new(), |text| text + "\n")
}

fn written(policy: &Policy, id: FactId, value: &Value) -> Option<Written> {
    let text = || print::value(policy, id, value);
    let names = policy.fact(id).choice_names();
    Some(match value {
        Value::YesNo(answer) => Written::YesNo(*answer),
        Value::Members(members) => Written::List(
            members.iter().filter_map(|member| names.get(member.0)).map(|name| (*name).to_owned()).collect(),
        ),
        Value::Number(number) => {
            let places = policy.fact(id).quantity().map_or(0, |quantity| quantity.places);
            Written::Number(RawValue::from_string(print::decimal(*number, places)).ok()?)
        }
        Value::Choice(_) | Value::Date(_) => Written::Text(text()),
    })
}

fn about<'a>(policy: &'a Policy, fact: &'a Fact) -> About<'a> {
    let quantity = fact.quantity();
    About {
        takes: print::kind(policy, fact),
        question: &fact.question,
        unit: quantity.map(|quantity| quantity.unit.as_str()).filter(|unit| !unit.is_empty()),
        least: quantity.map(|quantity| print::decimal(quantity.min, quantity.places)),
        greatest: quantity.map(|quantity| print::decimal(quantity.max, quantity.places)),
        choices: fact.choice_names(),
        only_when: fact.only_when.as_ref().map(|formula| print::formula(policy, formula)),
        required: fact.presence == Presence::Required,
    }
}
