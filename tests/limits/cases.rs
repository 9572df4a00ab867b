//! The limits as a table: how to write so many of something into a policy, and what is said of one too many.

use std::fmt::Write as _;
use std::fs;

use criteria_tests::too_much::each;
use criteria_tests::workspace::root;

/// A limit, and how to reach it.
pub struct Case {
    /// The limit's constant.
    pub limit: &'static str,
    /// A policy with so many of what is limited.
    pub with: fn(usize) -> String,
    /// What is said of one too many, as the message begins or goes on.
    pub says: &'static str,
    /// Codes that are said besides: what is written to reach the limit may be wrong for another reason.
    pub besides: &'static [&'static str],
    /// How far below the limit the largest accepted number lies, where a policy has some of its own.
    pub own: usize,
}

const fn case(limit: &'static str, with: fn(usize) -> String, says: &'static str) -> Case {
    Case { limit, with, says, besides: &[], own: 0 }
}

const fn but(besides: &'static [&'static str], mut case: Case) -> Case {
    case.besides = besides;
    case
}

const fn own(own: usize, mut case: Case) -> Case {
    case.own = own;
    case
}

/// Every limit on a document.
pub const CASES: &[Case] = &[
    case("MAX_SOURCE_BYTES", bytes, "4194305 bytes: at most 4194304 are read"),
    case("MAX_TEXT_BYTES", text, "a text of 65537 bytes: at most 65536 are read"),
    but(&["block-quote"], case("MAX_NESTING", nesting, "nested deeper than 40 levels")),
    case("MAX_HEADINGS", headings, "more than 1000 headings in one document"),
    case("MAX_ITEMS", items, "more than 2000 items in one document"),
    but(&["missing-operator"], case("MAX_ITEM_DEPTH", depth, "items nested deeper than 6 levels")),
    but(&["label-sequence"], case("MAX_LABEL", label, "is longer than 8 characters")),
    case("MAX_COLUMNS", columns, "a table of 201 columns: at most 200 are read"),
    case("MAX_CELLS", cells, "more than 10000 table cells in one document"),
    case("MAX_FOOTNOTES", footnotes, "more than 1000 footnotes in one document"),
    but(&["footnote"], case("MAX_MISTAKES", mistakes, "more than 1000 mistakes in the form of the document")),
    case("MAX_FACTS", facts, "more than 1000 facts in one document"),
    case("MAX_CHOICES", choices, "1001 values of one fact: at most 1000 are read"),
    own(
        100,
        case("MAX_PHRASES", phrases, "more than 10000 names, other phrases and values in one vocabulary"),
    ),
    case("MAX_ALWAYS", always, "more than 500 sentences that are always true"),
    case("MAX_PLACES", places, "the range has too many decimal places"),
    but(&["unknown-phrase"], case("MAX_WORDS", words, "a sentence of 601 words: at most 600 are read")),
    but(&["out-of-range"], case("MAX_DIGITS", digits, "the number is too large to be read exactly")),
    case("MAX_PERIOD", period, "the number is too large to be read exactly"),
    case("MAX_STEPS", steps, "more than 500 steps of determination"),
    case("MAX_READINGS", readings, "more than 100 rows of readings"),
    case("MAX_INVARIANTS", invariants, "more than 500 invariants"),
    case("MAX_EXAMPLES", examples, "more than 1000 examples"),
];

/// Limits that are tried elsewhere, and where.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("MAX_DERIVATIONS", "tests/limits/beyond.rs"),
    ("MAX_LOOKS", "tests/limits/beyond.rs"),
    ("MAX_PROPOSED_FOR", "tests/limits/beyond.rs"),
    ("MAX_COMBINATIONS", "tests/limits/beyond.rs"),
    ("MAX_SPLITS", "codegen/src/tree/outcomes/tests.rs"),
    ("MAX_SPLITS_OF_A_FINDING", "tests/limits/beyond.rs"),
    ("MAX_AROUND", "tests/limits/beyond.rs"),
    ("MAX_PROFILES", "tests/diagnostics/readings.rs"),
    ("MAX_LOST_ITEMS", "tests/limits/beyond.rs"),
    ("MAX_FIX_ROUNDS", "codegen/src/cli/tests.rs"),
    ("MAX_SHOWN_BYTES", "codegen/src/diagnostic/human.rs"),
    ("MAX_SHOWN_PLACES", "codegen/src/diagnostic/human.rs"),
    ("MAX_SHOWN_FIXES", "codegen/src/diagnostic/human.rs"),
    ("MAX_NAME", "codegen/src/cli/new/tests.rs"),
    ("MAX_NAMES", "codegen/src/cli/new/tests.rs"),
    ("MAX_KINDS", "codegen/src/cli/new/tests.rs"),
    ("MAX_ANSWER_BYTES", "codegen/src/cli/new/tests.rs"),
    ("MAX_REQUEST_BYTES", "tests/limits/beyond.rs"),
    ("MAX_REJECTIONS", "tests/limits/beyond.rs"),
    ("MAX_REPAIRS", "codegen/src/interp/tests.rs"),
    ("MAX_REPAIR_WAYS", "codegen/src/interp/tests.rs"),
    ("MAX_REPAIR_CHOICES", "codegen/src/interp/tests.rs"),
    ("MAX_REPAIR_WORK", "codegen/src/interp/tests.rs"),
    ("MAX_REPAIR_TRIED", "codegen/src/interp/tests.rs"),
    ("MAX_FILES", "tests/cli/hostile.rs"),
    ("MAX_FOLDERS", "tests/cli/hostile.rs"),
];

/// The policy that the cases are written into.
pub fn base() -> String {
    fs::read_to_string(root().join("codegen/src/diagnostic/pages/base.md")).expect("the base is there")
}

/// The base with something in the place of a text of it.
#[track_caller]
pub fn instead(of: &str, by: &str) -> String {
    let base = base();
    assert_eq!(base.matches(of).count(), 1, "{of}");
    base.replacen(of, by, 1)
}

/// The base with notes at its end.
fn noted(notes: &str) -> String {
    format!("{}\n## Notes\n\n{notes}\n", base())
}

/// So many lines, each made of its number, counted from 1.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for at in 1..=count {
        let _ = writeln!(all, "{}", line(at));
    }
    all
}

fn bytes(count: usize) -> String {
    let mut text = noted("");
    while text.len() + 1_001 < count {
        text += &("word ".repeat(199) + "end\n\n");
    }
    text += &"a".repeat(count - 1 - text.len());
    text + "\n"
}

fn text(count: usize) -> String {
    noted(&"a".repeat(count))
}

fn nesting(count: usize) -> String {
    noted(&(">".repeat(count) + " x"))
}

fn headings(count: usize) -> String {
    let own = base().lines().filter(|line| line.starts_with('#')).count() + 1;
    noted(&lines(count - own, |at| format!("### Note {at}\n\nText.\n")))
}

/// The criteria of continued therapy.
pub const CONTINUED: &str =
    "1. Responds positively to therapy;\n2. At least 12 months since prior course completed.\n";

fn items(count: usize) -> String {
    let own = 13;
    instead(CONTINUED, &lines(count - own, |at| format!("{at}. Age ≥ {} years;", 18 + at % 2)))
}

fn depth(count: usize) -> String {
    let labels = ["1.", "- a.", "- i.", "- A.", "- I.", "- a.", "- i."];
    let mut indent = 0;
    let mut list = String::new();
    for label in labels.iter().take(count) {
        let _ = writeln!(list, "{}{label} All of the following:", " ".repeat(indent));
        indent += if *label == "1." { 3 } else { 2 };
    }
    instead(CONTINUED, &list)
}

fn label(count: usize) -> String {
    instead(
        CONTINUED,
        &format!("1. Age ≥ 18 years;\n{}. Age ≥ 19 years.\n", "123456789".get(..count).unwrap()),
    )
}

fn columns(count: usize) -> String {
    format!("{}\n## Codes\n\n|{}\n|{}\n", base(), " a |".repeat(count), " - |".repeat(count))
}

fn cells(count: usize) -> String {
    let rows = base();
    let rows = rows.lines().filter(|line| line.starts_with('|') && !line.starts_with("| ---"));
    let own: usize = rows.map(|row| row.matches('|').count() - 1).sum();
    format!("{}\n## Codes\n\n| a |\n| - |\n{}", base(), "| b |\n".repeat(count - own - 1))
}

fn footnotes(count: usize) -> String {
    let called = each(1..=count, |at| format!("x[^{at}] "));
    noted(&format!("{called}\n\n{}", lines(count, |at| format!("[^{at}]: Text."))))
}

fn mistakes(count: usize) -> String {
    noted(&lines(count, |_| "A mark [^nowhere] here.\n".to_owned()))
}

fn facts(count: usize) -> String {
    let row = "| severe | yes or no |";
    instead(row, &(lines(count - 14, |at| format!("| extra {at} | yes or no | | | Is it? |")) + row))
}

fn choices(count: usize) -> String {
    instead(
        "- other diagnosis\n",
        &("- other diagnosis\n".to_owned() + &lines(count - 3, |at| format!("- kind {at}"))),
    )
}

fn phrases(count: usize) -> String {
    let rows = lines(count / 500 + 1, |row| {
        let first = (row - 1) * 500;
        let phrases: Vec<String> = (first..count.min(first + 500)).map(|at| format!("phrase{at}")).collect();
        format!("| extra{row} | yes or no | {} | | Is it? |", phrases.join("; "))
    });
    let row = "| severe | yes or no |";
    instead(row, &(rows + row))
}

fn always(count: usize) -> String {
    let sentence = "- If request kind is continued, course is second or later.\n";
    instead(sentence, &sentence.repeat(count))
}

fn places(count: usize) -> String {
    instead("mg per day, 0.0 to 100.0", &format!("mg per day, 0.0 to 100.{}", "0".repeat(count)))
}

fn words(count: usize) -> String {
    instead("Responds positively to therapy;", &("word ".repeat(count).trim_end().to_owned() + ";"))
}

fn digits(count: usize) -> String {
    instead("3. Age ≥ 18 years;", &format!("3. Age ≥ {} years;", "9".repeat(count)))
}

fn period(count: usize) -> String {
    instead("At least 12 months since", &format!("At least {count} days since"))
}

fn steps(count: usize) -> String {
    let steps = lines(count - 2, |at| format!("{}. Refer when I.B.1 is met.", at + 1));
    let last = format!("{count}. Otherwise: criteria not met.");
    instead("2. Refer when I.B.1 is met.\n3. Otherwise: criteria not met.", &(steps + &last))
}

fn readings(count: usize) -> String {
    let row = "| R1 | I.A.5 |";
    instead(
        row,
        &(lines(count - 1, |at| format!("| R{} | I.A.5 | What? | So. | Otherwise. | — |", at + 1)) + row),
    )
}

fn invariants(count: usize) -> String {
    let sentence = "For initial requests: never approve when daily dose > 10 mg per day.";
    let all = lines(count, |at| format!("{at}. {sentence}"));
    instead(&format!("1. {sentence}\n"), &all)
}

fn examples(count: usize) -> String {
    let row = "| E2 | E1 | daily dose: 10.1 mg per day | criteria not met | I.A.6.a |\n";
    let rows = lines(count - 2, |at| row.replacen("E2", &format!("E{}", at + 2), 1).trim_end().to_owned());
    instead(row, &(row.to_owned() + &rows))
}
