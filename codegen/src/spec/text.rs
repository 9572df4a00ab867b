//! Building runs of text, and cutting them, with the map to the source kept right.
//!
//! New against the source: what means the same reads the same. A no-break space is a
//! space, two spaces are one, `>=` is `≥`, both code points of `µ` are one, a curly apostrophe is a plain one.

use std::ops::Range;

use super::ast::{Piece, Text};
use super::outline::{Mark, MarkKind, Run};
use crate::source::Span;

/// Collects one run of text.
#[derive(Debug, Default)]
pub(super) struct RunBuilder {
    run: Run,
    bold_from: Vec<usize>,
    started: bool,
}

impl RunBuilder {
    /// Adds text that stands at `span`. Where `written` is the source itself the map is
    /// kept letter by letter, else (an entity) the whole span stands for the whole text.
    pub(super) fn push(&mut self, text: &str, span: Span, written: &str) {
        self.grow(span);
        let mut at = span.start as usize;
        let literal = text == written;
        for letter in text.chars() {
            let place = if literal {
                let from = at;
                at += letter.len_utf8();
                Span::new(from, at)
            } else {
                span
            };
            self.push_letter(letter, place);
        }
    }

    /// Joins the next line with a space.
    pub(super) fn push_line_break(&mut self, span: Span) {
        self.grow(span);
        self.push_letter(' ', span);
        self.run.lines.push(self.run.text.string.len());
    }

    /// Notes a piece of markup.
    pub(super) fn mark(&mut self, kind: MarkKind, span: Span) {
        self.grow(span);
        self.run.marks.push(Mark { kind, span });
    }

    /// Notes a call of a footnote.
    pub(super) fn footnote(&mut self, name: &str, span: Span) {
        self.grow(span);
        self.run.text.footnotes.push((self.run.text.string.len(), name.to_owned()));
    }

    /// Bold starts here.
    pub(super) fn bold_start(&mut self, span: Span) {
        self.grow(span);
        self.bold_from.push(self.run.text.string.len());
    }

    /// Bold ends here.
    pub(super) fn bold_end(&mut self) {
        let to = self.run.text.string.len();
        match self.bold_from.pop() {
            Some(from) if from < to => self.run.text.strong.push(from..to),
            _ => {}
        }
    }

    /// The run, with the place of its block where it is known.
    pub(super) fn finish(mut self, block: Option<Span>) -> Run {
        if let (false, Some(span)) = (self.started, block) {
            self.run.text.span = span;
        }
        self.run
    }

    fn grow(&mut self, span: Span) {
        self.run.text.span = if self.started { self.run.text.span.to(span) } else { span };
        self.started = true;
    }

    fn push_letter(&mut self, letter: char, span: Span) {
        match (letter, self.adjoining(span)) {
            ('=', Some('>')) => self.replace_last('≥', span),
            ('=', Some('<')) => self.replace_last('≤', span),
            (_, Some(' ')) if normal(letter) == ' ' => self.replace_last(' ', span),
            _ => self.append(normal(letter), span),
        }
    }

    /// The last letter, where the source goes on right behind it.
    fn adjoining(&self, span: Span) -> Option<char> {
        let last = self.run.text.pieces.last()?;
        (last.span.end == span.start).then(|| self.run.text.string.chars().next_back()).flatten()
    }

    fn replace_last(&mut self, letter: char, span: Span) {
        self.run.text.string.pop();
        let Some(last) = self.run.text.pieces.last_mut() else { return };
        let from = if last.len > 1 {
            last.len -= 1;
            last.span.end -= 1;
            last.span.end
        } else {
            let from = last.span.start;
            self.run.text.pieces.pop();
            from
        };
        self.append(letter, Span { start: from, end: span.end });
    }

    fn append(&mut self, letter: char, span: Span) {
        let text = &mut self.run.text;
        let (start, len) = (text.string.len(), letter.len_utf8());
        text.string.push(letter);
        let literal = span.range().len() == len;
        if let Some(last) = text.pieces.last_mut()
            && literal
            && last.span.range().len() == last.len
            && last.span.end == span.start
        {
            last.len += len;
            last.span.end = span.end;
        } else {
            text.pieces.push(Piece { start, len, span });
        }
    }
}

fn normal(letter: char) -> char {
    match letter {
        '\u{a0}' | '\u{202f}' | '\t' => ' ',
        '\u{3bc}' => '\u{b5}',
        '\u{2019}' => '\'',
        other => other,
    }
}

impl Run {
    /// The part of the run in a byte range of its string, without spaces around it.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let range = trimmed(&self.text.string, range);
        let text = part_of(&self.text, range.clone());
        let within = |mark: &&Mark| mark.span.start >= text.span.start && mark.span.start < text.span.end;
        let marks = self.marks.iter().filter(within).copied().collect();
        let inside = |line: &&usize| **line > range.start && **line < range.end;
        let lines = self.lines.iter().filter(inside).map(|line| line - range.start).collect();
        Self { text, marks, lines }
    }

    /// Takes another run behind this one, with a space between.
    pub(super) fn join(&mut self, other: &Self) {
        if self.text.pieces.is_empty() && self.text.footnotes.is_empty() {
            self.marks.extend(other.marks.iter().copied());
            let marks = std::mem::take(&mut self.marks);
            *self = Self { marks, ..other.clone() };
            return;
        }
        let start = self.text.string.len();
        let gap = Span { start: self.text.span.end, end: other.text.span.start };
        self.text.string.push(' ');
        self.text.pieces.push(Piece { start, len: 1, span: gap });
        let by = start + 1;
        self.text.string.push_str(&other.text.string);
        self.text.span = self.text.span.to(other.text.span);
        let pieces = other.text.pieces.iter();
        self.text.pieces.extend(pieces.map(|piece| Piece { start: piece.start + by, ..*piece }));
        let strong = other.text.strong.iter();
        self.text.strong.extend(strong.map(|range| range.start + by..range.end + by));
        let notes = other.text.footnotes.iter();
        self.text.footnotes.extend(notes.map(|(at, name)| (at + by, name.clone())));
        self.marks.extend(other.marks.iter().copied());
        self.lines.push(by);
        self.lines.extend(other.lines.iter().map(|line| line + by));
    }
}

/// A byte range of a text, as a text of its own, without spaces around it.
pub(super) fn part_of(text: &Text, range: Range<usize>) -> Text {
    slice_of(text, trimmed(&text.string, range))
}

/// The header of a column with a cell in place of `mark`.
pub(crate) fn fill(header: &Text, mark: Range<usize>, cell: &Text) -> Text {
    let mut text = slice_of(header, 0..mark.start);
    let start = text.string.len();
    append(&mut text, cell);
    let end = text.string.len();
    append(&mut text, &slice_of(header, mark.end..header.string.len()));
    text.span = cell.span;
    text.filled = start..end;
    text
}

fn append(text: &mut Text, more: &Text) {
    let by = text.string.len();
    text.string.push_str(&more.string);
    text.pieces.extend(more.pieces.iter().map(|piece| Piece { start: piece.start + by, ..*piece }));
    text.strong.extend(more.strong.iter().map(|range| range.start + by..range.end + by));
    text.footnotes.extend(more.footnotes.iter().map(|(at, name)| (at + by, name.clone())));
}

fn slice_of(text: &Text, range: Range<usize>) -> Text {
    let words = text.string.get(range.clone()).unwrap_or_default().to_owned();
    let cut = |from: usize, to: usize| {
        let (from, to) = (from.max(range.start), to.min(range.end));
        (from < to).then(|| (from - range.start, to - from))
    };
    let pieces = text.pieces.iter().filter_map(|piece| {
        let (start, len) = cut(piece.start, piece.start + piece.len)?;
        let span = if piece.span.range().len() == piece.len {
            let from = piece.span.start as usize + start + range.start - piece.start;
            Span::new(from, from + len)
        } else {
            piece.span
        };
        Some(Piece { start, len, span })
    });
    let pieces: Vec<Piece> = pieces.collect();
    let bold = text
        .strong
        .iter()
        .filter_map(|bold| cut(bold.start, bold.end).map(|(start, len)| start..start + len));
    let strong = bold.collect();
    let called = |at: usize| (range.start..=range.end).contains(&at);
    let notes = text.footnotes.iter().filter(|(at, _)| called(*at));
    let footnotes = notes.map(|(at, name)| (at - range.start, name.clone())).collect();
    let span = match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span { start: text.span.end, end: text.span.end },
    };
    Text { string: words, span, pieces, strong, footnotes, filled: 0..0 }
}

/// The whole text without spaces around it.
pub(super) fn trim(text: &Text) -> Text {
    if text.string.trim().len() == text.string.len() {
        text.clone()
    } else {
        let all = 0..text.string.len();
        let mut part = part_of(text, all);
        part.footnotes.clone_from(&text.footnotes);
        let end = part.string.len();
        part.footnotes.iter_mut().for_each(|(at, _)| *at = (*at).min(end));
        part
    }
}

fn trimmed(string: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = string.get(range.clone()) else { return range.start..range.start };
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    start.min(end)..end
}
