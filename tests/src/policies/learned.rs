//! What the rows of patterns take, found out once by trying: about which kinds of facts a clause can be,
//! and what stands below a head. Policies are then made of few texts that are refused.
//!
//! Every row has dice of its own: a new row of the compiler changes what is tried of no other row.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::thread;

use super::dice::Dice;
use super::items::Item;
use super::probe::{Said, probe};
use super::sentences::{Pools, Writer, Written, rows};
use super::stock::{Below, Head, Stock};
use super::vocabulary::Vocabulary;
use super::wishes::Wishes;

/// What joins the labels of a head, where they are named.
pub type With = Option<&'static str>;

/// What was found out.
#[derive(Debug, Default)]
pub struct Learned {
    /// For each row of clauses: the kinds of facts that it can be about, and how many texts to try.
    pub clauses: BTreeMap<&'static str, (Vec<&'static str>, usize)>,
    /// For each row of criteria: what it can stand over.
    pub heads: BTreeMap<&'static str, Vec<(Below, With)>>,
}

/// Texts tried for each row and each fact.
const TRIES: usize = 6;

/// Texts tried for each head, what stands below it and what joins its labels. Some heads are seldom read:
/// a number in them must be that of the items.
const HEAD_TRIES: usize = 12;

/// What was found out, from some vocabularies with facts of every kind.
pub fn learned() -> &'static Learned {
    static LEARNED: OnceLock<Learned> = OnceLock::new();
    LEARNED.get_or_init(|| {
        thread::scope(|scope| {
            let lessons: Vec<_> = (0..6).map(|seed| scope.spawn(move || Learned::from(seed))).collect();
            let lessons = lessons.into_iter().map(|lesson| lesson.join().expect("no lesson panics"));
            lessons.fold(Learned::default(), Learned::join)
        })
    })
}

impl Learned {
    /// What one vocabulary shows.
    fn from(seed: u64) -> Self {
        let mut learned = Self::default();
        let words = Vocabulary::random(&mut Dice::new(0, seed), 100, &Wishes::default());
        let mut stock = Stock::default();
        stock.pools.insert("clause", learned.clauses(&words, seed));
        learned.heads(&words, &stock, seed);
        learned
    }

    /// What both know; as many tries as the harder of both needs.
    fn join(mut self, other: Self) -> Self {
        for (row, (kinds, tries)) in other.clauses {
            let known = self.clauses.entry(row).or_default();
            known.0.extend(kinds);
            known.0.sort_unstable();
            known.0.dedup();
            known.1 = known.1.max(tries);
        }
        for (row, below) in other.heads {
            let known = self.heads.entry(row).or_default();
            let new: Vec<(Below, With)> = below.into_iter().filter(|one| !known.contains(one)).collect();
            known.extend(new);
        }
        self
    }

    fn clauses(&mut self, words: &Vocabulary, seed: u64) -> Vec<Written> {
        let none = Pools::new();
        let mut tried: Vec<(usize, Written)> = Vec::new();
        for row in &rows()["clause"] {
            let dice = &mut Dice::of(row, seed);
            for about in (0..words.words.len()).flat_map(|about| [about; TRIES]) {
                let one = Writer::new(words, &none, &[], dice).about(about).write_row("clause", row);
                tried.push((about, one));
            }
        }
        let items: Vec<Item> = tried.iter().map(|(_, one)| Item::leaf(format!("{};", one.text))).collect();
        let fine: Vec<bool> = items
            .chunks(400)
            .flat_map(|items| probe(words, items).expect("the vocabulary of a training is sound"))
            .map(|said| said == Said::Read)
            .collect();
        let mut counts: BTreeMap<&'static str, BTreeMap<&'static str, (usize, usize)>> = BTreeMap::new();
        for ((about, one), fine) in tried.iter().zip(&fine) {
            let count = counts.entry(one.row).or_default().entry(words.words[*about].kind).or_default();
            count.0 += usize::from(*fine);
            count.1 += 1;
        }
        for (row, kinds) in counts {
            let able: Vec<_> = kinds.iter().filter(|(_, (fine, _))| *fine > 0).collect();
            let (fine, all) = able.iter().fold((0, 0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1));
            if let Some(tries) = (2 * all).checked_div(fine) {
                let kinds = able.iter().map(|(kind, _)| **kind).collect();
                self.clauses.insert(row, (kinds, tries.clamp(2, 30)));
            }
        }
        tried.into_iter().zip(fine).filter(|(_, fine)| *fine).map(|((_, one), _)| one).collect()
    }

    fn heads(&mut self, words: &Vocabulary, stock: &Stock, seed: u64) {
        let mut tried: Vec<Head> = Vec::new();
        for row in &rows()["criterion"] {
            let dice = &mut Dice::of(row, seed);
            for below in [Below::Criteria, Below::Agents, Below::Branches, Below::Selectors] {
                // Agents must record what the head asks of them, so that few texts are read.
                let most = if below == Below::Agents { 3 * HEAD_TRIES } else { HEAD_TRIES };
                for with in [None, Some("and"), Some("or")] {
                    tried.extend((0..most).map(|_| stock.head(words, dice, row, below, with)));
                }
            }
        }
        let items: Vec<Item> = tried.iter().map(Head::item).collect();
        let fine = items.chunks(300).flat_map(|items| probe(words, items).expect("the vocabulary is sound"));
        for (head, _) in tried.iter().zip(fine).filter(|(_, said)| *said == Said::Read) {
            let known = self.heads.entry(head.row).or_default();
            if !known.contains(&(head.below, head.with)) {
                known.push((head.below, head.with));
            }
        }
    }
}
