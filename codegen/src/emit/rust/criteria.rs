//! One function a criterion, in the order of the outline.
//!
//! A test answers with its truth. A group looks at its children, records what they say,
//! and records its own value from theirs. Behind a false condition only single sentences are
//! looked at, because that is cheaper than a jump.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::admission::words;
use super::formula::integer;
use super::page::Page;
use super::prose::escape;
use super::{EmitError, View};
use crate::tree::ast::{Body, Criterion, CriterionId, Formula, Operator, Part};

/// Writes the functions of criteria, and the constants that number them.
pub(super) fn write(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Criteria");
    let mut methods = vec![standing(view)?];
    for (id, criterion) in view.policy.criteria() {
        if let Some(condition) = &criterion.applies {
            methods.push(condition_of(view, id, criterion, condition)?);
        }
        methods.extend(function_of(view, id, criterion)?);
    }
    page.methods(&quote! { Admitted<'_> }, methods)?;
    let constants = view.policy.criteria().map(|(id, criterion)| {
        let (doc, name) = (cited(criterion), view.names.criterion_constant(id)?);
        let at = integer(i64::try_from(id.0).map_err(|_| EmitError::TooMany("criteria"))?);
        Ok(quote! { #[doc = #doc] pub const #name: u16 = #at; })
    });
    page.module(" The criteria by number.", &quote! { criterion }, constants.collect::<Result<_, _>>()?)
}

/// How a criterion stands in doc comments: its label and its own sentence.
fn cited(criterion: &Criterion) -> String {
    let part = match criterion.part {
        Part::Whole => "",
        Part::Sentence => ", the sentence",
        Part::Following => ", what follows",
        Part::Excuse => ", the excuse",
    };
    let text = escape(&criterion.quote.text);
    let colon = if text.is_empty() { "" } else { ": " };
    format!(" `{}`{part}{colon}{text}", criterion.label.replace('`', "'"))
}

fn standing(view: &View<'_>) -> Result<TokenStream, EmitError> {
    let words = words(view.criterion_words())?;
    let roots = view.policy.criteria().filter(|(_, criterion)| criterion.parent.is_none());
    let looks: Vec<_> =
        roots.map(|(id, _)| look(view, id, &quote! { &mut seen })).collect::<Result<_, _>>()?;
    let (binding, uses) = (quote! { let mut seen }, looks.iter().any(|look| !look.is_empty()));
    let binding = if uses {
        binding
    } else {
        quote! { let seen }
    };
    let receiver = looks.iter().any(mentions_self).then(|| quote! { &self });
    Ok(quote! {
        fn standing(#receiver) -> Standing<#words> {
            #binding = Standing::new();
            #(#looks)*
            seen
        }
    })
}

/// Whether any token is `self`.
pub(super) fn mentions_self(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "self",
        proc_macro2::TokenTree::Group(group) => mentions_self(&group.stream()),
        _ => false,
    })
}

/// The statement that looks at a criterion from its parent.
fn look(view: &View<'_>, id: CriterionId, seen: &TokenStream) -> Result<TokenStream, EmitError> {
    let criterion = view.policy.criterion(id);
    let constant = view.names.criterion_constant(id)?;
    let function = view.names.function(id)?;
    let owner = if needs_self(view, id)? {
        quote! { self. }
    } else {
        quote! { Self:: }
    };
    let looked = match &criterion.body {
        Body::Note => TokenStream::new(),
        Body::Heading(_) if is_silent(view, id) => TokenStream::new(),
        Body::Test(_) | Body::Selector => {
            quote! { seen.record(criterion::#constant, #owner #function()); }
        }
        Body::Heading(_) | Body::Group(..) => quote! { #owner #function(#seen); },
    };
    let Some(condition) = &criterion.applies else {
        return Ok(looked);
    };
    let subtree = mask(view, &subtree(view, id))?;
    let applies = view.names.condition(id)?;
    let owner = if mentions_self(&view.formula(condition)?) {
        quote! { self. }
    } else {
        quote! { Self:: }
    };
    let applies = quote! { seen.applies(criterion::#constant, #subtree, #owner #applies()) };
    Ok(match criterion.body {
        Body::Heading(_) | Body::Group(..) if !looked.is_empty() => {
            quote! { if #applies { #looked } }
        }
        _ => quote! { #applies; #looked },
    })
}

/// A heading under which there is nothing to look at.
fn is_silent(view: &View<'_>, id: CriterionId) -> bool {
    let criterion = view.policy.criterion(id);
    matches!(criterion.body, Body::Heading(_))
        && criterion.children().iter().all(|child| {
            let child_body = view.policy.criterion(*child);
            child_body.applies.is_none() && (matches!(child_body.body, Body::Note) || is_silent(view, *child))
        })
}

/// Whether a criterion's function reads the request.
fn needs_self(view: &View<'_>, id: CriterionId) -> Result<bool, EmitError> {
    let criterion = view.policy.criterion(id);
    if let Body::Test(formula) = &criterion.body {
        return Ok(mentions_self(&view.formula(formula)?));
    }
    for child in criterion.children() {
        let condition =
            view.policy.criterion(*child).applies.as_ref().map(|it| view.formula(it)).transpose()?;
        if condition.as_ref().is_some_and(mentions_self) || needs_self(view, *child)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn receiver(needed: bool) -> Option<TokenStream> {
    needed.then(|| quote! { &self })
}

fn condition_of(
    view: &View<'_>,
    id: CriterionId,
    criterion: &Criterion,
    condition: &Formula,
) -> Result<TokenStream, EmitError> {
    let (name, truth) = (view.names.condition(id)?, view.formula(condition)?);
    let doc = format!(" Whether `{}` applies.", criterion.label.replace('`', "'"));
    let receiver = receiver(mentions_self(&truth));
    Ok(quote! { #[doc = #doc] fn #name(#receiver) -> Kleene { #truth } })
}

fn function_of(
    view: &View<'_>,
    id: CriterionId,
    criterion: &Criterion,
) -> Result<Option<TokenStream>, EmitError> {
    let (doc, name, words) = (cited(criterion), view.names.function(id)?, words(view.criterion_words())?);
    let receiver = receiver(needs_self(view, id)?);
    let body = match &criterion.body {
        Body::Note => return Ok(None),
        Body::Heading(_) if is_silent(view, id) => return Ok(None),
        Body::Selector => {
            return Ok(Some(quote! { #[doc = #doc] fn #name() -> Kleene { Kleene::TRUE } }));
        }
        Body::Test(formula) => {
            let truth = view.formula(formula)?;
            return Ok(Some(quote! { #[doc = #doc] fn #name(#receiver) -> Kleene { #truth } }));
        }
        Body::Heading(children) => looks(view, children)?,
        Body::Group(operator, children) => {
            let (looks, constant) = (looks(view, children)?, view.names.criterion_constant(id)?);
            let combined = combined(view, *operator, children)?;
            quote! { #looks seen.record(criterion::#constant, #combined); }
        }
    };
    let receiver = receiver.map(|receiver| quote! { #receiver, });
    Ok(Some(quote! { #[doc = #doc] fn #name(#receiver seen: &mut Standing<#words>) { #body } }))
}

fn looks(view: &View<'_>, children: &[CriterionId]) -> Result<TokenStream, EmitError> {
    children.iter().map(|child| look(view, *child, &quote! { seen })).collect()
}

fn combined(view: &View<'_>, operator: Operator, children: &[CriterionId]) -> Result<TokenStream, EmitError> {
    let counted: Vec<_> = children.iter().copied().filter(|child| view.policy.has_value(*child)).collect();
    let children = mask(view, &counted)?;
    Ok(match operator {
        Operator::All => quote! { seen.all(#children) },
        Operator::AtLeast(1) => quote! { seen.any(#children) },
        Operator::AtLeast(n) => {
            let n = integer(i64::try_from(n).map_err(|_| EmitError::TooMany("criteria"))?);
            quote! { seen.at_least(#n, #children) }
        }
        Operator::NoneOf => quote! { seen.none_of(#children) },
        Operator::Case => quote! { seen.case(#children) },
    })
}

/// A criterion and all below it, ascending.
fn subtree(view: &View<'_>, root: CriterionId) -> Vec<CriterionId> {
    let mut below = BTreeSet::from([root]);
    for (id, criterion) in view.policy.criteria() {
        if criterion.parent.is_some_and(|parent| below.contains(&parent)) {
            below.insert(id);
        }
    }
    below.into_iter().collect()
}

/// A constant mask of criteria.
fn mask(view: &View<'_>, of: &[CriterionId]) -> Result<TokenStream, EmitError> {
    let run = of.windows(2).all(|pair| matches!(pair, [a, b] if a.0 + 1 == b.0));
    if let ([first, _, .., last], true) = (of, run) {
        let (first, last) = (view.names.criterion_constant(*first)?, view.names.criterion_constant(*last)?);
        return Ok(quote! { const { Mask::from_to(criterion::#first, criterion::#last) } });
    }
    let constants: Vec<_> =
        of.iter().map(|id| view.names.criterion_constant(*id)).collect::<Result<_, _>>()?;
    Ok(quote! { const { Mask::of(&[#(criterion::#constants),*]) } })
}
