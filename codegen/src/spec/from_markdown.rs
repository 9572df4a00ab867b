//! Markdown to the neutral outline: the only file that knows the Markdown parser.
//!
//! New against the source: blocks and runs of text. Tables and footnotes are the only
//! extensions that are switched on; smart punctuation, subscripts, mathematics and
//! definition lists would change what an author's signs mean.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::outline::{Grid, Heading, HeadingStyle, List, ListItem, MarkKind, Node, Outline, Row, Run};
use super::text::RunBuilder;
use crate::limits::MAX_NESTING;
use crate::source::Span;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Reads a text as an outline.
pub(super) fn outline(text: &str) -> Outline {
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = Reader {
        text,
        base: text.len() - body.len(),
        frames: vec![Frame::new(Kind::Root, Span::default())],
        run: None,
        ignored: 0,
        outline: Outline::default(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(body, options);
    reader.link_definitions(&events);
    for (event, range) in events.into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// What an open block is.
#[derive(Debug)]
enum Kind {
    Root,
    List,
    Item,
    Quote,
    Footnote(String),
    Table,
    Row,
}

/// An open block, and what was found in it so far.
#[derive(Debug)]
struct Frame {
    kind: Kind,
    span: Span,
    blocks: Vec<Node>,
    items: Vec<ListItem>,
    rows: Vec<Row>,
    row: Row,
}

impl Frame {
    fn new(kind: Kind, span: Span) -> Self {
        let row = Row { span, ..Row::default() };
        Self { kind, span, blocks: Vec::new(), items: Vec::new(), rows: Vec::new(), row }
    }
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    frames: Vec<Frame>,
    run: Option<RunBuilder>,
    ignored: usize,
    outline: Outline,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start + self.base, range.end + self.base)
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A definition with a real address is markup; one without (`[a]: neurologist`) is
    /// text that its author will miss.
    fn link_definitions(&mut self, events: &Parser<'_>) {
        for (_, definition) in events.reference_definitions().iter() {
            if definition.dest.contains("://") || definition.dest.starts_with("mailto:") {
                let span = self.span(&definition.span);
                self.outline.covered.push(span);
            }
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => {
                let written = self.text.get(span.range()).unwrap_or_default();
                self.run.get_or_insert_default().push(&text, span, written);
                self.outline.covered.push(span);
            }
            Event::Code(text) => {
                let run = self.run.get_or_insert_default();
                run.mark(MarkKind::Code, span);
                run.push(&text, span, "");
                self.outline.covered.push(span);
            }
            Event::SoftBreak => self.run.get_or_insert_default().push_line_break(span),
            Event::HardBreak => {
                let run = self.run.get_or_insert_default();
                run.mark(MarkKind::HardBreak, span);
                run.push_line_break(span);
            }
            Event::FootnoteReference(name) => {
                self.run.get_or_insert_default().footnote(&name, span);
                self.outline.covered.push(span);
            }
            Event::Rule => self.block(Node::Rule(span)),
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => {
                self.run.get_or_insert_default().mark(MarkKind::Html, span);
                self.outline.covered.push(span);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::List(_) => self.open(Kind::List, span),
            Tag::Item => self.open_item(span),
            Tag::BlockQuote(_) => {
                self.outline.covered.push(span);
                self.open(Kind::Quote, span);
            }
            Tag::FootnoteDefinition(name) => self.open_footnote(&name, span),
            Tag::Table(_) => self.open(Kind::Table, span),
            Tag::TableHead | Tag::TableRow => self.open(Kind::Row, span),
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::HtmlBlock => {
                self.open_run();
            }
            Tag::CodeBlock(_) => {
                self.outline.covered.push(span);
                self.open_run();
            }
            Tag::Strong => self.run.get_or_insert_default().bold_start(span),
            Tag::Link { .. } => self.link(MarkKind::Link, span),
            Tag::Image { .. } => self.link(MarkKind::Image, span),
            _ => self.run.get_or_insert_default().mark(MarkKind::Emphasis, span),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
            TagEnd::Paragraph => self.flush(),
            TagEnd::CodeBlock => {
                let mut run = self.take_run(span);
                run.text.span = span;
                self.push_node(Node::Code(run));
            }
            TagEnd::HtmlBlock => {
                self.run = None;
                self.outline.covered.push(span);
                self.push_node(Node::Html(span));
            }
            TagEnd::Heading(level) => self.heading(level, span),
            TagEnd::TableCell => {
                let run = self.take_run(span);
                if let Some(frame) = self.frames.last_mut() {
                    frame.row.cells.push(run);
                    frame.row.places.push(span);
                }
            }
            TagEnd::Strong => self.run.get_or_insert_default().bold_end(),
            _ => {}
        }
    }

    fn link(&mut self, kind: MarkKind, span: Span) {
        self.run.get_or_insert_default().mark(kind, span);
        self.outline.covered.push(span);
    }

    fn heading(&mut self, level: HeadingLevel, span: Span) {
        let run = self.take_run(span);
        let signs = self.written(span).trim_start().starts_with('#');
        let style = if signs { HeadingStyle::Signs } else { HeadingStyle::Underlined };
        if style == HeadingStyle::Underlined {
            self.outline.covered.push(span);
        }
        self.push_node(Node::Heading(Heading { level: level as usize, style, run, span }));
    }

    fn open_item(&mut self, span: Span) {
        let written = self.written(span);
        let marker = written.trim_start_matches([' ', '\t', '\r', '\n']);
        let width = marker.bytes().take_while(u8::is_ascii_digit).count() + 1;
        let start = span.start as usize + written.len() - marker.len();
        let span = Span::new(start, span.end as usize);
        self.outline.covered.push(Span::new(start, start + width));
        self.open(Kind::Item, span);
    }

    fn open_footnote(&mut self, name: &str, span: Span) {
        let width = self.written(span).find("]:").unwrap_or_default();
        let start = span.start as usize;
        self.outline.covered.push(Span::new(start, start + width));
        self.open(Kind::Footnote(name.to_owned()), span);
    }

    fn open_run(&mut self) {
        self.flush();
        self.run = Some(RunBuilder::default());
    }

    fn take_run(&mut self, span: Span) -> Run {
        self.run.take().unwrap_or_default().finish(Some(span))
    }

    /// Ends the paragraph that is open, if any.
    fn flush(&mut self) {
        if let Some(run) = self.run.take() {
            let run = run.finish(None);
            self.push_node(Node::Paragraph(run));
        }
    }

    fn block(&mut self, node: Node) {
        self.flush();
        self.push_node(node);
    }

    fn push_node(&mut self, node: Node) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(node);
        }
    }

    fn open(&mut self, kind: Kind, span: Span) {
        self.flush();
        if self.ignored > 0 || self.frames.len() > MAX_NESTING {
            self.ignored += 1;
            self.outline.too_deep.get_or_insert(span);
        } else {
            self.frames.push(Frame::new(kind, span));
        }
    }

    fn close(&mut self) {
        self.flush();
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        let (Some(done), Some(parent)) = (self.frames.pop(), self.frames.last_mut()) else {
            return;
        };
        let Frame { kind, span, blocks, items, mut rows, row } = done;
        match kind {
            Kind::Root => {}
            Kind::List => parent.blocks.push(Node::List(List { items, span })),
            Kind::Item => parent.items.push(ListItem { blocks, span }),
            Kind::Quote => parent.blocks.push(Node::Quote { span, blocks }),
            Kind::Footnote(name) => parent.blocks.push(Node::Footnote { name, span, blocks }),
            Kind::Row => parent.rows.push(row),
            Kind::Table => {
                let header = if rows.is_empty() { Row::default() } else { rows.remove(0) };
                parent.blocks.push(Node::Table(Grid { header, rows, span }));
            }
        }
    }

    fn finish(mut self) -> Outline {
        self.flush();
        while self.frames.len() > 1 {
            self.ignored = 0;
            self.close();
        }
        if let Some(root) = self.frames.pop() {
            self.outline.blocks = root.blocks;
        }
        self.outline
    }
}
