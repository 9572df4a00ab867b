//! `criteria check`: all that is wrong with policies.

use std::path::PathBuf;

use super::fix::fix_all;
use super::load::{Tally, compile_all, count, or_default, report};
use super::{Exit, Failure, Form, Format, Streams};
use crate::compiled::Compiled;
use crate::diagnostic::{Logged, render_sarif};
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
    pub(super) fn run(&self, form: Form, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let paths = or_default(&self.paths);
        let all = if self.fix { fix_all(&paths, streams)? } else { compile_all(&paths, streams.input)? };
        // A policy from standard input that was mended is on the output already.
        let (to, style) = if self.fix && all.iter().any(|one| one.source.is_stdin()) {
            (&mut *streams.err, streams.err_style)
        } else {
            (&mut *streams.out, streams.out_style)
        };
        let tally = if form == Form::Sarif {
            to.write_all(log(&all).as_bytes())?;
            Tally::of(&all)
        } else {
            report(&all, to, style, streams.format)?
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

/// The messages of all policies, and the findings that they accept, as one log.
fn log(all: &[Compiled]) -> String {
    let mut logged = Vec::new();
    for compiled in all {
        let source = &compiled.source;
        let said = compiled.diagnostics.iter();
        logged.extend(said.map(|diagnostic| Logged { source, diagnostic, accepted: None }));
        let accepted = compiled.accepted.iter();
        logged.extend(accepted.map(|one| Logged {
            source,
            diagnostic: &one.diagnostic,
            accepted: Some(&one.why),
        }));
    }
    render_sarif(all.iter().map(|compiled| &compiled.source), &logged)
}
