//! The wrong edits, one by one.

use criteria::diagnostic::Code::{ExampleFails, InvariantFails};
use criteria::emit::{docs, rust};
use criteria::tree::hash::meaning_hash;

use super::renumber::without;
use super::{compiled, edited, notices, policy};

#[test]
fn the_policy_is_sound_as_it_stands() {
    let compiled = compiled(&policy());
    assert!(compiled.is_sound() && compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
}

#[test]
fn the_diagnosis_is_dropped() {
    let text = without(&policy(), "I.A", 1, "Diagnosis is relapsing-remitting MS");
    assert!(text.contains("\n1. Prescribed by") && text.contains("I.A.2 or I.A.5 is not met"), "{text}");
    notices(&text, ExampleFails, &["comes out as: approve", "I.A"]);
    notices(&text, InvariantFails, &["invariant 1", "Approve only if diagnosis is"]);
}

#[test]
fn the_prescriber_is_dropped() {
    let text = without(&policy(), "I.A", 2, "Prescribed by");
    notices(&text, ExampleFails, &["comes out as: approve", "`I.A`"]);
    notices(&text, InvariantFails, &["invariant 3", "prescribed by or in consultation with a neurologist"]);
}

#[test]
fn the_dose_is_raised() {
    let text = edited(&policy(), "aily dose ≤ 12 mg per day", "aily dose ≤ 13 mg per day");
    let text = edited(&edited(&text, "(60 mg total)", "(65 mg total)"), "(36 mg total)", "(39 mg total)");
    notices(
        &text,
        ExampleFails,
        &["`E43` comes out as: approve", "by the example, `I.A.6.a` decides it", "≤ 13 mg"],
    );
    notices(&text, InvariantFails, &["invariant 2", "daily dose > 12 mg per day"]);
}

#[test]
fn a_day_is_added() {
    let text =
        edited(&policy(), "for ≤ 5 consecutive days (60 mg total)", "for ≤ 6 consecutive days (72 mg total)");
    notices(&text, ExampleFails, &["`E49` comes out as: approve", "by the example, `I.A.6.a` decides it"]);
    notices(&text, InvariantFails, &["invariant 2", "days of the course > 5"]);
}

#[test]
fn the_age_is_lowered() {
    let text = edited(&policy(), "3. Age ≥ 18 years;", "3. Age ≥ 17 years;");
    notices(
        &text,
        ExampleFails,
        &["comes out as: approve", "by the example, `I.A.3` decides it", "Age ≥ 17"],
    );
    notices(&text, InvariantFails, &["invariant 3", "age < 18 years"]);
}

#[test]
fn all_becomes_one() {
    let text = edited(
        &policy(),
        "## I. Initial approval\n\nFor initial requests:\n\n### A. Multiple sclerosis (must meet all)",
        "## I. Initial approval\n\nFor initial requests:\n\n### A. Multiple sclerosis (one of the following)",
    );
    notices(&text, ExampleFails, &["comes out as: approve", "`I.A", "Approve when I.A or II.A is met"]);
    notices(&text, InvariantFails, &["invariant 3"]);
}

/// Either of the two keeps out primary progressive MS; without both nothing does.
#[test]
fn both_bars_to_primary_progressive_ms_fall() {
    let both = |scope: bool| {
        let mut text = policy();
        let (start, end) = (text.find("## III. Uses").unwrap(), text.find("## Order of").unwrap());
        text.replace_range(start..end, "");
        for (from, to) in [
            ("is met, unless III is met.", "is met."),
            ("3. Not authorized when III is met.\n4. Refer", "3. Refer"),
            ("\n5. Refer", "\n4. Refer"),
            ("\n6. Refer", "\n5. Refer"),
            ("\n7. Otherwise", "\n6. Otherwise"),
            ("| not authorized | III.B |", "| not authorized | |"),
            ("| R5 | III.B |", "| R5 | I.B.2 |"),
        ] {
            text = edited(&text, from, to);
        }
        if scope {
            edited(&text, "For members with relapsing-remitting MS or secondary progressive MS:\n\n", "")
        } else {
            text
        }
    };
    notices(&both(false), ExampleFails, &["`E130` comes out as"]);
    let text = both(true);
    notices(
        &text,
        ExampleFails,
        &["`E130` comes out as: approve", "`II.A`", "Approve when I.A or II.A is met"],
    );
    notices(
        &text,
        InvariantFails,
        &["invariant 1", "Never approve when diagnosis is primary progressive MS"],
    );
}

#[test]
fn a_new_age_changes_everything_that_is_generated() {
    let made = |text: &str| {
        let compiled = compiled(text);
        let policy = compiled.policy.clone().unwrap();
        let hash = meaning_hash(&policy);
        let evaluator = rust::emit(&policy, &super::commas::meta(&hash)).unwrap();
        (docs::emit(&compiled, &policy, &hash).unwrap(), evaluator, hash)
    };
    let (before, after) =
        (made(&policy()), made(&edited(&policy(), "3. Age ≥ 18 years;", "3. Age ≥ 19 years;")));
    assert_ne!(before.0, after.0, "the document");
    assert_ne!(before.1, after.1, "the evaluator");
    assert_ne!(before.2, after.2, "the hash");
    assert!(after.0.contains("Age ≥ 19 years") && !after.0.contains("3. Age ≥ 18 years"));
    // The number itself, not only its quotation.
    let code = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.trim_start().starts_with("//") && !line.contains('"'))
            .map(str::to_owned)
            .collect()
    };
    let hashless = |text: &str, hash: &str| code(&text.replace(hash, ""));
    assert_ne!(hashless(&before.1, &before.2), hashless(&after.1, &after.2));
}
