//! Repairs: the inclusion-minimal sets of leaves which, if met, would give approval.
//!
//! What an approval requires is pushed down the tree, as *ways*: each a set of leaves to be
//! met, and of leaves that must stay as they are (not met), because something else requires it.
//! Ways that require more than another are dropped at every turn. The number of ways kept and
//! the work done are bounded: past the bounds the search goes on with the smallest ways only,
//! and says so.

use std::collections::BTreeSet;

use super::{MAX_REPAIRS, Repairs, View, order};
use crate::limits::{MAX_REPAIR_CHOICES, MAX_REPAIR_TRIED, MAX_REPAIR_WAYS, MAX_REPAIR_WORK};
use crate::tree::ast::{Body, CriterionId, Operator, Outcome, When};

/// The repairs of a request that is not approved.
pub(super) fn of(view: View<'_>) -> Repairs {
    let mut search = Search { view, contested: BTreeSet::new(), work: 0, cut: false };
    let mut sets: Vec<Vec<CriterionId>> = search
        .approvals()
        .into_iter()
        .map(|way| way.meet)
        .filter(|meet| !meet.is_empty() && order::approves(view.with_met(meet)))
        .collect();
    if search.cut {
        sets = minimal(sets);
        sets.truncate(MAX_REPAIRS);
        sets.iter_mut().filter(|set| set.len() <= MAX_REPAIR_TRIED).for_each(|set| shrink(view, set));
    }
    let mut sets = minimal(sets);
    let truncated = search.cut || sets.len() > MAX_REPAIRS;
    sets.truncate(MAX_REPAIRS);
    Repairs { sets, truncated }
}

/// Leaves out, one by one, what is not needed.
fn shrink(view: View<'_>, set: &mut Vec<CriterionId>) {
    for leaf in set.clone() {
        let without: Vec<CriterionId> = set.iter().copied().filter(|at| *at != leaf).collect();
        if order::approves(view.with_met(&without)) {
            *set = without;
        }
    }
}

fn minimal(mut sets: Vec<Vec<CriterionId>>) -> Vec<Vec<CriterionId>> {
    sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut kept: Vec<Vec<CriterionId>> = Vec::new();
    for set in sets {
        if !kept.iter().any(|smaller| is_part(smaller, &set)) {
            kept.push(set);
        }
    }
    kept
}

/// Whether all of `part` is in `whole`; both are ascending.
fn is_part(part: &[CriterionId], whole: &[CriterionId]) -> bool {
    part.len() <= whole.len() && part.iter().all(|leaf| whole.binary_search(leaf).is_ok())
}

fn union(left: &[CriterionId], right: &[CriterionId]) -> Vec<CriterionId> {
    if left.last() < right.first() {
        return [left, right].concat();
    }
    let mut both = [left, right].concat();
    both.sort_unstable();
    both.dedup();
    both
}

/// What is wanted of a node or of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    Holds,
    Fails,
}

impl Goal {
    const fn opposite(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }
}

/// One way to reach a goal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Way {
    /// The leaves to be met, ascending.
    meet: Vec<CriterionId>,
    /// The leaves that must stay not met, ascending.
    leave: Vec<CriterionId>,
}

impl Way {
    /// Both ways at once, where they do not contradict each other.
    fn and(&self, other: &Self) -> Option<Self> {
        let way = Self { meet: union(&self.meet, &other.meet), leave: union(&self.leave, &other.leave) };
        let contradicts = way.leave.iter().any(|leaf| way.meet.binary_search(leaf).is_ok());
        (!contradicts).then_some(way)
    }

    fn requires_no_more_than(&self, other: &Self) -> bool {
        is_part(&self.meet, &other.meet) && is_part(&self.leave, &other.leave)
    }

    fn size(&self) -> (usize, usize) {
        (self.meet.len(), self.leave.len())
    }
}

/// No way at all.
fn never() -> Vec<Way> {
    Vec::new()
}

/// It is so already.
fn already() -> Vec<Way> {
    vec![Way::default()]
}

fn settled(holds: bool) -> Vec<Way> {
    if holds { already() } else { never() }
}

struct Search<'a> {
    view: View<'a>,
    /// The leaves that some way may want met: only these need be protected.
    contested: BTreeSet<CriterionId>,
    work: usize,
    /// Whether a bound was reached.
    cut: bool,
}

impl<'a> Search<'a> {
    /// The ways to every `Approve` step: it applies, and no earlier step does.
    fn approvals(&mut self) -> Vec<Way> {
        let steps = &self.view.policy.steps;
        let mut earlier: Vec<(&'a When, Goal)> = Vec::new();
        let mut ways = never();
        for step in steps {
            if let Outcome::Approve(_) = step.outcome {
                let wanted = [earlier.as_slice(), &[(&step.when, Goal::Holds)]].concat();
                self.contested = BTreeSet::new();
                for (when, goal) in &wanted {
                    self.contest_when(when, *goal);
                }
                ways.extend(self.all(wanted, |search, (when, goal)| search.when(when, goal)));
            }
            earlier.push((&step.when, Goal::Fails));
        }
        ways
    }

    /// Notes the leaves that a statement may want met.
    fn contest_when(&mut self, when: &When, goal: Goal) {
        match when {
            When::Met(id) => self.contest(*id, goal),
            When::NotMet(id) => self.contest(*id, goal.opposite()),
            When::Not(inner) => self.contest_when(inner, goal.opposite()),
            When::All(parts) | When::Any(parts) => {
                for part in parts {
                    self.contest_when(part, goal);
                }
            }
            When::Always | When::DoesNotApply(_) => {}
        }
    }

    fn contest(&mut self, id: CriterionId, goal: Goal) {
        match &self.view.criterion(id).body {
            Body::Test(_) if goal == Goal::Holds => _ = self.contested.insert(id),
            Body::Group(Operator::NoneOf, _) => {
                self.view.children(id).for_each(|child| self.contest(child, goal.opposite()));
            }
            _ => self.view.children(id).for_each(|child| self.contest(child, goal)),
        }
    }

    fn when(&mut self, when: &When, goal: Goal) -> Vec<Way> {
        match (when, goal) {
            (When::Always, goal) => settled(goal == Goal::Holds),
            (When::Met(id), goal) => self.applies_and(*id, Goal::Holds, goal),
            (When::NotMet(id), goal) => self.applies_and(*id, Goal::Fails, goal),
            (When::DoesNotApply(id), Goal::Holds) => settled(self.view.chain(*id).is_false()),
            (When::DoesNotApply(id), Goal::Fails) => settled(self.view.chain(*id).is_true()),
            (When::Not(inner), goal) => self.when(inner, goal.opposite()),
            (When::All(parts), Goal::Holds) | (When::Any(parts), Goal::Fails) => {
                self.all(parts, |search, part| search.when(part, goal))
            }
            (When::Any(parts), Goal::Holds) | (When::All(parts), Goal::Fails) => {
                self.any(parts, |search, part| search.when(part, goal))
            }
        }
    }

    /// The ways to "it applies, and its value is so", or to its opposite.
    fn applies_and(&mut self, id: CriterionId, value: Goal, goal: Goal) -> Vec<Way> {
        let chain = self.view.chain(id);
        match goal {
            Goal::Holds if chain.is_true() => self.value(id, value),
            Goal::Holds => never(),
            Goal::Fails if chain.is_false() => already(),
            Goal::Fails => self.value(id, value.opposite()),
        }
    }

    /// The ways to a value of a node.
    fn value(&mut self, id: CriterionId, goal: Goal) -> Vec<Way> {
        match (&self.view.criterion(id).body, goal) {
            (Body::Test(_), Goal::Holds) => {
                if self.view.value(id).is_true() {
                    already()
                } else {
                    vec![Way { meet: vec![id], leave: Vec::new() }]
                }
            }
            (Body::Test(_), Goal::Fails) => match self.view.value(id).is_false() {
                true if self.contested.contains(&id) => vec![Way { meet: Vec::new(), leave: vec![id] }],
                holds => settled(holds),
            },
            (Body::Selector | Body::NotPermitted, goal) => settled(goal == Goal::Holds),
            (Body::Group(operator, _), goal) => self.group(id, *operator, goal),
            (Body::Heading(_) | Body::Note, _) => never(),
        }
    }

    fn group(&mut self, id: CriterionId, operator: Operator, goal: Goal) -> Vec<Way> {
        let view = self.view;
        let children: Vec<CriterionId> = view.children(id).collect();
        let applicable = children.iter().copied().filter(|child| !view.condition(*child).is_false());
        let surely = children.iter().copied().filter(|child| view.condition(*child).is_true());
        match (operator, goal) {
            (Operator::All | Operator::Case, Goal::Holds) => {
                self.all(applicable, |search, child| search.value(child, goal))
            }
            (Operator::All, Goal::Fails) => self.any(surely, |search, child| search.value(child, goal)),
            (Operator::Case, Goal::Fails) => match applicable.collect::<Vec<_>>() {
                none if none.is_empty() => never(),
                some => self.all(some, |search, child| search.value(child, goal)),
            },
            (Operator::NoneOf, Goal::Holds) => {
                self.all(children, |search, child| search.value(child, Goal::Fails))
            }
            (Operator::NoneOf, Goal::Fails) => {
                self.any(children, |search, child| search.value(child, Goal::Holds))
            }
            (Operator::AtLeast(least), Goal::Holds) => self.at_least(least, &children, goal),
            (Operator::AtLeast(least), Goal::Fails) => {
                self.at_least((children.len() + 1).saturating_sub(least), &children, goal)
            }
        }
    }

    /// The ways to reach the goal for at least so many of the nodes.
    fn at_least(&mut self, least: usize, of: &[CriterionId], goal: Goal) -> Vec<Way> {
        let ways: Vec<Vec<Way>> = of.iter().map(|id| self.value(*id, goal)).collect();
        let free = ways.iter().filter(|ways| **ways == already()).count();
        let needed = least.saturating_sub(free);
        let mut open: Vec<Vec<Way>> =
            ways.into_iter().filter(|ways| !ways.is_empty() && *ways != already()).collect();
        open.sort_by_key(|ways| ways.first().map(Way::size));
        let mut choices = Choices::new(needed, open.len());
        let mut found = never();
        for _ in 0..MAX_REPAIR_CHOICES {
            let Some(choice) = choices.next() else { return self.keep(found) };
            let chosen = choice.into_iter().filter_map(|at| open.get(at).cloned());
            found.extend(self.all(chosen, |_, ways| ways));
        }
        self.cut |= choices.next().is_some();
        self.keep(found)
    }

    /// The ways to all of several goals at once.
    fn all<T>(
        &mut self,
        of: impl IntoIterator<Item = T>,
        ways: impl Fn(&mut Self, T) -> Vec<Way>,
    ) -> Vec<Way> {
        let mut sum = already();
        for part in of {
            let part = ways(self, part);
            let pairs = sum.iter().flat_map(|left| part.iter().filter_map(|right| left.and(right)));
            let pairs = pairs.collect();
            sum = self.keep(pairs);
        }
        sum
    }

    /// The ways to any of several goals.
    fn any<T>(
        &mut self,
        of: impl IntoIterator<Item = T>,
        ways: impl Fn(&mut Self, T) -> Vec<Way>,
    ) -> Vec<Way> {
        let mut found = never();
        for part in of {
            found.extend(ways(self, part));
        }
        self.keep(found)
    }

    /// Drops the ways that require more than another, and those past the bounds.
    fn keep(&mut self, mut ways: Vec<Way>) -> Vec<Way> {
        self.work += ways.len();
        let most = if self.work > MAX_REPAIR_WORK { 1 } else { MAX_REPAIR_WAYS };
        ways.sort_by(|a, b| (a.size(), a).cmp(&(b.size(), b)));
        let mut kept: Vec<Way> = Vec::new();
        for way in ways {
            if kept.iter().any(|smaller| smaller.requires_no_more_than(&way)) {
                continue;
            }
            if kept.len() == most {
                self.cut = true;
                break;
            }
            kept.push(way);
        }
        kept
    }
}

/// All choices of so many places out of `0..of`, in order.
struct Choices {
    next: Option<Vec<usize>>,
    of: usize,
}

impl Choices {
    fn new(many: usize, of: usize) -> Self {
        Self { next: (many <= of).then(|| (0..many).collect()), of }
    }
}

impl Iterator for Choices {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let current = self.next.take()?;
        let many = current.len();
        let movable = |(at, place): &(usize, usize)| *place + many < self.of + *at;
        let last = current.iter().copied().enumerate().rev().find(movable);
        self.next = last.map(|(at, place)| {
            let kept = current.iter().copied().take(at);
            kept.chain((place + 1..).take(many - at)).collect()
        });
        Some(current)
    }
}
