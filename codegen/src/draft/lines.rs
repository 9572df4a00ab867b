//! The published text as lines, each with what it seems to be.
//!
//! Converters tear and glue: a heading ends up behind the sentence before it, a sign of a symbol font
//! becomes a letter of the private area, a bullet stands in front of a label. Each repair that
//! could be wrong is a doubt.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{Source, Span};
use crate::spec::labels;

/// What a line seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing stands on it.
    Blank,
    /// It starts with a label of an outline.
    Labelled {
        /// The label, without its dot or bracket.
        label: String,
    },
    /// It explains a mark (`*`, `†`) of another line.
    Note {
        /// The mark.
        mark: char,
    },
    /// It is a row of a table, with its cells.
    Row(Vec<String>),
    /// A heading of Markdown without a label.
    Heading,
    /// A bullet without a label.
    Bullet,
    /// Anything else.
    Plain,
}

/// A line of the published text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: Kind,
    /// What it says behind its label, mark or sign.
    pub text: String,
    /// Its place in the published text.
    pub span: Span,
}

impl Line {
    /// Everything that it says, its label left out.
    pub(super) fn words(&self) -> String {
        match &self.kind {
            Kind::Row(cells) => cells.join(" "),
            _ => self.text.clone(),
        }
    }
}

/// Marks of notes.
const MARKS: [char; 5] = ['*', '†', '‡', '§', '¶'];

/// Signs of symbol fonts in the private area, as Word and PDF leave them.
const SYMBOLS: [(char, &str); 7] = [
    ('\u{f0b3}', "≥"),
    ('\u{f0a3}', "≤"),
    ('\u{f0b1}', "±"),
    ('\u{f0b4}', "×"),
    ('\u{f06d}', "µ"),
    ('\u{f0b0}', "°"),
    ('\u{f0a7}', "-"),
];

/// Reads the lines of a published text.
pub(super) fn lines(source: &Source, sink: &mut Sink) -> Vec<Line> {
    let mut found = Vec::new();
    let starred = is_starred(source.text());
    let mut at = 0;
    for raw in source.text().split_inclusive('\n') {
        let span = Span::new(at, at + raw.trim_end().len());
        at += raw.len();
        let text = glyphs(raw.trim_start_matches('\u{feff}').trim_end(), span, sink);
        let parts = unglued(&text);
        if parts.len() > 1 {
            let message = "two lines of the outline stand on one line";
            sink.push(
                Diagnostic::new(Code::GluedLine, span, message)
                    .here(format!(
                        "parted before `{}`",
                        parts.iter().skip(1).map(|part| start(part)).collect::<Vec<_>>().join("`, `")
                    ))
                    .help("compare with the published document whether each part is an item of its own"),
            );
        }
        found.extend(parts.into_iter().map(|part| line(&part, span, starred)));
    }
    found
}

/// Whether a star stands behind a word, as the call of a note, so that `* …` at the start of a line is the
/// note and no bullet.
fn is_starred(text: &str) -> bool {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let behind = before.is_alphanumeric() || matches!(before, ':' | ';' | ')' | '.' | ',');
        if c == '*' && behind && chars.peek().is_none_or(|next| next.is_whitespace()) {
            return true;
        }
        before = c;
    }
    false
}

fn start(part: &str) -> String {
    part.trim_start().chars().take(24).collect()
}

/// Replaces what a symbol font or a lost glyph left behind.
fn glyphs(text: &str, span: Span, sink: &mut Sink) -> String {
    let mut mended = String::with_capacity(text.len());
    for c in text.chars() {
        let known = SYMBOLS.iter().find(|(odd, _)| *odd == c).map(|(_, sign)| *sign);
        match (known, c) {
            (_, '\u{f0b7}' | '•' | '▪' | '◦' | '‣' | '●' | '○') => mended.push('-'),
            (Some(sign), _) => {
                mended.push_str(sign);
                let message = format!("a sign of a symbol font is read as `{sign}`");
                sink.push(
                    Diagnostic::new(Code::LostGlyph, span, message)
                        .here("not a letter of any alphabet")
                        .help("compare with the published document which sign stands there"),
                );
            }
            (None, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '□') => {
                mended.push_str("[?]");
                sink.push(
                    Diagnostic::new(Code::LostGlyph, span, "a sign was lost in conversion")
                        .here("`[?]` stands in its place")
                        .help("look the sign up in the published document: often it is `≥`, `≤` or `µ`"),
                );
            }
            (None, '\u{a0}' | '\u{2007}' | '\u{202f}') => mended.push(' '),
            (None, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{2060}') => {}
            (None, c) => mended.push(c),
        }
    }
    mended.replace("[®]", "®").replace("[™]", "™")
}

/// Parts a line where another line of the outline is glued to its end: `… is longerB. Other uses`,
/// `(must meet all):1. Diagnosis`.
fn unglued(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let torn = match before {
            'a'..='z' | ')' => c.is_ascii_uppercase() || (before == ')' && c.is_ascii_digit()),
            ':' | ';' => c.is_ascii_alphanumeric(),
            _ => false,
        };
        if torn && opens(rest) {
            parts.push(text.get(from..at).unwrap_or_default().to_owned());
            from = at;
        }
        before = c;
    }
    // `…: 1. Diagnosis` on one line: the first item of a list behind its colon.
    let last = text.get(from..).unwrap_or_default();
    match last.find(": 1. ").filter(|at| last.get(at + 2..).is_some_and(opens)) {
        Some(at) => {
            parts.extend([last.get(..=at), last.get(at + 2..)].into_iter().flatten().map(str::to_owned));
        }
        None => parts.push(last.to_owned()),
    }
    parts
}

/// Whether a text starts with a label and a sentence.
fn opens(text: &str) -> bool {
    let Some(label) = labels::prefix(text) else { return false };
    let behind = text.get(label.len..).unwrap_or_default();
    behind.starts_with(' ') && behind.trim_start().starts_with(|c: char| c.is_uppercase() || c == '*')
}

fn line(text: &str, span: Span, starred: bool) -> Line {
    let make = |kind, text: &str| Line { kind, text: text.trim().to_owned(), span };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return make(Kind::Blank, "");
    }
    if let Some(cells) = cells(trimmed, text) {
        return make(Kind::Row(cells), "");
    }
    if trimmed.starts_with('#') {
        let heading = trimmed.trim_start_matches('#').trim();
        return labelled(heading, span).unwrap_or_else(|| make(Kind::Heading, &plain(heading)));
    }
    let mut chars = trimmed.chars();
    if let Some(mark) = chars.next().filter(|c| MARKS.contains(c))
        && (mark != '*'
            || !chars.as_str().starts_with(['*', ' '])
            || starred && chars.as_str().starts_with(' '))
    {
        return make(Kind::Note { mark }, chars.as_str());
    }
    let bullet = ["- ", "* ", "+ "].into_iter().find_map(|sign| trimmed.strip_prefix(sign));
    let content = bullet.unwrap_or(trimmed).trim();
    if let Some(found) = labelled(&plain(content), span) {
        return found;
    }
    make(if bullet.is_some() { Kind::Bullet } else { Kind::Plain }, &plain(content))
}

fn labelled(text: &str, span: Span) -> Option<Line> {
    let text = plain(text);
    let prefix = labels::prefix(&text)?;
    let rest = text.get(prefix.len..).unwrap_or_default().trim();
    let kind = Kind::Labelled { label: prefix.literal.to_owned() };
    (!rest.is_empty()).then(|| Line { kind, text: rest.to_owned(), span })
}

/// Without Markdown's bold signs: in a draft nothing is a title yet.
fn plain(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for part in text.split("**") {
        // Bold signs between two letters part words.
        let joins = said.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric);
        if joins {
            said.push(' ');
        }
        said.push_str(part);
    }
    said.trim().to_owned()
}

/// The cells of a row: parted by tabs or, as Markdown writes them, by `|`.
fn cells(trimmed: &str, text: &str) -> Option<Vec<String>> {
    let cells: Vec<&str> = if trimmed.starts_with('|') && trimmed.matches('|').count() > 2 {
        trimmed.trim_matches('|').split('|').collect()
    } else if text.trim_end().trim_start_matches(' ').contains('\t') && !trimmed.is_empty() {
        text.trim_end().split('\t').collect()
    } else {
        return None;
    };
    let cells: Vec<String> = cells.into_iter().map(|cell| plain(cell).replace('|', "\\|")).collect();
    let said = cells.iter().filter(|cell| !cell.is_empty()).count();
    // A tab in front of a sentence is an indent, and a label with a tab behind it an item.
    let indent = said < 2
        || cells.first().is_some_and(|cell| labels::prefix(cell).is_some_and(|p| p.len == cell.len()));
    (!indent).then_some(cells)
}
