//! Random sentences, written by walking the pattern rows of the compiler: a new row is written
//! without a change here. Slots are filled from the vocabulary, most of them around one fact, so
//! that many sentences make sense; what does not is refused by the compiler and thrown away.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use criteria::tree::pattern_rows;

use super::dice::Dice;
use super::vocabulary::{Vocabulary, Word};

/// The notation of all rows, by what they are a kind of.
pub fn rows() -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    static ROWS: OnceLock<BTreeMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        pattern_rows().for_each(|(of, pattern, _)| rows.entry(of).or_default().push(pattern));
        rows
    })
}

/// A text that was written, and what went into it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The text.
    pub text: String,
    /// The facts that it may be about.
    pub facts: Vec<usize>,
    /// Whether it opens a condition.
    pub conditional: bool,
    /// The row that it was written from.
    pub row: &'static str,
    /// The rows of its parts.
    pub parts: Vec<&'static str>,
}

/// One of some texts, each row as likely as another.
pub fn choose<'p>(pool: &'p [Written], dice: &mut Dice) -> &'p Written {
    let mut rows: Vec<&str> = pool.iter().map(|one| one.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let row = *dice.pick(&rows);
    let of_row: Vec<&Written> = pool.iter().filter(|one| one.row == row).collect();
    of_row[dice.below(of_row.len())]
}

/// Texts that are known to be read, by what they are a kind of; slots of that name are mostly filled
/// from them.
pub type Pools = BTreeMap<&'static str, Vec<Written>>;

/// Writes one text.
#[derive(Debug)]
pub struct Writer<'a> {
    words: &'a Vocabulary,
    pools: &'a Pools,
    labels: &'a [String],
    dice: &'a mut Dice,
    anchor: usize,
    chained: bool,
    amounts: Vec<i64>,
    /// Values that were named: nobody names one twice.
    values: Vec<String>,
    preferred: Option<&'static str>,
    written: Written,
    tokens: Vec<String>,
}

impl<'a> Writer<'a> {
    /// A writer for one text around some fact.
    pub fn new(words: &'a Vocabulary, pools: &'a Pools, labels: &'a [String], dice: &'a mut Dice) -> Self {
        let anchor = dice.below(words.words.len());
        let chained = dice.chance(50);
        let (written, tokens, amounts, values, preferred) = Default::default();
        Self { words, pools, labels, dice, anchor, chained, amounts, values, preferred, written, tokens }
    }

    /// The same around this fact.
    #[must_use]
    pub fn about(mut self, fact: usize) -> Self {
        self.anchor = fact;
        self
    }

    /// The same with this row where a part of the text can be written from it, mostly.
    #[must_use]
    pub fn preferring(mut self, row: Option<&'static str>) -> Self {
        self.preferred = row;
        self
    }

    /// A text from any row of a name.
    pub fn write(mut self, of: &str) -> Written {
        self.rows(of, 0);
        self.finish()
    }

    /// A text from one row.
    pub fn write_row(mut self, of: &str, pattern: &'static str) -> Written {
        self.written.row = pattern;
        self.row(of, pattern, 0);
        self.finish()
    }

    fn finish(mut self) -> Written {
        let mut text = String::new();
        for token in &self.tokens {
            let tight = matches!(token.as_str(), "," | ":" | ")") || text.is_empty() || text.ends_with('(');
            if !tight {
                text.push(' ');
            }
            text.push_str(token);
        }
        // At the start of an item a `>` would be a quotation mark of Markdown.
        if let Some(rest) = text.strip_prefix('>') {
            text = format!("more than{rest}");
        }
        let first = text.chars().next().map(|first| first.to_ascii_uppercase());
        self.written.text = first.into_iter().chain(text.chars().skip(1)).collect();
        self.written.facts.sort_unstable();
        self.written.facts.dedup();
        self.written
    }

    fn rows(&mut self, of: &str, depth: usize) {
        if let Some(pool) = self.pools.get(of).filter(|pool| depth > 0 && !pool.is_empty()) {
            let known = choose(pool, self.dice).clone();
            self.written.facts.extend(known.facts);
            self.written.conditional |= known.conditional;
            self.tokens.push(known.text);
            return;
        }
        let all = rows()
            .get(of)
            .unwrap_or_else(|| panic!("the writer of random sentences does not know the slot `{of}`"));
        let own = format!("{{{of}}}");
        let ends: Vec<&str> = all.iter().copied().filter(|row| !row.contains(&own)).collect();
        let preferred = self.preferred.filter(|row| depth > 0 && all.contains(row));
        let row = match preferred.filter(|_| self.dice.chance(70)) {
            Some(row) => row,
            None if depth > 6 && !ends.is_empty() => *self.dice.pick(&ends),
            None => *self.dice.pick(all),
        };
        self.row(of, row, depth);
    }

    fn row(&mut self, of: &str, pattern: &'static str, depth: usize) {
        if depth > 0 {
            self.written.parts.push(pattern);
        }
        self.written.conditional |= of == "condition" || pattern.starts_with("if ");
        for part in pattern.split_whitespace() {
            let optional = part.strip_suffix('?').filter(|slot| slot.ends_with('}'));
            if optional.is_some() && self.dice.chance(40) {
                continue;
            }
            let part = optional.unwrap_or(part);
            let choices = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
            if let Some(choices) = choices.filter(|inside| !inside.is_empty()) {
                let choices: Vec<&str> = choices.split('|').collect();
                let chosen = self.dice.pick(&choices).split('_').filter(|word| !word.is_empty());
                self.tokens.extend(chosen.map(str::to_owned));
            } else if let Some(slot) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                self.slot(slot, depth);
            } else {
                self.tokens.push(part.to_owned());
            }
        }
    }

    fn slot(&mut self, slot: &str, depth: usize) {
        let token = match slot {
            "fact" => self.fact(),
            "choice" => self.choice(),
            "list" => self.list(),
            "number" => (1 + self.dice.below(3)).to_string(),
            // Lists are of two or three items: a greater number, or one, is mostly refused.
            "count" if self.dice.chance(70) => (*self.dice.pick(&["2", "two"])).to_owned(),
            "amount" => self.amount(),
            "period" => self.period(),
            "label" => self.labels.get(self.dice.below(self.labels.len())).cloned().unwrap_or_default(),
            "subjects" => format!("{}s", self.words.subject),
            "requests" => self.words.called.clone(),
            "target" => {
                (*self.dice.pick(&["clinical review", "the medical director", "CP.PMN.53"])).to_owned()
            }
            "thing" => {
                (*self.dice.pick(&["treatment course", "trip", "visit to the clinic", "12-week course"]))
                    .to_owned()
            }
            other => return self.rows(other, depth + 1),
        };
        self.tokens.push(token);
    }

    fn word(&self) -> &'a Word {
        &self.words.words[self.anchor]
    }

    /// The fact that the text is about, then others of its kind.
    fn fact(&mut self) -> String {
        let alike = |word: &Word| word.kind.split(' ').next() == self.word().kind.split(' ').next();
        if !self.written.facts.is_empty() {
            let others: Vec<usize> = (0..self.words.words.len())
                .filter(|at| !self.written.facts.contains(at) && alike(&self.words.words[*at]))
                .collect();
            if !others.is_empty() {
                self.anchor = *self.dice.pick(&others);
            }
        }
        self.written.facts.push(self.anchor);
        let word = self.word();
        let phrases: Vec<&String> = std::iter::once(&word.name).chain(&word.also).chain(&word.not).collect();
        let phrase = (*self.dice.pick(&phrases)).clone();
        self.aid(&phrase, &phrases)
    }

    /// A phrase, now and then with another one for the same behind it.
    fn aid(&mut self, phrase: &str, others: &[&String]) -> String {
        match others.iter().find(|other| **other != phrase) {
            Some(other) if self.dice.chance(10) => format!("{phrase} ({other})"),
            _ => phrase.to_owned(),
        }
    }

    fn choice(&mut self) -> String {
        let choices = match self.word().choices.as_slice() {
            [] => {
                let with: Vec<&Word> =
                    self.words.words.iter().filter(|word| !word.choices.is_empty()).collect();
                if with.is_empty() {
                    return "nothing".to_owned();
                }
                &self.dice.pick(&with).choices
            }
            own => own,
        };
        let fresh: Vec<&Vec<String>> =
            choices.iter().filter(|choice| !self.values.contains(&choice[0])).collect();
        let choice = if fresh.is_empty() { self.dice.pick(choices) } else { *self.dice.pick(&fresh) };
        self.values.push(choice[0].clone());
        let phrase = self.dice.pick(choice).clone();
        self.aid(&phrase, &choice.iter().collect::<Vec<_>>())
    }

    fn list(&mut self) -> String {
        let all: Vec<&String> = self.words.words.iter().filter_map(|word| word.list.as_ref()).collect();
        match (&self.word().list, all.is_empty()) {
            (Some(own), _) => own.clone(),
            (None, false) => (*self.dice.pick(&all)).clone(),
            (None, true) => "Appendix Z".to_owned(),
        }
    }

    /// A number of the fact, or of the next fact of its product: what a dose sentence is made of.
    fn amount(&mut self) -> String {
        let place = self.amounts.len();
        let at = match self.word().chain.get(place) {
            Some(at) if self.chained => *at,
            _ => self.anchor,
        };
        let Some(measure) = &self.words.words[at].measure else { return "7 units".to_owned() };
        let total = match self.amounts[..] {
            [per, span] if self.chained && self.word().chain.len() == 3 => Some(per * span),
            _ => None,
        };
        let number = total.unwrap_or_else(|| self.dice.within(measure.min, measure.max));
        self.amounts.push(number);
        format!("{} {}", measure.number(number, self.dice), measure.unit).trim_end().to_owned()
    }

    fn period(&mut self) -> String {
        // What is counted of a trial are weeks.
        let units: &[&str] = if self.word().kind.starts_with("trial") {
            &["weeks"]
        } else {
            &["days", "weeks", "months", "years"]
        };
        let unit = *self.dice.pick(units);
        let count = 1 + self.dice.below(if unit == "years" { 20 } else { 90 });
        if count == 1 { format!("1 {}", unit.trim_end_matches('s')) } else { format!("{count} {unit}") }
    }
}
