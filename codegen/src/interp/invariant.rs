//! Invariants, checked on single requests: what the property suites run for every policy.

use criteria_runtime::{Date, Period, State};

pub use super::neighbours::{drop_inapplicable, is_complete, neighbours};
use super::{Determination, End, Kind, Request, determine, truth};
use crate::tree::ast::{ChoiceId, Limit, OrUntil, Policy, Quote, Statement, Value};
use crate::tree::print;

/// A request on which an invariant does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The request on which it fails; for relational statements, the one that is approved.
    pub request: Request,
    /// The request it is compared with: the complete one, or the changed one.
    pub other: Request,
    /// The statement, what was decided and where, and both requests.
    pub message: String,
}

/// Checks one statement on a complete request, and on the same request with facts missing.
///
/// `partial` must be `complete` with some facts unknown (or none). What is decided is looked at
/// in both; what is true is read from `complete`.
pub fn violation(
    policy: &Policy,
    statement: (&Quote, &Statement),
    complete: &Request,
    partial: &Request,
) -> Option<Violation> {
    Check { policy, quote: statement.0, complete, partial, known: None }.check(statement.1)
}

/// Checks one statement on one request that was decided already.
pub(crate) fn violation_of_decided(
    policy: &Policy,
    statement: (&Quote, &Statement),
    request: &Request,
    determination: &Determination,
) -> Option<Violation> {
    let known = Some(determination);
    Check { policy, quote: statement.0, complete: request, partial: request, known }.check(statement.1)
}

struct Check<'a> {
    policy: &'a Policy,
    quote: &'a Quote,
    complete: &'a Request,
    partial: &'a Request,
    /// What `partial` and `complete`, being one request, are decided as.
    known: Option<&'a Determination>,
}

impl Check<'_> {
    fn check(&self, statement: &Statement) -> Option<Violation> {
        let (policy, complete, check) = (self.policy, self.complete, self);
        match statement {
            Statement::NeverApprove { scope, when } => {
                let holds = |formula| truth::formula(policy, complete, formula).is_true();
                let applies = scope.as_ref().is_none_or(holds) && holds(when);
                check.approvals(|_| applies.then(|| "it approves all the same".to_owned()))
            }
            Statement::Covers(lines, limit) => check.in_lines(lines, |decided| covers(decided, limit)),
            Statement::Lasts(lines, period, or_until) => {
                let mut end = check.today()?.plus(*period);
                if let Some(OrUntil { date, whichever }) = or_until {
                    end = whichever.of(end, truth::date(complete, *date)?);
                }
                check.in_lines(lines, |decided| ends(decided, end, *period))
            }
            Statement::NeverChanges(_) | Statement::SmallerKeeps(_) | Statement::TrialKeeps => {
                let found = check.undone(complete, statement);
                found.or_else(|| check.undone(self.partial, statement))
            }
            Statement::Total => check.total(),
            Statement::Stable => check.stable(),
        }
    }

    fn determine(&self, request: &Request) -> Determination {
        match self.known {
            Some(known) if request == self.complete => known.clone(),
            _ => determine(self.policy, request),
        }
    }

    /// The requests to look at: the partial one, and the complete one where it is another.
    fn requests(&self) -> Vec<&Request> {
        if self.partial == self.complete { vec![self.complete] } else { vec![self.partial, self.complete] }
    }

    fn today(&self) -> Option<Date> {
        truth::date(self.complete, self.policy.request_date)
    }

    /// The first of the two requests that is approved and about which `wrong` complains.
    fn approvals(&self, wrong: impl Fn(&Determination) -> Option<String>) -> Option<Violation> {
        self.requests().into_iter().find_map(|request| {
            let decided = self.determine(request);
            let wrong = (decided.kind == Kind::Approve).then(|| wrong(&decided)).flatten()?;
            Some(self.found(request, &decided, self.complete, &wrong))
        })
    }

    /// The same, for the lines of business in question; the line is the true one.
    fn in_lines(
        &self,
        lines: &[ChoiceId],
        wrong: impl Fn(&Determination) -> Option<String>,
    ) -> Option<Violation> {
        let line = self.policy.line_of_business.and_then(|line| self.complete.get(line));
        let concerned = lines.is_empty() || matches!(line, Some(Value::Choice(line)) if lines.contains(line));
        if concerned { self.approvals(wrong) } else { None }
    }

    /// A change that must not undo an approval, and does.
    fn undone(&self, request: &Request, statement: &Statement) -> Option<Violation> {
        let decided = self.determine(request);
        neighbours(self.policy, statement, request).into_iter().find_map(|changed| {
            let after = self.determine(&changed);
            let undone = |before: Kind, after: Kind| {
                before == Kind::Approve && !matches!(after, Kind::Approve | Kind::NeedsInformation)
            };
            let both_ways = matches!(statement, Statement::NeverChanges(_));
            if undone(decided.kind, after.kind) {
                let wrong = format!("with the change it is: {}", after.kind.as_str());
                return Some(self.found(request, &decided, &changed, &wrong));
            }
            (both_ways && undone(after.kind, decided.kind)).then(|| {
                let wrong = format!("with the change it is: {}", decided.kind.as_str());
                self.found(&changed, &after, request, &wrong)
            })
        })
    }

    fn total(&self) -> Option<Violation> {
        let decided = self.determine(self.complete);
        let wrong = match decided.kind {
            Kind::NeedsInformation if is_complete(self.policy, self.complete) => "nothing is missing",
            Kind::Approve | Kind::NeedsInformation => return None,
            _ if decided.because.is_empty() => "it names no cause",
            _ => return None,
        };
        Some(self.found(self.complete, &decided, self.complete, wrong))
    }

    fn stable(&self) -> Option<Violation> {
        let (before, after) = (self.determine(self.partial), self.determine(self.complete));
        let wrong = changed(&before, &after, self.today()?)?;
        let wrong = format!("with all facts it is: {}; {wrong}", after.kind.as_str());
        Some(self.found(self.partial, &before, self.complete, &wrong))
    }

    fn found(&self, request: &Request, decided: &Determination, other: &Request, wrong: &str) -> Violation {
        let policy = self.policy;
        let under =
            decided.under.map_or_else(String::new, |id| format!(" under {}", policy.criterion(id).label));
        let kind = decided.kind.as_str();
        let (one, two) = (known(policy, request), known(policy, other));
        let message = format!(
            "\"{}\" fails: {kind}{under}; {wrong}\n  request: {one}\n  other:   {two}",
            self.quote.text
        );
        Violation { request: request.clone(), other: other.clone(), message }
    }
}

/// The facts of a request on one line.
fn known(policy: &Policy, request: &Request) -> String {
    let facts = request
        .known()
        .map(|(id, value)| format!("{}: {}", policy.fact(id).name, print::value(policy, id, value)));
    facts.collect::<Vec<_>>().join("; ")
}

fn covers(decided: &Determination, limit: &Limit) -> Option<String> {
    let stated = decided.limit.as_ref();
    let complete = decided.missing.is_empty();
    let wrong = stated.map_or(complete, |stated| stated != limit);
    wrong.then(|| {
        stated.map_or_else(
            || "it has no limit".to_owned(),
            |it| format!("its limit is {} {}", it.count, it.what),
        )
    })
}

/// A stated end that is another, or no end though nothing is missing.
fn ends(decided: &Determination, end: Date, period: Period) -> Option<String> {
    match decided.end {
        Some(End::On(stated)) if stated == end => None,
        Some(End::On(stated)) => Some(format!("it ends on {stated}, not on {end}")),
        Some(End::Unknown { .. }) if !decided.missing.is_empty() => None,
        _ => Some(format!("it states no end ({period} gives {end})")),
    }
}

/// What a settled determination says, and the complete one does not.
fn changed(before: &Determination, after: &Determination, today: Date) -> Option<&'static str> {
    let settled = |(before, after): (&State, &State)| *before == State::Unknown || before == after;
    if !before.states.iter().zip(&after.states).all(settled) {
        return Some("the state of a criterion changed");
    }
    match (before.end, after.end) {
        _ if before.kind == Kind::NeedsInformation => None,
        _ if before.kind != after.kind => Some("the kind changed"),
        _ if before.target.is_some() && before.target != after.target => Some("the target changed"),
        _ if before.limit.is_some() && before.limit != after.limit => Some("the limit changed"),
        (Some(End::On(_)), after) if before.end != after => Some("the end changed"),
        (Some(End::Unknown { at_least: Some(least) }), Some(End::On(end))) if today.plus(least) > end => {
            Some("it ends before the least period")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use criteria_runtime::PeriodUnit;

    use super::*;
    use crate::interp::support::{at, compare, differs, is, limit, ms, named, period, request};
    use crate::tree::ast::{Body, Comparison, When, Whichever};

    /// The message of a violation, if there is one.
    #[track_caller]
    fn found(
        policy: &Policy,
        statement: &Statement,
        complete: &Request,
        partial: &Request,
    ) -> Option<String> {
        let quote = Quote { text: "the statement".to_owned(), ..Quote::default() };
        violation(policy, (&quote, statement), complete, partial).map(|found| found.message)
    }

    fn never(policy: &Policy, diagnosis: usize) -> Statement {
        Statement::NeverApprove { scope: None, when: is(named(policy, "diagnosis"), &[diagnosis]) }
    }

    const CONTINUED: &[(&str, &str)] = &[
        ("request kind", "continued"),
        ("request date", "2026-03-01"),
        ("line of business", "HIM"),
        ("diagnosis", "primary progressive MS"),
        ("course", "first"),
        ("daily dose", "12"),
        ("consecutive days", "3"),
        ("positive response", "yes"),
    ];

    #[test]
    fn never_approve_is_about_the_true_facts() {
        let mut policy = ms();
        let complete = request(&policy, CONTINUED);
        let mut partial = complete.clone();
        partial.set(named(&policy, "diagnosis"), None);
        assert_eq!(found(&policy, &never(&policy, 1), &complete, &partial), None);
        policy.steps[0].when = When::Met(at(&policy, "II.A"));
        let message = found(&policy, &never(&policy, 1), &complete, &partial).unwrap();
        assert!(message.contains("\"the statement\" fails: approve under II.A"), "{message}");
        assert!(message.contains("diagnosis: primary progressive MS"), "{message}");
        assert_eq!(found(&policy, &never(&policy, 0), &complete, &partial), None);
    }

    #[test]
    fn durations_and_limits() {
        let policy = ms();
        let complete = differs(&policy, &[]);
        let partial = differs(&policy, &[("line of business", ""), ("renewal date", "")]);
        let check = |statement| found(&policy, &statement, &complete, &partial).is_some();
        let months = |count| period(count, PeriodUnit::Months);
        let renewal = named(&policy, "renewal date");
        assert!(!check(Statement::Covers(Vec::new(), limit())));
        assert!(check(Statement::Covers(Vec::new(), Limit { count: 2, ..limit() })));
        let until = |whichever| Some(OrUntil { date: renewal, whichever });
        let longer = |count| Statement::Lasts(vec![ChoiceId(0)], months(count), until(Whichever::Longer));
        let shorter = |count| Statement::Lasts(vec![ChoiceId(0)], months(count), until(Whichever::Shorter));
        assert!(!check(longer(6)));
        assert!(check(longer(12)));
        assert!(check(shorter(6)));
        assert!(!check(shorter(12)));
        assert!(check(Statement::Lasts(vec![ChoiceId(0)], months(12), None)));
        assert!(!check(Statement::Lasts(vec![ChoiceId(1)], months(1), None)));
    }

    #[test]
    fn changes_that_must_not_undo_an_approval() {
        let mut policy = ms();
        let complete = differs(&policy, &[]);
        let fact = |name| named(&policy, name);
        let (line, dose, diagnosis) = (fact("line of business"), fact("daily dose"), fact("diagnosis"));
        let fingolimod = fact("fingolimod");
        let keeps = [
            Statement::NeverChanges(line),
            Statement::SmallerKeeps(dose),
            Statement::TrialKeeps,
            Statement::Total,
            Statement::Stable,
        ];
        for statement in keeps {
            assert_eq!(found(&policy, &statement, &complete, &complete), None);
        }
        assert!(found(&policy, &Statement::NeverChanges(diagnosis), &complete, &complete).is_some());
        let leaf = at(&policy, "I.A.5.a").0;
        policy.criteria[leaf].body = Body::Test(compare(dose, Comparison::AtLeast, 1200));
        let message = found(&policy, &Statement::SmallerKeeps(dose), &complete, &complete).unwrap();
        assert!(message.contains("daily dose: 11.99 mg per day"), "{message}");
        let untried = differs(&policy, &[("fingolimod", "not tried")]);
        let agent = at(&policy, "I.A.3.b").0;
        policy.criteria[agent].body = Body::Test(is(fingolimod, &[0, 1]));
        assert!(found(&policy, &Statement::TrialKeeps, &untried, &untried).is_some());
    }

    #[test]
    fn neighbours_drop_what_ceases_to_apply() {
        let policy = ms();
        let complete = differs(&policy, &[]);
        let changed =
            neighbours(&policy, &Statement::NeverChanges(named(&policy, "line of business")), &complete);
        assert_eq!(changed.len(), 2);
        assert!(changed.iter().all(|request| request.get(named(&policy, "renewal date")).is_none()));
        let dates = neighbours(&policy, &Statement::NeverChanges(named(&policy, "date of birth")), &complete);
        for day in ["2008-03-01", "2008-03-02"] {
            let value = Value::Date(day.parse().unwrap());
            assert!(
                dates.iter().any(|request| request.get(named(&policy, "date of birth")) == Some(&value)),
                "{day}"
            );
        }
    }
}
