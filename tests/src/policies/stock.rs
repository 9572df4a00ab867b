//! What the criteria of a random policy are made of: sentences, conditions and heads of lists over its
//! vocabulary, each of which the compiler was seen to read.

use super::dice::Dice;
use super::items::{Item, joined, label};
use super::learned::{With, learned};
use super::probe::{Said, probe};
use super::sentences::{Pools, Writer, Written, choose, rows};
use super::vocabulary::Vocabulary;
use super::wishes::Wishes;

/// What stands below a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Below {
    /// Criteria.
    Criteria,
    /// Agents, or choices of agents.
    Agents,
    /// Branches of which exactly one applies.
    Branches,
    /// Sentences of which exactly one holds.
    Selectors,
}

/// A sentence that announces a list.
#[derive(Debug, Clone)]
pub struct Head {
    /// The text, without the labels in parentheses and the colon.
    pub text: String,
    /// What joins the labels, where they are named.
    pub with: Option<&'static str>,
    /// What stands below.
    pub below: Below,
    /// What was seen below it.
    pub children: Vec<Item>,
    /// Whether it opens a condition.
    pub conditional: bool,
    /// The row that it was written from.
    pub row: &'static str,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// Clauses that every request can be asked.
    pub pools: Pools,
    /// Criteria of one sentence.
    pub leaves: Vec<Written>,
    /// Criteria of one sentence under a condition.
    pub conditionals: Vec<Written>,
    /// Conditions.
    pub conditions: Vec<Written>,
    /// Heads of lists.
    pub heads: Vec<Head>,
    /// Clauses with several readings.
    pub open: Vec<Written>,
}

impl Head {
    /// The head with its labels, over items of a level.
    pub fn written(&self, level: usize, count: usize) -> String {
        let labels: Vec<String> = (0..count).map(|at| label(level, at)).collect();
        let tuple = self.with.map_or_else(String::new, |with| format!(" ({})", joined(&labels, with)));
        format!("{}{tuple}:", self.text)
    }

    /// The head as an item of the outermost list, over what was seen below it.
    pub fn item(&self) -> Item {
        Item::group(self.written(1, self.children.len()), self.children.clone())
    }
}

impl Stock {
    /// Fills the stock, and gives some facts of the vocabulary a condition. `None` where the vocabulary
    /// itself is refused.
    pub fn fill(words: &mut Vocabulary, dice: &mut Dice, wishes: &Wishes) -> Option<Self> {
        let (clauses, open) = clauses(words, dice, wishes)?;
        conditions_of_facts(words, dice, &clauses);
        let touching = |clause: &Written| touched(words, clause);
        let (plain, wrapped): (Vec<Written>, Vec<Written>) =
            clauses.into_iter().partition(|clause| touching(clause).is_empty());
        if plain.is_empty() {
            return None;
        }
        let open = open.into_iter().filter(|clause| touching(clause).is_empty()).collect();
        let mut stock = Self { open, ..Self::default() };
        stock.pools.insert("clause", plain);
        let candidates = stock.candidates(words, dice, &wrapped, wishes);
        if dice.chance(65) {
            stock.always(words, dice, wishes);
        }
        let items: Vec<Item> = candidates.iter().map(Candidate::item).collect();
        let fine = probe(words, &items).or_else(|_| {
            words.always.clear();
            probe(words, &items)
        });
        let fine = fine.ok()?;
        for (candidate, _) in candidates.into_iter().zip(fine).filter(|(_, said)| *said == Said::Read) {
            match candidate {
                // It was other than what stood before it in the trial.
                Candidate::Leaf(Written { text, .. }) | Candidate::Head(Head { text, .. })
                    if text.to_lowercase().contains("for all other") => {}
                Candidate::Leaf(one) if one.conditional => stock.conditionals.push(one),
                Candidate::Leaf(one) => stock.leaves.push(one),
                Candidate::Condition(one, _) => stock.conditions.push(one),
                Candidate::Head(head) => stock.heads.push(head),
            }
        }
        (!stock.leaves.is_empty()).then_some(stock)
    }

    /// Says of every request what the compiler reads; nothing, where a few tries find nothing.
    fn always(&self, words: &mut Vocabulary, dice: &mut Dice, wishes: &Wishes) {
        for _ in 0..6 {
            let writer = Writer::new(words, &self.pools, &[], dice);
            let written = match wishes.always {
                Some(row) => writer.write_row("always", row),
                None => writer.write("always"),
            };
            words.always = vec![written.text];
            if probe(words, &[Item::leaf(format!("{};", self.pools["clause"][0].text))]).is_ok() {
                return;
            }
        }
        words.always.clear();
    }

    /// What may be read.
    fn candidates(
        &self,
        words: &Vocabulary,
        dice: &mut Dice,
        wrapped: &[Written],
        wishes: &Wishes,
    ) -> Vec<Candidate> {
        let mut all = Vec::new();
        let clause = |dice: &mut Dice| choose(&self.pools["clause"], dice).clone();
        for one in wrapped {
            let [fact] = touched(words, one)[..] else { continue };
            let condition = words.words[fact].only_when.clone().unwrap_or_default();
            let text = format!("{condition}, and {}", one.text);
            all.push(Candidate::Leaf(Written { text, ..one.clone() }));
            let text = format!("If {condition}: {}", one.text);
            all.push(Candidate::Leaf(Written { text, conditional: true, ..one.clone() }));
        }
        for _ in 0..30 {
            all.push(Candidate::Leaf(clause(dice)));
            let row = *dice.pick(&rows()["criterion"]);
            all.push(Candidate::Leaf(Writer::new(words, &self.pools, &[], dice).write_row("criterion", row)));
            let condition = Writer::new(words, &self.pools, &[], dice).write("condition");
            let body = clause(dice);
            all.push(Candidate::Condition(condition, body));
        }
        for (row, takes) in &learned().heads {
            let tries = if wishes.head == Some(*row) || row.starts_with("failure of") { 12 } else { 4 };
            for _ in 0..tries {
                let (below, with) = *dice.pick(takes);
                let head = self.head(words, dice, row, below, with);
                all.extend((head.children.len() > 1).then_some(Candidate::Head(head)));
            }
        }
        all
    }

    /// A head from a row, with something below it.
    pub fn head(
        &self,
        words: &Vocabulary,
        dice: &mut Dice,
        row: &'static str,
        below: Below,
        with: With,
    ) -> Head {
        let trials = words.trials();
        let writer = Writer::new(words, &self.pools, &[], dice);
        // What excuses is an outcome of a trial.
        let writer = match (below, trials.first()) {
            (Below::Agents, Some(trial)) => writer.about(*trial),
            _ => writer,
        };
        let Written { text, conditional, row, .. } = writer.write_row("criterion", row);
        Head { text, with, below, children: self.children(words, dice, below), conditional, row }
    }

    /// A few items of a sort; empty where the vocabulary has none.
    pub fn children(&self, words: &Vocabulary, dice: &mut Dice, below: Below) -> Vec<Item> {
        let clause = |dice: &mut Dice| choose(&self.pools["clause"], dice).text.clone();
        let trials = words.trials();
        match below {
            Below::Criteria => {
                (0..2 + dice.below(2)).map(|_| Item::leaf(format!("{};", clause(dice)))).collect()
            }
            Below::Agents if trials.is_empty() => Vec::new(),
            Below::Agents => (0..2 + dice.below(2))
                .map(|_| {
                    let trial = *dice.pick(&trials);
                    let text = Writer::new(words, &self.pools, &[], dice).about(trial).write("trials").text;
                    Item::leaf(format!("{text};"))
                })
                .collect(),
            Below::Branches => {
                let mut branches = self.conditions_of_a_case(words, dice);
                for branch in &mut branches {
                    *branch = format!("{branch}: {};", clause(dice));
                }
                branches.into_iter().map(Item::leaf).collect()
            }
            Below::Selectors => {
                parts(words, dice).into_iter().map(|part| Item::leaf(format!("{part};"))).collect()
            }
        }
    }

    /// Conditions of which exactly one holds.
    pub fn conditions_of_a_case(&self, words: &Vocabulary, dice: &mut Dice) -> Vec<String> {
        if dice.chance(40) {
            let first = choose(&self.pools["clause"], dice).text.clone();
            return vec![format!("If {first}"), format!("For all other {}", words.called)];
        }
        let mut all: Vec<String> = parts(words, dice).into_iter().map(|part| format!("If {part}")).collect();
        if all.len() > 2 && dice.chance(40) {
            all.truncate(2);
            all.push(format!("For all other {}", words.called));
        }
        all
    }
}

/// A text to ask the compiler about.
enum Candidate {
    Leaf(Written),
    Condition(Written, Written),
    Head(Head),
}

impl Candidate {
    fn item(&self) -> Item {
        match self {
            Self::Leaf(one) => Item::leaf(format!("{};", one.text)),
            Self::Condition(condition, body) => Item::leaf(format!("{}: {};", condition.text, body.text)),
            Self::Head(head) => head.item(),
        }
    }
}

/// Sentences of which exactly one holds; empty where no fact has values to tell apart.
fn parts(words: &Vocabulary, dice: &mut Dice) -> Vec<String> {
    let able: Vec<usize> = (0..words.words.len())
        .filter(|at| {
            let word = &words.words[*at];
            let single = word.kind == "yes or no" || !word.choices.is_empty() && word.kind != "any of";
            single && word.only_when.is_none()
        })
        .collect();
    if able.is_empty() {
        return Vec::new();
    }
    let word = &words.words[*dice.pick(&able)];
    if word.choices.is_empty() {
        return vec![format!("{} is yes", word.name), format!("{} is no", word.name)];
    }
    word.choices.iter().map(|choice| format!("{} is {}", word.name, dice.pick(choice))).collect()
}

/// Texts tried for the part of a failure that is wished for.
const PART_TRIES: usize = 30;

/// Clauses that are read, whatever the conditions of facts, and those with several readings.
fn clauses(words: &Vocabulary, dice: &mut Dice, wishes: &Wishes) -> Option<(Vec<Written>, Vec<Written>)> {
    let mut found: Vec<Written> = Vec::new();
    let mut write = |row, kinds: &[&str], tries, part| {
        let able: Vec<usize> =
            (0..words.words.len()).filter(|at| kinds.contains(&words.words[*at].kind)).collect();
        for _ in 0..if able.is_empty() { 0 } else { tries } {
            let (none, about) = (Pools::new(), *dice.pick(&able));
            let writer = Writer::new(words, &none, &[], dice).about(about).preferring(part);
            let one = writer.write_row("clause", row);
            // A sentence about the day of the request alone is the same for every request.
            let about_facts = one.facts.iter().any(|fact| words.words[*fact].name != "request date");
            if about_facts && !found.iter().any(|known| known.text == one.text) {
                found.push(one);
            }
        }
    };
    for (row, (kinds, tries)) in &learned().clauses {
        write(*row, kinds, *tries, None);
        if wishes.part.is_some() && row.contains("{trials}") {
            write(*row, kinds, PART_TRIES, wishes.part);
        }
    }
    let items: Vec<Item> = found.iter().map(|one| Item::leaf(format!("{};", one.text))).collect();
    let said = probe(words, &items).ok()?;
    let of = |what| found.iter().zip(&said).filter(move |(_, said)| **said == what);
    let clauses = |what| of(what).map(|(one, _)| one.clone()).collect();
    Some((clauses(Said::Read), clauses(Said::Open)))
}

/// Gives a condition to one or two facts.
fn conditions_of_facts(words: &mut Vocabulary, dice: &mut Dice, clauses: &[Written]) {
    for _ in 0..dice.below(3) {
        let fact = words.built_in + dice.below(words.words.len() - words.built_in);
        if words.words[fact].is_derived() || clauses.is_empty() {
            continue;
        }
        let clause = dice.pick(clauses).clone();
        words.words[fact].only_when = Some(clause.text.clone());
        // Neither its own condition nor one that has conditions itself.
        if !touched(words, &clause).is_empty()
            || words.words.iter().filter(|word| word.only_when.is_some()).any(|word| {
                word.name != words.words[fact].name
                    && word.only_when.as_ref().is_some_and(|text| text.contains(&words.words[fact].name))
            })
        {
            words.words[fact].only_when = None;
        }
    }
}

/// The facts of the vocabulary that every request has, whatever its other facts.
pub(super) fn plain_facts(words: &Vocabulary) -> Vec<usize> {
    let plain =
        |fact: &usize| touched(words, &Written { facts: vec![*fact], ..Written::default() }).is_empty();
    (words.built_in..words.words.len()).filter(plain).collect()
}

/// The facts with a condition that a text is about, those that its derived facts are made of too.
fn touched(words: &Vocabulary, one: &Written) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for fact in &one.facts {
        let word = &words.words[*fact];
        let made_of = words
            .words
            .iter()
            .enumerate()
            .filter(|(_, other)| word.is_derived() && word.cell.contains(&other.name));
        found.extend(std::iter::once(*fact).chain(word.chain.clone()).chain(made_of.map(|(at, _)| at)));
    }
    found.retain(|at| words.words[*at].only_when.is_some());
    found.sort_unstable();
    found.dedup();
    found
}
