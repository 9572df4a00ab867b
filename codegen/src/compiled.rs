//! The whole compiler as one pure function: a source in, everything that could be built and
//! everything there is to say out.

use crate::diagnostic::{Code, Diagnostic, Severity, Sink};
use crate::interp::{self, Determination, Request};
use crate::source::Source;
use crate::spec::ast::{Item, Section, Spec};
use crate::tree::ast::{Body, Policy};
use crate::tree::{Derivations, SentenceReading, print};
use crate::{spec, tree, verify};

/// What a source compiled to.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The source.
    pub source: Source,
    /// What was written.
    pub spec: Spec,
    /// What it means; `None` where an error keeps it from being built.
    pub policy: Option<Policy>,
    /// How every executed sentence was read, in the order of the source.
    pub readings: Vec<SentenceReading>,
    /// Findings that the policy accepts, with its reasons.
    pub accepted: Vec<AcceptedFinding>,
    /// Everything else there is to say, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// What each example of the policy comes to, in their order.
    pub example_results: Vec<Determination>,
    /// What each alternative reading would change, in the order of the readings table.
    pub reading_effects: Vec<ReadingEffect>,
}

/// A finding that the policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFinding {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it is accepted.
    pub why: String,
}

/// What an alternative reading would change: all the rows of its id are put in place at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingEffect {
    /// The reading's id.
    pub id: String,
    /// The examples that would come out otherwise: id, determination now, determination then.
    pub changes: Vec<(String, String, String)>,
}

/// Compiles a policy. Pure: no file, no clock, no environment.
pub fn compile(source: Source) -> Compiled {
    let derivations = Derivations::default();
    let mut compiled = check_with(source, &derivations);
    compiled.reading_effects = reading_effects(&mut compiled, &derivations);
    compiled
}

/// Compiles a policy, but leaves its alternative readings alone.
pub fn check(source: Source) -> Compiled {
    check_with(source, &Derivations::default())
}

fn check_with(source: Source, derivations: &Derivations) -> Compiled {
    let mut sink = Sink::default();
    let spec = spec::parse(&source, &mut sink);
    let (policy, mut readings) = tree::from_spec(&spec, derivations, &mut sink);
    readings.sort_by_key(|reading| reading.text.span);
    let sound = !sink.has_errors();
    let mut example_results = Vec::new();
    if sound {
        example_results = verify::examples(&policy, &mut sink);
        echo(&policy, &mut readings);
    }
    let mut diagnostics = sink.into_sorted();
    for diagnostic in &mut diagnostics {
        if diagnostic.path.is_empty() {
            diagnostic.path = spec::path_of(&spec, diagnostic.span);
        }
    }
    let (accepted, diagnostics) = accept(&spec, diagnostics, &source);
    let policy = sound.then_some(policy);
    Compiled {
        source,
        spec,
        policy,
        readings,
        accepted,
        diagnostics,
        example_results,
        reading_effects: Vec::new(),
    }
}

impl Compiled {
    /// Whether the policy can be built: there may be findings, but no errors.
    pub fn is_sound(&self) -> bool {
        self.policy.is_some() && self.diagnostics.iter().all(|d| d.code.severity() != Severity::Error)
    }
}

/// Writes beside each sentence how it was read, in canonical words.
fn echo(policy: &Policy, readings: &mut [SentenceReading]) {
    for reading in readings {
        reading.read_as = read_as(policy, &reading.place).unwrap_or_default();
    }
}

fn read_as(policy: &Policy, place: &str) -> Option<String> {
    let number = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
    if let Some(at) = place.strip_prefix("Always true ").and_then(number) {
        return policy.always.get(at).map(|always| print::formula(policy, &always.formula));
    }
    if let Some(at) = place.strip_prefix("Order ").and_then(number) {
        return policy.steps.get(at).map(|step| print::when(policy, &step.when));
    }
    if let Some(name) = place.strip_prefix("Only when: ") {
        let fact = policy.fact(policy.named(name)?);
        return fact.only_when.as_ref().map(|formula| print::formula(policy, formula));
    }
    if let Some(label) = place.strip_prefix("Scope ") {
        let criterion = policy.criterion(policy.labelled(label)?);
        return criterion.applies.as_ref().map(|formula| print::formula(policy, formula));
    }
    Some(tree::describe::criterion(policy, policy.labelled(place)?))
}

/// Parts the diagnostics into accepted findings and the rest; an acceptance that matches nothing
/// is a finding of its own.
fn accept(
    spec: &Spec,
    diagnostics: Vec<Diagnostic>,
    source: &Source,
) -> (Vec<AcceptedFinding>, Vec<Diagnostic>) {
    let mut used = vec![false; spec.accepted.len()];
    let (mut accepted, mut rest) = (Vec::new(), Vec::new());
    for diagnostic in diagnostics {
        let place = place_words(&diagnostic, source);
        let row = spec.accepted.iter().position(|row| {
            let words = |text: &str| {
                text.to_lowercase()
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| !w.is_empty())
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            row.code.string.trim() == diagnostic.code.as_str()
                && diagnostic.code.severity() == Severity::Finding
                && words(&row.place.string).iter().all(|word| words(&place).contains(word))
        });
        match row.and_then(|at| Some((at, spec.accepted.get(at)?))) {
            Some((at, row)) => {
                if let Some(used) = used.get_mut(at) {
                    *used = true;
                }
                accepted.push(AcceptedFinding { diagnostic, why: row.why.string.trim().to_owned() });
            }
            None => rest.push(diagnostic),
        }
    }
    for (row, used) in spec.accepted.iter().zip(used) {
        if !used {
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
    rest.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
    (accepted, rest)
}

/// The words by which a finding's place is known: its path and its own line.
fn place_words(diagnostic: &Diagnostic, source: &Source) -> String {
    let line =
        source.text().lines().nth(source.line(diagnostic.span.start).saturating_sub(1)).unwrap_or_default();
    format!("{} {line}", diagnostic.path.join(" "))
}

/// Compiles the policy once more for each alternative reading, and compares the examples.
fn reading_effects(compiled: &mut Compiled, derivations: &Derivations) -> Vec<ReadingEffect> {
    let Some(policy) = &compiled.policy else { return Vec::new() };
    let mut effects: Vec<ReadingEffect> = Vec::new();
    let mut problems = Vec::new();
    for row in &compiled.spec.readings {
        let id = row.id.string.trim();
        if effects.iter().any(|effect| effect.id == id) || !written(row) {
            continue;
        }
        let rows: Vec<_> =
            compiled.spec.readings.iter().filter(|r| r.id.string.trim() == id && written(r)).collect();
        let mut other = compiled.spec.clone();
        let mut placed = true;
        for row in &rows {
            if !put(&mut other, row) {
                placed = false;
                problems.push(unplaced(row));
            }
        }
        let mut changes = Vec::new();
        if placed && !rows.is_empty() {
            other.examples.clear();
            let mut sink = Sink::default();
            let (mut changed, _) = tree::from_spec(&other, derivations, &mut sink);
            changed.examples.clone_from(&policy.examples);
            for diagnostic in sink.into_sorted() {
                if rows.iter().any(|row| {
                    row.written.span.start <= diagnostic.span.start
                        && diagnostic.span.end <= row.written.span.end
                }) {
                    problems.push(diagnostic);
                    placed = false;
                }
            }
            if placed {
                changes = compare(policy, &compiled.example_results, &changed);
            }
        }
        effects.push(ReadingEffect { id: id.to_owned(), changes });
    }
    for mut problem in problems {
        problem.path = spec::path_of(&compiled.spec, problem.span);
        compiled.diagnostics.push(problem);
    }
    compiled.diagnostics.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
    effects
}

fn written(row: &spec::ast::ReadingRow) -> bool {
    !row.written.is_empty() && row.written.string.trim() != "—"
}

fn unplaced(row: &spec::ast::ReadingRow) -> Diagnostic {
    let message = format!("`{}` is no place of a clause", row.place.string.trim());
    Diagnostic::new(Code::ReadingUnreadable, row.place.span, message)
        .help("write a label (`I.A.4`), `Scope II.A` or `Order 3`; where no clause can say the other reading, write `—` in the last column")
}

/// Puts the text of a reading in its place.
fn put(spec: &mut Spec, row: &spec::ast::ReadingRow) -> bool {
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
    let Some(item) = spec.sections.iter_mut().find_map(|section| find_item(section, place)) else {
        return false;
    };
    item.text = row.written.clone();
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

fn find_item<'a>(section: &'a mut Section, label: &str) -> Option<&'a mut Item> {
    if let Some(found) = below(&mut section.items, label) {
        return Some(found);
    }
    section.sections.iter_mut().find_map(|inner| find_item(inner, label))
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

fn compare(policy: &Policy, now: &[Determination], changed: &Policy) -> Vec<(String, String, String)> {
    let mut changes = Vec::new();
    for (example, now) in policy.examples.iter().zip(now) {
        let then = interp::determine(changed, &Request::of(changed, &example.facts));
        let (now, then) = (interp::brief(policy, now), interp::brief(changed, &then));
        if now != then {
            changes.push((example.id.clone(), now, then));
        }
    }
    changes
}

/// How many leaves of the outline a policy has, and how many of them are typed (more than a yes/no
/// answer): the honest measure of how much of it really runs.
pub fn typed_leaves(policy: &Policy) -> (usize, usize) {
    let (mut leaves, mut typed) = (0, 0);
    for (_, criterion) in policy.criteria() {
        let formula = match (&criterion.body, &criterion.applies) {
            (Body::Test(formula), _) | (Body::Selector, Some(formula)) => formula,
            _ => continue,
        };
        leaves += 1;
        let mut opaque = true;
        formula.each_atom(&mut |atom| opaque &= matches!(atom, tree::ast::Atom::Yes(_)));
        typed += usize::from(!opaque);
    }
    (leaves, typed)
}
