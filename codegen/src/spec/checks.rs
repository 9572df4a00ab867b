//! What may stand in executed text: no markup that could hide or change a word, and no
//! letter that only looks like the one that is read.

use super::outline::{MarkKind, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Where bold is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bold {
    /// Nowhere.
    Refused,
    /// As the title at the start of a criterion, or as its closing **AND** / **OR**.
    Title,
    /// As the whole cell.
    Cell,
}

/// Checks a run of executed text.
pub(super) fn executed(run: &Run, bold: Bold, found: &mut Vec<Diagnostic>) {
    let mut seen = Vec::new();
    for mark in run.marks.iter().filter(|mark| mark.kind != MarkKind::Html) {
        if !seen.contains(&mark.kind) {
            seen.push(mark.kind);
            found.push(markup(mark.kind, mark.span));
        }
    }
    check_bold(run, bold, found);
    if let Some(at) = run.text.string.find('~') {
        let span = run.text.span_of(at..at + 1);
        let text = "`~` strikes words out in many viewers, so it may not stand in text that is executed";
        found.push(
            Diagnostic::new(Code::Markup, span, text)
                .here("a tilde")
                .help("for an approximate number write `about`; for a range write `3 to 4`"),
        );
    }
    check_letters(run, found);
}

fn markup(kind: MarkKind, span: Span) -> Diagnostic {
    let (name, help) = match kind {
        MarkKind::Emphasis => (
            "slanted text",
            "take the `*` or `_` signs away; where `*` was meant as multiplication, write `×`",
        ),
        MarkKind::Code => ("text between backticks", "take the backticks away"),
        MarkKind::Link => ("a link", "write its words without the link; links belong in `## References`"),
        MarkKind::Image => ("an image", "images belong in the reference sections"),
        MarkKind::Html => ("HTML", "take the `<…>` away; where `<` was meant, put a space behind it"),
        MarkKind::HardBreak => {
            ("a forced line break", "take the backslash or the spaces at the line's end away")
        }
    };
    let message =
        format!("{name} may not stand in text that is executed: its signs are gone from what is read");
    Diagnostic::new(Code::Markup, span, message).here(name).help(help)
}

/// HTML is refused in every region: viewers and converters drop what it holds.
pub(super) fn html(run: &Run, found: &mut Vec<Diagnostic>) {
    if let Some(mark) = run.marks.iter().find(|mark| mark.kind == MarkKind::Html) {
        found.push(html_at(mark.span));
    }
}

/// HTML at a place.
pub(super) fn html_at(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Markup,
        span,
        "HTML may stand nowhere in a policy: viewers and converters drop it, or what it holds",
    )
    .here("read as HTML")
    .help("take the `<…>` away; where `<` was meant as `less than`, put a space behind it")
}

fn check_bold(run: &Run, bold: Bold, found: &mut Vec<Diagnostic>) {
    let string = run.text.string.as_str();
    for range in &run.text.strong {
        let words = string.get(range.clone()).unwrap_or_default();
        let behind = string.get(range.end..).unwrap_or_default().trim();
        let joins = behind.is_empty() && is_connective(words);
        let fine = match bold {
            Bold::Refused => false,
            Bold::Title => range.start == 0 || joins,
            Bold::Cell => true,
        };
        if !fine {
            let span = run.text.span_of(range.clone());
            let message = format!(
                "bold text may not stand here: only the title at the start of a criterion is bold, and `{words}` is none"
            );
            found.push(Diagnostic::new(Code::Markup, span, message).here("bold").help("take the `**` away"));
            return;
        }
    }
}

/// Whether words say how an item and the next one combine, and nothing else.
pub(super) fn is_connective(words: &str) -> bool {
    matches!(words, "AND" | "OR" | "and" | "or")
}

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
        let rest = string.get(at..).unwrap_or_default();
        reported_to = at + rest.find(' ').unwrap_or(rest.len());
        let span = run.text.span_of(at..at + letter.len_utf8());
        found.push(lookalike(letter, span));
    }
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
