//! Which facts are missing that can still matter.

use crate::{Kleene, Mask, Outcome, Policy, Rejection, Shape, Standing, Step};

/// What a request leaves unknown, as its admission found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknowns<const F: usize> {
    /// The facts that are given.
    pub known: Mask<F>,
    /// The facts whose "Only when" condition is false: nobody will ask for them.
    pub barred: Mask<F>,
    /// The line of business, where it is given.
    pub line: Option<u16>,
}

impl<const F: usize> Unknowns<F> {
    /// Takes note of a fact's "Only when" condition.
    ///
    /// # Errors
    /// Where the condition is false and the fact is given.
    pub fn expect(
        &mut self,
        fact: u16,
        name: &'static str,
        condition: Kleene,
    ) -> Result<(), Rejection> {
        self.barred.set(fact, condition.is_false());
        Rejection::NotExpected { fact: name }
            .unless(!(condition.is_false() && self.known.contains(fact)))
    }
}

/// A search for missing facts, over one policy and one request.
pub(crate) struct Search<'s, const N: usize, const F: usize> {
    policy: &'static Policy,
    standing: &'s Standing<N>,
    unknowns: &'s Unknowns<F>,
    needed: Mask<F>,
    /// Criteria whose open leaves are wanted.
    open: Mask<N>,
}

impl<'s, const N: usize, const F: usize> Search<'s, N, F> {
    /// The missing facts of a request that step `decisive` decides, or, where that step is
    /// unknown, may decide. `under` is the criterion of a referral that is certain.
    pub(crate) fn run(
        policy: &'static Policy,
        standing: &'s Standing<N>,
        unknowns: &'s Unknowns<F>,
        (decisive, under): (u16, Option<u16>),
    ) -> Mask<F> {
        let mut search = Self {
            policy,
            standing,
            unknowns,
            needed: Mask::EMPTY,
            open: Mask::EMPTY,
        };
        for step in policy.steps.iter().skip(usize::from(decisive)) {
            let truth = step.when.truth(standing);
            if truth.is_false() {
                continue;
            }
            search.step(step, truth, under);
            if truth.is_true() {
                break;
            }
        }
        search.open_leaves();
        search
            .needed
            .without(unknowns.known)
            .without(unknowns.barred)
    }

    fn step(&mut self, step: &'static Step, truth: Kleene, under: Option<u16>) {
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
                let certain = under.or_else(|| {
                    criteria
                        .iter()
                        .copied()
                        .find(|at| standing.is_met(*at).is_true())
                });
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
        self.policy
            .line_of_business
            .into_iter()
            .for_each(|line| self.needed.insert(line));
    }

    fn duration(&mut self, section: u16) {
        let rows = self.policy.possible_rows(section, self.unknowns.line);
        for row in rows.clone() {
            row.or_until
                .into_iter()
                .for_each(|(bound, _)| self.needed.insert(bound));
        }
        let first = rows
            .clone()
            .next()
            .map(|row| (row.period, row.or_until, row.limit));
        if rows
            .clone()
            .any(|row| Some((row.period, row.or_until, row.limit)) != first)
        {
            self.need_line_of_business();
        }
    }

    fn referral(&mut self, under: u16) {
        if self
            .policy
            .target(under, self.unknowns.line, self.standing)
            .is_some()
        {
            return;
        }
        self.need_line_of_business();
        for row in self.policy.referrals {
            if self.standing.is_met(row.criterion).is_false()
                || !self.policy.is_within(row.criterion, under)
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
            let facts = self
                .policy
                .criterion(child)
                .map_or(&[][..], |criterion| criterion.condition_needs);
            self.need(facts);
        }
        if !condition.is_false() && self.standing.value(child).is_unknown() {
            self.open.insert(child);
        }
    }
}
