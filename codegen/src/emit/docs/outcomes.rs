//! What is decided: the order of determination, durations, referrals, and one determination
//! in a line.

use serde::Serialize;

use super::markdown::{self, Markdown, link, links};
use crate::compiled::Compiled;
use crate::interp::{Determination, End, Kind};
use crate::tree::ast::{
    Body, ChoiceId, Criterion, CriterionId, Duration, DurationRow, DurationRows, Limit, Outcome, Part,
    Policy, Step, When, Whichever,
};
use crate::tree::print;

/// A step of the order of determination, and what follows from it.
#[derive(Debug, Serialize)]
pub(super) struct Decided {
    number: usize,
    written: Markdown,
    read_as: String,
    outcome: &'static str,
    when: String,
    follows: Vec<Markdown>,
}

/// A row of the durations.
#[derive(Debug, Serialize)]
pub(super) struct Lasting {
    section: Markdown,
    lines: String,
    when: Markdown,
    period: String,
    limit: String,
}

/// The referral targets.
#[derive(Debug, Serialize)]
pub(super) struct Referrals {
    lines: Vec<String>,
    rows: Vec<ReferralRow>,
}

#[derive(Debug, Serialize)]
struct ReferralRow {
    criterion: Markdown,
    targets: Vec<String>,
}

/// The order of determination.
pub(super) fn decided(compiled: &Compiled, policy: &Policy) -> Vec<Decided> {
    let written = |at: usize, step: &Step| {
        compiled
            .spec
            .order
            .get(at)
            .map_or_else(|| Markdown(markdown::escape(&step.quote.text)), markdown::text)
    };
    let read_as = |at: usize| {
        let place = format!("Order {}", at + 1);
        compiled.readings.iter().find(|reading| reading.place == place).map(|reading| reading.read_as.clone())
    };
    let step = |(at, step): (usize, &Step)| Decided {
        number: at + 1,
        written: written(at, step),
        read_as: read_as(at).unwrap_or_else(|| when_words(policy, &step.when)),
        outcome: outcome(&step.outcome),
        when: when_words(policy, &step.when),
        follows: follows(policy, step),
    };
    policy.steps.iter().enumerate().map(step).collect()
}

fn when_words(policy: &Policy, when: &When) -> String {
    match when {
        When::Always => "otherwise".to_owned(),
        when => print::when(policy, when),
    }
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Approve(_) => "approve",
        Outcome::Refer(_) | Outcome::ReferTo(_) => "refer",
        Outcome::NotAuthorized => "not authorized",
        Outcome::CriteriaNotMet => "criteria not met",
    }
}

fn follows(policy: &Policy, step: &Step) -> Vec<Markdown> {
    match &step.outcome {
        Outcome::Approve(sections) => {
            let durations = policy.durations.iter().filter(|duration| sections.contains(&duration.section));
            let rows = durations.flat_map(|duration| duration.rows.iter().map(move |row| (duration, row)));
            each_once(rows.map(|(duration, row)| lasting_words(policy, duration, row)))
        }
        Outcome::Refer(criteria) => {
            let under = |id: CriterionId| criteria.iter().any(|top| is_under(policy, id, *top));
            let rows = policy.referrals.iter().filter(|referral| under(referral.criterion));
            each_once(rows.map(|referral| {
                let targets =
                    referral.targets.iter().map(|(line, target)| target_words(policy, *line, target));
                let words = markdown::escape(&targets.collect::<Vec<_>>().join(", "));
                format!("{}: {words}", link(&policy.criterion(referral.criterion).label))
            }))
        }
        Outcome::NotAuthorized => {
            let mut tests = Vec::new();
            when_tests(policy, &step.when, &mut tests);
            each_once(tests.into_iter().map(|id| {
                let criterion = policy.criterion(id);
                format!("{}: {}", link(&criterion.label), markdown::escape(&criterion.quote.text))
            }))
        }
        Outcome::ReferTo(target) => vec![Markdown(markdown::escape(target))],
        Outcome::CriteriaNotMet => Vec::new(),
    }
}

fn each_once(words: impl Iterator<Item = String>) -> Vec<Markdown> {
    let mut list: Vec<Markdown> = Vec::new();
    for one in words.map(Markdown) {
        if !list.contains(&one) {
            list.push(one);
        }
    }
    list
}

fn is_under(policy: &Policy, id: CriterionId, top: CriterionId) -> bool {
    std::iter::successors(Some(id), |id| policy.criterion(*id).parent).any(|id| id == top)
}

/// The tests below the criteria that a step wants met.
fn when_tests(policy: &Policy, when: &When, into: &mut Vec<CriterionId>) {
    match when {
        When::Met(id) => tests(policy, *id, into),
        When::All(parts) | When::Any(parts) => {
            for part in parts {
                when_tests(policy, part, into);
            }
        }
        When::Always | When::NotMet(_) | When::DoesNotApply(_) | When::Not(_) => {}
    }
}

fn tests(policy: &Policy, id: CriterionId, into: &mut Vec<CriterionId>) {
    let criterion = policy.criterion(id);
    if matches!(criterion.body, Body::Test(_) | Body::NotPermitted) {
        into.push(id);
    }
    criterion.children().iter().for_each(|child| tests(policy, *child, into));
}

fn target_words(policy: &Policy, line: Option<ChoiceId>, target: &str) -> String {
    match line_names(policy, line.as_slice()) {
        names if names.is_empty() => target.to_owned(),
        names => format!("{} {target}", names.join(", ")),
    }
}

fn line_names<'a>(policy: &'a Policy, lines: &[ChoiceId]) -> Vec<&'a str> {
    let names = policy.line_of_business.map(|fact| policy.fact(fact).choice_names()).unwrap_or_default();
    lines.iter().filter_map(|line| names.get(line.0).copied()).collect()
}

fn lasting_words(policy: &Policy, duration: &Duration, row: &DurationRow) -> String {
    let lines = markdown::escape(&line_names(policy, &row.lines).join(", "));
    let for_whom = [lines, chosen(policy, duration, row).0];
    let for_whom: Vec<String> = for_whom.into_iter().filter(|part| !part.is_empty()).collect();
    let mut words = period(policy, row);
    if let Some(limit) = &row.limit {
        words = format!("{words}, {}", limit.shown());
    }
    let words = markdown::escape(&words);
    if for_whom.is_empty() { words } else { format!("{}: {words}", for_whom.join("; ")) }
}

fn period(policy: &Policy, row: &DurationRow) -> String {
    let Some(until) = &row.or_until else {
        return row.period.to_string();
    };
    let which = match until.whichever {
        Whichever::Longer => "longer",
        Whichever::Shorter => "shorter",
    };
    format!("{} or until the {}, whichever is {which}", row.period, policy.fact(until.date).name)
}

/// The rows of all durations.
pub(super) fn lasting(policy: &Policy) -> Vec<Lasting> {
    let rows =
        policy.durations.iter().flat_map(|duration| duration.rows.iter().map(move |row| (duration, row)));
    rows.map(|(duration, row)| Lasting {
        section: Markdown(link(&policy.criterion(duration.section).label)),
        lines: line_names(policy, &row.lines).join(", "),
        when: chosen(policy, duration, row),
        period: period(policy, row),
        limit: row.limit.as_ref().map(Limit::shown).unwrap_or_default(),
    })
    .collect()
}

/// What chooses a row, beside its line of business.
fn chosen(policy: &Policy, duration: &Duration, row: &DurationRow) -> Markdown {
    let Some(id) = row.chosen_by else {
        let chosen = duration.rows.iter().any(|row| row.chosen_by.is_some());
        let rest = format!("all other {}", policy.requests);
        return Markdown(if chosen { markdown::escape(&rest) } else { String::new() });
    };
    Markdown(match &policy.criterion(id) {
        Criterion { part: Part::Row, body: Body::Test(formula), .. } => {
            markdown::escape(&print::formula(policy, formula))
        }
        criterion => format!("{} is met", link(&criterion.label)),
    })
}

/// The sections of which the first row that applies counts.
pub(super) fn chosen_first(policy: &Policy) -> Option<Markdown> {
    let first = policy.durations.iter().filter(|duration| duration.go_together == DurationRows::First);
    let found = links(first.map(|duration| policy.criterion(duration.section).label.as_str()));
    (!found.0.is_empty()).then_some(found)
}

/// The referral targets, one column a line of business.
pub(super) fn referrals(policy: &Policy) -> Option<Referrals> {
    let first = policy.referrals.first()?;
    let lines: Vec<ChoiceId> = first.targets.iter().filter_map(|(line, _)| *line).collect();
    let lines = line_names(policy, &lines).into_iter().map(str::to_owned).collect();
    let rows = policy.referrals.iter().map(|referral| ReferralRow {
        criterion: Markdown(link(&policy.criterion(referral.criterion).label)),
        targets: referral.targets.iter().map(|(_, target)| target.clone()).collect(),
    });
    Some(Referrals { lines, rows: rows.collect() })
}

/// A determination in a line, as examples write it: `approve until 2026-12-01, 1 treatment course`.
pub fn determination(of: &Determination) -> String {
    match of.kind {
        Kind::Approve => approved(of),
        Kind::Refer => match &of.target {
            Some(target) => format!("refer to {target}"),
            None => "refer, target unknown".to_owned(),
        },
        Kind::NotAuthorized => "not authorized".to_owned(),
        Kind::CriteriaNotMet => "criteria not met".to_owned(),
        Kind::NeedsInformation => "needs information".to_owned(),
    }
}

fn approved(of: &Determination) -> String {
    let mut words = match of.end {
        Some(End::On(date)) => format!("approve until {date}"),
        Some(End::Unknown { at_least: Some(period) }) => format!("approve, end unknown, at least {period}"),
        Some(End::Unknown { at_least: None }) => "approve, end unknown".to_owned(),
        None => "approve".to_owned(),
    };
    if let Some(limit) = &of.limit {
        words = format!("{words}, {}", limit.shown());
    }
    words
}
