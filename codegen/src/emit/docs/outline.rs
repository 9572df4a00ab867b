//! The outline as written, how each criterion was read, and the criteria in short.

use serde::Serialize;

use super::markdown::{self, Markdown, anchor};
use crate::compiled::Compiled;
use crate::spec::ast::{Item, Section, Text};

/// A section of the outline.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    anchor: String,
    /// `###` and deeper.
    level: String,
    heading: Markdown,
    scope: Option<Markdown>,
    lines: Vec<Line>,
    read: Vec<Read>,
}

/// A criterion as written, or, without a marker, a line of a table of criteria.
#[derive(Debug, Serialize)]
struct Line {
    indent: String,
    marker: String,
    anchor: String,
    text: Markdown,
}

/// How a criterion was read.
#[derive(Debug, Serialize)]
struct Read {
    link: Markdown,
    read_as: String,
}

/// A section in short.
#[derive(Debug, Serialize)]
pub(super) struct Glance {
    link: Markdown,
    heading: Markdown,
    scope: Option<Markdown>,
    asks: Vec<Ask>,
}

/// A criterion of a section, in short.
#[derive(Debug, Serialize)]
struct Ask {
    link: Markdown,
    text: Markdown,
}

/// All sections with those under them, in order, each with its depth.
fn flat(sections: &[Section], depth: usize) -> Vec<(usize, &Section)> {
    let under = |section| std::iter::once((depth, section)).chain(flat_under(section, depth));
    sections.iter().flat_map(under).collect()
}

fn flat_under(section: &Section, depth: usize) -> Vec<(usize, &Section)> {
    flat(&section.sections, depth + 1)
}

/// The whole outline.
pub(super) fn outline(compiled: &Compiled) -> Vec<Part> {
    flat(&compiled.spec.sections, 0)
        .into_iter()
        .map(|(depth, section)| part(compiled, depth, section))
        .collect()
}

fn part(compiled: &Compiled, depth: usize, section: &Section) -> Part {
    let mut lines = Vec::new();
    push_lines(&section.items, "", &mut lines);
    let own = |place: &str| {
        place == section.label || section.items.iter().any(|item| is_at_or_under(place, &item.label))
    };
    let read = compiled.readings.iter().filter(|reading| own(&reading.place));
    Part {
        anchor: anchor(&section.label),
        level: "#".repeat((3 + depth).min(6)),
        heading: Markdown(format!("{}. {}", literal(&section.label), markdown::text(&section.heading).0)),
        scope: section.scope.as_ref().map(markdown::text),
        lines,
        read: read
            .map(|reading| Read {
                link: Markdown(markdown::link(&reading.place)),
                read_as: reading.read_as.clone(),
            })
            .collect(),
    }
}

/// The label of a heading as written: the last part of the full one.
fn literal(label: &str) -> &str {
    label.rsplit('.').next().unwrap_or(label)
}

fn is_at_or_under(place: &str, label: &str) -> bool {
    place.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
}

/// Numbers are list markers; letters and small numerals stand behind a bullet.
fn push_lines(items: &[Item], indent: &str, into: &mut Vec<Line>) {
    for (at, item) in items.iter().enumerate() {
        if !item.cells.is_empty() {
            let first = at == 0 || items.get(at - 1).is_none_or(|before| before.cells.is_empty());
            let last = items.get(at + 1).is_none_or(|next| next.cells.is_empty());
            push_row(item, indent, (first, last), into);
            continue;
        }
        let numbered = item.literal.chars().all(|c| c.is_ascii_digit());
        let (marker, width) = if numbered {
            (format!("{}.", item.literal), item.literal.len() + 2)
        } else {
            (format!("- {}.", markdown::escape(&item.literal)), 2)
        };
        into.push(Line {
            indent: indent.to_owned(),
            marker,
            anchor: anchor(&item.label),
            text: markdown::text(&item.text),
        });
        push_lines(&item.children, &format!("{indent}{}", " ".repeat(width)), into);
    }
}

/// A row of a table of criteria; the first comes with the header, and empty lines part the table
/// from what stands around it.
fn push_row(item: &Item, indent: &str, (first, last): (bool, bool), into: &mut Vec<Line>) {
    let mut push = |row: String| {
        let indent = if row.is_empty() { String::new() } else { indent.to_owned() };
        into.push(Line { indent, marker: String::new(), anchor: String::new(), text: Markdown(row) });
    };
    if first {
        let headers: Vec<_> = item.cells.iter().map(|cell| markdown::text(&cell.header).0).collect();
        push(String::new());
        push(format!("| Label | {} |", headers.join(" | ")));
        push(format!("| --- | {} |", vec!["---"; headers.len()].join(" | ")));
    }
    let cells: Vec<_> = item.cells.iter().map(|cell| markdown::text(&cell.text).0).collect();
    let label = format!("<a id=\"{}\"></a>{}", anchor(&item.label), markdown::escape(&item.literal));
    push(format!("| {label} | {} |", cells.join(" | ")));
    if last {
        push(String::new());
    }
}

/// The sections that ask something, in short.
pub(super) fn glance(compiled: &Compiled) -> Vec<Glance> {
    let mut all = Vec::new();
    for section in &compiled.spec.sections {
        push_glance(section, &[], &mut all);
    }
    all
}

/// A section under these scopes, and those below it.
fn push_glance(section: &Section, outer: &[&Text], into: &mut Vec<Glance>) {
    let mut scopes = outer.to_vec();
    scopes.extend(&section.scope);
    let asking: Vec<&Item> = section.items.iter().filter(|item| !is_note(item)).collect();
    if !asking.is_empty() {
        let words: Vec<_> = scopes.iter().map(|scope| markdown::text(scope).0).collect();
        into.push(Glance {
            link: Markdown(markdown::link(&section.label)),
            heading: markdown::text(&section.heading),
            scope: (!words.is_empty()).then(|| Markdown(words.join(" · "))),
            asks: asking.into_iter().map(ask).collect(),
        });
    }
    for below in &section.sections {
        push_glance(below, &scopes, into);
    }
}

fn is_note(item: &Item) -> bool {
    item.text.string.trim_start().starts_with("Note:")
}

fn ask(item: &Item) -> Ask {
    let mut text = short(&item.text);
    if !item.children.is_empty() {
        let children: Vec<_> = item.children.iter().map(|child| short(&child.text)).collect();
        text = format!("{text}: {}", children.join("; "));
    }
    Ask { link: Markdown(markdown::link(&item.label)), text: Markdown(text) }
}

/// A criterion without its closing punctuation, the labels of its children, and footnotes.
fn short(text: &Text) -> String {
    let mut rest = text.string.trim();
    loop {
        let before = rest;
        for end in [";", ".", ":", "; and", "; or", "**"] {
            rest = rest.strip_suffix(end).unwrap_or(rest).trim_end();
        }
        if let Some((front, labels)) = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
            && are_labels(labels)
        {
            rest = front.trim_end();
        }
        if rest == before {
            return markdown::escape(rest);
        }
    }
}

/// `a, b, and c`, `1 or 2`, `i and ii`.
fn are_labels(words: &str) -> bool {
    let mut labels = words.split([',', ' ']).filter(|word| !word.is_empty() && !["and", "or"].contains(word));
    let is_label = |word: &str| {
        word.chars().count() == 1
            || word.chars().all(|c| c.is_ascii_digit())
            || word.chars().all(|c| "ivx".contains(c))
    };
    labels.clone().next().is_some() && labels.all(is_label)
}
