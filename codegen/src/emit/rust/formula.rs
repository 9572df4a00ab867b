//! Formulas as expressions over an admitted request.

use criteria_runtime::{Among, Period, PeriodUnit};
use proc_macro2::{Group, Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use super::{EmitError, View};
use crate::tree::ast::{Arithmetic, Atom, ChoiceId, Comparison, FactId, Formula, Kind, Presence, Quantity};

/// The value of a fact: always there, or perhaps.
struct Given {
    value: TokenStream,
    always: bool,
}

impl View<'_> {
    /// A formula, as an expression of type `Kleene`.
    pub(super) fn formula(&self, formula: &Formula) -> Result<TokenStream, EmitError> {
        match formula {
            Formula::Atom(atom) => self.atom(atom),
            Formula::Not(inner) => {
                let inner = self.formula(inner)?;
                Ok(quote! { #inner.not() })
            }
            Formula::All(parts) => self.joined(parts, &quote! { and }, quote! { Kleene::TRUE }),
            Formula::Any(parts) => self.joined(parts, &quote! { or }, quote! { Kleene::FALSE }),
            Formula::AtLeast(least, parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.formula(part)).collect::<Result<_, _>>()?;
                let least = Literal::usize_unsuffixed(*least);
                Ok(quote! { Kleene::at_least(#least, [#(#parts),*]) })
            }
        }
    }

    fn joined(
        &self,
        parts: &[Formula],
        by: &TokenStream,
        none: TokenStream,
    ) -> Result<TokenStream, EmitError> {
        let mut joined: Option<TokenStream> = None;
        for part in parts {
            let part = self.formula(part)?;
            joined = Some(joined.map_or(part.clone(), |before| quote! { #before.#by(#part) }));
        }
        Ok(joined.unwrap_or(none))
    }

    fn atom(&self, atom: &Atom) -> Result<TokenStream, EmitError> {
        match atom {
            Atom::Yes(fact) => {
                let Given { value, .. } = self.given(*fact)?;
                Ok(quote! { Kleene::from(#value) })
            }
            Atom::Is(fact, choices) => self.is(*fact, choices),
            Atom::Includes(fact, choices) => self.includes(*fact, choices),
            Atom::Compare(fact, by, number) => self.compare(*fact, *by, *number),
            Atom::Elapsed(fact, span) => {
                let span = period(*span);
                self.test(self.date_of(*fact)?, "date", &quote! { self.admission.today.elapsed(date, #span) })
            }
            Atom::Within(fact, span) => {
                let span = period(*span);
                self.test(self.date_of(*fact)?, "date", &quote! { self.admission.today.within(date, #span) })
            }
            Atom::Dates(left, by, right) => self.dates((*left, None), *by, *right),
            Atom::Apart(first, span, by, other) => self.dates((*first, Some(*span)), *by, *other),
        }
    }

    /// The request's value of a fact that is given.
    fn given(&self, fact: FactId) -> Result<Given, EmitError> {
        if fact == self.policy.request_date {
            return Ok(Given { value: quote! { self.admission.today.date() }, always: true });
        }
        let field = self.names.field(fact)?;
        let always = self.policy.fact(fact).presence == Presence::Required;
        Ok(Given { value: quote! { self.request.#field }, always })
    }

    /// The date that a fact is, or is counted from.
    fn date_of(&self, fact: FactId) -> Result<FactId, EmitError> {
        match &self.policy.fact(fact).kind {
            Kind::Date => Ok(fact),
            Kind::YearsSince { date, .. } => Ok(*date),
            _ => Err(self.broken(fact, "is no date")),
        }
    }

    fn broken(&self, fact: FactId, what: &str) -> EmitError {
        EmitError::BrokenTree(format!("`{}` {what}", self.policy.fact(fact).name))
    }

    /// `test` of the value of a fact, bound to `name`.
    fn test(&self, fact: FactId, name: &str, test: &TokenStream) -> Result<TokenStream, EmitError> {
        let Given { value, always } = self.given(fact)?;
        let name = quote::format_ident!("{name}");
        Ok(if always {
            let test = substitute(test, &name, &value);
            quote! { Kleene::from(#test) }
        } else {
            let of = if matches!(self.policy.fact(fact).kind, Kind::Date | Kind::Quantity(_) | Kind::AnyOf(_))
            {
                quote! { of_value }
            } else {
                quote! { of }
            };
            quote! { Kleene::#of(#value, |#name| #test) }
        })
    }

    fn is(&self, fact: FactId, choices: &[ChoiceId]) -> Result<TokenStream, EmitError> {
        let choice_type = self.names.choice_type(fact)?;
        let variants = choices.iter().map(|choice| self.names.choice(fact, *choice));
        let variants: Vec<_> = variants.collect::<Result<_, _>>()?;
        let Given { value, always } = self.given(fact)?;
        if !always && self.policy.fact(fact).choice_names().len() <= Among::MOST {
            let among = quote! { Among::of(#choice_type::ALL, &[#(#choice_type::#variants as u16),*]) };
            return Ok(quote! { Kleene::of_choice(#value, &const { #among }) });
        }
        let test = match variants.as_slice() {
            [] => return Ok(quote! { Kleene::FALSE }),
            [one] => quote! { it == #choice_type::#one },
            many => quote! { matches!(it, #(#choice_type::#many)|*) },
        };
        self.test(fact, "it", &test)
    }

    fn includes(&self, fact: FactId, choices: &[ChoiceId]) -> Result<TokenStream, EmitError> {
        let choice_type = self.names.choice_type(fact)?;
        let variants = choices.iter().map(|choice| self.names.choice(fact, *choice));
        let variants: Vec<_> = variants.collect::<Result<_, _>>()?;
        self.test(
            fact,
            "set",
            &quote! { set.include(const { Mask::of(&[#(#choice_type::#variants as u16),*]) }) },
        )
    }

    fn compare(&self, fact: FactId, by: Comparison, number: i64) -> Result<TokenStream, EmitError> {
        match &self.policy.fact(fact).kind {
            Kind::Quantity(_) => {
                let (sign, number) = (sign(by), integer(number));
                self.test(fact, "it", &quote! { it #sign Decimal::scaled(#number) })
            }
            Kind::Computed { left, by: how, right, quantity } => {
                let test = self.computed((*left, *how, *right), quantity, by, number)?;
                let (left, right) = (self.given(*left)?.value, self.given(*right)?.value);
                Ok(quote! { Kleene::of_both(#left, #right, |left, right| #test) })
            }
            Kind::YearsSince { date, .. } => self.years(*date, by, number),
            _ => Err(self.broken(fact, "is no number")),
        }
    }

    /// The comparison of what comes of two quantities, `left` and `right`, with a limit.
    fn computed(
        &self,
        (left, how, right): (FactId, Arithmetic, FactId),
        quantity: &Quantity,
        by: Comparison,
        number: i64,
    ) -> Result<TokenStream, EmitError> {
        let (sign, limit) = (sign(by), integer(number));
        let places = |fact| self.policy.fact(fact).quantity().map(|quantity| quantity.places);
        let (Some(of_left), Some(of_right)) = (places(left), places(right)) else {
            return Err(self.broken(left, "is no quantity"));
        };
        Ok(match how {
            Arithmetic::Times if self.product_fits(left, right) => {
                quote! { left.times_in_range(right) #sign #limit }
            }
            Arithmetic::Times => quote! { left.times(right) #sign #limit },
            Arithmetic::Plus => quote! { left.plus(right) #sign #limit },
            Arithmetic::Minus => quote! { left.minus(right) #sign #limit },
            Arithmetic::Over => {
                let places = (quantity.places + of_right).checked_sub(of_left);
                let up = places.and_then(|places| 10i64.checked_pow(places));
                let up = integer(up.ok_or_else(|| self.broken(left, "is too precise for a ratio"))?);
                quote! { left.by(#up) #sign right.by(#limit) }
            }
        })
    }

    /// Whether the product of two quantities fits into 64 bits for all that is admitted.
    fn product_fits(&self, left: FactId, right: FactId) -> bool {
        let bounds = |fact| match &self.policy.fact(fact).kind {
            Kind::Quantity(quantity) => Some([quantity.min, quantity.max]),
            _ => None,
        };
        let (Some(left), Some(right)) = (bounds(left), bounds(right)) else {
            return false;
        };
        left.iter().all(|left| right.iter().all(|right| left.checked_mul(*right).is_some()))
    }

    /// Whole years since a date: at least `n` years old is `date + n years ≤ request date`.
    fn years(&self, date: FactId, by: Comparison, number: i64) -> Result<TokenStream, EmitError> {
        let at_least = |years: i64| {
            let years =
                u16::try_from(years).map_err(|_| self.broken(date, "is compared with too many years"))?;
            self.atom(&Atom::Elapsed(date, Period::years(years)))
        };
        let next = number.saturating_add(1);
        Ok(match by {
            Comparison::AtLeast => at_least(number)?,
            Comparison::MoreThan => at_least(next)?,
            Comparison::LessThan => {
                let reached = at_least(number)?;
                quote! { #reached.not() }
            }
            Comparison::AtMost => {
                let passed = at_least(next)?;
                quote! { #passed.not() }
            }
            Comparison::Equal => {
                let (reached, passed) = (at_least(number)?, at_least(next)?);
                quote! { #reached.and(#passed.not()) }
            }
        })
    }

    /// Two dates, the first of them perhaps moved on by a period.
    fn dates(
        &self,
        (left, moved): (FactId, Option<Period>),
        by: Comparison,
        right: FactId,
    ) -> Result<TokenStream, EmitError> {
        let (a, b) = (self.given(left)?, self.given(right)?);
        let (sign, left_value, right_value) = (sign(by), a.value, b.value);
        let moved = moved.map(period);
        let first = |value: TokenStream| match &moved {
            Some(span) => quote! { #value.plus(#span) },
            None => value,
        };
        Ok(match (a.always, b.always) {
            (true, true) => {
                let left = first(left_value);
                quote! { Kleene::from(#left #sign #right_value) }
            }
            (true, false) => {
                let left = first(left_value);
                quote! { Kleene::of_value(#right_value, |date| #left #sign date) }
            }
            (false, true) => {
                let date = first(quote! { date });
                quote! { Kleene::of_value(#left_value, |date| #date #sign #right_value) }
            }
            (false, false) => {
                let left = first(quote! { left });
                quote! { Kleene::of_both(#left_value, #right_value, |left, right| #left #sign right) }
            }
        })
    }
}

/// The tokens with `name` replaced by `value`.
fn substitute(tokens: &TokenStream, name: &Ident, value: &TokenStream) -> TokenStream {
    let replace = |token: TokenTree| match token {
        TokenTree::Ident(ident) if ident == *name => value.clone(),
        TokenTree::Group(group) => {
            let inner = substitute(&group.stream(), name, value);
            TokenTree::Group(Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    };
    tokens.clone().into_iter().flat_map(replace).collect()
}

fn sign(by: Comparison) -> TokenStream {
    match by {
        Comparison::AtLeast => quote! { >= },
        Comparison::MoreThan => quote! { > },
        Comparison::AtMost => quote! { <= },
        Comparison::LessThan => quote! { < },
        Comparison::Equal => quote! { == },
    }
}

/// A period, as the constructor that makes it.
pub(super) fn period(period: Period) -> TokenStream {
    let count = integer(i64::from(period.count));
    match period.unit {
        PeriodUnit::Days => quote! { Period::days(#count) },
        PeriodUnit::Weeks => quote! { Period::weeks(#count) },
        PeriodUnit::Months => quote! { Period::months(#count) },
        PeriodUnit::Years => quote! { Period::years(#count) },
    }
}

/// An integer, its digits in threes.
pub(super) fn integer(number: i64) -> TokenStream {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{grouped}")
        .parse()
        .unwrap_or_else(|_| TokenTree::Literal(Literal::i64_unsuffixed(number)).into())
}
