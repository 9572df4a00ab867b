//! The parts of an item's text: title, sentence, labels in parentheses, closing punctuation.

use std::ops::Range;

use crate::source::Span;
use crate::spec::ast::Text;
use crate::tree::words::{Token, TokenKind, lex_range};

/// The labels that the parentheses at the end of a parent name: `(a, b, and c)`.
pub(super) struct Tuple {
    pub labels: Vec<String>,
    pub connective: Option<&'static str>,
    pub span: Span,
}

/// An item's text, taken apart.
pub(super) struct Anatomy {
    pub title: Option<Range<usize>>,
    pub sentence: Range<usize>,
    pub tuple: Option<Tuple>,
    pub connective: Option<(&'static str, Range<usize>)>,
    pub colon: bool,
}

/// Takes an item's text apart: title, sentence, labels in parentheses, closing punctuation.
pub(super) fn anatomy(text: &Text, has_children: bool) -> Anatomy {
    let string = &text.string;
    let mut end = string.trim_end().len();
    let upto = |end: usize| string.get(..end).unwrap_or_default();
    let mut connective = None;
    for (word, says) in [("and", "and"), ("or", "or")] {
        let head = upto(end);
        let cut = head.len().saturating_sub(word.len());
        let tail = head.get(cut..).unwrap_or_default();
        let before = head.get(..cut).unwrap_or_default().trim_end();
        let bold = text.strong.iter().any(|bold| bold.start == cut && bold.end == end);
        if tail.eq_ignore_ascii_case(word) && (bold || before.ends_with([';', ',', '.'])) {
            connective = Some((says, cut..end));
            end = before.len();
            break;
        }
    }
    let colon = upto(end).ends_with(':');
    end = upto(end).trim_end_matches([';', ':', '.', ',']).trim_end().len();
    let mut tuple_found = None;
    if has_children
        && let Some(inner) = final_parentheses(string, end)
        && let Some(tuple) = tuple(text, inner.clone())
    {
        tuple_found = Some(tuple);
        end = upto(inner.start - 1).trim_end().len();
    }
    let title = text.strong.first().filter(|range| range.start == 0 && range.end <= string.len()).cloned();
    let start = title.as_ref().map_or(0, |title| title.end.min(end));
    let rest = string.get(start..end).unwrap_or_default();
    let lead =
        if title.is_some() { rest.len() - rest.trim_start_matches([' ', ':', ',', '.']).len() } else { 0 };
    Anatomy { title, sentence: start + lead..end.max(start + lead), tuple: tuple_found, connective, colon }
}

/// The inside of the parentheses that end at `end`.
pub(super) fn final_parentheses(string: &str, end: usize) -> Option<Range<usize>> {
    let head = string.get(..end)?.trim_end();
    let inner = head.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    Some(open + 1..inner.len())
}

/// Reads `a, b, and c`; `None` where it is anything but labels, or another list than that.
pub(super) fn tuple(text: &Text, range: Range<usize>) -> Option<Tuple> {
    let mut labels = Vec::new();
    let mut connective = None;
    let tokens = lex_range(&text.string, range.clone());
    let before_last = tokens.len().checked_sub(2);
    for (at, token) in tokens.into_iter().enumerate() {
        match token.text.as_str() {
            "and" if Some(at) == before_last => connective = Some("and"),
            "or" if Some(at) == before_last => connective = Some("or"),
            "and" | "or" => return None,
            _ => {
                let parted = token.comma || labels.is_empty() || connective.is_some();
                if !parted {
                    return None;
                }
                let roman = token.text.chars().all(|c| "ivxlc".contains(c));
                let short = token.raw.chars().count() == 1 && token.raw.chars().all(char::is_alphanumeric);
                if !(short || roman || token.kind == TokenKind::Number) {
                    return None;
                }
                labels.push(token.raw);
            }
        }
    }
    let span = text.span_of(range);
    (!labels.is_empty()).then_some(Tuple { labels, connective, span })
}

/// Words of the patterns, and those that limit: in a title they would be a condition or an operator.
const SAYING: &[&[&str]] = &[
    &["not"],
    &["never"],
    &["none"],
    &["unless"],
    &["except"],
    &["excluding"],
    &["only"],
    &["optional"],
    &["if"],
    &["least"],
    &["most"],
    &["either"],
    &["any", "of"],
    &["all", "of"],
    &["both", "of"],
    &["one", "of"],
    &["one", "or", "more"],
];

/// Words with which a title begins that reads as a condition.
const OPENING: &[&str] = &["for", "when", "where"];

/// Whether a title says more than a name does, at one of its words.
pub(super) fn says_more(tokens: &[Token], at: usize) -> bool {
    let rest = tokens.get(at..).unwrap_or_default();
    let same = |run: &&[&str]| {
        run.len() <= rest.len() && run.iter().zip(rest).all(|(word, token)| token.text == **word)
    };
    let first = rest.first().map_or("", |token| token.text.as_str());
    SAYING.iter().any(same) || (at == 0 && OPENING.contains(&first))
}
