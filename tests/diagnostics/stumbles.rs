//! Stumbles of readers who had only the documents: following what is said leads to what was meant, in one
//! step, and one mistake is said once.

use super::{compiled, said, seed, shown, whole};

/// The small policy with some parts replaced.
#[track_caller]
pub(super) fn edited(edits: &[(&'static str, &str)]) -> String {
    let mut seed = seed("a stumble", edits[0].0, edits[0].1, "", "");
    for (from, to) in edits.iter().skip(1) {
        seed = seed.and(from, *to);
    }
    seed.text()
}

/// Once parts are replaced, exactly this is said, with all these words in the message and its help.
#[track_caller]
pub(super) fn check(edits: &[(&'static str, &str)], code: &str, words: &[&str]) -> String {
    let compiled = compiled(&edited(edits));
    let codes: Vec<&str> = said(&compiled).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [code], "{}", shown(&compiled));
    let one = &compiled.diagnostics[0];
    let all = format!("{}\n{}\n{}", one.message, one.here, one.help.join("\n"));
    for word in words {
        assert!(all.contains(word), "`{word}` is not said:\n{all}");
    }
    all
}

/// With these parts replaced nothing is wrong.
#[track_caller]
pub(super) fn sound(edits: &[(&'static str, &str)]) {
    let compiled = compiled(&edited(edits));
    let errors: Vec<_> = said(&compiled);
    assert!(compiled.policy.is_some(), "{errors:?}\n{}", shown(&compiled));
}

const AGE: &str = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;";
const BRANCH: &str =
    "   - b. If course is second or later: daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).";
const READING: &str = "| R1 | II.2 | What is a month? | A calendar month. | 30 days. | At least 360 days since prior course completed |";
const SCOPE: &str = "For continued requests:\n";

fn reading(place: &str, clause: &str) -> String {
    format!("| R1 | {place} | What is it? | This. | That. | {clause} |")
}

#[test]
fn a_reading_keeps_the_condition_of_its_place() {
    let body = "daily dose ≤ 12 mg per day for ≤ 2 days (24 mg total)";
    let said = check(
        &[(READING, &reading("I.7.b", &format!("D{}", &body[1..])))],
        "reading-unreadable",
        &["leaves out the condition", &format!("If course is second or later: {body}")],
    );
    assert!(!said.contains("conditional"), "{said}");
    sound(&[(READING, &reading("I.7.b", &format!("If course is second or later: {body}")))]);
    let other = BRANCH.replace("If course is second or later", "For all other requests");
    check(
        &[(BRANCH, &other), (READING, &reading("I.7.b", &format!("D{}", &body[1..])))],
        "reading-unreadable",
        &[&format!("For all other requests: {body}")],
    );
}

/// Where the question is whether a condition counts, the other reading is the sentence without it.
#[test]
fn a_reading_may_be_about_the_condition_itself() {
    let body = BRANCH.split_once(": ").expect("it has a condition").1.trim_end_matches('.');
    let only = "7. If course is second or later: daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).";
    let dose = "7. **Dose** (a or b):\n   - a. If course is first: daily dose ≤ 12 mg per day for ≤ 5 days (60 mg total);\n";
    sound(&[(dose, ""), (BRANCH, only), (READING, &reading("I.7", &format!("D{}", &body[1..])))]);
}

#[test]
fn a_reading_that_says_the_same_is_none() {
    for (place, clause) in [
        ("II.2", "At least 12 months since prior course completed"),
        ("I.2", "Age is at least 18 years, and weight is between 40 kg and 150 kg"),
    ] {
        check(&[(READING, &reading(place, clause))], "no-other-reading", &["no other reading", "write `—`"]);
    }
}

#[test]
fn a_reading_is_checked_with_the_whole_policy() {
    check(
        &[(READING, &reading("I.7.b", "If course is first: daily dose ≤ 12 mg per day"))],
        "reading-unreadable",
        &["does not fit in the place of `I.7.b`", "applies"],
    );
}

#[test]
fn a_heading_has_one_scope() {
    let words = ["one scope line", "### A. ⟨name⟩", "For members with asthma or COPD:"];
    for between in ["\n", ""] {
        let two = format!("{SCOPE}{between}For members with asthma or COPD:\n");
        let said = check(&[(SCOPE, &two)], "second-scope", &words);
        assert!(!said.contains("Note:"), "{said}");
    }
    let item = "2. At least 12 months since";
    check(
        &[(item, &format!("\nFor members with asthma:\n\n{item}"))],
        "second-scope",
        &["right under a heading"],
    );
    sound(&[(SCOPE, "If request kind is continued, and diagnosis is asthma or COPD:\n")]);
}

#[test]
fn a_label_that_only_gathers() {
    let gathered = [
        (
            "## II. Continued therapy (must meet 1, 2, and 3)\n\nFor continued requests:\n",
            "## II. Continued therapy\n\nFor continued requests:\n\n### A. Both (must meet all)\n",
        ),
        (
            "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval",
            "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n#### Approval",
        ),
        (
            READING,
            "| R1 | II.A.2 | What is a month? | A calendar month. | 30 days. | At least 360 days since prior course completed |",
        ),
    ];
    let said = check(&gathered, "unknown-label", &["`II` only gathers `II.A`", "write `II.A`"]);
    assert!(!said.contains("III"), "{said}");
    let mut mended = gathered.to_vec();
    mended.push(("1. Approve when I or II is met", "1. Approve when I or II.A is met"));
    sound(&mended);
}

#[test]
fn no_label_of_another_section_is_proposed() {
    let order = "1. Approve when I or II is met";
    let said = check(&[(order, "1. Approve when I or IV is met")], "unknown-label", &["can be cited"]);
    assert!(!said.contains("nearest"), "{said}");
}

#[test]
fn a_limit_in_the_unit_of_another_fact() {
    let facts = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |\n";
    let with = format!("{facts}| dose for the weight | mg/kg = daily dose ÷ weight | | | |\n");
    let mistake = "2. Age ≥ 18 years, and daily dose ≤ 3 mg/kg;";
    let said = check(
        &[(facts, &with), (AGE, mistake)],
        "wrong-unit",
        &["`dose for the weight` is measured in `mg/kg`", "in place of `daily dose`"],
    );
    assert!(!said.contains("convert"), "{said}");
    let said = check(&[(AGE, "2. Age ≥ 18 years, and weight ≥ 40 g;")], "wrong-unit", &["convert"]);
    assert!(said.contains("`kg`"), "{said}");
}

#[test]
fn a_duration_of_a_group_of_criteria() {
    let text = whole();
    let (head, rest) = text.split_once("### Approval duration").unwrap();
    let (table, rest) = rest.split_once("## II.").unwrap();
    let head = head.replace(
        "## I. Initial approval (must meet all)\n\nFor initial requests:\n",
        "## I. Initial approval\n\nFor initial requests:\n\n### A. These (must meet all)\n",
    );
    let group = "### B. Others (must meet all)\n\n1. Diagnosis is asthma.\n";
    let text = format!("{head}### Approval duration{table}{group}\n### Approval duration{table}## II.{rest}");
    let compiled = compiled(&text);
    let two: Vec<_> = compiled.diagnostics.iter().filter(|one| one.code.as_str() == "table-header").collect();
    assert_eq!(two.len(), 1, "{}", shown(&compiled));
    assert!(
        two[0].help[0].contains("write `#### Approval duration` under its heading, here under `### B. …`"),
        "{:?}",
        two[0].help
    );
}

/// A sentence in place of a criterion of continued therapy, which no example reaches: what is said.
#[track_caller]
pub(super) fn asked(sentence: &str, words: &[&str]) -> String {
    let from = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval";
    let to = format!("3. {sentence}\n\n### Approval");
    check(&[(from, &to)], "unknown-phrase", words)
}

#[test]
fn sentences_of_other_words_are_proposed() {
    asked(
        "Prior course completed within the past 12 months.",
        &["`Prior course completed is within the last 12 months`"],
    );
    asked("No lung specialist.", &["Not lung specialist"]);
    let said = asked(
        "Negative prior course completed within the last 12 months.",
        &["Prior course completed is within the last 12 months", "without `Negative`"],
    );
    assert!(!said.contains("did you mean"), "{said}");
    let said = asked("Negative positive response.", &[]);
    assert!(!said.contains("did you mean"), "{said}");
    asked("Failure of one of the following: drug A, drug B.", &["Failure of any one of: drug A, drug B"]);
    asked(
        "Failure of a ≥ 3 consecutive month trial of drug A.",
        &[
            "`Failure of drug A`",
            "without",
            "sentences that begin so",
            "Failure of any one of: drug A, drug B",
        ],
    );
    asked("Failure of drug A at maximally indicated doses.", &["sentences that begin so"]);
    asked(
        "Drugs used together include drug X and include drug Y.",
        &["`Drugs used together include drug X", "drugs used together include drug Y`"],
    );
}

#[test]
fn the_word_that_cannot_follow_is_marked() {
    let interval = "| days of the course | whole days, 1 to 30 |";
    let with = format!("| interval | whole weeks, 1 to 16 | | | How many weeks apart? |\n{interval}");
    let from = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval";
    for comma in ["", ","] {
        let to = format!(
            "3. Daily dose ≤ 12 mg per day{comma} beyond 8 weeks, and interval ≥ 2 weeks.\n\n### Approval"
        );
        let said = check(&[(interval, &with), (from, &to)], "unknown-phrase", &["`beyond`"]);
        assert!(!said.contains("`mg"), "{said}");
    }
}

#[test]
fn what_the_vocabulary_lacks_is_said_once() {
    let row = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |\n";
    let words = ["the vocabulary has no fact `weight`", "| weight | kg, ⟨least⟩ to ⟨most⟩ |"];
    check(&[(row, ""), (AGE, "2. Age ≥ 18 years, and weight ≥ 40 kg;")], "unknown-phrase", &words);
    let diagnosis = "1. Diagnosis is asthma or COPD;";
    check(
        &[(diagnosis, "1. Diagnosis is asthma, COPD or emphysema;")],
        "unknown-phrase",
        &["`diagnosis` has no value `emphysema`", "add it to the list `Diagnoses`"],
    );
    let branch = "   - a. If course is first: daily";
    check(
        &[
            (branch, "   - a. If course is third: daily"),
            (BRANCH, &BRANCH.replace("If course is second or later", "For all other requests")),
        ],
        "unknown-phrase",
        &["`course` has no value `third`", "`one of: first, second or later, third`"],
    );
}

#[test]
fn a_unit_that_is_glued_to_its_number() {
    let text = edited(&[(AGE, "2. Age ≥18years, and weight >40kg;")]);
    let found = compiled(&text);
    assert_eq!(found.diagnostics.len(), 1, "{}", shown(&found));
    let mended = super::fixes::mended(&text);
    assert!(mended.contains("Age ≥18 years, and weight >40 kg;"), "{mended}");
    assert!(compiled(&mended).policy.is_some());
}

#[test]
fn a_name_in_front_of_a_list() {
    let from = "7. **Dose** (a or b):";
    let said = |to: &str, words: &[&str]| check(&[(from, to)], "unknown-phrase", words);
    let list = "1. Responds positively to therapy;";
    let with = |words: &str| {
        format!("{words}\n   - a. Age ≥ 18 years;\n   - b. Weight ≥ 40 kg;\n   - c. Weight ≥ 50 kg;")
    };
    let better = "`**Active disease**, at least two of the following (a, b, or c):`";
    for written in [
        "1. Active disease, shown by at least two of the following (a, b, or c):",
        "1. Active disease (at least two of the following) (a, b, or c):",
    ] {
        check(&[(list, &with(written))], "unknown-phrase", &[better]);
    }
    sound(&[(list, &with("1. **Active disease**, at least two of the following (a, b, or c):"))]);
    said("7. The dose, one of the following (a or b):", &["`**The dose**, one of the following (a or b):`"]);
}

#[test]
fn a_case_counts_the_scope_of_its_section() {
    let branches = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval";
    let case = "3. **Dose** (a or b):\n   - a. For members with asthma: daily dose ≤ 12 mg per day;\n   - b. For members with COPD: daily dose ≤ 10 mg per day.\n\n### Approval";
    check(&[(branches, case)], "broken-case", &["another diagnosis"]);
    sound(&[(branches, case), (SCOPE, "If request kind is continued, and diagnosis is asthma or COPD:\n")]);
}

#[test]
fn a_fact_of_other_requests() {
    let response = "| responds positively to therapy | | Does";
    let only = (response, "| responds positively to therapy | request kind is continued | Does");
    let age = "2. Age ≥ 18 years, and responds positively to therapy;";
    let said = check(
        &[only, (AGE, age)],
        "only-when",
        &["here that is never so", "`I` is for requests where request kind is initial"],
    );
    assert!(!said.contains("write `If"), "{said}");
    let only = (response, "| responds positively to therapy | course is second or later | Does");
    let criterion = "3. Prescribed by a lung specialist;";
    check(
        &[only, (criterion, "3. Responds positively to therapy;")],
        "only-when",
        &["`If course is second or later: responds positively to therapy`"],
    );
    sound(&[only, (criterion, "3. If course is second or later: responds positively to therapy;")]);
}

#[test]
fn a_condition_of_a_fact_stands_under_the_conditions_of_its_own_facts() {
    let score = "| days of the course | whole";
    let rows = |condition: &str| {
        format!(
            "| device failed | yes or no | | request kind is continued | Did it fail? |\n| warranty | yes or no | | {condition} | Is there a warranty? |\n{score}"
        )
    };
    let criterion = (
        "1. Responds positively to therapy;",
        "1. Responds positively to therapy, device failed, and warranty;",
    );
    check(
        &[(score, &rows("device failed")), (criterion.0, criterion.1)],
        "only-when",
        &[
            "`Only when` of `warranty` uses `device failed`",
            "`request kind is continued, and device failed is yes`",
        ],
    );
    sound(&[(score, &rows("request kind is continued, and device failed")), (criterion.0, criterion.1)]);
}

#[test]
fn what_can_be_read_is_echoed_beside_what_is_wrong() {
    let compiled = compiled(&edited(&[(AGE, "2. Age is enough;")]));
    assert!(compiled.policy.is_none());
    let echoed = compiled.readings.iter().filter(|reading| !reading.read_as.is_empty()).count();
    assert!(echoed > 10, "{echoed}");
}

#[test]
fn a_row_with_too_many_cells_is_named_itself() {
    let row = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |";
    let compiled = compiled(&edited(&[(row, "| weight | kg, 1.0 to 400.0 | | | What is the weight? | x |")]));
    assert_eq!(compiled.diagnostics[0].path, ["Vocabulary", "weight"], "{}", shown(&compiled));
}

#[test]
fn labels_that_say_all_behind_some() {
    let list = "1. Responds positively to therapy;";
    let with = |labels: &str| {
        format!(
            "1. At least two of the following ({labels}):\n   - a. Age ≥ 18 years;\n   - b. Weight ≥ 40 kg;\n   - c. Weight ≥ 50 kg;"
        )
    };
    check(&[(list, &with("a, b, and c"))], "label-tuple", &["asks for `or`"]);
    sound(&[(list, &with("a, b, or c"))]);
}

#[test]
fn mixed_connectives_are_laid_out() {
    let from = "1. Responds positively to therapy;";
    let said = |to: &str, words: &[&str]| check(&[(from, &format!("1. {to};"))], "mixed-and-or", words);
    said(
        "Age ≥ 18 years or weight ≥ 40 kg or diagnosis is asthma",
        &["`one of the following (a, b, or c):` with `- a. Age ≥ 18 years;`, `- b. weight ≥ 40 kg;`"],
    );
    said(
        "Age ≥ 18 years or diagnosis is asthma or COPD and weight ≥ 40 kg",
        &[
            "`and` binds closer, write `one of the following (a or b):` with `- a. Age ≥ 18 years;`, `- b. diagnosis is asthma or COPD and weight ≥ 40 kg;`",
            "`or` binds closer, write `all of the following (a and b):` with `- a. Age ≥ 18 years or diagnosis is asthma or COPD;`, `- b. weight ≥ 40 kg;`",
        ],
    );
    said(
        "Age ≥ 18 years and weight ≥ 40 kg or age ≥ 40 years and weight ≥ 50 kg",
        &["`- b. age ≥ 40 years and weight ≥ 50 kg;`"],
    );
}

#[test]
fn a_list_of_one_value_leaves_nothing_to_choose() {
    let row = "| positive response | yes or no |";
    let (with, list) = ("| positive response | one of: Grades |", "### Diagnoses\n");
    let grades = format!("### Grades\n\n- good\n\n{list}");
    let said = check(&[(row, with), (list, &grades)], "fact-kind", &["has one value", "`yes or no`"]);
    assert!(!said.contains("names no list"), "{said}");
}

#[test]
fn an_appendix_without_a_list_is_said_once() {
    let whole = whole();
    let heading = whole.lines().find(|line| line.starts_with("## Appendix A")).unwrap();
    for text in [
        whole.replacen(heading, "## Dosage (reference)", 1),
        whole
            .split_once(heading)
            .map(|(before, list)| format!("{before}{heading}{}", list.replace("\n- ", "\n• ")))
            .unwrap(),
    ] {
        let found = compiled(&text);
        assert_eq!(said(&found).len(), 1, "{}", shown(&found));
        let one = &found.diagnostics[0];
        assert_eq!(
            (one.code.as_str(), one.message.as_str()),
            ("fact-kind", "no list stands under `## Appendix A`")
        );
        assert!(one.help[0].contains("each on a line behind `- `"), "{:?}", one.help);
    }
}
