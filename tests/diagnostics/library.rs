//! What is said of several policies together: facts that drift apart, and what may differ.

use criteria::library;

use super::pages::BASE;
use super::{compiled, line_of, read, said, shown};

/// The base policy under another number, with a part replaced wherever it stands.
#[track_caller]
fn policy(number: &str, edits: &[(&str, &str)]) -> String {
    let mut text = read(BASE).replace("| DEMO.BASE |", &format!("| {number} |"));
    for (from, to) in edits {
        assert!(text.contains(from), "`{from}` must stand in the base");
        text = text.replace(from, to);
    }
    text
}

/// Policies together: what is said is these findings, each as the place of its policy, a text on its
/// line, and its message.
#[track_caller]
fn check(policies: &[&str], expected: &[(usize, &str, &str)]) {
    let mut all: Vec<_> = policies.iter().map(|text| compiled(text)).collect();
    assert!(all.iter().all(|one| said(one).is_empty()), "{}", all.iter().map(shown).collect::<String>());
    library::check(&mut all);
    let found: Vec<_> = all
        .iter()
        .enumerate()
        .flat_map(|(at, one)| said(one).into_iter().zip(&one.diagnostics).map(move |said| (at, said)))
        .map(|(at, ((code, line), one))| (at, code, line, one.message.as_str()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(at, mark, message)| (*at, "two-definitions", line_of(policies[*at], mark), *message))
        .collect();
    assert_eq!(found, expected);
}

const AGE: (&str, &str) =
    ("| age | years since date of birth, 0 to 130 |", "| age | years since date of birth, 0 to 120 |");
const SPECIALIST: [(&str, &str); 2] = [
    ("| specialist | yes or no |", "| dermatologist | yes or no |"),
    ("| specialist | yes |", "| dermatologist | yes |"),
];

#[test]
fn one_name_with_two_definitions() {
    let base = policy("DEMO.A", &[]);
    let grams = policy("DEMO.B", &[("mg per day", "g per day")]);
    let message = "`daily dose` is a number with `g per day` here, and a number with `mg per day` in DEMO.A";
    check(&[&base, &grams], &[(1, "| daily dose |", message)]);
    let plain = policy(
        "DEMO.C",
        &[
            ("| trial with dose |", "| trial |"),
            (" at up to maximally indicated doses", ""),
            ("failed at the maximally indicated dose", "failed"),
        ],
    );
    check(
        &[&base, &plain],
        &[
            (1, "| tacrovin | trial |", "`tacrovin` is a trial here, and a trial with dose in DEMO.A"),
            (1, "| mexolate | trial |", "`mexolate` is a trial here, and a trial with dose in DEMO.A"),
        ],
    );
}

/// The odd one out is told, wherever it stands; the others are not.
#[test]
fn most_policies_count_as_right() {
    let [a, b, c] = ["DEMO.A", "DEMO.B", "DEMO.C"].map(|number| policy(number, &[]));
    let odd = policy("DEMO.0", &[("mg per day", "g per day")]);
    let message = "`daily dose` is a number with `g per day` here, and a number with `mg per day` in DEMO.A";
    check(&[&odd, &a, &b, &c], &[(0, "| daily dose |", message)]);
    check(&[&c, &b, &odd, &a], &[(2, "| daily dose |", message)]);
}

#[test]
fn one_phrase_with_two_names() {
    let base = policy("DEMO.A", &[]);
    let other = policy("DEMO.B", &SPECIALIST);
    let message = "`prescribed by a dermatologist` is `dermatologist` here, and `specialist` in DEMO.A";
    check(&[&base, &other], &[(1, "| dermatologist | yes or no |", message)]);
    let against =
        policy("DEMO.C", &[("| disabling plaques |", "| disabling plaques; not: mild plaques only |")]);
    let mild = policy("DEMO.D", &[("| disabling plaques |", "| disabling plaques; mild plaques only |")]);
    let message = "`mild plaques only` is `disabling` here, and the opposite of `disabling` in DEMO.C";
    check(&[&against, &mild], &[(1, "| disabling | yes or no |", message)]);
}

/// A single word counts where it is long enough to mean one thing.
#[test]
fn one_word_with_two_names() {
    for (word, told) in [("recalcitrant", true), ("widely", true), ("worst", false), ("2-fold", false)] {
        let with = |number: &str, phrase: &str| {
            policy(number, &[(&format!("| {phrase} |"), &format!("| {phrase}; {word} |"))])
        };
        let (base, other) = (with("DEMO.A", "severe plaques"), with("DEMO.B", "disabling plaques"));
        let message = format!("`{word}` is `disabling` here, and `severe` in DEMO.A");
        let expected = [(1, "| disabling | yes or no |", message.as_str())];
        check(&[&base, &other], if told { &expected } else { &[] });
    }
}

/// Ranges, values, further phrases and short words may differ; so may versions of one policy, and a
/// product has no first factor.
#[test]
fn what_may_differ() {
    let base = policy("DEMO.A", &[]);
    for edits in [
        &[AGE][..],
        &[("| mg per day, 0.0 to 100.0 |", "| mg per day, 0.0 to 200.0 |")],
        &[("- other diagnosis\n", "- other diagnosis (another)\n- papular exemplosis\n")],
        &[("| severe plaques |", "| severe plaques; plaques of the worst kind |")],
        &[("= daily dose × days of use", "= days of use × daily dose")],
    ] {
        check(&[&base, &policy("DEMO.B", edits)], &[]);
    }
    let later = [
        ("| Version | 2026-01 |", "| Version | 2027-01 |"),
        ("| In force from | 2026-01-01 |", "| In force from | 2027-01-01 |"),
    ];
    let again = policy("DEMO.A", &[&later[..], &SPECIALIST].concat());
    check(&[&base, &again], &[]);
    // The latest version is the one that is compared.
    let third = policy("DEMO.B", &SPECIALIST);
    check(&[&base, &again, &third], &[]);
}

#[test]
fn a_policy_may_accept_that_it_differs() {
    let accepted = "\n## Accepted findings\n\n| Code | Where | Why |\n| --- | --- | --- |\n| two-definitions | dermatologist | The form of this plan has this name. |\n";
    let other = policy("DEMO.B", &SPECIALIST) + accepted;
    check(&[&policy("DEMO.A", &[]), &other], &[]);
}
