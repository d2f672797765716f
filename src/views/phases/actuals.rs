//! The actuals of one phase. It reads the plan and pushes actions.

use egui::{Rect, Ui};

use crate::document::Workspace;
use crate::look::Verdict;
use crate::picture::format;
use crate::views::{Actions, ViewInput};

/// How the phase stands, and the sentence that says it.
pub fn headline(input: &ViewInput<'_>, index: usize) -> (Option<Verdict>, String) {
    let devices = input.plan.phases.get(index).map_or(0, |phase| phase.devices);
    let enrolled = input.outlook.observed.now.get(index).map_or(0, |now| now.enrolled);
    let (enrolled, devices) = (format::count(enrolled.into()), format::count(devices.into()));
    (None, format!("{enrolled} of {devices} devices are enrolled."))
}

/// Draws the cards into `content`, below the control that chooses the view.
pub fn show(
    _ui: &mut Ui,
    _content: Rect,
    (_input, _index): (&ViewInput<'_>, usize),
    _workspace: &mut Workspace,
    _actions: &mut Actions,
) {
}
