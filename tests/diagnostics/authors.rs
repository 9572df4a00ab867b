//! Stumbles of people who wrote whole policies: tables, infix lists, formulas, and numbers as they are printed.

use super::fixes::mended;
use super::stumbles::{check, edited, sound};
use super::{compiled, said, shown};

const LIST: &str = "1. Responds positively to therapy;";
const ROW: &str = "| days of the course | whole days, 1 to 30 |";

/// A sentence of continued therapy beside the one that stands there, and rows of the vocabulary for it.
fn with(rows: &str, sentence: &str) -> [(&'static str, String); 2] {
    [(ROW, format!("{rows}{ROW}")), (LIST, format!("1. Responds positively to therapy, and {sentence};"))]
}

fn borrowed<'a>(edits: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    edits.iter().map(|(from, to)| (*from, to.as_str())).collect()
}

const SCORE: &str = "| Mayo score | score, 0 to 12 | | | What is the Mayo score? |\n";
const ALT: &str = "| ALT | × ULN, 0.0 to 100.0 | | | What is the ALT? |\n";
const COUNT: &str = "| platelet count | cells/µL, 0 to 1000000 | | | How many platelets? |\n";

/// A number as it is printed is told with the words to write; a machine writes them where they mean the same.
#[test]
fn numbers_as_they_are_printed() {
    for (rows, written, meant) in [
        (COUNT, "platelet count ≥ 100,000 cells/µL", "platelet count ≥ 100000 cells/µL"),
        (
            COUNT,
            "platelet count is between 1,000 cells/µL and 150,000 cells/µL",
            "platelet count is between 1000 cells/µL and 150000 cells/µL",
        ),
        (COUNT, "platelet count ≤ 1,000,000 cells/µL", "platelet count ≤ 1000000 cells/µL"),
        (ALT, "ALT ≤ 3x ULN", "ALT ≤ 3 × ULN"),
        (ALT, "ALT ≤ 2.5xULN", "ALT ≤ 2.5 × ULN"),
        ("", "weight ≥ 40kg", "weight ≥ 40 kg"),
    ] {
        let (wrong, right) = (with(rows, written), with(rows, meant));
        let (text, goal) = (edited(&borrowed(&wrong)), edited(&borrowed(&right)));
        assert_eq!(said(&compiled(&text)).len(), 1, "{written}\n{}", shown(&compiled(&text)));
        let mut text = mended(&text);
        // Two numbers of one sentence are mended one behind the other.
        if text != goal {
            text = mended(&text);
        }
        assert_eq!(text, goal, "{written}");
    }
    check(&borrowed(&with("", "weight ≥ 40,500 kg")), "unknown-phrase", &["`40,500`", "write `40500`"]);
    // A decimal comma is never read as anything else.
    let decimal = edited(&borrowed(&with(ALT, "ALT ≤ 0,125 × ULN")));
    assert_eq!(mended(&decimal), decimal);
    check(
        &borrowed(&with(ALT, "ALT ≤ 0,125 × ULN")),
        "unknown-phrase",
        &["decimal places stand behind a point"],
    );
}

/// So many of several: at least, or exactly? Only a person knows.
#[test]
fn a_count_without_at_least() {
    for (count, better) in [("two of", "`at least two of`"), ("2 of", "`at least 2 of`")] {
        let sentence = format!("failure of {count}: drug A, drug B, drug C");
        let edits = [(LIST, format!("1. {}{};", "F", &sentence[1..]))];
        check(&borrowed(&edits), "unknown-phrase", &["does not say whether more", better]);
        let text = edited(&borrowed(&edits));
        assert_eq!(mended(&text), text);
        sound(&[(LIST, &edits[0].1.replace(count, better.trim_matches('`')))]);
    }
}

/// A limit where the scale ends as well: the other one alone says all.
#[test]
fn a_range_up_to_the_end_of_its_scale() {
    for (sentence, alone) in [
        ("Mayo score is from 6 to 12", "`Mayo score ≥ 6`"),
        ("Mayo score is between 6 and 12", "`Mayo score ≥ 6`"),
        ("Mayo score is from 0 to 6", "`Mayo score ≤ 6`"),
    ] {
        check(&borrowed(&with(SCORE, sentence)), "out-of-range", &["leave it out", alone]);
        sound(&borrowed(&with(SCORE, alone.trim_matches('`'))));
    }
    let other =
        check(&borrowed(&with(SCORE, "Mayo score is from 6 to 13")), "out-of-range", &["correct the number"]);
    assert!(other.contains("`Mayo score ≤ 13`"), "{other}");
}

#[test]
fn a_phrase_that_ends_in_a_verb() {
    let row = |phrase: &str| {
        format!("| severity | one of: mild, moderate, severe | {phrase} | | How severe is it? |\n")
    };
    let sentence = "the disease is moderate or severe";
    check(
        &borrowed(&with(&row("the disease is"), sentence)),
        "unknown-phrase",
        &["its last word `is`", "leave it out, `the disease`"],
    );
    sound(&borrowed(&with(&row("the disease"), sentence)));
}

#[test]
fn a_formula_over_what_is_computed() {
    let row = "| dose for the weight | mg/kg = total dose ÷ weight | | | |\n";
    let said = check(
        &borrowed(&with(row, "dose for the weight ≤ 4 mg/kg")),
        "fact-kind",
        &["`total dose` is no number that is given", "in place of `total dose`"],
    );
    assert!(!said.contains("`weight` is"), "{said}");
}

#[test]
fn a_fact_that_is_named_by_another() {
    let interval = "| interval | whole weeks, 1 to 16 | | | How many weeks apart? |\n";
    let row = |phrases: &str| {
        format!("| shorter interval | yes or no | {phrases} | | Is it shorter? |\n{interval}")
    };
    let sentence = "shorter interval, and interval ≥ 4 weeks";
    let said =
        check(&borrowed(&with(&row(""), sentence)), "opaque-phrase", &["hides the fact `interval` from"]);
    assert!(!said.contains("`interval`, `interval`"), "{said}");
    // The form that the language reference has for a request for a change.
    for phrases in
        ["request is for a shorter interval", "request is for a shorter interval; not: the interval stays"]
    {
        sound(&borrowed(&with(&row(phrases), sentence)));
        let found = compiled(&edited(&borrowed(&with(&row(phrases), sentence))));
        assert!(found.diagnostics.is_empty(), "{}", shown(&found));
    }
    check(
        &borrowed(&with(&row("request is for more than 2 doses"), sentence)),
        "opaque-phrase",
        &["hides a number, `2`, from"],
    );
}

#[test]
fn a_fact_that_only_constrains() {
    let always = "- Date of birth is on or before request date.";
    let row = "| days admitted | whole days, 0 to 30 | | | On how many days? |\n";
    let rows = format!("{row}{ROW}");
    check(
        &[(ROW, &rows), (always, &format!("{always}\n- Days admitted ≤ 20 days."))],
        "unused-fact",
        &["only what is always true uses the fact `days admitted`"],
    );
    check(&[(ROW, &rows)], "unused-fact", &["no criterion uses the fact `days admitted`"]);
}

/// Doses by bands of the body weight, as labels print them.
#[test]
fn a_body_weight_beside_a_dose() {
    let heading = "## Appendix A: Drugs of this kind";
    let table = |row: &str| {
        format!(
            "## Dosage (reference)\n\n| Weight | Dose | Maximum |\n| --- | --- | --- |\n{row}\n\n{heading}"
        )
    };
    for row in [
        "| 17 kg to less than 40 kg | 40 mg every week | 80 mg |",
        "| 3 kg | 0.5 g | 3 g |",
        "| 40 kg | 40 mcg/kg | 1.6 mg |",
    ] {
        let found = compiled(&edited(&[(heading, &table(row))]));
        assert!(found.diagnostics.is_empty(), "{row}\n{}", shown(&found));
    }
    check(
        &[(heading, &table("| 40 kg | 40 mg every week | 40 mcg |"))],
        "unit-slip",
        &["`40 mg` and `40 mcg`"],
    );
}
