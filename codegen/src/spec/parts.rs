//! The closed set of `##` headings.

use super::labels::{Counting, Setting, prefix};

/// What a `##` section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// `Vocabulary`
    Vocabulary,
    /// `I. Initial approval criteria`
    Criteria,
    /// `Order of determination (first that applies)`
    Order,
    /// `Readings`
    Readings,
    /// `Invariants`
    Invariants,
    /// `Examples`
    Examples,
    /// `Accepted findings`
    Accepted,
    /// Text that is carried along.
    Reference,
}

/// The executed parts that have one name.
const EXECUTED: [(&str, Part); 7] = [
    ("Vocabulary", Part::Vocabulary),
    ("Order of determination", Part::Order),
    ("Order of determination (first that applies)", Part::Order),
    ("Readings", Part::Readings),
    ("Invariants", Part::Invariants),
    ("Examples", Part::Examples),
    ("Accepted findings", Part::Accepted),
];

/// The reference sections that have one name.
const REFERENCE: [&str; 10] = [
    "Description",
    "Background",
    "Dosage",
    "Product",
    "Codes",
    "References",
    "Revision log",
    "Notes",
    "Disclaimer",
    "Abbreviations",
];

impl Part {
    /// The part of a heading, if it is one.
    pub(super) fn of(heading: &str) -> Option<Self> {
        let heading = heading.trim();
        let executed = EXECUTED.iter().find(|(name, _)| *name == heading);
        if let Some((_, part)) = executed {
            return Some(*part);
        }
        let reference =
            REFERENCE.contains(&heading) || is_appendix(heading) || heading.ends_with("(reference)");
        if reference {
            return Some(Self::Reference);
        }
        let label = prefix(heading).filter(|label| label.setting == Setting::Dot)?;
        Counting::RomanCapitals.ordinal(label.literal).map(|_| Self::Criteria)
    }

    /// The heading, as messages name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Vocabulary => "Vocabulary",
            Self::Criteria => "I. Initial approval criteria",
            Self::Order => "Order of determination",
            Self::Readings => "Readings",
            Self::Invariants => "Invariants",
            Self::Examples => "Examples",
            Self::Accepted => "Accepted findings",
            Self::Reference => "Description",
        }
    }

    /// Why a document without this part cannot be read.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Vocabulary => "it names the facts that every sentence is read by",
            Self::Criteria => "without criteria there is nothing to decide",
            _ => "it says which determination follows from the criteria",
        }
    }
}

fn is_appendix(heading: &str) -> bool {
    heading.strip_prefix("Appendix ").is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// The listed heading nearest to what was written, where one is near.
pub(super) fn nearest(heading: &str) -> Option<&'static str> {
    let written = heading.to_lowercase();
    let names = EXECUTED.iter().map(|(name, _)| *name).chain(REFERENCE);
    let scored =
        names.map(|name| (strsim::normalized_damerau_levenshtein(&written, &name.to_lowercase()), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score >= 0.6).map(|(_, name)| name)
}
