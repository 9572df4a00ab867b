//! Mistakes that people make, each made in the real policy.

use super::{compiled, line_of, read, said, shown};

const SPEC: &str = "spec/cp-phar-243/2025-05.md";

/// The policy with one part replaced; exactly this is said, in the line where `mark` stands.
#[track_caller]
fn check(from: &str, to: &str, code: &str, mark: &str) -> String {
    let text = edited(&read(SPEC), from, to);
    let compiled = compiled(&text);
    assert_eq!(said(&compiled), [(code, line_of(&text, mark))], "{to}\n{}", shown(&compiled));
    let diagnostic = &compiled.diagnostics[0];
    assert!(!diagnostic.help.is_empty(), "{code}: says what is wrong and not what to do");
    format!("{} {}", diagnostic.message, diagnostic.help.join(" "))
}

/// The text with one part replaced, which must stand in it.
#[track_caller]
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` does not stand in the policy");
    text.replacen(from, to, 1)
}

#[test]
fn the_policy_is_clean() {
    let compiled = compiled(&read(SPEC));
    assert!(compiled.is_sound() && compiled.diagnostics.is_empty(), "{}", shown(&compiled));
}

#[test]
fn a_typo_in_a_phrase() {
    let said = check(
        "2. Prescribed by or in consultation with a neurologist;",
        "2. Prescribed by or in consultation with a neurolgist;",
        "unknown-phrase",
        "a neurolgist",
    );
    assert!(said.contains("did you mean `prescribed by or in consultation with a neurologist`"), "{said}");
    check(
        "2. Responds positively to therapy;",
        "2. Responds positively to the therapy;",
        "unknown-phrase",
        "to the therapy",
    );
}

#[test]
fn labels_that_leave_an_item_out() {
    let said = check("(a, b, c, and d):", "(a, b, and c):", "label-tuple", "4. Failure of all");
    assert!(said.contains("a, b, c, d"), "{said}");
}

#[test]
fn a_line_that_starts_with_a_comparison() {
    check("3. Age ≥ 18 years;", "3. Age\n> 18 years;", "block-quote", "> 18 years");
    check("3. Age ≥ 18 years;", "3. Age\n   > 18 years;", "block-quote", "   > 18 years");
    check("3. Age ≥ 18 years;", "3. Age\n   + 18 years;", "stray-sign", "   + 18 years");
}

#[test]
fn an_item_indented_by_one_space() {
    check("   - b. Teriflunomide", " - b. Teriflunomide", "item-indent", "- b. Teriflunomide");
    check("   - b. Teriflunomide", "  - b. Teriflunomide", "item-indent", "- b. Teriflunomide");
    check("   - b. Teriflunomide", "- b. Teriflunomide", "item-indent", "- b. Teriflunomide");
}

#[test]
fn a_row_with_one_cell_too_many() {
    check(
        "| 1.a | CP.CPA.190 | HIM.PA.33 | CP.PMN.255 |",
        "| 1.a | CP.CPA.190 | HIM.PA.33 | CP.PMN.255 | x |",
        "cell-count",
        "CP.PMN.255 | x |",
    );
    check(
        "| on benefit | yes or no |",
        "| on benefit | yes or no | x |",
        "cell-count",
        "| on benefit | yes or no | x |",
    );
    check("| E2 | E1 |", "| E2 | E1 | x |", "cell-count", "| E2 | E1 | x |");
}

#[test]
fn a_comparison_that_got_lost() {
    let said = check("3. Age ≥ 18 years;", "3. Age 18 years;", "missing-comparator", "3. Age 18");
    assert!(said.contains("write `age ≥ 18 years`"), "{said}");
}

#[test]
fn a_fact_that_nothing_uses() {
    check(
        "| label change |",
        "| smoker | yes or no | | | Does the member smoke? |\n| label change |",
        "unused-fact",
        "| smoker |",
    );
}

#[test]
fn a_label_that_is_left_out() {
    check("3. Age ≥ 18 years;", "4. Age ≥ 18 years;", "label-sequence", "4. Age");
}

#[test]
fn a_unit_that_the_fact_does_not_have() {
    let said = check("3. Age ≥ 18 years;", "3. Age ≥ 18 months;", "wrong-unit", "3. Age ≥ 18 months");
    assert!(said.contains("convert the amount to `years`"), "{said}");
    check(
        "daily dose ≤ 12 mg per day for ≤ 5 consecutive days",
        "daily dose ≤ 12 mcg per day for ≤ 5 consecutive days",
        "wrong-unit",
        "12 mcg",
    );
}

#[test]
fn a_total_that_does_not_add_up() {
    let said = check("(60 mg total)", "(61 mg total)", "arithmetic", "(61 mg total)");
    assert!(said.contains("12 × 5 is 60, not 61"), "{said}");
}

/// More mistakes, each reported once: what follows from them is not.
#[test]
fn one_mistake_is_said_once() {
    let cases = [
        (
            "Refer when I.B.1 or II.B.1 is met.",
            "Refer when I.B.1 or II.B.7 is met.",
            "unknown-label",
            "II.B.7",
        ),
        (
            "Refer when I.B.1 or II.B.1 is met.",
            "Refers when I.B.1 or II.B.1 is met.",
            "unknown-phrase",
            "Refers when",
        ),
        (
            "Approve when I.A or II.A is met, unless III is met.",
            "Approve when I.A or II.A is met unles III is met.",
            "unknown-phrase",
            "unles III",
        ),
        (
            "| days of the course | whole consecutive days, 1 to 30 |",
            "| days of the course | whole consecutive days, 30 to 1 |",
            "fact-kind",
            "30 to 1",
        ),
        (
            "| course | one of: first, second or later |",
            "| course | one of first, second or later |",
            "fact-kind",
            "one of first",
        ),
        (
            "| diagnosis | one of: Diagnoses |",
            "| diagnosis | one of: Diagnosis |",
            "fact-kind",
            "one of: Diagnosis |",
        ),
        (
            "| prior course completed | date |",
            "| prior course completed | day |",
            "fact-kind",
            "| prior course completed | day |",
        ),
        ("| date of birth | date |", "| date of birth | day |", "fact-kind", "| date of birth | day |"),
        (
            "| therapies used together | any of: Appendix D |",
            "| therapies used together | any of: Appendix E |",
            "fact-kind",
            "Appendix E |",
        ),
        (
            "| fingolimod | trial with dose |",
            "| fingolimod | trial with doses |",
            "fact-kind",
            "trial with doses |",
        ),
        (
            "| total dose | mg = daily dose × days of the course |",
            "| total dose | mg = daily dose × days |",
            "fact-kind",
            "× days |",
        ),
        ("| course is second or later |", "| course is second |", "unknown-phrase", "| course is second |"),
        (
            "- If course is second or later, prior",
            "- If the course is second or later, prior",
            "unknown-phrase",
            "- If the course",
        ),
        ("- a. If course is first:", "- a. If course is frist:", "unknown-phrase", "frist"),
        ("For initial requests:\n", "For intial requests:\n", "unknown-phrase", "intial"),
        (
            "| Medicaid, HIM | 12 months |",
            "| Medicaid, HIM | 12 month long |",
            "unknown-phrase",
            "12 month long",
        ),
        (
            "1. Never approve when diagnosis",
            "1. Never ever approve when diagnosis",
            "unknown-phrase",
            "Never ever",
        ),
        ("| E1 | First course", "| E01 | First course", "example-unreadable", "| E2 | E1 |"),
    ];
    let policy = read(SPEC);
    let mut wrong = Vec::new();
    for (from, to, code, mark) in cases {
        let text = edited(&policy, from, to);
        let compiled = compiled(&text);
        if said(&compiled) != [(code, line_of(&text, mark))] {
            wrong.push(format!("{to}\n{}", shown(&compiled)));
        }
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn several_mistakes_are_said_in_one_run() {
    let mut text = read(SPEC);
    for (from, to) in [
        ("2. Prescribed by or in consultation with a neurologist;", "2. Prescribed by a neurologist;"),
        ("3. Age ≥ 18 years;", "3. Age 18 years;"),
        ("(a, b, c, and d):", "(a, b, and c):"),
        ("(60 mg total)", "(61 mg total)"),
        ("| E101 | Later course", "| E101 | Later course | x"),
        ("7. Otherwise: criteria not met.", "7. Otherwise: not met."),
    ] {
        text = edited(&text, from, to);
    }
    let compiled = compiled(&text);
    let codes: Vec<&str> = said(&compiled).into_iter().map(|(code, _)| code).collect();
    let expected =
        ["unknown-phrase", "missing-comparator", "label-tuple", "arithmetic", "unknown-phrase", "cell-count"];
    assert_eq!(codes, expected, "{}", shown(&compiled));
    assert!(compiled.diagnostics.is_sorted_by_key(|d| d.span.start));
    assert!(compiled.policy.is_none());
}
