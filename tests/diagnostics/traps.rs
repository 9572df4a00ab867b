//! Markdown that silently changes what a policy means: each trap is laid in a policy, and caught
//! with its code on its line; the last table holds what is read as it was meant.

use criteria::tree::hash;

use super::fixes::mended;
use super::{Seed, caught, compiled, read, said, seed, shown, whole};

const AGE: &str = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;\n";
const SPECIALIST: &str = "3. Prescribed by a lung specialist;\n";
const CHOICE: &str = "   - b. Any one of: drug B, drug C;\n";
const AGENT: &str = "   - a. Drug A (brand A);\n";
const LAST: &str = "7. **Dose** (a or b):\n";
const INVARIANT: &str = "2. Every approval for Medicaid lasts 12 months.\n";
const STEP: &str = "3. Otherwise: criteria not met.\n";
const COPD: &str = "- COPD (chronic obstructive pulmonary disease)\n";
const APPENDIX: &str = "## Appendix A: Drugs of this kind\n";

/// A reference section with something in it.
fn noted(name: &'static str, body: &str, code: &'static str, mark: &'static str) -> Seed {
    seed(name, APPENDIX, format!("## Notes\n\n{body}\n\n{APPENDIX}"), code, mark)
}

/// A line of section I with something in its place.
fn asked(name: &'static str, text: &str, code: &'static str, mark: &'static str) -> Seed {
    seed(name, AGE, format!("2. {text}\n"), code, mark)
}

#[test]
fn signs_at_the_start_of_a_line() {
    caught(&[
        asked("`>` is a quotation", "Age\n> 18 years;", "block-quote", "> 18 years"),
        asked("`>` is one inside an item too", "Age\n   > 18 years;", "block-quote", "> 18 years"),
        asked("`>=` is one as well", "Age\n   >= 18 years;", "block-quote", ">= 18 years"),
        asked("`+` is a bullet", "Age ≥ 18\n   + 500 years;", "stray-sign", "+ 500"),
        asked("`-` is a bullet", "Age ≥\n   - 5 years;", "stray-sign", "- 5 years"),
        asked("`*` is a bullet", "Age ≥ 3\n   * 6 years;", "stray-sign", "* 6 years"),
        asked("`#` is a heading", "Age ≥\n# 3 years;", "unknown-section", "# 3 years"),
        asked("`5. ` is an item", "Age ≥ 18 years and\n5. weight ≥ 40 kg;", "label-sequence", "5. weight"),
        seed(
            "`>` in an invariant",
            INVARIANT,
            "2. Never approve when age\n   > 90 years.\n",
            "block-quote",
            "> 90 years",
        ),
        seed(
            "`+` in a list of values",
            COPD,
            "+ COPD (chronic obstructive pulmonary disease)\n",
            "stray-sign",
            "+ COPD",
        ),
    ]);
}

#[test]
fn items_that_are_not_where_they_seem() {
    let seeds = [
        seed("no indent", CHOICE, CHOICE.trim_start(), "item-indent", "- b. Any one"),
        seed("one space", CHOICE, format!(" {}", CHOICE.trim_start()), "item-indent", "- b. Any one"),
        seed("two spaces", CHOICE, format!("  {}", CHOICE.trim_start()), "item-indent", "- b. Any one"),
        seed(
            "seven spaces",
            CHOICE,
            format!("       {}", CHOICE.trim_start()),
            "item-indent",
            "- b. Any one",
        ),
        seed(
            "twelve spaces",
            CHOICE,
            format!("            {}", CHOICE.trim_start()),
            "item-indent",
            "- b. Any one",
        ),
        seed("a tab", SPECIALIST, format!("\t{SPECIALIST}"), "item-indent", "3. Prescribed by a lung"),
        seed(
            "`- 1.` nests a list",
            SPECIALIST,
            "- 3. Prescribed by a lung specialist;\n",
            "item-label",
            "- 3. Prescribed",
        ),
        seed(
            "a footnote's text between items",
            SPECIALIST,
            format!("\n[^pb]: A remark.\n\n{SPECIALIST}"),
            "footnote",
            "[^pb]: A remark.",
        )
        .and("5. Drugs used", "5. Drugs[^pb] used"),
        seed("**OR** between items", CHOICE, format!("\n**OR**\n\n{CHOICE}"), "markup", "**OR**"),
        seed(
            "a table between items",
            SPECIALIST,
            format!("{SPECIALIST}\n| a |\n| --- |\n| b |\n\n"),
            "markup",
            "| a |",
        ),
        seed(
            "text as code",
            SPECIALIST,
            format!("{SPECIALIST}\n        Adults only.\n\n"),
            "markup",
            "Adults only.",
        ),
    ];
    caught(&seeds);
    mended_as_meant(&seeds);
}

/// Where a machine mends a seed of layout, the policy means again what it meant before the seed, or is
/// still refused.
#[track_caller]
fn mended_as_meant(seeds: &[Seed]) {
    let hash = |text: &str| compiled(text).policy.map(|policy| hash::meaning_hash(&policy));
    let meant = hash(&whole());
    let mut made = 0;
    for seed in seeds {
        let text = seed.text();
        for text in [text.replace('\n', "\r\n"), text] {
            let mended = mended(&text);
            let read = hash(&mended);
            made += usize::from(read.is_some());
            assert!(read.is_none() || read == meant, "{}\n{mended}", seed.name);
        }
    }
    assert!(made >= 4, "{made} of {} seeds were mended", seeds.len());
}

/// Under `10.` three spaces are one too few.
#[test]
fn items_under_a_number_of_two_digits() {
    let ten: Vec<String> = (3..=9).map(|n| format!("{n}. Age ≥ 18 years;\n")).collect();
    let ten = ten.concat();
    let below = |spaces: &str| {
        format!(
            "10. Responds positively to therapy, and one of the following (a or b):\n{spaces}- a. Weight ≥ 40 kg;\n{spaces}- b. Age ≥ 18 years.\n"
        )
    };
    let dose = "3. Daily dose ≤ 12 mg per day for ≤ 3 days (36 mg total).\n\n### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n| Medicaid, Commercial";
    let tail = dose.split_once('\n').unwrap().1;
    let under_ten = |spaces: &str| {
        seed(
            "three spaces under `10.`",
            dose,
            format!("{ten}{}{tail}", below(spaces)),
            "item-indent",
            "- a. Weight ≥ 40",
        )
        .and("(must meet 1, 2, and 3)", "(must meet all)")
    };
    caught(&[under_ten("   ")]);
    let fine = compiled(&under_ten("    ").text());
    assert!(said(&fine).iter().all(|(code, _)| *code != "item-indent"), "{}", shown(&fine));
}

#[test]
fn labels_that_markdown_counts_anew() {
    let seeds = [
        seed("1. 1. 3.", AGE, AGE.replacen("2.", "1.", 1), "label-sequence", "1. Age"),
        seed("2. 4.", SPECIALIST, SPECIALIST.replacen("3.", "4.", 1), "label-sequence", "4. Prescribed"),
        seed(
            "`3)` behind `2.`",
            SPECIALIST,
            SPECIALIST.replacen("3.", "3)", 1),
            "item-label",
            "3) Prescribed",
        ),
        seed(
            "`(3)` behind `2.`",
            SPECIALIST,
            SPECIALIST.replacen("3.", "(3)", 1),
            "item-label",
            "(3) Prescribed",
        ),
        seed("`a.` without a dash", CHOICE, CHOICE.replacen("- b.", "b.", 1), "item-label", "b. Any one"),
        seed("`B.` without a dash", CHOICE, CHOICE.replacen("- b.", "B.", 1), "item-label", "B. Any one"),
        seed("`II.` without a dash", CHOICE, CHOICE.replacen("- b.", "II.", 1), "item-label", "II. Any one"),
        seed("b. twice", AGENT, AGENT.replacen("a.", "b.", 1), "label-sequence", "- b. Drug A"),
        seed("steps 1. 2. 4.", STEP, STEP.replacen("3.", "4.", 1), "label-sequence", "4. Otherwise"),
        seed("invariants 1. 1.", INVARIANT, INVARIANT.replacen("2.", "1.", 1), "label-sequence", "1. Every"),
    ];
    caught(&seeds);
    mended_as_meant(&seeds);
}

#[test]
fn cells_that_vanish() {
    let appendix = |row: &str| format!("| Drug | Regimen |\n| --- | --- |\n{row}");
    caught(&[
        seed(
            "one cell too many",
            "| Medicaid | 12 months | 1 treatment course |",
            "| Medicaid | 12 months | 1 treatment course | x |",
            "cell-count",
            "course | x |",
        ),
        seed(
            "one cell too few",
            "| Medicaid | 12 months | 1 treatment course |",
            "| Medicaid | 12 months |",
            "cell-count",
            "| Medicaid | 12 months |\n",
        ),
        seed(
            "in the vocabulary",
            "| What is the weight? |",
            "| What is the weight? | x |",
            "cell-count",
            "weight? | x |",
        ),
        seed(
            "in the header",
            "| Subject | member |",
            "| Subject | member | x |",
            "cell-count",
            "member | x |",
        ),
        seed("in an example", "| weight | 70 kg |", "| weight | 70 kg | x |", "cell-count", "70 kg | x |"),
        seed(
            "text under a table",
            "| Medicaid, Commercial | 12 months | |\n",
            "| Medicaid, Commercial | 12 months | |\nUntil then.\n",
            "cell-count",
            "Until then.",
        ),
        noted(
            "in a reference section",
            &appendix("| drug X | 5 mg | a day |"),
            "cell-count",
            "| drug X | 5 mg",
        ),
        noted("a short row in a reference section", &appendix("| drug Z |"), "cell-count", "| drug Z |"),
        noted(
            "text under a table of a reference section",
            &appendix("| drug X | 5 mg |\nAs labelled."),
            "cell-count",
            "As labelled.",
        ),
    ]);
}

#[test]
fn marks_that_vanish() {
    caught(&[
        seed(
            "a mark without a footnote",
            SPECIALIST,
            "3. Prescribed by a lung specialist;[^nope]\n",
            "footnote",
            "[^nope]",
        ),
        noted("a mark without a footnote in a note", "As labelled.[^nope]", "footnote", "[^nope]"),
        seed("a footnote that nothing calls", "(a and b):[^pa]", "(a and b):", "footnote", "[^pa]: Each"),
        seed(
            "a link definition",
            SPECIALIST,
            format!("\n[a]: neurologist\n\n{SPECIALIST}"),
            "vanished-text",
            "[a]: neurologist",
        ),
        seed(
            "a link definition of a label",
            "## Readings\n",
            "## Readings\n\n[R1]: I.4.b\n",
            "vanished-text",
            "[R1]: I.4.b",
        ),
        noted("a link definition in a note", "[a]: neurologist", "vanished-text", "[a]: neurologist"),
        asked("struck out", "Age ~18 years~;", "markup", "2. Age"),
        asked("emphasis by multiplication", "Age ≥ 3*6 years, weight ≥ 4*10 kg;", "markup", "2. Age"),
        asked("emphasis", "Age *at least* 18 years;", "markup", "2. Age"),
        asked("HTML by comparison", "Age x<b>18 years;", "markup", "2. Age"),
        asked("a comment", "Age <!-- or not --> ≥ 18 years;", "markup", "2. Age"),
        asked("a link", "Age [≥ 18](https://example.org) years;", "markup", "2. Age"),
        noted("HTML in a note", "As <i>labelled</i>.", "markup", "As <i>"),
        noted("text over a rule", "As labelled.\n---", "markup", "As labelled."),
        seed(
            "a scope over a rule",
            "For continued requests:\n",
            "For continued requests:\n---\n",
            "markup",
            "For continued requests:",
        ),
        seed("a rule among items", LAST, format!("\n***\n\n{LAST}"), "markup", "***"),
        noted("a heading without a plain space", "##\u{a0}Remarks", "markup", "##\u{a0}Remarks"),
        seed("a misspelt heading", "## Invariants\n", "## Invariant\n", "unknown-section", "## Invariant\n"),
    ]);
}

#[test]
fn letters_that_are_not_what_they_seem() {
    caught(&[
        asked(
            "a Cyrillic letter",
            "\u{410}ge ≥ 18 years, and weight ≥ 40 kg;",
            "lookalike-letter",
            "ge ≥ 18 years, and weight ≥ 40",
        ),
        asked(
            "a zero-width space",
            "Age\u{200b} ≥ 18 years, and weight ≥ 40 kg;",
            "lookalike-letter",
            "≥ 18 years, and weight ≥ 40",
        ),
        asked("another minus", "Age ≥ 18 years, and weight ≥ \u{2212}40 kg;", "lookalike-letter", "2. Age"),
    ]);
}

/// What means the same is read the same: the policy keeps its meaning.
#[test]
fn written_otherwise_and_meant_the_same() {
    let hash = |text: &str| {
        let compiled = compiled(text);
        assert!(compiled.diagnostics.is_empty(), "{}\n{text}", shown(&compiled));
        hash::meaning_hash(&compiled.policy.unwrap())
    };
    let policy = whole();
    let whole = hash(&policy);
    let edit = |from: &str, to: &str| {
        assert!(policy.contains(from), "{from}");
        policy.replacen(from, to, 1)
    };
    for (name, text) in [
        ("line ends of Windows", policy.replace('\n', "\r\n")),
        ("a byte-order mark", format!("\u{feff}{policy}")),
        ("both", format!("\u{feff}{}", policy.replace('\n', "\r\n"))),
        ("an entity", edit("Age ≥ 18", "Age &ge; 18")),
        ("two signs", edit("Age ≥ 18", "Age >= 18")),
        ("a no-break space", edit("Age ≥ 18 years", "Age ≥ 18\u{a0}years")),
        ("an escaped sign", edit("Age ≥ 18", "Age \\>= 18")),
        ("a wrapped line", edit("Age ≥ 18 years, and", "Age ≥ 18 years,\n   and")),
        (
            "spaces at a line's end",
            edit("3. Prescribed by a lung specialist;", "3. Prescribed by a lung specialist; "),
        ),
        ("another indent of a whole list", policy.replace("\n   - ", "\n    - ")),
        ("no line end at the end", policy.trim_end().to_owned()),
        (
            "a table without bars around it",
            edit(
                "| Medicaid | 12 months | 1 treatment course |",
                "Medicaid | 12 months | 1 treatment course",
            ),
        ),
    ] {
        assert_eq!(hash(&text), whole, "{name}");
    }
    // A mark in brackets comes as three pieces, and is one phrase.
    let marked = |mark: &str| {
        edit("Drug A (brand A)", &format!("Drug A (brand A{mark})"))
            .replace("| brand A |", &format!("| brand A{mark} |"))
    };
    hash(&marked("[®]"));
    let micro = |sign: &str| {
        hash(
            &policy
                .replace("mg per day", &format!("{sign}g per day"))
                .replace("| mg =", &format!("| {sign}g ="))
                .replace("mg total", &format!("{sign}g total")),
        )
    };
    assert_eq!(micro("\u{b5}"), micro("\u{3bc}"), "the two code points of µ");
}

/// The policy in `spec/` says the same with a byte-order mark and the line ends of Windows, and so
/// do its lines and columns.
#[test]
fn places_are_right_whatever_ends_the_lines() {
    let policy = read("spec/cp-phar-243/2025-05.md").replacen("3. Age ≥ 18 years;", "3. Äge ≥ 18 years;", 1);
    let place = |text: &str| {
        let compiled = compiled(text);
        let places =
            compiled.diagnostics.iter().map(|d| (d.code.as_str(), compiled.source.position(d.span.start)));
        places.collect::<Vec<_>>()
    };
    let plain = place(&policy);
    assert_eq!(plain.len(), 1, "{plain:?}");
    assert_eq!(place(&policy.replace('\n', "\r\n")), plain);
    assert_eq!(place(&format!("\u{feff}{policy}")), plain);
}
