//! Rows of referral tables: for every request that a step refers exactly one applies, or all that apply
//! name one target.

use super::durations::{Table, holds_in, met};
use super::{chain, not};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::tree::ast::{Atom, ChoiceId, CriterionId, Formula, Outcome, Policy, Referral, When};
use crate::tree::space::Search;

/// Checks the rows under everything that a step refers under.
pub(super) fn check(policy: &Policy, sink: &mut Sink) {
    let mut refused: Vec<CriterionId> = Vec::new();
    for (at, step) in policy.steps.iter().enumerate() {
        let Outcome::Refer(labels) = &step.outcome else { continue };
        for (nth, id) in labels.iter().enumerate() {
            let before = labels.get(..nth).unwrap_or_default();
            if !refused.contains(id) && Place::of(policy, at, *id, before).check(sink) {
                refused.push(*id);
            }
        }
    }
}

/// A criterion that a step refers under, and what holds where it does.
struct Place<'a> {
    policy: &'a Policy,
    id: CriterionId,
    /// What holds wherever the criterion is met and its step applies.
    near: Vec<Formula>,
    /// The same, and that no step before it applies.
    far: Vec<Formula>,
}

impl<'a> Place<'a> {
    fn of(policy: &'a Policy, at: usize, id: CriterionId, before: &[CriterionId]) -> Self {
        let mut near = holds_in(policy, id);
        near.extend(before.iter().filter_map(|other| met(policy, *other)).map(not));
        near.extend(policy.steps.get(at).and_then(|step| holds(policy, &step.when)));
        let passed = policy.steps.iter().take(at).filter_map(|step| holds(policy, &step.when)).map(not);
        let far = near.iter().cloned().chain(passed).collect();
        Self { policy, id, near, far }
    }

    /// Refuses what is open, and whether anything was.
    fn check(&self, sink: &mut Sink) -> bool {
        let rows: Vec<&Referral> =
            self.policy.referrals.iter().filter(|row| self.is_below(row.criterion)).collect();
        let mut diagnostics = Vec::new();
        diagnostics.extend(self.check_total(&rows));
        for (at, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(at + 1) {
                diagnostics.extend(self.check_apart(one, other));
            }
        }
        let found = !diagnostics.is_empty();
        for diagnostic in diagnostics {
            sink.push(diagnostic);
        }
        found
    }

    fn is_below(&self, id: CriterionId) -> bool {
        let mut at = Some(id);
        while let Some(here) = at.filter(|here| *here != self.id) {
            at = self.policy.criterion(here).parent;
        }
        at.is_some()
    }

    fn check_total(&self, rows: &[&Referral]) -> Option<Diagnostic> {
        if rows.is_empty() || rows.iter().any(|row| row.criterion == self.id) {
            return None;
        }
        let mut none = Vec::new();
        for row in rows {
            let Some(formula) = met(self.policy, row.criterion) else { return Some(self.asks_nothing(row)) };
            none.push(not(formula));
        }
        none.extend(met(self.policy, self.id));
        let label = &self.policy.criterion(self.id).label;
        let what = format!("`{label}` is met and no row of its referral table applies,");
        let message = self.look(&none, &what)?;
        let help = format!(
            "add the row that is missing, or let the order name what has a row: `Refer when {} is met.`",
            self.labels(rows)
        );
        Some(self.at_fault(self.id, message).help(help))
    }

    fn check_apart(&self, one: &Referral, other: &Referral) -> Option<Diagnostic> {
        let (a, b) = (met(self.policy, one.criterion)?, met(self.policy, other.criterion)?);
        let mut both = vec![a, b];
        both.push(self.lines_apart(one, other)?);
        let what = format!(
            "two rows of referrals apply, `{}` (to {}) and `{}` (to {}),",
            self.policy.criterion(one.criterion).label,
            targets(one, other),
            self.policy.criterion(other.criterion).label,
            targets(other, one),
        );
        let message = self.look(&both, &what)?;
        let rows = self.labels(&[one, other]);
        let help = format!(
            "let the rows exclude one another, or let the order say which goes first: `Refer when {rows} is met.` refers \
             under the first that is met",
        );
        let span = self.policy.criterion(one.criterion).quote.span;
        Some(self.at_fault(other.criterion, message).related(span, "the other row is for this").help(help))
    }

    /// Where the two rows name two targets: for some lines of business, or wherever both apply; `None` where
    /// they never do.
    fn lines_apart(&self, one: &Referral, other: &Referral) -> Option<Formula> {
        let apart: Vec<Option<ChoiceId>> = differing(one, other).map(|(line, _)| line).collect();
        if apart.is_empty() {
            return None;
        }
        let lines: Vec<ChoiceId> = apart.iter().copied().flatten().collect();
        let some = !lines.is_empty() && lines.len() < one.targets.len();
        let fact = self.policy.line_of_business.filter(|_| some);
        Some(fact.map_or_else(|| Formula::All(Vec::new()), |fact| Formula::Atom(Atom::Is(fact, lines))))
    }

    /// Looks with what is near and, where that leaves it open, with all that went before.
    fn look(&self, formulas: &[Formula], what: &str) -> Option<String> {
        let label = &self.policy.criterion(self.id).label;
        let table = |around: &[Formula]| Table {
            policy: self.policy,
            around: around.to_vec(),
            section: self.id,
            label,
        };
        if table(&self.near).search(formulas) == Search::Nowhere {
            return None;
        }
        let far = table(&self.far);
        far.said(&far.about(far.search(formulas), formulas), what)
    }

    fn labels(&self, rows: &[&Referral]) -> String {
        let labels: Vec<&str> =
            rows.iter().map(|row| self.policy.criterion(row.criterion).label.as_str()).collect();
        match labels.as_slice() {
            [before, last] => format!("{before} or {last}"),
            [others @ .., last] if !others.is_empty() => format!("{}, or {last}", others.join(", ")),
            _ => labels.join(""),
        }
    }

    fn asks_nothing(&self, row: &Referral) -> Diagnostic {
        let message = format!(
            "`{}` asks for nothing, so no row of referrals can be chosen by it",
            self.policy.criterion(row.criterion).label
        );
        self.at_fault(row.criterion, message).help("give the row to a criterion that is met or not")
    }

    fn at_fault(&self, id: CriterionId, message: String) -> Diagnostic {
        Diagnostic::new(Code::OutcomeTable, self.policy.criterion(id).quote.span, message)
    }
}

/// The targets of a row that another row does not name for the same line of business, in words.
fn targets(row: &Referral, other: &Referral) -> String {
    let mut names: Vec<String> = Vec::new();
    for (_, target) in differing(row, other) {
        let name = format!("`{target}`");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" or ")
}

/// The targets of one row where the other names a different one for the same line of business.
fn differing<'r>(
    one: &'r Referral,
    other: &'r Referral,
) -> impl Iterator<Item = (Option<ChoiceId>, &'r String)> {
    let same = |line: Option<ChoiceId>, target: &String| {
        other.targets.iter().any(|(of, name)| *of == line && name == target)
    };
    one.targets
        .iter()
        .filter(move |(line, target)| !same(*line, target))
        .map(|(line, target)| (*line, target))
}

/// That the condition of a step holds, exactly; `None` where a formula cannot say it shortly.
fn holds(policy: &Policy, when: &When) -> Option<Formula> {
    let all = |parts: &[When]| parts.iter().map(|part| holds(policy, part)).collect::<Option<Vec<_>>>();
    Some(match when {
        When::Always => Formula::All(Vec::new()),
        When::Met(id) => met(policy, *id)?,
        When::NotMet(id) => {
            let chain = chain(policy, *id);
            let asked = not(met(policy, *id)?);
            Formula::All(chain.into_iter().chain([asked]).collect())
        }
        When::DoesNotApply(id) => not(Formula::All(chain(policy, *id))),
        When::Not(inner) => not(holds(policy, inner)?),
        When::All(parts) => Formula::All(all(parts)?),
        When::Any(parts) => Formula::Any(all(parts)?),
    })
}
