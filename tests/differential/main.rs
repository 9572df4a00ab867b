//! Every engine against the interpreter, on random requests of every policy.

mod planted;
mod policies;
mod promises;
mod random;
