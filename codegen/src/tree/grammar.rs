//! The engine under the sentence patterns: all derivations of a run of words.
//!
//! A pattern is a row of data ([`super::patterns`]); this file reads the rows' notation once
//! and finds every way in which rows cover a text, word by word. It has no priorities and
//! no longest match: choosing is not its business.
//!
//! Notation of a row: words stand for themselves; `(a|b)` is one of some words, perhaps none
//! (`(|the)`), a `_` in it parting words; `,` asks for a comma; `{name}` is a terminal or the rows of
//! that name, `{name}?` perhaps none.

mod explore;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::patterns::{Row, TERMINALS, Terminal};
use super::phrases::{Meaning, Phrases};
use super::words::{Token, TokenKind};
use crate::limits::MAX_DERIVATIONS;

pub(crate) use explore::{Explored, Next};

enum Symbol {
    Word(String),
    Comma,
    Terminal(Terminal),
    Rows(usize),
}

/// The rows, ready to be matched.
pub(crate) struct Grammar {
    names: Vec<&'static str>,
    /// For each name: the row and its symbols, once for each choice of optional words.
    productions: Vec<Vec<(&'static Row, Vec<Symbol>)>>,
}

/// A derivation.
#[derive(Debug)]
pub(crate) enum Tree {
    /// A row of the pattern table, with what stands in its slots and literal words.
    Row { row: &'static Row, kids: Vec<Rc<Tree>> },
    /// Literal words of a row: token positions.
    Word { at: usize },
    /// A terminal over tokens `from..to`; the first `head` of them are the phrase, the rest a
    /// reader's aid in brackets.
    Leaf { terminal: Terminal, from: usize, to: usize, head: usize, meanings: Vec<Meaning> },
}

#[derive(Clone)]
struct Parse {
    end: usize,
    tree: Rc<Tree>,
}

/// The words of a policy that the rows leave open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary<'a> {
    /// The phrases of facts, choices, lists and units.
    pub phrases: &'a Phrases,
    /// Those whom requests are for: `members`.
    pub subjects: &'a str,
    /// What requests are called: `requests`.
    pub requests: &'a str,
}

/// What matching found.
pub(crate) struct Outcome {
    /// Every derivation of the whole text.
    pub trees: Vec<Rc<Tree>>,
    /// The furthest token that no pattern could use.
    pub furthest: usize,
    /// Whether the limit on derivations was hit.
    pub overflow: bool,
}

impl Grammar {
    /// Reads the rows' notation. A name that is neither a terminal nor a row is left out;
    /// a test of the pattern table (`patterns/tests.rs`) sees to it that there is none.
    pub(crate) fn new(rows: impl Iterator<Item = &'static Row>) -> Self {
        let rows: Vec<&'static Row> = rows.collect();
        let mut names: Vec<&'static str> = rows.iter().map(|row| row.of).collect();
        names.sort_unstable();
        names.dedup();
        let mut productions: Vec<Vec<(&'static Row, Vec<Symbol>)>> =
            names.iter().map(|_| Vec::new()).collect();
        for row in rows {
            let Ok(of) = names.binary_search(&row.of) else { continue };
            for words in expand(row.pattern) {
                let symbols = words.iter().filter_map(|word| symbol(word, &names)).collect();
                if let Some(list) = productions.get_mut(of) {
                    list.push((row, symbols));
                }
            }
        }
        Self { names, productions }
    }

    /// All derivations of the tokens from the rows of a name.
    pub(crate) fn derive(&self, start: &str, tokens: &[Token], words: &Vocabulary<'_>) -> Outcome {
        let mut matcher = self.matcher(tokens, words);
        let Ok(start) = self.names.binary_search(&start) else {
            return Outcome { trees: Vec::new(), furthest: 0, overflow: false };
        };
        let parses = matcher.rows(start, 0);
        let trees = parses.iter().filter(|p| p.end == tokens.len()).map(|p| p.tree.clone()).collect();
        Outcome { trees, furthest: matcher.furthest, overflow: matcher.overflow }
    }
}

impl Grammar {
    fn matcher<'a>(&'a self, tokens: &'a [Token], words: &Vocabulary<'a>) -> Matcher<'a> {
        Matcher {
            grammar: self,
            tokens,
            phrases: words.phrases,
            subjects: words.subjects,
            requests: words.requests,
            memo: BTreeMap::new(),
            furthest: 0,
            overflow: false,
            asked: None,
        }
    }
}

/// Every way to choose among the alternatives of a pattern, as lists of notation words.
pub(crate) fn expand(pattern: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for part in pattern.split_whitespace() {
        let choices: Vec<&str> = match part.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
            Some(inner) if !inner.is_empty() => inner.split('|').collect(),
            _ if part.ends_with('?') => vec!["", part.trim_end_matches('?')],
            _ => vec![part],
        };
        all = all
            .into_iter()
            .flat_map(|before: Vec<String>| {
                choices.iter().map(move |choice| {
                    let mut next = before.clone();
                    next.extend(choice.split('_').filter(|w| !w.is_empty()).map(str::to_owned));
                    next
                })
            })
            .collect();
    }
    all
}

fn symbol(word: &str, names: &[&'static str]) -> Option<Symbol> {
    if word == "," {
        return Some(Symbol::Comma);
    }
    let Some(name) = word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) else {
        return Some(Symbol::Word(word.to_owned()));
    };
    if let Some((_, terminal)) = TERMINALS.iter().find(|(known, _)| *known == name) {
        return Some(Symbol::Terminal(*terminal));
    }
    names.binary_search(&name).ok().map(Symbol::Rows)
}

struct Matcher<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    phrases: &'a Phrases,
    subjects: &'a str,
    requests: &'a str,
    memo: BTreeMap<(usize, usize), Rc<Vec<Parse>>>,
    furthest: usize,
    overflow: bool,
    /// What was looked for at which token; `None` where nobody will ask.
    asked: Option<Vec<(usize, &'a Symbol)>>,
}

type Partial = (usize, Vec<Rc<Tree>>);

impl<'a> Matcher<'a> {
    fn rows(&mut self, name: usize, from: usize) -> Rc<Vec<Parse>> {
        if let Some(known) = self.memo.get(&(name, from)) {
            return known.clone();
        }
        self.memo.insert((name, from), Rc::default());
        let grammar = self.grammar;
        let mut found = Vec::new();
        for (row, symbols) in grammar.productions.get(name).into_iter().flatten() {
            if let Some(first) = symbols.first() {
                self.ask(first, from);
            }
            if !self.can_start(symbols, from) {
                continue;
            }
            for (end, kids) in self.sequence(symbols, from) {
                found.push(Parse { end, tree: Rc::new(Tree::Row { row, kids }) });
            }
        }
        self.limit(&mut found, |parse| parse.end);
        let found = Rc::new(found);
        self.memo.insert((name, from), found.clone());
        found
    }

    /// Keeps the derivations within the limit, for each place where they end.
    fn limit<T>(&mut self, found: &mut Vec<T>, end: impl Fn(&T) -> usize) {
        if found.len() <= MAX_DERIVATIONS {
            return;
        }
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        let before = found.len();
        found.retain(|one| {
            let count = ends.entry(end(one)).or_default();
            *count += 1;
            *count <= MAX_DERIVATIONS
        });
        self.overflow |= found.len() < before;
    }

    /// Whether the first symbol can stand at the token: a quick look before the work.
    fn can_start(&self, symbols: &[Symbol], from: usize) -> bool {
        let Some(token) = self.tokens.get(from) else { return false };
        match symbols.first() {
            Some(Symbol::Word(word)) => token.text == *word,
            Some(Symbol::Comma) => token.comma,
            Some(Symbol::Terminal(Terminal::Number | Terminal::Amount | Terminal::Period)) => {
                token.kind == TokenKind::Number
            }
            Some(Symbol::Terminal(_) | Symbol::Rows(_)) => true,
            None => false,
        }
    }

    fn ask(&mut self, symbol: &'a Symbol, at: usize) {
        if let Some(asked) = &mut self.asked
            && at >= self.furthest
        {
            asked.push((at, symbol));
        }
    }

    fn sequence(&mut self, symbols: &'a [Symbol], from: usize) -> Vec<Partial> {
        let mut partial: Vec<Partial> = vec![(from, Vec::new())];
        for symbol in symbols {
            let mut next: Vec<Partial> = Vec::new();
            for (at, kids) in partial {
                self.step(symbol, at, &kids, &mut next);
            }
            self.limit(&mut next, |(end, _)| *end);
            if next.is_empty() {
                return next;
            }
            partial = next;
        }
        partial
    }

    fn step(&mut self, symbol: &'a Symbol, at: usize, kids: &[Rc<Tree>], next: &mut Vec<Partial>) {
        let mut extend = |end: usize, tree: Option<Rc<Tree>>| {
            next.push((end, kids.iter().cloned().chain(tree).collect()));
        };
        self.ask(symbol, at);
        match symbol {
            Symbol::Comma => {
                if self.tokens.get(at).is_some_and(|token| token.comma) {
                    extend(at, None);
                }
            }
            Symbol::Word(word) => {
                if self.tokens.get(at).is_some_and(|token| token.text == *word) {
                    self.furthest = self.furthest.max(at + 1);
                    extend(at + 1, Some(Rc::new(Tree::Word { at })));
                }
            }
            Symbol::Terminal(terminal) => {
                for tree in self.terminal(*terminal, at) {
                    let Tree::Leaf { to, head, .. } = tree else { continue };
                    self.furthest = self.furthest.max(head);
                    extend(to, Some(Rc::new(tree)));
                }
            }
            Symbol::Rows(name) => {
                for parse in self.rows(*name, at).iter() {
                    extend(parse.end, Some(parse.tree.clone()));
                }
            }
        }
    }

    fn terminal(&self, terminal: Terminal, from: usize) -> Vec<Tree> {
        let rest = self.tokens.get(from..).unwrap_or_default();
        let leaf = |head: usize, to: usize| Tree::Leaf {
            terminal,
            from,
            to,
            head: from + head,
            meanings: Vec::new(),
        };
        let first = |kind: TokenKind| rest.first().is_some_and(|token| token.kind == kind);
        match terminal {
            Terminal::Fact | Terminal::List | Terminal::Choice => self.phrases(terminal, from),
            Terminal::Number if first(TokenKind::Number) => vec![leaf(1, from + 1)],
            Terminal::Amount if first(TokenKind::Number) => {
                // Words that are no unit may belong to what follows.
                let known = |to: usize| if self.is_unit(from + 1, to) { to - from } else { 1 };
                self.units(from + 1).into_iter().map(|to| leaf(known(to), to)).collect()
            }
            Terminal::Period if first(TokenKind::Number) => {
                let unit = rest.get(1).is_some_and(|token| super::build::period_unit(&token.text).is_some());
                if unit { vec![leaf(2, from + 2)] } else { Vec::new() }
            }
            Terminal::Label if rest.first().is_some_and(|token| looks_like_label(&token.raw)) => {
                vec![leaf(1, from + 1)]
            }
            Terminal::Subjects if rest.first().is_some_and(|token| token.text == self.subjects) => {
                vec![leaf(1, from + 1)]
            }
            Terminal::Requests if rest.first().is_some_and(|token| token.text == self.requests) => {
                vec![leaf(1, from + 1)]
            }
            Terminal::Thing => {
                let words = rest.iter().take(4).take_while(|token| token.kind == TokenKind::Word).count();
                (1..=words).map(|len| leaf(0, from + len)).collect()
            }
            Terminal::Target => {
                let words = rest.iter().take(8).take_while(|token| names_a_target(token)).count();
                (1..=words).map(|len| leaf(0, from + len)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The phrases that stand at a token: a leaf for each meaning of a fact, one leaf of a
    /// length for all the choices with that name.
    fn phrases(&self, terminal: Terminal, from: usize) -> Vec<Tree> {
        let rest = self.tokens.get(from..).unwrap_or_default();
        let mut groups: Vec<(usize, Vec<Meaning>)> = Vec::new();
        for (meaning, len) in self.phrases.at(rest) {
            let wanted = match meaning {
                Meaning::Fact(_) | Meaning::NotFact(_) => terminal == Terminal::Fact,
                Meaning::Choice(..) => terminal == Terminal::Choice,
                Meaning::List(_) => terminal == Terminal::List,
                Meaning::Unit(_) => false,
            };
            if !wanted {
                continue;
            }
            match groups.iter_mut().find(|(l, _)| terminal == Terminal::Choice && *l == len) {
                Some((_, meanings)) => meanings.push(meaning),
                None => groups.push((len, vec![meaning])),
            }
        }
        let mut found = Vec::new();
        for (len, meanings) in groups {
            let head = from + len;
            let leaf = |to: usize| Tree::Leaf { terminal, from, to, head, meanings: meanings.clone() };
            found.push(leaf(head));
            if let Some(end) = self.aid(head, &meanings) {
                found.push(leaf(end));
            }
        }
        found
    }

    /// Where an amount whose number ends at `from` can end: behind any unit of the policy,
    /// behind one to four words that are no unit (so that the message can say so), or at once.
    fn units(&self, from: usize) -> Vec<usize> {
        let rest = self.tokens.get(from..).unwrap_or_default();
        let mut ends: Vec<usize> = self
            .phrases
            .at(rest)
            .filter(|(meaning, _)| matches!(meaning, Meaning::Unit(_)))
            .map(|(_, len)| from + len)
            .collect();
        let plain =
            |token: &&Token| token.kind == TokenKind::Word || matches!(token.text.as_str(), "%" | "×" | "*");
        let words = rest.iter().take(4).take_while(plain).count();
        ends.extend((0..=words).map(|len| from + len));
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// Whether a unit of the policy stands at `from..to`.
    fn is_unit(&self, from: usize, to: usize) -> bool {
        let rest = self.tokens.get(from..).unwrap_or_default();
        self.phrases.at(rest).any(|(meaning, len)| matches!(meaning, Meaning::Unit(_)) && from + len == to)
    }

    /// A reader's aid behind a phrase: other phrases for the same thing, in brackets.
    fn aid(&self, from: usize, meanings: &[Meaning]) -> Option<usize> {
        let text = |at: usize| self.tokens.get(at).map(|token| token.text.as_str());
        if text(from) != Some("(") {
            return None;
        }
        let mut at = from + 1;
        loop {
            let rest = self.tokens.get(at..)?;
            let ends =
                self.phrases.at(rest).filter(|(other, _)| meanings.contains(other)).map(|(_, len)| len);
            at += ends.max()?;
            match text(at)? {
                ")" => return Some(at + 1),
                "or" | "and" => at += 1,
                _ if self.tokens.get(at).is_some_and(|token| token.comma) => {}
                _ => return None,
            }
            if matches!(text(at), Some("or" | "and")) {
                at += 1;
            }
        }
    }
}

/// Whether a word can stand in the name of a target: not where it would swallow a condition.
fn names_a_target(token: &Token) -> bool {
    let says = ["when", "otherwise", "unless", "if", "is", "are", "met"].contains(&token.text.as_str());
    token.kind == TokenKind::Word && !token.comma && !says && !looks_like_label(&token.raw)
}

/// Whether a word is written like a label: `III`, `I.A.4.d`.
pub(crate) fn looks_like_label(raw: &str) -> bool {
    let mut parts = raw.split('.');
    let roman = parts.next().is_some_and(|p| !p.is_empty() && p.chars().all(|c| "IVXLC".contains(c)));
    roman && parts.all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric()))
}
