//! A determination for people: what was decided, why, what would change it, what is missing.

use std::fmt::Write as _;

use criteria_runtime::{NOTICE, State};

use super::answer::labels;
use crate::interp::{Determination, End, Kind};
use crate::tree::ast::{CriterionId, Part, Policy};

/// Sentences of repairs that are printed, at most.
const MOST_REPAIRS: usize = 5;

/// A determination in sentences, for a pharmacist to read.
pub fn human(policy: &Policy, determination: &Determination) -> String {
    let mut text = format!(
        "{}\n{} {}, version {}\n",
        decided(policy, determination),
        policy.id,
        policy.title,
        policy.version
    );
    let reasons = match determination.kind {
        Kind::NeedsInformation => "Not met so far",
        _ => "Because",
    };
    let because = match determination.kind {
        Kind::NeedsInformation => &determination.unmet,
        _ => &determination.because,
    };
    section(&mut text, reasons, because.iter().map(|id| line(policy, *id)));
    if determination.kind != Kind::CriteriaNotMet && determination.kind != Kind::NeedsInformation {
        section(&mut text, "Not met", determination.unmet.iter().map(|id| line(policy, *id)));
    }
    section(
        &mut text,
        "It would be approved if these were met, all else equal",
        repairs(policy, determination),
    );
    section(&mut text, "Missing", missing(policy, determination));
    _ = write!(text, "\n{NOTICE}\n");
    text
}

/// A heading with its lines; nothing where there are none.
fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    if !lines.is_empty() {
        _ = write!(text, "\n{heading}:\n  {}\n", lines.join("\n  "));
    }
}

/// The decision in one line.
fn decided(policy: &Policy, determination: &Determination) -> String {
    let under =
        determination.under.map_or_else(String::new, |id| format!(" under {}", policy.criterion(id).label));
    match determination.kind {
        Kind::Approve => format!("APPROVE{under}{}.", until(determination)),
        Kind::Refer => match &determination.target {
            Some(target) => format!("REFER to {target}{under}."),
            None => format!("REFER{under}; to which policy is not known yet."),
        },
        Kind::NotAuthorized => "NOT AUTHORIZED.".to_owned(),
        Kind::CriteriaNotMet => "CRITERIA NOT MET.".to_owned(),
        Kind::NeedsInformation if determination.may_be_approved => "NEEDS INFORMATION.".to_owned(),
        Kind::NeedsInformation => {
            "NEEDS INFORMATION. It cannot be approved, whatever is answered.".to_owned()
        }
    }
}

fn until(determination: &Determination) -> String {
    let end = match determination.end {
        Some(End::On(date)) => format!(" until {date} (the first day no longer covered)"),
        Some(End::Unknown { at_least: Some(period) }) => format!(", end not known yet, at least {period}"),
        Some(End::Unknown { at_least: None }) => ", end not known yet".to_owned(),
        None => String::new(),
    };
    let limit = determination.limit.as_ref();
    let limit = limit.map_or_else(String::new, |limit| format!(", for {}", limit.shown()));
    end + &limit
}

/// A criterion's label and the policy's own sentence. A part of a criterion is quoted with the
/// whole of it.
fn line(policy: &Policy, id: CriterionId) -> String {
    let criterion = policy.criterion(id);
    let whole = match criterion.part {
        Part::Whole => criterion,
        _ => policy.labelled(&criterion.label).map_or(criterion, |id| policy.criterion(id)),
    };
    format!("{}  {}", criterion.label, whole.quote.text)
}

fn repairs<'a>(policy: &'a Policy, determination: &'a Determination) -> impl Iterator<Item = String> + 'a {
    let repairs = &determination.repairs;
    let shown = repairs.sets.iter().take(MOST_REPAIRS).enumerate().map(|(at, set)| {
        let or = if at == 0 { "" } else { "or " };
        format!("{or}{}", by_state(policy, determination, set))
    });
    let more = match (repairs.sets.len().saturating_sub(MOST_REPAIRS), repairs.truncated) {
        (0, false) => None,
        (more, false) => Some(format!("or one of {more} other ways")),
        (_, true) => Some("or one of many other ways".to_owned()),
    };
    shown.chain(more)
}

/// The labels of a repair. Where some are not known to be unmet, it says of each which it is: an answer may
/// still show that they are met.
fn by_state(policy: &Policy, determination: &Determination, set: &[CriterionId]) -> String {
    let unknown = |id: &CriterionId| determination.states.get(id.0) == Some(&State::Unknown);
    let (open, unmet): (Vec<CriterionId>, Vec<CriterionId>) = set.iter().copied().partition(unknown);
    if open.is_empty() && determination.kind != Kind::NeedsInformation {
        return labels(policy, set).join(" and ");
    }
    let parts = [("not met", unmet), ("still unknown", open)];
    let said = parts.iter().filter(|(_, ids)| !ids.is_empty());
    said.map(|(state, ids)| format!("{state}: {}", labels(policy, ids).join(" and ")))
        .collect::<Vec<_>>()
        .join("; ")
}

fn missing<'a>(policy: &'a Policy, determination: &'a Determination) -> impl Iterator<Item = String> + 'a {
    determination.missing.iter().map(|id| {
        let fact = policy.fact(*id);
        match fact.question.as_str() {
            "" => fact.name.clone(),
            question => format!("{}: {question}", fact.name),
        }
    })
}
