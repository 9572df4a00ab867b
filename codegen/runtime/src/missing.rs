//! Which facts are missing that can still matter.

use crate::{Admission, Kleene, Mask, Outcome, Policy, Shape, Standing, Step};

/// A search for missing facts, over one policy and one request.
pub(crate) struct Search<'s, const N: usize, const F: usize, const B: usize> {
    policy: &'static Policy,
    standing: &'s Standing<N>,
    admission: &'s Admission<F, B>,
    needed: Mask<F>,
    /// Criteria whose open leaves are wanted.
    open: Mask<N>,
}

impl<'s, const N: usize, const F: usize, const B: usize> Search<'s, N, F, B> {
    /// The missing facts of a request that step `decisive` decides, or, where that step is
    /// unknown, may decide.
    pub(crate) fn run(
        policy: &'static Policy,
        standing: &'s Standing<N>,
        admission: &'s Admission<F, B>,
        decisive: u16,
    ) -> Mask<F> {
        let mut search = Self { policy, standing, admission, needed: Mask::EMPTY, open: Mask::EMPTY };
        for step in policy.steps.iter().skip(usize::from(decisive)) {
            let truth = step.when.truth(standing);
            if truth.is_false() {
                continue;
            }
            search.step(step, truth);
            if truth.is_true() {
                break;
            }
        }
        search.open_leaves();
        search.needed.without(admission.known).without(admission.barred)
    }

    fn step(&mut self, step: &'static Step, truth: Kleene) {
        let standing = self.standing;
        if truth.is_unknown() {
            step.when.each_unsettled(standing, &mut |at| {
                self.chain(at);
                self.open.insert(at);
            });
        }
        match step.outcome {
            Outcome::Approve(sections) => {
                sections
                    .iter()
                    .filter(|section| !standing.is_met(**section).is_false())
                    .for_each(|at| self.duration(*at));
            }
            Outcome::Refer(criteria) if truth.is_true() => {
                let certain = { criteria.iter().copied().find(|at| standing.is_met(*at).is_true()) };
                if let Some(at) = certain {
                    self.referral(at);
                }
            }
            Outcome::Refer(criteria) => {
                criteria
                    .iter()
                    .filter(|at| !standing.is_met(**at).is_false())
                    .for_each(|at| self.referral(*at));
            }
            Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
        }
    }

    /// The conditions above a criterion, its own included, that are unknown.
    fn chain(&mut self, at: u16) {
        for (at, criterion) in self.policy.upwards(at) {
            if self.standing.condition(at).is_unknown() {
                self.need(criterion.condition_needs);
            }
        }
    }

    fn need(&mut self, facts: &[u16]) {
        for fact in facts {
            self.needed.insert(*fact);
        }
    }

    fn need_line_of_business(&mut self) {
        self.policy.line_of_business.into_iter().for_each(|line| self.needed.insert(line));
    }

    fn duration(&mut self, section: u16) {
        let rows = self.policy.possible_rows(section, self.admission.line);
        for row in rows.clone() {
            row.or_until.into_iter().for_each(|(bound, _)| self.needed.insert(bound));
        }
        let first = rows.clone().next().map(|row| (row.period, row.or_until, row.limit));
        if rows.clone().any(|row| Some((row.period, row.or_until, row.limit)) != first) {
            self.need_line_of_business();
        }
    }

    fn referral(&mut self, under: u16) {
        if self.policy.target(under, self.admission.line, self.standing).is_some() {
            return;
        }
        self.need_line_of_business();
        for row in self.policy.referrals {
            if self.standing.is_met(row.criterion).is_false() || !self.policy.is_within(row.criterion, under)
            {
                continue;
            }
            if self.standing.is_met(row.criterion).is_unknown() {
                self.open.insert(row.criterion);
            }
            for (at, criterion) in self.policy.upwards(row.criterion) {
                self.need(criterion.condition_needs);
                if let Shape::Test(facts) = criterion.shape {
                    self.need(facts);
                }
                if at == under {
                    break;
                }
            }
        }
    }

    /// Descends from every open criterion while values are unknown; one pass, because
    /// parents come before their children.
    fn open_leaves(&mut self) {
        for (at, criterion) in self.policy.numbered() {
            if !self.open.contains(at) || !self.standing.value(at).is_unknown() {
                continue;
            }
            if let Shape::Test(facts) = criterion.shape {
                self.need(facts);
            }
            for child in criterion.children().iter().copied() {
                self.child(child);
            }
        }
    }

    fn child(&mut self, child: u16) {
        let condition = self.standing.condition(child);
        if condition.is_unknown() {
            let facts = self.policy.criterion(child).map_or(&[][..], |criterion| criterion.condition_needs);
            self.need(facts);
        }
        if !condition.is_false() && self.standing.value(child).is_unknown() {
            self.open.insert(child);
        }
    }
}
