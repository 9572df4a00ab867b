//! Input that is made to be too much, by the library: an answer in bounded time, on a small stack.

use std::thread;
use std::time::{Duration, Instant};

use criteria::draft::draft;
use criteria::limits::{MAX_MISTAKES, MAX_SOURCE_BYTES};
use criteria::request::from_json;
use criteria::source::Source;
use criteria_tests::too_much::{DOCUMENTS, REQUESTS, Shape};

use super::cases::base;

/// Far more than any of it takes, also without optimisation and on a busy machine; a hang is longer.
const LONG: Duration = Duration::from_mins(1);

/// A quarter of what a thread has by default.
const STACK: usize = 512 * 1024;

/// Runs on a small stack: what recurses by the depth of its input overflows it, and ends the test.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) -> Duration {
    let start = Instant::now();
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
    start.elapsed()
}

#[test]
fn documents() {
    for (name, shape) in DOCUMENTS {
        let took = on_a_small_stack(move || {
            let compiled = criteria::compile(Source::new("2026-01.md", shape()));
            assert!(!compiled.diagnostics.is_empty(), "{name}: something is wrong with it");
            assert!(compiled.diagnostics.len() < 10_000, "{name}: {}", compiled.diagnostics.len());
        });
        assert!(took < LONG, "{name}: {took:?}");
        println!("{took:10.2?} {name}");
    }
}

/// The published texts that a draft is made of are as hostile: it grows with the text, not with its square.
#[test]
fn drafts() {
    const APPENDIX: &str = "# T\n\nI. Criteria\n\n1. Severe\n\nAppendix A: Codes\n\n";
    let wide = || format!("{APPENDIX}|{}\n{}", "a|".repeat(100_000), "|a\n".repeat(100_000));
    let own: Shape = ("a wide table in an appendix", wide);
    for (name, shape) in DOCUMENTS.iter().copied().chain([own]) {
        let took = on_a_small_stack(move || {
            let draft = draft(&Source::new("published.txt", shape()));
            assert!(draft.text.len() < 4 * MAX_SOURCE_BYTES, "{name}: {} bytes", draft.text.len());
            assert!(draft.doubts.len() <= MAX_MISTAKES + 1, "{name}: {} doubts", draft.doubts.len());
        });
        assert!(took < LONG, "{name}: {took:?}");
        println!("{took:10.2?} {name}");
    }
}

#[test]
fn requests() {
    let policy = criteria::check(Source::new("2026-01.md", base())).policy.unwrap();
    for (name, shape) in REQUESTS {
        let policy = policy.clone();
        let took = on_a_small_stack(move || {
            let rejections = from_json(&policy, &shape()).expect_err(name);
            assert!(!rejections.is_empty() && rejections.len() < 1_000, "{name}: {}", rejections.len());
            let longest = rejections.iter().map(|one| one.name.len() + one.message.len()).max();
            assert!(longest.unwrap_or_default() < 1_000, "{name}: a rejection of {longest:?} bytes");
        });
        assert!(took < LONG, "{name}: {took:?}");
        println!("{took:10.2?} {name}");
    }
}
