//! What messages say, where a reader stumbled over them: one message a mistake, at its place, in words
//! that help.

use criteria::diagnostic::Code;

use super::{Seed, caught, compiled, line_of, said, seed, shown};

const AGE: &str = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;\n";
const SPECIALIST: &str = "3. Prescribed by a lung specialist;\n";
const AGENT: &str = "   - a. Drug A (brand A);\n";
const SECOND: &str =
    "   - b. If course is second or later: daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n";

/// One message, with its code on its line, that says this; its help says that.
#[track_caller]
fn says(seed: &Seed, message: &str, help: &str) {
    let text = seed.text();
    let compiled = compiled(&text);
    assert_eq!(
        said(&compiled),
        [(seed.code, line_of(&text, seed.mark))],
        "{}\n{}",
        seed.name,
        shown(&compiled)
    );
    let one = &compiled.diagnostics[0];
    assert_eq!(one.message, message, "{}", seed.name);
    assert!(one.help.iter().any(|line| line.contains(help)), "{}: {:?}", seed.name, one.help);
}

/// A sentence of the age criterion, and what is said of it.
#[track_caller]
fn asked(sentence: &str, code: &'static str, message: &str, help: &str) {
    says(&seed("a sentence", AGE, format!("2. {sentence};\n"), code, "2. "), message, help);
}

#[test]
fn a_comparison_that_never_varies() {
    let range = "no number is at least `28` and at most `22`";
    let help = "write the lesser number first: `22 and 28`";
    asked("Weight is between 28 kg and 22 kg", "never-varies", range, help);
    asked("Weight is between 28 and 22 kg", "never-varies", range, help);
    asked("Weight is from 28 to 22 kg", "never-varies", range, help);
    let since = "the time since the request date is the same for every request: none";
    asked("At least 8 months since request date", "never-varies", since, "name the date");
    asked("Request date is within the last 8 months", "never-varies", since, "name the date");
    let itself = "`date of birth` is compared with itself";
    asked("Date of birth is before date of birth", "never-varies", itself, "the other date");
}

/// One number is a range too, and the words of two lists may be alike.
#[test]
fn what_looks_alike_and_is_fine() {
    for sentence in
        ["Weight is between 40 kg and 40.0 kg", "Diagnosis is asthma or COPD, and diagnosis is asthma"]
    {
        let text = seed("", AGE, format!("2. {sentence};\n"), "", "").text();
        let compiled = compiled(&text);
        let fine = ["example-fails", "unused-fact"];
        assert!(said(&compiled).iter().all(|(code, _)| fine.contains(code)), "{}", shown(&compiled));
    }
}

#[test]
fn a_name_that_stands_twice_in_a_list() {
    let asthma = "`asthma` is named twice in one list";
    for sentence in [
        "Diagnosis is asthma or asthma",
        "Diagnosis is COPD, asthma, or asthma",
        "Diagnosis is any of: asthma, COPD, asthma",
        "Diagnosis is neither asthma nor asthma",
    ] {
        asked(sentence, "named-twice", asthma, "name each once");
    }
    let copd = "`COPD` is named twice in one list";
    asked(
        "Diagnosis of COPD or chronic obstructive pulmonary disease",
        "named-twice",
        copd,
        "name each once",
    );
    let agents = "Failure of any one of: drug B, drug C, drug B";
    asked(agents, "named-twice", "`drug B` is named twice in one list", "name each once");
    let members = "Drugs used together include drug X, drug Y, or drug X";
    asked(members, "named-twice", "`drug X` is named twice in one list", "name each once");
}

#[test]
fn asides_in_sentences() {
    let open = |words: &str| format!("`{words}` names examples, and leaves open what else would do");
    let cases = [
        ("Prescribed by a lung specialist (e.g., a pulmonologist)", "e.g.", "under \"Asked as\""),
        ("Prescribed by a specialist such as a lung specialist", "such as", "list everything that counts"),
        ("Prescribed by a lung specialist, a surgeon, etc.", "etc", "list everything that counts"),
    ];
    for (sentence, words, help) in cases {
        asked(sentence, "unknown-phrase", &open(words), help);
    }
    let closed = "`i.e.` says the same again in other words";
    asked("Prescribed by a lung specialist, i.e. a pulmonologist", "unknown-phrase", closed, "Also written");
    // An aside behind the word that nothing knows is not what is wrong.
    let word = "the vocabulary has no fact `xylophone`";
    asked(
        "Xylophone is tuned and in order, e.g. by ear",
        "unknown-phrase",
        word,
        "add a row to the vocabulary",
    );
}

/// A case says for which values no branch applies, or two.
#[test]
fn a_broken_case_shows_values() {
    let wrong = |condition: &str| {
        let dose = "daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total)";
        seed("a case", SECOND, format!("   - b. If {condition}: {dose}.\n"), "broken-case", "**Dose**")
    };
    let messages = |condition: &str| -> Vec<String> {
        let compiled = compiled(&wrong(condition).text());
        let cases = compiled.diagnostics.iter().filter(|one| one.code == Code::BrokenCase);
        cases.map(|one| one.message.clone()).collect()
    };
    assert_eq!(
        messages("course is first"),
        [
            "none of the branches applies where course is second or later",
            "both `I.7.a` and `I.7.b` apply where course is first",
        ]
    );
    let unsure = ", and nothing here shows that this cannot be";
    assert_eq!(
        messages("course is second or later, and at least 12 months since prior course completed"),
        [format!(
            "none of the branches applies where course is second or later, `less than 12 months since prior course completed`{unsure}"
        )]
    );
    assert_eq!(
        messages("weight > 90 kg")[1],
        "both `I.7.a` and `I.7.b` apply where course is first, weight is 90.1 kg"
    );
}

#[test]
fn a_sign_that_begins_an_item_is_said_once() {
    caught(&[
        seed("`>` begins an item", AGE, "2. > 18 years, and weight ≥ 40 kg;\n", "block-quote", "2. > 18"),
        seed("an item without words", AGE, "2.\n", "unknown-phrase", "2.\n3. Pres"),
    ]);
}

/// A definition takes the lines under it into its paragraph: their labels count, whatever follows.
#[test]
fn a_definition_above_an_item_is_said_once() {
    let above = |name, item: &'static str, mark| {
        seed(name, item, format!("\n[a]: neurologist\n{item}"), "vanished-text", mark)
    };
    let all = "[a]: neurologist";
    caught(&[
        above("above an item with others behind it", SPECIALIST, all),
        above("above the second item", AGE, all),
        above("above an item with items under it", "4. Failure of all", all),
        above("above the last item", "7. **Dose** (a or b):\n", all),
        above("above a lettered item", AGENT, all),
    ]);
}

/// What a row says is read even where the example it starts from cannot be.
#[test]
fn every_example_that_cannot_be_read_is_said() {
    let text = seed("", "| weight | 70 kg |", "| weight | 70 stones |", "", "")
        .and("| E3 | E1 | drugs used together: none |", "| E3 | E1 | drugs used together: nonsense |")
        .and("| needs information | weight |", "| needs informations | weigth |")
        .text();
    let lines =
        ["70 stones", "nonsense", "informations"].map(|mark| ("example-unreadable", line_of(&text, mark)));
    assert_eq!(said(&compiled(&text)), lines, "{}", shown(&compiled(&text)));
}

/// A note asks for nothing: no list counts its label, and none may name it.
#[test]
fn a_note_is_not_among_the_labels() {
    let heading = "(must meet 1, 2, and 3)\n";
    let noted = |list: &'static str| {
        let last = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n| Medicaid, Commercial";
        let (first, rest) = last.split_once('\n').unwrap();
        seed(
            "a note",
            last,
            format!("{first}\n4. Note: a course counts once it has begun.\n{rest}"),
            "label-tuple",
            "(must meet 1",
        )
        .and(heading, format!("{list}\n"))
    };
    let fine = compiled(&noted("(must meet 1, 2, and 3)").text());
    assert!(said(&fine).is_empty(), "{}", shown(&fine));
    caught(&[noted("(must meet 1, 2, 3, and 4)")]);
    let under =
        seed("a note among letters", AGENT, format!("{AGENT}   - b. Note: the brand counts too.\n"), "", "")
            .and("   - b. Any one of", "   - c. Any one of")
            .and("unless contraindicated (a and b)", "unless contraindicated (a and c)");
    let fine = compiled(&under.text());
    assert!(said(&fine).is_empty(), "{}", shown(&fine));
}
