//! What is promised of every policy, of the random ones, by the interpreter alone.

use criteria::interp::invariant::is_complete;
use criteria::interp::{End, Request, decide, determine};
use criteria::source::Source;
use criteria::tree::ast::{Policy, Value};
use criteria::tree::hash::meaning_hash;
use criteria_tests::policies::{Random, runner};
use criteria_tests::promises::{every_word_is_classed, referral_has_its_target, repairs_hold, stays};
use criteria_tests::requests::cases;
use criteria_tests::runner::seed;
use proptest::strategy::{Strategy, ValueTree};

use super::policies::randoms;

/// Requests to each policy.
const REQUESTS: usize = 12;

#[test]
fn random_policies_keep_what_is_promised() {
    let mut sets = 0;
    for (at, one) in randoms().iter().enumerate() {
        sets += promises(at, one).unwrap_or_else(|why| {
            panic!("{}\n{}\n{why}\nseed {}", one.spec.compiled.source.text(), one.spec.name, seed())
        });
    }
    println!("{} policies, {REQUESTS} requests to each, {sets} sets of repairs", randoms().len());
    assert!(sets > randoms().len(), "vacuous: {sets} sets of repairs");
}

/// The number of sets of repairs that were looked at.
fn promises(at: usize, one: &Random) -> Result<usize, String> {
    let (policy, source) = (&one.spec.policy, &one.spec.compiled.source);
    every_word_is_classed(&one.spec.compiled)?;
    let again = criteria::check(Source::new("again", source.text())).policy;
    if again.as_ref().map(meaning_hash) != Some(meaning_hash(policy)) {
        return Err("compiled again, it has another meaning hash".to_owned());
    }
    let mut runner = runner(seed() ^ at as u64);
    let strategy = cases(one.spec);
    let mut sets = 0;
    for _ in 0..REQUESTS {
        let case = strategy.new_tree(&mut runner).expect("cases can be made").current();
        let told = |why: String| format!("{why}\n{case:?}");
        let decided = decide(policy, &case.partial);
        let complete = determine(policy, &case.complete);
        stays(policy, &decided, &complete).map_err(told)?;
        for (request, end) in [(&case.partial, decided.end), (&case.complete, complete.end)] {
            begins(policy, request, end).map_err(told)?;
        }
        repairs_hold(policy, &case.partial, &decided).map_err(told)?;
        referral_has_its_target(&decided, false).map_err(told)?;
        if is_complete(policy, &case.complete) {
            referral_has_its_target(&decide(policy, &case.complete), true).map_err(told)?;
        }
        sets += decided.repairs.sets.len();
    }
    Ok(sets)
}

/// An approval ends behind the day of its request.
fn begins(policy: &Policy, request: &Request, end: Option<End>) -> Result<(), String> {
    let (Some(End::On(end)), Some(Value::Date(today))) = (end, request.get(policy.request_date)) else {
        return Ok(());
    };
    if end > *today { Ok(()) } else { Err(format!("an approval ends on {end}, before it begins")) }
}
