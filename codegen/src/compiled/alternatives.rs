//! The other readings of a policy: each is put in its place, compiled, and compared on the examples.

use super::{Compiled, ReadingEffect};
use crate::diagnostic::{Code, Diagnostic, Severity, Sink};
use crate::interp::{self, Determination, Request};
use crate::source::Span;
use crate::spec::ast::{Item, ReadingRow, Section, Spec};
use crate::tree;
use crate::tree::Derivations;
use crate::tree::ast::{Kept, Policy};
use crate::tree::hash::canonical;
use crate::tree::print;

/// Compiles the policy once more for each alternative reading, and compares the examples.
pub(super) fn effects(compiled: &mut Compiled, derivations: &Derivations) -> Vec<ReadingEffect> {
    let Some(policy) = &compiled.policy else { return Vec::new() };
    let mut effects: Vec<ReadingEffect> = Vec::new();
    let mut problems = Vec::new();
    for row in compiled.spec.readings.iter().filter(|row| written(row)) {
        let id = row.id.string.trim();
        if effects.iter().any(|effect| effect.id == id) {
            continue;
        }
        let now = Now { spec: &compiled.spec, policy };
        let other = now.alternative(id, derivations, &mut problems);
        let changes = other.map(|other| compare(policy, &compiled.example_results, &other));
        effects.push(ReadingEffect {
            id: id.to_owned(),
            read_as: None,
            changes: changes.unwrap_or_default(),
        });
    }
    for (id, way) in not_chosen(policy) {
        let other = read_as(&compiled.spec, policy, id, way, derivations);
        let changes = compare(policy, &compiled.example_results, &other);
        effects.push(ReadingEffect { id: id.to_owned(), read_as: Some(way), changes });
    }
    for problem in problems {
        compiled.say(problem);
    }
    effects
}

/// The policy as it is read.
struct Now<'a> {
    spec: &'a Spec,
    policy: &'a Policy,
}

impl Now<'_> {
    /// The policy with all the clauses of a reading in their places; without its examples. It must be
    /// sound as a whole, and each clause stand under the condition of the one that it replaces.
    fn alternative(
        &self,
        id: &str,
        derivations: &Derivations,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Policy> {
        let mut other = self.spec.clone();
        other.examples.clear();
        let before = problems.len();
        let rows = self.spec.readings.iter().filter(|row| row.id.string.trim() == id && written(row));
        for row in rows.clone() {
            if !put(&mut other, row) {
                problems.push(unplaced(row));
            }
        }
        let mut sink = Sink::default();
        let (policy, _) = tree::from_spec(&other, derivations, &mut sink);
        let spans: Vec<Span> = rows.clone().map(|row| row.written.span).collect();
        let of_clause =
            |one: &Diagnostic| spans.iter().any(|s| s.start <= one.span.start && one.span.end <= s.end);
        let (own, elsewhere): (Vec<_>, Vec<_>) = sink.into_sorted().into_iter().partition(of_clause);
        problems.extend(own);
        if problems.len() == before {
            problems.extend(rows.clone().filter_map(|row| self.lost_condition(row, &policy)));
        }
        let error = |one: &Diagnostic| one.code.severity() == Severity::Error;
        if let (Some(wrong), Some(row), true) =
            (elsewhere.into_iter().find(error), rows.clone().next(), problems.len() == before)
        {
            problems.push(unfit(row, wrong));
        }
        if let (true, Some(row)) = (problems.len() == before, rows.clone().next())
            && canonical(&policy) == canonical(self.policy)
        {
            problems.push(same(row));
        }
        (problems.len() == before).then_some(policy)
    }

    /// A clause that leaves out the condition of its place would decide for other requests than the place does.
    fn lost_condition(&self, row: &ReadingRow, other: &Policy) -> Option<Diagnostic> {
        let place = row.place.string.trim();
        let condition = |policy: &Policy| {
            let criterion = policy.criterion(policy.labelled(place)?);
            criterion.applies.clone()
        };
        let lost = condition(self.policy)?;
        // What is asked is the same: that the condition is left out is the other reading.
        let body = |policy: &Policy| Some(policy.criterion(policy.labelled(place)?).body.clone());
        if condition(other).is_some() || body(self.policy) == body(other) {
            return None;
        }
        let item = self.spec.sections.iter().find_map(|section| find_item(section, place))?;
        let words = item.text.string.split_once(':').map(|(words, _)| words.trim());
        let words = words
            .filter(|words| ["If ", "For "].iter().any(|start| words.starts_with(start)))
            .map_or_else(|| format!("If {}", print::formula(self.policy, &lost)), str::to_owned);
        let clause = row.written.string.trim();
        let message = format!("the clause leaves out the condition under which `{place}` stands");
        Some(
            Diagnostic::new(Code::ReadingUnreadable, row.written.span, message)
                .related(item.text.span, "the clause would stand in place of this")
                .help(format!("write `{words}: {}`", decapitalised(clause))),
        )
    }
}

/// A clause that says in other words, or in the same ones, what the policy says.
fn same(row: &ReadingRow) -> Diagnostic {
    let message =
        format!("the clause means what `{}` says already: this is no other reading", row.place.string.trim());
    Diagnostic::new(Code::NoOtherReading, row.written.span, message)
        .here("decides every request as the policy does")
        .help("write what would be asked if it were read the other way; where no clause can say that, write `—`")
}

/// A clause whose sentence is fine, and which does not fit in its place.
fn unfit(row: &ReadingRow, wrong: Diagnostic) -> Diagnostic {
    let message =
        format!("the clause does not fit in the place of `{}`: {}", row.place.string.trim(), wrong.message);
    let mut diagnostic = Diagnostic::new(Code::ReadingUnreadable, row.written.span, message)
        .related(wrong.span, "this would be wrong then")
        .help("write the whole clause as it would stand there, with its condition and its labels");
    diagnostic.help.extend(wrong.help);
    diagnostic
}

/// A sentence as it goes on behind a colon.
fn decapitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    // An abbreviation keeps its capitals.
    if rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        sentence.to_owned()
    } else {
        first + rest
    }
}

/// For words that are kept as published: each id of the table with the readings that it did not choose.
fn not_chosen(policy: &Policy) -> Vec<(&str, &'static str)> {
    let mut found = Vec::new();
    for reading in &policy.readings {
        let kept = reading.kept.iter();
        for way in kept.flat_map(|kept| kept.ways.iter().filter(|way| way.id != kept.chosen)) {
            let one = (reading.id.as_str(), way.id);
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// The policy with the rows of an id read in another way, those that have it; without its examples.
fn read_as(spec: &Spec, policy: &Policy, id: &str, way: &str, derivations: &Derivations) -> Policy {
    let mut other = spec.clone();
    other.examples.clear();
    for (row, reading) in other.readings.iter_mut().zip(&policy.readings) {
        let has = |kept: &Kept| kept.ways.iter().any(|one| one.id == way);
        if reading.id == id && reading.kept.iter().any(has) {
            *row = tree::choices::choosing(row, way);
        }
    }
    tree::from_spec(&other, derivations, &mut Sink::default()).0
}

fn written(row: &ReadingRow) -> bool {
    !row.written.is_empty() && row.written.string.trim() != "—"
}

fn unplaced(row: &ReadingRow) -> Diagnostic {
    let message = format!("`{}` is no place of a clause", row.place.string.trim());
    Diagnostic::new(Code::ReadingUnreadable, row.place.span, message)
        .help("write a label (`I.A.4`), `Scope II.A` or `Order 3`; where no clause can say the other reading, write `—` in the last column")
}

/// Puts the text of a reading in its place.
fn put(spec: &mut Spec, row: &ReadingRow) -> bool {
    let place = row.place.string.trim();
    if let Some(number) = place.strip_prefix("Order ").and_then(|n| n.parse::<usize>().ok()) {
        let Some(step) = number.checked_sub(1).and_then(|at| spec.order.get_mut(at)) else { return false };
        *step = row.written.clone();
        return true;
    }
    if let Some(label) = place.strip_prefix("Scope ") {
        let Some(section) = find_section(&mut spec.sections, label) else { return false };
        section.scope = Some(row.written.clone());
        return true;
    }
    let Some(item) = spec.sections.iter_mut().find_map(|section| find_item_mut(section, place)) else {
        return false;
    };
    let closing = tree::connective(&item.text);
    item.text = row.written.clone();
    // The connective joins the place to the next one: a clause that leaves it out keeps it.
    if let Some(word) = closing.filter(|_| tree::connective(&item.text).is_none()) {
        let clause = item.text.string.trim_end().trim_end_matches([';', '.']).len();
        item.text.string.truncate(clause);
        item.text.string.push_str("; ");
        item.text.string.push_str(word);
    }
    item.cells.clear();
    true
}

fn find_section<'a>(sections: &'a mut [Section], label: &str) -> Option<&'a mut Section> {
    for section in sections {
        if section.label == label {
            return Some(section);
        }
        if let Some(found) = find_section(&mut section.sections, label) {
            return Some(found);
        }
    }
    None
}

fn find_item_mut<'a>(section: &'a mut Section, label: &str) -> Option<&'a mut Item> {
    if let Some(found) = below(&mut section.items, label) {
        return Some(found);
    }
    section.sections.iter_mut().find_map(|inner| find_item_mut(inner, label))
}

fn find_item<'a>(section: &'a Section, label: &str) -> Option<&'a Item> {
    fn among<'a>(items: &'a [Item], label: &str) -> Option<&'a Item> {
        let this =
            |item: &'a Item| if item.label == label { Some(item) } else { among(&item.children, label) };
        items.iter().find_map(this)
    }
    let inner = || section.sections.iter().find_map(|inner| find_item(inner, label));
    among(&section.items, label).or_else(inner)
}

fn below<'a>(items: &'a mut [Item], label: &str) -> Option<&'a mut Item> {
    for item in items {
        if item.label == label {
            return Some(item);
        }
        if let Some(found) = below(&mut item.children, label) {
            return Some(found);
        }
    }
    None
}

fn compare(policy: &Policy, now: &[Determination], other: &Policy) -> Vec<(String, String, String)> {
    let mut changes = Vec::new();
    for (example, now) in policy.examples.iter().zip(now) {
        let then = interp::determine(other, &Request::of(other, &example.facts));
        let (now, then) = (interp::brief(policy, now), interp::brief(other, &then));
        if now != then {
            changes.push((example.id.clone(), now, then));
        }
    }
    changes
}
