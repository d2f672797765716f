//! The simulation of the open plan's futures: begun anew after each change of the plan, shown as soon as the
//! first futures are in, refined until all are. Until then the odds of the state before stay.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use super::feed::{Feed, Source, feed};
use super::jobs::JobName;
use super::platform::Stopwatch;
use super::window::{App, Done, wake};
use crate::forecast::{Basis, Detail, Odds, Outlook, Simulation};
use crate::plan::{Plan, Problem};
use crate::report::{Situation, troubles};
use crate::views::Progress;

/// How many times as many futures each answer holds as the one before.
const GROWTH: u32 = 4;
/// Futures between two looks at whether they are still wanted.
const STEP: u32 = 200;
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
    /// Since when no answer has come, while one is awaited.
    awaited: Option<Stopwatch>,
    /// Since when `plan` is simulated, until that is done.
    begun: Option<Stopwatch>,
    feed: Option<Feed<Answer>>,
    edition: u64,
}

/// What the job has to say, more than once.
struct Answer {
    plan: Arc<Plan>,
    odds: Arc<Odds>,
    runs: u32,
    /// None = so few futures say too little.
    problems: Option<Vec<Problem>>,
    took: Duration,
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
        let is_long = |since: &Option<Stopwatch>| since.as_ref().is_some_and(|since| since.elapsed() >= LATE);
        let (is_late, is_slow) = (runs == 0 && is_long(&self.awaited), is_long(&self.begun));
        Progress {
            runs,
            wanted: self.wanted,
            seed: basis(self.wanted).seed,
            took: self.took,
            is_late,
            is_slow,
        }
    }

    /// Grows with each answer.
    pub const fn edition(&self) -> u64 {
        self.edition
    }

    fn is_of(&self, plan: &Arc<Plan>) -> bool {
        self.plan.as_ref().is_some_and(|of| Arc::ptr_eq(of, plan))
    }
}

impl App {
    /// Begins to simulate the plan that is shown, unless that is done or under way. A simulation that has
    /// not answered yet is left to do so: without it there would be no ranges while a value is dragged.
    pub(super) fn simulate_if_needed(&mut self, ctx: &Context) {
        let is_running = self.jobs.is_running(JobName::Simulating);
        let Some(state) = &mut self.state else { return };
        let runs = state.platform.runs;
        let Some(open) = &mut state.open else { return };
        let plan = Arc::clone(&open.computed.plan);
        let simulated = &mut open.simulated;
        if simulated.is_of(&plan) {
            return;
        }
        if simulated.plan.as_ref().is_some_and(|of| have_same_futures(of, &plan)) {
            simulated.plan = Some(plan);
            return;
        }
        let is_unanswered = is_running && simulated.plan.is_some() && simulated.runs == 0;
        if is_unanswered {
            return;
        }
        simulated.plan = Some(Arc::clone(&plan));
        (simulated.runs, simulated.wanted) = (0, runs);
        simulated.begun = Some(Stopwatch::start());
        simulated.awaited.get_or_insert_with(Stopwatch::start);
        let (feed, source) = feed();
        simulated.feed = Some(feed);
        let outlook = Arc::clone(&open.computed.outlook);
        let repaint = wake(ctx);
        self.jobs.start(JobName::Simulating, wake(ctx), move || {
            simulate((&plan, &outlook), runs, &source, &repaint);
            Done::Refined
        });
        // Should no answer come by then, what is shown is dimmed.
        ctx.request_repaint_after(LATE);
    }

    /// Takes what the simulation has handed in.
    pub(super) fn take_odds(&mut self, ctx: &Context) {
        let Some(open) = self.open_mut() else { return };
        let simulated = &mut open.simulated;
        let Some(answer) = simulated.feed.as_ref().and_then(Feed::take) else { return };
        (simulated.runs, simulated.took) = (answer.runs, answer.took);
        simulated.odds = Some(answer.odds);
        simulated.edition += 1;
        simulated.awaited = None;
        if answer.runs >= simulated.wanted {
            simulated.begun = None;
        } else {
            ctx.request_repaint_after(LATE);
        }
        if have_same_futures(&answer.plan, &open.computed.plan) {
            if let Some(problems) = answer.problems {
                open.computed.problems = problems;
            }
        } else {
            // It was left to answer first; now it is the turn of what the plan has become.
            self.jobs.give_up(JobName::Simulating);
            self.simulate_if_needed(ctx);
        }
        ctx.request_repaint();
    }
}

/// A slide that is moved or renamed is no reason to simulate anew.
fn have_same_futures(of: &Arc<Plan>, plan: &Arc<Plan>) -> bool {
    Arc::ptr_eq(of, plan) || of.is_at_most_shown_otherwise(plan)
}

/// The work itself: a first answer at once, then each on several times as many futures.
fn simulate(
    (plan, outlook): (&Arc<Plan>, &Outlook),
    wanted: u32,
    source: &Source<Answer>,
    repaint: &impl Fn(),
) {
    let watch = Stopwatch::start();
    let mut simulation = Simulation::new(plan, &outlook.observed, &basis(wanted));
    let mut next = Basis::QUICK.min(wanted);
    while simulation.runs() < wanted && source.is_wanted() {
        simulation.advance(STEP.min(next - simulation.runs()));
        let runs = simulation.runs();
        if runs < next {
            continue;
        }
        let odds = Arc::new(simulation.odds());
        let situation = Situation::new(plan, outlook).with_odds(Some(&odds));
        let says_enough = runs >= troubles::FUTURES.min(wanted);
        let problems = says_enough.then(|| troubles::problems(&situation));
        source.give(Answer { plan: Arc::clone(plan), odds, runs, problems, took: watch.elapsed() });
        repaint();
        next = next.saturating_mul(GROWTH).min(wanted);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::window::test_app;
    use crate::files::examples::EXAMPLES;
    use crate::plan::{Edit, Presentation, Setting};

    #[test]
    fn a_change_of_the_slides_keeps_the_futures_and_one_of_the_plan_does_not() {
        let (ctx, mut app) = test_app(EXAMPLES[0].plan().unwrap());
        app.compute_if_needed(&ctx);
        app.wait_for_jobs(&ctx);
        let mut runs_after = |setting| {
            let open = app.open_mut().unwrap();
            open.document.apply(&Edit::Set(setting), None).unwrap();
            app.compute_if_needed(&ctx);
            let open = app.open_mut().unwrap();
            open.simulated.progress(&open.computed.plan).runs
        };
        let organisation = "Contoso".to_owned();
        assert_eq!(
            runs_after(Setting::Presentation(Presentation { organisation, ..Presentation::default() })),
            1
        );
        assert_eq!(runs_after(Setting::Target(None)), 0);
    }
}
