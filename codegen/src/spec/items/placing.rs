//! Where items belong: by their labels, where Markdown's nesting disagrees.

use std::collections::BTreeMap;

use super::super::ast::Item;
use super::super::labels::Counting;
use super::super::mends;
use super::super::sequence::Sequence;
use super::relaying::{Laid, Standing};
use super::reports::{item_indent, sequence_mistake};
use super::{Alone, Entry, Flat, What};
use crate::diagnostic::{Code, Diagnostic, Fix, Safety};
use crate::limits::{MAX_ITEM_DEPTH, MAX_ITEMS};
use crate::source::{Source, Span};

/// Whether mistakes in labels are kept back, because an earlier one explains them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quiet {
    No,
    Yes,
}

/// Where an entry went, and where its Markdown nesting would have put it.
#[derive(Debug, Clone, Copy)]
struct Placed {
    level: usize,
    nested: usize,
}

/// Places items by their labels.
pub(super) struct Placer<'p> {
    levels: Vec<Sequence>,
    /// The column in which each level starts.
    columns: Vec<usize>,
    placed: Vec<Placed>,
    pub(super) flat: Vec<Flat>,
    /// What was placed, for a fix of the whole list.
    pub(super) laid: Vec<Laid>,
    /// Of the lines with printed bullets just placed: column and level of each that can go on.
    bullets: Vec<(usize, usize)>,
    /// Whether the sentence just placed ends in a colon: what follows stands under it.
    opens: bool,
    /// By how many levels items of a list were moved, up and down.
    shifts: BTreeMap<usize, (usize, usize)>,
    quiet: Quiet,
    /// The report just made of the entry that is being placed.
    reported: Option<usize>,
    source: &'p Source,
    so_far: &'p mut usize,
    found: &'p mut Vec<Diagnostic>,
}

impl<'p> Placer<'p> {
    /// An empty outline; `so_far` counts the items of the document.
    pub(super) fn new(source: &'p Source, so_far: &'p mut usize, found: &'p mut Vec<Diagnostic>) -> Self {
        Self {
            levels: Vec::new(),
            columns: Vec::new(),
            placed: Vec::new(),
            flat: Vec::new(),
            laid: Vec::new(),
            bullets: Vec::new(),
            opens: false,
            shifts: BTreeMap::new(),
            quiet: Quiet::No,
            reported: None,
            source,
            so_far,
            found,
        }
    }
}

impl Placer<'_> {
    /// Puts the next entry where its label says.
    pub(super) fn place(&mut self, mut entry: Entry, alone: Alone) {
        let parent = entry.parent.and_then(|at| self.placed.get(at).copied());
        let under = usize::from(entry.what != What::Swallowed);
        let desired = match self.bulleted(&entry) {
            Some(level) => level,
            None => parent.map_or(0, |above| above.level + under),
        };
        let desired = desired.min(self.levels.len());
        match entry.what {
            What::Pause => {
                self.laid.push(Laid::unclear(desired));
                self.quiet = Quiet::Yes;
            }
            What::Dropped => {
                self.laid.push(Laid::unclear(desired));
                if let Some(sequence) = self.levels.get_mut(desired) {
                    sequence.may_skip();
                }
            }
            What::Item | What::Swallowed | What::Doubtful => {
                let doubtful = |label: &mut String| !self.fits(desired, label);
                if entry.what == What::Doubtful {
                    entry.literal.take_if(doubtful);
                }
                let nested = parent.map_or(0, |above| above.nested + under);
                let level = self.level_of(&entry, (desired, nested), alone);
                let mut report = self.reported.take();
                if let Some(found) = entry.report.take() {
                    let fix = self.beside(&entry, level, alone);
                    report.get_or_insert(self.found.len());
                    self.found.push(found.fixes(fix));
                }
                if entry.what == What::Swallowed {
                    // What stands behind it was taken along.
                    self.quiet = Quiet::Yes;
                }
                let standing = self.standing(&entry, (level, nested), report.is_some());
                self.placed.push(Placed { level, nested });
                self.opens = entry.run.text.string.trim_end().ends_with(':');
                let (mark, is_bullet, row) = (entry.mark, entry.is_bullet, !entry.cells.is_empty());
                let label = self.accept(entry, level);
                return self.laid.push(Laid { mark, label, level, is_bullet, row, standing, report });
            }
        }
        self.placed.push(Placed { level: desired, nested: desired });
    }

    /// The level of a line with a printed bullet and no label: beside the line above that begins in the
    /// same column, else under it where it ends in a colon. None of any other entry.
    fn bulleted(&mut self, entry: &Entry) -> Option<usize> {
        if !entry.is_bullet || entry.what != What::Swallowed {
            self.bullets.clear();
            return None;
        }
        if entry.literal.is_some() {
            return None;
        }
        let column = self.source.position(entry.mark.start).1;
        self.bullets.retain(|(other, _)| *other <= column);
        if let Some((_, level)) = self.bullets.last().filter(|(other, _)| *other == column) {
            return Some(*level);
        }
        let above = self.levels.len().saturating_sub(1);
        let level = above + usize::from(self.opens || !self.bullets.is_empty());
        self.bullets.push((column, level));
        Some(level)
    }

    /// How an entry stands where it was placed; `nested` is where Markdown has it.
    fn standing(&self, entry: &Entry, (level, nested): (usize, usize), reported: bool) -> Standing {
        let Some(label) = entry.literal.as_deref() else {
            let clear = !entry.run.text.is_empty();
            let safety = if entry.is_bullet { Safety::Safe } else { Safety::Suggested };
            return if clear { Standing::Wrong(safety) } else { Standing::Unclear };
        };
        if entry.what == What::Doubtful || !self.fits(level, label) {
            return Standing::Unclear;
        }
        if entry.what != What::Swallowed && level == nested && !reported {
            return Standing::Sound;
        }
        let levels = (0..=self.levels.len()).filter(|level| self.fits(*level, label)).count();
        Standing::Wrong(if levels == 1 { Safety::Safe } else { Safety::Suggested })
    }

    /// The level on which an entry belongs: the one that its label says, where Markdown's
    /// nesting and the label disagree. `nested` is where it stood, had nothing been moved.
    fn level_of(&mut self, entry: &Entry, (desired, nested): (usize, usize), alone: Alone) -> usize {
        let Some(label) = entry.literal.as_deref() else { return desired };
        if self.fits(desired, label) {
            self.quiet = Quiet::No;
            return desired;
        }
        if let Some((up, down)) = self.shifts.get(&entry.list) {
            let level = desired.saturating_sub(*up) + down;
            if self.fits(level, label) {
                return level;
            }
        }
        if nested != desired && self.fits(nested, label) {
            return nested;
        }
        let number = label.bytes().all(|byte| byte.is_ascii_digit());
        let beside = number && self.columns.get(desired) == Some(&entry.column);
        let row = !entry.cells.is_empty();
        let elsewhere = if beside || row { None } else { self.elsewhere(desired, label) };
        if let Some(level) = elsewhere {
            let shift = (desired.saturating_sub(level), level.saturating_sub(desired));
            self.shifts.insert(entry.list, shift);
        }
        if self.quiet == Quiet::No && entry.what == What::Item {
            let report = match elsewhere {
                Some(level) => {
                    item_indent(Some(label), entry.label_span).fixes(self.beside(entry, level, alone))
                }
                None => self.out_of_sequence(desired, label, entry.label_span),
            };
            self.reported = elsewhere.map(|_| self.found.len());
            self.found.push(report);
        }
        elsewhere.unwrap_or(desired)
    }

    /// The entry beside the items of a level, if its label comes next there. A machine may move it where
    /// that is the only such level, and nothing else moves with it.
    fn beside(&self, entry: &Entry, level: usize, alone: Alone) -> Option<Fix> {
        let label = entry.literal.as_deref()?;
        let column = self.columns.get(level).copied().filter(|_| self.fits(level, label))?;
        let levels = (0..=self.levels.len()).filter(|level| self.fits(*level, label)).count();
        let certain = alone == Alone::Yes && levels == 1;
        let safety = if certain { Safety::Safe } else { Safety::Suggested };
        mends::beside(self.source, entry.mark, label, column, safety)
    }

    fn fits(&self, level: usize, label: &str) -> bool {
        match self.levels.get(level) {
            Some(sequence) => sequence.fits(label),
            None => level == self.levels.len() && Counting::starting_with(label).is_some(),
        }
    }

    /// The level on which the label comes next, where it is no mere slip on its own.
    fn elsewhere(&self, desired: usize, label: &str) -> Option<usize> {
        if self.levels.get(desired).is_some_and(|sequence| sequence.is_near(label)) {
            return None;
        }
        let levels = 0..=self.levels.len();
        levels.rev().find(|level| *level != desired && self.fits(*level, label))
    }

    fn out_of_sequence(&self, level: usize, label: &str, span: Span) -> Diagnostic {
        let expected = match self.levels.get(level) {
            Some(sequence) => sequence.expected(),
            None => Counting::likely(label).label(1),
        };
        sequence_mistake("item", &expected, label, span)
    }

    /// Takes an entry in on its level. The label that it has then.
    fn accept(&mut self, entry: Entry, level: usize) -> String {
        self.levels.truncate(level + 1);
        self.columns.truncate(level + 1);
        if level >= self.levels.len() {
            let usual = ["1", "a", "i"].get(level).copied().unwrap_or("a");
            let label = entry.literal.as_deref().unwrap_or(usual);
            let counting = Counting::starting_with(label).unwrap_or_else(|| Counting::likely(label));
            self.levels.push(Sequence::new(counting));
            self.columns.push(entry.column);
        }
        let Some(sequence) = self.levels.last_mut() else { return String::new() };
        let literal = match entry.literal {
            Some(label) => {
                sequence.take(&label);
                label
            }
            None => sequence.take_unlabelled(),
        };
        *self.so_far += 1;
        if *self.so_far == MAX_ITEMS + 1 {
            let message = format!("more than {MAX_ITEMS} items in one document");
            self.found.push(
                Diagnostic::new(Code::TooLarge, entry.label_span, message)
                    .here("one item too many")
                    .help("divide it into several policies"),
            );
        }
        if level == MAX_ITEM_DEPTH {
            let message = format!("items nested deeper than {MAX_ITEM_DEPTH} levels");
            self.found.push(
                Diagnostic::new(Code::TooLarge, entry.label_span, message)
                    .here("too deep")
                    .help("give the inner list a section or a sentence of its own"),
            );
        }
        if level < MAX_ITEM_DEPTH && *self.so_far <= MAX_ITEMS {
            let Entry { label_span, run, cells, .. } = entry;
            let (label, children) = (String::new(), Vec::new());
            let text = run.text;
            let literal = literal.clone();
            self.flat.push((level, Item { label, literal, label_span, text, children, cells }));
        }
        literal
    }
}
