//! Diagnostics for other programs: one JSON object a line.
//!
//! The objects are export forms with a schema of their own, so that the compiler's data can
//! change without changing what other programs read.

use serde::Serialize;

use super::{Diagnostic, Fix, Safety, Severity};
use crate::source::{Source, Span};

/// The schema of a line.
pub const SCHEMA: &str = "criteria.diagnostic/1";

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    start: Position,
    end: Position,
    path: &'a [String],
    here: &'a str,
    related: Vec<Related<'a>>,
    help: &'a [String],
    fixes: Vec<FixLine<'a>>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    start: Position,
    end: Position,
    message: &'a str,
}

#[derive(Serialize)]
struct FixLine<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<EditLine<'a>>,
}

#[derive(Serialize)]
struct EditLine<'a> {
    start: Position,
    end: Position,
    text: &'a str,
}

impl Safety {
    /// Who may make the edits, in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Suggested => "suggested",
        }
    }
}

impl Severity {
    /// The weight in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Finding => "finding",
        }
    }
}

/// The diagnostic as one line of JSON, its line end included. Lines and columns count from 1,
/// columns in characters; the end is where the text after the place begins.
pub fn render_json(source: &Source, diagnostic: &Diagnostic) -> String {
    let (start, end) = positions(source, diagnostic.span);
    let line = Line {
        schema: SCHEMA,
        code: diagnostic.code.as_str(),
        severity: diagnostic.code.severity().as_str(),
        message: &diagnostic.message,
        file: source.name(),
        start,
        end,
        path: &diagnostic.path,
        here: &diagnostic.here,
        related: diagnostic.related.iter().map(|(span, text)| related(source, *span, text)).collect(),
        help: &diagnostic.help,
        fixes: diagnostic.fixes.iter().map(|fix| fix_line(source, fix)).collect(),
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

fn related<'a>(source: &Source, span: Span, message: &'a str) -> Related<'a> {
    let (start, end) = positions(source, span);
    Related { start, end, message }
}

fn fix_line<'a>(source: &Source, fix: &'a Fix) -> FixLine<'a> {
    let edits = fix.edits.iter().map(|edit| {
        let (start, end) = positions(source, edit.span);
        EditLine { start, end, text: &edit.text }
    });
    FixLine { title: &fix.title, safety: fix.safety.as_str(), edits: edits.collect() }
}

fn positions(source: &Source, span: Span) -> (Position, Position) {
    let place = |byte: u32| {
        let (line, column) = source.position(byte);
        Position { line, column }
    };
    (place(span.start), place(span.end))
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;
    use crate::source::Edit;

    #[test]
    fn places_count_lines_and_characters() {
        let source = Source::new("spec\\a.md", "≥ 1\nage ≥ 18\n");
        let diagnostic = Diagnostic::new(Code::UnitSlip, Span::new(10, 16), "a \"slip\"")
            .related(Span::new(0, 3), "there")
            .help("look")
            .fix(Fix::suggested("write it out", [Edit::replace(Span::new(0, 3), "at least")]));
        let line = render_json(&source, &diagnostic);
        let expected = concat!(
            r#"{"schema":"criteria.diagnostic/1","code":"unit-slip","severity":"finding","#,
            r#""message":"a \"slip\"","file":"spec/a.md","start":{"line":2,"column":5},"#,
            r#""end":{"line":2,"column":9},"path":[],"here":"","related":[{"start":{"line":1,"column":1},"#,
            r#""end":{"line":1,"column":2},"message":"there"}],"help":["look"],"#,
            r#""fixes":[{"title":"write it out","safety":"suggested","edits":[{"start":{"line":1,"column":1},"#,
            r#""end":{"line":1,"column":2},"text":"at least"}]}]}"#,
            "\n",
        );
        assert_eq!(line, expected);
    }
}
