//! Everything a view may read. It is borrowed for one frame; nothing in it can be changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use super::members::MembersSeen;
use crate::document::{ImportDraft, Notice, Seats, Settings, Workspace};
use crate::forecast::{Odds, Outlook};
use crate::intake::{Counting, Intake, Proposal, Wish};
use crate::plan::{Edit, Phase, Plan, Problem};
use crate::report::Situation;
use crate::report::diff::Stage;
use crate::report::study::{Study, Tried, Wanted};

/// The running program, whether a plan is open or not.
#[derive(Clone, Copy)]
pub struct Program<'a> {
    pub settings: &'a Settings,
    pub notices: &'a [Notice],
    /// The day on the clock, for defaults of what is typed. A plan's own today is its status date.
    pub today: NaiveDate,
    /// What draws: "wgpu, Vulkan".
    pub renderer: &'a str,
    /// What is under way in the background: "Saving".
    pub busy: Option<&'a str>,
    /// Recent plans that are still there.
    pub recent: &'a [PathBuf],
}

/// What the shell says about the open file.
#[derive(Clone, Copy)]
pub struct DocumentFacts<'a> {
    pub path: Option<&'a Path>,
    pub is_dirty: bool,
    pub undo_label: Option<&'a str>,
    pub redo_label: Option<&'a str>,
    /// The scenario that is worked on; none = the plan's own schedule.
    pub scenario: Option<&'a str>,
}

/// How far the simulation of the plan's futures is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Futures of the plan as it stands that the odds hold; 0 = they are of an earlier state of it.
    pub runs: u32,
    /// How many it will be.
    pub wanted: u32,
    pub seed: u64,
    pub took: Duration,
    /// No odds of the plan as it stands have come for so long that those of before are dimmed.
    pub is_late: bool,
    /// It takes so long that it is shown how far it is.
    pub is_slow: bool,
}

impl Progress {
    /// How far it is, while that is worth a look.
    pub fn share(&self) -> Option<f32> {
        let share = self.runs as f32 / self.wanted.max(1) as f32;
        (self.is_slow && share < 1.0).then_some(share)
    }
}

/// An edit that is not applied yet, as it was last asked about.
#[derive(Clone, Copy)]
pub struct Preview<'a> {
    pub edit: &'a Edit,
    /// What the futures of the plan with it come to; none until they are in, or when it is refused.
    pub odds: Option<&'a Odds>,
}

/// What is computed for the Forecast page beside the plan's own odds.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The plan with its levers elsewhere; none = all knobs are where the plan has them.
    pub tried: Option<&'a Tried>,
    pub study: &'a Study,
    pub wanted: &'a Wanted,
    /// They are of the plan as it stands; else of an earlier state of it, and are shown pale.
    pub is_study_of_plan: bool,
    pub is_wanted_of_plan: bool,
    /// Grows with each of them; a key for what is kept of them.
    pub edition: (u64, u64),
}

/// What the files of the open import say, as they were read last.
#[derive(Clone, Copy, Default)]
pub struct ImportSeen<'a> {
    /// None until they are read for the first time.
    pub read: Option<&'a ImportRead>,
    /// What was read and proposed is of the plan as it stands.
    pub is_of_plan: bool,
    /// Bytes read of all bytes, while a job is at it.
    pub progress: Option<(u64, u64)>,
}

/// Files read for a plan with all that was said of them, and what they would change in it.
pub struct ImportRead {
    pub paths: Vec<PathBuf>,
    pub wish: Wish,
    pub intake: Arc<Intake>,
    pub proposal: Proposal,
    /// How devices are counted; none = there are none.
    pub counting: Option<Counting>,
    /// What takes the place of the plan's roster; none = there is none, or it stays the same.
    pub seats: Option<Seats>,
}

/// Another plan file that the plan is compared with, as far as it is known.
#[derive(Clone)]
pub struct OtherPlan {
    pub path: PathBuf,
    /// Of its file.
    pub name: String,
    pub plan: Arc<Plan>,
    pub outlook: Arc<Outlook>,
    pub odds: Option<Arc<Odds>>,
    /// What each cause did on the way from the older to the newer plan.
    pub stages: Vec<Stage>,
    /// It is the newer one of the two; none = it is not compared with the plan of now.
    pub is_newer: Option<bool>,
    /// Nothing of it is still to come.
    pub is_whole: bool,
    /// Grows with each of its states; a key for what is kept of it.
    pub edition: u64,
}

impl<'a> ImportSeen<'a> {
    /// What was read, if it is what the screen asks for now.
    pub fn current(&self, draft: &ImportDraft) -> Option<&'a ImportRead> {
        self.read.filter(|read| self.is_of_plan && read.paths == draft.paths && read.wish == draft.wish)
    }
}

/// The open plan and everything computed from it.
#[derive(Clone, Copy)]
pub struct ViewInput<'a> {
    /// The plan as it is worked on: with the active scenario's schedule in place of its own.
    pub plan: &'a Plan,
    /// The same plan with its own schedule, to compare a scenario with.
    pub own: &'a Plan,
    /// Grows whenever `plan` changes; a key for what is kept between frames.
    pub revision: u64,
    pub outlook: &'a Outlook,
    /// What the simulated futures come to: of the plan as it stands, or of the state of it before the last
    /// change until the first are in; [`Progress::runs`] says which. None until there are any.
    pub odds: Option<&'a Odds>,
    /// `revision` and a number that grows with each new `odds`; a key for what is kept of both.
    pub edition: (u64, u64),
    pub simulated: Progress,
    pub preview: Option<Preview<'a>>,
    pub beside: Beside<'a>,
    pub members: MembersSeen<'a>,
    pub import: ImportSeen<'a>,
    /// The file that *What changed* compares with.
    pub other: Option<&'a OtherPlan>,
    /// What the check finds in the plan, the gravest first.
    pub problems: &'a [Problem],
    /// How long outlook and check took.
    pub calculated_in: Duration,
    pub document: DocumentFacts<'a>,
    pub program: Program<'a>,
}

impl<'a> ViewInput<'a> {
    /// The plan with its course and its odds, for what is said about it.
    pub const fn situation(&self) -> Situation<'a> {
        Situation::new(self.plan, self.outlook).with_odds(self.odds).behind(self.simulated.runs == 0)
    }

    /// How strongly figures of simulated futures are drawn: pale while they are of an earlier state.
    pub fn strength(&self) -> f32 {
        if self.simulated.is_late && self.odds.is_some() { 0.6 } else { 1.0 }
    }

    /// The same of what is computed beside the odds.
    pub const fn strength_of(is_of_plan: bool) -> f32 {
        if is_of_plan { 1.0 } else { 0.6 }
    }

    /// The phase that is looked at, with its place in the plan: the chosen one, else the first that is
    /// not done, else the first.
    pub fn phase(&self, workspace: &Workspace) -> Option<(usize, &'a Phase)> {
        let chosen = workspace.phase.and_then(|id| self.plan.phase_index(id));
        let running = || {
            let stages = self.outlook.gates.iter().map(|gate| gate.stage);
            stages.into_iter().position(|stage| stage != crate::forecast::PhaseStage::Done)
        };
        let index = chosen.or_else(running).unwrap_or(0);
        self.plan.phases.get(index).or_else(|| self.plan.phases.first()).map(|phase| (index, phase))
    }
}
