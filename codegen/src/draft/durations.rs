//! The lines under `Approval duration` as rows: for which lines of business each term is.
//!
//! A line that names none is for all of them, which is a guess; one whose names are none of the
//! header's stays as it is, with a doubt.

use super::document::{Document, Duration, Section};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;

/// Signs between lines of business and their term.
const SIGNS: [&str; 4] = [" – ", " — ", " - ", ": "];

/// Reads the durations of all sections.
pub(super) fn read(document: &mut Document, sink: &mut Sink) {
    let known = document.lines_of_business();
    for section in &mut document.sections {
        let label = section.label.clone();
        read_section(section, &label, &known, sink);
    }
}

fn read_section(section: &mut Section, label: &str, known: &[String], sink: &mut Sink) {
    let written = std::mem::take(&mut section.durations);
    section.durations = written.into_iter().flat_map(|line| rows(line, label, known, sink)).collect();
    for inner in &mut section.sections {
        let label = format!("{label}.{}", inner.label);
        read_section(inner, &label, known, sink);
    }
}

/// `Medicaid/HIM – 6 months; Commercial – 12 months` as two rows.
fn rows(line: Duration, label: &str, known: &[String], sink: &mut Sink) -> Vec<Duration> {
    if line.text.is_empty() {
        return vec![line];
    }
    if known.is_empty() {
        if SIGNS.iter().any(|sign| line.text.contains(sign)) {
            sink.push(doubt(line.span, label, &line.text, "the header names no line of business"));
        }
        return vec![line];
    }
    let each: Option<Vec<Duration>> = line.text.split(';').map(|part| row(part, line.span, known)).collect();
    if let Some(rows) = each {
        return rows;
    }
    let lower = line.text.to_lowercase();
    if known.iter().any(|one| lower.contains(&one.to_lowercase())) || lower.contains(';') {
        let why = "the lines of business that it names could not be read";
        sink.push(doubt(line.span, label, &line.text, why));
        return vec![line];
    }
    let all = known.join(", ");
    sink.push(doubt(line.span, label, &all, "no line of business is named, so the term is for each of them"));
    vec![Duration { lines: all, ..line }]
}

/// One term with the lines of business before it, all of them known.
fn row(part: &str, span: Span, known: &[String]) -> Option<Duration> {
    let (lines, term) = SIGNS.iter().find_map(|sign| part.split_once(*sign))?;
    let lines: Vec<&str> = lines.split(['/', ',']).map(str::trim).collect();
    let named = |line: &&str| known.iter().any(|one| one.eq_ignore_ascii_case(line));
    let row = Duration { lines: lines.join(", "), text: term.trim().to_owned(), span };
    (lines.iter().all(named) && !row.text.is_empty()).then_some(row)
}

fn doubt(span: Span, label: &str, written: &str, why: &str) -> Diagnostic {
    let message = format!("the approval duration of {label} is a guess: the draft says `{written}`");
    Diagnostic::new(Code::GuessedFrame, span, message).here(why).help(
        "write a row for each term, with its lines of business parted by commas: each line stands in one row",
    )
}
