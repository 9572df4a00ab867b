//! Random policies and requests to them.

use criteria_runtime::PeriodUnit;
use proptest::prelude::*;

use super::{
    Node, NodeBody, all, blank, case, date, fact, group, is, limit, line_of_business, named, not, outline,
    period, step, test, yes,
};
use crate::interp::Request;
use crate::tree::ast::{
    ChoiceId, CriterionId, Duration, DurationRow, DurationRows, FactId, Formula, Kind, Operator, OrUntil,
    Outcome, Policy, Referral, Value, When, Whichever,
};

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
            prop::collection::vec(inner.clone(), 1..3).prop_map(Formula::Any),
            (1usize..3, prop::collection::vec(inner, 2..4))
                .prop_map(|(least, of)| Formula::AtLeast(least, of)),
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
                chosen_by: None,
                lines: vec![ChoiceId(line)],
                period: period(months, PeriodUnit::Months),
                or_until: whichever.map(|whichever| OrUntil { date: until, whichever }),
                limit: limited.then(limit),
            }
        });
        policy.durations.push(Duration {
            section: *section,
            rows: rows.collect(),
            go_together: DurationRows::Exclusive,
        });
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

/// A property's cases: its own number, or what `PROPTEST_CASES` asks for.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}
