//! The header table: identity, dates, lines of business, request kinds.

use criteria_runtime::Date;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Spec, Text};

/// What the header says.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub id: String,
    pub version: String,
    pub in_force_from: Date,
    pub in_force_until: Option<Date>,
    pub first_effective: Option<Date>,
    pub subject: String,
    /// What requests are called, in the plural.
    pub requests: String,
    pub lines: Vec<Text>,
    pub kinds: Vec<Text>,
}

const REQUIRED: [&str; 4] = ["Reference number", "Version", "In force from", "Subject"];
const OPTIONAL: [&str; 5] =
    ["In force until", "First effective", "Lines of business", "Request kinds", "Requests are called"];

/// Reads the header; a field that is missing or unreadable is said, and read as empty.
pub(crate) fn read(spec: &Spec, sink: &mut Sink) -> Header {
    for (at, (key, _)) in spec.header.iter().enumerate() {
        let name = key.string.trim();
        let known = REQUIRED.iter().chain(&OPTIONAL).any(|field| *field == name);
        let twice = spec.header.iter().take(at).any(|(other, _)| other.string.trim() == name);
        if !known || twice {
            sink.push(unexpected(key, twice));
        }
    }
    for name in REQUIRED {
        if field(spec, name).is_none_or(Text::is_empty) {
            let message = format!("the header has no `{name}`");
            sink.push(
                Diagnostic::new(Code::HeaderField, spec.title.span, message)
                    .help(format!("add a row `| {name} | … |` to the table under the title")),
            );
        }
    }
    let text = |name| field(spec, name).map(|t| t.string.trim().to_owned()).unwrap_or_default();
    let in_force_from = date(spec, "In force from", sink).unwrap_or(Date::MIN);
    Header {
        id: text("Reference number"),
        version: text("Version"),
        in_force_from,
        in_force_until: last_day(spec, in_force_from, sink),
        first_effective: date(spec, "First effective", sink),
        subject: text("Subject").to_lowercase(),
        requests: requests(spec, sink),
        lines: list(spec, "Lines of business"),
        kinds: list(spec, "Request kinds"),
    }
}

/// What requests are called; a single word, because sentences are read word by word.
fn requests(spec: &Spec, sink: &mut Sink) -> String {
    let usual = || "requests".to_owned();
    let Some(text) = field(spec, "Requests are called") else { return usual() };
    let name = text.string.trim().to_lowercase();
    if !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == '-') {
        return name;
    }
    sink.push(
        Diagnostic::new(Code::HeaderField, text.span, "`Requests are called` is not one word")
            .help("write one word in the plural, say `trips`; or take the row out, and write `requests`"),
    );
    usual()
}

fn unexpected(key: &Text, twice: bool) -> Diagnostic {
    let name = key.string.trim();
    let all = || REQUIRED.iter().chain(&OPTIONAL).copied();
    let near = all().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    let message = if twice {
        format!("`{name}` stands twice in the header")
    } else {
        format!("the header has no field `{name}`")
    };
    let help = match near {
        Some(near) if !twice => {
            format!("did you mean `{near}`? The fields are: {}", all().collect::<Vec<_>>().join(", "))
        }
        _ => "keep one of the two rows".to_owned(),
    };
    Diagnostic::new(Code::HeaderField, key.span, message).help(help)
}

fn field<'a>(spec: &'a Spec, name: &str) -> Option<&'a Text> {
    spec.header.iter().find(|(key, _)| key.string.trim() == name).map(|(_, value)| value)
}

fn date(spec: &Spec, name: &str, sink: &mut Sink) -> Option<Date> {
    let text = field(spec, name).filter(|text| !text.is_empty())?;
    let read = text.string.trim().parse().ok();
    if read.is_none() {
        sink.push(
            Diagnostic::new(Code::HeaderField, text.span, format!("`{name}` is no day of the calendar"))
                .help("write a day like `2025-05-01`"),
        );
    }
    read
}

/// The last day in force, which does not lie before the first.
fn last_day(spec: &Spec, first: Date, sink: &mut Sink) -> Option<Date> {
    let last = date(spec, "In force until", sink)?;
    if let Some(text) = field(spec, "In force until").filter(|_| last < first) {
        let message = format!("`In force until` ({last}) lies before `In force from` ({first})");
        sink.push(
            Diagnostic::new(Code::HeaderField, text.span, message)
                .help("write the last day on which this version decides, or take the row out: the next version then ends it"),
        );
        return None;
    }
    Some(last)
}

fn list(spec: &Spec, name: &str) -> Vec<Text> {
    field(spec, name).map(|text| split(text, ',')).unwrap_or_default()
}

/// The parts of a text between separators, trimmed, with their places; empty parts left out.
pub(crate) fn split(text: &Text, separator: char) -> Vec<Text> {
    let mut parts = Vec::new();
    let mut start = 0;
    for part in text.string.split(separator) {
        let lead = part.len() - part.trim_start().len();
        let range = start + lead..start + lead + part.trim().len();
        start += part.len() + separator.len_utf8();
        if !range.is_empty() {
            parts.push(cut(text, range));
        }
    }
    parts
}

/// Part of a text, as a text of its own.
pub(crate) fn cut(text: &Text, range: std::ops::Range<usize>) -> Text {
    use crate::spec::ast::Piece;
    let pieces = text
        .pieces
        .iter()
        .filter_map(|piece| {
            let (from, to) = (range.start.max(piece.start), range.end.min(piece.start + piece.len));
            (from < to).then(|| Piece {
                start: from - range.start,
                len: to - from,
                span: text.span_of(from..to),
            })
        })
        .collect();
    Text {
        string: text.string.get(range.clone()).unwrap_or_default().to_owned(),
        span: text.span_of(range),
        pieces,
        ..Text::default()
    }
}
