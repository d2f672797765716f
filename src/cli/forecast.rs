//! `baton forecast`: the odds of a plan by simulation, or its expected course alone. The same seed gives the
//! same bytes, however many threads there are.

mod course;
pub(super) mod odds;
pub(super) mod words;

use super::answer::Answer;
use super::progress::Progress;
use super::{PlanArguments, schedule};
use crate::forecast::{self, Basis, Detail, Odds, Sensitivity, SensitivityRow, Simulation};
use crate::plan::Plan;

/// More would take the memory of a large plan for nothing that could still be seen.
const MOST_RUNS: i64 = 100_000;

/// Simulate the futures of a plan: finish, gates and helpdesk with their chances
#[derive(Debug, clap::Args)]
pub struct Forecast {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    luck: Luck,
    /// A scenario of the plan instead of its own schedule
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// With daily series
    #[arg(long)]
    daily: bool,
    /// And what moves the finish: each uncertain parameter and each lever at two ends
    #[arg(long, conflicts_with = "expected")]
    sensitivity: bool,
    /// Every uncertain parameter at its mean
    #[arg(long, conflicts_with = "expected")]
    assume_exact: bool,
    /// No simulation: the course with every draw replaced by its mean
    #[arg(long, conflicts_with_all = ["runs", "seed"])]
    expected: bool,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// How many futures, and which.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Luck {
    /// Simulated futures
    #[arg(long, value_name = "NUMBER", default_value_t = Basis::FULL,
          value_parser = clap::value_parser!(u32).range(1..=MOST_RUNS))]
    runs: u32,
    /// Another number gives other futures of the same odds
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

impl Luck {
    pub const fn basis(self, detail: Detail) -> Basis {
        Basis { runs: self.runs, seed: self.seed, detail, is_exact: false }
    }
}

impl Forecast {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let plan = match self.scenario.as_deref().map(|name| schedule(&plan, name)) {
            None => plan,
            Some(Ok(plan)) => plan,
            Some(Err(answer)) => return answer,
        };
        if self.expected {
            let outlook = forecast::outlook(&plan);
            return if self.json {
                Answer::json(&course::course_json(&plan, &outlook, self.daily))
            } else {
                Answer::result(course::course_text(&plan, &outlook, self.daily))
            };
        }
        let detail = if self.daily { Detail::Site } else { Detail::Dates };
        let basis = Basis { is_exact: self.assume_exact, ..self.luck.basis(detail) };
        let odds = simulate(&plan, &basis, "futures");
        let rows = self.sensitivity.then(|| sensitivity(&plan, &basis));
        if self.json {
            Answer::json(&odds::odds_json(&plan, &odds, rows.as_deref()))
        } else {
            Answer::result(words::odds_text(&plan, &odds, rows.as_deref()))
        }
    }
}

/// All futures of a plan, counted aloud where somebody watches.
pub(super) fn simulate(plan: &Plan, basis: &Basis, what: &str) -> Odds {
    const BATCH: u32 = 1_000;
    let observed = forecast::observed(plan);
    let mut simulation = Simulation::new(plan, &observed, basis);
    let mut progress = Progress::new(what, basis.runs as usize);
    while simulation.runs() < basis.runs {
        simulation.advance(BATCH.min(basis.runs - simulation.runs()));
        progress.show(simulation.runs() as usize);
    }
    drop(progress);
    simulation.odds()
}

fn sensitivity(plan: &Plan, basis: &Basis) -> Vec<SensitivityRow> {
    let basis = Basis { runs: basis.runs.min(Sensitivity::RUNS), ..*basis };
    let mut sensitivity = Sensitivity::new(plan, &forecast::observed(plan), &basis);
    let mut progress = Progress::new("parameters and levers", sensitivity.steps());
    while sensitivity.advance() {
        progress.show(sensitivity.done());
    }
    sensitivity.rows()
}
