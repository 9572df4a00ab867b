//! Stumbles of readers who had only the documents: following what is said leads to what was meant, in one
//! step, and one mistake is said once.

use super::{compiled, said, seed, shown, whole};

/// The small policy with some parts replaced.
#[track_caller]
fn edited(edits: &[(&'static str, &str)]) -> String {
    let mut seed = seed("a stumble", edits[0].0, edits[0].1, "", "");
    for (from, to) in edits.iter().skip(1) {
        seed = seed.and(from, *to);
    }
    seed.text()
}

/// Once parts are replaced, exactly this is said, with all these words in the message and its help.
#[track_caller]
fn check(edits: &[(&'static str, &str)], code: &str, words: &[&str]) -> String {
    let compiled = compiled(&edited(edits));
    let codes: Vec<&str> = said(&compiled).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [code], "{}", shown(&compiled));
    let one = &compiled.diagnostics[0];
    let all = format!("{}\n{}\n{}", one.message, one.here, one.help.join("\n"));
    for word in words {
        assert!(all.contains(word), "`{word}` is not said:\n{all}");
    }
    all
}

/// With these parts replaced nothing is wrong.
#[track_caller]
fn sound(edits: &[(&'static str, &str)]) {
    let compiled = compiled(&edited(edits));
    let errors: Vec<_> = said(&compiled);
    assert!(compiled.policy.is_some(), "{errors:?}\n{}", shown(&compiled));
}

const AGE: &str = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;";
const BRANCH: &str =
    "   - b. If course is second or later: daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).";
const READING: &str = "| R1 | II.2 | What is a month? | A calendar month. | 30 days. | At least 360 days since prior course completed |";
const SCOPE: &str = "For continued requests:\n";

fn reading(place: &str, clause: &str) -> String {
    format!("| R1 | {place} | What is it? | This. | That. | {clause} |")
}

#[test]
fn a_reading_keeps_the_condition_of_its_place() {
    let body = "daily dose ≤ 12 mg per day for ≤ 2 days (24 mg total)";
    let said = check(
        &[(READING, &reading("I.7.b", &format!("D{}", &body[1..])))],
        "reading-unreadable",
        &["leaves out the condition", &format!("If course is second or later: {body}")],
    );
    assert!(!said.contains("conditional"), "{said}");
    sound(&[(READING, &reading("I.7.b", &format!("If course is second or later: {body}")))]);
    let other = BRANCH.replace("If course is second or later", "For all other requests");
    check(
        &[(BRANCH, &other), (READING, &reading("I.7.b", &format!("D{}", &body[1..])))],
        "reading-unreadable",
        &[&format!("For all other requests: {body}")],
    );
}

#[test]
fn a_reading_is_checked_with_the_whole_policy() {
    check(
        &[(READING, &reading("I.7.b", "If course is first: daily dose ≤ 12 mg per day"))],
        "reading-unreadable",
        &["does not fit in the place of `I.7.b`", "applies"],
    );
}

#[test]
fn a_heading_has_one_scope() {
    let words = ["one scope line", "### A. ⟨name⟩", "For members with asthma or COPD:"];
    for between in ["\n", ""] {
        let two = format!("{SCOPE}{between}For members with asthma or COPD:\n");
        let said = check(&[(SCOPE, &two)], "second-scope", &words);
        assert!(!said.contains("Note:"), "{said}");
    }
    let item = "2. At least 12 months since";
    check(
        &[(item, &format!("\nFor members with asthma:\n\n{item}"))],
        "second-scope",
        &["right under a heading"],
    );
    sound(&[(SCOPE, "If request kind is continued, and diagnosis is asthma or COPD:\n")]);
}

#[test]
fn a_label_that_only_gathers() {
    let gathered = [
        (
            "## II. Continued therapy (must meet 1, 2, and 3)\n\nFor continued requests:\n",
            "## II. Continued therapy\n\nFor continued requests:\n\n### A. Both (must meet all)\n",
        ),
        (
            "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval",
            "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n#### Approval",
        ),
        (
            READING,
            "| R1 | II.A.2 | What is a month? | A calendar month. | 30 days. | At least 360 days since prior course completed |",
        ),
    ];
    let said = check(&gathered, "unknown-label", &["`II` only gathers `II.A`", "write `II.A`"]);
    assert!(!said.contains("III"), "{said}");
    let mut mended = gathered.to_vec();
    mended.push(("1. Approve when I or II is met", "1. Approve when I or II.A is met"));
    sound(&mended);
}

#[test]
fn no_label_of_another_section_is_proposed() {
    let order = "1. Approve when I or II is met";
    let said = check(&[(order, "1. Approve when I or IV is met")], "unknown-label", &["can be cited"]);
    assert!(!said.contains("nearest"), "{said}");
}

#[test]
fn a_limit_in_the_unit_of_another_fact() {
    let facts = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |\n";
    let with = format!("{facts}| dose for the weight | mg/kg = daily dose ÷ weight | | | |\n");
    let mistake = "2. Age ≥ 18 years, and daily dose ≤ 3 mg/kg;";
    let said = check(
        &[(facts, &with), (AGE, mistake)],
        "wrong-unit",
        &["`dose for the weight` is measured in `mg/kg`", "in place of `daily dose`"],
    );
    assert!(!said.contains("convert"), "{said}");
    let said = check(&[(AGE, "2. Age ≥ 18 years, and weight ≥ 40 g;")], "wrong-unit", &["convert"]);
    assert!(said.contains("`kg`"), "{said}");
}

#[test]
fn a_duration_of_a_group_of_criteria() {
    let text = whole();
    let (head, rest) = text.split_once("### Approval duration").unwrap();
    let (table, rest) = rest.split_once("## II.").unwrap();
    let head = head.replace(
        "## I. Initial approval (must meet all)\n\nFor initial requests:\n",
        "## I. Initial approval\n\nFor initial requests:\n\n### A. These (must meet all)\n",
    );
    let group = "### B. Others (must meet all)\n\n1. Diagnosis is asthma.\n";
    let text = format!("{head}### Approval duration{table}{group}\n### Approval duration{table}## II.{rest}");
    let compiled = compiled(&text);
    let two: Vec<_> = compiled.diagnostics.iter().filter(|one| one.code.as_str() == "table-header").collect();
    assert_eq!(two.len(), 1, "{}", shown(&compiled));
    assert!(
        two[0].help[0].contains("write `#### Approval duration` under its heading, here under `### B. …`"),
        "{:?}",
        two[0].help
    );
}
