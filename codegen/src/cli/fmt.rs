//! `criteria fmt`: policies in the layout of the house.

use std::path::{Path, PathBuf};

use super::load::{count, or_default, sources};
use super::{Exit, Failure, Format, Streams};
use crate::artifact::{Artifacts, Mode};
use crate::diagnostic;
use crate::format::{Unformatted, format};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Policies, or folders of policies; `-` is standard input, and is printed [default: spec]
    paths: Vec<PathBuf>,
    /// Write nothing; say which policies are laid out otherwise
    #[arg(long)]
    check: bool,
}

impl Args {
    /// Nothing is written before every policy was looked at; one that cannot be read is left alone.
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let mut files = Artifacts::default();
        let mut exit = Exit::Fine;
        for source in sources(&or_default(&self.paths), streams.input)? {
            let done = match format(&source) {
                Ok(done) => done,
                Err(why) => {
                    exit = Exit::Findings;
                    say(&source, &why, streams)?;
                    continue;
                }
            };
            if source.is_stdin() && !self.check {
                streams.out.write_all(done.as_bytes())?;
            } else if source.is_stdin() && done != source.text() {
                exit = Exit::Findings;
                writeln!(streams.err, "laid out otherwise: {}", source.name())?;
            } else if !source.is_stdin() {
                // One file is laid out in one way, however often it is named.
                let _ = files.add(Path::new(source.name()), done);
            }
        }
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let changes = files.apply(mode)?;
        for (path, _) in &changes {
            let did = if self.check { "laid out otherwise" } else { "laid out" };
            writeln!(streams.err, "{did}: {}", crate::artifact::slashed(path))?;
        }
        if self.check && !changes.is_empty() {
            writeln!(streams.err, "run `criteria fmt`")?;
            exit = Exit::Findings;
        }
        Ok(exit)
    }
}

fn say(source: &crate::source::Source, why: &Unformatted, streams: &mut Streams<'_>) -> Result<(), Failure> {
    match why {
        Unformatted::Form(found) => {
            for diagnostic in found {
                let text = match streams.format {
                    Format::Human => diagnostic::render(source, diagnostic, streams.err_style) + "\n",
                    Format::Json => diagnostic::render_json(source, diagnostic),
                };
                streams.err.write_all(text.as_bytes())?;
            }
            let errors = count(found.len(), "error", "errors");
            writeln!(streams.err, "left alone: {}: {errors} in its form", source.name())?;
        }
        Unformatted::WouldChange => {
            writeln!(
                streams.err,
                "left alone: {}: in the layout of the house it would be read otherwise",
                source.name()
            )?;
        }
    }
    Ok(())
}
