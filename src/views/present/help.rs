//! What can be pressed while presenting: all of it in a panel that is asked for, the most of it in a line that
//! shows itself at the first slide while the pointer moves, and the number that is being typed.

use egui::{Id, Painter, Rect, Ui, pos2, vec2};

use super::stage;
use crate::document::PresentState;
use crate::look::style::{color, color32, float_shadow, palette, stroke};
use crate::look::text::{centered_baseline, paint_text, text_at, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

const ROWS: [(&str, &str); 13] = [
    ("→  ↓  Space  Enter, click", "Next slide"),
    ("←  ↑  Backspace, right click", "Previous slide"),
    ("Home  End", "First and last slide"),
    ("Number, then Enter", "The slide with this number"),
    ("G", "Overview of all slides"),
    ("P", "Go to a phase, with or without a slide in the order"),
    ("B or .", "Black screen"),
    ("W or ,", "White screen"),
    ("N", "Notes below the slide, which the room sees too"),
    ("D", "Light or dark, for this room only"),
    ("E", "Order, titles and notes of the slides"),
    ("?  F1  H", "This panel"),
    ("Esc", "Leave"),
];

const ROW: f32 = 26.0;
const WIDTH: f32 = 620.0;
const KEYS: f32 = 210.0;

pub fn show(ui: &mut Ui, rect: Rect) {
    ui.painter().rect_filled(rect, 0.0, color32(palette(ui).veil()));
    let pitch = ROW.min((rect.height() - 110.0) / ROWS.len() as f32);
    let size = vec2(WIDTH.min(rect.width() - 24.0), 64.0 + pitch * ROWS.len() as f32 + 16.0);
    let panel = Rect::from_center_size(rect.center(), size);
    card(ui.painter(), panel);
    let left = panel.left() + 24.0;
    let title = words("Keys while presenting", TypeRole::QUESTION, Ink::Text);
    text_at(ui, pos2(left, panel.top() + 38.0), Anchor::Start, title);
    let narrow = panel.width() < WIDTH;
    for (place, (keys, what)) in ROWS.into_iter().enumerate() {
        let y = centered_baseline(TypeRole::LABEL, panel.top() + 64.0 + (place as f32 + 0.5) * pitch);
        text_at(ui, pos2(left, y), Anchor::Start, words(keys, TypeRole::LABEL_MEDIUM, Ink::Text));
        let column = if narrow { KEYS - 20.0 } else { KEYS };
        let room = panel.width() - 48.0 - column;
        let what = words(what, TypeRole::LABEL, Ink::Text2);
        crate::look::text::text_at_elided(ui, pos2(left + column, y), Anchor::Start, what, room);
    }
}

const HINT: &str = "← → turn    G overview    B black    N notes    ? all keys    Esc leave";

/// At the first slide, while the pointer moves.
pub fn hint(ui: &Ui, rect: Rect, state: &PresentState) {
    let is_here = state.slide == 0 && state.aside.is_none() && !state.has_notes && state.typed.is_empty();
    let (is_resting, _) = stage::rest(ui);
    let has_moved = ui.input(|input| input.pointer.has_pointer());
    let fade = if ui.style().animation_time > 0.0 { 0.4 } else { 0.0 };
    let id = Id::unique("views::present::hint");
    let share = ui.ctx().animate_bool_with_time(id, is_here && has_moved && !is_resting, fade);
    if share <= 0.0 {
        return;
    }
    let mut painter = ui.painter().clone();
    painter.set_opacity(share);
    pill(&painter, pos2(rect.center().x, rect.bottom() - 40.0), HINT, TypeRole::LABEL);
}

/// The number on its way to Enter.
pub fn typed(ui: &mut Ui, rect: Rect, typed: &str) {
    if typed.is_empty() {
        return;
    }
    let said = format!("Slide {typed}, then Enter");
    let at = pos2(rect.center().x, rect.bottom() - 40.0);
    pill(ui.painter(), at, &said, TypeRole::BODY_STRONG.at(16.0));
    let spoken = ui.interact(
        Rect::from_center_size(at, vec2(2.0, 2.0)),
        Id::unique("typed number"),
        egui::Sense::hover(),
    );
    spoken.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
}

fn pill(painter: &Painter, center: egui::Pos2, said: &str, role: TypeRole) {
    let size = vec2(text::width(role, said) + 40.0, role.line + 16.0);
    let place = Rect::from_center_size(center, size);
    card(painter, place);
    let at = pos2(center.x, centered_baseline(role, center.y));
    paint_text(painter, at, Anchor::Middle, words(said, role, Ink::Text));
}

fn card(painter: &Painter, rect: Rect) {
    let radius = (rect.height() / 2.0).min(16.0) as u8;
    painter.add(float_shadow(painter).as_shape(rect, radius));
    painter.rect_filled(rect, f32::from(radius), color(painter, Ink::Bg1));
    let edge = stroke(painter, 1.0, Ink::Stroke);
    painter.rect_stroke(rect, f32::from(radius), edge, egui::StrokeKind::Inside);
}
