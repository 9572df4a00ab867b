//! The examples of every policy, through both engines: determination, reasons and missing facts.

use criteria::interp::{self, Request};
use criteria::tree::ast::{Example, ExpectedEnd, ExpectedKind, FactId, Policy};
use criteria::tree::hash::meaning_hash;
use criteria_tests::engines::{compare, facts, generated};
use criteria_tests::seen::{Aspects, BECAUSE, END, KIND, LIMIT, Seen, evaluate};
use criteria_tests::workspace::{Spec, all, specs};

/// The determination that an example expects, as the aspects kind, end, limit and target; `None`
/// where the example leaves it open.
fn expected(example: &Example) -> (&'static str, Option<String>, Option<String>, Option<String>) {
    match &example.expected.determination {
        ExpectedKind::Approve { end, limit } => {
            let end = end.as_ref().map(|end| match end {
                ExpectedEnd::On(date) => date.to_string(),
                ExpectedEnd::AtLeast(period) => format!("unknown, at least {period}"),
            });
            let limit = limit.as_ref().map(|limit| format!("{} {}", limit.count, limit.what));
            ("approve", end, limit, Some(String::new()))
        }
        ExpectedKind::Refer(target) => ("refer", None, None, Some(target.clone().unwrap_or_default())),
        ExpectedKind::NotAuthorized => ("not authorized", None, None, None),
        ExpectedKind::CriteriaNotMet => ("criteria not met", None, None, None),
        ExpectedKind::NeedsInformation => ("needs information", None, None, None),
    }
}

fn labels(policy: &Policy, because: &str) -> Vec<String> {
    let places = because.split(',').filter(|at| !at.is_empty()).map(|at| at.parse::<usize>().unwrap());
    let mut labels: Vec<String> = places.map(|at| policy.criteria[at].label.clone()).collect();
    labels.sort();
    labels.dedup();
    labels
}

fn check(spec: &Spec, example: &Example, engine: &str, aspects: &Aspects) {
    let place = format!("{}, example {}, by {engine}", spec.name, example.id);
    let (kind, end, limit, target) = expected(example);
    assert_eq!(aspects[KIND], kind, "{place}");
    for (wanted, at) in [(end, END), (limit, LIMIT), (target, 5)] {
        if let Some(wanted) = wanted {
            assert_eq!(aspects[at], wanted, "{place}");
        }
    }
    if !example.expected.because.is_empty() {
        let mut wanted = example.expected.because.clone();
        wanted.sort();
        assert_eq!(labels(&spec.policy, &aspects[BECAUSE]), wanted, "{place}");
    }
    if !example.expected.missing.is_empty() {
        let mut missing: Vec<_> =
            aspects[9].split(',').map(|at| FactId(at.parse().expect("a fact is missing"))).collect();
        missing.sort();
        assert_eq!(missing, example.expected.missing, "{place}");
    }
}

#[test]
fn every_example_comes_out_as_it_says_by_the_interpreter() {
    for spec in all() {
        for example in &spec.policy.examples {
            let request = Request::of(&spec.policy, &example.facts);
            let determination = interp::decide(&spec.policy, &request);
            check(spec, example, "the interpreter", &criteria_tests::engines::aspects(&determination));
        }
        println!("{}: {} examples", spec.name, spec.policy.examples.len());
    }
}

#[test]
fn every_example_comes_out_as_it_says_by_the_generated_evaluator() {
    for spec in specs() {
        for example in &spec.policy.examples {
            let request = Request::of(&spec.policy, &example.facts);
            let seen = generated(spec, &request);
            let Seen::Decided(aspects) = &seen else { panic!("{}, {}: {seen:?}", spec.name, example.id) };
            check(spec, example, "the generated evaluator", aspects);
            if let Err(differ) = compare(&spec.policy, &request, &seen) {
                panic!("{}, {}: {differ}", spec.name, example.id);
            }
        }
    }
}

#[test]
fn the_table_of_evaluators_is_that_of_the_policies() {
    assert_eq!(specs().len(), criteria_policies::POLICIES.len());
    for spec in specs() {
        let evaluator = spec.evaluator.unwrap_or_else(|| panic!("{} has no evaluator", spec.name));
        assert_eq!(evaluator.policy.hash, meaning_hash(&spec.policy), "{}", spec.name);
        let names: Vec<_> = evaluator.policy.facts.iter().map(|fact| fact.name).collect();
        assert_eq!(names, spec.policy.facts.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>());
    }
}

#[test]
fn the_sample_request_is_decided_alike() {
    let spec = criteria_tests::workspace::alemtuzumab();
    let path = criteria_tests::workspace::root().join("spec/cp-phar-243/sample-request.json");
    let request =
        criteria::request::from_json(&spec.policy, &std::fs::read_to_string(path).unwrap()).unwrap();
    let seen = evaluate(spec.evaluator.unwrap(), &facts(&spec.policy, &request));
    assert_eq!(compare(&spec.policy, &request, &seen), Ok(()));
}
