//! One choice among a few, all in view: page tabs, week or day, dashboard or actuals.

use egui::{EventFilter, Key, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::look::focus;
use crate::look::style::{color, stroke};
use crate::look::text::{centered_baseline, paint_elided, words};
use crate::look::widgets::hover_blend;
use crate::picture::{Anchor, Ink, TypeRole, text};

/// The choice at the layout's cursor, 28 points high. `response.changed()` says when it moved.
pub fn segmented(ui: &mut Ui, chosen: &mut usize, names: &[&str]) -> Response {
    let size = vec2(width(names), 28.0);
    let (_, rect) = ui.allocate_space(size);
    segmented_at(ui, rect, chosen, names)
}

/// The choice in `rect`. Each name is a tab of its own for screen readers and for the keyboard; arrows move
/// the choice.
pub fn segmented_at(ui: &mut Ui, rect: Rect, chosen: &mut usize, names: &[&str]) -> Response {
    ui.painter().rect_filled(rect, 6.0, color(ui, Ink::Bg3));
    let natural: Vec<f32> = names.iter().map(|name| segment_width(name)).collect();
    let stretch = (rect.width() - 2.0 * INSET) / natural.iter().sum::<f32>().max(1.0);
    let mut left = rect.left() + INSET;
    let mut all: Option<Response> = None;
    let before = *chosen;
    for (index, name) in names.iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(left, rect.top() + INSET),
            vec2(natural[index] * stretch, rect.height() - 2.0 * INSET),
        );
        left = place.right();
        let response = segment(ui, place, (index, name), chosen, names.len());
        all = Some(match all {
            Some(earlier) => earlier.union(response),
            None => response,
        });
    }
    let mut response = all.unwrap_or_else(|| ui.allocate_rect(rect, Sense::hover()));
    if *chosen != before {
        response.mark_changed();
    }
    response
}

/// The width the names want.
#[must_use]
pub fn width(names: &[&str]) -> f32 {
    names.iter().map(|name| segment_width(name)).sum::<f32>() + 2.0 * INSET
}

const INSET: f32 = 3.0;
const ROLE: TypeRole = TypeRole::LABEL_MEDIUM;

fn segment_width(name: &str) -> f32 {
    (text::width(TypeRole::LABEL_STRONG, name) + 24.0).ceil()
}

fn segment(
    ui: &mut Ui,
    rect: Rect,
    (index, name): (usize, &str),
    chosen: &mut usize,
    count: usize,
) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    focus::take_on_press(&response);
    focus::shape(&response, rect, 5.0);
    if response.clicked() {
        *chosen = index;
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (back, on) =
            ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
        if back {
            *chosen = chosen.saturating_sub(1);
        } else if on {
            *chosen = (*chosen + 1).min(count.saturating_sub(1));
        }
    }
    let is_chosen = *chosen == index;
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, name));
    if is_chosen {
        let edge = stroke(ui, 1.0, Ink::Stroke2);
        ui.painter().rect(rect, 5.0, color(ui, Ink::Bg1), edge, StrokeKind::Inside);
    }
    let (role, ink) = if is_chosen { (TypeRole::LABEL_STRONG, Ink::Text) } else { (ROLE, Ink::Text2) };
    let at = pos2(rect.center().x, centered_baseline(role, rect.center().y));
    if !is_chosen {
        let ground = hover_blend(ui, &response, egui::Color32::TRANSPARENT, color(ui, Ink::Stroke));
        ui.painter().rect_filled(rect, 5.0, ground);
    }
    if paint_elided(ui.painter(), at, Anchor::Middle, words(name, role, ink), rect.width() - 6.0) {
        return response.on_hover_text(name);
    }
    response
}
