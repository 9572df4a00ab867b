//! The order of determination, and the cells of the outcome tables.

use super::{Row, no, pass, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::{CriterionId, Limit, Outcome, When, Whichever};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Problem, Refusal, WhenPart};
use crate::tree::outcomes::course;
use crate::tree::reading::WordClass::{Connective as And, Operator as Op};

pub(super) static ROWS: &[Row] = &[
    // The order of determination.
    row("when", "{labels} is met", Op, |_, nodes| when(nodes, When::Met)),
    row("when", "{all-labels} are met", Op, |_, nodes| match nodes {
        [N::Labels(ids)] => Ok(N::Whens(ids.iter().map(|id| WhenPart::Says(When::Met(*id))).collect())),
        _ => no(),
    }),
    row("when", "{labels} is not met", Op, |_, nodes| when(nodes, When::NotMet)),
    row("when", "{label} does not apply", Op, |_, nodes| match nodes {
        [N::Label(id)] => Ok(N::Whens(vec![WhenPart::Says(When::DoesNotApply(*id))])),
        _ => no(),
    }),
    row("when", "it is met", Op, |_, _| Ok(N::Whens(vec![WhenPart::It]))),
    row("whens", "{when}", And, pass),
    row("whens", "{when} and {when}", And, join_whens),
    row("whens", "{when} , {more-whens}", And, join_whens),
    row("more-whens", "{when} and {when}", And, join_whens),
    row("more-whens", "{when} , {more-whens}", And, join_whens),
    sentence(
        "step",
        "approve when {whens}",
        Op,
        (
            "approve, under the section that is met",
            "Approve when I.A is met.",
            "I.A is met",
            "I.A is not met",
        ),
        |_, nodes| match nodes {
            [N::Whens(parts)] => approve(parts, None),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "approve when {whens} , unless {labels} is met",
        Op,
        (
            "approve, where no exclusion is met",
            "Approve when I.A or II.A is met, unless III is met.",
            "(I.A is met or II.A is met) and III is not met",
            "it is not so that ((I.A is met or II.A is met) and III is not met)",
        ),
        |_, nodes| match nodes {
            [N::Whens(parts), N::Labels(labels)] => approve(parts, Some(labels)),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer when {labels} is met",
        Op,
        (
            "refer, to the target of the first of these that is met",
            "Refer when I.B.1 or II.B.1 is met.",
            "I.B.1 is met or II.B.1 is met",
            "it is not so that (I.B.1 is met or II.B.1 is met)",
        ),
        |_, nodes| match nodes {
            [N::Labels(labels)] => Ok(N::Step(Outcome::Refer(labels.clone()), any(labels, When::Met))),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer under {label} when {whens}",
        Op,
        (
            "refer, to the target of this criterion, where it is met and more holds",
            "Refer under I.B.2 when it is met and I.A.1 or I.A.3 is not met.",
            "I.B.2 is met and (I.A.1 applies and is not met or I.A.3 applies and is not met)",
            "it is not so that (I.B.2 is met and (I.A.1 applies and is not met or I.A.3 applies and is not met))",
        ),
        |_, nodes| match nodes {
            [N::Label(label), N::Whens(parts)] => refer_under(*label, parts),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer to {target} when {whens}",
        Op,
        (
            "refer, to a target that the step names",
            "Refer to clinical review when I.B.1 and I.B.2 are met.",
            "I.B.1 is met and I.B.2 is met",
            "it is not so that (I.B.1 is met and I.B.2 is met)",
        ),
        |_, nodes| match nodes {
            [N::Thing(target), N::Whens(parts)] => {
                Ok(N::Step(Outcome::ReferTo(target.clone()), whole(parts, None)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer to {target} otherwise",
        Op,
        ("the last step, which always applies", "Refer to clinical review otherwise.", "always", "never"),
        refer_otherwise,
    ),
    sentence(
        "step",
        "otherwise : refer to {target}",
        Op,
        (
            "the last step, which always applies",
            "Otherwise: refer to the medical director.",
            "always",
            "never",
        ),
        refer_otherwise,
    ),
    sentence(
        "step",
        "not authorized when {whens}",
        Op,
        ("not authorized", "Not authorized when III is met.", "III is met", "III is not met"),
        |_, nodes| match nodes {
            [N::Whens(parts)] => Ok(N::Step(Outcome::NotAuthorized, whole(parts, None)?)),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "otherwise : criteria not met",
        Op,
        ("the last step, which always applies", "Otherwise: criteria not met.", "always", "never"),
        |_, _| Ok(N::Step(Outcome::CriteriaNotMet, When::Always)),
    ),
    // Outcome tables.
    row("term", "{period}", Op, |_, nodes| match nodes {
        [N::Period(period)] => Ok(N::Term(*period, None)),
        _ => no(),
    }),
    row("term", "{period} or until {fact} , whichever is longer", Op, |cx, nodes| {
        term(cx, nodes, Whichever::Longer)
    }),
    row("term", "{period} or until {fact} , whichever is shorter", Op, |cx, nodes| {
        term(cx, nodes, Whichever::Shorter)
    }),
    row("limit", "{number} {thing} per calendar year", Op, |_, nodes| match nodes {
        [N::Number(number), N::Thing(what)] => {
            let count = number.scaled(0).and_then(|n| u32::try_from(n).ok()).ok_or(Refusal::NoSuch)?;
            Ok(N::Limit(Limit { count, what: format!("{what} per calendar year") }))
        }
        _ => no(),
    }),
    row("limit", "{thing} per calendar year", Op, |_, nodes| match nodes {
        // "12-week course per calendar year" is one; without a length it does not say how many.
        [N::Thing(what)] if what.split(' ').next().is_some_and(|word| course(word).is_some()) => {
            Ok(N::Limit(Limit { count: 1, what: format!("{what} per calendar year") }))
        }
        _ => no(),
    }),
    row("limit", "{number} {thing}", Op, |_, nodes| match nodes {
        [N::Number(number), N::Thing(what)] => {
            let count = number.scaled(0).and_then(|n| u32::try_from(n).ok()).ok_or(Refusal::NoSuch)?;
            Ok(N::Limit(Limit { count, what: what.clone() }))
        }
        _ => no(),
    }),
];

fn any(labels: &[CriterionId], of: fn(CriterionId) -> When) -> When {
    match labels {
        [one] => of(*one),
        several => When::Any(several.iter().map(|id| of(*id)).collect()),
    }
}

fn when(nodes: &[N], of: fn(CriterionId) -> When) -> Built {
    match nodes {
        [N::Labels(labels)] => Ok(N::Whens(vec![WhenPart::Says(any(labels, of))])),
        _ => no(),
    }
}

fn join_whens(_: &Context<'_>, nodes: &[N]) -> Built {
    let mut parts = Vec::new();
    for node in nodes {
        let N::Whens(more) = node else { return no() };
        parts.extend(more.iter().cloned());
    }
    Ok(N::Whens(parts))
}

/// The condition of a step, with `it` standing for the label that the step names.
fn whole(parts: &[WhenPart], it: Option<CriterionId>) -> Result<When, Refusal> {
    let mut list = Vec::new();
    for part in parts {
        list.push(match part {
            WhenPart::It => When::Met(it.ok_or(Refusal::NoSuch)?),
            WhenPart::Says(when) => when.clone(),
        });
    }
    Ok(if list.len() == 1 { list.remove(0) } else { When::All(list) })
}

fn approve(parts: &[WhenPart], unless: Option<&Vec<CriterionId>>) -> Built {
    let mut sections = Vec::new();
    for part in parts {
        match part {
            WhenPart::Says(When::Met(id)) => sections.push(*id),
            WhenPart::Says(When::Any(list)) => sections.extend(list.iter().filter_map(|when| match when {
                When::Met(id) => Some(*id),
                _ => None,
            })),
            _ => {}
        }
    }
    if sections.is_empty() {
        return Err(Problem::refuse(
            Code::OrderStep,
            "this step approves without naming a section that is met",
            "write `Approve when ⟨label⟩ is met`",
        ));
    }
    let when = whole(parts, None)?;
    let when = match unless {
        Some(labels) => When::All(vec![when, When::Not(Box::new(any(labels, When::Met)))]),
        None => when,
    };
    Ok(N::Step(Outcome::Approve(sections), when))
}

fn refer_under(label: CriterionId, parts: &[WhenPart]) -> Built {
    if !parts.contains(&WhenPart::It) {
        return Err(Problem::refuse(
            Code::OrderStep,
            "the step refers under a criterion without asking that it is met",
            "write `Refer under ⟨label⟩ when it is met and …`",
        ));
    }
    Ok(N::Step(Outcome::Refer(vec![label]), whole(parts, Some(label))?))
}

fn refer_otherwise(_: &Context<'_>, nodes: &[N]) -> Built {
    match nodes {
        [N::Thing(target)] => Ok(N::Step(Outcome::ReferTo(target.clone()), When::Always)),
        _ => no(),
    }
}

fn term(cx: &Context<'_>, nodes: &[N], whichever: Whichever) -> Built {
    match nodes {
        [N::Period(period), N::Fact(id)] => Ok(N::Term(*period, Some((cx.date(*id)?, whichever)))),
        _ => no(),
    }
}
