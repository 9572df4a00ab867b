//! The sentence patterns: one row each, with its documentation, an example, how that is read and denied, and
//! what it builds.
//!
//! Adding a sentence to the language is adding a row here. Rows with an empty `doc` are
//! parts of other rows (lists, comparators) and do not stand in the language reference.
//! The notation is explained in [`super::grammar`].

mod clauses;
mod courses;
mod criteria;
mod lists;
mod numbers;
mod order;
mod sets;
mod statements;
#[cfg(test)]
mod tests;
mod times;
mod trials;
mod unless;

use super::ast::{Atom, Formula};
use super::build::{Built, Context, Node, Refusal};
use crate::tree::reading::WordClass;

/// What a slot of a row takes from the words themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terminal {
    /// A phrase for a fact, or for the opposite of one.
    Fact,
    /// A phrase for a choice.
    Choice,
    /// The name of a list of choices.
    List,
    /// A whole or decimal number.
    Number,
    /// A number and its unit.
    Amount,
    /// A number of days, weeks, months or years.
    Period,
    /// A label of the outline.
    Label,
    /// Those whom requests are for: `members`.
    Subjects,
    /// What requests are called: `requests`.
    Requests,
    /// One to four words: what an approval is limited to.
    Thing,
    /// One to eight words: where a request is referred to.
    Target,
}

/// The terminals, by their names in the rows' notation.
pub(crate) const TERMINALS: &[(&str, Terminal)] = &[
    ("fact", Terminal::Fact),
    ("choice", Terminal::Choice),
    ("list", Terminal::List),
    ("number", Terminal::Number),
    ("amount", Terminal::Amount),
    ("period", Terminal::Period),
    ("label", Terminal::Label),
    ("subjects", Terminal::Subjects),
    ("requests", Terminal::Requests),
    ("thing", Terminal::Thing),
    ("target", Terminal::Target),
];

/// One pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// What it is a kind of: `clause`, `sentence`, `criterion`, …
    pub of: &'static str,
    /// The pattern, in the notation of [`super::grammar`].
    pub pattern: &'static str,
    /// The class of its literal words.
    pub class: WordClass,
    /// What it means, for the language reference; empty for a part of other rows.
    pub doc: &'static str,
    /// A sentence that it reads, over the vocabulary of the reference; empty for a part.
    pub example: &'static str,
    /// How the example is read, in canonical words; empty for a part.
    pub reading: &'static str,
    /// The same where the example is not met; empty for a part.
    pub negation: &'static str,
    /// What it builds from its slots.
    pub build: fn(&Context<'_>, &[Node]) -> Built,
    /// Where its words have several readings: what they leave open, and the readings.
    pub several: Option<&'static Several>,
}

/// What a wording leaves open.
#[derive(Debug)]
pub(crate) struct Several {
    /// The question, for whoever must answer it.
    pub question: &'static str,
    /// The readings. Where all of them come to the same, nothing is open.
    pub ways: &'static [Way],
}

/// One reading of a wording that has several.
#[derive(Debug)]
pub(crate) struct Way {
    /// Its id, by which an author chooses it.
    pub id: &'static str,
    /// What it means.
    pub says: &'static str,
    /// How to write it without doubt: in place of the words of the row, `{1}` for those in its first
    /// slot. This text is what is compiled, so what is offered is what it means.
    pub wording: &'static str,
}

const fn row(
    of: &'static str,
    pattern: &'static str,
    class: WordClass,
    build: fn(&Context<'_>, &[Node]) -> Built,
) -> Row {
    Row { of, pattern, class, doc: "", example: "", reading: "", negation: "", build, several: None }
}

const fn sentence(
    of: &'static str,
    pattern: &'static str,
    class: WordClass,
    (doc, example, reading, negation): (&'static str, &'static str, &'static str, &'static str),
    build: fn(&Context<'_>, &[Node]) -> Built,
) -> Row {
    Row { of, pattern, class, doc, example, reading, negation, build, several: None }
}

/// Words with several readings.
const fn open(row: Row, several: &'static Several) -> Row {
    Row { several: Some(several), ..row }
}

fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

fn no() -> Built {
    Err(Refusal::NoSuch)
}

fn atom(atom: Atom) -> Node {
    Node::Formula(Formula::Atom(atom))
}

fn pass(_: &Context<'_>, nodes: &[Node]) -> Built {
    nodes.first().cloned().ok_or(Refusal::NoSuch)
}

fn all_or_one(mut formulas: Vec<Formula>) -> Formula {
    if formulas.len() == 1 { formulas.remove(0) } else { Formula::All(formulas) }
}

/// All sentence patterns.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    let all = [
        lists::ROWS,
        clauses::ROWS,
        numbers::ROWS,
        times::ROWS,
        sets::ROWS,
        trials::ROWS,
        courses::ROWS,
        criteria::ROWS,
        order::ROWS,
        statements::ROWS,
    ];
    all.into_iter().flatten()
}

fn formulas(nodes: &[Node]) -> Result<Vec<Formula>, Refusal> {
    let mut list = Vec::new();
    for node in nodes {
        match node {
            Node::Formula(formula) => list.push(formula.clone()),
            Node::Formulas(more) => list.extend(more.iter().cloned()),
            _ => return Err(Refusal::NoSuch),
        }
    }
    Ok(list)
}
