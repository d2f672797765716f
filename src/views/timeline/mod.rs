//! The page *Timeline*: which phase slips, by how much, and what an edit does to the end. The chart is
//! worked on with pointer or keys; the inspector changes the chosen phase.

pub(super) mod caption;
mod chart;
mod drawing;
pub(super) mod inspector;
mod keys;
mod lane;
mod marks;
mod menu;
pub mod moves;
#[cfg(test)]
mod moves_tests;
mod pointer;
mod preview;
pub mod rate;
mod span;

pub(super) use keys::by_keys;

use egui::{Rect, Ui, pos2, vec2};

use super::grid::{Cell, Grid, Row};
use super::{Actions, ViewInput, frame};
use crate::document::Workspace;
use crate::look::Icon;
use crate::look::widgets::{Button, Kind, icon_button};
use crate::report::timeline;
use crate::report::troubles::open_cells;

/// The inspector keeps this width.
const INSPECTOR: f32 = 344.0;
/// What the buttons at the right of the head take.
const TOOLS: f32 = 252.0;
/// The same where the window is narrow.
const TOOLS_NARROW: f32 = 92.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let situation = input.situation();
    let finding = timeline::headline(&situation);
    let head = frame::Head::plain("Timeline", finding.mark, &finding.text);
    let taken = if is_narrow(ui) { TOOLS_NARROW } else { TOOLS };
    let shorter = Rect::from_min_max(rect.min, pos2(rect.right() - taken, rect.bottom()));
    let mut content = frame::head(ui, shorter, &head).content;
    content.max.x = rect.right() - frame::MARGIN;
    tools(ui, rect, input, workspace, actions);
    if input.plan.phases.is_empty() {
        let sentence = "A timeline begins with the pilot: a few devices, then a gate.";
        if frame::empty(ui, content, sentence, &["Add the pilot"]).is_some() {
            menu::add(input.plan, None, actions);
        }
        return;
    }
    let alone = chart::height_for(input.plan.phases.len().min(5));
    let grid = Grid::new([Row::fill(
        420.0,
        [Cell::share(1.0, alone), Cell::fixed(INSPECTOR, 754.0).folding("Phase")],
    )]);
    let conflicts: Vec<_> = open_cells(input.problems).into_keys().collect();
    frame::cards(ui, content, &grid, workspace, |ui, index, rect, workspace| match index {
        0 => chart::show(ui, rect, input, workspace, actions, &conflicts),
        _ => inspector::show(ui, rect, input, workspace, actions),
    });
}

fn is_narrow(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() < super::grid::WIDE
}

/// Zooming and adding, at the right end of the head.
fn tools(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    let top = rect.top() + 15.0;
    let mut right = rect.right() - frame::MARGIN;
    let narrow = is_narrow(ui);
    let added = if narrow {
        let place = Rect::from_min_size(pos2(right - 30.0, top), vec2(30.0, 30.0));
        right -= 36.0;
        icon_button(ui, place, Icon::Plus, "Add phase").clicked()
    } else {
        let add = Button::new(Kind::Secondary, "Add phase").icon(Icon::Plus);
        let size = add.size();
        let place = Rect::from_min_size(pos2(right - size.x, top), size);
        right -= size.x + 8.0;
        add.at(place).show(ui).clicked()
    };
    if added {
        menu::add(input.plan, None, actions);
    }
    if input.plan.phases.is_empty() {
        return;
    }
    let whole = timeline::whole_span(&input.situation());
    let span = workspace.timeline.span.unwrap_or(whole);
    let about = span.0 + chrono::Duration::days((span.1 - span.0).num_days() / 2);
    let why_not = workspace.timeline.span.is_none().then_some("All of the plan is in view");
    let fit = Button::new(Kind::Secondary, "Fit").disabled_because(why_not);
    let size = fit.size();
    if fit.at(Rect::from_min_size(pos2(right - size.x, top), size)).show(ui).clicked() {
        workspace.timeline.span = None;
    }
    right -= size.x + 4.0;
    // The wheel, the keys and marking a stretch zoom as well.
    if narrow {
        return;
    }
    for (icon, name, factor) in [(Icon::Plus, "Zoom in", 1.5), (Icon::Minus, "Zoom out", 1.0 / 1.5)] {
        let place = Rect::from_min_size(pos2(right - 30.0, top), vec2(30.0, 30.0));
        if icon_button(ui, place, icon, name).clicked() {
            workspace.timeline.span = span::zoom(span, whole, factor, about);
        }
        right -= 32.0;
    }
}
