//! The hand-written function that the benchmark measures against says what the generated
//! evaluator says, and the requests that it is measured on are what the benchmark claims.

mod by_hand;
mod requests;

use criteria_policies::cp_phar_243::v2025_05::Request;
use criteria_runtime::Kind;

/// How many of them are approved; and the two say the same of each.
#[track_caller]
fn approved(requests: &[Request]) -> usize {
    let mut approved = 0;
    for request in requests {
        let determination = request.admit().unwrap_or_else(|why| panic!("{why}: {request:?}")).decide();
        let generated = determination.kind() == Kind::Approve;
        assert_eq!(by_hand::approves(request), generated, "{request:?}");
        approved += usize::from(generated);
    }
    approved
}

#[test]
fn on_complete_requests() {
    let approved = approved(&requests::complete());
    assert!((requests::COUNT * 40 / 100..=requests::COUNT * 60 / 100).contains(&approved), "{approved}");
}

#[test]
fn on_requests_with_unknowns() {
    let approved = approved(&requests::with_unknowns());
    assert!((requests::COUNT / 10..=requests::COUNT * 60 / 100).contains(&approved), "{approved}");
}
