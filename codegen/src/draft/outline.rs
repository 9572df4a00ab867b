//! The lines as a document: header fields, sections with their items, durations, and the rest.
//!
//! Labels are placed by their sequence, as the compiler reads them, never by their indent, which
//! converters lose. A label out of sequence is put right, and said.

use super::document::{Block, Document, Duration, Field, Item, Reference, Section, open_section};
use super::headings;
use super::lines::{Kind, Line};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::MAX_ITEM_DEPTH;
use crate::source::Span;
use crate::spec::labels::Counting;
use crate::spec::sequence::Sequence;

/// Words of a top-level heading that say that no criteria follow.
const CARRIED: [&str; 14] = [
    "appendi",
    "dosage",
    "product",
    "reference",
    "revision",
    "reviews",
    "description",
    "background",
    "coding",
    "codes",
    "important reminder",
    "abbreviation",
    "general information",
    "disclaimer",
];

/// Fields of the table under a title, as they are published, and as a spec calls them.
const FIELDS: [(&str, &str); 7] = [
    ("reference number", "Reference number"),
    ("policy number", "Reference number"),
    ("effective date", "Effective date"),
    ("last review date", "Last review date"),
    ("line of business", "Lines of business"),
    ("lines of business", "Lines of business"),
    ("version", "Version"),
];

/// Places the lines.
pub(super) fn document(lines: &[Line], sink: &mut Sink) -> Document {
    let mut builder = Builder {
        document: Document::default(),
        place: Place::Preface,
        levels: Vec::new(),
        sections: Sequence::new(Counting::RomanCapitals),
        glued_to: None,
        in_durations: false,
        sink,
    };
    let first = lines.iter().find(|line| line.kind != Kind::Blank);
    builder.document.span = first.map(|line| line.span).unwrap_or_default();
    for (at, line) in lines.iter().enumerate() {
        builder.line(line, lines.get(at + 1..).unwrap_or_default());
    }
    builder.document
}

/// Where the next line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Preface,
    Criteria,
    Carried,
}

/// A level of items that is open.
#[derive(Debug, Clone, Copy)]
struct Level {
    sequence: Sequence,
}

struct Builder<'s> {
    document: Document,
    place: Place,
    levels: Vec<Level>,
    sections: Sequence,
    /// The last line was an item (or heading), so that a plain line goes on with it.
    glued_to: Option<usize>,
    in_durations: bool,
    sink: &'s mut Sink,
}

impl Builder<'_> {
    fn line(&mut self, line: &Line, rest: &[Line]) {
        match &line.kind {
            Kind::Blank => self.blank(),
            Kind::Labelled { label } => self.labelled(label, line, rest),
            Kind::Note { mark } => self.note(*mark, line),
            Kind::Row(cells) => self.row(cells, line),
            Kind::Heading => self.heading(line, rest),
            Kind::Bullet | Kind::Plain => self.plain(line, rest),
        }
    }

    fn blank(&mut self) {
        self.glued_to = None;
        if self.place == Place::Carried {
            self.carry(Block::Blank);
        }
    }

    fn labelled(&mut self, label: &str, line: &Line, rest: &[Line]) {
        let roman = Counting::RomanCapitals.ordinal(label).is_some();
        let opens_section = roman && self.sections.fits(label) && !self.continues(label);
        if opens_section {
            self.sections.take(label);
            return self.section(label, line, rest);
        }
        if self.place != Place::Criteria {
            let text = format!("{label}. {}", line.text);
            return if self.place == Place::Preface {
                self.document.preface.push(text);
            } else {
                self.carry(Block::Line(text));
            };
        }
        let capital = Counting::Capitals.ordinal(label).is_some();
        if capital && (followed_by_items(rest) || self.is_next_subsection(label)) {
            return self.subsection(label, line, rest);
        }
        self.item(label, line);
    }

    /// Whether a capital goes on with the items or subsections that are open.
    fn continues(&self, label: &str) -> bool {
        let open = self.document.sections.last().filter(|_| self.place == Place::Criteria);
        open.is_some_and(|section| {
            let next = section.sections.len().max(section.items.len()) + 1;
            next > 1 && Counting::Capitals.ordinal(label) == Some(next)
        })
    }

    /// Whether a capital comes next among the subsections, and at no level of items.
    fn is_next_subsection(&self, label: &str) -> bool {
        let before = self.document.sections.last().map_or(0, |section| section.sections.len());
        let item = self.levels.iter().any(|level| level.sequence.fits(label));
        before > 0 && !item && Counting::Capitals.ordinal(label) == Some(before + 1)
    }

    fn section(&mut self, label: &str, line: &Line, rest: &[Line]) {
        self.levels.clear();
        self.in_durations = false;
        let lower = line.text.to_lowercase();
        if CARRIED.iter().any(|word| lower.contains(word)) {
            return self.carried(format!("{label}. {}", line.text));
        }
        self.place = Place::Criteria;
        let parted = headings::section(&line.text, rest);
        self.document.sections.push(Section::new(label, parted.heading, line.span));
        self.glued_to = None;
        self.text_of_heading(parted.behind, line);
    }

    fn subsection(&mut self, label: &str, line: &Line, rest: &[Line]) {
        self.levels.clear();
        self.in_durations = false;
        let Some(section) = self.document.sections.last_mut() else { return };
        let expected = Counting::Capitals.label(section.sections.len() + 1);
        if expected != label {
            let said = relabelled(label, &expected, line.span);
            self.sink.push(said);
        }
        let parted = headings::section(&line.text, rest);
        section.sections.push(Section::new(&expected, parted.heading, line.span));
        self.glued_to = None;
        self.text_of_heading(parted.behind, line);
    }

    /// What stands behind a heading on its line is the first item below it.
    fn text_of_heading(&mut self, text: Option<String>, line: &Line) {
        let Some(text) = text else { return };
        self.sink.push(headings::doubt(line.span, "item 1"));
        self.item("1", &Line { kind: Kind::Plain, text, span: line.span });
    }

    /// Puts an item at the level whose sequence its label continues, or at a new one where a spec may have it.
    fn item(&mut self, label: &str, line: &Line) {
        self.in_durations = false;
        let at = self.levels.iter().rposition(|level| level.sequence.fits(label));
        let starts = Counting::starting_with(label);
        let (depth, label) = match (at, starts) {
            (Some(at), _) => (at, label.to_owned()),
            (None, Some(counting)) if self.levels.len() < MAX_ITEM_DEPTH => {
                self.levels.push(Level { sequence: Sequence::new(counting) });
                (self.levels.len() - 1, label.to_owned())
            }
            (None, _) => self.slipped(label, line.span),
        };
        self.levels.truncate(depth + 1);
        if let Some(level) = self.levels.get_mut(depth) {
            level.sequence.take(&label);
        }
        let item = Item { label, text: line.text.clone(), span: line.span, items: Vec::new() };
        if let Some(items) = self.items_at(depth) {
            items.push(item);
        }
        self.glued_to = Some(depth);
    }

    /// The level and label of an item whose label fits nowhere.
    fn slipped(&mut self, label: &str, span: Span) -> (usize, String) {
        let near = self.levels.iter().rposition(|level| level.sequence.is_near(label));
        let depth = near.unwrap_or(self.levels.len().saturating_sub(1));
        if self.levels.is_empty() {
            self.levels.push(Level { sequence: Sequence::new(Counting::likely(label)) });
        }
        let expected =
            self.levels.get(depth).map_or_else(|| label.to_owned(), |level| level.sequence.expected());
        self.sink.push(relabelled(label, &expected, span));
        (depth, expected)
    }

    /// The items of the open section at a depth.
    fn items_at(&mut self, depth: usize) -> Option<&mut Vec<Item>> {
        let section = open_section(&mut self.document)?;
        let mut items = &mut section.items;
        for _ in 0..depth {
            items = &mut items.last_mut()?.items;
        }
        Some(items)
    }

    fn note(&mut self, mark: char, line: &Line) {
        if self.place != Place::Criteria {
            let text = format!("{mark}{}", line.text);
            return if self.place == Place::Preface {
                self.document.preface.push(text);
            } else {
                self.carry(Block::Line(text));
            };
        }
        self.document.notes.push(line.text.clone());
        let name = format!("[^n{}]", self.document.notes.len());
        let called = open_section(&mut self.document).is_some_and(|section| section.call(mark, &name));
        let message = if called {
            format!("the note at `{mark}` is carried as a footnote, which decides nothing")
        } else {
            format!(
                "nothing before the note at `{mark}` bears its mark: it became a footnote of the item before it"
            )
        };
        self.sink.push(
            Diagnostic::new(Code::CarriedNote, line.span, message)
                .here("information only")
                .help("where it limits a criterion, write it as one: `For … requests: …`, or `unless …`"),
        );
    }

    fn row(&mut self, cells: &[String], line: &Line) {
        match self.place {
            Place::Preface => {
                let all = cells.join(" ");
                if !all.chars().any(char::is_alphanumeric) {
                    return;
                }
                let pair = (
                    cells.first().cloned().unwrap_or_default(),
                    cells.iter().skip(1).cloned().collect::<Vec<_>>().join(" "),
                );
                self.field(&pair.0, &pair.1, line.span);
            }
            Place::Carried => self.carry(Block::Row(cells.to_vec())),
            Place::Criteria => {
                self.unplaced(line.span, "a table stands among the criteria");
                self.carry_aside(Block::Row(cells.to_vec()));
            }
        }
    }

    /// A header field, where the line is one.
    fn field(&mut self, name: &str, value: &str, span: Span) {
        let lower = name.trim().trim_end_matches(':').to_lowercase();
        match FIELDS.iter().find(|(published, _)| *published == lower) {
            Some((_, field)) if !self.document.fields.iter().any(|given| given.name == *field) => {
                let (name, value) = ((*field).to_owned(), value.trim().to_owned());
                self.document.fields.push(Field { name, value, span });
            }
            _ => self.document.preface.push(format!("{name} {value}").trim().to_owned()),
        }
    }

    fn heading(&mut self, line: &Line, rest: &[Line]) {
        if self.document.title.is_empty() && self.place == Place::Preface {
            self.document.title.clone_from(&line.text);
            return;
        }
        self.plain(line, rest);
    }

    fn plain(&mut self, line: &Line, rest: &[Line]) {
        let lower = line.text.to_lowercase();
        if starts_carried(&lower) {
            self.levels.clear();
            return self.carried_part(line, rest);
        }
        match self.place {
            Place::Preface => self.preface(line),
            Place::Carried => {
                let text = line.text.clone();
                self.carry(if line.kind == Kind::Bullet { Block::Bullet(text) } else { Block::Line(text) });
            }
            Place::Criteria => self.in_criteria(line, &lower),
        }
    }

    fn preface(&mut self, line: &Line) {
        if self.document.title.is_empty() {
            line.text
                .strip_prefix("Clinical Policy:")
                .unwrap_or(&line.text)
                .trim()
                .clone_into(&mut self.document.title);
            if self.document.title != line.text {
                self.document.preface.push("Clinical policy.".to_owned());
            }
            return;
        }
        match line.text.split_once(':') {
            Some((name, value)) => self.field_or_text(name, value, line),
            None => self.document.preface.push(line.text.clone()),
        }
    }

    fn field_or_text(&mut self, name: &str, value: &str, line: &Line) {
        let lower = name.trim().to_lowercase();
        if FIELDS.iter().any(|(published, _)| *published == lower) {
            self.field(name, value, line.span);
        } else {
            self.document.preface.push(line.text.clone());
        }
    }

    fn in_criteria(&mut self, line: &Line, lower: &str) {
        if lower.trim_end_matches(':').trim() == "approval duration"
            || lower.starts_with("approval duration:")
        {
            self.in_durations = true;
            self.glued_to = None;
            if let Some((_, rest)) = line.text.split_once(':').filter(|(_, rest)| !rest.trim().is_empty()) {
                self.duration(rest.trim(), line.span);
            } else {
                self.duration("", line.span);
            }
            return;
        }
        if self.in_durations && !line.text.is_empty() {
            return self.duration(&line.text, line.span);
        }
        if let Some(item) =
            self.glued_to.and_then(|depth| self.items_at(depth)).and_then(|items| items.last_mut())
        {
            item.text.push(' ');
            item.text.push_str(&line.text);
        } else {
            self.unplaced(line.span, "this line has no label and no item before it to go on with");
            self.carry_aside(Block::Line(line.text.clone()));
        }
    }

    fn duration(&mut self, text: &str, span: Span) {
        if let Some(section) = open_section(&mut self.document) {
            section.durations.push(Duration { lines: String::new(), text: text.to_owned(), span });
        }
    }

    fn unplaced(&mut self, span: Span, message: &str) {
        self.sink.push(
            Diagnostic::new(Code::UnplacedLine, span, message)
                .here("carried under `Lines without a place`")
                .help("where it asks for something, write it as an item with its label; otherwise as a footnote"),
        );
    }

    fn carried(&mut self, heading: String) {
        self.place = Place::Carried;
        self.glued_to = None;
        self.document.reference.push(Reference { heading, blocks: Vec::new() });
    }

    /// A part that is carried, with what an appendix lists on the line of its heading.
    fn carried_part(&mut self, line: &Line, rest: &[Line]) {
        let parted = headings::appendix(&line.text, rest);
        self.carried(parted.heading);
        let Some(list) = parted.behind else { return };
        let Some(values) = headings::values(&list) else {
            self.sink
                .push(headings::doubt(line.span, "a paragraph; a list has each value on a line behind `- `"));
            return self.carry(Block::Line(list));
        };
        self.sink.push(headings::doubt(line.span, "a list, parted at its commas"));
        for value in values {
            self.carry(Block::Bullet(value));
        }
    }

    fn carry(&mut self, block: Block) {
        if let Some(reference) = self.document.reference.last_mut() {
            reference.blocks.push(block);
        }
    }

    /// Keeps a block of the criteria that is no criterion.
    fn carry_aside(&mut self, block: Block) {
        const ASIDE: &str = "Lines without a place";
        if let Some(aside) = self.document.reference.iter_mut().find(|one| one.heading == ASIDE) {
            aside.blocks.push(block);
        } else {
            self.document.reference.insert(0, Reference { heading: ASIDE.to_owned(), blocks: vec![block] });
        }
    }
}

fn relabelled(label: &str, expected: &str, span: Span) -> Diagnostic {
    let message = format!("the label `{label}` is out of sequence and became `{expected}`");
    Diagnostic::new(Code::GuessedLabel, span, message)
        .here(format!("`{expected}` comes next"))
        .help("compare with the published outline: an item may be missing, or stand at another level")
}

/// Whether items numbered from 1 follow before the next capital.
fn followed_by_items(rest: &[Line]) -> bool {
    let next = rest.iter().find_map(|line| match &line.kind {
        Kind::Labelled { label } => Some(label.as_str()),
        _ => None,
    });
    next == Some("1")
}

/// Whether a line without a label opens a section that is carried: `Appendix D: …`, `Description`.
pub(super) fn starts_carried(lower: &str) -> bool {
    let bare = lower.trim_end_matches(':').trim();
    let named = |rest: &str| rest.split_once(": ").is_some_and(|(name, _)| !name.contains(' '));
    bare.strip_prefix("appendix ").is_some_and(|rest| bare.len() < 120 || named(rest))
        || CARRIED.contains(&bare)
        || matches!(bare, "references" | "revision log" | "background" | "reviews, revisions, and approvals")
}
