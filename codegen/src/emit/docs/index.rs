//! What the list of all policies shows.

use serde::Serialize;

use crate::library::terms;
use crate::tree::ast::Policy;
use crate::tree::measure::measure;

/// Where a document is: `⟨folder⟩/⟨version⟩.md`.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// `cp-phar-243`
    pub folder: &'a str,
    /// `2025-05`
    pub version: &'a str,
}

/// The list of all policies.
#[derive(Debug, Serialize)]
pub(super) struct View {
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    version: String,
    path: String,
    term: String,
    leaves: usize,
    typed: usize,
    mixed: usize,
    yes_no: usize,
    hash: String,
}

/// How many digits of a hash the list shows: enough to tell versions apart at a glance.
const SHORT_HASH: usize = 12;

impl View {
    /// The list, in the order given.
    pub(super) fn of(pages: &[(Page<'_>, &Policy, &str)]) -> Self {
        let row = |(page, policy, hash): &(Page<'_>, &Policy, &str)| {
            let measure = measure(policy);
            Row {
                id: policy.id.clone(),
                title: policy.title.clone(),
                version: policy.version.clone(),
                path: format!("{}/{}.md", page.folder, page.version).replace(' ', "%20"),
                term: term(policy, pages),
                leaves: measure.leaves(),
                typed: measure.percent(measure.typed),
                mixed: measure.percent(measure.mixed),
                yes_no: measure.percent(measure.yes_no),
                hash: hash.chars().take(SHORT_HASH).collect(),
            }
        };
        Self { rows: pages.iter().map(row).collect() }
    }
}

/// When a version is in force, among the other versions of its policy.
fn term(policy: &Policy, pages: &[(Page<'_>, &Policy, &str)]) -> String {
    let versions: Vec<&Policy> =
        pages.iter().map(|(_, other, _)| *other).filter(|other| other.id == policy.id).collect();
    let at = versions.iter().position(|other| other.version == policy.version);
    let term = at.and_then(|at| terms(&versions).get(at).copied());
    term.map_or_else(String::new, |term| term.to_string())
}
