//! How criteria stand on the page, beside plain lists: connectives between items, tables, depth, cases by one
//! fact. A shape is a row here: it is written in its turn, and counted over the run.

use super::dice::Dice;
use super::items::{Item, Table, joined, labels};
use super::probe::{Said, probe};
use super::sentences::choose;
use super::stock::{Stock, plain_facts};
use super::vocabulary::{Vocabulary, Word};

/// A shape.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// A fact that it needs: its name and its values.
    pub needs: Option<(&'static str, &'static [&'static str])>,
    /// Writes it as an item of the outermost list; `None` where it cannot.
    write: fn(&mut Desk<'_>) -> Option<Item>,
}

/// What a shape is made of.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The vocabulary.
    pub words: &'a Vocabulary,
    /// What is known to be read.
    pub stock: &'a Stock,
    /// The chance.
    pub dice: &'a mut Dice,
}

/// The shapes.
pub const SHAPES: &[Shape] = &[
    plain("connectives behind the items", |desk| Some(desk.infix(false))),
    plain("connectives on lines of their own", |desk| Some(desk.infix(true))),
    plain("table of limits", limits),
    plain("table that is a case", case_table),
    plain("six levels", |desk| Some(desk.deep(0))),
    plain("excuse of a whole list", excused),
    Shape {
        name: "case by state",
        needs: Some(("state", &["Iowa", "Ohio", "Utah", "Maine"])),
        write: |desk| desk.by("state"),
    },
    Shape {
        name: "case by product",
        needs: Some(("product", &["HMO", "PPO", "point of service"])),
        write: |desk| desk.by("product"),
    },
];

/// How deep items can stand below one another.
const LEVELS: usize = 6;

const TITLES: &[&str] = &["Grounds", "Tests and history", "Ways to qualify", "Setting"];

const fn plain(name: &'static str, write: fn(&mut Desk<'_>) -> Option<Item>) -> Shape {
    Shape { name, needs: None, write }
}

impl Shape {
    /// The shape as an item of the outermost list that the compiler reads; `None` where that fails.
    pub fn write(&self, desk: &mut Desk<'_>) -> Option<Item> {
        (0..8).find_map(|_| {
            let item = (self.write)(desk)?;
            let fine = probe(desk.words, std::slice::from_ref(&item)).ok()?;
            fine.iter().all(|said| *said == Said::Read).then_some(item)
        })
    }
}

impl Desk<'_> {
    fn clause(&mut self) -> String {
        choose(&self.stock.pools["clause"], self.dice).text.clone()
    }

    fn title(&mut self) -> &'static str {
        let title: &&'static str = self.dice.pick(TITLES);
        title
    }

    /// `A; and` · `B; and` · `C`, or the connective on a line of its own.
    fn infix(&mut self, apart: bool) -> Item {
        let with =
            *self.dice.pick(if apart { &["**AND**", "**OR**"] } else { &["and", "or", "**AND**", "**OR**"] });
        let count = 2 + self.dice.below(2);
        let children = (0..count).map(|at| {
            let (clause, last) = (self.clause(), at + 1 == count);
            match (apart, last) {
                (false, false) => Item::leaf(format!("{clause}; {with}")),
                (_, last) => Item { after: (!last).then_some(with), ..Item::leaf(format!("{clause};")) },
            }
        });
        let children = children.collect();
        Item::group(format!("**{}**:", self.title()), children)
    }

    /// A criterion and a deeper group at every level, down to the last.
    fn deep(&mut self, level: usize) -> Item {
        if level + 1 == LEVELS {
            return Item::leaf(format!("{};", self.clause()));
        }
        let with = *self.dice.pick(&["and", "or"]);
        let (title, leaf) = (self.title(), Item::leaf(format!("{};", self.clause())));
        let mut children = vec![leaf, self.deep(level + 1)];
        self.dice.shuffle(&mut children);
        Item::group(format!("**{title}** ({}):", joined(&labels(level + 1, 2), with)), children)
    }

    /// A table with a column for each of some facts.
    fn table(&mut self, facts: &[usize], rows: usize) -> Option<Table> {
        let words = self.words;
        let columns: Vec<(String, &Word)> = facts
            .iter()
            .filter_map(|at| Some((self.column(&words.words[*at])?, &words.words[*at])))
            .collect();
        let rows = (0..rows).map(|_| {
            let keep = self.dice.below(columns.len().max(1));
            let cells = columns.iter().enumerate().map(|(at, (_, word))| {
                if at != keep && self.dice.chance(20) { "—".to_owned() } else { self.cell(word) }
            });
            cells.collect()
        });
        let rows = rows.collect();
        (!columns.is_empty())
            .then(|| Table { columns: columns.iter().map(|(column, _)| column.clone()).collect(), rows })
    }

    /// The header of a column about a fact.
    fn column(&mut self, word: &Word) -> Option<String> {
        let name = &word.name;
        Some(match word.kind {
            "date" => format!("at least … since {name}"),
            "any of" => format!("{name} include …"),
            "trial" | "trial with dose" if self.dice.chance(60) => "failure of …".to_owned(),
            _ if word.measure.is_some() => {
                format!(
                    "{name} {} …",
                    self.dice.pick(&["≥", ">", "≤", "<", "is at least", "does not exceed"])
                )
            }
            _ if !word.choices.is_empty() || word.kind == "yes or no" => format!("{name} is …"),
            _ => return None,
        })
    }

    /// A cell of that column. Where the header names another form, the compiler says so, and the table is
    /// written anew.
    fn cell(&mut self, word: &Word) -> String {
        match (&word.measure, word.choices.as_slice()) {
            (Some(measure), _) => {
                let number = self.dice.within(measure.min, measure.max);
                format!("{} {}", measure.number(number, self.dice), measure.unit).trim_end().to_owned()
            }
            (None, []) if word.kind == "date" => format!("{} months", 2 + self.dice.below(30)),
            (None, []) => (*self.dice.pick(&["yes", "no"])).to_owned(),
            (None, _) if word.kind.starts_with("trial") && self.dice.chance(60) => word.name.clone(),
            (None, choices) => self.dice.pick(choices)[0].clone(),
        }
    }

    /// A case by the values of the fact of a name.
    fn by(&mut self, name: &str) -> Option<Item> {
        let called = &self.words.called;
        let word = self.words.words.iter().find(|word| word.name == name)?;
        let mut values: Vec<&str> = word.choices.iter().map(|choice| choice[0].as_str()).collect();
        self.dice.shuffle(&mut values);
        let last = values.pop().filter(|_| self.dice.chance(30));
        let joined = values.len() > 2 && self.dice.chance(50);
        let second = if joined { values.pop() } else { None };
        let mut conditions: Vec<String> =
            values.iter().map(|value| format!("For {value} {called}")).collect();
        if let (Some(second), Some(first)) = (second, values.first()) {
            conditions[0] = format!("For {first} or {second} {called}");
        }
        conditions.push(
            last.map_or_else(|| format!("For all other {called}"), |last| format!("For {last} {called}")),
        );
        let children =
            conditions.iter().map(|condition| Item::leaf(format!("{condition}: {};", self.clause())));
        let children = children.collect();
        Some(Item::group(format!("**{}**:", self.title()), children))
    }
}

/// A list of agents, all of which something excuses.
fn excused(desk: &mut Desk<'_>) -> Option<Item> {
    let whole = |text: &str| text.contains("unless any") || text.contains("unless all");
    let heads: Vec<_> =
        desk.stock.heads.iter().filter(|head| !head.conditional && whole(&head.text)).collect();
    (!heads.is_empty()).then(|| desk.dice.pick(&heads).item())
}

/// A table of which any row, or each, has to be met.
fn limits(desk: &mut Desk<'_>) -> Option<Item> {
    let mut facts = plain_facts(desk.words);
    desk.dice.shuffle(&mut facts);
    facts.truncate(2 + desk.dice.below(2));
    let rows = 2 + desk.dice.below(2);
    let table = desk.table(&facts, rows)?;
    let with = *desk.dice.pick(&["and", "or"]);
    let text = format!("**{}** ({}):", desk.title(), joined(&labels(1, rows), with));
    Some(Item { text, table: Some(table), ..Item::default() })
}

/// A table with a row for each value of a fact.
fn case_table(desk: &mut Desk<'_>) -> Option<Item> {
    let facts = plain_facts(desk.words);
    let single =
        |at: &usize| !desk.words.words[*at].choices.is_empty() && desk.words.words[*at].kind != "any of";
    let able: Vec<usize> = facts.iter().copied().filter(single).collect();
    if able.is_empty() {
        return None;
    }
    let of = *desk.dice.pick(&able);
    let mut others: Vec<usize> = facts.into_iter().filter(|at| *at != of).collect();
    desk.dice.shuffle(&mut others);
    others.truncate(1 + desk.dice.below(2));
    let word = &desk.words.words[of];
    let mut table = desk.table(&others, word.choices.len())?;
    let rest = desk.dice.chance(40);
    let requests = rest || word.kind == "one of" && desk.dice.chance(30);
    let column =
        if requests { format!("For … {}", desk.words.called) } else { format!("If {} is …", word.name) };
    table.columns.insert(0, column);
    for (at, row) in table.rows.iter_mut().enumerate() {
        let last = at + 1 == word.choices.len();
        row.insert(0, if last && rest { "all other".to_owned() } else { word.choices[at][0].clone() });
    }
    let (title, labels) = (desk.title(), labels(1, table.rows.len()));
    let text = format!("**{title}** ({}):", joined(&labels, "or"));
    Some(Item { text, table: Some(table), ..Item::default() })
}

/// How deep a criterion stands, from its label.
pub fn level(of: &str) -> usize {
    of.split('.').filter(|part| !part.starts_with(|c: char| c.is_ascii_uppercase())).count()
}

#[cfg(test)]
mod tests {
    use super::super::items::label;
    use super::level;

    #[test]
    fn levels_are_counted_as_they_are_labelled() {
        let mut whole = String::from("I.A");
        for depth in 0..6 {
            assert_eq!(level(&whole), depth);
            whole = format!("{whole}.{}", label(depth, 0));
        }
    }
}
