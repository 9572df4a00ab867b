//! A policy as a converter leaves it becomes a spec that an author can finish: no word is lost, every
//! doubt is said, and with a vocabulary by hand it compiles.

mod indications;

use std::collections::BTreeMap;

use criteria::diagnostic::Code;
use criteria::draft::{Draft, draft, words};
use criteria::source::Source;
use criteria::spec::ast::{Item, Section};
use criteria_tests::runner;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// All the faults of layout at once: glued headings, bullets before labels, lost glyphs, notes between the items,
/// a repeated label, wrapped lines, tables of tabs.
const PUBLISHED: &str = include_str!("published.txt");

fn drafted(text: &str) -> Draft {
    draft(&Source::new("published.txt", text))
}

/// The words of a text that a draft holds less often, but for labels that it says to have put right.
fn lost(text: &str, draft: &Draft) -> Vec<String> {
    let held = words(&draft.text);
    let relabelled = |word: &str| {
        let mut labels = draft.doubts.iter().filter(|doubt| doubt.code == Code::GuessedLabel);
        labels.any(|doubt| doubt.message.to_lowercase().contains(&format!("the label `{word}` is")))
    };
    let fewer =
        |(word, count): &(String, usize)| held.get(word).copied().unwrap_or(0) < *count && !relabelled(word);
    words(text).into_iter().filter(fewer).map(|(word, _)| word).collect()
}

#[test]
fn no_word_is_lost_and_none_needs_the_last_resort() {
    let draft = drafted(PUBLISHED);
    assert_eq!(lost(PUBLISHED, &draft), Vec::<String>::new(), "{}", draft.text);
    assert!(!draft.text.contains("Words without a place"), "{}", draft.text);
}

#[test]
fn every_doubt_is_said() {
    let draft = drafted(PUBLISHED);
    let mut codes = BTreeMap::new();
    for doubt in &draft.doubts {
        *codes.entry(doubt.code.as_str()).or_insert(0) += 1;
    }
    let expected = [("carried-note", 2), ("glued-line", 2), ("guessed-label", 1), ("lost-glyph", 2)];
    for (code, count) in expected {
        assert_eq!(codes.get(code), Some(&count), "{codes:?}\n{:#?}", draft.doubts);
    }
    assert!(draft.doubts.iter().all(|doubt| Code::ALL.contains(&doubt.code)));
}

/// What the frame of a draft says that the published text does not, and on which line of it: none of it is
/// filled in silently.
#[test]
fn every_part_of_the_frame_that_is_guessed_is_said() {
    let frame = |text: &str| {
        let source = Source::new("published.txt", text);
        let draft = draft(&source);
        let guessed = draft.doubts.iter().filter(|doubt| doubt.code == Code::GuessedFrame);
        let said: Vec<_> =
            guessed.map(|doubt| (source.line(doubt.span.start), doubt.message.clone())).collect();
        for (_, message) in &said {
            let written = message.split('`').nth_back(1).unwrap();
            for part in written.split_inclusive(". ") {
                assert!(draft.text.contains(part.trim()), "{message}\n{}", draft.text);
            }
        }
        said
    };
    let line = |of: &str| PUBLISHED.lines().position(|line| line.starts_with(of)).unwrap() + 1;
    let guess =
        |at: usize, what: &str, written: &str| (at, format!("{what} is a guess: the draft says `{written}`"));
    let order = "Approve when I.A or II.A is met. Otherwise: criteria not met.";
    let mut expected = vec![
        guess(1, "`Subject`", "member"),
        guess(1, "`Request kinds`", "initial, continued"),
        guess(1, "the order of determination", order),
        guess(line("Effective"), "`First effective`", "2019-03-01"),
        guess(line("Last"), "`Version`", "2026-02"),
        guess(line("Last"), "`In force from`", "2026-02-01"),
        guess(line("I. "), "the scope of section I", "For initial requests:"),
        guess(line("II. "), "the scope of section II", "For continued requests:"),
    ];
    assert_eq!(frame(PUBLISHED), expected);

    // What the text does say is no guess; what it leaves out altogether is one.
    let said = PUBLISHED
        .replace("03.01.19", "2019-03-01")
        .replace("Therapy", "Treatments")
        .replace("Last Review Date: 02.26", "Version: 2026-02");
    expected.retain(|(_, message)| !message.starts_with("`First") && !message.starts_with("`Version"));
    expected.retain(|(_, message)| !message.starts_with("`In force"));
    expected.insert(3, guess(line("Last"), "`In force from`", "2026-02-01"));
    assert_eq!(frame(&said), expected);
    let bare = frame("A line.\n\nI. Criteria\nA. Exemplosis (must meet all):\n1. Weight at least 40 kg.\n");
    let parts: Vec<&str> =
        bare.iter().map(|(_, message)| message.split(" is a guess").next().unwrap()).collect();
    let whole = ["`Reference number`", "`Version`", "`In force from`", "`Subject`", "`Request kinds`"];
    assert_eq!(parts[..5], whole);
    assert_eq!(parts[5..], ["the order of determination"]);
}

/// The labels of the draft, read back by the compiler's own first pass.
#[test]
fn the_outline_is_repaired() {
    fn items(all: &[Item], into: &mut Vec<String>) {
        for item in all {
            into.push(item.label.clone());
            items(&item.children, into);
        }
    }
    fn sections(all: &[Section], into: &mut Vec<String>) {
        for section in all {
            into.push(section.label.clone());
            items(&section.items, into);
            sections(&section.sections, into);
        }
    }
    let draft = drafted(PUBLISHED);
    let mut sink = criteria::diagnostic::Sink::default();
    let spec = criteria::spec::parse(&Source::new("draft.md", draft.text.as_str()), &mut sink);
    let mut labels = Vec::new();
    sections(&spec.sections, &mut labels);
    let expected = "I I.A I.A.1 I.A.2 I.A.3 I.A.4 I.A.4.a I.A.4.b I.A.4.c I.A.5 I.B I.B.1 I.B.2 II II.A II.A.1 II.A.2 II.A.3 III III.A III.B";
    assert_eq!(labels.join(" "), expected, "{}", draft.text);
}

/// What is left to do by hand, as data: replacements in the draft.
const BY_HAND: &[(&str, &str)] = &include!("by_hand.rs.in");

#[test]
fn with_a_vocabulary_and_readings_by_hand_it_compiles() {
    let mut text = drafted(PUBLISHED).text;
    for (from, to) in BY_HAND {
        assert!(text.contains(from), "`{from}` is not in the draft:\n{text}");
        text = text.replacen(from, to, 1);
    }
    let compiled = criteria::check(Source::new("draft.md", text.as_str()));
    let said: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|d| format!("{}: {}: {}", compiled.source.line(d.span.start), d.code, d.message))
        .collect();
    assert!(compiled.is_sound(), "{}\n{text}", said.join("\n"));
}

/// Lines that a converter might leave, in any order.
fn published() -> impl Strategy<Value = String> {
    let lines: Vec<&'static str> = PUBLISHED.lines().chain(indications::PUBLISHED.lines()).collect();
    let line = prop_oneof![
        6 => proptest::sample::select(lines).prop_map(str::to_owned),
        1 => "[ -~•\u{f0b3}\t|*#]{0,40}",
        1 => Just(String::new()),
    ];
    (vec(line, 0..60), any::<bool>()).prop_map(|(lines, glue)| lines.join(if glue { "" } else { "\n" }))
}

#[test]
fn no_text_loses_a_word() {
    runner::check("a draft loses a word", 600, &published(), |text| {
        let draft = drafted(text);
        let lost = lost(text, &draft);
        if lost.is_empty() { Ok(()) } else { Err(format!("{lost:?}\n{text}\n---\n{}", draft.text)) }
    });
}
