//! What the compiler has to say about a policy: plain data, closed codes, renderers.
//!
//! A message is lower case, free of type names, and answers four questions: what is
//! wrong, where, why it matters, and what to do.

mod code;
mod fix;
mod human;
mod json;
mod sarif;

pub use code::{Code, Severity};
pub use fix::{Fix, Safety};
pub use human::{Style, render};
pub use json::{SCHEMA, render_json};
pub use sarif::{Logged, render_sarif};

use crate::limits::MAX_SHOWN_PLACES;
use crate::source::Span;

/// One thing to say about one place of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of thing; see `criteria explain`.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The place that is wrong.
    pub span: Span,
    /// What is wrong right here, in a few words.
    pub here: String,
    /// Other places that explain it.
    pub related: Vec<(Span, String)>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// The outline path: `I. Initial approval criteria`, `A. Multiple sclerosis`, `4`.
    pub path: Vec<String>,
    /// Edits that would mend it, each of them whole.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic with its message and place; the rest is added with the methods below.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span,
            here: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            path: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// What is wrong right at the place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.here = text.into();
        self
    }

    /// Another place, and what it has to do with it.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Edits that mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same, where there are any.
    #[must_use]
    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }
}

/// Where passes put what they have to say.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    list: Vec<Diagnostic>,
}

impl Sink {
    /// Says it.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// How many errors were said.
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.code.severity() == Severity::Error).count()
    }

    /// Whether an error was said, so that nothing can be built.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// Says once what was said in the same words in several places: the first stays, and names the others.
    pub fn merge(&mut self, same: impl Fn(&Diagnostic) -> bool) {
        let (mut alike, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.list).into_iter().partition(same);
        self.list = rest;
        alike.sort_by_key(|one| one.span);
        let mut kept: Vec<Diagnostic> = Vec::new();
        for one in alike {
            match kept.iter_mut().find(|first| first.message == one.message) {
                Some(first) if first.related.len() < MAX_SHOWN_PLACES => {
                    first.related.push((one.span, "here too".to_owned()));
                }
                Some(_) => {}
                None => kept.push(one),
            }
        }
        self.list.extend(kept);
    }

    /// All that was said, in the order of the source, without repetitions.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|one| (one.span, one.code));
        self.list.dedup();
        self.list
    }
}
