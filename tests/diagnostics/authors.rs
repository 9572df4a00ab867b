//! Stumbles of people who wrote whole policies: tables, infix lists, formulas, and numbers as they are printed.

use criteria::diagnostic::Diagnostic;

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
    // One comma more may part two numbers of a list: that is for a person.
    for sentence in ["weight is 40,500 kg", "weight ≥ 40 kg or 41,500 kg"] {
        let list = edited(&borrowed(&with("", sentence)));
        assert_eq!(mended(&list), list, "{sentence}");
    }
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

const BANDS: [&str; 3] =
    ["age is from 11 to 17 years", "age is 10 years or younger", "age is 18 years or older"];

/// A criterion by bands of the age, as a list and as a table.
fn bands(bands: [&str; 3]) -> [String; 2] {
    let [a, b, c] = bands;
    [
        format!(
            "1. **Dose by age**:\n   - a. If {a}: daily dose ≤ 10 mg per day;\n   - b. If {b}: daily dose ≤ 5 mg per day;\n   - c. If {c}: daily dose ≤ 12 mg per day;"
        ),
        format!(
            "1. **Dose by age**, whichever of the following applies:\n\n   | Label | If … | daily dose ≤ … |\n   | --- | --- | --- |\n   | a | {a} | 10 mg per day |\n   | b | {b} | 5 mg per day |\n   | c | {c} | 12 mg per day |\n"
        ),
    ]
}

const AFTER: (&str, &str) = (
    "2. At least 12 months since prior course completed;",
    "2. Responds positively to therapy, and at least 12 months since prior course completed;",
);

/// What is wrong with bands is said as an age, with the rows that overlap.
#[test]
fn bands_of_an_age() {
    for (wrong, message) in [
        (
            ["age is from 11 to 17 years", "age is 11 years or younger", BANDS[2]],
            "both `II.1.a` and `II.1.b` apply where age is 11 years",
        ),
        (
            [BANDS[0], "age is 9 years or younger", BANDS[2]],
            "none of the branches applies where age is 10 years",
        ),
        (
            [BANDS[0], "age is 7 years or younger", BANDS[2]],
            "none of the branches applies where age is 8 to 10 years",
        ),
        (
            [BANDS[0], BANDS[1], "age is from 18 to 64 years"],
            "none of the branches applies where age is 65 years or more",
        ),
    ] {
        for text in bands(wrong) {
            let found = compiled(&edited(&[(LIST, &text), AFTER]));
            let [one] = found.diagnostics.as_slice() else { panic!("{}", shown(&found)) };
            assert_eq!((one.code.as_str(), one.message.as_str()), ("broken-case", message));
            let rows: Vec<&str> = one.related.iter().map(|place| found.source.slice(place.0)).collect();
            let overlap = message.starts_with("both");
            assert_eq!(rows.len(), if overlap { 2 } else { 0 }, "{rows:?}");
            assert!(rows.iter().zip(wrong).all(|(row, band)| row.contains(band)), "{rows:?}");
        }
    }
    for text in bands(BANDS) {
        sound(&[(LIST, &text), AFTER]);
    }
    // Another date is not told by an age, and stays what cannot be shown.
    let other = bands(["prior course completed is within the last 2 years", BANDS[1], BANDS[2]]);
    let found = compiled(&edited(&[(LIST, &other[0]), AFTER]));
    let unsure = |one: &Diagnostic| one.message.ends_with(", and nothing here shows that this cannot be");
    assert!(found.policy.is_none() && found.diagnostics.iter().all(unsure), "{}", shown(&found));
}

/// A cell that does not lead on to the words of its column is marked, not the header.
#[test]
fn a_cell_that_does_not_fit_its_column() {
    let table = |cell: &str| {
        format!(
            "1. **Step**, any of the following:\n\n   | Label | failure of …, each agent unless contraindicated | age … |\n   | --- | --- | --- |\n   | a | {cell} | ≥ 18 years |\n   | b | any one of: drug B, drug C | ≥ 20 years |\n"
        )
    };
    let text = edited(&[(LIST, &table("drug A, drug B")), AFTER]);
    let found = compiled(&text);
    let [one] = found.diagnostics.as_slice() else { panic!("{}", shown(&found)) };
    assert_eq!((one.code.as_str(), found.source.slice(one.span)), ("unknown-phrase", "drug A, drug B"));
    assert!(one.help[0].contains("Failure of all of: drug A, drug B"), "{:?}", one.help);
    for cell in ["drug A", "any one of: drug A, drug B", "all of: drug A, drug B"] {
        sound(&[(LIST, &table(cell)), AFTER]);
    }
}

const READING: &str = "| At least 360 days since prior course completed |";
const INFIX: [(&str, &str); 3] = [
    ("## II. Continued therapy (must meet 1, 2, and 3)", "## II. Continued therapy"),
    (LIST, "1. Responds positively to therapy; **AND**"),
    (
        "2. At least 12 months since prior course completed;",
        "2. At least 12 months since prior course completed; **AND**",
    ),
];

/// A reading of an item between connectives may be copied with its own, or leave it out.
#[test]
fn a_clause_between_connectives() {
    let with = |closing: &str| {
        READING.replace(" |", &format!("{closing} |")).replacen(&format!("|{closing}"), "|", 1)
    };
    for closing in ["", ".", ";", "; and", "; AND", "; **AND**", " **AND**", "; **and**"] {
        let row = with(closing);
        let edits = [INFIX[0], INFIX[1], INFIX[2], (READING, row.as_str())];
        sound(&edits);
        let found = compiled(&edited(&edits));
        assert!(found.diagnostics.is_empty(), "{row}\n{}", shown(&found));
    }
    for closing in ["; or", "; **OR**"] {
        let row = with(closing);
        check(&[INFIX[0], INFIX[1], INFIX[2], (READING, &row)], "mixed-and-or", &["both `and` and `or`"]);
    }
    check(&[(READING, &with(" **today**"))], "markup", &["bold"]);
}

/// What excuses from a criterion is another way to meet it; the message has the words, which can be read.
#[test]
fn exceptions_are_written_as_another_way() {
    let age = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;";
    let with = |sentence: &str| format!("2. {sentence};");
    for (written, better) in [
        ("Age ≥ 18 years, except for Medicaid requests", "Line of business is Medicaid or age ≥ 18 years"),
        ("Age ≥ 18 years, or for Medicaid requests", "Line of business is Medicaid or age ≥ 18 years"),
        ("Unless weight ≥ 40 kg: age ≥ 18 years", "Weight ≥ 40 kg or age ≥ 18 years"),
        ("Age ≥ 18 years unless weight ≥ 40 kg", "Weight ≥ 40 kg or age ≥ 18 years"),
    ] {
        check(
            &[(age, &with(written))],
            "unknown-phrase",
            &["another way to meet it", &format!("write `{better}`")],
        );
        sound(&[(age, &with(better))]);
    }
    check(
        &[(age, &with("Age ≥ 18 years and weight ≥ 40 kg, unless prescribed by a lung specialist"))],
        "unknown-phrase",
        &["`- a. Prescribed by a lung specialist;`", "`- b. Age ≥ 18 years and weight ≥ 40 kg;`"],
    );
    // What takes something away excuses nobody.
    let compiled = compiled(&edited(&[(age, &with("Age ≥ 18 years, excluding Medicaid"))]));
    assert!(!shown(&compiled).contains("another way"), "{}", shown(&compiled));
    check(
        &[(age, &with("Age ≥ 18 years for Medicaid requests"))],
        "wrong-unit",
        &["`for Medicaid requests` behind the unit", "For …:"],
    );
    check(
        &[(age, &with("If request date is on or after 2026-01-01: age ≥ 18 years"))],
        "unknown-phrase",
        &["names no day of the calendar", "In force from"],
    );
}

/// What an infix list with both connectives can mean is laid out; none of it is a machine's to choose.
#[test]
fn both_connectives_in_one_list() {
    let list = |first: &str, second: &str, third: &str| {
        format!(
            "1. **Either**:\n   - a. Age ≥ 18 years{first}\n   - b. Weight ≥ 40 kg{second}\n   - c. Weight ≥ 50 kg{third}\n   - d. Responds positively to therapy;"
        )
    };
    for (gaps, and, or) in [
        (["; and", "; or", "; and"], "(`a` and `b`) or (`c` and `d`)", "`a` and (`b` or `c`) and `d`"),
        ([" **OR**", " **AND**", " **AND**"], "`a` or (`b` and `c` and `d`)", "(`a` or `b`) and `c` and `d`"),
        ([";", "; and", "; or"], "(`a` and `b` and `c`) or `d`", "`a` and `b` and (`c` or `d`)"),
    ] {
        let text = list(gaps[0], gaps[1], gaps[2]);
        let closer = |word: &str, this: &str| format!("if `{word}` binds closer, this is {this}:");
        let (and, or) = (closer("and", and), closer("or", or));
        check(&[(LIST, &text)], "mixed-and-or", &["one level deeper", &and, &or]);
        let text = edited(&[(LIST, &text)]);
        assert_eq!(mended(&text), text);
    }
}

/// A connective left behind the last item of a section whose neighbours are for other requests.
#[test]
fn a_connective_between_sections_of_their_own() {
    let scope = "## I. Initial approval (must meet all)\n\nFor initial requests:\n";
    let parted = "## I. Initial approval\n\nFor initial requests:\n\n### A. Asthma (must meet all)\n\nFor members with asthma:\n";
    let tail = "(36 mg total).\n\n### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n| Medicaid |";
    let deeper = "(36 mg total).\n\n#### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n| Medicaid |";
    let other = "### B. COPD (must meet all)\n\nFor members with COPD:\n\n1. Age ≥ 18 years;\n2. Weight ≥ 40 kg.\n\n#### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n| Medicaid, Commercial | 12 months | |\n\n## II.";
    let order = ("1. Approve when I or II is met", "1. Approve when I.A, I.B or II is met");
    let cited = [("| criteria not met | I.5 |", "| criteria not met | I.A.5 |"), ("## II.", other), order];
    let text = edited(&[(scope, parted), (tail, deeper), cited[0], cited[1], cited[2]]);
    let found = compiled(&text);
    assert!(found.policy.is_some(), "{}", shown(&found));
    for closing in ["; **AND**", "; and", "; or"] {
        let wrong = text.replacen("(36 mg total).", &format!("(36 mg total){closing}"), 1);
        let found = compiled(&wrong);
        let [one] = found.diagnostics.as_slice() else { panic!("{closing}\n{}", shown(&found)) };
        assert_eq!(one.code.as_str(), "dangling-connective");
        assert!(one.message.contains("the last item of `I.A`"), "{}", one.message);
    }
}
