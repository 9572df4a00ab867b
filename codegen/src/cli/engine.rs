//! What commands need of the other passes, in the shape in which they need it.

use std::path::PathBuf;

use crate::compiled::Compiled;
use crate::emit::rust::{self, EmitError, Meta, ModulePath, emit_index, module_path};
use crate::interp::{Determination, Request};
use crate::request;
use crate::tree::ast::Policy;

pub(super) use crate::interp::decide;
pub(super) use crate::request::template as request_template;
pub(super) use crate::tree::hash::meaning_hash;

/// One thing that is wrong with a request.
#[derive(Debug, Clone)]
pub(super) struct Rejection {
    /// The fact, by name, or the key; empty for the request as a whole.
    pub(super) name: String,
    /// Why, in a word or two: `out of range`.
    pub(super) reason: String,
    /// What is wrong and what would be right; never the value.
    pub(super) message: String,
}

/// Reads a request.
///
/// # Errors
/// Where it is malformed: the reasons.
pub(super) fn request_from_json(policy: &Policy, text: &str) -> Result<Request, Vec<Rejection>> {
    let words = |one: crate::interp::Rejection| Rejection {
        name: one.name,
        reason: one.reason.as_str().to_owned(),
        message: one.message,
    };
    request::from_json(policy, text).map_err(|all| all.into_iter().map(words).collect())
}

/// A determination for a reader.
pub(super) fn answer_human(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    request::human(policy, answer)
}

/// A determination for a program, as one line.
pub(super) fn answer_json(policy: &Policy, _request: &Request, answer: &Determination) -> String {
    request::answer(policy, &meaning_hash(policy), answer).to_json_line() + "\n"
}

/// One policy to generate code for: what was compiled, its meaning hash, and the names of its
/// folder and version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// What was compiled.
    pub(super) compiled: &'a Compiled,
    /// The policy.
    pub(super) policy: &'a Policy,
    /// Its meaning hash.
    pub(super) hash: &'a str,
    /// `cp-phar-243`
    pub(super) folder: &'a str,
    /// `2025-05`
    pub(super) version: &'a str,
}

/// The evaluators: paths below the output folder, and texts.
///
/// # Errors
/// Where a policy cannot be said in Rust.
pub(super) fn rust_files(units: &[Unit<'_>]) -> Result<Vec<(PathBuf, String)>, String> {
    let one = |unit: &Unit<'_>| {
        let meta = Meta { source: unit.compiled.source.name().to_owned(), hash: unit.hash.to_owned() };
        Ok((PathBuf::from(module_path(unit.policy).file()), rust::emit(unit.policy, &meta)?))
    };
    units.iter().map(one).collect::<Result<_, EmitError>>().map_err(|error| error.to_string())
}

/// The `mod.rs` files over the evaluators.
///
/// # Errors
/// Where two policies would share a module.
pub(super) fn rust_index(units: &[Unit<'_>]) -> Result<Vec<(PathBuf, String)>, String> {
    let modules: Vec<ModulePath> = units.iter().map(|unit| module_path(unit.policy)).collect();
    let files = emit_index(&modules).map_err(|error| error.to_string())?;
    Ok(files.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect())
}
