//! Requests and answers as other systems write them: JSON in, JSON or plain sentences out.
//!
//! A request is read strictly, and everything that is wrong with it is said at once. Requests
//! hold health data, so a rejection names the fact and what it takes, and never a value.

mod answer;
mod decimal;
mod human;
mod json;
mod template;
#[cfg(test)]
mod tests;
mod value;

pub use answer::{Answer, answer};
pub use human::human;
pub use json::from_json;
pub use template::{template, to_json};
pub use value::read_value;

/// The form of a request: its name and version.
pub const REQUEST_SCHEMA: &str = "criteria.request/1";

/// The form of an answer: its name and version.
pub const ANSWER_SCHEMA: &str = "criteria.determination/1";
