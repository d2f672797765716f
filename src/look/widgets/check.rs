//! Yes or no: a check box for a list, a switch for a setting, and a card that is one of several answers.

use egui::{Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::look::focus;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, stroke};
use crate::look::text::{centered_baseline, paint_text, words};
use crate::look::widgets::hover_blend;
use crate::picture::{Anchor, Ink, TypeRole, text};

/// A check box with its words at the layout's cursor.
pub fn check(ui: &mut Ui, is_on: &mut bool, name: &str) -> Response {
    let width = BOX + GAP + text::width(TypeRole::LABEL, name) + 2.0;
    let (_, rect) = ui.allocate_space(vec2(width, 28.0));
    check_at(ui, rect, is_on, name)
}

/// A check box at the left of `rect`, its words after it.
pub fn check_at(ui: &mut Ui, rect: Rect, is_on: &mut bool, name: &str) -> Response {
    let mut response = ui.allocate_rect(rect, Sense::click());
    if response.clicked() {
        *is_on = !*is_on;
        response.mark_changed();
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, *is_on, name));
    let square = Rect::from_min_size(pos2(rect.left(), rect.center().y - BOX / 2.0), vec2(BOX, BOX));
    focus::shape(&response, square, 4.0);
    paint_check(ui, square, *is_on);
    let at = pos2(square.right() + GAP, centered_baseline(TypeRole::LABEL, rect.center().y));
    let ink = if enabled { Ink::Text } else { Ink::Text3 };
    paint_text(ui.painter(), at, Anchor::Start, words(name, TypeRole::LABEL, ink));
    response
}

/// A check box alone, in the middle of `rect`, for a line that has its own words.
pub fn tick_at(ui: &mut Ui, rect: Rect, is_on: &mut bool, name: &str) -> Response {
    let mut response = ui.allocate_rect(rect, Sense::click());
    if response.clicked() {
        *is_on = !*is_on;
        response.mark_changed();
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, *is_on, name));
    let corner = pos2(rect.left(), rect.center().y - BOX / 2.0);
    let square = Rect::from_min_size(corner, vec2(BOX, BOX));
    focus::shape(&response, square, 4.0);
    paint_check(ui, square, *is_on);
    response
}

/// A switch with its words, broken to the room there is.
pub fn toggle(ui: &mut Ui, is_on: &mut bool, name: &str) -> Response {
    let room = (ui.available_width() - SWITCH.0 - 10.0).max(40.0);
    let lines = text::break_lines(TypeRole::LABEL, name, room);
    let wide = lines.iter().map(|line| text::width(TypeRole::LABEL, line)).fold(0.0, f32::max);
    let height = (lines.len() as f32 * 15.0 + 4.0).max(28.0);
    let mut response = ui.allocate_response(vec2(SWITCH.0 + 10.0 + wide, height), Sense::click());
    if response.clicked() {
        *is_on = !*is_on;
        response.mark_changed();
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Switch, enabled, *is_on, name));
    let rect = response.rect;
    let first = if lines.len() > 1 { rect.top() + 10.0 } else { rect.center().y };
    let pill = Rect::from_min_size(pos2(rect.left(), first - SWITCH.1 / 2.0), vec2(SWITCH.0, SWITCH.1));
    focus::shape(&response, pill, SWITCH.1 / 2.0);
    paint_switch(ui, &response, pill, *is_on);
    for (row, line) in lines.iter().enumerate() {
        let y = centered_baseline(TypeRole::LABEL, first) + row as f32 * 15.0;
        let said = words(line, TypeRole::LABEL, if enabled { Ink::Text } else { Ink::Text3 });
        paint_text(ui.painter(), pos2(pill.right() + 10.0, y), Anchor::Start, said);
    }
    response
}

/// A card that is one of several answers: chosen, it takes the accent. What is drawn on it, beside the ring
/// at its top left, is the caller's.
pub fn answer(ui: &mut Ui, rect: Rect, is_chosen: bool, name: &str) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, name));
    focus::shape(&response, rect, 8.0);
    let (fill, edge) = if is_chosen {
        (color(ui, Ink::AccentBg), stroke(ui, 1.5, Ink::Accent))
    } else {
        let edge = hover_blend(ui, &response, color(ui, Ink::Stroke2), color(ui, Ink::Text3));
        (color(ui, Ink::Bg1), egui::Stroke::new(1.0, edge))
    };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    paint_radio(ui, rect.min + vec2(19.0, 20.0), is_chosen);
    response
}

const BOX: f32 = 15.0;
const GAP: f32 = 8.0;
const SWITCH: (f32, f32) = (30.0, 17.0);

fn paint_check(ui: &Ui, square: Rect, is_on: bool) {
    let enabled = ui.is_enabled();
    if is_on {
        let ink = if enabled { Ink::Accent } else { Ink::Text3 };
        ui.painter().rect_filled(square, 3.5, color(ui, ink));
        icons::paint(ui.painter(), Icon::Tick, square.center(), 11.5, color(ui, Ink::Inverse));
    } else {
        let edge = stroke(ui, 1.0, if enabled { Ink::Text3 } else { Ink::Stroke2 });
        ui.painter().rect(square, 3.5, color(ui, Ink::Bg1), edge, StrokeKind::Inside);
    }
}

fn paint_switch(ui: &Ui, response: &Response, pill: Rect, is_on: bool) {
    let time = ui.style().animation_time;
    let share = ui.ctx().animate_bool_with_time(response.id, is_on, time);
    let ground = color(ui, Ink::Text3).lerp_to_gamma(color(ui, Ink::Accent), share);
    ui.painter().rect_filled(pill, pill.height() / 2.0, ground);
    let reach = pill.height() / 2.0;
    let x = egui::lerp(pill.left() + reach..=pill.right() - reach, share);
    ui.painter().circle_filled(pos2(x, pill.center().y), reach - 2.5, color(ui, Ink::Bg1));
}

fn paint_radio(ui: &Ui, center: egui::Pos2, is_chosen: bool) {
    if is_chosen {
        ui.painter().circle(center, 6.75, color(ui, Ink::Bg1), stroke(ui, 1.5, Ink::Accent));
        ui.painter().circle_filled(center, 3.75, color(ui, Ink::Accent));
    } else {
        ui.painter().circle(center, 6.75, color(ui, Ink::Bg1), stroke(ui, 1.0, Ink::Text3));
    }
}
