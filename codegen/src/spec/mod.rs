//! Pass 1, what was written: the parts of the document, each with its place.

pub mod ast;
