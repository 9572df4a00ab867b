//! Rows of referral tables: one target for every request that is referred, or a refusal that says where
//! there are two, or none.

use super::{POLICY, check, policy, refused};

const ORDER: &str = "3. Refer to the chief plumber when I.A.1 and I.A.2.b are met.";

/// The policy with a section that refers, under these criteria and rows, by this step.
fn referring(criteria: &str, rows: &[&str], step: &str) -> String {
    let rows = rows.join("\n");
    let section = format!(
        "## III. Elsewhere {criteria}\n\n### Referral\n\n| Criterion | Gold | Silver |\n| --- | --- | --- |\n{rows}\n\n\
         ## Order of"
    );
    let last = format!("{}. Otherwise", 3 + step.lines().count());
    POLICY.replace("## Order of", &section).replace(ORDER, step).replace("4. Otherwise", &last)
}

const TWO: &str = "(any of the following)\n\n1. Litres ≥ 100 litres;\n2. Urgent.";
const APART: &[&str] = &["| 1 | the plumber | the plumber |", "| 2 | the night shift | the night shift |"];
const WHEN: &str = "3. Refer when III is met.";

#[test]
fn two_rows_that_apply_at_once_are_refused_with_a_request() {
    let said = refused(&referring(TWO, APART, WHEN));
    let expected = "outcome-table: two rows of referrals apply, `III.1` (to `the plumber`) and `III.2` (to `the night \
                    shift`), where urgent is yes, litres is 100 litres";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_request_without_a_row_is_refused() {
    let said = refused(&referring(TWO, APART.get(..1).unwrap_or_default(), WHEN));
    let expected = "outcome-table: `III` is met and no row of its referral table applies, where urgent is yes, litres is \
                    9 litres";
    assert!(said.contains(expected), "{said}");
}

/// What the help proposes is accepted, and means what it says.
#[test]
fn the_order_says_which_row_goes_first() {
    let facts = r#""request kind": "initial", "line of business": "Gold", "kind of leak": "roof""#;
    let both = format!(r#"{facts}, "urgent": true, "litres": 200"#);
    let second = format!(r#"{facts}, "urgent": true, "litres": 20"#);
    check(
        &referring(TWO, APART, "3. Refer when III.1 or III.2 is met."),
        &[
            (&both, "refer to the plumber [III.1, III.2] ()"),
            (&second, "refer to the night shift [III.2] ()"),
        ],
    );
}

#[test]
fn rows_that_exclude_one_another_are_accepted_and_so_are_rows_of_one_target() {
    let apart = "(any of the following)\n\n1. Litres ≥ 100 litres;\n2. Litres < 100 litres, and urgent.";
    policy(&referring(apart, APART, WHEN));
    let same = ["| 1 | the plumber | the plumber |", "| 2 | the plumber | the plumber |"];
    policy(&referring(TWO, &same, WHEN));
}

/// Two targets for one line of business are two targets there only.
#[test]
fn rows_part_for_some_lines_of_business_only() {
    let silver = ["| 1 | the plumber | the plumber |", "| 2 | the plumber | the night shift |"];
    let said = refused(&referring(TWO, &silver, WHEN));
    assert!(
        said.contains("(to `the night shift`), where urgent is yes, line of business is Silver"),
        "{said}"
    );
    let gold = "(any of the following)\n\n1. Litres ≥ 100 litres, and line of business is Gold;\n2. Urgent.";
    policy(&referring(gold, &silver, WHEN));
}

/// What the step asks, and what the steps before it take, cannot be at once with its rows.
#[test]
fn what_goes_before_counts() {
    policy(&referring(
        TWO,
        APART,
        "3. Not authorized when III.1 and III.2 are met.\n4. Refer when III is met.",
    ));
    let under = "3. Refer under III when it is met and III.2 is not met.";
    policy(&referring(TWO, APART, under));
    policy(&referring(TWO, APART.get(..1).unwrap_or_default(), under));
}

/// A row for a criterion and another for one below it apply together.
#[test]
fn a_row_below_another_is_refused() {
    let nested = "(any of the following)\n\n1. **Much water** (a or b):\n   - a. Litres ≥ 100 litres;\n   - b. Urgent;\n\
                  2. Litres < 5 litres, and not urgent.";
    let rows = [
        "| 1 | the plumber | the plumber |",
        "| 1.b | the night shift | the night shift |",
        "| 2 | the caretaker | the caretaker |",
    ];
    let said = refused(&referring(nested, &rows, WHEN));
    assert!(said.contains("two rows of referrals apply, `III.1` (to `the plumber`) and `III.1.b`"), "{said}");
}
