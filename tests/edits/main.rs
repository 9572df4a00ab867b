//! Wrong edits of a real policy: each compiles, and an example or an invariant notices, and says where.

mod commas;
mod renumber;
mod wrong;

use std::fs;

use criteria::Compiled;
use criteria::diagnostic::{Code, Diagnostic, Severity};
use criteria::source::Source;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/cp-phar-243/2025-05.md");

/// The policy as it stands.
#[track_caller]
fn policy() -> String {
    fs::read_to_string(SPEC).unwrap_or_else(|error| panic!("{SPEC}: {error}"))
}

fn compiled(text: &str) -> Compiled {
    criteria::compile(Source::new("policy.md", text))
}

/// The text with every occurrence of a part replaced; it must stand in it.
#[track_caller]
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` does not stand in the policy");
    text.replace(from, to)
}

/// All that a diagnostic says, with the places it points to.
fn said(compiled: &Compiled, diagnostic: &Diagnostic) -> String {
    let related = diagnostic.related.iter().map(|(span, text)| {
        format!("\n  line {}: {text}: {}", compiled.source.line(span.start), compiled.source.slice(*span))
    });
    format!("{}: {}{}", diagnostic.code, diagnostic.message, related.collect::<String>())
}

/// The edited policy is understood, but an example or invariant fails; one of these messages names all
/// of the `clauses`.
#[track_caller]
fn notices(text: &str, code: Code, clauses: &[&str]) {
    let compiled = compiled(text);
    let messages: Vec<String> = compiled.diagnostics.iter().map(|d| said(&compiled, d)).collect();
    let understood = |d: &&Diagnostic| {
        matches!(d.code, Code::ExampleFails | Code::InvariantFails) || d.code.severity() == Severity::Finding
    };
    let other = compiled.diagnostics.iter().find(|d| !understood(d));
    assert!(other.is_none(), "not understood: {other:#?}");
    assert!(compiled.policy.is_some() && !compiled.is_sound(), "nothing notices");
    let named = compiled.diagnostics.iter().zip(&messages).any(|(diagnostic, message)| {
        diagnostic.code == code && clauses.iter().all(|clause| message.contains(clause))
    });
    assert!(
        named,
        "no {code} names {clauses:?}:\n{}",
        messages.iter().take(12).cloned().collect::<Vec<_>>().join("\n")
    );
}
