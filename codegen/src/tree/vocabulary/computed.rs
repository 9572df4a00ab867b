//! Facts that are computed from two quantities: the unit, places and range that follow.

use super::super::ast::{Arithmetic, Kind, Quantity, RATIO_PLACES};
use super::kinds::{KindResult, Kinds, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ast::Text;

impl Kinds<'_> {
    /// Reads `⟨fact⟩ × ⟨fact⟩`, or the like, with the unit that stands in front of it.
    pub(super) fn computed(&self, cell: &Text, unit: &str, formula: &str) -> KindResult {
        let words: Vec<&str> = formula.split_whitespace().collect();
        let mut signs = words.iter().enumerate().filter_map(|(at, word)| Some((at, operator(word)?)));
        let (Some((at, by)), None) = (signs.next(), signs.next()) else { return Err(unreadable(cell)) };
        let (left, right) = words.split_at_checked(at).ok_or_else(|| unreadable(cell))?;
        let left = self.named(cell, &left.join(" "))?;
        let right = self.named(cell, &right.get(1..).unwrap_or_default().join(" "))?;
        let of = |id: super::FactId| match self.words.facts.get(id.0).map(|fact| &fact.kind) {
            Some(Kind::Quantity(quantity)) => Ok(quantity),
            _ => Err(not_given(cell, by, &self.name(id))),
        };
        let (a, b) = (of(left)?, of(right)?);
        let quantity = result(cell, unit, a, by, b)?;
        Ok(Kind::Computed { left, by, right, quantity })
    }

    fn name(&self, id: super::FactId) -> String {
        self.words.facts.get(id.0).map(|fact| fact.name.clone()).unwrap_or_default()
    }
}

fn operator(word: &str) -> Option<Arithmetic> {
    Arithmetic::from_sign(word)
}

/// A fact that no formula can use: one that is computed, or no number.
fn not_given(cell: &Text, by: Arithmetic, name: &str) -> Box<Diagnostic> {
    let message = format!("`{name}` is no number that is given, and `{}` takes two of these", by.sign());
    let help = format!(
        "write in place of `{name}` a quantity, count or score that is asked for: what is itself computed cannot be \
         used again; of what takes two steps, ask for the result of the first"
    );
    let mut report = wrong(cell, message, &help);
    if let Some(at) = cell.string.rfind(name) {
        report.span = cell.span_of(at..at + name.len());
    }
    report
}

fn wrong(cell: &Text, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::FactKind, cell.span, message).help(help))
}

/// The unit, places and range of what comes of two quantities.
fn result(
    cell: &Text,
    unit: &str,
    a: &Quantity,
    by: Arithmetic,
    b: &Quantity,
) -> Result<Quantity, Box<Diagnostic>> {
    let unit = if matches!(unit, "count" | "score") { "" } else { unit };
    let places = match by {
        Arithmetic::Times => a.places + b.places,
        Arithmetic::Over => RATIO_PLACES,
        Arithmetic::Plus | Arithmetic::Minus => {
            if a.unit != b.unit || a.unit != unit {
                return Err(wrong(
                    cell,
                    format!(
                        "a sum or difference has the unit of its two facts: `{}` and `{}`",
                        a.unit, b.unit
                    ),
                    "give all three the same unit",
                ));
            }
            a.places.max(b.places)
        }
    };
    if by == Arithmetic::Over && b.min <= 0 {
        return Err(wrong(
            cell,
            "the divisor of a ratio can be 0 or below by its range",
            "begin the range of the second fact above 0, as in `kg, 0.5 to 400.0`",
        ));
    }
    let (min, max) = range(a, by, b, places).ok_or_else(|| {
        wrong(
            cell,
            format!("what `{}` makes of the two ranges is too large", by.sign()),
            "narrow the ranges, or write them with fewer decimal places",
        )
    })?;
    Ok(Quantity { unit: unit.to_owned(), places, min, max })
}

/// The range that follows from two ranges, rounded outwards; `None` where it is too large.
fn range(a: &Quantity, by: Arithmetic, b: &Quantity, places: u32) -> Option<(i64, i64)> {
    let at_scale =
        |n: i64, from: u32| i128::from(n).checked_mul(10i128.checked_pow(places.checked_sub(from)?)?);
    let corner = |x: i64, y: i64| -> Option<[i128; 2]> {
        let both = |n: i128| [n, n];
        Some(match by {
            Arithmetic::Times => both(i128::from(x).checked_mul(i128::from(y))?),
            Arithmetic::Plus => both(at_scale(x, a.places)?.checked_add(at_scale(y, b.places)?)?),
            Arithmetic::Minus => both(at_scale(x, a.places)?.checked_sub(at_scale(y, b.places)?)?),
            Arithmetic::Over => {
                let dividend = at_scale(x, a.places)?.checked_mul(10i128.checked_pow(b.places)?)?;
                let down = dividend.checked_div_euclid(i128::from(y))?;
                let up = i128::from(dividend.checked_rem_euclid(i128::from(y))? != 0);
                [down, down + up]
            }
        })
    };
    let mut ends: Vec<i128> = Vec::new();
    for x in [a.min, a.max] {
        for y in [b.min, b.max] {
            ends.extend(corner(x, y)?);
        }
    }
    let narrow = |n: Option<&i128>| i64::try_from(*n?).ok();
    Some((narrow(ends.iter().min())?, narrow(ends.iter().max())?))
}
