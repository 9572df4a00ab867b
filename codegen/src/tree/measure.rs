//! How much of a policy really runs: the share of its criteria that compare typed facts, beside
//! those that only pass a yes or no on.

use std::fmt;

use super::ast::{Atom, Body, Formula, Part, Policy};

/// Leaf criteria (those that ask a sentence of their own), by what they ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// They compare facts that have a type: a choice, a number, a date, a trial, a set.
    pub typed: usize,
    /// They hold typed facts and yes/no facts.
    pub mixed: usize,
    /// They hold yes/no facts only: a person has judged before the policy runs.
    pub yes_no: usize,
}

/// Measures a policy.
pub fn measure(policy: &Policy) -> Measure {
    let mut measure = Measure::default();
    for criterion in &policy.criteria {
        let Body::Test(formula) = &criterion.body else { continue };
        if criterion.part == Part::Row {
            continue;
        }
        let (yes_no, typed) = asked(formula);
        match (yes_no, typed) {
            (_, 0) => measure.yes_no += 1,
            (0, _) => measure.typed += 1,
            _ => measure.mixed += 1,
        }
    }
    measure
}

/// How many yes/no atoms a formula has, and how many typed ones.
fn asked(formula: &Formula) -> (usize, usize) {
    let (mut yes_no, mut typed) = (0, 0);
    formula.each_atom(&mut |atom| match atom {
        Atom::Yes(_) => yes_no += 1,
        _ => typed += 1,
    });
    (yes_no, typed)
}

impl Measure {
    /// All leaf criteria.
    pub const fn leaves(self) -> usize {
        self.typed + self.mixed + self.yes_no
    }

    /// A share of the leaves in whole percent, rounded down, so that "100 %" means all.
    pub const fn percent(self, of: usize) -> usize {
        match self.leaves() {
            0 => 0,
            leaves => of * 100 / leaves,
        }
    }
}

impl fmt::Display for Measure {
    /// `24 leaf criteria: 70 % typed, 8 % mixed, 20 % yes/no`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (typed, mixed, yes_no) =
            (self.percent(self.typed), self.percent(self.mixed), self.percent(self.yes_no));
        write!(f, "{} leaf criteria: {typed} % typed, {mixed} % mixed, {yes_no} % yes/no", self.leaves())
    }
}
