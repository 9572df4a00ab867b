//! Policies made by hand, and random ones, for the tests of the interpreter and of requests.

use criteria_runtime::{Date, Period, PeriodUnit};
use proptest::prelude::*;

use super::Request;
use crate::source::Span;
use crate::tree::ast::{
    Always, Atom, Body, Choice, ChoiceId, Comparison, Criterion, CriterionId, Duration, DurationRow, Fact,
    FactId, Formula, Kind, Limit, Operator, OrUntil, Outcome, Part, Policy, Presence, Quantity, Quote,
    Referral, Step, Trial, Value, When, Whichever,
};

/// A node of the outline before it has a label.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) applies: Option<Formula>,
    pub(crate) body: NodeBody,
}

#[derive(Debug, Clone)]
pub(crate) enum NodeBody {
    Heading(Vec<Node>),
    Note,
    Selector,
    Test(Formula),
    Group(Operator, Vec<Node>),
}

impl Node {
    pub(crate) fn when(mut self, applies: Formula) -> Self {
        self.applies = Some(applies);
        self
    }
}

pub(crate) fn test(formula: Formula) -> Node {
    Node { applies: None, body: NodeBody::Test(formula) }
}

pub(crate) fn group(operator: Operator, children: Vec<Node>) -> Node {
    Node { applies: None, body: NodeBody::Group(operator, children) }
}

pub(crate) fn all(children: Vec<Node>) -> Node {
    group(Operator::All, children)
}

pub(crate) fn one_of(children: Vec<Node>) -> Node {
    group(Operator::AtLeast(1), children)
}

pub(crate) fn case(children: Vec<Node>) -> Node {
    group(Operator::Case, children)
}

pub(crate) fn heading(children: Vec<Node>) -> Node {
    Node { applies: None, body: NodeBody::Heading(children) }
}

pub(crate) fn note() -> Node {
    Node { applies: None, body: NodeBody::Note }
}

pub(crate) fn yes(fact: FactId) -> Formula {
    Formula::Atom(Atom::Yes(fact))
}

pub(crate) fn is(fact: FactId, choices: &[usize]) -> Formula {
    Formula::Atom(Atom::Is(fact, choices.iter().map(|c| ChoiceId(*c)).collect()))
}

pub(crate) fn compare(fact: FactId, comparison: Comparison, number: i64) -> Formula {
    Formula::Atom(Atom::Compare(fact, comparison, number))
}

pub(crate) fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

pub(crate) const fn period(count: u16, unit: PeriodUnit) -> Period {
    Period { count, unit }
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A policy with a request date only; facts and criteria are added to it.
pub(crate) fn blank() -> Policy {
    let mut policy = Policy {
        id: "CP.TEST.1".to_owned(),
        title: "Test".to_owned(),
        version: "2026-01".to_owned(),
        in_force_from: date("2026-01-01"),
        first_effective: None,
        subject: "member".to_owned(),
        facts: Vec::new(),
        request_kind: None,
        request_date: FactId(0),
        line_of_business: None,
        always: Vec::new(),
        criteria: Vec::new(),
        steps: Vec::new(),
        durations: Vec::new(),
        referrals: Vec::new(),
        invariants: Vec::new(),
        examples: Vec::new(),
        readings: Vec::new(),
        ask_order: Vec::new(),
    };
    let request_date = fact(&mut policy, "request date", Kind::Date);
    policy.facts[request_date.0].presence = Presence::Required;
    policy
}

pub(crate) fn fact(policy: &mut Policy, name: &str, kind: Kind) -> FactId {
    let derived = matches!(kind, Kind::YearsSince { .. } | Kind::Product { .. });
    let id = FactId(policy.facts.len());
    policy.facts.push(Fact {
        name: name.to_owned(),
        kind,
        question: if derived { String::new() } else { format!("What about the {name}?") },
        only_when: None,
        presence: if derived { Presence::Derived } else { Presence::Optional },
        also: Vec::new(),
        also_not: Vec::new(),
        span: Span::default(),
    });
    if !derived {
        policy.ask_order.push(id);
    }
    id
}

pub(crate) fn choices(names: &[&str]) -> Vec<Choice> {
    names.iter().map(|name| Choice { name: (*name).to_owned(), also: Vec::new() }).collect()
}

pub(crate) fn quantity(unit: &str, places: u32, min: i64, max: i64) -> Kind {
    Kind::Quantity(Quantity { unit: unit.to_owned(), places, min, max })
}

pub(crate) fn line_of_business(policy: &mut Policy) -> FactId {
    let line = fact(policy, "line of business", Kind::OneOf(choices(&["Commercial", "HIM", "Medicaid"])));
    policy.line_of_business = Some(line);
    line
}

/// Adds nodes to the outline, labelled by their place.
pub(crate) fn outline(policy: &mut Policy, top: Vec<Node>) {
    for (at, node) in top.into_iter().enumerate() {
        add(policy, node, None, ["I", "II", "III", "IV", "V", "VI"][at].to_owned(), 0);
    }
}

fn add(
    policy: &mut Policy,
    node: Node,
    parent: Option<CriterionId>,
    label: String,
    depth: usize,
) -> CriterionId {
    let id = CriterionId(policy.criteria.len());
    policy.criteria.push(Criterion {
        label: label.clone(),
        part: Part::Whole,
        parent,
        quote: Quote { text: format!("Text of {label}"), span: Span::default() },
        applies: node.applies,
        body: Body::Note,
    });
    let under = |policy: &mut Policy, nodes: Vec<Node>| -> Vec<CriterionId> {
        let label = |at: usize| match depth {
            0 if at < 26 => char::from(b'A' + u8::try_from(at).unwrap()).to_string(),
            2 if at < 26 => char::from(b'a' + u8::try_from(at).unwrap()).to_string(),
            _ => (at + 1).to_string(),
        };
        let nodes = nodes.into_iter().enumerate();
        nodes
            .map(|(at, node)| {
                add(
                    policy,
                    node,
                    Some(id),
                    format!("{}.{}", policy.criteria[id.0].label.clone(), label(at)),
                    depth + 1,
                )
            })
            .collect()
    };
    let body = match node.body {
        NodeBody::Heading(children) => Body::Heading(under(policy, children)),
        NodeBody::Group(operator, children) => Body::Group(operator, under(policy, children)),
        NodeBody::Note => Body::Note,
        NodeBody::Selector => Body::Selector,
        NodeBody::Test(formula) => Body::Test(formula),
    };
    policy.criteria[id.0].body = body;
    id
}

pub(crate) fn at(policy: &Policy, label: &str) -> CriterionId {
    policy.labelled(label).unwrap_or_else(|| panic!("no criterion {label}"))
}

pub(crate) fn named(policy: &Policy, name: &str) -> FactId {
    policy.named(name).unwrap_or_else(|| panic!("no fact {name}"))
}

pub(crate) fn step(policy: &mut Policy, outcome: Outcome, when: When) {
    let text = format!("Step {}", policy.steps.len() + 1);
    policy.steps.push(Step { quote: Quote { text, span: Span::default() }, outcome, when });
}

pub(crate) fn limit() -> Option<Limit> {
    Some(Limit { count: 1, what: "treatment course".to_owned() })
}

/// Labels of criteria with blanks between them.
pub(crate) fn labels(policy: &Policy, of: &[CriterionId]) -> String {
    of.iter().map(|id| policy.criterion(*id).label.as_str()).collect::<Vec<_>>().join(" ")
}

/// Facts by name with commas between them.
pub(crate) fn names(policy: &Policy, of: &[FactId]) -> String {
    of.iter().map(|id| policy.fact(*id).name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A request from `name: value` pairs.
#[track_caller]
pub(crate) fn request(policy: &Policy, facts: &[(&str, &str)]) -> Request {
    let mut request = Request::new(policy);
    for (name, value) in facts {
        let id = named(policy, name);
        request.set(id, Some(crate::request::read_value(policy, id, value).unwrap()));
    }
    request
}

/// A small sibling of CP.PHAR.243: every construct of the tree is in it.
pub(crate) fn ms() -> Policy {
    let mut policy = blank();
    let p = &mut policy;
    let kind = fact(p, "request kind", Kind::OneOf(choices(&["initial", "continued"])));
    p.facts[kind.0].presence = Presence::Required;
    p.request_kind = Some(kind);
    let line = line_of_business(p);
    let diagnosis = fact(
        p,
        "diagnosis",
        Kind::OneOf(choices(&[
            "relapsing-remitting MS",
            "primary progressive MS",
            "clinically isolated syndrome",
        ])),
    );
    if let Kind::OneOf(choices) = &mut p.facts[diagnosis.0].kind {
        choices[2].also.push("CIS".to_owned());
    }
    let born = fact(p, "date of birth", Kind::Date);
    fact(p, "age", Kind::YearsSince { date: born, range: (0, 130) });
    let fumarate = fact(p, "dimethyl fumarate", Kind::Trial(Trial::WithDose));
    let fingolimod = fact(p, "fingolimod", Kind::Trial(Trial::WithDose));
    let together = fact(
        p,
        "therapies used together",
        Kind::AnyOf(choices(&["alemtuzumab", "glatiramer acetate", "ocrelizumab"])),
    );
    let course = fact(p, "course", Kind::OneOf(choices(&["first", "second or later"])));
    let dose = fact(p, "daily dose", quantity("mg per day", 2, 0, 10_000));
    let days = fact(p, "consecutive days", quantity("days", 0, 1, 30));
    let total = fact(
        p,
        "total dose",
        Kind::Product {
            left: dose,
            right: days,
            quantity: Quantity { unit: "mg".to_owned(), places: 2, min: 0, max: 300_000 },
        },
    );
    let prior = fact(p, "prior course completed", Kind::Date);
    p.facts[prior.0].only_when = Some(is(course, &[1]));
    let response = fact(p, "positive response", Kind::YesNo);
    let change = fact(p, "label change", Kind::YesNo);
    let changed = fact(p, "date of the label change", Kind::Date);
    p.facts[changed.0].only_when = Some(yes(change));
    let formulary = fact(p, "on formulary", Kind::YesNo);
    let renewal = fact(p, "renewal date", Kind::Date);
    p.facts[renewal.0].only_when = Some(is(line, &[0]));
    for fact in [prior, born, changed] {
        let formula = Formula::Atom(Atom::Dates(fact, Comparison::AtMost, FactId(0)));
        let text = format!("{} is on or before the request date.", p.fact(fact).name);
        p.always.push(Always { quote: Quote { text, span: Span::default() }, formula });
    }

    let trial = |fact| test(is(fact, &[1, 2, 3]));
    let months = |count| period(count, PeriodUnit::Months);
    let doses = |days_limit, total_limit| {
        test(Formula::All(vec![
            compare(dose, Comparison::AtMost, 1200),
            compare(days, Comparison::AtMost, days_limit),
            compare(total, Comparison::AtMost, total_limit),
        ]))
    };
    let initial = all(vec![
        test(is(diagnosis, &[0])),
        test(Formula::Atom(Atom::Elapsed(born, period(18, PeriodUnit::Years)))),
        group(Operator::All, vec![trial(fumarate), trial(fingolimod)]),
        test(not(Formula::Atom(Atom::Includes(together, vec![ChoiceId(1), ChoiceId(2)])))),
        case(vec![doses(5, 6000).when(is(course, &[0])), doses(3, 3600).when(is(course, &[1]))]),
    ]);
    let other = one_of(vec![
        all(vec![
            test(yes(change)),
            test(Formula::Atom(Atom::Within(changed, months(6)))),
            one_of(vec![test(yes(formulary)), test(not(yes(formulary)))]),
        ]),
        test(is(diagnosis, &[2])),
    ]);
    let continued = all(vec![
        test(yes(response)),
        test(Formula::Atom(Atom::Elapsed(prior, months(12)))).when(is(course, &[1])),
        doses(3, 3600),
    ]);
    outline(
        p,
        vec![
            heading(vec![initial, other.clone()]).when(is(kind, &[0])),
            heading(vec![continued, other]).when(is(kind, &[1])),
            one_of(vec![note(), test(is(diagnosis, &[1]))]),
        ],
    );
    let id = |label: &str| at(p, label);
    let (i, ii, iii) = (id("I.A"), id("II.A"), id("III"));
    let (i1, ii1, i2, ii2) = (id("I.B.1"), id("II.B.1"), id("I.B.2"), id("II.B.2"));
    let targets = |a: &str, b: &str, c: &str| {
        [a, b, c].iter().enumerate().map(|(at, t)| (Some(ChoiceId(at)), (*t).to_owned())).collect()
    };
    p.referrals = vec![
        Referral { criterion: id("I.B.1.c.1"), targets: targets("CP.CPA.190", "HIM.PA.33", "CP.PMN.255") },
        Referral { criterion: id("I.B.1.c.2"), targets: targets("CP.CPA.190", "HIM.PA.103", "CP.PMN.16") },
        Referral { criterion: i2, targets: targets("CP.CPA.09", "HIM.PA.154", "CP.PMN.53") },
        Referral { criterion: id("II.B.1.c.1"), targets: targets("CP.CPA.190", "HIM.PA.33", "CP.PMN.255") },
        Referral { criterion: id("II.B.1.c.2"), targets: targets("CP.CPA.190", "HIM.PA.103", "CP.PMN.16") },
        Referral { criterion: ii2, targets: targets("CP.CPA.09", "HIM.PA.154", "CP.PMN.53") },
    ];
    let rows = vec![
        DurationRow {
            lines: vec![ChoiceId(1), ChoiceId(2)],
            period: months(12),
            or_until: None,
            limit: limit(),
        },
        DurationRow {
            lines: vec![ChoiceId(0)],
            period: months(6),
            or_until: Some(OrUntil { date: renewal, whichever: Whichever::Longer }),
            limit: limit(),
        },
    ];
    p.durations = vec![Duration { section: i, rows: rows.clone() }, Duration { section: ii, rows }];
    step(
        p,
        Outcome::Approve(vec![i, ii]),
        When::All(vec![When::Any(vec![When::Met(i), When::Met(ii)]), When::Not(Box::new(When::Met(iii)))]),
    );
    step(p, Outcome::Refer(vec![i1, ii1]), When::Any(vec![When::Met(i1), When::Met(ii1)]));
    step(p, Outcome::NotAuthorized, When::Met(iii));
    let excluded = When::Any(vec![When::NotMet(at(p, "I.A.2"))]);
    step(p, Outcome::Refer(vec![i2, ii2]), When::Any(vec![When::Met(i2), When::Met(ii2)]));
    let off_label = When::All(vec![When::Any(vec![When::Met(i2), When::Met(i)]), excluded]);
    step(p, Outcome::Refer(vec![i2]), off_label);
    step(p, Outcome::CriteriaNotMet, When::Always);
    policy
}

/// An initial request to [`ms`] that is approved.
pub(crate) const APPROVED: &[(&str, &str)] = &[
    ("request kind", "initial"),
    ("request date", "2026-03-01"),
    ("line of business", "Commercial"),
    ("diagnosis", "relapsing-remitting MS"),
    ("date of birth", "1980-06-15"),
    ("dimethyl fumarate", "failed at the maximally indicated dose"),
    ("fingolimod", "contraindicated"),
    ("therapies used together", "alemtuzumab"),
    ("course", "first"),
    ("daily dose", "12 mg per day"),
    ("consecutive days", "5 days"),
    ("label change", "no"),
    ("on formulary", "yes"),
    ("renewal date", "2026-12-01"),
];

/// [`APPROVED`] with some facts changed, or made unknown by an empty value.
#[track_caller]
pub(crate) fn differs(policy: &Policy, changes: &[(&str, &str)]) -> Request {
    let mut request = request(policy, APPROVED);
    for (name, value) in changes {
        let id = named(policy, name);
        let value = (!value.is_empty()).then(|| crate::request::read_value(policy, id, value).unwrap());
        request.set(id, value);
    }
    request
}

/// How many yes/no facts random policies have.
const FACTS: usize = 6;

/// Formulas over the facts of random policies.
fn formulas() -> impl Strategy<Value = Formula> {
    let atom = prop_oneof![
        4 => (2..2 + FACTS).prop_map(|at| yes(FactId(at))),
        1 => (0..3usize).prop_map(|choice| is(FactId(1), &[choice])),
    ];
    atom.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(not),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Formula::All),
            prop::collection::vec(inner, 1..3).prop_map(Formula::Any),
        ]
    })
}

fn nodes(leaves: u32) -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![8 => formulas().prop_map(test), 1 => Just(Node { applies: None, body: NodeBody::Selector })];
    leaf.prop_recursive(3, leaves, 3, |inner| {
        let children = prop::collection::vec(inner.clone(), 1..4);
        let conditional =
            prop::collection::vec((inner.clone(), prop::option::weighted(0.3, formulas())), 1..4);
        let lines = prop::collection::vec(inner.clone(), 3);
        prop_oneof![
            conditional
                .prop_map(|nodes| all(nodes.into_iter().map(|(n, applies)| Node { applies, ..n }).collect())),
            (children.clone(), 0..3usize)
                .prop_map(|(nodes, least)| group(Operator::AtLeast(least.min(nodes.len() - 1) + 1), nodes)),
            children.prop_map(|nodes| group(Operator::NoneOf, nodes)),
            (inner.clone(), inner, formulas())
                .prop_map(|(one, other, c)| case(vec![one.when(c.clone()), other.when(not(c))])),
            lines.prop_map(|nodes| case(
                nodes.into_iter().enumerate().map(|(at, n)| n.when(is(FactId(1), &[at]))).collect()
            )),
        ]
    })
}

fn whens(of: usize) -> impl Strategy<Value = When> {
    let atom = (0..of, 0..8u8).prop_map(|(at, which)| match which {
        0..=4 => When::Met(CriterionId(at)),
        5 | 6 => When::NotMet(CriterionId(at)),
        _ => When::DoesNotApply(CriterionId(at)),
    });
    atom.prop_recursive(2, 5, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|when| When::Not(Box::new(when))),
            prop::collection::vec(inner.clone(), 1..3).prop_map(When::All),
            prop::collection::vec(inner, 1..3).prop_map(When::Any),
        ]
    })
}

/// A policy that fails a test in its canonical form.
pub(crate) struct Shown(Policy);

impl std::ops::Deref for Shown {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.0
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", crate::tree::hash::canonical(&self.0))
    }
}

/// Random policies: three sections of a few leaves, and any order of determination.
pub(crate) fn policies() -> impl Strategy<Value = Shown> {
    let sections = prop::collection::vec((nodes(5), prop::option::weighted(0.3, formulas())), 3);
    sections.prop_flat_map(|sections| {
        let mut policy = blank();
        line_of_business(&mut policy);
        for at in 0..FACTS {
            fact(&mut policy, &format!("fact {at}"), Kind::YesNo);
        }
        fact(&mut policy, "until", Kind::Date);
        outline(&mut policy, sections.into_iter().map(|(node, applies)| Node { applies, ..node }).collect());
        let tops: Vec<CriterionId> =
            policy.criteria().filter(|(_, c)| c.parent.is_none()).map(|(id, _)| id).collect();
        let steps = prop::collection::vec((0..5u8, whens(policy.criteria.len()), any_of(tops.clone())), 1..5);
        let rows = prop::collection::vec((1..4u16, 0..3u8, any::<bool>()), tops.len() * 3);
        let targets = prop::collection::vec(0..3u8, policy.criteria.len() * 3);
        (Just(policy), Just(tops), steps, rows, targets).prop_map(
            |(mut policy, tops, steps, rows, targets)| {
                finish(&mut policy, &tops, steps, &rows, &targets);
                Shown(policy)
            },
        )
    })
}

fn any_of(tops: Vec<CriterionId>) -> impl Strategy<Value = Vec<CriterionId>> {
    prop::sample::subsequence(tops, 1..=2)
}

fn finish(
    policy: &mut Policy,
    tops: &[CriterionId],
    steps: Vec<(u8, When, Vec<CriterionId>)>,
    rows: &[(u16, u8, bool)],
    targets: &[u8],
) {
    let until = named(policy, "until");
    for (at, section) in tops.iter().enumerate() {
        let rows = (0..3).map(|line| {
            let (months, bound, limited) = rows[at * 3 + line];
            let whichever = [Whichever::Longer, Whichever::Shorter].get(usize::from(bound)).copied();
            DurationRow {
                lines: vec![ChoiceId(line)],
                period: period(months, PeriodUnit::Months),
                or_until: whichever.map(|whichever| OrUntil { date: until, whichever }),
                limit: if limited { limit() } else { None },
            }
        });
        policy.durations.push(Duration { section: *section, rows: rows.collect() });
    }
    for at in 0..policy.criteria.len() {
        let target = |line: usize| (Some(ChoiceId(line)), format!("T{}", targets[at * 3 + line]));
        if targets[at * 3] < 2 || tops.contains(&CriterionId(at)) {
            policy
                .referrals
                .push(Referral { criterion: CriterionId(at), targets: (0..3).map(target).collect() });
        }
    }
    for (which, when, of) in steps {
        let any_met = When::Any(of.iter().map(|id| When::Met(*id)).collect());
        let (outcome, when) = match which {
            0 => (Outcome::NotAuthorized, when),
            1 | 2 => (Outcome::Refer(of), When::All(vec![any_met, when])),
            _ => (Outcome::Approve(of), When::All(vec![any_met, when])),
        };
        step(policy, outcome, when);
    }
    step(policy, Outcome::CriteriaNotMet, When::Always);
}

/// Complete requests to random policies, and which facts to mask.
pub(crate) fn requests() -> impl Strategy<Value = (Vec<bool>, usize, u16, Vec<bool>)> {
    (
        prop::collection::vec(any::<bool>(), FACTS),
        0..3usize,
        0..400u16,
        prop::collection::vec(any::<bool>(), FACTS + 2),
    )
}

/// The complete request of a strategy, and the same with facts masked.
pub(crate) fn pair(
    policy: &Policy,
    (answers, line, days, masks): &(Vec<bool>, usize, u16, Vec<bool>),
) -> (Request, Request) {
    let today = date("2026-03-01");
    let mut complete = Request::new(policy);
    complete.set(FactId(0), Some(Value::Date(today)));
    complete.set(FactId(1), Some(Value::Choice(ChoiceId(*line))));
    for (at, answer) in answers.iter().enumerate() {
        complete.set(FactId(2 + at), Some(Value::YesNo(*answer)));
    }
    complete.set(FactId(2 + FACTS), Some(Value::Date(today.plus(period(*days, PeriodUnit::Days)))));
    let mut partial = complete.clone();
    for (at, mask) in masks.iter().enumerate().filter(|(_, mask)| **mask) {
        _ = mask;
        partial.set(FactId(1 + at), None);
    }
    (complete, partial)
}
