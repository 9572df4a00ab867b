//! How the time of `check` grows: with the number of policies, and with the size of one.
//!
//! Everything is timed twice: by the clock, which other work on the machine disturbs, and as time on a
//! processor, which it disturbs little. Where the system does not tell the second (`/proc`, on Linux), a
//! dash stands. An argument is the largest number of policies: `cargo bench … --bench scale -- 10000`.

mod many;

use std::fs;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use criteria::source::Source;
use many::{Size, USUAL};

const ROUNDS: usize = 101;
const USUAL_MOST: usize = 10_000;

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    one_policy();
    many_policies(asked.unwrap_or(USUAL_MOST));
    large_policies();
    println!("\nmost memory at any time: {}", peak().unwrap_or_else(|| "unknown".to_owned()));
}

/// The policy that the bar is about.
fn one_policy() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/cp-phar-243/2025-05.md");
    let text = fs::read_to_string(path).expect("the policy is there");
    let mut rounds = Vec::new();
    let all = took(|| {
        for _ in 0..ROUNDS {
            rounds.push(took(|| sound("spec/cp-phar-243/2025-05.md", &text)).clock * 1e3);
        }
    });
    rounds.sort_by(f64::total_cmp);
    println!("check of CP.PHAR.243, {} lines, {ROUNDS} times", text.lines().count());
    println!("by the clock: median {:.2} ms, best {:.2} ms", rounds[ROUNDS / 2], rounds[0]);
    let mean = all.processor.map_or(f64::NAN, |seconds| seconds * 1e3 / ROUNDS as f64);
    println!("on the processor: mean {mean:.2} ms");
}

/// Numbers of policies, each ten times the one before.
fn many_policies(most: usize) {
    let text = many::policy(1, USUAL);
    let criteria = criteria(&text);
    println!(
        "\npolicies like one of {} lines, {} bytes, {criteria} criteria",
        text.lines().count(),
        text.len()
    );
    println!(
        "{:>9} {:>9} {:>14} {:>12} {:>12}",
        "policies", "s, one", "s on processor", "ms a policy", "s, all cores"
    );
    let numbers = [10, 100, 1_000, 10_000, 100_000];
    for number in numbers.into_iter().filter(|number| *number <= most) {
        let texts: Vec<String> = (0..number).map(|at| many::policy(at, USUAL)).collect();
        let alone = took(|| texts.iter().for_each(|text| sound("2026-01.md", text)));
        let together = took(|| on_all_cores(&texts));
        println!(
            "{number:9} {:9.2} {:>14} {:12.2} {:12.2}",
            alone.clock,
            alone.shown(),
            alone.clock * 1e3 / number as f64,
            together.clock
        );
    }
}

/// Policies of more and more criteria; and the largest with a mistake in each of its criteria.
fn large_policies() {
    println!(
        "\none large policy\n{:>9} {:>9} {:>9} {:>9} {:>15}",
        "criteria", "lines", "bytes", "s", "s on processor"
    );
    for indications in [7, 14, 29, 58, 117] {
        let text = many::policy(7, Size { indications, examples: 1 });
        let criteria = criteria(&text);
        let took = took(|| sound("2026-01.md", &text));
        println!(
            "{criteria:9} {:9} {:9} {:9.3} {:>15}",
            text.lines().count(),
            text.len(),
            took.clock,
            took.shown()
        );
    }
    let text = many::policy(7, Size { indications: 117, examples: 1 }).replace(" ≥ ", " is at leest ");
    let mut mistakes = 0;
    let took =
        took(|| mistakes = criteria::check(Source::new("2026-01.md", text.as_str())).diagnostics.len());
    println!(
        "the last one with {mistakes} mistakes: {:.3} s, {} s on the processor",
        took.clock,
        took.shown()
    );
}

/// Checks a policy in which nothing is wrong.
fn sound(name: &str, text: &str) {
    let compiled = black_box(criteria::check(black_box(Source::new(name, text))));
    assert!(compiled.is_sound() && compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics.first());
}

fn criteria(text: &str) -> usize {
    criteria::check(Source::new("2026-01.md", text)).policy.map_or(0, |policy| policy.criteria.len())
}

/// As the command does it: each processor takes the next policy until none is left.
fn on_all_cores(texts: &[String]) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
            sound("2026-01.md", text);
        }
    };
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
}

/// Seconds that something took.
struct Took {
    clock: f64,
    processor: Option<f64>,
}

impl Took {
    fn shown(&self) -> String {
        self.processor.map_or_else(|| "—".to_owned(), |seconds| format!("{seconds:.3}"))
    }
}

fn took(work: impl FnOnce()) -> Took {
    let (start, before) = (Instant::now(), on_processor());
    work();
    let processor = on_processor().zip(before).map(|(after, before)| after - before);
    Took { clock: start.elapsed().as_secs_f64(), processor }
}

/// The seconds that this thread was running so far.
fn on_processor() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// The most memory that the process had.
fn peak() -> Option<String> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
