//! Missing facts: never one left out that matters, and asking for them gets to a decision.

use std::cell::Cell;

use criteria::interp::invariant::drop_inapplicable;
use criteria::interp::{Request, validate};
use criteria::tree::ast::{FactId, Presence};
use criteria_tests::engines::both;
use criteria_tests::requests::{Case, cases};
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::seen::{Aspects, END, KIND};
use criteria_tests::workspace::{Spec, all};

const CASES: u32 = 3_000;

fn listed(aspects: &Aspects) -> Vec<FactId> {
    aspects[9].split(',').filter_map(|at| at.parse().ok()).map(FactId).collect()
}

/// What a determination leaves open: the kind, the end, the target.
fn open(aspects: &Aspects) -> Vec<&'static str> {
    let mut open = Vec::new();
    if aspects[KIND] == "needs information" {
        open.push("the determination");
    }
    if aspects[END].starts_with("unknown") {
        open.push("the end");
    }
    if aspects[KIND] == "refer" && aspects[5].is_empty() {
        open.push("the target");
    }
    open
}

/// The partial request with everything learnt but these facts.
fn all_but(spec: &Spec, case: &Case, but: &[FactId], from: &Request) -> Request {
    let mut request = case.partial.clone();
    for (id, fact) in spec.policy.facts() {
        if fact.presence == Presence::Optional && request.get(id).is_none() && !but.contains(&id) {
            request.set(id, from.get(id).cloned());
        }
    }
    request
}

#[test]
fn no_fact_that_matters_is_left_out() {
    for spec in all() {
        let looked = Cell::new(0_u32);
        check("a fact that is not listed as missing settles the request", CASES, &cases(spec), |case| {
            for (at, (engine, before)) in both(spec, &case.partial).into_iter().enumerate() {
                let open_before = open(&before);
                if open_before.is_empty() {
                    continue;
                }
                looked.set(looked.get() + 1);
                if listed(&before).is_empty() {
                    return Err(format!("{engine}: {open_before:?} is open, and nothing is missing"));
                }
                let learnt = all_but(spec, case, &listed(&before), &case.complete);
                let (_, after) = &both(spec, &learnt)[at];
                if open(after) != open_before {
                    return Err(format!(
                        "{engine}: {open_before:?} was open and {:?} is, though no listed fact was learnt: {}",
                        open(after),
                        criteria::request::to_json(&spec.policy, &learnt)
                    ));
                }
            }
            Ok(())
        });
        assert!(looked.get() > 300 || is_too_few(CASES), "{}: vacuous: {}", spec.name, looked.get());
    }
}

/// The same with other values than those of the case: facts that nobody lists may be anything.
#[test]
fn facts_that_are_not_listed_may_be_anything() {
    for spec in all() {
        let looked = Cell::new(0_u32);
        let pairs = (cases(spec), cases(spec));
        check("a fact that is not listed as missing settles the request", CASES, &pairs, |(case, other)| {
            let (engine, before) = both(spec, &case.partial).remove(0);
            if open(&before).is_empty() {
                return Ok(());
            }
            let mut learnt = all_but(spec, case, &listed(&before), &other.complete);
            let kept = case.partial.clone();
            drop_inapplicable(&spec.policy, &mut learnt);
            let same = kept.known().all(|(id, value)| learnt.get(id) == Some(value));
            if !same || !validate(&spec.policy, &learnt).is_empty() {
                return Ok(());
            }
            looked.set(looked.get() + 1);
            let (_, after) = both(spec, &learnt).remove(0);
            if open(&after) == open(&before) {
                return Ok(());
            }
            let learnt = criteria::request::to_json(&spec.policy, &learnt);
            Err(format!("{engine}: {:?} was open and {:?} is: {learnt}", open(&before), open(&after)))
        });
        assert!(looked.get() > 50 || is_too_few(CASES), "{}: vacuous: {}", spec.name, looked.get());
    }
}

/// Whoever asks for the first missing fact that can be learnt, again and again, gets to the
/// determination of the complete request, and need not ask for everything.
#[test]
fn asking_for_what_is_missing_gets_to_the_determination() {
    for spec in all() {
        let (asked, all_open) = (Cell::new(0_usize), Cell::new(0_usize));
        check("asking gets nowhere", CASES / 3, &cases(spec), |case| {
            let mut request = case.partial.clone();
            let known = |request: &Request| request.known().count();
            all_open.set(all_open.get() + known(&case.complete) - known(&request));
            let last = both(spec, &case.complete);
            loop {
                let now = both(spec, &request).remove(0).1;
                let missing = listed(&now);
                let next = missing.iter().find(|id| case.complete.get(**id).is_some());
                let Some(next) = next else {
                    let right = &last[0].1;
                    let same = now[KIND] == right[KIND] && now[END] == right[END] && now[5] == right[5];
                    return if same { Ok(()) } else { Err(format!("it ends at {now:?}, not at {right:?}")) };
                };
                if request.get(*next).is_some() {
                    return Err(format!("`{}` is known, and asked for", spec.policy.fact(*next).name));
                }
                asked.set(asked.get() + 1);
                request.set(*next, case.complete.get(*next).cloned());
            }
        });
        println!("{}: {} of {} unknown facts are asked for", spec.name, asked.get(), all_open.get());
        assert!(asked.get() < all_open.get(), "{}", spec.name);
    }
}
