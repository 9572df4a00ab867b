//! What was decided about one request, and, on demand, why.

use crate::missing::Search;
use crate::reasons::Walks;
use crate::{
    Approval, Date, End, Kleene, Limit, Mask, Outcome, Policy, Standing, State, Today, Unknowns,
};

/// The kind of a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// What was decided about one request: of a policy with at most `64 * N` criteria and
/// `64 * F` facts.
///
/// It holds no fact of the request, only which are known; reasons and missing facts are
/// worked out when asked for.
#[derive(Debug, Clone, Copy)]
pub struct Determination<const N: usize, const F: usize> {
    policy: &'static Policy,
    kind: Kind,
    step: u16,
    under: Option<u16>,
    approval: Option<Approval>,
    target: Option<&'static str>,
    standing: Standing<N>,
    unknowns: Unknowns<F>,
}

impl<const N: usize, const F: usize> Determination<N, F> {
    /// Gathers what the first step that is not false gives.
    ///
    /// `bound` tells the dates that approval durations name.
    #[inline]
    pub fn new(
        policy: &'static Policy,
        (step, truth): (u16, Kleene),
        standing: Standing<N>,
        unknowns: Unknowns<F>,
        (today, bound): (Today, impl Fn(u16) -> Option<Date> + Copy),
    ) -> Self {
        let mut decided = Self {
            policy,
            kind: Kind::NeedsInformation,
            step,
            under: None,
            approval: None,
            target: None,
            standing,
            unknowns,
        };
        let Some(taken) = policy
            .steps
            .get(usize::from(step))
            .filter(|_| truth.is_true())
        else {
            return decided;
        };
        let first_met = |of: &[u16]| of.iter().copied().find(|at| standing.is_met(*at).is_true());
        match taken.outcome {
            Outcome::Approve(sections) => {
                decided.kind = Kind::Approve;
                decided.under = first_met(sections);
                decided.approval = decided
                    .under
                    .and_then(|section| policy.approval(section, unknowns.line, today, bound));
            }
            Outcome::Refer(criteria) => {
                decided.kind = Kind::Refer;
                decided.under = first_met(criteria);
                decided.target = decided
                    .under
                    .and_then(|under| policy.target(under, unknowns.line, &standing));
            }
            Outcome::NotAuthorized => decided.kind = Kind::NotAuthorized,
            Outcome::CriteriaNotMet => decided.kind = Kind::CriteriaNotMet,
        }
        decided
    }

    /// The kind.
    #[inline]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The state of a criterion.
    #[inline]
    pub fn state(&self, criterion: u16) -> State {
        self.standing.state(criterion)
    }

    /// The criteria that caused the determination.
    pub fn because(&self) -> Mask<N> {
        match self.kind {
            Kind::NeedsInformation => Mask::EMPTY,
            Kind::CriteriaNotMet => {
                let unmet = self.unmet();
                if unmet.is_empty() {
                    self.approving_sections().fold(unmet, with)
                } else {
                    unmet
                }
            }
            Kind::Approve | Kind::Refer | Kind::NotAuthorized => {
                let mut walks = Walks::default();
                if let Some(step) = self.policy.steps.get(usize::from(self.step)) {
                    walks.explain(&step.when, &self.standing);
                }
                walks.reasons(self.policy, &self.standing)
            }
        }
    }

    /// For all but approvals: the criteria not met that stand between the request and an
    /// approval.
    pub fn unmet(&self) -> Mask<N> {
        if self.kind == Kind::Approve {
            return Mask::EMPTY;
        }
        let fails = |section: &u16| {
            self.standing.value(*section).is_false()
                && !self.standing.does_not_apply(*section).is_true()
        };
        let walks = Walks {
            unmet: self
                .approving_sections()
                .filter(fails)
                .fold(Mask::EMPTY, with),
            ..Walks::default()
        };
        walks.reasons(self.policy, &self.standing)
    }

    /// The facts missing that can still matter, in no particular order: see
    /// [`Policy::ask_order`].
    pub fn missing(&self) -> Mask<F> {
        Search::run(
            self.policy,
            &self.standing,
            &self.unknowns,
            (self.step, self.under),
        )
    }

    fn approving_sections(&self) -> impl Iterator<Item = u16> {
        self.policy
            .steps
            .iter()
            .flat_map(|step| match step.outcome {
                Outcome::Approve(sections) => sections.iter().copied(),
                _ => [].iter().copied(),
            })
    }
}

fn with<const N: usize>(mut mask: Mask<N>, member: u16) -> Mask<N> {
    mask.insert(member);
    mask
}

/// A determination of any policy, whatever its size.
pub trait Decision {
    /// The policy that decided.
    fn policy(&self) -> &'static Policy;

    /// The kind.
    fn kind(&self) -> Kind;

    /// The step that applied; of "needs information", the first that is not settled.
    fn step(&self) -> u16;

    /// Of an approval, the section that is met; of a referral, the criterion that names the
    /// targets.
    fn under(&self) -> Option<u16>;

    /// The end of an approval.
    fn end(&self) -> Option<End>;

    /// What an approval is limited to, where that is known.
    fn limit(&self) -> Option<Limit>;

    /// The target of a referral, where that is known.
    fn target(&self) -> Option<&'static str>;

    /// The state of a criterion.
    fn state(&self, criterion: u16) -> State;

    /// Calls `each` with the criteria that caused the determination, in outline order.
    fn because(&self, each: &mut dyn FnMut(u16));

    /// Calls `each` with the criteria not met that stand between the request and an
    /// approval, in outline order.
    fn unmet(&self, each: &mut dyn FnMut(u16));

    /// Calls `each` with the facts missing that can still matter, the first to ask first.
    fn missing(&self, each: &mut dyn FnMut(u16));
}

impl<const N: usize, const F: usize> Decision for Determination<N, F> {
    fn policy(&self) -> &'static Policy {
        self.policy
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn step(&self) -> u16 {
        self.step
    }

    fn under(&self) -> Option<u16> {
        self.under
    }

    fn end(&self) -> Option<End> {
        self.approval.map(|approval| approval.end)
    }

    fn limit(&self) -> Option<Limit> {
        self.approval.and_then(|approval| approval.limit)
    }

    fn target(&self) -> Option<&'static str> {
        self.target
    }

    fn state(&self, criterion: u16) -> State {
        self.standing.state(criterion)
    }

    fn because(&self, each: &mut dyn FnMut(u16)) {
        Self::because(self).iter().for_each(each);
    }

    fn unmet(&self, each: &mut dyn FnMut(u16)) {
        Self::unmet(self).iter().for_each(each);
    }

    fn missing(&self, each: &mut dyn FnMut(u16)) {
        let missing = Self::missing(self);
        self.policy
            .ask_order
            .iter()
            .copied()
            .filter(|fact| missing.contains(*fact))
            .for_each(each);
    }
}
