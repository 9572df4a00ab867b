//! The examples: bases, variants, and what they expect.

use criteria_runtime::{Date, Period};

use super::ast::{
    Example, Expected, ExpectedEnd, ExpectedKind, Fact, FactId, Limit, Policy, Presence, Quote, Value,
};
use super::build::period_unit;
use super::doubts::Doubts;
use super::from_spec::NO_FACT;
use super::header::{cut, split};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::interp::Request;
use crate::interp::invariant::drop_inapplicable;
use crate::request::read_value;
use crate::spec::ast::{ExampleRow, Spec, Text};

/// Reads the examples; one that cannot be read is said and left out.
pub(crate) fn read(spec: &Spec, policy: &Policy, doubts: &Doubts, sink: &mut Sink) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    // Examples that could not be read or are not there: what starts from them is not complained about.
    let mut lost: Vec<String> = Vec::new();
    for row in &spec.examples {
        let from = row.starts_from.as_ref().map(|from| from.string.trim().to_owned());
        let known = |id: &String| examples.iter().any(|example| example.id == *id);
        let missing = from.filter(|id| !known(id));
        let follows = missing.as_ref().is_some_and(|id| doubts.outline || lost.contains(id));
        let reader = Reader { policy, doubts, known: &examples };
        let read = if follows { reader.row(row).and(Err(Vec::new())) } else { reader.example(row) };
        match read {
            Ok(example) => examples.push(example),
            Err(diagnostics) => {
                lost.extend(missing.into_iter().chain([row.id.string.trim().to_owned()]));
                let said = diagnostics.into_iter().filter(|d| !doubts.covers(d.span));
                said.for_each(|diagnostic| sink.push(diagnostic));
            }
        }
    }
    examples
}

struct Reader<'a> {
    policy: &'a Policy,
    doubts: &'a Doubts,
    known: &'a [Example],
}

/// How like a name is to the one that is meant, at least.
const LIKE: f64 = 0.6;

type Many<T> = Result<T, Vec<Diagnostic>>;

/// Facts that a row states, and what each is; `None` takes a fact back.
type Stated = Vec<(FactId, Option<Value>)>;

fn wrong(text: &Text, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ExampleUnreadable, text.span, message).help(help)
}

impl Reader<'_> {
    fn example(&self, row: &ExampleRow) -> Many<Example> {
        let id = row.id.string.trim();
        if self.known.iter().any(|example| example.id == id) {
            return Err(vec![wrong(
                &row.id,
                format!("the example `{id}` stands twice"),
                "give it another id",
            )]);
        }
        let mut request = Request::new(self.policy);
        if let Some(from) = &row.starts_from {
            let name = from.string.trim();
            let Some(base) = self.known.iter().find(|example| example.id == name) else {
                return Err(vec![wrong(
                    from,
                    format!("no example `{name}` stands above this one"),
                    "start from an example further up",
                )]);
            };
            base.facts.iter().for_each(|(fact, value)| request.set(*fact, Some(value.clone())));
        }
        let (stated, expected) = self.row(row)?;
        for (fact, value) in &stated {
            request.set(*fact, value.clone());
        }
        if row.starts_from.is_some() {
            self.drop_inherited(&mut request, &stated);
        }
        let facts = self.policy.facts().filter_map(|(fact, _)| Some((fact, request.get(fact)?.clone())));
        let differs = row.facts.first().filter(|(fact, _)| fact.is_empty());
        Ok(Example {
            id: id.to_owned(),
            title: row.title.string.trim().to_owned(),
            starts_from: row.starts_from.as_ref().map(|from| from.string.trim().to_owned()),
            differs: differs.map(|(_, text)| text.string.trim().to_owned()).unwrap_or_default(),
            facts: facts.collect(),
            expected,
            quote: Quote { text: row.id.string.clone(), span: row.id.span },
        })
    }

    /// What the row itself says, whatever it starts from.
    fn row(&self, row: &ExampleRow) -> Many<(Stated, Expected)> {
        match (self.stated(row), self.expected(row)) {
            (Ok(stated), Ok(expected)) => Ok((stated, expected)),
            (stated, expected) => {
                let mut problems = stated.err().unwrap_or_default();
                problems.extend(expected.err().map(|diagnostic| *diagnostic));
                Err(problems)
            }
        }
    }

    /// Inherited facts that ceased to apply go; facts that the row itself states stay, so that a
    /// contradiction of its own is reported.
    fn drop_inherited(&self, request: &mut Request, stated: &[(FactId, Option<Value>)]) {
        let kept: Vec<(FactId, Option<Value>)> =
            stated.iter().filter(|(_, value)| value.is_some()).cloned().collect();
        drop_inapplicable(self.policy, request);
        for (fact, value) in kept {
            request.set(fact, value);
        }
    }

    fn stated(&self, row: &ExampleRow) -> Many<Stated> {
        let mut stated = Vec::new();
        let mut problems = Vec::new();
        let mut pairs: Vec<(Text, Text)> = Vec::new();
        for (fact, value) in &row.facts {
            if fact.is_empty() {
                for part in split(value, ';') {
                    match self.pair(&part) {
                        Ok(pair) => pairs.push(pair),
                        Err(diagnostic) => problems.push(*diagnostic),
                    }
                }
            } else {
                pairs.push((fact.clone(), value.clone()));
            }
        }
        for (fact, value) in pairs {
            match self.fact(&fact).and_then(|id| Ok((id, self.value(id, &value)?))) {
                Ok(pair) if stated.iter().any(|(id, _)| *id == pair.0) => {
                    problems.push(wrong(
                        &fact,
                        format!("`{}` is given twice", fact.string),
                        "keep one of the two",
                    ));
                }
                Ok(pair) => stated.push(pair),
                // A fact whose kind is not known has no values to compare with.
                Err(_) if self.is_in_doubt(&fact) => {}
                Err(diagnostic) => problems.push(*diagnostic),
            }
        }
        if problems.is_empty() { Ok(stated) } else { Err(problems) }
    }

    /// Parts `fact: value`. A fact's name may hold a colon, so the longest name that fits counts.
    fn pair(&self, part: &Text) -> Result<(Text, Text), Box<Diagnostic>> {
        let colons = part.string.match_indices(':').map(|(at, _)| at);
        let known = |at: &usize| {
            let name = part.string.get(..*at).unwrap_or_default().trim();
            self.policy.named(name).is_some()
        };
        let all: Vec<usize> = colons.collect();
        let at = all.iter().rev().copied().find(known).or_else(|| all.first().copied());
        let Some(at) = at else {
            return Err(Box::new(wrong(
                part,
                format!("`{}` is no `fact: value`", part.string),
                "write `fact: value`, and `;` between two of them",
            )));
        };
        let trim = |from: usize, to: usize| {
            let text = part.string.get(from..to).unwrap_or_default();
            let lead = text.len() - text.trim_start().len();
            cut(part, from + lead..from + lead + text.trim().len())
        };
        Ok((trim(0, at), trim(at + 1, part.string.len())))
    }

    fn is_in_doubt(&self, fact: &Text) -> bool {
        match self.policy.named(fact.string.trim()) {
            Some(id) => self.doubts.facts.contains(&id),
            None => self.doubts.words,
        }
    }

    fn fact(&self, text: &Text) -> Result<FactId, Box<Diagnostic>> {
        let name = text.string.trim();
        if let Some(id) = self.policy.named(name) {
            if self.policy.fact(id).presence == Presence::Derived {
                return Err(Box::new(wrong(
                    text,
                    format!("`{name}` is computed from other facts"),
                    "give the facts that it is computed from",
                )));
            }
            return Ok(id);
        }
        let like = |fact: &Fact| strsim::normalized_damerau_levenshtein(&fact.name, name);
        let known = if self.doubts.may_compare_with(self.policy.facts.len()) {
            self.policy.facts.as_slice()
        } else {
            &[]
        };
        let near = known.iter().max_by(|a, b| like(a).total_cmp(&like(b)));
        let help = match near.filter(|fact| like(fact) > LIKE) {
            Some(fact) => format!("did you mean `{}`?", fact.name),
            None => format!(
                "write the name of a fact, or add a row to the vocabulary: `| {name} | ⟨kind⟩ | | | ⟨question⟩? |`"
            ),
        };
        Err(Box::new(wrong(text, format!("{NO_FACT}{name}`"), help)))
    }

    fn value(&self, id: FactId, text: &Text) -> Result<Option<Value>, Box<Diagnostic>> {
        if text.string.trim() == "unknown" {
            return Ok(None);
        }
        read_value(self.policy, id, text.string.trim()).map(Some).map_err(|rejection| {
            Box::new(wrong(text, rejection.message, "write a value of the fact, or `unknown`"))
        })
    }

    fn expected(&self, row: &ExampleRow) -> Result<Expected, Box<Diagnostic>> {
        let text = &row.determination;
        let determination = determination(text.string.trim()).ok_or_else(|| {
            Box::new(wrong(
                text,
                format!("`{}` is no determination", text.string.trim()),
                "write `approve until 2026-12-01, 1 treatment course`, `approve, end unknown, at least 6 months`, \
                 `refer to …`, `refer, target unknown`, `not authorized`, `criteria not met` or `needs information`",
            ))
        })?;
        let (mut because, mut missing) = (Vec::new(), Vec::new());
        for part in self.reasons(&row.because) {
            let name = part.string.trim();
            if self.policy.labelled(name).is_some() {
                because.push(name.to_owned());
            } else if self.policy.named(name).is_some() || !(self.doubts.outline || self.doubts.words) {
                missing.push(self.fact(&part)?);
            }
        }
        let in_outline = |label: &String| self.policy.criteria.iter().position(|c| c.label == *label);
        because.sort_by_key(in_outline);
        because.dedup();
        missing.sort_unstable();
        missing.dedup();
        Ok(Expected { determination, because, missing, span: text.span })
    }

    /// Parts the reasons at commas and "and", but for an "and" inside the name of a fact.
    fn reasons(&self, text: &Text) -> Vec<Text> {
        let mut parts = Vec::new();
        for part in split(text, ',') {
            let string = part.string.strip_prefix("and ").map_or(0, |rest| part.string.len() - rest.len());
            let part = cut(&part, string..part.string.len());
            if self.policy.named(&part.string).is_some() {
                parts.push(part);
                continue;
            }
            let mut start = 0;
            for (at, word) in part.string.match_indices(" and ") {
                parts.push(cut(&part, start..at));
                start = at + word.len();
            }
            parts.push(cut(&part, start..part.string.len()));
        }
        parts
    }
}

fn determination(text: &str) -> Option<ExpectedKind> {
    match text {
        "not authorized" => return Some(ExpectedKind::NotAuthorized),
        "criteria not met" => return Some(ExpectedKind::CriteriaNotMet),
        "needs information" => return Some(ExpectedKind::NeedsInformation),
        "refer, target unknown" => return Some(ExpectedKind::Refer(None)),
        _ => {}
    }
    if let Some(target) = text.strip_prefix("refer to ") {
        return Some(ExpectedKind::Refer(Some(target.trim().to_owned())));
    }
    let mut parts = text.split(',').map(str::trim);
    let (mut end, mut limit) = (None, None);
    match parts.next()? {
        "approve" => {}
        first => {
            end = Some(ExpectedEnd::On(first.strip_prefix("approve until ")?.trim().parse::<Date>().ok()?));
        }
    }
    let mut unknown = false;
    for part in parts {
        if part == "end unknown" {
            unknown = true;
        } else if let Some(period) = part.strip_prefix("at least ").filter(|_| unknown) {
            end = Some(ExpectedEnd::AtLeast(read_period(period)?));
        } else {
            let (count, what) = part.split_once(' ')?;
            limit = Some(Limit { count: count.parse().ok()?, what: what.to_owned() });
        }
    }
    Some(ExpectedKind::Approve { end, limit })
}

fn read_period(text: &str) -> Option<Period> {
    let (count, unit) = text.split_once(' ')?;
    Some(Period { count: count.parse().ok()?, unit: period_unit(unit)? })
}
