//! Admission: what is out of range or contradictory is rejected, and never evaluated.

use proc_macro2::TokenStream;
use quote::quote;

use super::formula::integer;
use super::page::Page;
use super::prose::escape;
use super::{EmitError, View};
use crate::tree::ast::{FactId, Kind, Presence};

/// Writes `Request::admit` and what it checks.
pub(super) fn write(view: &View<'_>, page: &mut Page) -> Result<(), EmitError> {
    page.section("Admission");
    let (criteria, facts) = (words(view.criterion_words())?, words(view.fact_words())?);
    let bounds = words(view.bounds().len())?;
    let doc = format!(" What was decided about a request, under version {}.", escape(&view.policy.version));
    page.item(quote! {
        #[doc = #doc]
        pub type Determination = criteria_runtime::Determination<#criteria, #facts, #bounds>;
    })?;
    page.item(quote! {
        /// A request that is plausible and does not contradict itself.
        #[derive(Debug, Clone, Copy)]
        pub struct Admitted<'r> {
            request: &'r Request,
            admission: Admission<#facts, #bounds>,
        }
    })?;
    let parts = [ranges(view)?, expected(view)?, always(view)?];
    let calls: Vec<_> = parts.iter().filter_map(|part| part.as_ref().map(|(call, _)| call.clone())).collect();
    page.methods(&quote! { Request }, vec![admit(view, &calls)?, known(view)?])?;
    let mut methods: Vec<_> = parts.into_iter().flatten().flat_map(|(_, methods)| methods).collect();
    methods.extend(conditions(view)?);
    if methods.is_empty() { Ok(()) } else { page.methods(&quote! { Admitted<'_> }, methods) }
}

/// A number of mask words.
pub(super) fn words(count: usize) -> Result<TokenStream, EmitError> {
    i64::try_from(count).map(integer).map_err(|_| EmitError::TooMany("criteria"))
}

fn admit(view: &View<'_>, calls: &[TokenStream]) -> Result<TokenStream, EmitError> {
    let date = view.names.field(view.policy.request_date)?;
    let line = match view.policy.line_of_business {
        None => quote! { None },
        Some(line) => {
            let field = view.names.field(line)?;
            quote! { self.#field.map(Choice::index) }
        }
    };
    let bounds = view.bounds().into_iter().map(|date| {
        let field = view.names.field(date)?;
        Ok(if date == view.policy.request_date {
            quote! { Some(self.#field) }
        } else {
            quote! { self.#field }
        })
    });
    let bounds: Vec<_> = bounds.collect::<Result<_, EmitError>>()?;
    let binding = if calls.iter().any(|call| call.to_string().contains("expected")) {
        quote! { let mut admitted }
    } else {
        quote! { let admitted }
    };
    Ok(quote! {
        /// Admits the request, or says why not.
        ///
        /// # Errors
        ///
        /// Where a value is out of its plausible range, a fact is given that does not exist
        /// for such a request, or a sentence that always holds is false.
        pub fn admit(&self) -> Result<Admitted<'_>, Rejection> {
            let admission = Admission {
                known: self.known(),
                barred: Mask::EMPTY,
                line: #line,
                today: Today::new(self.#date),
                bounds: [#(#bounds),*],
            };
            #binding = Admitted { request: self, admission };
            #(#calls)*
            Ok(admitted)
        }
    })
}

fn known(view: &View<'_>) -> Result<TokenStream, EmitError> {
    let words = words(view.fact_words())?;
    let mut marks = Vec::new();
    for (id, fact) in view.policy.facts() {
        let (field, constant) = (view.names.field(id)?, view.names.fact_constant(id)?);
        match fact.presence {
            Presence::Required => marks.push(quote! { known.insert(fact::#constant); }),
            Presence::Optional => {
                marks.push(quote! { known.set(fact::#constant, self.#field.is_some()); });
            }
            Presence::Derived => {}
        }
    }
    Ok(quote! {
        fn known(&self) -> Mask<#words> {
            let mut known = Mask::EMPTY;
            #(#marks)*
            known
        }
    })
}

type Part = Option<(TokenStream, Vec<TokenStream>)>;

fn ranges(view: &View<'_>) -> Result<Part, EmitError> {
    let mut checks = Vec::new();
    for (id, fact) in view.policy.facts() {
        if fact.presence == Presence::Derived {
            continue;
        }
        let field = view.names.field(id)?;
        for test in range_tests(view, id) {
            let name = &fact.name;
            let holds = if fact.presence == Presence::Required {
                quote! { Some(self.request.#field).is_some_and(#test) }
            } else {
                quote! { self.request.#field.is_none_or(#test) }
            };
            checks.push(quote! { Rejection::OutOfRange { fact: #name }.unless(#holds)?; });
        }
    }
    if checks.is_empty() {
        return Ok(None);
    }
    let method = quote! {
        fn ranges(&self) -> Result<(), Rejection> {
            #(#checks)*
            Ok(())
        }
    };
    Ok(Some((quote! { admitted.ranges()?; }, vec![method])))
}

/// The tests that a value must pass to be plausible.
fn range_tests(view: &View<'_>, id: FactId) -> Vec<TokenStream> {
    match &view.policy.fact(id).kind {
        Kind::Quantity(quantity) => {
            let (least, most) = (integer(quantity.min), integer(quantity.max));
            vec![quote! { |it| (Decimal::scaled(#least)..=Decimal::scaled(#most)).contains(&it) }]
        }
        Kind::Date => {
            let years = view.policy.facts.iter().filter_map(|fact| match fact.kind {
                Kind::YearsSince { date, range: (least, most) } if date == id => Some((least, most)),
                _ => None,
            });
            let bounds: Vec<_> = years
                .map(|(least, most)| {
                    let (least, most) = (integer(i64::from(least)), integer(i64::from(most)));
                    quote! { |date| self.admission.today.years_since_in(date, #least, #most) }
                })
                .collect();
            if bounds.is_empty() { vec![quote! { Date::is_plausible }] } else { bounds }
        }
        Kind::YesNo
        | Kind::OneOf(_)
        | Kind::Trial(_)
        | Kind::AnyOf(_)
        | Kind::YearsSince { .. }
        | Kind::Computed { .. } => Vec::new(),
    }
}

/// Facts that exist only under a condition.
fn expected(view: &View<'_>) -> Result<Part, EmitError> {
    let mut checks = Vec::new();
    for (id, fact) in view.policy.facts() {
        if fact.only_when.is_none() || fact.presence == Presence::Derived {
            continue;
        }
        let (constant, condition, name) =
            (view.names.fact_constant(id)?, view.names.only_when(id)?, &fact.name);
        checks.push(quote! {
            let condition = self.#condition();
            self.admission.expect(fact::#constant, #name, condition)?;
        });
    }
    if checks.is_empty() {
        return Ok(None);
    }
    let method = quote! {
        fn expected(&mut self) -> Result<(), Rejection> {
            #(#checks)*
            Ok(())
        }
    };
    Ok(Some((quote! { admitted.expected()?; }, vec![method])))
}

fn conditions(view: &View<'_>) -> Result<Vec<TokenStream>, EmitError> {
    let mut methods = Vec::new();
    for (id, fact) in view.policy.facts() {
        let Some(condition) = fact.only_when.as_ref().filter(|_| fact.presence != Presence::Derived) else {
            continue;
        };
        let (name, truth) = (view.names.only_when(id)?, view.formula(condition)?);
        let doc = format!(" Only then is there **{}**.", escape(&fact.name));
        methods.push(quote! { #[doc = #doc] fn #name(&self) -> Kleene { #truth } });
    }
    Ok(methods)
}

/// Sentences that hold for every request.
fn always(view: &View<'_>) -> Result<Part, EmitError> {
    let (mut checks, mut methods) = (Vec::new(), Vec::new());
    for (at, always) in view.policy.always.iter().enumerate() {
        let name = quote::format_ident!("always_{}", at + 1);
        let (sentence, truth) = (&always.quote.text, view.formula(&always.formula)?);
        let doc = format!(" “{}”", escape(sentence));
        checks.push(quote! {
            Rejection::Contradictory { sentence: #sentence }.unless(!self.#name().is_false())?;
        });
        methods.push(quote! { #[doc = #doc] fn #name(&self) -> Kleene { #truth } });
    }
    if checks.is_empty() {
        return Ok(None);
    }
    let method = quote! {
        fn always(&self) -> Result<(), Rejection> {
            #(#checks)*
            Ok(())
        }
    };
    methods.insert(0, method);
    Ok(Some((quote! { admitted.always()?; }, methods)))
}
