//! The draft as a spec in Markdown.

use super::document::{Block, Document, Item, Reference, Section};
use super::frame::Frame;
use super::vocabulary::Vocabulary;

/// The text of the draft.
pub(super) fn spec(document: &Document, frame: &Frame, vocabulary: &Vocabulary) -> String {
    let mut page = Page { text: String::new(), has_lines: !document.lines_of_business().is_empty() };
    page.header(document, frame);
    for line in &document.preface {
        page.paragraph(line);
    }
    page.vocabulary(vocabulary);
    for section in &document.sections {
        page.section(section, &section.label, 2, frame);
    }
    page.order(&frame.steps);
    for reference in &document.reference {
        page.reference(reference);
    }
    for (at, note) in document.notes.iter().enumerate() {
        page.line(&format!("[^n{}]: {note}", at + 1));
    }
    page.text
}

struct Page {
    text: String,
    /// Whether the header names lines of business.
    has_lines: bool,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paragraph(&mut self, line: &str) {
        self.line(line);
        self.line("");
    }

    fn header(&mut self, document: &Document, frame: &Frame) {
        self.paragraph(&format!("# {}", frame.title));
        self.line("| | |");
        self.line("| --- | --- |");
        for (name, value) in &frame.rows {
            self.line(&format!("| {name} | {value} |"));
        }
        self.line("");
        for field in document.fields.iter().filter(|field| field.name.ends_with("date")) {
            self.paragraph(&format!("{}: {}", field.name, field.value));
        }
    }

    fn vocabulary(&mut self, vocabulary: &Vocabulary) {
        self.paragraph("## Vocabulary");
        self.line("| Fact | Kind | Also written | Only when | Asked as |");
        self.line("| --- | --- | --- | --- | --- |");
        for fact in &vocabulary.facts {
            let also = if fact.also.is_empty() { String::new() } else { format!(" {}", fact.also) };
            self.line(&format!("| {} | {} |{also} | | {} |", fact.name, fact.kind, fact.asked));
        }
        self.line("");
        if !vocabulary.diagnoses.is_empty() {
            self.paragraph("### Diagnoses");
            let another = ["another diagnosis"];
            let named = vocabulary.diagnoses.iter().map(String::as_str);
            named.chain(another).for_each(|diagnosis| self.line(&format!("- {diagnosis}")));
            self.line("");
        }
    }

    fn section(&mut self, section: &Section, label: &str, level: usize, frame: &Frame) {
        self.paragraph(&format!("{} {}. {}", "#".repeat(level), section.label, section.heading));
        if let Some(scope) = frame.scopes.get(label) {
            self.paragraph(scope);
        }
        for item in &section.items {
            self.item(item, 0);
        }
        if !section.items.is_empty() {
            self.line("");
        }
        if !section.durations.is_empty() {
            self.durations(section);
        }
        for inner in &section.sections {
            self.section(inner, &format!("{label}.{}", inner.label), level + 1, frame);
        }
    }

    fn item(&mut self, item: &Item, depth: usize) {
        let numbered = item.label.bytes().all(|byte| byte.is_ascii_digit());
        let marker =
            if numbered && depth == 0 { format!("{}.", item.label) } else { format!("- {}.", item.label) };
        let indent = if depth == 0 { 0 } else { 1 + 2 * depth };
        self.line(&format!("{}{marker} {}", " ".repeat(indent), item.text));
        for inner in &item.items {
            self.item(inner, depth + 1);
        }
    }

    /// Without lines of business in the header the table has no column for them.
    fn durations(&mut self, section: &Section) {
        let column = if self.has_lines { "| Line of business " } else { "" };
        self.paragraph("#### Approval duration");
        self.line(&format!("{column}| Approve for | Limit |"));
        self.line(if self.has_lines { "| --- | --- | --- |" } else { "| --- | --- |" });
        for row in section.durations.iter().filter(|row| !row.text.is_empty()) {
            let cell = |text: &str| text.trim().replace('|', "\\|");
            let lines = if self.has_lines { format!("| {} ", cell(&row.lines)) } else { String::new() };
            self.line(&format!("{lines}| {} | |", cell(&row.text)));
        }
        self.line("");
    }

    fn order(&mut self, steps: &[String]) {
        self.paragraph("## Order of determination (first that applies)");
        for (at, step) in steps.iter().enumerate() {
            self.line(&format!("{}. {step}", at + 1));
        }
        self.line("");
    }

    fn reference(&mut self, reference: &Reference) {
        let heading = reference.heading.trim_end_matches(':');
        let appendix = heading.starts_with("Appendix ");
        let suffix = if appendix { "" } else { " (reference)" };
        self.paragraph(&format!("## {heading}{suffix}"));
        let mut in_table = false;
        for (at, block) in reference.blocks.iter().enumerate() {
            match block {
                Block::Row(cells) => {
                    let said = cells.iter().any(|cell| cell.chars().any(char::is_alphanumeric));
                    if said {
                        let mut cells = cells.clone();
                        if !in_table {
                            cells.resize(columns(&reference.blocks, at), String::new());
                        }
                        self.line(&format!("| {} |", cells.join(" | ")));
                        if !in_table {
                            self.line(&format!("|{}", " --- |".repeat(cells.len())));
                        }
                        in_table = true;
                    }
                }
                other => {
                    if in_table {
                        self.line("");
                    }
                    in_table = false;
                    match other {
                        Block::Line(line) => self.paragraph(&carried(line)),
                        Block::Bullet(line) => self.line(&format!("- {}", carried(line))),
                        Block::Blank | Block::Row(_) => self.line(""),
                    }
                }
            }
        }
        self.line("");
    }
}

/// The columns of the table that begins at a block: those of its widest row. Only its header is filled up to
/// them, as Markdown fills up the rows below: one wide row among very many narrow ones makes no large table.
fn columns(blocks: &[Block], at: usize) -> usize {
    let rows = blocks.iter().skip(at).map_while(|block| match block {
        Block::Row(cells) => Some(cells.len()),
        _ => None,
    });
    rows.max().unwrap_or_default()
}

/// A carried line, without what would make Markdown of it.
fn carried(line: &str) -> String {
    line.replace('<', "&lt;").replace("[^", "[ ^")
}
