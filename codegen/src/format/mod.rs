//! The formatter: one layout for all policies, by edits on the source.
//!
//! New against the spec: where spaces, blank lines and markers belong. No text is printed anew, so
//! words, labels and numbers cannot change; and what is read before and after is compared, so that
//! a document is laid out without a change of meaning, or left alone.

mod edits;
mod lines;
mod lists;
mod tables;
#[cfg(test)]
mod tests;
mod text;

use crate::diagnostic::{Diagnostic, Sink};
use crate::source::{Refused, Source, apply};
use crate::spec::{self, gist::gist, shape::shape};

/// Why a document was left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unformatted {
    /// Its form has errors: what its author wrote is not known.
    Form(Vec<Diagnostic>),
    /// Its layout is such that another one would be read otherwise.
    WouldChange,
}

impl From<Refused> for Unformatted {
    fn from(_: Refused) -> Self {
        Self::WouldChange
    }
}

/// The document in the layout of the house.
///
/// # Errors
/// Where the document cannot be read, or would not be read alike afterwards.
pub fn format(source: &Source) -> Result<String, Unformatted> {
    let mut sink = Sink::default();
    let before = spec::parse(source, &mut sink);
    let found = sink.into_sorted();
    if !found.is_empty() {
        return Err(Unformatted::Form(found));
    }
    let plain = apply(source.text(), &lines::ends(source.text()))?;
    let plain = Source::new(source.name(), plain);
    let done = apply(plain.text(), &laid_out(&plain))?;
    if done == source.text() {
        return Ok(done);
    }
    let done = Source::new(source.name(), done);
    let mut sink = Sink::default();
    let after = spec::parse(&done, &mut sink);
    if sink.into_sorted().is_empty() && gist(&before) == gist(&after) {
        Ok(done.text().to_owned())
    } else {
        Err(Unformatted::WouldChange)
    }
}

/// The edits that lay a document out; its lines end in `\n`.
fn laid_out(source: &Source) -> Vec<crate::source::Edit> {
    let blocks = shape(source);
    let mut edits = edits::Edits::new(source);
    lines::between(&blocks, &mut edits);
    for block in &blocks {
        lines::inside(block, &mut edits);
    }
    edits.done()
}
