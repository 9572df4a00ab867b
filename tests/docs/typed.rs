//! The example of the developers' guide, compiled and run; the guide shows these very lines.

use super::fences::{fences, page};

// What stands between the two lines of dashes is the guide's.
// ----
use criteria_policies::cp_phar_243::v2025_05::{Diagnosis, LineOfBusiness, Request, RequestKind, criterion};
use criteria_runtime::{Date, Decision, Kind, Rejection, State};

fn ask(today: Date) -> Result<(), Rejection> {
    let mut request = Request::new(RequestKind::Initial, today);
    request.line_of_business = Some(LineOfBusiness::Medicaid);
    request.diagnosis = Some(Diagnosis::PrimaryProgressiveMs);
    request.label_change = Some(false);

    let determination = request.admit()?.decide();
    assert_eq!(determination.kind(), Kind::NotAuthorized);
    assert_eq!(determination.state(criterion::III_B), State::Met);

    let policy = Decision::policy(&determination);
    Decision::because(&determination, &mut |at| assert_eq!(policy.label(at), "III.B"));
    Ok(())
}
// ----

#[test]
fn the_guide_shows_what_runs() {
    ask(Date::new(2026, 3, 1).unwrap()).unwrap();
    let here = include_str!("typed.rs").split("// ----\n").nth(1).unwrap();
    let shown = fences(&page("docs/guides/developers.md"));
    let shown: Vec<_> = shown.iter().filter(|fence| fence.info == ["rust"]).collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].text.trim(), here.trim());
}
