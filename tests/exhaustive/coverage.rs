//! What a visit to a block has seen, so that the suite can say so.

use criteria_tests::space::{Axis, Block, Cell};
use criteria_tests::workspace::Spec;

/// What was seen of a block.
#[derive(Debug)]
pub(crate) struct Coverage {
    /// Cells for which there is no one request date.
    pub(crate) left_out: u128,
    /// Every three axes, with a mark for each three classes that stood in one cell.
    threes: Vec<Three>,
}

#[derive(Debug)]
struct Three {
    axes: [usize; 3],
    sizes: [usize; 3],
    seen: Vec<bool>,
}

impl Coverage {
    /// Nothing seen yet. An axis of one class says nothing, and is not counted.
    pub(crate) fn of(block: &Block) -> Self {
        let size = |at: usize| block.axes[at].classes.len();
        let axes: Vec<usize> = (0..block.axes.len()).filter(|at| size(*at) > 1).collect();
        let mut threes = Vec::new();
        for (nth, a) in axes.iter().enumerate() {
            for (further, b) in axes.iter().enumerate().skip(nth + 1) {
                for c in axes.iter().skip(further + 1) {
                    let sizes = [size(*a), size(*b), size(*c)];
                    let seen = vec![false; sizes.iter().product()];
                    threes.push(Three { axes: [*a, *b, *c], sizes, seen });
                }
            }
        }
        Self { left_out: 0, threes }
    }

    /// Takes note of a cell.
    pub(crate) fn note(&mut self, cell: &Cell) {
        for three in &mut self.threes {
            let [a, b, c] = three.axes.map(|axis| cell.classes[axis]);
            three.seen[(a * three.sizes[1] + b) * three.sizes[2] + c] = true;
        }
    }

    /// What two visits to one block have seen.
    pub(crate) fn with(mut self, other: Self) -> Self {
        self.left_out += other.left_out;
        for (three, other) in self.threes.iter_mut().zip(other.threes) {
            three.seen.iter_mut().zip(other.seen).for_each(|(seen, other)| *seen |= other);
        }
        self
    }

    /// The combinations of three classes of different axes: those that stood in one cell, and all.
    pub(crate) fn threes(&self) -> (usize, usize) {
        let seen = self.threes.iter().flat_map(|three| &three.seen);
        (seen.clone().filter(|seen| **seen).count(), seen.count())
    }

    /// One line on a block.
    pub(crate) fn line(&self, spec: &Spec, block: &Block, visited: u128) -> String {
        let name = |(fact, value)| criteria::tree::print::value(&spec.policy, fact, value);
        let given: Vec<String> = block.given.iter().map(|(fact, value)| name((*fact, value))).collect();
        let classes: Vec<String> = block.axes.iter().map(|axis| axis_line(spec, axis)).collect();
        let (seen, all) = self.threes();
        format!(
            "  {}: {visited} of {} cells, {} on no one day; {seen} of {all} threes of classes; {} contradictory\n    {}",
            given.join(", "),
            block.cells(),
            self.left_out,
            block.contradictory.len(),
            classes.join(" × "),
        )
    }
}

fn axis_line(spec: &Spec, axis: &Axis) -> String {
    let names: Vec<&str> = axis.facts.iter().map(|fact| spec.policy.fact(*fact).name.as_str()).collect();
    format!("{} ({})", axis.classes.len(), names.join(", "))
}
