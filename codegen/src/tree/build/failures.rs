//! Failure of treatments: what counts, and what excuses whom.

use super::{Amount, Context, Course, ExcuseScope, Failure, Problem, Refusal, Trials};
use crate::diagnostic::Code;
use crate::tree::ast::{Atom, ChoiceId, Comparison, FactId, Formula, Trial, TrialOutcome, Value};
use crate::tree::space;
use crate::tree::words::Decimal;

/// Profiles of agents that are counted, at most.
const MOST_PROFILES: usize = 5usize.pow(6);

impl Context<'_> {
    /// Which choices of a trial count as met: failure, and what excuses it.
    pub(crate) fn failed(
        &self,
        id: FactId,
        course: Course,
        excused: &[TrialOutcome],
    ) -> Result<Formula, Refusal> {
        let trial = self.trial(id)?;
        let at_dose = course.at_dose;
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
        let mut outcomes = vec![TrialOutcome::Failed];
        outcomes.extend((!at_dose).then_some(TrialOutcome::FailedAtLowerDose));
        let Some(weeks) = course.weeks else {
            return self.outcome(id, &[outcomes.as_slice(), excused].concat());
        };
        let long_enough = vec![self.outcome(id, &outcomes)?, self.used_for(id, weeks.least)?];
        let failed = Formula::All(long_enough);
        Ok(if excused.is_empty() { failed } else { Formula::Any(vec![self.outcome(id, excused)?, failed]) })
    }

    /// The treatment was used for so many weeks at least.
    fn used_for(&self, id: FactId, weeks: u16) -> Result<Formula, Refusal> {
        let fact = self.fact(id)?;
        let Some(of_trial) = fact.companion else {
            let name = &fact.name;
            let kind = match self.trial(id)? {
                Trial::Plain => "trial with weeks",
                Trial::WithDose => "trial with dose, weeks",
            };
            return Err(Problem::refuse(
                Code::FactKind,
                format!("the trial `{name}` does not record for how many weeks it was used"),
                format!("make `{name}` a `{kind}` in the vocabulary, or leave the weeks out of the sentence"),
            ));
        };
        let number = Decimal::of(i64::from(weeks));
        let amount = Amount { number, shown: weeks.to_string(), unit: "weeks".to_owned() };
        self.compare(of_trial, Comparison::AtLeast, &amount)
    }

    /// On how many of the profiles of some agents a formula holds, and how many there are: each was not
    /// tried, failed sooner, failed after the weeks, was not tolerated, or is contraindicated. `None` where
    /// they are too many to count.
    pub(crate) fn profiles(&self, agents: &[FactId], weeks: u16, of: &Formula) -> Option<(usize, usize)> {
        let states = [
            (TrialOutcome::NotTried, None),
            (TrialOutcome::Failed, Some(weeks.saturating_sub(1))),
            (TrialOutcome::Failed, Some(weeks)),
            (TrialOutcome::NotTolerated, None),
            (TrialOutcome::Contraindicated, None),
        ];
        let all = u32::try_from(agents.len()).ok().and_then(|agents| states.len().checked_pow(agents))?;
        if all > MOST_PROFILES {
            return None;
        }
        let mut met = 0;
        for profile in 0..all {
            let mut rest = profile;
            let mut values: Vec<(FactId, Value)> = Vec::new();
            for agent in agents {
                let (outcome, weeks) = states.get(rest % states.len())?;
                rest /= states.len();
                let at = self.trial(*agent).ok()?.outcomes().iter().position(|(of, _)| of == outcome)?;
                values.push((*agent, Value::Choice(ChoiceId(at))));
                let used = self.fact(*agent).ok()?.companion?;
                values.extend(weeks.map(|weeks| (used, Value::Number(i64::from(weeks)))));
            }
            met += usize::from(space::holds(of, &values, &[]));
        }
        Some((met, all))
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
            Trials::One(id) => {
                let bare = excused(failure, ExcuseScope::Bare);
                self.failed(*id, failure.course, &[agent, item, bare].concat())
            }
            Trials::AnyOf(ids) => {
                let mut ways = each(ids, |id| self.failed(id, failure.course, &agent))?;
                if !item.is_empty() {
                    ways.push(Formula::All(each(ids, |id| self.outcome(id, &item))?));
                }
                Ok(Formula::Any(ways))
            }
            Trials::AtLeast(least, ids) => {
                let each_failed = each(ids, |id| self.failed(id, failure.course, &agent))?;
                let failed = Formula::AtLeast(*least, each_failed);
                Ok(if item.is_empty() {
                    failed
                } else {
                    Formula::Any(vec![failed, Formula::All(each(ids, |id| self.outcome(id, &item))?)])
                })
            }
            Trials::AllOf(ids) => {
                let both = [agent, item].concat();
                Ok(Formula::All(each(ids, |id| self.failed(id, failure.course, &both))?))
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
                ExcuseScope::Agent | ExcuseScope::Item | ExcuseScope::Bare => {}
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
