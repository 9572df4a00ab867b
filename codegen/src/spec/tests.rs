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
