//! Another plan file for *What changed*: read and simulated in the background while the dialog is open, then what
//! each cause did on the way from the one plan to the other. It hands in what it has so far.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::Context;

use super::feed::{Feed, Source, feed};
use super::filing::{folder_of, sentence};
use super::jobs::JobName;
use super::platform::{Purpose, Question};
use super::window::{App, Done, wake};
use crate::document::{Against, ChangedDraft, Dialog};
use crate::files::plan_file;
use crate::forecast::{self, Basis, Detail, Gist, Odds, Simulation};
use crate::plan::{Plan, diff};
use crate::report::diff::Stage;
use crate::views::OtherPlan;

#[derive(Default)]
pub struct Differing {
    asked: Option<Asked>,
    other: Option<OtherPlan>,
    feed: Option<Feed<OtherPlan>>,
    edition: u64,
}

/// What a job is to find out.
#[derive(Clone)]
struct Asked {
    path: PathBuf,
    plan: Arc<Plan>,
    odds: Option<Arc<Odds>>,
    /// The file is the newer one of the two; none = it is not compared with the plan of now, and nothing is told of
    /// causes.
    is_newer: Option<bool>,
    runs: u32,
}

impl Differing {
    /// The other plan, as far as it is known.
    pub const fn other(&self) -> Option<&OtherPlan> {
        self.other.as_ref()
    }
}

impl App {
    pub(super) fn ask_other_plan(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let question = Question {
            title: "Choose the plan to compare with",
            purpose: Purpose::Compare,
            folder: folder_of(state),
            name: String::new(),
        };
        self.ask_system(ctx, question, None);
    }

    pub(super) fn changed_draft(&mut self, change: impl FnOnce(&mut ChangedDraft)) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Changed(draft)) = dialog {
            change(draft);
        }
    }

    /// Keeps the other plan up with what the dialog says. Looked at after every frame.
    pub(super) fn follow_other_plan(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let asked = match &state.workspace.dialog {
            Some(Dialog::Changed(draft)) => asked_of(draft),
            _ => None,
        };
        let differing = &mut open.differing;
        let Some((path, is_newer)) = asked else {
            *differing = Differing { edition: differing.edition, ..Differing::default() };
            return self.jobs.give_up(JobName::Differing);
        };
        if let Some(other) = differing.feed.as_ref().and_then(Feed::take) {
            differing.edition += 1;
            differing.other = Some(OtherPlan { edition: differing.edition, ..other });
            ctx.request_repaint();
        }
        let plan = &open.computed.plan;
        let is_asked = |asked: &Asked| {
            asked.path == *path && asked.is_newer == is_newer && Arc::ptr_eq(&asked.plan, plan)
        };
        if differing.asked.as_ref().is_some_and(is_asked) {
            return;
        }
        let runs = state.platform.runs;
        let is_whole = open.simulated.progress(plan).runs >= runs;
        let odds = open.simulated.odds_for(plan, &open.computed.outlook).filter(|_| is_whole).cloned();
        let asked = Asked { path: path.clone(), plan: Arc::clone(plan), odds, is_newer, runs };
        let file = state.platform.expand(path);
        let (feed, source) = feed();
        let edition = differing.edition;
        *differing = Differing { asked: Some(asked.clone()), feed: Some(feed), other: None, edition };
        let repaint = wake(ctx);
        self.jobs.start(JobName::Differing, wake(ctx), move || {
            let file = std::path::absolute(&file).unwrap_or(file);
            let why = compare(&asked, &file, &source, &repaint).err();
            Done::Differed(why)
        });
        ctx.request_repaint();
    }

    pub(super) fn differed(&mut self, ctx: &Context, why: Option<String>) {
        if let Some(why) = why {
            self.changed_draft(|draft| {
                draft.complaint = sentence(&why);
                draft.file = None;
            });
        }
        self.follow_other_plan(ctx);
    }
}

/// The file, if it is one of the two sides, and whether it is newer than the plan of now.
fn asked_of(draft: &ChangedDraft) -> Option<(&PathBuf, Option<bool>)> {
    let is_newer = match (draft.from, draft.to) {
        (Against::Now, Against::File) => Some(true),
        (Against::File, Against::Now) => Some(false),
        (Against::File, _) | (_, Against::File) => None,
        _ => return None,
    };
    Some((draft.file.as_ref()?, is_newer))
}

/// Futures between two looks at whether they are still wanted.
const STEP: u32 = 200;

fn compare(
    asked: &Asked,
    file: &std::path::Path,
    source: &Source<OtherPlan>,
    repaint: &impl Fn(),
) -> Result<(), String> {
    let opened = plan_file::open(file).map_err(|error| error.error.to_string())?;
    let plan = Arc::new(opened.plan);
    let outlook = Arc::new(forecast::outlook(&plan));
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut other = OtherPlan {
        path: asked.path.clone(),
        name,
        plan,
        outlook,
        odds: None,
        stages: Vec::new(),
        is_newer: asked.is_newer,
        is_whole: false,
        edition: 0,
    };
    let give = |other: &OtherPlan| {
        source.give(other.clone());
        repaint();
    };
    give(&other);
    let Some(odds) = simulate(&other.plan, asked.runs, source) else { return Ok(()) };
    other.odds = Some(Arc::new(odds));
    other.is_whole = asked.is_newer.is_none();
    give(&other);
    let Some(is_newer) = asked.is_newer else { return Ok(()) };
    let (old, new) = if is_newer { (&asked.plan, &other.plan) } else { (&other.plan, &asked.plan) };
    let steps = diff::steps(old, new);
    let mut stages = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let known = if is_newer { other.odds.as_ref() } else { asked.odds.as_ref() };
        let is_last = place + 1 == steps.len();
        let gist = match known.filter(|_| is_last) {
            Some(odds) => Gist::of(odds),
            None => match simulate(&step.plan, asked.runs, source) {
                Some(odds) => Gist::of(&odds),
                None => return Ok(()),
            },
        };
        stages.push(Stage { cause: step.cause, gist });
    }
    other.stages = stages;
    other.is_whole = true;
    give(&other);
    Ok(())
}

/// None = nobody waits for it any more.
fn simulate(plan: &Plan, runs: u32, source: &Source<OtherPlan>) -> Option<Odds> {
    let observed = forecast::observed(plan);
    let mut simulation = Simulation::new(plan, &observed, &Basis::new(runs, Detail::Dates));
    while simulation.runs() < runs {
        if !source.is_wanted() {
            return None;
        }
        simulation.advance(STEP.min(runs - simulation.runs()));
    }
    Some(simulation.odds())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn causes_are_asked_for_between_the_file_and_the_plan_of_now_alone() {
        let draft = |from, to| ChangedDraft {
            from,
            to,
            file: Some(PathBuf::from("other.baton.ron")),
            ..ChangedDraft::since_newest(1)
        };
        let is_newer = |from, to| asked_of(&draft(from, to)).map(|asked| asked.1);
        assert_eq!(is_newer(Against::Now, Against::File), Some(Some(true)));
        assert_eq!(is_newer(Against::File, Against::Now), Some(Some(false)));
        assert_eq!(is_newer(Against::Baseline(0), Against::File), Some(None));
        assert_eq!(is_newer(Against::File, Against::Baseline(0)), Some(None));
        assert_eq!(is_newer(Against::Baseline(0), Against::Now), None, "nothing to read");
        let none_yet = ChangedDraft { file: None, ..draft(Against::Now, Against::File) };
        assert_eq!(asked_of(&none_yet), None);
    }
}
