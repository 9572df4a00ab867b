//! One function a criterion, in the order of the outline.
//!
//! A test answers with its truth. A group looks at its children, which are recorded on the
//! way, combines what they say, and records that. Behind a false condition only single
//! sentences are looked at, because that is cheaper than a jump.

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
        Part::Row => ", a row of its durations",
    };
    let text = escape(&criterion.quote.text);
    let colon = if text.is_empty() { "" } else { ": " };
    format!(" `{}`{part}{colon}{text}", criterion.label.replace('`', "'"))
}

fn standing(view: &View<'_>) -> Result<TokenStream, EmitError> {
    let words = words(view.criterion_words())?;
    let roots = view.policy.criteria().filter(|(_, criterion)| criterion.parent.is_none());
    let looks: Vec<_> = roots
        .map(|(id, _)| Ok(look(view, id, &quote! { &mut seen })?.tokens))
        .collect::<Result<_, EmitError>>()?;
    let binding = if looks.is_empty() {
        quote! { let seen }
    } else {
        quote! { let mut seen }
    };
    let receiver = looks.iter().any(mentions_self).then(|| quote! { &self });
    Ok(quote! {
        fn standing(#receiver) -> Standing<#words> {
            #binding = Standing::new();
            #(#looks;)*
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

/// An expression that looks at a criterion from its parent.
struct Look {
    tokens: TokenStream,
    /// Whether it is a branch, with a condition of its own; otherwise it is a value.
    conditional: bool,
}

fn look(view: &View<'_>, id: CriterionId, seen: &TokenStream) -> Result<Look, EmitError> {
    let criterion = view.policy.criterion(id);
    let (constant, function) = (view.names.criterion_constant(id)?, view.names.function(id)?);
    let owner = owner(needs_self(view, id)?);
    let leaf = match &criterion.body {
        Body::Note => Some(quote! { Kleene::UNKNOWN }),
        Body::Heading(_) if is_silent(view, id) => Some(quote! { Kleene::UNKNOWN }),
        Body::Test(_) | Body::Selector | Body::NotPermitted => Some(quote! { #owner #function() }),
        Body::Heading(_) | Body::Group(..) => None,
    };
    let condition = criterion.applies.as_ref().map(|formula| {
        let (owner, applies) =
            (self::owner(mentions_self(&view.formula(formula)?)), view.names.condition(id)?);
        Ok(quote! { #owner #applies() })
    });
    let tokens = match (leaf, condition.transpose()?) {
        (Some(leaf), None) => quote! { seen.record(criterion::#constant, #leaf) },
        (Some(leaf), Some(condition)) => quote! { seen.branch(criterion::#constant, #condition, #leaf) },
        (None, None) => quote! { #owner #function(#seen) },
        (None, Some(condition)) => {
            let subtree = subtree(view, id)?;
            let look = if needs_self(view, id)? {
                quote! { |seen| self.#function(seen) }
            } else {
                quote! { Self::#function }
            };
            quote! { seen.scope(criterion::#constant, #subtree, #condition, #look) }
        }
    };
    Ok(Look { tokens, conditional: criterion.applies.is_some() })
}

/// What a function is called on.
fn owner(needs_self: bool) -> TokenStream {
    if needs_self {
        quote! { self. }
    } else {
        quote! { Self:: }
    }
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
        Body::Selector | Body::NotPermitted => {
            return Ok(Some(quote! { #[doc = #doc] fn #name() -> Kleene { Kleene::TRUE } }));
        }
        Body::Test(formula) => {
            let truth = view.formula(formula)?;
            return Ok(Some(quote! { #[doc = #doc] fn #name(#receiver) -> Kleene { #truth } }));
        }
        Body::Heading(children) => {
            let looks = statements(view, children.iter())?;
            let constant = view.names.criterion_constant(id)?;
            quote! { #looks seen.record(criterion::#constant, Kleene::UNKNOWN) }
        }
        Body::Group(operator, children) => {
            let (valued, others): (Vec<_>, Vec<_>) =
                children.iter().partition(|child| view.policy.has_value(**child));
            let (looks, constant) =
                (statements(view, others.into_iter())?, view.names.criterion_constant(id)?);
            let combined = combined(view, *operator, &valued)?;
            quote! { #looks let value = #combined; seen.record(criterion::#constant, value) }
        }
    };
    let receiver = receiver.map(|receiver| quote! { #receiver, });
    Ok(Some(quote! { #[doc = #doc] fn #name(#receiver seen: &mut Standing<#words>) -> Kleene { #body } }))
}

/// Looks at criteria whose value nobody combines.
fn statements<'c>(
    view: &View<'_>,
    of: impl Iterator<Item = &'c CriterionId>,
) -> Result<TokenStream, EmitError> {
    of.map(|child| {
        let looked = look(view, *child, &quote! { seen })?.tokens;
        Ok(quote! { #looked; })
    })
    .collect()
}

/// The value of a group.
fn combined(
    view: &View<'_>,
    operator: Operator,
    children: &[&CriterionId],
) -> Result<TokenStream, EmitError> {
    let looked = children.iter().map(|child| {
        let Look { tokens, conditional } = look(view, **child, &quote! { seen })?;
        Ok(match (operator, conditional) {
            (Operator::All, true) => quote! { #tokens.if_it_applies() },
            (Operator::AtLeast(_) | Operator::NoneOf, true) => {
                return Err(EmitError::BrokenTree("a condition under \"at least\" or \"none of\"".into()));
            }
            (Operator::Case, false) => quote! { Branch::always(#tokens) },
            (_, false) | (Operator::Case, true) => tokens,
        })
    });
    let looked: Vec<_> = looked.collect::<Result<_, EmitError>>()?;
    Ok(match operator {
        Operator::All => quote! { Kleene::all([#(#looked),*]) },
        Operator::AtLeast(1) => quote! { Kleene::any([#(#looked),*]) },
        Operator::AtLeast(n) => {
            let n = integer(i64::try_from(n).map_err(|_| EmitError::TooMany("criteria"))?);
            quote! { Kleene::at_least(#n, [#(#looked),*]) }
        }
        Operator::NoneOf => quote! { Kleene::none([#(#looked),*]) },
        Operator::Case => quote! { Branch::case([#(#looked),*]) },
    })
}

/// A criterion and all below it, as a constant. They follow one another, because criteria
/// are numbered in the order of the outline.
fn subtree(view: &View<'_>, root: CriterionId) -> Result<TokenStream, EmitError> {
    let mut below = BTreeSet::from([root]);
    for (id, criterion) in view.policy.criteria() {
        if criterion.parent.is_some_and(|parent| below.contains(&parent)) {
            below.insert(id);
        }
    }
    let last = below.last().copied().unwrap_or(root);
    if last.0 - root.0 + 1 != below.len() {
        return Err(EmitError::BrokenTree("criteria are not in the order of the outline".into()));
    }
    let (first, last) = (view.names.criterion_constant(root)?, view.names.criterion_constant(last)?);
    Ok(quote! { const { Subtree::from_to(criterion::#first, criterion::#last) } })
}
