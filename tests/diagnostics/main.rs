//! What the compiler says: every code's page raises its own code, the mistakes that people make in
//! the real policy are reported once and in the right line, and the committed reference is fresh.

mod acceptance;
mod fixes;
mod pages;
mod reference;

use std::fs;
use std::path::PathBuf;

use criteria::diagnostic::Diagnostic;
use criteria::source::Source;
use criteria::{Compiled, compile};

/// A file of the workspace.
fn workspace(path: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path)
}

/// The text of a file of the workspace.
#[track_caller]
fn read(path: &str) -> String {
    fs::read_to_string(workspace(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Compiles a text.
fn compiled(text: &str) -> Compiled {
    compile(Source::new("policy.md", text))
}

/// Code and line of everything that was said, in the order of the source.
fn said(compiled: &Compiled) -> Vec<(&'static str, usize)> {
    let place = |d: &Diagnostic| (d.code.as_str(), compiled.source.line(d.span.start));
    compiled.diagnostics.iter().map(place).collect()
}

/// Everything that was said, with its message, for people who look at a failure.
fn shown(compiled: &Compiled) -> String {
    let line = |d: &Diagnostic| {
        format!("  {}: {}: {} {:?}\n", compiled.source.line(d.span.start), d.code, d.message, d.help)
    };
    compiled.diagnostics.iter().map(line).collect()
}

/// The line, counted from 1, on which a part of a text stands.
#[track_caller]
fn line_of(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("`{part}` does not stand in the text"));
    text[..at].matches('\n').count() + 1
}
