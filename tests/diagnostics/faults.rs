//! Faults that published policies were seen to have: each is seeded into a policy, and caught with
//! a code of its own.

use super::{Seed, caught, compiled, said, seed, shown, whole};

/// The last criterion of continued therapy, which no example of the policy reaches, and what follows.
const LAST: &str = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).

### Approval duration

| Line of business | Approve for | Limit |
| --- | --- | --- |
| Medicaid, Commercial";
const APPENDIX: &str = "## Appendix A: Drugs of this kind\n";
const WEIGHT: &str = "| weight | kg, 1.0 to 400.0 | | | What is the weight? |\n";

/// One more criterion behind it.
fn asked(name: &'static str, text: &str, code: &'static str, mark: &'static str) -> Seed {
    let (criterion, table) = LAST
        .split_once(
            ".

",
        )
        .unwrap();
    seed(
        name,
        LAST,
        format!(
            "{criterion};
4. {text}.

{table}"
        ),
        code,
        mark,
    )
    .and("(must meet 1, 2, and 3)", "(must meet all)")
}

/// A list under the criterion.
fn listed(words: &str, items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("   - {item}\n")).collect();
    let items = items.concat();
    format!("Responds positively to therapy, and {words}:\n{}", items.trim_end())
}

/// Another fact in the vocabulary.
fn with_fact(seed: Seed, row: &str) -> Seed {
    seed.and(WEIGHT, format!("{WEIGHT}{row}\n"))
}

#[test]
fn every_value_of_one_fact_is_enough() {
    caught(&[
        asked("both sides of a limit", "Weight ≥ 80 kg or weight < 80 kg", "always-met", "4. Weight"),
        asked("more than both sides", "Weight ≥ 60 kg or weight < 80 kg", "always-met", "4. Weight"),
        asked(
            "yes and no in a list",
            &listed(
                "one of the following (a or b)",
                &["a. Lung specialist is yes;", "b. Lung specialist is no"],
            ),
            "always-met",
            "4. Responds positively",
        ),
        asked(
            "under a condition",
            "If course is second or later: weight < 70 kg or weight ≥ 70 kg",
            "always-met",
            "4. If course",
        ),
    ]);
}

#[test]
fn two_values_of_one_fact_at_once() {
    caught(&[
        asked(
            "two diagnoses in a sentence",
            "Responds positively to therapy, diagnosis is asthma, and diagnosis is COPD",
            "never-met",
            "4. Responds positively",
        ),
        asked(
            "two diagnoses in a list",
            &listed("all of the following (a and b)", &["a. Diagnosis is asthma;", "b. Diagnosis is COPD"]),
            "never-met",
            "4. Responds positively",
        ),
        asked(
            "another line of business than the condition's",
            "If line of business is Medicaid: line of business is Commercial",
            "never-met",
            "4. If line",
        ),
        asked("an empty range", "Weight ≥ 80 kg and weight < 80 kg", "never-met", "4. Weight"),
        asked(
            "a time both longer and shorter",
            "At least 12 months since prior course completed, and prior course completed is within the last 6 months",
            "never-met",
            "4. At least",
        ),
        asked(
            "a branch for other requests",
            "If course is first: weight ≥ 40 kg",
            "never-met",
            "4. If course",
        ),
        asked(
            "a list inside a list",
            &listed(
                "one of the following (a or b)",
                &["a. Lung specialist is yes;", "b. Drug D is failed, and drug D is not tolerated"],
            ),
            "never-met",
            "- b. Drug D",
        ),
    ]);
}

#[test]
fn what_can_be_met_is_not_called_impossible() {
    let fine = [
        "At least 6 months since prior course completed, and prior course completed is within the last 12 months",
        "Weight ≥ 80 kg and weight ≤ 80 kg",
        "Diagnosis is asthma or diagnosis is COPD",
        "If course is second or later: weight ≥ 40 kg",
        "At least 12 months since prior course completed, and prior course completed is within the last 1 year",
    ];
    for text in fine {
        let seed = asked(text, text, "", "");
        let compiled = compiled(&seed.text());
        assert_eq!(said(&compiled), [], "{text}\n{}", shown(&compiled));
    }
}

#[test]
fn labels_pasted_and_counted_wrong() {
    let many: Vec<String> =
        ('a'..='t').map(|letter| format!("{letter}. Weight ≥ {} kg;", letter as u32)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let weight = ["i. Weight ≥ 20 kg;", "ii. Weight ≥ 30 kg;", "ii. Weight ≥ 40 kg"];
    let nested = format!(
        "Responds positively to therapy, and one of the following (a or b):\n   - a. One of the following (i, ii, or iii):\n     - {}\n     - {}\n     - {}\n   - b. Weight ≥ 50 kg",
        weight[0], weight[1], weight[2]
    );
    caught(&[
        asked(
            "(a or b) over twenty items",
            &listed("one of the following (a or b)", &many),
            "label-tuple",
            "4. Responds",
        ),
        asked("items i, ii, ii", &nested, "label-sequence", "- ii. Weight ≥ 40"),
    ]);
}

#[test]
fn a_number_that_no_range_covers() {
    let bmi = "| body mass index | kg/m², 10.00 to 90.00 | | | What is the body mass index? |";
    let sentence = "Body mass index is between 30 kg/m² and 34.9 kg/m², or body mass index ≥ 35 kg/m²";
    let items = listed(
        "one of the following (a or b)",
        &[
            "a. Body mass index is between 30 kg/m² and 34.9 kg/m², and lung specialist is yes;",
            "b. Body mass index ≥ 35 kg/m²",
        ],
    );
    caught(&[
        with_fact(asked("in a sentence", sentence, "gap-in-ranges", "4. Body mass"), bmi),
        with_fact(asked("in a list", &items, "gap-in-ranges", "4. Responds"), bmi),
        with_fact(
            asked(
                "a single value",
                "Body mass index < 35 kg/m² or body mass index > 35 kg/m²",
                "gap-in-ranges",
                "4. Body",
            ),
            bmi,
        ),
    ]);
    let fine = [
        ("Body mass index is between 30 kg/m² and 34.99 kg/m², or body mass index ≥ 35 kg/m²", bmi),
        ("Body mass index < 20 kg/m² or body mass index > 35 kg/m²", bmi),
        ("Weight = 40 kg or weight = 40.2 kg", ""),
        (sentence, "| body mass index | kg/m², 10.0 to 90.0 | | | What is the body mass index? |"),
    ];
    for (text, row) in fine {
        let mut seed = asked(text, text, "", "");
        if !row.is_empty() {
            seed = with_fact(seed, row);
        }
        let compiled = compiled(&seed.text());
        assert_eq!(said(&compiled), [], "{text}\n{}", shown(&compiled));
    }
}

#[test]
fn a_maximum_in_another_unit() {
    let table = |row: &str| {
        format!(
            "## Appendix B: Agents\n\n| Drug | Regimen | Maximum |\n| --- | --- | --- |\n| {row} |\n\n{APPENDIX}"
        )
    };
    let slip = |name, row: &'static str| seed(name, APPENDIX, table(row), "unit-slip", row);
    caught(&[
        slip("the same number", "drug A | 250 mcg every other day | 250 mg every other day"),
        slip("the sum of a day", "drug A | 200 mcg twice daily | 400 mg/day"),
        slip("in one cell", "drug A | 44 mg once, then 44 g weekly | see regimen"),
    ]);
    for row in [
        "drug A | 5 mg for each 10 kg | 100 mg",
        "drug A | 0.5 mg or 500 mcg daily | 1 mg",
        "drug A | 2 g | 500 mg",
    ] {
        let compiled = compiled(&seed(row, APPENDIX, table(row), "", "").text());
        assert_eq!(said(&compiled), [], "{row}\n{}", shown(&compiled));
    }
}

#[test]
fn a_time_that_points_the_wrong_way() {
    let row = "| lung function test | date | | | When was the lung function tested? |";
    caught(&[with_fact(
        asked(
            "at least, where within was meant",
            "At least 180 days since lung function test",
            "time-direction",
            "4. At least",
        ),
        row,
    )]);
    let within = asked("", "Lung function test is within the last 180 days", "", "");
    let compiled = compiled(&with_fact(within, row).text());
    assert_eq!(said(&compiled), [], "{}", shown(&compiled));
}

#[test]
fn a_comparator_lost_in_conversion() {
    caught(&[seed(
        "age 18 years",
        "2. Age ≥ 18 years,",
        "2. Age 18 years,",
        "missing-comparator",
        "2. Age 18",
    )]);
}

#[test]
fn a_form_that_asks_for_something_else() {
    let row = "| last dose | date | | | Was the last dose given within the last 30 days, and when? |";
    caught(&[
        with_fact(
            asked(
                "14 days beside 30",
                "Last dose is within the last 14 days",
                "prose-differs",
                "| last dose |",
            ),
            row,
        ),
        seed(
            "12 months beside 6",
            "When was the prior course completed? |",
            "Was the prior course completed at least 6 months ago, and when? |",
            "prose-differs",
            "at least 6 months ago",
        ),
    ]);
    let agrees = asked("", "Last dose is within the last 30 days", "", "");
    let compiled = compiled(&with_fact(agrees, row).text());
    assert_eq!(said(&compiled), [], "{}", shown(&compiled));
}

#[test]
fn a_question_that_no_path_reaches() {
    let smoker = "| smoker | yes or no | | | Does the member smoke? |";
    caught(&[
        with_fact(
            asked(
                "a fact without a criterion",
                "Responds positively to therapy",
                "unused-fact",
                "| smoker |",
            ),
            smoker,
        ),
        with_fact(
            asked("behind a dead branch", "If course is first: smoker is no", "never-met", "4. If course"),
            smoker,
        ),
    ]);
}

#[test]
fn phrases_that_leave_the_decision_to_their_reader() {
    let phrase = |name, phrase: &str, code| {
        let to = format!("| positive response | yes or no | responds positively to therapy; {phrase} |");
        seed(
            name,
            "| positive response | yes or no | responds positively to therapy |",
            to,
            code,
            "| positive response |",
        )
    };
    caught(&[
        phrase("no measure", "shows a clinically significant response", "judgement-word"),
        phrase("an open list", "has fewer exacerbations, symptoms, etc.", "open-list"),
        phrase("examples", "is better off (e.g., fewer exacerbations)", "open-list"),
        phrase("a number", "had 2 exacerbations or fewer", "opaque-phrase"),
        phrase("a comparison", "has more than half of the lung function", "opaque-phrase"),
        phrase("another fact", "still responds while the daily dose stays", "opaque-phrase"),
        seed(
            "a value without a measure",
            "- another diagnosis\n\n### Always",
            "- another diagnosis (significant emphysema)\n\n### Always",
            "judgement-word",
            "- another diagnosis",
        ),
    ]);
    for fine in ["has type 2 inflammation", "has a response (i.e., fewer exacerbations)"] {
        let compiled = compiled(&phrase("fine", fine, "").text());
        assert_eq!(said(&compiled), [], "{fine}\n{}", shown(&compiled));
    }
}

#[test]
fn contraindications_that_no_criterion_covers() {
    let appendix =
        |body: &str| format!("## Appendix C: Contraindications and boxed warnings\n\n{body}\n\n{APPENDIX}");
    let seeded = |name, body: &str, mark| seed(name, APPENDIX, appendix(body), "list-not-covered", mark);
    caught(&[
        seeded("in a list", "- pregnancy\n", "- pregnancy"),
        seeded(
            "in a line",
            "- Contraindications: severe hepatic impairment\n- Boxed warning: stroke",
            "severe hepatic",
        ),
        seeded(
            "in a table",
            "| Kind | What |\n| --- | --- |\n| Contraindication | pregnancy |\n| Boxed warning | stroke |",
            "pregnancy |",
        ),
        seeded(
            "in a column",
            "| Drug | Contraindications |\n| --- | --- |\n| drug X | pregnancy |",
            "pregnancy |",
        ),
    ]);
    let fine = [
        "- Contraindications: none reported",
        "- hypersensitivity, or COPD",
        "| Kind | What |\n| --- | --- |\n| Boxed warning | stroke |",
    ];
    for body in fine {
        let compiled = compiled(&seed("", APPENDIX, appendix(body), "", "").text());
        assert_eq!(said(&compiled), [], "{body}\n{}", shown(&compiled));
    }
}

#[test]
fn citations_that_lead_nowhere() {
    let note = |text: &str| format!("## Notes\n\n{text}\n\n{APPENDIX}");
    caught(&[
        seed("a label in a note", APPENDIX, note("Criterion I.A.9 asks for it."), "stale-citation", "I.A.9"),
        seed(
            "a label in a footnote",
            "[^pa]: Each of them may need",
            "[^pa]: By I.7.c each of them may need",
            "stale-citation",
            "I.7.c",
        ),
        seed("an appendix", APPENDIX, note("See Appendix E."), "stale-citation", "Appendix E"),
        seed(
            "a label in an executed step",
            "Not authorized when III is met",
            "Not authorized when III.9 is met",
            "unknown-label",
            "III.9",
        ),
    ]);
    for fine in [
        "It is given by I.V. infusion, as I.7.b and II.3 say.",
        "See Appendix E of the guideline, and EX.PHAR.9.",
    ] {
        let compiled = compiled(&seed("", APPENDIX, note(fine), "", "").text());
        assert_eq!(said(&compiled), [], "{fine}\n{}", shown(&compiled));
    }
}

/// The base of all these: what is said is said of the seed.
#[test]
fn the_small_policy_is_clean() {
    let compiled = compiled(&whole());
    assert!(compiled.is_sound() && compiled.diagnostics.is_empty(), "{}", shown(&compiled));
}
