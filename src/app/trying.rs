//! What if: the plan with its levers elsewhere, its course at once and its odds as soon as they are in.
//! The plan itself is not touched; what is tried goes with the next value, or with the plan.

use std::sync::Arc;

use eframe::egui::Context;

use super::feed::{Feed, Source, feed};
use super::jobs::JobName;
use super::window::{App, Done, QUICK, wake};
use crate::forecast::{self, Basis, Detail, Learned, Odds, Outlook, Simulation, informed};
use crate::plan::{Lever, Plan};
use crate::report::odds_knobs;
use crate::report::study::Tried;

#[derive(Default)]
pub struct Trying {
    tried: Option<Tried>,
    /// The plan whose levers are moved.
    of: Option<Arc<Plan>>,
    informed: Option<Arc<Plan>>,
    feed: Option<Feed<Found>>,
    /// What the job works on; it may be a value that was held some frames ago.
    simulated: Option<Arc<Plan>>,
    has_answered: bool,
    edition: u64,
}

/// What a job has found out of what is tried.
struct Found {
    plan: Arc<Plan>,
    outlook: Arc<Outlook>,
    odds: Option<Arc<Odds>>,
}

impl Trying {
    pub const fn tried(&self) -> Option<&Tried> {
        self.tried.as_ref()
    }

    /// Grows with each new value and each answer.
    pub const fn edition(&self) -> u64 {
        self.edition
    }

    fn stop(&mut self) {
        *self = Self { edition: self.edition + 1, ..Self::default() };
    }

    /// The plan with what the data say of its parameters: from there its knobs are moved.
    fn informed(&mut self, plan: &Arc<Plan>, learned: &Learned) -> Arc<Plan> {
        let is_known = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, plan));
        let known = self.informed.take().filter(|_| is_known);
        let informed = known.unwrap_or_else(|| Arc::new(informed(plan, learned)));
        self.informed = Some(Arc::clone(&informed));
        informed
    }

    /// Puts the moves into the plan; what is left of them. The expected course follows at once where it is
    /// quick.
    fn begin(
        &mut self,
        plan: &Arc<Plan>,
        (learned, is_quick): (&Learned, bool),
        moves: Vec<(Lever, f64)>,
    ) -> Option<&Tried> {
        let informed = self.informed(plan, learned);
        let differs = |(lever, value): &(Lever, f64)| lever.edit(&informed, *value).is_some();
        let moves: Vec<_> = moves.into_iter().filter(differs).collect();
        let mut after = Plan::clone(plan);
        let edit = Lever::move_all(&informed, &moves, odds_knobs::label(plan, &moves));
        let Some(edit) = edit.filter(|edit| edit.apply(&mut after).is_ok()) else {
            self.stop();
            return None;
        };
        let odds = self.tried.take().and_then(|tried| tried.odds);
        let outlook = is_quick.then(|| Arc::new(forecast::outlook(&after)));
        self.of = Some(Arc::clone(plan));
        self.edition += 1;
        Some(self.tried.insert(Tried { moves, edit, plan: Arc::new(after), outlook, odds }))
    }

    /// Takes what a job found out, even of a value that was held some frames ago.
    fn take(&mut self, found: Found) {
        self.edition += 1;
        let Some(tried) = &mut self.tried else { return };
        if Arc::ptr_eq(&tried.plan, &found.plan) {
            tried.outlook = Some(found.outlook);
        }
        if found.odds.is_some() {
            self.has_answered = true;
            tried.odds = found.odds;
        }
    }
}

impl App {
    /// Moves one lever of what is tried.
    pub(super) fn try_lever(&mut self, ctx: &Context, lever: Lever, value: f64) {
        let Some(open) = self.open_mut() else { return };
        let mut moves = open.trying.tried().map(|tried| tried.moves.clone()).unwrap_or_default();
        match moves.iter_mut().find(|(moved, _)| *moved == lever) {
            Some((_, old)) => *old = value,
            None => moves.push((lever, value)),
        }
        self.try_moves(ctx, moves);
    }

    /// Puts all levers back to where the plan has them.
    pub(super) fn stop_trying(&mut self) {
        self.jobs.give_up(JobName::WhatIf);
        if let Some(open) = self.open_mut() {
            open.trying.stop();
        }
    }

    /// Takes what the job has handed in, and goes on with what is held by now.
    pub(super) fn take_tried(&mut self, ctx: &Context) {
        let Some(open) = self.open_mut() else { return };
        let Some(found) = open.trying.feed.as_ref().and_then(Feed::take) else { return };
        open.trying.take(found);
        self.simulate_tried(ctx);
        ctx.request_repaint();
    }

    /// What is tried is tried on the plan as it stands now.
    pub(super) fn follow_tried(&mut self, ctx: &Context) {
        let Some(open) = self.open_mut() else { return };
        let (of, plan) = (open.trying.of.as_ref(), &open.computed.plan);
        if of.is_none_or(|of| Arc::ptr_eq(of, plan)) {
            return;
        }
        let moves = open.trying.tried().map(|tried| tried.moves.clone()).unwrap_or_default();
        self.try_moves(ctx, moves);
    }

    fn try_moves(&mut self, ctx: &Context, moves: Vec<(Lever, f64)>) {
        let Some(open) = self.open_mut() else { return };
        let (plan, outlook) = (&open.computed.plan, &open.computed.outlook);
        let is_quick = open.computed.took < QUICK;
        if open.trying.begin(plan, (&outlook.learned, is_quick), moves).is_some() {
            self.simulate_tried(ctx);
        } else {
            self.jobs.give_up(JobName::WhatIf);
        }
    }

    /// Begins the futures of what is held. A job that has not answered yet is let to: while a knob is
    /// dragged there would be no answer at all otherwise.
    fn simulate_tried(&mut self, ctx: &Context) {
        let is_running = self.jobs.is_running(JobName::WhatIf);
        let Some(state) = &mut self.state else { return };
        let runs = state.platform.runs;
        let Some(trying) = state.open.as_mut().map(|open| &mut open.trying) else { return };
        let Some(tried) = &trying.tried else { return };
        let is_of_it = trying.simulated.as_ref().is_some_and(|plan| Arc::ptr_eq(plan, &tried.plan));
        if is_of_it || (is_running && !trying.has_answered) {
            return;
        }
        let (plan, outlook) = (Arc::clone(&tried.plan), tried.outlook.clone());
        let (feed, source) = feed();
        trying.feed = Some(feed);
        trying.simulated = Some(Arc::clone(&plan));
        trying.has_answered = false;
        let repaint = wake(ctx);
        self.jobs.start(JobName::WhatIf, wake(ctx), move || {
            find_out(&plan, outlook, (runs, &source), &repaint);
            Done::Refined
        });
    }
}

/// The course, where it is not known yet, then the futures.
fn find_out(
    plan: &Arc<Plan>,
    outlook: Option<Arc<Outlook>>,
    (runs, source): (u32, &Source<Found>),
    repaint: &impl Fn(),
) {
    let is_new = outlook.is_none();
    let outlook = outlook.unwrap_or_else(|| Arc::new(forecast::outlook(plan)));
    let found = |odds| Found { plan: Arc::clone(plan), outlook: Arc::clone(&outlook), odds };
    if is_new {
        source.give(found(None));
        repaint();
    }
    let simulation = Simulation::new(plan, &outlook.observed, &Basis::new(runs, Detail::Site));
    refine(simulation, runs, source, |odds| found(Some(odds)), repaint);
}

/// A first answer at once, then better ones, until all runs are in or nobody waits any more.
pub(super) fn refine<T>(
    mut simulation: Simulation,
    runs: u32,
    source: &Source<T>,
    make: impl Fn(Arc<Odds>) -> T,
    repaint: &impl Fn(),
) {
    let mut batch = Basis::QUICK;
    while simulation.runs() < runs && source.is_wanted() {
        simulation.advance(batch.min(runs - simulation.runs()));
        source.give(make(Arc::new(simulation.odds())));
        repaint();
        batch = 1_800;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::files::examples::EXAMPLES;

    #[test]
    fn the_course_of_a_large_plan_is_left_to_the_job() {
        let plan = Arc::new(EXAMPLES[0].plan().unwrap());
        let learned = forecast::outlook(&plan).learned;
        let mut trying = Trying::default();
        let mut held = |is_quick| {
            let moves = vec![(Lever::Agents, 40.0)];
            trying.begin(&plan, (&learned, is_quick), moves).unwrap().clone()
        };
        let quick = held(true).outlook.unwrap();
        let slow = held(false);
        assert!(slow.outlook.is_none());
        let (feed, source) = feed();
        find_out(&slow.plan, None, (Basis::QUICK, &source), &|| {});
        trying.take(feed.take().unwrap());
        let tried = trying.tried().unwrap();
        assert_eq!(tried.outlook.as_ref().unwrap().expected.finish, quick.expected.finish);
        assert!(tried.odds.is_some());
    }
}
