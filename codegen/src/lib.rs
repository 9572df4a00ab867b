//! Compiles clinical policies written in Markdown into a criteria tree, and from it a Rust
//! evaluator and documents.

pub mod compiled;
pub mod diagnostic;
pub mod interp;
pub mod source;
pub mod spec;
pub mod tree;
