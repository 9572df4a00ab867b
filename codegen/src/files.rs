//! Finding policies on disk, and reading them: what the command line and build scripts share.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::artifact::slashed;
use crate::limits::{MAX_FILES, MAX_FOLDERS, MAX_SOURCE_BYTES};
use crate::source::{STDIN_NAME, Source};

/// Why a file or folder could not be used, in a sentence that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    fn file(doing: &str, path: &Path, cause: &io::Error) -> Self {
        Self(format!("cannot {doing} `{}`: {cause}", slashed(path)))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The policies at the paths, in order, each once.
///
/// # Errors
/// Where a path cannot be read, or a folder holds no policy.
pub(crate) fn policies(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        find(path, 0, &mut files)?;
        if files.len() == before {
            return Err(Fault(format!("no policy (`*.md`) in the folder `{}`", slashed(path))));
        }
    }
    files.sort();
    files.dedup();
    if files.len() > MAX_FILES {
        return Err(Fault(format!(
            "there are more than {MAX_FILES} policies at the paths, which is the limit: name fewer folders at once"
        )));
    }
    Ok(files)
}

/// The policies at a path: the file itself, or all `*.md` below the folder but `README.md`, hidden
/// files and folders, and links to folders.
fn find(path: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let fault = |cause| Fault::file("read", path, &cause);
    if is_stdin(path) || !fs::metadata(path).map_err(fault)?.is_dir() {
        into.push(path.to_owned());
        return Ok(());
    }
    if depth > MAX_FOLDERS {
        return Err(Fault(format!(
            "`{}` is more than {MAX_FOLDERS} folders deep, which is the limit: name a folder further in",
            slashed(path)
        )));
    }
    for entry in fs::read_dir(path).map_err(fault)? {
        if into.len() > MAX_FILES {
            break;
        }
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

/// Whether the path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Reads one source. Its name is relative to the current folder, so that what is generated does
/// not depend on where the project lies.
///
/// # Errors
/// Where it cannot be read, is larger than a source may be, or is not UTF-8.
pub(crate) fn source(path: &Path, input: &mut dyn Read) -> Result<Source, Fault> {
    let text = text(path, input, MAX_SOURCE_BYTES)?;
    let here = std::env::current_dir().unwrap_or_default();
    let name = if is_stdin(path) { Path::new(STDIN_NAME) } else { path };
    let name = name.strip_prefix(here).unwrap_or(name);
    let name: PathBuf = name.components().collect();
    Ok(Source::new(slashed(name.strip_prefix(".").unwrap_or(&name)), text))
}

/// Reads a text of at most so many bytes, from standard input for `-`.
///
/// # Errors
/// Where it cannot be read, is larger, or is not UTF-8.
pub(crate) fn text(path: &Path, input: &mut dyn Read, limit: usize) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = if is_stdin(path) {
        input.take(most).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|cause| Fault::file("read", path, &cause))?;
    let name = slashed(path);
    if bytes.len() > limit {
        return Err(Fault(format!("`{name}` is larger than {limit} bytes, which is the limit")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Fault(format!("`{name}` is not UTF-8 text: byte {at} begins no character; save it as UTF-8"))
    })
}
