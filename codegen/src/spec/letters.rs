//! Letters that executed text may hold, and those that only look like them.
//!
//! A Cyrillic `а` in a drug's name is another letter to every program and the same one to every
//! reader, so it is reported, with the plain word as the fix.

use std::ops::Range;

use super::ast::Text;
use super::outline::Run;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Edit, Span};

/// Words of one text that are reported; a text in another alphabet needs no more.
const MAX_WORDS: usize = 20;

/// Reports each word that holds a letter or sign that is not what it looks like.
pub(super) fn check_letters(run: &Run, found: &mut Vec<Diagnostic>) {
    let string = run.text.string.as_str();
    let mut reported_to = 0;
    let mut left = MAX_WORDS;
    for (at, letter) in string.char_indices() {
        if is_plain(letter) || at < reported_to || left == 0 {
            continue;
        }
        left -= 1;
        let word = word_at(string, at);
        reported_to = word.end;
        let span = run.text.span_of(at..at + letter.len_utf8());
        found.push(lookalike(letter, span).fixes(plain_word(&run.text, word)));
    }
}

/// The word, from space to space, around a byte.
fn word_at(string: &str, at: usize) -> Range<usize> {
    let before = string.get(..at).unwrap_or_default();
    let behind = string.get(at..).unwrap_or_default();
    before.rfind(' ').map_or(0, |space| space + 1)..at + behind.find(' ').unwrap_or(behind.len())
}

/// The word with plain letters. A machine may write it where the other letters say what it is.
fn plain_word(text: &Text, range: Range<usize>) -> Option<Fix> {
    let word = text.string.get(range.clone())?;
    let mut edits = Vec::new();
    let mut plain = String::new();
    let mut certain = true;
    for (at, letter) in word.char_indices() {
        if is_plain(letter) {
            plain.push(letter);
            continue;
        }
        let (twin, sure) = substitute(letter, word)?;
        certain &= sure;
        plain.extend(twin);
        let place = text.span_of(range.start + at..range.start + at + letter.len_utf8());
        edits.push(Edit::replace(place, twin.map(String::from).unwrap_or_default()));
    }
    let title = if plain.is_empty() { "delete it".to_owned() } else { format!("write a plain `{plain}`") };
    Some(if certain { Fix::safe(title, edits) } else { Fix::suggested(title, edits) })
}

/// What is written instead of a letter or sign, if anything; and whether what a reader sees in this
/// word leaves no doubt of it.
fn substitute(letter: char, word: &str) -> Option<(Option<char>, bool)> {
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {
            Some((None, true))
        }
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some((Some(' '), true)),
        _ if invisible(letter) => Some((None, false)),
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '⩾' | '≧' | '⩽' | '≦' | '\u{ff01}'..='\u{ff5e}' => {
            Some((twin(letter), true))
        }
        _ => {
            let plain = twin(letter)?;
            Some((Some(plain), plain.is_ascii_alphabetic() && is_latin_but_for_twins(word)))
        }
    }
}

/// Whether a word is Latin, and every letter of it that is not has a Latin twin.
fn is_latin_but_for_twins(word: &str) -> bool {
    let latin = |letter: char| letter.is_alphabetic() && is_plain(letter);
    word.chars().any(latin)
        && word.chars().filter(|c| c.is_alphabetic()).all(|c| latin(c) || twin(c).is_some())
}

fn lookalike(letter: char, span: Span) -> Diagnostic {
    let point = format!("U+{:04X}", u32::from(letter));
    let twin = twin(letter);
    let message = match (name(letter), twin) {
        ("", Some(twin)) => format!(
            "`{letter}` ({point}) is not the `{twin}` it looks like, so the word is not the one that is read"
        ),
        ("", None) => format!("`{letter}` ({point}) is not a letter or sign of the language"),
        (name, Some(twin)) => format!(
            "`{letter}` ({point}, {name}) is not the `{twin}` it looks like, so the word is not the one that is read"
        ),
        (name, None) if invisible(letter) => format!(
            "an invisible character ({point}, {name}) stands in executed text: nobody who reviews the document can see it"
        ),
        (name, None) => {
            format!("`{letter}` ({point}, {name}) is not a letter or sign of the language")
        }
    };
    let help = match twin {
        Some(twin) => format!("type a plain `{twin}` in its place"),
        None if invisible(letter) => "delete it: type the word anew, letters and all".to_owned(),
        None => "write the word in plain Latin letters (`beta`, not its Greek letter)".to_owned(),
    };
    Diagnostic::new(Code::LookalikeLetter, span, message).here(point).help(help)
}

/// Letters and signs that executed text may hold.
fn is_plain(letter: char) -> bool {
    matches!(letter,
        ' '..='~' | '×' | '÷' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        || "≥≤±µ°–—®™©†‡…“”‘’€£§¹²³¼½¾·•‰".contains(letter)
}

fn invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180e}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{205f}'..='\u{206f}'
            | '\u{3000}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn name(letter: char) -> &'static str {
    match letter {
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte-order mark",
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a mark that turns the direction of text"
        }
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => "a space of another width",
        '\u{300}'..='\u{36f}' => "an accent that stands alone",
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => "Greek",
        '\u{400}'..='\u{52f}' => "Cyrillic",
        '\u{530}'..='\u{58f}' => "Armenian",
        '\u{2010}' | '\u{2011}' => "a special hyphen",
        '\u{2212}' => "a mathematical minus",
        '\u{ff00}'..='\u{ffef}' => "a letter of double width",
        '\u{1d400}'..='\u{1d7ff}' => "a mathematical letter",
        _ if invisible(letter) => "invisible",
        _ => "",
    }
}

const TWINS: &[(&str, &str)] = &[
    ("аАΑ", "aAA"),
    ("ВΒ", "BB"),
    ("сСϲϹ", "cCcC"),
    ("еЕΕ", "eEE"),
    ("НΗ", "HH"),
    ("іІΙ", "iII"),
    ("јЈ", "jJ"),
    ("КκΚ", "KkK"),
    ("МΜ", "MM"),
    ("Ν", "N"),
    ("оОοΟ", "oOoO"),
    ("рРρΡ", "pPpP"),
    ("ѕЅ", "sS"),
    ("ТΤ", "TT"),
    ("хХΧ", "xXX"),
    ("уУΥ", "yYY"),
    ("Ζ", "Z"),
    ("ν", "v"),
    ("ԁ", "d"),
    ("ԛ", "q"),
    ("ԝ", "w"),
    ("һ", "h"),
    ("ӏ", "l"),
    ("ι", "i"),
    ("τ", "t"),
    ("υ", "u"),
    ("\u{2010}\u{2011}\u{2212}", "---"),
    ("⩾≧", "≥≥"),
    ("⩽≦", "≤≤"),
    ("⁄∕", "//"),
    ("º˚", "°°"),
    ("ʼ′＇", "'''"),
    ("∙⋅", "··"),
];

fn twin(letter: char) -> Option<char> {
    if let 0xff01..=0xff5e = u32::from(letter) {
        return char::from_u32(u32::from(letter) - 0xfee0);
    }
    TWINS.iter().find_map(|(odd, plain)| {
        odd.chars().zip(plain.chars()).find(|(odd, _)| *odd == letter).map(|(_, plain)| plain)
    })
}
