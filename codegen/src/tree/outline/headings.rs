//! What a heading says: the scope of its section, and how its criteria combine.

use std::ops::Range;

use super::anatomy::{Tuple, final_parentheses, tuple};
use super::{Outline, quote};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::spec::ast::{Section, Text};
use crate::tree::ast::Formula;
use crate::tree::build::{Condition, GroupOperator, Node};
use crate::tree::header::cut;
use crate::tree::reading::{SentenceReading, WordClass};
use crate::tree::words::{Token, find, lex_range};

impl Outline<'_, '_> {
    /// The scope line under a heading.
    pub(super) fn scope(&mut self, label: &str, scope: &Text) -> Option<Formula> {
        let end = scope.string.trim_end().trim_end_matches(':').len();
        let read = self.reader.read("condition", scope, 0..end, self.sink)?;
        let requests = self.reader.requests;
        let Node::Condition(Condition::If(formula)) = read.node else {
            self.sink.push(
                Diagnostic::new(
                    Code::UnknownPhrase,
                    scope.span,
                    format!("a section cannot be for all other {requests}"),
                )
                .help(format!("say for which {requests} the section is: `For ⟨value⟩ {requests}:`")),
            );
            return None;
        };
        self.readings.push(SentenceReading {
            place: format!("Scope {label}"),
            text: quote(scope),
            read_as: String::new(),
            not_met: String::new(),
            words: read.words,
            patterns: read.patterns,
        });
        Some(formula)
    }

    /// The operator in the parentheses at the end of a heading.
    pub(super) fn heading_operator(&mut self, section: &Section) -> (Option<GroupOperator>, Option<Tuple>) {
        let text = &section.heading;
        let Some(inner) = final_parentheses(&text.string, text.string.len()) else { return (None, None) };
        let words = text.string.get(inner.clone()).unwrap_or_default();
        let labels = behind_must_meet(text, inner.clone());
        self.said_once(text, inner.start.saturating_sub(1));
        if let Some(tuple) = tuple(text, labels.clone()) {
            self.note_heading(section, inner.clone(), labels_in_words(text, inner, labels.start), Vec::new());
            return (None, Some(tuple));
        }
        match self.reader.try_read("operator", text, inner.clone()) {
            Ok(read) => {
                self.note_heading(section, inner, read.words, read.patterns);
                match read.node {
                    Node::Operator(operator) => (Some(operator), None),
                    _ => (None, None),
                }
            }
            Err(diagnostic) if !section.items.is_empty() || sounds_like_operator(words) => {
                self.reader.say(*diagnostic, text.span, self.sink);
                (Some(GroupOperator::All), None)
            }
            Err(_) => (None, None),
        }
    }

    /// How the criteria combine is said at the end of a heading, and nowhere before it.
    fn said_once(&mut self, text: &Text, end: usize) {
        let tokens = lex_range(&text.string, 0..end);
        let Some(range) = find(&tokens, OPERATORS) else { return };
        let words = text.string.get(range.clone()).unwrap_or_default();
        let message = format!("`{words}` stands in the name of a section, where it is not executed");
        self.sink.push(
            Diagnostic::new(Code::MissingOperator, text.span_of(range), message)
                .here("not executed")
                .help("say once, in the last parentheses of the heading, how its criteria combine"),
        );
    }

    fn note_heading(
        &mut self,
        section: &Section,
        part: Range<usize>,
        words: Vec<(Span, String, WordClass)>,
        patterns: Vec<&'static str>,
    ) {
        self.readings.push(SentenceReading {
            place: section.label.clone(),
            text: quote(&cut(&section.heading, part)),
            read_as: String::new(),
            not_met: String::new(),
            words,
            patterns,
        });
    }
}

/// Words that say how criteria combine, wherever they stand.
const OPERATORS: &[&[&str]] = &[&["must", "meet"], &["of", "the", "following"]];

/// What stands behind `must meet`; everything where that does not stand.
fn behind_must_meet(text: &Text, inner: Range<usize>) -> Range<usize> {
    let tokens = lex_range(&text.string, inner.clone());
    match tokens.as_slice() {
        [must, meet, first, ..] if must.text == "must" && meet.text == "meet" => first.range.start..inner.end,
        _ => inner,
    }
}

/// The words of `must meet 1 or 2`; the labels begin at `labels`.
fn labels_in_words(text: &Text, inner: Range<usize>, labels: usize) -> Vec<(Span, String, WordClass)> {
    let class = |token: &Token| match token.text.as_str() {
        _ if token.range.start < labels => WordClass::Operator,
        "and" | "or" => WordClass::Connective,
        _ => WordClass::Citation,
    };
    let tokens = lex_range(&text.string, inner).into_iter();
    tokens.map(|token| (text.span_of(token.range.clone()), token.raw.clone(), class(&token))).collect()
}

/// Whether the end of a heading is meant to say how its sections combine.
fn sounds_like_operator(words: &str) -> bool {
    words.split_whitespace().any(|word| matches!(word, "must" | "meet" | "following"))
}
