//! Outcomes from text to determination: which row lasts, who is referred, what is refused.

mod referrals;

use crate::emit::docs::determination;
use crate::interp::{decide, validate};
use crate::request::from_json;
use crate::source::Source;
use crate::tree::ast::Policy;
use crate::tree::hash::meaning_hash;

const POLICY: &str = "\
# Outcomes

| | |
| --- | --- |
| Reference number | X.1 |
| Version | 2026-01 |
| In force from | 2026-01-01 |
| Subject | member |
| Lines of business | Gold, Silver |
| Request kinds | initial, continued |

## Vocabulary

| Fact | Kind | Also written | Only when | Asked as |
| --- | --- | --- | --- | --- |
| kind of leak | one of: tap, pipe, roof | | | Which? |
| urgent | yes or no | | | Urgent? |
| litres | whole litres, 0 to 500 | | | How many? |
| end of the lease | date | | | When? |

## I. A repair

For initial requests:

### A. Leaks (must meet all)

1. Kind of leak is tap or pipe;
2. **Grounds** (a or b):
   - a. Urgent;
   - b. Litres ≥ 10 litres.

#### Approval duration

| Line of business | Approve for | Limit |
| --- | --- | --- |
| Gold, Silver | 1 month | |

## II. Once more

For continued requests:

### A. Taps (must meet all)

For tap requests:

1. Urgent.

#### Approval duration

| Line of business | Approve for | Limit |
| --- | --- | --- |
| Gold, Silver | 2 weeks | |

### B. Pipes

For pipe requests:

1. Re-authorization is not permitted.

## Order of determination (first that applies)

1. Approve when I.A or II.A is met.
2. Not authorized when II.B is met.
3. Refer to the chief plumber when I.A.1 and I.A.2.b are met.
4. Otherwise: criteria not met.
";

const FIRST: &str = "\
#### Approval duration

| Line of business | Approve for | Limit |
| --- | --- | --- |
| Gold, Silver | 1 month | |
";

/// The policy with another table in its first section.
fn with(heading: &str, table: &str) -> String {
    POLICY.replace(FIRST, &format!("#### Approval duration{heading}\n\n{table}\n"))
}

#[track_caller]
fn policy(text: &str) -> Policy {
    let compiled = crate::check(Source::new("outcomes", text.to_owned()));
    compiled.policy.unwrap_or_else(|| panic!("{:#?}\n{text}", compiled.diagnostics))
}

#[track_caller]
fn refused(text: &str) -> String {
    let compiled = crate::check(Source::new("outcomes", text.to_owned()));
    let said = compiled.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message));
    assert!(compiled.policy.is_none(), "it is accepted:\n{text}");
    said.collect::<Vec<_>>().join("\n")
}

/// What is decided about some facts: the determination, its reasons, and what is missing.
#[track_caller]
fn decided(policy: &Policy, facts: &str) -> String {
    let facts = format!("{{\"facts\": {{\"request date\": \"2026-03-01\", {facts}}}}}");
    let request = from_json(policy, &facts).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(validate(policy, &request).is_empty());
    let decided = decide(policy, &request);
    let because: Vec<&str> = decided.because.iter().map(|id| policy.criterion(*id).label.as_str()).collect();
    let missing: Vec<&str> = decided.missing.iter().map(|id| policy.fact(*id).name.as_str()).collect();
    format!("{} [{}] ({})", determination(&decided), because.join(", "), missing.join(", "))
}

#[track_caller]
fn check(text: &str, cases: &[(&str, &str)]) {
    let policy = policy(text);
    for (facts, expected) in cases {
        assert_eq!(decided(&policy, facts), *expected, "{facts}\n{text}");
    }
}

const MET: &str = "\"request kind\": \"initial\", \"urgent\": true, \"kind of leak\": \"tap\"";

#[test]
fn a_sentence_chooses_the_row_and_an_unknown_one_leaves_the_end_open() {
    let table = "| If … | Approve for | Limit |\n| --- | --- | --- |\n\
        | litres ≥ 100 litres | 1 month | 12-week course per calendar year |\n| all other requests | 2 weeks | |\n";
    let table = table.replace("1 month", "3 months");
    check(
        &with("", &table),
        &[
            (
                &format!("{MET}, \"litres\": 100"),
                "approve until 2026-06-01, 1 12-week course per calendar year [I.A.1, I.A.2.a] ()",
            ),
            (&format!("{MET}, \"litres\": 99"), "approve until 2026-03-15 [I.A.1, I.A.2.a] ()"),
            (MET, "approve, end unknown, at least 2 weeks [I.A.1, I.A.2.a] (litres)"),
        ],
    );
}

#[test]
fn rows_that_agree_wait_for_nothing() {
    let table = "| If kind of leak is … | Approve for | Limit |\n| --- | --- | --- |\n| tap | 1 month | |\n| pipe | 1 month | |\n";
    check(&with("", table), &[(MET, "approve until 2026-04-01 [I.A.1, I.A.2.a] ()")]);
}

#[test]
fn a_criterion_chooses_the_row() {
    let table = "| Criterion | Approve for | Limit |\n| --- | --- | --- |\n| 2.b | 6 months | |\n| all other requests | 1 month | |\n";
    check(
        &with("", table),
        &[
            (&format!("{MET}, \"litres\": 10"), "approve until 2026-09-01 [I.A.1, I.A.2.a] ()"),
            (&format!("{MET}, \"litres\": 9"), "approve until 2026-04-01 [I.A.1, I.A.2.a] ()"),
            (MET, "approve, end unknown, at least 1 month [I.A.1, I.A.2.a] (litres)"),
        ],
    );
}

#[test]
fn where_rows_overlap_the_first_counts_if_the_heading_says_so() {
    let table = "| Criterion | Approve for | Limit |\n| --- | --- | --- |\n| 2.a | 6 months | |\n| 2.b | 1 month | |\n";
    let said = refused(&with("", table));
    assert!(said.contains("two durations of `I.A` apply, `I.A.2.a` and `I.A.2.b`,"), "{said}");
    check(
        &with(" (first that applies)", table),
        &[
            (&format!("{MET}, \"litres\": 10"), "approve until 2026-09-01 [I.A.1, I.A.2.a] ()"),
            (
                "\"request kind\": \"initial\", \"litres\": 10, \"kind of leak\": \"tap\"",
                "approve, end unknown, at least 1 month [I.A.1, I.A.2.b] (urgent)",
            ),
        ],
    );
}

#[test]
fn lines_and_conditions_together() {
    let table = "| If … | Line of business | Approve for | Limit |\n| --- | --- | --- | --- |\n\
        | urgent | Gold | 6 months | |\n| urgent | Silver | 1 month or until the end of the lease, whichever is longer | |\n\
        | all other requests | Gold, Silver | 2 weeks | |\n"
        .replace("the end of the lease", "end of the lease");
    check(
        &with("", &table),
        &[
            (
                MET,
                "approve, end unknown, at least 1 month [I.A.1, I.A.2.a] (line of business, end of the lease)",
            ),
            (
                &format!("{MET}, \"line of business\": \"Gold\""),
                "approve until 2026-09-01 [I.A.1, I.A.2.a] ()",
            ),
            (
                &format!("{MET}, \"line of business\": \"Silver\", \"end of the lease\": \"2026-12-24\""),
                "approve until 2026-12-24 [I.A.1, I.A.2.a] ()",
            ),
            (
                "\"request kind\": \"initial\", \"litres\": 10, \"kind of leak\": \"tap\", \"line of business\": \"Gold\"",
                "approve, end unknown, at least 2 weeks [I.A.1, I.A.2.b] (urgent)",
            ),
        ],
    );
}

#[test]
fn every_approval_has_one_row() {
    let rows = |rows: &str| with("", &format!("| If … | Approve for | Limit |\n| --- | --- | --- |\n{rows}"));
    let gap = refused(&rows("| kind of leak is tap | 1 month | |\n"));
    let whole = "urgent is yes, request kind is initial, kind of leak is pipe, litres is 9 litres";
    assert_eq!(gap, format!("outcome-table: no duration of `I.A` applies where {whole}"));
    // The section never approves a roof.
    _ = policy(&rows("| kind of leak is tap | 1 month | |\n| kind of leak is pipe | 2 months | |\n"));
    let overlap = refused(&rows("| litres ≤ 50 litres | 1 month | |\n| litres ≥ 50 litres | 2 months | |\n"));
    assert!(
        overlap.contains("two durations of `I.A` apply, `litres ≤ 50 litres` and `litres ≥ 50 litres`,"),
        "{overlap}"
    );
    let never = refused(&rows("| all other requests | 1 month | |\n| urgent | 2 months | |\n"));
    assert_eq!(never, "outcome-table: a duration of `I.A` behind `all other requests` is never reached");
    let short = refused(&rows(
        "| urgent | 6 weeks | 12-week course per calendar year |\n| all other requests | 1 month | |\n",
    ));
    assert!(short.contains("a course of 12 weeks does not end within an approval for 6 weeks"), "{short}");
}

#[test]
fn the_hash_holds_what_chooses_a_row_and_its_place() {
    let rows = |a: &str, b: &str| {
        let table = format!(
            "| If … | Approve for | Limit |\n| --- | --- | --- |\n{a}{b}| all other requests | 1 month | |\n"
        );
        meaning_hash(&policy(&with(" (first that applies)", &table)))
    };
    let (one, other) = ("| urgent | 2 months | |\n", "| litres ≥ 50 litres | 3 months | |\n");
    let hash = rows(one, other);
    assert_ne!(hash, rows(other, one));
    assert_ne!(hash, rows(one, &other.replace("50", "51")));
    assert_eq!(hash, rows(&one.replace("urgent", "Urgent"), other));
}

#[test]
fn the_order_refers_to_a_target_of_its_own() {
    let gold = "\"line of business\": \"Gold\"";
    let roof = format!(
        "\"request kind\": \"initial\", {gold}, \"urgent\": false, \"litres\": 20, \"kind of leak\": \"roof\""
    );
    check(POLICY, &[(&roof, "criteria not met [I.A.1] ()")]);
    let otherwise =
        POLICY.replace("4. Otherwise: criteria not met.", "4. Refer to the City of Wells otherwise.");
    check(
        &otherwise,
        &[
            (&roof, "refer to the City of Wells [I.A.1] ()"),
            // What may still be approved is not referred yet.
            (
                "\"request kind\": \"initial\", \"urgent\": true",
                "needs information [] (kind of leak, litres)",
            ),
        ],
    );
    let first = otherwise.replace("1. Approve when I.A or II.A is met.\n2. Not authorized when II.B is met.\n3. Refer to the chief plumber when I.A.1 and I.A.2.b are met.", "1. Refer to the chief plumber when I.A.1 and I.A.2.b are met.\n2. Approve when I.A or II.A is met.\n3. Not authorized when II.B is met.");
    let tap = "\"request kind\": \"initial\", \"litres\": 20, \"kind of leak\": \"tap\"";
    check(&first, &[(tap, "refer to the chief plumber [I.A.1, I.A.2.b] ()")]);
    assert_ne!(meaning_hash(&policy(&first)), meaning_hash(&policy(&first.replace("chief", "young"))));
}

#[test]
fn what_may_not_be_authorized_again_is_refused_for_that_reason() {
    let text = POLICY;
    check(
        text,
        &[
            ("\"request kind\": \"continued\", \"kind of leak\": \"pipe\"", "not authorized [II.B.1] ()"),
            (
                "\"request kind\": \"continued\", \"kind of leak\": \"roof\"",
                "criteria not met [I.A, II.A] ()",
            ),
            ("\"request kind\": \"continued\", \"urgent\": false", "needs information [] (kind of leak)"),
        ],
    );
    for (from, to, said) in [
        (
            "Re-authorization is not permitted.",
            "Re-authorization is not permitted;\n2. Urgent.",
            "does not stand alone",
        ),
        (
            "## II. Once more\n\nFor continued requests:\n",
            "## II. Once more\n",
            "is not for one kind of request",
        ),
        (
            "I.A or II.A is met",
            "I.A, II.A, or II.B is met",
            "does not permit what the order approves under `II.B`",
        ),
        (
            "Not authorized when II.B is met",
            "Not authorized when I.A.2.b is met",
            "no step of the order refuses",
        ),
    ] {
        // Over a list the sentence would say nothing.
        let list =
            "1. Re-authorization is not permitted (a or b):\n   - a. Urgent;\n   - b. Litres ≥ 10 litres.";
        let over = refused(&text.replace("1. Re-authorization is not permitted.", list));
        assert!(over.contains("reauthorization: `II.B.1` permits nothing"), "{over}");
        let said_of = refused(&text.replace(from, to).replace(
            "### B. Pipes",
            if said.contains("alone") { "### B. Pipes (must meet all)" } else { "### B. Pipes" },
        ));
        assert!(said_of.contains(&format!("`II.B.1` {said}")) || said_of.contains(said), "{said}: {said_of}");
        assert!(said_of.contains("reauthorization: "), "{said_of}");
    }
}

#[test]
fn requests_go_by_the_name_that_the_header_gives_them() {
    let text = with(
        "",
        "| If … | Approve for | Limit |\n| --- | --- | --- |\n| urgent | 1 month | |\n| all other calls | 2 months | |\n",
    );
    let text = text
        .replace("| Request kinds |", "| Requests are called | calls |\n| Request kinds |")
        .replace(" requests:", " calls:");
    let policy = policy(&text);
    assert_eq!(policy.requests, "calls");
    let said = refused(&text.replace("For tap calls:", "For tap requests:"));
    assert!(said.starts_with("unknown-phrase: "), "{said}");
    let said = refused(&text.replace("| calls |", "| house calls |"));
    assert!(said.contains("header-field: `Requests are called` is not one word"), "{said}");
}

/// Facts that multiply to four million combinations, in front of the others.
fn many(text: &str) -> String {
    let fact = |facts: String, at: u32| facts + &format!("| f{at} x | yes or no | | | ? |\n");
    text.replace("| urgent |", &format!("{}| urgent |", (1..=22).fold(String::new(), fact)))
}

fn all(of: std::ops::RangeInclusive<u32>) -> String {
    of.map(|at| format!("f{at} x")).collect::<Vec<_>>().join(" and ")
}

/// Twenty-two yes/no facts are four million combinations, and yet little depends on little.
#[test]
fn what_is_too_much_to_try_is_decided_by_what_follows() {
    let case = |second: &str| {
        many(POLICY).replace(
            "   - a. Urgent;\n   - b. Litres ≥ 10 litres.",
            &format!("   - a. If {}: urgent;\n   - b. {second}: litres ≥ 10 litres.", all(1..=11)),
        )
    };
    let said = refused(&case(&format!("If {}", all(12..=22))));
    for what in ["none of the branches applies where ", "both `I.A.2.a` and `I.A.2.b` apply where "] {
        assert!(said.contains(&format!("broken-case: {what}")), "{what}\n{said}");
    }
    // The remainder of the others excludes them and leaves nothing out, however many there are.
    let compiled = crate::check(Source::new("rest", case("For all other requests")));
    assert!(
        compiled.diagnostics.iter().all(|one| one.code.as_str() != "broken-case"),
        "{:#?}",
        compiled.diagnostics
    );
}

const BY_LEAK: &str = "| If kind of leak is … | Approve for | Limit |\n| --- | --- | --- |\n\
    | tap | 1 month | |\n| pipe | 2 months | |\n";

#[test]
fn a_scope_counts_for_the_rows_however_much_stands_beside_it() {
    let beside = |text: &str| {
        let other =
            format!("3. **More** (a or b):\n   - a. Kind of leak is not roof;\n   - b. {}.", all(1..=22));
        many(text)
            .replace("   - b. Litres ≥ 10 litres.\n", &format!("   - b. Litres ≥ 10 litres;\n{other}\n"))
    };
    // By its first criterion the section approves no roof.
    _ = policy(&beside(&with("", BY_LEAK)));
    // Without that a roof with all the others is approved, and has no row.
    let gap = refused(&beside(&with("", BY_LEAK).replace("1. Kind of leak is tap or pipe;", "1. Urgent;")));
    assert!(gap.contains("no duration of `I.A` applies where "), "{gap}");
    assert!(gap.contains("kind of leak is roof") && gap.contains("request kind is initial"), "{gap}");
    assert!(!gap.contains("f1 x"), "{gap}");
}

#[test]
fn the_line_of_a_row_counts_for_its_date_however_much_stands_beside_it() {
    let lease = |lines: &str, rest: &str| {
        let table = format!(
            "| Line of business | Approve for | Limit |\n| --- | --- | --- |\n\
            | {lines} | 1 month or until end of the lease, whichever is longer | |\n{rest}"
        );
        let other =
            format!("3. **More** (a or b):\n   - a. Line of business is Gold;\n   - b. {}.", all(1..=22));
        many(&with("", &table))
            .replace("   - b. Litres ≥ 10 litres.\n", &format!("   - b. Litres ≥ 10 litres;\n{other}\n"))
            .replace(
                "| end of the lease | date | | |",
                "| end of the lease | date | | line of business is Gold |",
            )
    };
    _ = policy(&lease("Gold", "| Silver | 1 month | |\n"));
    let said = refused(&lease("Gold, Silver", ""));
    let what = "a duration of `I.A` runs until `end of the lease`, which exists only when";
    assert!(said.starts_with(&format!("only-when: {what}")), "{said}");
}

/// `MAX_SPLITS`: ten guests in nine rooms, no two in one. That this cannot be takes more splits than are given.
#[test]
fn what_depends_on_too_much_is_not_decided() {
    let guests = 1..=10;
    let rooms: Vec<String> = (1..=9).map(|room| format!("room {room}")).collect();
    let one_of = rooms.join(", ");
    let fact = |facts: String, guest: u32| facts + &format!("| g{guest} x | one of: {one_of} | | | ? |\n");
    let facts = guests.clone().fold(String::new(), fact);
    let pairs = guests.clone().flat_map(|one| (one + 1..=10).map(move |other| (one, other)));
    let always = pairs.flat_map(|pair| rooms.iter().map(move |room| (pair, room))).fold(
        String::new(),
        |always, ((one, other), room)| {
            always + &format!("- If g{one} x is {room}, g{other} x is not {room}.\n")
        },
    );
    let text = with("", BY_LEAK)
        .replace("1. Kind of leak is tap or pipe;", "1. Urgent;")
        .replace("| urgent |", &format!("{facts}| urgent |"))
        .replace("## I. A repair", &format!("### Always true\n\n{always}\n## I. A repair"));
    let said = refused(&text);
    assert!(
        said.contains("outcome-table: not decided whether no duration of `I.A` applies: too much "),
        "{said}"
    );
    assert!(!said.contains(" where "), "{said}");
}
