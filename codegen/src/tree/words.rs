//! Words of executed text.
//!
//! A comma is no word: it is noted on the word behind it, so that a pattern can ask for one
//! and a needless one changes nothing. Everything else that is not space is a word, a
//! number or a sign, and each must be used by the derivation of its sentence.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, perhaps with digits, hyphens, slashes, dots inside.
    Word,
    /// Digits, perhaps with a decimal point.
    Number,
    /// A comparator, bracket, colon or the like.
    Sign,
}

/// A word, number or sign of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// In lower case.
    pub text: String,
    /// As written.
    pub raw: String,
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands in the text it was read from.
    pub range: Range<usize>,
    /// Whether a comma stands before it.
    pub comma: bool,
}

/// What stands before a negative number: a hyphen or a minus sign.
const MINUS: [char; 2] = ['-', '−'];

const SIGNS: &[char] = &['(', ')', ':', ';', '≥', '≤', '<', '>', '=', '×', '÷', '+', '%', '—', '*'];

/// Splits a text into tokens. A final full stop is left out.
pub(crate) fn lex(string: &str) -> Vec<Token> {
    lex_range(string, 0..string.len())
}

/// Splits part of a text into tokens, whose ranges are those of the whole text.
pub(crate) fn lex_range(string: &str, range: Range<usize>) -> Vec<Token> {
    let offset = range.start;
    let part = string.get(range).unwrap_or_default();
    let part = part.trim_end().strip_suffix('.').unwrap_or(part);
    let mut tokens = Vec::new();
    let (mut start, mut comma) = (None, false);
    for (at, c) in part.char_indices() {
        let ends = c.is_whitespace() || c == ',' || SIGNS.contains(&c);
        if !ends {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push(&mut tokens, part, from..at, offset, std::mem::take(&mut comma));
        }
        comma |= c == ',';
        if SIGNS.contains(&c) {
            push(&mut tokens, part, at..at + c.len_utf8(), offset, std::mem::take(&mut comma));
        }
    }
    if let Some(from) = start {
        push(&mut tokens, part, from..part.len(), offset, comma);
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, part: &str, range: Range<usize>, offset: usize, comma: bool) {
    let raw = part.get(range.clone()).unwrap_or_default().to_owned();
    let kind = if raw.chars().all(|c| SIGNS.contains(&c)) {
        TokenKind::Sign
    } else if is_number(&raw) {
        TokenKind::Number
    } else {
        TokenKind::Word
    };
    let range = range.start + offset..range.end + offset;
    tokens.push(Token { text: one_micro(&raw.to_lowercase()), raw, kind, range, comma });
}

/// The two ways to write micro as one: the sign and the Greek letter look alike.
fn one_micro(text: &str) -> String {
    text.replace('\u{b5}', "\u{3bc}")
}

/// Whether a text is a decimal; a sign may stand at once before the first digit.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(MINUS).unwrap_or(text);
    let (whole, places) = text.split_once('.').map_or((text, None), |(w, p)| (w, Some(p)));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && places.is_none_or(digits)
}

/// The words of a phrase, as the phrase table compares them.
pub(crate) fn key(phrase: &str) -> Vec<String> {
    lex(phrase).into_iter().map(|token| token.text).collect()
}

/// The words of a unit as written, with single spaces: capital letters count, since `mU` and `MU`
/// differ a billionfold.
pub(crate) fn exact(unit: &str) -> String {
    unit_of(&lex(unit))
}

/// The unit that some tokens write, to be compared with [`exact`].
pub(crate) fn unit_of(tokens: &[Token]) -> String {
    tokens.iter().map(|token| one_micro(&token.raw)).collect::<Vec<_>>().join(" ")
}

/// The singular forms of a unit: of each of its words without a final "s".
pub(crate) fn singulars(unit: &str) -> impl Iterator<Item = String> + '_ {
    let count = unit.split(' ').count();
    (0..count).filter_map(move |at| {
        let words: Vec<&str> = unit.split(' ').collect();
        let one = words.get(at)?.strip_suffix('s').filter(|word| !word.is_empty())?;
        let words = words.iter().enumerate().map(|(i, word)| if i == at { one } else { word });
        Some(words.collect::<Vec<_>>().join(" "))
    })
}

/// An exact decimal as written: `12.50` is 1250 with two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// The digits, read as one whole number.
    pub digits: i64,
    /// How many of them stand behind the point.
    pub places: u32,
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&super::print::decimal(self.digits, self.places))
    }
}

impl Decimal {
    /// A whole number.
    pub(crate) const fn of(digits: i64) -> Self {
        Self { digits, places: 0 }
    }

    /// Reads digits with at most one point; `None` where they are too many.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if !is_number(text) {
            return None;
        }
        let plain = text.strip_prefix(MINUS);
        let (whole, behind) = plain.unwrap_or(text).split_once('.').unwrap_or((plain.unwrap_or(text), ""));
        let sign = if plain.is_some() { "-" } else { "" };
        let digits = format!("{sign}{whole}{behind}").parse().ok()?;
        Some(Self { digits, places: u32::try_from(behind.len()).ok()? })
    }

    /// The value at a scale; `None` where it has more places (zeros aside) or does not fit.
    pub(crate) fn scaled(self, places: u32) -> Option<i64> {
        let (mut digits, mut from) = (self.digits, self.places);
        while from > places && digits % 10 == 0 {
            digits /= 10;
            from -= 1;
        }
        let factor = 10i64.checked_pow(places.checked_sub(from)?)?;
        digits.checked_mul(factor)
    }

    /// Whether it is the greater of two.
    pub(crate) fn exceeds(self, other: Self) -> bool {
        let places = self.places.max(other.places);
        matches!((self.scaled(places), other.scaled(places)), (Some(one), Some(two)) if one > two)
    }
}

/// What leaves a list open; `i.e.` and `that is` close one.
pub(crate) const OPEN: &[&[&str]] = &[
    &["e.g"],
    &["e.g."],
    &["eg"],
    &["for", "example"],
    &["for", "instance"],
    &["such", "as"],
    &["including", "but", "not", "limited"],
    &["etc"],
    &["etc."],
    &["among", "others"],
];

/// The first place where one of the runs of words stands.
pub(crate) fn find(tokens: &[Token], runs: &[&[&str]]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| {
        runs.iter().find_map(|run| {
            let window = tokens.get(at..at + run.len())?;
            let same = window.iter().zip(*run).all(|(token, word)| token.text == *word);
            let (first, last) = (window.first()?, window.last()?);
            same.then_some(first.range.start..last.range.end)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> =
            lex(text).iter().map(|t| format!("{}{}", if t.comma { "," } else { "" }, t.text)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn commas_are_no_words() {
        check("Failure of A, B, and C.", "failure of a ,b ,and c");
        check("daily dose ≤12.50 mg/day (60 mg total)", "daily dose ≤ 12.50 mg/day ( 60 mg total )");
        check("If x: y", "if x : y");
        check("II.A is met.", "ii.a is met");
        check("T-score ≤ -2.5", "t-score ≤ -2.5");
        check("ALT ≥2×ULN or 2*ULN", "alt ≥ 2 × uln or 2 * uln");
    }

    #[test]
    fn units_are_exact_but_for_micro() {
        assert_eq!(exact(" \u{b5}g/mL "), exact("\u{3bc}g/mL"));
        assert_ne!(exact("mU"), exact("MU"));
        let forms: Vec<String> = singulars("inhalers per 30 days").collect();
        assert_eq!(forms, ["inhaler per 30 days", "inhalers per 30 day"]);
        assert_eq!(singulars("mg").count(), 0);
    }

    #[test]
    fn decimals_are_exact() {
        let scaled = |text, places| Decimal::read(text).and_then(|d| d.scaled(places));
        assert_eq!(scaled("12", 2), Some(1200));
        assert_eq!(scaled("12.50", 1), Some(125));
        assert_eq!(scaled("12.55", 1), None);
        assert_eq!(scaled("99999999999999999999", 0), None);
        assert_eq!(scaled("1.", 0), None);
        assert_eq!(scaled("-2.5", 1), Some(-25));
        assert_eq!(scaled("\u{2212}0.5", 1), Some(-5));
        assert_eq!(scaled("--1", 0), None);
        assert_eq!(scaled("-", 0), None);
    }
}
