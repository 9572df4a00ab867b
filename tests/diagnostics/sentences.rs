//! Stumbles over single sentences, of a reader who wrote a policy of two indications from the documents: a
//! sentence of the field is read, or refused with the words that would be.

use super::stumbles::{check, edited, sound};
use super::{compiled, shown};

const FACTS: &str = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |\n";
const LAST: &str = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval";

/// A sentence in place of a criterion that no example reaches.
fn last(sentence: &str) -> String {
    format!("3. {sentence}\n\n### Approval")
}

/// The facts of a dose by weight, with these rows about how often it is given.
fn dosed(intervals: &[(&str, &str)]) -> String {
    let rows: Vec<String> = intervals
        .iter()
        .map(|(name, of)| {
            format!("| {name} | interval of {of}, whole weeks, 1 to 52 | | | How many weeks apart? |\n")
        })
        .collect();
    format!(
        "{FACTS}| dose | mg, 0 to 5000 | | | How many mg at a time? |\n| dose by weight | mg/kg = dose ÷ weight | | | |\n{}",
        rows.concat()
    )
}

#[test]
fn a_dose_by_weight_is_given_as_often_as_the_dose() {
    let both = last("Dose by weight ≤ 8 mg/kg every 2 weeks, and dose ≤ 800 mg every 2 weeks.");
    for of in ["dose", "dose by weight"] {
        sound(&[(FACTS, &dosed(&[("gap", of)])), (LAST, &both)]);
    }
    let one = last("Dose by weight ≤ 8 mg/kg every 2 weeks.");
    check(
        &[(FACTS, &dosed(&[])), (LAST, &one)],
        "fact-kind",
        &["how often `dose` is given", "`interval of dose, whole weeks, 1 to 52`"],
    );
}

#[test]
fn a_dose_has_one_interval_however_it_is_measured() {
    let sentence = last("Dose by weight ≤ 8 mg/kg every 2 weeks.");
    for (first, second, words) in [
        (
            "dose",
            "dose by weight",
            "`dose by weight` is computed from `dose`, which has an interval already: `gap`",
        ),
        ("dose by weight", "dose", "`dose` has an interval already: `gap`"),
        ("dose by weight", "dose by weight", "`dose by weight` is computed from `dose`"),
    ] {
        let facts = dosed(&[("gap", first), ("other gap", second)]);
        check(&[(FACTS, &facts), (LAST, &sentence)], "fact-kind", &[words, "take `other gap` out"]);
    }
}

#[test]
fn a_dose_by_weight_has_a_cap() {
    let facts = dosed(&[("gap", "dose")]);
    for written in [
        "Dose by weight does not exceed 6 mg/kg (up to 600 mg) every 4 weeks.",
        "Dose by weight ≤ 6 mg/kg, up to 600 mg, every 4 weeks.",
        "Dose by weight ≤ 6 mg/kg every 4 weeks (maximum 600 mg).",
        "Dose by weight ≤ 6 mg/kg every 4 weeks, not to exceed 600 mg.",
        "Dose by weight ≤ 6 mg/kg but ≤ 600 mg every 4 weeks.",
    ] {
        let text = edited(&[(FACTS, &facts), (LAST, &last(written))]);
        let found = compiled(&text);
        let sentence = written.trim_end_matches('.');
        let read = found.readings.iter().find(|reading| reading.text.text.starts_with(sentence));
        let read = read.map(|reading| reading.read_as.as_str());
        let same = "dose by weight ≤ 6 mg/kg and dose ≤ 600 mg and gap ≥ 4 weeks";
        assert_eq!(read, Some(same), "{written}\n{}", shown(&found));
    }
    sound(&[(FACTS, &facts), (LAST, &last("Dose by weight < 6 mg/kg (at most 600 mg), and gap ≥ 2 weeks."))]);
    let refused = |sentence: &str, code: &str, words: &[&str]| {
        check(&[(FACTS, &facts), (LAST, &last(&format!("{sentence}, and gap ≥ 2 weeks.")))], code, words)
    };
    refused(
        "Weight ≤ 60 kg (up to 600 mg)",
        "ambiguous-sentence",
        &["`weight` is computed from no dose", "`weight ≤ 60 kg, and ⟨fact⟩ ≤ 600 mg`"],
    );
    refused(
        "Dose by weight ≥ 6 mg/kg (up to 600 mg)",
        "ambiguous-sentence",
        &["`dose by weight ≥ 6 mg/kg, and dose ≤ 600 mg`"],
    );
    refused("Dose by weight ≤ 6 mg/kg (up to 600 g)", "wrong-unit", &["`g` is not the unit of `dose`"]);
}

#[test]
fn what_helps_propose_in_front_of_a_list_is_read() {
    let facts = dosed(&[]);
    let items = "\n   - a. Age ≥ 18 years;\n   - b. Weight ≥ 40 kg.";
    for (written, better) in [
        ("Dose does not exceed one of the following (a or b):", "One of the following (a or b):"),
        ("Member meets at least one of the following (a or b):", "At least one of the following (a or b):"),
        ("The member meets one of the following (a or b):", "One of the following (a or b):"),
        (
            "Active disease, shown by one of the following (a or b):",
            "**Active disease**, one of the following (a or b):",
        ),
    ] {
        let put = |head: &str| last(&format!("{head}{items}"));
        let mut seen = compiled(&edited(&[(FACTS, &facts), (LAST, &put(written))])).diagnostics;
        seen.retain(|one| one.code.as_str() != "unused-fact");
        let said: Vec<&str> = seen.iter().flat_map(|one| one.help.iter().map(String::as_str)).collect();
        assert!(said.iter().any(|help| help.contains(&format!("`{better}`"))), "{written}: {said:?}");
        sound(&[(FACTS, &facts), (LAST, &put(better))]);
    }
}

#[test]
fn a_title_names_the_whole_phrase_that_it_may_not_hold() {
    let facts = dosed(&[("gap", "dose")]);
    let head = |title: &str| {
        last(&format!(
            "**{title}** (a or b):\n   - a. Dose by weight ≤ 6 mg/kg every 4 weeks;\n   - b. Weight ≥ 40 kg."
        ))
    };
    check(
        &[(FACTS, &facts), (LAST, &head("Highest dose by weight band"))],
        "unknown-phrase",
        &["the title holds `dose by weight`", "a fact of one word"],
    );
    sound(&[(FACTS, &facts), (LAST, &head("Highest dose"))]);
}
