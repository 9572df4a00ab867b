//! How outlines are read: labels, connectives, and tables of criteria.

use crate::diagnostic::Severity;
use crate::source::Source;
use crate::tree::ast::{Body, Criterion, Operator, Policy};
use crate::tree::print;

const ABOVE: &str = "# Vedrolan

| | |
| --- | --- |
| Reference number | DEMO.T |
| Version | 2026-01 |
| In force from | 2026-01-01 |
| Subject | member |

## Vocabulary

| Fact | Kind | Also written | Only when | Asked as |
| --- | --- | --- | --- | --- |
| p | yes or no | | | P? |
| q | yes or no | | | Q? |
| r | yes or no | | | R? |
| s | yes or no | | | S? |
| drug | one of: Airone, Brethal, another drug | | | Which drug? |
| puffs | whole puffs, 0 to 20 | | | How many? |
| tacrovin | trial | | | Tacrovin? |
| mexolate | trial | | | Mexolate? |

";

const BELOW: &str = "

### Approval duration

| Approve for | Limit |
| --- | --- |
| 6 months | |

## Order of determination (first that applies)

1. Approve when I is met.
2. Otherwise: criteria not met.
";

/// One line a criterion below section I, in short; or the codes of what is wrong.
#[track_caller]
fn check(heading: &str, items: &str, expected: &str) {
    let text = format!("{ABOVE}## I. {heading}\n\n{items}{BELOW}");
    let compiled = crate::compile(Source::new("t.md", text.clone()));
    let wrong: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|one| one.code.severity() == Severity::Error)
        .map(|one| format!("{}: {}", one.code.as_str(), compiled.source.slice(one.span).trim()))
        .collect();
    let found = match &compiled.policy {
        Some(policy) if wrong.is_empty() => shape(policy).join("\n"),
        _ => wrong.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n"),
    };
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected.join("\n"), "{text}");
}

fn shape(policy: &Policy) -> Vec<String> {
    policy.criteria().map(|(_, criterion)| line(policy, criterion)).collect()
}

fn line(policy: &Policy, criterion: &Criterion) -> String {
    let body = match &criterion.body {
        Body::Heading(_) => "heading".to_owned(),
        Body::Note => "note".to_owned(),
        Body::Selector => "selector".to_owned(),
        Body::NotPermitted => "not permitted".to_owned(),
        Body::Test(formula) => print::formula(policy, formula),
        Body::Group(Operator::All, _) => "all".to_owned(),
        Body::Group(Operator::AtLeast(n), _) => format!("at least {n}"),
        Body::Group(Operator::NoneOf, _) => "none".to_owned(),
        Body::Group(Operator::Case, _) => "case".to_owned(),
    };
    let applies =
        criterion.applies.as_ref().map(|formula| format!(" if {}", print::formula(policy, formula)));
    format!("{}{}: {body}", criterion.label, applies.unwrap_or_default())
}

#[test]
fn connectives_say_how_items_combine() {
    check("Criteria", "1. P; **AND**\n2. Q.", "I: all\nI.1: p is yes\nI.2: q is yes");
    check("Criteria", "1. P; or\n2. Q.", "I: at least 1\nI.1: p is yes\nI.2: q is yes");
    check("Criteria", "1. P;\n2. Q; AND\n3. R.", "I: all\nI.1: p is yes\nI.2: q is yes\nI.3: r is yes");
    check("Criteria", "1. P **OR**\n2. Q.", "I: at least 1\nI.1: p is yes\nI.2: q is yes");
    // A line of its own, indented: in a tight list and in a loose one.
    check("Criteria", "1. P;\n   **OR**\n2. Q.", "I: at least 1\nI.1: p is yes\nI.2: q is yes");
    check(
        "Criteria",
        "1. P;\n\n   **AND**\n2. Q;\n\n   AND\n3. R.",
        "I: all\nI.1: p is yes\nI.2: q is yes\nI.3: r is yes",
    );
    // Said twice, and the same.
    check("Criteria (must meet all)", "1. P; **AND**\n2. Q.", "I: all\nI.1: p is yes\nI.2: q is yes");
    // What is no list has nothing to say.
    check("Criteria", "1. P;\n2. Q.", "missing-operator: Criteria");
}

#[test]
fn the_last_connective_binds_to_the_parent() {
    let nested = "1. **Either** (a or b):\n   - a. P; or\n   - b. Q; **AND**\n2. R.";
    let read = "I: all\nI.1: at least 1\nI.1.a: p is yes\nI.1.b: q is yes\nI.2: r is yes";
    check("Criteria", nested, read);
    let loose = "1. Either of the following:\n   - a. P;\n\n     **OR**\n   - b. Q;\n\n   **AND**\n2. R.";
    check("Criteria", loose, read);
    let silent = "1. **Either**:\n   - a. P; **OR**\n   - b. Q; **AND**\n2. R.";
    check("Criteria", silent, read);
    check("Criteria (must meet 1 or 2)", nested, "mixed-and-or: AND");
}

#[test]
fn connectives_that_disagree_are_refused() {
    check("Criteria", "1. P; **AND**\n2. Q; **OR**\n3. R.", "mixed-and-or: OR");
    check("Criteria (must meet all)", "1. P; or\n2. Q.", "mixed-and-or: or");
    check("Criteria", "1. P; and\n2. Q;\n3. R; and\n4. S.", "missing-operator: and");
    check("Criteria", "1. P; and\n2. Q;\n3. R.", "missing-operator: and");
    check("Criteria (must meet all)", "1. P;\n2. Q; **AND**", "dangling-connective: AND");
    check(
        "Criteria (must meet all)",
        "1. At least 2 of the following (a, b, or c):\n   - a. P; and\n   - b. Q; or\n   - c. R.",
        "mixed-and-or: or",
    );
    check("Criteria", "1. P;\n\n**OR**\n\n2. Q.", "missing-operator: Criteria\nmarkup: **OR**");
}

#[test]
fn items_under_conditions_are_a_case() {
    let items = "1. **Limit**:\n   - a. If p: q;\n   - b. For all other requests: r.";
    let read = "I: all\nI.1: case\nI.1.a if p is yes: q is yes\nI.1.b if p is no: r is yes";
    check("Criteria (must meet all)", items, read);
    let infix = "1. **Limit**:\n   - a. If p: q; **OR**\n   - b. For all other requests: r; **AND**\n2. S.";
    check("Criteria", infix, &format!("{read}\nI.2: s is yes"));
}

#[test]
fn operators_in_words() {
    for (words, read) in [
        ("must meet all of the following", "all"),
        ("must meet both", "all"),
        ("both of the following", "all"),
        ("must meet one of the following", "at least 1"),
        ("must meet at least one of the following", "at least 1"),
        ("any one of the following", "at least 1"),
        ("at least two of the following", "at least 2"),
        ("must meet at least 2", "at least 2"),
        ("must meet 1 or 2", "at least 1"),
        ("none of the following", "none"),
    ] {
        check(
            &format!("Criteria ({words})"),
            "1. P;\n2. Q.",
            &format!("I: {read}\nI.1: p is yes\nI.2: q is yes"),
        );
    }
}

#[test]
fn six_levels_and_letters_beside_numerals() {
    let deep = "1. **One** (a):\n   - a. **Two** (i):\n     - i. **Three** (1):\n       1. **Four** (a):\n          - a. **Five** (i):\n            - i. P.";
    let read = "I: all\nI.1: all\nI.1.a: all\nI.1.a.i: all\nI.1.a.i.1: all\nI.1.a.i.1.a: all\nI.1.a.i.1.a.i: p is yes";
    check("Criteria (must meet all)", deep, read);
    let letters = "abcdefghi".chars().map(|label| format!("   - {label}. P")).collect::<Vec<_>>().join(";\n");
    let read =
        "abcdefghi".chars().map(|label| format!("I.1.{label}: p is yes")).collect::<Vec<_>>().join("\n");
    let tuple = "a, b, c, d, e, f, g, h, or i";
    check(
        "Criteria (must meet all)",
        &format!("1. **Letters** ({tuple}):\n{letters}."),
        &format!("I: all\nI.1: at least 1\n{read}"),
    );
    let numerals = "1. **Numerals**:\n   - a. Any of the following (i, ii, iii, iv, or v):\n     - i. P;\n     - ii. P;\n     - iii. P;\n     - iv. P;\n     - v. P; or\n   - b. Q.";
    let read = "I: all\nI.1: at least 1\nI.1.a: at least 1\nI.1.a.i: p is yes\nI.1.a.ii: p is yes\nI.1.a.iii: p is yes\nI.1.a.iv: p is yes\nI.1.a.v: p is yes\nI.1.b: q is yes";
    check("Criteria (must meet all)", numerals, read);
}

const TABLE: &str = "1. **Row of the drug** (a, b, or c):

   | Label | If drug is … | failure of … | puffs ≤ … |
   | --- | --- | --- | --- |
   | a | Airone | any one of: tacrovin, mexolate | 2 puffs |
   | b | Brethal | all of: tacrovin, mexolate | — |
   | c | another drug | — | 1 puff |

2. P.";

#[test]
fn a_row_is_the_conjunction_of_its_cells() {
    let read = "I: all
        I.1: case
        I.1.a if drug is Airone: (tacrovin is failed or mexolate is failed) and puffs ≤ 2 puffs
        I.1.b if drug is Brethal: tacrovin is failed and mexolate is failed
        I.1.c if drug is another drug: puffs ≤ 1 puffs
        I.2: p is yes";
    check("Criteria (must meet all)", TABLE, read);
    let rest = TABLE.replace("If drug is …", "For … requests").replace("another drug |", "all other |");
    let read = read.replace("drug is another drug", "drug is not Airone and drug is not Brethal");
    check("Criteria (must meet all)", &rest, &read);
    // A row in which everything is left out asks nothing where it applies.
    let nothing = TABLE.replace("| 1 puff |", "| — |");
    check(
        "Criteria (must meet all)",
        &nothing,
        &read.replace(
            "drug is not Airone and drug is not Brethal: puffs ≤ 1 puffs",
            "drug is another drug: selector",
        ),
    );
    let section = "| Label | puffs ≤ … | failure of … |\n| --- | --- | --- |\n| 1 | 2 puffs | tacrovin |\n| 2 | 4 puffs | mexolate |";
    check(
        "Criteria (must meet 1 or 2)",
        section,
        "I: at least 1\nI.1: puffs ≤ 2 puffs and tacrovin is failed\nI.2: puffs ≤ 4 puffs and mexolate is failed",
    );
}

#[test]
fn messages_about_tables_point_to_the_cell() {
    let with = |from: &str, to: &str, expected: &str| {
        assert!(TABLE.contains(from), "{from}");
        check("Criteria (must meet all)", &TABLE.replace(from, to), expected);
    };
    with("| 2 puffs |", "| 2 |", "wrong-unit: 2");
    with("all of: tacrovin, mexolate", "all of: tacrovin, mexolat", "unknown-phrase: mexolat");
    with("| puffs ≤ … |", "| puffs |", "table-header: puffs");
    with("| b | Brethal", "| d | Brethal", "label-sequence: d");
    with("| b | Brethal", "| | Brethal", "item-label: | Brethal | all of: tacrovin, mexolate | —");
    with(
        "| Brethal |",
        "| Airone |",
        "broken-case: **Row of the drug** (a, b, or c):\nbroken-case: **Row of the drug** (a, b, or c):",
    );
    with("| — | 1 puff |", "| | 1 puff |", "cell-count:");
}

#[test]
fn a_limit_may_be_counted_by_the_year() {
    let limit = |cell: &str| {
        let below = BELOW.replace("| 6 months | |", &format!("| 6 months | {cell} |"));
        let text = format!("{ABOVE}## I. Criteria (must meet all)\n\n1. P.{below}");
        let compiled = crate::compile(Source::new("t.md", text));
        let rows = compiled.policy.iter().flat_map(|policy| &policy.durations).flat_map(|one| &one.rows);
        let limits = rows.filter_map(|row| row.limit.as_ref());
        limits.map(|limit| format!("{}: {}", limit.count, limit.what)).collect::<Vec<_>>()
    };
    assert_eq!(limit("1 treatment course per calendar year"), ["1: treatment course per calendar year"]);
    assert_eq!(limit("1 course per calendar year"), ["1: course per calendar year"]);
    assert_eq!(limit("1 treatment course"), ["1: treatment course"]);
}
