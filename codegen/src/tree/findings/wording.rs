//! Phrases of the vocabulary that leave the decision to their reader: judgement words, open
//! lists, and yes/no phrases that hide a number or another fact.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{FactRow, Spec, Text};
use crate::tree::ast::{Fact, FactId, Kind, Policy};
use crate::tree::header::split;
use crate::tree::words::{OPEN, Token, TokenKind, find, key, lex};

/// Words that say how much without saying how much.
const JUDGEMENT: &[&str] = &[
    "acceptable",
    "adequate",
    "adequately",
    "appropriate",
    "appropriately",
    "considerable",
    "excessive",
    "inadequate",
    "inadequately",
    "inappropriate",
    "insufficient",
    "meaningful",
    "meaningfully",
    "recent",
    "recently",
    "reasonable",
    "satisfactory",
    "significant",
    "significantly",
    "substantial",
    "substantially",
    "sufficient",
    "sufficiently",
    "suitable",
];

/// Comparators in words.
const COMPARATORS: &[&[&str]] = &[
    &["at", "least"],
    &["at", "most"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["greater", "than"],
    &["no", "more", "than"],
    &["exceeds"],
    &["within", "the", "last"],
];

/// Words in front of a number that make it a name: type 2, stage 4.
const NAMING: &[&str] = &[
    "class",
    "factor",
    "generation",
    "grade",
    "group",
    "level",
    "line",
    "phase",
    "stage",
    "step",
    "tier",
    "type",
];

/// Looks at each fact's name, its other phrases, and the values in its kind.
pub(super) fn check(spec: &Spec, policy: &Policy, sink: &mut Sink) {
    for row in &spec.vocabulary {
        let fact = policy.facts().find(|(_, fact)| fact.span == row.name.span);
        let Some((id, fact)) = fact else { continue };
        let phrases = phrases(row);
        let values: Vec<&Text> = match fact.kind {
            Kind::OneOf(_) | Kind::AnyOf(_) => values(spec, row),
            _ => Vec::new(),
        };
        let all = || phrases.iter().chain(values.iter().copied());
        sink_first(all().filter_map(judgement), sink);
        sink_first(all().filter_map(open_list), sink);
        if fact.kind == Kind::YesNo {
            sink_first(phrases.iter().filter_map(|phrase| opaque(policy, id, fact, phrase)), sink);
        }
    }
}

/// One fact is reported once for each kind of fault.
fn sink_first(mut found: impl Iterator<Item = Diagnostic>, sink: &mut Sink) {
    found.next().into_iter().for_each(|diagnostic| sink.push(diagnostic));
}

/// The name of a fact, and its other phrases without `not:`.
fn phrases(row: &FactRow) -> Vec<Text> {
    let mut all = split(&row.name, ';');
    for phrase in split(&row.also, ';') {
        let lead = phrase.string.strip_prefix("not:").map_or(0, |_| "not:".len());
        let end = phrase.string.len();
        all.push(crate::tree::header::cut(&phrase, lead..end));
    }
    all
}

/// Where the values of a fact stand: in the cell of its kind, or in the list that it names.
fn values<'s>(spec: &'s Spec, row: &'s FactRow) -> Vec<&'s Text> {
    let name = row.kind.string.split_once(':').map_or("", |(_, name)| name.trim());
    match spec.lists.iter().find(|list| list.name.string.trim() == name) {
        // What an appendix lists is reference text.
        Some(list) if name.starts_with("Appendix ") => list.items.iter().take(0).collect(),
        Some(list) => list.items.iter().collect(),
        None => vec![&row.kind],
    }
}

fn judgement(phrase: &Text) -> Option<Diagnostic> {
    let token = lex(&phrase.string).into_iter().find(|token| JUDGEMENT.contains(&token.text.as_str()))?;
    let message = format!("`{}` says no measure: two reviewers may answer differently", token.raw);
    Some(
        Diagnostic::new(Code::JudgementWord, phrase.span_of(token.range), message)
            .here("a matter of judgement")
            .help("say what counts, with its number and unit, and compare it in a criterion; or accept the finding under `## Accepted findings`"),
    )
}

fn open_list(phrase: &Text) -> Option<Diagnostic> {
    let tokens = lex(&phrase.string);
    let range = find(&tokens, OPEN)?;
    let words = phrase.string.get(range.clone()).unwrap_or_default();
    let message = format!("`{words}` leaves the list open: what else counts is for the reader to guess");
    Some(
        Diagnostic::new(Code::OpenList, phrase.span_of(range), message)
            .here("an open list")
            .help("list everything that counts, as values of a fact or in an appendix; or move the examples to the question, under \"Asked as\""),
    )
}

fn opaque(policy: &Policy, id: FactId, fact: &Fact, phrase: &Text) -> Option<Diagnostic> {
    let tokens = lex(&phrase.string);
    let (range, what) = number(&tokens)
        .map(|range| (range, "a number".to_owned()))
        .or_else(|| comparator(&tokens).map(|range| (range, "a comparison".to_owned())))
        .or_else(|| other_fact(policy, id, fact, &tokens))?;
    let words = phrase.string.get(range.clone()).unwrap_or_default();
    // A name that is written as the vocabulary has it is said once.
    let quoted = if what.contains(words) { String::new() } else { format!(", `{words}`,") };
    let message =
        format!("the yes/no phrase `{}` hides {what}{quoted} from every check", phrase.string.trim());
    Some(
        Diagnostic::new(Code::OpaquePhrase, phrase.span_of(range), message)
            .here(format!("{what} inside a phrase"))
            .help("make a fact of it, with its kind and unit, and compare it in the criterion; of two facts that depend on one another, say so under \"Only when\" or \"Always true\""),
    )
}

/// A number that is no part of a name.
fn number(tokens: &[Token]) -> Option<Range<usize>> {
    let named = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        before.is_some_and(|word| NAMING.contains(&word.text.as_str()))
    };
    let (_, token) =
        tokens.iter().enumerate().find(|(at, token)| token.kind == TokenKind::Number && !named(*at))?;
    Some(token.range.clone())
}

fn comparator(tokens: &[Token]) -> Option<Range<usize>> {
    let sign = tokens.iter().find(|token| ["≥", "≤", "<", ">", "="].contains(&token.text.as_str()));
    sign.map(|token| token.range.clone()).or_else(|| find(tokens, COMPARATORS))
}

/// The name of another fact, unless the two are tied to one another by what is declared.
///
/// A request for a change ("request is for a dose increase") names what is to change, and asks nothing of it.
fn other_fact(policy: &Policy, id: FactId, fact: &Fact, tokens: &[Token]) -> Option<(Range<usize>, String)> {
    let change = |phrase: &String| key(phrase).starts_with(&["request", "is", "for"].map(str::to_owned));
    if std::iter::once(&fact.name).chain(&fact.also).any(change) {
        return None;
    }
    policy.facts().find_map(|(other_id, other)| {
        let name = key(&other.name);
        // One word is too little to go by, unless it is the name of a number.
        let counts = name.len() > 1 || other.quantity().is_some();
        if other_id == id || !counts || tied(policy, id, fact, other_id, other) {
            return None;
        }
        let name: Vec<&str> = name.iter().map(String::as_str).collect();
        let range = find(tokens, &[name.as_slice()])?;
        Some((range, format!("the fact `{}`", other.name)))
    })
}

/// Whether a condition of one fact, or what is always true, ties two facts to one another.
fn tied(policy: &Policy, id: FactId, fact: &Fact, other_id: FactId, other: &Fact) -> bool {
    let mut found = false;
    for (of, condition) in [(other_id, &fact.only_when), (id, &other.only_when)] {
        if let Some(condition) = condition {
            condition.each_atom(&mut |atom| found |= atom.fact() == of);
        }
    }
    for always in &policy.always {
        let (mut one, mut two) = (false, false);
        always.formula.each_atom(&mut |atom| {
            one |= atom.fact() == id;
            two |= atom.fact() == other_id;
        });
        found |= one && two;
    }
    found
}
