//! `criteria decide`: one request by one policy.
//!
//! A request holds health data: it is read, decided and forgotten, and messages name facts,
//! never the request.

use std::path::{Path, PathBuf};

use criteria_runtime::Date;
use serde::{Deserialize, Serialize};

use super::engine;
use super::load::{self, check_all, count, report};
use super::{Exit, Failure, Format, Streams};
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
    /// The policy; not needed where `spec` holds one, or the request names it as `policy`: then
    /// the version in force on the request date decides
    #[arg(short, long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Print a request to fill in
    #[arg(long, conflicts_with = "request")]
    template: bool,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let path = self.policy.clone().unwrap_or_else(|| PathBuf::from(load::DEFAULT_FOLDER));
        if path.as_os_str() == load::STDIN && !self.template && self.request.as_os_str() == load::STDIN {
            return Err(Failure::Said("the policy and the request cannot both be standard input".to_owned()));
        }
        let all = check_all(&[path], streams.input)?;
        let text = if self.template { String::new() } else { read_request(&self.request, streams)? };
        let compiled = choose(&all, &Named::of(&text))?;
        let Some(policy) = &compiled.policy else {
            return not_built(compiled, streams);
        };
        if self.template {
            streams.out.write_all(engine::request_template(policy).as_bytes())?;
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
pub(super) fn decide(policy: &Policy, text: &str, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let request = match engine::request_from_json(policy, text) {
        Ok(request) => request,
        Err(rejections) => return reject(policy, &rejections, streams),
    };
    let answer = engine::decide(policy, &request);
    let text = match streams.format {
        Format::Human => engine::answer_human(policy, &request, &answer),
        Format::Json => engine::answer_json(policy, &request, &answer),
    };
    streams.out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// The schema of a rejection in JSON.
const REJECTION_SCHEMA: &str = "criteria.rejection/1";

#[derive(Serialize)]
struct Rejected<'a> {
    schema: &'static str,
    policy: &'a str,
    fact: &'a str,
    reason: &'a str,
    message: &'a str,
}

/// Prints why a request was refused: facts and reasons, never a value.
fn reject(
    policy: &Policy,
    rejections: &[engine::Rejection],
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    for rejection in rejections {
        let (fact, reason, message) = (&rejection.name, &rejection.reason, &rejection.message);
        if streams.format == Format::Json {
            let (schema, policy) = (REJECTION_SCHEMA, policy.id.as_str());
            let line = serde_json::to_string(&Rejected { schema, policy, fact, reason, message });
            writeln!(streams.out, "{}", line.map_err(|error| Failure::Said(error.to_string()))?)?;
        } else if fact.is_empty() {
            writeln!(streams.err, "rejected: {reason}: {message}")?;
        } else {
            writeln!(streams.err, "rejected: `{fact}`: {reason}: {message}")?;
        }
    }
    Ok(Exit::Findings)
}

/// The policy cannot decide anything: its errors, and its name.
fn not_built(compiled: &Compiled, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let mut errors = compiled.clone();
    errors.diagnostics.retain(|diagnostic| diagnostic.code.severity() == Severity::Error);
    let tally = report(std::slice::from_ref(&errors), streams.err, streams.err_style, streams.format)?;
    let count = count(tally.errors, "error", "errors");
    writeln!(streams.err, "`{}` has {count}: nothing can be decided by it", compiled.source.name())?;
    Ok(Exit::Findings)
}

/// Which policy a request is for, as far as it says. What else is in it is no matter here.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Named {
    policy: Option<String>,
    #[serde(default)]
    facts: When,
}

#[derive(Debug, Default, Deserialize)]
struct When {
    #[serde(rename = "request date")]
    request_date: Option<String>,
}

impl Named {
    /// Of a request that cannot be read, nothing: reading it says what is wrong.
    pub(super) fn of(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    fn matches(&self, policy: &Policy) -> bool {
        self.policy.as_ref().is_none_or(|id| *id == policy.id)
    }

    fn date(&self) -> Option<Date> {
        self.facts.request_date.as_ref().and_then(|text| text.parse().ok())
    }
}

/// The one policy that decides: the only one there is, the one that the request names or, of
/// several versions of that one, the version in force on the request date.
pub(super) fn choose<'a>(all: &'a [Compiled], named: &Named) -> Result<&'a Compiled, Failure> {
    let fits = |one: &&Compiled| one.policy.as_ref().is_none_or(|policy| named.matches(policy));
    let fitting: Vec<&Compiled> = all.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::Said(format!("the request names none of these policies: {}", names(all)))),
        several => in_force(several, named).ok_or_else(|| {
            let hint =
                "which policy? name its file with `--policy`, or the policy in the request as `policy`";
            Failure::Said(format!("{hint}: {}", names(several.iter().copied())))
        }),
    }
}

/// Of several versions of one policy, the latest in force on the request date.
fn in_force<'a>(versions: &[&'a Compiled], named: &Named) -> Option<&'a Compiled> {
    let date = named.date()?;
    let policies: Option<Vec<_>> = versions.iter().map(|one| Some((one.policy.as_ref()?, *one))).collect();
    let policies = policies?;
    let (first, _) = policies.first()?;
    if policies.iter().any(|(policy, _)| policy.id != first.id) {
        return None;
    }
    let started = policies.iter().filter(|(policy, _)| policy.in_force_from <= date);
    started.max_by_key(|(policy, _)| policy.in_force_from).map(|(_, one)| *one)
}

fn names<'a>(all: impl IntoIterator<Item = &'a Compiled>) -> String {
    let names: Vec<_> = all.into_iter().map(|one| format!("`{}`", one.source.name())).collect();
    names.join(", ")
}
