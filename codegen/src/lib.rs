//! Compiles clinical policies written in Markdown into a criteria tree, and from it a Rust
//! evaluator and documents.

pub mod artifact;
pub mod build;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compiled;
pub mod diagnostic;
pub mod draft;
pub mod emit;
mod files;
pub mod format;
pub mod interp;
pub mod library;
pub mod limits;
mod plan;
pub mod request;
pub mod source;
pub mod spec;
pub mod tree;
mod verify;

pub use compiled::{AcceptedFinding, Compiled, ReadingEffect, check, compile};
