//! What the list of all policies shows.

use serde::Serialize;

use crate::tree::ast::Policy;

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
    from: String,
    hash: String,
}

/// How many digits of a hash the list shows: enough to tell versions apart at a glance.
const SHORT_HASH: usize = 12;

impl View {
    /// The list, in the order given.
    pub(super) fn of(pages: &[(Page<'_>, &Policy, &str)]) -> Self {
        let row = |(page, policy, hash): &(Page<'_>, &Policy, &str)| Row {
            id: policy.id.clone(),
            title: policy.title.clone(),
            version: policy.version.clone(),
            path: format!("{}/{}.md", page.folder, page.version).replace(' ', "%20"),
            from: policy.in_force_from.to_string(),
            hash: hash.chars().take(SHORT_HASH).collect(),
        };
        Self { rows: pages.iter().map(row).collect() }
    }
}
