//! Rows of durations: for every request that is approved exactly one applies, or, where the first
//! counts, at least one.

use super::cases::where_it_holds;
use super::{Sound, not, touches};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::{MAX_COMBINATIONS, MAX_SPLITS};
use crate::tree::ast::{
    Body, ChoiceId, CriterionId, Duration, DurationRow, DurationRows, Formula, Operator, Part, Policy,
};
use crate::tree::space::{Search, search, search_within, solve};

/// Checks the rows of all tables in which something beside the line of business chooses.
pub(super) fn check(policy: &Policy, sound: &Sound<'_>, sink: &mut Sink) {
    for duration in &policy.durations {
        let chosen = duration.rows.iter().any(|row| row.chosen_by.is_some());
        if chosen && sound.stands(policy, duration.section) {
            check_table(policy, duration, sink);
        }
    }
}

fn check_table(policy: &Policy, duration: &Duration, sink: &mut Sink) {
    let mut done: Vec<Vec<Option<CriterionId>>> = Vec::new();
    for line in lines(policy, duration) {
        let rows: Vec<&DurationRow> = duration
            .rows
            .iter()
            .filter(|row| row.lines.is_empty() || line.is_some_and(|line| row.lines.contains(&line)))
            .collect();
        let choosers: Vec<Option<CriterionId>> = rows.iter().map(|row| row.chosen_by).collect();
        if !done.contains(&choosers) {
            check_rows(policy, duration, &choosers, sink);
            done.push(choosers);
        }
    }
}

fn lines(policy: &Policy, duration: &Duration) -> Vec<Option<ChoiceId>> {
    let count = policy.line_of_business.map_or(0, |fact| policy.fact(fact).choice_names().len());
    if duration.rows.iter().all(|row| row.lines.is_empty()) {
        return vec![None];
    }
    (0..count).map(|line| Some(ChoiceId(line))).collect()
}

/// The rows for one line of business.
fn check_rows(policy: &Policy, duration: &Duration, choosers: &[Option<CriterionId>], sink: &mut Sink) {
    let section = policy.criterion(duration.section);
    let say = |message: String, help: &str, sink: &mut Sink| {
        sink.push(Diagnostic::new(Code::OutcomeTable, section.quote.span, message).help(help));
    };
    let rest = choosers.iter().position(Option::is_none);
    if rest.is_some_and(|at| at + 1 < choosers.len()) {
        let message = format!(
            "a duration of `{}` behind `all other {}` is never reached",
            section.label, policy.requests
        );
        return say(message, "let that row be the last one", sink);
    }
    let mut met = Vec::new();
    for id in choosers.iter().flatten() {
        let Some(formula) = self::met(policy, *id) else {
            let label = &policy.criterion(*id).label;
            let message = format!("`{label}` asks for nothing, so no row can be chosen by it");
            return say(message, "choose the row by a sentence instead: a column `If …`", sink);
        };
        met.push((*id, formula));
    }
    let around = holds_in(policy, duration.section);
    let table = Table { policy, around, section: duration.section, label: &section.label };
    if rest.is_none() {
        let none: Vec<Formula> = met.iter().map(|(_, formula)| not(formula.clone())).collect();
        let what = format!("no duration of `{}` applies", section.label);
        if let Some(message) = table.look(&none, &what) {
            let help =
                format!("add the row that is missing, or a last row for `all other {}`", policy.requests);
            say(message, &help, sink);
        }
    }
    if duration.go_together == DurationRows::First {
        return;
    }
    for (at, (one, a)) in met.iter().enumerate() {
        for (other, b) in met.iter().skip(at + 1) {
            let what = format!(
                "two durations of `{}` apply, {} and {},",
                section.label,
                row(policy, *one),
                row(policy, *other)
            );
            if let Some(message) = table.look(&[a.clone(), b.clone()], &what) {
                let help = "let the rows exclude one another, or end the heading in `(first that applies)`";
                say(message, help, sink);
            }
        }
    }
}

fn row(policy: &Policy, id: CriterionId) -> String {
    let criterion = policy.criterion(id);
    match criterion.part {
        Part::Row => format!("`{}`", criterion.quote.text),
        _ => format!("`{}`", criterion.label),
    }
}

/// A table of outcomes, and what holds wherever it is looked at.
pub(super) struct Table<'a> {
    pub policy: &'a Policy,
    pub around: Vec<Formula>,
    /// What must be met to get there.
    pub section: CriterionId,
    pub label: &'a str,
}

impl Table<'_> {
    /// Looks with all that holds around: what excludes itself mostly follows in a few steps, where trying all
    /// combinations takes thousands. Where all is too much, what excludes it may be near: with less around,
    /// what is excluded still is, but what is found need not be.
    pub(super) fn search(&self, formulas: &[Formula]) -> Search {
        let facts = &self.policy.facts;
        let with = |more: &[Formula]| Formula::All([formulas, more].concat());
        let whole = with(&self.around);
        let followed = solve(facts, &whole, MAX_SPLITS);
        if followed == Search::Nowhere {
            return followed;
        }
        match search_within(facts, &whole, MAX_COMBINATIONS) {
            Search::TooMany => {}
            found => return found,
        }
        match followed {
            Search::TooMany => {}
            found => return self.about(found, formulas),
        }
        let near = self.around.iter().filter(|around| formulas.iter().any(|one| touches(around, one)));
        let near: Vec<Formula> = near.cloned().collect();
        match search(facts, &with(&near)) {
            Search::Nowhere => Search::Nowhere,
            _ => Search::TooMany,
        }
    }

    /// A request that was found, as far as the rows are about it and what it takes to get there; what is
    /// not certain stays.
    pub(super) fn about(&self, found: Search, formulas: &[Formula]) -> Search {
        let Search::Somewhere { mut facts, free } = found else { return found };
        let mut own = Vec::new();
        let chain = super::chain(self.policy, self.section);
        formulas.iter().chain(&chain).for_each(|one| one.each_atom(&mut |atom| own.push(atom.fact())));
        facts.retain(|(fact, _)| own.contains(fact));
        Search::Somewhere { facts, free }
    }

    /// What to say where all of these may hold together where the section is met.
    fn look(&self, formulas: &[Formula], what: &str) -> Option<String> {
        self.said(&self.search(formulas), what)
    }

    /// The same, of what was found.
    pub(super) fn said(&self, found: &Search, what: &str) -> Option<String> {
        match found {
            Search::Nowhere => None,
            Search::TooMany => Some(format!(
                "not decided whether {}: too much around `{}` depends on one another",
                what.trim_end_matches(','),
                self.label
            )),
            Search::Somewhere { facts, free } => {
                Some(format!("{what} where {}", where_it_holds(self.policy, facts, free)))
            }
        }
    }
}

/// What holds wherever the condition of a row is looked at: its section is met.
pub(super) fn approved_where(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    if policy.criterion(id).part != Part::Row {
        return Vec::new();
    }
    let owns = |duration: &&Duration| duration.rows.iter().any(|row| row.chosen_by == Some(id));
    policy.durations.iter().find(owns).map(|duration| holds_in(policy, duration.section)).unwrap_or_default()
}

/// What holds wherever a criterion is met, as parts that hold together; some may be left out.
pub(super) fn holds_in(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    let always = policy.always.iter().map(|always| always.formula.clone());
    always.flat_map(parts).chain(asked_in(policy, id)).collect()
}

/// The same, without what is always true: that is known of whatever the section approves.
pub(super) fn asked_in(policy: &Policy, id: CriterionId) -> Vec<Formula> {
    let mut found = super::chain(policy, id);
    asked(policy, id, &mut found);
    found.into_iter().flat_map(parts).collect()
}

fn asked(policy: &Policy, id: CriterionId, found: &mut Vec<Formula>) {
    let Body::Group(Operator::All, children) = &policy.criterion(id).body else {
        found.extend(value(policy, id));
        return;
    };
    for child in children {
        if policy.criterion(*child).applies.is_none() {
            asked(policy, *child, found);
        } else {
            found.extend(where_it_applies(policy, *child));
        }
    }
}

fn parts(formula: Formula) -> Vec<Formula> {
    match formula {
        Formula::All(inner) => inner.into_iter().flat_map(parts).collect(),
        other => vec![other],
    }
}

/// That a criterion is met, exactly; `None` where a formula cannot say it shortly.
pub(super) fn met(policy: &Policy, id: CriterionId) -> Option<Formula> {
    let mut all = super::chain(policy, id);
    all.push(value(policy, id)?);
    Some(Formula::All(all))
}

fn value(policy: &Policy, id: CriterionId) -> Option<Formula> {
    let criterion = policy.criterion(id);
    let valued = criterion.children().iter().copied().filter(|child| policy.has_value(*child));
    Some(match &criterion.body {
        Body::Test(formula) => formula.clone(),
        Body::Selector | Body::NotPermitted => Formula::All(Vec::new()),
        Body::Group(Operator::All | Operator::Case, _) => {
            Formula::All(valued.map(|child| where_it_applies(policy, child)).collect::<Option<_>>()?)
        }
        Body::Group(Operator::NoneOf, _) => {
            Formula::All(valued.map(|child| value(policy, child).map(not)).collect::<Option<_>>()?)
        }
        Body::Group(Operator::AtLeast(1), _) => {
            Formula::Any(valued.map(|child| value(policy, child)).collect::<Option<_>>()?)
        }
        Body::Group(Operator::AtLeast(least), _) => {
            Formula::AtLeast(*least, valued.map(|child| value(policy, child)).collect::<Option<_>>()?)
        }
        Body::Heading(_) | Body::Note => return None,
    })
}

fn where_it_applies(policy: &Policy, id: CriterionId) -> Option<Formula> {
    let asked = value(policy, id)?;
    Some(match &policy.criterion(id).applies {
        Some(condition) => Formula::Any(vec![not(condition.clone()), asked]),
        None => asked,
    })
}
