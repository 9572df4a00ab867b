//! Findings: a policy that can be built, and that someone should still look at.
//!
//! Each file looks for one kind of fault that published policies were seen to have. Nothing
//! here needs a proof: words and numbers are compared, and what follows is searched in few steps. What
//! would take longer is left alone, so a finding is always true, and silence proves nothing.

mod always_met;
mod asks;
mod citations;
mod dates;
mod lists;
mod never_met;
mod questions;
mod ranges;
mod scopes;
mod slips;
mod titles;
mod wording;

use super::ast::Policy;
use crate::diagnostic::Sink;
use crate::spec::ast::Spec;

/// Looks for all of them. While there are errors only the tables of amounts are looked
/// through: what the rest would say could follow from an error.
pub(crate) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    slips::check(spec, sink);
    if sink.has_errors() {
        return;
    }
    never_met::check(policy, sink);
    always_met::check(policy, sink);
    ranges::check(policy, sink);
    dates::check(policy, sink);
    wording::check(spec, policy, sink);
    titles::check(spec, policy, sink);
    scopes::check(spec, policy, sink);
    questions::check(spec, policy, sink);
    citations::check(spec, policy, sink);
    lists::check(spec, policy, sink);
}
