//! Pass 4, what comes out: one folder a target.

pub mod rust;
