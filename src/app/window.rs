//! The window: what happens before each frame, the frame itself, and what was meant in it. It keeps still
//! while nothing happens.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{self, Context, ThemePreference, ViewportCommand};

use super::jobs::{Answer, JobName, Jobs};
use super::keys;
use super::size::SizeWatch;
use super::state::{Computed, Open, State};
use crate::document::{Dialog, Settings, Severity, ThemeChoice};
use crate::files::recovery::Session;
use crate::look;
use crate::views::{self, Action, Actions, Beside, DocumentFacts, Program, ViewInput};

/// Where the state waits while no window has it.
pub type Slot = Rc<RefCell<Option<State>>>;

/// What a job hands in.
pub(super) enum Done {
    Picked {
        picked: super::Picked,
        purpose: super::platform::Purpose,
        then: Option<crate::document::Next>,
    },
    Opened(Box<super::filing::Opening>),
    Imported(Box<super::importing::Answered>),
    Saved(Box<super::filing::Saving>),
    Computed {
        revision: u64,
        computed: Box<Computed>,
    },
    Seated(Box<super::members::Answered>),
    PilotSized(Box<crate::forecast::pilot::Answered>),
    /// Why another plan cannot be compared with; the rest goes through the job's feed.
    Differed(Option<String>),
    Packed(Box<super::packing::Packed>),
    Exported(Box<super::exporting::Exported>),
    LogoRead(Result<crate::plan::Logo, crate::files::export::logo::LogoError>),
    /// What there was to say went through the job's feed.
    Refined,
    Kept {
        revision: u64,
        error: Option<String>,
    },
}

pub struct App {
    pub(super) state: Option<State>,
    pub(super) jobs: Jobs<Done>,
    slot: Slot,
    renderer: String,
    /// Set from outside when the graphics device is gone: the window closes and is opened anew.
    is_device_lost: Arc<AtomicBool>,
    /// The question about unsaved changes was answered: the window may go.
    pub(super) may_close: bool,
    /// What the window shows at the moment, so that commands are only sent when something changes.
    title: String,
    applied: Option<Settings>,
    /// What the room that is presented to has in the place of the theme.
    room: Option<bool>,
    is_fullscreen: bool,
    size: SizeWatch,
    frames: u64,
    on_second_frame: Option<Box<dyn FnOnce()>>,
}

impl App {
    /// Takes the state out of `slot`; when the window closes it lies there again.
    pub fn new(ctx: &Context, slot: Slot, renderer: String, is_device_lost: Arc<AtomicBool>) -> Self {
        look::install(ctx);
        let state = slot.borrow_mut().take();
        let mut app = Self {
            state,
            jobs: Jobs::default(),
            slot,
            renderer,
            is_device_lost,
            may_close: false,
            title: String::new(),
            applied: None,
            room: None,
            is_fullscreen: false,
            size: SizeWatch::default(),
            frames: 0,
            on_second_frame: None,
        };
        if let Some(state) = &app.state {
            // Before the first frame at once: `set_zoom_factor` would lay that out for a window of any size.
            ctx.options_mut(|options| options.zoom_factor = state.settings.text_scale);
        }
        app.apply_settings(ctx);
        app
    }

    /// A window without a system around it, for tests.
    pub fn with_state(ctx: &Context, state: State) -> Self {
        let slot = Rc::new(RefCell::new(Some(state)));
        Self::new(ctx, slot, "no renderer".into(), Arc::new(AtomicBool::new(false)))
    }

    pub fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// The first thing the window shows: the plan that was asked for, else the last one, else the welcome page.
    pub fn begin(&mut self, ctx: &Context, asked: Option<std::path::PathBuf>) {
        let Some(state) = &self.state else { return };
        if state.open.is_some() {
            return;
        }
        let last = state.settings.last_open.clone().filter(|path| path.is_file());
        if let Some(path) = asked.or(last) {
            self.open_path(ctx, &path);
        }
    }

    pub(super) fn program(&self) -> Option<Program<'_>> {
        Some(program(self.state.as_ref()?, &self.renderer, self.jobs.busy()))
    }

    /// Called once the second frame is drawn: by then the renderer is known to work.
    pub fn on_second_frame(&mut self, call: impl FnOnce() + 'static) {
        self.on_second_frame = Some(Box::new(call));
    }

    /// Does what was meant, as if it had come from a view.
    pub fn act(&mut self, ctx: &Context, action: Action) {
        self.run(ctx, action);
        self.compute_if_needed(ctx);
    }

    /// Waits for the jobs and takes their answers; for tests.
    pub fn wait_for_jobs(&mut self, ctx: &Context) {
        self.jobs.wait_idle();
        self.take_answers(ctx);
    }

    fn take_answers(&mut self, ctx: &Context) {
        self.take_odds(ctx);
        if self.open_mut().is_some_and(|open| open.previewing.refine()) {
            ctx.request_repaint();
        }
        self.take_tried(ctx);
        self.take_study(ctx);
        for answer in self.jobs.answers() {
            match answer {
                Answer::Done(done) => self.take(ctx, done),
                Answer::Broke { name, why } => {
                    let what = name.words().to_lowercase();
                    let text = format!("Something went wrong while {what}; nothing was changed.");
                    self.notice(ctx, Severity::Error, text, why);
                    self.leave_what_waits_for(name);
                }
            }
        }
    }

    /// A dialog that waits for the answer of a job that broke would wait for ever, also while a chart is saved
    /// over it.
    fn leave_what_waits_for(&mut self, job: JobName) {
        let Some(state) = &mut self.state else { return };
        let is_waiting = |dialog: &Dialog| match dialog {
            Dialog::Pack(_) => job == JobName::Packing,
            Dialog::Import(_) => job == JobName::Importing,
            Dialog::Members(_) => job == JobName::Seating,
            _ => false,
        };
        if let Some(Dialog::Export(draft)) = &mut state.workspace.dialog {
            draft.behind.take_if(|behind| is_waiting(behind));
        } else {
            state.workspace.dialog.take_if(|dialog| is_waiting(dialog));
        }
    }

    fn take(&mut self, ctx: &Context, done: Done) {
        match done {
            Done::Picked { picked, purpose, then } => self.picked(ctx, (picked, purpose), then),
            Done::Imported(answered) => self.imported(*answered),
            Done::Opened(opening) => self.opened(ctx, *opening),
            Done::Saved(saving) => self.saved(ctx, *saving),
            Done::Computed { revision, computed } => {
                if let Some(open) = self.open_mut().filter(|open| open.document.revision() == revision) {
                    open.computed = *computed;
                }
            }
            Done::Refined => {}
            Done::Seated(answered) => self.seated(ctx, *answered),
            Done::PilotSized(answered) => self.pilot_sized(answered),
            Done::Differed(why) => self.differed(ctx, why),
            Done::Packed(packed) => self.packed(ctx, *packed),
            Done::Exported(exported) => self.exported(ctx, *exported),
            Done::LogoRead(read) => self.logo_read(ctx, read),
            Done::Kept { revision, error } => self.kept(revision, error),
        }
        self.compute_if_needed(ctx);
        ctx.request_repaint();
    }

    pub(super) fn open_mut(&mut self) -> Option<&mut Open> {
        self.state.as_mut().and_then(|state| state.open.as_mut())
    }

    pub(super) fn notice(
        &mut self,
        ctx: &Context,
        severity: Severity,
        text: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let now = ctx.input(|input| input.time);
        if let Some(state) = &mut self.state {
            state.notices.push(now, severity, text, detail);
        }
        ctx.request_repaint();
    }

    /// Everything that is computed follows the plan: the course, then the odds.
    pub(super) fn compute_if_needed(&mut self, ctx: &Context) {
        self.follow_plan(ctx);
        self.simulate_if_needed(ctx);
        self.follow_tried(ctx);
    }

    /// The expected course: at once while that is quick, in the background when it is not.
    fn follow_plan(&mut self, ctx: &Context) {
        let Some(open) = self.state.as_mut().and_then(|state| state.open.as_mut()) else { return };
        let shown = Arc::clone(open.document.shown());
        if Arc::ptr_eq(&shown, &open.computed.plan) {
            return;
        }
        ctx.request_repaint();
        let odds = open.simulated.odds_for(&shown, &open.computed.outlook).cloned();
        if open.computed.took < QUICK {
            open.computed = Computed::of(shown, odds.as_deref());
            return;
        }
        let revision = open.document.revision();
        let work = move || {
            let computed = Computed::of(shown, odds.as_deref());
            Done::Computed { revision, computed: Box::new(computed) }
        };
        self.jobs.start(JobName::Calculating, wake(ctx), work);
    }

    /// A copy against a crash, some seconds after the last change.
    fn keep_copy(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let (Some(session), Some(open)) = (&state.session, &mut state.open) else { return };
        let revision = open.document.revision();
        let is_kept = open.kept == revision || !open.document.is_dirty();
        if is_kept || self.jobs.is_running(JobName::KeepingCopy) {
            return;
        }
        let now = ctx.input(|input| input.time);
        let due = open.changed_at.get_or_insert(now + COPY_AFTER);
        if now < *due {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(*due - now));
            return;
        }
        open.changed_at = None;
        let (session, plan): (Arc<Session>, _) = (Arc::clone(session), Arc::clone(open.document.plan()));
        let members = open.document.members().held().cloned();
        let path = open.document.path().map(std::path::Path::to_owned);
        let work = move || {
            let error =
                session.keep(&plan, path.as_deref(), members.as_ref()).err().map(|error| error.to_string());
            Done::Kept { revision, error }
        };
        self.jobs.start(JobName::KeepingCopy, wake(ctx), work);
    }

    fn kept(&mut self, revision: u64, error: Option<String>) {
        if let Some(error) = error {
            log::warn!("no copy was kept: {error}");
        }
        let Some(state) = &mut self.state else { return };
        let is_dirty = state.is_dirty();
        if let Some(open) = &mut state.open {
            open.kept = revision;
        }
        // Saved while the copy was being written: it is not needed any more.
        if let Some(session) = state.session.as_ref().filter(|_| !is_dirty) {
            session.clear();
        }
    }

    pub(super) fn apply_settings(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let room = state.workspace.present.as_ref().and_then(|present| present.is_dark);
        if self.applied.as_ref() == Some(&state.settings) && self.room == room {
            return;
        }
        let settings = &state.settings;
        ctx.set_theme(match (room, settings.theme) {
            (Some(false), _) | (None, ThemeChoice::Light) => ThemePreference::Light,
            (Some(true), _) | (None, ThemeChoice::Dark) => ThemePreference::Dark,
            (None, ThemeChoice::System) => ThemePreference::System,
        });
        self.room = room;
        // Made anew, the styles have their motion again.
        look::apply_contrast(ctx, settings.high_contrast);
        look::apply_motion(ctx, settings.reduced_motion);
        ctx.set_zoom_factor(settings.text_scale);
        self.applied = Some(settings.clone());
        ctx.request_repaint();
    }

    /// Title and full screen follow the state.
    fn dress_window(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let title = match state.document() {
            Some(document) => {
                let mark = if document.is_dirty() { "*" } else { "" };
                format!("{}{mark} – Baton", document.plan().name)
            }
            None => "Baton".to_owned(),
        };
        let is_fullscreen = state.workspace.present.is_some();
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if is_fullscreen != self.is_fullscreen {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(is_fullscreen));
            self.is_fullscreen = is_fullscreen;
        }
    }

    fn remember_size(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        self.size.watch(ctx, &mut state.settings.window);
        // Not a change that needs applying.
        if let Some(applied) = &mut self.applied {
            applied.window = state.settings.window;
        }
    }

    /// What lapses by itself: confirmations, and the gesture when nothing is pressed any more.
    fn let_lapse(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let is_down = ctx.input(|input| input.pointer.any_down());
        let Some(state) = &mut self.state else { return };
        if let Some(seconds) = state.notices.expire(now) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(seconds.max(0.0)));
        }
        if let Some(open) = state.open.as_mut().filter(|_| !is_down) {
            open.document.end_gesture();
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui) -> Vec<Action> {
        let Some(state) = &mut self.state else { return Vec::new() };
        let mut actions = Actions::default();
        let mut workspace = std::mem::take(&mut state.workspace);
        let program = program(state, &self.renderer, self.jobs.busy());
        let input = state.open.as_ref().map(|open| view_input(open, program));
        keys::read(ui.ctx(), (&program, input.as_ref()), &workspace, &mut actions);
        views::show(ui, &program, input.as_ref(), &mut workspace, &mut actions);
        state.workspace = workspace;
        actions.take()
    }
}

/// While the expected course takes no longer than this, it follows every edit at once, so that the next
/// edit starts from the plan that the last one made.
pub(super) const QUICK: std::time::Duration = std::time::Duration::from_millis(250);
/// Seconds from a change until a copy of it is kept.
const COPY_AFTER: f64 = 4.0;

pub(super) fn wake(ctx: &Context) -> impl Fn() + Send + 'static {
    let ctx = ctx.clone();
    move || ctx.request_repaint()
}

pub(super) fn program<'a>(state: &'a State, renderer: &'a str, busy: Option<&'a str>) -> Program<'a> {
    Program {
        settings: &state.settings,
        notices: state.notices.standing(),
        today: (state.platform.today)(),
        renderer,
        busy,
        recent: &state.recent,
    }
}

pub(super) fn view_input<'a>(open: &'a Open, program: Program<'a>) -> ViewInput<'a> {
    let (document, computed) = (&open.document, &open.computed);
    ViewInput {
        plan: &computed.plan,
        own: document.plan(),
        revision: document.revision(),
        outlook: &computed.outlook,
        odds: open.simulated.odds_for(&computed.plan, &computed.outlook).map(AsRef::as_ref),
        edition: (document.revision(), open.simulated.edition()),
        simulated: open.simulated.progress(&computed.plan),
        preview: open.previewing.of(&computed.plan),
        beside: Beside {
            tried: open.trying.tried(),
            study: open.studying.study(),
            wanted: open.studying.wanted(),
            is_study_of_plan: open.studying.is_study_of(document.plan(), &computed.plan),
            is_wanted_of_plan: open.studying.is_wanted_of(&computed.plan),
            edition: (open.trying.edition(), open.studying.edition()),
        },
        members: open.membering.seen(document.shown()),
        import: open.importing.seen(document.shown()),
        other: open.differing.other(),
        problems: &computed.problems,
        calculated_in: computed.took,
        document: DocumentFacts {
            path: document.path(),
            is_dirty: document.is_dirty(),
            undo_label: document.undo_label(),
            redo_label: document.redo_label(),
            scenario: document.scenario(),
        },
        program,
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.take_answers(ctx);
        self.ask_about_left();
        self.study_if_needed(ctx);
        if self.is_device_lost.load(Ordering::Relaxed) {
            self.may_close = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        self.answer_close_request(ctx);
        self.let_lapse(ctx);
        self.keep_copy(ctx);
        self.dress_window(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.remember_size(&ctx);
        self.take_dropped(&ctx);
        let actions = self.draw(ui);
        if !actions.is_empty() {
            for action in actions {
                self.run(&ctx, action);
            }
            self.compute_if_needed(&ctx);
            ctx.request_repaint();
        }
        self.apply_settings(&ctx);
        self.follow_members(&ctx);
        self.follow_import(&ctx);
        self.follow_pack(&ctx);
        self.follow_other_plan(&ctx);
        self.frames += 1;
        if self.frames == 2
            && let Some(call) = self.on_second_frame.take()
        {
            call();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Some(state) = &mut self.state {
            state.settings.last_open = state.document().and_then(|d| d.path().map(std::path::Path::to_owned));
            if let Err(error) = state.save_settings() {
                log::warn!("the settings were not saved: {error}");
            }
        }
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // A window that ends, even by a panic, leaves what was open to whoever opens the next one.
        if let Ok(mut slot) = self.slot.try_borrow_mut() {
            *slot = self.state.take();
        }
    }
}

#[cfg(test)]
pub(super) fn test_app(plan: crate::plan::Plan) -> (Context, App) {
    let ctx = Context::default();
    let platform = super::Platform {
        today: Box::new(|| chrono::NaiveDate::MIN),
        pick: Arc::new(|_| super::Picked::Nothing),
        folders: None,
        home: None,
        runs: 1,
    };
    let mut app = App::with_state(&ctx, State::new(platform));
    app.show_document(crate::document::Document::example(plan), None);
    (ctx, app)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::document::{ExportDraft, Exported, Picture};
    use crate::plan::Plan;

    #[test]
    fn a_dialog_does_not_wait_for_a_job_that_broke() {
        let dialogs = [
            (Dialog::Import(Box::default()), JobName::Importing),
            (Dialog::Members(Box::default()), JobName::Seating),
        ];
        for (dialog, job) in dialogs {
            let (ctx, mut app) = test_app(Plan::new("Test", "2026-06-01".parse().unwrap()));
            app.ask(dialog.clone());
            app.jobs.start(JobName::Saving, || {}, || panic!("something else"));
            app.wait_for_jobs(&ctx);
            assert!(app.state().unwrap().workspace.dialog.is_some(), "it does not wait for that");
            app.jobs.start(job, || {}, || panic!("the table is upside down"));
            app.wait_for_jobs(&ctx);
            let state = app.state().unwrap();
            assert!(state.workspace.dialog.is_none());
            assert!(state.notices.standing().iter().any(|notice| notice.detail.contains("upside down")));

            let bytes = Arc::from(*b"<svg/>");
            let what = Exported::Picture(Picture {
                name: "chart".to_owned(),
                ending: "svg",
                unprintable: None,
                bytes,
            });
            app.ask(Dialog::Export(Box::new(ExportDraft {
                what,
                path: String::new(),
                complaint: String::new(),
                is_asked_first: true,
                behind: Some(Box::new(dialog)),
            })));
            app.jobs.start(job, || {}, || panic!("the table is upside down"));
            app.wait_for_jobs(&ctx);
            let Some(Dialog::Export(draft)) = &app.state().unwrap().workspace.dialog else {
                panic!("the chart is still being saved");
            };
            assert_eq!(draft.behind, None, "nothing waits behind it");
        }
    }
}
