//! What generated evaluators stand on: three-valued truth, civil dates, exact
//! decimals, the state of a criterion and the determination.
//!
//! A leaf: no dependency, no allocation, no panic. The interpreter of the compiler
//! uses the same [`Truth`] and [`Date`], and nothing else from here.

#![no_std]

mod date;
mod truth;

pub use date::{Date, Period, PeriodUnit};
pub use truth::{State, Truth};
