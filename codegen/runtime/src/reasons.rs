//! Why: the leaves that a determination rests on.
//!
//! The two walks of `docs/reference/meaning.md`, met leaves and unmet leaves, as one pass
//! over the criteria. What happens to a criterion depends on it and the walk alone, so two
//! sets of criteria reached stand for all walks at once, and no stack is needed: parents
//! come before their children.

use crate::{Criterion, Kleene, Mask, Operator, Policy, Shape, Standing, Truth, When};

/// Criteria reached by walks for met leaves and for unmet leaves.
#[derive(Clone, Copy, Default)]
pub(crate) struct Walks<const N: usize> {
    pub(crate) met: Mask<N>,
    pub(crate) unmet: Mask<N>,
    /// Reasons already, not walked further.
    pub(crate) reasons: Mask<N>,
}

impl<const N: usize> Walks<N> {
    /// The reasons that the walks end in.
    pub(crate) fn reasons(mut self, policy: &Policy, standing: &Standing<N>) -> Mask<N> {
        for (at, criterion) in policy.numbered() {
            let (met, unmet) = (self.met.contains(at), self.unmet.contains(at));
            if criterion.is_leaf() && (met || unmet) {
                self.reasons.insert(at);
            }
            if met {
                self.why_met(criterion, standing);
            }
            if unmet {
                self.why_not_met(at, criterion, standing);
            }
        }
        self.reasons
    }

    fn why_met(&mut self, criterion: &Criterion, standing: &Standing<N>) {
        let Shape::Group(operator, children) = criterion.shape else {
            return;
        };
        let applying = children.iter().copied().filter(|child| !standing.condition(*child).is_false());
        match operator {
            Operator::All | Operator::Case => applying.for_each(|child| self.met.insert(child)),
            Operator::NoneOf => applying.for_each(|child| self.unmet.insert(child)),
            Operator::AtLeast(n) => applying
                .filter(|child| standing.value(*child).is_true())
                .take(usize::from(n))
                .for_each(|child| self.met.insert(child)),
        }
    }

    fn why_not_met(&mut self, at: u16, criterion: &Criterion, standing: &Standing<N>) {
        let Shape::Group(operator, children) = criterion.shape else {
            return;
        };
        let cause = if operator == Operator::NoneOf { Kleene::TRUE } else { Kleene::FALSE };
        for child in children.iter().copied().filter(|child| standing.value(*child) == cause) {
            match Truth::from(standing.condition(child)) {
                Truth::False => {}
                Truth::Unknown => self.reasons.insert(at),
                Truth::True if operator == Operator::NoneOf => self.met.insert(child),
                Truth::True => self.unmet.insert(child),
            }
        }
    }

    /// Why a step applies. Criteria that are met are the reasons only where no further
    /// condition ("… is not met", "… does not apply") gives one.
    pub(crate) fn explain(policy: &Policy, when: &When, standing: &Standing<N>) -> Mask<N> {
        let (mut further, mut met) = (Self::default(), Mask::EMPTY);
        further.collect(when, standing, &mut met);
        let reasons = further.reasons(policy, standing);
        if reasons.is_empty() { Self { met, ..Self::default() }.reasons(policy, standing) } else { reasons }
    }

    /// The criteria that the walks for a step begin at; those that are met go to `positive`.
    fn collect(&mut self, when: &When, standing: &Standing<N>, positive: &mut Mask<N>) {
        match *when {
            When::Always | When::Not(_) => {}
            When::Met(at) => positive.set(at, standing.is_met(at).is_true()),
            When::NotMet(at) => self.unmet.set(at, standing.is_not_met(at).is_true()),
            When::DoesNotApply(at) => self.reasons.set(at, standing.does_not_apply(at).is_true()),
            When::All(parts) => parts.iter().for_each(|part| self.collect(part, standing, positive)),
            When::Any(parts) => parts
                .iter()
                .filter(|part| part.truth(standing).is_true())
                .for_each(|part| self.collect(part, standing, positive)),
        }
    }
}

impl When {
    /// Whether it holds.
    pub(crate) fn truth<const N: usize>(&self, standing: &Standing<N>) -> Kleene {
        match *self {
            Self::Always => Kleene::TRUE,
            Self::Met(at) => standing.is_met(at),
            Self::NotMet(at) => standing.is_not_met(at),
            Self::DoesNotApply(at) => standing.does_not_apply(at),
            Self::Not(inner) => inner.truth(standing).not(),
            Self::All(parts) => parts.iter().fold(Kleene::TRUE, |all, part| all.and(part.truth(standing))),
            Self::Any(parts) => parts.iter().fold(Kleene::FALSE, |any, part| any.or(part.truth(standing))),
        }
    }

    /// Calls `visit` with every criterion it names where its part of the step is
    /// not settled.
    pub(crate) fn each_unsettled<const N: usize>(&self, standing: &Standing<N>, visit: &mut dyn FnMut(u16)) {
        match *self {
            Self::Always => {}
            Self::Met(at) | Self::NotMet(at) | Self::DoesNotApply(at) => {
                if self.truth(standing).is_unknown() {
                    visit(at);
                }
            }
            Self::Not(inner) => inner.each_unsettled(standing, visit),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.each_unsettled(standing, visit);
                }
            }
        }
    }
}
