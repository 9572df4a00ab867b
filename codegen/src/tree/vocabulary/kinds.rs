//! The kind cells of the vocabulary: what values a fact takes, with its unit and range.

use super::super::ast::{Choice, FactId, Kind, Quantity, Trial};
use super::super::build::period_unit;
use super::super::print::decimal;
use super::super::words::Decimal;
use super::Words;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{MAX_CHOICES, MAX_PLACES};
use crate::spec::ast::{NamedList, Text};

/// Reads the kind cells.
pub(super) struct Kinds<'a> {
    pub words: &'a Words,
    pub lists: &'a [NamedList],
}

pub(super) type KindResult = Result<Kind, Box<Diagnostic>>;

impl Kinds<'_> {
    pub(super) fn read(&self, cell: &Text) -> KindResult {
        let text = cell.string.trim();
        match text {
            "yes or no" => return Ok(Kind::YesNo),
            "date" => return Ok(Kind::Date),
            "trial" | "trial with weeks" => return Ok(Kind::Trial(Trial::Plain)),
            "trial with dose" | "trial with dose, weeks" => return Ok(Kind::Trial(Trial::WithDose)),
            _ => {}
        }
        if let Some(rest) = text.strip_prefix("one of:") {
            return self.choices(cell, rest, 2).map(Kind::OneOf);
        }
        if let Some(rest) = text.strip_prefix("any of:") {
            return self.choices(cell, rest, 1).map(Kind::AnyOf);
        }
        if let Some(rest) = text.strip_prefix("years since ") {
            return self.years_since(cell, rest);
        }
        if let Some((dose, range)) = interval(text) {
            self.named(cell, dose)?;
            let interval = quantity(cell, range)?;
            let of_time = period_unit(&interval.unit).is_some();
            return of_time.then_some(Kind::Quantity(interval)).ok_or_else(|| unreadable(cell));
        }
        if let Some((unit, formula)) = text.split_once('=') {
            return self.computed(cell, unit.trim(), formula);
        }
        quantity(cell, text).map(Kind::Quantity)
    }

    /// The values of a fact. A list may hold as few as `least`: a set can be of one value or of
    /// none, while one value alone is nothing to choose from.
    fn choices(&self, cell: &Text, rest: &str, least: usize) -> Result<Vec<Choice>, Box<Diagnostic>> {
        let named = self.lists.iter().find(|list| list.name.string.trim() == rest.trim());
        let choices: Vec<Choice> = match named {
            Some(list) => list.items.iter().map(|item| choice(&item.string)).collect(),
            None => rest.split(',').map(|name| choice(name.trim())).collect(),
        };
        if choices.len() > MAX_CHOICES {
            let message = format!("{} values of one fact: at most {MAX_CHOICES} are read", choices.len());
            return Err(Box::new(
                Diagnostic::new(Code::TooLarge, cell.span, message).here("too many values").help(
                    "list only those that a criterion asks for, and let one more stand for all the others",
                ),
            ));
        }
        if named.is_some() && choices.len() < least {
            let message = format!("`{}` has one value, and nothing is left to choose", rest.trim());
            return Err(Box::new(
                Diagnostic::new(Code::FactKind, cell.span, message)
                    .help("add a value that stands for all the others, or write `yes or no` as the kind"),
            ));
        }
        if (named.is_none() && choices.len() < 2) || choices.iter().any(|c| c.name.is_empty()) {
            return Err(Box::new(no_values(cell, rest.trim())));
        }
        Ok(choices)
    }

    pub(super) fn named(&self, cell: &Text, name: &str) -> Result<FactId, Box<Diagnostic>> {
        let name = name.trim();
        let found = self.words.facts.iter().position(|fact| fact.name == name);
        found.map(FactId).ok_or_else(|| {
            let message = format!("the vocabulary has no fact `{name}`");
            Box::new(
                Diagnostic::new(Code::FactKind, cell.span, message)
                    .help("write the name as the first column has it"),
            )
        })
    }

    fn years_since(&self, cell: &Text, rest: &str) -> KindResult {
        let (name, range) = rest.rsplit_once(',').ok_or_else(|| unreadable(cell))?;
        let date = self.named(cell, name)?;
        let (low, high) = range.split_once(" to ").ok_or_else(|| unreadable(cell))?;
        let number = |text: &str| text.trim().parse::<u16>().map_err(|_| unreadable(cell));
        let range = (number(low)?, number(high)?);
        if range.0 >= range.1 || range.1 > 1000 {
            return Err(unreadable(cell));
        }
        Ok(Kind::YearsSince { date, range })
    }
}

/// What a list of values should be is neither one nor the name of one.
fn no_values(cell: &Text, name: &str) -> Diagnostic {
    if name.starts_with("Appendix ") && !name.contains(',') {
        let message = format!("no list stands under `## {name}`");
        return Diagnostic::new(Code::FactKind, cell.span, message).help(format!(
            "write `## {name}: ⟨what it lists⟩` with its values under it, each on a line behind `- `"
        ));
    }
    let message = format!("`{name}` names no list, and is no list of values");
    Diagnostic::new(Code::FactKind, cell.span, message).help(
        "write 2 values or more parted by commas, or the name of a list below the vocabulary or of an appendix",
    )
}

fn choice(text: &str) -> Choice {
    let text = text.trim();
    match text.split_once('(') {
        Some((name, also)) => {
            let also = also.trim_end().strip_suffix(')').unwrap_or(also);
            let also = also.split(',').map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
            Choice { name: name.trim().to_owned(), also }
        }
        None => Choice { name: text.to_owned(), also: Vec::new() },
    }
}

/// The dose whose interval a kind is, and the unit and range of the interval.
pub(super) fn interval(kind: &str) -> Option<(&str, &str)> {
    kind.trim().strip_prefix("interval of ")?.split_once(',')
}

fn quantity(cell: &Text, text: &str) -> Result<Quantity, Box<Diagnostic>> {
    let (unit, range) = text.rsplit_once(',').ok_or_else(|| unreadable(cell))?;
    let (low, high) = range.split_once(" to ").ok_or_else(|| unreadable(cell))?;
    let number = |text: &str| Decimal::read(text.trim()).ok_or_else(|| unreadable(cell));
    let (low, high) = (number(low)?, number(high)?);
    let (unit, whole) = unit_of(cell, unit.trim(), low.digits < 0)?;
    let places = low.places.max(high.places);
    if places as usize > MAX_PLACES || (whole && places > 0) {
        return Err(Box::new(
            Diagnostic::new(Code::FactKind, cell.span, "the range has too many decimal places").help(
                format!("a quantity has at most {MAX_PLACES} decimal places, a whole one or a count none"),
            ),
        ));
    }
    let (min, max) = (
        low.scaled(places).ok_or_else(|| unreadable(cell))?,
        high.scaled(places).ok_or_else(|| unreadable(cell))?,
    );
    if min >= max {
        let message =
            format!("the range runs from {} down to {}", decimal(min, places), decimal(max, places));
        return Err(Box::new(
            Diagnostic::new(Code::FactKind, cell.span, message).help("write the lesser number first"),
        ));
    }
    Ok(Quantity { unit: unit.to_owned(), places, min, max })
}

/// The unit of a range, and whether its values are whole. Counts and scores have no unit.
fn unit_of<'a>(cell: &Text, unit: &'a str, negative: bool) -> Result<(&'a str, bool), Box<Diagnostic>> {
    match (unit, unit.strip_prefix("whole ")) {
        ("count", _) if negative => Err(Box::new(
            Diagnostic::new(Code::FactKind, cell.span, "a count is never negative")
                .help("begin the range at 0 or above; a number that has a sign is a `score`"),
        )),
        ("count", _) => Ok(("", true)),
        ("score", _) => Ok(("", false)),
        ("", _) => Err(unreadable(cell)),
        (_, Some(whole)) => Ok((whole.trim(), true)),
        (unit, None) => Ok((unit, false)),
    }
}

pub(super) fn unreadable(cell: &Text) -> Box<Diagnostic> {
    let message = format!("`{}` is no kind of fact", cell.string.trim());
    Box::new(Diagnostic::new(Code::FactKind, cell.span, message).help(
        "write `yes or no`, `one of: …`, `any of: …`, `trial`, `trial with dose`, `trial with weeks`, `trial with dose, weeks`, `date`, \
         `years since ⟨date⟩, 0 to 130`, `count, 0 to 66`, `score, -5.0 to 5.0`, a unit and its range \
         (`mg per day, 0.00 to 100.00`, `whole days, 1 to 30`), `interval of ⟨dose⟩, whole weeks, 1 to 52`, or what two facts make \
         (`mg = ⟨fact⟩ × ⟨fact⟩`; also `÷`, `+`, `-`)",
    ))
}
