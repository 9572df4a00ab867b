//! How many members of a list a set has.

use super::{Row, not, row, sentence};
use crate::diagnostic::Code;
use crate::tree::ast::Comparison::{AtLeast, AtMost, LessThan, MoreThan};
use crate::tree::ast::{Atom, ChoiceId, Comparison, FactId, Formula};
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Context, Problem, Refusal, never_varies};
use crate::tree::patterns::lists::{join_choices, other_than};
use crate::tree::patterns::{no, pass};
use crate::tree::reading::WordClass::{Connective as And, Operator as Op};
use crate::tree::words::Decimal;

pub(super) static ROWS: &[Row] = &[
    sentence(
        "clause",
        "{fact} (include|includes) {bound} {cardinal} of {members}",
        Op,
        (
            "a set has so many members of a list",
            "Drugs used together include at least 2 of Appendix D other than drug A",
            "drugs used together include any of drug B and drugs used together include any of drug C",
            "drugs used together include none of drug B or drugs used together include none of drug C",
        ),
        counted,
    ),
    sentence(
        "clause",
        "{fact} (include|includes) {bound} {cardinal} of : {listed}",
        Op,
        (
            "the same of members that are listed; the list needs no \"or\"",
            "Drugs used together include at least 2 of: drug A, drug B, drug C",
            "drugs used together include at least 2 of drug A, drug B or drug C",
            "drugs used together include fewer than 2 of drug A, drug B or drug C",
        ),
        counted,
    ),
    sentence(
        "clause",
        "{fact} (include|includes) all of {whole}",
        Op,
        (
            "a set has every member of a list",
            "Drugs used together include all of drug A and drug B",
            "drugs used together include any of drug A and drugs used together include any of drug B",
            "drugs used together include none of drug A or drugs used together include none of drug B",
        ),
        |cx, nodes| match nodes {
            [N::Fact(set), members] => {
                let members = members_of(cx, *set, members)?;
                Ok(N::Formula(at_least(*set, members.len(), &members)))
            }
            _ => no(),
        },
    ),
    row("whole", "{list}", Op, pass),
    row("whole", "{list} other than {choices}", Op, other_than),
    row("whole", ": {listed}", Op, pass),
    row("whole", "{ands}", Op, pass),
    row("ands", "{choice} and {choice}", And, join_choices),
    row("ands", "{choice} , {ands}", And, join_choices),
];

fn counted(cx: &Context<'_>, nodes: &[N]) -> Built {
    let [N::Fact(set), N::Comparison(bound), N::Number(number), members] = nodes else { return no() };
    let members = members_of(cx, *set, members)?;
    let count = whole(*number)?;
    let (least, holds) = match bound {
        AtLeast => (count, true),
        MoreThan => (count + 1, true),
        AtMost => (count + 1, false),
        LessThan => (count, false),
        Comparison::Equal => return no(),
    };
    if least == 0 || least > members.len() {
        return Err(settled(members.len()));
    }
    let formula = at_least(*set, least, &members);
    Ok(N::Formula(if holds { formula } else { not(formula) }))
}

fn settled(members: usize) -> Refusal {
    never_varies(
        format!("of {members} members, this is settled for every request"),
        format!("name a number that some sets reach and others do not: 1 to {members} with `at least`"),
    )
}

fn whole(number: Decimal) -> Result<usize, Refusal> {
    number.scaled(0).and_then(|count| usize::try_from(count).ok()).ok_or_else(|| {
        Problem::refuse(
            Code::TooPrecise,
            "members of a set are counted in whole numbers",
            "write a whole number",
        )
    })
}

/// The members that the words name, each once.
fn members_of(cx: &Context<'_>, set: FactId, named: &N) -> Result<Vec<ChoiceId>, Refusal> {
    match cx.includes(set, named)? {
        Formula::Atom(Atom::Includes(_, members)) => Ok(members),
        _ => Err(Refusal::NoSuch),
    }
}

/// So many of the members. Where one is enough, the set shares a member with them.
fn at_least(set: FactId, least: usize, members: &[ChoiceId]) -> Formula {
    let each = || members.iter().map(|member| Formula::Atom(Atom::Includes(set, vec![*member]))).collect();
    match least {
        1 => Formula::Atom(Atom::Includes(set, members.to_vec())),
        all if all == members.len() => Formula::All(each()),
        some => Formula::AtLeast(some, each()),
    }
}
