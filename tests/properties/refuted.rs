//! Two sentences that sound right and are false of CP.PHAR.243: the generated requests find a case
//! for each. They are why invariants 3 and 5 say for which requests they are.

use criteria::interp::Request;
use criteria::interp::invariant::{Violation, violation};
use criteria::request::to_json;
use criteria::tree::ast::Policy;
use criteria_tests::facts::{Facts, months_after};
use criteria_tests::requests::cases;
use criteria_tests::workspace::{alemtuzumab, compiled};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// The policy with an invariant 11.
fn with_invariant(sentence: &str) -> Policy {
    let text = alemtuzumab().compiled.source.text();
    let ten = text.lines().find(|line| line.starts_with("10. What is decided")).expect("there are ten");
    let text = text.replace(ten, &format!("{ten}\n11. {sentence}"));
    let (_, policy) = compiled("spec/cp-phar-243/unscoped.md", &text);
    assert_eq!(policy.invariants.len(), 11);
    policy
}

/// A case against the last invariant of a policy, as small as it can be made.
fn refutation(policy: &Policy, wanted: impl Fn(&Request) -> bool) -> Option<Violation> {
    let statements = &policy.invariants.last()?.statements;
    let cases = cases(alemtuzumab());
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(243), ..Config::default() });
    let found = |case: &criteria_tests::requests::Case| {
        statements
            .iter()
            .find_map(|(quote, one)| violation(policy, (quote, one), &case.complete, &case.partial))
            .filter(|found| wanted(&found.request))
    };
    for _ in 0..20_000 {
        let mut tree = cases.new_tree(&mut runner).ok()?;
        let Some(mut least) = found(&tree.current()) else { continue };
        let mut more = tree.simplify();
        while more {
            match found(&tree.current()) {
                Some(smaller) => {
                    least = smaller;
                    more = tree.simplify();
                }
                None => more = tree.complicate(),
            }
        }
        return Some(least);
    }
    None
}

#[test]
fn never_approve_under_18_is_refuted_by_continued_therapy() {
    let policy = with_invariant("Never approve when age < 18 years.");
    let found = refutation(&policy, |_| true).expect("continued therapy does not ask for the age");
    println!("{}\n{}", found.message, to_json(&policy, &found.request));
    let facts = Facts::of(&policy, &found.other);
    assert_eq!(facts.choice("request kind"), Some("continued"));
    let born = facts.date("date of birth").expect("the complete request has it");
    assert!(months_after(born, 18 * 12) > facts.today());
}

#[test]
fn never_a_second_course_within_12_months_is_refuted_by_an_initial_request() {
    let policy = with_invariant(
        "Approve only if course is first, or at least 12 months since completion of the prior treatment course.",
    );
    let found = refutation(&policy, |_| true).expect("initial requests do not ask for the interval");
    println!("{}\n{}", found.message, to_json(&policy, &found.request));
    let facts = Facts::of(&policy, &found.other);
    assert_eq!(facts.choice("request kind"), Some("initial"));
    assert_eq!(facts.choice("course"), Some("second or later"));
    let prior = facts.date("prior course completed").expect("the complete request has it");
    assert!(months_after(prior, 12) > facts.today());
}

/// Said of the right requests they hold, as invariants 3 and 5 say.
#[test]
fn the_scoped_sentences_are_not_refuted() {
    for sentence in [
        "For initial requests: never approve when age < 18 years.",
        "For continued requests: approve only if course is first, or at least 12 months since completion of the prior treatment course.",
    ] {
        let found = refutation(&with_invariant(sentence), |_| true);
        assert!(found.is_none(), "{sentence}: {found:?}");
    }
}
