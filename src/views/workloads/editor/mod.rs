//! The editor that opens at a cell, at a slider, or for several cells at once. Each change is one edit.

mod cell;
mod consequences;
mod like;
mod rule;
mod several;
mod slider;

pub use cell::next_day;

use egui::{
    Frame, Id, Key, Margin, Popup, PopupAnchor, PopupCloseBehavior, Rect, Response, ScrollArea, Stroke, Ui,
};

use super::Faces;
use crate::document::{Spot, Workspace};
use crate::look::style::float_shadow;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::icon_button;
use crate::look::{Icon, color, motion};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::report::troubles;
use crate::views::timeline::inspector::flow::Flow;
use crate::views::timeline::inspector::troubles::one;
use crate::views::{Actions, ViewInput};

const WIDTH: f32 = 348.0;
const PADDING: i8 = 14;

pub(super) fn show(
    ui: &Ui,
    (grid, card): (&Response, Rect),
    (input, faces): (&ViewInput<'_>, &Faces),
    (workspace, actions): (&mut Workspace, &mut Actions),
    place: impl Fn(Spot) -> Option<Rect>,
) {
    let id = Id::unique("views::workloads::editor");
    let Some(spot) = workspace.workloads.editing else {
        ui.data_mut(|data| data.remove::<Spot>(id));
        workspace.workloads.rule = None;
        return;
    };
    let is_there = spot.1.is_none_or(|phase| input.plan.phase(phase).is_some());
    let several = workspace.workloads.chosen.len() > 1 && spot.1.is_some();
    let found = if several { Some(below(card)) } else { place(spot) };
    let Some(anchor) = found.filter(|_| is_there) else {
        if !is_there {
            workspace.workloads.editing = None;
        }
        return;
    };
    // A list or a calendar of one of its fields floats over it and belongs to it.
    let has_child = Popup::is_any_open(ui.ctx());
    let popup = Popup::new(id, ui.ctx().clone(), PopupAnchor::ParentRect(anchor), grid.layer_id)
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .accessible_name("Switch")
        .gap(4.0)
        .width(WIDTH - f32::from(PADDING))
        .frame(frame(ui));
    let shown = popup.show(|ui| {
        motion::slide_in(ui, motion::Side::Above);
        ui.set_width(WIDTH - f32::from(PADDING));
        // What does not fit into the window scrolls.
        let room = ui.ctx().content_rect().height() - 60.0;
        ScrollArea::vertical()
            .max_height(room)
            .show(ui, |ui| fields(ui, (input, faces), spot, (workspace, actions)));
    });
    let Some(shown) = shown else { return };
    // The click that opened it, or one on another cell, is none elsewhere.
    let is_new = ui.data(|data| data.get_temp::<Spot>(id)) != Some(spot);
    ui.data_mut(|data| data.insert_temp(id, spot));
    if shown.response.clicked_elsewhere() && !grid.clicked() && !has_child && !is_new {
        workspace.workloads.editing = None;
    }
    if !has_child && !grid.has_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        workspace.workloads.editing = None;
        grid.request_focus();
    }
}

/// What stands in it, one under the other.
fn fields(
    ui: &mut Ui,
    (input, faces): (&ViewInput<'_>, &Faces),
    spot: Spot,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    let width = WIDTH - 2.0 * f32::from(PADDING);
    let corner = ui.max_rect().min;
    let mut flow = Flow { left: corner.x, width, y: corner.y };
    let count = workspace.workloads.chosen.len();
    ui.push_id(("editor", spot), |ui| {
        if title(ui, &mut flow, input, (spot, count)) {
            workspace.workloads.editing = None;
        }
        match spot {
            (_, Some(_)) if count > 1 => return several::show(ui, &mut flow, input, workspace, actions),
            (workload, Some(phase)) => {
                cell::show(ui, &mut flow, (input, faces), (workload, phase), actions);
            }
            (workload, None) => slider::show(ui, &mut flow, (input, faces), workload, actions),
        }
        problems(ui, &mut flow, (input, spot), actions);
        consequences::show(ui, &mut flow, input, spot, actions);
    });
    flow.finish(ui, corner.y);
}

/// What is wrong with the cell or the slider.
fn problems(
    ui: &mut Ui,
    flow: &mut Flow,
    (input, (workload, phase)): (&ViewInput<'_>, Spot),
    actions: &mut Actions,
) {
    for (n, problem) in troubles::of_spot(input.problems, workload, phase).enumerate() {
        flow.gap(8.0);
        ui.push_id(("problem", n), |ui| one(ui, flow, problem, actions));
    }
}

/// What is edited, and the way out.
fn title(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, (spot, count): (Spot, usize)) -> bool {
    let line = flow.row(26.0);
    let phase = spot.1.and_then(|phase| input.plan.phase(phase)).map(|phase| phase.name.as_str());
    let said = match (count, phase) {
        (2.., Some(_)) => format!("{count} cells"),
        (_, Some(phase)) => format!("{}, {phase}", spot.0.name()),
        (_, None) => format!("{}, slider", spot.0.name()),
    };
    let at = egui::pos2(line.left(), line.top() + 17.0);
    let title = words(&said, TypeRole::CARD_TITLE, Ink::Text);
    text_at_elided(ui, at, Anchor::Start, title, flow.width - 34.0);
    let close = Rect::from_min_size(egui::pos2(line.right() - 26.0, line.top()), egui::vec2(26.0, 26.0));
    flow.gap(6.0);
    icon_button(ui, close, Icon::Close, "Close").clicked()
}

/// Under the grid, so that more cells can be chosen beside it.
fn below(card: Rect) -> Rect {
    let middle = card.center().x - WIDTH / 2.0;
    Rect::from_min_max(egui::pos2(middle, card.bottom() - 4.0), egui::pos2(middle + WIDTH, card.bottom()))
}

fn frame(ui: &Ui) -> Frame {
    Frame {
        // The scroll bar stands in the padding on the right, beside the fields.
        inner_margin: Margin { right: 0, ..Margin::same(PADDING) },
        fill: color(ui, Ink::Bg1),
        stroke: Stroke::new(1.0, color(ui, Ink::Stroke)),
        corner_radius: 8.into(),
        shadow: float_shadow(ui),
        ..Frame::default()
    }
}
