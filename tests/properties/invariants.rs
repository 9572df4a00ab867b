//! The invariants of every policy, as the policy states them, over complete and partial requests
//! and their neighbours.

use std::cell::Cell;

use criteria::interp::invariant::{neighbours, violation};
use criteria::interp::{Kind, determine, truth};
use criteria::tree::ast::{Invariant, Quote, Statement, Value};
use criteria_tests::requests::{Case, cases};
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::workspace::{Spec, alemtuzumab, all};

/// Requests of which each statement is checked.
const CASES: u32 = 1_000;
/// Requests of which at least one in five hundred must matter to a statement.
const SHARE: u32 = 500;

/// Checks all statements of an invariant, and that requests matter to each.
pub(crate) fn invariant(spec: &'static Spec, invariant: &Invariant, default_cases: u32) {
    for (quote, statement) in &invariant.statements {
        let what = format!("invariant {} of {}: \"{}\"", invariant.number, spec.policy.id, quote.text);
        let (seen, approved, matters) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(0_u32));
        check(&what, default_cases, &cases(spec), |case| {
            seen.set(seen.get() + 1);
            approved.set(approved.get() + u32::from(is_approved(case)));
            matters.set(matters.get() + u32::from(concerns(case, statement)));
            holds(case, (quote, statement))
        });
        if !is_too_few(default_cases) {
            let (seen, approved, matters) = (seen.get(), approved.get(), matters.get());
            assert!(approved * 20 >= seen, "{what}: vacuous: {approved} of {seen} requests are approved");
            assert!(
                matters * SHARE >= seen,
                "{what}: vacuous: it says something of {matters} of {seen} requests"
            );
        }
    }
}

fn holds(case: &Case, statement: (&Quote, &Statement)) -> Result<(), String> {
    match violation(&case.spec.policy, statement, &case.complete, &case.partial) {
        Some(found) => Err(found.message),
        None => Ok(()),
    }
}

fn is_approved(case: &Case) -> bool {
    determine(&case.spec.policy, &case.partial).kind == Kind::Approve
        || determine(&case.spec.policy, &case.complete).kind == Kind::Approve
}

/// Whether a statement says anything of a case: what must not be approved occurs, what every
/// approval must be is approved, what must undo nothing has something to undo.
fn concerns(case: &Case, statement: &Statement) -> bool {
    let policy = &case.spec.policy;
    let holds = |formula| truth::formula(policy, &case.complete, formula).is_true();
    match statement {
        Statement::NeverApprove { scope, when } => scope.as_ref().is_none_or(holds) && holds(when),
        Statement::Covers(lines, _) | Statement::Lasts(lines, ..) => {
            let line = policy.line_of_business.and_then(|line| case.complete.get(line));
            let concerned = matches!(line, Some(Value::Choice(line)) if lines.contains(line));
            is_approved(case) && (lines.is_empty() || concerned)
        }
        Statement::NeverChanges(_) | Statement::SmallerKeeps(_) | Statement::TrialKeeps => {
            determine(policy, &case.complete).kind == Kind::Approve
                && !neighbours(policy, statement, &case.complete).is_empty()
        }
        Statement::Total => determine(policy, &case.complete).kind != Kind::Approve,
        Statement::Stable => {
            case.partial != case.complete && determine(policy, &case.partial).kind != Kind::NeedsInformation
        }
    }
}

/// The invariants of every policy, those of `tests/data` too.
#[test]
fn every_invariant_of_every_policy_holds() {
    for spec in all().filter(|spec| spec.policy.id != "CP.PHAR.243") {
        assert!(!spec.policy.invariants.is_empty(), "{}", spec.name);
        spec.policy.invariants.iter().for_each(|one| invariant(spec, one, 2 * CASES));
    }
}

fn numbered(number: usize) {
    let spec = alemtuzumab();
    let found = spec.policy.invariants.iter().find(|one| one.number == number);
    invariant(spec, found.unwrap_or_else(|| panic!("there is an invariant {number}")), CASES);
    super::alemtuzumab::oracle(number, CASES);
}

#[test]
fn there_are_ten() {
    let numbers: Vec<usize> = alemtuzumab().policy.invariants.iter().map(|one| one.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
}

#[test]
fn invariant_01() {
    numbered(1);
}

#[test]
fn invariant_02() {
    numbered(2);
}

#[test]
fn invariant_03() {
    numbered(3);
}

#[test]
fn invariant_04() {
    numbered(4);
}

#[test]
fn invariant_05() {
    numbered(5);
}

#[test]
fn invariant_06() {
    numbered(6);
}

#[test]
fn invariant_07() {
    numbered(7);
}

#[test]
fn invariant_08() {
    numbered(8);
}

#[test]
fn invariant_09() {
    numbered(9);
}

#[test]
fn invariant_10() {
    numbered(10);
}
