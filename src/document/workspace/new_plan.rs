//! The answers of the New plan dialog while it is open.

use chrono::NaiveDate;

use crate::plan::MigrationOption;

#[derive(Clone, Debug, PartialEq)]
pub struct NewPlanDraft {
    /// The step that is seen, from 0.
    pub step: usize,
    pub name: String,
    pub option: MigrationOption,
    pub devices: u32,
    pub start: NaiveDate,
    pub agents: f64,
}

impl NewPlanDraft {
    pub fn new(start: NaiveDate) -> Self {
        Self {
            step: 0,
            name: String::new(),
            option: MigrationOption::CoManagement,
            devices: 1000,
            start,
            agents: 6.0,
        }
    }
}
