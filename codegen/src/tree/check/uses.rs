//! Every use of a fact with a condition stands under that condition: in criteria, in their conditions, and in
//! the conditions of other facts.

use super::{Sound, chain, durations, implied, siblings, undecided, within};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::tree::ast::{Body, CriterionId, Formula, Policy};
use crate::tree::print;
use crate::tree::space::{Search, search};

/// A place where facts are used.
struct Place<'p> {
    policy: &'p Policy,
    /// What uses them: `I.A.4`, or the cell of a fact.
    name: String,
    span: Span,
    /// The sentence as it could be pasted behind a condition; empty where it is a part of one.
    sentence: String,
    /// The criterion, where it is one.
    at: Option<CriterionId>,
}

/// Checks every use of a fact that has a condition.
pub(super) fn check(policy: &Policy, sound: &Sound<'_>, sink: &mut Sink) {
    let always: Vec<Formula> = policy.always.iter().map(|a| a.formula.clone()).collect();
    for (_, fact) in policy.facts() {
        let Some(condition) = &fact.only_when else { continue };
        let name = format!("Only when` of `{}", fact.name);
        let sentence = print::formula(policy, condition);
        let place = Place { policy, name, span: fact.span, sentence, at: None };
        place.check(condition, &mut always.clone(), sink);
    }
    for (id, criterion) in policy.criteria().filter(|(id, _)| sound.stands(policy, *id)) {
        let mut around = always.clone();
        around.extend(chain(policy, id));
        around.extend(siblings(policy, id));
        around.extend(durations::approved_where(policy, id));
        let name = criterion.label.clone();
        let place = |sentence| Place {
            policy,
            name: name.clone(),
            span: criterion.quote.span,
            sentence,
            at: Some(id),
        };
        if let Body::Test(formula) = &criterion.body {
            let conditional = criterion.applies.is_some();
            let sentence = if conditional { String::new() } else { pasted(&criterion.quote.text) };
            place(sentence).check(formula, &mut around, sink);
        }
        if let Some(applies) = &criterion.applies {
            let mut outside: Vec<Formula> = always.clone();
            outside.extend(criterion.parent.into_iter().flat_map(|parent| chain(policy, parent)));
            outside.extend(siblings(policy, id));
            place(String::new()).check(applies, &mut outside, sink);
        }
    }
}

/// A sentence as it goes on behind a condition; empty where it cannot.
fn pasted(sentence: &str) -> String {
    let whole = sentence.trim().trim_end_matches([';', '.']);
    let mut letters = whole.chars();
    let Some(first) = letters.next().filter(|first| first.is_alphabetic()) else { return String::new() };
    // An abbreviation keeps its capitals.
    let rest = letters.as_str();
    let plain = rest.starts_with(char::is_lowercase);
    if plain { format!("{}{rest}", first.to_lowercase()) } else { whole.to_owned() }
}

impl Place<'_> {
    fn check(&self, formula: &Formula, around: &mut Vec<Formula>, sink: &mut Sink) {
        match formula {
            Formula::All(parts) => {
                let depth = around.len();
                for (at, part) in parts.iter().enumerate() {
                    let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
                    around.extend(others.map(|(_, part)| part.clone()));
                    self.check(part, around, sink);
                    around.truncate(depth);
                }
            }
            Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                for part in parts {
                    self.check(part, around, sink);
                }
            }
            Formula::Not(inner) => self.check(inner, around, sink),
            Formula::Atom(atom) => {
                for fact in atom.needs(self.policy) {
                    let condition = self.policy.fact(fact).only_when.as_ref();
                    let Some(condition) = condition else { continue };
                    let implied = implied(self.policy, around, condition);
                    if implied != Some(true) {
                        let fact = self.policy.fact(fact);
                        let mut report = self.report(&fact.name, fact.span, condition, around);
                        report.message.insert_str(0, undecided(implied));
                        sink.push(report);
                    }
                }
            }
        }
    }

    fn report(&self, fact: &str, declared: Span, condition: &Formula, around: &[Formula]) -> Diagnostic {
        let shown = print::formula(self.policy, condition);
        let scope = self.excluded_by(condition, around);
        let never = if scope.is_some() { ": here that is never so" } else { "" };
        let message = format!("`{}` uses `{fact}`, which exists only when {shown}{never}", self.name);
        let diagnostic = Diagnostic::new(Code::OnlyWhen, self.span, message)
            .related(declared, "the condition is declared here");
        if let Some((label, scope)) = scope {
            return diagnostic
                .help(format!("`{label}` is for requests where {scope}: there nobody can answer this"))
                .help(format!(
                    "take it out, or move it to a section for requests where {shown}; if the fact exists here too, \
                     change its \"Only when\""
                ));
        }
        match (self.at, self.sentence.as_str()) {
            (None, sentence) => {
                diagnostic.help(format!("write `{shown}, and {sentence}` under \"Only when\""))
            }
            (Some(_), "") => diagnostic.help(format!("join it with the condition: `{shown}, and …`")),
            (Some(_), sentence) => diagnostic
                .help(format!(
                    "write `If {shown}: {sentence}` as the whole criterion: elsewhere it is not asked"
                ))
                .help(format!(
                    "or join it with the condition, which must then hold: `{shown}, and {sentence}`"
                )),
        }
    }

    /// The criterion or section around the place whose own condition excludes another one, and that condition.
    fn excluded_by(&self, condition: &Formula, around: &[Formula]) -> Option<(String, String)> {
        let mut at = self.at;
        while let Some(id) = at {
            let criterion = self.policy.criterion(id);
            if let Some(applies) = &criterion.applies {
                let both = within(around, vec![applies.clone(), condition.clone()]);
                if search(&self.policy.facts, &both) == Search::Nowhere {
                    return Some((criterion.label.clone(), print::formula(self.policy, applies)));
                }
            }
            at = criterion.parent;
        }
        None
    }
}
