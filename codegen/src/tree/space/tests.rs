//! The search by what follows agrees with trying all combinations.

use criteria_runtime::{Period, PeriodUnit};
use proptest::prelude::*;

use super::{Search, holds, search_within, solve};
use crate::source::Span;
use crate::tree::ast::{Atom, Comparison, Fact, FactId, Formula, Kind, Presence, Quantity};

fn facts() -> Vec<Fact> {
    let quantity = || Kind::Quantity(Quantity { unit: String::new(), places: 0, min: 0, max: 9 });
    let kinds = [Kind::YesNo, Kind::YesNo, Kind::YesNo, quantity(), quantity(), Kind::Date, Kind::Date];
    let fact = |(at, kind)| Fact {
        companion: None,
        name: format!("fact {at}"),
        kind,
        question: String::new(),
        only_when: None,
        presence: Presence::Optional,
        also: Vec::new(),
        also_not: Vec::new(),
        list: None,
        span: Span::default(),
    };
    kinds.into_iter().enumerate().map(fact).collect()
}

fn atom() -> impl Strategy<Value = Formula> {
    let months = |count| Period { count, unit: PeriodUnit::Months };
    prop_oneof![
        (0..3_usize).prop_map(|fact| Atom::Yes(FactId(fact))),
        (3..5_usize, -3..13_i64).prop_map(|(fact, at)| Atom::Compare(FactId(fact), Comparison::AtLeast, at)),
        (3..5_usize, -3..13_i64).prop_map(|(fact, at)| Atom::Compare(FactId(fact), Comparison::Equal, at)),
        (1..4_u16).prop_map(move |count| Atom::Elapsed(FactId(5), months(count))),
        (1..4_u16).prop_map(move |count| Atom::Within(FactId(5), months(count))),
        (5..7_usize, comparison()).prop_map(|(one, by)| Atom::Dates(FactId(one), by, FactId(11 - one))),
        comparison().prop_map(move |by| Atom::Apart(FactId(5), months(1), by, FactId(6))),
    ]
    .prop_map(Formula::Atom)
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
    prop::sample::select(vec![AtLeast, MoreThan, AtMost, LessThan, Equal])
}

fn formula() -> impl Strategy<Value = Formula> {
    atom().prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            inner.prop_map(|one| Formula::Not(Box::new(one))),
            parts.clone().prop_map(Formula::All),
            parts.clone().prop_map(Formula::Any),
            (0..4_usize, parts).prop_map(|(least, parts)| Formula::AtLeast(least, parts)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_searches_find_the_same(formula in formula()) {
        let facts = facts();
        let tried = search_within(&facts, &formula, 5_000_000);
        match solve(&facts, &formula, 10_000) {
            Search::Somewhere { facts, free } => {
                prop_assert!(matches!(tried, Search::Somewhere { .. } | Search::TooMany), "{:?}", formula);
                let free: Vec<(&Atom, bool)> = free.iter().map(|(atom, holds)| (atom, *holds)).collect();
                let facts: Vec<_> = facts.iter().map(|(fact, value)| (*fact, value)).collect();
                prop_assert!(holds(&formula, &facts, &free), "{:?}", formula);
            }
            Search::Nowhere => prop_assert!(matches!(tried, Search::Nowhere | Search::TooMany), "{:?}", formula),
            Search::TooMany => prop_assert!(false, "not decided: {:?}", formula),
        }
    }
}

/// What two dates cannot be to each other holds nowhere, by either search; what they can be is found.
#[test]
fn two_dates_stand_in_one_order() {
    use Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
    let (one, other) = (FactId(5), FactId(6));
    let month = Period { count: 1, unit: PeriodUnit::Months };
    let dates = |by| Formula::Atom(Atom::Dates(one, by, other));
    let turned = |by| Formula::Atom(Atom::Dates(other, by, one));
    let apart = |by| Formula::Atom(Atom::Apart(one, month, by, other));
    let not = |of: Formula| Formula::Not(Box::new(of));
    for (parts, can_be) in [
        (vec![dates(MoreThan), dates(LessThan)], false),
        (vec![dates(MoreThan), turned(MoreThan)], false),
        (vec![dates(MoreThan), turned(LessThan)], true),
        (vec![dates(AtLeast), turned(AtLeast)], true),
        (vec![dates(AtLeast), turned(AtLeast), not(dates(Equal))], false),
        (vec![apart(AtMost), dates(AtLeast)], false),
        (vec![not(apart(AtLeast)), turned(AtMost)], false),
        (vec![apart(AtLeast), dates(LessThan)], true),
        (vec![not(apart(LessThan)), dates(MoreThan)], true),
    ] {
        let all = Formula::All(parts);
        let found = [search_within(&facts(), &all, 5_000_000), solve(&facts(), &all, 10_000)];
        assert!(found.iter().all(|found| (*found != Search::Nowhere) == can_be), "{all:?}: {found:?}");
    }
}
