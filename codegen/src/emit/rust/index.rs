//! Where modules stand, and the `mod.rs` files over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::names::snake;
use super::page::banner;
use super::{EmitError, Serde, Setting};
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
    let policies = by_policy(modules)?;
    let mut text = banner("spec/", Setting::Package);
    text.push_str("//! Every policy, and the table of their evaluators.\n//!\n");
    text.push_str(
        "//! Decision support only: a clinician decides every denial. State rules and coverage documents\n",
    );
    text.push_str("//! prevail over every policy.\n\n");
    for policy in policies.keys() {
        let _ = writeln!(text, "pub mod {policy};");
    }
    text.push_str(if policies.is_empty() { "" } else { "\n" });
    text.push_str("use criteria_runtime::Evaluator;\n\n");
    text.push_str(&table(&policies, "Evaluator"));
    let mut files = vec![(String::from("mod.rs"), text)];
    files.extend(versions(&policies, Setting::Package));
    Ok(files)
}

/// Writes the same for a program that includes the list: the text to include, which names its
/// modules by their place in `folder` beside it, and the files in that folder.
///
/// # Errors
/// Where two policies share a module.
pub fn emit_included(
    modules: &[ModulePath],
    folder: &str,
) -> Result<(String, Vec<(String, String)>), EmitError> {
    // An included text may begin with no `//!`, and a program need not use all of a policy.
    const UNUSED: &str = "#[allow(dead_code, reason = \"a program need not use all of a policy\")]\n";
    let setting = Setting::BuildScript(Serde::default());
    let policies = by_policy(modules)?;
    let mut text = banner("its policies", setting);
    for policy in policies.keys() {
        let _ =
            writeln!(text, "/// The versions of one policy.\n{UNUSED}#[path = \"{folder}/{policy}/mod.rs\"]");
        let _ = writeln!(text, "pub mod {policy};\n");
    }
    text.push_str(
        &table(&policies, "criteria_runtime::Evaluator").replace("\npub", &format!("\n{UNUSED}pub")),
    );
    Ok((text, versions(&policies, setting).collect()))
}

type Policies<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

fn by_policy(modules: &[ModulePath]) -> Result<Policies<'_>, EmitError> {
    let mut policies = Policies::new();
    for module in modules {
        if !policies.entry(&module.policy).or_default().insert(&module.version) {
            return Err(EmitError::SameModule(module.file()));
        }
    }
    Ok(policies)
}

fn table(policies: &Policies<'_>, evaluator: &str) -> String {
    let mut text = format!("/// Every version of every policy.\npub static POLICIES: &[{evaluator}] = &[");
    for (policy, versions) in policies {
        for version in versions {
            let _ = write!(text, "\n    {policy}::{version}::EVALUATOR,");
        }
    }
    text.push_str(if policies.is_empty() { "];\n" } else { "\n];\n" });
    text
}

fn versions(policies: &Policies<'_>, setting: Setting) -> impl Iterator<Item = (String, String)> {
    policies.iter().map(move |(policy, versions)| {
        let source = if setting == Setting::Package { "spec/" } else { "its policies" };
        let mut text = banner(source, setting);
        text.push_str("//! The versions of one policy.\n\n");
        for version in versions {
            let _ = writeln!(text, "pub mod {version};");
        }
        (format!("{policy}/mod.rs"), text)
    })
}
