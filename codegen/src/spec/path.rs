//! The outline path of a place: `I. Initial approval criteria › A. Multiple sclerosis › 4`.
//!
//! Every part of the document begins somewhere; a place belongs to the last part that
//! begins at it or before it.

use super::ast::{Block, Item, NamedList, Reference, Section, Spec, Table, Text};
use crate::source::Span;

/// The outline path of a place. For many places of one document build [`Paths`] once.
pub fn path_of(spec: &Spec, span: Span) -> Vec<String> {
    Paths::new(spec).of(span)
}

/// The outline paths of a document.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    begins: Vec<(u32, Vec<String>)>,
}

impl Paths {
    /// The paths of all parts of the document.
    pub fn new(spec: &Spec) -> Self {
        let mut paths = Self::default();
        paths.add(&[], spec.title.span, "");
        for (field, _) in &spec.header {
            paths.add(&["Header"], field.span, &field.string);
        }
        if let Some(Block::Paragraph(text)) = spec.introduction.first() {
            paths.add(&[], text.span, "Introduction");
        }
        paths.executed(spec);
        for section in &spec.sections {
            paths.section(section, &[]);
        }
        for reference in &spec.reference {
            paths.reference(reference);
        }
        paths.sort();
        paths
    }

    /// The path of a place; empty above the first part.
    pub fn of(&self, span: Span) -> Vec<String> {
        let behind = self.begins.partition_point(|(start, _)| *start <= span.start);
        let last = behind.checked_sub(1).and_then(|at| self.begins.get(at));
        last.map(|(_, path)| path.clone()).unwrap_or_default()
    }

    /// Adds a part that the document form does not keep: a heading as it stands.
    pub(super) fn add_heading(&mut self, start: u32, path: Vec<String>) {
        self.begins.push((start, path));
    }

    /// Puts the parts in the order of the document; of two at one place, the first wins.
    pub(super) fn sort(&mut self) {
        self.begins.sort_by_key(|(start, _)| *start);
        self.begins.dedup_by_key(|(start, _)| *start);
    }

    fn add(&mut self, above: &[&str], span: Span, name: &str) {
        let name = name.trim();
        let mut path: Vec<String> = above.iter().map(|part| (*part).to_owned()).collect();
        if !name.is_empty() {
            path.push(name.to_owned());
        }
        self.begins.push((span.start, path));
    }

    fn executed(&mut self, spec: &Spec) {
        for fact in &spec.vocabulary {
            self.add(&["Vocabulary"], fact.name.span, &fact.name.string);
        }
        for list in &spec.lists {
            self.list(list);
        }
        self.numbered(&["Vocabulary", "Always true"], &spec.always);
        self.numbered(&["Order of determination"], &spec.order);
        self.numbered(&["Invariants"], &spec.invariants);
        for reading in &spec.readings {
            self.add(&["Readings"], reading.id.span, &reading.id.string);
        }
        for example in &spec.examples {
            self.add(&["Examples"], example.id.span, &example.id.string);
        }
        for accepted in &spec.accepted {
            self.add(&["Accepted findings"], accepted.code.span, &accepted.code.string);
        }
        for (name, text) in &spec.footnotes {
            self.add(&["Footnotes"], text.span, name);
        }
    }

    /// A list under the vocabulary; appendices are found by their reference section.
    fn list(&mut self, list: &NamedList) {
        if list.name.string.starts_with("Appendix") {
            return;
        }
        self.add(&["Vocabulary"], list.name.span, &list.name.string);
        for item in &list.items {
            self.add(&["Vocabulary", &list.name.string], item.span, &item.string);
        }
    }

    fn numbered(&mut self, part: &[&str], items: &[Text]) {
        for (at, item) in items.iter().enumerate() {
            self.add(part, item.span, &(at + 1).to_string());
        }
    }

    fn section(&mut self, section: &Section, above: &[&str]) {
        let own = section.label.rsplit('.').next().unwrap_or_default();
        let title = title(&section.heading.string);
        let name = format!("{own}. {title}");
        let mut path = above.to_vec();
        self.add(&path, section.heading.span, &name);
        path.push(&name);
        if let Some(scope) = &section.scope {
            self.add(&path, scope.span, "Scope");
        }
        for item in &section.items {
            self.item(item, section, &path);
        }
        self.table(section.durations.as_ref(), &path, "Approval duration");
        self.table(section.referrals.as_ref(), &path, "Referral");
        for inner in &section.sections {
            self.section(inner, &path);
        }
    }

    fn item(&mut self, item: &Item, section: &Section, path: &[&str]) {
        let label = item.label.strip_prefix(&section.label).unwrap_or(&item.label);
        self.add(path, item.label_span, label.trim_start_matches('.'));
        for child in &item.children {
            self.item(child, section, path);
        }
    }

    fn table(&mut self, table: Option<&Table>, above: &[&str], name: &str) {
        let Some(table) = table else { return };
        let mut path = above.to_vec();
        path.push(name);
        self.add(&path, table.span, "");
        for row in &table.rows {
            if let Some(first) = row.first() {
                self.add(&path, first.span, &first.string);
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let heading = reference.heading.string.as_str();
        self.add(&[], reference.heading.span, heading);
        for block in &reference.blocks {
            match block {
                Block::Table(table) => {
                    self.add(&[heading], table.span, "");
                    for row in &table.rows {
                        if let Some(first) = row.first() {
                            self.add(&[heading], first.span, &first.string);
                        }
                    }
                }
                Block::List(items) => {
                    for item in items {
                        self.add(&[heading], item.span, &item.string);
                    }
                }
                Block::Heading(text) => self.add(&[heading], text.span, &text.string),
                Block::Paragraph(text) => self.add(&[heading], text.span, ""),
            }
        }
    }
}

/// A heading without what stands in brackets at its end: `(must meet all)`.
pub(super) fn title(heading: &str) -> &str {
    match heading.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        Some(at) => heading.get(..at).unwrap_or(heading).trim_end(),
        None => heading,
    }
}
