//! Lists of agents that must have failed.

use super::Outline;
use super::anatomy::{Anatomy, anatomy};
use crate::diagnostic::Code;
use crate::spec::ast::Item;
use crate::tree::ast::{Body, CriterionId, FactId, Formula};
use crate::tree::build::{Failure, Node, Problem, Refusal};

impl Outline<'_, '_> {
    /// What excuses a whole list of agents.
    pub(super) fn whole_excuse(&mut self, item: &Item, failure: &Failure) -> Option<Formula> {
        let mut agents: Vec<FactId> = Vec::new();
        for child in &item.children {
            let anatomy = anatomy(&child.text, false);
            if let Ok(read) = self.reader.try_read("trials", &child.text, anatomy.sentence)
                && let Node::Trials(trials) = read.node
            {
                agents.extend(trials.agents());
            }
        }
        match self.reader.context.whole_excuse(&agents, failure) {
            Ok(excuse) => excuse,
            Err(Refusal::Problem(problem)) => {
                self.say(problem, item.text.span);
                None
            }
            Err(Refusal::NoSuch) => None,
        }
    }

    /// An item of a failure list.
    pub(super) fn agents(&mut self, item: &Item, anatomy: &Anatomy, id: CriterionId, failure: &Failure) {
        let Some(read) = self.reader.read("trials", &item.text, anatomy.sentence.clone(), self.sink) else {
            self.broken.push(id);
            return;
        };
        let Node::Trials(trials) = &read.node else { return };
        let agents = trials.agents();
        let formula = agents
            .iter()
            .try_for_each(|agent| self.reader.context.trial(*agent).map(|_| ()))
            .and_then(|()| self.reader.context.failure_item(trials, failure));
        match formula {
            Ok(formula) => self.set_body(id, Body::Test(formula)),
            Err(Refusal::Problem(problem)) => self.say(problem, item.text.span),
            Err(Refusal::NoSuch) => self.say(
                Problem {
                    code: Code::FactKind,
                    message: "an item of a failure list is not a trial".to_owned(),
                    help: vec![
                        "give the fact the kind `trial` or `trial with dose` in the vocabulary".to_owned(),
                    ],
                    rewrite: None,
                },
                item.text.span,
            ),
        }
        self.note(item, anatomy, read.words, read.patterns);
    }
}
