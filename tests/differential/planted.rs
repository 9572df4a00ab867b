//! Does the comparison notice a wrong evaluator? Evaluators are made of policies with one fault
//! planted, built into one program, and run against the interpreter of the policy as it is.
//!
//! A policy from outside of `spec/` is built beside them: it decides as its interpreter does, and
//! nothing in the compiler knows it.

use std::path::Path;

use criteria::interp::Request;
use criteria::request::to_json;
use criteria::tree::ast::{
    Atom, Body, Comparison, Criterion, Formula, Kind, Operator, Policy, When, Whichever,
};
use criteria_runtime::Period;
use criteria_tests::engines::compare;
use criteria_tests::program::Program;
use criteria_tests::requests::sample;
use criteria_tests::runner;
use criteria_tests::seen::Seen;
use criteria_tests::workspace::{alemtuzumab, compile_only};

/// Requests that each planted fault is looked for in.
const REQUESTS: u32 = 9_000;

type Plant = fn(&mut Policy);

/// One fault each, in the places where an emitter could err.
const FAULTS: &[(&str, Plant)] = &[
    ("`≤` where `≤` a limit is meant becomes `<`", |policy| {
        let atom = atom(policy, "II.A.5", |atom| matches!(atom, Atom::Compare(_, Comparison::AtMost, _)));
        let Atom::Compare(_, comparison, _) = atom else { unreachable!() };
        *comparison = Comparison::LessThan;
    }),
    ("a limit is off by one", |policy| {
        let atom = atom(policy, "I.A.6.a", |atom| matches!(atom, Atom::Compare(..)));
        let Atom::Compare(_, _, limit) = atom else { unreachable!() };
        *limit += 1;
    }),
    ("an `or` for an `and`", |policy| {
        let Body::Group(operator, _) = &mut labelled(policy, "I.A.4").body else { unreachable!() };
        *operator = Operator::AtLeast(1);
    }),
    ("a branch is dropped", |policy| {
        let Body::Group(_, children) = &mut labelled(policy, "II.A.1").body else { unreachable!() };
        children.pop();
    }),
    ("a criterion of a section is dropped", |policy| {
        let Body::Group(_, children) = &mut labelled(policy, "I.A").body else { unreachable!() };
        children.remove(4);
    }),
    ("11 months for 12", |policy| {
        let atom = atom(policy, "II.A.4", |atom| matches!(atom, Atom::Elapsed(..)));
        let Atom::Elapsed(_, period) = atom else { unreachable!() };
        *period = Period::months(11);
    }),
    ("a choice too many", |policy| {
        let atom = atom(policy, "I.A.4.a", |atom| matches!(atom, Atom::Is(..)));
        let Atom::Is(_, choices) = atom else { unreachable!() };
        choices.push(criteria::tree::ast::ChoiceId(4));
    }),
    ("a test turned round", |policy| {
        let Body::Test(formula) = &mut labelled(policy, "I.B.2").body else { unreachable!() };
        *formula = Formula::Not(Box::new(formula.clone()));
    }),
    ("a condition forgotten", |policy| labelled(policy, "II.A").applies = None),
    ("two steps change places", |policy| policy.steps.swap(1, 2)),
    ("shorter for longer", |policy| {
        let rows = policy.durations.iter_mut().flat_map(|duration| &mut duration.rows);
        rows.filter_map(|row| row.or_until.as_mut()).for_each(|until| until.whichever = Whichever::Shorter);
    }),
    ("a limit dropped", |policy| policy.durations[0].rows[0].limit = None),
    ("two targets change places", |policy| {
        let (first, rest) = policy.referrals[0].targets.split_at_mut(1);
        std::mem::swap(&mut first[0].1, &mut rest[0].1);
        let last = policy.referrals.last_mut().unwrap();
        last.targets[0].1 = String::from("CP.CPA.999");
    }),
    ("another order of questions", |policy| policy.ask_order.reverse()),
    ("an always-true sentence forgotten", |policy| _ = policy.always.pop()),
    ("a plausible range too wide", |policy| {
        let quantities = policy.facts.iter_mut().filter_map(|fact| match &mut fact.kind {
            Kind::Quantity(quantity) => Some(quantity),
            _ => None,
        });
        quantities.for_each(|quantity| quantity.max += 1);
    }),
    ("an \"Only when\" forgotten", |policy| {
        policy.facts.iter_mut().for_each(|fact| fact.only_when = None);
    }),
];

fn labelled<'p>(policy: &'p mut Policy, label: &str) -> &'p mut Criterion {
    let id = policy.labelled(label).unwrap_or_else(|| panic!("there is a criterion {label}"));
    &mut policy.criteria[id.0]
}

/// The first such atom of a criterion.
fn atom<'p>(policy: &'p mut Policy, label: &str, is: fn(&Atom) -> bool) -> &'p mut Atom {
    fn within(formula: &mut Formula, is: fn(&Atom) -> bool) -> Option<&mut Atom> {
        match formula {
            Formula::Atom(atom) => is(atom).then_some(atom),
            Formula::Not(inner) => within(inner, is),
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter_mut().find_map(|part| within(part, is))
            }
        }
    }
    let Body::Test(formula) = &mut labelled(policy, label).body else { panic!("{label} is a test") };
    within(formula, is).unwrap_or_else(|| panic!("{label} has such an atom"))
}

/// A change that changes nothing: section III names only diagnoses that I.A.1 and the scope of II.A
/// leave out. A comparison that complains of it compares the text, not the meaning.
const HARMLESS: (&str, Plant) = ("`unless` forgotten in a step", |policy| {
    let When::All(parts) = &mut policy.steps[0].when else { unreachable!() };
    parts.retain(|part| !matches!(part, When::Not(_)));
});

/// The first request on which an evaluator is not what the interpreter of a policy says.
fn difference(policy: &Policy, requests: &[Request], said: &[Seen]) -> Option<(String, String)> {
    let compared = requests.iter().zip(said);
    compared
        .map(|(request, seen)| (compare(policy, request, seen), request))
        .find_map(|(compared, request)| Some((compared.err()?, to_json(policy, request))))
}

/// One test for both, because they share the program and its minute of building.
#[test]
fn planted_faults_are_noticed_and_a_policy_from_elsewhere_decides() {
    let spec = alemtuzumab();
    let mut policies = vec![spec.policy.clone()];
    for (what, plant) in FAULTS.iter().chain([&HARMLESS]) {
        let mut policy = spec.policy.clone();
        plant(&mut policy);
        assert_ne!(policy, spec.policy, "{what}: nothing was planted");
        policies.push(policy);
    }
    let elsewhere = compile_only();
    policies.extend(elsewhere.iter().map(|spec| spec.policy.clone()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("planted");
    let program = Program::build(&folder, &policies.iter().collect::<Vec<_>>());

    let asked = sample(spec, REQUESTS);
    let healthy = program.say(0, &spec.policy, &asked);
    assert_eq!(difference(&spec.policy, &asked, &healthy), None, "nothing is planted here");
    let mut unnoticed = Vec::new();
    for (at, (what, _)) in (1..).zip(FAULTS) {
        let said = program.say(at, &spec.policy, &asked);
        match difference(&spec.policy, &asked, &said) {
            Some((differ, _)) => println!("{what}: noticed: {}", differ.lines().next().unwrap_or_default()),
            None => unnoticed.push(what),
        }
    }
    let said = program.say(FAULTS.len() + 1, &spec.policy, &asked);
    assert_eq!(difference(&spec.policy, &asked, &said), None, "{}", HARMLESS.0);
    assert!(unnoticed.is_empty() || runner::is_too_few(REQUESTS), "not noticed: {unnoticed:#?}");

    for (at, spec) in (FAULTS.len() + 2..).zip(elsewhere) {
        let asked = sample(spec, REQUESTS);
        let said = program.say(at, &spec.policy, &asked);
        let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
        for seen in &said {
            let kind = if let Seen::Decided(aspects) = seen { aspects[0].as_str() } else { "rejected" };
            *kinds.entry(kind).or_default() += 1;
        }
        println!("{}: {} requests: {kinds:?}", spec.name, asked.len());
        if let Some((differ, request)) = difference(&spec.policy, &asked, &said) {
            panic!("{}: {differ}\n{request}", spec.name);
        }
    }
}
