//! Pass 4: what people and machines read, made from a compiled policy.

pub mod docs;
pub mod rust;
