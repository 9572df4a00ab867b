//! Approvals end after they begin: what is said where nothing shows it, and what breaks the sentence that does.

use super::compiled;
use super::stumbles::{check, edited, sound};

/// What stands under "Always true" for the date that bounds the approvals of Commercial.
const BEHIND: &str = "- If line of business is Commercial, renewal date is after request date.\n";

/// An approval never ends before it begins: the sentence that is said to be missing is all that it takes.
#[test]
fn what_ends_an_approval_is_shown_to_be_behind_the_request_date() {
    let row =
        "| Commercial | 6 months or until the renewal date, whichever is shorter | 1 treatment course |";
    let all = "| Medicaid, Commercial | 12 months | |";
    let lease = "| renewal date | date | the renewal date | line of business is Commercial | When does the plan renew? |";
    let other = format!("{lease}\n| stay ends | date | | | When does the stay end? |");
    let say = |sentence: &str| format!("write `- {sentence}.` under `### Always true`");
    let until = |lines: &str| format!("| {lines} | 12 months or until stay ends, whichever is shorter | |");
    let (medicaid, both) =
        (format!("{}\n| Commercial | 12 months | |", until("Medicaid")), until("Medicaid, Commercial"));
    let renews = "If line of business is Commercial, renewal date is after request date";
    for (edits, sentence, no_help) in [
        (vec![], renews, "- If line of business is Commercial, renewal date is on or after request date.\n"),
        (
            vec![(lease, other.as_str()), (all, &medicaid)],
            "If line of business is Medicaid, stay ends is after request date",
            BEHIND,
        ),
        (
            vec![(lease, &other), (all, &both)],
            "stay ends is after request date",
            "- If line of business is Medicaid, stay ends is after request date.\n- If line of business is Commercial, stay ends is after request date.\n",
        ),
    ] {
        let kept = if edits.is_empty() { "" } else { BEHIND };
        let with = |always: String| {
            [vec![(BEHIND, always)], edits.iter().map(|(from, to)| (*from, (*to).to_owned())).collect()]
                .concat()
        };
        let check = |always: String| {
            let edits = with(always);
            let edits: Vec<(&'static str, &str)> =
                edits.iter().map(|(from, to)| (*from, to.as_str())).collect();
            check(&edits, "outcome-table", &["may end before it begins", &say(sentence)]);
        };
        check(kept.to_owned());
        check(if no_help == BEHIND { no_help.to_owned() } else { format!("{kept}{no_help}") });
        let edits = with(format!("{kept}- {sentence}.\n"));
        sound(&edits.iter().map(|(from, to)| (*from, to.as_str())).collect::<Vec<_>>());
    }
    // The later of two ends is behind the request date in any case, and what says more says enough.
    sound(&[(BEHIND, ""), (row, &row.replace("shorter", "longer"))]);
    let before = "- If line of business is Commercial, request date is before renewal date.\n";
    let weeks = "- If line of business is Commercial, renewal date is at least 2 weeks after request date.\n";
    for enough in ["- Renewal date is after request date.\n", before, weeks] {
        sound(&[(BEHIND, enough)]);
    }
}

/// What breaks a rule is named by what the rule asks for, not by its condition.
#[test]
fn a_broken_rule_is_reported_under_what_it_asks_for() {
    let policy = compiled(&edited(&[(BEHIND, BEHIND)])).policy.expect("it is sound");
    let commercial = r#""line of business": "Commercial", "renewal date": "2026-01-01""#;
    for (facts, name) in [(commercial, "renewal date"), (r#""course": "first""#, "course")] {
        let kind = if facts.contains("course") { "continued" } else { "initial" };
        let text = format!(
            "{{\"facts\": {{\"request date\": \"2026-03-01\", \"request kind\": \"{kind}\", {facts}}}}}"
        );
        let wrong = criteria::request::from_json(&policy, &text).expect_err("it breaks a rule");
        let broken = wrong.iter().find(|one| one.message.starts_with("this must hold"));
        assert_eq!(broken.map(|one| one.name.as_str()), Some(name), "{wrong:?}");
    }
}
