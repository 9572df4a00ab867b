//! The examples with what was computed for them.

use serde::Serialize;

use super::markdown::{Markdown, anchor, escape, links};
use super::outcomes::determination;
use crate::compiled::Compiled;
use crate::interp::Determination;
use crate::tree::ast::{Example, Policy};
use crate::tree::print;

/// The examples: those that state all facts, and those that start from another.
#[derive(Debug, Serialize)]
pub(super) struct Examples {
    bases: Vec<Base>,
    variants: Vec<Variant>,
}

#[derive(Debug, Serialize)]
struct Base {
    id: String,
    anchor: String,
    title: String,
    facts: Vec<(String, String)>,
    result: Computed,
}

#[derive(Debug, Serialize)]
struct Variant {
    id: String,
    anchor: String,
    from: Markdown,
    differs: String,
    result: Computed,
}

/// What was computed: never what the example expects.
#[derive(Debug, Serialize)]
struct Computed {
    determination: String,
    because: Markdown,
}

/// All examples with their results.
pub(super) fn examples(compiled: &Compiled, policy: &Policy) -> Examples {
    let mut examples = Examples { bases: Vec::new(), variants: Vec::new() };
    for (example, result) in policy.examples.iter().zip(&compiled.example_results) {
        let result = computed(policy, result);
        match &example.starts_from {
            None => examples.bases.push(base(policy, example, result)),
            Some(from) => examples.variants.push(Variant {
                id: example.id.clone(),
                anchor: anchor(&example.id),
                from: links([from.as_str()]),
                differs: example.differs.clone(),
                result,
            }),
        }
    }
    examples
}

fn base(policy: &Policy, example: &Example, result: Computed) -> Base {
    let mut known = example.facts.clone();
    known.sort_by_key(|(fact, _)| *fact);
    let fact = |(fact, value): &(_, _)| (policy.fact(*fact).name.clone(), print::value(policy, *fact, value));
    Base {
        id: example.id.clone(),
        anchor: anchor(&example.id),
        title: example.title.clone(),
        facts: known.iter().map(fact).collect(),
        result,
    }
}

fn computed(policy: &Policy, result: &Determination) -> Computed {
    let labels = links(result.because.iter().map(|id| policy.criterion(*id).label.as_str()));
    let missing: Vec<_> = result.missing.iter().map(|fact| policy.fact(*fact).name.as_str()).collect();
    let missing = escape(&missing.join(", "));
    let because = match (labels.0.is_empty(), missing.is_empty()) {
        (_, true) => labels.0,
        (true, false) => format!("missing: {missing}"),
        (false, false) => format!("{}; missing: {missing}", labels.0),
    };
    Computed { determination: determination(result), because: Markdown(because) }
}
