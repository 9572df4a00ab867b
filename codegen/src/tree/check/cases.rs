//! Of the branches of a case, exactly one applies: what shows that none does, or two.

use criteria_runtime::PeriodUnit;

use super::{chain, not, within};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{Atom, CriterionId, Fact, FactId, Formula, Kind, Policy, Value};
use crate::tree::print;
use crate::tree::space::{Search, search};

/// Of the branches of a case, exactly one applies to every request that gets there: in the scope of its section.
pub(super) fn check(policy: &Policy, id: CriterionId, children: &[CriterionId], sink: &mut Sink) {
    let branches: Vec<(CriterionId, Formula)> =
        children.iter().filter_map(|c| Some((*c, policy.criterion(*c).applies.clone()?))).collect();
    let always = policy.always.iter().map(|always| always.formula.clone());
    let around: Vec<Formula> = always.chain(chain(policy, id)).collect();
    let none = within(&around, branches.iter().map(|(_, c)| not(c.clone())).collect());
    let rest = branches.iter().enumerate().position(|(at, (_, c))| is_the_rest(c, branches.iter().take(at)));
    let mut asked: Vec<Atom> = Vec::new();
    for (_, condition) in &branches {
        condition.each_atom(&mut |atom| asked.push(atom.clone()));
    }
    let span = policy.criterion(id).quote.span;
    let mut say = |search: Search, what: &str, help: &str, of: &[CriterionId]| {
        let message = match &search {
            Search::Nowhere => return,
            Search::TooMany => format!("not decided whether {what}: too much depends on one another"),
            Search::Somewhere { facts, free } => {
                // The facts of the scope are given: what matters is what the branches ask.
                let (mut facts, mut free) = (facts.clone(), free.clone());
                facts.retain(|(fact, _)| asked.iter().any(|atom| atom.fact() == *fact));
                free.retain(|(atom, _)| asked.contains(atom));
                format!("{what} where {}", where_it_holds(policy, &facts, &free))
            }
        };
        let report = Diagnostic::new(Code::BrokenCase, span, message).help(help);
        sink.push(of.iter().fold(report, |report, id| {
            let branch = policy.criterion(*id);
            report.related(branch.quote.span, format!("`{}` applies", branch.label))
        }));
    };
    let nowhere = if rest.is_some() { Search::Nowhere } else { search(&policy.facts, &none) };
    say(
        nowhere,
        "none of the branches applies",
        &format!("add the missing branch, or end the list in `For all other {}: …`", policy.requests),
        &[],
    );
    for (at, (first, a)) in branches.iter().enumerate() {
        for (behind, (second, b)) in branches.iter().enumerate().skip(at + 1) {
            if rest == Some(behind) {
                continue;
            }
            let both = within(&around, vec![a.clone(), b.clone()]);
            let what = format!(
                "both `{}` and `{}` apply",
                policy.criterion(*first).label,
                policy.criterion(*second).label
            );
            let help = "let the conditions exclude one another";
            say(search(&policy.facts, &both), &what, help, &[*first, *second]);
        }
    }
}

/// Whether a condition is the remainder of those before it: it excludes them by what it says.
fn is_the_rest<'f>(
    condition: &Formula,
    mut before: impl Iterator<Item = &'f (CriterionId, Formula)>,
) -> bool {
    let Formula::Not(inner) = condition else { return false };
    let Formula::Any(others) = &**inner else { return false };
    others.iter().all(|other| before.next().is_some_and(|(_, c)| c == other)) && before.next().is_none()
}

/// A combination as a person would state it: the values of facts, ages, and comparisons that hold or do not;
/// with what is not certain about it.
pub(super) fn where_it_holds(policy: &Policy, facts: &[(FactId, Value)], free: &[(Atom, bool)]) -> String {
    let values = facts.iter().map(|(fact, value)| {
        format!("{} is {}", policy.fact(*fact).name, print::value(policy, *fact, value))
    });
    let ages: Vec<(FactId, String)> = policy.facts().filter_map(|(_, fact)| age(fact, free)).collect();
    let told = |atom: &Atom| years(atom).is_some_and(|(date, _)| ages.iter().any(|(of, _)| *of == date));
    let rest: Vec<String> = free
        .iter()
        .filter(|(atom, _)| !told(atom))
        .map(|(atom, holds)| {
            let formula = Formula::Atom(atom.clone());
            format!("`{}`", print::formula(policy, &if *holds { formula } else { not(formula) }))
        })
        .collect();
    let sure = if rest.is_empty() { "" } else { ", and nothing here shows that this cannot be" };
    let words = values.chain(ages.into_iter().map(|(_, words)| words)).chain(rest);
    format!("{}{sure}", words.collect::<Vec<_>>().join(", "))
}

/// The date and the years of a comparison with the years since it.
fn years(atom: &Atom) -> Option<(FactId, i64)> {
    match atom {
        Atom::Elapsed(date, period) if period.unit == PeriodUnit::Years => {
            Some((*date, i64::from(period.count)))
        }
        _ => None,
    }
}

/// Which years since a date its comparisons leave, in words, with the date: `age is 11 years`.
fn age(fact: &Fact, free: &[(Atom, bool)]) -> Option<(FactId, String)> {
    let Kind::YearsSince { date, range } = fact.kind else { return None };
    let (mut least, mut most) = (i64::from(range.0), i64::from(range.1));
    let whole = (least, most);
    for (atom, holds) in free {
        match years(atom) {
            Some((of, count)) if of == date && *holds => least = least.max(count),
            Some((of, count)) if of == date => most = most.min(count - 1),
            _ => {}
        }
    }
    let name = &fact.name;
    if (least, most) == whole || least > most {
        return None;
    }
    let words = match (least, most) {
        (least, most) if least == most => format!("{name} is {least} years"),
        (least, most) if most == whole.1 => format!("{name} is {least} years or more"),
        (least, most) if least == whole.0 => format!("{name} is {most} years or less"),
        (least, most) => format!("{name} is {least} to {most} years"),
    };
    Some((date, words))
}
