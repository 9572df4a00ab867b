//! Pass 2, what a policy means: the criteria tree.
//!
//! New against the spec: names resolved, sentences derived, arithmetic and scopes checked.

mod ask;
pub mod ast;
mod build;
mod check;
pub(crate) mod choices;
pub mod describe;
mod doubts;
mod examples;
mod findings;
mod from_spec;
mod grammar;
pub mod hash;
mod header;
mod invariants;
pub mod measure;
mod outcomes;
mod outline;
mod patterns;
mod phrases;
pub mod print;
mod profiles;
mod reading;
mod space;
mod vocabulary;
pub(crate) mod words;

pub use from_spec::from_spec;
pub use reading::{Derivations, PatternWords, SentenceReading, WordClass};
pub use reading::{pattern_examples, pattern_rows, pattern_table, pattern_words};
