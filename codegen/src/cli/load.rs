//! From paths to compiled policies: finding files, reading them, and saying what is wrong.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::{Exit, Failure, Format};
use crate::artifact::slashed;
use crate::compiled::{Compiled, check, compile};
use crate::diagnostic::{self, Severity, Style};
use crate::library;
use crate::source::{MAX_SOURCE_BYTES, Source};

/// Where policies are, where no path is given.
pub(super) const DEFAULT_FOLDER: &str = "spec";
/// The path that stands for standard input.
pub(super) const STDIN: &str = "-";

/// How many folders deep policies are looked for.
const MAX_DEPTH: usize = 16;

/// The paths given, or the default.
pub(super) fn or_default(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(DEFAULT_FOLDER)] } else { paths.to_vec() }
}

/// Compiles all policies at the paths, in order of their names.
pub(super) fn compile_all(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Compiled>, Failure> {
    Ok(together(sources(paths, input)?.into_iter().map(compile)))
}

/// Policies, and what is to be said of them together.
pub(super) fn together(all: impl Iterator<Item = Compiled>) -> Vec<Compiled> {
    let mut all: Vec<Compiled> = all.collect();
    library::check(&mut all);
    all
}

/// The same for deciding: the alternative readings, which no decision needs, are left alone.
pub(super) fn check_all(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Compiled>, Failure> {
    Ok(together(sources(paths, input)?.into_iter().map(check)))
}

/// The sources at the paths, in order of their names.
pub(super) fn sources(paths: &[PathBuf], input: &mut dyn Read) -> Result<Vec<Source>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        find(path, 0, &mut files)?;
        if files.len() == before {
            let path = slashed(path);
            return Err(Failure::Said(format!("no policy (`*.md`) in the folder `{path}`")));
        }
    }
    files.sort();
    files.dedup();
    files.iter().map(|file| source(file, input)).collect()
}

/// The policies at a path: the file itself, or all `*.md` below the folder but `README.md`, hidden
/// files and folders, and links to folders.
fn find(path: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let fault = |cause| Failure::file("read", path, &cause);
    if path.as_os_str() == STDIN || !fs::metadata(path).map_err(fault)?.is_dir() {
        into.push(path.to_owned());
        return Ok(());
    }
    if depth > MAX_DEPTH {
        return Err(Failure::Said(format!("`{}` is more than {MAX_DEPTH} folders deep", slashed(path))));
    }
    for entry in fs::read_dir(path).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (name, kind) = (entry.file_name(), entry.file_type().map_err(fault)?);
        let name = name.to_string_lossy();
        let hidden = name.starts_with('.') || name.eq_ignore_ascii_case("README.md");
        if kind.is_dir() && !hidden {
            find(&entry.path(), depth + 1, into)?;
        } else if !kind.is_dir() && !hidden && is_markdown(&entry.path()) && entry.path().is_file() {
            into.push(entry.path());
        }
    }
    Ok(())
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Reads one source. Its name is relative to the folder of the command, so that what is
/// generated does not depend on where the project lies.
fn source(path: &Path, input: &mut dyn Read) -> Result<Source, Failure> {
    let text = text(path, input, MAX_SOURCE_BYTES)?;
    let here = std::env::current_dir().unwrap_or_default();
    let name = if path.as_os_str() == STDIN { Path::new(crate::source::STDIN_NAME) } else { path };
    let name = name.strip_prefix(here).unwrap_or(name);
    let name: PathBuf = name.components().collect();
    Ok(Source::new(slashed(name.strip_prefix(".").unwrap_or(&name)), text))
}

/// Reads a text, or standard input for `-`.
pub(super) fn text(path: &Path, input: &mut dyn Read, limit: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = if path.as_os_str() == STDIN {
        input.take(most).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|cause| Failure::file("read", path, &cause))?;
    let name = slashed(path);
    if bytes.len() > limit {
        return Err(Failure::Said(format!("`{name}` is larger than {limit} bytes, which is the limit")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Said(format!("`{name}` is not UTF-8 text: byte {at} begins no character; save it as UTF-8"))
    })
}

/// How many errors and findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) findings: usize,
}

impl Tally {
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
    let mut tally = Tally::default();
    for compiled in all {
        for diagnostic in &compiled.diagnostics {
            let text = match format {
                Format::Human => diagnostic::render(&compiled.source, diagnostic, style) + "\n",
                Format::Json => diagnostic::render_json(&compiled.source, diagnostic),
            };
            to.write_all(text.as_bytes())?;
            match diagnostic.code.severity() {
                Severity::Error => tally.errors += 1,
                Severity::Finding => tally.findings += 1,
            }
        }
    }
    Ok(tally)
}

/// A number of things, in words: `1 policy`, `2 policies`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
