//! Whether the generated evaluator says what the interpreter says: yes or no, without a word made.
//!
//! [`crate::engines::compare`] says how two determinations differ, and takes its time for that.
//! Here millions of requests are compared; what differs is then put before that judge.

use criteria::interp::{self, Determination, End, Request};
use criteria::tree::ast::Policy;
use criteria_runtime::{Decision, Evaluator, Value};

use crate::engines::{compare, facts};
use crate::seen::{Given, evaluate};

/// Compares both engines on one request, rejections too.
pub fn agree(policy: &Policy, evaluator: &Evaluator, request: &Request) -> Result<(), String> {
    let given = facts(policy, request);
    if interp::validate(policy, request).is_empty() {
        let right = interp::determine(policy, request);
        let values: Vec<Option<Value<'_>>> =
            given.iter().map(|fact| fact.as_ref().map(Given::value)).collect();
        let mut same = false;
        let decided = (evaluator.decide)(&values, &mut |decision| same = says(decision, &right));
        if decided.is_ok() && same {
            return Ok(());
        }
    }
    compare(policy, request, &evaluate(evaluator, &given))
}

/// Whether a decision is this determination, in every aspect.
fn says(decision: &dyn Decision, right: &Determination) -> bool {
    let under = decision.under().map(usize::from) == right.under.map(|at| at.0);
    let limit = decision.limit().map(|limit| (limit.count, limit.what));
    decision.kind().as_str() == right.kind.as_str()
        && usize::from(decision.step()) == right.step
        && under
        && end(decision.end()) == right.end
        && limit == right.limit.as_ref().map(|limit| (limit.count, limit.what.as_str()))
        && decision.target() == right.target.as_deref()
        && (0..).zip(&right.states).all(|(at, state)| decision.state(at) == *state)
        && lists(&|each| decision.because(each), right.because.iter().map(|at| at.0))
        && lists(&|each| decision.unmet(each), right.unmet.iter().map(|at| at.0))
        && lists(&|each| decision.missing(each), right.missing.iter().map(|at| at.0))
        && decision.may_be_approved() == right.may_be_approved
}

/// Hands numbers to a callback, one after the other.
type Walk<'w> = dyn Fn(&mut dyn FnMut(u16)) + 'w;

fn lists(walk: &Walk<'_>, mut right: impl Iterator<Item = usize>) -> bool {
    let mut same = true;
    walk(&mut |at| same &= right.next() == Some(usize::from(at)));
    same && right.next().is_none()
}

fn end(end: Option<criteria_runtime::End>) -> Option<End> {
    end.map(|end| match end {
        criteria_runtime::End::On(date) => End::On(date),
        criteria_runtime::End::Unknown { at_least } => End::Unknown { at_least },
    })
}
