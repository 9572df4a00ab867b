//! The command line: arguments in, text and an exit code out.
//!
//! Commands write to the [`Streams`] that they are given, so that tests run them in process.
//! Data goes to the output, everything else to the error stream.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::Style;

mod build;
mod check;
mod decide;
mod draft;
mod engine;
mod explain;
mod failure;
mod fix;
mod fmt;
mod help;
mod load;
mod manual;
mod new;
mod read;
mod run;
#[cfg(test)]
mod tests;

pub use failure::Failure;

/// Compiles clinical policies written in Markdown, and decides requests by them.
#[derive(Debug, Parser)]
#[command(name = "criteria", version, propagate_version = true, after_help = help::ALL)]
pub struct Cli {
    /// What is printed: text for a reader, JSON, one object a line, or (`check` alone) one SARIF log.
    #[arg(long, global = true, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// When to use colour; `auto` is on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

/// The form of output, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
    Sarif,
}

/// For whom output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A reader.
    Human,
    /// A program.
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say all that is wrong with policies.
    #[command(after_help = help::CHECK)]
    Check(check::Args),
    /// Lay policies out alike, by edits that change nothing that is read.
    #[command(after_help = help::FMT)]
    Fmt(fmt::Args),
    /// Print every executed sentence beside how it was read.
    #[command(after_help = help::READ)]
    Read(read::Args),
    /// Generate the Rust evaluators and the documents.
    #[command(after_help = help::BUILD)]
    Build(build::Args),
    /// Decide one request by a policy.
    #[command(after_help = help::DECIDE)]
    Decide(decide::Args),
    /// Write the nearest spec of a policy as published, and say all that is in doubt
    #[command(after_help = help::DRAFT)]
    Draft(draft::Args),
    /// Check, build, and decide one request, in one go.
    #[command(after_help = help::RUN)]
    Run(run::Args),
    /// Explain the codes of messages.
    #[command(after_help = help::EXPLAIN)]
    Explain(explain::Args),
    /// Write the first draft of a policy, which checks as it stands.
    #[command(after_help = help::NEW)]
    New(new::Args),
    /// Print what a shell needs to complete commands and flags.
    #[command(after_help = help::COMPLETIONS)]
    Completions(manual::Completions),
    /// Print the manual, or write its pages to a folder.
    #[command(after_help = help::MAN)]
    Man(manual::Man),
}

/// What a command reads and writes.
pub struct Streams<'a> {
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Data.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
    /// How data is printed.
    pub out_style: Style,
    /// How everything else is printed.
    pub err_style: Style,
    /// For whom.
    pub format: Format,
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").field("format", &self.format).finish_non_exhaustive()
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing to say.
    Fine,
    /// Errors or findings in a policy, a rejected request, or stale files.
    Findings,
    /// The command was not understood, or a file could not be read or written.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Usage => Self::from(2),
        }
    }
}

/// Why a command does not print SARIF.
const NO_SARIF: &str = "`--format sarif` is for the messages of `check`; other commands print text or JSON";

/// Runs the command of this process: its arguments, its streams.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Usage } else { Exit::Fine };
            // Where even the help cannot be printed there is no one to tell.
            drop(error.print());
            return code.into();
        }
    };
    let mut out = AutoStream::new(io::stdout().lock(), cli.color.choice());
    let mut err = AutoStream::new(io::stderr().lock(), cli.color.choice());
    let (out_style, err_style) = (style(out.current_choice()), style(err.current_choice()));
    let format = cli.format.reader();
    let mut input = io::stdin().lock();
    cli.run(Streams { input: &mut input, out: &mut out, err: &mut err, out_style, err_style, format }).into()
}

impl Form {
    fn reader(self) -> Format {
        match self {
            Self::Human => Format::Human,
            Self::Json | Self::Sarif => Format::Json,
        }
    }
}

impl Color {
    fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

/// `AutoStream` has resolved `auto` by now.
fn style(choice: ColorChoice) -> Style {
    if choice == ColorChoice::Never { Style::Plain } else { Style::Coloured }
}

impl Cli {
    /// Runs the command on these streams.
    pub fn run(self, mut streams: Streams<'_>) -> Exit {
        let result = match self.command {
            Command::Check(args) => args.run(self.format, &mut streams),
            _ if self.format == Form::Sarif => Err(Failure::Said(NO_SARIF.to_owned())),
            Command::Fmt(args) => args.run(&mut streams),
            Command::Read(args) => args.run(&mut streams),
            Command::Build(args) => args.run(&mut streams),
            Command::Decide(args) => args.run(&mut streams),
            Command::Draft(args) => args.run(&mut streams),
            Command::Run(args) => args.run(&mut streams),
            Command::Explain(args) => args.run(&mut streams),
            Command::New(args) => args.run(&mut streams),
            Command::Completions(args) => args.run(&mut streams),
            Command::Man(args) => args.run(&mut streams),
        };
        let result = result.and_then(|exit| {
            streams.out.flush()?;
            Ok(exit)
        });
        match result {
            Ok(exit) => exit,
            Err(failure) => failure.report(streams.err),
        }
    }
}
