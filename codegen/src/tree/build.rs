//! What the sentence patterns build: the values that pass from row to row, and the checks of
//! units, precision, ranges and arithmetic on the way.

use criteria_runtime::{Period, PeriodUnit};

use super::ast::{
    Atom, ChoiceId, Comparison, CriterionId, Fact, FactId, Formula, Kind, Limit, Outcome, Quantity,
    Statement, Trial, TrialOutcome, When, Whichever,
};
use super::words::Decimal;
use crate::diagnostic::Code;

/// A value on the way from the words of a sentence to its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Fact(FactId),
    NotFact(FactId),
    List(FactId),
    /// For each fact that has all of them: its choices.
    Choices(Vec<(FactId, Vec<ChoiceId>)>),
    Number(Decimal),
    Amount(Amount),
    Period(Period),
    Label(CriterionId),
    Thing(String),
    Comparison(Comparison),
    Formula(Formula),
    Formulas(Vec<Formula>),
    Facts(Vec<FactId>),
    Trials(Trials),
    Dose,
    Excuses(Vec<Excuse>),
    Operator(GroupOperator),
    Condition(Condition),
    Criterion(Box<Reading>),
    Labels(Vec<CriterionId>),
    Whens(Vec<WhenPart>),
    Step(Outcome, When),
    Term(Period, Option<(FactId, Whichever)>),
    Limit(Limit),
    Statement(Statement),
}

/// A number with its unit, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub number: Decimal,
    pub shown: String,
    pub unit: String,
}

/// The trials of a failure sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trials {
    One(FactId),
    AnyOf(Vec<FactId>),
    AllOf(Vec<FactId>),
}

/// Whom an excuse reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExcuseScope {
    Agent,
    Item,
    AnyForAll,
    AllForAll,
    /// `unless` without a scope: clear for one agent only.
    Bare,
}

/// What excuses from a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excuse {
    pub scope: ExcuseScope,
    pub outcomes: Vec<TrialOutcome>,
}

/// How a group combines, as its words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupOperator {
    All,
    Both,
    AtLeast(usize),
    NoneOf,
    Whichever,
}

/// Under which condition a criterion stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    If(Formula),
    AllOther,
}

/// How the sentence of a criterion reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    pub condition: Option<Condition>,
    pub sentence: Option<Formula>,
    pub operator: Option<GroupOperator>,
    /// Where the children are agents that must have failed.
    pub failure: Option<Failure>,
}

/// What a failure of a list asks of each item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Failure {
    pub at_dose: bool,
    pub excuses: Vec<Excuse>,
}

/// A part of the condition of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WhenPart {
    /// "it is met", of the label that the step names.
    It,
    Says(When),
}

/// Why a row that matched the words gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The words mean something else: no derivation.
    NoSuch,
    /// The words are understood, and wrong.
    Problem(Problem),
}

/// What is wrong with words that are understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub code: Code,
    pub message: String,
    pub help: Vec<String>,
}

impl Problem {
    pub(crate) fn refuse(code: Code, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal::Problem(Self { code, message: message.into(), help: vec![help.into()] })
    }
}

/// What a row gives.
pub(crate) type Built = Result<Node, Refusal>;

/// What rows know of the policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub facts: &'a [Fact],
    pub request_date: FactId,
    pub line_of_business: Option<FactId>,
}

impl<'a> Context<'a> {
    pub(crate) fn fact(&self, id: FactId) -> Result<&'a Fact, Refusal> {
        self.facts.get(id.0).ok_or(Refusal::NoSuch)
    }

    pub(crate) fn date(&self, id: FactId) -> Result<FactId, Refusal> {
        matches!(self.fact(id)?.kind, Kind::Date).then_some(id).ok_or(Refusal::NoSuch)
    }

    pub(crate) fn yes_no(&self, id: FactId) -> Result<FactId, Refusal> {
        matches!(self.fact(id)?.kind, Kind::YesNo).then_some(id).ok_or(Refusal::NoSuch)
    }

    pub(crate) fn trial(&self, id: FactId) -> Result<Trial, Refusal> {
        match self.fact(id)?.kind {
            Kind::Trial(trial) => Ok(trial),
            _ => Err(Refusal::NoSuch),
        }
    }

    /// `fact is choices`, of a one-of or trial fact.
    pub(crate) fn is(&self, id: FactId, choices: &[(FactId, Vec<ChoiceId>)]) -> Result<Formula, Refusal> {
        if !matches!(self.fact(id)?.kind, Kind::OneOf(_) | Kind::Trial(_)) {
            return Err(Refusal::NoSuch);
        }
        Ok(Formula::Atom(Atom::Is(id, chosen(id, choices)?)))
    }

    /// The members that `members` names of the any-of fact.
    pub(crate) fn includes(&self, id: FactId, members: &Node) -> Result<Formula, Refusal> {
        let Kind::AnyOf(all) = &self.fact(id)?.kind else { return Err(Refusal::NoSuch) };
        let named = match members {
            Node::List(of) if *of == id => (0..all.len()).map(ChoiceId).collect(),
            Node::Choices(choices) => chosen(id, choices)?,
            _ => return Err(Refusal::NoSuch),
        };
        Ok(Formula::Atom(Atom::Includes(id, named)))
    }

    /// `fact comparison amount`, of a quantity, a product or years since a date.
    pub(crate) fn compare(
        &self,
        id: FactId,
        comparison: Comparison,
        amount: &Amount,
    ) -> Result<Formula, Refusal> {
        let fact = self.fact(id)?;
        match &fact.kind {
            Kind::Quantity(quantity) | Kind::Product { quantity, .. } => {
                let value = scaled(fact, quantity, amount)?;
                check_breakable(fact, quantity, comparison, value, amount)?;
                Ok(Formula::Atom(Atom::Compare(id, comparison, value)))
            }
            Kind::YearsSince { date, range } => years(fact, *date, *range, comparison, amount),
            _ => Err(Refusal::NoSuch),
        }
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
            if let Kind::Product { left, right, .. } = fact.kind {
                if left == id || right == id {
                    found.push((FactId(at), if left == id { right } else { left }));
                }
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
        self.check_product(&parts, (per.1, span.1, total), self.fact(*product)?)?;
        Ok(Formula::All(parts))
    }

    fn check_product(
        &self,
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
        ))
    }

    /// Which choices of a trial count as met: failure, and what excuses it.
    pub(crate) fn failed(
        &self,
        id: FactId,
        at_dose: bool,
        excused: &[TrialOutcome],
    ) -> Result<Formula, Refusal> {
        let trial = self.trial(id)?;
        if at_dose && trial == Trial::Plain {
            let name = &self.fact(id)?.name;
            return Err(Problem::refuse(
                Code::FactKind,
                format!("the trial `{name}` does not record at which dose it failed"),
                format!(
                    "make `{name}` a `trial with dose` in the vocabulary, or leave the dose out of the sentence"
                ),
            ));
        }
        let counts = |outcome: TrialOutcome| {
            outcome == TrialOutcome::Failed
                || (outcome == TrialOutcome::FailedAtLowerDose && !at_dose)
                || excused.contains(&outcome)
        };
        let choices = trial.outcomes().iter().enumerate();
        let choices =
            choices.filter(|(_, (outcome, _))| counts(*outcome)).map(|(at, _)| ChoiceId(at)).collect();
        Ok(Formula::Atom(Atom::Is(id, choices)))
    }

    /// The trial has one of these outcomes.
    pub(crate) fn outcome(&self, id: FactId, outcomes: &[TrialOutcome]) -> Result<Formula, Refusal> {
        let all = self.trial(id)?.outcomes().iter().enumerate();
        let choices = all.filter(|(_, (o, _))| outcomes.contains(o)).map(|(at, _)| ChoiceId(at)).collect();
        Ok(Formula::Atom(Atom::Is(id, choices)))
    }

    /// One item of a failure list: an agent, or a choice of agents.
    pub(crate) fn failure_item(&self, trials: &Trials, failure: &Failure) -> Result<Formula, Refusal> {
        let agent = excused(failure, ExcuseScope::Agent);
        let item = excused(failure, ExcuseScope::Item);
        match trials {
            Trials::One(id) => {
                let bare = excused(failure, ExcuseScope::Bare);
                self.failed(*id, failure.at_dose, &[agent, item, bare].concat())
            }
            Trials::AnyOf(ids) => {
                let mut ways = self.each(ids, |id| self.failed(id, failure.at_dose, &agent))?;
                if !item.is_empty() {
                    ways.push(Formula::All(self.each(ids, |id| self.outcome(id, &item))?));
                }
                Ok(Formula::Any(ways))
            }
            Trials::AllOf(ids) => {
                let both = [agent, item].concat();
                Ok(Formula::All(self.each(ids, |id| self.failed(id, failure.at_dose, &both))?))
            }
        }
    }

    /// What excuses a whole list of agents, if anything does.
    pub(crate) fn whole_excuse(
        &self,
        agents: &[FactId],
        failure: &Failure,
    ) -> Result<Option<Formula>, Refusal> {
        let mut ways = Vec::new();
        for excuse in &failure.excuses {
            let each = |outcome: TrialOutcome| self.each(agents, |id| self.outcome(id, &[outcome]));
            match excuse.scope {
                ExcuseScope::AnyForAll => {
                    ways.extend(self.each(agents, |id| self.outcome(id, &excuse.outcomes))?);
                }
                ExcuseScope::AllForAll => {
                    for outcome in &excuse.outcomes {
                        ways.push(Formula::All(each(*outcome)?));
                    }
                }
                ExcuseScope::Agent | ExcuseScope::Item | ExcuseScope::Bare => {}
            }
        }
        Ok((!ways.is_empty()).then_some(Formula::Any(ways)))
    }

    fn each(
        &self,
        ids: &[FactId],
        build: impl Fn(FactId) -> Result<Formula, Refusal>,
    ) -> Result<Vec<Formula>, Refusal> {
        ids.iter().map(|id| build(*id)).collect()
    }
}

fn excused(failure: &Failure, scope: ExcuseScope) -> Vec<TrialOutcome> {
    failure.excuses.iter().filter(|e| e.scope == scope).flat_map(|e| e.outcomes.clone()).collect()
}

impl Trials {
    /// The agents.
    pub(crate) fn agents(&self) -> Vec<FactId> {
        match self {
            Self::One(id) => vec![*id],
            Self::AnyOf(ids) | Self::AllOf(ids) => ids.clone(),
        }
    }
}

fn chosen(id: FactId, choices: &[(FactId, Vec<ChoiceId>)]) -> Result<Vec<ChoiceId>, Refusal> {
    let mut chosen = choices.iter().find(|(of, _)| *of == id).ok_or(Refusal::NoSuch)?.1.clone();
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

fn scaled(fact: &Fact, quantity: &Quantity, amount: &Amount) -> Result<i64, Refusal> {
    if !unit_matches(&quantity.unit, amount) {
        let right = format!("{} {}", amount.shown, quantity.unit);
        let message = if amount.unit.is_empty() {
            format!(
                "`{}` has no unit; `{}` is measured in {}",
                amount.shown,
                fact.name,
                unit_words(&quantity.unit)
            )
        } else {
            format!(
                "`{}` is not the unit of `{}`, which is measured in {}",
                amount.unit,
                fact.name,
                unit_words(&quantity.unit)
            )
        };
        return Err(Problem::refuse(Code::WrongUnit, message, format!("write `{}`", right.trim())));
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

fn unit_words(unit: &str) -> String {
    if unit.is_empty() { "plain numbers".to_owned() } else { format!("`{unit}`") }
}

/// Whether the unit is the fact's: to the word, or its singular behind a 1.
fn unit_matches(unit: &str, amount: &Amount) -> bool {
    let unit = super::words::key(unit).join(" ");
    if amount.unit == unit {
        return true;
    }
    let one = amount.number.scaled(0) == Some(1);
    let singular = |at: usize| -> String {
        let words = unit.split(' ').enumerate();
        let words = words.map(|(i, w)| if i == at { w.strip_suffix('s').unwrap_or(w) } else { w });
        words.collect::<Vec<_>>().join(" ")
    };
    one && (0..unit.split(' ').count()).any(|at| amount.unit == singular(at))
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
    fact: &Fact,
    date: FactId,
    range: (u16, u16),
    comparison: Comparison,
    amount: &Amount,
) -> Result<Formula, Refusal> {
    let (min, max) = (i64::from(range.0), i64::from(range.1));
    let quantity = Quantity { unit: "years".to_owned(), places: 0, min, max };
    let value = scaled(fact, &quantity, amount)?;
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

/// A scaled number as decimal text, without zeros at its end.
pub(crate) fn decimal(value: i64, places: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = value.unsigned_abs().to_string();
    let places = places as usize;
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, behind) = padded.split_at_checked(padded.len() - places).unwrap_or((&padded, ""));
    let behind = behind.trim_end_matches('0');
    if behind.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{behind}") }
}

/// The unit of a period, by its word.
pub(crate) fn period_unit(word: &str) -> Option<PeriodUnit> {
    match word {
        "day" | "days" => Some(PeriodUnit::Days),
        "week" | "weeks" => Some(PeriodUnit::Weeks),
        "month" | "months" => Some(PeriodUnit::Months),
        "year" | "years" => Some(PeriodUnit::Years),
        _ => None,
    }
}
