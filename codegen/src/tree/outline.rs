//! The criteria sections: from headings and items to nodes.

use std::ops::Range;

use super::ast::{Body, Criterion, CriterionId, FactId, Formula, Operator, Part, Quote};
use super::build::{Condition, Failure, GroupOperator, Node, Problem, Reading, Refusal};
use super::patterns::{bare, bare_unless};
use super::phrases::Meaning;
use super::reading::{Reader, SentenceReading, WordClass};
use super::words::{TokenKind, lex_range};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::spec::ast::{Item, Section, Text};

/// Builds the nodes of a policy.
pub(crate) struct Outline<'a, 's> {
    reader: Reader<'a>,
    sink: &'s mut Sink,
    pub criteria: Vec<Criterion>,
    pub readings: Vec<SentenceReading>,
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

/// The labels that the parentheses at the end of a parent name: `(a, b, and c)`.
struct Tuple {
    labels: Vec<String>,
    connective: Option<&'static str>,
    span: Span,
}

/// An item's text, taken apart.
struct Anatomy {
    title: Option<Range<usize>>,
    sentence: Range<usize>,
    tuple: Option<Tuple>,
    connective: Option<(&'static str, Range<usize>)>,
    colon: bool,
}

impl<'a, 's> Outline<'a, 's> {
    pub(crate) fn new(reader: Reader<'a>, sink: &'s mut Sink) -> Self {
        Self { reader, sink, criteria: Vec::new(), readings: Vec::new() }
    }

    /// Adds a section with everything under it.
    pub(crate) fn section(&mut self, section: &Section, parent: Option<CriterionId>) -> CriterionId {
        let applies = section.scope.as_ref().and_then(|scope| self.scope(&section.label, scope));
        let id = self.push(&section.label, Part::Whole, parent, quote(&section.heading));
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
            section.items.iter().map(|i| i.literal.clone()).collect()
        };
        let gathers = operator.is_none() && tuple.is_none();
        let body = if gathers && section.items.is_empty() {
            Body::Heading(children)
        } else if gathers {
            let message = format!("`{}` does not say how its criteria combine", section.label);
            self.sink.push(Diagnostic::new(Code::MissingOperator, section.heading.span, message).help(
                "end the heading in `(must meet all)`, `(any of the following)`, `(must meet 1 or 2)`, …",
            ));
            Body::Group(Operator::All, children)
        } else {
            let operator =
                self.operator(operator, tuple.as_ref(), &literals, &children, section.heading.span);
            Body::Group(operator, children)
        };
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

    fn condition(&self, id: CriterionId) -> Option<&Formula> {
        self.criteria.get(id.0).and_then(|criterion| criterion.applies.as_ref())
    }

    fn scope(&mut self, label: &str, scope: &Text) -> Option<Formula> {
        let end = scope.string.trim_end().trim_end_matches(':').len();
        let read = self.reader.read("condition", scope, 0..end, self.sink)?;
        let Node::Condition(Condition::If(formula)) = read.node else {
            self.sink.push(
                Diagnostic::new(
                    Code::UnknownPhrase,
                    scope.span,
                    "a section cannot be for all other requests",
                )
                .help("say for which requests the section is: `For ⟨value⟩ requests:`"),
            );
            return None;
        };
        self.readings.push(SentenceReading {
            place: format!("Scope {label}"),
            text: quote(scope),
            read_as: String::new(),
            words: read.words,
            patterns: read.patterns,
        });
        Some(formula)
    }

    /// The operator in the parentheses at the end of a heading.
    fn heading_operator(&mut self, section: &Section) -> (Option<GroupOperator>, Option<Tuple>) {
        let text = &section.heading;
        let Some(inner) = final_parentheses(&text.string, text.string.len()) else { return (None, None) };
        let words = text.string.get(inner.clone()).unwrap_or_default();
        let meet = words.strip_prefix("must meet ").map_or(0, |rest| words.len() - rest.len());
        if let Some(tuple) = tuple(text, inner.start + meet..inner.end) {
            return (None, Some(tuple));
        }
        match self.reader.try_read("operator", text, inner.clone()) {
            Ok(read) => match read.node {
                Node::Operator(operator) => (Some(operator), None),
                _ => (None, None),
            },
            Err(diagnostic) if !section.items.is_empty() => {
                self.sink.push(*diagnostic);
                (Some(GroupOperator::All), None)
            }
            Err(_) => (None, None),
        }
    }

    fn items(&mut self, items: &[Item], parent: CriterionId, mode: Mode<'_>) -> Vec<CriterionId> {
        let mut children = Vec::new();
        let mut before: Vec<Formula> = Vec::new();
        for item in items {
            let child = self.item(item, parent, mode, &before);
            match self.condition(child) {
                Some(condition) => before.push(condition.clone()),
                None => before.clear(),
            }
            children.push(child);
        }
        children
    }

    fn item(&mut self, item: &Item, parent: CriterionId, mode: Mode<'_>, before: &[Formula]) -> CriterionId {
        let id = self.push(&item.label, Part::Whole, Some(parent), quote(&item.text));
        if item.text.string.starts_with("Note:") {
            return id;
        }
        let anatomy = anatomy(&item.text, !item.children.is_empty());
        if !item.children.is_empty() && !anatomy.colon {
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
            self.items(&item.children, id, Mode::Sentence);
            return id;
        };
        let condition = self.resolve_condition(reading.condition.as_ref(), before, item);
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
            let read = self.reader.read("criterion", text, anatomy.sentence.clone(), self.sink)?;
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
        if let Some(tuple) = &anatomy.tuple {
            let written = lex_range(&text.string, anatomy.sentence.end..text.string.len()).into_iter();
            let written = written.filter(|token| token.kind != TokenKind::Sign);
            words.extend(written.map(|token| {
                let joins = matches!(token.text.as_str(), "and" | "or");
                let class = if joins { WordClass::Connective } else { WordClass::Citation };
                (text.span_of(token.range), token.raw, class)
            }));
            let _ = tuple;
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

    /// A title holds no number, comparator, fact or operator: they would not be read.
    fn check_title(&mut self, text: &Text, title: Range<usize>) {
        let tokens = lex_range(&text.string, title.clone());
        let bad = tokens.iter().enumerate().find(|(at, token)| {
            let rest = tokens.get(*at..).unwrap_or_default();
            let says = self.reader.phrases.at(rest).any(|(meaning, len)| self.would_say(meaning, len));
            let number = token.kind != TokenKind::Word;
            number
                || says
                || matches!(token.text.as_str(), "not" | "unless" | "if" | "none" | "least" | "most")
        });
        if let Some((_, token)) = bad {
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
            Condition::AllOther if before.is_empty() => {
                self.sink.push(
                    Diagnostic::new(
                        Code::BrokenCase,
                        item.text.span,
                        "`for all other requests` has no condition before it to be other than",
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
        let literals: Vec<String> = item.children.iter().map(|child| child.literal.clone()).collect();
        let span = item.text.span;
        let operator = self.operator(reading.operator, anatomy.tuple.as_ref(), &literals, &children, span);
        self.check_connectives(item, operator);
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

    /// What excuses a whole list of agents; refuses an `unless` that does not say whom.
    fn whole_excuse(&mut self, item: &Item, failure: &Failure) -> Option<Formula> {
        if let Some(outcomes) = bare(failure) {
            let problem = bare_unless(item.children.len(), outcomes);
            let at = item.text.string.find("unless").unwrap_or_default();
            let span = item.text.span_of(at..at + "unless".len());
            self.say(problem, span);
            return None;
        }
        let mut agents: Vec<FactId> = Vec::new();
        for child in &item.children {
            let anatomy = anatomy(&child.text, false);
            if let Ok(read) = self.reader.try_read("trials", &child.text, anatomy.sentence) {
                if let Node::Trials(trials) = read.node {
                    agents.extend(trials.agents());
                }
            }
        }
        match self.reader.context.whole_excuse(&agents, failure) {
            Ok(excuse) => excuse,
            Err(Refusal::Problem(problem)) => {
                self.say(problem, item.text.span);
                None
            }
            Err(Refusal::NoSuch) => None,
        }
    }

    /// An item of a failure list.
    fn agents(&mut self, item: &Item, anatomy: &Anatomy, id: CriterionId, failure: &Failure) {
        let Some(read) = self.reader.read("trials", &item.text, anatomy.sentence.clone(), self.sink) else {
            return;
        };
        let Node::Trials(trials) = &read.node else { return };
        let agents = trials.agents();
        let formula = agents
            .iter()
            .try_for_each(|agent| self.reader.context.trial(*agent).map(|_| ()))
            .and_then(|()| self.reader.context.failure_item(trials, failure));
        match formula {
            Ok(formula) => self.set_body(id, Body::Test(formula)),
            Err(Refusal::Problem(problem)) => self.say(problem, item.text.span),
            Err(Refusal::NoSuch) => self.sink.push(
                Diagnostic::new(Code::FactKind, item.text.span, "an item of a failure list is not a trial")
                    .help("give the fact the kind `trial` or `trial with dose` in the vocabulary"),
            ),
        }
        self.note(item, anatomy, read.words, read.patterns);
    }

    fn say(&mut self, problem: Problem, span: Span) {
        let mut diagnostic = Diagnostic::new(problem.code, span, problem.message);
        diagnostic.help = problem.help;
        self.sink.push(diagnostic);
    }

    /// The operator of a list, from its words and its tuple, both checked against the items.
    fn operator(
        &mut self,
        words: Option<GroupOperator>,
        tuple: Option<&Tuple>,
        literals: &[String],
        children: &[CriterionId],
        span: Span,
    ) -> Operator {
        if let Some(tuple) = tuple {
            self.check_tuple(words, tuple, literals);
        }
        let asked: Vec<CriterionId> = children.iter().copied().filter(|id| !self.is_note(*id)).collect();
        let from_tuple = tuple
            .map(|t| if t.connective == Some("or") { GroupOperator::AtLeast(1) } else { GroupOperator::All });
        let Some(words) = words.or(from_tuple) else {
            self.sink.push(
                Diagnostic::new(
                    Code::MissingOperator,
                    span,
                    "the sentence does not say how the items below it combine",
                )
                .help("end it in the labels and a colon, `(a, b, and c):` or `(a or b):`"),
            );
            return Operator::All;
        };
        self.check_count(words, asked.len(), span);
        let conditional = asked.iter().filter(|id| self.condition(**id).is_some()).count();
        let operator = match words {
            GroupOperator::All | GroupOperator::Both => Operator::All,
            GroupOperator::AtLeast(n) => Operator::AtLeast(n.clamp(1, asked.len().max(1))),
            GroupOperator::NoneOf => Operator::NoneOf,
            GroupOperator::Whichever => return Operator::Case,
        };
        if conditional > 1 && conditional == asked.len() && operator != Operator::NoneOf {
            return Operator::Case;
        }
        if conditional > 0 && operator != Operator::All {
            self.sink.push(
                Diagnostic::new(
                    Code::ConditionalUnderOr,
                    span,
                    "some items below stand under a condition, but one of them would be enough",
                )
                .help(
                    "put every item under a condition, so that exactly one applies, or ask for all of them",
                ),
            );
        }
        operator
    }

    fn is_note(&self, id: CriterionId) -> bool {
        self.criteria.get(id.0).is_some_and(|criterion| criterion.quote.text.starts_with("Note:"))
    }

    fn check_tuple(&mut self, words: Option<GroupOperator>, tuple: &Tuple, literals: &[String]) {
        if tuple.labels != literals {
            let message =
                format!("the list has the labels {}, not {}", literals.join(", "), tuple.labels.join(", "));
            self.sink.push(
                Diagnostic::new(Code::LabelTuple, tuple.span, message)
                    .here(format!("{} named, {} written below", tuple.labels.len(), literals.len()))
                    .help("name every item of the list, in its order"),
            );
        }
        let expected = match words {
            Some(GroupOperator::All | GroupOperator::Both) => Some("and"),
            Some(GroupOperator::AtLeast(1) | GroupOperator::NoneOf | GroupOperator::Whichever) => Some("or"),
            Some(GroupOperator::AtLeast(_)) | None => None,
        };
        if tuple.labels.len() > 1
            && (tuple.connective.is_none() || expected.is_some_and(|e| tuple.connective != Some(e)))
        {
            let says = tuple.connective.unwrap_or("neither `and` nor `or`");
            let wants = expected.unwrap_or("and");
            let message = format!("the labels are joined with {says}, the sentence asks for `{wants}`");
            self.sink.push(Diagnostic::new(Code::LabelTuple, tuple.span, message).help(
                "let the words and the labels say the same: `all of … (a and b)`, `one of … (a or b)`",
            ));
        }
    }

    fn check_count(&mut self, words: GroupOperator, count: usize, span: Span) {
        let (fits, says) = match words {
            GroupOperator::Both => (count == 2, "both of the following".to_owned()),
            GroupOperator::AtLeast(n) => (n <= count, format!("at least {n} of the following")),
            GroupOperator::Whichever => (count > 1, "whichever of the following applies".to_owned()),
            GroupOperator::All | GroupOperator::NoneOf => (count > 0, "this list".to_owned()),
        };
        if !fits {
            let message = format!("`{says}` cannot be asked of a list of {count}");
            self.sink.push(
                Diagnostic::new(Code::LabelTuple, span, message)
                    .help("correct the number, or add the items that are missing"),
            );
        }
    }

    /// `; and` and `; or` behind items must agree with the list; the last one belongs to the parent.
    fn check_connectives(&mut self, item: &Item, operator: Operator) {
        let expected = match operator {
            Operator::All => "and",
            Operator::AtLeast(1) | Operator::NoneOf => "or",
            Operator::AtLeast(_) | Operator::Case => return,
        };
        let Some((_, others)) = item.children.split_last() else { return };
        for child in others {
            let anatomy = anatomy(&child.text, !child.children.is_empty());
            if let Some((says, range)) = anatomy.connective.filter(|(says, _)| *says != expected) {
                let message = format!("the item ends in `{says}`, but the list asks for `{expected}`");
                self.sink.push(
                    Diagnostic::new(Code::MixedAndOr, child.text.span_of(range), message)
                        .help(format!("end it in `;` or `; {expected}`, or change how the list combines")),
                );
            }
        }
    }
}

fn quote(text: &Text) -> Quote {
    Quote { text: text.string.clone(), span: text.span }
}

fn last_label(label: &str) -> String {
    label.rsplit('.').next().unwrap_or(label).to_owned()
}

/// Takes an item's text apart: title, sentence, labels in parentheses, closing punctuation.
fn anatomy(text: &Text, has_children: bool) -> Anatomy {
    let string = &text.string;
    let mut end = string.trim_end().len();
    let upto = |end: usize| string.get(..end).unwrap_or_default();
    let mut connective = None;
    for (word, says) in [("and", "and"), ("or", "or")] {
        let head = upto(end);
        let cut = head.len().saturating_sub(word.len());
        let tail = head.get(cut..).unwrap_or_default();
        let before = head.get(..cut).unwrap_or_default().trim_end();
        if tail.eq_ignore_ascii_case(word) && before.ends_with([';', ',', '.']) {
            connective = Some((says, cut..end));
            end = before.len();
            break;
        }
    }
    let colon = upto(end).ends_with(':');
    end = upto(end).trim_end_matches([';', ':', '.', ',']).trim_end().len();
    let mut tuple_found = None;
    if has_children {
        if let Some(inner) = final_parentheses(string, end) {
            if let Some(tuple) = tuple(text, inner.clone()) {
                tuple_found = Some(tuple);
                end = upto(inner.start - 1).trim_end().len();
            }
        }
    }
    let title = text.strong.first().filter(|range| range.start == 0 && range.end <= string.len()).cloned();
    let start = title.as_ref().map_or(0, |title| title.end.min(end));
    let rest = string.get(start..end).unwrap_or_default();
    let lead =
        if title.is_some() { rest.len() - rest.trim_start_matches([' ', ':', ',', '.']).len() } else { 0 };
    Anatomy { title, sentence: start + lead..end.max(start + lead), tuple: tuple_found, connective, colon }
}

/// The inside of the parentheses that end at `end`.
fn final_parentheses(string: &str, end: usize) -> Option<Range<usize>> {
    let head = string.get(..end)?.trim_end();
    let inner = head.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    Some(open + 1..inner.len())
}

/// Reads `a, b, and c`; `None` where it is anything but labels.
fn tuple(text: &Text, range: Range<usize>) -> Option<Tuple> {
    let mut labels = Vec::new();
    let mut connective = None;
    for token in lex_range(&text.string, range.clone()) {
        match token.text.as_str() {
            "and" => connective = Some("and"),
            "or" => connective = Some("or"),
            _ => {
                let roman = token.text.chars().all(|c| "ivx".contains(c));
                let short = token.raw.chars().count() == 1 && token.raw.chars().all(char::is_alphanumeric);
                if !(short || roman || token.kind == TokenKind::Number) {
                    return None;
                }
                labels.push(token.raw);
            }
        }
    }
    let span = text.span_of(range);
    (!labels.is_empty()).then_some(Tuple { labels, connective, span })
}
