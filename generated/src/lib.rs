//! Evaluators generated from the policies in `spec/`.
//!
//! Everything below `policies` is written by `cargo regen`; this shell is written by hand.
//! [`POLICIES`] drives every policy through one table; whoever knows the policy uses its
//! module: a typed `Request`, `Request::admit`, and `Admitted::decide`.

#![no_std]

#[rustfmt::skip]
mod policies;

pub use policies::*;
