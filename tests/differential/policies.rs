//! Random policies, interpreter against generated code: text, spec, tree, and both engines.
//!
//! All policies of a run are built into one program. What differs is printed with the seed, the text
//! of the policy, and the smallest request that still shows it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;
use std::time::Instant;

use criteria::interp::Request;
use criteria::request::to_json;
use criteria::tree::ast::{FactId, Presence};
use criteria_tests::engines::compare;
use criteria_tests::policies::coverage::Coverage;
use criteria_tests::policies::kinds::KINDS;
use criteria_tests::policies::{Random, policies, refusals, runner};
use criteria_tests::program::Program;
use criteria_tests::requests::{cases, wild};
use criteria_tests::runner::{self, seed};
use criteria_tests::seen::{KIND, Seen};
use criteria_tests::workspace::{Spec, root};
use proptest::strategy::{Strategy, ValueTree};

/// Requests in all, of which each policy gets its share.
const REQUESTS: u32 = 300_000;

/// Requests to each policy, where enough were asked for.
const EACH: u32 = 1_000;

/// Policies that use each pattern, operator, kind, outcome and shape, at least. Rows and shapes take turns, so
/// that several times as many are expected of the rarest.
const USES: usize = 6;

/// The policies of this run.
pub(crate) fn randoms() -> &'static [Random] {
    static RANDOMS: OnceLock<Vec<Random>> = OnceLock::new();
    RANDOMS.get_or_init(|| {
        let started = Instant::now();
        let count = (runner::cases(REQUESTS) / EACH).max(12) as usize;
        let all = policies(seed(), count);
        println!(
            "seed {}: {count} policies in {:.1?}; refused drafts: {:?}",
            seed(),
            started.elapsed(),
            refusals(&all)
        );
        all
    })
}

#[test]
fn random_policies_decide_alike() {
    let all = randoms();
    let started = Instant::now();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("randoms");
    let program = Program::build(&folder, &all.iter().map(|one| &one.spec.policy).collect::<Vec<_>>());
    println!("one program in {:.1?}", started.elapsed());
    let started = Instant::now();
    let each = (runner::cases(REQUESTS) as usize / all.len()).min(EACH as usize);
    let threads = thread::available_parallelism().map_or(2, |threads| threads.get().min(8));
    let of_thread = |thread: usize| {
        let mut kinds = BTreeMap::<String, usize>::new();
        for at in (thread..all.len()).step_by(threads) {
            compare_one(&program, at, all[at].spec, each, &mut kinds);
        }
        kinds
    };
    let mut kinds = BTreeMap::<String, usize>::new();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|at| scope.spawn(move || of_thread(at))).collect();
        for worker in workers {
            let counts = worker.join().unwrap_or_else(|why| std::panic::resume_unwind(why));
            for (kind, count) in counts {
                *kinds.entry(kind).or_default() += count;
            }
        }
    });
    let asked: usize = kinds.values().sum();
    println!(
        "{asked} requests, {each} to each of {} policies, in {:.1?}: {kinds:?}",
        all.len(),
        started.elapsed()
    );
    if runner::is_too_few(REQUESTS) {
        return;
    }
    for kind in ["approve", "refer", "not authorized", "criteria not met", "needs information", "rejected"] {
        let count = kinds.get(kind).copied().unwrap_or(0);
        assert!(count * 50 >= asked, "`{kind}` is {count} of {asked}");
    }
}

/// Half of the requests of a policy are partial, one in ten is malformed.
fn requests(spec: &'static Spec, count: usize, seed: u64) -> Vec<Request> {
    let mut runner = runner(seed);
    let (cases, wild) = (cases(spec), wild(spec));
    let mut all = Vec::new();
    while all.len() < count {
        for _ in 0..9 {
            let case = cases.new_tree(&mut runner).expect("cases can be made").current();
            all.extend([case.complete, case.partial]);
        }
        all.extend(
            (0..2).map(|_| wild.new_tree(&mut runner).expect("requests can be made").current().request),
        );
    }
    all.truncate(count);
    all
}

fn compare_one(
    program: &Program,
    at: usize,
    spec: &'static Spec,
    count: usize,
    kinds: &mut BTreeMap<String, usize>,
) {
    let asked = requests(spec, count, seed() ^ at as u64);
    let said = program.say(at, &spec.policy, &asked);
    for (request, seen) in asked.iter().zip(&said) {
        let kind =
            if let Seen::Decided(aspects) = seen { aspects[KIND].clone() } else { "rejected".to_owned() };
        *kinds.entry(kind).or_default() += 1;
        if compare(&spec.policy, request, seen).is_err() {
            let (request, differ) = smallest(program, at, spec, request);
            panic!(
                "{}\n{}\nthe generated evaluator differs from the interpreter: {differ}\non {}\n\
                 again: PROPTEST_RNG_SEED={} cargo test -p criteria-tests --test differential random_policies",
                spec.compiled.source.text(),
                spec.name,
                to_json(&spec.policy, &request),
                seed(),
            );
        }
    }
}

/// The request with as few facts as still show the difference, and the difference.
fn smallest(program: &Program, at: usize, spec: &Spec, request: &Request) -> (Request, String) {
    let differs = |request: &Request| {
        let said = program.say(at, &spec.policy, std::slice::from_ref(request));
        compare(&spec.policy, request, &said[0]).err()
    };
    let mut least = request.clone();
    for (id, _) in spec.policy.facts().filter(|(_, fact)| fact.presence == Presence::Optional) {
        let mut fewer = least.clone();
        fewer.set(FactId(id.0), None);
        if least.get(id).is_some() && differs(&fewer).is_some() {
            least = fewer;
        }
    }
    let differ = differs(&least).expect("it differs");
    (least, differ)
}

#[test]
fn random_policies_use_the_whole_language() {
    let all = randoms();
    let mut coverage = Coverage::default();
    for one in all {
        coverage.join(one.coverage.clone());
    }
    println!("{}", coverage.table());
    let refused: usize = all.iter().map(|one| one.refused.len()).sum();
    println!("{refused} drafts refused, {} compiled", all.len());
    for one in all.iter().flat_map(|one| &one.refused).take(8) {
        println!("refused: {}", one.codes());
        for diagnostic in &one.diagnostics {
            let place = one.text.get(diagnostic.span.range()).unwrap_or_default();
            println!("  {}: {} at `{place}`", diagnostic.code, diagnostic.message);
        }
    }
    if runner::is_too_few(REQUESTS) {
        return;
    }
    let missing = coverage.missing(USES);
    assert!(
        missing.is_empty(),
        "fewer than {USES} random policies use:\n{}\nwhat is new is written by itself, where it can be read: a \
         pattern that stands here was never read, or too seldom. If it is new, see that its example is read \
         (`--test prose patterns`) and that its slots fit together by chance (`tests/src/policies/sentences.rs`); \
         if it is not, raise the tries in `tests/src/policies/learned.rs`",
        missing.join("\n")
    );
    assert!(refused * 10 <= all.len() * 4, "too many drafts are refused");
}

/// A kind of fact that the language reference lists is one that random vocabularies have.
#[test]
fn random_vocabularies_know_every_kind_of_the_reference() {
    let page = std::fs::read_to_string(root().join("docs/reference/language.md")).expect("it can be read");
    let table = page.split("| kind | written | values |\n").nth(1).expect("the page has the table of kinds");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let listed: Vec<&str> = rows.filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
    let known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(known, listed, "the table of kinds, and the kinds of `tests/src/policies/kinds.rs`");
}
