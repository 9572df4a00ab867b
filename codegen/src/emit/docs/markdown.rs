//! Text as Markdown: escaped, so that what an author wrote is what a reader sees.

use std::io::{self, Write};

use serde::Serialize;

use crate::spec::ast::{Block, Table, Text};

/// Text that is Markdown already; templates print it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Markdown(pub(super) String);

/// Escapes for tera.
pub(super) fn write_escaped(text: &str, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(escape(text).as_bytes())
}

/// The text as Markdown that reads the same anywhere: in a paragraph, an item or a cell.
pub(super) fn escape(text: &str) -> String {
    let start = line_start(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let active = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '$' => true,
            '&' => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            _ => start == Some(at),
        };
        if active {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

/// The byte that would begin a heading, a quotation or a list at a line start: the sign
/// itself, or what stands behind a number. `-2.5` and `0.5 mg` begin nothing.
fn line_start(text: &str) -> Option<usize> {
    let behind_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - behind_digits.len();
    let mut rest = behind_digits.chars();
    let (sign, next) = (rest.next()?, rest.next());
    let gap = next.is_none_or(char::is_whitespace);
    let begins = match sign {
        '#' | '>' | '=' => digits == 0,
        '-' | '+' => digits == 0 && (gap || next == Some(sign)),
        '.' | ')' => digits > 0 && gap,
        _ => false,
    };
    begins.then_some(digits)
}

/// The text of a message, in which names stand in backticks.
pub(super) fn message(text: &str) -> Markdown {
    let runs: Vec<&str> = text.split('`').collect();
    if runs.len().is_multiple_of(2) {
        return Markdown(escape(text));
    }
    let mut written = String::new();
    for (at, run) in runs.into_iter().enumerate() {
        if at % 2 == 0 {
            push_between(run, &mut written);
        } else if !run.is_empty() {
            let code = run.replace('|', "\\|").replace(char::is_control, " ");
            written.extend(["`", &code, "`"]);
        }
    }
    Markdown(written)
}

/// A text of the document, with its bold parts and footnote marks.
pub(super) fn text(text: &Text) -> Markdown {
    Markdown(part(text, 0..text.string.len()))
}

/// Part of a text of the document.
pub(super) fn part(text: &Text, range: std::ops::Range<usize>) -> String {
    let mut marks: Vec<(usize, u8, String)> = Vec::new();
    for strong in &text.strong {
        let (start, end) = (strong.start.max(range.start), strong.end.min(range.end));
        if start < end {
            marks.push((start, 2, "**".to_owned()));
            marks.push((end, 0, "**".to_owned()));
        }
    }
    for (at, name) in &text.footnotes {
        if range.contains(at) || *at == range.end {
            marks.push((*at, 1, format!("[^{name}]")));
        }
    }
    marks.sort();
    let mut written = String::new();
    let mut from = range.start;
    for (at, _, mark) in marks {
        push_between(text.string.get(from..at).unwrap_or_default(), &mut written);
        written.push_str(&mark);
        from = at.max(from);
    }
    push_between(text.string.get(from..range.end).unwrap_or_default(), &mut written);
    written.trim().to_owned()
}

/// Only the first run of a text stands at a line start.
fn push_between(run: &str, into: &mut String) {
    if into.is_empty() {
        into.push_str(&escape(run));
    } else {
        let escaped = escape(&format!("x{run}"));
        into.push_str(escaped.strip_prefix('x').unwrap_or(&escaped));
    }
}

/// A block of reference text.
pub(super) fn block(block: &Block) -> Markdown {
    match block {
        Block::Paragraph(paragraph) => text(paragraph),
        Block::Heading(heading) => Markdown(format!("### {}", text(heading).0)),
        Block::List(items) => {
            Markdown(items.iter().map(|item| format!("- {}", text(item).0)).collect::<Vec<_>>().join("\n"))
        }
        Block::Table(written) => table(written),
    }
}

fn table(table: &Table) -> Markdown {
    let row = |cells: &[Text]| {
        let cells: Vec<_> = cells.iter().map(|cell| text(cell).0).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = vec!["---"; table.header.len()].join(" | ");
    let mut lines = vec![row(&table.header), format!("| {rule} |")];
    lines.extend(table.rows.iter().map(|cells| row(cells)));
    Markdown(lines.join("\n"))
}

/// The anchor of a label or place: `I.A.4.d` is `i-a-4-d`.
pub(super) fn anchor(label: &str) -> String {
    label.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// A link to a label in the same document.
pub(super) fn link(label: &str) -> String {
    format!("[{}](#{})", escape(label), anchor(label))
}

/// Links to labels, each once, in order.
pub(super) fn links<'a>(labels: impl IntoIterator<Item = &'a str>) -> Markdown {
    let mut seen = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    Markdown(seen.into_iter().map(link).collect::<Vec<_>>().join(", "))
}
