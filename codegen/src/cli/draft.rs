//! `criteria draft`: the nearest spec of a policy as published.

use std::path::PathBuf;

use super::load::{self, count};
use super::{Exit, Failure, Format, Streams};
use crate::artifact::{self, slashed};
use crate::diagnostic;
use crate::draft::draft;
use crate::limits::MAX_SOURCE_BYTES;
use crate::source::Source;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy as published, Markdown or plain text; `-` is standard input
    #[arg(value_name = "PUBLISHED", default_value = load::STDIN)]
    published: PathBuf,
    /// Where the draft goes; a file that exists is never overwritten [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl Args {
    /// The draft is what was asked for; the doubts are for whoever goes on with it.
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let text = load::text(&self.published, streams.input, MAX_SOURCE_BYTES)?;
        let source = Source::new(slashed(&self.published), text);
        let draft = draft(&source);
        match &self.output {
            None => streams.out.write_all(draft.text.as_bytes())?,
            Some(path) => {
                let shown = slashed(path);
                if !artifact::create(path, &draft.text)? {
                    let message = format!("`{shown}` exists already: name another file, or remove it first");
                    return Err(Failure::Said(message));
                }
                writeln!(streams.err, "wrote {shown}")?;
            }
        }
        for doubt in &draft.doubts {
            let text = match streams.format {
                Format::Json => diagnostic::render_json(&source, doubt),
                Format::Human => diagnostic::render(&source, doubt, streams.err_style) + "\n",
            };
            streams.err.write_all(text.as_bytes())?;
        }
        let doubts = count(draft.doubts.len(), "doubt", "doubts");
        writeln!(
            streams.err,
            "{doubts}: check each against the published document, then run `criteria check`"
        )?;
        Ok(if draft.doubts.is_empty() { Exit::Fine } else { Exit::Findings })
    }
}
