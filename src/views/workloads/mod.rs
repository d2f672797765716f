//! The page *Workloads*. It reads the plan and pushes actions.

use egui::{Rect, Ui};

use super::{Actions, ViewInput, frame};
use crate::document::Workspace;
use crate::picture::format;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    _workspace: &mut Workspace,
    _actions: &mut Actions,
) {
    let headline = headline(input);
    let head = frame::Head { title: "Workloads", verdict: None, headline: &headline, tabs: &[], tab: 0 };
    frame::head(ui, rect, &head);
}

fn headline(input: &ViewInput<'_>) -> String {
    let devices = format::count(input.plan.devices());
    let phases = format::plural(input.plan.phases.len() as u64, "phase", "phases");
    match input.outlook.expected.finish {
        Some(finish) => format!("{devices} devices in {phases}; expected finish {}.", format::date(finish)),
        None => format!("{devices} devices in {phases}; no finish within the horizon."),
    }
}
