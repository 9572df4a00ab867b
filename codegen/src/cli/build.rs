//! `criteria build`: the Rust evaluators and the documents, written or checked.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::load::{Tally, compile_all, count, or_default, report};
use super::{Exit, Failure, Format, Streams};
use crate::artifact::{Artifacts, Change, Mode, slashed};
use crate::compiled::Compiled;
use crate::emit::rust::Setting;
use crate::plan;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Policies, or folders of policies [default: spec]
    ///
    /// A build of a folder of policy folders covers everything: it also writes the lists of
    /// policies, and says which generated files no source gives any more. Any other build leaves those alone.
    paths: Vec<PathBuf>,
    /// Remove the generated files that no source gives any more
    #[arg(long, conflicts_with = "check")]
    prune: bool,
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
        let mode = match (self.check, self.prune) {
            (true, _) => Mode::Check,
            (_, true) => Mode::Prune,
            _ => Mode::Write,
        };
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
    let artifacts = plan(all, outputs, Coverage::of(paths)).map_err(Failure::Said)?;
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
fn plan(all: &[Compiled], outputs: &Outputs, coverage: Coverage) -> Result<Artifacts, String> {
    let units = plan::units(all)?;
    let mut artifacts = Artifacts::default();
    plan::evaluators(&units, Setting::Package, &outputs.rust, &mut artifacts)?;
    plan::documents(&units, &outputs.docs, &mut artifacts)?;
    if coverage == Coverage::All {
        plan::evaluator_lists(&units, &outputs.rust, &mut artifacts)?;
        plan::document_list(&units, &outputs.docs, &mut artifacts)?;
    }
    Ok(artifacts)
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    path: String,
    was: &'a str,
    /// What was done about it.
    done: &'a str,
}

fn say(changes: &[(PathBuf, Change)], mode: Mode, streams: &mut Streams<'_>) -> Result<(), Failure> {
    for (path, change) in changes {
        let (path, done) = (slashed(path), done(*change, mode));
        if streams.format == Format::Json {
            let line = Line { schema: "criteria.build/1", path, was: change.as_str(), done };
            let text = serde_json::to_string(&line).map_err(|error| Failure::Said(error.to_string()))?;
            writeln!(streams.out, "{text}")?;
        } else if mode == Mode::Check {
            writeln!(streams.err, "{}: {path}", change.as_str())?;
        } else {
            writeln!(streams.err, "{done} {path}")?;
        }
    }
    let left = changes.iter().filter(|(_, change)| *change == Change::Orphaned).count();
    match mode {
        _ if changes.is_empty() => writeln!(streams.err, "everything generated is fresh")?,
        Mode::Check => writeln!(streams.err, "stale: run `cargo regen`")?,
        Mode::Write if left > 0 => {
            let files = count(left, "generated file", "generated files");
            writeln!(
                streams.err,
                "no policy gives {files} any more: `criteria build --prune` removes what was left"
            )?;
        }
        Mode::Write | Mode::Prune => {}
    }
    Ok(())
}

/// What a build does about a change.
fn done(change: Change, mode: Mode) -> &'static str {
    match (change, mode) {
        (_, Mode::Check) => "nothing",
        (Change::Stale, _) => "updated",
        (Change::Missing, _) => "wrote",
        (Change::Orphaned, Mode::Prune) => "removed",
        (Change::Orphaned, Mode::Write) => "left",
    }
}
