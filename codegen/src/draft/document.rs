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

/// A section of criteria, or a subsection.
#[derive(Debug)]
pub(super) struct Section {
    /// `I` or `A`.
    pub label: String,
    pub heading: String,
    pub span: Span,
    pub items: Vec<Item>,
    pub durations: Vec<String>,
    pub sections: Vec<Section>,
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
