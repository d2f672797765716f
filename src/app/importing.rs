//! An import while its screen is open: the files are read in the background as often as something else is
//! said of them, and what they would change is worked out anew when the plan is another. One job at a time;
//! one whose answer is not wanted any more is told so, and the next begins when it has stopped.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use super::beside::Beside;
use super::feed::{Feed, Source, feed};
use super::jobs::JobName;
use super::window::{App, Done, wake};
use crate::document::{Dialog, ImportDraft, Seats, Severity};
use crate::files::{Corrections, roster};
use crate::intake::{Intake, Proposal, Wish, calendar_range};
use crate::plan::Plan;
use crate::views::{ImportRead, ImportSeen};

#[derive(Default)]
pub struct Importing {
    answered: Option<Answered>,
    /// What the last job works on, or worked on.
    asked: Option<Asked>,
    feed: Option<Feed<(u64, u64)>>,
    progress: (u64, u64),
}

/// What a job is to find out.
#[derive(Clone)]
struct Asked {
    paths: Vec<PathBuf>,
    wish: Wish,
    plan: Arc<Plan>,
    roster: Beside,
}

pub(super) struct Answered {
    read: ImportRead,
    known: Known,
    plan: Arc<Plan>,
    /// It was not given up midway.
    is_whole: bool,
}

/// Files that were read already, and what they make of the plan's roster.
#[derive(Clone)]
struct Known {
    intake: Arc<Intake>,
    seats: Option<Seats>,
    /// What is wrong with the roster.
    trouble: Option<String>,
}

impl Importing {
    /// What there is to show of it beside this plan.
    pub fn seen(&self, plan: &Arc<Plan>) -> ImportSeen<'_> {
        let answered = self.answered.as_ref();
        ImportSeen {
            read: answered.map(|answered| &answered.read),
            is_of_plan: answered.is_some_and(|answered| Arc::ptr_eq(&answered.plan, plan)),
            progress: self.feed.as_ref().map(|_| self.progress),
        }
    }

    /// A job has found this out, or is at it.
    fn is_under_way(&self, draft: &ImportDraft, plan: &Arc<Plan>) -> bool {
        let is_it = |asked: &Asked| {
            asked.paths == draft.paths && asked.wish == draft.wish && Arc::ptr_eq(&asked.plan, plan)
        };
        self.feed.is_some() && self.asked.as_ref().is_some_and(is_it)
    }

    /// What was read already, if reading it again would find the same.
    fn known(&self, asked: &Asked) -> Option<Known> {
        let answered = self.answered.as_ref()?;
        let read = &answered.read;
        let keys: Vec<_> = read.intake.files.iter().map(|file| file.key.as_str()).collect();
        let is_same = read.paths == asked.paths
            && asked.wish.reads_like(&read.wish, &keys)
            && calendar_range(&answered.plan) == calendar_range(&asked.plan);
        is_same.then(|| answered.known.clone())
    }
}

impl App {
    /// Shows what the files would change; where the screen is open already they come to the others.
    pub(super) fn import_files(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        let Some(state) = &mut self.state else { return };
        if state.open.is_none() {
            let detail = "Open a plan or make one, then bring the files again.";
            return self.notice(ctx, Severity::Warning, "Files are imported into a plan.", detail);
        }
        let absolute = |path: PathBuf| {
            let path = state.platform.expand(&path);
            std::path::absolute(&path).unwrap_or(path)
        };
        let paths: Vec<_> = paths.into_iter().map(absolute).collect();
        let folder = paths.first().and_then(|path| path.parent()).map(Path::to_owned);
        state.settings.import_folder = folder.or_else(|| state.settings.import_folder.take());
        if let Some(Dialog::Members(draft)) = &mut state.workspace.dialog {
            return draft.choose(paths);
        }
        if self.open_import(ctx) {
            self.import_draft(|draft| draft.add(paths));
        }
    }

    /// The desktop has no file dialog: the screen takes a path that is typed.
    pub(super) fn type_import_path(&mut self, ctx: &Context) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Members(draft)) = dialog {
            draft.typed = Some(draft.typed.take().unwrap_or_default());
            return;
        }
        if self.open_import(ctx) {
            self.import_draft(|draft| draft.typed = Some(draft.typed.take().unwrap_or_default()));
        }
    }

    fn import_draft(&mut self, change: impl FnOnce(&mut ImportDraft)) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Import(draft)) = dialog {
            change(draft);
        }
    }

    /// Opens the screen with what was corrected earlier. Another dialog that waits for an answer stays.
    fn open_import(&mut self, ctx: &Context) -> bool {
        let Some(state) = &mut self.state else { return false };
        match &state.workspace.dialog {
            Some(Dialog::Import(_)) => return true,
            Some(_) => {
                let detail = "Then bring them again.";
                self.notice(
                    ctx,
                    Severity::Warning,
                    "Answer the open dialog before files are imported.",
                    detail,
                );
                return false;
            }
            None => {}
        }
        let folders = state.platform.folders.as_ref();
        let (corrections, complaint) =
            folders.map(|folders| Corrections::load(&folders.settings)).unwrap_or_default();
        let wish = Wish { corrections, ..Wish::default() };
        state.workspace.present = None;
        state.workspace.palette = None;
        state.workspace.dialog =
            Some(Dialog::Import(Box::new(ImportDraft { wish, ..ImportDraft::default() })));
        if let Some(complaint) = complaint {
            self.notice(ctx, Severity::Warning, complaint, "");
        }
        true
    }

    /// Keeps what is read up with what the screen says and with the plan. Looked at after every frame.
    pub(super) fn follow_import(&mut self, ctx: &Context) {
        let is_running = self.jobs.is_running(JobName::Importing);
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let importing = &mut open.importing;
        let Some(Dialog::Import(draft)) = &state.workspace.dialog else {
            // The screen was left: what is still being read is given up.
            *importing = Importing::default();
            return;
        };
        if let Some(progress) = importing.feed.as_ref().and_then(Feed::take) {
            importing.progress = progress;
            ctx.request_repaint();
        }
        let plan = open.document.shown();
        let is_known = importing.seen(plan).current(draft).is_some();
        if is_known || draft.paths.is_empty() || importing.is_under_way(draft, plan) {
            return;
        }
        importing.feed = None;
        if is_running {
            return;
        }
        let roster = Beside::of(&open.document);
        let asked =
            Asked { paths: draft.paths.clone(), wish: draft.wish.clone(), plan: Arc::clone(plan), roster };
        let known = importing.known(&asked);
        let (feed, source) = feed();
        importing.asked = Some(asked.clone());
        importing.feed = Some(feed);
        importing.progress = (0, 0);
        let repaint = wake(ctx);
        let work = move || Done::Imported(Box::new(read(asked, known, &source, &repaint)));
        self.jobs.start(JobName::Importing, wake(ctx), work);
        ctx.request_repaint();
    }

    /// Takes what a job found out, even of what the screen said a moment ago: it is shown dimmed until the
    /// next answer.
    pub(super) fn imported(&mut self, answered: Answered) {
        let Some(open) = self.open_mut() else { return };
        let importing = &mut open.importing;
        let is_own =
            |asked: &Asked| Arc::ptr_eq(&asked.plan, &answered.plan) && asked.wish == answered.read.wish;
        if importing.asked.as_ref().is_some_and(is_own) {
            importing.feed = None;
            if answered.is_whole {
                importing.answered = Some(answered);
            }
        }
    }

    /// Makes the change that is proposed, as one step, and remembers what was corrected for it.
    pub(super) fn import(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Import(draft)) = &state.workspace.dialog else { return };
        let Some(read) = open.importing.seen(open.document.shown()).current(draft) else { return };
        let keys: Vec<String> = read.intake.files.iter().map(|file| file.key.clone()).collect();
        let corrections = draft.wish.corrections.clone();
        let Proposal { edit, says, .. } = read.proposal.clone();
        let (seats, label) = (read.seats.clone(), read.intake.label());
        let is_step = edit.is_some() || seats.is_some();
        if let Err(refusal) = open.document.seat(edit.as_ref(), &label, seats) {
            let text = "Nothing was imported.";
            return self.notice(ctx, Severity::Warning, text, refusal.to_string());
        }
        if is_step {
            state.notices.push_step(now, label.replacen("Import", "Imported", 1), summary(&says), &label);
        }
        state.workspace.dialog = None;
        self.remember_corrections(ctx, &keys, &corrections);
        ctx.request_repaint();
    }

    fn remember_corrections(&mut self, ctx: &Context, keys: &[String], said: &Corrections) {
        let folders = self.state.as_ref().and_then(|state| state.platform.folders.clone());
        let Some(folders) = folders else { return };
        // Another window may have remembered others meanwhile.
        let (mut kept, _) = Corrections::load(&folders.settings);
        let changed: Vec<_> = keys.iter().filter(|key| kept.of(key) != said.of(key)).collect();
        if changed.is_empty() {
            return;
        }
        for key in changed {
            kept.set(key, said.of(key).cloned().unwrap_or_default());
        }
        if let Err(error) = kept.save(&folders.settings) {
            let text = "What you corrected could not be kept for the next import.";
            self.notice(ctx, Severity::Warning, text, error.to_string());
        }
    }
}

/// Sentences of a notice; the rest is on the pages.
const SUMMARY: usize = 3;

fn summary(says: &[String]) -> String {
    let mut lines: Vec<String> = says.iter().take(SUMMARY).cloned().collect();
    if says.len() > SUMMARY {
        lines.push(format!("And {} more.", says.len() - SUMMARY));
    }
    lines.join("\n")
}

fn read(asked: Asked, known: Option<Known>, source: &Source<(u64, u64)>, repaint: &impl Fn()) -> Answered {
    let Asked { paths, wish, plan, roster } = asked;
    let mut is_whole = true;
    let known = known.unwrap_or_else(|| {
        let mut progress = |done, whole| {
            source.give((done, whole));
            repaint();
            is_whole = source.is_wanted();
            if is_whole { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let mut intake = Intake::read(&paths, &wish, &plan, &mut progress);
        let (seats, trouble) = seat(&mut intake, &roster, &plan);
        Known { intake: Arc::new(intake), seats, trouble }
    });
    let Known { intake, seats, trouble } = known.clone();
    let (mut proposal, counting) =
        if is_whole { (intake.proposal(&plan, &wish), intake.counting(&wish)) } else { Default::default() };
    proposal.warns.extend(trouble);
    Answered { read: ImportRead { paths, wish, intake, proposal, counting, seats }, known, plan, is_whole }
}

/// Takes up the plan's roster, if it has one; what takes its place if they differ, or why it cannot be read.
fn seat(intake: &mut Intake, roster: &Beside, plan: &Plan) -> (Option<Seats>, Option<String>) {
    let found = match roster.read() {
        Ok(found) => found,
        Err(error) => return (None, Some(format!("The phases' members are not counted: {error}."))),
    };
    if found.roster.is_empty() {
        return (None, None);
    }
    intake.take_roster(Arc::clone(&found.roster));
    let after = intake.new_roster().filter(|after| !roster::is_same(after, &found.roster, plan));
    (after.cloned().map(|after| Seats { filed: found.filed, after }), None)
}
