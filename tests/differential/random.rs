//! The generated evaluators of the workspace.

use std::cell::RefCell;
use std::collections::BTreeMap;

use criteria_tests::engines::{compare, generated};
use criteria_tests::requests::{cases, wild};
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::seen::{KIND, Seen};
use criteria_tests::workspace::specs;

const CASES: u32 = 20_000;
const WILD: u32 = 4_000;

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
        shares(&spec.name, &kinds.into_inner());
    }
}

/// Every kind is at least 5 % of what was decided.
fn shares(name: &str, kinds: &BTreeMap<String, u32>) {
    let all: u32 = kinds.values().sum();
    println!("{name}: {all} requests: {kinds:?}");
    if is_too_few(CASES) {
        return;
    }
    for kind in ["approve", "refer", "not authorized", "criteria not met", "needs information"] {
        let count = kinds.get(kind).copied().unwrap_or(0);
        assert!(count * 20 >= all, "{name}: `{kind}` is {count} of {all}");
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
        for reason in ["missing", "wrong kind", "derived", "out of range", "contradictory", "admitted"] {
            assert!(
                reasons.get(reason).is_some_and(|count| *count > 20),
                "{}: {reason}: {reasons:?}",
                spec.name
            );
        }
    }
}
