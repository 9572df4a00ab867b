//! Input that is no request: refused with its reason, never with a panic.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use criteria_tests::runner::cases;

use super::binary::criteria;
use super::requests::{POLICY, edited, initial};

/// Runs a request, and checks that it was refused (or, at the limit, not read).
#[track_caller]
fn refused(input: &[u8], codes: &[i32]) {
    let ran = criteria(&["decide", "-p", POLICY], input).without_data();
    assert!(codes.contains(&ran.code), "{}: {}", ran.code, ran.err);
    assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn not_a_request() {
    for text in ["", " ", "null", "[]", "7", "\"x\"", "{", "{}", "{\"facts\": []}", "{\"facts\": {}} x"] {
        refused(text.as_bytes(), &[1]);
    }
    refused(b"\xff\xfe{}", &[2]);
    refused(&vec![b'['; 200_000], &[1]);
    refused(&vec![b' '; 1024 * 1024 + 1], &[2]);
    refused(format!("{{\"facts\": {{\"daily dose\": {}}}}}", "9".repeat(100_000)).as_bytes(), &[1]);
}

#[test]
fn twice_the_same_fact() {
    let text = edited(initial(), &[]).replacen("\"facts\":{", "\"facts\":{\"course\":\"first\",", 1);
    let ran = criteria(&["decide", "-p", POLICY], text.as_bytes()).exits(1);
    ran.says("rejected: `course`: given twice");
}

#[test]
fn random_bytes_and_damaged_requests() {
    let config = Config { cases: cases(8), failure_persistence: None, ..Config::default() };
    let whole = edited(initial(), &[]).into_bytes();
    let damage = (0..whole.len(), any::<u8>());
    let input = (proptest::collection::vec(any::<u8>(), 0..400), damage);
    TestRunner::new(config)
        .run(&input, |(noise, (at, byte))| {
            let ran = criteria(&["decide", "-p", POLICY], &noise);
            prop_assert!([1, 2].contains(&ran.code) && !ran.err.contains("panicked"), "{}", ran.err);
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let ran = criteria(&["decide", "-p", POLICY], &damaged);
            prop_assert!([0, 1, 2].contains(&ran.code) && !ran.err.contains("panicked"), "{}", ran.err);
            Ok(())
        })
        .unwrap();
}
