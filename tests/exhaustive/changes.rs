//! A policy changed by as little as can be: one comparison, by one step.

use criteria::tree::ast::{Atom, Body, ChoiceId, FactId, Formula, Policy};
use criteria_runtime::Period;

/// One comparison changed.
#[derive(Debug)]
pub(crate) struct Change {
    /// The criterion.
    pub(crate) label: String,
    /// What became what.
    pub(crate) what: String,
    /// The policy with the change.
    pub(crate) policy: Policy,
}

/// Every least change of a comparison in the criteria and their conditions.
pub(crate) fn changes(policy: &Policy) -> Vec<Change> {
    let mut all = Vec::new();
    for at in 0..policy.criteria.len() {
        for which in [Which::Condition, Which::Test] {
            let mut atoms = Vec::new();
            if let Some(of) = formula(&mut policy.clone(), at, which) {
                of.each_atom(&mut |atom| atoms.push(atom.clone()));
            }
            for (nth, atom) in atoms.iter().enumerate() {
                for other in least(policy, atom) {
                    let mut changed = policy.clone();
                    let of = formula(&mut changed, at, which).expect("it was there a moment ago");
                    let label = policy.criteria[at].label.clone();
                    let what = format!("{label}: {atom:?} becomes {other:?}");
                    replace(of, &mut { nth }, &other);
                    all.push(Change { label, what, policy: changed });
                }
            }
        }
    }
    all
}

#[derive(Clone, Copy)]
enum Which {
    Condition,
    Test,
}

fn formula(policy: &mut Policy, at: usize, which: Which) -> Option<&mut Formula> {
    let criterion = &mut policy.criteria[at];
    match (which, &mut criterion.body) {
        (Which::Condition, _) => criterion.applies.as_mut(),
        (Which::Test, Body::Test(test)) => Some(test),
        (Which::Test, _) => None,
    }
}

/// What stands nearest to an atom, on both sides.
fn least(policy: &Policy, atom: &Atom) -> Vec<Formula> {
    let period = |period: Period, count| Period { count, ..period };
    let sides = |count: u16| [count.saturating_sub(1), count + 1];
    let atoms = match atom {
        Atom::Yes(_) => return vec![Formula::Not(Box::new(Formula::Atom(atom.clone())))],
        Atom::Compare(fact, comparison, limit) => {
            [limit - 1, limit + 1].map(|limit| Atom::Compare(*fact, *comparison, limit)).to_vec()
        }
        Atom::Elapsed(fact, of) => {
            sides(of.count).map(|count| Atom::Elapsed(*fact, period(*of, count))).to_vec()
        }
        Atom::Within(fact, of) => {
            sides(of.count).map(|count| Atom::Within(*fact, period(*of, count))).to_vec()
        }
        Atom::Is(fact, of) => other_lists(policy, *fact, of).map(|of| Atom::Is(*fact, of)).collect(),
        Atom::Includes(fact, of) => {
            other_lists(policy, *fact, of).map(|of| Atom::Includes(*fact, of)).collect()
        }
        Atom::Dates(left, comparison, right) => vec![Atom::Dates(*right, *comparison, *left)],
        Atom::Apart(first, of, comparison, other) => {
            sides(of.count).map(|count| Atom::Apart(*first, period(*of, count), *comparison, *other)).to_vec()
        }
    };
    atoms.into_iter().map(Formula::Atom).collect()
}

/// The list with each choice taken away or added.
fn other_lists(policy: &Policy, fact: FactId, of: &[ChoiceId]) -> impl Iterator<Item = Vec<ChoiceId>> {
    (0..policy.fact(fact).choice_names().len()).map(ChoiceId).map(move |choice| {
        let mut list: Vec<ChoiceId> = of.iter().copied().filter(|at| *at != choice).collect();
        if list.len() == of.len() {
            list.push(choice);
            list.sort_unstable();
        }
        list
    })
}

/// Puts another formula in the place of the n-th atom.
fn replace(formula: &mut Formula, nth: &mut usize, other: &Formula) {
    match formula {
        Formula::Atom(_) if *nth == 0 => {
            *formula = other.clone();
            *nth = usize::MAX;
        }
        Formula::Atom(_) => *nth -= 1,
        Formula::Not(inner) => replace(inner, nth, other),
        Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
            for part in parts {
                replace(part, nth, other);
            }
        }
    }
}
