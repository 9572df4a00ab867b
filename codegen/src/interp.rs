//! The meaning of a policy: a slow and obvious interpreter of the criteria tree.

use criteria_runtime::{Date, Period, State};

use crate::tree::ast::{CriterionId, FactId, Limit, Policy, Value};

/// The known facts of a request, one place a fact of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    values: Vec<Option<Value>>,
}

impl Request {
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
    /// The end of an approval.
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
}

/// The inclusion-minimal sets of leaf criteria which, if met and all else equal, would give approval.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repairs {
    /// The sets, each in outline order, the smallest first; at most [`MAX_REPAIRS`].
    pub sets: Vec<Vec<CriterionId>>,
    /// Whether there are more.
    pub truncated: bool,
}

/// How many repairs a determination lists, at most.
pub const MAX_REPAIRS: usize = 64;
