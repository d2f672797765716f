//! What is computed for the Forecast page beside the plan's own odds: a plan that is only tried, other
//! schedules, and how far each lever moves the finish. Shapes only; who computes them is the program's
//! business.

use std::sync::Arc;

use crate::forecast::{FrontierPoint, Odds, Outlook, SensitivityRow, Takes};
use crate::picture::format;
use crate::plan::{Edit, Lever, OWN_SCHEDULE, PROMISE, Plan};

/// The plan with its levers elsewhere; nothing of it is applied.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Each lever once, in the order in which they were first moved.
    pub moves: Vec<(Lever, f64)>,
    /// The one step that would make the plan so.
    pub edit: Edit,
    pub plan: Arc<Plan>,
    /// Its expected course; none until it is in, where that takes long.
    pub outlook: Option<Arc<Outlook>>,
    /// None until the first futures are in; until then those of the value before.
    pub odds: Option<Arc<Odds>>,
}

impl Tried {
    pub fn value(&self, lever: Lever) -> Option<f64> {
        self.moves.iter().find(|(moved, _)| *moved == lever).map(|(_, value)| *value)
    }
}

/// Another schedule than the one that is worked on.
#[derive(Clone, Debug)]
pub struct Way {
    /// None = the plan's own schedule.
    pub name: Option<String>,
    pub plan: Arc<Plan>,
    pub odds: Option<Arc<Odds>>,
}

impl Way {
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(OWN_SCHEDULE)
    }
}

/// What moves the plan, and how others of its schedules fare. It fills while it is computed.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// Every schedule but the one that is worked on, the plan's own first.
    pub ways: Vec<Way>,
    pub frontier: Vec<FrontierPoint>,
    pub frontier_to_come: usize,
    /// The number of agents that would do.
    pub recommended: Option<FrontierPoint>,
    pub rows: Vec<SensitivityRow>,
    pub rows_to_come: usize,
}

impl Study {
    /// Other schedules alone; none where there are none.
    pub fn of(ways: Vec<Way>) -> Option<Self> {
        (!ways.is_empty()).then(|| Self { ways, ..Self::default() })
    }

    /// By what rule a schedule is recommended, the longest form first:
    /// `85% by the target and 85% without a wait over 3 days`.
    pub fn rule(plan: &Plan) -> [String; 2] {
        let chance = format::chance(PROMISE);
        let limit = format::plural_decimal(plan.desk.wait_limit_days, 1, "day", "days");
        [
            format!("a chance of {chance} by the target and of {chance} that no ticket waits over {limit}"),
            format!("{chance} by the target, {chance} without a wait over {limit}"),
        ]
    }
}

/// What it would take to finish by the target with a chance, lever by lever.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub chance: f64,
    /// None = still being looked for.
    pub levers: Vec<(Lever, Option<Takes>)>,
}
