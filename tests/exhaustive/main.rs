//! The abstract request space of a policy that has an evaluator, cell by cell: the evaluator
//! against the interpreter, in everything that a determination says.
//!
//! Of the versions of CP.PHAR.243: the spaces of the others are too large to be covered, and are
//! left to the random requests of `tests/differential`. By default a million cells, spread evenly
//! over every request kind and line of business; `CRITERIA_CELLS` asks for another number, or for
//! `all`.

mod changes;
mod coverage;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use criteria::interp::Request;
use criteria::request::to_json;
use criteria_runtime::Evaluator;
use criteria_tests::agree::agree;
use criteria_tests::runner;
use criteria_tests::space::{Block, Space, Spread};
use criteria_tests::workspace::{Spec, specs};

use changes::changes;
use coverage::Coverage;

/// Cells that are visited where no other number is asked for.
const CELLS: u32 = 1_000_000;

/// The policy whose space is covered.
const COVERED: &str = "CP.PHAR.243";

/// Cells of each block in which a change is looked for.
const PROBES: u128 = 3_000;

/// Changes of CP.PHAR.243 that change nothing. I.A.4.d is "failure or intolerance of either, or a
/// contraindication of both": a failure that also counted as a contraindication would be enough
/// already. The total doses are implied by the daily dose and the days.
const UNSEEN: &[(&str, u32)] = &[("I.A.4.d", 4), ("I.A.6.a", 1), ("I.A.6.b", 1), ("II.A.5", 1)];

/// The policies whose spaces are covered.
fn covered() -> impl Iterator<Item = &'static Spec> {
    specs().iter().filter(|spec| spec.policy.id == COVERED)
}

/// How many cells are asked for.
fn asked() -> u128 {
    let asked = std::env::var("CRITERIA_CELLS").ok();
    match asked.as_deref() {
        Some("all") => u128::MAX,
        Some(number) => number.parse().expect("`CRITERIA_CELLS` is a number, or `all`"),
        None => u128::from(runner::cases(CELLS)),
    }
}

/// Cells of a block, to be visited on all processors.
struct Visit<'s> {
    spec: &'s Spec,
    evaluator: &'s Evaluator,
    space: &'s Space,
    block: &'s Block,
    count: u128,
    differ: Mutex<Vec<String>>,
}

impl Visit<'_> {
    /// What was seen; the first differences are kept.
    fn run(&self) -> Coverage {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<Coverage> = thread::scope(|scope| {
            let all: Vec<_> =
                (0..threads).map(|first| scope.spawn(move || self.every_nth(first, threads))).collect();
            all.into_iter().map(|one| one.join().expect("no thread panics")).collect()
        });
        parts.into_iter().reduce(Coverage::with).expect("there is one processor")
    }

    fn every_nth(&self, first: usize, threads: usize) -> Coverage {
        let policy = &self.spec.policy;
        let spread = Spread::over(self.block.cells());
        let mut seen = Coverage::of(self.block);
        for nth in (first as u128..self.count).step_by(threads) {
            let pick = u64::try_from(nth).unwrap_or(0).wrapping_add(runner::seed());
            let Some(cell) = self.space.cell(policy, self.block, spread.nth(nth), pick) else {
                seen.left_out += 1;
                continue;
            };
            seen.note(&cell);
            if let Err(why) = agree(policy, self.evaluator, &cell.request) {
                let mut differ = self.differ.lock().expect("no thread panics");
                differ.push(failure(self.spec, &why, &cell.request));
                if differ.len() > 4 {
                    break;
                }
            }
        }
        seen
    }
}

fn failure(spec: &Spec, why: &str, request: &Request) -> String {
    format!(
        "{}: {why}\n{}\nagain: PROPTEST_RNG_SEED={}",
        spec.name,
        to_json(&spec.policy, request),
        runner::seed()
    )
}

#[test]
fn both_engines_agree_on_every_cell_that_is_asked_for() {
    for spec in covered() {
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let space = Space::of(&spec.policy);
        let all = space.cells();
        println!("{}: {all} cells, {} kinds of request:", spec.name, space.blocks.len());
        let mut left = asked().min(all);
        let enough = left;
        let mut visited = 0;
        // The small blocks first: what they do not use up is left to the large ones.
        let mut blocks: Vec<&Block> = space.blocks.iter().collect();
        blocks.sort_by_key(|block| block.cells());
        for (at, block) in blocks.iter().enumerate() {
            let share = (left / (blocks.len() - at) as u128).min(block.cells());
            left -= share;
            let differ = Mutex::new(Vec::new());
            let visit = Visit { spec, evaluator, space: &space, block, count: share, differ };
            let seen = visit.run();
            let differ = visit.differ.into_inner().expect("no thread panics");
            println!("{}", seen.line(spec, block, share));
            assert!(differ.is_empty(), "{}", differ.join("\n\n"));
            visited += share - seen.left_out;
            assert!(block.thinned.is_empty(), "{}: not every cell was made", spec.name);
            let (threes, of) = seen.threes();
            let is_enough = asked() >= u128::from(CELLS);
            assert!(!is_enough || threes * 100 >= of * 99, "{}: {threes} of {of} threes", spec.name);
        }
        println!("{}: {visited} of {all} cells; left out: {}", spec.name, all - visited);
        assert!(visited * 100 >= enough * 99, "{visited} of {enough}");
    }
}

#[test]
fn what_contradicts_is_refused_alike() {
    for spec in covered() {
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let space = Space::of(&spec.policy);
        let requests = space.blocks.iter().flat_map(|block| &block.contradictory);
        let mut count = 0;
        for known in requests {
            let request = Request::of(&spec.policy, known);
            agree(&spec.policy, evaluator, &request)
                .unwrap_or_else(|why| panic!("{}", failure(spec, &why, &request)));
            count += 1;
        }
        println!("{}: {count} contradictory requests", spec.name);
    }
}

/// A space on which a wrong evaluator looks right would be worth nothing: each comparison of the
/// policy is changed by the least that it can be, and some cell must show it.
#[test]
fn the_least_change_of_any_comparison_shows_in_some_cell() {
    for spec in covered() {
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let space = Space::of(&spec.policy);
        let (mut noticed, mut unnoticed) = (0, BTreeMap::<String, u32>::new());
        for change in changes(&spec.policy) {
            let shows = space.blocks.iter().any(|block| {
                let spread = Spread::over(block.cells());
                (0..PROBES.min(block.cells())).zip(0..).any(|(nth, pick)| {
                    let cell = space.cell(&spec.policy, block, spread.nth(nth), pick);
                    cell.is_some_and(|cell| agree(&change.policy, evaluator, &cell.request).is_err())
                })
            });
            if shows {
                noticed += 1;
            } else {
                println!("{}: cannot be seen: {}", spec.name, change.what);
                *unnoticed.entry(change.label).or_default() += 1;
            }
        }
        println!("{}: {noticed} changes noticed", spec.name);
        assert!(noticed > 0, "{}: nothing was changed", spec.name);
        let known = UNSEEN.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect();
        assert_eq!(unnoticed, known, "{}", spec.name);
    }
}
