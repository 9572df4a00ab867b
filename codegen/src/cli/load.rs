//! From paths to compiled policies, and saying what is wrong with them.

use std::io::{Read, Write};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Exit, Failure, Format};
use crate::compiled::{Compiled, check, compile};
use crate::diagnostic::{self, Severity, Style};
use crate::files;
use crate::library;
use crate::source::Source;

/// Where policies are, where no path is given.
pub(super) const DEFAULT_FOLDER: &str = "spec";
/// The path that stands for standard input.
pub(super) const STDIN: &str = "-";

/// The paths given, or the default.
pub(super) fn or_default(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(DEFAULT_FOLDER)] } else { paths.to_vec() }
}

/// Compiles all policies at the paths, in order of their names.
pub(super) fn compile_all(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Compiled>, Failure> {
    Ok(together(each(sources(paths, input)?, compile)))
}

/// Policies, and what is to be said of them together.
pub(super) fn together(mut all: Vec<Compiled>) -> Vec<Compiled> {
    library::check(&mut all);
    all
}

/// What each source comes to, in their order: policies know nothing of one another, so each processor
/// takes the next one until none is left.
fn each(sources: Vec<Source>, compile: fn(Source) -> Compiled) -> Vec<Compiled> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(sources.len());
    let left = Mutex::new(sources.into_iter().enumerate());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut done = Vec::new();
        while let Some((at, source)) = next() {
            done.push((at, compile(source)));
        }
        done
    };
    let mut all = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, compiled)| compiled).collect()
}

/// The same for deciding: the alternative readings, which no decision needs, are left alone.
pub(super) fn check_all(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Compiled>, Failure> {
    Ok(together(each(sources(paths, input)?, check)))
}

/// The sources at the paths, in order of their names.
pub(super) fn sources(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Source>, Failure> {
    let files = files::policies(paths)?;
    files.iter().map(|file| Ok(files::source(file, input)?)).collect()
}

/// Reads a text, or standard input for `-`.
pub(super) fn text(path: &Path, input: &mut dyn Read, limit: usize) -> Result<String, Failure> {
    Ok(files::text(path, input, limit)?)
}

/// How many errors and findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) findings: usize,
}

impl Tally {
    /// The errors and findings of all policies.
    pub(super) fn of(all: &[Compiled]) -> Self {
        let mut tally = Self::default();
        for diagnostic in all.iter().flat_map(|compiled| &compiled.diagnostics) {
            match diagnostic.code.severity() {
                Severity::Error => tally.errors += 1,
                Severity::Finding => tally.findings += 1,
            }
        }
        tally
    }

    /// The exit code that it asks for.
    pub(super) fn exit(self) -> Exit {
        if self == Self::default() { Exit::Fine } else { Exit::Findings }
    }
}

/// Prints all diagnostics, and counts them.
pub(super) fn report(
    all: &[Compiled],
    to: &mut dyn Write,
    style: Style,
    format: Format,
) -> Result<Tally, Failure> {
    for compiled in all {
        for diagnostic in &compiled.diagnostics {
            let text = match format {
                Format::Human => diagnostic::render(&compiled.source, diagnostic, style) + "\n",
                Format::Json => diagnostic::render_json(&compiled.source, diagnostic),
            };
            to.write_all(text.as_bytes())?;
        }
    }
    Ok(Tally::of(all))
}

/// A number of things, in words: `1 policy`, `2 policies`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
