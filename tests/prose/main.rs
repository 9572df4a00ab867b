//! The prose ledger: every word of every executed sentence is there for something, and a word that is
//! added, taken out or moved is never passed over in silence.

mod ledger;
mod meanings;
mod opposites;
mod patterns;

use std::fs;
use std::path::PathBuf;

use criteria::compiled::Compiled;
use criteria::diagnostic::{Code, Severity};
use criteria::source::Source;
use criteria::tree::hash::canonical;

/// A file of the workspace.
#[track_caller]
fn read(path: &str) -> String {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every policy under `spec/`, by its path, and the base that the pages of the messages change.
fn policies() -> Vec<(String, String)> {
    let mut found = vec!["codegen/src/diagnostic/pages/base.md".to_owned()];
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"));
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap()) {
        for file in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()) {
            if PathBuf::from(&file).extension().is_some_and(|extension| extension == "md") {
                let folder = folder.file_name();
                found.push(format!("spec/{}/{}", folder.to_string_lossy(), file.to_string_lossy()));
            }
        }
    }
    found.sort();
    found.into_iter().map(|path| (read(&path), path)).map(|(text, path)| (path, text)).collect()
}

fn compiled(text: &str) -> Compiled {
    criteria::check(Source::new("policy.md", text))
}

/// What a policy means, with its invariants; `None` where it is refused.
fn meaning(compiled: &Compiled) -> Option<String> {
    let refused = compiled.diagnostics.iter().any(|d| {
        // A failing example shows that the sentence was understood, and changed something.
        d.code.severity() == Severity::Error && !matches!(d.code, Code::ExampleFails | Code::InvariantFails)
    });
    let policy = compiled.policy.as_ref().filter(|_| !refused)?;
    let statements = policy.invariants.iter().flat_map(|invariant| &invariant.statements);
    let statements: Vec<String> = statements.map(|(_, statement)| format!("{statement:?}")).collect();
    Some(format!("{}{}", canonical(policy), statements.join("\n")))
}
