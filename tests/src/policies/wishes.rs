//! What each policy of a run must show. Rows and shapes take turns, so that each has its share of a run,
//! whatever the seed: what chance would leave out is written because it is its turn.

use std::sync::OnceLock;

use criteria::tree::pattern_examples;

use super::learned::learned;
use super::sentences::rows;
use super::shapes::{SHAPES, Shape};

/// The wishes of one policy.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Rows of clauses.
    pub clauses: Vec<&'static str>,
    /// A row of what a failure of treatments is made of.
    pub part: Option<&'static str>,
    /// A row of criteria that stand over a list.
    pub head: Option<&'static str>,
    /// A row of the order of determination.
    pub step: Option<&'static str>,
    /// A row of what is always true.
    pub always: Option<&'static str>,
    /// A row of the invariants.
    pub statement: Option<&'static str>,
    /// How criteria stand on the page.
    pub shapes: Vec<&'static Shape>,
    /// Whether a criterion has another reading.
    pub reading: bool,
    /// Whether a criterion is open to several readings, of which one is chosen.
    pub open: bool,
}

impl Wishes {
    /// The wishes of a place in a run. Neighbours wish for neighbouring rows, so a run of any length
    /// goes round evenly.
    pub fn of(seed: u64, at: usize) -> Self {
        let turn = at + usize::try_from(seed % 1_000).expect("it is small");
        let clauses: Vec<&'static str> = learned().clauses.keys().copied().collect();
        let heads: Vec<&'static str> = learned().heads.keys().copied().collect();
        let of = |name: &str| pick(&rows()[name], turn);
        Self {
            clauses: [turn, turn + clauses.len() / 2]
                .iter()
                .filter_map(|turn| pick(&clauses, *turn))
                .collect(),
            part: pick(parts(), turn),
            head: pick(&heads, turn),
            step: of("step"),
            always: of("always"),
            statement: of("statement"),
            shapes: SHAPES.get(turn % SHAPES.len()).into_iter().collect(),
            reading: turn.is_multiple_of(4),
            open: turn.is_multiple_of(2),
        }
    }

    /// For each row that is wished for, the kinds of facts of which one must be there.
    pub fn kinds(&self) -> impl Iterator<Item = &'static [&'static str]> {
        let clauses = self.clauses.iter().filter_map(|row| Some(learned().clauses.get(row)?.0.as_slice()));
        // Weeks are those of every agent that is named.
        let weeks: [&[&str]; 2] = [&["trial with weeks"], &["trial with dose and weeks"]];
        let agents = self.head.is_some_and(|row| row.starts_with("failure of"));
        let clauses = clauses.chain(weeks.into_iter().filter(|_| self.part.is_some()));
        clauses.chain(agents.then_some(["trial", "trial with dose"].as_slice()))
    }
}

/// The documented rows of what a failure of treatments is made of.
fn parts() -> &'static [&'static str] {
    static PARTS: OnceLock<Vec<&'static str>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let inside = pattern_examples().filter(|(of, ..)| ["trials", "weeks"].contains(of));
        inside.map(|(_, pattern, _)| pattern).collect()
    })
}

fn pick(of: &[&'static str], turn: usize) -> Option<&'static str> {
    of.get(turn.checked_rem(of.len())?).copied()
}
