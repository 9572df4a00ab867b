//! Comparisons of numbers: units, precision, ranges and arithmetic.

use criteria_runtime::{Period, PeriodUnit};

use super::{Amount, Context, Problem, Refusal, never_varies};
use crate::diagnostic::Code;
use crate::tree::ast::{Arithmetic, Atom, Comparison, Fact, FactId, Formula, Kind, Quantity};
use crate::tree::print::decimal;
use crate::tree::vocabulary::companions::given_dose;
use crate::tree::words::{self, Decimal};

impl Context<'_> {
    /// `fact comparison amount`, of a quantity, a product or years since a date.
    pub(crate) fn compare(
        &self,
        id: FactId,
        comparison: Comparison,
        amount: &Amount,
    ) -> Result<Formula, Refusal> {
        let fact = self.fact(id)?;
        match &fact.kind {
            Kind::Quantity(quantity) | Kind::Computed { quantity, .. } => {
                let value = scaled(self, fact, quantity, amount)?;
                check_breakable(fact, quantity, comparison, value, amount)?;
                Ok(Formula::Atom(Atom::Compare(id, comparison, value)))
            }
            Kind::YearsSince { date, range } => years(self, fact, *date, *range, comparison, amount),
            _ => Err(Refusal::NoSuch),
        }
    }

    /// `fact is between low and high`, or with a comparator at each: one limit from below and one from
    /// above, of which the lower must not be the greater.
    pub(crate) fn range(
        &self,
        id: FactId,
        first: (Comparison, &Amount),
        second: (Comparison, &Amount),
    ) -> Result<Vec<Formula>, Refusal> {
        let limits = [self.end(id, first, second)?, self.end(id, second, first)?];
        let below = |limit: Comparison| matches!(limit, Comparison::AtLeast | Comparison::MoreThan);
        let above = |limit: Comparison| matches!(limit, Comparison::AtMost | Comparison::LessThan);
        let (low, high) = match (first, second) {
            ((a, low), (b, high)) if below(a) && above(b) => (low, high),
            ((a, high), (b, low)) if above(a) && below(b) => (low, high),
            ((_, a), (_, b)) => {
                let message = format!("`{}` and `{}` are not the two ends of a range", a.shown, b.shown);
                let help = "write a least number and a greatest one, as in `≥ 6 years and < 12 years`, or one of them alone";
                return Err(never_varies(message, help.to_owned()));
            }
        };
        if low.number.exceeds(high.number) {
            let message = format!("no number is at least `{}` and at most `{}`", low.shown, high.shown);
            let help = format!("write the lesser number first: `{} and {}`", high.shown, low.shown);
            return Err(never_varies(message, help));
        }
        Ok(limits.into())
    }

    /// One end of a range. Where the scale ends there too, the other end alone says all.
    fn end(
        &self,
        id: FactId,
        (comparison, amount): (Comparison, &Amount),
        (other, rest): (Comparison, &Amount),
    ) -> Result<Formula, Refusal> {
        let refusal = match self.compare(id, comparison, amount) {
            Ok(limit) => return Ok(limit),
            Err(refusal) => refusal,
        };
        let fact = self.fact(id)?;
        let ends = |quantity: &Quantity| {
            let value = amount.number.scaled(quantity.places);
            value.is_some_and(|value| {
                [quantity.min, quantity.max].iter().all(|end| comparison.holds(end, &value))
            })
        };
        match refusal {
            Refusal::Problem(mut problem)
                if problem.code == Code::OutOfRange
                    && fact.quantity().is_some_and(ends)
                    && self.compare(id, other, rest).is_ok() =>
            {
                let alone = format!("{} {} {} {}", fact.name, other.sign(), rest.shown, rest.unit);
                let help = format!("no value lies beyond that end: leave it out, `{}`", alone.trim_end());
                problem.help.insert(0, help);
                Err(Refusal::Problem(problem))
            }
            other => Err(other),
        }
    }

    /// `comparison number fact`, of a count: a whole number without a unit.
    pub(crate) fn count(
        &self,
        id: FactId,
        comparison: Comparison,
        number: Decimal,
    ) -> Result<Formula, Refusal> {
        let counted = |quantity: &Quantity| quantity.unit.is_empty() && quantity.places == 0;
        if !self.fact(id)?.quantity().is_some_and(counted) {
            return Err(Refusal::NoSuch);
        }
        self.compare(id, comparison, &Amount { number, shown: number.to_string(), unit: String::new() })
    }

    /// `dose ≤ 300 mg every 2 weeks`: a limit on the dose, and one on the interval from one to the next.
    pub(crate) fn repeated(
        &self,
        id: FactId,
        (comparison, dose): (Comparison, &Amount),
        interval: &Amount,
    ) -> Result<Formula, Refusal> {
        let limit = self.compare(id, comparison, dose)?;
        let given = self.fact(given_dose(self.facts, id))?;
        let name = &given.name;
        let Some(between) = given.companion else {
            return Err(Problem::refuse(
                Code::FactKind,
                format!("the vocabulary does not say how often `{name}` is given"),
                format!("add a fact of the kind `interval of {name}, whole weeks, 1 to 52`"),
            ));
        };
        let how_often = match comparison {
            Comparison::AtMost | Comparison::LessThan => Comparison::AtLeast,
            Comparison::Equal => Comparison::Equal,
            Comparison::AtLeast | Comparison::MoreThan => {
                let message = "with a least dose, `every` does not say whether it may be given less often";
                let help = format!(
                    "write the two limits apart: `…, and {} ≤ {} {}`",
                    self.fact(between)?.name,
                    interval.shown,
                    interval.unit
                );
                return Err(Problem::refuse(Code::AmbiguousSentence, message, help));
            }
        };
        Ok(Formula::All(vec![limit, self.compare(between, how_often, interval)?]))
    }

    /// The cap in `dose by weight ≤ 6 mg/kg (up to 600 mg)`: a limit on the dose that the first is computed from.
    pub(crate) fn cap(
        &self,
        id: FactId,
        (comparison, dose): (Comparison, &Amount),
        (by, cap): (Comparison, &Amount),
    ) -> Result<Formula, Refusal> {
        let upper = |of: Comparison| matches!(of, Comparison::AtMost | Comparison::LessThan);
        let fact = self.fact(id)?;
        let quantity = fact.quantity().ok_or(Refusal::NoSuch)?;
        // Two limits in one unit are the ends of a range.
        if unit_matches(&quantity.unit, cap) || !upper(by) {
            return Err(Refusal::NoSuch);
        }
        let given = given_dose(self.facts, id);
        if given != id && upper(comparison) {
            return self.compare(given, by, cap);
        }
        let name = &fact.name;
        let (dose, cap) = (limit(comparison, dose), limit(by, cap));
        let capped = self.facts.get(given.0).filter(|_| given != id).map_or("⟨fact⟩", |fact| &fact.name);
        let message = if given == id {
            format!("a cap is a limit on what a dose is computed from, and `{name}` is computed from no dose")
        } else {
            format!("`{cap}` is a cap, and `{name} {dose}` is not the most that the dose may be")
        };
        let help = format!("write the two limits apart: `{name} {dose}, and {capped} {cap}`");
        Err(Problem::refuse(Code::AmbiguousSentence, message, help))
    }

    /// `daily dose ≤ 12 mg per day for ≤ 5 days (60 mg total)`, with its arithmetic.
    pub(crate) fn dose(
        &self,
        id: FactId,
        per: (Comparison, &Amount),
        span: (Comparison, &Amount),
        total: &Amount,
    ) -> Result<Formula, Refusal> {
        let mut found = Vec::new();
        for (at, fact) in self.facts.iter().enumerate() {
            if let Kind::Computed { left, by: Arithmetic::Times, right, .. } = fact.kind
                && (left == id || right == id)
            {
                found.push((FactId(at), if left == id { right } else { left }));
            }
        }
        let [(product, other)] = found.as_slice() else {
            return Err(Problem::refuse(
                Code::Arithmetic,
                format!(
                    "`{}` is a factor of {} products of the vocabulary",
                    self.fact(id)?.name,
                    found.len()
                ),
                "give the vocabulary one fact such as `mg = dose × days`, or write the limits as separate comparisons",
            ));
        };
        let parts = vec![
            self.compare(id, per.0, per.1)?,
            self.compare(*other, span.0, span.1)?,
            self.compare(*product, Comparison::AtMost, total)?,
        ];
        check_product(&parts, (per.1, span.1, total), self.fact(*product)?)?;
        Ok(Formula::All(parts))
    }
}

/// A limit, as it would be written.
fn limit(comparison: Comparison, amount: &Amount) -> String {
    format!("{} {} {}", comparison.sign(), amount.shown, amount.unit).trim_end().to_owned()
}

fn scaled(cx: &Context<'_>, fact: &Fact, quantity: &Quantity, amount: &Amount) -> Result<i64, Refusal> {
    if !unit_matches(&quantity.unit, amount) {
        return Err(wrong_unit(cx, fact, quantity, amount));
    }
    amount.number.scaled(quantity.places).ok_or_else(|| {
        Problem::refuse(
            Code::TooPrecise,
            format!("`{}` has more decimal places than `{}` is recorded with", amount.shown, fact.name),
            format!(
                "write at most {} decimal places, or give the range in the vocabulary more",
                quantity.places
            ),
        )
    })
}

fn wrong_unit(cx: &Context<'_>, fact: &Fact, quantity: &Quantity, amount: &Amount) -> Refusal {
    let measured = unit_words(&quantity.unit);
    if let Some(rest) = amount.unit.strip_prefix(&format!("{} ", quantity.unit)) {
        let whole = format!("{} {}", amount.shown, quantity.unit);
        return Problem::refuse(
            Code::WrongUnit,
            format!("`{rest}` behind the unit of `{}` is not read", fact.name),
            format!(
                "end the sentence at `{whole}`, and write whom or when it is for as a condition in front of it \
                 (`If …:`, `For …:`), or an exception as another item of `one of the following`"
            ),
        );
    }
    let message = if amount.unit.is_empty() {
        format!("`{}` has no unit; `{}` is measured in {measured}", amount.shown, fact.name)
    } else {
        format!("`{}` is not the unit of `{}`, which is measured in {measured}", amount.unit, fact.name)
    };
    // Another unit wants another number: only a number without any is simply completed.
    let written = format!("{} {}", amount.shown, amount.unit);
    let better = format!("{} {}", amount.shown, quantity.unit);
    let completed = amount.unit.is_empty() || squeezed(&amount.unit) == squeezed(&quantity.unit);
    let mut help = Vec::new();
    if completed && !quantity.unit.is_empty() {
        help.push(format!("write `{better}`"));
    } else if !completed {
        // What is measured in this unit, first: of another kind of unit no amount can be converted.
        let others = cx.facts.iter().filter(|other| {
            other.name != fact.name && other.quantity().is_some_and(|own| unit_matches(&own.unit, amount))
        });
        help.extend(others.take(3).map(|other| {
            format!(
                "`{}` is measured in `{}`: did you mean it? Then write it in place of `{}`",
                other.name, amount.unit, fact.name
            )
        }));
    }
    if !completed && quantity.unit.is_empty() {
        help.push("write the number alone".to_owned());
    } else if !completed && convertible(&quantity.unit, &amount.unit) {
        help.push(format!(
            "convert the amount to `{}`, and write its number before exactly that unit",
            quantity.unit
        ));
    } else if !completed && help.is_empty() {
        help.push(format!(
            "an amount in `{}` is none of `{}`: write a limit in {measured}, or give the vocabulary a fact that \
             is measured in `{}`",
            amount.unit, fact.name, amount.unit
        ));
    }
    if help.is_empty() {
        help.push("write the number alone".to_owned());
    }
    let rewrite = (completed && !quantity.unit.is_empty()).then(|| (written.trim_end().to_owned(), better));
    Refusal::Problem(Problem { code: Code::WrongUnit, message, help, rewrite })
}

/// Whether an amount may be converted: both units are made of as many, of like ends (`mg` and `g`, `dL` and
/// `L`). An amount in `mg/kg` is none in `mg`, whatever its number.
fn convertible(one: &str, other: &str) -> bool {
    let parts = |unit: &str| -> Vec<Option<char>> {
        unit.replace(" per ", "/")
            .split(['/', '×', '*'])
            .map(|part| part.trim().chars().next_back())
            .collect()
    };
    parts(one) == parts(other)
}

fn unit_words(unit: &str) -> String {
    if unit.is_empty() { "plain numbers".to_owned() } else { format!("`{unit}`") }
}

/// Whether the unit is the fact's: exactly, or its singular behind a 1.
fn unit_matches(unit: &str, amount: &Amount) -> bool {
    let unit = words::exact(unit);
    let one = matches!(amount.number.scaled(0), Some(1 | -1));
    amount.unit == unit || one && words::singulars(&unit).any(|singular| singular == amount.unit)
}

/// A unit without what is often written in different ways: spaces, capitals, `x` or `*` for `×`.
fn squeezed(unit: &str) -> String {
    let lower = words::exact(unit).to_lowercase().replace(' ', "");
    let rest = lower.strip_prefix(['×', '*', 'x']).map(|rest| format!("×{rest}"));
    rest.unwrap_or(lower)
}

fn check_breakable(
    fact: &Fact,
    quantity: &Quantity,
    comparison: Comparison,
    value: i64,
    amount: &Amount,
) -> Result<(), Refusal> {
    let ends = [comparison.holds(&quantity.min, &value), comparison.holds(&quantity.max, &value)];
    let inside = quantity.min <= value && value <= quantity.max;
    let breakable = comparison == Comparison::Equal || ends.contains(&true) && ends.contains(&false);
    if inside && breakable {
        return Ok(());
    }
    let (min, max) = (decimal(quantity.min, quantity.places), decimal(quantity.max, quantity.places));
    Err(Problem::refuse(
        Code::OutOfRange,
        format!(
            "with `{}` between {min} and {max}, `{} {} {}` is settled for every request",
            fact.name,
            fact.name,
            comparison.sign(),
            amount.shown
        ),
        "correct the number, or widen the range in the vocabulary so that values on both sides of the limit are plausible",
    ))
}

fn years(
    cx: &Context<'_>,
    fact: &Fact,
    date: FactId,
    range: (u16, u16),
    comparison: Comparison,
    amount: &Amount,
) -> Result<Formula, Refusal> {
    let (min, max) = (i64::from(range.0), i64::from(range.1));
    let quantity = Quantity { unit: "years".to_owned(), places: 0, min, max };
    let value = scaled(cx, fact, &quantity, amount)?;
    check_breakable(fact, &quantity, comparison, value, amount)?;
    let elapsed = |years: i64| {
        let count = u16::try_from(years).map_err(|_| Refusal::NoSuch)?;
        Ok(Formula::Atom(Atom::Elapsed(date, Period { count, unit: PeriodUnit::Years })))
    };
    let not = |formula: Formula| Formula::Not(Box::new(formula));
    Ok(match comparison {
        Comparison::AtLeast => elapsed(value)?,
        Comparison::MoreThan => elapsed(value + 1)?,
        Comparison::LessThan => not(elapsed(value)?),
        Comparison::AtMost => not(elapsed(value + 1)?),
        Comparison::Equal => Formula::All(vec![elapsed(value)?, not(elapsed(value + 1)?)]),
    })
}

fn check_product(
    parts: &[Formula],
    (per, span, total): (&Amount, &Amount, &Amount),
    product: &Fact,
) -> Result<(), Refusal> {
    let value = |at: usize| match parts.get(at) {
        Some(Formula::Atom(Atom::Compare(_, Comparison::AtMost, value))) => Some(i128::from(*value)),
        _ => None,
    };
    let (Some(a), Some(b), Some(c)) = (value(0), value(1), value(2)) else {
        return Err(Problem::refuse(
            Code::Arithmetic,
            "a dose sentence states upper limits",
            "write `≤` (or `at most`) before both numbers",
        ));
    };
    if a * b == c {
        return Ok(());
    }
    let quantity = product.quantity().ok_or(Refusal::NoSuch)?;
    let right = decimal(i64::try_from(a * b).unwrap_or(i64::MAX), quantity.places);
    Err(Problem::refuse(
        Code::Arithmetic,
        format!("{} × {} is {right}, not {}", per.shown, span.shown, total.shown),
        format!("write `({right} {} total)`, or correct the dose or its duration", quantity.unit),
    )
    .rewriting(format!("{} {} total", total.shown, total.unit), format!("{right} {} total", quantity.unit)))
}
