//! The frame of a spec: header, scopes and order of determination.
//!
//! A published text says little of it, and a spec needs all of it. What is filled in is a guess, and
//! each guess is a doubt of its own.

use std::collections::BTreeMap;

use super::document::{Document, Field, Section};
use super::vocabulary::diagnosis_of;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;

/// What a spec has around its criteria.
#[derive(Debug)]
pub(super) struct Frame {
    pub title: String,
    /// Rows of the header, in their order.
    pub rows: Vec<(&'static str, String)>,
    /// The scope lines, by the whole label of their section (`I.A`).
    pub scopes: BTreeMap<String, String>,
    /// The steps of the order of determination.
    pub steps: Vec<String>,
}

/// The frame of a document.
pub(super) fn frame(document: &Document, sink: &mut Sink) -> Frame {
    let mut framer = Framer { document, sink };
    let title = framer.title();
    let rows = framer.rows();
    let scopes = framer.scopes();
    Frame { title, rows, scopes, steps: framer.steps() }
}

struct Framer<'f> {
    document: &'f Document,
    sink: &'f mut Sink,
}

impl<'f> Framer<'f> {
    fn guessed(&mut self, span: Span, what: &str, written: &str, why: &str, help: &str) {
        let message = format!("{what} is a guess: the draft says `{written}`");
        self.sink.push(Diagnostic::new(Code::GuessedFrame, span, message).here(why).help(help));
    }

    fn title(&mut self) -> String {
        let title = &self.document.title;
        if !title.is_empty() {
            return title.clone();
        }
        let untitled = "Untitled policy";
        let (why, help) = ("nothing here reads as a title", "write the title of the policy behind `#`");
        self.guessed(Span::default(), "the title", untitled, why, help);
        untitled.to_owned()
    }

    fn rows(&mut self) -> Vec<(&'static str, String)> {
        let mut rows = vec![
            ("Reference number", self.published_or("Reference number", "DRAFT.1")),
            ("Version", self.version()),
            ("In force from", self.in_force_from()),
        ];
        rows.extend(self.first_effective().map(|day| ("First effective", day)));
        rows.push(("Subject", self.filled_in("Subject", "member")));
        let lines = self.document.field("Lines of business").map(|lines| lines.value.replace('/', ", "));
        rows.extend(lines.map(|lines| ("Lines of business", lines)));
        rows.push(("Request kinds", self.filled_in("Request kinds", "initial, continued")));
        rows
    }

    /// A row that no published policy has.
    fn filled_in(&mut self, name: &'static str, written: &str) -> String {
        let why = "the published text does not say it";
        self.guessed(self.document.span, &format!("`{name}`"), written, why, "correct the row of the header");
        written.to_owned()
    }

    fn published_or(&mut self, name: &'static str, otherwise: &str) -> String {
        match self.document.field(name) {
            Some(field) => field.value.clone(),
            None => self.filled_in(name, otherwise),
        }
    }

    fn version(&mut self) -> String {
        if let Some(field) = self.document.field("Version") {
            return field.value.clone();
        }
        match self.day_in_force() {
            Some((day, field, source)) => {
                let month: String = day.chars().take(7).collect();
                let why = format!("the month of {source}");
                self.guessed(
                    field.span,
                    "`Version`",
                    &month,
                    &why,
                    "name the version, and the file after it",
                );
                month
            }
            None => self.filled_in("Version", "2026-01"),
        }
    }

    fn in_force_from(&mut self) -> String {
        match self.day_in_force() {
            Some((day, field, source)) => {
                let help = "write the first day on which this version decides";
                self.guessed(field.span, "`In force from`", &day, source, help);
                day
            }
            None => self.filled_in("In force from", "2026-01-01"),
        }
    }

    /// The day from which this version seems to be in force: of the last review, of the version that is
    /// named, or the effective date, which is often that of the first version.
    fn day_in_force(&self) -> Option<(String, &'f Field, &'static str)> {
        let named = |name: &str, source| {
            let field = self.document.field(name)?;
            Some((published_date(&field.value)?, field, source))
        };
        let version = || {
            let field = self.document.field("Version")?;
            let (year, month) = field.value.split_once('-')?;
            let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let is_month = year.len() == 4 && month.len() == 2 && number(year) && number(month);
            is_month.then(|| (format!("{}-01", field.value), field, "the month of the version"))
        };
        named("Last review date", "the last review")
            .or_else(version)
            .or_else(|| named("Effective date", "the effective date, read as month, day and year"))
    }

    fn first_effective(&mut self) -> Option<String> {
        let field = self.document.field("Effective date")?;
        let day = published_date(&field.value)?;
        if self.day_in_force().is_some_and(|(in_force, ..)| in_force == day) {
            return None;
        }
        if day != field.value.trim() {
            let (why, help) = ("read as month, day and year", "correct the day where it is meant otherwise");
            self.guessed(field.span, "`First effective`", &day, why, help);
        }
        Some(day)
    }

    fn scopes(&mut self) -> BTreeMap<String, String> {
        let mut scopes = BTreeMap::new();
        let document = self.document;
        for section in &document.sections {
            scopes.extend(self.scope(section).map(|scope| (section.label.clone(), scope)));
            self.indications(&section.label, &section.sections, &mut scopes);
        }
        scopes
    }

    /// Sections side by side that are each for another diagnosis stand under it: else the criteria of all
    /// of them are reasons of a denial.
    fn indications(&mut self, above: &str, sections: &[Section], scopes: &mut BTreeMap<String, String>) {
        let each: Vec<(&Section, String)> = sections
            .iter()
            .filter_map(|section| Some((section, diagnosis_of(section.items.first()?)?)))
            .collect();
        if each.iter().all(|(_, diagnosis)| each.first().is_none_or(|(_, first)| first == diagnosis)) {
            return;
        }
        for (section, diagnosis) in each {
            let label = format!("{above}.{}", section.label);
            let scope = format!("For members with {diagnosis}:");
            if names(&section.heading, &diagnosis) {
                let why =
                    "the heading and the first criterion name one diagnosis, and other sections another";
                let help = "without the line, a denial of another diagnosis cites this section too: take it out only where the section is for others as well";
                self.guessed(section.span, &format!("the scope of section {label}"), &scope, why, help);
                scopes.insert(label, scope);
            } else {
                let message = format!(
                    "no scope was written for section {label}, whose first criterion names `{diagnosis}`"
                );
                let help = format!(
                    "where the section is for such members only, write `{scope}` under its heading: without it, a denial of another diagnosis cites this section too"
                );
                let doubt = Diagnostic::new(Code::GuessedFrame, section.span, message);
                self.sink.push(doubt.here("the heading names something else").help(help));
            }
        }
    }

    /// A section named after a kind of request is for such requests.
    fn scope(&mut self, section: &Section) -> Option<String> {
        let lower = section.heading.to_lowercase();
        let kind = ["initial", "continued"].into_iter().find(|kind| lower.contains(kind))?;
        let scope = format!("For {kind} requests:");
        let what = format!("the scope of section {}", section.label);
        let why = format!("`{kind}` stands in the heading");
        let help =
            "correct the line under the heading, or take it out where the section is for every request";
        self.guessed(section.span, &what, &scope, &why, help);
        Some(scope)
    }

    fn steps(&mut self) -> Vec<String> {
        let mut approving = Vec::new();
        for section in &self.document.sections {
            let open = section.sections.iter().filter(|inner| !inner.durations.is_empty());
            approving.extend(open.map(|inner| format!("{}.{}", section.label, inner.label)));
        }
        let mut steps = Vec::new();
        if let Some((last, before)) = approving.split_last() {
            let labels =
                if before.is_empty() { last.clone() } else { format!("{} or {last}", before.join(", ")) };
            steps.push(format!("Approve when {labels} is met."));
        }
        steps.push("Otherwise: criteria not met.".to_owned());
        let why =
            if steps.len() > 1 { "approved is what has an approval duration" } else { "nothing is approved" };
        let help =
            "say under `## Order of determination` when to approve, to refer, and what is not authorized";
        self.guessed(self.document.span, "the order of determination", &steps.join(" "), why, help);
        steps
    }
}

/// Whether a heading names a diagnosis: in its words, or as their initials.
fn names(heading: &str, diagnosis: &str) -> bool {
    let (heading, diagnosis) = (heading.to_lowercase(), diagnosis.to_lowercase());
    let title = heading.split(" (").next().unwrap_or_default().trim();
    let initials: String = title.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    heading.contains(&diagnosis) || initials == diagnosis || !title.is_empty() && diagnosis.contains(title)
}

/// `05.25`, `08.01.16` or `2016-08-01` as a day of the calendar.
fn published_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') {
        return Some(text.to_owned());
    }
    let parts: Vec<&str> = text.split(['.', '/']).collect();
    let number = |text: &&str| text.parse::<u32>().ok();
    let year = |two: u32| if two < 100 { 2000 + two } else { two };
    match parts.iter().map(number).collect::<Option<Vec<u32>>>()?.as_slice() {
        [month, two] => Some(format!("{}-{month:02}-01", year(*two))),
        [month, day, two] => Some(format!("{}-{month:02}-{day:02}", year(*two))),
        _ => None,
    }
}
