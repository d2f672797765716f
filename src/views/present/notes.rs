//! What the presenter may say, in a strip below the slide. It is there only while it is asked for: the room
//! reads it too.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::look::style::{color, stroke};
use crate::look::text::{label, wrapped};
use crate::picture::{Ink, TypeRole};

const WORDS: TypeRole = TypeRole::BODY.at(15.0);

/// Draws the strip; what is left above it.
pub fn show(ui: &mut Ui, rect: Rect, notes: &str) -> Rect {
    let height = (rect.height() * 0.24).clamp(110.0, 260.0).min(rect.height() * 0.5);
    let strip = rect.with_min_y(rect.bottom() - height);
    ui.painter().rect_filled(strip, 0.0, color(ui, Ink::Bg2));
    ui.painter().hline(strip.x_range(), strip.top(), stroke(ui, 1.0, Ink::Stroke));
    // Long lines are hard to find back to while speaking.
    let width = (strip.width() - 48.0).min(980.0);
    let room = Rect::from_min_size(
        pos2(strip.center().x - width / 2.0, strip.top() + 12.0),
        vec2(width, height - 20.0),
    );
    let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("notes"));
    ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        ui.set_width(width - 14.0);
        label(ui, "Notes", TypeRole::LABEL_STRONG, Ink::Text2);
        for line in notes.lines().filter(|line| !line.trim().is_empty()) {
            wrapped(ui, line, WORDS, Ink::Text);
        }
    });
    rect.with_max_y(strip.top())
}
