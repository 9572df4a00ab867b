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
    text[..at].matches('\n').count() + 1
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
    check("1. Never approve when age < 18 years.", "1. Never approve when age\n   > 18 years.", "block-quote", "> 18 years.");
    check(AGE, "3. Platelets\n+ 500 or more;\n", "stray-sign", "+ 500");
    check(AGE, "3. Platelets\n   + 500 or more;\n", "stray-sign", "+ 500");
    check(AGE, "3. ALT at most 3\n   * ULN;\n", "stray-sign", "* ULN;");
    check(AGE, "3. T-score\n- 2.5 or less;\n", "stray-sign", "- 2.5");
    check(AGE, "3. T-score\n   - 2.5 or less;\n", "stray-sign", "- 2.5");
    check("- 5-ASA intolerance", "+ 5-ASA intolerance", "stray-sign", "+ 5-ASA");
    check("- Date of birth is on or before the request date.\n- Prior", "* Date of birth is on or before the request date.\n* Prior", "stray-sign", "* Date of birth");
    check(
        "   - a. Fennelate;\n   - b. Gambrilin (generic Gambra);\n   - c. Any",
        "   * a. Fennelate;\n   * b. Gambrilin (generic Gambra);\n   * c. Any",
        "stray-sign",
        "* a. Fennelate",
    );
}

#[test]
fn tables() {
    let row = "| age | years since date of birth, 0 to 130 | | | |\n";
    check(row, "| age | years since date of birth | | |\n", "cell-count", "| age |");
    check(row, "| age | years since date of birth | | | | |\n", "cell-count", "| age |");
    check(row, "| age | years since date of birth | | | | lost words\n", "cell-count", "| age |");
    check("dose \\| a day", "dose | a day", "cell-count", "dose | a day");
    check("| Commercial | 6 months | |\n", "| Commercial | 6 months | |\nUntil then.\n", "cell-count", "Until then.");
    check("| hollin | 250 mg |", "| hollin | 250 mg | a day |", "cell-count", "| hollin | 250");
    check("| Criterion | Commercial | Medicaid |", "| Criterion | Commercial |", "cell-count", "| Criterion |");
    check("| Fact | Kind |", "| Name | Kind |", "table-header", "| Name |");
    check("| Reading | Place |", "| Reading | Label |", "table-header", "| Reading | Label");
    check("| Code | Where | Why |", "| Code | Place | Why |", "table-header", "| Code | Place");
    check("| Starts from | Differs in |", "| Begins with | Differs in |", "table-header", "| Begins with |");
    check("| **Determination** | approve |\n", "", "table-header", "| E1 | First");
    check("| | |\n| --- | --- |\n| Ref", "| Field | Value |\n| --- | --- |\n| Ref", "table-header", "| Field |");
    check("| Criterion | Commercial | Medicaid |\n| --- | --- | --- |\n| 1 | CP.1 | CP.2 |\n", "", "table-header", "#### Referral");
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
        check(AGE, &format!("3. {words};\n"), "markup", &format!("3. {}", &words[..3]));
    }
    check(AGE, "3. Age\n# 3\n", "unknown-section", "# 3");
    check(AGE, "3. Age ≥ 18 years;\n\n   # 3\n\n", "markup", "# 3");
    check(AGE, "3. Age ≥ 18 years;\n\n***\n\n", "markup", "***\n");
    check(AGE, "3. Age ≥ 18 years;\n\nMembers are adults.\n\n", "markup", "Members are adults");
    check(AGE, "3. Age ≥ 18 years;\n\n```\nMembers\n```\n\n", "markup", "```\nMembers");
    check(AGE, "3. Age ≥ 18 years;\n\n        Members\n\n", "markup", "Members\n");
    check(AGE, "3. Age ≥ 18 years;\n\n<div>adults</div>\n\n", "markup", "<div>");
    check(AGE, "3. Age ≥ 18 years;\n\n   | a |\n   | - |\n   | b |\n\n", "markup", "| a |");
    check("For initial requests:\n", "For initial requests:\n\nMembers are adults.\n", "markup", "Members are");
    check("For initial requests:\n", "For initial requests\n---\n", "markup", "For initial requests\n");
    check("For initial requests:\n", "For initial requests\n", "markup", "For initial requests\n");
    check("Vexamab is an antibody.", "Vexamab is an <i>antibody</i>.", "markup", "Vexamab is an <i>");
    check("### Diagnoses", "### **Diagnoses**", "markup", "### **Diagnoses");
    check("The list is closed.", "##\u{a0}Notes", "markup", "##\u{a0}Notes");
    check("The list is closed.", "Words\n---", "markup", "Words\n---");
    check("| E1 | First course |", "Remark.\n\n| E1 | First course |", "markup", "Remark.");
    check("| request kind | initial |", "| **request kind** | initial |", "markup", "**request kind**");
    check("1. Never approve when", "1. Never approve when\n   - a. b\n", "markup", "- a. b");
    check("     - iii. Erosions; **OR**", "     - iii. Erosions;\n\n   **OR**\n", "markup", "   **OR**");
}

#[test]
fn sections() {
    check("## Readings", "## Readigns", "unknown-section", "## Readigns");
    check("## Invariants", "## Invariant", "unknown-section", "## Invariant");
    check("## Vocabulary", "## Vocabularies", "unknown-section", "## Vocabularies");
    check("## Dosage", "## Dosage table", "unknown-section", "## Dosage table");
    check("#### Referral", "#### Referrals", "unknown-section", "#### Referrals");
    check("## Dosage", "## Readings", "unknown-section", "## Readings\n\n*First*");
    check("## Order of determination (first that applies)", "## Order (reference)", "missing-section", "# Vexamab");
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
    for odd in ["Аge", "Agе", "A\u{ad}ge", "A\u{200b}ge", "Ag\u{301}e", "\u{202e}Age", "Αge", "Ａge", "β-Age", "A\u{1}ge"] {
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
    for written in ["Age >= 18 μg", "Age &ge; 18 µg", "Age\u{a0}≥\u{a0}18&nbsp;&micro;g", "Age &gt;= 18 μg", "Age\n   ≥ 18 µg"] {
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
        assert_eq!(source.slice(spec.sections[0].items.first().map_or(spec.title.span, |i| i.text.span)), "Vexamab (Vexa®)");
        let joined = &spec.sections[0].sections[0].items[0].text;
        assert_eq!(joined.string, "Diagnosis is relapsing disease;");
        let at = joined.string.find("disease").unwrap();
        assert_eq!(source.slice(joined.span_of(at..at + 7)), "disease");
    }
}
