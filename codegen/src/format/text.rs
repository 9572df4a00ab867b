//! Executed text: what is read alike is written alike.
//!
//! One space between words, on one line; `≥` for `>=` and for its entities, a plain space for one
//! that does not break, one of the two signs `µ`, and a space on both sides of a comparator.

use super::edits::Edits;
use crate::source::Span;
use crate::spec::ast::Text;
use crate::spec::gist::is_comparator;

/// A letter as it is read, and where it was written.
#[derive(Clone, Copy)]
struct Letter {
    read: char,
    span: Span,
}

/// Lays out one executed text. A comparator that begins a block keeps its form there, where `>` alone
/// would be a quotation; in a cell it does not.
pub(super) fn plain(text: &Text, in_cell: bool, edits: &mut Edits<'_>) {
    let letters = letters(text, edits);
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if letter.read == ' ' {
            let run = letters.iter().skip(at).take_while(|letter| letter.read == ' ').count();
            if at > 0 && at + run < letters.len() {
                space(letters.get(at..at + run).unwrap_or_default(), edits);
            }
            at += run;
            continue;
        }
        let behind = letters.get(at + 1).filter(|behind| parts(letter, behind));
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).filter(|before| parts(before, letter));
        if at > 0 || in_cell || !is_comparator(letter.read) {
            sign(*letter, behind, edits);
        }
        if is_comparator(letter.read) {
            let places = [before.map(|_| letter.span.start), behind.map(|_| letter.span.end)];
            for place in places.into_iter().flatten() {
                edits.set(place as usize, place as usize, " ");
            }
        }
        at += 1;
    }
}

/// The letters of a text, each with its own place.
fn letters(text: &Text, edits: &Edits<'_>) -> Vec<Letter> {
    let mut letters = Vec::new();
    for piece in &text.pieces {
        let read = text.string.get(piece.start..piece.start + piece.len).unwrap_or_default();
        let span = piece.span.range();
        let literal = span.len() == piece.len;
        for (at, letter) in read.char_indices() {
            let place = if literal {
                Span::new(span.start + at, span.start + at + letter.len_utf8())
            } else {
                escaped(piece.span, edits)
            };
            letters.push(Letter { read: letter, span: place });
        }
    }
    letters
}

/// The place of a sign that was not written as it is read, a backslash in front of it counted.
fn escaped(span: Span, edits: &Edits<'_>) -> Span {
    let before = edits.slice(0, span.start as usize);
    let slashes = before.len() - before.trim_end_matches('\\').len();
    Span { start: span.start - u32::from(slashes % 2 == 1), end: span.end }
}

/// One space, where several stand side by side, or something that is read as one.
fn space(run: &[Letter], edits: &mut Edits<'_>) {
    let adjoin = run.windows(2).all(|pair| {
        matches!(pair, [a, b] if edits.slice(a.span.end as usize, b.span.start as usize).trim().is_empty())
    });
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    if !adjoin {
        return;
    }
    let before = edits.slice(0, first.span.start as usize);
    let behind = edits.slice(last.span.end as usize, edits.text().len());
    let from = before.trim_end().len();
    let to = last.span.end as usize + behind.len() - behind.trim_start().len();
    edits.set(from, to, " ");
}

/// A sign that can be written in several ways; `behind` is the word that a space will part from it.
fn sign(letter: Letter, behind: Option<&Letter>, edits: &mut Edits<'_>) {
    let span = letter.span.range();
    let plain = matches!(letter.read, '≥' | '≤' | '<' | '>' | '=' | 'µ' | '×' | '÷' | '±' | '°' | '–' | '—');
    // A `<` that stands right before a letter or sign may open a tag.
    let next = edits.slice(span.end, edits.text().len()).chars().next();
    let tag = letter.read == '<' && behind.is_none() && next.is_some_and(|next| !next.is_whitespace());
    if plain && !tag {
        edits.set(span.start, span.end, letter.read.encode_utf8(&mut [0; 4]));
    }
}

/// Whether two letters stand side by side, and one of them is a comparator beside a word.
fn parts(left: &Letter, right: &Letter) -> bool {
    let is_word = |letter: &Letter| letter.read.is_alphanumeric() || matches!(letter.read, '(' | ')' | '…');
    let adjoin = left.span.end == right.span.start;
    adjoin && (is_comparator(left.read) && is_word(right) || is_word(left) && is_comparator(right.read))
}
