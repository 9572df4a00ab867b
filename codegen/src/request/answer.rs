//! A determination as other systems read it.

use criteria_runtime::{NOTICE, State};
use serde::Serialize;

use super::ANSWER_SCHEMA;
use super::template::Ordered;
use crate::interp::{Determination, End};
use crate::tree::ast::{CriterionId, FactId, Part, Policy};

/// A determination in the words of the policy: what `criteria decide` prints as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    schema: &'static str,
    policy: PolicyId,
    determination: &'static str,
    step: Option<String>,
    under: Option<String>,
    end: Option<String>,
    at_least: Option<String>,
    limit: Option<LimitAnswer>,
    target: Option<String>,
    because: Vec<String>,
    unmet: Vec<String>,
    repairs: RepairsAnswer,
    missing: Vec<Missing>,
    ask_next: Option<String>,
    may_be_approved: bool,
    states: Ordered<&'static str>,
    note: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PolicyId {
    id: String,
    version: String,
    meaning_hash: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LimitAnswer {
    count: u32,
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct RepairsAnswer {
    sets: Vec<Vec<String>>,
    truncated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Missing {
    fact: String,
    question: String,
}

impl Answer {
    /// The answer as JSON, with a closing line end.
    pub fn to_json(&self) -> String {
        super::template::write(self)
    }

    /// The answer as one line of JSON, without a line end.
    pub fn to_json_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Puts a determination in the words of the policy. The meaning hash is that of
/// [`meaning_hash`](crate::tree::hash::meaning_hash): it is passed in, so that many requests
/// share one.
pub fn answer(policy: &Policy, meaning_hash: &str, determination: &Determination) -> Answer {
    let (end, at_least) = end(determination);
    let sets = determination.repairs.sets.iter().map(|set| labels(policy, set)).collect();
    Answer {
        schema: ANSWER_SCHEMA,
        policy: PolicyId {
            id: policy.id.clone(),
            version: policy.version.clone(),
            meaning_hash: meaning_hash.to_owned(),
        },
        determination: determination.kind.as_str(),
        step: policy.steps.get(determination.step).map(|step| step.quote.text.clone()),
        under: determination.under.map(|id| policy.criterion(id).label.clone()),
        end,
        at_least,
        limit: determination
            .limit
            .as_ref()
            .map(|limit| LimitAnswer { count: limit.count, what: limit.what.clone() }),
        target: determination.target.clone(),
        because: labels(policy, &determination.because),
        unmet: labels(policy, &determination.unmet),
        repairs: RepairsAnswer { sets, truncated: determination.repairs.truncated },
        missing: determination.missing.iter().map(|id| missing(policy, *id)).collect(),
        ask_next: determination.missing.first().map(|id| policy.fact(*id).name.clone()),
        may_be_approved: determination.may_be_approved,
        states: states(policy, determination),
        note: NOTICE,
    }
}

fn end(determination: &Determination) -> (Option<String>, Option<String>) {
    match determination.end {
        Some(End::On(date)) => (Some(date.to_string()), None),
        Some(End::Unknown { at_least }) => (None, at_least.map(|period| period.to_string())),
        None => (None, None),
    }
}

/// The labels of criteria, each once.
pub(super) fn labels(policy: &Policy, of: &[CriterionId]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for id in of {
        let label = &policy.criterion(*id).label;
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    labels
}

fn missing(policy: &Policy, id: FactId) -> Missing {
    let fact = policy.fact(id);
    Missing { fact: fact.name.clone(), question: fact.question.clone() }
}

/// The states of the criteria that are cited and have a value.
fn states(policy: &Policy, determination: &Determination) -> Ordered<&'static str> {
    let cited = policy.criteria().filter(|(id, c)| c.part == Part::Whole && policy.has_value(*id));
    let states = cited.filter_map(|(id, criterion)| {
        Some((criterion.label.clone(), determination.states.get(id.0).copied().map(State::as_str)?))
    });
    Ordered(states.collect())
}
