//! A line to type a path on, where the desktop has no file dialog.

use egui::{Key, Rect, Ui, pos2};

use super::button::{Button, Kind};
use super::field::{Field, text_field};
use super::menu::first_frame;

/// The path, once Enter or the button says that it is whole; the line is empty then. It takes the keyboard
/// when it appears, if it is what the user came for.
pub fn typed_path(
    ui: &mut Ui,
    line: Rect,
    (button, takes_keyboard): (&str, bool),
    typed: &mut String,
) -> Option<String> {
    let button = Button::new(Kind::Secondary, button).small();
    let middle = line.center().y;
    let corner = pos2(line.right() - button.size().x, middle - button.size().y / 2.0);
    let box_ = Rect::from_min_size(corner, button.size());
    let field = Rect::from_min_max(pos2(line.left(), middle - 14.0), pos2(box_.left() - 8.0, middle + 14.0));
    let hint = "/home/me/exports/devices.csv";
    let response = text_field(ui, Field::new("Path of a file").without_label().hint(hint).at(field), typed);
    // Once: whoever leaves it, by Esc or for a button, is not called back.
    let is_new = ui.push_id("typed path", |ui| first_frame(ui)).inner;
    if is_new && takes_keyboard {
        response.request_focus();
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let why_not = typed.trim().is_empty().then_some("Type the path of a file first");
    let is_pressed = button.at(box_).disabled_because(why_not).show(ui).clicked();
    ((is_entered || is_pressed) && why_not.is_none()).then(|| std::mem::take(typed).trim().to_owned())
}
