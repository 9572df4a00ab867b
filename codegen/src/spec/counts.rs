//! How many of its parts a document may have: what is beyond a limit is refused, and left out.
//!
//! Items, levels, labels, cells and texts are counted where they are read; the rest is counted here.

use super::ast::Spec;
use super::outline::{Node, Outline};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{
    MAX_ALWAYS, MAX_CELLS, MAX_EXAMPLES, MAX_FACTS, MAX_FOOTNOTES, MAX_HEADINGS, MAX_INVARIANTS,
    MAX_READINGS, MAX_STEPS,
};
use crate::source::Span;

/// Counts the headings, and takes away those that are too many, with all below them.
pub(super) fn headings(outline: &mut Outline, found: &mut Vec<Diagnostic>) {
    let heading = |(at, node): (usize, &Node)| match node {
        Node::Heading(heading) => Some((at, heading.run.text.span)),
        _ => None,
    };
    let beyond = outline.blocks.iter().enumerate().filter_map(heading).nth(MAX_HEADINGS);
    if let Some((at, span)) = beyond {
        outline.blocks.truncate(at);
        found.push(too_many("headings", MAX_HEADINGS, span, "divide it into several policies"));
    }
}

/// Counts the cells of all tables, and takes away the rows that are too many.
pub(super) fn cells(outline: &mut Outline, found: &mut Vec<Diagnostic>) {
    let mut left = MAX_CELLS;
    let mut beyond = None;
    cells_in(&mut outline.blocks, &mut left, &mut beyond);
    if let Some(span) = beyond {
        let help = "keep data that no criterion needs in a file of its own";
        found.push(too_many("table cells", MAX_CELLS, span, help));
    }
}

fn cells_in(blocks: &mut [Node], left: &mut usize, beyond: &mut Option<Span>) {
    for block in blocks {
        match block {
            Node::Table(grid) => {
                let columns = grid.header.cells.len().max(1);
                let rows = (*left / columns).saturating_sub(1);
                if *left < columns || rows < grid.rows.len() {
                    beyond.get_or_insert(grid.rows.get(rows).map_or(grid.header.span, |row| row.span));
                    grid.rows.truncate(rows);
                }
                *left = left.saturating_sub(columns * (grid.rows.len() + 1));
            }
            Node::List(list) => {
                list.items.iter_mut().for_each(|item| cells_in(&mut item.blocks, left, beyond));
            }
            Node::Quote { blocks, .. } | Node::Footnote { blocks, .. } => cells_in(blocks, left, beyond),
            _ => {}
        }
    }
}

/// Counts the other parts.
pub(super) fn parts(spec: &mut Spec, found: &mut Vec<Diagnostic>) {
    let mut cap = Cap(found);
    let split = "divide it into several policies";
    cap.list(&mut spec.vocabulary, |row| row.name.span, ("facts", MAX_FACTS), split);
    cap.list(&mut spec.always, |text| text.span, ("sentences that are always true", MAX_ALWAYS), split);
    let cite = "cite a group instead of each of its items, or divide it into several policies";
    cap.list(&mut spec.order, |text| text.span, ("steps of determination", MAX_STEPS), cite);
    let choose = "keep the readings that are still open; what is settled is written into its sentence";
    cap.list(&mut spec.readings, |row| row.id.span, ("rows of readings", MAX_READINGS), choose);
    let keep = "keep those that a reviewer would ask for";
    cap.list(&mut spec.invariants, |text| text.span, ("invariants", MAX_INVARIANTS), keep);
    cap.list(&mut spec.examples, |row| row.id.span, ("examples", MAX_EXAMPLES), keep);
    let fold = "put what they say into the text or into an appendix";
    cap.list(&mut spec.footnotes, |(_, text)| text.span, ("footnotes", MAX_FOOTNOTES), fold);
}

struct Cap<'f>(&'f mut Vec<Diagnostic>);

impl Cap<'_> {
    fn list<T>(
        &mut self,
        list: &mut Vec<T>,
        place: impl Fn(&T) -> Span,
        (what, most): (&str, usize),
        help: &str,
    ) {
        if let Some(beyond) = list.get(most) {
            self.0.push(too_many(what, most, place(beyond), help));
            list.truncate(most);
        }
    }
}

fn too_many(what: &str, most: usize, span: Span, help: &str) -> Diagnostic {
    let message = format!("more than {most} {what} in one document");
    Diagnostic::new(Code::TooLarge, span, message).here("one too many").help(help)
}

/// The mistakes that are reported; where there are more, that is said.
pub(super) fn mistakes(found: &mut Vec<Diagnostic>, most: usize) {
    if let Some(beyond) = found.get(most) {
        let message =
            format!("more than {most} mistakes in the form of the document: the others are not shown");
        let report = Diagnostic::new(Code::TooLarge, beyond.span, message).here("and more from here on");
        found.truncate(most);
        found.push(report.help("mend the first ones, and look whether this file is a policy at all"));
    }
}
