//! The answers of the New plan dialog while it is open.

use chrono::{Datelike, Days, NaiveDate};

use crate::plan::template::Answers;

#[derive(Clone, Debug, PartialEq)]
pub struct NewPlanDraft {
    /// The step that is seen, from 0.
    pub step: usize,
    pub answers: Answers,
}

impl NewPlanDraft {
    /// Proposes the first Monday that leaves two weeks to prepare.
    pub fn new(today: NaiveDate) -> Self {
        let wait = 14 + (7 - u64::from(today.weekday().num_days_from_monday())) % 7;
        let start = today.checked_add_days(Days::new(wait)).unwrap_or(today);
        Self { step: 0, answers: Answers { today: Some(today), ..Answers::new(start) } }
    }
}
