//! A row's reading means what its example means, and its negation the opposite: each is written into the
//! reference policy as a sentence of its own, and both are asked about every request that they tell apart.

use criteria::compiled::Compiled;
use criteria::diagnostic::Severity;
use criteria::interp::{Request, truth};
use criteria::tree::ast::{Body, FactId, Formula, Policy, Value};
use criteria::tree::pattern_words;
use criteria_runtime::Truth;
use criteria_tests::cells::{Cells, days};

use super::compiled;
use super::patterns::placed;

/// Where examples of single sentences are placed.
const PLACE: &str = "I.A.4";

/// Rows whose reading and negation can themselves be read, at least. Canonical words with brackets, and dates
/// apart, cannot.
const READABLE: usize = 30;

/// Requests for a pair of sentences, at most: beyond, they are thinned out evenly.
const MOST: usize = 100_000;

/// The policy, where it has no error, and the sentence at [`PLACE`]: its condition, and what it asks.
fn asked(found: &Compiled) -> Option<(&Policy, Option<&Formula>, &Formula)> {
    let errors = found.diagnostics.iter().any(|one| one.code.severity() == Severity::Error);
    let policy = found.policy.as_ref().filter(|_| !errors)?;
    let criterion = policy.criterion(policy.labelled(PLACE)?);
    match &criterion.body {
        Body::Test(formula) => Some((policy, criterion.applies.as_ref(), formula)),
        _ => None,
    }
}

/// Every combination of what the facts of the formulas can be, the unknown included.
fn requests(policy: &Policy, formulas: &[&Formula]) -> Vec<Request> {
    let nothing = Request::new(policy);
    let facts = formulas.iter().flat_map(|formula| truth::unknown_facts(policy, &nothing, formula));
    let mut facts: Vec<FactId> = facts.filter(|fact| *fact != policy.request_date).collect();
    facts.sort();
    facts.dedup();
    let mut all = Vec::new();
    for day in days(policy) {
        let cells = Cells::of(policy, day);
        let of = |fact: &FactId| -> Vec<Option<Value>> {
            cells.of_fact(*fact).iter().cloned().map(Some).chain([None]).collect()
        };
        let axes: Vec<Vec<Option<Value>>> = facts.iter().map(of).collect();
        let count: usize = axes.iter().map(Vec::len).product();
        for at in (0..count).step_by(count.div_ceil(MOST / 4).max(1)) {
            let mut request = Request::of(policy, &[(policy.request_date, Value::Date(day))]);
            let mut rest = at;
            for (fact, axis) in facts.iter().zip(&axes) {
                request.set(*fact, axis[rest % axis.len()].clone());
                rest /= axis.len();
            }
            all.push(request);
        }
    }
    all
}

#[test]
fn a_negation_is_the_opposite_on_every_request() {
    let (mut readable, mut asked_of) = (0, 0);
    let mut seen = [0; 3];
    for row in pattern_words() {
        let example = compiled(&placed(row.of, row.example));
        let reading = compiled(&placed("clause", row.reading));
        let negation = compiled(&placed("clause", row.negation));
        let (Some(example), Some(reading), Some(negation)) =
            (asked(&example), asked(&reading), asked(&negation))
        else {
            println!("not read back: {}", row.negation);
            continue;
        };
        readable += 1;
        let (policy, applies, formula) = example;
        assert_eq!(applies, reading.1, "`{}`: the condition of `{}`", row.pattern, row.reading);
        assert_eq!(applies, negation.1, "`{}`: the condition of `{}`", row.pattern, row.negation);
        for request in requests(policy, &[formula, negation.2]) {
            let of = |formula: &Formula| truth::formula(policy, &request, formula);
            let (is, same, opposite) = (of(formula), of(reading.2), of(negation.2));
            let expected = match is {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                Truth::Unknown => Truth::Unknown,
            };
            let known: Vec<_> = request.known().map(|(id, value)| (&policy.fact(id).name, value)).collect();
            assert_eq!(same, is, "`{}` against `{}` of {known:?}", row.reading, row.example);
            assert_eq!(opposite, expected, "`{}` against `{}` of {known:?}", row.negation, row.example);
            seen[match is {
                Truth::True => 0,
                Truth::False => 1,
                Truth::Unknown => 2,
            }] += 1;
            asked_of += 1;
        }
    }
    println!("{readable} rows read back, {asked_of} requests: {seen:?} met, not met, unknown");
    assert!(readable >= READABLE, "only {readable} rows were read back");
    assert!(seen.iter().all(|count| *count > 100), "{seen:?} met, not met, unknown");
}
