//! Why: the leaves that caused a determination, and those that stand in the way of an approval.

use std::collections::BTreeSet;

use super::{View, order};
use crate::tree::ast::{Body, CriterionId, Operator, Step, When};

/// The criteria that caused the determination of a step that applies, in outline order.
pub(super) fn because(view: View<'_>, step: &Step, unmet: &[CriterionId]) -> Vec<CriterionId> {
    if step.when == When::Always {
        return match unmet {
            [] => order::approving_sections(view.policy),
            unmet => unmet.to_vec(),
        };
    }
    let mut reasons = Reasons { view, met: BTreeSet::new(), further: BTreeSet::new() };
    reasons.walk(&step.when);
    let chosen = if reasons.further.is_empty() { reasons.met } else { reasons.further };
    chosen.into_iter().collect()
}

/// The leaves that make the sections of the `Approve` steps not met, in outline order.
pub(super) fn unmet(view: View<'_>) -> Vec<CriterionId> {
    let mut leaves = BTreeSet::new();
    for section in order::approving_sections(view.policy) {
        if !view.chain(section).is_false() && view.value(section).is_false() {
            unmet_leaves(view, section, &mut leaves);
        }
    }
    leaves.into_iter().collect()
}

/// The reasons found along a `When`.
struct Reasons<'a> {
    view: View<'a>,
    /// Those of `Met`.
    met: BTreeSet<CriterionId>,
    /// Those of `NotMet` and `DoesNotApply`; where there are any, they alone are why the step
    /// applies.
    further: BTreeSet<CriterionId>,
}

impl Reasons<'_> {
    fn walk(&mut self, when: &When) {
        if !order::holds(self.view, when).is_true() {
            return;
        }
        match when {
            When::Met(id) => met_leaves(self.view, *id, &mut self.met),
            When::NotMet(id) => unmet_leaves(self.view, *id, &mut self.further),
            When::DoesNotApply(id) => _ = self.further.insert(*id),
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| self.walk(part)),
            When::Always | When::Not(_) => {}
        }
    }
}

/// The leaves that make a node met.
fn met_leaves(view: View<'_>, id: CriterionId, leaves: &mut BTreeSet<CriterionId>) {
    let applicable = view.children(id).filter(|child| !view.condition(*child).is_false());
    match &view.criterion(id).body {
        Body::Test(_) | Body::Selector | Body::NotPermitted => _ = leaves.insert(id),
        Body::Group(Operator::All | Operator::Case, _) => {
            applicable.for_each(|child| met_leaves(view, child, leaves));
        }
        Body::Group(Operator::AtLeast(least), _) => {
            let met = applicable.filter(|child| view.value(*child).is_true());
            met.take(*least).for_each(|child| met_leaves(view, child, leaves));
        }
        Body::Group(Operator::NoneOf, _) => {
            applicable.for_each(|child| unmet_leaves(view, child, leaves));
        }
        Body::Heading(_) | Body::Note => {}
    }
}

/// The leaves that make a node not met.
fn unmet_leaves(view: View<'_>, id: CriterionId, leaves: &mut BTreeSet<CriterionId>) {
    match &view.criterion(id).body {
        Body::Test(_) | Body::Selector | Body::NotPermitted => _ = leaves.insert(id),
        Body::Group(Operator::NoneOf, _) => {
            let met = view.children(id).filter(|child| view.value(*child).is_true());
            met.for_each(|child| met_leaves(view, child, leaves));
        }
        Body::Group(..) => {
            for child in view.children(id).filter(|child| view.value(*child).is_false()) {
                let condition = view.condition(child);
                if condition.is_true() {
                    unmet_leaves(view, child, leaves);
                } else if condition.is_unknown() {
                    leaves.insert(id);
                }
            }
        }
        Body::Heading(_) | Body::Note => {}
    }
}
