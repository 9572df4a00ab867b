//! One `check`, many cases: a whole document with one thing changed, and what is said.

use super::ast::Spec;
use super::*;
use crate::diagnostic::Sink;

/// A document that holds one of everything.
const SAMPLE: &str = include_str!("tests/sample.md");

#[track_caller]
fn read(text: &str) -> (Spec, Vec<Diagnostic>, Source) {
    let source = Source::new("test.md", text);
    let mut sink = Sink::default();
    let spec = parse(&source, &mut sink);
    (spec, sink.into_sorted(), source)
}

/// The sample with one part replaced.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert_eq!(SAMPLE.matches(from).count(), 1, "`{from}` must stand once in the sample");
    SAMPLE.replacen(from, to, 1)
}

/// Codes and lines.
fn said(text: &str) -> Vec<(&'static str, usize)> {
    let (_, found, source) = read(text);
    found.iter().map(|d| (d.code.as_str(), source.line(d.span.start))).collect()
}

/// The line of the sample on which a text stands.
#[track_caller]
fn line_of(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("`{part}` does not stand in the text"));
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Replaces a part of the sample; exactly one diagnostic must follow, of this code, on the
/// line where `mark` stands afterwards.
#[track_caller]
fn check(from: &str, to: &str, code: &str, mark: &str) {
    let text = with(from, to);
    let line = line_of(&text, mark);
    let (_, found, _) = read(&text);
    let said = said(&text);
    assert_eq!(said, [(code, line)], "{to}\n{:#?}", found.iter().map(|d| &d.message).collect::<Vec<_>>());
    let (_, found, _) = read(&text.replace('\n', "\r\n"));
    assert_eq!(found.len(), 1, "with line ends of Windows: {found:#?}");
}

#[track_caller]
fn fine(from: &str, to: &str) -> Spec {
    let (spec, found, _) = read(&with(from, to));
    assert!(found.is_empty(), "{found:#?}");
    spec
}

const FOUR: &str = "   - b. Gambrilin (generic Gambra);\n";

#[test]
fn the_sample_is_clean() {
    let (_, found, _) = read(SAMPLE);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn items_out_of_place() {
    check(FOUR, "  - b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check(FOUR, " - b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check(FOUR, "- b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check(FOUR, "     - b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check(FOUR, "        - b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check(FOUR, "           - b. Gambrilin;\n", "item-indent", "- b. Gambrilin");
    check("     - ii. Swollen joints", "    - ii. Swollen joints", "item-indent", "- ii.");
    check("     - i. Pain", "   - i. Pain", "item-indent", "- i. Pain");
    check("   - a. Fennelate;", "  - a. Fennelate;", "item-indent", "- a. Fennelate");
    check("   - c. Any", "  - c. Any", "item-indent", "- c. Any");
    check("2. Prescribed by", "   2. Prescribed by", "item-indent", "2. Prescribed");
}

/// Under `10.` three spaces are one too few: the whole list leaves its item, said once.
#[test]
fn items_under_a_number_of_two_digits() {
    let nine: Vec<_> = (1..=9).map(|n| format!("{n}. Age ≥ 18 years;\n")).collect();
    let last = "10. Failure (a and b):\n   - a. Fennelate;\n   - b. Gambrilin;\n11. Age ≥ 18 years.\n";
    let text = with("1. Responds positively to therapy.\n", &format!("{}{last}", nine.concat()));
    assert_eq!(said(&text), [("item-indent", line_of(&text, "10. Failure") + 1)]);
    let (spec, _, _) = read(&text);
    assert_eq!(spec.sections[1].sections[0].items[9].children[1].label, "II.A.10.b");
    assert_eq!(
        said(&text.replace(
            "\n   - a. Fennelate;\n   - b. Gambrilin;\n11",
            "\n    - a. Fennelate;\n    - b. Gambrilin;\n11"
        )),
        []
    );
}

#[test]
fn several_mistakes_are_all_said() {
    let text = with(AGE, "3. Age\n> 18 years;\n")
        .replace("2. Otherwise", "3. Otherwise")
        .replace("## Readings", "## Readigns")
        .replace("| R1 |", "| R1 | R1 |");
    let codes = codes(&text);
    assert_eq!(codes, ["block-quote", "label-sequence", "unknown-section", "cell-count"]);
}

#[test]
fn items_out_of_place_keep_their_label() {
    let (spec, _, _) = read(&with(FOUR, "  - b. Gambrilin;\n"));
    let four = &spec.sections[0].sections[0].items[3];
    let labels: Vec<_> = four.children.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels, ["I.A.4.a", "I.A.4.b", "I.A.4.c"]);
}

#[test]
fn labels() {
    check("4. Failure", "4) Failure", "item-label", "4) Failure");
    check("4. Failure", "5. Failure", "label-sequence", "5. Failure");
    check("3. Age ≥ 18 years;", "2. Age ≥ 18 years;", "label-sequence", "2. Age");
    check(FOUR, "   - Gambrilin;\n", "item-label", "- Gambrilin");
    check(FOUR, "   - b) Gambrilin;\n", "item-label", "- b)");
    check(FOUR, "   - (b) Gambrilin;\n", "item-label", "- (b)");
    check(FOUR, "   b. Gambrilin;\n", "item-label", "b. Gambrilin");
    check(FOUR, "   - **b.** Gambrilin;\n", "item-label", "**b.**");
    check(FOUR, "   - 1. Gambrilin;\n", "item-label", "- 1. Gambrilin");
    check(FOUR, "   - c. Gambrilin;\n", "label-sequence", "- c. Gambrilin");
    check(FOUR, "   - \n", "item-label", "- \n");
    check("     - ii. Swollen", "     - iii. Swollen", "label-sequence", "- iii. Swollen");
    check("3. Age ≥ 18 years;", "(3) Age ≥ 18 years;", "item-label", "(3) Age");
    check("2. Expressed", "- b. Expressed", "label-sequence", "- b. Expressed");
    check("## II. Continued", "## III. Continued", "label-sequence", "## III. Continued");
    check("### B. Other", "### C. Other", "label-sequence", "### C. Other");
    check("2. Otherwise: criteria", "3. Otherwise: criteria", "label-sequence", "3. Otherwise");
    check("2. Otherwise: criteria", "- Otherwise: criteria", "item-label", "- Otherwise");
    check("2. Otherwise: criteria", "2) Otherwise: criteria", "item-label", "2) Otherwise");
    check("2. Otherwise: criteria", "   2. Otherwise: criteria", "item-indent", "2. Otherwise");
}

const AGE: &str = "3. Age ≥ 18 years;\n";

#[test]
fn signs_that_markdown_swallows() {
    check(AGE, "3. Age\n> 18 years;\n", "block-quote", "> 18 years;");
    check(AGE, "3. Age\n   > 18 years;\n", "block-quote", "> 18 years;");
    check(AGE, "3. Age ≥ 18 years;\n\n> a remark\n\n", "block-quote", "> a remark");
    check("   - c. Any", "   > c. Any", "block-quote", "> c. Any");
    check(
        "1. Never approve when age < 18 years.",
        "1. Never approve when age\n   > 18 years.",
        "block-quote",
        "> 18 years.",
    );
    check(AGE, "3. Platelets\n+ 500 or more;\n", "stray-sign", "+ 500");
    check(AGE, "3. Platelets\n   + 500 or more;\n", "stray-sign", "+ 500");
    check(AGE, "3. ALT at most 3\n   * ULN;\n", "stray-sign", "* ULN;");
    check(AGE, "3. T-score\n- 2.5 or less;\n", "stray-sign", "- 2.5");
    check(AGE, "3. T-score\n   - 2.5 or less;\n", "stray-sign", "- 2.5");
    check("- 5-ASA intolerance", "+ 5-ASA intolerance", "stray-sign", "+ 5-ASA");
    check(
        "- Date of birth is on or before the request date.\n- Prior",
        "* Date of birth is on or before the request date.\n* Prior",
        "stray-sign",
        "* Date of birth",
    );
    check(
        "   - a. Fennelate;\n   - b. Gambrilin (generic Gambra);\n   - c. Any",
        "   * a. Fennelate;\n   * b. Gambrilin (generic Gambra);\n   * c. Any",
        "stray-sign",
        "* a. Fennelate",
    );
}

#[test]
fn one_mistake_is_said_once() {
    check(AGE, "3. Age ≥ 18 years and\n5. other words;\n", "label-sequence", "5. other");
    check(AGE, "\t3. Age ≥ 18 years;\n", "item-indent", "3. Age");
    check(AGE, "3. Age ≥ 18 years;\n\n**AND**\n", "markup", "**AND**");
    check(FOUR, "   * Gambrilin;\n", "stray-sign", "* Gambrilin");
    check(FOUR, "   1. Gambrilin;\n", "label-sequence", "1. Gambrilin");
    check(
        "### A. Relapsing disease (must meet all)\n\n1. Diagnosis",
        "### Relapsing disease\n\n1. Diagnosis",
        "unknown-section",
        "### Relapsing",
    );
    check(
        "- A. Note: see the off-label policy.\n- B.",
        "A. Note: see the off-label policy.\nB.",
        "item-label",
        "A. Note: see",
    );
    check("## I. Initial approval", "## Initial approval", "unknown-section", "## Initial");
    check("2. Otherwise: criteria", "1. Otherwise: criteria", "label-sequence", "1. Otherwise");
    check("| diagnosis | one of", "\n| diagnosis | one of", "cell-count", "| diagnosis | one of");
    fine("- relapsing disease (RD)", " - relapsing disease (RD)");
    fine("  - two\n", "  - two\n\n[ref]: https://example.org\n");
}

#[test]
fn tables() {
    let row = "| age | years since date of birth, 0 to 130 | | | |\n";
    check(row, "| age | years since date of birth | | |\n", "cell-count", "| age |");
    check(row, "| age | years since date of birth | | | | |\n", "cell-count", "| age |");
    check(row, "| age | years since date of birth | | | | lost words\n", "cell-count", "| age |");
    check("dose \\| a day", "dose | a day", "cell-count", "dose | a day");
    check(
        "| Commercial | 6 months | |\n",
        "| Commercial | 6 months | |\nUntil then.\n",
        "cell-count",
        "Until then.",
    );
    check("| hollin | 250 mg |", "| hollin | 250 mg | a day |", "cell-count", "| hollin | 250");
    check(
        "| Criterion | Commercial | Medicaid |",
        "| Criterion | Commercial |",
        "cell-count",
        "| Criterion |",
    );
    check("| Fact | Kind |", "| Name | Kind |", "table-header", "| Name |");
    check("| Reading | Place |", "| Reading | Label |", "table-header", "| Reading | Label");
    check("| Code | Where | Why |", "| Code | Place | Why |", "table-header", "| Code | Place");
    check("| Starts from | Differs in |", "| Begins with | Differs in |", "table-header", "| Begins with |");
    check("| **Determination** | approve |\n", "", "table-header", "| E1 | First");
    check(
        "| | |\n| --- | --- |\n| Ref",
        "| Field | Value |\n| --- | --- |\n| Ref",
        "table-header",
        "| Field |",
    );
    check(
        "| Criterion | Commercial | Medicaid |\n| --- | --- | --- |\n| 1 | CP.1 | CP.2 |\n",
        "",
        "table-header",
        "#### Referral",
    );
}

#[test]
fn text_that_vanishes() {
    check("## Readings\n", "## Readings\n\n[R1]: I.A.4.d\n", "vanished-text", "[R1]: I.A.4.d");
    check("2. Prescribed", "\n[a]: neurologist\n2. Prescribed", "vanished-text", "[a]: neurologist");
}

#[test]
fn markup_in_executed_text() {
    for words in [
        "Age *at least* 18 years",
        "ALT 3*ULN, AST > 3*ULN",
        "Age _over_ 18",
        "Age `18`",
        "Age [18](https://example.org)",
        "Age ![18](age.png)",
        "Age <b>18</b>",
        "x<b>y",
        "Age ~18 years~",
        "Age <!-- or not --> 18",
        "Age ≥ **18** years",
        "Age ≥ 18\\\n   years",
    ] {
        check(AGE, &format!("3. {words};\n"), "markup", &format!("3. {}", words.get(..3).unwrap()));
    }
    check(AGE, "3. Age\n# 3\n", "unknown-section", "# 3");
    check(AGE, "3. Age ≥ 18 years;\n\n   # 3\n\n", "markup", "# 3");
    check(AGE, "3. Age ≥ 18 years;\n\n***\n\n", "markup", "***\n");
    check(AGE, "3. Age ≥ 18 years;\n\nMembers are adults.\n\n", "markup", "Members are adults");
    check(AGE, "3. Age ≥ 18 years;\n\n```\nMembers\n```\n\n", "markup", "```\nMembers");
    check(AGE, "3. Age ≥ 18 years;\n\n        Members\n\n", "markup", "Members\n");
    check(AGE, "3. Age ≥ 18 years;\n\n<div>adults</div>\n\n", "markup", "<div>");
    check(AGE, "3. Age ≥ 18 years;\n\n   | a |\n   | - |\n   | b |\n\n", "markup", "| a |");
    check(
        "For initial requests:\n",
        "For initial requests:\n\nMembers are adults.\n",
        "markup",
        "Members are",
    );
    check("For initial requests:\n", "For initial requests\n---\n", "markup", "For initial requests\n");
    check("For initial requests:\n", "For initial requests\n", "markup", "For initial requests\n");
    check("Vexamab is an antibody.", "Vexamab is an <i>antibody</i>.", "markup", "Vexamab is an <i>");
    check("### Diagnoses", "### **Diagnoses**", "markup", "### **Diagnoses");
    check("The list is closed.", "##\u{a0}Notes", "markup", "##\u{a0}Notes");
    check("The list is closed.", "Words\n---", "markup", "Words\n---");
    check("| E1 | First course |", "Remark.\n\n| E1 | First course |", "markup", "Remark.");
    check("| request kind | initial |", "| **request kind** | initial |", "markup", "**request kind**");
    check("1. Never approve when", "1. Never approve when\n   - a. b\n", "markup", "- a. b");
    let spec = fine("     - iii. Erosions; **OR**", "     - iii. Erosions;\n\n   **OR**\n");
    let five = &spec.sections[0].sections[0].items[4];
    assert_eq!(five.children[0].children[2].text.string, "Erosions; OR");
    let remark = "     - iii. Erosions;\n\n   Or so.\n";
    check("     - iii. Erosions; **OR**", remark, "markup", "   Or so.");
}

#[test]
fn sections() {
    check("## Readings", "## Readigns", "unknown-section", "## Readigns");
    check("## Invariants", "## Invariant", "unknown-section", "## Invariant");
    check("## Vocabulary", "## Vocabularies", "unknown-section", "## Vocabularies");
    check("## Dosage", "## Dosage table", "unknown-section", "## Dosage table");
    check("#### Referral", "#### Referrals", "unknown-section", "#### Referrals");
    check("## Dosage", "## Readings", "unknown-section", "## Readings\n\n*First*");
    check(
        "## Order of determination (first that applies)",
        "## Order (reference)",
        "missing-section",
        "# Vexamab",
    );
    check("## Vocabulary", "## Words (reference)", "missing-section", "# Vexamab");
    check("# Vexamab (Vexa®)\n\n| | |", "| | |", "missing-section", "| | |");
    check("# Vexamab (Vexa®)\n", "# Vexamab (Vexa®)\n\nWords.\n", "missing-section", "# Vexamab");
    check("## Dosage", "# Dosage", "unknown-section", "# Dosage");
    fine("## Order of determination (first that applies)", "## Order of determination");
    fine("## Dosage", "## Dosage and vials (reference)");
    assert_eq!(said(""), [("missing-section", 1); 4]);
}

#[test]
fn footnotes() {
    check("c):[^pa]", "c):[^pa] [^nope]", "footnote", "4. Failure");
    check("c):[^pa]", "c):", "footnote", "[^pa]: Information");
    check("[^pa]: Inf", "[^pa]: first.\n\n[^pa]: Inf", "footnote", "[^pa]: Inf");
    check(AGE, "3. Age ≥ 18 years;[^z]\n\n[^z]: a remark.\n\n", "footnote", "[^z]: a remark");
    check("*First* course", "*First*[^nope] course", "footnote", "*First*[^nope]");
}

#[test]
fn letters_that_are_not_what_they_look_like() {
    for odd in [
        "Аge",
        "Agе",
        "A\u{ad}ge",
        "A\u{200b}ge",
        "Ag\u{301}e",
        "\u{202e}Age",
        "Αge",
        "Ａge",
        "β-Age",
        "A\u{1}ge",
    ] {
        check(AGE, &format!("3. {odd} ≥ 18 years;\n"), "lookalike-letter", &format!("3. {odd}"));
    }
    check("| age | years", "| аge | years", "lookalike-letter", "| аge");
    check("- idrin", "- іdrin", "lookalike-letter", "- іdrin");
    check("1. Never", "1. Nevеr", "lookalike-letter", "1. Nevеr");
    fine(AGE, "3. Age ≥ ≤ < > = × ÷ ± µ ° – — ® ™ † … “ ” ‘ ’ € % é Ü ½ m² 18 years;\n");
    fine("Vexamab is an antibody", "Vexamab (β) is an antibody");
    let (_, found, _) = read(&with(AGE, "3. Аgе ≥ 18 уears;\n"));
    assert_eq!(found.len(), 2, "one a word: {found:#?}");
    assert!(found[0].message.contains("U+0410, Cyrillic"), "{}", found[0].message);
}

#[test]
fn what_means_the_same_reads_the_same() {
    for written in [
        "Age >= 18 μg",
        "Age &ge; 18 µg",
        "Age\u{a0}≥\u{a0}18&nbsp;&micro;g",
        "Age &gt;= 18 μg",
        "Age\n   ≥ 18 µg",
    ] {
        let spec = fine(AGE, &format!("3. {written};\n"));
        assert_eq!(spec.sections[0].sections[0].items[2].text.string, "Age ≥ 18 µg;");
    }
    let spec = fine(AGE, "3. Age <= 18 years, the member’s;\n");
    assert_eq!(spec.sections[0].sections[0].items[2].text.string, "Age ≤ 18 years, the member's;");
}

#[test]
fn spans_lead_back_to_the_source() {
    for text in [SAMPLE.to_owned(), format!("\u{feff}{SAMPLE}"), SAMPLE.replace('\n', "\r\n")] {
        let text = text.replace("3. Age ≥ 18", "3. Age >= 18");
        let (spec, found, source) = read(&text);
        assert!(found.is_empty(), "{found:#?}");
        let age = &spec.sections[0].sections[0].items[2];
        assert_eq!(source.slice(age.label_span), "3");
        let at = age.text.string.find('≥').unwrap();
        assert_eq!(source.slice(age.text.span_of(at..at + 3)), ">=");
        let at = age.text.string.find("18").unwrap();
        assert_eq!(source.slice(age.text.span_of(at..at + 2)), "18");
        assert_eq!(
            source.slice(spec.sections[0].items.first().map_or(spec.title.span, |i| i.text.span)),
            "Vexamab (Vexa®)"
        );
        let joined = &spec.sections[0].sections[0].items[0].text;
        assert_eq!(joined.string, "Diagnosis is relapsing disease;");
        let at = joined.string.find("disease").unwrap();
        assert_eq!(source.slice(joined.span_of(at..at + 7)), "disease");
    }
}

#[test]
fn every_place_has_its_path() {
    let (spec, _, source) = read(SAMPLE);
    let path = |words: &str| {
        let at = source.text().find(words).unwrap_or_else(|| panic!("{words}"));
        path_of(&spec, Span::new(at, at + 1)).join(" › ")
    };
    assert_eq!(path("Age ≥"), "I. Initial approval criteria › A. Relapsing disease › 3");
    assert_eq!(path("Swollen"), "I. Initial approval criteria › A. Relapsing disease › 5.a.ii");
    assert_eq!(path("For continued"), "II. Continued therapy › Scope");
    assert_eq!(
        path("6 months"),
        "I. Initial approval criteria › A. Relapsing disease › Approval duration › Commercial"
    );
    assert_eq!(path("CP.2"), "I. Initial approval criteria › B. Other diagnoses › Referral › 1");
    assert_eq!(path("Note: see"), "III. Uses that are not authorized › A");
    assert_eq!(path("How many?"), "Vocabulary › daily dose");
    assert_eq!(path("5-ASA"), "Vocabulary › Diagnoses › 5-ASA intolerance");
    assert_eq!(path("Prior course"), "Vocabulary › Always true › 2");
    assert_eq!(path("Otherwise: criteria"), "Order of determination › 2");
    assert_eq!(path("Failure of all; |"), "Readings › R1");
    assert_eq!(path("Never approve"), "Invariants › 1");
    assert_eq!(path("needs information"), "Examples › E2");
    assert_eq!(path("published value"), "Accepted findings › unit-slip");
    assert_eq!(path("250 mg"), "Appendix B: Alternatives › hollin");
    assert_eq!(path("Hollia"), "Appendix D: Therapies › hollin (Hollia)");
    assert_eq!(path("2026-01 |"), "Header › Version");
}

#[test]
fn diagnostics_have_their_path() {
    let path = |from: &str, to: &str| read(&with(from, to)).1[0].path.join(" › ");
    assert_eq!(path(AGE, "3. *Age*\n"), "I. Initial approval criteria › A. Relapsing disease › 3");
    assert_eq!(path("## Readings", "## Readigns"), "Readigns");
    assert_eq!(path("| Reading | Place |", "| Reading | Label |"), "Readings");
    assert_eq!(path("### Diagnoses", "### **Diagnoses**"), "Vocabulary › Diagnoses");
}

#[test]
fn the_parts_of_the_sample() {
    let (spec, _, _) = read(SAMPLE);
    assert_eq!(spec.title.string, "Vexamab (Vexa®)");
    assert_eq!(spec.header.len(), 3);
    assert_eq!(spec.introduction.len(), 2);
    assert_eq!(spec.vocabulary[2].also.string, "dose | a day");
    assert_eq!(spec.vocabulary[2].kind.string, "µg per day, 0.00 to 100.00");
    let lists: Vec<_> = spec.lists.iter().map(|list| (list.name.string.as_str(), list.items.len())).collect();
    assert_eq!(lists, [("Diagnoses", 3), ("Appendix D", 2)]);
    let labels: Vec<_> =
        spec.sections.iter().map(|s| (s.label.as_str(), s.heading.string.as_str())).collect();
    assert_eq!(
        labels,
        [
            ("I", "Initial approval criteria"),
            ("II", "Continued therapy"),
            ("III", "Uses that are not authorized (any of the following)")
        ]
    );
    assert_eq!(spec.sections[0].scope.as_ref().unwrap().string, "For initial requests");
    let a = &spec.sections[0].sections[0];
    assert_eq!((a.label.as_str(), a.heading.string.as_str()), ("I.A", "Relapsing disease (must meet all)"));
    assert_eq!(a.durations.as_ref().unwrap().rows.len(), 2);
    let five = &a.items[4];
    assert_eq!(five.text.strong.first(), Some(&(0..8)));
    assert_eq!(five.children[0].children[1].label, "I.A.5.a.ii");
    assert_eq!(five.children[0].children[2].text.string, "Erosions; OR");
    assert_eq!(a.items[3].text.footnotes, [(a.items[3].text.string.len(), "pa".to_owned())]);
    assert_eq!(spec.sections[2].items[1].label, "III.B");
    assert_eq!(spec.order.len(), 2);
    assert_eq!(spec.examples[0].because.string, "I.A");
    assert_eq!(spec.examples[0].facts.len(), 2);
    assert_eq!(spec.examples[1].facts[0].1.string, "diagnosis: unknown; age: 17 years");
    assert_eq!(
        spec.footnotes[0].1.string,
        "Information: these drugs may need prior authorization of their own."
    );
    let reference: Vec<_> = spec.reference.iter().map(|r| r.blocks.len()).collect();
    assert_eq!(reference, [1, 2, 2]);
}

#[test]
fn limits() {
    let many = |n: usize| {
        let lines: Vec<_> = (1..=n).map(|i| format!("{i}. Age ≥ 18 years;\n")).collect();
        lines.concat()
    };
    let document = |items: String| SAMPLE.replacen("1. Responds positively to therapy.\n", &items, 1);
    assert_eq!(said(&document(many(1_900))), []);
    assert_eq!(codes(&document(many(2_001))), ["too-large"]);
    let deep = "1. a\n   1. b\n      1. c\n         1. d\n            1. e\n               1. f\n";
    assert_eq!(said(&document(deep.to_owned())), []);
    assert_eq!(codes(&document(format!("{deep}                  1. g\n"))), ["too-large"]);
    assert_eq!(codes(&document(format!("1. {}\n", "word ".repeat(14_000)))), ["too-large"]);
    assert_eq!(codes(&document("1. a\n1234567890. b\n".to_owned())), [] as [&str; 0]);
    assert_eq!(codes(&document("1. a\n123456789. b\n".to_owned())), ["too-large"]);
    let wide = format!("|{}\n|{}\n", " a |".repeat(201), " - |".repeat(201));
    assert_eq!(codes(&format!("{SAMPLE}\n## Codes\n\n{wide}")), ["too-large"]);
    let long = format!("| a | b |\n| - | - |\n{}", "| a | b |\n".repeat(5_000));
    assert_eq!(codes(&format!("{SAMPLE}\n## Codes\n\n{long}")), ["too-large"]);
    let facts: Vec<_> = (0..2_000).map(|i| format!("| fact {i} | date | | | |\n")).collect();
    let facts = facts.concat();
    let row = "| age | years since date of birth, 0 to 130 | | | |\n";
    assert!(codes(&SAMPLE.replacen(row, &facts, 1)).contains(&"too-large"));
    assert!(codes(&">".repeat(100_000)).contains(&"too-large"));
    assert_eq!(codes(&"a".repeat(MAX_SOURCE_BYTES + 1)), ["too-large"]);
}

fn codes(text: &str) -> Vec<&'static str> {
    said(text).into_iter().map(|(code, _)| code).collect()
}

/// Inputs that would take quadratic time or deep recursion from a careless reader.
#[test]
fn hostile_inputs_end_soon() {
    let head = "# T\n\n| | |\n| - | - |\n| a | b |\n\n## I. C\n\n";
    let shapes = [
        "- ",
        "> ",
        "1. ",
        "[",
        "*a ",
        "`",
        "| a ",
        "- a. x\n",
        "1. x\n",
        "x\n          - b\n",
        "а ",
        "[^a]",
        "[^a]: x\n\n",
        "<b>",
        "  - b. x\n",
        "+ x\n",
        "## x\n\n",
        "a\n---\n",
        "| a |\n| - |\n",
        "&ge;",
        ">=",
        "\\",
        "### A. x\n",
        "**a** ",
        "[a]: b\n",
    ];
    for shape in shapes {
        for head in ["", head] {
            let text = format!("{head}{}", shape.repeat(300_000 / shape.len()));
            let start = std::time::Instant::now();
            let _ = said(&text);
            let took = start.elapsed();
            assert!(took.as_secs() < 4, "{took:?} for {shape:?}");
        }
    }
}

mod any_input {
    use proptest::prelude::*;

    use super::*;

    fn settings() -> ProptestConfig {
        let asked = ProptestConfig::default();
        let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 400 };
        ProptestConfig { cases, failure_persistence: None, ..asked }
    }

    /// Every span lies in the source, and every place has a line.
    fn sound(text: &str) {
        let (spec, found, source) = read(text);
        for said in &found {
            assert!(source.text().get(said.span.range()).is_some(), "{said:#?}");
            assert!(!said.message.is_empty() && !said.here.is_empty(), "{said:#?}");
        }
        for item in spec.sections.iter().flat_map(|section| &section.items) {
            assert!(source.text().get(item.text.span.range()).is_some(), "{item:#?}");
        }
    }

    proptest! {
        #![proptest_config(settings())]

        #[test]
        fn any_text(text in any::<String>()) {
            sound(&text);
        }

        #[test]
        fn any_markdown(text in "([#>*+|:~`<\\[\\]^_.)( \\n\\t-]|1|a|i|[.]|é|\u{a0}|\r|&ge;|>=|\\[\\^a\\]: ){0,120}") {
            sound(&text);
        }

        #[test]
        fn mutations(at in 0..SAMPLE.len(), len in 0..40usize, new in "[#>*+|:~`<\\[\\]^_.)( \\n\\t1ai-]{0,12}") {
            let end = (at + len).min(SAMPLE.len());
            let floor = |mut i: usize| { while !SAMPLE.is_char_boundary(i) { i -= 1; } i };
            sound(&format!("{}{new}{}", SAMPLE.get(..floor(at)).unwrap(), SAMPLE.get(floor(end)..).unwrap()));
        }
    }
}
