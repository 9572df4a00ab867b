//! Spaces that are too large to be tried whole, searched by what must follow.
//!
//! Every atom is a set of places on one axis. What a part leaves open only one way is taken at once,
//! and only where nothing follows any more is an axis split in two. So a premise that fixes a fact
//! costs nothing, and premises that have nothing to do with the question do not multiply it.

use super::{Axis, Search, atom_holds, can_be};
use crate::tree::ast::{Atom, Fact, Formula};

/// A formula over places: negations are gone, "all" and "any" count their parts.
enum Node {
    Among(usize, Vec<bool>),
    AtLeast(usize, Vec<Node>),
}

/// Which places of each axis are still possible.
type Places = Vec<Vec<bool>>;

/// How far the search got.
enum End {
    None,
    Found(Places),
    TooMany,
}

/// Looks for a request on which the formula holds, by at most so many splits.
pub(crate) fn solve(facts: &[Fact], formula: &Formula, splits: usize) -> Search {
    let axes = super::axes(facts, formula);
    let mut parts: Vec<Node> = node(&axes, formula, true).into_iter().collect();
    parts.extend(exclusions(&axes));
    let places = axes.iter().map(|axis| vec![true; axis.len()]).collect();
    let mut left = splits;
    match descend(&parts, places, &mut left) {
        End::None => Search::Nowhere,
        End::TooMany => Search::TooMany,
        End::Found(places) => somewhere(&axes, &places),
    }
}

fn somewhere(axes: &[Axis], places: &Places) -> Search {
    let mut facts = Vec::new();
    let mut free = Vec::new();
    for (axis, possible) in axes.iter().zip(places) {
        let Some(at) = possible.iter().position(|open| *open) else { continue };
        match axis {
            Axis::Fact(fact, values) => facts.extend(values.get(at).map(|value| (*fact, value.clone()))),
            Axis::Free(atom) => free.push((atom.clone(), at == 1)),
        }
    }
    Search::Somewhere { facts, free }
}

/// The formula, or its opposite, over the axes.
fn node(axes: &[Axis], formula: &Formula, holds: bool) -> Option<Node> {
    let all =
        |parts: &[Formula]| parts.iter().map(|part| node(axes, part, holds)).collect::<Option<Vec<_>>>();
    Some(match formula {
        Formula::Not(inner) => node(axes, inner, !holds)?,
        Formula::All(parts) => Node::AtLeast(if holds { parts.len() } else { 1 }, all(parts)?),
        Formula::Any(parts) => Node::AtLeast(if holds { 1 } else { parts.len() }, all(parts)?),
        Formula::AtLeast(least, parts) => {
            let least = if holds { *least } else { (parts.len() + 1).saturating_sub(*least) };
            Node::AtLeast(least, all(parts)?)
        }
        Formula::Atom(atom) => among(axes, atom, holds)?,
    })
}

fn among(axes: &[Axis], atom: &Atom, holds: bool) -> Option<Node> {
    let is_free = |axis: &Axis| matches!(axis, Axis::Free(free) if free == atom);
    if let Some(at) = axes.iter().position(is_free) {
        return Some(Node::Among(at, vec![!holds, holds]));
    }
    axes.iter().enumerate().find_map(|(at, axis)| match axis {
        Axis::Fact(fact, values) if *fact == atom.fact() => {
            let among = values.iter().map(|value| atom_holds(atom, Some(value)) == holds);
            Some(Node::Among(at, among.collect()))
        }
        _ => None,
    })
}

/// What comparisons that are taken as free cannot be at once: two of them, or three of the same two dates, each
/// of which leaves another order out.
fn exclusions(axes: &[Axis]) -> Vec<Node> {
    let free: Vec<(usize, &Atom)> = axes
        .iter()
        .enumerate()
        .filter_map(|(at, axis)| if let Axis::Free(atom) = axis { Some((at, atom)) } else { None })
        .collect();
    let mut found = Vec::new();
    for (nth, one) in free.iter().enumerate() {
        for (next, other) in free.iter().enumerate().skip(nth + 1) {
            exclude(&[*one, *other], &mut found);
            let thirds = free.iter().skip(next + 1);
            for third in thirds.filter(|third| [one, other, third].iter().all(|(_, atom)| is_order(atom))) {
                exclude(&[*one, *other, *third], &mut found);
            }
        }
    }
    found
}

fn is_order(atom: &Atom) -> bool {
    matches!(atom, Atom::Dates(..) | Atom::Apart(..))
}

/// The ways in which some comparisons cannot come out together.
fn exclude(atoms: &[(usize, &Atom)], found: &mut Vec<Node>) {
    for way in 0..1_usize << atoms.len() {
        let holds = |nth: usize| way >> nth & 1 == 1;
        let free: Vec<(&Atom, bool)> =
            atoms.iter().enumerate().map(|(nth, (_, atom))| (*atom, holds(nth))).collect();
        if can_be(&free) {
            continue;
        }
        let other =
            |(nth, (axis, _)): (usize, &(usize, &Atom))| Node::Among(*axis, vec![holds(nth), !holds(nth)]);
        found.push(Node::AtLeast(1, atoms.iter().enumerate().map(other).collect()));
    }
}

fn descend(parts: &[Node], mut places: Places, left: &mut usize) -> End {
    loop {
        let before = places.clone();
        if !parts.iter().all(|part| require(part, &mut places)) {
            return End::None;
        }
        if places == before {
            break;
        }
    }
    let Some((axis, among)) = parts.iter().find_map(|part| open(part, &places)) else {
        // An axis without any place is a fact that has no value.
        let whole = places.iter().all(|possible| possible.contains(&true));
        return if whole { End::Found(places) } else { End::None };
    };
    let mut undecided = false;
    for inside in [false, true] {
        if *left == 0 {
            return End::TooMany;
        }
        *left -= 1;
        let mut half = places.clone();
        narrow(&mut half, axis, |at| among.get(at).copied().unwrap_or_default() == inside);
        match descend(parts, half, left) {
            End::None => {}
            End::TooMany => undecided = true,
            found @ End::Found(_) => return found,
        }
    }
    if undecided { End::TooMany } else { End::None }
}

/// Takes what the part requires, and whether it can still hold.
fn require(part: &Node, places: &mut Places) -> bool {
    match part {
        Node::Among(axis, among) => {
            narrow(places, *axis, |at| among.get(at).copied().unwrap_or_default());
            places.get(*axis).is_some_and(|possible| possible.contains(&true))
        }
        Node::AtLeast(least, parts) => {
            let states: Vec<Option<bool>> = parts.iter().map(|part| state(part, places)).collect();
            let hold = states.iter().filter(|state| **state == Some(true)).count();
            let may = hold + states.iter().filter(|state| state.is_none()).count();
            if hold >= *least || may != *least {
                return may >= *least;
            }
            parts
                .iter()
                .zip(states)
                .filter(|(_, state)| state.is_none())
                .all(|(part, _)| require(part, places))
        }
    }
}

/// Whether a part holds wherever it may still be, nowhere there, or neither.
fn state(part: &Node, places: &Places) -> Option<bool> {
    match part {
        Node::Among(axis, among) => {
            let possible = places.get(*axis)?;
            let mut of = among.iter().zip(possible).filter(|(_, open)| **open).map(|(holds, _)| *holds);
            let first = of.next()?;
            of.all(|holds| holds == first).then_some(first)
        }
        Node::AtLeast(least, parts) => {
            let (mut hold, mut may) = (0, 0);
            for part in parts {
                let state = state(part, places);
                hold += usize::from(state == Some(true));
                may += usize::from(state != Some(false));
            }
            if hold >= *least { Some(true) } else { (may < *least).then_some(false) }
        }
    }
}

/// A set of places inside a part that is neither sure nor excluded.
fn open<'n>(part: &'n Node, places: &Places) -> Option<(usize, &'n [bool])> {
    if state(part, places).is_some() {
        return None;
    }
    match part {
        Node::Among(axis, among) => Some((*axis, among)),
        Node::AtLeast(_, parts) => parts.iter().find_map(|part| open(part, places)),
    }
}

fn narrow(places: &mut Places, axis: usize, keep: impl Fn(usize) -> bool) {
    if let Some(possible) = places.get_mut(axis) {
        possible.iter_mut().enumerate().for_each(|(at, open)| *open = *open && keep(at));
    }
}
