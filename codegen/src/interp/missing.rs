//! The facts that are missing and can still matter. Over-reported perhaps, never left out.

use std::collections::BTreeSet;

use super::{View, order, outcome, truth};
use crate::tree::ast::{Body, CriterionId, DurationRow, FactId, Formula, Outcome, Referral, When};

/// The missing facts, in the order in which one would ask for them.
pub(super) fn of(view: View<'_>) -> Vec<FactId> {
    let mut missing = Missing { view, facts: BTreeSet::new() };
    for (step, truth) in order::possible(view) {
        if truth.is_unknown() {
            missing.when(&step.when);
        }
        match &step.outcome {
            Outcome::Approve(sections) => missing.approval(sections),
            Outcome::Refer(criteria) => missing.referral(criteria),
            Outcome::ReferTo(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
        }
    }
    let applies = |fact: &FactId| {
        let only_when = view.policy.fact(*fact).only_when.as_ref();
        !only_when.is_some_and(|only_when| view.formula(only_when).is_false())
    };
    let order = view.policy.ask_order.iter().copied();
    order.filter(|fact| missing.facts.contains(fact)).filter(applies).collect()
}

struct Missing<'a> {
    view: View<'a>,
    facts: BTreeSet<FactId>,
}

impl Missing<'_> {
    /// The unknown facts of a formula that is unknown.
    fn formula(&mut self, formula: &Formula) {
        if self.view.formula(formula).is_unknown() {
            self.facts.extend(truth::unknown_facts(self.view.policy, self.view.request, formula));
        }
    }

    /// A fact, where it is unknown.
    fn fact(&mut self, fact: FactId) {
        if self.view.request.get(fact).is_none() {
            self.facts.insert(fact);
        }
    }

    fn condition(&mut self, id: CriterionId) {
        if let Some(applies) = &self.view.criterion(id).applies {
            self.formula(applies);
        }
    }

    /// What an unknown step waits for.
    fn when(&mut self, when: &When) {
        match when {
            When::Always => {}
            When::Met(id) | When::NotMet(id) => {
                if order::holds(self.view, when).is_unknown() {
                    self.criterion(*id);
                }
            }
            When::DoesNotApply(id) => {
                if self.view.chain(*id).is_unknown() {
                    self.criterion(*id);
                }
            }
            When::Not(inner) => self.when(inner),
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| self.when(part)),
        }
    }

    /// The unknown conditions over a criterion, and its open leaves.
    fn criterion(&mut self, id: CriterionId) {
        self.view.upwards(id).for_each(|at| self.condition(at));
        self.open_leaves(id);
    }

    fn open_leaves(&mut self, id: CriterionId) {
        if !self.view.value(id).is_unknown() {
            return;
        }
        if let Body::Test(formula) = &self.view.criterion(id).body {
            self.formula(formula);
        }
        for child in self.view.children(id) {
            if !self.view.condition(child).is_false() {
                self.condition(child);
                self.open_leaves(child);
            }
        }
    }

    /// What the end and the limit of an approval under one of these sections wait for.
    fn approval(&mut self, sections: &[CriterionId]) {
        let candidates = outcome::candidates(self.view, sections);
        let rows: Vec<Vec<&DurationRow>> =
            candidates.iter().map(|section| outcome::rows(self.view, *section)).collect();
        let dates = rows.iter().flatten().filter_map(|row| row.or_until.as_ref());
        dates.for_each(|or_until| self.fact(or_until.date));
        for rows in rows.iter().filter(|rows| differ(rows)) {
            self.which_row(rows);
        }
        if differ(&rows.concat()) {
            self.candidates(&candidates);
        }
    }

    /// Which of a section's rows it is: the line of business, and what chooses among them.
    fn which_row(&mut self, rows: &[&DurationRow]) {
        if rows.iter().any(|row| !row.lines.is_empty()) {
            self.line_of_business();
        }
        let view = self.view;
        let open = rows.iter().filter(|row| outcome::chosen(view, row).is_unknown());
        open.filter_map(|row| row.chosen_by).for_each(|id| self.criterion(id));
    }

    /// What the target of a referral under one of these criteria waits for.
    fn referral(&mut self, criteria: &[CriterionId]) {
        if outcome::target(self.view, criteria).is_some() {
            return;
        }
        self.line_of_business();
        let candidates = outcome::candidates(self.view, criteria);
        self.candidates(&candidates);
        for under in candidates {
            for row in outcome::referrals(self.view, under) {
                self.row(row, under);
            }
        }
    }

    /// Which of several criteria it is.
    fn candidates(&mut self, candidates: &[CriterionId]) {
        if let [_, _, ..] = candidates {
            let view = self.view;
            let open = candidates.iter().filter(|id| view.is_met(**id).is_unknown());
            open.for_each(|id| self.criterion(*id));
        }
    }

    /// Whether a referral row applies: the conditions from its criterion up to `under`, and
    /// the open leaves of its criterion.
    fn row(&mut self, row: &Referral, under: CriterionId) {
        for at in self.view.upwards(row.criterion) {
            self.condition(at);
            if at == under {
                break;
            }
        }
        self.open_leaves(row.criterion);
    }

    fn line_of_business(&mut self) {
        if let Some(line) = self.view.policy.line_of_business {
            self.fact(line);
        }
    }
}

fn differ(rows: &[&DurationRow]) -> bool {
    let says = |row: &DurationRow| (row.period, row.or_until.clone(), row.limit.clone());
    let mut all = rows.iter().map(|row| says(row));
    all.next().is_some_and(|first| all.any(|other| other != first))
}
