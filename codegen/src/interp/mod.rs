//! The meaning of a policy: a slow and obvious interpreter of the criteria tree.
//!
//! `docs/reference/meaning.md` says the same in words, section by section as the files of this
//! folder. Every other engine must agree with what stands here, so nothing here is clever:
//! values are computed where they are needed, by recursion over the tree, and kept.

mod brief;
mod criteria;
pub mod invariant;
mod missing;
mod neighbours;
mod order;
mod outcome;
mod reasons;
mod repairs;
#[cfg(test)]
pub(crate) mod support;
#[cfg(test)]
mod tests;
pub mod truth;
mod validate;

use criteria_runtime::{Date, Period, State};

use crate::tree::ast::{CriterionId, FactId, Limit, Outcome, Policy, Step, Value};

pub use brief::{brief, labels};
pub use validate::{Reason, Rejection, validate};
pub(crate) use validate::{check_range, derived, wrong_kind};

use criteria::{Memo, View};
use order::Deciding;

/// The known facts of a request, one place a fact of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    values: Vec<Option<Value>>,
}

impl Request {
    /// A request of which these facts are known.
    pub fn of(policy: &Policy, known: &[(FactId, Value)]) -> Self {
        let mut request = Self::new(policy);
        for (fact, value) in known {
            request.set(*fact, Some(value.clone()));
        }
        request
    }

    /// The facts that are known, in the order of the policy.
    pub fn known(&self) -> impl Iterator<Item = (FactId, &Value)> {
        self.values.iter().enumerate().filter_map(|(at, value)| Some((FactId(at), value.as_ref()?)))
    }

    /// A request about which nothing is known.
    pub fn new(policy: &Policy) -> Self {
        Self { values: vec![None; policy.facts.len()] }
    }

    /// What is known of a fact.
    pub fn get(&self, fact: FactId) -> Option<&Value> {
        self.values.get(fact.0).and_then(Option::as_ref)
    }

    /// Makes a fact known, or unknown.
    pub fn set(&mut self, fact: FactId, value: Option<Value>) {
        if let Some(place) = self.values.get_mut(fact.0) {
            *place = value;
        }
    }
}

/// The kind of a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Approve.
    Approve,
    /// Refer to another policy.
    Refer,
    /// Not authorized.
    NotAuthorized,
    /// Criteria not met.
    CriteriaNotMet,
    /// Needs information.
    NeedsInformation,
}

impl Kind {
    /// The words of the field, as documents and output print them.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refer => "refer",
            Self::NotAuthorized => "not authorized",
            Self::CriteriaNotMet => "criteria not met",
            Self::NeedsInformation => "needs information",
        }
    }
}

/// When an approval ends: the first day no longer covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// On this day.
    On(Date),
    /// Not known yet; not before this period has passed since the request date.
    Unknown {
        /// The least period, where one is certain.
        at_least: Option<Period>,
    },
}

/// What was decided about one request, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    /// The kind.
    pub kind: Kind,
    /// The step that applied (index into the order of determination); for `NeedsInformation`,
    /// the first step that is not settled.
    pub step: usize,
    /// For an approval: the section that is met; for a referral: the criterion that names the
    /// targets.
    pub under: Option<CriterionId>,
    /// The end of an approval; `None` for the other kinds.
    pub end: Option<End>,
    /// What an approval is limited to, where that is known.
    pub limit: Option<Limit>,
    /// The target of a referral; `None` where it is unknown.
    pub target: Option<String>,
    /// The state of every criterion.
    pub states: Vec<State>,
    /// The criteria that caused the determination, in outline order.
    pub because: Vec<CriterionId>,
    /// For all but approvals: the criteria not met that stand between the request and an approval.
    pub unmet: Vec<CriterionId>,
    /// The repairs.
    pub repairs: Repairs,
    /// The facts missing that can still matter, in the order of `Policy::ask_order`.
    pub missing: Vec<FactId>,
    /// Whether it is an approval, or may become one with the facts that are missing. Where it is
    /// false, no answer gives approval.
    pub may_be_approved: bool,
}

/// The inclusion-minimal sets of leaf criteria which, if met and all else equal, would give approval.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repairs {
    /// The sets, each in outline order, the smallest first; at most [`MAX_REPAIRS`].
    pub sets: Vec<Vec<CriterionId>>,
    /// Whether there are more, or may be: the search is bounded.
    pub truncated: bool,
}

pub use crate::limits::MAX_REPAIRS;

/// Decides a request, which must be valid: see [`validate`].
pub fn decide(policy: &Policy, request: &Request) -> Determination {
    let mut determination = determine(policy, request);
    if determination.kind != Kind::Approve {
        determination.repairs = repairs::of(View::new(policy, request).remembering(&Memo::new(policy)));
    }
    determination
}

/// Decides a request without looking for repairs, which takes most of the time.
pub fn determine(policy: &Policy, request: &Request) -> Determination {
    let memo = Memo::new(policy);
    let view = View::new(policy, request).remembering(&memo);
    let mut determination = undecided(view);
    if let Deciding::Applies(at) = order::deciding(view)
        && let Some(step) = policy.steps.get(at)
    {
        settle(view, step, &mut determination);
    }
    determination
}

/// What is so whatever the kind: the states, what is unmet, the missing facts.
fn undecided(view: View<'_>) -> Determination {
    let (Deciding::Applies(step) | Deciding::Open(step)) = order::deciding(view);
    Determination {
        kind: Kind::NeedsInformation,
        step,
        under: None,
        end: None,
        limit: None,
        target: None,
        states: view.policy.criteria().map(|(id, _)| view.state(id)).collect(),
        because: Vec::new(),
        unmet: reasons::unmet(view),
        repairs: Repairs::default(),
        missing: missing::of(view),
        may_be_approved: order::may_approve(view),
    }
}

/// What the step that applies says.
fn settle(view: View<'_>, step: &Step, determination: &mut Determination) {
    determination.kind = order::kind(step);
    determination.because = reasons::because(view, step, &determination.unmet);
    match &step.outcome {
        Outcome::Approve(sections) => {
            determination.under = outcome::under(view, sections);
            determination.end = outcome::end(view, sections);
            determination.limit = outcome::limit(view, sections);
            determination.unmet = Vec::new();
        }
        Outcome::Refer(criteria) => {
            determination.under = outcome::under(view, criteria);
            determination.target = outcome::target(view, criteria);
        }
        Outcome::ReferTo(target) => determination.target = Some(target.clone()),
        Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
    }
}
