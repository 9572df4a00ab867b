//! Names in Rust for what a policy names: deterministic, free of keywords, never twice.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::format_ident;

use super::EmitError;
use crate::tree::ast::{ChoiceId, CriterionId, Fact, FactId, Kind, Part, Policy, Trial};

/// All names of a module.
pub(super) struct Names {
    facts: Vec<FactNames>,
    criteria: Vec<CriterionNames>,
}

struct FactNames {
    field: Ident,
    constant: Ident,
    only_when: Ident,
    choice_type: Ident,
    choices: Vec<Ident>,
}

struct CriterionNames {
    function: Ident,
    condition: Ident,
    constant: Ident,
}

/// Names that an enum of a policy must not take: what the module imports or defines, and
/// the prelude.
const TYPES: &[&str] = &[
    "Admitted",
    "Choice",
    "Criterion",
    "Date",
    "Decimal",
    "Decision",
    "Default",
    "Determination",
    "Duration",
    "Err",
    "Evaluator",
    "Fact",
    "From",
    "Into",
    "Iterator",
    "Kinds",
    "Kleene",
    "Limit",
    "Mask",
    "Members",
    "None",
    "Ok",
    "Operator",
    "Option",
    "Outcome",
    "Part",
    "Period",
    "Policy",
    "Referral",
    "Rejection",
    "Request",
    "Result",
    "Row",
    "Self",
    "Shape",
    "Some",
    "Standing",
    "Step",
    "String",
    "Subtree",
    "Today",
    "Trial",
    "TrialWithDose",
    "Value",
    "Vec",
    "When",
    "Whichever",
];

/// Methods that the module has besides those of criteria.
const METHODS: &[&str] = &["admit", "always", "bound", "decide", "expected", "ranges", "standing"];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "new", "override", "priv", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
];

impl Names {
    /// Names everything in a policy.
    pub(super) fn of(policy: &Policy) -> Result<Self, EmitError> {
        check_size(policy)?;
        let mut methods = Scope::without(METHODS, Style::Snake);
        let mut constants = Scope::without(&[], Style::Snake);
        let criteria = policy.criteria.iter().map(|criterion| {
            let part = match criterion.part {
                Part::Whole => "",
                Part::Sentence => " sentence",
                Part::Following => " following",
                Part::Excuse => " excuse",
                Part::Row => " row",
            };
            let function = methods.take(&snake(&format!("{}{part}", criterion.label), "criterion"));
            CriterionNames {
                condition: methods.take(&format!("{function}_applies")),
                constant: constants.take(&function.to_string().to_uppercase()),
                function,
            }
        });
        let criteria = criteria.collect();
        let (mut fields, mut constants, mut types) = (
            Scope::without(&[], Style::Snake),
            Scope::without(&[], Style::Snake),
            Scope::without(TYPES, Style::Camel),
        );
        let facts = policy.facts.iter().map(|fact| {
            let field = fields.take(&field_name(fact));
            FactNames {
                constant: constants.take(&snake(&fact.name, "fact").to_uppercase()),
                only_when: methods.take(&format!("only_when_{field}")),
                field,
                choice_type: choice_type(fact, &mut types),
                choices: variants(fact),
            }
        });
        let facts = facts.collect();
        Ok(Self { facts, criteria })
    }

    fn fact(&self, id: FactId) -> Result<&FactNames, EmitError> {
        self.facts.get(id.0).ok_or_else(|| EmitError::BrokenTree(format!("there is no fact {}", id.0)))
    }

    fn criterion(&self, id: CriterionId) -> Result<&CriterionNames, EmitError> {
        self.criteria
            .get(id.0)
            .ok_or_else(|| EmitError::BrokenTree(format!("there is no criterion {}", id.0)))
    }

    /// The field of a fact.
    pub(super) fn field(&self, id: FactId) -> Result<&Ident, EmitError> {
        Ok(&self.fact(id)?.field)
    }

    /// The constant of a fact.
    pub(super) fn fact_constant(&self, id: FactId) -> Result<&Ident, EmitError> {
        Ok(&self.fact(id)?.constant)
    }

    /// The function of a fact's "Only when" condition.
    pub(super) fn only_when(&self, id: FactId) -> Result<&Ident, EmitError> {
        Ok(&self.fact(id)?.only_when)
    }

    /// The enum of a fact with choices.
    pub(super) fn choice_type(&self, id: FactId) -> Result<&Ident, EmitError> {
        Ok(&self.fact(id)?.choice_type)
    }

    /// The variants of a fact with choices.
    pub(super) fn choices(&self, id: FactId) -> Result<&[Ident], EmitError> {
        Ok(&self.fact(id)?.choices)
    }

    /// One variant of a fact with choices.
    pub(super) fn choice(&self, id: FactId, choice: ChoiceId) -> Result<&Ident, EmitError> {
        let fact = self.fact(id)?;
        fact.choices
            .get(choice.0)
            .ok_or_else(|| EmitError::BrokenTree(format!("`{}` has no choice {}", fact.field, choice.0)))
    }

    /// The function of a criterion.
    pub(super) fn function(&self, id: CriterionId) -> Result<&Ident, EmitError> {
        Ok(&self.criterion(id)?.function)
    }

    /// The function of a criterion's own condition.
    pub(super) fn condition(&self, id: CriterionId) -> Result<&Ident, EmitError> {
        Ok(&self.criterion(id)?.condition)
    }

    /// The constant of a criterion.
    pub(super) fn criterion_constant(&self, id: CriterionId) -> Result<&Ident, EmitError> {
        Ok(&self.criterion(id)?.constant)
    }
}

fn check_size(policy: &Policy) -> Result<(), EmitError> {
    let most = usize::from(u16::MAX);
    let choices = policy.facts.iter().map(|fact| fact.choice_names().len()).max().unwrap_or(0);
    for (count, what) in [
        (policy.criteria.len(), "criteria"),
        (policy.facts.len(), "facts"),
        (policy.steps.len(), "steps"),
        (choices, "choices of a fact"),
    ] {
        if count > most {
            return Err(EmitError::TooMany(what));
        }
    }
    Ok(())
}

fn choice_type(fact: &Fact, types: &mut Scope) -> Ident {
    match fact.kind {
        Kind::Trial(Trial::Plain) => format_ident!("Trial"),
        Kind::Trial(Trial::WithDose) => format_ident!("TrialWithDose"),
        Kind::OneOf(_) | Kind::AnyOf(_) => types.take(&camel(&fact.name, "Choices")),
        _ => format_ident!("Number"),
    }
}

fn variants(fact: &Fact) -> Vec<Ident> {
    if let Kind::Trial(trial) = fact.kind {
        return trial.outcomes().iter().map(|(outcome, _)| format_ident!("{outcome:?}")).collect();
    }
    let mut scope = Scope::without(&["Self"], Style::Camel);
    fact.choice_names().into_iter().map(|name| scope.take(&camel(name, "Choice"))).collect()
}

/// The fact's name, its unit last.
fn field_name(fact: &Fact) -> String {
    let name = snake(&fact.name, "fact");
    let unit = fact.quantity().map(|quantity| words(&quantity.unit).join("_")).unwrap_or_default();
    let first = unit == "weeks" && name.starts_with("weeks_of_");
    if unit.is_empty() || name == unit || first || name.ends_with(&format!("_{unit}")) {
        name
    } else {
        format!("{name}_{unit}")
    }
}

/// A name for a module, a field or a function.
pub(super) fn snake(text: &str, fallback: &str) -> String {
    let name = words(text).join("_");
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => {
            format!("{}_{name}", fallback.get(..1).unwrap_or("n"))
        }
        Some(_) if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        Some(_) => name,
    }
}

/// A name for a type or a variant.
fn camel(text: &str, fallback: &str) -> String {
    let mut name = String::new();
    for word in words(text) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        if first.is_ascii_digit() && name.ends_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        name.push(first.to_ascii_uppercase());
        name.extend(chars);
    }
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) => name,
    }
}

/// The words of a text, in lower-case ASCII letters and digits.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.chars().map(plain).collect();
    plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What stands for a character in names; signs get words, so that `<` and `>` differ.
fn plain(c: char) -> String {
    let word = match c {
        '%' => " percent ",
        '/' => " per ",
        '×' => " x ",
        '+' => " plus ",
        '≥' => " at least ",
        '≤' => " at most ",
        '>' => " more than ",
        '<' => " less than ",
        '²' => "2",
        '³' => "3",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'à'..='å' | 'À'..='Å' => "a",
        'ç' | 'Ç' => "c",
        'è'..='ë' | 'È'..='Ë' => "e",
        'ì'..='ï' | 'Ì'..='Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' => "o",
        'µ' | 'μ' | 'ù'..='ü' | 'Ù'..='Ü' => "u",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        '\'' | '’' | '®' | '™' => "",
        _ if c.is_ascii() => return c.to_ascii_lowercase().to_string(),
        _ => " ",
    };
    word.to_owned()
}

/// Names taken so far; a second taker gets a number.
struct Scope {
    taken: BTreeSet<String>,
    style: Style,
}

/// How names of a scope are written, which the number of a second taker must keep to.
#[derive(Clone, Copy)]
enum Style {
    Camel,
    Snake,
}

impl Scope {
    fn without(reserved: &[&str], style: Style) -> Self {
        Self { style, taken: reserved.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn take(&mut self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        let mut number = 1_usize;
        while !self.taken.insert(name.clone()) {
            number += 1;
            let gap = match self.style {
                Style::Camel if !wanted.ends_with(|c: char| c.is_ascii_digit()) => "",
                Style::Snake if wanted.ends_with('_') => "",
                Style::Camel | Style::Snake => "_",
            };
            name = format!("{wanted}{gap}{number}");
        }
        Ident::new(&name, Span::call_site())
    }
}
