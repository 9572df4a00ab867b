//! The command.

use std::process::ExitCode;

fn main() -> ExitCode {
    criteria::cli::main()
}
