//! `criteria decide`: one request by one policy.
//!
//! A request holds health data: it is read, decided and forgotten, and messages name facts,
//! never the request.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::load::{self, compile_all, count, report};
use super::{Exit, Failure, Format, Streams};
use crate::bridge;
use crate::compiled::Compiled;
use crate::diagnostic::Severity;
use crate::tree::ast::Policy;

/// Bytes in a request, at most.
const MAX_REQUEST_BYTES: usize = 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The request as JSON; `-` is standard input
    #[arg(value_name = "REQUEST.json", default_value = load::STDIN)]
    request: PathBuf,
    /// The policy; not needed where `spec` holds one, or the request names its `policy`
    /// (and, where that has several, its `version`)
    #[arg(short, long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Print a request to fill in
    #[arg(long, conflicts_with = "request")]
    template: bool,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let path = self
            .policy
            .clone()
            .unwrap_or_else(|| PathBuf::from(load::DEFAULT_FOLDER));
        if path.as_os_str() == load::STDIN
            && !self.template
            && self.request.as_os_str() == load::STDIN
        {
            return Err(Failure::Said(
                "the policy and the request cannot both be standard input".to_owned(),
            ));
        }
        let all = compile_all(&[path], streams.input)?;
        let text = if self.template {
            String::new()
        } else {
            read_request(&self.request, streams)?
        };
        let compiled = choose(&all, &Named::of(&text))?;
        let Some(policy) = &compiled.policy else {
            return not_built(compiled, streams);
        };
        if self.template {
            streams
                .out
                .write_all(bridge::request_template(policy).as_bytes())?;
            return Ok(Exit::Fine);
        }
        decide(policy, &text, streams)
    }
}

/// Reads the text of a request.
pub(super) fn read_request(path: &Path, streams: &mut Streams<'_>) -> Result<String, Failure> {
    load::text(path, streams.input, MAX_REQUEST_BYTES)
}

/// Decides the request, and prints the determination or why the request was refused.
pub(super) fn decide(
    policy: &Policy,
    text: &str,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let request = match bridge::request_from_json(policy, text) {
        Ok(request) => request,
        Err(reasons) => {
            for reason in reasons {
                writeln!(streams.err, "rejected: {reason}")?;
            }
            return Ok(Exit::Findings);
        }
    };
    let answer = bridge::decide(policy, &request);
    let text = match streams.format {
        Format::Human => bridge::answer_human(policy, &request, &answer),
        Format::Json => bridge::answer_json(policy, &request, &answer),
    };
    streams.out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// The policy cannot decide anything: its errors, and its name.
fn not_built(compiled: &Compiled, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let mut errors = compiled.clone();
    errors
        .diagnostics
        .retain(|diagnostic| diagnostic.code.severity() == Severity::Error);
    let tally = report(
        std::slice::from_ref(&errors),
        streams.err,
        streams.err_style,
        streams.format,
    )?;
    let count = count(tally.errors, "error", "errors");
    writeln!(
        streams.err,
        "`{}` has {count}: nothing can be decided by it",
        compiled.source.name()
    )?;
    Ok(Exit::Findings)
}

/// The policy that a request names, if any. What else is in the request is no matter here.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Named {
    policy: Option<String>,
    version: Option<String>,
}

impl Named {
    /// Of a request that is no JSON, nothing: reading it says what is wrong.
    pub(super) fn of(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    fn matches(&self, policy: &Policy) -> bool {
        self.policy.as_ref().is_none_or(|id| *id == policy.id)
            && self
                .version
                .as_ref()
                .is_none_or(|version| *version == policy.version)
    }
}

/// The one policy that decides: the only one there is, or the one that the request names.
pub(super) fn choose<'a>(all: &'a [Compiled], named: &Named) -> Result<&'a Compiled, Failure> {
    if let [only] = all
        && only
            .policy
            .as_ref()
            .is_none_or(|policy| named.matches(policy))
    {
        return Ok(only);
    }
    let fits = |one: &&Compiled| {
        one.policy
            .as_ref()
            .is_some_and(|policy| named.matches(policy))
    };
    let fitting: Vec<&Compiled> = all.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::Said(format!(
            "no policy is the one that the request names; there are: {}",
            names(all.iter())
        ))),
        several => Err(Failure::Said(format!(
            "which policy? name it with `--policy PATH`, or in the request as `policy` and `version`: {}",
            names(several.iter().copied())
        ))),
    }
}

fn names<'a>(all: impl Iterator<Item = &'a Compiled>) -> String {
    all.map(|one| format!("`{}`", one.source.name()))
        .collect::<Vec<_>>()
        .join(", ")
}
