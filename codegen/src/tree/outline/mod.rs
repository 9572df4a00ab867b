//! The criteria sections: from headings and items to nodes.

mod agents;
mod anatomy;
mod connectives;
mod headings;
mod naming;
mod open;
mod operators;
mod rows;
#[cfg(test)]
mod tests;

use std::ops::Range;

use anatomy::{Anatomy, anatomy, says_more};
use connectives::{between_items, between_parts};
use operators::Written;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{Item, Section, Text};
use crate::tree::ast::{Body, Criterion, CriterionId, Formula, Operator, Part, Quote};
use crate::tree::build::{Condition, Failure, GroupOperator, Node, Problem, Reading};
use crate::tree::phrases::Meaning;
use crate::tree::reading::{Place, Reader, SentenceReading, WordClass};
use crate::tree::words::{TokenKind, lex_range};

/// Builds the nodes of a policy.
pub(crate) struct Outline<'a, 's> {
    reader: Reader<'a>,
    sink: &'s mut Sink,
    pub criteria: Vec<Criterion>,
    pub readings: Vec<SentenceReading>,
    /// Nodes that could not be read; what depends on them is left alone.
    pub broken: Vec<CriterionId>,
    /// Whether an item before, in the same list, could not be read: it may have had a condition.
    lost: bool,
}

/// How the items of a list are read.
#[derive(Clone, Copy)]
enum Mode<'f> {
    /// As sentences.
    Sentence,
    /// As sentences that only select.
    Selector,
    /// As agents that must have failed.
    Agents(&'f Failure),
}

impl<'a, 's> Outline<'a, 's> {
    pub(crate) fn new(reader: Reader<'a>, sink: &'s mut Sink) -> Self {
        Self { reader, sink, criteria: Vec::new(), readings: Vec::new(), broken: Vec::new(), lost: false }
    }

    /// Adds a section with everything under it.
    pub(crate) fn section(&mut self, section: &Section, parent: Option<CriterionId>) -> CriterionId {
        let applies = section.scope.as_ref().and_then(|scope| self.scope(&section.label, scope));
        let id = self.push(&section.label, Part::Whole, parent, quote(&section.heading));
        if section.scope.is_some() && applies.is_none() {
            self.broken.push(id);
        }
        self.set_condition(id, applies);
        let (operator, tuple) = self.heading_operator(section);
        let mut children = self.items(&section.items, id, Mode::Sentence);
        for inner in &section.sections {
            let child = self.section(inner, Some(id));
            children.push(child);
        }
        let literals: Vec<String> = if section.items.is_empty() {
            section.sections.iter().map(|s| last_label(&s.label)).collect()
        } else {
            literals(&section.items)
        };
        let gaps = between_parts(section);
        let silent = operator.is_none() && tuple.is_none() && gaps.iter().all(Option::is_none);
        let bars = matches!(children.as_slice(), [only] if self.not_permitted(*only));
        let body = if silent && section.items.is_empty() {
            Body::Heading(children)
        } else if silent && bars {
            Body::Group(Operator::All, children)
        } else if silent {
            let message = format!("`{}` does not say how its criteria combine", section.label);
            self.sink.push(Diagnostic::new(Code::MissingOperator, section.heading.span, message).help(
                "end the heading in `(must meet all)`, `(any of the following)`, `(must meet 1 or 2)`, …",
            ));
            Body::Group(Operator::All, children)
        } else {
            let (words, tuple, span) = (operator, tuple.as_ref(), section.heading.span);
            let written = Written { words, tuple, literals: &literals, gaps: &gaps, span };
            Body::Group(self.operator(&written, &children), children)
        };
        if parent.is_none() {
            self.check_dangling(section);
        }
        self.set_body(id, body);
        id
    }

    fn push(&mut self, label: &str, part: Part, parent: Option<CriterionId>, quote: Quote) -> CriterionId {
        let criterion =
            Criterion { label: label.to_owned(), part, parent, quote, applies: None, body: Body::Note };
        self.criteria.push(criterion);
        CriterionId(self.criteria.len() - 1)
    }

    fn set_body(&mut self, id: CriterionId, body: Body) {
        if let Some(criterion) = self.criteria.get_mut(id.0) {
            criterion.body = body;
        }
    }

    fn set_condition(&mut self, id: CriterionId, applies: Option<Formula>) {
        if let Some(criterion) = self.criteria.get_mut(id.0) {
            criterion.applies = applies;
        }
    }

    fn not_permitted(&self, id: CriterionId) -> bool {
        self.criteria.get(id.0).is_some_and(|criterion| criterion.body == Body::NotPermitted)
    }

    fn condition(&self, id: CriterionId) -> Option<&Formula> {
        self.criteria.get(id.0).and_then(|criterion| criterion.applies.as_ref())
    }

    fn items(&mut self, items: &[Item], parent: CriterionId, mode: Mode<'_>) -> Vec<CriterionId> {
        let mut children = Vec::new();
        let mut before: Vec<Formula> = Vec::new();
        let around = self.lost;
        let mut lost = false;
        for item in items {
            self.lost = lost;
            let child = self.item(item, parent, mode, &before);
            if let Some(condition) = self.condition(child) {
                before.push(condition.clone());
            } else {
                before.clear();
                lost = self.broken.contains(&child);
            }
            children.push(child);
        }
        self.lost = around;
        children
    }

    fn item(&mut self, item: &Item, parent: CriterionId, mode: Mode<'_>, before: &[Formula]) -> CriterionId {
        let id = self.push(&item.label, Part::Whole, Some(parent), quote(&item.text));
        if is_note(item) {
            return id;
        }
        if !item.cells.is_empty() {
            self.row(item, id, mode, before);
            return id;
        }
        let anatomy = anatomy(&item.text, !item.children.is_empty());
        if !item.children.is_empty() && !anatomy.colon && !self.reader.doubts.covers(item.text.span) {
            self.sink.push(
                Diagnostic::new(
                    Code::MissingOperator,
                    item.text.span,
                    "a criterion over a list does not end in a colon",
                )
                .help(
                    "say how the items combine and end the line in a colon: `one of the following (a or b):`",
                ),
            );
        }
        if let Mode::Agents(failure) = mode {
            self.agents(item, &anatomy, id, failure);
            return id;
        }
        let Some(reading) = self.reading(item, &anatomy) else {
            self.broken.push(id);
            self.children_of_unread(item, id);
            return id;
        };
        let condition = self.resolve_condition(reading.condition.as_ref(), before, item);
        if reading.condition.is_some() && condition.is_none() {
            self.broken.push(id);
        }
        self.set_condition(id, condition);
        if matches!(mode, Mode::Selector) && item.children.is_empty() && reading.condition.is_none() {
            self.set_condition(id, reading.sentence.clone());
            self.set_body(id, Body::Selector);
        } else if item.children.is_empty() {
            self.leaf(item, id, &reading);
        } else {
            self.group(item, id, &reading, &anatomy);
        }
        id
    }

    /// The items under a sentence that could not be read. They may be agents of a failure, or
    /// sentences: what fits either way is not complained about.
    fn children_of_unread(&mut self, item: &Item, id: CriterionId) {
        for child in &item.children {
            let part = anatomy(&child.text, !child.children.is_empty()).sentence;
            let agents =
                child.children.is_empty() && self.reader.try_read("trials", &child.text, part).is_ok();
            if agents {
                let child = self.push(&child.label, Part::Whole, Some(id), quote(&child.text));
                self.broken.push(child);
            } else {
                self.items(std::slice::from_ref(child), id, Mode::Sentence);
            }
        }
    }

    /// Reads an item's sentence; a bold title alone says nothing but the list.
    fn reading(&mut self, item: &Item, anatomy: &Anatomy) -> Option<Reading> {
        let text = &item.text;
        let mut words: Vec<(Span, String, WordClass)> = Vec::new();
        if let Some(title) = &anatomy.title {
            self.check_title(text, title.clone());
            words.extend(
                lex_range(&text.string, title.clone())
                    .into_iter()
                    .map(|token| (text.span_of(token.range), token.raw, WordClass::Title)),
            );
        }
        let sentence = text.string.get(anatomy.sentence.clone()).unwrap_or_default();
        let mut reading = Reading::default();
        let mut patterns = Vec::new();
        if !sentence.trim().is_empty() || anatomy.title.is_none() {
            let place = Place { start: "criterion", text, part: anatomy.sentence.clone() };
            let read = match self.read_over(item, anatomy, &place) {
                Ok(read) => read,
                Err(diagnostic) => {
                    let named = self.named(item, anatomy).filter(|_| diagnostic.code == Code::UnknownPhrase);
                    self.reader.say(named.unwrap_or(*diagnostic), text.span, self.sink);
                    return None;
                }
            };
            words.extend(read.words);
            patterns = read.patterns;
            if let Node::Criterion(found) = read.node {
                reading = *found;
            }
        }
        self.note(item, anatomy, words, patterns);
        Some(reading)
    }

    fn note(
        &mut self,
        item: &Item,
        anatomy: &Anatomy,
        mut words: Vec<(Span, String, WordClass)>,
        patterns: Vec<&'static str>,
    ) {
        let text = &item.text;
        if anatomy.tuple.is_some() {
            let written = lex_range(&text.string, anatomy.sentence.end..text.string.len()).into_iter();
            let written = written.filter(|token| token.kind != TokenKind::Sign);
            words.extend(written.map(|token| {
                let joins = matches!(token.text.as_str(), "and" | "or");
                let class = if joins { WordClass::Connective } else { WordClass::Citation };
                (text.span_of(token.range), token.raw, class)
            }));
        }
        if let Some((_, range)) = &anatomy.connective {
            let raw = text.string.get(range.clone()).unwrap_or_default().to_owned();
            words.push((text.span_of(range.clone()), raw, WordClass::Connective));
        }
        self.readings.push(SentenceReading {
            place: item.label.clone(),
            text: quote(text),
            read_as: String::new(),
            words,
            patterns,
        });
    }

    /// A title holds no number, comparator, fact, condition or operator: they would not be read.
    fn check_title(&mut self, text: &Text, title: Range<usize>) {
        let tokens = lex_range(&text.string, title.clone());
        let bad = tokens.iter().enumerate().find(|(at, token)| {
            let rest = tokens.get(*at..).unwrap_or_default();
            let says = self.reader.phrases.at(rest).any(|(meaning, len)| self.would_say(meaning, len));
            let number = token.kind != TokenKind::Word;
            number || says || says_more(&tokens, *at)
        });
        if let Some((_, token)) = bad.filter(|_| !self.reader.doubts.words) {
            let message = format!("the title holds `{}`, which would not be read", token.raw);
            self.sink.push(
                Diagnostic::new(Code::UnknownPhrase, text.span_of(token.range.clone()), message)
                    .help("a bold title is only a name: write what is asked as a sentence, without bold"),
            );
        }
    }

    /// Whether a phrase in a title says something: a yes/no fact, or a name of several words.
    fn would_say(&self, meaning: Meaning, words: usize) -> bool {
        match meaning {
            Meaning::Fact(id) | Meaning::NotFact(id) => words > 1 || self.reader.context.yes_no(id).is_ok(),
            Meaning::Choice(..) | Meaning::List(_) | Meaning::Unit(_) => false,
        }
    }

    fn resolve_condition(
        &mut self,
        condition: Option<&Condition>,
        before: &[Formula],
        item: &Item,
    ) -> Option<Formula> {
        match condition? {
            Condition::If(formula) => Some(formula.clone()),
            Condition::AllOther if before.is_empty() && self.lost => None,
            Condition::AllOther if before.is_empty() => {
                let requests = self.reader.requests;
                self.sink.push(
                    Diagnostic::new(
                        Code::BrokenCase,
                        item.text.span,
                        format!("`for all other {requests}` has no condition before it to be other than"),
                    )
                    .help("write it behind items that start with `If …` or `For …`, without another item between"),
                );
                None
            }
            Condition::AllOther => Some(Formula::Not(Box::new(Formula::Any(before.to_vec())))),
        }
    }

    /// A criterion without items under it.
    fn leaf(&mut self, item: &Item, id: CriterionId, reading: &Reading) {
        match (&reading.sentence, reading.operator) {
            _ if reading.not_permitted => self.set_body(id, Body::NotPermitted),
            (Some(sentence), None) => self.set_body(id, Body::Test(sentence.clone())),
            (_, Some(_)) => self.sink.push(
                Diagnostic::new(
                    Code::MissingOperator,
                    item.text.span,
                    "the items that this sentence announces are missing",
                )
                .help("write them below it, indented: `   - a. …`"),
            ),
            (None, None) => self.sink.push(
                Diagnostic::new(Code::UnknownPhrase, item.text.span, "nothing is asked here")
                    .help("write a sentence behind the title or condition"),
            ),
        }
    }

    /// A criterion over the items under it.
    fn group(&mut self, item: &Item, id: CriterionId, reading: &Reading, anatomy: &Anatomy) {
        if reading.not_permitted {
            let message = format!("`{}` permits nothing, so no list can stand under it", item.label);
            self.sink.push(
                Diagnostic::new(Code::Reauthorization, item.text.span, message)
                    .help("write the sentence alone, and the list as criteria of another section"),
            );
        }
        let excuse = reading.failure.as_ref().and_then(|failure| self.whole_excuse(item, failure));
        let (first, inner) = match (&reading.sentence, &excuse) {
            (Some(sentence), _) => (Some(self.part(item, id, Part::Sentence, sentence)), None),
            (None, Some(excuse)) => (Some(self.part(item, id, Part::Excuse, excuse)), None),
            (None, None) => (None, Some(id)),
        };
        let inner =
            inner.unwrap_or_else(|| self.push(&item.label, Part::Following, Some(id), quote(&item.text)));
        let mode = match (&reading.failure, reading.operator) {
            (Some(failure), _) => Mode::Agents(failure),
            (None, Some(GroupOperator::Whichever)) => Mode::Selector,
            (None, _) => Mode::Sentence,
        };
        let children = self.items(&item.children, inner, mode);
        let literals = literals(&item.children);
        let span = item.text.span;
        let gaps = between_items(&item.children);
        let (words, tuple) = (reading.operator, anatomy.tuple.as_ref());
        let written = Written { words, tuple, literals: &literals, gaps: &gaps, span };
        let operator = self.operator(&written, &children);
        self.set_body(inner, Body::Group(operator, children));
        if let Some(first) = first {
            let outer = if reading.sentence.is_some() { Operator::All } else { Operator::AtLeast(1) };
            self.set_body(id, Body::Group(outer, vec![first, inner]));
        }
    }

    fn part(&mut self, item: &Item, parent: CriterionId, part: Part, formula: &Formula) -> CriterionId {
        let id = self.push(&item.label, part, Some(parent), quote(&item.text));
        self.set_body(id, Body::Test(formula.clone()));
        id
    }

    fn say(&mut self, problem: Problem, span: Span) {
        let mut diagnostic = Diagnostic::new(problem.code, span, problem.message);
        diagnostic.help = problem.help;
        self.reader.say(diagnostic, span, self.sink);
    }
}

fn quote(text: &Text) -> Quote {
    Quote { text: text.string.clone(), span: text.span }
}

/// Whether an item is information only.
fn is_note(item: &Item) -> bool {
    item.text.string.starts_with("Note:")
}

/// The labels of what is asked for: a note's is not among them.
fn literals(items: &[Item]) -> Vec<String> {
    items.iter().filter(|item| !is_note(item)).map(|item| item.literal.clone()).collect()
}

fn last_label(label: &str) -> String {
    label.rsplit('.').next().unwrap_or(label).to_owned()
}
