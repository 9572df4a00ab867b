//! Facts that several policies define: one name with two definitions, one phrase with two names.
//!
//! Whoever fills in requests for many policies asks once, under one name. What is compared is what
//! such a request could not bear: another kind, unit or formula under the same name, or another name
//! (or the opposite) for the same phrase. Ranges, lists of values and further phrases may differ, and
//! a short word alone is too little to go by. The versions of a policy are not compared: a new version may
//! define a fact anew.

use std::collections::{BTreeMap, BTreeSet};

use crate::compiled::Compiled;
use crate::diagnostic::{Code, Diagnostic};
use crate::tree::ast::{Fact, FactId, Kind, Policy, Trial};
use crate::tree::words::key;

/// A fact of a policy, with the place of the policy among all that was compiled.
#[derive(Clone, Copy)]
struct Use<'a> {
    at: usize,
    compiled: &'a Compiled,
    policy: &'a Policy,
    fact: &'a Fact,
}

/// Where a fact is defined otherwise than in most policies, each with the place of its policy. A fact is
/// reported once.
pub(super) fn check(all: &[Compiled]) -> Vec<(usize, Diagnostic)> {
    let uses = uses(all);
    let mut found = Vec::new();
    let mut reported = BTreeSet::new();
    for (odd, usual) in apart(by_name(&uses), Use::definition) {
        reported.insert((odd.at, odd.fact.span));
        found.push((odd.at, defined_otherwise(&odd, &usual)));
    }
    for (phrase, entries) in by_phrase(&uses) {
        let phrase = phrase.join(" ");
        for ((odd, sense), (usual, usual_sense)) in
            apart([entries], |(one, sense)| (key(&one.fact.name), *sense))
        {
            if reported.insert((odd.at, odd.fact.span)) {
                found.push((odd.at, named_otherwise(&phrase, &odd, sense, &usual, usual_sense)));
            }
        }
    }
    found
}

/// The facts of the latest version of each policy, but for those that the language itself knows.
fn uses(all: &[Compiled]) -> Vec<Use<'_>> {
    let mut latest: BTreeMap<&str, (usize, &Compiled, &Policy)> = BTreeMap::new();
    for (at, compiled) in all.iter().enumerate() {
        let Some(policy) = &compiled.policy else { continue };
        let later = latest.get(policy.id.as_str()).is_none_or(|(_, _, known)| {
            (policy.in_force_from, &policy.version) > (known.in_force_from, &known.version)
        });
        if later {
            latest.insert(&policy.id, (at, compiled, policy));
        }
    }
    latest
        .into_values()
        .flat_map(|(at, compiled, policy)| {
            let rows = compiled.spec.vocabulary.iter();
            let own: BTreeSet<_> = rows.map(|row| row.name.span).collect();
            let facts = policy.facts().map(|(_, fact)| fact).filter(move |fact| own.contains(&fact.span));
            facts.map(move |fact| Use { at, compiled, policy, fact })
        })
        .collect()
}

fn by_name<'a>(uses: &[Use<'a>]) -> impl Iterator<Item = Vec<Use<'a>>> {
    let mut names: BTreeMap<Vec<String>, Vec<Use<'a>>> = BTreeMap::new();
    for one in uses {
        names.entry(key(&one.fact.name)).or_default().push(*one);
    }
    names.into_values()
}

/// Whether a phrase means its fact or the opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    Plain,
    Opposite,
}

fn by_phrase<'a>(uses: &[Use<'a>]) -> BTreeMap<Vec<String>, Vec<(Use<'a>, Sense)>> {
    let mut phrases: BTreeMap<Vec<String>, Vec<(Use<'a>, Sense)>> = BTreeMap::new();
    for one in uses {
        let plain =
            std::iter::once(&one.fact.name).chain(&one.fact.also).map(|phrase| (phrase, Sense::Plain));
        let opposite = one.fact.also_not.iter().map(|phrase| (phrase, Sense::Opposite));
        for (phrase, sense) in plain.chain(opposite) {
            let words = key(phrase);
            if says_enough(&words) {
                phrases.entry(words).or_default().push((*one, sense));
            }
        }
    }
    phrases
}

/// Letters of a single word that says what it means, at least: shorter ones (dose, course, state) mean a
/// thing of their own in each policy.
const MIN_LETTERS: usize = 6;

/// Whether a phrase is enough to say that two policies mean one thing by it.
fn says_enough(words: &[String]) -> bool {
    match words {
        [] => false,
        [one] => one.chars().filter(|letter| letter.is_alphabetic()).count() >= MIN_LETTERS,
        _ => true,
    }
}

/// Of each group: what differs from the most, and one of the most to compare it with. Of two that are
/// equally many, the one that comes first counts.
fn apart<T: Clone, K: Ord>(groups: impl IntoIterator<Item = Vec<T>>, of: impl Fn(&T) -> K) -> Vec<(T, T)> {
    let mut found = Vec::new();
    for group in groups {
        let mut counts: BTreeMap<K, usize> = BTreeMap::new();
        for one in &group {
            *counts.entry(of(one)).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let Some(usual) = group.iter().find(|one| counts.get(&of(one)) == Some(&most)) else { continue };
        let odd = group.iter().filter(|one| of(one) != of(usual));
        found.extend(odd.map(|one| (one.clone(), usual.clone())));
    }
    found
}

impl Use<'_> {
    /// What the fact is, but for its range and its values.
    fn definition(&self) -> String {
        let name = |id: FactId| self.policy.fact(id).name.as_str();
        let unit = |unit: &str| if unit.is_empty() { "no unit".to_owned() } else { format!("`{unit}`") };
        match &self.fact.kind {
            Kind::YesNo => "yes or no".to_owned(),
            Kind::OneOf(_) => "one of several values".to_owned(),
            Kind::AnyOf(_) => "any of several values".to_owned(),
            Kind::Trial(Trial::Plain) => "a trial".to_owned(),
            Kind::Trial(Trial::WithDose) => "a trial with dose".to_owned(),
            Kind::Quantity(quantity) => format!("a number with {}", unit(&quantity.unit)),
            Kind::Date => "a date".to_owned(),
            Kind::YearsSince { date, .. } => format!("the years since {}", name(*date)),
            Kind::Computed { left, by, right, quantity } => {
                let (mut left, mut right) = (name(*left), name(*right));
                if by.commutes() && left > right {
                    (left, right) = (right, left);
                }
                format!("{left} {} {right} with {}", by.sign(), unit(&quantity.unit))
            }
        }
    }

    /// Where it stands, for a message of another policy.
    fn place(&self) -> String {
        let source = &self.compiled.source;
        format!("`{}`, line {}", source.name(), source.line(self.fact.span.start))
    }
}

fn defined_otherwise(odd: &Use<'_>, usual: &Use<'_>) -> Diagnostic {
    let (name, id) = (&odd.fact.name, &usual.policy.id);
    let message = format!("`{name}` is {} here, and {} in {id}", odd.definition(), usual.definition());
    Diagnostic::new(Code::TwoDefinitions, odd.fact.span, message)
        .here(format!("the other stands in {}", usual.place()))
        .help("define it alike in both, or give one of the two a name of its own")
}

fn named_otherwise(phrase: &str, odd: &Use<'_>, sense: Sense, usual: &Use<'_>, other: Sense) -> Diagnostic {
    let means = |one: &Use<'_>, sense: Sense| match sense {
        Sense::Plain => format!("`{}`", one.fact.name),
        Sense::Opposite => format!("the opposite of `{}`", one.fact.name),
    };
    let id = &usual.policy.id;
    let message = format!("`{phrase}` is {} here, and {} in {id}", means(odd, sense), means(usual, other));
    Diagnostic::new(Code::TwoDefinitions, odd.fact.span, message)
        .here(format!("the other stands in {}", usual.place()))
        .help("give the fact one name in both; or, where two things are meant, let the phrases say which")
}
