//! Each limit at its value and one beyond.

use std::collections::BTreeSet;

use criteria::diagnostic::{Code, Diagnostic, Severity};
use criteria::limits::{
    ALL, MAX_AROUND, MAX_LOOKS, MAX_LOST_ITEMS, MAX_PROPOSED_FOR, MAX_REJECTIONS, MAX_REQUEST_BYTES,
};
use criteria::request::from_json;
use criteria::source::Source;
use criteria_tests::too_much::each;
use criteria_tests::workspace::root;

use super::cases::{CASES, CONTINUED, Case, ELSEWHERE, base, instead};

fn value(limit: &str) -> usize {
    let found = ALL.iter().find(|(name, _)| *name == limit);
    found.unwrap_or_else(|| panic!("there is no limit {limit}")).1
}

/// What is wrong with a policy; findings are not.
fn errors(text: &str) -> Vec<Diagnostic> {
    let said = criteria::check(Source::new("2026-01.md", text)).diagnostics;
    said.into_iter().filter(|one| one.code.severity() == Severity::Error).collect()
}

fn is_said(case: &Case, errors: &[Diagnostic]) -> bool {
    errors.iter().any(|one| one.message.contains(case.says))
}

#[test]
fn what_is_at_a_limit_is_read() {
    for case in CASES {
        let errors = errors(&(case.with)(value(case.limit) - case.own));
        let other = errors.iter().find(|one| !case.besides.contains(&one.code.as_str()));
        assert!(other.is_none() && !is_said(case, &errors), "{}: {other:#?}", case.limit);
    }
}

#[test]
fn what_is_beyond_a_limit_is_refused_in_words() {
    for case in CASES {
        let errors = errors(&(case.with)(value(case.limit) + 1));
        let refusal = errors.iter().find(|one| one.message.contains(case.says));
        let said = refusal.unwrap_or_else(|| panic!("{}: {errors:#?}", case.limit));
        assert!(!said.help.is_empty(), "{}: what to do", case.limit);
        let of_size = said.code == Code::TooLarge;
        assert!(of_size || ["MAX_PLACES", "MAX_DIGITS", "MAX_PERIOD"].contains(&case.limit), "{said:#?}");
    }
}

#[test]
fn every_limit_is_tried() {
    let tried = CASES.iter().map(|case| case.limit).chain(ELSEWHERE.iter().map(|(limit, _)| *limit));
    let all: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(tried.collect::<BTreeSet<_>>(), all);
    for (limit, place) in ELSEWHERE {
        let text = std::fs::read_to_string(root().join(place)).unwrap();
        assert!(text.contains(limit), "{place} does not name {limit}");
    }
}

/// `MAX_DERIVATIONS`: a sentence with very many readings is refused, not tried for ever.
#[test]
fn readings_of_a_sentence_are_bounded() {
    let many = "severe plaques and ".repeat(60) + "severe plaques";
    let errors = errors(&instead("Responds positively to therapy;", &format!("{many};")));
    assert!(errors.len() <= 1, "{errors:#?}");
    assert!(errors.iter().all(|one| one.code != Code::UnknownPhrase), "{errors:#?}");
}

/// `MAX_LOOKS`: in a policy of a thousand mistakes the first ones get a suggestion, the last ones none.
#[test]
fn suggestions_are_bounded() {
    let facts = each(0..900, |at| format!("| extra number {at} | yes or no | | | Is it? |\n"));
    let row = "| severe | yes or no |";
    let wrong = each(1..1_900, |at| format!("{at}. Extra numbre {};\n", at % 900));
    let text = instead(row, &(facts + row)).replacen(
        "1. Responds positively to therapy;\n2. ",
        &(wrong + "1900. "),
        1,
    );
    let errors = errors(&text);
    let suggests = |one: &Diagnostic| one.help.iter().any(|help| help.contains("did you mean"));
    let suggested = errors.iter().filter(|one| suggests(one)).count();
    assert!(suggests(&errors[0]) && !suggests(&errors[errors.len() - 1]), "{suggested} of {}", errors.len());
    assert!((10..MAX_LOOKS / 900).contains(&suggested), "{suggested} of {}", errors.len());
}

/// `MAX_PROPOSED_FOR`: of many sentences that cannot be read the first ones get a proposal, the others none.
#[test]
fn proposals_are_bounded() {
    let wrong = each(1..150, |at| format!("{at}. Age of {} years;\n", 1 + at % 50));
    let errors = errors(&instead("1. Responds positively to therapy;\n2. ", &(wrong + "150. ")));
    let plain = |one: &Diagnostic| one.help.iter().any(|help| help.starts_with("phrases are exact"));
    let proposed = errors.iter().take_while(|one| !plain(one)).count();
    assert_eq!(proposed, MAX_PROPOSED_FOR, "{:#?}", errors.get(proposed));
    assert!(errors.iter().skip(proposed).all(plain), "{:#?}", errors.last());
}

/// `MAX_COMBINATIONS`: that branches of so many facts leave a gap is not found by trying them all.
#[test]
fn combinations_are_bounded() {
    let conditions = |from: usize| {
        let parts: Vec<String> = (from..from + 25).map(|at| format!("extra{at}")).collect();
        parts.join(", ")
    };
    let facts = each(0..50, |at| format!("| extra{at} | yes or no | | | Is it? |\n"));
    let row = "| severe | yes or no |";
    let branches = format!(
        "6. **Limits** (a or b):\n   - a. If {}, and extra50: age ≥ 18 years;\n   - b. If {}, and extra50: age ≥ 19 years.\n",
        conditions(0),
        conditions(25)
    );
    let facts = facts + "| extra50 | yes or no | | | Is it? |\n";
    let text = instead(row, &(facts + row));
    let start = text.find("6. **Limits**").unwrap();
    let end = start + text[start..].find("\n#### Approval").unwrap();
    let errors = errors(&(text[..start].to_owned() + &branches + &text[end..]));
    let broken: Vec<_> = errors.iter().filter(|one| one.code == Code::BrokenCase).collect();
    assert!(!broken.is_empty(), "{errors:#?}");
    assert!(broken.iter().all(|one| !one.message.contains("not decided")), "{broken:#?}");
}

/// `MAX_SPLITS_OF_A_FINDING`: that no set has more than half of some members and not more than half is seen of
/// nine members; of nineteen it would take many thousands of splits, and nothing is said.
#[test]
fn splits_of_a_finding_are_bounded() {
    let never_met = |members: usize| {
        let (most, list) = (members / 2, each(1..=members, |at| format!("- thing {at}\n")));
        let row = "| severe | yes or no |";
        let text = instead(row, &format!("| things | any of: Things | | | Which? |\n{row}"))
            .replacen("### Always true", &format!("### Things\n\n{list}\n### Always true"), 1)
            .replacen(
                CONTINUED,
                &format!("1. Things include at least {} of Things;\n2. Responds positively to therapy;\n3. Things include at most {most} of Things;\n", most + 1),
                1,
            );
        let said = criteria::check(Source::new("2026-01.md", text)).diagnostics;
        assert!(said.iter().all(|one| one.code.severity() != Severity::Error), "{said:#?}");
        said.iter().any(|one| one.code == Code::NeverMet)
    };
    assert!(never_met(9));
    assert!(!never_met(19));
}

/// `MAX_AROUND`: that what is asked excludes itself follows from four sentences about every request; among so
/// many others it is seen, and beyond them only the nearest are looked at.
#[test]
fn what_stands_around_a_criterion_is_bounded() {
    let never_met = |sentences: usize| {
        let facts =
            each(1..=9, |at| format!("| extra{at} | yes or no | not: lacks extra{at} | | Is it? |\n"));
        let chain =
            "- If extra1, extra2.\n- If extra2, extra3.\n- If extra3, extra4.\n- If extra4, lacks extra5.\n";
        let mut others = Vec::new();
        for (a, b, c) in (1..=9).flat_map(|a| (1..=9).flat_map(move |b| (b + 1..=9).map(move |c| (a, b, c))))
        {
            if a != b && a != c {
                others.push(format!("- If extra{a}, extra{b} or extra{c}.\n"));
                others.push(format!("- If lacks extra{a}, extra{b} or lacks extra{c}.\n"));
            }
        }
        let always = chain.to_owned() + &others[..sentences - 4].concat();
        let row = "| severe | yes or no |";
        let text = instead(row, &(facts + row));
        let first = text.find("### Always true\n\n").unwrap() + "### Always true\n\n".len();
        let end = first + text[first..].find("\n\n").unwrap() + 1;
        let text = (text[..first].to_owned() + &always + &text[end..]).replacen(
            CONTINUED,
            "1. Extra1;\n2. Extra5;\n3. Responds positively to therapy;\n",
            1,
        );
        let said = criteria::check(Source::new("2026-01.md", text)).diagnostics;
        let wrong =
            |one: &&Diagnostic| one.code.severity() == Severity::Error && one.code != Code::ExampleFails;
        assert_eq!(said.iter().find(wrong), None);
        said.iter().any(|one| one.code == Code::NeverMet)
    };
    assert!(never_met(MAX_AROUND));
    assert!(!never_met(MAX_AROUND + 1));
}

/// `MAX_LOST_ITEMS`: so many lines of one paragraph are taken for the items they were meant to be; what is
/// behind them stays text of the last, and comes to light once they are mended.
#[test]
fn lost_items_are_bounded() {
    let both = "1. Responds positively to therapy;\n2. At least 12 months since prior course completed.\n";
    let mended = |count: usize| {
        let lines = each(1..=count, |_| "• Responds positively to therapy;\n".to_owned());
        let errors = errors(&instead(both, &lines));
        assert_eq!(errors[0].code, Code::StraySign, "{errors:#?}");
        (errors[0].fixes[0].edits.len(), errors.len())
    };
    assert_eq!(mended(MAX_LOST_ITEMS + 1), (MAX_LOST_ITEMS + 1, 1), "the first line is no lost one");
    let (edits, errors) = mended(MAX_LOST_ITEMS + 2);
    assert!(edits == MAX_LOST_ITEMS + 1 && errors > 1, "{edits} edits, {errors} errors");
}

fn rejections(text: &str) -> Vec<criteria::interp::Rejection> {
    let policy = criteria::check(Source::new("2026-01.md", base())).policy.unwrap();
    from_json(&policy, text).err().unwrap_or_default()
}

#[test]
fn requests_are_bounded() {
    let of_size = |bytes: usize| {
        let text = r#"{"facts": {"request kind": "initial", "request date": "2026-03-01"}}"#;
        text.to_owned() + &" ".repeat(bytes - text.len())
    };
    assert_eq!(rejections(&of_size(MAX_REQUEST_BYTES)), []);
    let beyond = rejections(&of_size(MAX_REQUEST_BYTES + 1));
    assert!(beyond[0].message.contains("at most 1048576 bytes"), "{beyond:#?}");

    let of_unknown = |count: usize| {
        let facts: Vec<String> = (0..count).map(|at| format!("\"nothing {at}\": true")).collect();
        format!("{{\"facts\": {{{}}}}}", facts.join(", "))
    };
    for (count, listed) in [(50, 50 + 2), (MAX_REJECTIONS + 1, MAX_REJECTIONS), (20_000, MAX_REJECTIONS)] {
        assert_eq!(rejections(&of_unknown(count)).len(), listed, "{count}");
    }
}
