//! Which facts are missing that can still matter.

use crate::outcome::candidates;
use crate::{Admission, Kleene, Mask, Outcome, Policy, Row, Shape, Standing, Step};

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
            Outcome::Approve(sections) => self.approval(sections),
            Outcome::Refer(criteria) => self.referral(criteria),
            Outcome::ReferTo(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
        }
    }

    /// The condition of a criterion, where it is unknown.
    fn condition(&mut self, at: u16) {
        if let Some(criterion) =
            self.policy.criterion(at).filter(|_| self.standing.condition(at).is_unknown())
        {
            self.need(criterion.condition_needs);
        }
    }

    /// The conditions above a criterion, its own included, that are unknown.
    fn chain(&mut self, at: u16) {
        let policy = self.policy;
        policy.upwards(at).for_each(|(at, _)| self.condition(at));
    }

    fn need(&mut self, facts: &[u16]) {
        for fact in facts {
            self.needed.insert(*fact);
        }
    }

    fn need_line_of_business(&mut self) {
        self.policy.line_of_business.into_iter().for_each(|line| self.needed.insert(line));
    }

    /// What the end and the limit of an approval under one of these sections wait for.
    fn approval(&mut self, sections: &[u16]) {
        let (policy, line) = (self.policy, self.admission.line);
        let says = |row: &Row| (row.period, row.or_until, row.limit);
        let (mut first, mut differ) = (None, false);
        for section in candidates(sections, self.standing) {
            let rows = policy.possible_rows(section, line, self.standing);
            let (mut own, mut apart) = (None, false);
            for row in rows.clone() {
                row.or_until.into_iter().for_each(|(bound, _)| self.needed.insert(bound));
                apart |= *own.get_or_insert(says(row)) != says(row);
                differ |= *first.get_or_insert(says(row)) != says(row);
            }
            if apart {
                rows.for_each(|row| self.which_row(row));
            }
        }
        if differ {
            self.which_of(sections);
        }
    }

    /// Whether it is this row: the line of business, and what chooses it.
    fn which_row(&mut self, row: &Row) {
        if !row.lines.is_empty() {
            self.need_line_of_business();
        }
        if let Some(criterion) = row.chosen_by.filter(|_| row.chosen(self.standing).is_unknown()) {
            self.chain(criterion);
            self.open.insert(criterion);
        }
    }

    /// What the target of a referral under one of these criteria waits for.
    fn referral(&mut self, criteria: &[u16]) {
        if self.policy.target(criteria, self.admission.line, self.standing).is_some() {
            return;
        }
        self.need_line_of_business();
        self.which_of(criteria);
        for under in candidates(criteria, self.standing) {
            for row in self.policy.referrals {
                if !self.standing.is_met(row.criterion).is_false()
                    && self.policy.is_within(row.criterion, under)
                {
                    self.row(row.criterion, under);
                }
            }
        }
    }

    /// Whether a referral row applies, below the criterion that may be the one.
    fn row(&mut self, criterion: u16, under: u16) {
        self.open.insert(criterion);
        for (at, _) in self.policy.upwards(criterion) {
            self.condition(at);
            if at == under {
                break;
            }
        }
    }

    /// Which of several criteria is the first that is met.
    fn which_of(&mut self, of: &[u16]) {
        let standing = self.standing;
        if candidates(of, standing).count() < 2 {
            return;
        }
        for at in candidates(of, standing).filter(|at| standing.is_met(*at).is_unknown()) {
            self.chain(at);
            self.open.insert(at);
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
