//! Requests for any policy, made from its facts and examples.
//!
//! A case is grown from an example of the policy: some facts are changed, to values on both sides of
//! the limits that the policy names, what then contradicts is put right, and what is not known is
//! filled in. The partial request of a case is the complete one with some facts forgotten. The
//! *recipe* is what shrinks: fewer changes, fewer facts forgotten; so that every smaller case is
//! a valid request too.

use std::collections::BTreeSet;
use std::fmt;

use criteria::interp::invariant::{drop_inapplicable, is_complete};
use criteria::interp::{Reason, Request, validate};
use criteria::request::to_json;
use criteria::tree::ast::{ChoiceId, Fact, FactId, Kind, Policy, Presence, Value};
use criteria_runtime::Date;
use jiff::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::facts::{civil_date, runtime_date};
use crate::marks::{Marks, marks, span, turns};
use crate::runner;
use crate::workspace::Spec;

/// A complete request, and the same with some facts unknown.
#[derive(Clone)]
pub struct Case {
    /// The policy.
    pub spec: &'static Spec,
    /// The request with every fact that applies.
    pub complete: Request,
    /// The same, with some facts forgotten.
    pub partial: Request,
    /// A number for whatever else a property wants to choose.
    pub pick: u32,
}

impl fmt::Debug for Case {
    /// As `criteria decide` reads requests, so that a failing case can be tried at once.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.spec.name)?;
        writeln!(f, "partial: {}", to_json(&self.spec.policy, &self.partial))?;
        writeln!(f, "complete: {}", to_json(&self.spec.policy, &self.complete))?;
        write!(f, "pick: {}", self.pick)
    }
}

/// A request that may be malformed.
#[derive(Clone)]
pub struct Wild {
    /// The policy.
    pub spec: &'static Spec,
    /// The request.
    pub request: Request,
}

impl fmt::Debug for Wild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.spec.name)?;
        for (id, value) in self.request.known() {
            writeln!(f, "  {}: {value:?}", self.spec.policy.fact(id).name)?;
        }
        Ok(())
    }
}

/// How a case is made.
#[derive(Debug, Clone)]
struct Recipe {
    example: usize,
    changes: Vec<(usize, u32)>,
    fill: u32,
    forgotten: Vec<usize>,
    pick: u32,
}

/// Valid cases of a policy.
pub fn cases(spec: &'static Spec) -> impl Strategy<Value = Case> {
    let maker = Maker::of(&spec.policy);
    recipes(&spec.policy).prop_map(move |recipe| maker.case(spec, &recipe))
}

/// Requests of a policy of which most are malformed, each by one to three facts.
pub fn wild(spec: &'static Spec) -> impl Strategy<Value = Wild> {
    let maker = Maker::of(&spec.policy);
    let facts = spec.policy.facts.len();
    (recipes(&spec.policy), vec((0..facts, any::<u32>()), 1..4)).prop_map(move |(recipe, blows)| {
        let mut request = maker.case(spec, &recipe).partial;
        for (fact, pick) in blows {
            request.set(FactId(fact), maker.wild_value(&request, FactId(fact), pick));
        }
        Wild { spec, request }
    })
}

/// A third each valid, partial and malformed, the same ones for the same seed; `PROPTEST_CASES`
/// counts before the number asked for.
pub fn sample(spec: &'static Spec, count: u32) -> Vec<Request> {
    let rng_seed = RngSeed::Fixed(runner::seed());
    let mut runner = TestRunner::new(ProptestConfig { rng_seed, ..ProptestConfig::default() });
    let (cases, wild) = (cases(spec), wild(spec));
    let mut all = Vec::new();
    for _ in 0..runner::cases(count).div_ceil(3) {
        let case = cases.new_tree(&mut runner).expect("nothing is rejected").current();
        all.extend([case.complete, case.partial]);
        all.push(wild.new_tree(&mut runner).expect("nothing is rejected").current().request);
    }
    all
}

fn recipes(policy: &Policy) -> impl Strategy<Value = Recipe> + use<> {
    let (examples, facts) = (policy.examples.len().max(1), policy.facts.len());
    let change = move || (0..facts, any::<u32>());
    let changes = prop_oneof![3 => vec(change(), 0..3), 3 => vec(change(), 2..6), 1 => vec(change(), 4..16)];
    let forgotten = prop_oneof![
        2 => Just(Vec::new()),
        5 => vec(0..facts, 1..5),
        3 => vec(0..facts, 1..facts.max(2)),
    ];
    let parts = (0..examples, changes, any::<u32>(), forgotten, any::<u32>());
    parts.prop_map(|(example, changes, fill, forgotten, pick)| Recipe {
        example,
        changes,
        fill,
        forgotten,
        pick,
    })
}

/// Makes requests for one policy.
#[derive(Debug, Clone)]
struct Maker {
    policy: Policy,
    marks: Vec<Marks>,
}

impl Maker {
    fn of(policy: &Policy) -> Self {
        Self { policy: policy.clone(), marks: marks(policy) }
    }

    fn case(&self, spec: &'static Spec, recipe: &Recipe) -> Case {
        let example = self.policy.examples.get(recipe.example);
        let base = example.map_or_else(|| self.bare(), |example| Request::of(&self.policy, &example.facts));
        let mut picks = Picks(recipe.fill);
        let mut complete = base.clone();
        for (fact, pick) in &recipe.changes {
            let fact = FactId(*fact);
            if self.policy.fact(fact).presence != Presence::Derived {
                complete.set(fact, Some(self.value(&complete, fact, *pick)));
                self.mend(&mut complete, fact, &mut picks);
            }
        }
        if !validate(&self.policy, &complete).is_empty() {
            complete = base;
        }
        self.fill(&mut complete, &mut picks);
        let mut partial = complete.clone();
        for fact in &recipe.forgotten {
            if self.policy.fact(FactId(*fact)).presence == Presence::Optional {
                partial.set(FactId(*fact), None);
            }
        }
        Case { spec, complete, partial, pick: recipe.pick }
    }

    /// A request with nothing but what is always given, of a policy without examples.
    fn bare(&self) -> Request {
        let mut request = Request::new(&self.policy);
        request.set(self.policy.request_date, Some(Value::Date(self.policy.in_force_from)));
        if let Some(kind) = self.policy.request_kind {
            request.set(kind, Some(Value::Choice(ChoiceId(0))));
        }
        request
    }

    /// Puts right what a change contradicts; the change itself is kept for as long as possible.
    fn mend(&self, request: &mut Request, changed: FactId, picks: &mut Picks) {
        for _ in 0..8 {
            drop_inapplicable(&self.policy, request);
            let wrong = validate(&self.policy, request);
            let Some(first) = wrong.first() else { return };
            let Some(named) = self.policy.named(&first.name) else { return };
            let concerned = self.concerned(named);
            let other = concerned.iter().copied().find(|fact| *fact != changed).unwrap_or(named);
            let better = (0..24).find_map(|_| {
                let mut tried = request.clone();
                tried.set(other, Some(self.value(request, other, picks.next())));
                drop_inapplicable(&self.policy, &mut tried);
                (validate(&self.policy, &tried).len() < wrong.len()).then_some(tried)
            });
            match better {
                Some(better) => *request = better,
                None if self.policy.fact(other).presence == Presence::Optional => request.set(other, None),
                None => request.set(changed, Some(self.value(request, changed, picks.next()))),
            }
        }
    }

    /// A fact, and the optional facts with which it shares an always-true sentence.
    fn concerned(&self, fact: FactId) -> Vec<FactId> {
        let mut all = vec![fact];
        for always in &self.policy.always {
            let mut facts = Vec::new();
            always.formula.each_atom(&mut |atom| facts.extend(atom.needs(&self.policy)));
            if facts.contains(&fact) {
                all.extend(
                    facts.into_iter().filter(|at| self.policy.fact(*at).presence == Presence::Optional),
                );
            }
        }
        all
    }

    /// Makes everything known that applies. What cannot be known beside the rest makes the rest
    /// give way.
    fn fill(&self, request: &mut Request, picks: &mut Picks) {
        for _ in 0..4 {
            let unknown: Vec<FactId> = self
                .policy
                .facts()
                .filter(|(id, fact)| fact.presence == Presence::Optional && request.get(*id).is_none())
                .map(|(id, _)| id)
                .collect();
            for id in &unknown {
                self.fill_one(request, *id, picks);
            }
            drop_inapplicable(&self.policy, request);
            if is_complete(&self.policy, request) {
                return;
            }
            for id in unknown {
                if request.get(id).is_none() {
                    self.forget(request, &self.concerned(id));
                    self.fill_one(request, id, picks);
                }
            }
        }
    }

    fn forget(&self, request: &mut Request, facts: &[FactId]) {
        for fact in facts.iter().filter(|fact| self.policy.fact(**fact).presence == Presence::Optional) {
            request.set(*fact, None);
        }
    }

    fn fill_one(&self, request: &mut Request, id: FactId, picks: &mut Picks) {
        for _ in 0..24 {
            request.set(id, Some(self.value(request, id, picks.next())));
            let wrong = validate(&self.policy, request);
            if wrong.is_empty() {
                return;
            }
            request.set(id, None);
            let name = &self.policy.fact(id).name;
            let inapplicable =
                |reason| reason == Reason::Contradictory && self.policy.fact(id).only_when.is_some();
            if wrong
                .iter()
                .any(|one| one.name == *name && inapplicable(one.reason) && one.message.contains("only when"))
            {
                return;
            }
        }
    }

    /// A value that the fact can take.
    fn value(&self, request: &Request, id: FactId, pick: u32) -> Value {
        let (fact, marks) = (self.policy.fact(id), &self.marks[id.0]);
        let (way, rest) = ((pick % 8) as usize, (pick / 8) as usize);
        match &fact.kind {
            Kind::YesNo => Value::YesNo(pick % 2 == 1),
            Kind::OneOf(_) | Kind::Trial(_) => Value::Choice(ChoiceId(pick as usize % choices(fact))),
            Kind::AnyOf(_) => members(choices(fact), marks, way, rest),
            Kind::Quantity(quantity) => {
                let numbers = self.numbers(request, id);
                let number = match way {
                    0 | 1 if !marks.seen.is_empty() => return marks.seen[rest % marks.seen.len()].clone(),
                    2 => {
                        quantity.min
                            + i64::try_from(scatter(pick)).unwrap_or(0) % (quantity.max - quantity.min + 1)
                    }
                    _ => numbers[rest % numbers.len()],
                };
                Value::Number(number.clamp(quantity.min, quantity.max))
            }
            Kind::Date => {
                let dates = self.dates(request, id, pick);
                match way {
                    0 | 1 if !marks.seen.is_empty() => marks.seen[rest % marks.seen.len()].clone(),
                    _ => Value::Date(dates[rest % dates.len()]),
                }
            }
            Kind::YearsSince { .. } | Kind::Computed { .. } => Value::Number(i64::from(pick % 100)),
        }
    }

    /// The numbers on both sides of every limit, of the fact or of a product with it.
    fn numbers(&self, request: &Request, id: FactId) -> Vec<i64> {
        let mut limits: BTreeSet<i64> = self.marks[id.0].numbers.iter().copied().collect();
        if let Some(quantity) = self.policy.fact(id).quantity() {
            limits.extend([quantity.min, quantity.max]);
        }
        for (computed, fact) in self.policy.facts() {
            let Kind::Computed { left, right, .. } = fact.kind else { continue };
            let other = if left == id { right } else { left };
            if (left == id || right == id)
                && let Some(Value::Number(number)) = request.get(other)
            {
                let turns = |limit: &i64| turns(&self.policy, id, computed, *number, *limit);
                limits.extend(self.marks[computed.0].numbers.iter().filter_map(turns));
            }
        }
        limits.iter().flat_map(|limit| [limit.saturating_sub(1), *limit, limit.saturating_add(1)]).collect()
    }

    /// The dates on both sides of every period counted from today and of every date that it is
    /// compared with, month ends, and some day.
    fn dates(&self, request: &Request, id: FactId, pick: u32) -> Vec<Date> {
        let marks = &self.marks[id.0];
        let date = |id: FactId| match request.get(id) {
            Some(Value::Date(date)) => Some(civil_date(*date)),
            _ => None,
        };
        let own = if id == self.policy.request_date { None } else { date(self.policy.request_date) };
        let today = own.unwrap_or_else(|| civil_date(self.policy.in_force_from));
        let mut near = vec![today];
        near.extend(marks.periods.iter().filter_map(|period| today.checked_sub(span(*period)).ok()));
        near.extend(marks.dates.iter().filter_map(|other| date(*other)));
        near.extend(marks.apart.iter().filter_map(|(other, span)| date(*other)?.checked_add(*span).ok()));
        if id == self.policy.request_date {
            let ends =
                [(2024, 2, 29), (2025, 8, 31), (2026, 2, 28), (2026, 3, 31), (2027, 12, 31), (2028, 2, 29)];
            near.extend(ends.map(|(year, month, day)| jiff::civil::date(year, month, day)));
        }
        let around = |days: i64| move |date: jiff::civil::Date| date.checked_add(Span::new().days(days)).ok();
        let some_day = i64::try_from(scatter(pick) % 3_000).unwrap_or(0) - 1_500;
        let mut all: Vec<_> =
            [-1, 0, 1].iter().flat_map(|days| near.iter().copied().filter_map(around(*days))).collect();
        all.extend([some_day, some_day / 40].iter().filter_map(|days| around(*days)(today)));
        all.into_iter().filter_map(runtime_date).collect()
    }

    /// Any value or none: of another kind, out of range, not expected.
    fn wild_value(&self, request: &Request, id: FactId, pick: u32) -> Option<Value> {
        let (fact, way, rest) = (self.policy.fact(id), pick % 6, pick / 6);
        let day = |year, month, day| Date::new(year, month, day).map(Value::Date);
        match (way, &fact.kind) {
            (0, _) => None,
            (1, _) => {
                let kinds = [
                    Value::YesNo(true),
                    Value::Choice(ChoiceId(1)),
                    Value::Members(Vec::new()),
                    Value::Number(1),
                    Value::Date(self.policy.in_force_from),
                ];
                Some(kinds[rest as usize % kinds.len()].clone())
            }
            (2 | 3, Kind::Quantity(quantity)) => {
                let far = [quantity.min - 1, quantity.max + 1, i64::MIN, i64::MAX, -1, quantity.max * 2 + 1];
                Some(Value::Number(far[rest as usize % far.len()]))
            }
            (2 | 3, Kind::OneOf(_) | Kind::Trial(_)) => {
                Some(Value::Choice(ChoiceId(choices(fact) + rest as usize % 3)))
            }
            (2 | 3, Kind::AnyOf(_)) => {
                Some(Value::Members(vec![ChoiceId(choices(fact) + rest as usize % 70)]))
            }
            (2 | 3, Kind::Date) => [
                day(1, 1, 1),
                day(1899, 12, 31),
                day(1900, 1, 1),
                day(2199, 12, 31),
                day(2200, 1, 1),
                day(9999, 12, 31),
            ][rest as usize % 6]
                .clone(),
            _ => Some(self.value(request, id, rest)),
        }
    }
}

/// An endless row of numbers from one.
struct Picks(u32);

impl Picks {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u32::try_from(scatter(self.0) % u64::from(u32::MAX)).unwrap_or(0)
    }
}

/// Far apart for near numbers; never negative as an `i64`.
fn scatter(pick: u32) -> u64 {
    let mixed = u64::from(pick).wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 2
}

fn choices(fact: &Fact) -> usize {
    fact.choice_names().len().max(1)
}

fn members(count: usize, marks: &Marks, way: usize, rest: usize) -> Value {
    let set = match way {
        0..=2 if !marks.seen.is_empty() => return marks.seen[rest % marks.seen.len()].clone(),
        3 => Vec::new(),
        4 | 5 => vec![rest % count],
        _ => {
            let bits = scatter(u32::try_from(rest).unwrap_or(0));
            (0..count).filter(|at| bits >> (at % 61) & 1 == 1).collect()
        }
    };
    Value::Members(set.into_iter().map(ChoiceId).collect())
}
