//! The abstract request space of every policy that has an evaluator, cell by cell: the evaluator
//! against the interpreter, in everything that a determination says.
//!
//! By default a million cells, or all where there are fewer, spread evenly over every request kind
//! and line of business. `CRITERIA_CELLS` asks for another number, or for `all`.

mod changes;
mod coverage;

use std::sync::Mutex;
use std::thread;

use criteria::interp::Request;
use criteria::request::to_json;
use criteria::tree::ast::Presence;
use criteria_runtime::Evaluator;
use criteria_tests::agree::agree;
use criteria_tests::runner;
use criteria_tests::space::{Block, Space};
use criteria_tests::workspace::{Spec, specs};

use changes::changes;
use coverage::Coverage;

/// Cells that are visited where no other number is asked for.
const CELLS: u32 = 1_000_000;

/// Cells of each block in which a change is looked for.
const PROBES: u128 = 3_000;

/// How many cells are asked for.
fn asked() -> u128 {
    let asked = std::env::var("CRITERIA_CELLS").ok();
    match asked.as_deref() {
        Some("all") => u128::MAX,
        Some(number) => number.parse().expect("`CRITERIA_CELLS` is a number, or `all`"),
        None => u128::from(runner::cases(CELLS)),
    }
}

/// The cells of a block in an order that spreads: each once, whatever the start.
struct Spread {
    cells: u128,
    start: u128,
    stride: u128,
}

impl Spread {
    fn over(cells: u128) -> Self {
        let common = |mut one: u128, mut other: u128| {
            while other > 0 {
                (one, other) = (other, one % other);
            }
            one
        };
        let golden = cells * 618_034 / 1_000_000;
        let stride = (golden.max(1)..).find(|stride| common(*stride, cells) == 1).unwrap_or(1);
        Self { cells, start: u128::from(runner::seed()), stride }
    }

    fn nth(&self, nth: u128) -> u128 {
        (self.start + nth) * self.stride % self.cells
    }
}

/// Visits cells of a block on all processors; the first differences, if any.
fn visit(spec: &Spec, evaluator: &Evaluator, space: &Space, block: &Block, count: u128) -> (Coverage, Vec<String>) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let spread = Spread::over(block.cells());
    let differ = Mutex::new(Vec::new());
    let parts: Vec<Coverage> = thread::scope(|scope| {
        let work = |first: usize| {
            let mut seen = Coverage::of(block, spec.policy.criteria.len());
            for nth in (first as u128..count).step_by(threads) {
                let pick = u64::try_from(nth).unwrap_or(0).wrapping_add(runner::seed());
                let Some(cell) = space.cell(&spec.policy, block, spread.nth(nth), pick) else {
                    seen.left_out += 1;
                    continue;
                };
                seen.note(&cell);
                if let Err(why) = agree(&spec.policy, evaluator, &cell.request) {
                    let mut differ = differ.lock().expect("no thread panics");
                    if differ.len() > 4 {
                        break;
                    }
                    differ.push(failure(spec, &why, &cell.request));
                }
            }
            seen
        };
        let work = &work;
        let all: Vec<_> = (0..threads).map(|first| scope.spawn(move || work(first))).collect();
        all.into_iter().map(|one| one.join().expect("no thread panics")).collect()
    });
    let mut parts = parts.into_iter();
    let first = parts.next().expect("there is one processor");
    (parts.fold(first, Coverage::with), differ.into_inner().expect("no thread panics"))
}

fn failure(spec: &Spec, why: &str, request: &Request) -> String {
    format!("{}: {why}\n{}\nagain: PROPTEST_RNG_SEED={}", spec.name, to_json(&spec.policy, request), runner::seed())
}

#[test]
fn both_engines_agree_on_every_cell_that_is_asked_for() {
    for spec in specs() {
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let space = Space::of(&spec.policy);
        let all = space.cells();
        println!("{}: {all} cells, {} kinds of request:", spec.name, space.blocks.len());
        let mut left = asked().min(all);
        let mut visited = 0;
        // The small blocks first: what they do not use up is left to the large ones.
        let mut blocks: Vec<&Block> = space.blocks.iter().collect();
        blocks.sort_by_key(|block| block.cells());
        for (at, block) in blocks.iter().enumerate() {
            let share = (left / (blocks.len() - at) as u128).min(block.cells());
            left -= share;
            let (seen, differ) = visit(spec, evaluator, &space, block, share);
            println!("{}", seen.line(spec, block, share));
            assert!(differ.is_empty(), "{}", differ.join("\n\n"));
            assert!(block.thinned.is_empty(), "{}: not every cell was made", spec.name);
            let (threes, of) = seen.threes();
            let is_enough = asked() >= u128::from(CELLS);
            assert!(!is_enough || threes * 100 >= of * 99, "{}: {threes} of {of} threes", spec.name);
            visited += share - seen.left_out;
        }
        println!("{}: {visited} of {all} cells; left out: {}", spec.name, all - visited);
        let enough = all.min(asked());
        assert!(visited * 100 >= enough * 99, "{visited} of {enough}");
    }
}

#[test]
fn what_contradicts_is_refused_alike() {
    for spec in specs() {
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
    for spec in specs() {
        let evaluator = spec.evaluator.expect("everything under spec/ has an evaluator");
        let space = Space::of(&spec.policy);
        let (mut noticed, mut unnoticed) = (0, Vec::new());
        for (what, policy, about) in changes(&spec.policy) {
            let shows = space.blocks.iter().any(|block| {
                let spread = Spread::over(block.cells());
                (0..PROBES.min(block.cells())).zip(0..).any(|(nth, pick)| {
                    let cell = space.cell(&spec.policy, block, spread.nth(nth), pick);
                    cell.is_some_and(|cell| agree(&policy, evaluator, &cell.request).is_err())
                })
            });
            let is_derived = spec.policy.fact(about).presence == Presence::Derived;
            match shows {
                true => noticed += 1,
                // What other limits imply cannot be seen; the compiler reports such limits.
                false if is_derived => println!("{}: implied by others: {what}", spec.name),
                false => unnoticed.push(what),
            }
        }
        println!("{}: {noticed} changes noticed", spec.name);
        assert!(noticed > 0 && unnoticed.is_empty(), "{}: not noticed: {unnoticed:#?}", spec.name);
    }
}
