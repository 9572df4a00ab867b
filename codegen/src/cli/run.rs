//! `criteria run`: the main job in one go. Checks the policies, regenerates what is generated
//! from them, and decides one request.

use std::path::PathBuf;

use super::build::{Outputs, build};
use super::decide::{Named, choose, decide, read_request};
use super::load::{DEFAULT_FOLDER, compile_all};
use super::{Exit, Failure, Streams};
use crate::artifact::Mode;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The request as JSON; `-` is standard input
    #[arg(value_name = "REQUEST.json")]
    request: PathBuf,
    /// The folder of the policies
    #[arg(long, value_name = "DIR", default_value = DEFAULT_FOLDER)]
    spec: PathBuf,
    #[command(flatten)]
    outputs: Outputs,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let paths = [self.spec.clone()];
        let all = compile_all(&paths, streams.input)?;
        let text = read_request(&self.request, streams)?;
        let built = build(&all, &paths, &self.outputs, Mode::Write, streams)?;
        let compiled = choose(&all, &Named::of(&text), None)?;
        let Some(policy) = &compiled.policy else {
            // Its errors were just said.
            writeln!(streams.err, "nothing can be decided by `{}`", compiled.source.name())?;
            return Ok(Exit::Findings);
        };
        let decided = decide(policy, &text, streams)?;
        Ok(built.max(decided))
    }
}
