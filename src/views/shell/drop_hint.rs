//! What the window says while a file is held over it.

use egui::{Id, LayerId, Order, Rect, StrokeKind, Ui};

use crate::files::plan_file;
use crate::look::text::{paint_text, words};
use crate::look::{color, style};
use crate::picture::{Anchor, Ink, TypeRole, text};

pub fn show(ui: &Ui, window: Rect, has_plan: bool) {
    let held: Vec<bool> = ui.input(|input| {
        let is_plan = |path: &std::path::PathBuf| plan_file::is_called_so(path);
        input.raw.hovered_files.iter().map(|file| file.path.as_ref().is_none_or(is_plan)).collect()
    });
    if held.is_empty() {
        return;
    }
    let says = says(&held, has_plan);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drop hint")));
    painter.rect_filled(window, 0.0, style::color32(style::palette(ui).veil()));
    let card = Rect::from_center_size(
        window.center(),
        egui::vec2((text::width(TypeRole::QUESTION, says) + 64.0).max(320.0), 96.0),
    );
    painter.add(style::float_shadow(ui).as_shape(card, 12.0));
    painter.rect(card, 12.0, color(ui, Ink::Bg1), style::stroke(ui, 1.5, Ink::Accent), StrokeKind::Inside);
    let said = words(says, TypeRole::QUESTION, Ink::Text);
    paint_text(&painter, card.center() + egui::vec2(0.0, 5.0), Anchor::Middle, said);
}

/// What dropping does with files of which these are plans.
fn says(held: &[bool], has_plan: bool) -> &'static str {
    let plans = held.iter().filter(|is_plan| **is_plan).count();
    match (plans, held.len(), has_plan) {
        (0, 1, true) => "Drop the file to import it",
        (0, _, true) => "Drop the files to import them",
        (0, _, false) => "Open a plan first: files are imported into one",
        (_, 1, _) => "Drop the file to open it",
        _ => "Drop to open one plan; the other files are left",
    }
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn it_says_what_will_happen() {
        assert_eq!(says(&[false], false), "Open a plan first: files are imported into one");
        assert_eq!(says(&[false], true), "Drop the file to import it");
        assert_eq!(says(&[false, false], true), "Drop the files to import them");
        assert_eq!(says(&[true], false), "Drop the file to open it");
        assert_eq!(says(&[true, false], true), "Drop to open one plan; the other files are left");
    }
}
