//! The dialog that sizes a pilot while it is open: what is asked, and the last answer that came.

use super::NewPlanDraft;
use crate::forecast::pilot::{Answered, Question, soak_of};
use crate::plan::{Criterion, Phase, PhaseId, Plan};

/// Whose pilot it is.
#[derive(Clone, Debug, PartialEq)]
pub enum PilotOf {
    Phase(PhaseId),
    /// The first phase of a plan that is being made; its dialog comes back afterwards.
    NewPlan(Box<NewPlanDraft>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct PilotDraft {
    pub of: PilotOf,
    pub question: Question,
    /// A size typed in place of the answer.
    pub wished: Option<u32>,
    /// The question that a job is answering.
    pub asked: Option<(Question, Option<u32>)>,
    pub answered: Option<Box<Answered>>,
}

impl PilotDraft {
    /// Asks about what the phase's gate lets pass today.
    pub fn new(of: PilotOf, plan: &Plan, phase: &Phase) -> Self {
        let min = phase.gate.criteria.iter().find_map(|criterion| match criterion {
            Criterion::Success { min } => Some(*min),
            _ => None,
        });
        let unacceptable = 1.0 - min.filter(|min| *min > 0.0 && *min < 1.0).unwrap_or(0.95);
        let usual = Question::new(unacceptable, &plan.assumptions);
        let question = Question {
            assurance: if (0.5..1.0).contains(&plan.assurance) { plan.assurance } else { usual.assurance },
            // The committee meets once a week; without one every working day is a look.
            look_every: if plan.calendar.cadence.is_some() {
                plan.calendar.working_days.len() as u32
            } else {
                1
            },
            soak_days: soak_of(&phase.gate),
            per_day: phase.rate.filter(|rate| *rate > 0),
            ..usual
        };
        Self { of, question, wished: None, asked: None, answered: None }
    }

    /// The answer to what is asked now.
    pub fn current(&self) -> Option<&Answered> {
        let is_current =
            |answered: &&Answered| (answered.question, answered.wished) == (self.question, self.wished);
        self.answered.as_deref().filter(is_current)
    }
}
