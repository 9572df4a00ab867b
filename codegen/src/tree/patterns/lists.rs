//! Lists and comparators: the parts that other rows are made of.

use super::{Row, no, pass, row};
use crate::tree::ast::Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
use crate::tree::ast::{ChoiceId, FactId, Kind};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Refusal, named_twice};
use crate::tree::reading::WordClass::{Comparison as Cmp, Connective as And, Operator as Op};
use crate::tree::words::Decimal;

pub(super) static ROWS: &[Row] = &[
    // Lists.
    row("choices", "{choice}", And, pass),
    row("choices", "{choice} or {choice}", And, join_choices),
    row("choices", "{choice} , {more-choices}", And, join_choices),
    row("more-choices", "{choice} or {choice}", And, join_choices),
    row("more-choices", "{choice} , {more-choices}", And, join_choices),
    row("listed", "{choice}", And, pass),
    row("listed", "{choice} or {choice}", And, join_choices),
    row("listed", "{choice} , {listed}", And, join_choices),
    row("nors", "{choice} nor {choice}", And, join_choices),
    row("nors", "{choice} , {nors}", And, join_choices),
    row("facts-or", "{fact}", And, facts),
    row("facts-or", "{fact} or {fact}", And, facts),
    row("facts-or", "{fact} , {facts-or}", And, facts),
    row("facts-and", "{fact}", And, facts),
    row("facts-and", "{fact} and {fact}", And, facts),
    row("facts-and", "{fact} , {facts-and}", And, facts),
    row("labels", "{label}", And, labels),
    row("labels", "{label} or {label}", And, labels),
    row("labels", "{label} , {more-labels}", And, labels),
    row("more-labels", "{label} or {label}", And, labels),
    row("more-labels", "{label} , {more-labels}", And, labels),
    row("all-labels", "{label} and {label}", And, labels),
    row("all-labels", "{label} , {all-labels}", And, labels),
    row("members", "{list}", Op, pass),
    row("members", "{choices}", Op, pass),
    row("members", "{list} other than {choices}", Op, other_than),
    // Numbers in words.
    row("cardinal", "{number}", Cmp, pass),
    row("cardinal", "one", Cmp, |_, _| Ok(N::Number(Decimal::of(1)))),
    row("cardinal", "two", Cmp, |_, _| Ok(N::Number(Decimal::of(2)))),
    row("cardinal", "three", Cmp, |_, _| Ok(N::Number(Decimal::of(3)))),
    row("cardinal", "four", Cmp, |_, _| Ok(N::Number(Decimal::of(4)))),
    row("cardinal", "five", Cmp, |_, _| Ok(N::Number(Decimal::of(5)))),
    row("cardinal", "six", Cmp, |_, _| Ok(N::Number(Decimal::of(6)))),
    // Comparators.
    row("comparator", "≥", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", "(|is) at least", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", "(|is) (no|not) less than", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", "(|is) greater than or equal to", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", ">", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "(|is) (more|greater) than", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "(|is) (over|above)", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "exceeds", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "≤", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "(|is) at most", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "(|is) (no|not) (more|greater) than", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "(|is) less than or equal to", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "(|is) up to", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "does not exceed", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "<", Cmp, |_, _| Ok(N::Comparison(LessThan))),
    row("comparator", "(|is) (less|fewer) than", Cmp, |_, _| Ok(N::Comparison(LessThan))),
    row("comparator", "(|is) (under|below)", Cmp, |_, _| Ok(N::Comparison(LessThan))),
    row("comparator", "=", Cmp, |_, _| Ok(N::Comparison(Equal))),
    row("comparator", "(|is) exactly", Cmp, |_, _| Ok(N::Comparison(Equal))),
    row("comparator", "is equal to", Cmp, |_, _| Ok(N::Comparison(Equal))),
];

pub(super) fn join_choices(cx: &Context<'_>, nodes: &[N]) -> Built {
    let [N::Choices(first), N::Choices(second)] = nodes else { return no() };
    let mut joined: Vec<(FactId, Vec<ChoiceId>)> = Vec::new();
    let mut twice = None;
    for (fact, choices) in first {
        let Some((_, more)) = second.iter().find(|(other, _)| other == fact) else { continue };
        match choices.iter().find(|choice| more.contains(choice)) {
            Some(choice) => twice = twice.or(Some((*fact, *choice))),
            None => joined.push((*fact, [choices.as_slice(), more].concat())),
        }
    }
    match twice {
        Some((fact, choice)) if joined.is_empty() => {
            let names = cx.fact(fact)?.choice_names();
            Err(named_twice(names.get(choice.0).copied().unwrap_or_default()))
        }
        _ if joined.is_empty() => no(),
        _ => Ok(N::Choices(joined)),
    }
}

pub(super) fn facts(cx: &Context<'_>, nodes: &[N]) -> Built {
    let mut ids: Vec<FactId> = Vec::new();
    for node in nodes {
        let more = match node {
            N::Fact(id) => std::slice::from_ref(id),
            N::Facts(more) => more,
            _ => return no(),
        };
        if let Some(twice) = more.iter().find(|id| ids.contains(id)) {
            return Err(named_twice(&cx.fact(*twice)?.name));
        }
        ids.extend(more);
    }
    Ok(N::Facts(ids))
}

fn labels(_: &Context<'_>, nodes: &[N]) -> Built {
    let mut ids = Vec::new();
    for node in nodes {
        match node {
            N::Label(id) => ids.push(*id),
            N::Labels(more) => ids.extend(more),
            _ => return no(),
        }
    }
    Ok(N::Labels(ids))
}

pub(super) fn other_than(cx: &Context<'_>, nodes: &[N]) -> Built {
    let [N::List(id), N::Choices(without)] = nodes else { return no() };
    let Kind::AnyOf(all) = &cx.fact(*id)?.kind else { return no() };
    let (_, without) = without.iter().find(|(of, _)| of == id).ok_or(Refusal::NoSuch)?;
    let kept = (0..all.len()).map(ChoiceId).filter(|choice| !without.contains(choice)).collect();
    Ok(N::Choices(vec![(*id, kept)]))
}
