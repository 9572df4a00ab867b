//! What a draft asks for: flags, questions, defaults, and what an answer may be.

use std::io::{Read, Write};

use criteria_runtime::Date;

use super::super::Failure;
use super::scaffold::folder;
use crate::limits::{MAX_ANSWER_BYTES, MAX_KINDS, MAX_NAME, MAX_NAMES};

/// How often a question is asked again.
const TRIES: usize = 3;
/// The years in which a draft may come into force.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2900;

/// One thing that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Number,
    Title,
    Version,
    InForce,
    Subject,
    Lines,
    Kinds,
    Diagnoses,
    Agents,
    Apart,
}

impl Field {
    /// Its flag.
    pub(super) const fn flag(self) -> &'static str {
        match self {
            Self::Number => "--number",
            Self::Title => "--title",
            Self::Version => "--policy-version",
            Self::InForce => "--in-force",
            Self::Subject => "--subject",
            Self::Lines => "--line",
            Self::Kinds => "--kind",
            Self::Diagnoses => "--diagnosis",
            Self::Agents => "--agent",
            Self::Apart => "--not-with",
        }
    }

    /// What it is, with an example.
    pub(super) const fn question(self) -> &'static str {
        match self {
            Self::Number => "reference number, as `CP.PHAR.999`",
            Self::Title => "title, as `Drug X for asthma`",
            Self::Version => "version, which names the file",
            Self::InForce => "first day in force, as `2026-03-01`",
            Self::Subject => "whom a request is for",
            Self::Lines => "lines of business, parted by commas; none where the policy makes no difference",
            Self::Kinds => "kinds of request, parted by commas",
            Self::Diagnoses => "diagnoses that are covered, parted by commas",
            Self::Agents => "drugs that must have been tried before, parted by commas",
            Self::Apart => {
                "drugs that are not used together with this one, parted by commas; none where all may be"
            }
        }
    }

    /// Whether an answer is several names.
    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::Lines | Self::Kinds | Self::Diagnoses | Self::Agents | Self::Apart)
    }

    /// The answer as the draft takes it, or what is wrong with it and what would be right.
    pub(super) fn read(self, text: &str) -> Result<Vec<String>, String> {
        let parts: Vec<&str> = if self.is_list() { text.split(',').collect() } else { vec![text] };
        let spaced = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        let names: Vec<String> = parts.into_iter().map(spaced).filter(|name| !name.is_empty()).collect();
        for (at, name) in names.iter().enumerate() {
            self.check(name)?;
            let lower = name.to_lowercase();
            if names.iter().take(at).any(|other| other.to_lowercase() == lower) {
                return Err(format!("`{name}` stands there twice: give it once"));
            }
        }
        let most = if self == Self::Kinds { MAX_KINDS } else { MAX_NAMES };
        if names.len() > most {
            return Err(format!(
                "{} names are given, and a draft takes {most}: add the rest in the policy",
                names.len()
            ));
        }
        if names.is_empty() && !matches!(self, Self::Lines | Self::Apart) {
            return Err(format!("it is empty: give the {}", self.question()));
        }
        Ok(names)
    }

    fn check(self, name: &str) -> Result<(), String> {
        if name.chars().count() > MAX_NAME {
            return Err(format!("it is longer than {MAX_NAME} characters: shorten it"));
        }
        if let Some(odd) = name.chars().find(|c| !self.takes(*c)) {
            return Err(format!("`{}` may not stand in it: {}", odd.escape_default(), self.takes_what()));
        }
        match self {
            Self::Number => folder_of(name).map(drop),
            Self::Version if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                Err("it names the file, so it starts with a letter or digit: write `2026-03`".to_owned())
            }
            Self::InForce => date(name).map(drop),
            _ => Ok(()),
        }
    }

    fn takes(self, c: char) -> bool {
        match self {
            Self::Number => c.is_ascii_alphanumeric() || " .-_/".contains(c),
            Self::Version => c.is_ascii_alphanumeric() || ".-".contains(c),
            Self::InForce => c.is_ascii_digit() || c == '-',
            Self::Title => !c.is_control() && c != '|',
            _ => c.is_alphanumeric() || " -'/.".contains(c),
        }
    }

    const fn takes_what(self) -> &'static str {
        match self {
            Self::Number => "it takes letters without accents, digits, spaces, `.`, `-`, `_` and `/`",
            Self::Version => "it takes letters without accents, digits, `.` and `-`",
            Self::InForce => "write a day of the calendar, as `2026-03-01`",
            Self::Title => "it takes everything that is printed, but `|`",
            _ => "a name takes letters, digits, spaces, `-`, `'`, `/` and `.`",
        }
    }
}

/// The folder that a reference number gives.
pub(super) fn folder_of(number: &str) -> Result<String, String> {
    let name = folder(number);
    let device = ["con", "prn", "aux", "nul"].contains(&name.as_str());
    let port = name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"));
    if name.is_empty() {
        Err("it names the folder, so it needs a letter or digit".to_owned())
    } else if device || port {
        Err(format!("it would name the folder `{name}`, which some systems do not allow: choose another"))
    } else {
        Ok(name)
    }
}

/// The day that a policy comes into force.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let day: Option<Date> = text.parse().ok();
    day.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| {
        format!("`{text}` is no day between {} and {}: write one as `2026-03-01`", YEARS.start(), YEARS.end())
    })
}

/// Asks for a field until the answer will do; an empty line takes the default.
pub(super) fn ask(
    field: Field,
    default: Option<&str>,
    input: &mut dyn Read,
    err: &mut dyn Write,
) -> Result<Vec<String>, Failure> {
    for _ in 0..TRIES {
        let shown = default.map(|text| format!(" [{}]", if text.is_empty() { "none" } else { text }));
        write!(err, "{}{}: ", field.question(), shown.unwrap_or_default())?;
        err.flush()?;
        let Some(line) = line(input)? else { break };
        let text = if line.trim().is_empty() { default.unwrap_or_default() } else { line.trim() };
        match field.read(text) {
            Ok(names) => return Ok(names),
            Err(why) => writeln!(err, "{why}")?,
        }
    }
    writeln!(err)?;
    Err(Failure::Said(format!("no answer that will do; give `{}`: {}", field.flag(), field.question())))
}

/// One line of the input; none at its end. Nothing behind the line is read.
fn line(input: &mut dyn Read) -> Result<Option<String>, Failure> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    loop {
        if bytes.len() > MAX_ANSWER_BYTES {
            return Err(Failure::Said(format!(
                "an answer is longer than {MAX_ANSWER_BYTES} bytes: shorten it"
            )));
        }
        let read = input.read(&mut byte);
        match read.map_err(|error| Failure::Said(format!("cannot read the answer: {error}")))? {
            0 if bytes.is_empty() => return Ok(None),
            0 => break,
            _ if byte == *b"\n" => break,
            _ => bytes.extend(byte),
        }
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
