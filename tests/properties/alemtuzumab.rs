//! The ten invariants of CP.PHAR.243 once more, written by hand over the raw facts, for both
//! engines. Nothing here reads the policy's own statements: only the names of its facts.

use std::cell::Cell;

use criteria::interp::Request;
use criteria::tree::ast::{ChoiceId, Value};
use criteria_tests::engines::both;
use criteria_tests::facts::{Facts, months_after};
use criteria_tests::requests::{Case, cases};
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::seen::{Aspects, BECAUSE, END, KIND, LIMIT};
use criteria_tests::workspace::{Spec, alemtuzumab};

/// Checks an invariant by hand.
pub(crate) fn oracle(number: usize, default_cases: u32) {
    let spec = alemtuzumab();
    let approvals = Cell::new(0_u32);
    check(&format!("invariant {number}, by hand"), default_cases, &cases(spec), |case| {
        let facts = Facts::of(&spec.policy, &case.complete);
        for request in [&case.partial, &case.complete] {
            for (engine, aspects) in both(spec, request) {
                let fails = |why: &str| Err(format!("{engine}: {}: {why}", aspects[KIND]));
                if aspects[KIND] == "approve" {
                    approvals.set(approvals.get() + 1);
                    if let Err(why) = approved(number, facts, &aspects) {
                        return fails(&why);
                    }
                }
            }
            related(number, spec, case, request)?;
        }
        if number == 9 { total(spec, case) } else { Ok(()) }
    });
    let (approvals, least) = (approvals.get(), default_cases / 5);
    assert!(is_too_few(default_cases) || approvals > least, "vacuous: {approvals} approvals seen");
}

/// What must be true of the facts, known or not, of an approved request.
fn approved(number: usize, facts: Facts<'_>, aspects: &Aspects) -> Result<(), String> {
    let require = |so: bool, what: &str| if so { Ok(()) } else { Err(format!("though not: {what}")) };
    let initial = facts.choice("request kind") == Some("initial");
    match number {
        1 => {
            let diagnosis = facts.choice("diagnosis");
            let relapsing = [Some("relapsing-remitting MS"), Some("secondary progressive MS")];
            require(relapsing.contains(&diagnosis), "relapsing-remitting or secondary progressive MS")
        }
        2 => dose(facts, require),
        3 if initial => start(facts, require),
        4 => {
            let used = facts.members("therapies used together").expect("it is complete");
            require(used.iter().all(|one| *one == "alemtuzumab"), "no other therapy of Appendix D")
        }
        5 if !initial => {
            let prior = facts.date("prior course completed").expect("continued means a later course");
            require(months_after(prior, 12) <= facts.today(), "12 months since the prior course")?;
            require(facts.yes("positive response") == Some(true), "a positive response")
        }
        6 => duration(facts, aspects, require),
        _ => Ok(()),
    }
}

fn dose(facts: Facts<'_>, require: impl Fn(bool, &str) -> Result<(), String>) -> Result<(), String> {
    let (daily, days) = (facts.number("daily dose").unwrap(), facts.number("days of the course").unwrap());
    let (most_days, most) = match facts.choice("course") {
        Some("first") => (5, 60_00),
        _ => (3, 36_00),
    };
    require(daily <= 12_00, "12.00 mg per day at most")?;
    require(days <= most_days, "at most 5 days, 3 of a later course")?;
    require(daily * days <= most, "at most 60.00 mg, 36.00 mg of a later course")
}

fn start(facts: Facts<'_>, require: impl Fn(bool, &str) -> Result<(), String>) -> Result<(), String> {
    let born = facts.date("date of birth").unwrap();
    require(months_after(born, 18 * 12) <= facts.today(), "18 years old")?;
    require(facts.yes("neurologist") == Some(true), "a neurologist")?;
    let (failed, intolerant) = ("failed at the maximally indicated dose", "not tolerated");
    for agent in ["dimethyl fumarate", "teriflunomide", "fingolimod"] {
        let done = [failed, intolerant, "contraindicated"].contains(&facts.choice(agent).unwrap());
        require(done, agent)?;
    }
    let pair = ["interferon-beta agent", "glatiramer"].map(|agent| facts.choice(agent).unwrap());
    let either = pair.iter().any(|outcome| [failed, intolerant].contains(outcome));
    let neither_can = pair.iter().all(|outcome| *outcome == "contraindicated");
    require(either || neither_can, "interferon-beta or glatiramer")
}

fn duration(
    facts: Facts<'_>,
    aspects: &Aspects,
    require: impl Fn(bool, &str) -> Result<(), String>,
) -> Result<(), String> {
    require(aspects[LIMIT] == "1 treatment course", "one treatment course")?;
    let end = match facts.choice("line of business").unwrap() {
        "Commercial" => months_after(facts.today(), 6).max(facts.date("renewal date").unwrap()),
        _ => months_after(facts.today(), 12),
    };
    let open = aspects[END] == "unknown, at least 6 months" && months_after(facts.today(), 6) <= end;
    require(aspects[END] == end.to_string() || open, &format!("the end is {end}, not {}", aspects[END]))
}

/// What must be so of requests that differ in one fact, and of what is learnt.
fn related(number: usize, spec: &'static Spec, case: &Case, request: &Request) -> Result<(), String> {
    let changed: Vec<(&str, Request)> = match number {
        7 => lines(spec, request),
        8 => eased(spec, case, request),
        10 if *request == case.partial => vec![("what is missing is learnt", case.complete.clone())],
        _ => return Ok(()),
    };
    let before = both(spec, request);
    for (what, changed) in changed {
        for ((engine, before), (_, after)) in before.iter().zip(both(spec, &changed)) {
            let (was, is) = (before[KIND].as_str(), after[KIND].as_str());
            let well = match number {
                7 => (was == "approve") == (is == "approve"),
                8 => was != "approve" || is == "approve",
                _ => was == "needs information" || was == is,
            };
            if !well {
                let changed = criteria::request::to_json(&spec.policy, &changed);
                return Err(format!("{engine}: {was}, but {is} when {what}: {changed}"));
            }
        }
    }
    Ok(())
}

/// The same request in the other lines of business; only Commercial has a renewal date.
fn lines(spec: &'static Spec, request: &Request) -> Vec<(&'static str, Request)> {
    let facts = Facts::of(&spec.policy, request);
    if facts.choice("line of business").is_none() {
        return Vec::new();
    }
    let line = |at: usize| {
        let mut changed = request.clone();
        changed.set(facts.id("line of business"), Some(Value::Choice(ChoiceId(at))));
        let commercial = Facts::of(&spec.policy, &changed).choice("line of business") == Some("Commercial");
        if !commercial {
            changed.set(facts.id("renewal date"), None);
        }
        changed
    };
    (0..3).map(|at| ("the line of business is another", line(at))).collect()
}

/// A smaller dose, fewer days, another agent tried.
fn eased(spec: &'static Spec, case: &Case, request: &Request) -> Vec<(&'static str, Request)> {
    let facts = Facts::of(&spec.policy, request);
    let mut all = Vec::new();
    let smaller =
        [("daily dose", "the dose is smaller", 0), ("days of the course", "there are fewer days", 1)];
    for (name, what, least) in smaller {
        let Some(now) = facts.number(name).filter(|now| *now > least) else { continue };
        for less in [now - 1, least + i64::from(case.pick) % (now - least)] {
            let mut changed = request.clone();
            changed.set(facts.id(name), Some(Value::Number(less)));
            all.push((what, changed));
        }
    }
    for agent in ["dimethyl fumarate", "teriflunomide", "fingolimod", "interferon-beta agent", "glatiramer"] {
        if facts.choice(agent) == Some("not tried") {
            for outcome in 1..=3 {
                let mut changed = request.clone();
                changed.set(facts.id(agent), Some(Value::Choice(ChoiceId(outcome))));
                all.push(("an agent was tried", changed));
            }
        }
    }
    all
}

/// Every complete request is decided, for a reason.
fn total(spec: &'static Spec, case: &Case) -> Result<(), String> {
    for (engine, aspects) in both(spec, &case.complete) {
        if aspects[KIND] == "needs information" {
            return Err(format!("{engine}: a complete request needs information"));
        }
        if aspects[KIND] != "approve" && aspects[BECAUSE].is_empty() {
            return Err(format!("{engine}: {} for no reason", aspects[KIND]));
        }
    }
    Ok(())
}
