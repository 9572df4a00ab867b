//! The generated evaluators of the workspace.

use std::cell::RefCell;
use std::collections::BTreeMap;

use criteria_tests::engines::{compare, generated};
use criteria_tests::requests::{cases, wild};
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::seen::{KIND, Seen};
use criteria_tests::workspace::{Spec, specs};

const CASES: u32 = 20_000;
const WILD: u32 = 4_000;

/// The policy whose requests are known to reach everything.
const FIRST: &str = "CP.PHAR.243";

#[test]
fn generated_evaluators_decide_as_the_interpreter_does() {
    for spec in specs() {
        let kinds = RefCell::new(BTreeMap::<String, u32>::new());
        check("a generated evaluator and the interpreter differ", CASES, &cases(spec), |case| {
            let pick_partial = case.pick % 4 != 0;
            let request = if pick_partial { &case.partial } else { &case.complete };
            let seen = generated(spec, request);
            if let Seen::Decided(aspects) = &seen {
                *kinds.borrow_mut().entry(aspects[KIND].clone()).or_default() += 1;
            }
            let which = if pick_partial { "partial" } else { "complete" };
            compare(&spec.policy, request, &seen).map_err(|differ| format!("the {which} request: {differ}"))
        });
        shares(spec, &kinds.into_inner());
    }
}

/// Every kind is at least 5 % of what was decided about the first policy, which the requests are made for;
/// of any other, approvals are one in a hundred.
fn shares(spec: &Spec, kinds: &BTreeMap<String, u32>) {
    let (name, all) = (&spec.name, kinds.values().sum::<u32>());
    println!("{name}: {all} requests: {kinds:?}");
    if is_too_few(CASES) {
        return;
    }
    let count = |kind: &str| kinds.get(kind).copied().unwrap_or(0);
    if spec.policy.id != FIRST {
        assert!(count("approve") * 100 >= all, "{name}: `approve` is {} of {all}", count("approve"));
        return;
    }
    for kind in ["approve", "refer", "not authorized", "criteria not met", "needs information"] {
        assert!(count(kind) * 20 >= all, "{name}: `{kind}` is {} of {all}", count(kind));
    }
}

#[test]
fn malformed_requests_are_rejected_alike() {
    for spec in specs() {
        let reasons = RefCell::new(BTreeMap::<String, u32>::new());
        check(
            "a generated evaluator and the interpreter differ in what they admit",
            WILD,
            &wild(spec),
            |wild| {
                let seen = generated(spec, &wild.request);
                let said = if let Seen::Rejected { reason, .. } = &seen {
                    reason.clone()
                } else {
                    "admitted".into()
                };
                *reasons.borrow_mut().entry(said).or_default() += 1;
                compare(&spec.policy, &wild.request, &seen)
            },
        );
        let reasons = reasons.into_inner();
        println!("{}: {reasons:?}", spec.name);
        if is_too_few(WILD) {
            continue;
        }
        // Not every policy computes a fact, or has one that depends on another.
        let all = ["wrong kind", "admitted", "missing", "derived", "out of range", "contradictory"];
        for reason in all.into_iter().take(if spec.policy.id == FIRST { 6 } else { 2 }) {
            assert!(
                reasons.get(reason).is_some_and(|count| *count > 20),
                "{}: {reason}: {reasons:?}",
                spec.name
            );
        }
    }
}
