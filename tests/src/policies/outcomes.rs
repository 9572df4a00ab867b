//! Random orders of determination, and the tables of durations and referrals that they need.

use std::fmt::Write as _;

use super::dice::Dice;
use super::durations::{self, Endings};
use super::items::{Item, label, write};
use super::outline::Section;
use super::sentences::{Pools, Writer, choose, rows};
use super::stock::Stock;
use super::vocabulary::Vocabulary;
use super::wishes::Wishes;

/// The order of determination, and what it asks of the sections.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The steps.
    pub steps: Vec<String>,
    /// Sections that approve.
    approve: Vec<String>,
    /// Criteria that refer, with their section.
    refer: Vec<(String, String)>,
    /// How the approvals end.
    pub endings: Endings,
    /// The row that the first step of its sort is written from.
    step: Option<&'static str>,
}

/// The labels of sections that have a value, and of what stands below them.
#[derive(Debug, Clone, Default)]
struct Labels {
    sections: Vec<String>,
    /// Each with the section it stands in.
    criteria: Vec<(String, String)>,
}

impl Order {
    /// An order over the labels of some sections.
    pub fn random(words: &Vocabulary, sections: &[Section], dice: &mut Dice, wishes: &Wishes) -> Self {
        let mut labels = Labels::default();
        for section in sections.iter().filter(|section| !section.bars) {
            labels.add(section);
        }
        let says = wishes.statement.unwrap_or_default();
        let alike = says.contains("{term}") || says.contains("{limit}");
        let mut order =
            Self { step: wishes.step, endings: Endings { alike, ..Endings::default() }, ..Self::default() };
        let excludes =
            sections.iter().rfind(|one| one.heading.contains("not authorized")).map(|one| &one.label);
        let approving: Vec<String> =
            labels.sections.iter().filter(|label| Some(*label) != excludes).cloned().collect();
        order.approvals(words, &approving, excludes, dice);
        if order.approve.is_empty() && !approving.is_empty() {
            let label = dice.pick(&approving).clone();
            order.steps.push(format!("Approve when {label} is met"));
            order.approve.push(label);
        }
        let refers = usize::from(
            wishes.step.is_some_and(|row| row.starts_with("refer") && !row.starts_with("refer to")),
        );
        for _ in 0..dice.below(3).max(refers) {
            order.referral(words, &labels, dice);
        }
        let excluding = excludes.map_or_else(|| labels.sections.clone(), |label| vec![label.clone()]);
        if excludes.is_some() || wishes.step.is_some_and(|row| row.starts_with("not")) || dice.chance(50) {
            let able = |step: &String| !step.contains("it is met") && !wordy(step);
            let step = (0..40).map(|_| order.step("not authorized", words, &excluding, dice)).find(able);
            order.steps.extend(step);
        }
        if wishes.step.is_some_and(|row| row.starts_with("refer to")) || dice.chance(30) {
            order.refer_to(words, &labels, dice);
        }
        for section in sections.iter().filter(|section| section.bars) {
            order.steps.push(format!("Not authorized when {} is met", section.label));
        }
        dice.shuffle(&mut order.steps);
        let last = ["Refer to clinical review otherwise", "Otherwise: refer to the finance director"];
        let not_met = "Otherwise: criteria not met";
        order.steps.push((*dice.pick(&[last[0], last[1], not_met, not_met, not_met])).to_owned());
        order
    }

    /// A step of a sort; the one that is wished for, where it is of this sort.
    fn step(&self, sort: &str, words: &Vocabulary, labels: &[String], dice: &mut Dice) -> String {
        // A step that names its target is a sort of its own.
        let able = |row: &&str| row.starts_with(sort) && row.starts_with("refer to") == (sort == "refer to");
        let of_sort: Vec<&str> = rows()["step"].iter().copied().filter(able).collect();
        let row = self.step.filter(able).unwrap_or(*dice.pick(&of_sort));
        Writer::new(words, &Pools::new(), labels, dice).write_row("step", row).text
    }

    fn approvals(
        &mut self,
        words: &Vocabulary,
        approving: &[String],
        excludes: Option<&String>,
        dice: &mut Dice,
    ) {
        for _ in 0..=dice.below(2) {
            for _ in 0..20 {
                let step = self.step("approve", words, approving, dice);
                let Some(rest) = step.strip_prefix("Approve when ") else { continue };
                let (when, _) = rest.split_once(", unless").unwrap_or((rest, ""));
                let met = met_labels(when);
                if met.is_empty() || when.contains("it is met") || when.contains("is not met") || wordy(&step)
                {
                    continue;
                }
                self.approve.extend(met);
                let step = match (excludes, step.rsplit_once(", unless ")) {
                    (Some(label), Some((before, _))) => format!("{before}, unless {label} is met"),
                    _ => step,
                };
                self.steps.push(step);
                break;
            }
        }
    }

    fn referral(&mut self, words: &Vocabulary, labels: &Labels, dice: &mut Dice) {
        let names: Vec<String> = labels.criteria.iter().map(|(label, _)| label.clone()).collect();
        if names.is_empty() {
            return;
        }
        for _ in 0..20 {
            let step = self.step("refer", words, &names, dice);
            let referred = match (step.strip_prefix("Refer under "), step.strip_prefix("Refer when ")) {
                (Some(rest), _) if rest.contains("it is met") => {
                    vec![rest.split(' ').next().unwrap_or_default().to_owned()]
                }
                (_, Some(rest)) => met_labels(rest),
                _ => continue,
            };
            let own = |label: &String| labels.criteria.iter().find(|(known, _)| known == label).cloned();
            if wordy(&step) || step.starts_with("Refer when") && step.contains("it is met") {
                continue;
            }
            self.refer.extend(referred.iter().filter_map(own));
            self.steps.push(step);
            return;
        }
    }

    /// A step that names its target itself.
    fn refer_to(&mut self, words: &Vocabulary, labels: &Labels, dice: &mut Dice) {
        let names: Vec<String> = labels.criteria.iter().map(|(label, _)| label.clone()).collect();
        let able = |step: &String| step.contains(" when ") && !step.contains("it is met") && !wordy(step);
        let step = (0..60).map(|_| self.step("refer to", words, &names, dice)).find(able);
        self.steps.extend(step);
    }

    /// Writes the criteria sections, with their tables, and the order.
    pub fn write(
        &mut self,
        page: &mut String,
        stock: (&Vocabulary, &Pools),
        sections: &[Section],
        dice: &mut Dice,
    ) {
        for section in sections {
            self.section(page, stock, section, 2, dice);
        }
        page.push_str("## Order of determination (first that applies)\n\n");
        for (at, step) in self.steps.iter().enumerate() {
            _ = writeln!(page, "{}. {step}.", at + 1);
        }
        page.push('\n');
    }

    fn section(
        &mut self,
        page: &mut String,
        stock: (&Vocabulary, &Pools),
        section: &Section,
        level: usize,
        dice: &mut Dice,
    ) {
        let own = section.label.rsplit('.').next().unwrap_or_default();
        _ = writeln!(page, "{} {own}. {}\n", "#".repeat(level), section.heading);
        section.scope.iter().for_each(|scope| _ = writeln!(page, "{scope}:\n"));
        write(page, &section.items);
        if !section.items.is_empty() {
            page.push('\n');
        }
        let hashes = "#".repeat(level + 1);
        if self.approve.contains(&section.label) {
            durations::write(page, &hashes, stock, section, &mut self.endings, dice);
        }
        let own = self.refer.iter().filter(|(_, within)| *within == section.label);
        let mut referred: Vec<String> = own.flat_map(|(label, _)| with_rows(section, label, dice)).collect();
        referred.sort_unstable();
        referred.dedup();
        if !referred.is_empty() {
            _ = writeln!(page, "{hashes} Referral\n");
            referrals(page, stock.0, &section.label, &referred, dice);
        }
        for section in &section.sections {
            self.section(page, stock, section, level + 1, dice);
        }
    }
}

impl Labels {
    fn add(&mut self, section: &Section) {
        if !section.items.is_empty() {
            self.sections.push(section.label.clone());
            self.items(&section.items, &section.label, &section.label, 0);
        }
        section.sections.iter().for_each(|section| self.add(section));
    }

    fn items(&mut self, items: &[Item], under: &str, section: &str, level: usize) {
        for (at, item) in items.iter().enumerate().filter(|(_, item)| !item.text.starts_with("Note:")) {
            let full = format!("{under}.{}", label(level, at));
            self.criteria.push((full.clone(), section.to_owned()));
            self.items(&item.children, &full, section, level + 1);
        }
    }
}

/// Whether a step says one thing twice, or more than anybody would.
fn wordy(step: &str) -> bool {
    let labels: Vec<&str> = step.split([' ', ',']).filter(|word| word.starts_with(['I', 'V'])).collect();
    let mut once = labels.clone();
    once.sort_unstable();
    once.dedup();
    once.len() < labels.len() || labels.len() > 4
}

/// The labels that a step wants met.
fn met_labels(when: &str) -> Vec<String> {
    let (mut met, mut open) = (Vec::new(), Vec::new());
    let words: Vec<&str> = when.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        match *word {
            "met" if words[at - 1] == "not" => open.clear(),
            "met" => met.append(&mut open),
            "apply" => open.clear(),
            word if word.starts_with(['I', 'V']) => open.push(word.to_owned()),
            _ => {}
        }
    }
    met
}

/// Writes another reading of a criterion or of a scope; what it is of.
pub fn reading(page: &mut String, sections: &[Section], stock: &Stock, dice: &mut Dice) -> Vec<&'static str> {
    let mut places: Vec<(String, &'static str)> = Vec::new();
    let all = sections.iter().flat_map(|one| std::iter::once(one).chain(&one.sections));
    for section in all.filter(|section| !section.bars) {
        if section.scope.is_some() {
            places.push((format!("Scope {}", section.label), "reading of a scope"));
        }
        let plain = |item: &Item| {
            let conditional = item.text.starts_with("If ") || item.text.starts_with("For ");
            item.children.is_empty() && item.table.is_none() && !conditional
        };
        for (at, _) in section.items.iter().enumerate().filter(|(_, item)| plain(item)) {
            places.push((format!("{}.{}", section.label, label(0, at)), "reading of a criterion"));
        }
    }
    dice.shuffle(&mut places);
    places.sort_by_key(|(_, what)| *what == "reading of a criterion" && dice.chance(50));
    let Some((place, what)) = places.first() else { return Vec::new() };
    let written = match *what {
        "reading of a scope" => format!("{}:", choose(&stock.conditions, dice).text),
        _ => choose(&stock.leaves, dice).text.clone(),
    };
    page.push_str(
        "## Readings\n\n| Reading | Place | Question | Our reading | Other reading | Written otherwise |\n",
    );
    page.push_str("| --- | --- | --- | --- | --- | --- |\n");
    _ = writeln!(page, "| R1 | {place} | Which one is meant? | As it stands. | The other. | {written} |\n");
    vec![*what]
}

/// The criteria that have a row where this one refers: itself or, of a case, sometimes its branches.
fn with_rows(section: &Section, referred: &str, dice: &mut Dice) -> Vec<String> {
    let conditional = |item: &Item| item.text.starts_with("If ") || item.text.starts_with("For ");
    let branches = match below(&section.items, &section.label, 0, referred) {
        Some((item, level)) if item.children.iter().all(conditional) => {
            (0..item.children.len()).map(|at| format!("{referred}.{}", label(level + 1, at))).collect()
        }
        _ => Vec::new(),
    };
    if branches.is_empty() || dice.chance(40) { vec![referred.to_owned()] } else { branches }
}

/// The item of a label, with its level.
fn below<'i>(items: &'i [Item], under: &str, level: usize, wanted: &str) -> Option<(&'i Item, usize)> {
    let written = items.iter().filter(|item| !item.text.starts_with("Note:"));
    written.enumerate().find_map(|(at, item)| {
        let full = format!("{under}.{}", label(level, at));
        if full == wanted { Some((item, level)) } else { below(&item.children, &full, level + 1, wanted) }
    })
}

fn referrals(page: &mut String, words: &Vocabulary, section: &str, labels: &[String], dice: &mut Dice) {
    let columns = if words.lines.is_empty() { vec!["Refer to".to_owned()] } else { words.lines.clone() };
    _ = writeln!(page, "| Criterion | {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len() + 1));
    for label in labels {
        let below = label.strip_prefix(section).map_or("", |rest| rest.trim_start_matches('.'));
        let targets: Vec<&str> =
            columns.iter().map(|_| *dice.pick(&["CP.A.1", "CP.B.2", "clinical review"])).collect();
        _ = writeln!(page, "| {below} | {} |", targets.join(" | "));
    }
    page.push('\n');
}
