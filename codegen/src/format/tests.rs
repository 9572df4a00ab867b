//! One `check`, many cases: a small policy laid out badly in one place, and how it is laid out.

use super::*;

/// A document that holds one of everything, and is laid out well but for what cases change.
const SAMPLE: &str = include_str!("../spec/tests/sample.md");

fn formatted(text: &str) -> Result<String, Unformatted> {
    format(&Source::new("test.md", text))
}

fn house() -> String {
    formatted(SAMPLE).unwrap()
}

/// The sample with a part of it written otherwise is laid out as the sample is.
#[track_caller]
fn check(house_style: &str, written: &str) {
    let expected = house();
    assert_eq!(expected.matches(house_style).count(), 1, "`{house_style}` must stand once in the sample");
    let text = expected.replacen(house_style, written, 1);
    let done = formatted(&text).unwrap_or_else(|why| panic!("{written}: {why:#?}"));
    assert_eq!(done, expected, "{written}");
}

#[test]
fn what_is_laid_out_well_stays() {
    let house = house();
    assert_eq!(formatted(&house), Ok(house));
}

#[test]
fn lines() {
    let house = house();
    assert_eq!(formatted(&house.replace('\n', "\r\n")), Ok(house.clone()));
    assert_eq!(formatted(&format!("\u{feff}\n\n{house}\n \n")), Ok(house.clone()));
    assert_eq!(formatted(house.trim_end()), Ok(house.clone()));
    check("## Vocabulary\n\n", "  ##   Vocabulary ##  \n");
    check("For continued requests:\n", "\t\n\nFor continued requests:  \n\n\n");
    check("The list is closed.\n", "  The list is closed. \n\n\n \n");
    check("[^pa]: Information: these", "\n\n[^pa]: Information: these");
}

#[test]
fn reference_text_keeps_what_it_says() {
    let house = house();
    for (from, to) in [
        ("The list is closed.", "The  list `>=`\u{a0}18 is\n   closed."),
        ("The list is closed.", "The list  \nis closed."),
        ("The list is closed.", "```\nlist  \n\n\n  >=\n```"),
        ("The list is closed.", "    code  \n\n\n    more"),
        ("- one\n  - two", "* one\n    * two"),
        ("- one\n  - two", "- one\n\n  - two"),
        ("| hollin | 250 mg |", "| hollin | >= 250  mg |"),
        ("| --- | --- |\n| hollin", "| :--- | ---: |\n| hollin"),
    ] {
        let text = house.replacen(from, to, 1);
        assert_eq!(formatted(&text), Ok(text.clone()), "{to}");
    }
    check("- one\n  - two", "- one \n\n\n  - two\t".replace("\n\n\n", "\n").as_str());
}

#[test]
fn tables() {
    check("| 1 | CP.1 | CP.2 |", "|1|CP.1|CP.2|");
    check("| 1 | CP.1 | CP.2 |", "  |  1\t| CP.1 | CP.2");
    check("| Commercial | 6 months | |", "| Commercial | 6 months |   | ");
    check("| Commercial | 6 months | |", "| Commercial | 6 months || ");
    check("| E1 | First course |\n| --- | --- |", "E1 | First course\n--|--");
    check("| daily dose | µg per day, 0.00", "| daily  dose |&micro;g  per day, 0.00");
}

#[test]
fn lists() {
    check("   - b. Gambrilin", "    -  b.   Gambrilin");
    check("2. Prescribed", "2.   Prescribed");
    check("3. Age ≥ 18 years;", "3. Age\n≥ 18\n      years;\n");
    check("     - i. Pain", "     \n       - i. Pain");
    check("Erosions; **OR**\n", "Erosions;\n\n   **OR**\n");
    check("- 5-ASA intolerance", " -   5-ASA\n\n     intolerance\n");
    check("2. Otherwise", " 2. Otherwise");
    check("- B. Diagnosis is other", "- B. Diagnosis\n  is other");
    let tens = |indent: &str| {
        let items: Vec<String> = (7..12).map(|n| format!("{n}. Daily dose ≤ 12 µg per day.\n")).collect();
        let list = format!("{}12. **Dose** (a):\n{indent}- a. Daily dose ≤ 12 µg per day.\n", items.concat());
        house().replacen(
            "6. Daily dose ≤ 12 µg per day.\n",
            &format!("6. Daily dose ≤ 12 µg per day.\n{list}"),
            1,
        )
    };
    assert_eq!(formatted(&tens("     ")), Ok(tens("    ")));
}

#[test]
fn tables_in_lists() {
    let with = |table: &str| house().replacen("3. Age ≥ 18 years;\n", table, 1);
    let laid_out = with(
        "3. Age ≥ 18 years;\n\n   | Label | Dose ≤ … |\n   | --- | --- |\n   | a | 12 µg |\n   | b | — |\n\n",
    );
    assert_eq!(formatted(&laid_out).as_ref(), Ok(&laid_out));
    for written in [
        "3. Age ≥ 18 years;\n\n   |Label|Dose ≤…|\n   |-|-|\n   |a| 12 &micro;g |\n   | b | —|\n",
        "3.  Age >= 18 years;\n \n    | Label | Dose &le; … |\n     | --- | ---|\n    | a | 12  µg |\t\n    | b | — |\n\n\n",
        "3. Age ≥ 18 years;\n\n\n     Label | Dose ≤ …\n   ---|---\n      a | 12 µg\n   b | — |\n",
    ] {
        assert_eq!(formatted(&with(written)).as_ref(), Ok(&laid_out), "{written}");
    }
}

#[test]
fn signs() {
    for sign in [">=", ">= ", " >=", " &ge; ", "&ge;", "&#8805;", "\u{a0}≥\u{a0}", "  ≥   ", " \\>= ", "\n≥ "]
    {
        check("3. Age ≥ 18 years;", &format!("3. Age{sign}18 years;"));
    }
    check("age < 18 years.", "age&lt;18 years.");
    check("12 µg per day.", "12 \u{3bc}g per\u{202f}day.");
    check("age: 17 years", "age:  17&nbsp;years");
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let text = house().replace("   - b. Gambrilin", " - b. Gambrilin");
    assert!(matches!(formatted(&text), Err(Unformatted::Form(found)) if found.len() == 1));
    // A forced line break is an error; fixes take it away, the formatter does not.
    let text = house().replace("3. Age ≥", "3. Age  \n   ≥");
    assert!(matches!(formatted(&text), Err(Unformatted::Form(_))));
    assert!(matches!(formatted(""), Err(Unformatted::Form(_))));
}

/// Phrases that mean nothing are the tree's business: the layout does not wait for them.
#[test]
fn meaning_is_not_asked_for() {
    let house = house();
    let text = house.replace("Age ≥ 18 years", "Zzz ≥18 yyy").replace("Zzz ≥", "Zzz≥");
    assert_eq!(formatted(&text), Ok(house.replace("Age ≥ 18 years", "Zzz ≥ 18 yyy")));
}
