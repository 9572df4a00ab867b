//! What sentences mean, in the canonical words for it: each lowering is seen once, by a person.

use super::compiled;

const REFERENCE: &str = include_str!("reference.md");

/// How a criterion is read.
#[track_caller]
fn check(sentence: &str, expected: &str) {
    let text = REFERENCE.replacen(
        "\n#### Approval duration\n",
        &format!("4. {sentence}.\n\n#### Approval duration\n"),
        1,
    );
    let found = compiled(&text);
    let read = found.readings.iter().find(|reading| reading.place == "I.A.4");
    let read = read.unwrap_or_else(|| panic!("{sentence} is not read: {:#?}", found.diagnostics));
    assert_eq!(read.read_as, expected, "{sentence}");
}

#[test]
fn weeks_count_for_failure_and_not_for_what_excuses() {
    check(
        "Failure of drug A for at least 8 weeks, unless contraindicated or clinically significant adverse effects are experienced",
        "(drug A is not tolerated or contraindicated) or ((drug A is failed at the maximally indicated dose or failed at a \
         lower dose) and weeks of drug A ≥ 8 weeks)",
    );
    check(
        "Failure of drug A at up to maximally indicated doses for at least 8 weeks",
        "drug A is failed at the maximally indicated dose and weeks of drug A ≥ 8 weeks",
    );
}

#[test]
fn so_many_of_several() {
    check(
        "Failure of at least 2 of: drug A, drug B, drug C at up to maximally indicated doses, each agent unless contraindicated",
        "at least 2 of (drug A is failed at the maximally indicated dose or contraindicated; drug B is failed at the \
         maximally indicated dose or contraindicated; drug C is failed at the maximally indicated dose or contraindicated)",
    );
    check(
        "Drugs used together include fewer than 2 of: drug A, drug B, drug C",
        "drugs used together include fewer than 2 of drug A, drug B or drug C",
    );
    check(
        "Drugs used together include more than 2 of: drug A, drug B, drug C",
        "drugs used together include any of drug A and drugs used together include any of drug B and drugs used together \
         include any of drug C",
    );
}

#[test]
fn dates_apart() {
    check(
        "Prior course completed was at least 6 months before renewal date",
        "at least 6 months from prior course completed to renewal date",
    );
    check(
        "Renewal date is at most 6 months after prior course completed",
        "prior course completed is on or before renewal date and at most 6 months from prior course completed to renewal date",
    );
    check(
        "At least 12 months between renewal date and prior course completed",
        "at least 12 months from renewal date to prior course completed or at least 12 months from prior course completed \
         to renewal date",
    );
    check(
        "Prior course completed was more than 6 months before request date",
        "more than 6 months since prior course completed",
    );
}
