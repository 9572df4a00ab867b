//! The lists of a criteria section to its items, by their labels.
//!
//! New against the outline: labels, read from the source and checked for sequence. What
//! Markdown nested is compared with what the labels say; where they disagree the labels
//! win, the place is reported, and nothing else is reported because of it.

mod placing;
mod relaying;
mod reports;
mod rows;
mod swallowed;

use std::collections::BTreeSet;

use super::ast::{Cell, Item};
use super::checks::{self, Bold, executed};
use super::labels::{self, Setting};
use super::mends;
use super::outline::{List, ListItem, Node, Run};
use super::refuse;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::limits::MAX_LABEL;
use crate::source::{Edit, Source, Span};
use placing::Placer;
pub(super) use reports::sequence_mistake;
use reports::{bracket, unlabelled};
use swallowed::{SwallowedLine, lines_as_items, split_swallowed};

/// Reads the blocks of a section as items; `so_far` counts the items of the document.
pub(super) fn items(
    source: &Source,
    blocks: &[&Node],
    section: &str,
    so_far: &mut usize,
    found: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let mut collector = Collector { source, entries: Vec::new(), lists: 0, signs: BTreeSet::new(), found };
    for block in blocks {
        collector.block(block);
    }
    let entries = collector.entries;
    let alone = alone(&entries);
    let mut placer = Placer::new(source, so_far, found);
    for (entry, alone) in entries.into_iter().zip(alone) {
        placer.place(entry, alone);
    }
    let Placer { flat, laid, .. } = placer;
    relaying::offer(source, &laid, found);
    let mut flat = flat.into_iter().peekable();
    tree(&mut flat, 0, section)
}

type Flat = (usize, Item);

/// Of each entry, whether it can move without its neighbours: nothing is nested in it.
fn alone(entries: &[Entry]) -> Vec<Alone> {
    let next = entries.iter().skip(1).map(Some).chain([None]);
    let nested = |(at, entry): (usize, &Entry), next: Option<&Entry>| {
        let swallowed = entry.what == What::Swallowed;
        next.is_some_and(|next| {
            let below = swallowed && next.what != What::Swallowed && next.parent == entry.parent;
            next.parent == Some(at) || below
        })
    };
    let pairs = entries.iter().enumerate().zip(next);
    pairs.map(|(entry, next)| if nested(entry, next) { Alone::No } else { Alone::Yes }).collect()
}

/// Whether an entry can move without its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alone {
    Yes,
    No,
}

fn tree(flat: &mut std::iter::Peekable<std::vec::IntoIter<Flat>>, level: usize, parent: &str) -> Vec<Item> {
    let mut items = Vec::new();
    while let Some((_, mut item)) = flat.next_if(|(at, _)| *at >= level) {
        item.label = format!("{parent}.{}", item.literal);
        item.children = tree(flat, level + 1, &item.label);
        items.push(item);
    }
    items
}

/// What an entry of a list turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// An item.
    Item,
    /// A line inside a paragraph that was meant as an item; reported.
    Swallowed,
    /// An item with two markers, reported: which of them is its label is not known.
    Doubtful,
    /// A sign that was taken for a bullet; reported, and no item.
    Dropped,
    /// A block quote or paragraph: which labels it swallowed is not known.
    Pause,
}

/// An item in the order of the document, with its place in the Markdown nesting.
#[derive(Debug)]
struct Entry {
    what: What,
    parent: Option<usize>,
    list: usize,
    /// The column of its marker.
    column: usize,
    literal: Option<String>,
    label_span: Span,
    /// From its marker to the end of its label.
    mark: Span,
    /// Whether it begins with a sign that only prints as a bullet.
    is_bullet: bool,
    /// What there is to say of it once its place is known.
    report: Option<Diagnostic>,
    run: Run,
    /// Of a row of a table: its cells behind the label.
    cells: Vec<Cell>,
}

struct Collector<'c> {
    source: &'c Source,
    entries: Vec<Entry>,
    lists: usize,
    signs: BTreeSet<usize>,
    found: &'c mut Vec<Diagnostic>,
}

impl Collector<'_> {
    fn block(&mut self, node: &Node) {
        match node {
            Node::List(list) => {
                if self.follows_definition(list.span) {
                    // The definition parted the list; nothing but it is said.
                    self.pause(list.span, None);
                }
                self.list(list, None);
            }
            Node::Table(grid) => self.table(grid, None),
            Node::Quote { span, .. } => {
                self.found.push(refuse::quote(*span).fixes(mends::joined(self.source, *span)));
                self.pause(*span, None);
            }
            Node::Footnote { .. } => {}
            Node::Paragraph(run) => {
                let lost = labels::prefix(&run.text.string).is_some();
                if lost && self.follows_definition(run.text.span) {
                    self.behind_definition(run);
                } else if labels::bullet(&run.text.string).is_some() {
                    for line in lines_as_items(run) {
                        self.swallowed(line, None);
                    }
                    return;
                } else {
                    let between = is_connective(run) && !self.entries.is_empty();
                    let mend = || mends::connective_joined(self.source, run.text.span);
                    let fix = between.then(mend).flatten();
                    self.found.push(refuse::in_criteria(node).fixes(fix));
                }
                self.pause(run.text.span, None);
            }
            other => self.found.push(refuse::in_criteria(other)),
        }
    }

    /// Whether the line above is `[name]: …`, which opens a paragraph and then vanishes from
    /// it, so that the items behind it are no items; the ledger reports it.
    fn follows_definition(&self, span: Span) -> bool {
        let above = self.source.slice(Span { start: 0, end: span.start });
        let line = above.trim_end().lines().next_back().unwrap_or_default().trim_start();
        line.starts_with('[') && line.contains("]:")
    }

    /// The items that a definition took into its paragraph: their labels count, and nothing more is
    /// said of them.
    fn behind_definition(&mut self, run: &Run) {
        for mut line in lines_as_items(run) {
            line.report = None;
            self.swallowed(line, None);
        }
    }

    fn pause(&mut self, span: Span, parent: Option<usize>) {
        let list = self.lists;
        let (label_span, run) = (span, Run::default());
        self.entries.push(Entry {
            what: What::Pause,
            parent,
            list,
            column: 0,
            literal: None,
            label_span,
            mark: label_span,
            is_bullet: false,
            report: None,
            run,
            cells: Vec::new(),
        });
    }

    fn list(&mut self, list: &List, parent: Option<usize>) {
        self.lists += 1;
        let id = self.lists;
        for item in &list.items {
            self.item(item, parent, (id, list));
        }
    }

    fn item(&mut self, item: &ListItem, parent: Option<usize>, (id, list): (usize, &List)) {
        let (run, rest) = lead(&item.blocks);
        if run.text.is_empty()
            && let (Marker::Bullet(_), Some(Node::List(inner))) = (self.marker(item), rest.first())
            && self.source.line(inner.span.start) == self.source.line(item.span.start)
        {
            self.double_marker(item.span, inner, parent);
            return self.rest(rest.get(1..).unwrap_or_default(), self.entries.len().checked_sub(1));
        }
        let (run, swallowed) = split_swallowed(&run);
        let mut entry = Entry {
            what: What::Item,
            parent,
            list: id,
            column: self.source.position(item.span.start).1,
            literal: None,
            label_span: Span { start: item.span.start, end: item.span.start + 1 },
            mark: Span { start: item.span.start, end: item.span.start + 1 },
            is_bullet: false,
            report: None,
            run,
            cells: Vec::new(),
        };
        match self.marker(item) {
            Marker::Number { digits, setting } => self.numbered(&mut entry, digits, setting),
            Marker::Bullet(sign) => self.bulleted(&mut entry, sign, list),
        }
        if entry.run.text.is_empty() {
            // What is said of an item without words is said where it stands.
            entry.run.text.span = entry.mark;
        }
        if entry.what == What::Item {
            executed(&entry.run, Bold::Title, self.found);
        }
        let me = self.entries.len();
        self.entries.push(entry);
        for line in swallowed {
            self.swallowed(line, Some(me));
        }
        self.rest(rest, Some(me));
    }

    /// What follows an item's own text: lists under it, and things that may not stand there.
    fn rest(&mut self, blocks: &[Node], parent: Option<usize>) {
        for block in blocks {
            match block {
                Node::List(list) => self.list(list, parent),
                Node::Table(grid) => self.table(grid, parent),
                Node::Quote { span, .. } => {
                    self.found.push(refuse::quote(*span).fixes(mends::joined(self.source, *span)));
                    self.pause(*span, parent);
                }
                Node::Footnote { .. } => {}
                Node::Paragraph(run) if is_connective(run) => self.join_last(run),
                other => self.found.push(refuse::in_item(other)),
            }
        }
    }

    /// A connective on a line of its own belongs to the item before it.
    fn join_last(&mut self, connective: &Run) {
        if let Some(entry) = self.entries.last_mut() {
            entry.run.join(connective);
        }
    }

    fn marker(&self, item: &ListItem) -> Marker {
        let written = self.source.slice(item.span);
        let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
        match (digits.is_empty(), written.as_bytes().get(digits.len())) {
            (false, Some(b'.')) => Marker::Number { digits, setting: Setting::Dot },
            (false, _) => Marker::Number { digits, setting: Setting::Bracket },
            _ => Marker::Bullet(written.chars().next().unwrap_or('-')),
        }
    }

    fn double_marker(&mut self, span: Span, inner: &List, parent: Option<usize>) {
        let message = "a dash and a number make a list inside a list, one level deeper than it looks";
        let span = Span { start: span.start, end: inner.span.start + 1 };
        self.found.push(
            Diagnostic::new(Code::ItemLabel, span, message)
                .here("two markers")
                .help("write `1.` without the dash; letters have one: `- a.`")
                .fix(Fix::suggested(
                    "take the dash away",
                    [Edit::delete(Span { end: inner.span.start, ..span })],
                )),
        );
        let first = self.entries.len();
        self.list(inner, parent);
        if let Some(entry) = self.entries.get_mut(first) {
            entry.what = What::Doubtful;
        }
    }

    fn numbered(&mut self, entry: &mut Entry, digits: String, setting: Setting) {
        entry.label_span.end = entry.label_span.start + narrow(digits.len());
        if setting == Setting::Bracket {
            let fix = mends::dotted(Span { end: entry.label_span.end + 1, ..entry.label_span }, &digits);
            self.found.push(bracket(&digits, &format!("{digits}."), entry.label_span).fix(fix));
        }
        entry.mark = Span { end: entry.label_span.end + 1, ..entry.label_span };
        if digits.len() > MAX_LABEL {
            let message = format!("the label `{digits}` is longer than {MAX_LABEL} characters");
            self.found.push(
                Diagnostic::new(Code::TooLarge, entry.label_span, message)
                    .here("too long a label")
                    .help("write the number that comes next"),
            );
            entry.what = What::Dropped;
        }
        entry.literal = Some(digits);
    }

    fn bulleted(&mut self, entry: &mut Entry, sign: char, list: &List) {
        let printed = labels::bullet(&entry.run.text.string);
        if let Some((bullet, width)) = printed {
            entry.is_bullet = true;
            let span = entry.run.text.span_of(0..bullet.len_utf8());
            entry.mark = entry.mark.to(span);
            if self.signs.insert(entry.list) {
                entry.report = Some(refuse::bullet_behind_dash(bullet, span));
            }
            entry.run = entry.run.part(width..entry.run.text.string.len());
        }
        let label = labels::prefix(&entry.run.text.string);
        if sign != '-' && self.signs.insert(entry.list) {
            let labelled = |text: &str| labels::prefix(text).is_some();
            let fix = mends::dashes(self.source, list, labelled);
            self.found.push(refuse::stray_sign(sign, entry.label_span).fixes(fix));
        }
        let Some(label) = label else {
            let starts_with_digit = entry.run.text.string.starts_with(|c: char| c.is_ascii_digit());
            if printed.is_some() {
                // Said already.
            } else if sign != '-' {
                entry.what = What::Dropped;
            } else if starts_with_digit {
                entry.what = What::Dropped;
                let line = entry.mark.to(entry.run.text.span);
                let fix = mends::joined(self.source, line);
                self.found.push(refuse::stray_sign(sign, entry.label_span).fixes(fix));
            } else {
                entry.report = Some(unlabelled(&entry.run, entry.label_span));
            }
            return;
        };
        let literal = label.literal.to_owned();
        entry.label_span = entry.run.text.span_of(label.from..label.from + literal.len());
        entry.mark = entry.mark.to(entry.run.text.span_of(0..label.len));
        if label.setting == Setting::Bracket {
            let fix = mends::dotted(entry.run.text.span_of(0..label.len), &literal);
            self.found.push(bracket(&literal, &format!("- {literal}."), entry.label_span).fix(fix));
        } else if entry.run.text.strong.iter().any(|bold| bold.start < label.len) {
            let message = format!("the label `{literal}` is bold: labels stand in front of the bold title");
            let help = format!("write `- {literal}. **title**`");
            self.found.push(
                Diagnostic::new(Code::ItemLabel, entry.label_span, message).here("a bold label").help(help),
            );
            entry.run.text.strong.clear();
        }
        let (from, to) = (label.len, entry.run.text.string.len());
        entry.literal = Some(literal);
        entry.run = entry.run.part(from..to);
    }

    fn swallowed(&mut self, line: SwallowedLine, parent: Option<usize>) {
        executed(&line.run, Bold::Title, self.found);
        self.entries.push(Entry {
            what: What::Swallowed,
            parent,
            list: 0,
            column: 0,
            literal: line.literal,
            label_span: line.label_span,
            mark: line.mark,
            is_bullet: line.is_bullet,
            report: line.report,
            run: line.run,
            cells: Vec::new(),
        });
    }
}

/// Whether a paragraph is nothing but **AND** or **OR**.
fn is_connective(run: &Run) -> bool {
    checks::is_connective(run.text.string.trim()) && run.marks.is_empty()
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

enum Marker {
    Number { digits: String, setting: Setting },
    Bullet(char),
}

/// The paragraphs at the start of an item, as one run, and what follows them.
fn lead(blocks: &[Node]) -> (Run, &[Node]) {
    let mut run = Run::default();
    for (at, block) in blocks.iter().enumerate() {
        let Node::Paragraph(more) = block else {
            return (run, blocks.get(at..).unwrap_or_default());
        };
        run.join(more);
    }
    (run, &[])
}
