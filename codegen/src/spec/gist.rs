//! What a document says, without where and how it is laid out.
//!
//! Two documents with one gist are read alike: they differ in places, and in the spaces between
//! words and around comparators, at most. (A comparator parts words with or without spaces.)

use super::ast::{
    AcceptedRow, Block, Cell, Complaint, ExampleRow, FactRow, Item, NamedList, ReadingRow, Reference,
    Section, Spec, Table, Text,
};

/// What a document says: one line a text, each behind what the text is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gist(Vec<String>);

/// What a document says.
pub fn gist(spec: &Spec) -> Gist {
    let mut gist = Gist::default();
    gist.spec(spec);
    gist
}

impl Gist {
    /// The lines, for comparing by eye.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    fn spec(&mut self, spec: &Spec) {
        let Spec {
            title,
            header,
            introduction,
            vocabulary,
            lists,
            always,
            sections,
            order,
            readings,
            invariants,
            examples,
            accepted,
            reference,
            footnotes,
            complaints,
        } = spec;
        self.texts("title", [title]);
        for (field, value) in header {
            self.texts("header", [field, value]);
        }
        for block in introduction {
            self.block(block);
        }
        for FactRow { name, kind, also, only_when, asked } in vocabulary {
            self.texts("fact", [name, kind, also, only_when, asked]);
        }
        for NamedList { name, items } in lists {
            self.texts("list", std::iter::once(name).chain(items));
        }
        for text in always {
            self.texts("always", [text]);
        }
        for section in sections {
            self.section(section);
        }
        for text in order {
            self.texts("step", [text]);
        }
        for ReadingRow { id, place, question, ours, other, written } in readings {
            self.texts("reading", [id, place, question, ours, other, written]);
        }
        for text in invariants {
            self.texts("invariant", [text]);
        }
        for example in examples {
            self.example(example);
        }
        for AcceptedRow { code, place, why } in accepted {
            self.texts("accepted", [code, place, why]);
        }
        for Reference { heading, blocks } in reference {
            self.verbatim("reference", [heading]);
            for block in blocks {
                self.block(block);
            }
        }
        for (name, text) in footnotes {
            self.verbatim(name, [text]);
        }
        for Complaint { lines: _, of_vocabulary } in complaints {
            self.0.push(format!("complaint {of_vocabulary}"));
        }
    }

    fn section(&mut self, section: &Section) {
        let Section { label, heading, scope, items, sections, durations, duration_rows, referrals } = section;
        self.texts(label, [heading]);
        self.texts("scope", scope);
        for item in items {
            self.item(item);
        }
        for table in [durations, referrals] {
            self.0.push(format!("outcomes {duration_rows:?}"));
            if let Some(table) = table {
                self.table(table, |gist, what, row| gist.texts(what, row));
            }
        }
        for section in sections {
            self.section(section);
        }
    }

    fn item(&mut self, item: &Item) {
        let Item { label, literal: _, label_span: _, text, children, cells } = item;
        self.texts(label, [text]);
        for Cell { header, text, sentence: _ } in cells {
            self.texts("cell", [header, text]);
        }
        for child in children {
            self.item(child);
        }
    }

    fn example(&mut self, example: &ExampleRow) {
        let ExampleRow { id, title, starts_from, facts, determination, because } = example;
        self.texts("example", [id, title]);
        self.texts("from", starts_from);
        for (fact, value) in facts {
            self.texts("differs", [fact, value]);
        }
        self.texts("decides", [determination, because]);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.verbatim("paragraph", [text]),
            Block::List(items) => self.verbatim("items", items),
            Block::Table(table) => self.table(table, |gist, what, row| gist.verbatim(what, row)),
            Block::Heading(text) => self.verbatim("heading", [text]),
        }
    }

    fn table(&mut self, table: &Table, texts: fn(&mut Self, &str, Vec<&Text>)) {
        let Table { header, rows, span: _ } = table;
        texts(self, "columns", header.iter().collect());
        for row in rows {
            texts(self, "row", row.iter().collect());
        }
    }

    /// Executed texts: spaces only part words.
    fn texts<'t, I: IntoIterator<Item = &'t Text>>(&mut self, what: &str, texts: I) {
        let said: Vec<String> = texts.into_iter().map(|text| close_up(&marked(text))).collect();
        self.0.push(format!("{what}: {}", said.join(" | ")));
    }

    /// Reference texts: every space stays as it is.
    fn verbatim<'t, I: IntoIterator<Item = &'t Text>>(&mut self, what: &str, texts: I) {
        let said: Vec<String> = texts.into_iter().map(|text| marked(text).trim().to_owned()).collect();
        self.0.push(format!("{what}: {}", said.join(" | ")));
    }
}

/// The text with its bold parts and footnotes marked.
fn marked(text: &Text) -> String {
    let mut said = String::new();
    let starts = |at: usize| text.strong.iter().any(|bold| bold.start == at);
    let ends = |at: usize| text.strong.iter().any(|bold| bold.end == at);
    let mark = |at: usize, said: &mut String| {
        if starts(at) || ends(at) {
            said.push_str("**");
        }
        let notes = text.footnotes.iter().filter(|(place, _)| *place == at);
        notes.for_each(|(_, name)| said.extend(["[^", name, "]"]));
    };
    for (at, letter) in text.string.char_indices() {
        mark(at, &mut said);
        said.push(letter);
    }
    mark(text.string.len(), &mut said);
    said
}

/// One space between words, none around comparators.
fn close_up(text: &str) -> String {
    let mut closed = String::new();
    for word in text.split_whitespace() {
        let parted = closed.ends_with(is_comparator) || word.starts_with(is_comparator);
        if !closed.is_empty() && !parted {
            closed.push(' ');
        }
        closed.push_str(word);
    }
    closed
}

/// Signs that compare; they part words with or without spaces around them.
pub fn is_comparator(sign: char) -> bool {
    matches!(sign, '≥' | '≤' | '<' | '>' | '=')
}
