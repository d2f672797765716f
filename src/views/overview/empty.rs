//! The Overview of a plan without phases: one sentence, and the ways to the first figures.

use egui::{Rect, Ui};

use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, Workspace};
use crate::plan::MigrationOption;
use crate::views::{Action, Actions, ViewInput, frame};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    let is_attach_only = input.plan.option == MigrationOption::TenantAttach;
    let sentence = if is_attach_only {
        "With tenant attach alone nothing migrates: what counts is its milestone and its prerequisites."
    } else {
        "Add the first phase to see when the plan ends and what it asks of the helpdesk."
    };
    let words = if is_attach_only { "Open Plan settings" } else { "Add phases" };
    match frame::empty(ui, rect, sentence, &[words, "Import…"]) {
        Some(0) => {
            workspace.plan_settings.tab =
                if is_attach_only { SettingsTab::Prerequisites } else { SettingsTab::Phases };
            actions.push(Action::Go(Page::PlanSettings));
        }
        Some(_) => actions.push(Action::AskImport),
        None => {}
    }
}
