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
    let reads = view.reads_request()?;
    let standing = if reads {
        quote! { self.standing() }
    } else {
        quote! { Self::standing() }
    };
    let method = quote! {
        /// Decides the request: the first step of the order that is not false.
        pub fn decide(&self) -> Determination {
            let seen = #standing;
            Determination::new(&POLICY, const { Kinds::of(&POLICY) }, steps(&seen), seen, self.admission)
        }
    };
    page.methods(&quote! { Admitted<'_> }, vec![method])
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
        let (name, doc) = (format_ident!("step_{}", at + 1), format!(" {}", escape(&step.quote.text)));
        page.item(quote! { #[doc = #doc] fn #name(seen: &Standing<#words>) -> Kleene { #truth } })?;
        truths.push(quote! { #name(seen) });
        uses = true;
    }
    let seen = if uses {
        quote! { seen }
    } else {
        quote! { _seen }
    };
    let count =
        super::formula::integer(i64::try_from(truths.len()).map_err(|_| EmitError::TooMany("steps"))?);
    page.item(quote! {
        /// Which steps apply.
        fn steps(#seen: &Standing<#words>) -> [Kleene; #count] {
            [#(#truths),*]
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
            let (constant, method) = (self.names.criterion_constant(id)?, format_ident!("{method}"));
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

    fn joined_whens(&self, parts: &[When], by: &str, none: TokenStream) -> Result<TokenStream, EmitError> {
        let by = format_ident!("{by}");
        let mut joined: Option<TokenStream> = None;
        for part in parts {
            let part = self.when(part)?;
            joined = Some(joined.map_or(part.clone(), |before| quote! { #before.#by(#part) }));
        }
        Ok(joined.unwrap_or(none))
    }
}
