//! Unit slips in reference tables: one number in two units that differ a thousandfold.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::spec::ast::{Block, Spec, Text};

use super::words::{TokenKind, lex};

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

/// An amount of a cell: the number as written, its unit, and where it stands.
struct Amount<'a> {
    number: String,
    unit: String,
    family: usize,
    power: i32,
    cell: &'a Text,
    range: std::ops::Range<usize>,
}

fn check_row(row: &[Text], sink: &mut Sink) {
    let amounts: Vec<Amount<'_>> = row.iter().flat_map(amounts).collect();
    for (at, late) in amounts.iter().enumerate() {
        let slip = amounts.iter().take(at).find(|early| {
            early.number == late.number
                && early.family == late.family
                && (early.power - late.power).abs() >= 3
        });
        if let Some(early) = slip {
            let message = format!(
                "`{} {}` and `{} {}` stand in one row: the same number in units that differ {}-fold",
                early.number,
                early.unit,
                late.number,
                late.unit,
                10i64.saturating_pow((early.power - late.power).unsigned_abs())
            );
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
