//! Questions that ask for another amount than the policy: 30 days on the form, 14 in the prose.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{Spec, Text};
use crate::tree::ast::{Body, FactId, Formula, Policy};
use crate::tree::header::split;
use crate::tree::words::{Decimal, TokenKind, lex};

/// Units that are compared as they are written in a question, in one and in many.
const PERIODS: &[(&str, &str)] =
    &[("day", "days"), ("week", "weeks"), ("month", "months"), ("year", "years"), ("hour", "hours")];

/// An amount in prose.
struct Amount {
    number: Decimal,
    unit: String,
    span: Span,
    words: String,
}

/// Compares the amounts of each question with those of the fact's phrases and criteria.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    for row in &spec.vocabulary {
        let asked = amounts(&row.asked);
        let fact = policy.facts().find(|(_, fact)| fact.span == row.name.span);
        let (Some((id, fact)), false) = (fact, asked.is_empty()) else { continue };
        let mut said: Vec<Amount> = amounts(&row.name);
        said.extend(split(&row.also, ';').iter().flat_map(amounts));
        said.extend(criteria(policy, id));
        for amount in asked {
            let same_unit: Vec<&Amount> = said.iter().filter(|other| other.unit == amount.unit).collect();
            let agrees = same_unit.iter().any(|other| same(other.number, amount.number));
            if let (Some(other), false) = (same_unit.first(), agrees) {
                let message = format!(
                    "the question for `{}` asks about {}, where the policy says {}",
                    fact.name, amount.words, other.words
                );
                sink.push(
                    Diagnostic::new(Code::ProseDiffers, amount.span, message)
                        .here(format!("not {}", other.words))
                        .related(other.span, "the policy says this")
                        .help("let the question and the policy name one amount"),
                );
            }
        }
    }
}

/// The amounts of the criteria that use a fact.
fn criteria(policy: &Policy, id: FactId) -> Vec<Amount> {
    let uses = |formula: &Formula| {
        let mut found = false;
        formula.each_atom(&mut |atom| {
            found |= atom.other() == Some(id) || atom.fact() == id || atom.needs(policy).contains(&id);
        });
        found
    };
    let asking = policy.criteria().filter(|(_, criterion)| {
        let tested = matches!(&criterion.body, Body::Test(formula) if uses(formula));
        tested || criterion.applies.as_ref().is_some_and(uses)
    });
    let found = asking.flat_map(|(_, criterion)| {
        let span = criterion.quote.span;
        let amounts = amounts_of(&criterion.quote.text).into_iter();
        amounts.map(move |(number, unit, range)| Amount {
            number,
            unit,
            span,
            words: format!("`{}`", criterion.quote.text.get(range).unwrap_or_default()),
        })
    });
    found.collect()
}

fn amounts(text: &Text) -> Vec<Amount> {
    let found = amounts_of(&text.string).into_iter();
    let amount = |(number, unit, range): (Decimal, String, std::ops::Range<usize>)| Amount {
        number,
        unit,
        span: text.span_of(range.clone()),
        words: format!("`{}`", text.string.get(range).unwrap_or_default()),
    };
    found.map(amount).collect()
}

/// A number, its period in many, and where they stand.
fn amounts_of(string: &str) -> Vec<(Decimal, String, std::ops::Range<usize>)> {
    let tokens = lex(string.trim_end_matches(['?', ' ']));
    let pairs = tokens.windows(2).filter_map(|pair| {
        let [number, unit] = pair else { return None };
        let word = unit.text.trim_end_matches(['?', '.', ';']);
        let (_, many) = PERIODS.iter().find(|(one, many)| *one == word || *many == word)?;
        (number.kind == TokenKind::Number).then_some(())?;
        Some((
            Decimal::read(&number.text)?,
            (*many).to_owned(),
            number.range.start..unit.range.start + word.len(),
        ))
    });
    pairs.collect()
}

/// Whether two numbers are equal, trailing zeros aside.
fn same(one: Decimal, other: Decimal) -> bool {
    let places = one.places.max(other.places);
    one.scaled(places).is_some() && one.scaled(places) == other.scaled(places)
}
