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
use crate::library::{self, NoVersion};
use crate::limits::MAX_REQUEST_BYTES;
use crate::tree::ast::Policy;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The request as JSON; `-` is standard input
    #[arg(value_name = "REQUEST.json", default_value = load::STDIN)]
    request: PathBuf,
    /// The policy, a document or a folder; not needed where `spec` holds one, or the request names
    /// it as `policy`
    ///
    /// A document decides whatever the day. Of a folder, the version decides that is in force on
    /// the request date.
    #[arg(short, long, value_name = "PATH")]
    policy: Option<PathBuf>,
    /// Decide by the version in force on this day, whatever the request date is
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "template")]
    as_of: Option<Date>,
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
        let all = check_all(std::slice::from_ref(&path), streams.input)?;
        let text = if self.template { String::new() } else { read_request(&self.request, streams)? };
        let alone = !path.is_dir();
        let compiled = if alone && self.as_of.is_none() {
            only(&all)?
        } else {
            choose(&all, &Named::of(&text), self.as_of)?
        };
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

    /// Whether the request is for this policy; of one that could not be built, by its header.
    fn matches(&self, compiled: &Compiled) -> bool {
        let Some(id) = &self.policy else { return true };
        match &compiled.policy {
            Some(policy) => policy.id == *id,
            None => compiled
                .spec
                .header
                .iter()
                .any(|(key, value)| key.string.trim() == "Reference number" && value.string.trim() == id),
        }
    }

    fn date(&self) -> Option<Date> {
        self.facts.request_date.as_ref().and_then(|text| text.parse().ok())
    }
}

/// The one policy that decides: of the policy that the request names (or the only one there is), the
/// version in force on the day given or, without one, on the request date.
///
/// # Errors
/// Where the request names none of the policies, or no version of it is in force.
pub(super) fn choose<'a>(
    all: &'a [Compiled],
    named: &Named,
    as_of: Option<Date>,
) -> Result<&'a Compiled, Failure> {
    let fits = |one: &&Compiled| named.matches(one);
    let fitting: Vec<&Compiled> = all.iter().filter(fits).collect();
    let policies: Option<Vec<&Policy>> = fitting.iter().map(|one| one.policy.as_ref()).collect();
    match (fitting.as_slice(), policies) {
        ([], _) => Err(Failure::Said(format!("the request names none of these policies: {}", names(all)))),
        // It cannot be built: its errors are said instead of a determination.
        ([one], None) => Ok(one),
        (_, Some(policies))
            if policies.iter().all(|one| Some(&one.id) == policies.first().map(|p| &p.id)) =>
        {
            let at = of_the_day(&policies, named, as_of)?;
            fitting.get(at).copied().ok_or(Failure::Closed)
        }
        _ => {
            let hint =
                "which policy? name its file with `--policy`, or the policy in the request as `policy`";
            Err(Failure::Said(format!("{hint}: {}", names(fitting))))
        }
    }
}

/// Of the versions of one policy, the place of the one that is in force on the day that counts.
fn of_the_day(versions: &[&Policy], named: &Named, as_of: Option<Date>) -> Result<usize, Failure> {
    let (day, which) = match (as_of, named.date()) {
        (Some(day), _) => (day, format!("on {day}")),
        (None, Some(day)) => (day, "on the request date".to_owned()),
        // Reading the request will say what is wrong with its date.
        (None, None) if versions.len() == 1 => return Ok(0),
        (None, None) => {
            return Err(Failure::Said(format!(
                "the request has no `request date`, which says what version decides; give one, or name a day with \
             `--as-of`: {}",
                known(versions)
            )));
        }
    };
    library::in_force(versions, day).map_err(|none| {
        let several = if none == NoVersion::None { "no version is" } else { "more than one version is" };
        Failure::Said(format!(
            "{several} in force {which}: {}; name a day with `--as-of`, or the document with `--policy`",
            known(versions)
        ))
    })
}

/// The versions and their terms: `2024-05 (2024-05-01 to 2025-04-30)`.
fn known(versions: &[&Policy]) -> String {
    let terms = library::terms(versions);
    let one =
        |(policy, term): (&&Policy, &library::Term)| format!("{} {} ({term})", policy.id, policy.version);
    versions.iter().zip(&terms).map(one).collect::<Vec<_>>().join(", ")
}

/// The one document that was named.
fn only(all: &[Compiled]) -> Result<&Compiled, Failure> {
    all.first().ok_or_else(|| Failure::Said("no policy was given".to_owned()))
}

/// A day of the calendar, as an argument.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day of the calendar like `2025-04-30`".to_owned())
}

fn names<'a>(all: impl IntoIterator<Item = &'a Compiled>) -> String {
    let names: Vec<_> = all.into_iter().map(|one| format!("`{}`", one.source.name())).collect();
    names.join(", ")
}
