//! Ranges of one number that leave a sliver between them: "30 to 34.9" beside "≥ 35" leaves
//! 34.95, where the number is known that precisely.

use std::collections::BTreeSet;

use super::asks::asks;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::tree::ast::{Atom, Body, Comparison, FactId, Formula, Operator, Policy, Quantity};
use crate::tree::print::decimal;

/// Looks at every list of which one item is enough, and at every sentence with "or".
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    for (_, criterion) in policy.criteria() {
        let span = criterion.quote.span;
        match &criterion.body {
            Body::Group(Operator::AtLeast(1), children) => {
                let asked = children.iter().filter(|child| policy.has_value(**child));
                let branches: Option<Vec<Formula>> = asked.map(|child| asks(policy, *child)).collect();
                if let Some(branches) = branches {
                    alternatives(policy, &branches, span, sink);
                }
            }
            Body::Test(formula) => either(policy, formula, span, sink),
            _ => {}
        }
    }
}

/// Every "or" inside a sentence.
fn either(policy: &Policy, formula: &Formula, span: Span, sink: &mut Sink) {
    match formula {
        Formula::Any(parts) => alternatives(policy, parts, span, sink),
        Formula::All(parts) => parts.iter().for_each(|part| either(policy, part, span, sink)),
        Formula::Not(_) | Formula::Atom(_) | Formula::AtLeast(..) => {}
    }
}

/// Each number that at least two alternatives compare.
fn alternatives(policy: &Policy, branches: &[Formula], span: Span, sink: &mut Sink) {
    let mut compared: BTreeSet<FactId> = BTreeSet::new();
    let mut several: BTreeSet<FactId> = BTreeSet::new();
    for branch in branches {
        let mut of_branch = BTreeSet::new();
        branch.each_atom(&mut |atom| {
            if let Atom::Compare(fact, ..) = atom {
                of_branch.insert(*fact);
            }
        });
        several.extend(of_branch.intersection(&compared).copied());
        compared.extend(of_branch);
    }
    for fact in several {
        let Some(quantity) = policy.fact(fact).quantity() else { continue };
        // A branch that does not ask for the number is open to every value of it.
        if let Some(gap) = gap(branches, fact, quantity) {
            sink.push(report(policy, fact, quantity, &gap, span));
        }
    }
}

/// Values that no branch covers, between two that are covered.
struct Gap {
    below: i64,
    above: i64,
}

fn gap(branches: &[Formula], fact: FactId, quantity: &Quantity) -> Option<Gap> {
    let mut points = BTreeSet::new();
    for branch in branches {
        branch.each_atom(&mut |atom| {
            if let Atom::Compare(of, _, limit) = atom
                && *of == fact
            {
                points.extend([limit.saturating_sub(1), *limit, limit.saturating_add(1)]);
            }
        });
    }
    let points: Vec<(i64, bool)> = points
        .into_iter()
        .filter(|value| (quantity.min..=quantity.max).contains(value))
        .map(|value| (value, branches.iter().any(|branch| may_hold(branch, fact, value) != Some(false))))
        .collect();
    points.windows(2).enumerate().find_map(|(at, pair)| {
        let [(below, true), (_, false)] = pair else { return None };
        let above = points.iter().skip(at + 1).find(|(_, covered)| *covered)?.0;
        let gap = Gap { below: *below, above };
        let single = |value: i64| equal(branches, fact, value);
        (gap.is_sliver(quantity) && !single(*below) && !single(above)).then_some(gap)
    })
}

impl Gap {
    /// Whether the gap is no wider than one step of the numbers around it as they are written.
    fn is_sliver(&self, quantity: &Quantity) -> bool {
        let missing = self.above - self.below - 1;
        let written = places(self.below, quantity.places).max(places(self.above, quantity.places));
        let step = 10i64.saturating_pow(quantity.places.saturating_sub(written));
        missing <= step
    }
}

/// The decimal places that a number needs.
fn places(mut scaled: i64, mut places: u32) -> u32 {
    while places > 0 && scaled % 10 == 0 {
        scaled /= 10;
        places -= 1;
    }
    places
}

/// Whether a branch names exactly this value: lists of single values leave gaps on purpose.
fn equal(branches: &[Formula], fact: FactId, value: i64) -> bool {
    let mut found = false;
    for branch in branches {
        branch.each_atom(&mut |atom| {
            found |= *atom == Atom::Compare(fact, Comparison::Equal, value);
        });
    }
    found
}

/// Whether a formula holds where the number has this value; `None` where that depends on the rest.
fn may_hold(formula: &Formula, fact: FactId, value: i64) -> Option<bool> {
    match formula {
        Formula::Atom(Atom::Compare(of, comparison, limit)) if *of == fact => {
            Some(comparison.holds(&value, limit))
        }
        Formula::Atom(_) => None,
        Formula::Not(inner) => may_hold(inner, fact, value).map(|holds| !holds),
        Formula::All(parts) => joined(parts, fact, value, false),
        Formula::Any(parts) => joined(parts, fact, value, true),
        Formula::AtLeast(least, parts) => {
            let each: Vec<Option<bool>> = parts.iter().map(|part| may_hold(part, fact, value)).collect();
            let certain = each.iter().filter(|holds| **holds == Some(true)).count();
            let open = each.iter().filter(|holds| **holds != Some(false)).count();
            (certain >= *least || open < *least).then_some(certain >= *least)
        }
    }
}

/// One part that comes out as `deciding` decides.
fn joined(parts: &[Formula], fact: FactId, value: i64, deciding: bool) -> Option<bool> {
    let mut all = Some(!deciding);
    for part in parts {
        match may_hold(part, fact, value) {
            Some(holds) if holds == deciding => return Some(deciding),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}

fn report(policy: &Policy, fact: FactId, quantity: &Quantity, gap: &Gap, span: Span) -> Diagnostic {
    let show =
        |value: i64| format!("{} {}", decimal(value, quantity.places), quantity.unit).trim_end().to_owned();
    let name = &policy.fact(fact).name;
    let (first, last) = (show(gap.below + 1), show(gap.above - 1));
    let missing = if first == last { format!("`{first}`") } else { format!("`{first}` to `{last}`") };
    let message = format!("no alternative covers {name} of {missing}, though those around it are covered");
    Diagnostic::new(Code::GapInRanges, span, message)
        .here("a gap between two ranges")
        .help(format!(
            "let the ranges meet: `< {above}` beside `≥ {above}`; or give the fact a range without the places that nobody measures",
            above = show(gap.above)
        ))
}
