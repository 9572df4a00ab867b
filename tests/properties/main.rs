//! What must hold of every request: the invariants of the policies, and what the meaning promises.

mod alemtuzumab;
mod general;
mod invariants;
mod missing;
mod refuted;
mod repairs;
