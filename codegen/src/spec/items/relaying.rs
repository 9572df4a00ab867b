//! The fix of a list that does not stand as its labels say: all of its markers and indents at once.
//!
//! New against placing: where each item of the list would be written. One item moved alone would leave
//! behind what stands under it, and a run of items would need as many fixes.

use super::super::mends::{self, marker};
use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::source::{Edit, Source, Span};

/// An item, as it was placed.
#[derive(Debug)]
pub(super) struct Laid {
    /// From its first sign to the end of its label.
    pub(super) mark: Span,
    pub(super) label: String,
    pub(super) level: usize,
    /// Whether it begins with a sign that only prints as a bullet.
    pub(super) is_bullet: bool,
    /// Whether it is a row of a table.
    pub(super) row: bool,
    pub(super) standing: Standing,
    /// Which diagnostic says what is wrong with it.
    pub(super) report: Option<usize>,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Where its label says.
    Sound,
    /// Elsewhere; who may move it.
    Wrong(Safety),
    /// What its author meant is not known.
    Unclear,
}

impl Laid {
    /// Something that hides what was meant.
    pub(super) fn unclear(level: usize) -> Self {
        let (mark, label) = (Span::default(), String::new());
        Self { mark, label, level, is_bullet: false, row: false, standing: Standing::Unclear, report: None }
    }

    /// Whether what is wrong with it was said of a line before it.
    fn goes_on(&self) -> bool {
        self.is_bullet && self.report.is_none()
    }
}

/// Offers, for each item of the outermost list under which something stands wrong, to lay it out with all
/// that is under it, and with the items behind it of which the same is said. Where one wrong item has a fix
/// of its own, that is enough.
pub(super) fn offer(source: &Source, laid: &[Laid], found: &mut [Diagnostic]) {
    let mut rest = laid;
    while let Some((_, behind)) = rest.split_first() {
        let len = 1 + behind.iter().take_while(|laid| laid.level > 0 || laid.goes_on()).count();
        let (group, others) = rest.split_at(len);
        rest = others;
        let Some(report) = group.iter().find_map(|laid| laid.report) else { continue };
        let Some(report) = found.get_mut(report) else { continue };
        let wrong = group.iter().filter(|laid| laid.standing != Standing::Sound).count();
        if (wrong > 1 || report.fixes.is_empty())
            && let Some(fix) = relaid(source, group)
        {
            report.fixes = vec![fix];
        }
    }
}

/// The fix of a group, where it is clear what was meant.
fn relaid(source: &Source, group: &[Laid]) -> Option<Fix> {
    let first = group.first()?;
    let mut safety = Safety::Safe;
    let mut indents = vec![source.position(first.mark.start).1.checked_sub(1)?];
    let mut edits = Vec::new();
    for laid in group {
        match laid.standing {
            Standing::Unclear => return None,
            Standing::Wrong(Safety::Safe) if laid.level > 0 || laid.is_bullet => {}
            Standing::Wrong(_) => safety = Safety::Suggested,
            Standing::Sound => {}
        }
        if laid.row {
            return None;
        }
        indents.truncate(laid.level + 1);
        let indent = indents.get(laid.level).copied()?;
        let marker = marker(&laid.label);
        indents.push(indent + if marker.starts_with('-') { 2 } else { marker.len() + 1 });
        let line = mends::line_up_to(source, laid.mark)?;
        let written = format!("{}{marker}", " ".repeat(indent));
        if source.slice(line) != written {
            edits.push(Edit::replace(line, written));
        }
    }
    if edits.is_empty() {
        return None;
    }
    let title = "write each item at the indent of its list, with its label";
    Some(match safety {
        Safety::Safe => Fix::safe(title, edits),
        Safety::Suggested => Fix::suggested(title, edits),
    })
}
