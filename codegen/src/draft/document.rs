//! A published document in the parts that a spec has.

use crate::source::Span;

/// A document in the parts that a spec has.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub title: String,
    /// The first line that says something: where the frame would stand.
    pub span: Span,
    /// Lines above the first section, and header fields among them.
    pub preface: Vec<String>,
    pub fields: Vec<Field>,
    pub sections: Vec<Section>,
    pub reference: Vec<Reference>,
    /// Texts of notes that marks call, in the order of their numbers.
    pub notes: Vec<String>,
}

/// A field of the header as published, by the name that a spec has for it.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    pub value: String,
    pub span: Span,
}

impl Document {
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The lines of business that the header names.
    pub(super) fn lines_of_business(&self) -> Vec<String> {
        let named =
            self.field("Lines of business").into_iter().flat_map(|field| field.value.split(['/', ',']));
        named.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }
}

/// A section of criteria, or a subsection.
#[derive(Debug)]
pub(super) struct Section {
    /// `I` or `A`.
    pub label: String,
    pub heading: String,
    pub span: Span,
    pub items: Vec<Item>,
    pub durations: Vec<Duration>,
    pub sections: Vec<Section>,
}

/// A line under `Approval duration`.
#[derive(Debug)]
pub(super) struct Duration {
    /// The lines of business that it is for, once they are read.
    pub lines: String,
    /// The term, or all that is written.
    pub text: String,
    pub span: Span,
}

/// A criterion as published.
#[derive(Debug)]
pub(super) struct Item {
    pub label: String,
    pub text: String,
    pub span: Span,
    pub items: Vec<Item>,
}

/// Text that is carried along.
#[derive(Debug, Default)]
pub(super) struct Reference {
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// A block of carried text.
#[derive(Debug)]
pub(super) enum Block {
    Line(String),
    Bullet(String),
    Row(Vec<String>),
    Blank,
}

impl Section {
    /// A section that holds nothing yet.
    pub(super) fn new(label: &str, heading: String, span: Span) -> Self {
        let label = label.to_owned();
        Self { label, heading, span, items: Vec::new(), durations: Vec::new(), sections: Vec::new() }
    }

    /// Calls a note at the items that bear its mark; at the last item where none does.
    pub(super) fn call(&mut self, mark: char, name: &str) -> bool {
        let mut called = false;
        each(&mut self.items, &mut |item| {
            if item.text.contains(mark) {
                item.text = item.text.replace(mark, name);
                called = true;
            }
        });
        if !called {
            let mut last: Option<&mut Item> = self.items.last_mut();
            while let Some(item) = last {
                if item.items.is_empty() {
                    item.text.push_str(name);
                    break;
                }
                last = item.items.last_mut();
            }
        }
        called
    }
}

/// The section, or subsection, to which the next item belongs.
pub(super) fn open_section(document: &mut Document) -> Option<&mut Section> {
    let section = document.sections.last_mut()?;
    if section.sections.is_empty() { Some(section) } else { section.sections.last_mut() }
}

fn each(items: &mut [Item], visit: &mut dyn FnMut(&mut Item)) {
    for item in items {
        visit(item);
        each(&mut item.items, visit);
    }
}
