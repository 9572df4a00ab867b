//! What a policy document shows.

use serde::Serialize;

use super::markdown::{self, Markdown};
use super::{examples, facts, outcomes, outline, readings};
use crate::compiled::Compiled;
use crate::tree::ast::Policy;

/// A policy document.
#[derive(Debug, Serialize)]
pub(super) struct View {
    title: String,
    identity: Vec<(Markdown, Markdown)>,
    hash: String,
    requests: String,
    requests_capital: String,
    introduction: Vec<Markdown>,
    glance: Vec<outline::Glance>,
    outline: Vec<outline::Part>,
    asked: Vec<facts::Asked>,
    computed: Vec<facts::Computed>,
    always: Vec<Markdown>,
    lasting: Vec<outcomes::Lasting>,
    chosen: bool,
    chosen_first: Option<Markdown>,
    referrals: Option<outcomes::Referrals>,
    steps: Vec<outcomes::Decided>,
    readings: Vec<readings::Read>,
    invariants: Vec<Invariant>,
    examples: examples::Examples,
    accepted: Vec<readings::Found>,
    open: Vec<readings::Found>,
    reference: Vec<Reference>,
    footnotes: Vec<(String, Markdown)>,
}

#[derive(Debug, Serialize)]
struct Invariant {
    number: usize,
    statements: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Reference {
    heading: Markdown,
    blocks: Vec<Markdown>,
}

impl View {
    /// The document of a policy with this meaning hash.
    pub(super) fn of(compiled: &Compiled, policy: &Policy, hash: &str) -> Self {
        let spec = &compiled.spec;
        let pair = |(name, value): &(_, _)| (markdown::text(name), markdown::text(value));
        Self {
            title: policy.title.clone(),
            identity: spec.header.iter().map(pair).collect(),
            hash: hash.to_owned(),
            requests: policy.requests.clone(),
            requests_capital: capital(&policy.requests),
            introduction: spec.introduction.iter().map(markdown::block).collect(),
            glance: outline::glance(compiled),
            outline: outline::outline(compiled),
            asked: facts::asked(policy),
            computed: facts::computed(policy),
            always: spec.always.iter().map(markdown::text).collect(),
            lasting: outcomes::lasting(policy),
            chosen: policy
                .durations
                .iter()
                .flat_map(|duration| &duration.rows)
                .any(|row| row.chosen_by.is_some()),
            chosen_first: outcomes::chosen_first(policy),
            referrals: outcomes::referrals(policy),
            steps: outcomes::decided(compiled, policy),
            readings: readings::readings(compiled, policy),
            invariants: invariants(policy),
            examples: examples::examples(compiled, policy),
            accepted: readings::accepted(compiled),
            open: readings::open(compiled),
            reference: reference(compiled),
            footnotes: spec
                .footnotes
                .iter()
                .map(|(name, text)| (name.clone(), markdown::text(text)))
                .collect(),
        }
    }
}

/// A word with a capital letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn invariants(policy: &Policy) -> Vec<Invariant> {
    let one = |invariant: &crate::tree::ast::Invariant| Invariant {
        number: invariant.number,
        statements: invariant.statements.iter().map(|(quote, _)| quote.text.clone()).collect(),
    };
    policy.invariants.iter().map(one).collect()
}

fn reference(compiled: &Compiled) -> Vec<Reference> {
    let one = |section: &crate::spec::ast::Reference| Reference {
        heading: markdown::text(&section.heading),
        blocks: section.blocks.iter().map(markdown::block).collect(),
    };
    compiled.spec.reference.iter().map(one).collect()
}
