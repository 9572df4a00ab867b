//! What to say of a sentence that has no derivation, or more than one.

use std::ops::Range;
use std::rc::Rc;

use super::{Reader, bytes, used_patterns};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Edit;
use crate::spec::ast::Text;
use crate::tree::build::{Node, Problem};
use crate::tree::grammar::Tree;
use crate::tree::words::{OPEN, Token, find};

impl Reader<'_> {
    /// A label that cannot be cited: of a heading that only gathers, or of nothing. Another section is never
    /// proposed: it may say the opposite.
    pub(super) fn no_label(&self, raw: &str) -> Problem {
        let below = |label: &str| label.strip_prefix(raw)?.strip_prefix('.').map(str::to_owned);
        let all = || self.labels.iter().map(|(label, _)| label.as_str());
        let gathered: Vec<&str> =
            all().filter(|label| below(label).is_some_and(|rest| !rest.contains('.'))).collect();
        let (message, help) = match gathered.as_slice() {
            [] => (format!("no criterion has the label `{raw}`"), self.near_label(raw)),
            [only] => (format!("`{raw}` only gathers `{only}`"), format!("write `{only}`")),
            several => (
                format!("`{raw}` only gathers `{}`", several.join("`, `")),
                format!("write those that are meant: `{}`", joined(several, "or")),
            ),
        };
        Problem { code: Code::UnknownLabel, message, help: vec![help], rewrite: None }
    }

    /// The most similar label of the same section, or the sections that there are.
    fn near_label(&self, raw: &str) -> String {
        let section = |label: &str| label.split('.').next().unwrap_or_default().to_owned();
        let all = || self.labels.iter().map(|(label, _)| label.as_str());
        if !self.doubts.may_compare_with(self.labels.len()) {
            return "correct the label, or write the criterion first".to_owned();
        }
        let like = |label: &str| strsim::jaro_winkler(label, raw);
        let near =
            all().filter(|label| section(label) == section(raw)).max_by(|a, b| like(a).total_cmp(&like(b)));
        if let Some(near) = near {
            return format!("the nearest label is `{near}`");
        }
        let mut tops: Vec<&str> = all().filter(|label| label.matches('.').count() < 2).collect();
        tops.retain(|label| {
            !label.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()))
        });
        match tops.as_slice() {
            [] => "correct the label, or write the criterion first".to_owned(),
            tops => format!("the labels of sections that can be cited: `{}`", tops.join("`, `")),
        }
    }

    /// The refusal of a sentence without a derivation: the problem of words that were understood
    /// (the narrowest one), or the words that no pattern uses.
    pub(super) fn refuse(
        &self,
        mut problems: Vec<(Problem, Range<usize>)>,
        furthest: usize,
        (start, text): (&str, &Text),
        tokens: &[Token],
    ) -> Diagnostic {
        problems.sort_by_key(|(_, range)| range.len());
        if let Some((problem, range)) = problems.into_iter().next() {
            let span = text.span_of(bytes(tokens, &range));
            let mut diagnostic = Diagnostic::new(problem.code, span, problem.message);
            diagnostic.help = problem.help;
            if problem.code == Code::MixedAndOr {
                let groupings = self.groupings(text, tokens, &range);
                if !groupings.is_empty() {
                    diagnostic.help = groupings;
                }
            }
            let part = bytes(tokens, &range);
            let fix = problem.rewrite.and_then(|(words, better)| rewritten(text, &part, &words, &better));
            return diagnostic.fixes(fix);
        }
        let unread = tokens.iter().skip(furthest.saturating_sub(1)).take(ASIDE).cloned();
        if let Some(diagnostic) = aside(text, &unread.collect::<Vec<_>>()) {
            return diagnostic;
        }
        self.unknown(start, text, tokens, furthest)
    }
}

/// How many words are looked at for an aside: further on, something else is wrong first.
const ASIDE: usize = 6;

/// Abbreviations that say again, in other words, what stands before them.
const CLOSED: &[&[&str]] = &[&["i.e"], &["i.e."], &["ie"], &["that", "is", "to", "say"]];

/// The refusal of an aside, `e.g.` or `i.e.`, in words that nothing uses.
fn aside(text: &Text, unread: &[Token]) -> Option<Diagnostic> {
    let open = find(unread, OPEN);
    let range = open.clone().or_else(|| find(unread, CLOSED))?;
    let words = text.string.get(range.clone()).unwrap_or_default();
    let span = text.span_of(range);
    let report = |message: String, here: &str| Diagnostic::new(Code::UnknownPhrase, span, message).here(here);
    Some(if open.is_some() {
        report(format!("`{words}` names examples, and leaves open what else would do"), "an open list")
            .help("list everything that counts: `is X, Y, or Z`, or values of a fact in the vocabulary")
            .help("examples that only help to answer belong in the question of the fact, under \"Asked as\"")
    } else {
        report(format!("`{words}` says the same again in other words"), "an explanation")
            .help("write the one of the two that the vocabulary knows")
            .help(
                "or add the other under \"Also written\": it may then follow in parentheses, without `i.e.`",
            )
    })
}

/// Some things in a sentence: `a, b or c`.
fn joined(things: &[&str], word: &str) -> String {
    match things.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} {word} {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Other words in place of some that stand once in a part of a sentence. What a limit is, or which of two
/// numbers is wrong, only a person knows.
fn rewritten(text: &Text, part: &Range<usize>, words: &str, better: &str) -> Option<Fix> {
    let inner = text.string.get(part.clone())?;
    let mut found = inner.match_indices(words).filter(|(at, _)| stands_alone(inner, *at..at + words.len()));
    let (at, _) = found.next()?;
    let range = part.start + at..part.start + at + words.len();
    let cell = &text.filled;
    let split = !cell.is_empty() && (range.start < cell.start || range.end > cell.end);
    if split || found.next().is_some() {
        return None;
    }
    Some(Fix::suggested(format!("write `{better}`"), [Edit::replace(text.span_of(range), better)]))
}

/// Whether no word or number goes on at either end of a part.
fn stands_alone(inner: &str, part: Range<usize>) -> bool {
    let goes_on = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '/');
    let before = inner.get(..part.start).and_then(|before| before.chars().next_back());
    let mut behind = inner.get(part.end..).unwrap_or_default().chars();
    let next = behind.next();
    let decimal = next == Some('.') && behind.next().is_some_and(|c| c.is_ascii_digit());
    !goes_on(before) && before != Some('.') && !goes_on(next) && !decimal
}

/// A sentence of which there are too many derivations.
pub(super) fn overflow(text: &Text, tokens: &[Token]) -> Diagnostic {
    let span = text.span_of(bytes(tokens, &(0..tokens.len())));
    Diagnostic::new(Code::TooLarge, span, "the sentence can be read in too many ways to compare them all")
        .help("letter its parts as items, each a sentence of its own")
}

pub(super) fn ambiguous(several: &[(Node, Rc<Tree>)], text: &Text, tokens: &[Token]) -> Diagnostic {
    let span = text.span_of(bytes(tokens, &(0..tokens.len())));
    let message = format!("this can be read in {} ways", several.len());
    let mut diagnostic = Diagnostic::new(Code::AmbiguousSentence, span, message)
        .help("say it in other words, or in two sentences, so that only one reading is left");
    for (at, (_, tree)) in several.iter().take(4).enumerate() {
        let mut patterns = Vec::new();
        used_patterns(tree, &mut patterns);
        diagnostic = diagnostic.help(format!("reading {}: {}", at + 1, patterns.join(" › ")));
    }
    diagnostic
}
