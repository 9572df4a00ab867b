//! The policy document for people, in Markdown, and the list of all policies.
//!
//! New against the tree: words. A view is computed in Rust and tested; the templates only loop
//! and print. Everything in a document comes from the compiled policy; nothing is said twice
//! by hand.

use std::fmt;

use serde::Serialize;
use tera::{Context, Tera};

use crate::artifact;
use crate::compiled::Compiled;
use crate::tree::ast::Policy;

mod examples;
mod facts;
mod index;
mod markdown;
mod outcomes;
mod outline;
mod readings;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use index::Page;
pub use outcomes::determination;

/// Why a document could not be printed: a fault of the template, never of the policy.
#[derive(Debug)]
pub struct Error(tera::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document template does not fit its data: {}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

const TEMPLATES: [(&str, &str); 2] =
    [("policy.md", include_str!("policy.md.tera")), ("index.md", include_str!("index.md.tera"))];

/// The document of a policy.
///
/// # Errors
/// Where the template does not fit its data.
pub fn emit(compiled: &Compiled, policy: &Policy, hash: &str) -> Result<String, Error> {
    let header = artifact::header(compiled.source.name());
    render("policy.md", &header, &view::View::of(compiled, policy, hash))
}

/// The list of all policies: `docs/policies/README.md`.
///
/// # Errors
/// Where the template does not fit its data.
pub fn index(pages: &[(Page<'_>, &Policy, &str)]) -> Result<String, Error> {
    let header = artifact::header("the policies listed here");
    render("index.md", &header, &index::View::of(pages))
}

fn render(template: &str, header: &str, view: &impl Serialize) -> Result<String, Error> {
    let mut tera = Tera::default();
    tera.set_escape_fn(markdown::write_escaped);
    tera.autoescape_on([".md"]);
    tera.add_raw_templates(TEMPLATES).map_err(Error)?;
    let mut context = Context::new();
    context.insert("header", header);
    context.insert("view", view);
    let text = tera.render(template, &context).map_err(Error)?;
    Ok(tidy(&text))
}

/// Without spaces at line ends, without empty lines in a row, with one line end at the end.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        empty = line.is_empty();
    }
    tidied.truncate(tidied.trim_end().len());
    tidied.push('\n');
    tidied
}
