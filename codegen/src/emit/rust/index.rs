//! Where modules stand, and the `mod.rs` files over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::EmitError;
use super::names::snake;
use super::page::banner;
use crate::tree::ast::Policy;

/// The place of a policy version among the generated modules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModulePath {
    /// The module of the policy: `cp_phar_243`.
    pub policy: String,
    /// The module of the version: `v2025_05`.
    pub version: String,
}

impl ModulePath {
    /// The file, under the folder of all policies: `cp_phar_243/v2025_05.rs`.
    pub fn file(&self) -> String {
        format!("{}/{}.rs", self.policy, self.version)
    }
}

/// The place of a policy's module.
pub fn module_path(policy: &Policy) -> ModulePath {
    ModulePath {
        policy: snake(&policy.id, "policy"),
        version: snake(&format!("v{}", policy.version), "version"),
    }
}

/// Writes the `mod.rs` files: path under the folder of all policies, and text.
///
/// # Errors
/// Where two policies share a module.
pub fn emit_index(modules: &[ModulePath]) -> Result<Vec<(String, String)>, EmitError> {
    let mut policies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for module in modules {
        if !policies.entry(&module.policy).or_default().insert(&module.version) {
            return Err(EmitError::SameModule(module.file()));
        }
    }
    let mut files = vec![(String::from("mod.rs"), top(&policies))];
    files.extend(
        policies.iter().map(|(policy, versions)| (format!("{policy}/mod.rs"), versions_of(versions))),
    );
    Ok(files)
}

fn top(policies: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let mut text = banner("spec/");
    text.push_str("//! Every policy, and the table of their evaluators.\n//!\n");
    text.push_str(
        "//! Decision support only: a clinician decides every denial. State rules and coverage documents\n",
    );
    text.push_str("//! prevail over every policy.\n\n");
    for policy in policies.keys() {
        let _ = writeln!(text, "pub mod {policy};");
    }
    if !policies.is_empty() {
        text.push('\n');
    }
    text.push_str("use criteria_runtime::Evaluator;\n\n/// Every version of every policy.\n");
    text.push_str("pub static POLICIES: &[Evaluator] = &[");
    for (policy, versions) in policies {
        for version in versions {
            let _ = write!(text, "\n    {policy}::{version}::EVALUATOR,");
        }
    }
    text.push_str(if policies.is_empty() { "];\n" } else { "\n];\n" });
    text
}

fn versions_of(versions: &BTreeSet<&str>) -> String {
    let mut text = banner("spec/");
    text.push_str("//! The versions of one policy.\n\n");
    for version in versions {
        let _ = writeln!(text, "pub mod {version};");
    }
    text
}
