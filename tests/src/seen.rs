//! What any engine is seen to say about a request, as text, aspect by aspect.
//!
//! This file knows the runtime and the standard library only: the differential suite also builds
//! it into the program that runs evaluators made at test time, so that both sides are seen alike.

use criteria_runtime::{Date, End, Evaluator, Rejection, Value};

/// What is compared of a determination.
pub const ASPECTS: [&str; 11] = [
    "kind",
    "step",
    "under",
    "end",
    "limit",
    "target",
    "states",
    "because",
    "unmet",
    "missing",
    "may be approved",
];

/// What was seen of a determination: one text an aspect.
pub type Aspects = [String; ASPECTS.len()];

/// The place of the kind among the aspects.
pub const KIND: usize = 0;
/// The place of the end.
pub const END: usize = 3;
/// The place of the limit.
pub const LIMIT: usize = 4;
/// The place of the reasons.
pub const BECAUSE: usize = 7;
/// The place of whether an approval is still possible: `true` or `false`.
pub const MAY_BE_APPROVED: usize = 10;

/// What an engine said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It decided: one text an aspect.
    Decided(Box<Aspects>),
    /// It refused the request.
    Rejected {
        /// The reason: `out of range`.
        reason: String,
        /// The fact's name, or the sentence that is broken.
        about: String,
    },
}

/// A value of a fact that owns what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Of a yes/no fact.
    YesNo(bool),
    /// Of a one-of or trial fact.
    Choice(u16),
    /// Of an any-of fact.
    Members(Vec<u16>),
    /// Of a quantity.
    Number(i64),
    /// Of a date.
    Date(Date),
}

impl Given {
    /// As evaluators take it.
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::YesNo(yes) => Value::YesNo(*yes),
            Self::Choice(choice) => Value::Choice(*choice),
            Self::Members(members) => Value::Members(members),
            Self::Number(number) => Value::Number(*number),
            Self::Date(date) => Value::Date(*date),
        }
    }

    fn write(&self) -> String {
        match self {
            Self::YesNo(yes) => format!("y{yes}"),
            Self::Choice(choice) => format!("c{choice}"),
            Self::Members(members) => {
                let places: Vec<_> = members.iter().map(u16::to_string).collect();
                format!("m{}", places.join("m"))
            }
            Self::Number(number) => format!("n{number}"),
            Self::Date(date) => format!("d{date}"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_at_checked(1)?;
        Some(match kind {
            "y" => Self::YesNo(rest.parse().ok()?),
            "c" => Self::Choice(rest.parse().ok()?),
            "m" => {
                let places = rest.split('m').filter(|place| !place.is_empty());
                Self::Members(places.map(|place| place.parse().ok()).collect::<Option<_>>()?)
            }
            "n" => Self::Number(rest.parse().ok()?),
            "d" => Self::Date(rest.parse().ok()?),
            _ => return None,
        })
    }
}

/// The facts of a request on one line.
pub fn write_facts(facts: &[Option<Given>]) -> String {
    let words: Vec<_> = facts.iter().map(|fact| fact.as_ref().map_or("_".to_owned(), Given::write)).collect();
    words.join(" ")
}

/// The facts of such a line.
pub fn read_facts(line: &str) -> Vec<Option<Given>> {
    line.split(' ').map(Given::read).collect()
}

impl Seen {
    /// What was said, on one line.
    pub fn line(&self) -> String {
        match self {
            Self::Decided(aspects) => format!("decided\t{}", aspects.join("\t")),
            Self::Rejected { reason, about } => format!("rejected\t{reason}\t{about}"),
        }
    }

    /// What such a line says.
    pub fn read(line: &str) -> Option<Self> {
        let (said, rest) = line.split_once('\t')?;
        if said == "rejected" {
            let (reason, about) = rest.split_once('\t')?;
            return Some(Self::Rejected { reason: reason.to_owned(), about: about.to_owned() });
        }
        let aspects: Vec<String> = rest.split('\t').map(str::to_owned).collect();
        aspects.try_into().ok().map(Self::Decided)
    }
}

/// Hands numbers to a callback, one after the other.
type Walk<'w> = dyn Fn(&mut dyn FnMut(u16)) + 'w;

/// What a generated evaluator says about a request.
pub fn evaluate(evaluator: &Evaluator, facts: &[Option<Given>]) -> Seen {
    let values: Vec<_> = facts.iter().map(|fact| fact.as_ref().map(Given::value)).collect();
    let mut seen = None;
    let result = (evaluator.decide)(&values, &mut |decision| {
        let number = |at: Option<u16>| at.map_or_else(String::new, |at| at.to_string());
        let states: Vec<_> =
            (0..).take(evaluator.policy.criteria.len()).map(|at| decision.state(at).as_str()).collect();
        let list = |walk: &Walk<'_>| {
            let mut all: Vec<String> = Vec::new();
            walk(&mut |at| all.push(at.to_string()));
            all.join(",")
        };
        let end = match decision.end() {
            None => String::new(),
            Some(End::On(date)) => date.to_string(),
            Some(End::Unknown { at_least: None }) => "unknown".to_owned(),
            Some(End::Unknown { at_least: Some(least) }) => format!("unknown, at least {least}"),
        };
        seen = Some(Seen::Decided(Box::new([
            decision.kind().as_str().to_owned(),
            decision.step().to_string(),
            number(decision.under()),
            end,
            decision.limit().map_or_else(String::new, |limit| format!("{} {}", limit.count, limit.what)),
            decision.target().unwrap_or_default().to_owned(),
            states.join(","),
            list(&|each| decision.because(each)),
            list(&|each| decision.unmet(each)),
            list(&|each| decision.missing(each)),
            decision.may_be_approved().to_string(),
        ])));
    });
    let said = |reason: &str, about: &str| Seen::Rejected { reason: reason.into(), about: about.into() };
    match result {
        Ok(()) => seen.unwrap_or_else(|| said("nothing", "neither a determination nor a rejection")),
        Err(Rejection::Missing { fact }) => said("missing", fact),
        Err(Rejection::WrongKind { fact }) => said("wrong kind", fact),
        Err(Rejection::Derived { fact }) => said("derived", fact),
        Err(Rejection::OutOfRange { fact }) => said("out of range", fact),
        Err(Rejection::NotExpected { fact }) => said("contradictory", fact),
        Err(Rejection::Contradictory { sentence }) => said("contradictory", sentence),
    }
}
