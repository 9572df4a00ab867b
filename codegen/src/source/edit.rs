//! Edits as data: pieces of a source, and what belongs in their place.
//!
//! Fixes and the formatter change a document only so: a text is never printed anew, so what
//! no edit names stays byte for byte.

use std::fmt;

use super::Span;

/// One change: the text of `span` gives way to `text`. An empty span inserts, an empty text
/// deletes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes that go.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Why a list of edits was not applied. The text is then as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// An edit lies outside the text, ends before it begins, or cuts a character in two.
    Place(Span),
    /// An edit begins before the one in front of it ends, or two insert at one place.
    Order(Span),
}

impl Edit {
    /// Text in place of a span.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Text in front of a byte.
    pub fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::replace(Span { start: at, end: at }, text)
    }

    /// Nothing in place of a span.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// The text with all edits made. They must be in the order of the text, and may touch but not
/// overlap.
///
/// # Errors
/// Where one of them cannot be made as it says; none is made then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Refused> {
    let mut done = String::with_capacity(text.len());
    let mut at = 0;
    let mut before: Option<Span> = None;
    for Edit { span, text: new } in edits {
        if before.is_some_and(|before| *span == before && span.range().is_empty()) {
            return Err(Refused::Order(*span));
        }
        let range = span.range();
        if text.get(range.clone()).is_none() {
            return Err(Refused::Place(*span));
        }
        done.push_str(text.get(at..range.start).ok_or(Refused::Order(*span))?);
        done.push_str(new);
        at = range.end;
        before = Some(*span);
    }
    done.push_str(text.get(at..).unwrap_or_default());
    Ok(done)
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Place(span) | Self::Order(span)) = self;
        let why = match self {
            Self::Place(_) => "is no piece of the text",
            Self::Order(_) => "is out of order, or overlaps another edit",
        };
        write!(f, "the edit at bytes {} to {} {why}", span.start, span.end)
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit::replace(Span::new(start, end), text)
    }

    #[track_caller]
    fn check(text: &str, edits: &[Edit], expected: Result<&str, Refused>) {
        assert_eq!(apply(text, edits), expected.map(str::to_owned));
    }

    #[test]
    fn edits_are_made_in_order_or_not_at_all() {
        check("age >= 18", &[], Ok("age >= 18"));
        check("age >= 18", &[edit(4, 6, "≥")], Ok("age ≥ 18"));
        check("age", &[edit(0, 0, "The "), edit(0, 1, "A"), edit(3, 3, ";")], Ok("The Age;"));
        check("abcd", &[edit(0, 2, ""), edit(2, 4, "x")], Ok("x"));
        let refused = |start, end| Span::new(start, end);
        check("abcd", &[edit(0, 2, ""), edit(1, 3, "x")], Err(Refused::Order(refused(1, 3))));
        check("abcd", &[edit(2, 3, ""), edit(0, 1, "x")], Err(Refused::Order(refused(0, 1))));
        check("abcd", &[edit(2, 2, "x"), edit(2, 2, "y")], Err(Refused::Order(refused(2, 2))));
        check("≥ 18", &[edit(1, 3, "")], Err(Refused::Place(refused(1, 3))));
        check("abcd", &[edit(3, 5, "")], Err(Refused::Place(refused(3, 5))));
        check("abcd", &[edit(3, 2, "")], Err(Refused::Place(refused(3, 2))));
    }

    proptest! {
        /// The pieces between the edits stay, and the edits stand between them.
        #[test]
        fn what_no_edit_names_stays(pieces in proptest::collection::vec(("[aä≥\n]{1,4}", "[b€]{0,3}", "[xyz]{0,3}"), 0..12)) {
            let (mut text, mut expected, mut edits) = (String::new(), String::new(), Vec::new());
            for (kept, old, new) in &pieces {
                text += kept;
                edits.push(edit(text.len(), text.len() + old.len(), new));
                text += old;
                expected.extend([kept.as_str(), new]);
            }
            prop_assert_eq!(apply(&text, &edits), Ok(expected));
        }

        #[test]
        fn no_edit_makes_it_panic(text in "[a≥\n]{0,8}", places in proptest::collection::vec((0_usize..20, 0_usize..20), 0..4)) {
            let edits: Vec<Edit> = places.iter().map(|(start, end)| edit(*start, *end, "x")).collect();
            let done = apply(&text, &edits);
            prop_assert!(done.is_err() || edits.is_empty() || done != Ok(String::new()));
        }
    }
}
