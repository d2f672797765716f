//! What is shown to others: where presenting begins, the way to its settings, the logo out of a file.

use std::path::Path;

use eframe::egui::Context;

use super::filing::{folder_of, sentence};
use super::jobs::JobName;
use super::platform::{Purpose, Question};
use super::window::{App, Done, wake};
use crate::document::workspace::settings::{PlanSettingsState, SettingsTab};
use crate::document::{Page, PresentState};
use crate::files::export::logo::{self, LogoError};
use crate::plan::{Edit, Logo, Presentation, Setting};
use crate::views::Out;

impl App {
    pub(super) fn hand_out(&mut self, ctx: &Context, out: Out) {
        match out {
            Out::AskLogo => self.ask_logo(ctx),
            Out::TakeLogo(path) => self.take_logo(ctx, &path),
            Out::AskOtherPlan => self.ask_other_plan(ctx),
            Out::AskPack => self.ask_pack(),
            Out::AskPackFolder => self.ask_pack_folder(ctx),
            Out::WritePack => self.write_pack(ctx),
            Out::StopPacking => self.stop_packing(),
            Out::AskExport => self.ask_export(),
            Out::ChooseExport(what) => self.choose_export(&what),
            Out::AskExportPath => self.ask_export_path(ctx),
            Out::Export => self.export(ctx),
            Out::SavePicture(picture) => self.save_picture(ctx, picture),
            Out::Copied(unprintable) => self.say_done(ctx, "Copied", String::new(), unprintable),
        }
    }

    pub(super) fn present(&mut self, from: Option<PresentState>) {
        if let Some(state) = &mut self.state {
            state.workspace.present = from;
        }
    }

    pub(super) fn edit_slides(&mut self, slide: Option<String>) {
        let Some(state) = &mut self.state else { return };
        state.workspace.present = None;
        state.workspace.go(Page::PlanSettings);
        let settings = &mut state.workspace.plan_settings;
        settings.tab = SettingsTab::Presentation;
        settings.slide = slide.or_else(|| settings.slide.take());
    }

    pub(super) fn ask_logo(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let folder = folder_of(state);
        let question =
            Question { title: "Choose a logo", purpose: Purpose::Logo, folder, name: String::new() };
        self.ask_system(ctx, question, None);
    }

    pub(super) fn type_logo_path(&mut self) {
        self.of_settings(|settings| settings.typed_logo = Some(String::new()));
    }

    pub(super) fn take_logo(&mut self, ctx: &Context, path: &Path) {
        let Some(state) = &self.state else { return };
        let path = state.platform.expand(path);
        self.of_settings(|settings| settings.logo_complaint.clear());
        self.jobs.start(JobName::ReadingLogo, wake(ctx), move || Done::LogoRead(logo::read(&path)));
    }

    pub(super) fn logo_read(&mut self, ctx: &Context, read: Result<Logo, LogoError>) {
        match read {
            Ok(logo) => {
                let Some(open) = self.open_mut() else { return };
                let old = open.document.plan().presentation.clone();
                let new = Setting::Presentation(Presentation { logo: Some(logo), ..old });
                let edit = Edit::Several { label: "Choose logo".into(), edits: vec![new.into()] };
                self.edit(ctx, &edit, None);
            }
            Err(error) => {
                let complaint = sentence(&error.to_string());
                self.of_settings(|settings| settings.logo_complaint = complaint);
            }
        }
    }

    fn of_settings(&mut self, change: impl FnOnce(&mut PlanSettingsState)) {
        if let Some(state) = &mut self.state {
            change(&mut state.workspace.plan_settings);
        }
    }
}
