//! `criteria build`: the Rust evaluators and the documents, written or checked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::engine::{self, Unit};
use super::load::{Tally, compile_all, count, or_default, report};
use super::{Exit, Failure, Format, Streams};
use crate::artifact::{Artifacts, Change, Mode, slashed};
use crate::compiled::Compiled;
use crate::emit::docs;
use crate::tree::ast::Policy;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Policies, or folders of policies [default: spec]
    ///
    /// A build of a folder of policy folders covers everything: it also writes the lists of
    /// policies, and removes what no source gives any more. Any other build leaves those alone.
    paths: Vec<PathBuf>,
    /// Write nothing; fail where anything is stale, missing or orphaned
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    outputs: Outputs,
}

/// Where generated files go.
#[derive(Debug, clap::Args)]
pub(super) struct Outputs {
    /// Where the Rust evaluators go
    #[arg(long, value_name = "DIR", default_value = "generated/src/policies")]
    pub(super) rust: PathBuf,
    /// Where the documents go
    #[arg(long, value_name = "DIR", default_value = "docs/policies")]
    pub(super) docs: PathBuf,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let paths = or_default(&self.paths);
        let all = compile_all(&paths, streams.input)?;
        let mode = if self.check { Mode::Check } else { Mode::Write };
        build(&all, &paths, &self.outputs, mode, streams)
    }
}

/// Says what is wrong with the policies and, where nothing keeps them from being built, makes
/// (or compares) everything that is generated from them.
pub(super) fn build(
    all: &[Compiled],
    paths: &[PathBuf],
    outputs: &Outputs,
    mode: Mode,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let tally = report(all, streams.err, streams.err_style, streams.format)?;
    if tally.errors > 0 {
        let errors = count(tally.errors, "error", "errors");
        writeln!(streams.err, "{errors}: nothing was generated")?;
        return Ok(Exit::Findings);
    }
    let artifacts = plan(all, outputs, Coverage::of(paths))?;
    let changes = artifacts.apply(mode)?;
    say(&changes, mode, streams)?;
    Ok(exit(tally, &changes, mode))
}

fn exit(tally: Tally, changes: &[(PathBuf, Change)], mode: Mode) -> Exit {
    let stale = mode == Mode::Check && !changes.is_empty();
    if stale { Exit::Findings } else { tally.exit() }
}

/// Whether a build covers all policies, or some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coverage {
    All,
    Some,
}

impl Coverage {
    /// All, where every path is a folder that holds policy folders only.
    fn of(paths: &[PathBuf]) -> Self {
        let holds_policies = |path: &Path| {
            std::fs::read_dir(path).is_ok_and(|mut entries| {
                entries.any(|entry| entry.is_ok_and(|entry| is_policy(&entry.path())))
            })
        };
        if paths.iter().all(|path| path.is_dir() && !holds_policies(path)) { Self::All } else { Self::Some }
    }
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
        && path.file_name().is_some_and(|name| !name.eq_ignore_ascii_case("README.md"))
}

/// Computes every generated file.
fn plan(all: &[Compiled], outputs: &Outputs, coverage: Coverage) -> Result<Artifacts, Failure> {
    let hashes: Vec<String> = all
        .iter()
        .map(|compiled| compiled.policy.as_ref().map_or_else(String::new, engine::meaning_hash))
        .collect();
    let units = units(all, &hashes)?;
    let mut artifacts = Artifacts::default();
    for (path, text) in engine::rust_files(&units).map_err(Failure::Said)? {
        add(&mut artifacts, outputs.rust.join(path), text)?;
    }
    for unit in &units {
        let text = docs::emit(unit.compiled, unit.policy, unit.hash);
        let text = text.map_err(|error| Failure::Said(error.to_string()))?;
        let file = outputs.docs.join(unit.folder).join(format!("{}.md", unit.version));
        add(&mut artifacts, file, text)?;
    }
    if coverage == Coverage::All {
        plan_lists(&units, outputs, &mut artifacts)?;
    }
    Ok(artifacts)
}

/// The files that list all policies, and the folders that then hold nothing else generated.
fn plan_lists(units: &[Unit<'_>], outputs: &Outputs, artifacts: &mut Artifacts) -> Result<(), Failure> {
    for (path, text) in engine::rust_index(units).map_err(Failure::Said)? {
        add(artifacts, outputs.rust.join(path), text)?;
    }
    let pages: Vec<_> = units.iter().map(page).collect();
    let index = docs::index(&pages).map_err(|error| Failure::Said(error.to_string()))?;
    add(artifacts, outputs.docs.join("README.md"), index)?;
    artifacts.own(&outputs.rust);
    artifacts.own(&outputs.docs);
    Ok(())
}

fn page<'a>(unit: &Unit<'a>) -> (docs::Page<'a>, &'a Policy, &'a str) {
    (docs::Page { folder: unit.folder, version: unit.version }, unit.policy, unit.hash)
}

fn add(artifacts: &mut Artifacts, path: PathBuf, text: String) -> Result<(), Failure> {
    let name = slashed(&path);
    if artifacts.add(path, text) {
        Ok(())
    } else {
        Err(Failure::Said(format!("two policies would both be `{name}`")))
    }
}

/// Names every policy after its place: `⟨folder⟩/⟨version⟩.md`.
fn units<'a>(all: &'a [Compiled], hashes: &'a [String]) -> Result<Vec<Unit<'a>>, Failure> {
    let mut units = Vec::new();
    let mut seen = BTreeMap::new();
    for (compiled, hash) in all.iter().zip(hashes) {
        let name = compiled.source.name();
        let Some(policy) = &compiled.policy else {
            return Err(Failure::Said(format!("`{name}` was not compiled, and no message says why")));
        };
        let mut parts = name.rsplit('/');
        let (version, folder) = (parts.next().and_then(|file| file.strip_suffix(".md")), parts.next());
        let (Some(version), Some(folder)) = (version, folder) else {
            return Err(Failure::Said(format!(
                "`{name}` is not of the form `⟨policy⟩/⟨version⟩.md`, which names what is generated"
            )));
        };
        if let Some(other) = seen.insert((folder, version), name) {
            return Err(Failure::Said(format!("`{other}` and `{name}` would be generated under one name")));
        }
        units.push(Unit { compiled, policy, hash, folder, version });
    }
    Ok(units)
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    path: String,
    was: &'a str,
}

fn say(changes: &[(PathBuf, Change)], mode: Mode, streams: &mut Streams<'_>) -> Result<(), Failure> {
    for (path, change) in changes {
        let path = slashed(path);
        match (streams.format, mode) {
            (Format::Json, _) => {
                let line = Line { schema: "criteria.build/1", path, was: change.as_str() };
                let text = serde_json::to_string(&line).map_err(|error| Failure::Said(error.to_string()))?;
                writeln!(streams.out, "{text}")?;
            }
            (Format::Human, Mode::Check) => writeln!(streams.err, "{}: {path}", change.as_str())?,
            (Format::Human, Mode::Write) => writeln!(streams.err, "{} {path}", done(*change))?,
        }
    }
    match (mode, changes.is_empty()) {
        (_, true) => writeln!(streams.err, "everything generated is fresh")?,
        (Mode::Check, false) => writeln!(streams.err, "stale: run `cargo regen`")?,
        (Mode::Write, false) => {}
    }
    Ok(())
}

fn done(change: Change) -> &'static str {
    match change {
        Change::Stale => "updated",
        Change::Missing => "wrote",
        Change::Orphaned => "removed",
    }
}
