//! The typed request: a field a fact, an enum a set of choices.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::formula::integer;
use super::page::Page;
use super::prose::escape;
use super::{EmitError, View};
use crate::tree::ast::{Fact, FactId, Kind, Presence, Quantity, Trial};

/// Writes the request, its enums and the constants of its facts.
pub(super) fn write(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Facts");
    let given: Vec<(FactId, &Fact)> =
        view.policy.facts().filter(|(_, fact)| fact.presence != Presence::Derived).collect();
    request(view, page, &given)?;
    for (id, fact) in &given {
        if matches!(fact.kind, Kind::OneOf(_) | Kind::AnyOf(_)) {
            choices(view, page, *id, fact)?;
        }
    }
    let constants = view.policy.facts().map(|(id, fact)| {
        let (doc, name) = (format!(" **{}**", escape(&fact.name)), view.names.fact_constant(id)?);
        let at = integer(number(id.0)?);
        Ok(quote! { #[doc = #doc] pub const #name: u16 = #at; })
    });
    page.module(" The facts by number.", &quote! { fact }, constants.collect::<Result<_, _>>()?)
}

fn number(index: usize) -> Result<i64, EmitError> {
    i64::try_from(index).map_err(|_| EmitError::TooMany("facts"))
}

fn request(view: &View<'_>, page: &mut Page, given: &[(FactId, &Fact)]) -> Result<(), EmitError> {
    let mut fields = Vec::new();
    for (id, fact) in given {
        let (doc, field, of) = (describe(fact), view.names.field(*id)?, type_of(view, *id, fact)?);
        let renamed = renamed(view, field, &fact.name);
        fields.push(if fact.presence == Presence::Required {
            quote! { #[doc = #doc] #renamed pub #field: #of }
        } else {
            quote! { #[doc = #doc] #renamed pub #field: Option<#of> }
        });
    }
    let doc = format!(" A request for {}; a fact that is not known is `None`.", escape(&view.policy.title));
    let derive = quote! { derive(serde::Serialize, serde::Deserialize) };
    let for_serde = view.setting.for_serde(&[derive, quote! { serde(deny_unknown_fields) }]);
    page.item(quote! {
        #[doc = #doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #for_serde
        pub struct Request { #(#fields),* }
    })?;
    let methods = vec![new(view, given)?, read(view)?];
    page.methods(&quote! { Request }, methods)
}

/// The attribute that gives a name in requests, where it is not the name in Rust.
fn renamed(view: &View<'_>, of: &Ident, name: &str) -> Option<TokenStream> {
    (of != name).then(|| view.setting.for_serde(&[quote! { serde(rename = #name) }]))
}

/// The constructor from what every request gives.
fn new(view: &View<'_>, given: &[(FactId, &Fact)]) -> Result<TokenStream, EmitError> {
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for (id, fact) in given {
        let field = view.names.field(*id)?;
        if fact.presence == Presence::Required {
            let of = type_of(view, *id, fact)?;
            parameters.push(quote! { #field: #of });
            values.push(quote! { #field });
        } else {
            values.push(quote! { #field: None });
        }
    }
    Ok(quote! {
        /// A request of which nothing else is known yet.
        pub const fn new(#(#parameters),*) -> Self { Self { #(#values),* } }
    })
}

/// The request of values by fact number.
fn read(view: &View<'_>) -> Result<TokenStream, EmitError> {
    let (mut values, mut derived) = (Vec::new(), Vec::new());
    for (id, fact) in view.policy.facts() {
        let (field, constant, name) = (view.names.field(id)?, view.names.fact_constant(id)?, &fact.name);
        match fact.presence {
            Presence::Derived => derived.push(quote! { derived_value(values, fact::#constant, #name)?; }),
            Presence::Optional => values.push(quote! { #field: fact_value(values, fact::#constant, #name)? }),
            Presence::Required => values.push(quote! {
                #field: fact_value(values, fact::#constant, #name)?.ok_or(Rejection::Missing { fact: #name })?
            }),
        }
    }
    Ok(quote! {
        fn read(values: &[Option<Value<'_>>]) -> Result<Self, Rejection> {
            #(#derived)*
            Ok(Self { #(#values),* })
        }
    })
}

fn type_of(view: &View<'_>, id: FactId, fact: &Fact) -> Result<TokenStream, EmitError> {
    Ok(match &fact.kind {
        Kind::YesNo => quote! { bool },
        Kind::Date => quote! { Date },
        Kind::OneOf(_) | Kind::Trial(_) => {
            let choices = view.names.choice_type(id)?;
            quote! { #choices }
        }
        Kind::AnyOf(of) => {
            let choices = view.names.choice_type(id)?;
            let words = integer(number(of.len().div_ceil(64).max(1))?);
            quote! { Members<#choices, #words> }
        }
        Kind::Quantity(quantity) => {
            let places = integer(i64::from(quantity.places));
            quote! { Decimal<#places> }
        }
        Kind::YearsSince { .. } | Kind::Computed { .. } => {
            return Err(EmitError::BrokenTree(format!("`{}` is derived, and must not be given", fact.name)));
        }
    })
}

/// A fact's doc comment: its name, kind, unit and range, and its question.
fn describe(fact: &Fact) -> String {
    let kind = match &fact.kind {
        Kind::YesNo => String::from("yes or no"),
        Kind::OneOf(_) => String::from("one of the choices"),
        Kind::AnyOf(_) => String::from("any number of the choices"),
        Kind::Trial(Trial::Plain) => String::from("the outcome of a trial"),
        Kind::Trial(Trial::WithDose) => String::from("the outcome of a trial, with its dose"),
        Kind::Date => String::from("a date"),
        Kind::Quantity(quantity) => range(quantity),
        Kind::YearsSince { .. } | Kind::Computed { .. } => String::from("derived"),
    };
    let question =
        if fact.question.is_empty() { String::new() } else { format!(" {}", escape(&fact.question)) };
    format!(" **{}**, {}.{question}", escape(&fact.name), escape(&kind))
}

fn range(quantity: &Quantity) -> String {
    let (least, most) = (decimal(quantity.min, quantity.places), decimal(quantity.max, quantity.places));
    let unit = if quantity.unit.is_empty() { "a number" } else { quantity.unit.as_str() };
    format!("{unit}, {least} to {most}")
}

/// A scaled integer as a decimal.
fn decimal(scaled: i64, places: u32) -> String {
    let places = places as usize;
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
    let sign = if scaled < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The enum of a fact's choices.
fn choices(view: &View<'_>, page: &mut Page, id: FactId, fact: &Fact) -> Result<(), EmitError> {
    let (name, variants, texts) = (view.names.choice_type(id)?, view.names.choices(id)?, fact.choice_names());
    if variants.is_empty() {
        return Err(EmitError::BrokenTree(format!("`{}` has no choices", fact.name)));
    }
    let doc = format!(" The choices of **{}**.", escape(&fact.name));
    let arms = variants.iter().zip(&texts).map(|(variant, text)| {
        let doc = format!(" {}", sentence(text));
        let renamed = renamed(view, variant, text);
        quote! { #[doc = #doc] #renamed #variant }
    });
    let for_serde = view.setting.for_serde(&[quote! { derive(serde::Serialize, serde::Deserialize) }]);
    page.item(quote! {
        #[doc = #doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #for_serde
        pub enum #name { #(#arms),* }
    })?;
    let methods = vec![
        quote! { const ALL: &'static [Self] = &[#(Self::#variants),*]; },
        quote! { #[inline] fn index(self) -> u16 { self as u16 } },
        quote! { fn name(self) -> &'static str { match self { #(Self::#variants => #texts),* } } },
    ];
    page.methods(&quote! { Choice for #name }, methods)
}

/// A choice as a sentence of its own.
fn sentence(choice: &str) -> String {
    let text = escape(choice);
    if text.is_empty() { String::from("A choice without a name.") } else { format!("“{text}”") }
}
