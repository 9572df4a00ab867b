//! The abstract request space of a policy: every combination that its criteria can tell apart.
//!
//! Facts that share a sentence stand on one *axis*. All combinations of the cells of its facts, the
//! unknown included, are sorted into *classes*: two are in one class where every criterion that asks
//! for these facts has the same truth and waits for the same facts. A *cell* of the space is one class
//! of every axis, for one request kind and line of business (a *block*). So each combination of
//! truths that the facts can bring about is one cell, and two cells differ in what a criterion says.
//!
//! A criterion under a condition that is certainly false does not count: nobody can see its truth.
//! What falls into one class is not given up either: each cell takes another of its members.

use std::collections::{BTreeMap, BTreeSet};

use criteria::interp::{Request, truth, validate};
use criteria::tree::ast::{Body, Criterion, FactId, Formula, OrUntil, Policy, Presence, Value};
use criteria_runtime::{Date, Truth};

use crate::cells::{Cells, days};
use crate::picks::Picks;
use crate::runner;

/// Combinations of one axis, at most; beyond, cells are thinned out, and [`Block::thinned`] says so.
const MOST: usize = 20_000;

/// Contradictory requests that are kept for each way to contradict, at most.
const EACH: usize = 8;

/// Known facts; those that are not in it are unknown.
pub type Member = Vec<(FactId, Value)>;

/// The space of a policy.
#[derive(Debug)]
pub struct Space {
    /// One for each request kind and line of business, the unknown line included.
    pub blocks: Vec<Block>,
    days: Vec<Date>,
}

/// The cells of one request kind and line of business.
#[derive(Debug)]
pub struct Block {
    /// Request kind and line of business.
    pub given: Member,
    /// What varies.
    pub axes: Vec<Axis>,
    /// What contradicts: no cells, but requests that every engine must refuse.
    pub contradictory: Vec<Member>,
    /// Facts of which not every cell was taken.
    pub thinned: BTreeSet<FactId>,
}

/// Facts that only make sense together, and the classes of their combinations.
#[derive(Debug)]
pub struct Axis {
    /// The facts.
    pub facts: Vec<FactId>,
    /// The classes; of each, the members on every day.
    pub classes: Vec<Vec<Vec<Member>>>,
}

/// A cell: the request, and its class on every axis.
#[derive(Debug)]
pub struct Cell {
    /// One of the requests that the cell stands for.
    pub request: Request,
    /// The places of the classes.
    pub classes: Vec<usize>,
}

impl Space {
    /// The space of a policy.
    pub fn of(policy: &Policy) -> Self {
        let days = days(policy);
        let cells: Vec<Cells> = days.iter().map(|day| Cells::of(policy, *day)).collect();
        let axes = axes(policy);
        let blocks = given(policy, &cells[0]).into_iter();
        let blocks = blocks.map(|given| Block::of(policy, given, &axes, &days, &cells)).collect();
        Self { blocks, days }
    }

    /// The cells of all blocks.
    pub fn cells(&self) -> u128 {
        self.blocks.iter().map(Block::cells).sum()
    }

    /// Some requests of every block, spread evenly, and those that contradict.
    pub fn probes(&self, policy: &Policy, each: u128) -> Vec<Request> {
        let mut probes = Vec::new();
        for block in &self.blocks {
            let spread = Spread::over(block.cells());
            let cells = (0..each.min(block.cells())).zip(0..);
            probes.extend(cells.filter_map(|(nth, pick)| {
                self.cell(policy, block, spread.nth(nth), pick).map(|cell| cell.request)
            }));
            probes.extend(block.contradictory.iter().map(|known| Request::of(policy, known)));
        }
        probes
    }

    /// A cell of a block; `None` where no one request date has all its classes. Another `pick` may
    /// take another request for it.
    pub fn cell(&self, policy: &Policy, block: &Block, at: u128, pick: u64) -> Option<Cell> {
        let mut rest = at;
        let mut classes = Vec::with_capacity(block.axes.len());
        for axis in &block.axes {
            let count = axis.classes.len() as u128;
            classes.push(usize::try_from(rest % count).ok()?);
            rest /= count;
        }
        let mut pick = Picks::from(pick);
        let first = pick.below(self.days.len());
        let days = (0..self.days.len()).map(|day| (first + day) % self.days.len());
        let has_all = |day: &usize| {
            block.axes.iter().zip(&classes).all(|(axis, class)| !axis.classes[*class][*day].is_empty())
        };
        let day = { days }.find(has_all)?;
        let mut request = Request::of(policy, &block.given);
        request.set(policy.request_date, Some(Value::Date(self.days[day])));
        for (axis, class) in block.axes.iter().zip(&classes) {
            let members = &axis.classes[*class][day];
            for (fact, value) in &members[pick.below(members.len())] {
                request.set(*fact, Some(value.clone()));
            }
        }
        Some(Cell { request, classes })
    }
}

/// The cells of a block in an order that spreads: each once, whatever the start.
#[derive(Debug)]
pub struct Spread {
    cells: u128,
    start: u128,
    stride: u128,
}

impl Spread {
    /// The order for this many cells; the seed of the run sets where it starts.
    pub fn over(cells: u128) -> Self {
        let common = |mut one: u128, mut other: u128| {
            while other > 0 {
                (one, other) = (other, one % other);
            }
            one
        };
        let golden = cells * 618_034 / 1_000_000;
        let stride = (golden.max(1)..=cells).find(|stride| common(*stride, cells) == 1).unwrap_or(1);
        Self { cells, start: u128::from(runner::seed()), stride }
    }

    /// The place of the n-th cell.
    pub fn nth(&self, nth: u128) -> u128 {
        (self.start + nth) * self.stride % self.cells
    }
}

impl Block {
    fn of(policy: &Policy, given: Member, axes: &[Vec<FactId>], days: &[Date], cells: &[Cells]) -> Self {
        let mut block = Self { given, axes: Vec::new(), contradictory: Vec::new(), thinned: BTreeSet::new() };
        for facts in axes {
            let mut classes: BTreeMap<Vec<Mark>, Vec<Vec<Member>>> = BTreeMap::new();
            let mut refused: BTreeMap<Vec<String>, Vec<Member>> = BTreeMap::new();
            for (at, day) in days.iter().enumerate() {
                let mut known = block.given.clone();
                known.push((policy.request_date, Value::Date(*day)));
                for member in combinations(policy, facts, &cells[at], &mut block.thinned) {
                    let all: Member = known.iter().chain(&member).cloned().collect();
                    let request = Request::of(policy, &all);
                    let wrong = validate(policy, &request);
                    if wrong.is_empty() {
                        let class = classes.entry(class(policy, &request, facts)).or_default();
                        class.resize(days.len(), Vec::new());
                        class[at].push(member);
                    } else {
                        let ways = refused.entry(wrong.into_iter().map(|one| one.message).collect());
                        let kept: &mut Vec<Member> = ways.or_default();
                        kept.extend((kept.len() < EACH).then_some(all));
                    }
                }
            }
            block.contradictory.extend(refused.into_values().flatten());
            block.axes.push(Axis { facts: facts.clone(), classes: classes.into_values().collect() });
        }
        block
    }

    /// How many cells there are.
    pub fn cells(&self) -> u128 {
        self.axes.iter().map(|axis| axis.classes.len() as u128).product()
    }

    /// How many requests these cells stand for, all request dates taken together.
    pub fn requests(&self) -> f64 {
        let members = |axis: &Axis| axis.classes.iter().flatten().map(Vec::len).sum::<usize>() as f64;
        self.axes.iter().map(members).product()
    }
}

/// Every request kind with every line of business and none.
fn given(policy: &Policy, cells: &Cells) -> Vec<Member> {
    let mut all = vec![Member::new()];
    for fact in [policy.request_kind, policy.line_of_business].into_iter().flatten() {
        let unknown = (policy.fact(fact).presence == Presence::Optional).then_some(None);
        let values = cells.of_fact(fact).iter().map(Some).chain(unknown);
        all = values.flat_map(|value| all.iter().map(move |one| with(one, fact, value))).collect();
    }
    all
}

fn with(member: &Member, fact: FactId, value: Option<&Value>) -> Member {
    member.iter().cloned().chain(value.map(|value| (fact, value.clone()))).collect()
}

/// The facts that vary, gathered by what is said of them in one sentence.
fn axes(policy: &Policy) -> Vec<Vec<FactId>> {
    let outer = [policy.request_kind, policy.line_of_business, Some(policy.request_date)];
    let mut group: Vec<usize> = (0..policy.facts.len()).collect();
    let mut join = |formulas: &[&Formula], fact: Option<FactId>| {
        let mut facts: Vec<FactId> = fact.into_iter().collect();
        for of in formulas {
            of.each_atom(&mut |atom| facts.extend(atom.needs(policy)));
        }
        facts.retain(|fact| !outer.contains(&Some(*fact)));
        let Some(first) = facts.first() else { return };
        let to = group[first.0];
        for fact in facts {
            let from = group[fact.0];
            group.iter_mut().filter(|at| **at == from).for_each(|at| *at = to);
        }
    };
    policy.always.iter().for_each(|always| join(&[&always.formula], None));
    for (id, fact) in policy.facts() {
        join(&fact.only_when.iter().collect::<Vec<_>>(), Some(id));
    }
    for criterion in &policy.criteria {
        join(&formulas(criterion), None);
    }
    let mut axes: BTreeMap<usize, Vec<FactId>> = BTreeMap::new();
    for (id, fact) in policy.facts() {
        if fact.presence != Presence::Derived && !outer.contains(&Some(id)) {
            axes.entry(group[id.0]).or_default().push(id);
        }
    }
    axes.into_values().collect()
}

/// The condition and the test of a criterion.
fn formulas(criterion: &Criterion) -> Vec<&Formula> {
    let test = if let Body::Test(test) = &criterion.body { Some(test) } else { None };
    criterion.applies.iter().chain(test).collect()
}

/// Every combination of the cells of some facts, each with the unknown.
fn combinations(
    policy: &Policy,
    facts: &[FactId],
    cells: &Cells,
    thinned: &mut BTreeSet<FactId>,
) -> Vec<Member> {
    let mut values: Vec<Vec<Option<&Value>>> = Vec::new();
    for fact in facts {
        let unknown = (policy.fact(*fact).presence == Presence::Optional).then_some(None);
        values.push(unknown.into_iter().chain(cells.of_fact(*fact).iter().map(Some)).collect());
    }
    while values.iter().map(Vec::len).product::<usize>() > MOST {
        let Some(most) = (0..values.len()).max_by_key(|at| values[*at].len()) else { break };
        thinned.insert(facts[most]);
        let mut nth = 0..;
        values[most].retain(|_| nth.next().is_some_and(|nth: usize| nth % 3 != 2));
    }
    let mut all = vec![Member::new()];
    for (fact, values) in facts.iter().zip(values) {
        all = all.iter().flat_map(|one| values.iter().map(move |value| with(one, *fact, *value))).collect();
    }
    all
}

/// What can be seen of some facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A criterion that is out of reach.
    Hidden,
    /// A formula, and what it waits for.
    Formula(u8, BTreeSet<FactId>),
    /// A date that bounds an approval: how it lies to the end of the period.
    Bound(Option<std::cmp::Ordering>),
}

fn class(policy: &Policy, request: &Request, facts: &[FactId]) -> Vec<Mark> {
    let asks = |formula: &Formula| {
        let mut asks = false;
        formula.each_atom(&mut |atom| asks |= atom.needs(policy).iter().any(|fact| facts.contains(fact)));
        asks
    };
    let mark = |formula: &Formula| {
        let truth = truth::formula(policy, request, formula);
        let waits =
            if truth.is_unknown() { truth::unknown_facts(policy, request, formula) } else { BTreeSet::new() };
        let waits = waits.into_iter().filter(|fact| facts.contains(fact)).collect();
        Mark::Formula(u8::from(!truth.is_false()) + u8::from(truth.is_true()), waits)
    };
    let mut marks = Vec::new();
    for criterion in &policy.criteria {
        for formula in formulas(criterion).into_iter().filter(|formula| asks(formula)) {
            let is_condition = criterion.applies.as_ref() == Some(formula);
            let from = if is_condition { parent(policy, criterion) } else { Some(criterion) };
            let hidden = from.is_some_and(|from| chain(policy, request, from).is_false());
            marks.push(if hidden { Mark::Hidden } else { mark(formula) });
        }
    }
    let conditions = facts.iter().filter_map(|fact| policy.fact(*fact).only_when.as_ref());
    marks.extend(conditions.map(mark));
    marks.extend(bounds(policy, request, facts));
    marks
}

fn parent<'p>(policy: &'p Policy, criterion: &Criterion) -> Option<&'p Criterion> {
    criterion.parent.map(|parent| policy.criterion(parent))
}

/// The conditions over a criterion, its own included.
fn chain(policy: &Policy, request: &Request, from: &Criterion) -> Truth {
    let own = from.applies.as_ref().map_or(Truth::True, |of| truth::formula(policy, request, of));
    parent(policy, from).map_or(own, |parent| own.and(chain(policy, request, parent)))
}

/// How the dates that bound approvals lie to their periods, each row that can count.
fn bounds(policy: &Policy, request: &Request, facts: &[FactId]) -> Vec<Mark> {
    let line = policy.line_of_business.and_then(|line| request.get(line));
    let today = truth::date(request, policy.request_date);
    let rows = policy.durations.iter().flat_map(|duration| &duration.rows);
    let rows = rows.filter(|row| {
        let is_of_line = |line: &Value| row.lines.iter().any(|of| *line == Value::Choice(*of));
        row.lines.is_empty() || line.is_none_or(is_of_line)
    });
    rows.filter_map(|row| {
        let OrUntil { date, .. } = row.or_until.as_ref()?;
        let until = truth::date(request, *date);
        let lies = until.and_then(|until| Some(until.cmp(&today?.plus(row.period))));
        facts.contains(date).then_some(Mark::Bound(lies))
    })
    .collect()
}
