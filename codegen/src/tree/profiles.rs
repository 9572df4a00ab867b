//! How far the readings of some words lie apart: every profile of the facts involved is tried, and each
//! reading is met by so many of them.
//!
//! A profile is one value for each fact that the readings can tell apart; a fact that does not exist there
//! takes no part.

use super::ast::{
    Atom, Body, ChoiceId, Criterion, CriterionId, Fact, FactId, Formula, Kind, Operator, Trial, TrialOutcome,
    Value,
};
use super::print;
use super::space::{Axis, axes, can_be, holds};
use crate::limits::MAX_PROFILES;

/// What is asked, whether by a sentence or by a list.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A sentence.
    Says(Formula),
    /// So many of these.
    AtLeast(usize, Vec<Shape>),
    /// None of these.
    NoneOf(Vec<Shape>),
}

/// What counting found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profiles {
    /// How many facts are involved.
    pub facts: usize,
    /// How many profiles they have.
    pub all: usize,
    /// How many of them meet each reading.
    pub met: Vec<usize>,
    /// For each reading, the first that the same profiles meet.
    pub same_as: Vec<usize>,
    /// For each reading, a smallest profile on which it and the first part.
    pub apart: Vec<Option<Apart>>,
}

/// A profile on which two readings part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Apart {
    /// The profile: "drug A: not tolerated; all others: not tried".
    pub profile: String,
    /// Whether the later reading is the one that is met.
    pub met: bool,
}

/// A profile that was tried: how many of its facts have another than their first value, the place of each
/// fact's value, and which readings it meets.
struct Tried {
    moved: usize,
    at: Vec<usize>,
    met: Vec<bool>,
}

impl Shape {
    /// What a criterion asks, with all below it; `None` where conditions take part.
    pub(crate) fn of(criteria: &[Criterion], id: CriterionId) -> Option<Self> {
        let criterion = criteria.get(id.0).filter(|criterion| criterion.applies.is_none())?;
        let below = || -> Option<Vec<Self>> {
            criterion.children().iter().map(|child| Self::of(criteria, *child)).collect()
        };
        match &criterion.body {
            Body::Test(formula) => Some(Self::Says(formula.clone())),
            Body::Group(Operator::All, children) => Some(Self::AtLeast(children.len(), below()?)),
            Body::Group(Operator::AtLeast(least), _) => Some(Self::AtLeast(*least, below()?)),
            Body::Group(Operator::NoneOf, _) => Some(Self::NoneOf(below()?)),
            Body::Group(Operator::Case, _)
            | Body::Selector
            | Body::Heading(_)
            | Body::NotPermitted
            | Body::Note => None,
        }
    }

    fn formulas<'a>(&'a self, found: &mut Vec<&'a Formula>) {
        match self {
            Self::Says(formula) => found.push(formula),
            Self::AtLeast(_, parts) | Self::NoneOf(parts) => {
                for part in parts {
                    part.formulas(found);
                }
            }
        }
    }

    fn met(&self, says: &dyn Fn(&Formula) -> bool) -> bool {
        match self {
            Self::Says(formula) => says(formula),
            Self::AtLeast(least, parts) => parts.iter().filter(|part| part.met(says)).count() >= *least,
            Self::NoneOf(parts) => !parts.iter().any(|part| part.met(says)),
        }
    }
}

/// All sentences of the readings.
fn formulas(readings: &[Shape]) -> Vec<&Formula> {
    let mut found = Vec::new();
    for reading in readings {
        reading.formulas(&mut found);
    }
    found
}

/// Counts the profiles that meet each reading; `None` where there are too many.
pub(crate) fn count(facts: &[Fact], readings: &[Shape]) -> Option<Profiles> {
    let formulas = formulas(readings);
    let asked = Formula::All(formulas.into_iter().cloned().collect());
    let conditions = conditions(facts, &asked);
    let all = conditions.iter().map(|(_, condition)| condition.clone()).chain([asked]).collect();
    let axes: Vec<Axis> =
        axes(facts, &Formula::All(all)).into_iter().map(|axis| merged(facts, axis, readings)).collect();
    let cells = axes.iter().try_fold(1_usize, |cells, axis| cells.checked_mul(axis.len()))?;
    if cells > MAX_PROFILES {
        return None;
    }
    let tried: Vec<Tried> =
        (0..cells).filter_map(|cell| try_profile(&axes, &conditions, readings, cell)).collect();
    let numbers = 0..readings.len();
    let same = |one: usize, other: usize| tried.iter().all(|cell| cell.met.get(one) == cell.met.get(other));
    let met = |reading: usize| tried.iter().filter(|cell| cell.met.get(reading) == Some(&true)).count();
    Some(Profiles {
        facts: involved(&axes).len(),
        all: tried.len(),
        met: numbers.clone().map(met).collect(),
        same_as: numbers.clone().map(|at| (0..at).find(|before| same(*before, at)).unwrap_or(at)).collect(),
        apart: numbers.map(|at| apart(facts, &axes, readings, &tried, at)).collect(),
    })
}

/// The facts that exist only under a condition which the other facts settle.
fn conditions(facts: &[Fact], asked: &Formula) -> Vec<(FactId, Formula)> {
    let mut known: Vec<FactId> = Vec::new();
    asked.each_atom(&mut |atom| known.push(atom.fact()));
    known.sort_unstable();
    known.dedup();
    let condition = |id: &FactId| {
        let condition = facts.get(id.0)?.only_when.clone()?;
        let mut settled = true;
        condition.each_atom(&mut |atom| settled &= known.contains(&atom.fact()));
        settled.then_some((*id, condition))
    };
    known.iter().filter_map(condition).collect()
}

/// The values of an axis that the readings tell apart: of a number, one for each part of its range; of a
/// trial, one for each group of outcomes that they tell apart in any trial, so that all count alike.
fn merged(facts: &[Fact], axis: Axis, readings: &[Shape]) -> Axis {
    let Axis::Fact(id, mut values) = axis else { return axis };
    if is_trial(facts, id) {
        let choices = facts.get(id.0).map_or(0, |fact| fact.choice_names().len());
        values = (0..choices).map(|at| Value::Choice(ChoiceId(at))).collect();
    }
    let mut seen: Vec<Vec<bool>> = Vec::new();
    values.retain(|value| {
        let told = told(facts, id, value, readings);
        let new = !seen.contains(&told);
        seen.push(told);
        new
    });
    Axis::Fact(id, values)
}

fn is_trial(facts: &[Fact], id: FactId) -> bool {
    facts.get(id.0).is_some_and(|fact| matches!(fact.kind, Kind::Trial(_)))
}

/// An outcome as another trial would have it: where that does not record the dose, a failure is a failure.
/// Both kinds of trial number their other outcomes alike.
fn of_other_trial(facts: &[Fact], of: FactId, value: &Value) -> Value {
    let count = facts.get(of.0).map_or(0, |fact| fact.choice_names().len());
    let failed = Trial::Plain.outcomes().iter().position(|(outcome, _)| *outcome == TrialOutcome::Failed);
    match (value, failed) {
        (Value::Choice(choice), Some(failed)) if choice.0 >= count => Value::Choice(ChoiceId(failed)),
        _ => value.clone(),
    }
}

/// What each comparison says of a value; of a trial, those of all trials.
fn told(facts: &[Fact], id: FactId, value: &Value, readings: &[Shape]) -> Vec<bool> {
    let mut told = Vec::new();
    for formula in formulas(readings) {
        formula.each_atom(&mut |atom| match atom {
            Atom::Is(of, choices) if is_trial(facts, *of) && is_trial(facts, id) => {
                let value = if *of == id { value.clone() } else { of_other_trial(facts, *of, value) };
                told.push(holds(&Formula::Atom(Atom::Is(id, choices.clone())), &[(id, &value)], &[]));
            }
            atom if atom.fact() == id => {
                told.push(holds(&Formula::Atom(atom.clone()), &[(id, value)], &[]));
            }
            _ => {}
        });
    }
    told
}

fn try_profile(
    axes: &[Axis],
    conditions: &[(FactId, Formula)],
    readings: &[Shape],
    cell: usize,
) -> Option<Tried> {
    let (mut rest, mut at) = (cell, Vec::new());
    let (mut facts, mut free) = (Vec::new(), Vec::new());
    for axis in axes {
        let place = rest % axis.len();
        rest /= axis.len();
        at.push(place);
        match axis {
            Axis::Fact(fact, values) => facts.push((*fact, values.get(place)?)),
            Axis::Free(atom) => free.push((atom, place == 1)),
        }
    }
    let given = |id: FactId| {
        let mut of =
            axes.iter().zip(&at).filter(|(axis, _)| matches!(axis, Axis::Fact(fact, _) if *fact == id));
        of.any(|(_, place)| *place > 0)
    };
    let says = |formula: &Formula| holds(formula, &facts, &free);
    if !can_be(&free) || conditions.iter().any(|(id, condition)| given(*id) && !says(condition)) {
        return None;
    }
    let met = readings.iter().map(|reading| reading.met(&says)).collect();
    Some(Tried { moved: at.iter().filter(|place| **place > 0).count(), at, met })
}

fn involved(axes: &[Axis]) -> Vec<FactId> {
    let mut found: Vec<FactId> = axes
        .iter()
        .map(|axis| match axis {
            Axis::Fact(id, _) => *id,
            Axis::Free(atom) => atom.fact(),
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A smallest profile on which a reading and the first part.
fn apart(facts: &[Fact], axes: &[Axis], readings: &[Shape], tried: &[Tried], at: usize) -> Option<Apart> {
    let parted = tried.iter().filter(|cell| cell.met.first() != cell.met.get(at));
    let cell = parted.min_by_key(|cell| cell.moved)?;
    let met = *cell.met.get(at)?;
    // Facts with one value are named together: the values that were moved first, then the rest.
    let mut groups: Vec<(bool, String, Vec<String>)> = Vec::new();
    for (axis, place) in axes.iter().zip(&cell.at) {
        let Axis::Fact(id, values) = axis else { return None };
        let name = facts.get(id.0)?.name.clone();
        let value = words(facts, *id, values.get(*place)?, readings)?;
        match groups.iter_mut().find(|(rest, known, _)| *rest == (*place == 0) && *known == value) {
            Some((_, _, names)) => names.push(name),
            None => groups.push((*place == 0, value, vec![name])),
        }
    }
    groups.sort_by_key(|(rest, ..)| *rest);
    let rests = groups.iter().filter(|(rest, ..)| *rest).count();
    let several = groups.len() > 1;
    let group = |(rest, value, names): &(bool, String, Vec<String>)| match names.as_slice() {
        [_, _, ..] if *rest && rests == 1 && several => format!("all others: {value}"),
        names => format!("{}: {value}", names.join(", ")),
    };
    let profile = groups.iter().map(group).collect::<Vec<_>>().join("; ");
    Some(Apart { profile, met })
}

/// A value in words, with the other choices that no reading tells apart from it.
fn words(facts: &[Fact], id: FactId, value: &Value, readings: &[Shape]) -> Option<String> {
    let fact = facts.get(id.0)?;
    match value {
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => {
            let quantity = fact.quantity()?;
            let amount = format!("{} {}", print::decimal(*number, quantity.places), quantity.unit);
            Some(amount.trim_end().to_owned())
        }
        Value::Choice(choice) => {
            let told = |choice| told(facts, id, &Value::Choice(choice), readings);
            let of = told(*choice);
            let names = fact.choice_names().into_iter().enumerate();
            let alike = names.filter(|(at, _)| told(ChoiceId(*at)) == of).map(|(_, name)| name);
            Some(alike.collect::<Vec<_>>().join(" or "))
        }
        Value::Members(_) | Value::Date(_) => None,
    }
}
