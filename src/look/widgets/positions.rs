//! The slider of a workload with its three stops, and the same thing small for a cell of the matrix.

use egui::{
    EventFilter, Key, Painter, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::tooltip::tip;
use crate::look::focus;
use crate::look::glyphs::Position;
use crate::look::icons::{self, Icon};
use crate::look::paint::resolve;
use crate::look::style::{color, palette};
use crate::picture::{Ink, Paint};

/// The size of the slider.
pub const POSITIONS_SIZE: egui::Vec2 = vec2(162.0, 16.0);

/// A slider with three stops, its left edge at `at.x`, centred on `at.y`. `why_locked` says why it cannot
/// be moved. `response.changed()` when it was.
pub fn three_position(
    ui: &mut Ui,
    at: Pos2,
    name: &str,
    position: &mut Position,
    why_locked: Option<&str>,
) -> Response {
    let rect = Rect::from_min_size(pos2(at.x, at.y - POSITIONS_SIZE.y / 2.0), POSITIONS_SIZE);
    let sense = if why_locked.is_some() { Sense::hover() } else { Sense::click_and_drag() };
    let mut response = ui.allocate_rect(rect.expand2(vec2(0.0, 6.0)), sense);
    focus::shape(&response, rect, 8.0);
    focus::take_on_press(&response);
    let before = *position;
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| why_locked.is_none()) {
        let nearest = ((pointer.x - rect.left() - STOPS[0]) / (STOPS[1] - STOPS[0])).round();
        *position = Position::ALL[nearest.clamp(0.0, 2.0) as usize];
    }
    if why_locked.is_none() && response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (left, right) =
            ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
        let index = index(*position);
        if left {
            *position = Position::ALL[index.saturating_sub(1)];
        } else if right {
            *position = Position::ALL[(index + 1).min(2)];
        }
    }
    if *position != before {
        response.mark_changed();
    }
    let enabled = why_locked.is_none() && ui.is_enabled();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, enabled, name);
        info.current_text_value = Some(position.name().to_owned());
        info.value = Some(index(*position) as f64);
        info
    });
    paint_slider(ui, rect, *position, why_locked.is_some());
    match why_locked {
        Some(reason) => tip(response, reason),
        None => response,
    }
}

/// The same in 28 points, for a cell: filled when the switch is done, hollow when it is planned.
pub fn paint_position(painter: &Painter, at: Pos2, position: Position, is_done: bool) {
    const SMALL_STOPS: [f32; 3] = [3.0, 14.0, 25.0];
    let track = Rect::from_min_size(pos2(at.x, at.y - 2.25), vec2(28.0, 4.5));
    let pale = resolve(palette(painter), Paint::alpha(position.solid(), 0.34));
    painter.rect_filled(track, 2.25, pale);
    let solid = color(painter, position.solid());
    for stop in SMALL_STOPS {
        painter.circle_filled(pos2(track.left() + stop, at.y), 1.1, color(painter, position.text()));
    }
    let thumb = pos2(track.left() + SMALL_STOPS[index(position)], at.y);
    if is_done {
        painter.circle_filled(thumb, 6.0, solid);
    } else {
        painter.circle(thumb, 5.25, color(painter, Ink::Bg1), Stroke::new(1.5, solid));
    }
}

const STOPS: [f32; 3] = [9.0, 81.0, 153.0];

fn index(position: Position) -> usize {
    match position {
        Position::ConfigMgr => 0,
        Position::Pilot => 1,
        Position::Intune => 2,
    }
}

fn paint_slider(ui: &Ui, rect: Rect, position: Position, is_locked: bool) {
    let painter = ui.painter();
    painter.rect_filled(rect, 8.0, color(ui, Ink::Bg3));
    let thumb = pos2(rect.left() + STOPS[index(position)], rect.center().y);
    if !is_locked {
        let pale = resolve(palette(ui), Paint::alpha(position.solid(), 0.34));
        let filled = rect.with_max_x(thumb.x + 9.0);
        painter.rect_filled(filled, 8.0, pale);
    }
    for stop in STOPS {
        let dot = pos2(rect.left() + stop, rect.center().y);
        painter.circle_filled(dot, 2.2, color(ui, Ink::Text3));
    }
    painter.circle_filled(thumb, 9.0, color(ui, Ink::Bg1));
    let ink = if is_locked { Ink::Text3 } else { position.solid() };
    painter.circle_filled(thumb, 7.25, color(ui, ink));
    if is_locked {
        icons::paint(painter, Icon::Lock, thumb, 9.5, color(ui, Ink::Inverse));
    }
}
