//! Random policies, written as Markdown, so that every station is gone through: text, spec, tree,
//! interpreter, emitted Rust.
//!
//! A policy is made in three rounds. A vocabulary of facts of every kind; sentences over it, by walking
//! the pattern rows, of which the compiler keeps what it reads; and an outline of them with its
//! outcomes. What the compiler refuses as a whole is thrown away, and counted by its code.

pub mod coverage;
pub mod dice;
mod durations;
mod examples;
pub mod items;
pub mod kinds;
mod learned;
mod outcomes;
mod outline;
mod probe;
mod readings;
pub mod sentences;
pub mod shapes;
mod stock;
pub mod vocabulary;
pub mod wishes;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread;

use criteria::diagnostic::{Diagnostic, Severity};
use criteria::interp::{Request, determine, validate};
use criteria::source::Source;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::requests::cases;
use crate::workspace::Spec;
use coverage::Coverage;
use dice::Dice;
use outcomes::Order;
use outline::Outliner;
use sentences::Pools;
use stock::Stock;
use vocabulary::Vocabulary;
use wishes::Wishes;

/// A random policy that compiles.
#[derive(Debug)]
pub struct Random {
    /// The policy, with examples that the compiler found to hold.
    pub spec: &'static Spec,
    /// What it uses.
    pub coverage: Coverage,
    /// The drafts before it that the compiler refused.
    pub refused: Vec<Refused>,
}

/// A draft that the compiler refused.
#[derive(Debug)]
pub struct Refused {
    /// The text.
    pub text: String,
    /// What was said against it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Refused {
    /// The codes, each once.
    pub fn codes(&self) -> String {
        let mut codes: Vec<&str> = self.diagnostics.iter().map(|one| one.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.join(" + ")
    }
}

/// A draft of a policy.
struct Draft {
    text: String,
    words: Vocabulary,
    stock: Stock,
    /// What the outcome tables hold, for what is said of them.
    pools: Pools,
    /// The shapes and other constructs that were written.
    shapes: Vec<&'static str>,
}

/// So many policies of a seed.
pub fn policies(seed: u64, count: usize) -> Vec<Random> {
    let threads = thread::available_parallelism().map_or(2, |threads| threads.get().min(8));
    let of_thread =
        |thread: usize| (thread..count).step_by(threads).map(|at| (at, policy(seed, at))).collect();
    let mut all: Vec<(usize, Random)> = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|at| scope.spawn(move || -> Vec<_> { of_thread(at) })).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no policy panics")).collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, random)| random).collect()
}

/// The policy of a seed and a place.
pub fn policy(seed: u64, at: usize) -> Random {
    let mut dice = Dice::new(seed, at as u64);
    let mut refused = Vec::new();
    let wishes = Wishes::of(seed, at);
    for attempt in 0..100 {
        // What cannot be written is left out at last; the coverage of the run then says so.
        let wishes = if attempt < 20 { wishes.clone() } else { Wishes::default() };
        let Some(draft) = draft(&mut dice, at, &wishes) else { continue };
        let name = format!("random policy {at} of seed {seed}");
        match compiled(&name, draft.text.clone()) {
            // What is always true may be true of no request.
            Ok(spec) if each_kind(spec, 0).is_empty() => {}
            Ok(spec) => return finished(&name, spec, &draft, &wishes, &mut dice, refused),
            Err(one) => refused.push(one),
        }
    }
    let codes: Vec<String> = refused.iter().map(Refused::codes).collect();
    panic!("seed {seed}, policy {at}: no draft compiles: {codes:?}");
}

/// A draft of a policy. `None` where its vocabulary is refused, or a wish cannot be met with it.
fn draft(dice: &mut Dice, at: usize, wishes: &Wishes) -> Option<Draft> {
    let mut words = Vocabulary::random(dice, 75, wishes);
    let stock = Stock::fill(&mut words, dice, wishes)?;
    let wanted = outline::wanted(&words, &stock, dice, wishes)?;
    let mut outliner = Outliner { words: &words, stock: &stock, dice, wanted, footnotes: 0 };
    let sections = outliner.sections();
    let footnotes = outliner.footnotes;
    let mut order = Order::random(&words, &sections, dice, wishes);
    let mut outcomes = String::new();
    order.write(&mut outcomes, (&words, &stock.pools), &sections, dice);
    words.always.extend(order.endings.always.iter().cloned());
    let mut text = String::new();
    words.write(&mut text, at);
    text.push_str(&outcomes);
    let mut shapes: Vec<&'static str> = wishes.shapes.iter().map(|shape| shape.name).collect();
    if wishes.reading {
        shapes.extend(outcomes::reading(&mut text, &sections, &stock, dice));
    }
    words.write_appendices(&mut text);
    (1..=footnotes).for_each(|note| _ = writeln!(text, "[^n{note}]: A note.\n"));
    if wishes.open {
        let chosen = readings::choose(&mut text, dice);
        shapes.extend(chosen.then_some("reading that is chosen"));
    }
    Some(Draft { text, words, stock, pools: order.endings.pools, shapes })
}

/// Compiles a text, for as long as the process lives.
fn compiled(name: &str, text: String) -> Result<&'static Spec, Refused> {
    // Other readings are compiled too.
    let compiled = criteria::compile(Source::new(name, text.clone()));
    if let Some(policy) = compiled.policy.clone().filter(|_| compiled.is_sound()) {
        return Ok(Box::leak(Box::new(Spec { name: name.to_owned(), compiled, policy, evaluator: None })));
    }
    let errors = compiled.diagnostics.into_iter();
    let diagnostics = errors.filter(|one| one.code.severity() == Severity::Error).collect();
    Err(Refused { text, diagnostics })
}

/// The policy of a draft with invariants and examples, which must hold.
fn finished(
    name: &str,
    spec: &'static Spec,
    draft: &Draft,
    wishes: &Wishes,
    dice: &mut Dice,
    refused: Vec<Refused>,
) -> Random {
    let text = examples::with_examples(&draft.text, &spec.policy, &each_kind(spec, dice.throw()));
    let text = examples::with_invariants(&text, draft, wishes, dice);
    let spec = compiled(name, text).unwrap_or_else(|refused| {
        panic!("an example or invariant does not hold: {:#?}\n{}", refused.diagnostics, refused.text)
    });
    let mut coverage = Coverage::default();
    let kinds: Vec<&'static str> = draft.words.words.iter().map(|word| word.kind).collect();
    coverage.add(&spec.policy, &spec.compiled.readings, &kinds);
    coverage.add_shapes(&draft.shapes);
    Random { spec, coverage, refused }
}

/// Requests from a strategy of random cases.
pub fn runner(seed: u64) -> TestRunner {
    TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() })
}

/// Complete requests of which each kind of determination has one or two, where it was found.
fn each_kind(spec: &'static Spec, seed: u64) -> Vec<Request> {
    let mut runner = runner(seed);
    let cases = cases(spec);
    let mut found: BTreeMap<&'static str, Vec<Request>> = BTreeMap::new();
    for _ in 0..120 {
        let request = cases.new_tree(&mut runner).expect("cases can be made").current().complete;
        if !validate(&spec.policy, &request).is_empty() {
            continue;
        }
        let kind = determine(&spec.policy, &request).kind.as_str();
        let known = found.entry(kind).or_default();
        if known.len() < 2 && !known.contains(&request) {
            known.push(request);
        }
    }
    found.into_values().flatten().collect()
}

/// How many drafts were refused, by their codes.
pub fn refusals(all: &[Random]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in all.iter().flat_map(|one| &one.refused) {
        *counts.entry(one.codes()).or_default() += 1;
    }
    counts
}
