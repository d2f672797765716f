//! What is on screen: one page a file. A view reads its [`ViewInput`], changes the workspace and pushes
//! [`Action`]s, which run after the frame is drawn. It never changes a plan itself.

pub mod action;
pub mod frame;
pub mod grid;
pub mod input;
pub mod new_plan;
pub mod overview;
pub mod phases;
pub mod present;
pub mod settings;
pub mod timeline;
pub mod workloads;

pub use action::{Action, Actions};
pub use input::{DocumentFacts, Program, ViewInput};

use egui::{Rect, Ui};

use crate::document::{Page, Workspace};

/// Draws the page the user is on into `rect`.
pub fn show_page(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    match workspace.page {
        Page::Overview => overview::show(ui, rect, input, workspace, actions),
        Page::Timeline => timeline::show(ui, rect, input, workspace, actions),
        Page::Workloads => workloads::show(ui, rect, input, workspace, actions),
        Page::Phases => phases::show(ui, rect, input, workspace, actions),
        Page::PlanSettings => settings::show(ui, rect, input, workspace, actions),
    }
}
