//! Pass 2, what a policy means: the criteria tree.
//!
//! New against the spec: names resolved, sentences derived, arithmetic and scopes checked.

pub mod ast;
pub mod hash;
pub mod print;
#[cfg(test)]
mod print_tests;
