//! Small abstract spaces of requests, searched whole.
//!
//! To show that conditions are disjoint, or that one implies another, every combination of
//! the values that they can tell apart is tried, up to a limit; beyond it the search goes by what
//! follows ([`solve`]), and gives up where too little does. Dates, sets and products
//! are told apart only by the comparisons made of them, each taken as free: what is shown
//! holds for all requests, and what is not shown may still hold.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use criteria_runtime::{Period, PeriodUnit};

mod solve;
#[cfg(test)]
mod tests;

pub(crate) use solve::solve;

use super::ast::{Atom, ChoiceId, Comparison, Fact, FactId, Formula, Kind, Value};
use crate::limits::{MAX_COMBINATIONS, MAX_SPLITS};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Search {
    /// The formula holds nowhere.
    Nowhere,
    /// It holds here: facts and values, and the comparisons that were taken as free. Where there are any,
    /// it is not certain that they can come out so.
    Somewhere { facts: Vec<(FactId, Value)>, free: Vec<(Atom, bool)> },
    /// There are too many combinations.
    TooMany,
}

/// A thing that varies over the space.
pub(crate) enum Axis {
    Fact(FactId, Vec<Value>),
    Free(Atom),
}

/// Looks for a request on which the formula holds.
pub(crate) fn search(facts: &[Fact], formula: &Formula) -> Search {
    match search_within(facts, formula, MAX_COMBINATIONS) {
        Search::TooMany => solve(facts, formula, MAX_SPLITS),
        found => found,
    }
}

/// The same, by nothing but trying all combinations, where they are no more than the limit.
pub(crate) fn search_within(facts: &[Fact], formula: &Formula, limit: usize) -> Search {
    let axes = axes(facts, formula);
    let mut cells = 1usize;
    for axis in &axes {
        cells = cells.saturating_mul(axis.len());
    }
    if cells > limit {
        return Search::TooMany;
    }
    let mut facts = Vec::new();
    let mut free = Vec::new();
    for cell in 0..cells {
        choose(&axes, cell, &mut facts, &mut free);
        if can_be(&free) && holds(formula, &facts, &free) {
            let facts = facts.into_iter().map(|(fact, value)| (fact, value.clone())).collect();
            let free = free.into_iter().map(|(atom, holds): (&Atom, bool)| (atom.clone(), holds)).collect();
            return Search::Somewhere { facts, free };
        }
    }
    Search::Nowhere
}

impl Axis {
    /// How many values it takes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Fact(_, values) => values.len(),
            Self::Free(_) => 2,
        }
    }
}

/// What varies over the space of a formula.
pub(crate) fn axes(facts: &[Fact], formula: &Formula) -> Vec<Axis> {
    let mut thresholds: BTreeMap<FactId, Vec<i64>> = BTreeMap::new();
    let mut chosen: BTreeMap<FactId, Vec<Vec<ChoiceId>>> = BTreeMap::new();
    let mut yes: Vec<FactId> = Vec::new();
    let mut free: Vec<Atom> = Vec::new();
    formula.each_atom(&mut |atom| match atom {
        Atom::Yes(fact) => yes.push(*fact),
        Atom::Is(fact, choices) => chosen.entry(*fact).or_default().push(choices.clone()),
        Atom::Compare(fact, _, value) if is_quantity(facts, *fact) => {
            thresholds.entry(*fact).or_default().push(*value);
        }
        other if !free.contains(other) => free.push(other.clone()),
        _ => {}
    });
    yes.sort_unstable();
    yes.dedup();
    let mut axes: Vec<Axis> =
        yes.into_iter().map(|fact| Axis::Fact(fact, vec![Value::YesNo(false), Value::YesNo(true)])).collect();
    for (fact, sets) in chosen {
        axes.push(Axis::Fact(fact, told_apart(facts, fact, &sets)));
    }
    for (fact, values) in thresholds {
        axes.push(Axis::Fact(fact, around(facts, fact, &values)));
    }
    axes.extend(free.into_iter().map(Axis::Free));
    axes
}

fn is_quantity(facts: &[Fact], id: FactId) -> bool {
    facts.get(id.0).is_some_and(|fact| matches!(fact.kind, Kind::Quantity(_)))
}

/// One choice for each group that no set tells apart.
fn told_apart(facts: &[Fact], id: FactId, sets: &[Vec<ChoiceId>]) -> Vec<Value> {
    let count = facts.get(id.0).map_or(0, |fact| fact.choice_names().len());
    let mut groups: BTreeMap<Vec<bool>, ChoiceId> = BTreeMap::new();
    for choice in (0..count).map(ChoiceId) {
        groups.entry(sets.iter().map(|set| set.contains(&choice)).collect()).or_insert(choice);
    }
    groups.into_values().map(Value::Choice).collect()
}

fn around(facts: &[Fact], id: FactId, thresholds: &[i64]) -> Vec<Value> {
    let Some(quantity) = facts.get(id.0).and_then(Fact::quantity) else { return Vec::new() };
    let near = thresholds.iter().flat_map(|t| [t.saturating_sub(1), *t, t.saturating_add(1)]);
    let mut values: Vec<i64> = near.filter(|v| (quantity.min..=quantity.max).contains(v)).collect();
    // Where all limits lie outside the range, they tell nothing apart, but there is a value.
    if values.is_empty() {
        values.push(quantity.min);
    }
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(Value::Number).collect()
}

/// The values of a cell, one of each axis.
fn choose<'a>(
    axes: &'a [Axis],
    cell: usize,
    facts: &mut Vec<(FactId, &'a Value)>,
    free: &mut Vec<(&'a Atom, bool)>,
) {
    facts.clear();
    free.clear();
    let mut rest = cell;
    for axis in axes {
        let at = rest % axis.len();
        rest /= axis.len();
        match axis {
            Axis::Fact(fact, values) => facts.extend(values.get(at).map(|value| (*fact, value))),
            Axis::Free(atom) => free.push((atom, at == 1)),
        }
    }
}

/// Whether the comparisons that are taken as free can come out like this together: what has lasted
/// 12 months has lasted 6, and is not within the last 6; a date that is after another is not before it.
/// Days and months are not compared, and of dates only two and two.
pub(crate) fn can_be(free: &[(&Atom, bool)]) -> bool {
    // The time since a date, as the least or the most that it is.
    let bound = |(atom, holds): &(&Atom, bool)| match atom {
        Atom::Elapsed(date, period) => Some((*date, length(*period), true, *holds)),
        Atom::Within(date, period) => Some((*date, length(*period), false, *holds)),
        _ => None,
    };
    let bounds: Vec<_> = free.iter().filter_map(bound).collect();
    let times = bounds.iter().enumerate().all(|(at, (date, (unit, count), since, holds))| {
        bounds.iter().skip(at + 1).all(|(other, (other_unit, other_count), other_since, other_holds)| {
            if date != other || unit != other_unit {
                return true;
            }
            let (least, most) = match (since == holds, other_since == other_holds) {
                (true, false) => ((*count, *since), (*other_count, *other_since)),
                (false, true) => ((*other_count, *other_since), (*count, *since)),
                _ => return true,
            };
            // "At least" includes its day, and so does "within": their opposites do not.
            if least.1 && !most.1 { least.0 <= most.0 } else { least.0 < most.0 }
        })
    });
    times && orders_agree(free)
}

/// Whether any two dates can stand in an order that all comparisons of these two leave.
fn orders_agree(free: &[(&Atom, bool)]) -> bool {
    let mut left: BTreeMap<(FactId, FactId), Vec<Ordering>> = BTreeMap::new();
    for (atom, holds) in free {
        let Some((one, other, orders)) = orders(atom, *holds) else { continue };
        let turned = one > other;
        let pair = if turned { (other, one) } else { (one, other) };
        left.entry(pair)
            .or_insert_with(|| ORDERS.to_vec())
            .retain(|order| orders.contains(&if turned { order.reverse() } else { *order }));
    }
    left.values().all(|orders| !orders.is_empty())
}

const ORDERS: [Ordering; 3] = [Ordering::Less, Ordering::Equal, Ordering::Greater];

/// The orders of two dates that a comparison leaves where it comes out so.
fn orders(atom: &Atom, holds: bool) -> Option<(FactId, FactId, Vec<Ordering>)> {
    Some(match atom {
        Atom::Dates(one, comparison, other) => {
            let left = ORDERS.into_iter().filter(|order| comparison.holds(order, &Ordering::Equal) == holds);
            (*one, *other, left.collect())
        }
        // What is a time after the one is after it; what is not so late may be anywhere.
        Atom::Apart(one, period, comparison, other) => {
            let late = match comparison {
                Comparison::AtMost | Comparison::LessThan => holds,
                Comparison::AtLeast | Comparison::MoreThan => !holds,
                Comparison::Equal => false,
            };
            let reached = late && period.count > 0;
            (*one, *other, if reached { vec![Ordering::Less] } else { return None })
        }
        _ => return None,
    })
}

/// A period in days or in months: their own order is certain.
fn length(period: Period) -> (PeriodUnit, u32) {
    let count = u32::from(period.count);
    match period.unit {
        PeriodUnit::Days => (PeriodUnit::Days, count),
        PeriodUnit::Weeks => (PeriodUnit::Days, count * 7),
        PeriodUnit::Months => (PeriodUnit::Months, count),
        PeriodUnit::Years => (PeriodUnit::Months, count * 12),
    }
}

/// Whether a formula holds of these facts, and of comparisons that are taken as free; what is not among
/// the facts fails each comparison.
pub(crate) fn holds(formula: &Formula, facts: &[(FactId, &Value)], free: &[(&Atom, bool)]) -> bool {
    match formula {
        Formula::Not(inner) => !holds(inner, facts, free),
        Formula::All(parts) => parts.iter().all(|part| holds(part, facts, free)),
        Formula::Any(parts) => parts.iter().any(|part| holds(part, facts, free)),
        Formula::AtLeast(least, parts) => {
            parts.iter().filter(|part| holds(part, facts, free)).count() >= *least
        }
        Formula::Atom(atom) => {
            if let Some((_, value)) = free.iter().find(|(known, _)| *known == atom) {
                return *value;
            }
            let value = facts.iter().find(|(fact, _)| *fact == atom.fact()).map(|(_, value)| *value);
            atom_holds(atom, value)
        }
    }
}

fn atom_holds(atom: &Atom, value: Option<&Value>) -> bool {
    let compare = |comparison: Comparison, left: i64, right: i64| comparison.holds(&left, &right);
    match (atom, value) {
        (Atom::Yes(_), Some(Value::YesNo(yes))) => *yes,
        (Atom::Is(_, choices), Some(Value::Choice(choice))) => choices.contains(choice),
        (Atom::Compare(_, comparison, limit), Some(Value::Number(number))) => {
            compare(*comparison, *number, *limit)
        }
        _ => false,
    }
}
