//! Findings that a policy accepts, by code and place.

use super::AcceptedFinding;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Source;
use crate::spec::ast::{AcceptedRow, Spec};

/// Parts the diagnostics into accepted findings and the rest; an acceptance that matches nothing
/// is a finding of its own, once there are no errors.
pub(super) fn accept(
    spec: &Spec,
    diagnostics: Vec<Diagnostic>,
    source: &Source,
) -> (Vec<AcceptedFinding>, Vec<Diagnostic>) {
    let mut used = vec![false; spec.accepted.len()];
    let (mut accepted, mut rest) = (Vec::new(), Vec::new());
    for diagnostic in diagnostics {
        match acceptance(spec, &diagnostic, source) {
            Some((at, why)) => {
                if let Some(used) = used.get_mut(at) {
                    *used = true;
                }
                accepted.push(AcceptedFinding { diagnostic, why });
            }
            None => rest.push(diagnostic),
        }
    }
    // Most findings wait until there are no errors, and so does what accepts them.
    let sound = rest.iter().all(|diagnostic| diagnostic.code.severity() != Severity::Error);
    for (row, used) in spec.accepted.iter().zip(used) {
        let code = Code::from_name(row.code.string.trim());
        let of_several = code.is_some_and(Code::is_of_several);
        if sound && !used && !of_several {
            rest.push(
                Diagnostic::new(
                    Code::AcceptedUnused,
                    row.code.span,
                    "this row accepts a finding that is not there",
                )
                .help("take the row out, or correct its code and place as the finding prints them"),
            );
        }
    }
    rest.sort_by_key(|a| (a.span, a.code));
    (accepted, rest)
}

/// The row that accepts a finding, by its place, and the reason that it gives.
pub(super) fn acceptance(spec: &Spec, diagnostic: &Diagnostic, source: &Source) -> Option<(usize, String)> {
    let place = place_words(diagnostic, source);
    let mut rows = spec.accepted.iter().enumerate();
    let (at, row) = rows.find(|(_, row)| accepts(row, diagnostic, &place))?;
    Some((at, row.why.string.trim().to_owned()))
}

/// Whether a row accepts a finding: its code is this, and all words of its place stand in the finding's.
fn accepts(row: &AcceptedRow, diagnostic: &Diagnostic, place: &str) -> bool {
    let known = words(place);
    diagnostic.code.severity() == Severity::Finding
        && row.code.string.trim() == diagnostic.code.as_str()
        && words(&row.place.string).iter().all(|word| known.contains(word))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The words by which a finding's place is known: its path and its own line.
fn place_words(diagnostic: &Diagnostic, source: &Source) -> String {
    let line =
        source.text().lines().nth(source.line(diagnostic.span.start).saturating_sub(1)).unwrap_or_default();
    format!("{} {line}", diagnostic.path.join(" "))
}
