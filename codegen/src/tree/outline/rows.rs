//! Rows of a table of criteria: the conjunction of their cells' sentences.

use super::{Mode, Outline, quote};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::{Cell, Item, Text};
use crate::tree::ast::{Body, CriterionId, Formula};
use crate::tree::build::{Condition, Node};
use crate::tree::outline::anatomy::anatomy;
use crate::tree::reading::{Read, SentenceReading, WordClass};

/// What the cells of a row say.
#[derive(Default)]
struct Row {
    condition: Option<Condition>,
    sentences: Vec<Formula>,
}

impl Outline<'_, '_> {
    /// A row; `before` are the conditions of the rows above it.
    pub(super) fn row(&mut self, item: &Item, id: CriterionId, mode: Mode<'_>, before: &[Formula]) {
        if matches!(mode, Mode::Agents(_)) {
            self.sink.push(
                Diagnostic::new(
                    Code::FactKind,
                    item.text.span,
                    "the row of a table is a sentence, and no agent",
                )
                .help(
                    "write the agents as items, or the failure into the header of a column: `failure of …`",
                ),
            );
            self.broken.push(id);
            return;
        }
        let Some(row) = self.read_row(item) else {
            self.broken.push(id);
            return;
        };
        let applies = self.resolve_condition(row.condition.as_ref(), before, item);
        if row.condition.is_some() && applies.is_none() {
            self.broken.push(id);
        }
        let asked = match row.sentences.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(Formula::All(several.to_vec())),
        };
        match (applies, asked) {
            (None, Some(asked)) if matches!(mode, Mode::Selector) => {
                self.set_condition(id, Some(asked));
                self.set_body(id, Body::Selector);
            }
            (applies, Some(asked)) => {
                self.set_condition(id, applies);
                self.set_body(id, Body::Test(asked));
            }
            (Some(applies), None) => {
                self.set_condition(id, Some(applies));
                self.set_body(id, Body::Selector);
            }
            (None, None) => {
                self.sink.push(
                    Diagnostic::new(Code::UnknownPhrase, item.text.span, "nothing is asked in this row")
                        .help("fill one of its cells, or take the row out"),
                );
                self.broken.push(id);
            }
        }
    }

    fn read_row(&mut self, item: &Item) -> Option<Row> {
        let mut reading = SentenceReading {
            place: item.label.clone(),
            text: quote(&item.text),
            read_as: String::new(),
            not_met: String::new(),
            words: Vec::new(),
            patterns: Vec::new(),
        };
        let (mut row, mut whole) = (Row::default(), true);
        for (at, cell) in item.cells.iter().enumerate() {
            let Some(sentence) = &cell.sentence else { continue };
            if cell.is_condition() && at > 0 {
                self.misplaced(cell);
                whole = false;
                continue;
            }
            let start = if cell.is_condition() { "condition" } else { "sentence" };
            let Some(read) = self.cell(start, item, cell, sentence) else {
                whole = false;
                continue;
            };
            reading.words.extend(read.words);
            reading.patterns.extend(read.patterns);
            match read.node {
                Node::Condition(condition) => row.condition = Some(condition),
                Node::Formula(formula) => row.sentences.push(formula),
                _ => whole = false,
            }
        }
        if let Some((_, range)) = anatomy(&item.text, false).connective {
            let raw = item.text.string.get(range).unwrap_or_default().to_owned();
            reading.words.push((item.text.span, raw, WordClass::Connective));
        }
        self.readings.push(reading);
        whole.then_some(row)
    }

    /// Reads a cell in its column; what is wrong points to the cell and names row and column.
    fn cell(&mut self, start: &str, item: &Item, cell: &Cell, sentence: &Text) -> Option<Read> {
        match self.reader.try_read(start, sentence, 0..sentence.string.len()) {
            Ok(read) => Some(read),
            Err(diagnostic) => {
                let place = format!("in row `{}`, the column `{}`", item.literal, cell.header.string.trim());
                let diagnostic = diagnostic.related(cell.header.span, place);
                self.reader.say(diagnostic, sentence.span, self.sink);
                None
            }
        }
    }

    fn misplaced(&mut self, cell: &Cell) {
        let message = format!("the condition `{}` does not stand right behind the label", cell.header.string);
        self.sink.push(
            Diagnostic::new(Code::TableHeader, cell.header.span, message)
                .help("make it the second column: a row has one condition, and it comes first"),
        );
    }
}
