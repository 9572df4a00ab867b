//! Unit slips in reference tables: one number in two units that differ a thousandfold, or amounts
//! that only such a slip sets so far apart.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Block, Spec, Text};

use crate::tree::words::{Decimal, TokenKind, lex};

/// Units of one kind, each with its power of ten; `mcg` is the safe way to write µg.
const FAMILIES: &[&[(&str, i32)]] = &[
    &[("ng", -9), ("mcg", -6), ("µg", -6), ("μg", -6), ("ug", -6), ("mg", -3), ("g", 0), ("kg", 3)],
    &[("µl", -6), ("ml", -3), ("dl", -1), ("l", 0)],
    &[("nmol", -9), ("µmol", -6), ("mmol", -3), ("mol", 0)],
];

/// Looks through the tables of the reference sections, row by row.
pub(crate) fn check(spec: &Spec, sink: &mut Sink) {
    for section in &spec.reference {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                table.rows.iter().for_each(|row| check_row(row, sink));
            }
        }
    }
}

/// Units next to one another, so far apart that no regimen and its maximum are.
const FAR: i128 = 500;

/// An amount of a cell: the number as written, its unit, and where it stands.
struct Amount<'a> {
    number: String,
    unit: String,
    family: usize,
    power: i32,
    cell: &'a Text,
    range: std::ops::Range<usize>,
}

impl Amount<'_> {
    /// How many powers of ten the units are apart.
    fn steps(&self, other: &Self) -> u32 {
        (self.power - other.power).unsigned_abs()
    }

    /// Whether one of the two is a body weight, in kg, and the other a dose: 40 kg and 40 mg are no slip.
    fn is_weight_beside(&self, other: &Self) -> bool {
        (self.unit == "kg") != (other.unit == "kg")
    }

    /// Whether the two lie far apart only because their units do.
    fn is_far_from(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (self.least(other), other.least(self)) else { return false };
        let (less, more) = (one.min(two), one.max(two));
        !self.is_weight_beside(other) && self.steps(other) == 3 && less > 0 && more / less >= FAR
    }

    /// The amount in the lesser unit of the two, a million times.
    fn least(&self, other: &Self) -> Option<i128> {
        let number = Decimal::read(&self.number)?.scaled(6)?;
        let power = u32::try_from(self.power - self.power.min(other.power)).ok()?;
        i128::from(number).checked_mul(10i128.checked_pow(power)?)
    }
}

fn check_row(row: &[Text], sink: &mut Sink) {
    let amounts: Vec<Amount<'_>> = row.iter().flat_map(amounts).collect();
    for (at, late) in amounts.iter().enumerate() {
        let earlier = || amounts.iter().take(at).filter(|early| early.family == late.family);
        let same = |early: &&Amount<'_>| {
            early.number == late.number && early.steps(late) >= 3 && !early.is_weight_beside(late)
        };
        let slip = earlier().find(same).or_else(|| earlier().find(|early| early.is_far_from(late)));
        if let Some(early) = slip {
            let stands = format!(
                "`{} {}` and `{} {}` stand in one row",
                early.number, early.unit, late.number, late.unit
            );
            let fold = 10i64.saturating_pow(early.steps(late));
            let message = if early.number == late.number {
                format!("{stands}: the same number in units that differ {fold}-fold")
            } else {
                format!(
                    "{stands}: amounts that lie more than {FAR}-fold apart, in units that differ {fold}-fold"
                )
            };
            sink.push(
                Diagnostic::new(Code::UnitSlip, late.cell.span_of(late.range.clone()), message)
                    .here("one of the two is probably a slip")
                    .related(early.cell.span_of(early.range.clone()), "the other amount")
                    .help("correct the unit; or, where the source says so, accept the finding under `## Accepted findings`"),
            );
        }
    }
}

fn amounts(cell: &Text) -> Vec<Amount<'_>> {
    let tokens = lex(&cell.string);
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        let [number, unit] = pair else { continue };
        if number.kind != TokenKind::Number {
            continue;
        }
        let word = unit.text.split('/').next().unwrap_or_default().trim_end_matches('.');
        for (family, units) in FAMILIES.iter().enumerate() {
            if let Some((name, power)) = units.iter().find(|(name, _)| *name == word) {
                found.push(Amount {
                    number: number.text.clone(),
                    unit: (*name).to_owned(),
                    family,
                    power: *power,
                    cell,
                    range: number.range.start..unit.range.start + word.len(),
                });
            }
        }
    }
    found
}
