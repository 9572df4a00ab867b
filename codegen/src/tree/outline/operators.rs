//! How the items of a list combine: the words, the labels in parentheses and the items must agree.

use super::Outline;
use super::anatomy::Tuple;
use super::connectives::{Gaps, Verdict};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Edit, Span};
use crate::tree::ast::{CriterionId, Operator};
use crate::tree::build::GroupOperator;

/// What is written about how the items of a list combine.
pub(super) struct Written<'w> {
    /// The words: `one of the following`.
    pub words: Option<GroupOperator>,
    /// The labels in parentheses.
    pub tuple: Option<&'w Tuple>,
    /// The labels of the items.
    pub literals: &'w [String],
    /// The connectives between the items.
    pub gaps: &'w Gaps,
    /// Where the list is announced.
    pub span: Span,
}

impl Outline<'_, '_> {
    /// The operator of a list: from its words, its labels in parentheses, or the connectives
    /// between its items. What is said more than once must agree.
    pub(super) fn operator(&mut self, written: &Written<'_>, children: &[CriterionId]) -> Operator {
        let Written { words, tuple, literals, gaps, .. } = *written;
        if let Some(tuple) = tuple {
            // A label that is wrong is complained about already, and named as it should be.
            let quote = |id: &CriterionId| self.criteria.get(id.0).map(|criterion| criterion.quote.span);
            let list = children.iter().filter_map(quote).fold(written.span, Span::to);
            if !self.reader.doubts.covers(list) {
                self.check_tuple(words, tuple, literals);
            }
        }
        let said = words.is_some() || tuple.is_some();
        let infix = if said { None } else { Some(self.verdict(gaps, literals)) };
        let operator = self.combined(written, infix.as_ref(), children);
        if said {
            self.check_connectives(gaps, operator);
        }
        operator
    }

    fn combined(
        &mut self,
        written: &Written<'_>,
        infix: Option<&Verdict>,
        children: &[CriterionId],
    ) -> Operator {
        let Written { words, tuple, span, .. } = *written;
        let asked: Vec<CriterionId> = children.iter().copied().filter(|id| !self.is_note(*id)).collect();
        let from_tuple = tuple
            .map(|t| if t.connective == Some("or") { GroupOperator::AtLeast(1) } else { GroupOperator::All });
        let from_gaps = match infix {
            Some(Verdict::Says(operator)) => Some(*operator),
            Some(Verdict::Silent) if self.is_case(&asked) => return Operator::Case,
            Some(Verdict::Reported) => return Operator::All,
            Some(Verdict::Silent) | None => None,
        };
        let Some(words) = words.or(from_tuple).or(from_gaps) else {
            self.sink.push(
                Diagnostic::new(
                    Code::MissingOperator,
                    span,
                    "the sentence does not say how the items below it combine",
                )
                .help("end it in the labels and a colon, `(a, b, and c):` or `(a or b):`")
                .help("or end every item but the last in `; and`, or in `; or`"),
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
        let unread = asked.iter().any(|id| self.broken.contains(id));
        if conditional > 0 && operator != Operator::All && !unread {
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

    /// Whether every item stands under a condition of its own.
    fn is_case(&self, asked: &[CriterionId]) -> bool {
        asked.len() > 1 && asked.iter().all(|id| self.condition(*id).is_some())
    }

    fn is_note(&self, id: CriterionId) -> bool {
        self.criteria.get(id.0).is_some_and(|criterion| criterion.quote.text.starts_with("Note:"))
    }

    fn check_tuple(&mut self, words: Option<GroupOperator>, tuple: &Tuple, literals: &[String]) {
        let expected = match words {
            Some(GroupOperator::All | GroupOperator::Both) => Some("and"),
            // As many as there are is all of them, and either word says it.
            Some(GroupOperator::AtLeast(n)) if n > 1 && n == literals.len() => None,
            Some(GroupOperator::AtLeast(_) | GroupOperator::NoneOf | GroupOperator::Whichever) => Some("or"),
            None => None,
        };
        let mend = tuple_of(literals, expected.or(tuple.connective)).map(|labels| {
            Fix::suggested(format!("write `({labels})`"), [Edit::replace(tuple.span, labels.as_str())])
        });
        if tuple.labels != literals {
            let message =
                format!("the list has the labels {}, not {}", literals.join(", "), tuple.labels.join(", "));
            self.sink.push(
                Diagnostic::new(Code::LabelTuple, tuple.span, message)
                    .here(format!("{} named, {} written below", tuple.labels.len(), literals.len()))
                    .help("name every item of the list in its order, but for its notes")
                    .fixes(mend.clone()),
            );
        }
        if tuple.labels.len() > 1
            && (tuple.connective.is_none() || expected.is_some_and(|e| tuple.connective != Some(e)))
        {
            let says = tuple.connective.unwrap_or("neither `and` nor `or`");
            let wants = expected.unwrap_or("and");
            let message = format!("the labels are joined with {says}, the sentence asks for `{wants}`");
            self.sink.push(
                Diagnostic::new(Code::LabelTuple, tuple.span, message)
                    .help(
                        "let the words and the labels say the same: `all of … (a and b)`, `one of … (a or b)`",
                    )
                    .fixes(mend),
            );
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
}

/// The labels as parentheses name them: `a, b, and c`.
fn tuple_of(labels: &[String], connective: Option<&str>) -> Option<String> {
    let (last, before) = labels.split_last()?;
    match (before, connective) {
        ([], _) => Some(last.clone()),
        ([first], Some(word)) => Some(format!("{first} {word} {last}")),
        (before, Some(word)) => Some(format!("{}, {word} {last}", before.join(", "))),
        (_, None) => None,
    }
}
