//! Compiles clinical policies written in Markdown into a criteria tree, and from it a Rust
//! evaluator and documents.

pub mod diagnostic;
pub mod emit;
pub mod interp;
pub mod source;
pub mod spec;
pub mod tree;
