//! Evaluators from a program's own `build.rs`: policies in, Rust under `OUT_DIR` out.
//!
//! ```no_run
//! fn main() -> Result<(), criteria::build::Error> {
//!     criteria::build::compile_policies(&["spec"])
//! }
//! ```
//!
//! The program takes the result in with `criteria_runtime::include_policies!()`. Nothing is
//! written outside of the output folder, and what is equal is left untouched, so that cargo
//! builds again only what changed.

mod directives;
mod error;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::artifact::{Artifacts, Mode, slashed};
use crate::compiled::{Compiled, check};
use crate::diagnostic::{Severity, Style, render};
use crate::emit::rust::Setting;
use crate::{files, library, plan};

pub use crate::emit::rust::Serde;
use directives::Directives;
pub use error::Error;

/// The file that a program includes, unless another is named.
const LIST: &str = "policies.rs";

/// Compiles policies, or all policies of folders, as [`Builder::compile`] does by default.
///
/// # Errors
/// As for [`Builder::compile`].
pub fn compile_policies(paths: &[impl AsRef<Path>]) -> Result<(), Error> {
    configure().compile(paths)
}

/// A builder with the defaults.
pub fn configure() -> Builder {
    Builder::default()
}

/// What is generated, and where.
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    out_dir: Option<PathBuf>,
    file: Option<String>,
    serde: Serde,
}

impl Builder {
    /// Where generated files go, instead of `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The name of the file that the program includes, instead of `policies.rs`. Two calls of one
    /// `build.rs` need two names. The modules stand in a folder beside it, of the same name
    /// without `.rs`, which is the builder's own: other generated files are removed from it.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// Whether requests can be read and written by serde; by default they cannot.
    pub fn serde(mut self, serde: Serde) -> Self {
        self.serde = serde;
        self
    }

    /// Compiles policies, or all policies of folders (`*.md` but `README.md`), and writes their
    /// evaluators. Paths are relative to the package, as everything in a `build.rs` is.
    ///
    /// It tells cargo, on standard output, which files and folders to watch, every finding as a
    /// warning and every error as an error, as `criteria check` would print it.
    ///
    /// # Errors
    /// Where a policy has errors, a file cannot be used, or `OUT_DIR` is not set. Nothing is
    /// written then, and cargo fails the build whether or not the error is passed on.
    pub fn compile(&self, paths: &[impl AsRef<Path>]) -> Result<(), Error> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.as_ref().to_owned()).collect();
        let mut directives = Directives::default();
        let result = self.run(&paths, &mut directives);
        if let Err(error) = &result {
            directives.error(&error.to_string());
        }
        // Where standard output is closed there is no cargo to tell.
        drop(io::stdout().lock().write_all(directives.text().as_bytes()));
        result
    }

    fn run(&self, paths: &[PathBuf], directives: &mut Directives) -> Result<(), Error> {
        directives.watch(paths)?;
        let name = self.file.as_deref().unwrap_or(LIST);
        let folder = name.strip_suffix(".rs").filter(|stem| is_plain(stem));
        let folder = folder.ok_or_else(|| Error::Name(name.to_owned()))?;
        let out = match &self.out_dir {
            Some(folder) => folder.clone(),
            None => std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or(Error::NoOutDir)?,
        };
        let all = compile_all(paths, directives)?;
        let units = plan::units(&all).map_err(Error::Plan)?;
        let mut artifacts = Artifacts::default();
        let below = out.join(folder);
        plan::evaluators(&units, Setting::BuildScript(self.serde), &below, &mut artifacts)
            .and_then(|()| plan::included_lists(&units, &out.join(name), folder, &mut artifacts))
            .map_err(Error::Plan)?;
        artifacts.apply(Mode::Prune).map_err(Error::Write)?;
        Ok(())
    }
}

/// A file name that can stand in a path attribute and in a message.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Compiles what is at the paths.
fn compile_all(paths: &[PathBuf], directives: &mut Directives) -> Result<Vec<Compiled>, Error> {
    let found = files::policies(paths).map_err(|fault| Error::File(fault.0))?;
    directives.watch(&found)?;
    let mut all = Vec::new();
    for path in &found {
        if files::is_stdin(path) {
            return Err(Error::File(format!("`{}` is no file: a build reads files only", slashed(path))));
        }
        all.push(check(files::source(path, &mut io::empty()).map_err(|fault| Error::File(fault.0))?));
    }
    library::check(&mut all);
    told(&all, directives)?;
    Ok(all)
}

/// Tells the findings; errors are the result.
fn told(all: &[Compiled], directives: &mut Directives) -> Result<(), Error> {
    let (mut errors, mut rendered) = (0, String::new());
    for compiled in all {
        for diagnostic in &compiled.diagnostics {
            let text = render(&compiled.source, diagnostic, Style::Plain);
            match diagnostic.code.severity() {
                Severity::Finding => directives.warning(&text),
                Severity::Error => {
                    errors += 1;
                    rendered.push_str(&text);
                    rendered.push('\n');
                }
            }
        }
    }
    if errors > 0 { Err(Error::Policies { errors, rendered }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
