//! Why a build script could not make its evaluators.

use std::fmt;

use crate::artifact;

/// Why a build script could not make its evaluators.
///
/// `Display` says all of it. `Debug`, which Rust prints where `main` returns an error, is one
/// line: cargo has shown the rest by then.
#[non_exhaustive]
pub enum Error {
    /// `OUT_DIR` is not set, and no folder was given.
    NoOutDir,
    /// The file to include is not named like a Rust file.
    Name(String),
    /// A policy, or a folder of policies, cannot be read.
    File(String),
    /// Policies have errors.
    Policies {
        /// How many.
        errors: usize,
        /// All of them, as `criteria check` prints them.
        rendered: String,
    },
    /// What was compiled cannot be generated side by side, or is larger than an evaluator counts.
    Plan(String),
    /// Generated files cannot be written.
    Write(artifact::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOutDir => f.write_str(
                "`OUT_DIR` is not set: call this from a `build.rs`, or give a folder with `out_dir`",
            ),
            Self::Name(name) => write!(
                f,
                "`{}` is no name for a generated file: write letters, digits, `-` or `_`, then `.rs`",
                name.escape_debug()
            ),
            Self::File(said) | Self::Plan(said) => f.write_str(said),
            Self::Policies { rendered, .. } => f.write_str(rendered.trim_end()),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policies { errors: 1, .. } => f.write_str("1 error in the policies: see above"),
            Self::Policies { errors, .. } => write!(f, "{errors} errors in the policies: see above"),
            other => fmt::Display::fmt(other, f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Write(error) = self { Some(error) } else { None }
    }
}
