//! A small policy made by hand, and the document made of it.

use criteria_runtime::{Date, Period, PeriodUnit, State};
use expect_test::expect_file;

use super::markdown::{anchor, escape};
use super::*;
use crate::compiled::{AcceptedFinding, ReadingEffect, compile};
use crate::diagnostic::{Code, Diagnostic};
use crate::interp::{Determination, End, Kind as Decided, Repairs};
use crate::source::{Source, Span};
use crate::spec::ast as spec;
use crate::tree::SentenceReading;
use crate::tree::ast::*;

fn text(string: &str) -> spec::Text {
    spec::Text { string: string.to_owned(), ..spec::Text::default() }
}

fn quote(string: &str) -> Quote {
    Quote { text: string.to_owned(), span: Span::default() }
}

fn fact(name: &str, kind: Kind, question: &str, presence: Presence) -> Fact {
    Fact {
        name: name.to_owned(),
        kind,
        question: question.to_owned(),
        only_when: None,
        presence,
        also: Vec::new(),
        also_not: Vec::new(),
        list: None,
        companion: None,
        span: Span::default(),
    }
}

fn criterion(label: &str, parent: Option<usize>, quoted: &str, body: Body) -> Criterion {
    Criterion {
        label: label.to_owned(),
        part: Part::Whole,
        parent: parent.map(CriterionId),
        quote: quote(quoted),
        applies: None,
        body,
    }
}

fn limit() -> Limit {
    Limit { count: 1, what: "treatment course".to_owned() }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn facts() -> Vec<Fact> {
    let choice = |name: &str| Choice { name: name.to_owned(), also: Vec::new() };
    let lines = Kind::OneOf(vec![choice("Commercial"), choice("Medicaid")]);
    let optional = |name, kind, question| fact(name, kind, question, Presence::Optional);
    vec![
        fact("request date", Kind::Date, "", Presence::Required),
        optional("line of business", lines, "Which line?"),
        optional("neurologist", Kind::YesNo, "Is a neurologist involved | consulted?"),
        optional("renewal date", Kind::Date, "When does the plan year renew?"),
        optional("excluded use", Kind::YesNo, "Is the use excluded?"),
    ]
}

fn criteria() -> Vec<Criterion> {
    let yes = |at| Body::Test(Formula::Atom(Atom::Yes(FactId(at))));
    let group =
        |operator, ids: &[usize]| Body::Group(operator, ids.iter().copied().map(CriterionId).collect());
    vec![
        criterion("I", None, "Initial approval criteria", group(Operator::All, &[1])),
        criterion("I.1", Some(0), "Prescriber;", yes(2)),
        criterion("II", None, "Not authorized", group(Operator::AtLeast(1), &[3, 4])),
        criterion("II.1", Some(2), "Excluded use.", yes(4)),
        criterion("II.2", Some(2), "See below", Body::Note),
    ]
}

fn steps() -> Vec<Step> {
    let step = |quoted: &str, outcome, when| Step { quote: quote(quoted), outcome, when };
    let (first, second) = (CriterionId(0), CriterionId(2));
    vec![
        step("Not authorized when II is met.", Outcome::NotAuthorized, When::Met(second)),
        step("Approve when I is met.", Outcome::Approve(vec![first]), When::Met(first)),
        step("Otherwise: criteria not met.", Outcome::CriteriaNotMet, When::Always),
    ]
}

fn durations() -> Vec<Duration> {
    let period = Period { count: 6, unit: PeriodUnit::Months };
    let until = OrUntil { date: FactId(3), whichever: Whichever::Longer };
    let row = |line, or_until, limit| DurationRow {
        lines: vec![ChoiceId(line)],
        chosen_by: None,
        period,
        or_until,
        limit,
    };
    let rows = vec![row(0, Some(until), Some(limit())), row(1, None, None)];
    vec![Duration { section: CriterionId(0), rows, go_together: DurationRows::Exclusive }]
}

fn examples() -> Vec<Example> {
    let base = Example {
        id: "E1".to_owned(),
        title: "Everything met".to_owned(),
        starts_from: None,
        differs: String::new(),
        facts: vec![(FactId(0), Value::Date(date("2026-03-01"))), (FactId(2), Value::YesNo(true))],
        expected: Expected {
            determination: ExpectedKind::NotAuthorized,
            because: Vec::new(),
            missing: Vec::new(),
            span: Span::default(),
        },
        quote: Quote::default(),
    };
    let variant = Example {
        id: "E2".to_owned(),
        title: String::new(),
        starts_from: Some("E1".to_owned()),
        differs: "neurologist: no".to_owned(),
        ..base.clone()
    };
    vec![base, variant]
}

/// The policy of the tests: one section that approves, one that never does.
fn policy() -> Policy {
    let never = quote("Never approve when excluded use.");
    Policy {
        id: "X.1".to_owned(),
        title: "Drug_a (Brand*)".to_owned(),
        version: "2026-01".to_owned(),
        in_force_from: date("2026-01-01"),
        in_force_until: None,
        first_effective: None,
        subject: "member".to_owned(),
        requests: "requests".into(),
        facts: facts(),
        request_kind: None,
        request_date: FactId(0),
        line_of_business: Some(FactId(1)),
        always: Vec::new(),
        criteria: criteria(),
        steps: steps(),
        durations: durations(),
        referrals: vec![Referral {
            criterion: CriterionId(3),
            targets: vec![(Some(ChoiceId(0)), "X.2".to_owned()), (Some(ChoiceId(1)), "X.3".to_owned())],
        }],
        invariants: vec![Invariant {
            number: 1,
            quote: never.clone(),
            statements: vec![(never, Statement::Total)],
        }],
        examples: examples(),
        readings: vec![Reading {
            id: "R1".to_owned(),
            place: "I.1".to_owned(),
            question: "Who counts?".to_owned(),
            ours: "Either.".to_owned(),
            other: "Only the prescriber.".to_owned(),
            written: Some(quote("Prescribed by a neurologist")),
            kept: Vec::new(),
        }],
        ask_order: vec![FactId(4), FactId(2), FactId(1), FactId(3)],
    }
}

fn determination(kind: Decided, because: &[usize]) -> Determination {
    Determination {
        kind,
        step: 0,
        under: None,
        end: Some(End::Unknown { at_least: Some(Period { count: 6, unit: PeriodUnit::Months }) }),
        limit: Some(limit()),
        target: None,
        states: vec![State::Unknown; 5],
        because: because.iter().copied().map(CriterionId).collect(),
        unmet: Vec::new(),
        repairs: Repairs::default(),
        missing: vec![FactId(3)],
    }
}

fn section(label: &str, heading: &str, scope: Option<&str>, items: Vec<spec::Item>) -> spec::Section {
    spec::Section {
        label: label.to_owned(),
        heading: text(heading),
        scope: scope.map(text),
        items,
        sections: Vec::new(),
        durations: None,
        duration_rows: spec::DurationRows::Exclusive,
        referrals: None,
    }
}

fn item(label: &str, written: spec::Text, children: Vec<spec::Item>) -> spec::Item {
    let literal = label.rsplit('.').next().unwrap().to_owned();
    spec::Item {
        label: label.to_owned(),
        literal,
        label_span: Span::default(),
        text: written,
        children,
        cells: Vec::new(),
    }
}

fn document() -> spec::Spec {
    let bold = spec::Text {
        string: "Prescriber (a or b):".to_owned(),
        strong: std::iter::once(0..10).collect(),
        footnotes: vec![(10, "note".to_owned())],
        ..spec::Text::default()
    };
    let children = vec![
        item("I.1.a", text("A neurologist;"), Vec::new()),
        item("I.1.b", text("Dose ≤ 5 mg <or> 3 * ULN."), Vec::new()),
    ];
    spec::Spec {
        header: vec![(text("Reference number"), text("X.1"))],
        introduction: vec![spec::Block::Paragraph(text("- 5 percent of members_use it."))],
        sections: vec![
            section(
                "I",
                "Initial approval criteria (must meet all)",
                Some("For initial requests"),
                vec![item("I.1", bold, children)],
            ),
            section(
                "II",
                "Not authorized (any of the following)",
                None,
                vec![item("II.1", text("Excluded use."), Vec::new())],
            ),
        ],
        order: vec![text("Not authorized when II is met.")],
        reference: vec![spec::Reference {
            heading: text("Appendix A: Abbreviations"),
            blocks: vec![spec::Block::Table(spec::Table {
                header: vec![text("Short"), text("Long")],
                rows: vec![vec![text("A|B"), text("18. of x")]],
                span: Span::default(),
            })],
        }],
        footnotes: vec![("note".to_owned(), text("Or one was consulted."))],
        ..spec::Spec::default()
    }
}

/// The policy of the tests, compiled by hand.
pub(crate) fn compiled() -> Compiled {
    let mut compiled = compile(Source::new("spec/x-1/2026-01.md", ""));
    compiled.spec = document();
    compiled.policy = Some(policy());
    compiled.readings = vec![SentenceReading {
        place: "I.1.a".to_owned(),
        text: quote("A neurologist;"),
        read_as: "neurologist".to_owned(),
        not_met: "not a neurologist".to_owned(),
        words: Vec::new(),
        patterns: Vec::new(),
    }];
    let mut finding = Diagnostic::new(Code::UnitSlip, Span::default(), "250 mg under 250 mcg");
    finding.path = vec!["Appendix B".to_owned(), "Betaseron".to_owned()];
    compiled.accepted = vec![AcceptedFinding { diagnostic: finding, why: "as published".to_owned() }];
    compiled.diagnostics = vec![Diagnostic::new(Code::UnusedFact, Span::default(), "`x` is never used")];
    compiled.example_results =
        vec![determination(Decided::Approve, &[1]), determination(Decided::NeedsInformation, &[])];
    compiled.reading_effects = vec![ReadingEffect {
        id: "R1".to_owned(),
        read_as: None,
        changes: vec![("E1".to_owned(), "approve".to_owned(), "criteria not met".to_owned())],
    }];
    compiled
}

#[test]
fn the_whole_document() {
    let compiled = compiled();
    let text = emit(&compiled, compiled.policy.as_ref().unwrap(), &"ab".repeat(32)).unwrap();
    expect_file!["./test-policy.md"].assert_eq(&text);
    assert_eq!(text, emit(&compiled, compiled.policy.as_ref().unwrap(), &"ab".repeat(32)).unwrap());
}

#[test]
fn every_link_has_its_anchor() {
    let compiled = compiled();
    let text = emit(&compiled, compiled.policy.as_ref().unwrap(), "ab").unwrap();
    let headings: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    for target in text.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        let found =
            text.contains(&format!("<a id=\"{target}\"></a>")) || headings.iter().any(|one| one == target);
        assert!(found, "no anchor `{target}`");
    }
}

#[test]
fn the_list_of_policies() {
    let policy = policy();
    let page = Page { folder: "x-1", version: "2026-01" };
    let text = index(&[(page, &policy, &"ab".repeat(32))]).unwrap();
    assert!(
        text.contains(
            "| X.1 | Drug\\_a (Brand\\*) | [2026-01](x-1/2026-01.md) | from 2026-01-01 | 2 | 0 % | 0 % | 100 % | `abababababab` |\n"
        ),
        "{text}"
    );
}

#[test]
fn a_policy_without_anything_optional_still_prints() {
    let mut compiled = compile(Source::new("a/b.md", ""));
    let mut bare = policy();
    (bare.durations, bare.referrals, bare.readings) = (Vec::new(), Vec::new(), Vec::new());
    (bare.invariants, bare.examples) = (Vec::new(), Vec::new());
    bare.line_of_business = None;
    compiled.policy = Some(bare.clone());
    let text = emit(&compiled, &bare, "").unwrap();
    assert!(text.contains("No finding is open."), "{text}");
}

#[test]
fn escapes() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }
    check("a | b", "a \\| b");
    check("> 18 years", "\\> 18 years");
    check("≥ 18 > 3", "≥ 18 > 3");
    check("18. of May", "18\\. of May");
    check("1) x", "1\\) x");
    check("12 mg", "12 mg");
    check("0.5 mg", "0.5 mg");
    check("-2.5", "-2.5");
    check("---", "\\---");
    check("#1", "\\#1");
    check("- 5\n+ 3", "\\- 5 + 3");
    check("x<b>y & z&ge;", "x\\<b>y & z\\&ge;");
    check("[^nope] ~3~ $4 `c`", "\\[^nope\\] \\~3\\~ \\$4 \\`c\\`");
    check("", "");
}

#[test]
fn anchors() {
    assert_eq!(anchor("I.A.4.d"), "i-a-4-d");
    assert_eq!(anchor("Order 2"), "order-2");
}
