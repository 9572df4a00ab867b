//! Connectives behind items: `; and`, `; **OR**`.
//!
//! A connective stands between an item and the next one of its list. Behind the last item of
//! a list it stands between the parent and the parent's next sibling.

use super::anatomy::anatomy;
use super::{Outline, is_note};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Edit, Span};
use crate::spec::ast::{Item, Section};
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
    pub(super) fn verdict(&mut self, gaps: &Gaps) -> Verdict {
        let mut said = gaps.iter().flatten();
        let Some(first) = said.next().copied() else { return Verdict::Silent };
        if let Some(other) = said.find(|other| other.word != first.word).copied() {
            self.sink.push(mixed(first, other));
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

    /// Behind the last item of a top section a connective joins nothing.
    pub(super) fn check_dangling(&mut self, section: &Section) {
        let Some(said) = behind_section(section) else { return };
        let message =
            format!("the last item of `{}` ends in `{}`, but nothing follows it", section.label, said.word);
        self.sink.push(
            Diagnostic::new(Code::DanglingConnective, said.span, message)
                .here("joins nothing")
                .help("put back the item that was lost behind it, or end the item in `.`")
                .fixes(said.tail.map(|tail| Fix::suggested("end the item here", [Edit::replace(tail, ".")]))),
        );
    }
}

fn mixed(first: Said, other: Said) -> Diagnostic {
    let message = format!("one list says both `{}` and `{}`", first.word, other.word);
    Diagnostic::new(Code::MixedAndOr, other.span, message)
        .here(format!("`{}`", other.word))
        .related(first.span, format!("`{}` stands here, in the same list", first.word))
        .help("a connective behind the last item of a list belongs to the list around it")
        .help("letter what belongs together one level deeper, so that each list says one of the two")
}
