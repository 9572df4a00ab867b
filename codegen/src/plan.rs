//! What a build writes: every generated file with its place, computed before the first is
//! written. The command line and build scripts plan here; [`Artifacts`] then does it.

use std::path::{Path, PathBuf};

use crate::artifact::{Artifacts, slashed};
use crate::compiled::Compiled;
#[cfg(feature = "cli")]
use crate::emit::docs;
#[cfg(feature = "cli")]
use crate::emit::rust::emit_index;
use crate::emit::rust::{Meta, ModulePath, Setting, emit_in, emit_included, module_path};
use crate::tree::ast::Policy;
use crate::tree::hash::meaning_hash;

/// One policy to generate from.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    compiled: &'a Compiled,
    policy: &'a Policy,
    hash: String,
}

/// What was compiled, with its meaning hashes.
///
/// # Errors
/// Where a policy was not built, in a sentence. Its errors are the caller's to say before.
pub(crate) fn units(all: &[Compiled]) -> Result<Vec<Unit<'_>>, String> {
    all.iter().map(unit).collect()
}

fn unit(compiled: &Compiled) -> Result<Unit<'_>, String> {
    match &compiled.policy {
        Some(policy) => Ok(Unit { compiled, policy, hash: meaning_hash(policy) }),
        None => Err(format!("`{}` was not compiled, and no message says why", compiled.source.name())),
    }
}

/// The evaluators, below a folder.
///
/// # Errors
/// Where a policy cannot be said in Rust, or two would be one file.
pub(crate) fn evaluators(
    units: &[Unit<'_>],
    setting: Setting,
    folder: &Path,
    artifacts: &mut Artifacts,
) -> Result<(), String> {
    for unit in units {
        let meta = Meta { source: unit.compiled.source.name().to_owned(), hash: unit.hash.clone() };
        let text = emit_in(unit.policy, &meta, setting).map_err(|error| error.to_string())?;
        add(artifacts, folder.join(module_path(unit.policy).file()), text)?;
    }
    artifacts.share(folder);
    Ok(())
}

/// The `mod.rs` files over the evaluators of a folder, which then holds nothing else generated.
///
/// # Errors
/// Where two policies would share a module.
#[cfg(feature = "cli")]
pub(crate) fn evaluator_lists(
    units: &[Unit<'_>],
    folder: &Path,
    artifacts: &mut Artifacts,
) -> Result<(), String> {
    for (path, text) in emit_index(&modules(units)).map_err(|error| error.to_string())? {
        add(artifacts, folder.join(path), text)?;
    }
    artifacts.own(folder);
    Ok(())
}

/// The same for a program that includes the list: it is `file`, and the folder beside it, named
/// `folder`, holds the rest.
///
/// # Errors
/// Where two policies would share a module.
pub(crate) fn included_lists(
    units: &[Unit<'_>],
    file: &Path,
    folder: &str,
    artifacts: &mut Artifacts,
) -> Result<(), String> {
    let below = file.with_file_name(folder);
    let (list, files) = emit_included(&modules(units), folder).map_err(|error| error.to_string())?;
    add(artifacts, file.to_owned(), list)?;
    for (path, text) in files {
        add(artifacts, below.join(path), text)?;
    }
    artifacts.own(below);
    Ok(())
}

fn modules(units: &[Unit<'_>]) -> Vec<ModulePath> {
    units.iter().map(|unit| module_path(unit.policy)).collect()
}

fn add(artifacts: &mut Artifacts, path: PathBuf, text: String) -> Result<(), String> {
    let name = slashed(&path);
    if artifacts.add(path, text) { Ok(()) } else { Err(format!("two policies would both be `{name}`")) }
}

/// The documents, below a folder, named after the places of their sources:
/// `⟨policy⟩/⟨version⟩.md`.
///
/// # Errors
/// Where a source stands elsewhere, or two would be one file.
#[cfg(feature = "cli")]
pub(crate) fn documents(units: &[Unit<'_>], folder: &Path, artifacts: &mut Artifacts) -> Result<(), String> {
    for unit in units {
        let page = unit.page()?;
        let text = docs::emit(unit.compiled, unit.policy, &unit.hash).map_err(|error| error.to_string())?;
        let file = folder.join(page.folder).join(format!("{}.md", page.version));
        if artifacts.paths().any(|path| path == file) {
            let name = unit.compiled.source.name();
            return Err(format!("`{name}` and another policy would both be `{}`", slashed(&file)));
        }
        add(artifacts, file, text)?;
    }
    artifacts.share(folder);
    Ok(())
}

/// The list of all documents in a folder, which then holds nothing else generated.
///
/// # Errors
/// As for [`documents`].
#[cfg(feature = "cli")]
pub(crate) fn document_list(
    units: &[Unit<'_>],
    folder: &Path,
    artifacts: &mut Artifacts,
) -> Result<(), String> {
    let mut pages = Vec::new();
    for unit in units {
        pages.push((unit.page()?, unit.policy, unit.hash.as_str()));
    }
    let index = docs::index(&pages).map_err(|error| error.to_string())?;
    add(artifacts, folder.join("README.md"), index)?;
    artifacts.own(folder);
    Ok(())
}

#[cfg(feature = "cli")]
impl Unit<'_> {
    fn page(&self) -> Result<docs::Page<'_>, String> {
        let name = self.compiled.source.name();
        let mut parts = name.rsplit('/');
        let version = parts.next().and_then(|file| file.strip_suffix(".md"));
        match (version, parts.next()) {
            (Some(version), Some(folder)) => Ok(docs::Page { folder, version }),
            _ => Err(format!(
                "`{name}` is not of the form `⟨policy⟩/⟨version⟩.md`, which names what is generated"
            )),
        }
    }
}
