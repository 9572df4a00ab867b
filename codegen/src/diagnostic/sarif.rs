//! Diagnostics as one SARIF 2.1.0 log, which code hosts and editors show beside the lines.
//!
//! New against the lines of JSON: one document for all policies, with every code as a rule and with
//! the findings that a policy accepts as suppressed results. The forms hold what is written here, not
//! all that the standard knows.

mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use form::{
    Artifact, ArtifactChange, ArtifactLocation, Configuration, Driver, Fix, Help, Location, Log,
    LogicalLocation, Message, PartialFingerprints, PhysicalLocation, Properties, Region, Replacement, Result,
    Rule, Run, Suppression, Tool,
};
use sha2::{Digest, Sha256};

use super::{Code, Diagnostic, Severity};
use crate::source::{Source, Span};

/// One diagnostic of a log: where, what, and why it is accepted, if it is.
#[derive(Debug, Clone, Copy)]
pub struct Logged<'a> {
    /// The policy that it is about.
    pub source: &'a Source,
    /// What there is to say.
    pub diagnostic: &'a Diagnostic,
    /// The reason for which the policy accepts it.
    pub accepted: Option<&'a str>,
}

/// The log of all policies that were checked, its line end included. The order is that of `all`.
pub fn render_sarif<'a>(sources: impl IntoIterator<Item = &'a Source>, all: &[Logged<'_>]) -> String {
    let uris: BTreeSet<String> = sources.into_iter().map(|source| uri(source.name())).collect();
    let artifact = |uri| Artifact { location: ArtifactLocation { uri }, source_language: "markdown" };
    let mut seen = BTreeMap::new();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "criteria",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: Code::ALL.iter().map(|code| rule(*code)).collect(),
            },
        },
        column_kind: "unicodeCodePoints",
        artifacts: uris.into_iter().map(artifact).collect(),
        results: all.iter().map(|one| result(one, &mut seen)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&Log::new(run)).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code) -> Rule {
    let page = code.page();
    Rule {
        id: code.as_str(),
        short_description: message(page.lines().nth(2).unwrap_or_default()),
        help: Help { text: escaped(page), markdown: escaped(page) },
        default_configuration: Configuration { level: level(code.severity()) },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Finding => "warning",
    }
}

fn result(one: &Logged<'_>, seen: &mut BTreeMap<String, usize>) -> Result {
    let Logged { source, diagnostic, accepted } = *one;
    let code = diagnostic.code;
    let logical_locations = logical(&diagnostic.path).into_iter().collect();
    let place = Location { logical_locations, ..location(source, diagnostic.span, &diagnostic.here) };
    let said = std::iter::once(&diagnostic.message).chain(&diagnostic.help);
    let related = diagnostic.related.iter().enumerate();
    let related =
        related.map(|(at, (span, text))| Location { id: Some(at), ..location(source, *span, text) });
    let suppression =
        |why: &str| Suppression { kind: "inSource", status: "accepted", justification: why.to_owned() };
    Result {
        rule_id: code.as_str(),
        rule_index: Code::ALL.iter().position(|known| *known == code).unwrap_or_default(),
        level: level(code.severity()),
        message: message(&said.map(String::as_str).collect::<Vec<_>>().join("\n")),
        locations: vec![place],
        related_locations: related.collect(),
        partial_fingerprints: fingerprint(source, diagnostic, seen),
        fixes: diagnostic
            .fixes
            .iter()
            .filter(|one| !one.edits.is_empty())
            .map(|one| fix(source, one))
            .collect(),
        suppressions: accepted.map(suppression).into_iter().collect(),
    }
}

fn location(source: &Source, span: Span, text: &str) -> Location {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(source.name()) },
            region: region(source, span),
        },
        logical_locations: Vec::new(),
        message: (!text.is_empty()).then(|| message(text)),
    }
}

fn logical(path: &[String]) -> Option<LogicalLocation> {
    let name = path.last()?.clone();
    Some(LogicalLocation { name, fully_qualified_name: path.join(" › ") })
}

/// Lines and columns from 1, columns in characters; the end is where the text behind the place begins.
/// A byte-order mark is no character of its line.
fn region(source: &Source, span: Span) -> Region {
    let mark = usize::from(source.text().starts_with('\u{feff}'));
    let place = |byte: u32| {
        let (line, column) = source.position(byte);
        (line, if line == 1 { column.saturating_sub(mark).max(1) } else { column })
    };
    let ((start_line, start_column), (end_line, end_column)) = (place(span.start), place(span.end));
    Region { start_line, start_column, end_line, end_column }
}

fn fix(source: &Source, fix: &super::Fix) -> Fix {
    let replacement = |edit: &crate::source::Edit| Replacement {
        deleted_region: region(source, edit.span),
        inserted_content: (!edit.text.is_empty()).then(|| form::Content { text: edit.text.clone() }),
    };
    Fix {
        description: message(&fix.title),
        artifact_changes: vec![ArtifactChange {
            artifact_location: ArtifactLocation { uri: uri(source.name()) },
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: Properties { safety: fix.safety.as_str() },
    }
}

/// What stays the same while lines are put in elsewhere: the code, the outline path and the words of
/// the place, and a number where that is said more than once.
fn fingerprint(
    source: &Source,
    diagnostic: &Diagnostic,
    seen: &mut BTreeMap<String, usize>,
) -> PartialFingerprints {
    let words = source.slice(diagnostic.span);
    let parts = [diagnostic.code.as_str(), source.name(), &diagnostic.path.join("\n"), words];
    let digest = Sha256::digest(parts.join("\0"));
    let hash = digest.iter().take(16).fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let count = seen.entry(hash.clone()).or_default();
    *count += 1;
    PartialFingerprints { place: format!("{hash}:{count}") }
}

fn message(text: &str) -> Message {
    Message { text: escaped(text) }
}

/// A text in which braces are no placeholders.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A file's name as a reference: relative as it is, or `file:` where it starts at the root.
fn uri(name: &str) -> String {
    let drive = name.as_bytes().get(1..3) == Some(b":/");
    let mut uri = String::from(if drive {
        "file:///"
    } else if name.starts_with('/') {
        "file://"
    } else {
        ""
    });
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain || (drive && byte == b':') {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_references() {
        let check = |name, expected: &str| assert_eq!(uri(name), expected);
        check("spec/a/2025-05.md", "spec/a/2025-05.md");
        check("my spec/ä#1.md", "my%20spec/%C3%A4%231.md");
        check("/policies/a.md", "file:///policies/a.md");
        check("C:/policies/a.md", "file:///C:/policies/a.md");
        check("a:b.md", "a%3Ab.md");
        check("<stdin>", "%3Cstdin%3E");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let at = |text: &str, from, to| {
            let Region { start_line, start_column, end_line, end_column } =
                region(&Source::new("a.md", text), Span::new(from, to));
            [start_line, start_column, end_line, end_column]
        };
        assert_eq!(at("\u{feff}# x\n≥ y", 5, 6), [1, 3, 1, 4]);
        assert_eq!(at("\u{feff}# x\n≥ y", 0, 6), [1, 1, 1, 4]);
        assert_eq!(at("\u{feff}# x\n≥ y", 11, 12), [2, 3, 2, 4]);
        assert_eq!(at("# x\n≥ y", 4, 7), [2, 1, 2, 2]);
    }

    #[test]
    fn the_same_thing_said_twice_is_two_things() {
        let source = Source::new("a.md", "x\nx\n");
        let one = Diagnostic::new(Code::Markup, Span::new(0, 1), "a {brace}");
        let two = Diagnostic::new(Code::Markup, Span::new(2, 3), "a {brace}");
        let logged = [&one, &two].map(|diagnostic| Logged { source: &source, diagnostic, accepted: None });
        let log: serde_json::Value = serde_json::from_str(&render_sarif([&source], &logged)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let print = |at: usize| results[at]["partialFingerprints"]["place/v1"].as_str().unwrap();
        assert_eq!(print(0).split_once(':').unwrap().0, print(1).split_once(':').unwrap().0);
        assert_ne!(print(0), print(1));
        assert_eq!(results[0]["message"]["text"], "a {{brace}}");
    }
}
