//! What the suites share: the workspace's policies compiled, requests for any of them, two engines
//! seen through one pair of eyes, and a runner that says how to see a failure again.

pub mod agree;
pub mod cells;
pub mod engines;
pub mod facts;
mod marks;
pub mod picks;
pub mod policies;
pub mod program;
pub mod promises;
pub mod requests;
pub mod runner;
pub mod seen;
pub mod space;
pub mod too_much;
pub mod workspace;
