//! How fast a decision is, beside a hand-written function, in one run.
//!
//! No benchmark crate: what counts here are ratios, and they hold on a busy machine only where
//! all engines take turns within one round. Each figure is a median over rounds; each ratio is
//! the median of the ratios within a round; "at best" compares the fastest round of each, which
//! a busy machine disturbs least.

mod by_hand;
mod requests;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use criteria::source::Source;
use criteria_policies::cp_phar_243::v2025_05::{Admitted, Request};
use criteria_runtime::{Decision, Kind, Mask};

const ROUNDS: usize = 201;
const COMPILER_ROUNDS: usize = 51;

/// An engine, by name: takes all requests of its set once.
type Engine<'a> = (&'a str, Box<dyn Fn() + 'a>);

fn main() {
    let mut page = String::new();
    let complete = requests::complete();
    let unknowns = requests::with_unknowns();
    measure_set("complete facts", &complete, &mut page);
    measure_set("each fact missing with a chance of 1 in 12", &unknowns, &mut page);
    measure_compiler(&mut page);
    print!("{page}");
}

fn measure_set(title: &str, requests: &[Request], page: &mut String) {
    let admitted: Vec<Admitted<'_>> = requests.iter().filter_map(|request| request.admit().ok()).collect();
    assert_eq!(admitted.len(), requests.len(), "every request is admitted");
    let mut approved = 0_usize;
    for (request, admitted) in requests.iter().zip(&admitted) {
        let generated = admitted.decide().kind() == Kind::Approve;
        assert_eq!(by_hand::approves(request), generated, "{request:?}");
        approved += usize::from(generated);
    }
    let engines: Vec<Engine<'_>> = vec![
        ("written by hand: approve, yes or no", Box::new(|| by_hand(requests))),
        ("generated: kind and every state", Box::new(|| generated(&admitted))),
        ("generated: the same, with because and missing", Box::new(|| with_reasons(&admitted))),
        ("admission alone", Box::new(|| admission(requests))),
        ("admission, kind and every state", Box::new(|| from_request(requests))),
    ];
    let rounds = rounds(&engines, ROUNDS);
    let count = u32::try_from(requests.len()).map_or(f64::NAN, f64::from);
    let percent = approved * 100 / requests.len();
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(page, "\n{} requests, {title}; {percent} % approved", requests.len());
    let _ = writeln!(page, "{:48} {:>12} {:>9} {:>9}", "", "ns a request", "ratio", "at best");
    for (at, (name, _)) in engines.iter().enumerate() {
        let ns = median(rounds.iter().map(|round| round[at] / count));
        let ratio = median(rounds.iter().map(|round| round[at] / round[0]));
        let best = least(rounds.iter().map(|round| round[at])) / least(rounds.iter().map(|round| round[0]));
        let _ = writeln!(page, "{name:48} {ns:12.1} {ratio:9.2} {best:9.2}");
    }
}

fn by_hand(requests: &[Request]) {
    for request in requests {
        black_box(by_hand::approves(black_box(request)));
    }
}

fn generated(requests: &[Admitted<'_>]) {
    for request in requests {
        black_box(&black_box(request).decide());
    }
}

fn with_reasons(requests: &[Admitted<'_>]) {
    let mut seen = Mask::<16>::EMPTY;
    for request in requests {
        let determination = black_box(request).decide();
        Decision::because(&determination, &mut |criterion| seen.insert(criterion));
        Decision::missing(&determination, &mut |fact| seen.insert(fact));
        black_box((&determination, &seen));
    }
}

fn admission(requests: &[Request]) {
    for request in requests {
        let _ = black_box(&black_box(request).admit());
    }
}

fn from_request(requests: &[Request]) {
    for request in requests {
        let _ = black_box(&black_box(request).admit().map(|admitted| admitted.decide()));
    }
}

fn measure_compiler(page: &mut String) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/cp-phar-243/2025-05.md");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let source = || Source::new("spec/cp-phar-243/2025-05.md", text.as_str());
    assert!(criteria::check(source()).is_sound(), "the policy has no errors");
    let engines: Vec<Engine<'_>> = vec![
        ("check", Box::new(|| drop(black_box(criteria::check(black_box(source())))))),
        (
            "compile (check, and the alternative readings)",
            Box::new(|| drop(black_box(criteria::compile(black_box(source()))))),
        ),
    ];
    let rounds = rounds(&engines, COMPILER_ROUNDS);
    let _ = writeln!(page, "\nthe compiler, on the policy of {} lines", text.lines().count());
    let _ = writeln!(page, "{:48} {:>12}", "", "ms");
    for (at, (name, _)) in engines.iter().enumerate() {
        let ms = median(rounds.iter().map(|round| round[at] / 1e6));
        let _ = writeln!(page, "{name:48} {ms:12.2}");
    }
}

/// The nanoseconds of every engine in every round. Each round starts with another engine.
fn rounds(engines: &[Engine<'_>], count: usize) -> Vec<Vec<f64>> {
    let mut rounds = Vec::new();
    for number in 0..count {
        let mut round = vec![0.0; engines.len()];
        for turn in 0..engines.len() {
            let at = (turn + number) % engines.len();
            let start = Instant::now();
            engines[at].1();
            round[at] = start.elapsed().as_secs_f64() * 1e9;
        }
        rounds.push(round);
    }
    rounds
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}
