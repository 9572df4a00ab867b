//! Hostile input: whatever comes as a policy or as a request, there is an answer, in bounded time.

mod campaign;
mod json;
mod optimised;
mod soup;
mod structure;

use std::time::{Duration, Instant};

use criteria::Compiled;
use criteria::diagnostic::{Style, render, render_json};
use criteria::interp::decide;
use criteria::request::{from_json, to_json};
use criteria::source::Source;
use criteria_tests::agree::agree;
use criteria_tests::runner::{self, check};
use criteria_tests::workspace::{alemtuzumab, all, root, specs};
use proptest::prelude::*;

use soup::{bent, mixed, request_text};

/// No input of these sizes may take longer; a bound against hangs, not a measure.
const BOUND: Duration = Duration::from_secs(20);

fn timed<T>(what: impl FnOnce() -> T) -> Result<T, String> {
    let start = Instant::now();
    let value = what();
    let took = start.elapsed();
    if took < BOUND { Ok(value) } else { Err(format!("it took {took:?}")) }
}

/// Compiles a text, prints what there is to say of it, and tries what came of it.
fn compiles(text: &str) -> Result<Compiled, String> {
    answers(text, criteria::compile)
}

fn answers(text: &str, compile: fn(Source) -> Compiled) -> Result<Compiled, String> {
    timed(|| {
        let compiled = compile(Source::new("spec/x/1.md", text));
        let length = u32::try_from(text.len()).expect("these are small");
        for one in &compiled.diagnostics {
            assert!(one.span.start <= one.span.end && one.span.end <= length, "{one:?}");
            assert!(text.is_char_boundary(one.span.start as usize), "{one:?}");
            assert!(text.is_char_boundary(one.span.end as usize), "{one:?}");
        }
        print_all(&compiled);
        if let Some(policy) = &compiled.policy {
            for example in policy.examples.iter().take(3) {
                decide(policy, &criteria::interp::Request::of(policy, &example.facts));
            }
        }
        compiled
    })
}

fn print_all(compiled: &Compiled) {
    for one in &compiled.diagnostics {
        drop(render(&compiled.source, one, Style::Plain));
        drop(render_json(&compiled.source, one));
    }
}

#[test]
fn any_text_compiles_to_an_answer() {
    check("a text", 1_000, &".{0,400}", |text: &String| compiles(text).map(drop));
    check("a text of the letters that count", 1_000, &mixed(), |text| compiles(text).map(drop));
}

#[test]
fn a_real_policy_bent_out_of_shape_compiles_to_an_answer() {
    for spec in all() {
        let bent = bent(spec.compiled.source.text());
        check("a policy bent out of shape", 120, &bent, |text| answers(text, criteria::check).map(drop));
        // Each alternative reading is one more compilation: a few will do.
        check("a policy bent out of shape, with its readings", 10, &bent, |text| compiles(text).map(drop));
    }
}

#[test]
fn any_text_is_a_request_or_is_refused() {
    let policy = &alemtuzumab().policy;
    let judge = |text: &String| {
        timed(|| match from_json(policy, text) {
            Ok(request) => drop(decide(policy, &request)),
            Err(all) => assert!(!all.is_empty(), "refused for no reason"),
        })
    };
    check("a text as a request", 1_000, &".{0,300}", judge);
    check("a text of the letters of JSON", 1_000, &request_text(), judge);
    let path = root().join("spec/cp-phar-243/sample-request.json");
    let sample = std::fs::read_to_string(path).expect("there is a sample");
    check("a request bent out of shape", 1_000, &bent(&sample), judge);
}

/// A rejection says what is wrong by the name of the fact, and never what was given.
#[test]
fn a_rejection_never_repeats_a_value() {
    let policy = &alemtuzumab().policy;
    let names: Vec<String> = policy.facts.iter().map(|fact| fact.name.clone()).collect();
    let values = prop_oneof![
        Just("\"zq-secret-7\"".to_owned()),
        Just("[\"zq-secret-7\"]".to_owned()),
        Just("{\"zq-secret-7\": 1}".to_owned()),
        Just("\"1987-13-77 zq-secret-7\"".to_owned()),
        Just("98761234.5".to_owned()),
    ];
    let given = (proptest::sample::select(names), values);
    check("a rejection repeats what was given", 500, &given, |(name, value)| {
        let text = format!(
            "{{\"facts\": {{\"request kind\": \"initial\", \"request date\": \"2026-03-01\", \"{name}\": {value}}}}}"
        );
        let Err(all) = from_json(policy, &text) else { return Err("it is admitted".to_owned()) };
        let said: String = all.iter().map(ToString::to_string).collect();
        if said.contains("zq-secret") || said.contains("98761234") { Err(said) } else { Ok(()) }
    });
}

/// Shapes that overflow a stack or take quadratic time where nobody thought of them.
#[test]
fn deep_and_long_texts_compile_to_an_answer() {
    let real = alemtuzumab().compiled.source.text();
    let (start, end) = real.split_once("## I. Initial approval").expect("it has a section I");
    let deep_list = (0..400).map(|depth| " ".repeat(depth * 2) + "- a. x\n").collect::<String>();
    let brackets = "(".repeat(5_000) + &")".repeat(5_000);
    let shapes = [
        ">".repeat(20_000),
        "- ".repeat(20_000),
        "[".repeat(20_000),
        "*_".repeat(10_000),
        "`".repeat(20_000),
        "#".repeat(20_000),
        "| ".repeat(20_000),
        format!("{}\n", "|a".repeat(500)).repeat(100),
        "1. x\n".repeat(5_000),
        deep_list.clone(),
        brackets.clone(),
        "\u{feff}".repeat(1_000),
        "\0".repeat(10_000),
        "é\r".repeat(5_000),
        format!("{start}## I. Initial approval\n\n{deep_list}\n{end}"),
        format!("{start}## I. Initial approval\n\n1. {brackets}\n{end}"),
        format!(
            "{start}## I. Initial approval\n\n1. Neurologist{};\n{end}",
            " and neurologist".repeat(3_000)
        ),
        format!("{start}## I. Initial approval\n\n1. {} ;\n{end}", "unless ".repeat(3_000)),
        format!("{start}## I. Initial approval\n\n1. Age ≥ {} years;\n{end}", "9".repeat(5_000)),
    ];
    for (at, text) in shapes.iter().enumerate() {
        compiles(text).unwrap_or_else(|why| panic!("shape {at}: {why}"));
    }
}

#[test]
fn deep_and_long_requests_are_refused() {
    let policy = &alemtuzumab().policy;
    let facts = |value: &str| format!("{{\"facts\": {{\"daily dose\": {value}}}}}");
    let shapes = [
        "[".repeat(100_000),
        "{\"facts\":".repeat(50_000),
        facts(&("[".repeat(50_000) + &"]".repeat(50_000))),
        facts(&"9".repeat(100_000)),
        facts(&format!("0.{}", "0".repeat(100_000))),
        facts("1e999999999"),
        facts(&format!("\"{}\"", "x".repeat(500_000))),
        format!("{{\"facts\": {{{}\"a\": 1}}}}", "\"daily dose\": 1,".repeat(40_000)),
        " ".repeat(2_000_000),
    ];
    for (at, text) in shapes.iter().enumerate() {
        let refused = timed(|| from_json(policy, text).is_err());
        assert_eq!(refused, Ok(true), "shape {at}");
    }
}

/// Policies that are changed by structure, and requests: 100,000 texts between them.
const POLICIES: u32 = 5_000;
const REQUESTS: u32 = 95_000;

#[test]
fn policies_changed_by_structure_compile_to_an_answer() {
    let texts: Vec<&str> = all().map(|spec| spec.compiled.source.text()).collect();
    let judge = |text: &str| answers(text, criteria::check).map(|compiled| compiled.policy.is_some());
    campaign::run(
        "policies changed by structure",
        runner::cases(POLICIES),
        |picks| structure::changed(&texts, picks),
        judge,
    );
}

/// Whatever is accepted is decided, by both engines alike.
#[test]
fn requests_changed_by_structure_are_decided_or_refused() {
    for spec in specs() {
        let request = |example: &criteria::tree::ast::Example| {
            to_json(&spec.policy, &criteria::interp::Request::of(&spec.policy, &example.facts))
        };
        let texts: Vec<String> = spec.policy.examples.iter().map(request).collect();
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let judge = |text: &str| match from_json(&spec.policy, text) {
            Ok(request) => agree(&spec.policy, evaluator, &request).map(|()| true),
            Err(all) if all.is_empty() => Err("refused for no reason".to_owned()),
            Err(_) => Ok(false),
        };
        campaign::run(
            "requests changed by structure",
            runner::cases(REQUESTS),
            |picks| json::changed(&texts, picks),
            judge,
        );
    }
}
