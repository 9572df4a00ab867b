//! Random outlines: sections with their scopes, and criteria of every shape in them.

use super::dice::Dice;
use super::items::{Item, joined, label, labels};
use super::sentences::{Pools, Writer, choose};
use super::shapes::Desk;
use super::stock::{Below, Head, Stock};
use super::vocabulary::Vocabulary;
use super::wishes::Wishes;

/// A section of criteria.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its whole label: `I.A`.
    pub label: String,
    /// Its heading, without the label.
    pub heading: String,
    /// Its scope.
    pub scope: Option<String>,
    /// Its criteria.
    pub items: Vec<Item>,
    /// The sections below it.
    pub sections: Vec<Section>,
    /// Whether it says that re-authorization is not permitted.
    pub bars: bool,
}

/// How deep items stand below one another.
const LEVELS: usize = 3;

/// Numbers as operators write them.
const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// The criteria that meet the wishes of a policy, each with whether it opens a condition. `None` where one
/// cannot be written.
pub fn wanted(
    words: &Vocabulary,
    stock: &Stock,
    dice: &mut Dice,
    wishes: &Wishes,
) -> Option<Vec<(Item, bool)>> {
    let mut all = Vec::new();
    for row in &wishes.clauses {
        let known: Vec<_> = stock.pools["clause"].iter().filter(|one| one.row == *row).collect();
        let clause = known.get(dice.below(known.len()))?;
        all.push((Item::leaf(format!("{};", clause.text)), false));
    }
    if let Some(row) = wishes.part {
        let known: Vec<_> = stock.pools["clause"].iter().filter(|one| one.parts.contains(&row)).collect();
        // Not every vocabulary has the treatments for it.
        let clause = known.get(dice.below(known.len()));
        all.extend(clause.map(|clause| (Item::leaf(format!("{};", clause.text)), false)));
    }
    if wishes.open {
        let open = stock.open.get(dice.below(stock.open.len()));
        all.extend(open.map(|clause| (Item::leaf(format!("{};", clause.text)), false)));
    }
    if let Some(row) = wishes.head {
        let known: Vec<_> = stock.heads.iter().filter(|head| head.row == row).collect();
        let head = known.get(dice.below(known.len()))?;
        all.push((head.item(), head.conditional));
    }
    for shape in &wishes.shapes {
        all.push((shape.write(&mut Desk { words, stock, dice })?, false));
    }
    dice.shuffle(&mut all);
    Some(all)
}

/// Writes random criteria.
#[derive(Debug)]
pub struct Outliner<'a> {
    /// The vocabulary.
    pub words: &'a Vocabulary,
    /// What is known to be read.
    pub stock: &'a Stock,
    /// The chance.
    pub dice: &'a mut Dice,
    /// What the wishes are about, until it stands in a section; each with whether it opens a condition.
    pub wanted: Vec<(Item, bool)>,
    /// Notes at the foot of the page, each called once.
    pub footnotes: usize,
}

impl Outliner<'_> {
    /// The sections of a policy: what approves, and mostly at last what excludes.
    pub fn sections(&mut self) -> Vec<Section> {
        let count = 2 + self.dice.below(3);
        let chapters: Vec<usize> =
            (0..count).map(|_| if self.dice.chance(30) { 1 + self.dice.below(3) } else { 0 }).collect();
        let excluding = usize::from(chapters.last() == Some(&0));
        let approving = chapters.iter().map(|below| (*below).max(1)).sum::<usize>() - excluding;
        let mut shares = self.shares(approving).into_iter();
        let mut share = || shares.next().unwrap_or_default();
        let mut all = Vec::new();
        for (at, below) in chapters.into_iter().enumerate() {
            let label = ["I", "II", "III", "IV", "V"][at].to_owned();
            if below == 0 && at + 1 == count {
                all.push(self.excluding(label));
            } else if below == 0 {
                all.push(self.section(label, share()));
            } else {
                let sections = (0..below)
                    .map(|at| self.section(format!("{label}.{}", ["A", "B", "C"][at]), share()))
                    .collect();
                let (heading, scope) = ("A chapter".to_owned(), self.scope(20));
                all.push(Section { label, heading, scope, sections, ..Section::default() });
            }
        }
        all.extend(self.no_second(count));
        all
    }

    /// A section that permits no re-authorization, where there are kinds of requests.
    fn no_second(&mut self, at: usize) -> Option<Section> {
        if self.words.requests.is_empty() || self.dice.chance(70) {
            return None;
        }
        let sentence =
            *self.dice.pick(&["Re-authorization is not permitted.", "Reauthorization is not permitted"]);
        Some(Section {
            label: ["I", "II", "III", "IV", "V"][at].to_owned(),
            heading: "No second time".to_owned(),
            scope: Some(format!("For {} {}", self.dice.pick(&self.words.requests), self.words.called)),
            items: vec![Item::leaf(sentence)],
            bars: true,
            ..Section::default()
        })
    }

    /// What is wanted, dealt to so many sections.
    fn shares(&mut self, sections: usize) -> Vec<Vec<(Item, bool)>> {
        let mut shares = vec![Vec::new(); sections];
        for (at, wanted) in std::mem::take(&mut self.wanted).into_iter().enumerate() {
            shares[at % sections].push(wanted);
        }
        shares
    }

    fn excluding(&mut self, label: String) -> Section {
        let scope = self.scope(35);
        let count = 1 + self.dice.below(2);
        let items = self.items(0, count, false);
        let heading = "Uses that are not authorized (any of the following)".to_owned();
        Section { label, heading, scope, items, ..Section::default() }
    }

    /// A section of its share of what is wanted, and of what chance adds.
    fn section(&mut self, label: String, mut share: Vec<(Item, bool)>) -> Section {
        share.sort_by_key(|(_, conditional)| *conditional);
        let scope = self.scope(35);
        let added = self.dice.below(4).max(usize::from(share.iter().all(|(_, conditional)| *conditional)));
        let count = added + share.len();
        let names = labels(0, count);
        let (operator, conditions) = match self.dice.below(10) {
            _ if share.iter().any(|(_, conditional)| *conditional) => ("must meet all".to_owned(), true),
            0..=2 => ("must meet all".to_owned(), true),
            3 | 4 if count > 1 => (format!("must meet {}", joined(&names, "and")), true),
            5 if count > 1 => (format!("must meet {}", joined(&names, "or")), false),
            _ => self.operator(count),
        };
        let mut items = self.items(0, added, conditions);
        for (item, conditional) in share {
            // The first is never conditional: where all are, they are a case.
            let least = usize::from(conditional);
            let at = least + self.dice.below(items.len() + 1 - least);
            items.insert(at, item);
        }
        let heading = format!("Approval ({operator})");
        Section { label, heading, scope, items, ..Section::default() }
    }

    /// An operator from the rows, as it fits so many items; and whether items may be conditional.
    fn operator(&mut self, count: usize) -> (String, bool) {
        for _ in 0..12 {
            let text =
                Writer::new(self.words, &Pools::new(), &[], self.dice).write("operator").text.to_lowercase();
            let number = |word: &str| {
                let named = NUMBERS.iter().position(|number| *number == word).map(|at| at + 1);
                named.or_else(|| word.parse().ok())
            };
            let least = if text.contains("at least") { text.split(' ').find_map(number) } else { None };
            let both = text.split(' ').any(|word| word == "both");
            let fits = least.unwrap_or(1) <= count && (!both || count == 2);
            if fits && !text.contains("whichever") {
                let all = both || text.split(' ').any(|word| word == "all");
                return (text, all);
            }
        }
        ("must meet all".to_owned(), true)
    }

    fn scope(&mut self, chance: usize) -> Option<String> {
        let able = !self.stock.conditions.is_empty() && self.dice.chance(chance);
        let condition = able.then(|| choose(&self.stock.conditions, self.dice).text.clone());
        condition.filter(|text| !text.contains("all other"))
    }

    fn items(&mut self, level: usize, count: usize, conditions: bool) -> Vec<Item> {
        let mut items: Vec<Item> = (0..count)
            .map(|at| {
                // The first is never conditional: where all are, they are a case.
                let item = self.item(level, conditions && at > 0);
                self.closed(item, at + 1 == count, conditions)
            })
            .collect();
        if self.dice.chance(20) && level == 0 && items.iter().all(|item| item.children.is_empty()) {
            items.push(Item::leaf("Note: this is information only."));
            items.pop_if(|_| conditions);
        }
        items
    }

    /// The punctuation behind a criterion of one line.
    fn closed(&mut self, item: Item, last: bool, all: bool) -> Item {
        if !item.children.is_empty() {
            return item;
        }
        let footnote = if self.dice.chance(4) {
            self.footnotes += 1;
            format!("[^n{}]", self.footnotes)
        } else {
            String::new()
        };
        let end = match self.dice.below(5) {
            0 => "",
            1 => ".",
            2 if !last && all => "; and",
            _ => ";",
        };
        Item::leaf(format!("{}{end}{footnote}", item.text))
    }

    fn item(&mut self, level: usize, conditions: bool) -> Item {
        if conditions && !self.stock.conditionals.is_empty() && self.dice.chance(20) {
            return Item::leaf(choose(&self.stock.conditionals, self.dice).text.clone());
        }
        if level + 1 >= LEVELS || self.dice.chance(45 + 15 * level) {
            return Item::leaf(choose(&self.stock.leaves, self.dice).text.clone());
        }
        let heads: Vec<&Head> =
            self.stock.heads.iter().filter(|head| conditions || !head.conditional).collect();
        if heads.is_empty() || self.dice.chance(25) {
            return self.titled(level);
        }
        let mut rows: Vec<&str> = heads.iter().map(|head| head.row).collect();
        rows.dedup();
        let row = *self.dice.pick(&rows);
        let of_row: Vec<&Head> = heads.into_iter().filter(|head| head.row == row).collect();
        let head = (*self.dice.pick(&of_row)).clone();
        let count = head.children.len();
        let children = match head.below {
            Below::Criteria => self.items(level + 1, count, false),
            Below::Branches => self.case(level + 1, &head.children),
            Below::Agents | Below::Selectors => head.children.clone(),
        };
        Item::group(head.written(level + 1, count), children)
    }

    /// A group under a bold title.
    fn titled(&mut self, level: usize) -> Item {
        let count = 2 + self.dice.below(2);
        let with = *self.dice.pick(&["and", "or"]);
        let title = *self.dice.pick(&["Grounds", "Tests and history", "Ways to qualify", "Setting"]);
        let head = Head {
            text: format!("**{title}**"),
            with: Some(with),
            below: Below::Criteria,
            children: Vec::new(),
            conditional: false,
            row: "",
        };
        if self.dice.chance(20) {
            let branches = self.stock.children(self.words, self.dice, Below::Branches);
            if branches.len() > 1 {
                let children = self.case(level + 1, &branches);
                return Item::group(head.written(level + 1, children.len()), children);
            }
        }
        let children = self.items(level + 1, count, with == "and");
        Item::group(head.written(level + 1, count), children)
    }

    /// The branches of a case, some of them lists themselves.
    fn case(&mut self, level: usize, branches: &[Item]) -> Vec<Item> {
        branches
            .iter()
            .map(|branch| {
                let split = branch
                    .text
                    .split_once(": ")
                    .filter(|(_, body)| !body.contains(": ") && level + 1 < LEVELS && self.dice.chance(30));
                let Some((condition, _)) = split else { return branch.clone() };
                let with = *self.dice.pick(&["and", "or"]);
                let labels: Vec<String> = (0..2).map(|at| label(level + 1, at)).collect();
                let children = self.items(level + 1, 2, false);
                Item::group(format!("{condition} ({}):", joined(&labels, with)), children)
            })
            .collect()
    }
}
