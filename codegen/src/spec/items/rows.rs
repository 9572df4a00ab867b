//! Tables of criteria: each row an item, each cell a sentence.
//!
//! A column's header is a sentence with `…`, which the cell fills. Where a sentence's words
//! came from is kept word by word, so that what is said about it points to the cell.

use std::ops::Range;

use super::super::ast::{Cell, Piece, Table, Text};
use super::super::checks::{Bold, executed};
use super::super::labels;
use super::super::outline::{Grid, Run};
use super::super::tables;
use super::super::text::fill;
use super::{Collector, Entry, What};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What a cell holds that leaves its sentence out.
const LEFT_OUT: &str = "—";

impl Collector<'_> {
    /// The rows of a table as entries.
    pub(super) fn table(&mut self, grid: &Grid, parent: Option<usize>) {
        for run in std::iter::once(&grid.header).chain(&grid.rows).flat_map(|row| &row.cells) {
            executed(run, Bold::Refused, self.found);
        }
        let table = tables::table(self.source, grid);
        let Some(marks) = self.columns(&table) else { return self.pause(table.span, parent) };
        self.lists += 1;
        for row in &table.rows {
            self.row(&table, &marks, row, parent);
        }
    }

    /// Where the cells of each column behind the label belong.
    fn columns(&mut self, table: &Table) -> Option<Vec<Option<Range<usize>>>> {
        let (first, others) = table.header.split_first()?;
        if first.string.trim() != "Label" || others.is_empty() {
            self.found.push(no_criteria(table.span));
            return None;
        }
        let marks: Vec<_> = others.iter().map(|header| mark(&header.string)).collect();
        for (header, mark) in others.iter().zip(&marks) {
            if mark.is_none() {
                self.found.push(no_mark(header));
            }
        }
        Some(marks)
    }

    fn row(&mut self, table: &Table, marks: &[Option<Range<usize>>], row: &[Text], parent: Option<usize>) {
        let Some((label, cells)) = row.split_first() else { return };
        let headers = table.header.iter().skip(1);
        let cells: Vec<Cell> = headers
            .zip(marks)
            .zip(cells)
            .map(|((header, mark), text)| self.cell(header, mark.as_ref(), text))
            .collect();
        let literal = label.string.trim().to_owned();
        let dotted = format!("{literal}.");
        let sound = labels::prefix(&dotted).is_some_and(|prefix| prefix.literal == literal);
        let span = row.iter().fold(label.span, |all, cell| all.to(cell.span));
        if !sound {
            self.found.push(unlabelled(if label.is_empty() { span } else { label.span }));
        }
        self.entries.push(Entry {
            what: What::Item,
            parent,
            list: self.lists,
            column: 0,
            literal: sound.then_some(literal),
            label_span: label.span,
            mark: label.span,
            is_bullet: false,
            report: None,
            run: Run { text: whole(&cells, span), ..Run::default() },
            cells,
        });
    }

    fn cell(&mut self, header: &Text, mark: Option<&Range<usize>>, text: &Text) -> Cell {
        if text.is_empty() {
            self.found.push(
                Diagnostic::new(
                    Code::CellCount,
                    text.span,
                    format!("a cell of `{}` is empty", header.string),
                )
                .here("nothing to read")
                .help(format!("write `{LEFT_OUT}` where this row does not ask it")),
            );
        }
        let asked = !text.is_empty() && text.string.trim() != LEFT_OUT;
        let sentence = mark.filter(|_| asked).map(|mark| fill(header, mark.clone(), text));
        Cell { header: header.clone(), text: text.clone(), sentence }
    }
}

/// The place in a header that its cells fill, where there is exactly one.
fn mark(header: &str) -> Option<Range<usize>> {
    let mut marks = header.match_indices('…').chain(header.match_indices("..."));
    let (at, mark) = marks.next()?;
    marks.next().is_none().then(|| at..at + mark.len())
}

/// A row in one line, as it is quoted: `If X is a: S; T`.
fn whole(cells: &[Cell], span: Span) -> Text {
    let mut string = String::new();
    for cell in cells {
        let Some(sentence) = &cell.sentence else { continue };
        if !string.is_empty() {
            string.push_str(if string.ends_with(':') { " " } else { "; " });
        }
        string.push_str(&sentence.string);
        if cell.is_condition() {
            string.push(':');
        }
    }
    let piece = Piece { start: 0, len: string.len(), span };
    Text { string, span, pieces: vec![piece], ..Text::default() }
}

fn no_criteria(span: Span) -> Diagnostic {
    let message = "a table among the criteria that is no table of criteria is not executed";
    Diagnostic::new(Code::Markup, span, message)
        .here("not executed")
        .help("criteria in a table have a first column `Label`, and in the header of each other column a sentence with `…`: `| Label | If … | … |`")
        .help("durations and referrals stand under `#### Approval duration` and `#### Referral`")
}

fn no_mark(header: &Text) -> Diagnostic {
    let message = format!("the column `{}` does not say with one `…` where its cells belong", header.string);
    Diagnostic::new(Code::TableHeader, header.span, message)
        .here("no place for the cells")
        .help("write the header as a sentence with `…` where the cell stands: `age ≥ …`")
}

fn unlabelled(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ItemLabel, span, "this row has no label, so nothing can cite it")
        .here("no label")
        .help("write the next label in the first cell, without a dot: `a`")
}
