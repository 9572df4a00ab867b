//! Headings that have their text on the same line: `C. Other uses: refer to …`, `Appendix D: drugs: a, b`.

use super::lines::{Kind, Line};
use super::outline::starts_carried;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A heading, and the text behind its colon where that is no part of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parted {
    pub heading: String,
    pub behind: Option<String>,
}

/// Parts the heading of a section that holds nothing but what stands on its own line.
pub(super) fn section(text: &str, rest: &[Line]) -> Parted {
    let whole = || Parted { heading: text.trim_end_matches(':').to_owned(), behind: None };
    match text.split_once(": ") {
        Some((heading, behind)) if !behind.trim().is_empty() && !holds_items(rest) => {
            Parted { heading: heading.trim().to_owned(), behind: Some(behind.trim().to_owned()) }
        }
        _ => whole(),
    }
}

/// Whether items or subsections follow before the next heading that is carried.
fn holds_items(rest: &[Line]) -> bool {
    let mut inside = rest.iter().take_while(|line| {
        matches!(line.kind, Kind::Labelled { .. }) || !starts_carried(&line.text.to_lowercase())
    });
    let next = inside.find_map(|line| match &line.kind {
        Kind::Labelled { label } => Some(label.as_str()),
        _ => None,
    });
    next.is_some_and(|label| matches!(label, "1" | "A" | "a"))
}

/// Parts the heading of an appendix that lists its values on its own line.
pub(super) fn appendix(text: &str, rest: &[Line]) -> Parted {
    let whole = || Parted { heading: text.to_owned(), behind: None };
    let Some((name, said)) = text.split_once(": ") else { return whole() };
    let next_is_text = rest.first().is_some_and(says_more);
    let ends = !rest.iter().find(|line| line.kind != Kind::Blank).is_some_and(says_more);
    match said.split_once(": ") {
        Some((title, list)) if !next_is_text && !list.trim().is_empty() => {
            let heading = format!("{name}: {}", title.trim());
            Parted { heading, behind: Some(list.trim().to_owned()) }
        }
        None if ends && said.contains(", ") => {
            Parted { heading: name.to_owned(), behind: Some(said.trim().to_owned()) }
        }
        _ => whole(),
    }
}

/// Whether a line goes on with what is above it, rather than beginning another part.
fn says_more(line: &Line) -> bool {
    match &line.kind {
        Kind::Blank => false,
        Kind::Labelled { label } => {
            label.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        }
        _ => !starts_carried(&line.words().to_lowercase()),
    }
}

/// The values of a list in one line, where parting them at their commas drops no word.
pub(super) fn values(list: &str) -> Option<Vec<String>> {
    let mut values = vec![String::new()];
    let mut depth = 0_usize;
    for c in list.trim_end_matches('.').chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                values.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(value) = values.last_mut() {
            value.push(c);
        }
    }
    let values: Vec<String> = values.iter().map(|value| value.trim().to_owned()).collect();
    let joined = |value: &String| {
        value.starts_with("and ")
            || value.starts_with("or ")
            || value.contains(" and ")
            || value.contains(" or ")
    };
    let sound = values.iter().all(|value| !value.is_empty()) && !values.iter().any(joined);
    sound.then_some(values)
}

/// What is said of a heading and its text on one line.
pub(super) fn doubt(span: Span, became: &str) -> Diagnostic {
    let message = format!("a heading and its text stand on one line: the text became {became}");
    Diagnostic::new(Code::GluedLine, span, message)
        .here("parted behind the colon")
        .help("compare with the published document: the text may be several items, or belong to the heading")
}
