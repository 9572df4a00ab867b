//! The meaning hash: two versions with one hash decide every request alike, with the same
//! reasons.
//!
//! The canonical form is versioned by its first line. It holds labels, facts, conditions,
//! operators, thresholds, the order, outcomes, durations and referrals; not the policy's
//! version, nor questions, aliases, notes, quotations, invariants, readings and examples. The order in which facts,
//! choices and always-true sentences are written means nothing, so they are sorted.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::ast::{
    Arithmetic, Atom, Body, ChoiceId, Criterion, CriterionId, Duration, DurationRow, Fact, FactId, Formula,
    Kind, Operator, Outcome, Part, Policy, Presence, Quantity, Referral, Step, When, Whichever,
};

/// SHA-256 of the canonical form, in lower-case hexadecimal digits.
pub fn meaning_hash(policy: &Policy) -> String {
    Sha256::digest(canonical(policy)).iter().fold(String::new(), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The canonical form: one line a fact, criterion, step and row.
pub fn canonical(policy: &Policy) -> String {
    let form = Form { policy };
    let mut lines = vec!["criteria-meaning/1".to_owned(), format!("policy {}", quoted(&policy.id))];
    lines.extend(form.roles());
    lines.extend(sorted(policy.facts.iter().map(|fact| form.fact(fact))));
    lines.extend(sorted(
        policy.always.iter().map(|always| format!("always {}", form.formula(&always.formula))),
    ));
    lines.extend(policy.criteria().filter(|(_, c)| counts(c)).map(|(id, c)| form.criterion(id, c)));
    lines.extend(policy.steps.iter().map(|step| form.step(step)));
    lines.extend(policy.durations.iter().flat_map(|duration| form.duration(duration)));
    lines.extend(policy.referrals.iter().flat_map(|referral| form.referral(referral)));
    lines.push(String::new());
    lines.join("\n")
}

/// A text in quotation marks, as JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a criterion has a line of its own: notes say nothing, and a row's condition stands in its row.
fn counts(criterion: &Criterion) -> bool {
    criterion.body != Body::Note && criterion.part != Part::Row
}

fn sorted(of: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = of.collect();
    all.sort_unstable();
    all
}

struct Form<'a> {
    policy: &'a Policy,
}

impl Form<'_> {
    fn name(&self, id: FactId) -> String {
        quoted(&self.policy.fact(id).name)
    }

    fn label(&self, id: CriterionId) -> String {
        let criterion = self.policy.criterion(id);
        let part = match criterion.part {
            Part::Whole => "",
            Part::Sentence => "/sentence",
            Part::Following => "/following",
            Part::Excuse => "/excuse",
            Part::Row => "/row",
        };
        format!("{}{part}", quoted(&criterion.label))
    }

    fn labels(&self, ids: &[CriterionId]) -> String {
        format!("[{}]", ids.iter().map(|id| self.label(*id)).collect::<Vec<_>>().join(" "))
    }

    /// Which facts are the request kind, the request date and the line of business.
    fn roles(&self) -> Vec<String> {
        let roles = [
            ("request-kind", self.policy.request_kind),
            ("request-date", Some(self.policy.request_date)),
            ("line-of-business", self.policy.line_of_business),
        ];
        roles.into_iter().filter_map(|(role, id)| Some(format!("{role} {}", self.name(id?)))).collect()
    }

    fn fact(&self, fact: &Fact) -> String {
        let presence = match fact.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Derived => "derived",
        };
        let only_when = fact
            .only_when
            .as_ref()
            .map_or_else(String::new, |formula| format!(" only-when {}", self.formula(formula)));
        format!("fact {} {presence} {}{only_when}", quoted(&fact.name), self.kind(fact))
    }

    fn kind(&self, fact: &Fact) -> String {
        let choices = || {
            let choices = sorted(fact.choice_names().into_iter().map(quoted));
            choices.join(" ")
        };
        match &fact.kind {
            Kind::YesNo => "yes-no".to_owned(),
            Kind::OneOf(_) => format!("one-of [{}]", choices()),
            Kind::Trial(_) => format!("trial [{}]", choices()),
            Kind::AnyOf(_) => format!("any-of [{}]", choices()),
            Kind::Quantity(quantity) => format!("quantity {}", scale(quantity)),
            Kind::Date => "date".to_owned(),
            Kind::YearsSince { date, range } => {
                format!("years-since {} {}..{}", self.name(*date), range.0, range.1)
            }
            Kind::Computed { left, by, right, quantity } => {
                let mut of: Vec<String> = [*left, *right].into_iter().map(|id| self.name(id)).collect();
                if by.commutes() {
                    of.sort_unstable();
                }
                let what = match by {
                    Arithmetic::Times => "product",
                    Arithmetic::Over => "ratio",
                    Arithmetic::Plus => "sum",
                    Arithmetic::Minus => "difference",
                };
                format!("{what} {} {}", of.join(" "), scale(quantity))
            }
        }
    }

    fn formula(&self, formula: &Formula) -> String {
        match formula {
            Formula::Atom(atom) => self.atom(atom),
            Formula::Not(inner) => format!("(not {})", self.formula(inner)),
            Formula::All(parts) => joined("all", sorted(parts.iter().map(|part| self.formula(part)))),
            Formula::Any(parts) => joined("any", sorted(parts.iter().map(|part| self.formula(part)))),
            Formula::AtLeast(least, parts) => {
                let parts = sorted(parts.iter().map(|part| self.formula(part)));
                joined(&format!("at-least {least}"), parts)
            }
        }
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Yes(id) => format!("(yes {})", self.name(*id)),
            Atom::Is(id, choices) => format!("(is {} {})", self.name(*id), self.choices(*id, choices)),
            Atom::Includes(id, choices) => {
                format!("(includes {} {})", self.name(*id), self.choices(*id, choices))
            }
            Atom::Compare(id, comparison, number) => {
                format!("({} {} {number})", comparison.sign(), self.name(*id))
            }
            Atom::Elapsed(id, period) => format!("(elapsed {} {period})", self.name(*id)),
            Atom::Within(id, period) => format!("(within {} {period})", self.name(*id)),
            Atom::Dates(left, comparison, right) => {
                format!("({} {} {})", comparison.sign(), self.name(*left), self.name(*right))
            }
            Atom::Apart(first, period, comparison, other) => {
                format!("({} (plus {} {period}) {})", comparison.sign(), self.name(*first), self.name(*other))
            }
        }
    }

    fn choices(&self, id: FactId, choices: &[ChoiceId]) -> String {
        let names = self.policy.fact(id).choice_names();
        let names = choices.iter().filter_map(|choice| names.get(choice.0)).map(|name| quoted(name));
        format!("[{}]", sorted(names).join(" "))
    }

    fn criterion(&self, id: CriterionId, criterion: &Criterion) -> String {
        let parent = criterion.parent.map_or_else(|| "top".to_owned(), |parent| self.label(parent));
        let applies =
            criterion.applies.as_ref().map_or_else(String::new, |f| format!(" applies {}", self.formula(f)));
        let body = match &criterion.body {
            Body::Heading(_) => "heading".to_owned(),
            Body::Note => "note".to_owned(),
            Body::Test(formula) => format!("test {}", self.formula(formula)),
            Body::Selector => "selector".to_owned(),
            Body::NotPermitted => "not-permitted".to_owned(),
            Body::Group(Operator::All, _) => "all".to_owned(),
            Body::Group(Operator::AtLeast(least), _) => format!("at-least {least}"),
            Body::Group(Operator::NoneOf, _) => "none-of".to_owned(),
            Body::Group(Operator::Case, _) => "case".to_owned(),
        };
        format!("criterion {} under {parent}{applies} {body}", self.label(id))
    }

    fn step(&self, step: &Step) -> String {
        let outcome = match &step.outcome {
            Outcome::Approve(sections) => format!("approve {}", self.labels(sections)),
            Outcome::Refer(criteria) => format!("refer {}", self.labels(criteria)),
            Outcome::ReferTo(target) => format!("refer-to {}", quoted(target)),
            Outcome::NotAuthorized => "not-authorized".to_owned(),
            Outcome::CriteriaNotMet => "criteria-not-met".to_owned(),
        };
        format!("step {outcome} when {}", self.when(&step.when))
    }

    fn when(&self, when: &When) -> String {
        match when {
            When::Always => "always".to_owned(),
            When::Met(id) => format!("(met {})", self.label(*id)),
            When::NotMet(id) => format!("(not-met {})", self.label(*id)),
            When::DoesNotApply(id) => format!("(does-not-apply {})", self.label(*id)),
            When::Not(inner) => format!("(not {})", self.when(inner)),
            When::All(parts) => joined("all", sorted(parts.iter().map(|part| self.when(part)))),
            When::Any(parts) => joined("any", sorted(parts.iter().map(|part| self.when(part)))),
        }
    }

    fn duration(&self, duration: &Duration) -> Vec<String> {
        let section = self.label(duration.section);
        let rows = duration.rows.iter().map(|row| format!("duration {section} {}", self.row(row)));
        // Where conditions choose, of several rows the first counts; lines of business have no order.
        let in_order = duration.rows.iter().any(|row| row.chosen_by.is_some());
        if in_order { rows.collect() } else { sorted(rows) }
    }

    fn row(&self, row: &DurationRow) -> String {
        let lines = self.lines(&row.lines);
        let chosen = row.chosen_by.map_or_else(String::new, |id| format!(" chosen {}", self.chosen(id)));
        let or_until = row.or_until.as_ref().map_or_else(String::new, |bound| {
            let whichever = match bound.whichever {
                Whichever::Longer => "longer",
                Whichever::Shorter => "shorter",
            };
            format!(" or-until {} {whichever}", self.name(bound.date))
        });
        let limit = row
            .limit
            .as_ref()
            .map_or_else(String::new, |limit| format!(" limit {} {}", limit.count, quoted(&limit.what)));
        format!("{lines}{chosen} {}{or_until}{limit}", row.period)
    }

    /// A criterion by its label; a condition of the row's own by what it says.
    fn chosen(&self, id: CriterionId) -> String {
        match &self.policy.criterion(id) {
            Criterion { part: Part::Row, body: Body::Test(formula), .. } => self.formula(formula),
            _ => format!("(met {})", self.label(id)),
        }
    }

    fn lines(&self, lines: &[ChoiceId]) -> String {
        self.policy.line_of_business.map_or_else(|| "[]".to_owned(), |fact| self.choices(fact, lines))
    }

    fn referral(&self, referral: &Referral) -> Vec<String> {
        let criterion = self.label(referral.criterion);
        let targets = referral.targets.iter().map(|(line, target)| {
            let line: Vec<ChoiceId> = line.iter().copied().collect();
            format!("referral {criterion} {} {}", self.lines(&line), quoted(target))
        });
        sorted(targets)
    }
}

fn scale(quantity: &Quantity) -> String {
    format!("{} places {} {}..{}", quoted(&quantity.unit), quantity.places, quantity.min, quantity.max)
}

fn joined(operator: &str, parts: Vec<String>) -> String {
    std::iter::once(format!("({operator}")).chain(parts).collect::<Vec<_>>().join(" ") + ")"
}
