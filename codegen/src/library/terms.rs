//! When each version of a policy is in force.
//!
//! A version decides from the day that its header names as "In force from", until the day that
//! it names as "In force until" (included) or, without one, until the day before the next version
//! begins. So two versions can only meet where a header says so, and a day without a version can
//! only lie behind an "In force until".

use std::collections::BTreeMap;
use std::fmt;

use criteria_runtime::{Date, Period, PeriodUnit};

use crate::compiled::Compiled;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::tree::ast::Policy;

/// The days on which a version decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: Date,
    /// The last day; `None` where nothing ends it.
    pub until: Option<Date>,
}

impl Term {
    /// Whether the version decides on this day.
    pub fn covers(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(last) => write!(f, "{} to {last}", self.from),
            None => write!(f, "from {}", self.from),
        }
    }
}

/// Why no version decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoVersion {
    /// None is in force on the day.
    None,
    /// Two are: the documents contradict each other.
    Several,
}

/// The terms of the versions of one policy, in the order of `versions`.
pub fn terms(versions: &[&Policy]) -> Vec<Term> {
    let next =
        |from: Date| versions.iter().map(|version| version.in_force_from).filter(|day| *day > from).min();
    let term = |version: &&Policy| Term {
        from: version.in_force_from,
        until: version.in_force_until.or_else(|| next(version.in_force_from).map(day_before)),
    };
    versions.iter().map(term).collect()
}

/// The place among `versions`, all of one policy, of the one that is in force on a day.
///
/// # Errors
/// Where none is, or more than one.
pub fn in_force(versions: &[&Policy], day: Date) -> Result<usize, NoVersion> {
    let terms = terms(versions);
    let mut covering = terms.iter().enumerate().filter(|(_, term)| term.covers(day));
    match (covering.next(), covering.next()) {
        (Some((at, _)), None) => Ok(at),
        (None, _) => Err(NoVersion::None),
        (Some(_), Some(_)) => Err(NoVersion::Several),
    }
}

/// The day before another. [`Date`] only counts forward; the distance is at most a leap year's.
fn day_before(day: Date) -> Date {
    let (year, month) = if day.month() == 1 { (day.year() - 1, 12) } else { (day.year(), day.month() - 1) };
    let narrow =
        |year: u32, month: u32, day: u8| Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, day);
    if let Ok(before @ 1..) = u8::try_from(day.day() - 1) {
        return narrow(day.year(), day.month(), before).unwrap_or(day);
    }
    (28..=31).rev().find_map(|last| narrow(year, month, last)).unwrap_or(day)
}

/// A version with its place among all that was compiled.
type Version<'a> = (usize, &'a Compiled, &'a Policy);

/// What is wrong with the terms of the versions, each with the place of the policy that it is about.
pub(super) fn check(all: &[Compiled]) -> Vec<(usize, Diagnostic)> {
    let mut policies: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    for (at, compiled) in all.iter().enumerate() {
        if let Some(policy) = &compiled.policy {
            policies.entry(&policy.id).or_default().push((at, compiled, policy));
        }
    }
    let mut found = Vec::new();
    for versions in policies.values_mut() {
        versions.sort_by_key(|(at, _, policy)| (policy.in_force_from, *at));
        let own: Vec<&Policy> = versions.iter().map(|(_, _, policy)| *policy).collect();
        let terms = terms(&own);
        for (pair, terms) in versions.windows(2).zip(terms.windows(2)) {
            if let ([earlier, later], [first, second]) = (pair, terms) {
                found.extend(between(earlier, *first, later, *second).map(|said| (later.0, said)));
            }
        }
    }
    found
}

/// What is wrong where one version follows another.
fn between(earlier: &Version<'_>, first: Term, later: &Version<'_>, second: Term) -> Option<Diagnostic> {
    let (_, before, _) = earlier;
    let (_, compiled, policy) = later;
    let other = before.source.name();
    let place = header_place(compiled, "In force from");
    if first.from == second.from || first.covers(second.from) {
        let message = format!("two versions of {} are in force on {}", policy.id, second.from);
        let why = format!("`{other}` is in force {first}");
        let help = format!(
            "give each version days of its own: correct `In force from` here, or `In force until` in `{other}`"
        );
        return Some(Diagnostic::new(Code::TwoInForce, place, message).here(why).help(help));
    }
    let last = first.until?;
    let next = last.plus(Period { count: 1, unit: PeriodUnit::Days });
    (next < second.from).then(|| {
        let gap = Term { from: next, until: Some(day_before(second.from)) };
        let message = format!("no version of {} is in force {gap}", policy.id);
        let why = format!("`{other}` ends on {last}");
        let help = format!("take `In force until` out of `{other}`, or accept this with the reason");
        Diagnostic::new(Code::NoneInForce, place, message).here(why).help(help)
    })
}

/// The place of a header field; the title where the field is missing.
fn header_place(compiled: &Compiled, name: &str) -> Span {
    let field = compiled.spec.header.iter().find(|(key, _)| key.string.trim() == name);
    field.map_or(compiled.spec.title.span, |(_, value)| value.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_before_is_the_day_before() {
        for (day, before) in [
            ("2025-05-01", "2025-04-30"),
            ("2024-03-01", "2024-02-29"),
            ("2025-03-01", "2025-02-28"),
            ("2026-01-01", "2025-12-31"),
            ("2026-01-02", "2026-01-01"),
            ("0001-01-01", "0001-01-01"),
        ] {
            assert_eq!(day_before(date(day)), date(before), "{day}");
        }
    }
}
