//! Criteria: values, chains and states.

use std::cell::OnceCell;

use criteria_runtime::{State, Truth};

use super::{Request, truth};
use crate::tree::ast::{Body, Criterion, CriterionId, Formula, Operator, Policy};

/// A policy looked at with one request, some of its leaves perhaps taken to be met.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The policy.
    pub(super) policy: &'a Policy,
    /// The request.
    pub(super) request: &'a Request,
    /// The leaves taken to be met, whatever the request says; ascending.
    met: &'a [CriterionId],
    /// What was computed before; only of the request as it is.
    memo: Option<&'a Memo>,
}

/// Values and conditions of nodes, each kept once it was computed.
#[derive(Debug)]
pub(super) struct Memo {
    conditions: Vec<OnceCell<Truth>>,
    values: Vec<OnceCell<Truth>>,
}

impl Memo {
    /// Nothing computed yet.
    pub(super) fn new(policy: &Policy) -> Self {
        let empty = || policy.criteria.iter().map(|_| OnceCell::new()).collect();
        Self { conditions: empty(), values: empty() }
    }
}

impl<'a> View<'a> {
    /// The policy as the request has it.
    pub(super) fn new(policy: &'a Policy, request: &'a Request) -> Self {
        Self { policy, request, met: &[], memo: None }
    }

    /// The same, keeping what it computes.
    pub(super) fn remembering(self, memo: &'a Memo) -> Self {
        Self { memo: Some(memo), ..self }
    }

    /// The same, with these leaves (ascending) taken to be met.
    pub(super) fn with_met(self, met: &'a [CriterionId]) -> Self {
        Self { met, memo: None, ..self }
    }

    /// The node of an id.
    pub(super) fn criterion(self, id: CriterionId) -> &'a Criterion {
        self.policy.criterion(id)
    }

    /// The truth of a formula.
    pub(super) fn formula(self, formula: &Formula) -> Truth {
        truth::formula(self.policy, self.request, formula)
    }

    /// A node's own condition; true where it has none.
    pub(super) fn condition(self, id: CriterionId) -> Truth {
        let compute =
            || self.criterion(id).applies.as_ref().map_or(Truth::True, |applies| self.formula(applies));
        match self.memo.and_then(|memo| memo.conditions.get(id.0)) {
            Some(cell) => *cell.get_or_init(compute),
            None => compute(),
        }
    }

    /// The node and its ancestors, from the node upwards.
    pub(super) fn upwards(self, id: CriterionId) -> impl Iterator<Item = CriterionId> + use<'a> {
        std::iter::successors(Some(id), move |at| self.criterion(*at).parent)
    }

    /// The conjunction of the conditions of a node and of all its ancestors.
    pub(super) fn chain(self, id: CriterionId) -> Truth {
        self.upwards(id).map(|at| self.condition(at)).fold(Truth::True, Truth::and)
    }

    /// The children that have a value: all but notes.
    pub(super) fn children(self, id: CriterionId) -> impl Iterator<Item = CriterionId> + use<'a> {
        self.criterion(id).children().iter().copied().filter(move |child| self.policy.has_value(*child))
    }

    /// The value of a node; unknown for headings and notes, which have none.
    pub(super) fn value(self, id: CriterionId) -> Truth {
        match self.memo.and_then(|memo| memo.values.get(id.0)) {
            Some(cell) => *cell.get_or_init(|| self.compute(id)),
            None => self.compute(id),
        }
    }

    fn compute(self, id: CriterionId) -> Truth {
        match &self.criterion(id).body {
            Body::Test(_) if self.met.binary_search(&id).is_ok() => Truth::True,
            Body::Test(formula) => self.formula(formula),
            Body::Selector | Body::NotPermitted => Truth::True,
            Body::Group(operator, _) => self.group(id, *operator),
            Body::Heading(_) | Body::Note => Truth::Unknown,
        }
    }

    fn group(self, id: CriterionId, operator: Operator) -> Truth {
        let values = || self.children(id).map(|child| self.value(child));
        match operator {
            Operator::All => self.every(id),
            Operator::NoneOf => values().map(Truth::not).fold(Truth::True, Truth::and),
            Operator::AtLeast(least) if values().filter(|v| v.is_true()).count() >= least => Truth::True,
            Operator::AtLeast(least) if values().filter(|v| !v.is_false()).count() < least => Truth::False,
            Operator::Case if self.every(id).is_true() => Truth::True,
            Operator::Case if self.some(id).is_false() => Truth::False,
            Operator::AtLeast(_) | Operator::Case => Truth::Unknown,
        }
    }

    /// The conjunction of "not its condition, or its value" over the children.
    fn every(self, id: CriterionId) -> Truth {
        self.children(id)
            .map(|child| self.condition(child).not().or(self.value(child)))
            .fold(Truth::True, Truth::and)
    }

    /// The disjunction of "its condition, and its value" over the children.
    fn some(self, id: CriterionId) -> Truth {
        self.children(id)
            .map(|child| self.condition(child).and(self.value(child)))
            .fold(Truth::False, Truth::or)
    }

    /// Whether a criterion is met: its chain and its value.
    pub(super) fn is_met(self, id: CriterionId) -> Truth {
        self.chain(id).and(self.value(id))
    }

    /// The state of a node.
    pub(super) fn state(self, id: CriterionId) -> State {
        match (self.chain(id), self.value(id)) {
            (Truth::False, _) => State::NotApplicable,
            (Truth::Unknown, _) | (_, Truth::Unknown) => State::Unknown,
            (_, Truth::True) => State::Met,
            (_, Truth::False) => State::NotMet,
        }
    }
}
