//! Policies together: what can only be said of several documents, and which version of a policy
//! decides on a day.
//!
//! New against what was compiled: nothing of one document, only what holds between them.

mod definitions;
mod terms;

pub use terms::{NoVersion, Term, in_force, terms};

use crate::compiled::Compiled;

/// Adds what is wrong between policies to those that can mend it. The order of the policies
/// stays as it is.
pub fn check(all: &mut [Compiled]) {
    for (at, diagnostic) in terms::check(all).into_iter().chain(definitions::check(all)) {
        if let Some(compiled) = all.get_mut(at) {
            compiled.say(diagnostic);
        }
    }
}
