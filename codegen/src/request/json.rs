//! Requests from JSON.
//!
//! `serde_json` gives the keys in order and every value as its own text, so that duplicates are
//! seen and numbers are read exactly. Its messages echo values, so they are not passed on.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::REQUEST_SCHEMA;
use super::value::{Given, nearest, read};
use crate::interp::{Reason, Rejection, Request, validate};
use crate::limits::{MAX_REJECTIONS, MAX_REQUEST_BYTES};
use crate::tree::ast::Policy;

/// Characters of an unknown key that are repeated, at most.
const MAX_KEY: usize = 80;

/// Reads a request for a policy.
///
/// # Errors
/// Everything that is wrong with the request, up to [`MAX_REJECTIONS`].
pub fn from_json(policy: &Policy, text: &str) -> Result<Request, Vec<Rejection>> {
    let mut reader = Reader { policy, request: Request::new(policy), rejections: Vec::new() };
    if let Some(top) = reader.top(text) {
        reader.keys(&top);
        reader.check();
    }
    if reader.rejections.is_empty() {
        return Ok(reader.request);
    }
    reader.rejections.truncate(MAX_REJECTIONS);
    Err(reader.rejections)
}

/// The keys of a JSON object in order, duplicates included, each with the text of its value.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

/// What a JSON value is; `None` for null.
fn given(raw: &RawValue) -> Option<Given> {
    let text = raw.get();
    let or_other = |given: Option<Given>| given.unwrap_or(Given::Other);
    Some(match text.bytes().next() {
        Some(b'n') => return None,
        Some(b't' | b'f') => Given::YesNo(text == "true"),
        Some(b'"') => or_other(serde_json::from_str(text).ok().map(Given::Text)),
        Some(b'[') => or_other(serde_json::from_str(text).ok().map(Given::List)),
        Some(b'-' | b'0'..=b'9') => Given::Number(text.to_owned()),
        _ => Given::Other,
    })
}

struct Reader<'a> {
    policy: &'a Policy,
    request: Request,
    rejections: Vec<Rejection>,
}

impl Reader<'_> {
    fn reject(&mut self, name: &str, reason: Reason, message: impl Into<String>) {
        if self.rejections.len() < MAX_REJECTIONS {
            let name: String = name.chars().take(MAX_KEY).collect();
            self.rejections.push(Rejection::new(name, reason, message));
        }
    }

    fn top(&mut self, text: &str) -> Option<Pairs> {
        if text.len() > MAX_REQUEST_BYTES {
            let message = format!("a request has at most {MAX_REQUEST_BYTES} bytes");
            self.reject("", Reason::NotARequest, message);
            return None;
        }
        match serde_json::from_str(text) {
            Ok(pairs) => Some(pairs),
            Err(error) => {
                let message =
                    format!("it is not a JSON object (line {}, column {})", error.line(), error.column());
                self.reject("", Reason::NotARequest, message);
                None
            }
        }
    }

    fn keys(&mut self, top: &Pairs) {
        for (key, raw) in self.once(top) {
            match key {
                "schema" => self.expect(key, raw, REQUEST_SCHEMA, Reason::NotARequest),
                "policy" => self.expect(key, raw, &self.policy.id, Reason::OtherPolicy),
                "facts" => self.facts(raw),
                "about" => {}
                key => self.reject(
                    key,
                    Reason::UnknownKey,
                    "a request has `schema`, `policy`, `facts` and `about`; facts stand in `facts`",
                ),
            }
        }
    }

    /// The pairs with keys that were not given before; the others are rejected.
    fn once<'p>(&mut self, pairs: &'p Pairs) -> Vec<(&'p str, &'p RawValue)> {
        let mut seen = std::collections::BTreeMap::new();
        let mut first = Vec::new();
        for (key, raw) in &pairs.0 {
            let times: &mut usize = seen.entry(key.as_str()).or_default();
            *times += 1;
            match times {
                1 => first.push((key.as_str(), &**raw)),
                2 => self.reject(key, Reason::GivenTwice, "it may be given once"),
                _ => {}
            }
        }
        first
    }

    fn expect(&mut self, key: &str, raw: &RawValue, expected: &str, reason: Reason) {
        if given(raw) != Some(Given::Text(expected.to_owned())) {
            self.reject(key, reason, format!("this is read as `{expected}` only"));
        }
    }

    fn facts(&mut self, raw: &RawValue) {
        let Ok(pairs) = serde_json::from_str::<Pairs>(raw.get()) else {
            return self.reject(
                "facts",
                Reason::NotARequest,
                "the facts stand in an object: `{\"name\": value}`",
            );
        };
        for (name, raw) in self.once(&pairs) {
            if self.rejections.len() < MAX_REJECTIONS {
                self.fact(name, raw);
            }
        }
    }

    fn fact(&mut self, name: &str, raw: &RawValue) {
        let Some(id) = self.policy.named(name) else {
            let message = unknown(self.policy, name);
            return self.reject(name, Reason::UnknownKey, message);
        };
        let Some(given) = given(raw) else { return };
        match read(self.policy, id, &given) {
            Ok(value) => self.request.set(id, Some(value)),
            Err(rejection) => self.reject(name, rejection.reason, rejection.message),
        }
    }

    /// Adds what is wrong with the request as a whole, but for facts that are rejected already.
    fn check(&mut self) {
        let rejected = |name: &str| self.rejections.iter().any(|rejection| rejection.name == name);
        let more = validate(self.policy, &self.request);
        let more: Vec<Rejection> = more
            .into_iter()
            .filter(|rejection| rejection.reason != Reason::Missing || !rejected(&rejection.name))
            .collect();
        self.rejections.extend(more);
    }
}

/// A name that the policy does not have, with the one that may be meant.
fn unknown(policy: &Policy, name: &str) -> String {
    let alias = policy.facts.iter().find(|fact| fact.also.iter().any(|also| also.eq_ignore_ascii_case(name)));
    let names = policy.facts.iter().map(|fact| fact.name.as_str());
    match alias.map(|fact| fact.name.as_str()).or_else(|| nearest(name, names)) {
        Some(near) => format!("{} has no such fact; did you mean `{near}`?", policy.id),
        None => format!("{} has no such fact", policy.id),
    }
}
