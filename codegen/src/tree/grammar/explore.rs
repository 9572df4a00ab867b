//! How far a text without a derivation goes, and what could stand there: what messages are made of.

use super::{Grammar, Symbol, Tree, Vocabulary};
use crate::tree::patterns::{TERMINALS, Terminal};
use crate::tree::words::Token;

/// How far a text without a derivation goes.
#[derive(Debug, Default)]
pub(crate) struct Explored {
    /// Where a clause, or the whole, was looked for.
    pub starts: Vec<usize>,
    /// The end of the longest part from the start that is whole by itself.
    pub complete: Option<usize>,
    /// What could stand at the furthest token.
    pub next: Vec<Next>,
}

/// What could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// This word.
    Word(String),
    /// Something of this kind.
    Slot(Terminal),
}

impl Grammar {
    /// How far a text without a derivation goes, and how it could go on.
    pub(crate) fn explore(&self, start: &str, tokens: &[Token], words: &Vocabulary<'_>) -> Explored {
        let mut matcher = self.matcher(tokens, words);
        matcher.asked = Some(Vec::new());
        let mut explored = Explored::default();
        let Ok(start) = self.names.binary_search(&start) else { return explored };
        let parses = matcher.rows(start, 0);
        let furthest = matcher.furthest;
        explored.complete = parses.iter().map(|parse| parse.end).filter(|end| *end <= furthest).max();
        let clause = self.names.binary_search(&"clause").ok();
        let starts = matcher.memo.keys().filter(|(name, _)| Some(*name) == clause || *name == start);
        explored.starts = starts.map(|(_, from)| *from).filter(|from| *from <= furthest).collect();
        explored.starts.sort_unstable();
        explored.starts.dedup();
        for (_, symbol) in matcher.asked.iter().flatten().filter(|(at, _)| *at == furthest) {
            let next = match symbol {
                Symbol::Word(word) => Next::Word(word.clone()),
                Symbol::Terminal(terminal) => Next::Slot(*terminal),
                Symbol::Comma | Symbol::Rows(_) => continue,
            };
            if !explored.next.contains(&next) {
                explored.next.push(next);
            }
        }
        explored
    }

    /// Where what fills a slot of a row can end, if it stands at a token.
    pub(crate) fn ends(
        &self,
        slot: &str,
        tokens: &[Token],
        from: usize,
        words: &Vocabulary<'_>,
    ) -> Vec<usize> {
        let mut matcher = self.matcher(tokens, words);
        if let Some((_, terminal)) = TERMINALS.iter().find(|(known, _)| *known == slot) {
            let to = |tree: Tree| match tree {
                // Of words behind a number only a known unit is one.
                Tree::Leaf { terminal: Terminal::Amount, to, head, .. } if head < to => None,
                Tree::Leaf { to, .. } => Some(to),
                _ => None,
            };
            return matcher.terminal(*terminal, from).into_iter().filter_map(to).collect();
        }
        let Ok(name) = self.names.binary_search(&slot) else { return Vec::new() };
        matcher.rows(name, from).iter().map(|parse| parse.end).collect()
    }
}
