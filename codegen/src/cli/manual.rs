//! `criteria completions` and `criteria man`: what shells and readers of manuals take, made from
//! the arguments themselves.

use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, Failure, Streams};
use crate::artifact::{Artifacts, Mode, slashed};

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The folder that the pages are written to; without it, they are printed
    folder: Option<PathBuf>,
}

impl Completions {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        // The generator panics where it cannot write, so it writes to memory.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "criteria", &mut text);
        streams.out.write_all(&text)?;
        Ok(Exit::Fine)
    }
}

impl Man {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let pages = pages()?;
        let Some(folder) = &self.folder else {
            for (_, text) in pages {
                streams.out.write_all(text.as_bytes())?;
            }
            return Ok(Exit::Fine);
        };
        let mut set = Artifacts::default();
        for (name, text) in pages {
            if !set.add(folder.join(&name), text) {
                return Err(Failure::Said(format!("two pages would both be `{name}`")));
            }
        }
        for (path, _) in set.apply(Mode::Write)? {
            writeln!(streams.err, "wrote {}", slashed(&path))?;
        }
        Ok(Exit::Fine)
    }
}

/// Every page: its file, and its text.
fn pages() -> Result<Vec<(String, String)>, Failure> {
    let mut whole = Cli::command();
    whole.build();
    let mut pages = vec![page(whole.clone())?];
    for command in whole.get_subcommands().filter(|command| command.get_name() != "help") {
        pages.push(page(command.clone())?);
    }
    Ok(pages)
}

fn page(command: Command) -> Result<(String, String), Failure> {
    // Once built, a command below another is displayed with both names: `criteria-check`.
    let file = format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name()));
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    let text = String::from_utf8(text);
    Ok((file, text.map_err(|_| Failure::Said("a page is not UTF-8 text".to_owned()))?))
}
