//! The formatter, held to what it promises on every policy: what is laid out well stays, what is
//! laid out otherwise comes out the same, and what cannot be read is left alone.

mod broken;
mod layout;
mod mangle;

use criteria::diagnostic::Sink;
use criteria::format::{Unformatted, format};
use criteria::source::Source;
use criteria::spec::gist::{Gist, gist};
use criteria_tests::workspace::root;

/// Policies of different make, in the layout of the house.
const POLICIES: [&str; 6] = [
    "spec/cp-phar-243/2025-05.md",
    "tests/data/demo-second.md",
    "tests/data/demo-travel.md",
    "codegen/src/diagnostic/pages/base.md",
    "tests/data/demo-infix.md",
    "tests/data/demo-step.md",
];

/// The text of a policy.
fn policy(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The text in the layout of the house.
fn formatted(text: &str) -> Result<String, Unformatted> {
    format(&Source::new("policy.md", text))
}

/// What the text says, layout aside; `None` where its form has errors.
fn says(text: &str) -> Option<Gist> {
    let mut sink = Sink::default();
    let spec = criteria::spec::parse(&Source::new("policy.md", text), &mut sink);
    sink.into_sorted().is_empty().then(|| gist(&spec))
}

/// The lines in which two texts differ, the first few.
fn difference(found: &str, expected: &str) -> String {
    let lines = found.lines().zip(expected.lines()).filter(|(found, expected)| found != expected);
    let shown: Vec<String> = lines.take(3).map(|(a, b)| format!("found    {a:?}\nexpected {b:?}")).collect();
    format!("{}\n({} and {} bytes)", shown.join("\n"), found.len(), expected.len())
}
