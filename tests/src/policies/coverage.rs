//! What random policies were seen to use, counted from what they compiled to; and what none of them did.

use std::collections::BTreeMap;

use criteria::tree::ast::{
    Arithmetic, Atom, Body, DurationRows, Formula, Kind, Operator, Outcome, Part, Policy, Trial, When,
    Whichever,
};
use criteria::tree::{SentenceReading, pattern_examples};

use super::kinds::KINDS;
use super::shapes::{SHAPES, level};

/// How many policies use each thing.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    counts: BTreeMap<(&'static str, String), usize>,
}

/// Everything that the tree can hold and a policy can be seen to use, beside patterns and kinds.
const EXPECTED: &[(&str, &[&str])] = &[
    ("fact", &["sum", "difference"]),
    ("operator", &["all", "at least 1", "at least several", "none of", "case"]),
    ("body", &["heading", "note", "test", "selector", "not permitted", "group"]),
    ("part", &["whole", "sentence", "following", "excuse", "row"]),
    ("atom", &["yes", "is", "includes", "compare", "elapsed", "within", "dates", "apart"]),
    ("formula", &["at least several"]),
    ("companion", &["weeks", "interval"]),
    ("outcome", &["approve", "refer", "refer to", "refer otherwise", "not authorized", "criteria not met"]),
    ("step", &["always", "met", "not met", "does not apply", "not", "all", "any"]),
    (
        "duration",
        &[
            "a period",
            "whichever is longer",
            "whichever is shorter",
            "a limit",
            "no limit",
            "of lines",
            "of all",
            "by a criterion",
            "by a sentence",
            "the rest",
            "the first counts",
        ],
    ),
    ("condition", &["of a criterion", "of a section", "of a fact", "always true"]),
    ("statement", &["an invariant"]),
    ("level", &["1", "2", "3", "4", "5", "6"]),
    ("number", &["of a negative range"]),
    ("limit", &["at once", "per calendar year"]),
    ("shape", &["reading of a criterion", "reading of a scope", "reading that is chosen"]),
    ("header", &["requests have a name of their own"]),
];

impl Coverage {
    /// Notes that a policy uses something; however often, it counts once.
    fn note(found: &mut Vec<(&'static str, String)>, what: &'static str, name: impl Into<String>) {
        let one = (what, name.into());
        if !found.contains(&one) {
            found.push(one);
        }
    }

    /// Counts what a policy uses.
    pub fn add(&mut self, policy: &Policy, readings: &[SentenceReading], kinds: &[&'static str]) {
        let mut found = Vec::new();
        for pattern in readings.iter().flat_map(|reading| &reading.patterns) {
            Self::note(&mut found, "pattern", *pattern);
        }
        for kind in kinds {
            Self::note(&mut found, "kind", *kind);
        }
        policy.facts.iter().for_each(|fact| {
            Self::note(&mut found, "fact", kind(&fact.kind));
            if fact.quantity().is_some_and(|quantity| quantity.min < 0) {
                Self::note(&mut found, "number", "of a negative range");
            }
            if fact.only_when.is_some() {
                Self::note(&mut found, "condition", "of a fact");
            }
        });
        criteria(policy, &mut found);
        outcomes(policy, &mut found);
        for kept in policy.readings.iter().flat_map(|reading| &reading.kept) {
            Self::note(&mut found, "chosen", kept.chosen);
        }
        if !policy.always.is_empty() {
            Self::note(&mut found, "condition", "always true");
        }
        if !policy.invariants.is_empty() {
            Self::note(&mut found, "statement", "an invariant");
        }
        for one in found {
            *self.counts.entry(one).or_default() += 1;
        }
    }

    /// Counts how criteria stand on the page, which the tree does not say.
    pub fn add_shapes(&mut self, shapes: &[&'static str]) {
        for shape in shapes {
            *self.counts.entry(("shape", (*shape).to_owned())).or_default() += 1;
        }
    }

    /// Adds what others counted.
    pub fn join(&mut self, other: Self) {
        other.counts.into_iter().for_each(|(one, count)| *self.counts.entry(one).or_default() += count);
    }

    /// What fewer than so many policies use, by name.
    pub fn missing(&self, least: usize) -> Vec<String> {
        let mut wanted: Vec<(&'static str, String)> = Vec::new();
        wanted.extend(pattern_examples().map(|(_, pattern, _)| ("pattern", pattern.to_owned())));
        wanted.extend(KINDS.iter().map(|(kind, _)| ("kind", (*kind).to_owned())));
        wanted.extend(
            EXPECTED.iter().flat_map(|(what, names)| names.iter().map(|name| (*what, (*name).to_owned()))),
        );
        wanted.extend(SHAPES.iter().map(|shape| ("shape", shape.name.to_owned())));
        let count = |one: &(&'static str, String)| self.counts.get(one).copied().unwrap_or(0);
        let few = wanted.iter().filter(|one| count(one) < least);
        few.map(|one| format!("{} `{}`: {} policies", one.0, one.1, count(one))).collect()
    }

    /// The counts on a page.
    pub fn table(&self) -> String {
        let lines = self.counts.iter().map(|((what, name), count)| format!("{count:6}  {what}: {name}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The name of a kind. Total, so that a new kind has to be thought of here and in [`KINDS`].
fn kind(of: &Kind) -> &'static str {
    match of {
        Kind::YesNo => "yes or no",
        Kind::OneOf(_) => "one of",
        Kind::Trial(Trial::Plain) => "trial",
        Kind::Trial(Trial::WithDose) => "trial with dose",
        Kind::AnyOf(_) => "any of",
        Kind::Quantity(_) => "quantity",
        Kind::Date => "date",
        Kind::YearsSince { .. } => "years since",
        Kind::Computed { by, .. } => match by {
            Arithmetic::Times => "product",
            Arithmetic::Over => "ratio",
            Arithmetic::Plus => "sum",
            Arithmetic::Minus => "difference",
        },
    }
}

fn criteria(policy: &Policy, found: &mut Vec<(&'static str, String)>) {
    for (_, criterion) in policy.criteria() {
        let body = match &criterion.body {
            Body::Heading(_) => "heading",
            Body::Note => "note",
            Body::Test(formula) => {
                atoms(policy, formula, found);
                "test"
            }
            Body::Selector => "selector",
            Body::NotPermitted => "not permitted",
            Body::Group(operator, _) => {
                let operator = match operator {
                    Operator::All => "all",
                    Operator::AtLeast(1) => "at least 1",
                    Operator::AtLeast(_) => "at least several",
                    Operator::NoneOf => "none of",
                    Operator::Case => "case",
                };
                Coverage::note(found, "operator", operator);
                "group"
            }
        };
        Coverage::note(found, "body", body);
        let part = match criterion.part {
            Part::Whole => "whole",
            Part::Sentence => "sentence",
            Part::Following => "following",
            Part::Excuse => "excuse",
            Part::Row => "row",
        };
        Coverage::note(found, "part", part);
        if criterion.applies.is_some() {
            let section = criterion.label.ends_with(|c: char| c.is_ascii_uppercase());
            Coverage::note(found, "condition", if section { "of a section" } else { "of a criterion" });
        }
        match level(&criterion.label) {
            0 => {}
            level => Coverage::note(found, "level", level.to_string()),
        }
    }
}

fn atoms(policy: &Policy, formula: &Formula, found: &mut Vec<(&'static str, String)>) {
    formula.each_atom(&mut |atom| {
        let goes_with = |of: &str| {
            policy.facts.iter().any(|fact| {
                fact.companion == Some(atom.fact()) && (of == "weeks") == matches!(fact.kind, Kind::Trial(_))
            })
        };
        for of in ["weeks", "interval"].into_iter().filter(|of| goes_with(of)) {
            Coverage::note(found, "companion", of);
        }
    });
    if counts(formula) {
        Coverage::note(found, "formula", "at least several");
    }
    formula.each_atom(&mut |atom| {
        let name = match atom {
            Atom::Yes(_) => "yes",
            Atom::Is(..) => "is",
            Atom::Includes(..) => "includes",
            Atom::Compare(..) => "compare",
            Atom::Elapsed(..) => "elapsed",
            Atom::Within(..) => "within",
            Atom::Dates(..) => "dates",
            Atom::Apart(..) => "apart",
        };
        Coverage::note(found, "atom", name);
    });
}

/// Whether it asks for so many of several.
fn counts(formula: &Formula) -> bool {
    match formula {
        Formula::Atom(_) => false,
        Formula::Not(inner) => counts(inner),
        Formula::All(parts) | Formula::Any(parts) => parts.iter().any(counts),
        Formula::AtLeast(..) => true,
    }
}

fn outcomes(policy: &Policy, found: &mut Vec<(&'static str, String)>) {
    for step in &policy.steps {
        let name = match step.outcome {
            Outcome::Approve(_) => "approve",
            Outcome::Refer(_) => "refer",
            Outcome::ReferTo(_) => "refer to",
            Outcome::NotAuthorized => "not authorized",
            Outcome::CriteriaNotMet => "criteria not met",
        };
        Coverage::note(found, "outcome", name);
        if matches!(step.outcome, Outcome::ReferTo(_)) && step.when == When::Always {
            Coverage::note(found, "outcome", "refer otherwise");
        }
        whens(&step.when, found);
    }
    if policy.durations.iter().any(|duration| duration.go_together == DurationRows::First) {
        Coverage::note(found, "duration", "the first counts");
    }
    if policy.requests != "requests" {
        Coverage::note(found, "header", "requests have a name of their own");
    }
    for row in policy.durations.iter().flat_map(|duration| &duration.rows) {
        let form = match row.or_until.as_ref().map(|until| until.whichever) {
            None => "a period",
            Some(Whichever::Longer) => "whichever is longer",
            Some(Whichever::Shorter) => "whichever is shorter",
        };
        Coverage::note(found, "duration", form);
        Coverage::note(found, "duration", if row.limit.is_some() { "a limit" } else { "no limit" });
        if let Some(limit) = &row.limit {
            let per_year = limit.what.ends_with("per calendar year");
            Coverage::note(found, "limit", if per_year { "per calendar year" } else { "at once" });
        }
        let by = row.chosen_by.map(|id| policy.criterion(id).part);
        Coverage::note(
            found,
            "duration",
            match by {
                Some(Part::Row) => "by a sentence",
                Some(_) => "by a criterion",
                None => "the rest",
            },
        );
        Coverage::note(found, "duration", if row.lines.is_empty() { "of all" } else { "of lines" });
    }
}

fn whens(when: &When, found: &mut Vec<(&'static str, String)>) {
    let name = match when {
        When::Always => "always",
        When::Met(_) => "met",
        When::NotMet(_) => "not met",
        When::DoesNotApply(_) => "does not apply",
        When::Not(inner) => {
            whens(inner, found);
            "not"
        }
        When::All(parts) => {
            for part in parts {
                whens(part, found);
            }
            "all"
        }
        When::Any(parts) => {
            for part in parts {
                whens(part, found);
            }
            "any"
        }
    };
    Coverage::note(found, "step", name);
}
