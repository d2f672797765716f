//! What each action does: one match. Each arm is a line; the work stands beside the thing it works on.

use eframe::egui::Context;

use super::window::App;
use crate::document::{Next, Page, PhaseTab, PresentState, Severity, WorkloadsTab};
use crate::forecast::baseline_of;
use crate::plan::{Edit, PhaseId, Place, Record, Setting};
use crate::views::Action;
use crate::views::shell::places;

impl App {
    pub(super) fn run(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Edit(edit) => self.edit(ctx, &edit, None),
            Action::EditInGesture { edit, gesture } => self.edit(ctx, &edit, Some(gesture)),
            Action::Undo => self.step_back(ctx, true),
            Action::Redo => self.step_back(ctx, false),
            Action::SetStatusDate(day) => self.edit(ctx, &Edit::Set(Setting::StatusDate(day)), None),
            Action::ChooseScenario(name) => self.choose_scenario(name.as_deref()),
            Action::Preview(edit) => self.preview(ctx, edit),
            Action::Try(lever, value) => self.try_lever(ctx, lever, value),
            Action::StopTrying => self.stop_trying(),
            Action::FreezeBaseline { name, by } => self.freeze_baseline(ctx, &name, &by),

            Action::Go(page) => self.go(page),
            Action::GoTo(place) => self.go_to(&place),
            Action::OpenPhase(phase) => self.open_phase(phase),
            Action::SelectPhase(phase) => self.select_phase(phase),
            Action::ShowGained(share) => self.show_gained(share),
            Action::Present => self.present(Some(PresentState::default())),
            Action::PresentFrom(slide) => self.present(Some(PresentState::at(slide))),
            Action::StopPresenting => self.present(None),
            Action::EditSlides(slide) => self.edit_slides(slide),

            Action::Ask(dialog) => self.ask(dialog),
            Action::AskMembers(phase) => self.ask_members(phase),
            Action::KeepMembers => self.keep_members(ctx),
            Action::AskPilot(phase) => self.ask_pilot(phase),
            Action::SizePilot(question, wished) => self.size_pilot(ctx, question, wished),
            Action::AskPause(phase) => self.ask_pause(phase),
            Action::AskDecision(phase) => self.ask_decision(phase),
            Action::AskDone(what) => self.ask_done(what),
            Action::AskFreezeBaseline => self.ask_baseline(),
            Action::AskSaveScenario => self.ask_scenario(),
            Action::OpenPalette => self.open_palette(),
            Action::ShowProblems(is_open) => self.show_problems(is_open),

            Action::Out(out) => self.hand_out(ctx, out),

            Action::AskImport => self.ask_import(ctx),
            Action::ImportFiles(paths) => self.import_files(ctx, paths),
            Action::Import => self.import(ctx),
            Action::AskNewPlan => self.ask_new_plan(),
            Action::CreatePlan(plan) => self.guarded(ctx, Next::Create(plan)),
            Action::Open => self.ask_open(ctx),
            Action::OpenPath(path) => self.guarded(ctx, Next::OpenPath(path)),
            Action::OpenExample(key) => self.guarded(ctx, Next::OpenExample(key)),
            Action::OpenBackup { backup, of } => self.open_backup(ctx, &backup, of),
            Action::Save => self.save(ctx, None),
            Action::SaveAs => self.ask_save(ctx, None),
            Action::SaveTo { path, then } => self.save_to(ctx, &path, then),
            Action::SaveOver => self.save_over(ctx),
            Action::Recover(is_wanted) => self.recover(ctx, is_wanted),
            Action::RecoverLater => self.recover_later(),
            Action::Revert => self.guarded(ctx, Next::Revert),
            Action::Close => self.guarded(ctx, Next::Close),
            Action::ForgetRecent(path) => self.forget_recent(ctx, &path),
            Action::Quit => self.guarded(ctx, Next::Quit),
            Action::DiscardThen(next) => self.proceed(ctx, next),
            Action::SaveThen(next) => self.save(ctx, Some(next)),

            Action::ChangeSettings(settings) => self.change_settings(ctx, settings),
            Action::TextLarger(larger) => self.scale_text(ctx, larger),
            Action::DismissNotice(id) => {
                if let Some(state) = &mut self.state {
                    state.notices.dismiss(id);
                }
            }
            Action::Say(text) => self.notice(ctx, Severity::Info, text, ""),
        }
    }

    pub(super) fn edit(&mut self, ctx: &Context, edit: &Edit, gesture: Option<u64>) {
        let Some(open) = self.open_mut() else { return };
        if let Err(refusal) = open.document.apply(edit, gesture) {
            self.notice(ctx, Severity::Warning, "This was not changed.", refusal.to_string());
        }
    }

    fn step_back(&mut self, ctx: &Context, undo: bool) {
        let Some(open) = self.open_mut() else { return };
        let label = if undo { open.document.undo() } else { open.document.redo() };
        if let Some(label) = label {
            let what = if undo { "Undone" } else { "Done again" };
            self.notice(ctx, Severity::Info, format!("{what}: {label}"), "");
        }
    }

    fn choose_scenario(&mut self, name: Option<&str>) {
        if let Some(open) = self.open_mut() {
            open.document.choose_scenario(name);
        }
    }

    fn freeze_baseline(&mut self, ctx: &Context, name: &str, by: &str) {
        let Some(open) = self.open_mut() else { return };
        let computed = &open.computed;
        let on = computed.plan.status_date;
        let baseline = baseline_of(&computed.plan, &computed.outlook.expected, name, on, by);
        self.edit(ctx, &Edit::Put(Record::Baseline(Box::new(baseline))), None);
    }

    fn go(&mut self, page: Page) {
        if let Some(state) = &mut self.state {
            state.workspace.go(page);
        }
    }

    fn go_to(&mut self, place: &Place) {
        let Some(state) = &mut self.state else { return };
        if let Some(open) = &state.open {
            places::go_to(place, &open.computed.plan, &mut state.workspace);
            state.workspace.are_problems_open = false;
        }
    }

    fn show_gained(&mut self, share: Option<u32>) {
        let Some(state) = &mut self.state else { return };
        state.workspace.go(Page::Workloads);
        state.workspace.workloads.tab = WorkloadsTab::Gained;
        state.workspace.workloads.share = share.or(state.workspace.workloads.share);
    }

    fn open_phase(&mut self, phase: PhaseId) {
        self.select_phase(phase);
        if let Some(state) = &mut self.state {
            state.workspace.go(Page::Phases);
            state.workspace.phases.tab = PhaseTab::Dashboard;
        }
    }

    fn select_phase(&mut self, phase: PhaseId) {
        if let Some(state) = &mut self.state {
            state.workspace.phase = Some(phase);
            state.workspace.stretch = None;
        }
    }

    fn open_palette(&mut self) {
        if let Some(state) = &mut self.state {
            state.workspace.palette = Some(crate::document::PaletteState::default());
        }
    }

    fn show_problems(&mut self, is_open: bool) {
        if let Some(state) = &mut self.state {
            state.workspace.are_problems_open = is_open;
        }
    }

    fn forget_recent(&mut self, ctx: &Context, path: &std::path::Path) {
        if let Some(state) = &mut self.state {
            state.settings.forget(path);
            state.forget_gone_plans();
        }
        self.keep_settings(ctx);
    }

    fn change_settings(&mut self, ctx: &Context, settings: crate::document::Settings) {
        if let Some(state) = &mut self.state {
            state.settings = settings.in_bounds();
        }
        self.keep_settings(ctx);
    }

    fn scale_text(&mut self, ctx: &Context, larger: bool) {
        if let Some(state) = &mut self.state {
            state.settings.text_scale = state.settings.next_text_scale(larger);
        }
        self.keep_settings(ctx);
    }

    fn keep_settings(&mut self, ctx: &Context) {
        self.apply_settings(ctx);
        if let Some(Err(error)) = self.state().map(super::State::save_settings) {
            self.notice(ctx, Severity::Warning, "The settings could not be kept.", error.to_string());
        }
    }
}
