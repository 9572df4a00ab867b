//! What a build script tells cargo: one directive a line, however many lines a message has.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Error;

/// Directives that are collected before cargo is told, so that they stand together.
#[derive(Debug, Default)]
pub(super) struct Directives {
    text: String,
    watched: BTreeSet<PathBuf>,
}

impl Directives {
    /// Runs the build script again when one of these files changes, or anything in one of these
    /// folders; each is said once.
    ///
    /// # Errors
    /// Where a path has a line end in it, which no directive can say.
    pub(super) fn watch(&mut self, paths: &[PathBuf]) -> Result<(), Error> {
        paths.iter().try_for_each(|path| self.watch_one(path))
    }

    fn watch_one(&mut self, path: &Path) -> Result<(), Error> {
        let name = path.to_string_lossy();
        if name.chars().any(char::is_control) {
            let name = name.escape_debug();
            return Err(Error::File(format!("`{name}` has a control character in its name: rename it")));
        }
        if self.watched.insert(path.to_owned()) {
            _ = writeln!(self.text, "cargo::rerun-if-changed={name}");
        }
        Ok(())
    }

    /// Shows a text as a warning.
    pub(super) fn warning(&mut self, text: &str) {
        self.lines("warning", text);
    }

    /// Shows a text as an error, and fails the build.
    pub(super) fn error(&mut self, text: &str) {
        self.lines("error", text);
    }

    fn lines(&mut self, directive: &str, text: &str) {
        for line in text.trim_end().lines() {
            _ = writeln!(self.text, "cargo::{directive}={line}");
        }
    }

    /// All of it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}
