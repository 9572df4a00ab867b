//! The order of determination: one function a step, and the decision.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::admission::words;
use super::page::Page;
use super::prose::escape;
use super::{EmitError, View};
use crate::tree::ast::{Body, When};

/// Writes `Admitted::decide`.
pub(super) fn write_decide(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Decision");
    let bounds = bounds(view)?;
    let (bound, method) = if bounds.is_empty() {
        (quote! { |_| None }, None)
    } else {
        let method = quote! {
            /// The dates that approval durations name.
            fn bound(&self, date: u16) -> Option<Date> {
                match date { #(#bounds,)* _ => None }
            }
        };
        (quote! { |date| self.bound(date) }, Some(method))
    };
    let reads = view.reads_request()?;
    let standing = if reads {
        quote! { self.standing() }
    } else {
        quote! { Self::standing() }
    };
    let mut methods = vec![quote! {
        /// Decides the request: the first step of the order that is not false.
        pub fn decide(&self) -> Determination {
            let seen = #standing;
            Determination::new(&POLICY, deciding_step(&seen), seen, self.unknowns, (self.today, #bound))
        }
    }];
    methods.extend(method);
    page.methods(&quote! { Admitted<'_> }, methods)
}

fn bounds(view: &View<'_>) -> Result<Vec<TokenStream>, EmitError> {
    let rows = view
        .policy
        .durations
        .iter()
        .flat_map(|duration| &duration.rows);
    let facts: std::collections::BTreeSet<_> = rows
        .filter_map(|row| row.or_until.as_ref().map(|until| until.date))
        .collect();
    let arm = |fact| {
        let (constant, field) = (view.names.fact_constant(fact)?, view.names.field(fact)?);
        Ok(if fact == view.policy.request_date {
            quote! { fact::#constant => Some(self.request.#field) }
        } else {
            quote! { fact::#constant => self.request.#field }
        })
    };
    facts.into_iter().map(arm).collect()
}

/// Writes the steps.
pub(super) fn write_steps(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Order of determination");
    let words = words(view.criterion_words())?;
    let (mut truths, mut uses) = (Vec::new(), false);
    for (at, step) in view.policy.steps.iter().enumerate() {
        let truth = view.when(&step.when)?;
        if !mentions_seen(&truth) {
            truths.push(truth);
            continue;
        }
        let (name, doc) = (
            format_ident!("step_{}", at + 1),
            format!(" {}", escape(&step.quote.text)),
        );
        page.item(quote! { #[doc = #doc] fn #name(seen: &Standing<#words>) -> Kleene { #truth } })?;
        truths.push(quote! { #name(seen) });
        uses = true;
    }
    let seen = if uses {
        quote! { seen }
    } else {
        quote! { _seen }
    };
    page.item(quote! {
        /// The first step that is not false, and whether it holds.
        fn deciding_step(#seen: &Standing<#words>) -> (u16, Kleene) {
            let steps = [#(#truths),*];
            let first = (0..).zip(steps).find(|(_, truth)| !truth.is_false());
            first.unwrap_or((u16::MAX, Kleene::UNKNOWN))
        }
    })
}

fn mentions_seen(truth: &TokenStream) -> bool {
    truth.to_string().contains("seen")
}

impl View<'_> {
    /// Whether any criterion reads the request.
    fn reads_request(&self) -> Result<bool, EmitError> {
        for (_, criterion) in self.policy.criteria() {
            let test = match &criterion.body {
                Body::Test(formula) => Some(formula),
                _ => None,
            };
            for formula in test.into_iter().chain(&criterion.applies) {
                if super::criteria::mentions_self(&self.formula(formula)?) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn when(&self, when: &When) -> Result<TokenStream, EmitError> {
        let named = |id, method: &str| {
            let (constant, method) = (
                self.names.criterion_constant(id)?,
                format_ident!("{method}"),
            );
            Ok(quote! { seen.#method(criterion::#constant) })
        };
        match when {
            When::Always => Ok(quote! { Kleene::TRUE }),
            When::Met(id) => named(*id, "is_met"),
            When::NotMet(id) => named(*id, "is_not_met"),
            When::DoesNotApply(id) => named(*id, "does_not_apply"),
            When::Not(inner) => {
                let inner = self.when(inner)?;
                Ok(quote! { #inner.not() })
            }
            When::All(parts) => self.joined_whens(parts, "and", quote! { Kleene::TRUE }),
            When::Any(parts) => self.joined_whens(parts, "or", quote! { Kleene::FALSE }),
        }
    }

    fn joined_whens(
        &self,
        parts: &[When],
        by: &str,
        none: TokenStream,
    ) -> Result<TokenStream, EmitError> {
        let by = format_ident!("{by}");
        let mut joined: Option<TokenStream> = None;
        for part in parts {
            let part = self.when(part)?;
            joined = Some(joined.map_or(part.clone(), |before| quote! { #before.#by(#part) }));
        }
        Ok(joined.unwrap_or(none))
    }
}
