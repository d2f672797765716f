//! The plan as a text for other programs: a project schedule, a calendar, or JSON.

use serde::Serialize;

use super::{ics, mspdi};
use crate::files::CURRENT_VERSION;
use crate::forecast;
use crate::plan::Plan;
use crate::report::Situation;
use crate::report::agenda::agenda;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanText {
    /// XML of Microsoft Project.
    Mspdi,
    /// A calendar.
    Ics,
    Json,
}

/// The plan's fields in their order, the version first, as in its file.
#[derive(Serialize)]
struct Exported<'a> {
    version: u32,
    #[serde(flatten)]
    plan: &'a Plan,
}

/// The text, or why there is none.
pub fn plan_text(plan: &Plan, kind: PlanText) -> Result<String, String> {
    let outlook = || forecast::outlook(plan);
    match kind {
        PlanText::Mspdi => Ok(mspdi::project(&Situation::new(plan, &outlook()))),
        PlanText::Ics => Ok(ics::calendar(plan, &agenda(&Situation::new(plan, &outlook())))),
        PlanText::Json => serde_json::to_string_pretty(&Exported { version: CURRENT_VERSION, plan })
            .map(|text| text + "\n")
            .map_err(|error| format!("the plan cannot be written as JSON: {error}")),
    }
}
