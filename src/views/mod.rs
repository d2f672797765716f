//! What is on screen: one page a file. A view reads its [`ViewInput`], changes the workspace and pushes
//! [`Action`]s, which run after the frame is drawn. It never changes a plan itself.

pub mod action;
pub mod anchor;
pub mod chart;
pub mod commands;
pub mod dialogs;
pub mod forecast;
pub mod frame;
pub mod grid;
pub mod import;
pub mod input;
pub mod kept;
pub mod members;
pub mod new_plan;
pub mod overview;
pub mod phases;
pub mod present;
pub mod readiness;
pub mod settings;
pub mod shell;
pub mod timeline;
pub mod welcome;
pub mod workloads;

pub use action::{Action, Actions, Out};
pub use input::{
    Beside, DocumentFacts, ImportRead, ImportSeen, OtherPlan, Preview, Program, Progress, ViewInput,
};
pub use members::{MembersRead, MembersSeen};

use egui::{Id, Rect, Ui};

use crate::document::{Page, Workspace};
use crate::files::export::palette;
use crate::look::{focus, motion};
use crate::picture::{Palette, Theme};

/// Draws the whole window: the shell with the page, the welcome page when no plan is open, or the slides.
pub fn show(
    ui: &mut Ui,
    program: &Program<'_>,
    input: Option<&ViewInput<'_>>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let window = ui.max_rect();
    if let (Some(input), Some(mut state)) = (input, workspace.present.take()) {
        present::show(ui, window, input, &mut state, actions);
        workspace.present = Some(state);
    } else {
        shell::show(ui, (program, input), workspace, actions);
    }
    dialogs::show(ui, (program, input), workspace, actions);
    let presentation = input.map(|input| &input.plan.presentation);
    let palette = presentation.map_or(Palette::new(Theme::Light), |own| palette(own, Theme::Light));
    if let Some(out) = chart::taken::hand_over(ui, palette) {
        actions.push(Action::Out(out));
    }
    focus::paint_ring(ui.ctx());
    focus::keep_escape(ui.ctx(), workspace.are_problems_open);
}

/// Draws the page the user is on into `rect`.
pub fn show_page(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let phase = (workspace.page == Page::Phases).then_some((workspace.phase, workspace.phases.tab));
    let settings = (workspace.page == Page::PlanSettings).then_some(workspace.plan_settings.tab);
    let part = (workspace.page, phase, settings);
    motion::slide_on_change(ui, Id::unique("views::page"), part, |ui| match workspace.page {
        Page::Overview => overview::show(ui, rect, input, workspace, actions),
        Page::Timeline => timeline::show(ui, rect, input, workspace, actions),
        Page::Workloads => workloads::show(ui, rect, input, workspace, actions),
        Page::Phases => phases::show(ui, rect, input, workspace, actions),
        Page::Forecast => forecast::show(ui, rect, input, workspace, actions),
        Page::Readiness => readiness::show(ui, rect, input, workspace, actions),
        Page::PlanSettings => settings::show(ui, rect, input, workspace, actions),
    });
}
