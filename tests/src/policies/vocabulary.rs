//! Random vocabularies: facts of every kind, with phrases, lists and conditions.

use std::fmt::Write as _;

use super::dice::Dice;
use super::kinds::{Add, COMPUTED, KINDS};
use super::wishes::Wishes;

/// A fact, as the vocabulary declares it.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// Its name.
    pub name: String,
    /// The row of [`KINDS`] that it is of.
    pub kind: &'static str,
    /// The cell of its kind.
    pub cell: String,
    /// Other phrases for it.
    pub also: Vec<String>,
    /// Phrases for its opposite.
    pub not: Vec<String>,
    /// The sentence under which it exists.
    pub only_when: Option<String>,
    /// Its values, each with its other phrases.
    pub choices: Vec<Vec<String>>,
    /// The name of the list that its values come from.
    pub list: Option<String>,
    /// Its unit, decimal places, and range in the last of them.
    pub measure: Option<Measure>,
    /// A factor, the other factor and their product; of a product the product first.
    pub chain: Vec<usize>,
}

/// How a number is written.
#[derive(Debug, Clone)]
pub struct Measure {
    /// The unit.
    pub unit: String,
    /// Decimal places.
    pub places: u32,
    /// The least plausible value, scaled.
    pub min: i64,
    /// The greatest plausible value, scaled.
    pub max: i64,
}

/// The facts of a policy, and the stock of names that are not used yet.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The facts: first those of the header.
    pub words: Vec<Word>,
    /// How many the header makes.
    pub built_in: usize,
    /// What is always true.
    pub always: Vec<String>,
    /// The lines of business.
    pub lines: Vec<String>,
    /// The kinds of request.
    pub requests: Vec<String>,
    /// Whom requests are for.
    pub subject: String,
    /// What requests are called.
    pub called: String,
    names: Vec<String>,
    values: Vec<String>,
    pub(super) appendices: usize,
}

const NAMES: &[&str] = &[
    "albumin",
    "lantern",
    "harbour",
    "ferritin",
    "compass",
    "meadow",
    "tracer",
    "sodium",
    "pillar",
    "ribbon",
    "kettle",
    "antler",
    "calcium",
    "glacier",
    "saddle",
    "marker",
    "anchor",
    "bilirubin",
    "cellar",
    "thicket",
    "orchard",
    "platelet",
    "quarry",
    "rafter",
    "insulin",
    "tundra",
    "urchin",
    "velvet",
    "willow",
    "zither",
    "basalt",
    "cobalt",
    "dorsal scan",
    "ember",
    "fibre test",
    "granite",
    "heron",
    "iris exam",
    "jasper",
    "keel",
    "linden",
    "mortar",
    "nickel",
    "oxide",
    "plinth",
];

const VALUES: &[&str] = &[
    "amber",
    "teal",
    "coral",
    "dusky",
    "early stage",
    "flint",
    "gentle",
    "hollow",
    "ivory",
    "jade",
    "keen",
    "late stage",
    "mellow",
    "narrow",
    "opal",
    "pale",
    "quiet",
    "rough",
    "scarlet",
    "tawny",
    "upper",
    "violet",
    "woven",
    "young",
];

impl Vocabulary {
    /// A vocabulary with this share, in percent, of the kinds of facts, and some of them again; and with
    /// what the wishes need.
    pub fn random(dice: &mut Dice, share: usize, wishes: &Wishes) -> Self {
        let mut words =
            Self { subject: (*dice.pick(&["member", "traveller", "person"])).to_owned(), ..Self::default() };
        words.names = NAMES.iter().map(|name| (*name).to_owned()).collect();
        words.values = VALUES.iter().map(|value| (*value).to_owned()).collect();
        dice.shuffle(&mut words.names);
        dice.shuffle(&mut words.values);
        words.header(dice, wishes);
        let mut kinds: Vec<&(&'static str, Add)> = KINDS.iter().filter(|_| dice.chance(share)).collect();
        for _ in 0..3 + dice.below(5) {
            kinds.push(dice.pick(KINDS));
        }
        for needed in wishes.kinds() {
            if !kinds.iter().any(|(kind, _)| needed.contains(kind)) {
                kinds.extend(KINDS.iter().filter(|(kind, _)| needed.contains(kind)).take(1));
            }
        }
        dice.shuffle(&mut kinds);
        for (kind, add) in kinds {
            let word = add(&mut words, dice);
            words.words.push(Word { kind, ..word });
        }
        for (name, values) in wishes.shapes.iter().filter_map(|shape| shape.needs) {
            words.words.push(Word {
                name: name.to_owned(),
                kind: "one of",
                cell: format!("one of: {}", values.join(", ")),
                choices: values.iter().map(|value| vec![(*value).to_owned()]).collect(),
                ..Word::default()
            });
        }
        words.chains();
        words.called = (*dice.pick(&["requests", "requests", "trips", "claims"])).to_owned();
        words
    }

    /// The facts that the header makes.
    fn header(&mut self, dice: &mut Dice, wishes: &Wishes) {
        let some = |dice: &mut Dice, least: usize, of: &[&str]| {
            let count = [least, 2, 3][dice.below(3)];
            of.iter().take(count).map(|name| (*name).to_owned()).collect::<Vec<_>>()
        };
        let lines = wishes.statement.is_some_and(|row| row.starts_with("every approval for"));
        self.lines = some(dice, if lines { 2 } else { 0 }, &["Commercial", "HIM", "Medicaid"]);
        self.requests = some(dice, 0, &["initial", "continued", "appeal"]);
        let one_of = |name: &str, of: &[String]| Word {
            name: name.to_owned(),
            kind: "one of",
            choices: of.iter().map(|choice| vec![choice.clone()]).collect(),
            ..Word::default()
        };
        if !self.requests.is_empty() {
            self.words.push(one_of("request kind", &self.requests));
        }
        self.words.push(Word {
            name: "request date".to_owned(),
            also: vec!["the request date".to_owned()],
            cell: "date".to_owned(),
            kind: "date",
            ..Word::default()
        });
        if !self.lines.is_empty() {
            self.words.push(one_of("line of business", &self.lines));
        }
        self.built_in = self.words.len();
    }

    /// A fact with a new name. Some names start as another one does, so that phrases overlap.
    pub(super) fn named(&mut self, dice: &mut Dice) -> Word {
        let fresh = self.names.pop().expect("the stock of names is large enough");
        let own: Vec<String> = self.words[self.built_in..].iter().map(|word| word.name.clone()).collect();
        let name =
            if !own.is_empty() && dice.chance(8) { format!("{} {fresh}", dice.pick(&own)) } else { fresh };
        let also = if dice.chance(25) { vec![format!("the level of {name}")] } else { Vec::new() };
        Word { name, also, ..Word::default() }
    }

    /// Two or more values, some with other phrases, some shared with other facts.
    pub(super) fn choices(&mut self, dice: &mut Dice) -> Vec<Vec<String>> {
        let count = 2 + dice.below(4);
        let from = dice.below(VALUES.len());
        (0..count)
            .map(|at| {
                let name = self.values[(from + at) % self.values.len()].clone();
                let also = dice.chance(25).then(|| format!("{name} kind"));
                std::iter::once(name).chain(also).collect()
            })
            .collect()
    }

    pub(super) fn dates(&self) -> Vec<usize> {
        (self.built_in..self.words.len()).filter(|at| self.words[*at].kind == "date").collect()
    }

    /// The trials.
    pub(super) fn trials(&self) -> Vec<usize> {
        (0..self.words.len()).filter(|at| self.words[*at].kind.starts_with("trial")).collect()
    }

    /// Ties factors and products together.
    fn chains(&mut self) {
        let products: Vec<Vec<usize>> =
            self.words.iter().filter(|word| word.kind == "product").map(|word| word.chain.clone()).collect();
        for chain in products {
            let [product, left, right] = chain[..] else { continue };
            self.words[left].chain = vec![left, right, product];
            self.words[right].chain = vec![right, left, product];
        }
    }

    /// The header, and the vocabulary below it, as Markdown.
    pub fn write(&self, page: &mut String, index: usize) {
        let field = |page: &mut String, name: &str, list: &[String]| {
            if !list.is_empty() {
                _ = writeln!(page, "| {name} | {} |", list.join(", "));
            }
        };
        _ = writeln!(
            page,
            "# Random policy {index}\n\n| | |\n| --- | --- |\n| Reference number | RANDOM.{index} |"
        );
        _ = writeln!(
            page,
            "| Version | 2026-01 |\n| In force from | 2026-01-01 |\n| Subject | {} |",
            self.subject
        );
        field(page, "Lines of business", &self.lines);
        field(page, "Request kinds", &self.requests);
        if self.called != "requests" {
            _ = writeln!(page, "| Requests are called | {} |", self.called);
        }
        page.push_str("\n## Vocabulary\n\n| Fact | Kind | Also written | Only when | Asked as |\n");
        page.push_str("| --- | --- | --- | --- | --- |\n");
        for word in &self.words[self.built_in..] {
            let not = word.not.iter().map(|phrase| format!("not: {phrase}"));
            let also: Vec<String> = word.also.iter().cloned().chain(not).collect();
            let asked = if word.is_derived() { String::new() } else { format!("What about {}?", word.name) };
            let only_when = word.only_when.as_deref().unwrap_or_default();
            _ = writeln!(
                page,
                "| {} | {} | {} | {only_when} | {asked} |",
                word.name,
                word.cell,
                also.join("; ")
            );
        }
        page.push('\n');
        for word in self.words.iter().filter(|word| !word.list.as_ref().is_none_or(|name| is_appendix(name)))
        {
            _ = writeln!(page, "### {}\n", word.list.as_deref().unwrap_or_default());
            word.items(page);
        }
        if !self.always.is_empty() {
            page.push_str("### Always true\n\n");
            self.always.iter().for_each(|sentence| _ = writeln!(page, "- {sentence}."));
            page.push('\n');
        }
    }

    /// Whether a fact is a date that may lie behind the request date: not that date, nor one of a birth.
    pub fn may_come(&self, at: usize) -> bool {
        let born = format!("years since {}", self.words[at].name);
        at >= self.built_in && !self.words.iter().any(|word| word.cell.starts_with(&born))
    }

    /// The appendices that are lists of values.
    pub fn write_appendices(&self, page: &mut String) {
        for word in &self.words {
            let Some(name) = word.list.as_ref().filter(|name| is_appendix(name)) else { continue };
            _ = writeln!(page, "## {name}: Things of {}\n", word.name);
            word.items(page);
        }
    }
}

impl Word {
    /// Whether it is computed.
    pub fn is_derived(&self) -> bool {
        COMPUTED.contains(&self.kind)
    }

    fn items(&self, page: &mut String) {
        for choice in &self.choices {
            let also =
                if choice.len() > 1 { format!(" ({})", choice[1..].join(", ")) } else { String::new() };
            _ = writeln!(page, "- {}{also}", choice[0]);
        }
        page.push('\n');
    }
}

fn is_appendix(name: &str) -> bool {
    name.starts_with("Appendix")
}

impl Measure {
    /// A scaled number with all its places.
    pub fn full(&self, number: i64) -> String {
        let scale = 10_u64.pow(self.places);
        let (digits, sign) = (self.places as usize, if number < 0 { "-" } else { "" });
        let number = number.unsigned_abs();
        if digits == 0 {
            format!("{sign}{number}")
        } else {
            format!("{sign}{}.{:0digits$}", number / scale, number % scale)
        }
    }

    /// A scaled number, with trailing zeros or without.
    pub fn number(&self, number: i64, dice: &mut Dice) -> String {
        let full = self.full(number);
        if self.places > 0 && dice.chance(60) {
            full.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            full
        }
    }
}
