//! What the window says while a file is held over it.

use egui::{Id, LayerId, Order, Rect, StrokeKind, Ui};

use crate::look::text::{paint_text, words};
use crate::look::{color, style};
use crate::picture::{Anchor, Ink, TypeRole};

pub fn show(ui: &Ui, window: Rect, has_plan: bool) {
    let held: Vec<bool> = ui.input(|input| {
        let is_plan = |path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending == "ron");
        input.raw.hovered_files.iter().map(|file| file.path.as_ref().is_none_or(is_plan)).collect()
    });
    if held.is_empty() {
        return;
    }
    let says = match (has_plan && !held.contains(&true), held.len()) {
        (true, 1) => "Drop the file to import it",
        (true, _) => "Drop the files to import them",
        (false, _) => "Drop the file to open it",
    };
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drop hint")));
    painter.rect_filled(window, 0.0, style::color32(style::palette(ui).veil()));
    let card = Rect::from_center_size(window.center(), egui::vec2(320.0, 96.0));
    painter.add(style::float_shadow(ui).as_shape(card, 12.0));
    painter.rect(card, 12.0, color(ui, Ink::Bg1), style::stroke(ui, 1.5, Ink::Accent), StrokeKind::Inside);
    let said = words(says, TypeRole::QUESTION, Ink::Text);
    paint_text(&painter, card.center() + egui::vec2(0.0, 5.0), Anchor::Middle, said);
}
