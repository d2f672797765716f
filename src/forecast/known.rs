//! All that is known when the future begins: the past day by day, and what it says about the parameters.
//! It is worked out once for a plan, whatever number of futures start from it.

use crate::plan::Plan;

use super::days::Days;
use super::past::{self, Past};
use super::{Learned, Observed, learn};

pub(crate) struct Known<'a> {
    pub plan: &'a Plan,
    pub days: &'a Days,
    pub observed: &'a Observed,
    /// In the plan's order of phases.
    pub past: Vec<Past>,
    pub learned: Learned,
}

impl<'a> Known<'a> {
    pub fn new(plan: &'a Plan, days: &'a Days, observed: &'a Observed) -> Self {
        let past = past::of_plan(plan, days, observed);
        let learned = learn::from_past(plan, days, &past);
        Self { plan, days, observed, past, learned }
    }
}
