//! The answers of the New plan dialog while it is open.

use chrono::NaiveDate;

use crate::plan::template::Answers;

#[derive(Clone, Debug, PartialEq)]
pub struct NewPlanDraft {
    /// The step that is seen, from 0.
    pub step: usize,
    pub answers: Answers,
}

impl NewPlanDraft {
    pub fn new(start: NaiveDate) -> Self {
        Self { step: 0, answers: Answers::new(start) }
    }
}
