//! Tables of durations: their columns, what chooses a row, and how long it approves.
//!
//! Beside its lines of business a row may be chosen by a criterion below the section (`Criterion`)
//! or by a sentence (a column whose header starts with `If` or `For`). Such a sentence becomes a node
//! of its own behind the criteria, so that every engine knows its state, and what it waits for.

use criteria_runtime::{Period, PeriodUnit};

use super::Outcomes;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::{Section, Table, Text};
use crate::spec::text::fill;
use crate::tree::ast::{
    Body, ChoiceId, Criterion, CriterionId, Duration, DurationRow, Formula, Limit, OrUntil, Part, Quote,
};
use crate::tree::build::{Condition, Node, period_unit};
use crate::tree::header::split;
use crate::tree::reading::SentenceReading;

/// What the columns of a table are, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Criterion,
    Sentence,
    Lines,
    Term,
    Limit,
}

/// What chooses a row, as its cell says.
enum Chooser {
    By(CriterionId),
    Rest,
}

impl Outcomes<'_, '_> {
    pub(super) fn duration(&mut self, section: &Section, table: &Table) -> Option<Duration> {
        let columns = self.columns(table)?;
        let chosen = columns.iter().any(|column| matches!(column, Column::Criterion | Column::Sentence));
        let mut rows = Vec::new();
        let mut seen: Vec<ChoiceId> = Vec::new();
        let made = self.made.len();
        for cells in &table.rows {
            // Where rows are chosen, a line of business may stand in several, if not twice in one.
            let mut own = if chosen { Vec::new() } else { std::mem::take(&mut seen) };
            rows.extend(self.row(section, table, &columns, cells, &mut own));
            seen.extend(own);
        }
        if chosen && rows.len() < table.rows.len() {
            // Of the rest nothing can be said while a row is missing.
            self.made.truncate(made);
            return None;
        }
        let with_lines = columns.contains(&Column::Lines);
        let lines = self.line_count();
        let complete = if with_lines {
            (0..lines).all(|line| seen.contains(&ChoiceId(line)))
        } else {
            chosen || table.rows.len() == 1
        };
        if !complete {
            self.sink.push(
                Diagnostic::new(
                    Code::OutcomeTable,
                    table.span,
                    "the table does not give every line of business one duration",
                )
                .help("name each line of business of the header in exactly one row"),
            );
        }
        Some(Duration { section: self.find(&section.label)?, rows, go_together: section.duration_rows })
    }

    /// The columns: perhaps what chooses a row, perhaps lines of business, then term and limit.
    fn columns(&mut self, table: &Table) -> Option<Vec<Column>> {
        let found: Vec<Column> = table.header.iter().filter_map(|cell| column(cell.string.trim())).collect();
        let (chooser, rest) = match found.as_slice() {
            [Column::Criterion | Column::Sentence, rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let lines = self.lines().is_some();
        let sound = found.len() == table.header.len()
            && match rest {
                [Column::Lines, Column::Term, Column::Limit] => lines,
                [Column::Term, Column::Limit] => chooser || !lines,
                _ => false,
            };
        if sound {
            return Some(found);
        }
        let written: Vec<&str> = table.header.iter().map(|cell| cell.string.trim()).collect();
        let plain = if lines { "Line of business | Approve for | Limit" } else { "Approve for | Limit" };
        self.sink.push(
            Diagnostic::new(
                Code::OutcomeTable,
                table.span,
                format!("the columns are `{}`", written.join(" | ")),
            )
            .help(format!("write the columns `{plain}`"))
            .help("where a criterion or a sentence chooses the row, write `Criterion` or `If …` in front of them"),
        );
        None
    }

    fn row(
        &mut self,
        section: &Section,
        table: &Table,
        columns: &[Column],
        cells: &[Text],
        seen: &mut Vec<ChoiceId>,
    ) -> Option<DurationRow> {
        let (mut lines, mut chosen_by, mut lasts, mut limit) = (Vec::new(), None, None, None);
        for ((column, header), cell) in columns.iter().zip(&table.header).zip(cells) {
            match column {
                Column::Criterion => chosen_by = self.criterion(section, cell)?.node(),
                Column::Sentence => chosen_by = self.sentence(section, header, cell)?.node(),
                Column::Lines => lines = self.row_lines(cell, seen),
                Column::Term => lasts = self.term(cell),
                Column::Limit if cell.is_empty() => {}
                Column::Limit => limit = self.limit(cell),
            }
        }
        let (period, or_until) = lasts?;
        if let (Some(limit), Some(cell)) = (&limit, cells.last()) {
            self.check_course(limit, period, cell);
        }
        Some(DurationRow { lines, chosen_by, period, or_until, limit })
    }

    fn criterion(&mut self, section: &Section, cell: &Text) -> Option<Chooser> {
        if self.is_rest(cell) {
            return Some(Chooser::Rest);
        }
        self.below(section, cell).map(|(_, id)| Chooser::By(id))
    }

    fn sentence(&mut self, section: &Section, header: &Text, cell: &Text) -> Option<Chooser> {
        if self.is_rest(cell) {
            return Some(Chooser::Rest);
        }
        let mark = header.string.find('…').map(|at| at..at + '…'.len_utf8())?;
        let text = fill(header, mark, cell);
        let read = self.reader.read("condition", &text, 0..text.string.len(), self.sink)?;
        let Node::Condition(condition) = read.node else { return None };
        self.readings.push(SentenceReading {
            place: format!("Duration {}", section.label),
            text: Quote { text: text.string.clone(), span: text.span },
            read_as: String::new(),
            not_met: String::new(),
            words: read.words,
            patterns: read.patterns,
        });
        match condition {
            Condition::If(formula) => Some(Chooser::By(self.made(section, cell, formula))),
            Condition::AllOther => Some(Chooser::Rest),
        }
    }

    /// Whether a cell says `all other requests`.
    fn is_rest(&self, cell: &Text) -> bool {
        self.reader.try_read("remainder", cell, 0..cell.string.len()).is_ok()
    }

    fn made(&mut self, section: &Section, cell: &Text, formula: Formula) -> CriterionId {
        self.made.push(Criterion {
            label: section.label.clone(),
            part: Part::Row,
            parent: None,
            quote: Quote { text: cell.string.trim().to_owned(), span: cell.span },
            applies: None,
            body: Body::Test(formula),
        });
        CriterionId(self.criteria.len() + self.made.len() - 1)
    }

    fn row_lines(&mut self, cell: &Text, seen: &mut Vec<ChoiceId>) -> Vec<ChoiceId> {
        let mut lines = Vec::new();
        for part in split(cell, ',') {
            match self.line(&part) {
                Some(line) if !seen.contains(&line) => {
                    seen.push(line);
                    lines.push(line);
                }
                found => {
                    let what = if found.is_some() {
                        "stands in two rows"
                    } else {
                        "is no line of business of the header"
                    };
                    self.sink.push(
                        Diagnostic::new(Code::OutcomeTable, part.span, format!("`{}` {what}", part.string))
                            .help("write each line of business of the header in one row"),
                    );
                }
            }
        }
        lines
    }

    fn term(&mut self, term: &Text) -> Option<(Period, Option<OrUntil>)> {
        let read = self.reader.read("term", term, 0..term.string.len(), self.sink)?;
        let Node::Term(period, until) = read.node else { return None };
        Some((period, until.map(|(date, whichever)| OrUntil { date, whichever })))
    }

    fn limit(&mut self, text: &Text) -> Option<Limit> {
        match self.reader.read("limit", text, 0..text.string.len(), self.sink)?.node {
            Node::Limit(limit) => Some(limit),
            _ => None,
        }
    }

    /// A course that is limited to so many weeks ends within the approval.
    fn check_course(&mut self, limit: &Limit, period: Period, cell: &Text) {
        let first = limit.what.split(' ').next().unwrap_or_default();
        let Some(course) = course(first).filter(|course| days(*course).0 > days(period).1) else { return };
        self.sink.push(
            Diagnostic::new(
                Code::OutcomeTable,
                cell.span,
                format!("a course of {course} does not end within an approval for {period}"),
            )
            .help("approve for at least as long as one course lasts"),
        );
    }
}

impl Chooser {
    fn node(self) -> Option<CriterionId> {
        match self {
            Self::By(id) => Some(id),
            Self::Rest => None,
        }
    }
}

fn column(header: &str) -> Option<Column> {
    Some(match header {
        "Criterion" => Column::Criterion,
        "Line of business" => Column::Lines,
        "Approve for" => Column::Term,
        "Limit" => Column::Limit,
        sentence if ["If ", "For "].iter().any(|word| sentence.starts_with(word)) => {
            (sentence.matches('…').count() == 1).then_some(Column::Sentence)?
        }
        _ => return None,
    })
}

/// The period of `12-week`.
pub(crate) fn course(word: &str) -> Option<Period> {
    let (count, unit) = word.split_once('-')?;
    Some(Period { count: count.parse().ok()?, unit: period_unit(unit)? })
}

/// The fewest and the most days that a period may have.
fn days(period: Period) -> (u32, u32) {
    let count = u32::from(period.count);
    match period.unit {
        PeriodUnit::Days => (count, count),
        PeriodUnit::Weeks => (count * 7, count * 7),
        PeriodUnit::Months => (count * 28, count * 31),
        PeriodUnit::Years => (count * 365, count * 366),
    }
}
