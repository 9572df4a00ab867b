//! What an approval or a referral says: section, end, limit and target.

use criteria_runtime::{Date, Truth};

use super::{End, View, truth};
use crate::tree::ast::{ChoiceId, CriterionId, DurationRow, Limit, OrUntil, Referral, Value, Whichever};

/// The first of these criteria that is met.
pub(super) fn under(view: View<'_>, of: &[CriterionId]) -> Option<CriterionId> {
    of.iter().copied().find(|id| view.is_met(*id).is_true())
}

/// The criteria that may turn out to be the first that is met: those not false, up to and
/// including the first that is met.
pub(super) fn candidates(view: View<'_>, of: &[CriterionId]) -> Vec<CriterionId> {
    let last = of.iter().position(|id| view.is_met(*id).is_true()).map_or(of.len(), |at| at + 1);
    of.iter().take(last).copied().filter(|id| !view.is_met(*id).is_false()).collect()
}

/// The line of business, where it is known.
pub(super) fn line(view: View<'_>) -> Option<ChoiceId> {
    match view.request.get(view.policy.line_of_business?)? {
        Value::Choice(line) => Some(*line),
        _ => None,
    }
}

/// The rows of a section's duration that are possible: those that are the first chosen one for the
/// line of business, or may be; while the line is unknown, for any line.
pub(super) fn rows(view: View<'_>, section: CriterionId) -> Vec<&DurationRow> {
    let Some(duration) = view.policy.durations.iter().find(|duration| duration.section == section) else {
        return Vec::new();
    };
    let possible = |line: Option<ChoiceId>| {
        let of = duration.rows.iter().filter(move |row| is_for(row, line));
        let of: Vec<&DurationRow> = of.collect();
        let last = of.iter().position(|row| chosen(view, row).is_true()).map_or(of.len(), |at| at + 1);
        of.into_iter().take(last).filter(|row| !chosen(view, row).is_false()).collect::<Vec<_>>()
    };
    let possible: Vec<&DurationRow> = lines(view).into_iter().flat_map(possible).collect();
    duration.rows.iter().filter(|row| possible.iter().any(|one| std::ptr::eq(*one, *row))).collect()
}

/// The lines of business that a request may be of; `None` for all, where the policy has no lines.
fn lines(view: View<'_>) -> Vec<Option<ChoiceId>> {
    match (line(view), view.policy.line_of_business) {
        (Some(line), _) => vec![Some(line)],
        (None, Some(fact)) => {
            (0..view.policy.fact(fact).choice_names().len()).map(|at| Some(ChoiceId(at))).collect()
        }
        (None, None) => vec![None],
    }
}

fn is_for(row: &DurationRow, line: Option<ChoiceId>) -> bool {
    row.lines.is_empty() || line.is_some_and(|line| row.lines.contains(&line))
}

/// Whether what chooses a row is met; true where nothing but the line does.
pub(super) fn chosen(view: View<'_>, row: &DurationRow) -> Truth {
    row.chosen_by.map_or(Truth::True, |id| view.is_met(id))
}

fn possible_rows<'a>(view: View<'a>, sections: &[CriterionId]) -> Vec<&'a DurationRow> {
    candidates(view, sections).into_iter().flat_map(|section| rows(view, section)).collect()
}

/// The end of an approval under one of these sections.
pub(super) fn end(view: View<'_>, sections: &[CriterionId]) -> Option<End> {
    let today = truth::date(view.request, view.policy.request_date)?;
    let rows = possible_rows(view, sections);
    let (first, others) = rows.split_first()?;
    let end = row_end(view, first, today)
        .filter(|end| others.iter().all(|row| row_end(view, row, today) == Some(*end)));
    if let Some(end) = end {
        return Some(End::On(end));
    }
    let bounded = rows.iter().any(|row| whichever(row) == Some(Whichever::Shorter));
    let least = rows.iter().map(|row| row.period).min_by_key(|period| today.plus(*period));
    Some(End::Unknown { at_least: least.filter(|_| !bounded) })
}

fn whichever(row: &DurationRow) -> Option<Whichever> {
    row.or_until.as_ref().map(|or_until| or_until.whichever)
}

/// The end of a row, where it is known.
fn row_end(view: View<'_>, row: &DurationRow, today: Date) -> Option<Date> {
    let end = today.plus(row.period);
    match &row.or_until {
        None => Some(end),
        Some(OrUntil { date, whichever }) => {
            let until = truth::date(view.request, *date)?;
            Some(whichever.of(end, until))
        }
    }
}

/// The limit of an approval under one of these sections, where all possible rows agree on it.
pub(super) fn limit(view: View<'_>, sections: &[CriterionId]) -> Option<Limit> {
    let rows = possible_rows(view, sections);
    let (first, others) = rows.split_first()?;
    first.limit.clone().filter(|_| others.iter().all(|row| row.limit == first.limit))
}

/// The referral rows that are possible where a criterion is the one met: its own, and those of
/// the nodes below it that are not false.
pub(super) fn referrals(view: View<'_>, under: CriterionId) -> Vec<&Referral> {
    let rows = view.policy.referrals.iter();
    rows.filter(|row| view.upwards(row.criterion).any(|at| at == under))
        .filter(|row| !view.is_met(row.criterion).is_false())
        .collect()
}

/// The target of a referral under one of these criteria, where all possible rows agree on it.
pub(super) fn target(view: View<'_>, criteria: &[CriterionId]) -> Option<String> {
    let line = line(view);
    let rows = candidates(view, criteria).into_iter().flat_map(|under| referrals(view, under));
    let mut targets = rows
        .flat_map(|row| &row.targets)
        .filter(|(of, _)| line.is_none() || of.is_none() || *of == line)
        .map(|(_, target)| target);
    let first = targets.next()?;
    targets.all(|target| target == first).then(|| first.clone())
}
