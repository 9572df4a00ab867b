//! The static description of a policy, from which reasons and missing facts are read, and
//! its entry in the table of policies.

use criteria_runtime::Date;
use proc_macro2::TokenStream;
use quote::quote;

use super::formula::{integer, period};
use super::page::Page;
use super::{EmitError, View};
use crate::tree::ast::{
    Body, Criterion, CriterionId, Duration, DurationRow, FactId, Formula, Operator, Outcome, Part, Presence,
    Referral, When, Whichever,
};

/// Writes the constants that describe the policy.
pub(super) fn write(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Description");
    let policy = view.policy;
    let (id, title, version, hash) = (&policy.id, &policy.title, &policy.version, &view.meta.hash);
    let facts = list(policy.facts.iter().map(|fact| {
        let (name, question, choices) = (&fact.name, &fact.question, fact.choice_names());
        Ok(quote! { Fact::new(#name, #question, &[#(#choices),*]) })
    }))?;
    let criteria = list(policy.criteria.iter().map(|criterion| view.describe(criterion)))?;
    let steps = list(policy.steps.iter().map(|step| {
        let (text, when, outcome) =
            (&step.quote.text, view.described_when(&step.when)?, view.outcome(&step.outcome)?);
        Ok(quote! { Step { text: #text, when: #when, outcome: #outcome } })
    }))?;
    let durations = list(policy.durations.iter().map(|duration| view.duration(duration)))?;
    let referrals = list(policy.referrals.iter().map(|referral| view.referral(referral)))?;
    let line = match policy.line_of_business {
        None => quote! { None },
        Some(line) => {
            let line = view.facts(&[line])?;
            quote! { Some(#line) }
        }
    };
    let from = day(policy.in_force_from);
    let until = policy.in_force_until.map(day);
    let until = until.map_or_else(|| quote! { None }, |day| quote! { Some(#day) });
    let bounds = view.facts(&view.bounds())?;
    let ask_order = view.facts(&policy.ask_order)?;
    page.item(quote! {
        /// What the policy says, for whoever reports a determination.
        pub static POLICY: Policy = Policy {
            id: #id, title: #title, version: #version, hash: #hash,
            in_force_from: #from, in_force_until: #until,
            facts: &[#facts], criteria: &[#criteria], steps: &[#steps],
            durations: &[#durations], referrals: &[#referrals],
            bounds: &[#bounds], line_of_business: #line, ask_order: &[#ask_order],
        };
    })?;
    page.item(quote! {
        /// The policy's entry in the table of policies.
        pub const EVALUATOR: Evaluator = Evaluator {
            policy: &POLICY,
            decide: |values, report| {
                report(&Request::read(values)?.admit()?.decide());
                Ok(())
            },
        };
    })
}

/// A day of the calendar, as a constant.
fn day(date: Date) -> TokenStream {
    let (year, month, day) =
        (integer(date.year().into()), integer(date.month().into()), integer(date.day().into()));
    quote! { Date::literal(#year, #month, #day) }
}

fn list(items: impl Iterator<Item = Result<TokenStream, EmitError>>) -> Result<TokenStream, EmitError> {
    let items: Vec<_> = items.collect::<Result<_, _>>()?;
    Ok(quote! { #(#items),* })
}

impl View<'_> {
    fn facts(&self, facts: &[FactId]) -> Result<TokenStream, EmitError> {
        list(facts.iter().map(|fact| {
            let constant = self.names.fact_constant(*fact)?;
            Ok(quote! { fact::#constant })
        }))
    }

    fn numbers(&self, criteria: &[CriterionId]) -> Result<TokenStream, EmitError> {
        list(criteria.iter().map(|id| {
            let constant = self.names.criterion_constant(*id)?;
            Ok(quote! { criterion::#constant })
        }))
    }

    /// The given facts that a formula needs, each once, ascending.
    fn needs(&self, formula: &Formula) -> Result<TokenStream, EmitError> {
        let mut needs = std::collections::BTreeSet::new();
        formula.each_atom(&mut |atom| needs.extend(atom.needs(self.policy)));
        let given = needs.into_iter().filter(|fact| self.policy.fact(*fact).presence != Presence::Required);
        self.facts(&given.collect::<Vec<_>>())
    }

    fn describe(&self, criterion: &Criterion) -> Result<TokenStream, EmitError> {
        let (label, text) = (&criterion.label, &criterion.quote.text);
        let parent = match criterion.parent {
            None => quote! { None },
            Some(parent) => {
                let parent = self.numbers(&[parent])?;
                quote! { Some(#parent) }
            }
        };
        let shape = self.shape(&criterion.body)?;
        let part = match criterion.part {
            Part::Whole => TokenStream::new(),
            Part::Sentence => quote! { .part(Part::Sentence) },
            Part::Following => quote! { .part(Part::Following) },
            Part::Excuse => quote! { .part(Part::Excuse) },
            Part::Row => quote! { .part(Part::Row) },
        };
        let when = match &criterion.applies {
            None => TokenStream::new(),
            Some(condition) => {
                let needs = self.needs(condition)?;
                quote! { .when(&[#needs]) }
            }
        };
        Ok(quote! { Criterion::new(#label, #text, #parent, #shape) #part #when })
    }

    fn shape(&self, body: &Body) -> Result<TokenStream, EmitError> {
        Ok(match body {
            Body::Heading(_) => quote! { Shape::Heading },
            Body::Note => quote! { Shape::Note },
            Body::Selector | Body::NotPermitted => quote! { Shape::Selector },
            Body::Test(formula) => {
                let needs = self.needs(formula)?;
                quote! { Shape::Test(&[#needs]) }
            }
            Body::Group(operator, children) => {
                let counted: Vec<_> =
                    children.iter().copied().filter(|child| self.policy.has_value(*child)).collect();
                let (operator, children) = (described_operator(*operator)?, self.numbers(&counted)?);
                quote! { Shape::Group(#operator, &[#children]) }
            }
        })
    }

    fn described_when(&self, when: &When) -> Result<TokenStream, EmitError> {
        Ok(match when {
            When::Always => quote! { When::Always },
            When::Met(id) => {
                let id = self.numbers(&[*id])?;
                quote! { When::Met(#id) }
            }
            When::NotMet(id) => {
                let id = self.numbers(&[*id])?;
                quote! { When::NotMet(#id) }
            }
            When::DoesNotApply(id) => {
                let id = self.numbers(&[*id])?;
                quote! { When::DoesNotApply(#id) }
            }
            When::Not(inner) => {
                let inner = self.described_when(inner)?;
                quote! { When::Not(&#inner) }
            }
            When::All(parts) => {
                let parts = list(parts.iter().map(|part| self.described_when(part)))?;
                quote! { When::All(&[#parts]) }
            }
            When::Any(parts) => {
                let parts = list(parts.iter().map(|part| self.described_when(part)))?;
                quote! { When::Any(&[#parts]) }
            }
        })
    }

    fn outcome(&self, outcome: &Outcome) -> Result<TokenStream, EmitError> {
        Ok(match outcome {
            Outcome::Approve(sections) => {
                let sections = self.numbers(sections)?;
                quote! { Outcome::Approve(&[#sections]) }
            }
            Outcome::Refer(criteria) => {
                let criteria = self.numbers(criteria)?;
                quote! { Outcome::Refer(&[#criteria]) }
            }
            Outcome::ReferTo(target) => quote! { Outcome::ReferTo(#target) },
            Outcome::NotAuthorized => quote! { Outcome::NotAuthorized },
            Outcome::CriteriaNotMet => quote! { Outcome::CriteriaNotMet },
        })
    }

    fn duration(&self, duration: &Duration) -> Result<TokenStream, EmitError> {
        let (section, rows) =
            (self.numbers(&[duration.section])?, list(duration.rows.iter().map(|row| self.row(row)))?);
        Ok(quote! { Duration { section: #section, rows: &[#rows] } })
    }

    fn row(&self, row: &DurationRow) -> Result<TokenStream, EmitError> {
        let lines = list(row.lines.iter().map(|line| self.line(line.0)))?;
        let period = period(row.period);
        let chosen_by = match row.chosen_by {
            None => quote! { None },
            Some(criterion) => {
                let criterion = self.numbers(&[criterion])?;
                quote! { Some(#criterion) }
            }
        };
        let until = match &row.or_until {
            None => quote! { None },
            Some(until) => {
                let date = self.facts(&[until.date])?;
                match until.whichever {
                    Whichever::Longer => quote! { Some((#date, Whichever::Longer)) },
                    Whichever::Shorter => quote! { Some((#date, Whichever::Shorter)) },
                }
            }
        };
        let limit = match &row.limit {
            None => quote! { None },
            Some(limit) => {
                let (count, what) = (integer(i64::from(limit.count)), &limit.what);
                quote! { Some(Limit { count: #count, what: #what }) }
            }
        };
        Ok(quote! {
            Row {
                lines: &[#lines], chosen_by: #chosen_by, period: #period, or_until: #until, limit: #limit,
            }
        })
    }

    /// The number of a line of business, by its name.
    fn line(&self, at: usize) -> Result<TokenStream, EmitError> {
        let fact = self.policy.line_of_business;
        let fact =
            fact.ok_or_else(|| EmitError::BrokenTree("a line of business without lines".to_owned()))?;
        let (of, line) =
            (self.names.choice_type(fact)?, self.names.choice(fact, crate::tree::ast::ChoiceId(at))?);
        Ok(quote! { #of::#line as u16 })
    }

    fn referral(&self, referral: &Referral) -> Result<TokenStream, EmitError> {
        let criterion = self.numbers(&[referral.criterion])?;
        let targets = list(referral.targets.iter().map(|(line, target)| {
            Ok(match line {
                None => quote! { (None, #target) },
                Some(line) => {
                    let line = self.line(line.0)?;
                    quote! { (Some(#line), #target) }
                }
            })
        }))?;
        Ok(quote! { Referral { criterion: #criterion, targets: &[#targets] } })
    }
}

fn described_operator(operator: Operator) -> Result<TokenStream, EmitError> {
    Ok(match operator {
        Operator::All => quote! { Operator::All },
        Operator::AtLeast(n) => {
            let n = integer(i64::try_from(n).map_err(|_| EmitError::TooMany("criteria"))?);
            quote! { Operator::AtLeast(#n) }
        }
        Operator::NoneOf => quote! { Operator::NoneOf },
        Operator::Case => quote! { Operator::Case },
    })
}
