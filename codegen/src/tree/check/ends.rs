//! The dates that bound durations: each exists wherever its row applies, and where the shorter of two ends
//! counts it lies behind the request date, so that no approval ends before it begins.

use super::{durations, implied, undecided};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{
    Atom, ChoiceId, Comparison, Duration, DurationRow, FactId, Formula, Policy, Whichever,
};
use crate::tree::print;

/// Checks the dates of all tables.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    for duration in &policy.durations {
        let mut said: Vec<(FactId, &[ChoiceId])> = Vec::new();
        for row in &duration.rows {
            let Some(until) = &row.or_until else { continue };
            let bound = Bound { policy, duration, row, date: until.date };
            if let Some(report) = bound.exists() {
                sink.push(report);
            } else if until.whichever == Whichever::Shorter
                && !said.contains(&(until.date, &row.lines))
                && let Some(report) = bound.is_behind()
            {
                sink.push(report);
                said.push((until.date, &row.lines));
            }
        }
    }
}

/// A date that bounds the approvals of a row.
struct Bound<'p> {
    policy: &'p Policy,
    duration: &'p Duration,
    row: &'p DurationRow,
    date: FactId,
}

impl Bound<'_> {
    /// What to say where the row may apply and the date does not exist.
    fn exists(&self) -> Option<Diagnostic> {
        let bound = self.policy.fact(self.date);
        let condition = bound.only_when.as_ref()?;
        let mut around = durations::holds_in(self.policy, self.duration.section);
        around.extend(self.line());
        around.extend(self.chosen());
        let implied = implied(self.policy, &around, condition);
        if implied == Some(true) {
            return None;
        }
        let condition = print::formula(self.policy, condition);
        let message = format!(
            "{}a duration of `{}` runs until `{}`, which exists only when {condition}",
            undecided(implied),
            self.label(),
            bound.name
        );
        let help = "give the lines of business for which the date does not exist a row without it";
        Some(self.report(Code::OnlyWhen, message, "the condition is declared here").help(help))
    }

    /// What to say where the row may apply and nothing shows that the date is behind the request date.
    fn is_behind(&self) -> Option<Diagnostic> {
        let behind = Formula::Atom(Atom::Dates(self.date, Comparison::MoreThan, self.policy.request_date));
        let known = self.known();
        let mut around: Vec<Formula> = self.always(&known).collect();
        around.extend(known.iter().cloned());
        if implied(self.policy, &around, &behind) == Some(true) {
            return None;
        }
        let message = format!(
            "an approval of `{}` may end before it begins: nothing says that `{}` is after the request date",
            self.label(),
            self.name(self.date)
        );
        let help = if self.date == self.policy.request_date {
            "name a date that lies behind the request date".to_owned()
        } else {
            format!(
                "write `- {}.` under `### Always true`: a request that breaks it is rejected",
                self.sentence(&known)
            )
        };
        Some(self.report(Code::OutcomeTable, message, "the date is declared here").help(help))
    }

    /// What is known, and not only true, where the end of this row is.
    fn known(&self) -> Vec<Formula> {
        let mut known = durations::asked_in(self.policy, self.duration.section);
        known.extend(self.line().filter(|_| self.line_matters()));
        known.extend(self.chosen().filter(|_| self.choice_matters()));
        known
    }

    /// What is always true and is sure to be looked at: while a condition is unknown, its sentence rejects nothing.
    fn always(&self, known: &[Formula]) -> impl Iterator<Item = Formula> {
        let sentences = self.policy.always.iter().map(|always| &always.formula);
        let looked_at = |formula: &&Formula| match formula {
            Formula::Any(parts) => match parts.as_slice() {
                [Formula::Not(condition), _] => implied(self.policy, known, condition) == Some(true),
                _ => true,
            },
            _ => true,
        };
        sentences.filter(looked_at).cloned()
    }

    /// That the date is behind the request date, for all requests that have it or that the row is for.
    fn sentence(&self, known: &[Formula]) -> String {
        let behind = format!("{} is after {}", self.name(self.date), self.name(self.policy.request_date));
        let exists = self.policy.fact(self.date).only_when.clone();
        let exists = exists.filter(|condition| implied(self.policy, known, condition) == Some(true));
        match exists.or_else(|| self.line().filter(|_| self.line_matters())) {
            Some(condition) => format!("If {}, {behind}", print::formula(self.policy, &condition)),
            None => behind,
        }
    }

    /// Where all rows end with this date, the end is known while the line of business is not.
    fn line_matters(&self) -> bool {
        self.duration.rows.iter().any(|row| !self.is_bounded_alike(row))
    }

    /// Where all rows for its lines end with this date, the end is known while it is not known which applies.
    fn choice_matters(&self) -> bool {
        let meets = |row: &&DurationRow| {
            let (its, ours) = (&row.lines, &self.row.lines);
            its.is_empty() || ours.is_empty() || its.iter().any(|line| ours.contains(line))
        };
        self.duration.rows.iter().filter(meets).any(|row| !self.is_bounded_alike(row))
    }

    fn is_bounded_alike(&self, row: &DurationRow) -> bool {
        row.or_until
            .as_ref()
            .is_some_and(|until| until.date == self.date && until.whichever == Whichever::Shorter)
    }

    fn line(&self) -> Option<Formula> {
        let line = self.policy.line_of_business.filter(|_| !self.row.lines.is_empty())?;
        Some(Formula::Atom(Atom::Is(line, self.row.lines.clone())))
    }

    fn chosen(&self) -> Option<Formula> {
        self.row.chosen_by.and_then(|id| durations::met(self.policy, id))
    }

    fn name(&self, fact: FactId) -> &str {
        &self.policy.fact(fact).name
    }

    fn label(&self) -> &str {
        &self.policy.criterion(self.duration.section).label
    }

    fn report(&self, code: Code, message: String, declared: &str) -> Diagnostic {
        let span = self.policy.criterion(self.duration.section).quote.span;
        Diagnostic::new(code, span, message).related(self.policy.fact(self.date).span, declared)
    }
}
