//! Pass 4: what people and machines read, made from a compiled policy.

#[cfg(feature = "docs")]
pub mod docs;
pub mod rust;
