//! The frame of a spec: header, scopes and order of determination.
//!
//! A published text says little of it, and a spec needs all of it. What is filled in is a guess, and
//! each guess is a doubt of its own.

use super::document::{Document, Field, Section};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::Span;

/// What a spec has around its criteria.
#[derive(Debug)]
pub(super) struct Frame {
    pub title: String,
    /// Rows of the header, in their order.
    pub rows: Vec<(&'static str, String)>,
    /// The scope line of each section of the document.
    pub scopes: Vec<Option<String>>,
    /// The steps of the order of determination.
    pub steps: Vec<String>,
}

/// The frame of a document.
pub(super) fn frame(document: &Document, sink: &mut Sink) -> Frame {
    let mut framer = Framer { document, sink };
    let title = framer.title();
    let rows = framer.rows();
    let scopes = document.sections.iter().map(|section| framer.scope(section)).collect();
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

    fn field(&self, name: &str) -> Option<&'f Field> {
        self.document.fields.iter().find(|field| field.name == name)
    }

    fn rows(&mut self) -> Vec<(&'static str, String)> {
        let mut rows = vec![
            ("Reference number", self.published_or("Reference number", "DRAFT.1")),
            ("Version", self.version()),
            ("In force from", self.in_force_from()),
        ];
        rows.extend(self.first_effective().map(|day| ("First effective", day)));
        rows.push(("Subject", self.filled_in("Subject", "member")));
        let lines = self.field("Lines of business").map(|lines| lines.value.replace('/', ", "));
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
        match self.field(name) {
            Some(field) => field.value.clone(),
            None => self.filled_in(name, otherwise),
        }
    }

    fn version(&mut self) -> String {
        if let Some(field) = self.field("Version") {
            return field.value.clone();
        }
        match self.reviewed() {
            Some((day, field)) => {
                let month: String = day.chars().take(7).collect();
                let (why, help) = ("the month of the last review", "name the version, and the file after it");
                self.guessed(field.span, "`Version`", &month, why, help);
                month
            }
            None => self.filled_in("Version", "2026-01"),
        }
    }

    fn in_force_from(&mut self) -> String {
        match self.reviewed() {
            Some((day, field)) => {
                let (why, help) = ("the last review", "write the first day on which this version decides");
                self.guessed(field.span, "`In force from`", &day, why, help);
                day
            }
            None => self.filled_in("In force from", "2026-01-01"),
        }
    }

    fn reviewed(&self) -> Option<(String, &'f Field)> {
        let field = self.field("Last review date")?;
        Some((published_date(&field.value)?, field))
    }

    fn first_effective(&mut self) -> Option<String> {
        let field = self.field("Effective date")?;
        let day = published_date(&field.value)?;
        if day != field.value.trim() {
            let (why, help) = ("read as month, day and year", "correct the day where it is meant otherwise");
            self.guessed(field.span, "`First effective`", &day, why, help);
        }
        Some(day)
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
