//! Random orders of determination, and the tables of durations and referrals that they need.

use std::fmt::Write as _;

use super::dice::Dice;
use super::durations;
use super::items::{Item, label, write};
use super::outline::Section;
use super::sentences::{Pools, Writer};
use super::vocabulary::Vocabulary;

/// The order of determination, and what it asks of the sections.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The steps.
    pub steps: Vec<String>,
    /// Sections that approve.
    approve: Vec<String>,
    /// Criteria that refer, with their section.
    refer: Vec<(String, String)>,
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
    pub fn random(words: &Vocabulary, sections: &[Section], dice: &mut Dice) -> Self {
        let mut labels = Labels::default();
        for section in sections.iter().filter(|section| !section.bars) {
            labels.add(section);
        }
        let mut order = Self::default();
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
        for _ in 0..dice.below(3) {
            order.referral(words, &labels, dice);
        }
        let excluding = excludes.map_or_else(|| labels.sections.clone(), |label| vec![label.clone()]);
        if excludes.is_some() || dice.chance(50) {
            let step = || Writer::new(words, &Pools::new(), &excluding, dice).write("step").text;
            let able = |step: &String| {
                step.starts_with("Not authorized") && !step.contains("it is met") && !wordy(step)
            };
            order.steps.extend(std::iter::repeat_with(step).take(40).find(able));
        }
        if dice.chance(30) {
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

    fn approvals(
        &mut self,
        words: &Vocabulary,
        approving: &[String],
        excludes: Option<&String>,
        dice: &mut Dice,
    ) {
        for _ in 0..=dice.below(2) {
            for _ in 0..20 {
                let step = Writer::new(words, &Pools::new(), approving, dice).write("step").text;
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
            let step = Writer::new(words, &Pools::new(), &names, dice).write("step").text;
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
        let step = || Writer::new(words, &Pools::new(), &names, dice).write("step").text;
        let able = |step: &String| {
            step.starts_with("Refer to ")
                && step.contains(" when ")
                && !step.contains("it is met")
                && !wordy(step)
        };
        self.steps.extend(std::iter::repeat_with(step).take(60).find(able));
    }

    /// Writes the criteria sections, with their tables, and the order.
    pub fn write(
        &self,
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
        &self,
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
            durations::write(page, &hashes, stock, section, dice);
        }
        let mut referred: Vec<&String> = self
            .refer
            .iter()
            .filter(|(_, within)| *within == section.label)
            .map(|(label, _)| label)
            .collect();
        referred.sort_unstable();
        referred.dedup();
        if !referred.is_empty() {
            _ = writeln!(page, "{hashes} Referral\n");
            referrals(page, stock.0, &section.label, &referred, dice);
        }
        section.sections.iter().for_each(|section| self.section(page, stock, section, level + 1, dice));
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

fn referrals(page: &mut String, words: &Vocabulary, section: &str, labels: &[&String], dice: &mut Dice) {
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
