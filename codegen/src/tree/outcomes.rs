//! Durations, referrals and the order of determination.

mod durations;
#[cfg(test)]
#[cfg(feature = "docs")]
mod tests;

pub(crate) use durations::course;

use super::ast::{
    ChoiceId, Criterion, CriterionId, Duration, Fact, Kind, Outcome, Part, Quote, Referral, Step, When,
};
use super::build::Node;
use super::reading::{Reader, SentenceReading};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{Section, Spec, Table, Text};

/// Reads the outcome tables and the order.
pub(crate) struct Outcomes<'a, 's> {
    pub reader: Reader<'a>,
    pub criteria: &'a [Criterion],
    pub sink: &'s mut Sink,
    pub readings: Vec<SentenceReading>,
    /// Nodes for the conditions of rows of durations, to be put behind the criteria.
    pub made: Vec<Criterion>,
}

impl Outcomes<'_, '_> {
    /// The durations of all sections.
    pub(crate) fn durations(&mut self, sections: &[Section]) -> Vec<Duration> {
        let mut all = Vec::new();
        for section in sections {
            if let Some(table) = &section.durations {
                all.extend(self.duration(section, table));
            }
            all.extend(self.durations(&section.sections));
        }
        all
    }

    /// The referrals of all sections.
    pub(crate) fn referrals(&mut self, sections: &[Section]) -> Vec<Referral> {
        let mut all = Vec::new();
        for section in sections {
            if let Some(table) = &section.referrals {
                all.extend(self.referral_rows(section, table));
            }
            all.extend(self.referrals(&section.sections));
        }
        all
    }

    /// The order of determination.
    pub(crate) fn order(&mut self, spec: &Spec) -> Vec<Step> {
        let mut steps = Vec::new();
        for (at, text) in spec.order.iter().enumerate() {
            let Some(step) = self.step(at + 1, text) else { continue };
            let last = at + 1 == spec.order.len();
            if (step.when == When::Always) != last {
                let message = if last {
                    "the last step does not catch every request"
                } else {
                    "a step behind this one is never reached"
                };
                self.sink.push(
                    Diagnostic::new(Code::OrderStep, text.span, message)
                        .help("end the order, and only there, in `Otherwise: criteria not met.` or `Refer to … otherwise.`"),
                );
            }
            steps.push(step);
        }
        steps
    }

    /// One step.
    pub(crate) fn step(&mut self, number: usize, text: &Text) -> Option<Step> {
        let read = self.reader.read("step", text, 0..text.string.len(), self.sink)?;
        let Node::Step(outcome, when) = read.node else { return None };
        self.check_step(text, &outcome, &when);
        let quote = Quote { text: text.string.clone(), span: text.span };
        self.readings.push(SentenceReading {
            place: format!("Order {number}"),
            text: quote.clone(),
            read_as: String::new(),
            not_met: String::new(),
            words: read.words,
            patterns: read.patterns,
        });
        Some(Step { quote, outcome, when })
    }

    /// An approval must not hang on "is not met" of something that may not apply at all.
    fn check_step(&mut self, text: &Text, outcome: &Outcome, when: &When) {
        if !matches!(outcome, Outcome::Approve(_)) {
            return;
        }
        let mut denied = Vec::new();
        not_met(when, &mut denied);
        for id in denied {
            if self.has_condition(id) {
                let label = self.criteria.get(id.0).map(|c| c.label.clone()).unwrap_or_default();
                let message = format!(
                    "`{label}` does not apply to every request, and where it does not, it is not \"not met\""
                );
                self.sink.push(
                    Diagnostic::new(Code::OrderStep, text.span, message)
                        .help(format!("write `Approve when …, unless {label} is met.`")),
                );
            }
        }
    }

    fn has_condition(&self, id: CriterionId) -> bool {
        let mut at = Some(id);
        while let Some(criterion) = at.and_then(|id| self.criteria.get(id.0)) {
            if criterion.applies.is_some() {
                return true;
            }
            at = criterion.parent;
        }
        false
    }

    fn lines(&self) -> Option<&Fact> {
        let id = self.reader.context.line_of_business?;
        self.reader.context.facts.get(id.0)
    }

    fn line(&self, text: &Text) -> Option<ChoiceId> {
        let Kind::OneOf(choices) = &self.lines()?.kind else { return None };
        choices.iter().position(|choice| choice.name == text.string.trim()).map(ChoiceId)
    }

    fn line_count(&self) -> usize {
        self.lines().map_or(0, |fact| fact.choice_names().len())
    }

    fn find(&self, label: &str) -> Option<CriterionId> {
        let found = self.criteria.iter().position(|c| c.label == label && c.part == Part::Whole);
        found.map(CriterionId)
    }

    /// The criterion that a cell names by its label below the section, with its whole label.
    fn below(&mut self, section: &Section, label: &Text) -> Option<(String, CriterionId)> {
        let full = format!("{}.{}", section.label, label.string.trim());
        let found = self.find(&full);
        if found.is_none() {
            self.sink.push(
                Diagnostic::new(
                    Code::UnknownLabel,
                    label.span,
                    format!("no criterion has the label `{full}`"),
                )
                .help(format!("write the label as it stands below `{}`, say `1` or `1.a`", section.label)),
            );
        }
        Some((full, found?))
    }

    fn referral_rows(&mut self, section: &Section, table: &Table) -> Vec<Referral> {
        let lines: Vec<String> = self
            .lines()
            .map(|fact| fact.choice_names().into_iter().map(str::to_owned).collect())
            .unwrap_or_default();
        let mut columns: Vec<Option<ChoiceId>> = Vec::new();
        for cell in table.header.iter().skip(1) {
            match self.line(cell) {
                Some(line) => columns.push(Some(line)),
                None if lines.is_empty() && cell.string.trim() == "Refer to" => columns.push(None),
                None => {
                    let message = format!("`{}` is no line of business of the header", cell.string.trim());
                    self.sink.push(
                        Diagnostic::new(Code::OutcomeTable, cell.span, message)
                            .help(format!("the columns are `Criterion` and {}", columns_of(&lines))),
                    );
                    return Vec::new();
                }
            }
        }
        let whole = columns.len() == lines.len().max(1) && distinct(&columns);
        if !whole || table.header.first().is_none_or(|cell| cell.string.trim() != "Criterion") {
            self.sink.push(
                Diagnostic::new(
                    Code::OutcomeTable,
                    table.span,
                    "the table does not give every line of business a column",
                )
                .help(format!("the columns are `Criterion` and {}", columns_of(&lines))),
            );
            return Vec::new();
        }
        table.rows.iter().filter_map(|row| self.referral_row(section, row, &columns)).collect()
    }

    fn referral_row(
        &mut self,
        section: &Section,
        row: &[Text],
        columns: &[Option<ChoiceId>],
    ) -> Option<Referral> {
        let (label, cells) = row.split_first()?;
        let (full, criterion) = self.below(section, label)?;
        if let Some(empty) = cells.iter().find(|cell| cell.is_empty()) {
            self.sink.push(
                Diagnostic::new(
                    Code::OutcomeTable,
                    label.span.to(empty.span),
                    format!("a target for `{full}` is missing"),
                )
                .help("write the policy that the request is referred to"),
            );
        }
        let mut targets: Vec<(Option<ChoiceId>, String)> =
            columns.iter().copied().zip(cells.iter().map(|cell| cell.string.trim().to_owned())).collect();
        targets.sort_by_key(|(line, _)| *line);
        Some(Referral { criterion, targets })
    }
}

fn distinct(columns: &[Option<ChoiceId>]) -> bool {
    columns.iter().enumerate().all(|(at, column)| !columns.iter().skip(at + 1).any(|other| other == column))
}

fn columns_of(lines: &[String]) -> String {
    if lines.is_empty() { "`Refer to`".to_owned() } else { format!("`{}`", lines.join("`, `")) }
}

fn not_met(when: &When, found: &mut Vec<CriterionId>) {
    match when {
        When::NotMet(id) => found.push(*id),
        When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| not_met(part, found)),
        When::Always | When::Met(_) | When::DoesNotApply(_) | When::Not(_) => {}
    }
}

/// Every referring step must have a target, and every table must be used.
pub(crate) fn check_targets(
    steps: &[Step],
    criteria: &[Criterion],
    referrals: &[Referral],
    durations: &[Duration],
    sink: &mut Sink,
) {
    let below = |id: CriterionId, top: CriterionId| {
        let mut at = Some(id);
        while let Some(here) = at {
            if here == top {
                return true;
            }
            at = criteria.get(here.0).and_then(|c| c.parent);
        }
        false
    };
    let label = |id: CriterionId| criteria.get(id.0).map(|c| c.label.clone()).unwrap_or_default();
    let mut used: Vec<CriterionId> = Vec::new();
    for step in steps {
        match &step.outcome {
            Outcome::Refer(ids) => {
                for id in ids {
                    used.push(*id);
                    if !referrals.iter().any(|r| below(r.criterion, *id)) {
                        missing(
                            sink,
                            step.quote.span,
                            &format!("no referral table gives a target for `{}`", label(*id)),
                        );
                    }
                }
            }
            Outcome::Approve(ids) => {
                used.extend(ids);
                for id in ids {
                    if !durations.iter().any(|d| d.section == *id) {
                        missing(
                            sink,
                            step.quote.span,
                            &format!("no approval duration stands under `{}`", label(*id)),
                        );
                    }
                }
            }
            Outcome::ReferTo(_) | Outcome::NotAuthorized | Outcome::CriteriaNotMet => {}
        }
    }
    let spans = criteria.iter().map(|c| c.quote.span).collect::<Vec<Span>>();
    let span = |id: CriterionId| spans.get(id.0).copied().unwrap_or_default();
    for referral in referrals {
        if !used.iter().any(|id| below(referral.criterion, *id)) {
            let message = format!(
                "no step of the order refers under `{}`, which has a target",
                label(referral.criterion)
            );
            missing(sink, span(referral.criterion), &message);
        }
    }
    for duration in durations {
        if !used.contains(&duration.section) {
            let message = format!(
                "no step of the order approves under `{}`, which has a duration",
                label(duration.section)
            );
            missing(sink, span(duration.section), &message);
        }
    }
}

fn missing(sink: &mut Sink, span: Span, message: &str) {
    sink.push(
        Diagnostic::new(Code::OutcomeTable, span, message)
            .help("let the tables under the sections and the order of determination name the same labels"),
    );
}
