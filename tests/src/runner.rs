//! Runs a property: as many cases as asked for, from a seed that is printed.
//!
//! The seed is fixed, so that a build breaks by what was changed and not by luck;
//! `PROPTEST_RNG_SEED` sets another one, `PROPTEST_CASES` more or fewer cases.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

/// The seed, where no other is set.
const SEED: u64 = 243;

/// How many cases a property runs, where its own default is this.
pub fn cases(default: u32) -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { default }
}

/// The seed: that of `PROPTEST_RNG_SEED`, or ours.
pub fn seed() -> u64 {
    match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => SEED,
    }
}

/// Whether so few cases were asked for that shares say nothing.
pub fn is_too_few(default: u32) -> bool {
    cases(default) < default
}

/// Runs a property; a failing case is shrunk, and printed with the seed.
#[track_caller]
pub fn check<S: Strategy>(
    what: &str,
    default_cases: u32,
    strategy: &S,
    property: impl Fn(&S::Value) -> Result<(), String>,
) where
    S::Value: Debug,
{
    let seed = seed();
    let config = Config {
        cases: cases(default_cases),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(strategy, |case| property(&case).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, case)) => {
            panic!("{what}\n{why}\n{case:#?}\nagain: PROPTEST_RNG_SEED={seed} cargo test -p criteria-tests")
        }
        Err(TestError::Abort(why)) => panic!("{what}: {why} (PROPTEST_RNG_SEED={seed})"),
    }
}
