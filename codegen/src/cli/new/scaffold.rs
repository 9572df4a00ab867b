//! The first draft of a policy: a plan of names in, a policy that checks out.
//!
//! No list says which names a policy can bear. The draft is written and compiled; where that
//! leaves anything to say, each name is tried alone in a draft of harmless names, and the one
//! that spoils it is refused with the compiler's own reason.

use criteria_runtime::{Date, Period};
use serde::Serialize;
use tera::{Context, Tera};

use super::super::Failure;
use super::fields::Field;
use crate::compiled::{Compiled, check};
use crate::source::Source;
use crate::tree::ast::Policy;

const TEMPLATE: (&str, &str) = ("policy.md", include_str!("policy.md.tera"));

/// How old the member of the example is, in years.
const EXAMPLE_AGE: u32 = 40;

/// What a draft is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) in_force: Date,
    pub(super) subject: String,
    pub(super) lines: Vec<String>,
    pub(super) kinds: Vec<String>,
    pub(super) diagnoses: Vec<String>,
    pub(super) agents: Vec<String>,
    pub(super) apart: Vec<String>,
}

/// One of the lists of names in a plan.
type ListOf = fn(&mut Plan) -> &mut Vec<String>;

#[derive(Serialize)]
struct View<'a> {
    number: &'a str,
    title: &'a str,
    version: &'a str,
    in_force: String,
    subject: &'a str,
    lines: String,
    first_line: &'a str,
    kinds: String,
    first_kind: &'a str,
    later: String,
    diagnoses: &'a [String],
    any_diagnosis: String,
    agents: Vec<Agent<'a>>,
    agent_labels: String,
    apart: &'a [String],
    sections: Vec<Section<'a>>,
    any_section: String,
    excluded: String,
    born: String,
    began: String,
    until: String,
}

#[derive(Serialize)]
struct Agent<'a> {
    label: String,
    name: &'a str,
}

#[derive(Serialize)]
struct Section<'a> {
    label: String,
    heading: String,
    kind: &'a str,
}

/// The text of the draft, which compiles without an error or a finding.
///
/// # Errors
/// Where a name cannot stand in a policy: which one, and why.
pub(super) fn draft(plan: &Plan) -> Result<String, Failure> {
    let text = render(plan)?;
    match fault(plan, &text) {
        None => Ok(text),
        Some(reason) => Err(Failure::Said(refusal(plan, &reason)?)),
    }
}

/// `cp-phar-999` for `CP.PHAR.999`.
pub(super) fn folder(number: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = number.chars().map(plain).collect();
    name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn render(plan: &Plan) -> Result<String, Failure> {
    let said = |error: tera::Error| Failure::Said(format!("the draft's template does not fit: {error}"));
    let mut tera = Tera::default();
    tera.add_raw_templates([TEMPLATE]).map_err(said)?;
    tera.autoescape_on([] as [&str; 0]);
    let context = Context::from_serialize(&View::of(plan)).map_err(said)?;
    let text = tera.render(TEMPLATE.0, &context).map_err(said)?;
    Ok(crate::emit::docs::tidy(&text))
}

impl<'a> View<'a> {
    fn of(plan: &'a Plan) -> Self {
        let later: Vec<&str> = plan.kinds.iter().skip(1).map(String::as_str).collect();
        let labels: Vec<String> = (1..=plan.kinds.len()).map(roman).collect();
        let agents: Vec<Agent<'_>> =
            plan.agents.iter().zip('a'..='z').map(|(name, c)| Agent { label: c.to_string(), name }).collect();
        let agent_labels: Vec<&str> = agents.iter().map(|agent| agent.label.as_str()).collect();
        let sections = plan.kinds.iter().zip(&labels);
        Self {
            number: &plan.number,
            title: &plan.title,
            version: &plan.version,
            in_force: plan.in_force.to_string(),
            subject: &plan.subject,
            lines: plan.lines.join(", "),
            first_line: plan.lines.first().map_or("", String::as_str),
            kinds: plan.kinds.join(", "),
            first_kind: plan.kinds.first().map_or("", String::as_str),
            later: series(&later, "or"),
            diagnoses: &plan.diagnoses,
            any_diagnosis: series(&plan.diagnoses, "or"),
            agent_labels: series(&agent_labels, "and"),
            apart: &plan.apart,
            agents,
            sections: sections
                .map(|(kind, label)| Section { label: label.clone(), heading: heading(kind), kind })
                .collect(),
            any_section: series(&labels, "or"),
            excluded: roman(plan.kinds.len() + 1),
            born: format!("{:04}-06-15", plan.in_force.year().saturating_sub(EXAMPLE_AGE)),
            began: format!("{:04}-01-15", plan.in_force.year().saturating_sub(1)),
            until: plan.in_force.plus(Period::months(12)).to_string(),
        }
    }
}

/// `a`, `a or b`, `a, b, or c`.
fn series<T: AsRef<str>>(names: &[T], joint: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} {joint} {two}"),
        [rest @ .., last] => format!("{}, {joint} {last}", rest.join(", ")),
    }
}

/// The label of a section; a draft has few.
fn roman(at: usize) -> String {
    const UP_TO_TEN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    UP_TO_TEN.get(at.saturating_sub(1)).copied().unwrap_or_default().to_owned()
}

/// The heading of the section of a request kind.
fn heading(kind: &str) -> String {
    match kind {
        "initial" => "Initial approval".to_owned(),
        "continued" => "Continued therapy".to_owned(),
        other => {
            let mut letters = other.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            format!("{first}{} requests", letters.as_str())
        }
    }
}

/// What the draft leaves to say, if anything.
fn fault(plan: &Plan, text: &str) -> Option<String> {
    let compiled = check(Source::new("draft.md", text));
    if let Some(first) = compiled.diagnostics.first() {
        return Some(format!("{} (`{}`)", first.message, first.code));
    }
    let Compiled { policy: Some(policy), .. } = compiled else {
        return Some("the policy would not compile".to_owned());
    };
    let same = is_as_planned(plan, &policy);
    (!same).then(|| "it would be read as something else than what was given".to_owned())
}

/// Whether the policy holds the names as they were given, letter by letter.
fn is_as_planned(plan: &Plan, policy: &Policy) -> bool {
    let choices = |name: &str| {
        let fact = policy.facts.iter().find(|fact| fact.name == name);
        fact.map(|fact| fact.choice_names().into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let mut diagnoses = plan.diagnoses.clone();
    diagnoses.push("another diagnosis".to_owned());
    let has = |agent: &String| policy.facts.iter().any(|fact| fact.name == *agent);
    policy.id == plan.number
        && policy.title == plan.title
        && policy.version == plan.version
        && policy.in_force_from == plan.in_force
        && choices("request kind").as_ref() == Some(&plan.kinds)
        && choices("diagnosis") == Some(diagnoses)
        && choices("line of business").unwrap_or_default() == plan.lines
        && choices("drugs used together").unwrap_or_default() == plan.apart
        && plan.agents.iter().all(has)
}

/// Says which name spoils the draft: the first that does so alone, else the first without which
/// the others are fine.
fn refusal(plan: &Plan, reason: &str) -> Result<String, Failure> {
    let harmless = plan.harmless();
    if let Some(why) = fault(&harmless, &render(&harmless)?) {
        return Ok(format!("the draft itself is at fault, whatever the names: {why}"));
    }
    for (field, name, alone) in plan.each_alone() {
        if let Some(why) = fault(&alone, &render(&alone)?) {
            return Ok(format!("`{}` cannot be `{name}`: {why}; choose another", field.flag()));
        }
    }
    for (field, name, without) in plan.each_left_out() {
        if fault(&without, &render(&without)?).is_none() {
            let flag = field.flag();
            return Ok(format!(
                "`{flag}` cannot be `{name}` beside the other names: {reason}; choose another"
            ));
        }
    }
    Ok(format!("these names cannot stand in one policy: {reason}; choose others"))
}

impl Plan {
    /// A plan of the same shape with names that nothing speaks against.
    fn harmless(&self) -> Self {
        let names = |what: &str, like: &[String]| -> Vec<String> {
            like.iter().zip('a'..='z').map(|(_, c)| format!("{what} q{c}q")).collect()
        };
        Self {
            number: "X.1".to_owned(),
            title: "A draft".to_owned(),
            version: "2026-01".to_owned(),
            in_force: Date::new(2026, 1, 1).unwrap_or(self.in_force),
            subject: "member".to_owned(),
            lines: names("line", &self.lines),
            kinds: names("kind", &self.kinds),
            diagnoses: names("illness", &self.diagnoses),
            agents: names("agent", &self.agents),
            apart: names("partner", &self.apart),
        }
    }

    /// Every name, in an otherwise harmless plan.
    fn each_alone(&self) -> Vec<(Field, String, Self)> {
        let mut base = self.harmless();
        self.each(&mut base, self)
    }

    /// Every name, and the plan without it.
    fn each_left_out(&self) -> Vec<(Field, String, Self)> {
        let harmless = self.harmless();
        self.each(&mut self.clone(), &harmless)
    }

    /// Every name of this plan, and `base` with the name at its place taken from `other`.
    fn each(&self, base: &mut Self, other: &Self) -> Vec<(Field, String, Self)> {
        let mut all = Vec::new();
        let mut push = |field, name: String, change: &dyn Fn(&mut Self)| {
            let mut plan = base.clone();
            change(&mut plan);
            all.push((field, name, plan));
        };
        push(Field::Number, self.number.clone(), &|plan| plan.number.clone_from(&other.number));
        push(Field::Title, self.title.clone(), &|plan| plan.title.clone_from(&other.title));
        push(Field::Version, self.version.clone(), &|plan| plan.version.clone_from(&other.version));
        push(Field::InForce, self.in_force.to_string(), &|plan| plan.in_force = other.in_force);
        push(Field::Subject, self.subject.clone(), &|plan| plan.subject.clone_from(&other.subject));
        let lists: [(Field, ListOf); 5] = [
            (Field::Lines, |plan| &mut plan.lines),
            (Field::Kinds, |plan| &mut plan.kinds),
            (Field::Diagnoses, |plan| &mut plan.diagnoses),
            (Field::Agents, |plan| &mut plan.agents),
            (Field::Apart, |plan| &mut plan.apart),
        ];
        for (field, list) in lists {
            let (mut own, mut theirs) = (self.clone(), other.clone());
            for (at, (name, by)) in list(&mut own).iter().zip(list(&mut theirs).iter()).enumerate() {
                push(field, name.clone(), &|plan| {
                    if let Some(place) = list(plan).get_mut(at) {
                        place.clone_from(by);
                    }
                });
            }
        }
        all
    }
}
