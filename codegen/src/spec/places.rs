//! Where a sentence stands, by the name that a reader gives to its place: `I.A.4`, `Scope II.A`, `Order 3`.

use super::ast::{Item, Section, Spec, Text};
use crate::source::Span;

/// The sentences at a place; several for the row of a table, none where the place has none.
pub(crate) fn texts_at<'a>(spec: &'a Spec, place: &str) -> Vec<&'a Text> {
    let mut found = Vec::new();
    each(spec, &mut |name, text| {
        if name == place {
            found.push(text);
        }
    });
    found
}

/// The place of a sentence.
pub(crate) fn place_of(spec: &Spec, span: Span) -> Option<String> {
    let mut found = None;
    each(spec, &mut |name, text| {
        if text.span == span && found.is_none() {
            found = Some(name.to_owned());
        }
    });
    found
}

/// Calls `visit` with every executed sentence and its place.
fn each<'a>(spec: &'a Spec, visit: &mut dyn FnMut(&str, &'a Text)) {
    let numbered = [("Always true", &spec.always), ("Order", &spec.order), ("Invariant", &spec.invariants)];
    for (part, texts) in numbered {
        texts.iter().enumerate().for_each(|(at, text)| visit(&format!("{part} {}", at + 1), text));
    }
    for fact in spec.vocabulary.iter().filter(|fact| !fact.only_when.is_empty()) {
        visit(&format!("Only when: {}", fact.name.string.trim()), &fact.only_when);
    }
    spec.sections.iter().for_each(|section| of_section(section, visit));
}

fn of_section<'a>(section: &'a Section, visit: &mut dyn FnMut(&str, &'a Text)) {
    if let Some(scope) = &section.scope {
        visit(&format!("Scope {}", section.label), scope);
    }
    section.items.iter().for_each(|item| of_item(item, visit));
    section.sections.iter().for_each(|inner| of_section(inner, visit));
}

fn of_item<'a>(item: &'a Item, visit: &mut dyn FnMut(&str, &'a Text)) {
    visit(&item.label, &item.text);
    item.cells.iter().filter_map(|cell| cell.sentence.as_ref()).for_each(|text| visit(&item.label, text));
    item.children.iter().for_each(|child| of_item(child, visit));
}
