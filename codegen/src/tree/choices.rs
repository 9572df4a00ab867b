//! Readings that the author chose: wording is kept as it was published, and `## Readings` says by its id
//! how it is read.
//!
//! A choice must find what it chooses among. One that finds nothing is an error: the wording has changed
//! under it, or its id is no longer known.

use std::cell::{Cell, RefCell};

use super::ast::{Kept, Reading};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{ReadingRow, Spec};
use crate::spec::places;

/// What opens the cell of a choice.
const READ_AS: &str = "read as ";

/// The choices of a policy, and what became of them.
#[derive(Debug)]
pub(crate) struct Choices<'a> {
    spec: &'a Spec,
    rows: Vec<Choice<'a>>,
    kept: RefCell<Vec<(usize, Kept)>>,
}

/// A row of the readings that chooses.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    /// The row.
    at: usize,
    row: &'a ReadingRow,
    /// The id of the reading that it chooses.
    pub id: &'a str,
    places: Vec<Span>,
    fate: Cell<Fate>,
}

/// What became of a choice. A later one says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Its sentence was not read, or not yet.
    Waiting,
    /// Its sentence was read, and nothing is open there.
    NothingOpen,
    /// Its sentence has readings, of which it chooses none; that was said.
    Said,
    /// It was followed.
    Followed,
}

impl<'a> Choices<'a> {
    /// The choices that a document makes.
    pub(crate) fn of(spec: &'a Spec) -> Self {
        let rows = spec.readings.iter().enumerate().filter_map(|(at, row)| {
            let places =
                places::texts_at(spec, row.place.string.trim()).iter().map(|text| text.span).collect();
            Some(Choice { at, row, id: chosen(row)?, places, fate: Cell::new(Fate::Waiting) })
        });
        Self { spec, rows: rows.collect(), kept: RefCell::default() }
    }

    /// The choices for a sentence.
    pub(crate) fn at(&self, sentence: Span) -> Vec<&Choice<'a>> {
        self.rows.iter().filter(|row| row.places.contains(&sentence)).collect()
    }

    /// Notes that nothing is open in a sentence.
    pub(crate) fn nothing_open(&self, sentence: Span) {
        self.at(sentence).iter().for_each(|choice| choice.becomes(Fate::NothingOpen));
    }

    /// Notes that a choice was followed, and among which readings.
    pub(crate) fn follow(&self, choice: &Choice<'_>, kept: Kept) {
        choice.becomes(Fate::Followed);
        let mut all = self.kept.borrow_mut();
        if !all.contains(&(choice.at, kept.clone())) {
            all.push((choice.at, kept));
        }
    }

    /// The row that would choose a reading, for the author to paste.
    pub(crate) fn row(&self, sentence: Span, question: &str, ids: &[&str]) -> String {
        let place = places::place_of(self.spec, sentence).unwrap_or_else(|| "the label".to_owned());
        let numbers =
            self.spec.readings.iter().filter_map(|row| row.id.string.trim().strip_prefix('R')?.parse().ok());
        let next = numbers.max().unwrap_or(0_u32).saturating_add(1);
        let (first, others) =
            ids.split_first().map_or(("", String::new()), |(first, rest)| (*first, rest.join(", ")));
        format!("| R{next} | {place} | {question} | Read as {first}. | Or: {others}. | — |")
    }

    /// The readings of the policy with what was chosen; refuses the choices that found nothing to choose among.
    pub(crate) fn settle(&self, mut readings: Vec<Reading>, sink: &mut Sink) -> Vec<Reading> {
        self.refuse(sink);
        for (at, kept) in self.kept.borrow().iter() {
            if let Some(reading) = readings.get_mut(*at) {
                reading.kept.push(kept.clone());
            }
        }
        readings
    }

    fn refuse(&self, sink: &mut Sink) {
        let sound = !sink.has_errors();
        for choice in &self.rows {
            let place = choice.row.place.string.trim();
            let message = match choice.fate.get() {
                _ if choice.places.is_empty() => {
                    format!("`{place}` is no place of a sentence that can be read so")
                }
                Fate::NothingOpen => {
                    format!("nothing at `{place}` has several readings, so none can be chosen")
                }
                Fate::Waiting if sound => {
                    format!("nothing at `{place}` is read, so no reading can be chosen")
                }
                Fate::Waiting | Fate::Said | Fate::Followed => continue,
            };
            sink.push(Diagnostic::new(Code::UnknownReading, choice.span(), message).help(
                "name the place as `criteria read` does (`I.A.4`, `Scope II.A`, `Order 3`), or take the row out where \
                 the wording is clear now",
            ));
        }
    }
}

impl Choice<'_> {
    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        let string = &self.row.ours.string;
        let from = string.find(self.id).unwrap_or(0);
        self.row.ours.span_of(from..from + self.id.len())
    }

    /// Notes that it was refused in words of its own.
    pub(crate) fn said(&self) {
        self.becomes(Fate::Said);
    }

    fn becomes(&self, fate: Fate) {
        self.fate.set(self.fate.get().max(fate));
    }
}

/// The id that a row chooses: `Read as each-agent: …`.
pub(crate) fn chosen(row: &ReadingRow) -> Option<&str> {
    let cell = row.ours.string.trim_start();
    let head = cell.get(..READ_AS.len())?;
    let rest = cell.get(READ_AS.len()..)?.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    (head.eq_ignore_ascii_case(READ_AS) && end > 0).then(|| rest.get(..end)).flatten()
}

/// The row with another choice.
pub(crate) fn choosing(row: &ReadingRow, id: &str) -> ReadingRow {
    let mut other = row.clone();
    other.ours.string = format!("Read as {id}.");
    other
}
