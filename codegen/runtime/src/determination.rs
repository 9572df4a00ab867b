//! What was decided about one request, and, on demand, why.

use crate::missing::Search;
use crate::reasons::Walks;
use crate::{Admission, Approval, End, Kleene, Limit, Mask, Outcome, Policy, Standing, State, When};

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

/// What each step of a policy gives, two bits a step: a look at it is no jump.
#[derive(Debug, Clone, Copy)]
pub struct Kinds(u64);

impl Kinds {
    /// The kinds of a policy's first 32 steps; for constants.
    pub const fn of(policy: &Policy) -> Self {
        let mut bits = 0;
        let mut rest = policy.steps;
        let mut at = 0;
        while let [step, behind @ ..] = rest {
            if at < 64 {
                bits |= (step.outcome.kind() as u64) << at;
            }
            rest = behind;
            at += 2;
        }
        Self(bits)
    }

    #[inline]
    fn of_step(self, policy: &Policy, step: u16) -> Kind {
        if policy.steps.len() > 32 {
            let step = policy.steps.get(usize::from(step));
            return step.map_or(Kind::NeedsInformation, |step| step.outcome.kind());
        }
        match (self.0 >> (2 * (step & 31))) & 0b11 {
            0 => Kind::Approve,
            1 => Kind::Refer,
            2 => Kind::NotAuthorized,
            _ => Kind::CriteriaNotMet,
        }
    }
}

/// What was decided about one request: of a policy with at most `32 * N` criteria and
/// `64 * F` facts.
///
/// It holds no fact of the request, only which are known; reasons and missing facts are
/// worked out when asked for.
#[derive(Debug, Clone, Copy)]
pub struct Determination<const N: usize, const F: usize, const B: usize> {
    policy: &'static Policy,
    kind: Kind,
    step: u16,
    standing: Standing<N>,
    admission: Admission<F, B>,
}

impl<const N: usize, const F: usize, const B: usize> Determination<N, F, B> {
    /// Decides by the first of the steps that is not false.
    #[inline]
    pub fn new<const S: usize>(
        policy: &'static Policy,
        kinds: Kinds,
        steps: [Kleene; S],
        standing: Standing<N>,
        admission: Admission<F, B>,
    ) -> Self {
        let (step, truth) = first(&steps);
        let kind = if truth.is_true() { kinds.of_step(policy, step) } else { Kind::NeedsInformation };
        Self { policy, kind, step, standing, admission }
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
        let step = self.policy.steps.get(usize::from(self.step));
        let Some(step) = step.filter(|_| self.kind != Kind::NeedsInformation) else {
            return Mask::EMPTY;
        };
        if !matches!(step.when, When::Always) {
            return Walks::explain(self.policy, &step.when, &self.standing);
        }
        let unmet = self.unmet();
        if unmet.is_empty() { self.approving_sections().fold(unmet, with) } else { unmet }
    }

    /// For all but approvals: the criteria not met that stand between the request and an
    /// approval.
    pub fn unmet(&self) -> Mask<N> {
        if self.kind == Kind::Approve {
            return Mask::EMPTY;
        }
        let fails = |section: &u16| {
            self.standing.value(*section).is_false() && !self.standing.does_not_apply(*section).is_true()
        };
        let walks = Walks {
            unmet: self.approving_sections().filter(fails).fold(Mask::EMPTY, with),
            ..Walks::default()
        };
        walks.reasons(self.policy, &self.standing)
    }

    /// The facts missing that can still matter, in no particular order: see
    /// [`Policy::ask_order`].
    pub fn missing(&self) -> Mask<F> {
        Search::run(self.policy, &self.standing, &self.admission, self.step)
    }

    /// Whether it is an approval, or may become one with the facts that are missing. Where it is
    /// false, no answer gives approval.
    pub fn may_be_approved(&self) -> bool {
        for step in self.policy.steps.iter().skip(usize::from(self.step)) {
            let truth = step.when.truth(&self.standing);
            let approves = matches!(step.outcome, Outcome::Approve(_));
            if (approves && !truth.is_false()) || truth.is_true() {
                return approves;
            }
        }
        false
    }

    /// Of an approval, the section that is met; of a referral, the criterion that names the
    /// targets.
    pub fn under(&self) -> Option<u16> {
        let step = self.policy.steps.get(usize::from(self.step))?;
        let (Outcome::Approve(of) | Outcome::Refer(of)) = step.outcome else {
            return None;
        };
        let certain = self.kind != Kind::NeedsInformation;
        of.iter().copied().find(|at| certain && self.standing.is_met(*at).is_true())
    }

    /// What the step names, where it gave this kind.
    fn named(&self, kind: Kind) -> Option<&'static [u16]> {
        let step = self.policy.steps.get(usize::from(self.step)).filter(|_| self.kind == kind)?;
        match step.outcome {
            Outcome::Approve(of) | Outcome::Refer(of) => Some(of),
            Outcome::ReferTo(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => None,
        }
    }

    /// What an approval grants.
    pub fn approval(&self) -> Option<Approval> {
        let sections = self.named(Kind::Approve)?;
        let bounds = self.policy.bounds.iter().zip(self.admission.bounds);
        let bound = |fact| bounds.clone().find(|(of, _)| **of == fact).and_then(|(_, date)| date);
        self.policy.approval(sections, &self.standing, self.admission.line, self.admission.today, &bound)
    }

    /// The target of a referral, where that is known.
    pub fn target(&self) -> Option<&'static str> {
        let step = self.policy.steps.get(usize::from(self.step)).filter(|_| self.kind == Kind::Refer)?;
        match step.outcome {
            Outcome::Refer(criteria) => self.policy.target(criteria, self.admission.line, &self.standing),
            Outcome::ReferTo(target) => Some(target),
            Outcome::Approve(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => None,
        }
    }

    fn approving_sections(&self) -> impl Iterator<Item = u16> {
        self.policy.steps.iter().flat_map(|step| match step.outcome {
            Outcome::Approve(sections) => sections.iter().copied(),
            _ => [].iter().copied(),
        })
    }
}

/// The first step that is not false, and whether it holds; without jumps for as many steps
/// as a word has room for.
#[inline]
fn first<const S: usize>(steps: &[Kleene; S]) -> (u16, Kleene) {
    if S > 32 {
        let found = (0..).zip(steps).find(|(_, truth)| !truth.is_false());
        return found.map_or((u16::MAX, Kleene::UNKNOWN), |(at, truth)| (at, *truth));
    }
    let may_hold = 0xaaaa_aaaa_aaaa_aaaa_u64;
    let all =
        (0_u32..).step_by(2).zip(steps).fold(0_u64, |all, (at, truth)| all | (truth.bits() << (at & 63)));
    let lowest = (all & may_hold).trailing_zeros();
    let step = u16::try_from(lowest / 2).unwrap_or(u16::MAX);
    (step, Kleene::from_bits(all >> (lowest & 0x3e)))
}

impl Outcome {
    #[inline]
    const fn kind(self) -> Kind {
        match self {
            Self::Approve(_) => Kind::Approve,
            Self::Refer(_) | Self::ReferTo(_) => Kind::Refer,
            Self::NotAuthorized => Kind::NotAuthorized,
            Self::CriteriaNotMet => Kind::CriteriaNotMet,
        }
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

    /// Whether it is an approval, or may become one with the facts that are missing. Where it is
    /// false, no answer gives approval.
    fn may_be_approved(&self) -> bool;
}

impl<const N: usize, const F: usize, const B: usize> Decision for Determination<N, F, B> {
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
        Self::under(self)
    }

    fn may_be_approved(&self) -> bool {
        Self::may_be_approved(self)
    }

    fn end(&self) -> Option<End> {
        self.approval().map(|approval| approval.end)
    }

    fn limit(&self) -> Option<Limit> {
        self.approval().and_then(|approval| approval.limit)
    }

    fn target(&self) -> Option<&'static str> {
        Self::target(self)
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
        self.policy.ask_order.iter().copied().filter(|fact| missing.contains(*fact)).for_each(each);
    }
}
