//! What an edit that is not applied yet would come to in simulated futures. A page asks for one edit at a
//! time; the plan is not touched.

use std::sync::Arc;

use eframe::egui::Context;

use super::feed::{Feed, feed};
use super::jobs::JobName;
use super::window::{App, Done, wake};
use crate::forecast::{Basis, Detail, Odds, Simulation, observed};
use crate::plan::{Edit, Plan};
use crate::views::Preview;

/// As many futures as it takes to see a shift of a day.
const RUNS: u32 = 1_000;

/// The edit that was asked about last.
#[derive(Default)]
pub struct Previewing {
    asked: Option<(Arc<Plan>, Box<Edit>)>,
    odds: Option<Arc<Odds>>,
    feed: Option<Feed<Arc<Odds>>>,
}

impl Previewing {
    /// The edit that was asked about, as long as the plan is the same, with its odds once they are in.
    pub fn of(&self, plan: &Arc<Plan>) -> Option<Preview<'_>> {
        let (of, edit) = self.asked.as_ref()?;
        Arc::ptr_eq(of, plan).then_some(Preview { edit, odds: self.odds.as_deref() })
    }

    /// Takes what the job has handed in; says whether there was anything.
    pub fn refine(&mut self) -> bool {
        let odds = self.feed.as_ref().and_then(Feed::take);
        let is_new = odds.is_some();
        self.odds = odds.or_else(|| self.odds.take());
        is_new
    }
}

impl App {
    /// Simulates the plan as it would be after the edit.
    pub(super) fn preview(&mut self, ctx: &Context, edit: Box<Edit>) {
        let Some(state) = &mut self.state else { return };
        let runs = state.platform.runs.min(RUNS);
        let Some(open) = &mut state.open else { return };
        let plan = Arc::clone(&open.computed.plan);
        let mut after = Plan::clone(&plan);
        let is_refused = edit.apply(&mut after).is_err();
        let (feed, source) = feed();
        open.previewing = Previewing { asked: Some((plan, edit)), odds: None, feed: Some(feed) };
        if is_refused {
            return self.jobs.give_up(JobName::Previewing);
        }
        let repaint = wake(ctx);
        self.jobs.start(JobName::Previewing, wake(ctx), move || {
            let basis = Basis::new(runs, Detail::Dates);
            let mut simulation = Simulation::new(&after, &observed(&after), &basis);
            for until in [Basis::QUICK.min(runs), runs] {
                simulation.advance(until - simulation.runs());
                if !source.is_wanted() {
                    break;
                }
                source.give(Arc::new(simulation.odds()));
                repaint();
            }
            Done::Refined
        });
    }
}
