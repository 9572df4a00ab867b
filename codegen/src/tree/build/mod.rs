//! What the sentence patterns build: the values that pass from row to row, and the checks of
//! units, precision, ranges and arithmetic on the way.

mod failures;
mod quantities;

use criteria_runtime::{Period, PeriodUnit};

use crate::diagnostic::Code;
use crate::tree::ast::{
    Atom, ChoiceId, Comparison, CriterionId, Fact, FactId, Formula, Kind, Limit, Outcome, Statement, Trial,
    TrialOutcome, When, Whichever,
};
use crate::tree::words::Decimal;

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
    /// The most that a dose may be, whatever the weight.
    Cap(Comparison, Amount),
    Period(Period),
    Label(CriterionId),
    Thing(String),
    Comparison(Comparison),
    Formula(Formula),
    Formulas(Vec<Formula>),
    Facts(Vec<FactId>),
    Trials(Trials),
    Dose,
    Weeks(Weeks),
    Course(Course),
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
    AtLeast(usize, Vec<FactId>),
}

/// Whom an excuse reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExcuseScope {
    Agent,
    Item,
    AnyForAll,
    AllForAll,
    /// Not said. Only until a reading is taken.
    Unsaid,
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
    /// "Re-authorization is not permitted".
    pub not_permitted: bool,
}

/// How a treatment must have been used before it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Course {
    pub at_dose: bool,
    pub weeks: Option<Weeks>,
}

/// For how many weeks a treatment must have been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weeks {
    pub least: u16,
    pub scope: WeeksScope,
}

/// Of which treatments the weeks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WeeksScope {
    Each,
    /// Only of the last that the sentence names.
    Last,
}

/// What a failure of a list asks of each item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Failure {
    pub course: Course,
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
    /// Words of the sentence, and what would be written in their place.
    pub rewrite: Option<(String, String)>,
}

impl Problem {
    pub(crate) fn refuse(code: Code, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal::Problem(Self { code, message: message.into(), help: vec![help.into()], rewrite: None })
    }
}

impl Refusal {
    /// The same, with words of the sentence and what would be written in their place.
    pub(crate) fn rewriting(self, words: impl Into<String>, better: impl Into<String>) -> Self {
        match self {
            Self::Problem(problem) => {
                Self::Problem(Problem { rewrite: Some((words.into(), better.into())), ..problem })
            }
            Self::NoSuch => Self::NoSuch,
        }
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

    /// A date from which time is counted to the request date.
    pub(crate) fn past(&self, id: FactId) -> Result<FactId, Refusal> {
        if self.date(id)? == self.request_date {
            let message = "the time since the request date is the same for every request: none";
            return Err(never_varies(message, "name the date from which the time counts"));
        }
        Ok(id)
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
}

/// The refusal of a comparison that no request makes come out otherwise.
pub(crate) fn never_varies(message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Problem::refuse(Code::NeverVaries, message, help)
}

/// The refusal of a list that names something twice.
pub(crate) fn named_twice(name: &str) -> Refusal {
    Problem::refuse(
        Code::NamedTwice,
        format!("`{name}` is named twice in one list"),
        "name each once; where another was meant, write its name",
    )
}

fn chosen(id: FactId, choices: &[(FactId, Vec<ChoiceId>)]) -> Result<Vec<ChoiceId>, Refusal> {
    let mut chosen = choices.iter().find(|(of, _)| *of == id).ok_or(Refusal::NoSuch)?.1.clone();
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
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
