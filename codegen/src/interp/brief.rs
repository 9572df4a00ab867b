//! A determination in one line, in the words in which examples state theirs.

use std::fmt::Write as _;

use super::{Determination, End, Kind};
use crate::tree::ast::{CriterionId, Policy};

/// `approve until 2026-12-01, 1 treatment course`, `refer to CP.CPA.09`, …
pub fn brief(policy: &Policy, determination: &Determination) -> String {
    match determination.kind {
        Kind::Approve => approve(determination),
        Kind::Refer => determination
            .target
            .as_ref()
            .map_or_else(|| "refer, target unknown".to_owned(), |target| format!("refer to {target}")),
        Kind::NotAuthorized => "not authorized".to_owned(),
        Kind::CriteriaNotMet => "criteria not met".to_owned(),
        Kind::NeedsInformation => {
            let next = determination.missing.first().map(|id| policy.fact(*id).name.as_str());
            next.map_or_else(
                || "needs information".to_owned(),
                |next| format!("needs information ({next} first)"),
            )
        }
    }
}

fn approve(determination: &Determination) -> String {
    let mut text = match determination.end {
        Some(End::On(date)) => format!("approve until {date}"),
        Some(End::Unknown { at_least: Some(period) }) => format!("approve, end unknown, at least {period}"),
        Some(End::Unknown { at_least: None }) => "approve, end unknown".to_owned(),
        None => "approve".to_owned(),
    };
    if let Some(limit) = &determination.limit {
        // Writing to a string cannot fail.
        let _ = write!(text, ", {} {}", limit.count, limit.what);
    }
    text
}

/// The labels of some criteria, each once, in outline order.
pub fn labels(policy: &Policy, criteria: &[CriterionId]) -> Vec<String> {
    let mut ids = criteria.to_vec();
    ids.sort_unstable();
    let mut labels: Vec<String> = Vec::new();
    for id in ids {
        let label = &policy.criterion(id).label;
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    labels
}
