//! The guided dialog that makes a plan. Its answer is an action with the finished plan.

use egui::Ui;

use super::{Actions, Program};
use crate::document::NewPlanDraft;

/// Draws the dialog over the veil; false = it was given up. The finished plan is an `Action::CreatePlan`.
pub fn show(_ui: &mut Ui, _program: &Program<'_>, _draft: &mut NewPlanDraft, _actions: &mut Actions) -> bool {
    true
}
