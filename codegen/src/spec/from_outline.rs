//! The outline to the parts of the document.
//!
//! New against the outline: what each block is for. Headings are a closed set, each part
//! says which blocks it reads, and a block that nothing reads is an error.

mod criteria;
mod examples;

use super::ast::{AcceptedRow, FactRow, NamedList, ReadingRow, Reference, Spec, Table, Text};
use super::checks::{Bold, executed};
use super::labels::Counting;
use super::lists::{self, Marked};
use super::outline::{Grid, Heading, HeadingStyle, Node, Outline};
use super::parts::{Part, nearest};
use super::path::Paths;
use super::sequence::Sequence;
use super::text::trim;
use super::{everywhere, reference, refuse, tables};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

const VOCABULARY: [&str; 5] = ["Fact", "Kind", "Also written", "Only when", "Asked as"];
const READINGS: [&str; 6] = ["Reading", "Place", "Question", "Our reading", "Other reading", CLAUSE];
/// The column of clauses that would stand among the criteria, and may end as those do.
const CLAUSE: &str = "Written otherwise";
const ACCEPTED: [&str; 3] = ["Code", "Where", "Why"];

/// Sorts the outline into the parts of a document; also returns the paths of its places,
/// headings without content included.
pub(super) fn spec(source: &Source, outline: &Outline, found: &mut Vec<Diagnostic>) -> (Spec, Paths) {
    let footnotes = everywhere::check(source, outline, found);
    let mut reader = Reader {
        source,
        spec: Spec { footnotes, ..Spec::default() },
        found,
        chapters: Vec::new(),
        unknown: Vec::new(),
        sections: Sequence::new(Counting::RomanCapitals),
        items: 0,
    };
    let chapters = chapters(&outline.blocks);
    reader.document(&chapters);
    let spec = reader.spec;
    let mut paths = Paths::new(&spec);
    heading_paths(&outline.blocks, &mut paths);
    paths.sort();
    (spec, paths)
}

fn heading_paths(blocks: &[Node], paths: &mut Paths) {
    let mut open: Vec<(usize, String)> = Vec::new();
    for block in blocks {
        if let Node::Heading(heading) = block {
            open.retain(|(level, _)| *level < heading.level);
            let string = heading.run.text.string.trim();
            let name = match Part::of(string) {
                Some(Part::Reference) => string,
                _ => super::path::title(string),
            };
            open.push((heading.level, name.to_owned()));
            let below_title = open.iter().filter(|(level, _)| *level > 1);
            let path = below_title.map(|(_, name)| name.clone()).collect();
            paths.add_heading(heading.span.start, path);
        }
    }
}

/// A heading and what stands under it, up to the next heading of its kind.
struct Chapter<'n> {
    heading: Option<&'n Heading>,
    nodes: Vec<&'n Node>,
}

/// Parts the document at its `#` and `##` headings. A line with `---` under it counts as
/// one only where its words are a listed heading, or where it opens the document.
fn chapters(blocks: &[Node]) -> Vec<Chapter<'_>> {
    let mut chapters = vec![Chapter { heading: None, nodes: Vec::new() }];
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Node::Heading(heading) if heading.style == HeadingStyle::Underlined => {
                if at == 0 || Part::of(&heading.run.text.string).is_some() {
                    chapters.push(Chapter { heading: Some(heading), nodes: Vec::new() });
                }
            }
            Node::Heading(heading) if heading.level <= 2 => {
                chapters.push(Chapter { heading: Some(heading), nodes: Vec::new() });
            }
            other => {
                if let Some(chapter) = chapters.last_mut() {
                    chapter.nodes.push(other);
                }
            }
        }
    }
    chapters
}

/// Parts a chapter at its smaller headings; the first group has none.
fn groups<'n>(nodes: &[&'n Node]) -> Vec<Chapter<'n>> {
    let mut groups = vec![Chapter { heading: None, nodes: Vec::new() }];
    for node in nodes {
        match (node, groups.last_mut()) {
            (Node::Heading(heading), _) => {
                groups.push(Chapter { heading: Some(heading), nodes: Vec::new() });
            }
            (other, Some(group)) => group.nodes.push(other),
            (_, None) => {}
        }
    }
    groups
}

struct Reader<'r> {
    source: &'r Source,
    spec: Spec,
    found: &'r mut Vec<Diagnostic>,
    /// The parts that were read, and where.
    chapters: Vec<(Part, Span)>,
    /// What headings that are not known may have been meant as.
    unknown: Vec<Option<&'static str>>,
    sections: Sequence,
    items: usize,
}

impl Reader<'_> {
    fn document(&mut self, chapters: &[Chapter<'_>]) {
        let mut rest = chapters.iter();
        let above = rest.next().map(|chapter| chapter.nodes.as_slice()).unwrap_or_default();
        let mut rest = rest.peekable();
        match rest.next_if(|chapter| chapter.heading.is_some_and(|heading| heading.level == 1)) {
            Some(chapter) => {
                if let Some(stray) = above.iter().find(|node| !matches!(node, Node::Footnote { .. })) {
                    self.missing_title(stray.span());
                }
                self.title(chapter);
            }
            None => self.missing_title(above.first().map_or(Span::default(), |node| node.span())),
        }
        for chapter in rest {
            self.chapter(chapter);
        }
        for part in [Part::Vocabulary, Part::Criteria, Part::Order] {
            self.require(part);
        }
    }

    fn missing_title(&mut self, span: Span) {
        let message = "the document does not start with its title and the table of its fields";
        self.found.push(
            Diagnostic::new(Code::MissingSection, span, message)
                .here("expected `# …`")
                .help("write `# ` and the title on the first line, and the table of fields under it"),
        );
    }

    fn title(&mut self, chapter: &Chapter<'_>) {
        let Some(heading) = chapter.heading else { return };
        executed(&heading.run, Bold::Refused, self.found);
        self.spec.title = trim(&heading.run.text);
        let Some((Node::Table(grid), rest)) = chapter.nodes.split_first() else {
            let message = "the table of fields is missing under the title";
            self.found.push(
                Diagnostic::new(Code::MissingSection, heading.run.text.span, message)
                    .here("no table follows")
                    .help("write a table `| | |` right under the title: reference number, version, in force from, …"),
            );
            self.spec.introduction = reference::blocks(self.source, &chapter.nodes);
            return;
        };
        let table = self.table(grid, |_| Bold::Refused);
        if !tables::has_columns(&table, &["", ""]) {
            self.found.push(tables::wrong_header(&table, "the fields", &["", ""]));
        }
        let pairs = table.rows.into_iter().filter_map(|row| <[Text; 2]>::try_from(row).ok());
        self.spec.header = pairs.map(|[field, value]| (field, value)).collect();
        self.spec.introduction = reference::blocks(self.source, rest);
    }

    fn require(&mut self, part: Part) {
        let meant = match part {
            Part::Criteria => !self.unknown.is_empty(),
            _ => self.unknown.iter().flatten().any(|name| name.starts_with(part.name())),
        };
        if meant || self.chapters.iter().any(|(read, _)| *read == part) {
            return;
        }
        let message = format!("the section `## {}` is missing: {}", part.name(), part.why());
        self.found.push(
            Diagnostic::new(Code::MissingSection, self.spec.title.span, message)
                .here("this document")
                .help("`criteria new` writes a document with every section"),
        );
    }

    fn chapter(&mut self, chapter: &Chapter<'_>) {
        let Some(heading) = chapter.heading else { return };
        let string = heading.run.text.string.trim();
        let part =
            Part::of(string).filter(|_| heading.level == 2 || heading.style == HeadingStyle::Underlined);
        let Some(part) = part else { return self.unknown(heading) };
        if part == Part::Reference {
            return self.reference(heading, &chapter.nodes);
        }
        executed(&heading.run, Bold::Refused, self.found);
        self.footnotes_between(&chapter.nodes);
        let before = self.chapters.iter().find(|(read, _)| *read == part && part != Part::Criteria);
        if let Some((_, first)) = before {
            self.found.push(
                Diagnostic::new(
                    Code::UnknownSection,
                    heading.run.text.span,
                    format!("the section `{string}` stands twice"),
                )
                .here("the second one is not read")
                .related(*first, "the first one")
                .help("bring the two together under one heading"),
            );
            return;
        }
        self.chapters.push((part, heading.run.text.span));
        let nodes = chapter.nodes.as_slice();
        match part {
            Part::Vocabulary => self.vocabulary(heading, nodes),
            Part::Criteria => self.criteria(heading, nodes),
            Part::Order => self.spec.order = self.numbered(nodes),
            Part::Readings => self.readings(heading, nodes),
            Part::Invariants => self.spec.invariants = self.numbered(nodes),
            Part::Examples => self.examples(nodes),
            Part::Accepted => self.accepted(heading, nodes),
            Part::Reference => {}
        }
    }

    fn unknown(&mut self, heading: &Heading) {
        let string = heading.run.text.string.trim();
        let near = nearest(string);
        self.unknown.push(near);
        if near.is_none() {
            self.sections.may_skip();
        }
        let message =
            format!("`{string}` is not one of the sections of a policy, so nothing under it would be read");
        let report =
            Diagnostic::new(Code::UnknownSection, heading.run.text.span, message).here("not a known section");
        let report = match near {
            Some(name) => report.help(format!("did you mean `## {name}`?")),
            None if heading.level == 1 => {
                report.help("a document has one title; where `#` means a number, write it out")
            }
            None => report.help("criteria stand under a Roman number: `## I. Initial approval criteria`"),
        };
        self.found.push(report.help("text for reading only goes under a heading that ends in `(reference)`"));
    }

    /// A footnote's text may follow the last block of a part, not stand between two.
    fn footnotes_between(&mut self, nodes: &[&Node]) {
        let last = nodes.iter().rposition(|node| !matches!(node, Node::Footnote { .. }));
        for node in nodes.iter().take(last.unwrap_or_default()) {
            if let Node::Footnote { span, .. } = node {
                self.found.push(refuse::footnote_place(*span));
            }
        }
    }

    fn reference(&mut self, heading: &Heading, nodes: &[&Node]) {
        let heading = trim(&heading.run.text);
        self.spec.lists.extend(reference::named_list(self.source, &heading, nodes, self.found));
        let blocks = reference::blocks(self.source, nodes);
        self.spec.reference.push(Reference { heading, blocks });
    }

    /// An executed table: every cell is checked; `bold` says where bold is allowed in a column.
    fn table(&mut self, grid: &Grid, bold: impl Fn(usize) -> Bold) -> Table {
        for row in std::iter::once(&grid.header).chain(&grid.rows) {
            for (at, cell) in row.cells.iter().enumerate() {
                executed(cell, bold(at), self.found);
            }
        }
        tables::table(self.source, grid)
    }

    /// The rows of the tables of a part that have its columns.
    fn rows(&mut self, place: &str, columns: &[&str], span: Span, nodes: &[&Node]) -> Vec<Vec<Text>> {
        let mut rows = Vec::new();
        for node in nodes {
            match node {
                Node::Table(grid) => {
                    let clause = |at: usize| columns.get(at) == Some(&CLAUSE);
                    let bold = |at: usize| if clause(at) { Bold::Closing } else { Bold::Refused };
                    let table = self.table(grid, bold);
                    if tables::has_columns(&table, columns) {
                        rows.extend(table.rows);
                    } else {
                        self.found.push(tables::wrong_header(&table, place, columns));
                    }
                }
                Node::Footnote { .. } => {}
                other => self.found.push(refuse::block(other)),
            }
        }
        if is_empty(nodes) {
            self.found.push(tables::missing(place, columns, span));
        }
        rows
    }

    fn vocabulary(&mut self, heading: &Heading, nodes: &[&Node]) {
        for group in groups(nodes) {
            let Some(sub) = group.heading else {
                self.facts(heading.run.text.span, &group.nodes);
                continue;
            };
            executed(&sub.run, Bold::Refused, self.found);
            let name = trim(&sub.run.text);
            let texts = lists::texts(self.source, &group.nodes, Marked::Dashes, self.found);
            if name.string == "Always true" {
                self.spec.always.extend(texts);
            } else {
                self.spec.lists.push(NamedList { name, items: texts });
            }
        }
    }

    fn facts(&mut self, span: Span, nodes: &[&Node]) {
        let rows = self.rows("`## Vocabulary`", &VOCABULARY, span, nodes);
        let facts = rows.into_iter().filter_map(|row| <[Text; 5]>::try_from(row).ok());
        self.spec.vocabulary = facts
            .map(|[name, kind, also, only_when, asked]| FactRow { name, kind, also, only_when, asked })
            .collect();
    }

    fn numbered(&mut self, nodes: &[&Node]) -> Vec<Text> {
        lists::texts(self.source, nodes, Marked::Numbers, self.found)
    }

    fn readings(&mut self, heading: &Heading, nodes: &[&Node]) {
        let rows = self.rows("`## Readings`", &READINGS, heading.run.text.span, nodes);
        let rows = rows.into_iter().filter_map(|row| <[Text; 6]>::try_from(row).ok());
        self.spec.readings = rows
            .map(|[id, place, question, ours, other, written]| ReadingRow {
                id,
                place,
                question,
                ours,
                other,
                written,
            })
            .collect();
    }

    fn accepted(&mut self, heading: &Heading, nodes: &[&Node]) {
        let rows = self.rows("`## Accepted findings`", &ACCEPTED, heading.run.text.span, nodes);
        let rows = rows.into_iter().filter_map(|row| <[Text; 3]>::try_from(row).ok());
        self.spec.accepted = rows.map(|[code, place, why]| AcceptedRow { code, place, why }).collect();
    }
}

/// Whether nothing stands under a heading. Where something else than a table does, that is
/// what is reported.
fn is_empty(nodes: &[&Node]) -> bool {
    nodes.iter().all(|node| matches!(node, Node::Footnote { .. }))
}
