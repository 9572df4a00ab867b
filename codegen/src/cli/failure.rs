//! Why a command could not do its work.

use std::fmt;
use std::io::{self, Write};

use super::Exit;
use crate::artifact;
use crate::files::Fault;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The command asks for something that cannot be, or a file could not be used.
    Said(String),
    /// The output is closed: whoever reads it (`head`, say) has had enough.
    Closed,
}

impl Failure {
    /// Says it, and gives the exit code. A closed output is no failure of ours.
    pub(super) fn report(&self, err: &mut dyn Write) -> Exit {
        match self {
            Self::Closed => Exit::Fine,
            Self::Said(message) => {
                // Where the error stream is closed there is no one to tell.
                drop(writeln!(err, "error: {message}"));
                Exit::Usage
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(message) => f.write_str(message),
            Self::Closed => f.write_str("the output is closed"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Said(format!("cannot write the output: {error}")),
        }
    }
}

impl From<artifact::Error> for Failure {
    fn from(error: artifact::Error) -> Self {
        Self::Said(error.to_string())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Said(fault.0)
    }
}
