//! Numbers as people write them: glued to their unit, parted by commas, or a bare count before `of`.

use std::ops::Range;

use super::unknown::Stuck;
use super::{GRAMMAR, Reader, bytes};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Edit;
use crate::tree::words::TokenKind;

impl Reader<'_> {
    /// The refusal of a number that is written otherwise than the language has it, where that is why a word
    /// cannot be used.
    pub(super) fn number(&self, stuck: &Stuck<'_>) -> Option<Diagnostic> {
        commas(stuck).or_else(|| self.glued(stuck)).or_else(|| self.bare_count(stuck))
    }

    /// A number and its unit without a space between them: `40kg`, `3x ULN`.
    fn glued(&self, stuck: &Stuck<'_>) -> Option<Diagnostic> {
        let token = stuck.tokens.get(stuck.at)?;
        let digits = token.raw.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|at| *at > 0)?;
        let (number, unit) = token.raw.split_at_checked(digits)?;
        if !unit.starts_with(|c: char| c.is_alphabetic() || c == 'µ') || number.ends_with('.') {
            return None;
        }
        let better = match self.times(stuck, unit) {
            Some(rest) => format!("{number} × {rest}").trim_end().to_owned(),
            None => format!("{number} {unit}"),
        };
        let message = format!("the number and its unit stand together in `{}`", token.raw);
        let part = stuck.at..stuck.at + 1;
        let fix = edit(stuck, &part, &better).map(|edit| Fix::safe(format!("write `{better}`"), [edit]));
        let report = stuck.report(&part, message, "a space is missing");
        Some(report.help(format!("write `{better}`")).fixes(fix))
    }

    /// What stands behind an `x` that is meant as `×`: some unit begins with it, and goes on as it does here.
    fn times<'u>(&self, stuck: &Stuck<'_>, unit: &'u str) -> Option<&'u str> {
        let rest = unit.strip_prefix(['x', 'X'])?;
        let next = stuck.tokens.get(stuck.at + 1).map_or("", |token| token.raw.as_str());
        let first = if rest.is_empty() { next } else { rest };
        let begins =
            |unit: &str| unit.strip_prefix('×').is_some_and(|unit| unit.trim_start().starts_with(first));
        let mut facts = self.context.facts.iter().filter_map(|fact| fact.quantity());
        (!first.is_empty() && facts.any(|quantity| begins(&quantity.unit))).then_some(rest)
    }

    /// A count that does not say whether more would do, where `at least` before it makes the sentence whole:
    /// `failure of two of: …`.
    fn bare_count(&self, stuck: &Stuck<'_>) -> Option<Diagnostic> {
        let of = stuck.tokens.get(stuck.at + 1).filter(|token| token.text == "of")?;
        let counts = GRAMMAR.ends("count", stuck.tokens, stuck.at, &self.vocabulary());
        if !counts.contains(&(stuck.at + 1)) {
            return None;
        }
        let part = stuck.at..stuck.at + 2;
        let whole = bytes(stuck.tokens, &(0..stuck.tokens.len()));
        let at = bytes(stuck.tokens, &part).start;
        let before = stuck.text.string.get(whole.start..at)?;
        let behind = stuck.text.string.get(at..whole.end)?;
        self.reads(stuck.start, &format!("{before}at least {behind}"))?;
        let written = stuck.raw(part.clone());
        let count = stuck.raw(stuck.at..stuck.at + 1);
        let better = format!("at least {count} {}", of.raw);
        let fix = edit(stuck, &part, &better).map(|edit| Fix::suggested(format!("write `{better}`"), [edit]));
        let message = format!("`{written}` does not say whether more than {count} would do");
        let report = stuck.report(&part, message, "at least so many, or exactly?");
        Some(report.help(format!("if more would do as well, write `{better}`")).fixes(fix))
    }
}

/// A comma inside of a number: `1,000 mg`. Behind a first 0 it may be meant as the decimal point.
fn commas(stuck: &Stuck<'_>) -> Option<Diagnostic> {
    let group = |at: usize| {
        let pair =
            at.checked_sub(1).and_then(|before| Some((stuck.tokens.get(before)?, stuck.tokens.get(at)?)));
        pair.is_some_and(|(before, token)| {
            let digits = token.raw.split('.').next().map_or(0, str::len);
            let touches = token.comma && before.range.end + 1 == token.range.start;
            touches && digits == 3 && token.kind == TokenKind::Number && before.kind == TokenKind::Number
        })
    };
    let inside = (stuck.at..stuck.at + 2).find(|at| group(*at))?;
    let first = (0..inside).rev().find(|at| !group(*at))?;
    let end = (inside..stuck.tokens.len()).find(|at| !group(*at)).unwrap_or(stuck.tokens.len());
    let part = first..end;
    let written = stuck.raw(part.clone());
    let better = written.replace(',', "");
    let lead = stuck.tokens.get(first)?;
    let message = format!("a comma parts the number `{written}`");
    let report = stuck.report(&part, message, "read as several numbers");
    if lead.raw.starts_with('0') || lead.raw.len() > 3 {
        return Some(report.help("write it without the comma; decimal places stand behind a point"));
    }
    let fix = edit(stuck, &part, &better).map(|edit| Fix::safe(format!("write `{better}`"), [edit]));
    Some(report.help(format!("write `{better}`")).fixes(fix))
}

/// Other words in place of some tokens; none where they stand partly in the header of a table.
fn edit(stuck: &Stuck<'_>, part: &Range<usize>, better: &str) -> Option<Edit> {
    let range = bytes(stuck.tokens, part);
    let cell = &stuck.text.filled;
    let whole = cell.is_empty() || (range.start >= cell.start && range.end <= cell.end);
    whole.then(|| Edit::replace(stuck.text.span_of(range), better))
}
