//! Checks that hold in every part of a document, executed or not: tables, HTML, footnotes,
//! sizes, and lines that only look like headings.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::Text;
use super::checks;
use super::outline::{HeadingStyle, Node, Outline, Run};
use super::{refuse, tables};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{MAX_NESTING, MAX_TEXT_BYTES};
use crate::source::{Source, Span};

/// Checks the whole outline; returns the footnotes in order of definition.
pub(super) fn check(source: &Source, outline: &Outline, found: &mut Vec<Diagnostic>) -> Vec<(String, Text)> {
    let mut walk =
        Walk { source, found, called: BTreeSet::new(), defined: BTreeMap::new(), footnotes: Vec::new() };
    if let Some(span) = outline.too_deep {
        let message = format!("lists, quotations or tables nested deeper than {MAX_NESTING} levels");
        walk.found.push(
            Diagnostic::new(Code::TooLarge, span, message)
                .here("too deep")
                .help("write what stands inside as items beside one another, or as a section of its own"),
        );
    }
    walk.blocks(&outline.blocks, Depth::Top);
    walk.unused();
    walk.footnotes
}

/// Whether blocks stand directly in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Top,
    Inside,
}

struct Walk<'w> {
    source: &'w Source,
    found: &'w mut Vec<Diagnostic>,
    called: BTreeSet<String>,
    defined: BTreeMap<String, Span>,
    footnotes: Vec<(String, Text)>,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Node], depth: Depth) {
        for block in blocks {
            self.block(block, depth);
        }
    }

    fn block(&mut self, block: &Node, depth: Depth) {
        match block {
            Node::Heading(heading) => {
                self.run(&heading.run);
                if heading.style == HeadingStyle::Underlined {
                    self.found.push(refuse::heading(heading.style, heading.run.text.span));
                }
            }
            Node::Paragraph(run) => {
                self.run(run);
                self.false_headings(run);
            }
            Node::List(list) => {
                list.items.iter().for_each(|item| self.blocks(&item.blocks, Depth::Inside));
            }
            Node::Table(grid) => {
                tables::check(self.source, grid, self.found);
                let rows = std::iter::once(&grid.header).chain(&grid.rows);
                rows.flat_map(|row| &row.cells).for_each(|cell| self.run(cell));
            }
            Node::Quote { blocks, .. } => self.blocks(blocks, Depth::Inside),
            Node::Footnote { name, span, blocks } => self.footnote(name, *span, blocks, depth),
            Node::Html(span) => self.found.push(checks::html_at(*span)),
            Node::Code(_) | Node::Rule(_) => {}
        }
    }

    fn run(&mut self, run: &Run) {
        checks::html(run, self.found);
        let string = run.text.string.as_str();
        if string.len() > MAX_TEXT_BYTES {
            let message = format!("a text of {} bytes: at most {MAX_TEXT_BYTES} are read", string.len());
            self.found.push(
                Diagnostic::new(Code::TooLarge, run.text.span, message)
                    .here("too long")
                    .help("look for what was pasted by accident, or write it as several paragraphs or items"),
            );
        }
        self.called.extend(run.text.footnotes.iter().map(|(_, name)| key(name)));
        if let Some(at) = string.find("[^") {
            let rest = string.get(at..).unwrap_or_default();
            let end = rest.find(']').map_or(at + 2, |len| at + len + 1);
            let name = string.get(at..end).unwrap_or_default();
            let message = format!("no footnote `{name}` is defined, so the mark stands in the text as it is");
            self.found.push(
                Diagnostic::new(Code::Footnote, run.text.span_of(at..end), message)
                    .here("not defined")
                    .help(format!("write `{name}: …` at the end of the document, or take the mark away")),
            );
        }
    }

    fn false_headings(&mut self, run: &Run) {
        let string = run.text.string.as_str();
        let lines = std::iter::once(0).chain(run.lines.iter().copied());
        for at in lines {
            let line = string.get(at..).unwrap_or_default();
            let signs = line.bytes().take_while(|byte| *byte == b'#').count();
            if signs > 0 {
                let message = "this line starts with `#` and is no heading";
                self.found.push(
                    Diagnostic::new(Code::Markup, run.text.span_of(at..at + signs), message)
                        .here("read as text")
                        .help("put an empty line above it, one plain space behind the `#` signs, and at most six of them"),
                );
            }
        }
    }

    fn footnote(&mut self, name: &str, span: Span, blocks: &[Node], depth: Depth) {
        if depth == Depth::Inside {
            self.found.push(refuse::footnote_place(span));
        }
        let head = Span { start: span.start, end: span.start + u32::try_from(name.len() + 4).unwrap_or(4) };
        if let Some(first) = self.defined.get(&key(name)) {
            let message = format!("the footnote `[^{name}]` is defined twice");
            self.found.push(
                Diagnostic::new(Code::Footnote, head, message)
                    .here("defined again")
                    .related(*first, "defined here first")
                    .help("give one of them another name"),
            );
            return;
        }
        self.defined.insert(key(name), head);
        let mut text = Run::default();
        for block in blocks {
            match block {
                Node::Paragraph(run) => text.join(run),
                Node::Footnote { .. } => {}
                other => self.found.push(refuse::block(other)),
            }
        }
        self.blocks(blocks, Depth::Inside);
        self.footnotes.push((name.to_owned(), text.text));
    }

    fn unused(&mut self) {
        for (name, _) in &self.footnotes {
            if !self.called.contains(&key(name))
                && let Some(span) = self.defined.get(&key(name))
            {
                let message = format!("nothing calls the footnote `[^{name}]`, so no viewer shows it");
                self.found.push(
                    Diagnostic::new(Code::Footnote, *span, message)
                        .here("not called")
                        .help(format!("write `[^{name}]` behind the sentence it explains, or delete it")),
                );
            }
        }
    }
}

/// Footnote names are compared as Markdown does, without regard to capitals.
fn key(name: &str) -> String {
    name.to_lowercase()
}
