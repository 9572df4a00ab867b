//! Connectives behind items: `; and`, `; **OR**`.
//!
//! A connective stands between an item and the next one of its list. Behind the last item of
//! a list it stands between the parent and the parent's next sibling.

use super::anatomy::anatomy;
use super::{Outline, is_note};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Edit, Span};
use crate::spec::ast::{Item, Section, Text};
use crate::tree::ast::Operator;
use crate::tree::build::GroupOperator;

/// A connective as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    word: &'static str,
    /// Whether it stands in capitals.
    capitals: bool,
    span: Span,
    /// From the end of the sentence before it; where it is bold, none: marks stand between.
    tail: Option<Span>,
}

/// What stands between the items of a list: one place for each item but the last.
pub(super) type Gaps = [Option<Said>];

/// What the connectives of a list say together.
pub(super) enum Verdict {
    /// None is written.
    Silent,
    /// How the items combine.
    Says(GroupOperator),
    /// They contradict one another, or some are missing; reported.
    Reported,
}

/// The connective at the end of a criterion's text.
pub(crate) fn connective(text: &Text) -> Option<&'static str> {
    anatomy(text, false).connective.map(|(word, _)| word)
}

/// What stands behind an item and all that is under it.
fn behind_item(item: &Item) -> Option<Said> {
    if let Some(last) = item.children.iter().rev().find(|child| !is_note(child)) {
        return behind_item(last);
    }
    let (word, range) = anatomy(&item.text, false).connective?;
    let string = &item.text.string;
    let raw = string.get(range.clone()).unwrap_or_default();
    let before = string.get(..range.start).unwrap_or_default();
    let from = before.trim_end().trim_end_matches([';', ',', '.']).trim_end().len();
    let plain = !item.text.strong.iter().any(|bold| bold.start == range.start);
    let tail = plain.then(|| item.text.span_of(from..range.end));
    let capitals = raw.chars().all(char::is_uppercase);
    Some(Said { word, capitals, span: item.text.span_of(range), tail })
}

/// What stands behind a section.
pub(super) fn behind_section(section: &Section) -> Option<Said> {
    let last = section.items.iter().rev().find(|item| !is_note(item));
    match section.sections.last() {
        Some(inner) => behind_section(inner),
        None => last.and_then(behind_item),
    }
}

/// What stands between the items of a list.
pub(super) fn between_items(items: &[Item]) -> Vec<Option<Said>> {
    let mut behind: Vec<_> = items.iter().filter(|item| !is_note(item)).map(behind_item).collect();
    behind.pop();
    behind
}

/// What stands between the items and sections of a section.
pub(super) fn between_parts(section: &Section) -> Vec<Option<Said>> {
    let items = section.items.iter().filter(|item| !is_note(item)).map(behind_item);
    let mut behind: Vec<_> = items.chain(section.sections.iter().map(behind_section)).collect();
    behind.pop();
    behind
}

impl Outline<'_, '_> {
    /// What the connectives say, all of them taken together.
    pub(super) fn verdict(&mut self, gaps: &Gaps, literals: &[String]) -> Verdict {
        let mut said = gaps.iter().flatten();
        let Some(first) = said.next().copied() else { return Verdict::Silent };
        if let Some(other) = said.find(|other| other.word != first.word).copied() {
            let mut report = mixed(first, other);
            report.help = groupings(gaps, literals).into_iter().chain(report.help).collect();
            self.sink.push(report);
            return Verdict::Reported;
        }
        let written = gaps.iter().flatten().count();
        let only_last = written == 1 && gaps.last().is_some_and(Option::is_some);
        if written < gaps.len() && !only_last {
            let message = format!("some items of this list end in `{}`, others in nothing", first.word);
            self.sink.push(
                Diagnostic::new(Code::MissingOperator, first.span, message)
                    .here(format!("`{}` stands here", first.word))
                    .help(format!(
                        "end every item but the last in `; {0}`, or only the last but one: a word may have been lost",
                        first.word
                    )),
            );
            return Verdict::Reported;
        }
        Verdict::Says(if first.word == "or" { GroupOperator::AtLeast(1) } else { GroupOperator::All })
    }

    /// `; and` and `; or` behind items must agree with each other and with the list.
    pub(super) fn check_connectives(&mut self, gaps: &Gaps, operator: Operator) {
        let expected = match operator {
            Operator::All => Some("and"),
            Operator::AtLeast(1) | Operator::NoneOf => Some("or"),
            Operator::AtLeast(_) | Operator::Case => None,
        };
        let said = || gaps.iter().flatten();
        let Some(expected) = expected else {
            let first = said().next();
            let other = first.and_then(|first| said().find(|other| other.word != first.word));
            if let (Some(first), Some(other)) = (first, other) {
                self.sink.push(mixed(*first, *other));
            }
            return;
        };
        for wrong in said().filter(|said| said.word != expected) {
            let message = format!("the item ends in `{}`, but the list asks for `{expected}`", wrong.word);
            let better = if wrong.capitals { expected.to_uppercase() } else { expected.to_owned() };
            let fix =
                Fix::suggested(format!("write `{better}`"), [Edit::replace(wrong.span, better.as_str())]);
            self.sink.push(
                Diagnostic::new(Code::MixedAndOr, wrong.span, message)
                    .help(format!("end it in `;` or `; {expected}`, or change how the list combines"))
                    .fix(fix),
            );
        }
    }

    /// Whether a section without an operator only gathers others, each for requests of its own. A connective at
    /// the end of one of them joins nothing, and is reported.
    pub(super) fn only_gathers(&mut self, section: &Section) -> bool {
        let gathers = section.items.is_empty() && section.sections.iter().all(|inner| inner.scope.is_some());
        if let Some((_, before)) = section.sections.split_last().filter(|_| gathers) {
            for inner in before {
                let why =
                    format!("the sections under `{}` are each for requests of their own", section.label);
                self.joins_nothing(inner, &why);
            }
        }
        gathers
    }

    /// Behind the last item of a top section a connective joins nothing.
    pub(super) fn check_dangling(&mut self, section: &Section) {
        self.joins_nothing(section, "nothing follows it");
    }

    fn joins_nothing(&mut self, section: &Section, why: &str) {
        let Some(said) = behind_section(section) else { return };
        let message = format!("the last item of `{}` ends in `{}`, but {why}", section.label, said.word);
        self.sink.push(
            Diagnostic::new(Code::DanglingConnective, said.span, message)
                .here("joins nothing")
                .help("put back the item that was lost behind it, or end the item in `.`")
                .fixes(said.tail.map(|tail| Fix::suggested("end the item here", [Edit::replace(tail, ".")]))),
        );
    }
}

/// What a list with both connectives can mean, laid out by its labels.
fn groupings(gaps: &Gaps, literals: &[String]) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    let mut next = "";
    for gap in gaps.iter().rev() {
        // Where nothing is written, what is said next counts.
        next = gap.map_or(next, |said| said.word);
        words.push(next);
    }
    words.reverse();
    if literals.len() != words.len() + 1 || literals.len() > MAX_LAID_OUT {
        return Vec::new();
    }
    let said = |closer: &str, other: &str, over: &str| {
        let mut groups: Vec<Vec<&str>> = Vec::new();
        for (at, label) in literals.iter().enumerate() {
            let joins = at.checked_sub(1).and_then(|gap| words.get(gap)) == Some(&closer);
            match groups.last_mut().filter(|_| joins) {
                Some(group) => group.push(label),
                None => groups.push(vec![label]),
            }
        }
        let shown: Vec<String> = groups
            .iter()
            .map(|group| match group.as_slice() {
                [one] => format!("`{one}`"),
                several => format!("(`{}`)", several.join(&format!("` {closer} `"))),
            })
            .collect();
        format!(
            "if `{closer}` binds closer, this is {}: write what stands in parentheses one level deeper, under an item \
             `{over} of the following …:`",
            shown.join(&format!(" {other} "))
        )
    };
    vec![said("and", "or", "all"), said("or", "and", "one")]
}

/// Items of a list that are laid out, at most.
const MAX_LAID_OUT: usize = 12;

fn mixed(first: Said, other: Said) -> Diagnostic {
    let message = format!("one list says both `{}` and `{}`", first.word, other.word);
    Diagnostic::new(Code::MixedAndOr, other.span, message)
        .here(format!("`{}`", other.word))
        .related(first.span, format!("`{}` stands here, in the same list", first.word))
        .help("a connective behind the last item of a list belongs to the list around it")
        .help("letter what belongs together one level deeper, so that each list says one of the two")
}
