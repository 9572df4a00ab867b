//! Criteria: the nodes of the outline.

use super::{CriterionId, Formula, Quote};

/// A node of the outline.
///
/// The *value* of a node is that of its body. Its own condition and those of its
/// ancestors form its *chain*: where the chain is false the node is not applicable,
/// where it is unknown the node's state is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The full label: `I.A.4.d`.
    pub label: String,
    /// Which part of the labelled criterion this node is.
    pub part: Part,
    /// The node it stands under.
    pub parent: Option<CriterionId>,
    /// The text as written behind the label, with its closing punctuation.
    pub quote: Quote,
    /// Its own condition: `If course is first: …`, `For initial requests:`.
    pub applies: Option<Formula>,
    /// What it asks.
    pub body: Body,
}

/// Which part of a labelled criterion a node is. Only `Whole` nodes are cited; the others
/// exist so that every node has one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The criterion itself.
    Whole,
    /// The sentence in front of "and one of the following".
    Sentence,
    /// The group behind it.
    Following,
    /// What excuses the whole criterion ("unless all are contraindicated").
    Excuse,
    /// The condition of a row of durations: it stands under no criterion, and bears on nothing else.
    Row,
}

/// What a node asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A heading that only gathers sections; it has no value and is not cited.
    Heading(Vec<CriterionId>),
    /// Information only; it has no value and is not cited.
    Note,
    /// A sentence over facts.
    Test(Formula),
    /// Nothing beyond its condition: met wherever it applies.
    Selector,
    /// "Re-authorization is not permitted": met wherever it applies, for steps that refuse.
    NotPermitted,
    /// Other criteria, combined.
    Group(Operator, Vec<CriterionId>),
}

/// How a group combines its children (notes left out).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// All must be met; a child that is not applicable is left out.
    All,
    /// At least this many (1 to the number of children).
    AtLeast(usize),
    /// None may be met.
    NoneOf,
    /// Every child is conditional, exactly one applies, and that one must be met.
    Case,
}

impl Criterion {
    /// The children, in order; empty for a test.
    pub fn children(&self) -> &[CriterionId] {
        match &self.body {
            Body::Heading(children) | Body::Group(_, children) => children,
            Body::Test(_) | Body::Selector | Body::NotPermitted | Body::Note => &[],
        }
    }
}
