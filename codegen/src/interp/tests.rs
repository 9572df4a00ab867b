//! The meaning, example by example and on random policies.

use criteria_runtime::State;
use proptest::prelude::*;

use super::support::{
    Node, all, at, blank, config, date, differs, fact, group, labels, ms, names, outline, pair, policies,
    requests, step, test, yes,
};
use super::{
    Determination, End, Kind, MAX_REPAIRS, Repairs, Request, View, decide, invariant, order, validate,
};
use crate::tree::ast::{
    Body, CriterionId, FactId, Kind as Takes, Operator, Outcome, Policy, Quote, Statement, Value, When,
};

/// One line on a determination: kind, what it states, causes, missing facts.
fn summary(policy: &Policy, decided: &Determination) -> String {
    let end = match decided.end {
        Some(End::On(date)) => format!(" until {date}"),
        Some(End::Unknown { at_least: Some(period) }) => format!(" at least {period}"),
        Some(End::Unknown { at_least: None }) => " no end".to_owned(),
        None => String::new(),
    };
    let target = decided.target.as_ref().map_or_else(String::new, |target| format!(" to {target}"));
    let under = decided.under.map_or_else(String::new, |id| format!(" under {}", policy.criterion(id).label));
    format!(
        "{}{target}{under}{end} because [{}] missing [{}]",
        decided.kind.as_str(),
        labels(policy, &decided.because),
        names(policy, &decided.missing)
    )
}

#[track_caller]
fn check(changes: &[(&str, &str)], expected: &str) {
    let policy = ms();
    let request = differs(&policy, changes);
    assert_eq!(validate(&policy, &request), []);
    assert_eq!(summary(&policy, &decide(&policy, &request)), expected);
}

const ALL_MET: &str = "I.A.1 I.A.2 I.A.3.a I.A.3.b I.A.4 I.A.5.a";

#[test]
fn approvals_state_section_end_and_causes() {
    check(&[], &format!("approve under I.A until 2026-12-01 because [{ALL_MET}] missing []"));
    check(
        &[("renewal date", "")],
        &format!("approve under I.A at least 6 months because [{ALL_MET}] missing [renewal date]"),
    );
    check(
        &[("line of business", ""), ("renewal date", "")],
        &format!(
            "approve under I.A at least 6 months because [{ALL_MET}] missing [line of business, renewal date]"
        ),
    );
    check(
        &[("line of business", "HIM"), ("renewal date", "")],
        &format!("approve under I.A until 2027-03-01 because [{ALL_MET}] missing []"),
    );
}

#[test]
fn refusals_name_their_causes() {
    check(&[("daily dose", "13")], "criteria not met because [I.A.5.a] missing []");
    check(&[("course", ""), ("daily dose", "13")], "criteria not met because [I.A.5] missing []");
    check(&[("diagnosis", "primary progressive MS")], "not authorized because [III.B] missing []");
    check(&[("diagnosis", "cis")], "refer to CP.CPA.09 under I.B.2 because [I.B.2] missing []");
    check(
        &[("diagnosis", "cis"), ("line of business", ""), ("renewal date", "")],
        "refer under I.B.2 because [I.B.2] missing [line of business]",
    );
}

#[test]
fn unknown_facts_are_asked_for() {
    check(&[("diagnosis", "")], "needs information because [] missing [diagnosis]");
    check(
        &[("label change", ""), ("diagnosis", "primary progressive MS")],
        "needs information because [] missing [label change, date of the label change]",
    );
    check(
        &[("daily dose", "13"), ("label change", "yes")],
        "needs information because [] missing [date of the label change]",
    );
}

#[test]
fn targets_that_agree_need_no_fact() {
    let changed = [
        ("daily dose", "13"),
        ("label change", "yes"),
        ("date of the label change", "2025-12-01"),
        ("on formulary", ""),
    ];
    check(&changed, "needs information because [] missing [on formulary]");
    let known = [("daily dose", "13"), ("label change", "yes"), ("date of the label change", "2025-12-01")];
    check(&known, "refer to CP.CPA.190 under I.B.1 because [I.B.1.a I.B.1.b I.B.1.c.1] missing []");
}

#[test]
fn states_follow_the_chain() {
    let policy = ms();
    let decided = decide(&policy, &differs(&policy, &[]));
    let state = |label| decided.states[at(&policy, label).0];
    assert_eq!(state("I.A.5.a"), State::Met);
    assert_eq!(state("I.A.5.b"), State::NotApplicable);
    assert_eq!(state("II.A.1"), State::NotApplicable);
    assert_eq!(state("III"), State::NotMet);
    let decided = decide(&policy, &differs(&policy, &[("course", "")]));
    assert_eq!(decided.states[at(&policy, "I.A.5.a").0], State::Unknown);
}

#[test]
fn repairs_are_leaves_that_give_approval() {
    let policy = ms();
    let repairs = |changes: &[(&str, &str)]| {
        let repairs = decide(&policy, &differs(&policy, changes)).repairs;
        assert!(!repairs.truncated);
        repairs.sets.iter().map(|set| labels(&policy, set)).collect::<Vec<_>>()
    };
    assert_eq!(repairs(&[]), [""; 0]);
    assert_eq!(repairs(&[("daily dose", "13"), ("fingolimod", "not tried")]), ["I.A.3.b I.A.5.a"]);
    assert_eq!(repairs(&[("course", ""), ("daily dose", "13")]), ["I.A.5.a I.A.5.b"]);
    assert_eq!(repairs(&[("diagnosis", "primary progressive MS")]), [""; 0]);
    assert_eq!(repairs(&[("diagnosis", "")]), [""; 0]);
    assert_eq!(repairs(&[("date of birth", "")]), ["I.A.2"]);
}

#[test]
fn born_on_a_leap_day() {
    let born = ("date of birth", "2008-02-29");
    check(
        &[born, ("request date", "2026-02-28")],
        &format!("approve under I.A until 2026-12-01 because [{ALL_MET}] missing []"),
    );
    check(&[born, ("request date", "2026-02-27")], "criteria not met because [I.A.2] missing []");
}

/// A policy of one section that `Approve` names.
fn one_section(node: Node, facts: usize) -> Policy {
    let mut policy = blank();
    for at in 0..facts {
        fact(&mut policy, &format!("fact {at}"), Takes::YesNo);
    }
    outline(&mut policy, vec![node]);
    step(&mut policy, Outcome::Approve(vec![CriterionId(0)]), When::Met(CriterionId(0)));
    step(&mut policy, Outcome::CriteriaNotMet, When::Always);
    policy
}

fn answers(policy: &Policy, answer: bool) -> Request {
    let mut request = Request::new(policy);
    request.set(FactId(0), Some(Value::Date(date("2026-03-01"))));
    for at in 1..policy.facts.len() {
        request.set(FactId(at), Some(Value::YesNo(answer)));
    }
    request
}

/// `MAX_REPAIR_WAYS`, `MAX_REPAIR_CHOICES`, `MAX_REPAIR_WORK` and `MAX_REPAIR_TRIED` lie above what a
/// determination lists, `MAX_REPAIRS`: what shows of them is that there are more.
#[test]
fn large_groups_are_bounded_and_say_so() {
    let leaves = |from: usize, many: usize| {
        (from..from + many).map(|at| test(yes(FactId(1 + at)))).collect::<Vec<_>>()
    };
    let bounded = [(1, 64, false), (1, 65, true), (2, 11, false), (2, 12, true)];
    let large = [(1, 1000, true), (500, 1000, true), (1000, 1000, false), (12, 24, true)];
    for (least, many, truncated) in bounded.into_iter().chain(large) {
        let policy = one_section(group(Operator::AtLeast(least), leaves(0, many)), many);
        let repairs = decide(&policy, &answers(&policy, false)).repairs;
        assert_eq!(repairs.truncated, truncated, "{least} of {many}");
        assert!(!repairs.sets.is_empty() && repairs.sets.len() <= MAX_REPAIRS);
        assert!(repairs.sets.iter().all(|set| set.len() == least));
    }
    let nested = all((0..40).map(|at| group(Operator::AtLeast(5), leaves(at * 10, 10))).collect());
    let policy = one_section(nested, 400);
    let repairs = decide(&policy, &answers(&policy, false)).repairs;
    assert!(repairs.truncated);
    assert!(repairs.sets.iter().all(|set| set.len() == 200));
}

/// All minimal repairs, found by trying every set of leaves.
fn brute_force(policy: &Policy, request: &Request) -> Vec<Vec<CriterionId>> {
    let view = View::new(policy, request);
    let leaves: Vec<CriterionId> = policy
        .criteria()
        .filter(|(_, c)| matches!(c.body, Body::Test(_)))
        .map(|(id, _)| id)
        .filter(|id| matches!(view.state(*id), State::NotMet | State::Unknown) && !view.value(*id).is_true())
        .collect();
    let set = |bits: u32| -> Vec<CriterionId> {
        leaves.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, leaf)| *leaf).collect()
    };
    let enough: Vec<u32> =
        (0..1 << leaves.len()).filter(|bits| order::approves(view.with_met(&set(*bits)))).collect();
    let minimal =
        enough.iter().filter(|bits| !enough.iter().any(|part| part != *bits && part & *bits == *part));
    let mut sets: Vec<Vec<CriterionId>> = minimal.map(|bits| set(*bits)).collect();
    sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    sets
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn repairs_are_exactly_the_minimal_sets(policy in policies(), facts in requests()) {
        let leaves = policy.criteria.iter().filter(|c| matches!(c.body, Body::Test(_))).count();
        prop_assume!(leaves <= 10);
        let (_, partial) = pair(&policy, &facts);
        let decided = decide(&policy, &partial);
        if decided.kind == Kind::Approve {
            prop_assert_eq!(decided.repairs, Repairs::default());
        } else {
            let mut expected = brute_force(&policy, &partial);
            let truncated = expected.len() > MAX_REPAIRS;
            expected.truncate(MAX_REPAIRS);
            prop_assert_eq!(decided.repairs, Repairs { sets: expected, truncated });
        }
    }

    #[test]
    fn what_is_decided_stays_so(policy in policies(), facts in requests()) {
        let (complete, partial) = pair(&policy, &facts);
        let quote = Quote { text: "stable".to_owned(), span: crate::source::Span::default() };
        for statement in [Statement::Stable, Statement::Total] {
            // A random policy may name no cause.
            let found = invariant::violation(&policy, (&quote, &statement), &complete, &partial);
            let found = found.filter(|found| !found.message.contains("it names no cause"));
            prop_assert!(found.is_none(), "{}", found.unwrap().message);
        }
    }

    #[test]
    fn missing_facts_are_never_left_out(policy in policies(), facts in requests()) {
        let (complete, partial) = pair(&policy, &facts);
        let before = decide(&policy, &partial);
        let mut filled = complete;
        for fact in &before.missing {
            filled.set(*fact, None);
        }
        let after = decide(&policy, &filled);
        prop_assert_eq!(before.kind, after.kind);
        prop_assert_eq!(before.target, after.target);
        prop_assert_eq!(before.limit, after.limit);
        prop_assert_eq!(before.end, after.end);
        if before.kind == Kind::NeedsInformation {
            prop_assert!(!before.missing.is_empty());
        }
    }

    #[test]
    fn a_complete_request_misses_nothing(policy in policies(), facts in requests()) {
        let (complete, _) = pair(&policy, &facts);
        let decided = decide(&policy, &complete);
        prop_assert!(decided.missing.is_empty());
        prop_assert_ne!(decided.kind, Kind::NeedsInformation);
    }
}

/// The evaluator checks the range of each; the interpreter once checked that of the first alone.
#[test]
fn every_count_of_years_since_a_date_has_its_range() {
    let mut policy = blank();
    let born = fact(&mut policy, "date of birth", Takes::Date);
    fact(&mut policy, "age", Takes::YearsSince { date: born, range: (0, 104) });
    fact(&mut policy, "years at school", Takes::YearsSince { date: born, range: (0, 34) });
    let mut request = Request::new(&policy);
    request.set(policy.request_date, Some(Value::Date(date("2026-01-01"))));
    for (day, wrong) in [("1995-01-01", 0), ("1936-01-02", 1), ("1900-01-01", 1)] {
        request.set(born, Some(Value::Date(date(day))));
        assert_eq!(validate(&policy, &request).len(), wrong, "born on {day}");
    }
}
