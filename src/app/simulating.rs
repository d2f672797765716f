//! The simulation of the open plan's futures: begun anew after each change of the plan, shown as soon as the
//! first futures are in, refined until all are. Until then the odds of the state before stay.

use std::sync::Arc;
use std::time::Duration;

use super::platform::Stopwatch;
use crate::forecast::{Basis, Detail, Odds, Outlook};
use crate::plan::Plan;
use crate::views::Progress;

/// Odds that are missing for longer than this are said to be of an earlier state.
const LATE: Duration = Duration::from_millis(400);

/// What has been simulated of the open plan.
#[derive(Default)]
pub struct Simulated {
    /// The newest odds, of `plan` or of the state before it.
    odds: Option<Arc<Odds>>,
    /// What is simulated, or was last.
    plan: Option<Arc<Plan>>,
    /// How many futures of `plan` the odds hold.
    runs: u32,
    wanted: u32,
    took: Duration,
    begun: Option<Stopwatch>,
    edition: u64,
}

/// What the window simulates: the same as the command line.
const fn basis(runs: u32) -> Basis {
    Basis::new(runs, Detail::Phases)
}

impl Simulated {
    /// The odds as far as they can be shown beside a plan: of the same phases from the same day on.
    pub fn odds_for(&self, plan: &Plan, outlook: &Outlook) -> Option<&Arc<Odds>> {
        self.odds.as_ref().filter(|odds| {
            odds.first_day == outlook.expected.track.first
                && odds.phases.iter().map(|odds| odds.phase).eq(plan.phases.iter().map(|phase| phase.id))
        })
    }

    pub fn progress(&self, shown: &Arc<Plan>) -> Progress {
        let is_current = self.is_of(shown);
        let runs = if is_current { self.runs } else { 0 };
        let is_late = runs == 0 && self.begun.as_ref().is_some_and(|begun| begun.elapsed() >= LATE);
        Progress { runs, wanted: self.wanted, seed: basis(self.wanted).seed, took: self.took, is_late }
    }

    /// Grows with each answer.
    pub const fn edition(&self) -> u64 {
        self.edition
    }

    fn is_of(&self, plan: &Arc<Plan>) -> bool {
        self.plan.as_ref().is_some_and(|of| Arc::ptr_eq(of, plan))
    }
}
