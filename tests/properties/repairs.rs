//! Repairs: each set gives approval, none of its parts does, and there are no others.
//!
//! "Taken to be met, all else equal" is done to the policy: a leaf that is always met stands in
//! its place. The interpreter forces leaves in quite another way.

use std::cell::Cell;

use criteria::interp::{Kind, MAX_REPAIRS, decide};
use criteria::tree::ast::{Body, CriterionId, Operator, Policy, When};
use criteria_tests::promises::{approved_with, labels, repairs_hold};
use criteria_tests::requests::cases;
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::workspace::all;

const CASES: u32 = 600;

#[test]
fn repairs_are_sufficient_and_minimal() {
    for spec in all() {
        let (denied, sets) = (Cell::new(0_u32), Cell::new(0_usize));
        check("a repair is none, or too large", CASES, &cases(spec), |case| {
            let policy = &spec.policy;
            let determination = decide(policy, &case.partial);
            if determination.kind == Kind::Approve {
                let none = determination.repairs.sets.is_empty();
                return if none { Ok(()) } else { Err("an approval has repairs".to_owned()) };
            }
            denied.set(denied.get() + 1);
            sets.set(sets.get() + determination.repairs.sets.len());
            if determination.repairs.sets.len() > MAX_REPAIRS {
                return Err("there are too many".to_owned());
            }
            repairs_hold(policy, &case.partial, &determination)
        });
        println!("{}: {} sets of {} requests", spec.name, sets.get(), denied.get());
        assert!(sets.get() > 100 || is_too_few(CASES), "{}: vacuous", spec.name);
    }
}

/// The leaves, and whether more of them met can help: not below "none of", nor below what a step
/// wants not met.
fn leaves(policy: &Policy) -> Vec<(CriterionId, bool)> {
    fn unwanted(when: &When, into: &mut Vec<CriterionId>) {
        match when {
            When::Not(inner) => {
                if let When::Met(id) = **inner {
                    into.push(id);
                }
            }
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| unwanted(part, into)),
            _ => {}
        }
    }
    let mut against = Vec::new();
    policy.steps.iter().for_each(|step| unwanted(&step.when, &mut against));
    let none_of = policy.criteria().filter(|(_, one)| matches!(one.body, Body::Group(Operator::NoneOf, _)));
    against.extend(none_of.map(|(id, _)| id));
    let above = |id| std::iter::successors(Some(id), |id: &CriterionId| policy.criterion(*id).parent);
    let helps = |id| !above(id).any(|id| against.contains(&id));
    let tests = policy.criteria().filter(|(_, one)| matches!(one.body, Body::Test(_)));
    tests.map(|(id, _)| (id, helps(id))).collect()
}

/// Leaves chosen at random that give approval hold one of the sets.
#[test]
fn no_repair_is_left_out() {
    let mut all_looked = 0;
    for spec in all() {
        let looked = Cell::new(0_u32);
        check("a repair is left out", CASES, &cases(spec), |case| {
            let policy = &spec.policy;
            let determination = decide(policy, &case.partial);
            let repairs = &determination.repairs;
            if determination.kind == Kind::Approve || repairs.truncated {
                return Ok(());
            }
            let leaves = leaves(policy);
            let mut bits = u64::from(case.pick) | 1;
            for _ in 0..12 {
                let mut chosen = Vec::new();
                for (id, helps) in &leaves {
                    bits =
                        bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    if bits >> 33 & 7 != 0 && (*helps || bits >> 40 & 7 == 1) {
                        chosen.push(*id);
                    }
                }
                if !approved_with(policy, &case.partial, &chosen) {
                    continue;
                }
                looked.set(looked.get() + 1);
                if !repairs.sets.iter().any(|set| set.iter().all(|leaf| chosen.contains(leaf))) {
                    return Err(format!("{:?} gives approval", labels(policy, &chosen)));
                }
            }
            Ok(())
        });
        println!("{}: {} forced approvals", spec.name, looked.get());
        // Where an exclusion stands in front, or sections have conditions of their own, choosing leaves
        // rarely gives approval: the library is held to its sum.
        let of_the_library = spec.name.starts_with("spec/demo-");
        assert!(
            looked.get() > 100 || of_the_library || is_too_few(CASES),
            "{}: vacuous: {}",
            spec.name,
            looked.get()
        );
        all_looked += looked.get();
    }
    assert!(all_looked > 1_000 || is_too_few(CASES), "vacuous: {all_looked} forced approvals");
}
