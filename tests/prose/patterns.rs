//! The table of patterns runs: each row's example is read by its own pattern.

use std::fmt::Write as _;

use criteria::compiled::Compiled;
use criteria::diagnostic::Severity;
use criteria::tree::{SentenceReading, pattern_examples, pattern_words};

use super::compiled;

const REFERENCE: &str = include_str!("reference.md");

#[test]
fn the_reference_policy_is_sound() {
    let found = compiled(REFERENCE);
    let errors: Vec<_> = found.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn every_documented_example_is_read_by_its_pattern() {
    let mut wrong = String::new();
    for (of, pattern, example) in pattern_examples() {
        let found = compiled(&placed(of, example));
        let read = read_by(&found, pattern, example).is_some();
        let errors: Vec<String> = found
            .diagnostics
            .iter()
            .filter(|d| d.code.severity() == Severity::Error)
            .map(|d| format!("{}: {}", found.source.line(d.span.start), d.message))
            .collect();
        if !read || !errors.is_empty() {
            let _ = writeln!(wrong, "{of}: `{pattern}`: {example}\n  {errors:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The reader's own words for each example, and for what is so where it is not met, are those of its row.
#[test]
fn every_row_says_how_its_example_is_read_and_denied() {
    let mut wrong = String::new();
    for row in pattern_words() {
        let found = compiled(&placed(row.of, row.example));
        let reading = read_by(&found, row.pattern, row.example);
        let (read_as, not_met) = reading.map_or(("", ""), |one| (&one.read_as, &one.not_met));
        if read_as.is_empty() || (read_as, not_met) != (row.reading, row.negation) {
            let _ = writeln!(
                wrong,
                "{}: `{}`: {}\n  reading:  {read_as}\n  negation: {not_met}",
                row.of, row.pattern, row.example
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "these are read otherwise than their rows say; if it is right so, the rows say:\n{wrong}"
    );
}

/// How an example was read by its row.
fn read_by<'c>(found: &'c Compiled, pattern: &str, example: &str) -> Option<&'c SentenceReading> {
    let words = |text: &str| text.trim_end_matches(['.', ':', ';']).to_owned();
    found
        .readings
        .iter()
        .find(|one| words(&one.text.text) == words(example) && one.patterns.contains(&pattern))
}

/// The reference policy with an example in a place for its kind of sentence.
pub(super) fn placed(of: &str, example: &str) -> String {
    let with = |mark: &str, text: &str| REFERENCE.replacen(mark, &format!("{text}{mark}"), 1);
    let criterion = |text: &str| with("\n#### Approval duration\n", &format!("4. {text}\n"));
    match of {
        "always" => with("\n## I. Initial approval", &format!("- {example}.\n")),
        "statement" => format!("{REFERENCE}{example}\n").replacen(
            &format!("course.\n{example}"),
            &format!("course.\n2. {example}"),
            1,
        ),
        "step" if example.to_lowercase().contains("otherwise") => {
            REFERENCE.replacen("Otherwise: criteria not met.", example, 1)
        }
        "criterion" if example.starts_with("Re-authorization") => REFERENCE
            .replacen(
                "\n## III.",
                &format!("\n### C. Later courses (must meet all)\n\n1. {example}.\n\n## III."),
                1,
            )
            .replacen("3. Otherwise", "3. Not authorized when II.C is met.\n4. Otherwise", 1),
        "step" => renumbered(example),
        "condition" if example.ends_with(':') => REFERENCE.replacen("For initial requests:", example, 1),
        "condition" if example.starts_with("For all other") => criterion(&format!(
            "**Either way** (a and b):\n   - a. If diagnosis is asthma: daily dose ≤ 12 mg per day;\n   - b. {example}."
        )),
        _ if example.ends_with(':') => {
            let agents = example.starts_with("Failure");
            let children = if agents {
                ["Drug A", "Drug B", "Drug C"]
            } else {
                ["Prescribed by a lung specialist", "Not prescribed by a lung specialist", ""]
            };
            let count = if example.contains('c') && example.contains("a, b, or c") { 3 } else { 2 };
            let items = children.iter().take(count).zip(["a", "b", "c"]);
            criterion(
                &items.fold(example.to_owned(), |text, (child, label)| {
                    format!("{text}\n   - {label}. {child};")
                }),
            )
        }
        _ => criterion(&format!("{example}.")),
    }
}

/// The order with one more step in front.
fn renumbered(example: &str) -> String {
    let (head, order) = REFERENCE.split_once("\n1. Approve").unwrap_or_default();
    let mut text = format!("{head}\n1. {example}\n2. Approve{order}");
    for (from, to) in [("\n3. Otherwise", "\n4. Otherwise"), ("\n2. Refer", "\n3. Refer")] {
        text = text.replacen(from, to, 1);
    }
    text
}
