//! Plan settings, presenting: under whose name, logo and colours, and which slides in which order.

mod look;
mod order;
mod slide;
mod swatch;

use egui::{Rect, Ui};

use crate::document::workspace::settings::PlanSettingsState;
use crate::plan::{Edit, Plan, Presentation, Setting};
use crate::views::{Actions, ViewInput};

pub fn show(
    ui: &mut Ui,
    index: usize,
    rect: Rect,
    input: &ViewInput<'_>,
    (state, actions): (&mut PlanSettingsState, &mut Actions),
) {
    if index == 0 {
        look::show(ui, rect, input, (state, actions));
    } else {
        order::show(ui, rect, input, (state, actions));
    }
}

/// What is said of it beside the page's title.
pub fn headline(plan: &Plan) -> String {
    let presentation = &plan.presentation;
    let name = match presentation.organisation.as_str() {
        "" => "Presented under the plan's name".to_owned(),
        name => format!("Presented for {name}"),
    };
    let parts = [
        presentation.logo.is_some().then_some("its logo"),
        (!presentation.colours.is_default()).then_some("its colors"),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() { format!("{name}.") } else { format!("{name} with {}.", parts.join(" and ")) }
}

/// One step that changes a part of it.
fn changed(plan: &Plan, label: &str, change: impl FnOnce(&mut Presentation)) -> Edit {
    let mut new = plan.presentation.clone();
    change(&mut new);
    Edit::Several { label: label.to_owned(), edits: vec![Setting::Presentation(new).into()] }
}
