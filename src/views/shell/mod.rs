//! What stands around every page: the rail, the top bar, the status line, notices, problems and the
//! command palette. It draws no page itself.

mod asked;
mod drop_hint;
mod float;
mod fuzzy;
mod notices;
pub mod palette;
pub mod places;
mod problems;
mod rail;
mod status_line;
mod top_bar;

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::{Actions, Program, ViewInput, show_page, welcome};
use crate::document::Workspace;
use crate::look::color;
use crate::picture::Ink;

pub const RAIL: f32 = 84.0;
pub const TOP_BAR: f32 = 52.0;
pub const STATUS_LINE: f32 = 26.0;

/// What there is to show: the program, and the plan if one is open.
pub type Shown<'a, 'b> = (&'a Program<'b>, Option<&'a ViewInput<'b>>);

pub fn show(ui: &mut Ui, shown: Shown<'_, '_>, workspace: &mut Workspace, actions: &mut Actions) {
    let window = ui.max_rect();
    ui.painter().rect_filled(window, 0.0, color(ui, Ink::Bg0));
    let rail_width = if shown.1.is_some() { RAIL } else { 0.0 };
    let inner_left = window.left() + rail_width;
    let top_bar =
        Rect::from_min_max(pos2(inner_left, window.top()), pos2(window.right(), window.top() + TOP_BAR));
    let status = Rect::from_min_max(pos2(inner_left, window.bottom() - STATUS_LINE), window.max);
    let page = Rect::from_min_max(top_bar.left_bottom(), status.right_top());

    // In reading order, which is the order of the Tab key.
    if shown.1.is_some() {
        let rail = Rect::from_min_max(window.min, pos2(inner_left, window.bottom()));
        part(ui, rail, "rail", |ui| rail::show(ui, rail, shown, workspace, actions));
    }
    part(ui, top_bar, "top bar", |ui| top_bar::show(ui, top_bar, shown, workspace, actions));
    part(ui, page, "page", |ui| match shown.1 {
        Some(input) => show_page(ui, page, input, workspace, actions),
        None => welcome::show(ui, page, shown.0, actions),
    });
    if let Some(share) = shown.1.and_then(|input| input.simulated.share()) {
        let bar = Rect::from_min_size(top_bar.left_bottom(), vec2(top_bar.width() * share.max(0.02), 2.0));
        ui.painter().rect_filled(bar, 0.0, color(ui, Ink::Accent));
    }
    part(ui, status, "status line", |ui| status_line::show(ui, status, shown, workspace, actions));
    if let Some(input) = shown.1 {
        problems::show(ui, page, input, workspace, actions);
    }
    let last_step = shown.1.and_then(|input| input.document.undo_label);
    notices::show(ui, page, (shown.0.notices, last_step), actions);
    palette::show(ui, shown, workspace, actions);
    drop_hint::show(ui, window, shown.1.is_some());
}

fn part(ui: &mut Ui, rect: Rect, name: &str, content: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    content(&mut child);
}
