//! The draft as a spec in Markdown.

use super::document::{Block, Document, Item, Reference, Section};
use super::vocabulary::Guess;

/// The text of the draft.
pub(super) fn spec(document: &Document, facts: &[Guess]) -> String {
    let mut page = Page::default();
    page.header(document);
    for line in &document.preface {
        page.paragraph(line);
    }
    page.vocabulary(facts);
    for section in &document.sections {
        page.section(section, 2, "");
    }
    page.order(document);
    for reference in &document.reference {
        page.reference(reference);
    }
    for (at, note) in document.notes.iter().enumerate() {
        page.line(&format!("[^n{}]: {note}", at + 1));
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
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

    fn header(&mut self, document: &Document) {
        let title = if document.title.is_empty() { "Untitled policy" } else { &document.title };
        self.paragraph(&format!("# {title}"));
        let field = |name: &str| {
            document.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
        };
        let review = field("Last review date").and_then(published_date);
        let effective = field("Effective date").and_then(published_date);
        self.line("| | |");
        self.line("| --- | --- |");
        let version = field("Version")
            .map(str::to_owned)
            .or_else(|| review.as_ref().map(|d| d.chars().take(7).collect()));
        let rows = [
            ("Reference number", Some(field("Reference number").unwrap_or("DRAFT.1").to_owned())),
            ("Version", Some(version.unwrap_or_else(|| "2026-01".to_owned()))),
            ("In force from", Some(review.unwrap_or_else(|| "2026-01-01".to_owned()))),
            ("First effective", effective),
            ("Subject", Some("member".to_owned())),
            ("Lines of business", field("Lines of business").map(|lines| lines.replace('/', ", "))),
            ("Request kinds", Some("initial, continued".to_owned())),
        ];
        for (name, value) in rows.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            self.line(&format!("| {name} | {value} |"));
        }
        self.line("");
        for (name, value) in document.fields.iter().filter(|(name, _)| name.ends_with("date")) {
            self.paragraph(&format!("{name}: {value}"));
        }
    }

    fn vocabulary(&mut self, facts: &[Guess]) {
        self.paragraph("## Vocabulary");
        self.line("| Fact | Kind | Also written | Only when | Asked as |");
        self.line("| --- | --- | --- | --- | --- |");
        for fact in facts {
            let also = if fact.also.is_empty() { String::new() } else { format!(" {}", fact.also) };
            self.line(&format!("| {} | {} |{also} | | {} |", fact.name, fact.kind, fact.asked));
        }
        self.line("");
    }

    fn section(&mut self, section: &Section, level: usize, above: &str) {
        self.paragraph(&format!("{} {}. {}", "#".repeat(level), section.label, section.heading));
        let lower = section.heading.to_lowercase();
        let kind = ["initial", "continued"].into_iter().find(|kind| above.is_empty() && lower.contains(kind));
        if let Some(kind) = kind {
            self.paragraph(&format!("For {kind} requests:"));
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
            self.section(inner, level + 1, &section.label);
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

    /// `Medicaid/HIM – 12 months` is a row; what is no row stands in the column of durations as it is.
    fn durations(&mut self, section: &Section) {
        self.paragraph("#### Approval duration");
        self.line("| Line of business | Approve for | Limit |");
        self.line("| --- | --- | --- |");
        for line in section.durations.iter().filter(|line| !line.is_empty()) {
            let (lines, term) = [" – ", " — ", " - ", ": "]
                .iter()
                .find_map(|sign| line.split_once(*sign))
                .unwrap_or(("", line));
            let cell = |text: &str| text.trim().replace('|', "\\|");
            self.line(&format!("| {} | {} | |", cell(&lines.replace('/', ", ")), cell(term)));
        }
        self.line("");
    }

    fn order(&mut self, document: &Document) {
        self.paragraph("## Order of determination (first that applies)");
        let mut approving = Vec::new();
        for section in &document.sections {
            let open = section.sections.iter().filter(|inner| !inner.durations.is_empty());
            approving.extend(open.map(|inner| format!("{}.{}", section.label, inner.label)));
        }
        let mut number = 1;
        if !approving.is_empty() {
            let last = approving.pop().unwrap_or_default();
            let labels =
                if approving.is_empty() { last } else { format!("{} or {last}", approving.join(", ")) };
            self.line(&format!("{number}. Approve when {labels} is met."));
            number += 1;
        }
        self.line(&format!("{number}. Otherwise: criteria not met."));
        self.line("");
    }

    fn reference(&mut self, reference: &Reference) {
        let heading = reference.heading.trim_end_matches(':');
        let appendix = heading.starts_with("Appendix ");
        let suffix = if appendix { "" } else { " (reference)" };
        self.paragraph(&format!("## {heading}{suffix}"));
        let width = |block: &Block| if let Block::Row(cells) = block { cells.len() } else { 0 };
        let columns = reference.blocks.iter().map(width).max().unwrap_or(0);
        let mut in_table = false;
        for block in &reference.blocks {
            match block {
                Block::Row(cells) => {
                    let said = cells.iter().any(|cell| cell.chars().any(char::is_alphanumeric));
                    if said {
                        let mut cells = cells.clone();
                        cells.resize(columns, String::new());
                        self.line(&format!("| {} |", cells.join(" | ")));
                        if !in_table {
                            self.line(&format!("|{}", " --- |".repeat(columns)));
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

/// A carried line, without what would make Markdown of it.
fn carried(line: &str) -> String {
    line.replace('<', "&lt;").replace("[^", "[ ^")
}

/// `05.25`, `08.01.16` or `2016-08-01` as a day of the calendar.
fn published_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') {
        return Some(text.to_owned());
    }
    let parts: Vec<&str> = text.split(['.', '/']).collect();
    let number = |text: &&str| text.parse::<u32>().ok();
    let year = |two: u32| if two < 100 { 2000 + two } else { two };
    match parts.iter().map(number).collect::<Option<Vec<u32>>>()?.as_slice() {
        [month, two] => Some(format!("{}-{month:02}-01", year(*two))),
        [month, day, two] => Some(format!("{}-{month:02}-{day:02}", year(*two))),
        _ => None,
    }
}
