//! Criteria sections: groups, scope lines, items, durations and referrals.

use super::super::ast::{DurationRows, Section, Text};
use super::super::checks::{Bold, executed};
use super::super::items::{items, sequence_mistake};
use super::super::labels::{Counting, Setting, prefix};
use super::super::outline::{Heading, Node, Run};
use super::super::sequence::Sequence;
use super::super::text::part_of;
use super::super::{refuse, tables};
use super::{Reader, groups, is_empty};
use crate::diagnostic::{Code, Diagnostic};

impl Reader<'_> {
    pub(super) fn criteria(&mut self, heading: &Heading, nodes: &[&Node]) {
        let mut sequence = self.sections;
        let mut section = self.section(heading, "", &mut sequence);
        self.sections = sequence;
        let mut letters = Sequence::new(Counting::Capitals);
        for group in groups(nodes) {
            let Some(sub) = group.heading else {
                self.body(&mut section, &group.nodes);
                continue;
            };
            let name = sub.run.text.string.trim();
            let label = prefix(name).filter(|label| label.setting == Setting::Dot);
            match (sub.level, outcome(name), label) {
                (3, Some(outcome), _) => self.outcome(&mut section, outcome, sub, &group.nodes),
                (4, Some(outcome), _) => {
                    let mut owner = section.sections.pop();
                    self.outcome(owner.as_mut().unwrap_or(&mut section), outcome, sub, &group.nodes);
                    section.sections.extend(owner);
                }
                (3, None, Some(_)) => {
                    executed(&sub.run, Bold::Refused, self.found);
                    let mut inner = self.section(sub, &section.label, &mut letters);
                    self.body(&mut inner, &group.nodes);
                    section.sections.push(inner);
                }
                (level, ..) => {
                    if level == 3 {
                        letters.take_unlabelled();
                    }
                    self.unknown_under_criteria(sub);
                }
            }
        }
        self.spec.sections.push(section);
    }

    /// A section without its content: its label is checked for sequence.
    fn section(&mut self, heading: &Heading, above: &str, sequence: &mut Sequence) -> Section {
        let text = &heading.run.text;
        let label = prefix(&text.string);
        let (literal, len) = label.map_or(("", 0), |label| (label.literal, label.len));
        if !sequence.fits(literal) {
            let span = text.span_of(0..literal.len());
            self.found.push(sequence_mistake("section", &sequence.expected(), literal, span));
        }
        sequence.take(literal);
        let label = if above.is_empty() { literal.to_owned() } else { format!("{above}.{literal}") };
        Section {
            label,
            heading: part_of(text, len..text.string.len()),
            scope: None,
            items: Vec::new(),
            sections: Vec::new(),
            durations: None,
            duration_rows: DurationRows::Exclusive,
            referrals: None,
        }
    }

    fn body(&mut self, section: &mut Section, nodes: &[&Node]) {
        let mut rest = nodes;
        if let Some((Node::Paragraph(run), behind)) = nodes.split_first()
            && run.text.string.trim_end().ends_with(':')
        {
            section.scope = Some(self.scope(run));
            rest = behind;
            while let Some((Node::Paragraph(second), behind)) = rest.split_first()
                && refuse::reads_as_scope(&second.text.string)
            {
                self.found.push(refuse::second_scope(second.text.span, second.text.string.trim()));
                rest = behind;
            }
        }
        section.items = items(self.source, rest, &section.label, &mut self.items, self.found);
    }

    /// A scope line without its colon. Two on consecutive lines are one paragraph in Markdown.
    fn scope(&mut self, run: &Run) -> Text {
        executed(run, Bold::Refused, self.found);
        let string = &run.text.string;
        let end = string.trim_end().len().saturating_sub(1);
        let second = string.match_indices(": ").find(|(at, _)| {
            string.get(at + 1..).is_some_and(|rest| refuse::reads_as_scope(rest.trim_start()))
        });
        if let Some((at, _)) = second {
            let second = part_of(&run.text, at + 1..string.len());
            self.found.push(refuse::second_scope(second.span, second.string.trim()));
            return part_of(&run.text, 0..at);
        }
        part_of(&run.text, 0..end)
    }

    fn outcome(&mut self, section: &mut Section, outcome: Outcome, heading: &Heading, nodes: &[&Node]) {
        executed(&heading.run, Bold::Refused, self.found);
        let slot = match outcome {
            Outcome::Duration(rows) => {
                section.duration_rows = rows;
                &mut section.durations
            }
            Outcome::Referral => &mut section.referrals,
        };
        for node in nodes {
            match node {
                Node::Table(grid) if slot.is_none() => {
                    *slot = Some(self.table(grid, |_| Bold::Refused));
                }
                Node::Table(grid) => {
                    let message = format!("section {} has two tables of this kind", section.label);
                    let report = Diagnostic::new(Code::TableHeader, grid.span, message);
                    let name = heading.run.text.string.trim();
                    let of_group = section.sections.last().filter(|_| heading.level == 3);
                    let help = of_group.map_or_else(
                        || "bring the two together in one table".to_owned(),
                        |inner| {
                            let letter = inner.label.rsplit('.').next().unwrap_or_default();
                            format!(
                                "`### {name}` is for the whole of `{}`: for a part of it, write `#### {name}` under \
                                 its heading, here under `### {letter}. …`",
                                section.label
                            )
                        },
                    );
                    self.found.push(report.here("the second one").help(help));
                }
                Node::Footnote { .. } => {}
                other => self.found.push(refuse::block(other)),
            }
        }
        if is_empty(nodes) {
            let place = format!("`{}`", heading.run.text.string.trim());
            self.found.push(tables::missing(&place, &[], heading.run.text.span));
        }
    }

    fn unknown_under_criteria(&mut self, heading: &Heading) {
        let string = heading.run.text.string.trim();
        let message = format!(
            "the heading `{string}` is not one that stands under criteria, so nothing under it would be read"
        );
        self.found.push(
            Diagnostic::new(Code::UnknownSection, heading.run.text.span, message)
                .here("not a known heading")
                .help("write `### A. …` for a group of criteria, `#### Approval duration` or `#### Referral` for its table"),
        );
    }
}

/// What an outcome table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Duration(DurationRows),
    Referral,
}

fn outcome(heading: &str) -> Option<Outcome> {
    match heading {
        "Approval duration" => Some(Outcome::Duration(DurationRows::Exclusive)),
        "Approval duration (first that applies)" => Some(Outcome::Duration(DurationRows::First)),
        "Referral" => Some(Outcome::Referral),
        _ => None,
    }
}
