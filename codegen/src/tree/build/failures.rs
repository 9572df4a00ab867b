//! Failure of treatments: what counts, and what excuses whom.

use super::{Amount, Context, Course, ExcuseScope, Failure, Problem, Refusal, Trials, Weeks, WeeksScope};
use crate::diagnostic::Code;
use crate::tree::ast::{Atom, ChoiceId, Comparison, FactId, Formula, Trial, TrialOutcome};
use crate::tree::words::Decimal;

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
        let agents = trials.agents();
        let failed = |excuses: &[TrialOutcome]| {
            each(&agents, |id| self.failed(id, failure.course.of(id, &agents), excuses))
        };
        let all_excused = || Ok(Formula::All(each(&agents, |id| self.outcome(id, &item))?));
        match trials {
            Trials::One(id) => self.failed(*id, failure.course, &[agent, item].concat()),
            Trials::AnyOf(_) => {
                let mut ways = failed(&agent)?;
                if !item.is_empty() {
                    ways.push(all_excused()?);
                }
                Ok(Formula::Any(ways))
            }
            Trials::AtLeast(least, _) => {
                let enough = Formula::AtLeast(*least, failed(&agent)?);
                Ok(if item.is_empty() { enough } else { Formula::Any(vec![enough, all_excused()?]) })
            }
            Trials::AllOf(_) => Ok(Formula::All(failed(&[agent, item].concat())?)),
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

impl Course {
    /// What it asks of one of some agents.
    fn of(self, id: FactId, agents: &[FactId]) -> Self {
        let asked = |weeks: &Weeks| weeks.scope == WeeksScope::Each || agents.last() == Some(&id);
        Self { weeks: self.weeks.filter(asked), ..self }
    }
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
