//! What the meaning promises of every policy, by both engines: learning a fact changes nothing that
//! is settled, complete requests are decided, and what is printed can be read again.

use std::cell::Cell;

use criteria::interp::invariant::is_complete;
use criteria::interp::validate;
use criteria::request::{from_json, to_json};
use criteria::tree::ast::{Presence, Value};
use criteria_tests::engines::both;
use criteria_tests::facts::{Facts, civil_date};
use criteria_tests::requests::cases;
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::seen::{Aspects, BECAUSE, END, KIND, LIMIT, MAY_BE_APPROVED};
use criteria_tests::workspace::all;

const CASES: u32 = 3_000;

#[test]
fn generated_cases_are_valid_and_complete() {
    for spec in all() {
        let (seen, complete) = (Cell::new(0), Cell::new(0));
        check("a case is no valid request", CASES, &cases(spec), |case| {
            for request in [&case.complete, &case.partial] {
                let wrong = validate(&spec.policy, request);
                if !wrong.is_empty() {
                    return Err(format!("{wrong:?}"));
                }
            }
            let forgot = case.partial.known().all(|(id, value)| case.complete.get(id) == Some(value));
            seen.set(seen.get() + 1);
            complete.set(complete.get() + u32::from(is_complete(&spec.policy, &case.complete)));
            if forgot { Ok(()) } else { Err("the partial request says something else".to_owned()) }
        });
        let (seen, complete) = (seen.get(), complete.get());
        println!("{}: {complete} of {seen} are complete", spec.name);
        assert!(complete * 100 >= seen * 99 || is_too_few(CASES), "{}: {complete} of {seen}", spec.name);
    }
}

/// One fact after the other is learnt; whatever was settled before stays so.
#[test]
fn what_is_settled_stays_settled() {
    let hopeless = Cell::new(0_u32);
    for spec in all() {
        let settled = Cell::new(0_u32);
        check("learning a fact changed what was settled", CASES / 3, &cases(spec), |case| {
            let mut request = case.partial.clone();
            let mut before = both(spec, &request);
            let count = spec.policy.facts.len();
            for step in 0..count {
                let id = criteria::tree::ast::FactId((step + case.pick as usize) % count);
                let Some(value) = case.complete.get(id).filter(|_| request.get(id).is_none()) else {
                    continue;
                };
                request.set(id, Some(value.clone()));
                let after = both(spec, &request);
                for ((engine, before), (_, after)) in before.iter().zip(&after) {
                    let open = before[KIND] == "needs information";
                    settled.set(settled.get() + u32::from(!open));
                    hopeless.set(hopeless.get() + u32::from(open && before[MAY_BE_APPROVED] == "false"));
                    kept(spec, case, before, after)
                        .map_err(|why| format!("{engine}: with `{}`: {why}", spec.policy.fact(id).name))?;
                }
                before = after;
            }
            Ok(())
        });
        assert!(settled.get() > 100 || is_too_few(CASES / 3), "{}: vacuous", spec.name);
    }
    let hopeless = hopeless.get();
    assert!(
        hopeless > 100 || is_too_few(CASES / 3),
        "{hopeless} that needed information could not be approved"
    );
}

fn kept(
    spec: &criteria_tests::workspace::Spec,
    case: &criteria_tests::requests::Case,
    before: &Aspects,
    after: &Aspects,
) -> Result<(), String> {
    let states = before[6].split(',').zip(after[6].split(',')).zip(&spec.policy.criteria);
    for ((before, after), criterion) in states {
        if before != "unknown" && before != after {
            return Err(format!("{} was {before} and is {after}", criterion.label));
        }
    }
    if before[MAY_BE_APPROVED] == "false" && after[MAY_BE_APPROVED] != "false" {
        return Err(format!("it could not be approved, and is: {}", after[KIND]));
    }
    if after[KIND] == "approve" && after[MAY_BE_APPROVED] != "true" {
        return Err("it is approved, and says that it cannot be".to_owned());
    }
    if before[KIND] == "needs information" {
        return Ok(());
    }
    if before[KIND] != after[KIND] || before[1] != after[1] {
        return Err(format!("{} at step {} became {} at {}", before[KIND], before[1], after[KIND], after[1]));
    }
    for (what, at) in [("limit", LIMIT), ("target", 5), ("end", END)] {
        let open = before[at].is_empty() || before[at].starts_with("unknown");
        if !open && before[at] != after[at] {
            return Err(format!("the {what} was {} and is {}", before[at], after[at]));
        }
    }
    let least = before[END].strip_prefix("unknown, at least ");
    match (least, after[END].parse::<jiff::civil::Date>()) {
        (Some(least), Ok(end)) if end < least_end(spec, case, least) => {
            Err(format!("it ends on {end}, before {least} have passed"))
        }
        _ => Ok(()),
    }
}

/// The end of a period such as `6 months`, from the request date.
fn least_end(
    spec: &criteria_tests::workspace::Spec,
    case: &criteria_tests::requests::Case,
    least: &str,
) -> jiff::civil::Date {
    let (count, unit) = least.split_once(' ').expect("a number and a unit");
    let count: i64 = count.parse().expect("a number");
    let span = match unit.trim_end_matches('s') {
        "day" => jiff::Span::new().days(count),
        "week" => jiff::Span::new().weeks(count),
        "month" => jiff::Span::new().months(count),
        _ => jiff::Span::new().years(count),
    };
    let today = Facts::of(&spec.policy, &case.complete).value_of_today();
    today.checked_add(span).expect("requests are far from the end of time")
}

/// The request date of a policy, whatever it calls it.
trait Today {
    fn value_of_today(self) -> jiff::civil::Date;
}

impl Today for Facts<'_> {
    fn value_of_today(self) -> jiff::civil::Date {
        match self.request.get(self.policy.request_date) {
            Some(Value::Date(date)) => civil_date(*date),
            other => panic!("every request gives its date: {other:?}"),
        }
    }
}

#[test]
fn every_complete_request_is_decided_for_a_reason() {
    for spec in all() {
        check("a complete request is not decided", CASES, &cases(spec), |case| {
            if !is_complete(&spec.policy, &case.complete) {
                return Ok(());
            }
            for (engine, aspects) in both(spec, &case.complete) {
                let because = aspects[BECAUSE].is_empty() && aspects[KIND] != "approve";
                let open = aspects[KIND] == "needs information" || aspects[END].starts_with("unknown");
                let nowhere = aspects[KIND] == "refer" && aspects[5].is_empty();
                if because || open || nowhere || !aspects[9].is_empty() {
                    return Err(format!("{engine}: {aspects:?}"));
                }
            }
            Ok(())
        });
    }
}

/// The end is the first day that is not covered: an approval covers at least the day of its request.
#[test]
fn no_approval_ends_before_it_begins() {
    for spec in all() {
        let ends = Cell::new(0_u32);
        check("an approval ends before it begins", CASES, &cases(spec), |case| {
            let today = Facts::of(&spec.policy, &case.complete).value_of_today();
            for (engine, aspects) in
                [&case.complete, &case.partial].into_iter().flat_map(|one| both(spec, one))
            {
                let Ok(end) = aspects[END].parse::<jiff::civil::Date>() else { continue };
                ends.set(ends.get() + 1);
                if end <= today {
                    return Err(format!("{engine}: requested on {today}: {aspects:?}"));
                }
            }
            Ok(())
        });
        assert!(ends.get() > 100 || is_too_few(CASES), "{}: vacuous", spec.name);
    }
}

#[test]
fn a_decision_is_the_same_each_time() {
    for spec in all() {
        check("two decisions of one request differ", CASES / 3, &cases(spec), |case| {
            let (one, two) = (both(spec, &case.partial), both(spec, &case.partial));
            if one == two { Ok(()) } else { Err(format!("{one:?}\n{two:?}")) }
        });
    }
}

/// What a failing case prints can be given to `criteria decide`.
#[test]
fn a_request_that_is_written_reads_as_itself() {
    for spec in all() {
        check("a request does not survive being written", CASES, &cases(spec), |case| {
            for request in [&case.complete, &case.partial] {
                let text = to_json(&spec.policy, request);
                match from_json(&spec.policy, &text) {
                    Ok(read) if read == *request => {}
                    other => return Err(format!("{other:?} of {text}")),
                }
            }
            let derived = |presence| presence == Presence::Derived;
            let given = |id| derived(spec.policy.fact(id).presence);
            let wrong = case.complete.known().any(|(id, _)| given(id));
            if wrong { Err("a derived fact is given".to_owned()) } else { Ok(()) }
        });
    }
}
