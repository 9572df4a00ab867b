//! `criteria new`: the first draft of a policy, from flags or from questions.
//!
//! A draft is short, whole, and checks without an error or a finding, so that its author
//! changes what runs instead of writing until it does. It never replaces a file.

mod fields;
mod scaffold;
#[cfg(test)]
mod tests;

use std::io::IsTerminal;
use std::path::PathBuf;

use serde::Serialize;

use self::fields::{Field, ask, date, folder_of};
use self::scaffold::{Plan, draft};
use super::load::DEFAULT_FOLDER;
use super::{Exit, Failure, Format, Streams};
use crate::artifact::{self, slashed};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The reference number: `CP.PHAR.999`; the folder is named after it
    #[arg(long)]
    number: Option<String>,
    /// The title: `Drug X for asthma`
    #[arg(long)]
    title: Option<String>,
    /// The first day in force: `2026-03-01`
    #[arg(long, value_name = "DATE")]
    in_force: Option<String>,
    /// The version, after which the file is named [default: year and month of `--in-force`]
    #[arg(long, value_name = "VERSION")]
    policy_version: Option<String>,
    /// Whom a request is for [default: member]
    #[arg(long)]
    subject: Option<String>,
    /// A line of business; several by repeating the flag or with commas [default: none]
    #[arg(long, value_name = "NAME")]
    line: Vec<String>,
    /// A kind of request; each gets a section [default: initial,continued]
    #[arg(long, value_name = "NAME")]
    kind: Vec<String>,
    /// A diagnosis that is covered; several by repeating the flag or with commas
    #[arg(long, value_name = "NAME")]
    diagnosis: Vec<String>,
    /// A drug that must have been tried before; several by repeating the flag or with commas
    #[arg(long, value_name = "NAME")]
    agent: Vec<String>,
    /// A drug that is not used together with this one; several by repeating the flag or with commas
    /// [default: none]
    #[arg(long, value_name = "NAME")]
    not_with: Vec<String>,
    /// The folder of the policies
    #[arg(long, value_name = "DIR", default_value = DEFAULT_FOLDER)]
    spec: PathBuf,
    /// Ask nothing: take the defaults, and fail where a flag without one is missing
    #[arg(short, long)]
    yes: bool,
    /// Ask for what is missing, even where the input is no terminal
    #[arg(long, conflicts_with = "yes")]
    ask: bool,
}

#[derive(Serialize)]
struct Line {
    schema: &'static str,
    path: String,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let plan = self.plan(streams)?;
        let said = |why| Failure::Said(format!("`{}`: {why}", Field::Number.flag()));
        let folder = folder_of(&plan.number).map_err(said)?;
        let path = self.spec.join(folder).join(format!("{}.md", plan.version));
        let text = draft(&plan)?;
        if !artifact::create(&path, &text)? {
            let path = slashed(&path);
            let hint = "a draft never replaces a file; give another `--number` or `--policy-version`";
            return Err(Failure::Said(format!("`{path}` is there already: {hint}")));
        }
        let path = slashed(&path);
        if streams.format == Format::Json {
            let line = serde_json::to_string(&Line { schema: "criteria.new/1", path });
            writeln!(streams.out, "{}", line.map_err(|error| Failure::Said(error.to_string()))?)?;
        } else {
            writeln!(streams.out, "{path}")?;
            writeln!(
                streams.err,
                "a first draft that checks; its notes say what to replace. Next: `criteria read {path}`"
            )?;
        }
        Ok(Exit::Fine)
    }

    /// What was given for a field; commas part the names of a list.
    fn given(&self, field: Field) -> Option<String> {
        let list = |names: &[String]| (!names.is_empty()).then(|| names.join(","));
        match field {
            Field::Number => self.number.clone(),
            Field::Title => self.title.clone(),
            Field::Version => self.policy_version.clone(),
            Field::InForce => self.in_force.clone(),
            Field::Subject => self.subject.clone(),
            Field::Lines => list(&self.line),
            Field::Kinds => list(&self.kind),
            Field::Diagnoses => list(&self.diagnosis),
            Field::Agents => list(&self.agent),
            Field::Apart => list(&self.not_with),
        }
    }

    fn plan(&self, streams: &mut Streams<'_>) -> Result<Plan, Failure> {
        let asks = self.ask || (!self.yes && std::io::stdin().is_terminal());
        if !asks {
            self.all_there()?;
        }
        let mut many = |field: Field, default: Option<&str>| {
            let given = self.given(field).or_else(|| default.filter(|_| !asks).map(str::to_owned));
            match given {
                Some(text) => {
                    field.read(&text).map_err(|why| Failure::Said(format!("`{}`: {why}", field.flag())))
                }
                None => ask(field, default, streams.input, streams.err),
            }
        };
        let first = |names: Vec<String>| names.into_iter().next().unwrap_or_default();
        let number = first(many(Field::Number, None)?);
        let title = first(many(Field::Title, None)?);
        let in_force = date(&first(many(Field::InForce, None)?)).map_err(Failure::Said)?;
        let month = format!("{:04}-{:02}", in_force.year(), in_force.month());
        Ok(Plan {
            number,
            title,
            in_force,
            version: first(many(Field::Version, Some(&month))?),
            subject: first(many(Field::Subject, Some("member"))?),
            lines: many(Field::Lines, Some(""))?,
            kinds: many(Field::Kinds, Some("initial, continued"))?,
            diagnoses: many(Field::Diagnoses, None)?,
            agents: many(Field::Agents, None)?,
            apart: many(Field::Apart, Some(""))?,
        })
    }

    /// Where nothing is asked, the flags without a default are all there.
    fn all_there(&self) -> Result<(), Failure> {
        let needed = [Field::Number, Field::Title, Field::InForce, Field::Diagnoses, Field::Agents];
        let missing = needed.into_iter().filter(|field| self.given(*field).is_none());
        let missing: Vec<_> =
            missing.map(|field| format!("`{}` ({})", field.flag(), field.question())).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let hint = "give it, or run it on a terminal (or with `--ask`) to be asked";
        Err(Failure::Said(format!("missing: {}; {hint}", missing.join("; "))))
    }
}
