//! `criteria check`: all that is wrong with policies.

use std::path::PathBuf;

use super::fix::fix_all;
use super::load::{compile_all, count, or_default, report};
use super::{Exit, Failure, Format, Streams};
use crate::tree::measure::measure;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Policies, or folders of policies; `-` is standard input [default: spec]
    paths: Vec<PathBuf>,
    /// Make the edits that keep what was plainly meant, then check what is left
    #[arg(long)]
    fix: bool,
}

impl Args {
    /// The messages are what was asked for, so they go to the output; the summary does not.
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let paths = or_default(&self.paths);
        let all = if self.fix { fix_all(&paths, streams)? } else { compile_all(&paths, streams.input)? };
        // A policy from standard input that was mended is on the output already.
        let tally = if self.fix && all.iter().any(|one| one.source.is_stdin()) {
            report(&all, streams.err, streams.err_style, streams.format)?
        } else {
            report(&all, streams.out, streams.out_style, streams.format)?
        };
        if streams.format == Format::Human {
            for compiled in &all {
                if let Some(policy) = &compiled.policy {
                    writeln!(streams.err, "{}: {}", compiled.source.name(), measure(policy))?;
                }
            }
            let checked = count(all.len(), "policy", "policies");
            let errors = count(tally.errors, "error", "errors");
            let findings = count(tally.findings, "finding", "findings");
            let accepted: usize = all.iter().map(|one| one.accepted.len()).sum();
            let accepted = count(accepted, "accepted finding", "accepted findings");
            writeln!(streams.err, "checked {checked}: {errors}, {findings}, {accepted}")?;
        }
        Ok(tally.exit())
    }
}
