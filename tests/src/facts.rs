//! The facts of a request by name, for oracles written by hand.
//!
//! Dates are those of `jiff`, whose arithmetic shares nothing with that of the product.

use criteria::interp::Request;
use criteria::tree::ast::{ChoiceId, FactId, Policy, Value};
use criteria_runtime::Date;
use jiff::Span;
use jiff::civil;

/// A request, by the names of its policy.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The request.
    pub request: &'a Request,
}

impl<'a> Facts<'a> {
    /// The facts of a request.
    pub fn of(policy: &'a Policy, request: &'a Request) -> Self {
        Self { policy, request }
    }

    fn value(self, name: &str) -> Option<&'a Value> {
        self.request.get(self.id(name))
    }

    /// The id of a fact.
    pub fn id(self, name: &str) -> FactId {
        self.policy.named(name).unwrap_or_else(|| panic!("{} has a fact `{name}`", self.policy.id))
    }

    /// The answer to a yes/no fact.
    pub fn yes(self, name: &str) -> Option<bool> {
        if let Some(Value::YesNo(yes)) = self.value(name) { Some(*yes) } else { None }
    }

    /// The name of the choice.
    pub fn choice(self, name: &str) -> Option<&'a str> {
        let Some(Value::Choice(ChoiceId(at))) = self.value(name) else { return None };
        self.policy.fact(self.id(name)).choice_names().get(*at).copied()
    }

    /// The names of the members.
    pub fn members(self, name: &str) -> Option<Vec<&'a str>> {
        let Some(Value::Members(members)) = self.value(name) else { return None };
        let names = self.policy.fact(self.id(name)).choice_names();
        Some(members.iter().map(|member| names[member.0]).collect())
    }

    /// The number, scaled.
    pub fn number(self, name: &str) -> Option<i64> {
        if let Some(Value::Number(number)) = self.value(name) { Some(*number) } else { None }
    }

    /// The date.
    pub fn date(self, name: &str) -> Option<civil::Date> {
        if let Some(Value::Date(date)) = self.value(name) { Some(civil_date(*date)) } else { None }
    }

    /// The request date.
    pub fn today(self) -> civil::Date {
        self.date("request date").expect("every request gives its date")
    }
}

/// A date of the runtime as one of `jiff`.
pub fn civil_date(date: Date) -> civil::Date {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let narrow = |part: u32| i8::try_from(part).expect("months and days are small");
    civil::date(i16::try_from(year).expect("years are small"), narrow(month), narrow(day))
}

/// A date of `jiff` as one of the runtime.
pub fn runtime_date(date: civil::Date) -> Option<Date> {
    let part = |part: i8| u8::try_from(part).ok();
    Date::new(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?)
}

/// Some months later.
pub fn months_after(date: civil::Date, months: i64) -> civil::Date {
    date.checked_add(Span::new().months(months)).expect("requests are far from the end of time")
}
