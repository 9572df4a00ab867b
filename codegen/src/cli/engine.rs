//! What commands need of the other passes, in the shape in which they need it.

use crate::interp::{Determination, Request};
use crate::request;
use crate::tree::ast::Policy;

pub(super) use crate::interp::decide;
pub(super) use crate::request::template as request_template;
use crate::tree::hash::meaning_hash;

/// One thing that is wrong with a request.
#[derive(Debug, Clone)]
pub(super) struct Rejection {
    /// The fact, by name, or the key; empty for the request as a whole.
    pub(super) name: String,
    /// Why, in a word or two: `out of range`.
    pub(super) reason: String,
    /// What is wrong and what would be right; never the value.
    pub(super) message: String,
}

/// Reads a request.
///
/// # Errors
/// Where it is malformed: the reasons.
pub(super) fn request_from_json(policy: &Policy, text: &str) -> Result<Request, Vec<Rejection>> {
    let words = |one: crate::interp::Rejection| Rejection {
        name: one.name,
        reason: one.reason.as_str().to_owned(),
        message: one.message,
    };
    request::from_json(policy, text).map_err(|all| all.into_iter().map(words).collect())
}

/// A determination for a reader.
pub(super) fn answer_human(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    request::human(policy, answer)
}

/// A determination for a program, as one line.
pub(super) fn answer_json(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    request::answer(policy, &meaning_hash(policy), answer).to_json_line() + "\n"
}
