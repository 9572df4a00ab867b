//! Sentences over a list whose words have several readings: what each reading comes to is seen on the whole
//! criterion, with the list below it.

use super::Outline;
use super::anatomy::Anatomy;
use crate::diagnostic::{Diagnostic, Sink};
use crate::spec::ast::Item;
use crate::tree::ast::{Criterion, CriterionId, Part};
use crate::tree::build::{Node, Reading};
use crate::tree::outline::quote;
use crate::tree::profiles::Shape;
use crate::tree::reading::{Place, Read, Taken};

impl Outline<'_, '_> {
    /// Reads the sentence of an item, and settles what is open in it.
    pub(super) fn read_over(
        &self,
        item: &Item,
        anatomy: &Anatomy,
        place: &Place<'_>,
    ) -> Result<Read, Box<Diagnostic>> {
        let read = self.reader.try_open(place)?;
        self.reader.settle(read, place, &mut |taken: &Taken| match (&taken.says, &taken.node) {
            (Some(formula), _) => Some(Shape::Says(formula.clone())),
            (None, Node::Criterion(reading)) => self.shape(item, anatomy, reading),
            _ => None,
        })
    }

    /// What an item with its list comes to, so read; `None` where something in it cannot be read.
    fn shape(&self, item: &Item, anatomy: &Anatomy, reading: &Reading) -> Option<Shape> {
        let mut sink = Sink::default();
        let mut trial = Outline::new(self.reader, &mut sink);
        let id = trial.push(&item.label, Part::Whole, None, quote(&item.text));
        trial.group(item, id, reading, anatomy);
        let (criteria, broken): (Vec<Criterion>, Vec<CriterionId>) = (trial.criteria, trial.broken);
        if sink.has_errors() || !broken.is_empty() {
            return None;
        }
        Shape::of(&criteria, id)
    }
}
