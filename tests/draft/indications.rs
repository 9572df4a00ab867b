//! A policy with several indications, as published: what its outline, its dates, its durations and its
//! diagnoses become, and what is rather left out than guessed.

use criteria::diagnostic::Code;
use criteria::draft::Draft;

use super::{drafted, lost};

pub(crate) const PUBLISHED: &str = include_str!("indications.txt");

/// The rows or lines of a draft between a heading and the next one.
fn part<'d>(draft: &'d Draft, heading: &str) -> Vec<&'d str> {
    let behind = draft.text.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    behind.take_while(|line| !line.starts_with('#')).filter(|line| !line.is_empty()).collect()
}

/// Whether a doubt of a code says all of these words, at this line of the published text.
#[track_caller]
fn doubted(text: &str, draft: &Draft, code: Code, at: &str, words: &[&str]) {
    let start = text.find(at).unwrap();
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let here = draft.doubts.iter().filter(|doubt| doubt.code == code && doubt.span.start as usize == line);
    let said: Vec<&str> = here.map(|doubt| doubt.message.as_str()).collect();
    let found = said.iter().any(|message| words.iter().all(|word| message.contains(word)));
    assert!(found, "no doubt at `{at}` says {words:?}, but {said:?}\n{}", draft.text);
}

#[test]
fn no_word_is_lost() {
    let draft = drafted(PUBLISHED);
    assert_eq!(lost(PUBLISHED, &draft), Vec::<String>::new(), "{}", draft.text);
    assert!(!draft.text.contains("without a place"), "{}", draft.text);
}

#[test]
fn a_section_with_its_text_on_the_line_of_its_heading_stays_a_section() {
    let draft = drafted(PUBLISHED);
    let rows = [
        ("### D. Other diagnoses/indications", "1. refer to the off-label use policy DEMO.1", "D. Other"),
        ("## III. Diagnoses for which coverage is NOT authorized", "1. marsh arthritis with", "III. "),
    ];
    for (heading, item, at) in rows {
        assert!(draft.text.lines().any(|line| line == heading), "{heading}\n{}", draft.text);
        assert!(part(&draft, heading)[0].starts_with(item), "{item}\n{}", draft.text);
        doubted(PUBLISHED, &draft, Code::GluedLine, at, &["heading", "item 1"]);
    }
    let relabelled = draft.doubts.iter().filter(|doubt| doubt.code == Code::GuessedLabel);
    assert_eq!(relabelled.count(), 0, "{:#?}", draft.doubts);
}

/// A heading with a colon in it, and items below, is no line of two parts.
#[test]
fn a_heading_with_a_colon_keeps_its_items() {
    let draft =
        drafted("T\n\nI. Initial criteria: adults\nA. Ague: severe (must meet all):\n1. Age ≥ 18 years.\n");
    for heading in ["## I. Initial criteria: adults", "### A. Ague: severe (must meet all)"] {
        assert!(draft.text.lines().any(|line| line == heading), "{}", draft.text);
    }
    assert!(draft.doubts.iter().all(|doubt| doubt.code != Code::GluedLine), "{:#?}", draft.doubts);
}

#[test]
fn an_appendix_in_one_line_becomes_a_list() {
    let draft = drafted(PUBLISHED);
    assert_eq!(part(&draft, "## Appendix C: Contraindications, Boxed Warnings"), ["None reported."]);
    assert_eq!(
        part(&draft, "## Appendix D: antibodies"),
        ["- abacept", "- anakept", "- sarilept (Sarix, Sarilo)"]
    );
    assert_eq!(part(&draft, "## Appendix E"), ["- Alba", "- Boreal", "- Corona"]);
    for at in ["Appendix D: ", "Appendix E"] {
        doubted(PUBLISHED, &draft, Code::GluedLine, at, &["heading", "list"]);
    }
    // A list that its "and" closes is not torn, for a word would be lost; a doubt asks to part it.
    let text = "T\n\nI. Initial\nA. Ague (must meet all):\n1. Age ≥ 18 years.\n\nAppendix A: drugs: one, two and three\n";
    let draft = drafted(text);
    assert_eq!(part(&draft, "## Appendix A: drugs"), ["one, two and three"]);
    doubted(text, &draft, Code::GluedLine, "Appendix A", &["heading", "list"]);
}

#[test]
fn the_day_in_force_is_the_effective_date_where_nothing_else_says_it() {
    let draft = drafted(PUBLISHED);
    for row in ["| Version | 2027-03 |", "| In force from | 2027-03-01 |"] {
        assert!(draft.text.contains(row), "{}", draft.text);
    }
    assert!(!draft.text.contains("| First effective |"), "{}", draft.text);
    for (name, written) in [("`Version`", "`2027-03`"), ("`In force from`", "`2027-03-01`")] {
        doubted(PUBLISHED, &draft, Code::GuessedFrame, "Effective", &[name, written]);
    }
}

#[test]
fn a_duration_has_a_row_for_each_line_of_business_that_it_names() {
    let draft = drafted(PUBLISHED);
    let rows = |section: &str| {
        let from = draft.text.find(section).unwrap();
        let behind = draft.text[from..].split("#### Approval duration").nth(1).unwrap();
        let rows: Vec<&str> = behind.lines().filter(|line| line.starts_with('|')).collect();
        let to = rows
            .iter()
            .skip(1)
            .position(|row| row.starts_with("| Line of business"))
            .map_or(rows.len(), |at| at + 1);
        rows[2..to].join("\n")
    };
    let whole = "| Medicaid, HIM | 6 months | |\n| Commercial | 12 months or duration of request, whichever is less | |";
    assert_eq!(rows("### A. Great"), whole);
    assert_eq!(rows("### B. Late"), "| Commercial, HIM, Medicaid | 6 months | |");
    assert_eq!(rows("### C. Pale"), "|  | Medicaid and HIM: 6 months | |");
    assert_eq!(rows("## II."), "| Commercial, HIM, Medicaid | 12 months | |");
    doubted(PUBLISHED, &draft, Code::GuessedFrame, " Approval duration: 6 ", &["Commercial, HIM, Medicaid"]);
    doubted(PUBLISHED, &draft, Code::GuessedFrame, " Approval duration: Medicaid and", &["duration"]);
    // Without lines of business in the header the table has no such column.
    let plain = drafted(
        "T\n\nI. Initial\nA. Ague (must meet all):\n1. Age ≥ 18 years.\nApproval duration: 6 months\n",
    );
    assert!(plain.text.contains("| Approve for | Limit |\n| --- | --- |\n| 6 months | |"), "{}", plain.text);
}

/// The vocabulary of the draft: names and kinds that could stand, and nothing that is a clause or a number.
#[test]
fn the_vocabulary_is_short_and_every_diagnosis_stands_in_it() {
    let draft = drafted(PUBLISHED);
    let rows: Vec<String> = part(&draft, "## Vocabulary")[2..]
        .iter()
        .map(|row| row.split(" | ").take(2).collect::<Vec<_>>().join(" | ").replace("| ", ""))
        .collect();
    let expected = [
        "diagnosis one of: Diagnoses",
        "hepatologist or internist yes or no",
        "date of birth date",
        "age years since date of birth, 0 to 130",
        "marsh factor mm/hour, 0 to 1000",
        "sodium index x ULN, 0 to 1000",
        "swollen ankles yes or no",
        "systemic relaxant trial with dose",
        "betazole trial with weeks",
        "active jaundice yes or no",
        "dose mg/kg, 0 to 1000",
        "gammazole trial with weeks",
        "nsaid trial with weeks",
        "tacrovin trial with weeks",
        "red cell count per mm3, 0 to 10000",
        "platelet count per mm3, 0 to 1000000",
        "alt x ULN, 0.0 to 1000.0",
        "ast x ULN, 0.0 to 1000.0",
        "weight kg, 0 to 1000",
    ];
    assert_eq!(rows, expected, "{}", draft.text);
    let diagnoses = ["- GMF", "- late onset exemplosis", "- tertian disease", "- another diagnosis"];
    assert_eq!(part(&draft, "### Diagnoses"), diagnoses);
    doubted(PUBLISHED, &draft, Code::GuessedFact, " 1. Diagnosis of late", &["late onset exemplosis"]);
    // What was not guessed is said.
    let left_out = [" 8. Member does", " 7. No active", " 1. Member is responding", " 2. If request is for"];
    for at in left_out {
        doubted(PUBLISHED, &draft, Code::GuessedFact, at, &["no fact"]);
    }
}

/// Sections of several indications stand under a scope each, so that a request for one is not refused by the
/// criteria of another.
#[test]
fn each_of_several_indications_gets_its_scope() {
    let draft = drafted(PUBLISHED);
    assert_eq!(part(&draft, "### A. Great")[0], "For members with GMF:");
    assert_eq!(part(&draft, "### B. Late")[0], "For members with late onset exemplosis:");
    for (at, of) in [("A. Great", "I.A"), ("B. Late", "I.B")] {
        doubted(PUBLISHED, &draft, Code::GuessedFrame, at, &["scope", of]);
    }
    // The heading names another thing than the criterion: the scope is a question.
    assert!(part(&draft, "### C. Pale")[0].starts_with("1. "));
    doubted(PUBLISHED, &draft, Code::GuessedFrame, "C. Pale", &["no scope", "I.C"]);
    // One indication alone needs none.
    let alone = drafted(
        "T\n\nI. Initial\nA. Ague (must meet all):\n1. Diagnosis of ague.\nB. Other (must meet all):\n1. Age ≥ 18 years.\n",
    );
    assert!(!alone.text.contains("For members with"), "{}", alone.text);
}
