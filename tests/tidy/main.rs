//! The house rules that no compiler checks: which pass may know which, sizes, documentation,
//! words of a policy in the compiler, what stands at the top level.

mod arrows;
mod files;
mod layout;
mod shape;
mod words;
