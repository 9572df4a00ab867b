//! Failure of treatments: what counts, and what excuses whom.

use super::{Context, ExcuseScope, Failure, Problem, Refusal, Trials};
use crate::diagnostic::Code;
use crate::tree::ast::{Atom, ChoiceId, FactId, Formula, Trial, TrialOutcome};

impl Context<'_> {
    /// Which choices of a trial count as met: failure, and what excuses it.
    pub(crate) fn failed(
        &self,
        id: FactId,
        at_dose: bool,
        excused: &[TrialOutcome],
    ) -> Result<Formula, Refusal> {
        let trial = self.trial(id)?;
        if at_dose && trial == Trial::Plain {
            let name = &self.fact(id)?.name;
            return Err(Problem::refuse(
                Code::FactKind,
                format!("the trial `{name}` does not record at which dose it failed"),
                format!(
                    "make `{name}` a `trial with dose` in the vocabulary, or leave the dose out of the sentence"
                ),
            ));
        }
        let counts = |outcome: TrialOutcome| {
            outcome == TrialOutcome::Failed
                || (outcome == TrialOutcome::FailedAtLowerDose && !at_dose)
                || excused.contains(&outcome)
        };
        let choices = trial.outcomes().iter().enumerate();
        let choices =
            choices.filter(|(_, (outcome, _))| counts(*outcome)).map(|(at, _)| ChoiceId(at)).collect();
        Ok(Formula::Atom(Atom::Is(id, choices)))
    }

    /// The trial has one of these outcomes.
    pub(crate) fn outcome(&self, id: FactId, outcomes: &[TrialOutcome]) -> Result<Formula, Refusal> {
        let all = self.trial(id)?.outcomes().iter().enumerate();
        let choices = all.filter(|(_, (o, _))| outcomes.contains(o)).map(|(at, _)| ChoiceId(at)).collect();
        Ok(Formula::Atom(Atom::Is(id, choices)))
    }

    /// One item of a failure list: an agent, or a choice of agents.
    pub(crate) fn failure_item(&self, trials: &Trials, failure: &Failure) -> Result<Formula, Refusal> {
        let agent = excused(failure, ExcuseScope::Agent);
        let item = excused(failure, ExcuseScope::Item);
        match trials {
            Trials::One(id) => self.failed(*id, failure.at_dose, &[agent, item].concat()),
            Trials::AnyOf(ids) => {
                let mut ways = each(ids, |id| self.failed(id, failure.at_dose, &agent))?;
                if !item.is_empty() {
                    ways.push(Formula::All(each(ids, |id| self.outcome(id, &item))?));
                }
                Ok(Formula::Any(ways))
            }
            Trials::AtLeast(least, ids) => {
                let each_failed = each(ids, |id| self.failed(id, failure.at_dose, &agent))?;
                let failed = Formula::AtLeast(*least, each_failed);
                Ok(if item.is_empty() {
                    failed
                } else {
                    Formula::Any(vec![failed, Formula::All(each(ids, |id| self.outcome(id, &item))?)])
                })
            }
            Trials::AllOf(ids) => {
                let both = [agent, item].concat();
                Ok(Formula::All(each(ids, |id| self.failed(id, failure.at_dose, &both))?))
            }
        }
    }

    /// What excuses a whole list of agents, if anything does.
    pub(crate) fn whole_excuse(
        &self,
        agents: &[FactId],
        failure: &Failure,
    ) -> Result<Option<Formula>, Refusal> {
        let mut ways = Vec::new();
        for excuse in &failure.excuses {
            let all_are = |outcome: TrialOutcome| each(agents, |id| self.outcome(id, &[outcome]));
            match excuse.scope {
                ExcuseScope::AnyForAll => {
                    ways.extend(each(agents, |id| self.outcome(id, &excuse.outcomes))?);
                }
                ExcuseScope::AllForAll => {
                    for outcome in &excuse.outcomes {
                        ways.push(Formula::All(all_are(*outcome)?));
                    }
                }
                ExcuseScope::Agent | ExcuseScope::Item | ExcuseScope::Unsaid => {}
            }
        }
        Ok((!ways.is_empty()).then_some(Formula::Any(ways)))
    }
}

fn excused(failure: &Failure, scope: ExcuseScope) -> Vec<TrialOutcome> {
    failure.excuses.iter().filter(|e| e.scope == scope).flat_map(|e| e.outcomes.clone()).collect()
}

impl Trials {
    /// The agents.
    pub(crate) fn agents(&self) -> Vec<FactId> {
        match self {
            Self::One(id) => vec![*id],
            Self::AnyOf(ids) | Self::AllOf(ids) | Self::AtLeast(_, ids) => ids.clone(),
        }
    }
}

fn each(ids: &[FactId], build: impl Fn(FactId) -> Result<Formula, Refusal>) -> Result<Vec<Formula>, Refusal> {
    ids.iter().map(|id| build(*id)).collect()
}
