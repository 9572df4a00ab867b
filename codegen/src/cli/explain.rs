//! `criteria explain`: the pages of the codes, and the patterns of sentences.

use std::fmt::Write as _;

use super::{Exit, Failure, Streams};
use crate::diagnostic::Code;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code of a message; without it, all codes are listed
    code: Option<String>,
    /// Print all pages as one document
    #[arg(long, conflicts_with = "code")]
    all: bool,
    /// Print the patterns that a sentence can be written in
    #[arg(long, conflicts_with_all = ["code", "all"])]
    patterns: bool,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let text = match &self.code {
            Some(name) => page(name)?,
            None if self.all => all(),
            None if self.patterns => crate::tree::pattern_table(),
            None => list(),
        };
        streams.out.write_all(text.as_bytes())?;
        Ok(Exit::Fine)
    }
}

fn page(name: &str) -> Result<String, Failure> {
    match Code::from_name(name.trim()) {
        Some(code) => Ok(format!("{}\n", code.page().trim_end())),
        None => Err(Failure::Said(unknown(name))),
    }
}

fn unknown(name: &str) -> String {
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    let near = |code: &Code| (strsim::jaro_winkler(&name, code.as_str()) * 1000.0).round();
    let nearest = Code::ALL.iter().max_by(|a, b| near(a).total_cmp(&near(b)));
    match nearest.filter(|code| near(code) >= 850.0) {
        Some(code) => format!("there is no code `{name}`; did you mean `{code}`?"),
        None => format!("there is no code `{name}`; `criteria explain` lists them all"),
    }
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        let line = format!("{:width$}  {:7}  {}", code.as_str(), code.severity().as_str(), summary(*code));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The first sentence of a page.
fn summary(code: Code) -> String {
    let prose = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let lines = code.page().lines().skip_while(|line| !prose(line)).take_while(prose);
    let paragraph = lines.collect::<Vec<_>>().join(" ");
    paragraph.split_once(". ").map_or(paragraph.as_str(), |(first, _)| first).trim_end_matches('.').to_owned()
}

fn all() -> String {
    let mut text = String::from("# Messages, code by code\n");
    for code in Code::ALL {
        let severity = code.severity().as_str();
        let mut page = String::new();
        let mut fenced = false;
        for line in code.page().trim_end().lines() {
            fenced ^= line.trim_start().starts_with("```");
            let deeper = if line.starts_with('#') && !fenced { "#" } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(page, "{deeper}{line}");
        }
        let heading = page.find('\n').unwrap_or(page.len());
        let (title, rest) = page.split_at(heading);
        let _ = write!(text, "\n{title} ({severity}){rest}");
    }
    text
}
