//! Policies made by hand, and random ones, for the tests of the interpreter and of requests.

mod ms;
mod random;

pub(crate) use ms::{APPROVED, differs, ms};
pub(crate) use random::{config, pair, policies, requests};

use criteria_runtime::{Date, Period, PeriodUnit};

use super::Request;
use crate::source::Span;
use crate::tree::ast::{
    Atom, Body, Choice, ChoiceId, Comparison, Criterion, CriterionId, Fact, FactId, Formula, Kind, Limit,
    Operator, Outcome, Part, Policy, Presence, Quantity, Quote, Step, When,
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
        in_force_until: None,
        first_effective: None,
        subject: "member".to_owned(),
        requests: "requests".into(),
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
    let derived = matches!(kind, Kind::YearsSince { .. } | Kind::Computed { .. });
    let id = FactId(policy.facts.len());
    policy.facts.push(Fact {
        name: name.to_owned(),
        kind,
        question: if derived { String::new() } else { format!("What about the {name}?") },
        only_when: None,
        presence: if derived { Presence::Derived } else { Presence::Optional },
        also: Vec::new(),
        also_not: Vec::new(),
        list: None,
        companion: None,
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
        add(policy, node, None, ["I", "II", "III", "IV", "V", "VI"][at], 0);
    }
}

fn add(
    policy: &mut Policy,
    node: Node,
    parent: Option<CriterionId>,
    label: &str,
    depth: usize,
) -> CriterionId {
    let id = CriterionId(policy.criteria.len());
    policy.criteria.push(Criterion {
        label: label.to_owned(),
        part: Part::Whole,
        parent,
        quote: Quote { text: format!("Text of {label}"), span: Span::default() },
        applies: node.applies,
        body: Body::Note,
    });
    let under = |policy: &mut Policy, nodes: Vec<Node>| -> Vec<CriterionId> {
        let place = |at: usize| match depth {
            0 if at < 26 => char::from(b'A' + u8::try_from(at).unwrap()).to_string(),
            2 if at < 26 => char::from(b'a' + u8::try_from(at).unwrap()).to_string(),
            _ => (at + 1).to_string(),
        };
        let nodes = nodes.into_iter().enumerate();
        let mut under =
            |(at, node)| add(policy, node, Some(id), &format!("{label}.{}", place(at)), depth + 1);
        nodes.map(&mut under).collect()
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

pub(crate) fn limit() -> Limit {
    Limit { count: 1, what: "treatment course".to_owned() }
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
