//! What the compiler says: every code's page raises its own code, the mistakes that people make in
//! the real policy are reported once and in the right line, and the committed reference is fresh.

mod acceptance;
mod authors;
mod doubtful;
mod ends;
mod faults;
mod fixes;
mod library;
mod messages;
mod pages;
mod pasted;
mod readings;
mod reference;
mod sentences;
mod stumbles;
mod traps;
mod uses;

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

/// The whole small policy of the language reference.
fn whole() -> String {
    let page = read("docs/reference/language.md");
    let (_, policy) = page.rsplit_once("\n```criteria\n# ").unwrap();
    format!("# {}\n", policy.split_once("\n```").unwrap().0)
}

/// A mistake put into the small policy: what is replaced by what, and what is said where.
struct Seed {
    /// What it is, in a few words.
    name: &'static str,
    /// Parts of the policy, and what is put in their place.
    edits: Vec<(&'static str, String)>,
    /// The one code that is said; none where the mistake is none.
    code: &'static str,
    /// Text on the line where it is said.
    mark: &'static str,
}

/// One edit.
fn seed(
    name: &'static str,
    from: &'static str,
    to: impl Into<String>,
    code: &'static str,
    mark: &'static str,
) -> Seed {
    Seed { name, edits: vec![(from, to.into())], code, mark }
}

impl Seed {
    /// A further edit of the same mistake.
    fn and(mut self, from: &'static str, to: impl Into<String>) -> Self {
        self.edits.push((from, to.into()));
        self
    }

    /// The policy with the mistake in it.
    #[track_caller]
    fn text(&self) -> String {
        let mut text = whole();
        for (from, to) in &self.edits {
            assert_eq!(
                text.matches(from).count(),
                1,
                "{}: `{from}` must stand once in the policy",
                self.name
            );
            text = text.replacen(from, to, 1);
        }
        text
    }
}

/// Every seed is caught with its code on its line, and nothing else is said; the same with the
/// line ends of Windows.
#[track_caller]
fn caught(seeds: &[Seed]) {
    let mut wrong = Vec::new();
    for seed in seeds {
        let text = seed.text();
        let line = line_of(&text, seed.mark);
        for (text, ends) in [(text.replace('\n', "\r\n"), "with line ends of Windows"), (text, "")] {
            let compiled = compiled(&text);
            if said(&compiled) != [(seed.code, line)] {
                wrong.push(format!(
                    "{} {ends}: {} in line {line}, not\n{}",
                    seed.name,
                    seed.code,
                    shown(&compiled)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), seeds.len(), wrong.join("\n"));
}
