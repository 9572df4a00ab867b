//! The whole compiler as one pure function: a source in, everything that could be built and
//! everything there is to say out.

mod accept;
mod alternatives;

use crate::diagnostic::{Code, Diagnostic, Severity, Sink};
use crate::interp::Determination;
use crate::source::Source;
use crate::spec::ast::Spec;
use crate::tree::ast::Policy;
use crate::tree::{Derivations, SentenceReading};
use crate::{spec, tree, verify};

/// What a source compiled to.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The source.
    pub source: Source,
    /// What was written.
    pub spec: Spec,
    /// What it means; `None` where an error keeps it from being built.
    pub policy: Option<Policy>,
    /// How every executed sentence was read, in the order of the source.
    pub readings: Vec<SentenceReading>,
    /// Findings that the policy accepts, with its reasons.
    pub accepted: Vec<AcceptedFinding>,
    /// Everything else there is to say, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// What each example of the policy comes to, in their order.
    pub example_results: Vec<Determination>,
    /// What each alternative reading would change, in the order of the readings table.
    pub reading_effects: Vec<ReadingEffect>,
}

/// A finding that the policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFinding {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it is accepted.
    pub why: String,
}

/// What an alternative reading would change: all the rows of its id are put in place at once, or all read
/// in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingEffect {
    /// The reading's id.
    pub id: String,
    /// Where the wording is kept: the id of the reading among those that the words have.
    pub read_as: Option<&'static str>,
    /// The examples that would come out otherwise: id, determination now, determination then.
    pub changes: Vec<(String, String, String)>,
}

/// Compiles a policy. Pure: no file, no clock, no environment.
pub fn compile(source: Source) -> Compiled {
    let derivations = Derivations::default();
    let mut compiled = check_with(source, &derivations);
    compiled.reading_effects = alternatives::effects(&mut compiled, &derivations);
    compiled
}

/// Compiles a policy, but leaves its alternative readings alone.
pub fn check(source: Source) -> Compiled {
    check_with(source, &Derivations::default())
}

fn check_with(source: Source, derivations: &Derivations) -> Compiled {
    let mut sink = Sink::default();
    let spec = spec::parse(&source, &mut sink);
    check_file_name(&source, &spec, &mut sink);
    let (policy, mut readings) = tree::from_spec(&spec, derivations, &mut sink);
    readings.sort_by_key(|reading| reading.text.span);
    let sound = !sink.has_errors();
    let mut example_results = Vec::new();
    if sound {
        example_results = verify::examples(&policy, &mut sink);
    }
    // What could be read is echoed, whatever is wrong elsewhere.
    echo(&policy, &mut readings);
    let mut diagnostics = sink.into_sorted();
    if !diagnostics.is_empty() {
        let paths = spec::Paths::new(&spec);
        for diagnostic in diagnostics.iter_mut().filter(|one| one.path.is_empty()) {
            diagnostic.path = paths.of(diagnostic.span);
        }
    }
    let (accepted, diagnostics) = accept::accept(&spec, diagnostics, &source);
    let policy = sound.then_some(policy);
    Compiled {
        source,
        spec,
        policy,
        readings,
        accepted,
        diagnostics,
        example_results,
        reading_effects: Vec::new(),
    }
}

impl Compiled {
    /// Adds what is said of this policy among others, unless the policy accepts it.
    pub(crate) fn say(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.path = spec::path_of(&self.spec, diagnostic.span);
        if let Some((_, why)) = accept::acceptance(&self.spec, &diagnostic, &self.source) {
            self.accepted.push(AcceptedFinding { diagnostic, why });
        } else {
            self.diagnostics.push(diagnostic);
            self.diagnostics.sort_by_key(|one| (one.span, one.code));
        }
    }

    /// Whether the policy can be built: there may be findings, but no errors.
    pub fn is_sound(&self) -> bool {
        self.policy.is_some() && self.diagnostics.iter().all(|d| d.code.severity() != Severity::Error)
    }
}

/// A file named like a version (`2025-05.md`) is the version that its header says.
fn check_file_name(source: &Source, spec: &Spec, sink: &mut Sink) {
    let file = source.name().rsplit('/').next().unwrap_or_default();
    let Some(stem) = file.strip_suffix(".md") else { return };
    let dated = stem.contains('-') && stem.chars().all(|c| c.is_ascii_digit() || c == '-');
    let version = spec.header.iter().find(|(key, _)| key.string.trim() == "Version");
    if let Some((_, version)) = version.filter(|(_, version)| dated && version.string.trim() != stem) {
        let message = format!("the file is named `{file}`, but the version is `{}`", version.string.trim());
        sink.push(
            Diagnostic::new(Code::HeaderField, version.span, message)
                .help("name the file after its version, or correct the version"),
        );
    }
}

/// Writes beside each sentence how it was read, and how it is denied, in canonical words.
fn echo(policy: &Policy, readings: &mut [SentenceReading]) {
    for reading in readings {
        if let Some((read_as, not_met)) = tree::describe::sentence(policy, &reading.place, &reading.text) {
            (reading.read_as, reading.not_met) = (read_as, not_met);
        }
    }
}
