//! A colour as it is typed, `#1F55DA`, with a patch of it that opens a board to pick one from.

use egui::{Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::look::focus;
use crate::look::style::{color, color32, stroke};
use crate::look::widgets::menu::floating;
use crate::look::widgets::{Field, text_field};
use crate::picture::{Ink, Rgba};
use crate::plan::Colour;

const PATCH: f32 = 28.0;
const CELL: f32 = 24.0;
const HUES: usize = 9;
/// Lightness of the rows, from dark to light.
const LIGHTNESS: [f32; 5] = [0.22, 0.34, 0.46, 0.58, 0.72];

/// Whether another colour was typed or picked, or the one that was set taken away.
pub fn field(ui: &mut Ui, at: Rect, name: &str, colour: &mut Option<Colour>) -> bool {
    let set = *colour;
    let box_ = at.with_min_x(at.left() + PATCH + 6.0);
    let mut typed = set.map(String::from).unwrap_or_default();
    let memory = ui.scope_id().with(("typed colour", name));
    let wrong: Option<String> = ui.data(|data| data.get_temp(memory));
    let remedy = wrong.as_ref().map(|_| "Six digits of 0–9 and A–F: #1F55DA");
    if let Some(wrong) = wrong {
        typed = wrong;
    }
    let field = Field::new(name).hint("#1F55DA").remedy(remedy).at(box_);
    let response = text_field(ui, field, &mut typed);
    let patch = patch(ui, at, name, set);
    if response.changed() {
        let written = if typed.starts_with('#') { typed.clone() } else { format!("#{typed}") };
        let read = Colour::try_from(written).ok();
        let is_wrong = read.is_none() && !typed.is_empty();
        *colour = if is_wrong { set } else { read };
        ui.data_mut(|data| {
            if is_wrong {
                data.insert_temp(memory, typed);
            } else {
                data.remove::<String>(memory);
            }
        });
    }
    floating(&patch, patch.rect, HUES as f32 * CELL + 8.0, |ui| {
        if let Some(picked) = board(ui, set) {
            *colour = Some(picked);
            ui.data_mut(|data| data.remove::<String>(memory));
            ui.close();
        }
    });
    *colour != set
}

fn patch(ui: &mut Ui, at: Rect, name: &str, set: Option<Colour>) -> egui::Response {
    let place = Rect::from_min_size(pos2(at.left(), at.bottom() - PATCH), vec2(PATCH, PATCH));
    let response = ui.allocate_rect(place, Sense::click());
    let said = format!("Pick {}", name.to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    focus::shape(&response, place, 5.0);
    let fill = set.map_or(color(ui, Ink::Bg2), shown);
    ui.painter().rect(place, 5.0, fill, stroke(ui, 1.0, Ink::Text3), StrokeKind::Inside);
    if set.is_none() {
        ui.painter().line_segment(
            [place.left_bottom() + vec2(5.0, -5.0), place.right_top() + vec2(-5.0, 5.0)],
            stroke(ui, 1.0, Ink::Text3),
        );
    }
    response
}

/// Colours by hue and lightness, the last column grey.
fn board(ui: &mut Ui, set: Option<Colour>) -> Option<Colour> {
    let size = vec2(HUES as f32 * CELL, LIGHTNESS.len() as f32 * CELL);
    let (_, room) = ui.allocate_space(size);
    let mut picked = None;
    for (row, lightness) in LIGHTNESS.into_iter().enumerate() {
        for column in 0..HUES {
            let colour = of(column, lightness);
            let min = room.min + vec2(column as f32 * CELL, row as f32 * CELL);
            let place = Rect::from_min_size(min, vec2(CELL, CELL));
            let response = ui.allocate_rect(place, Sense::click());
            let name = String::from(colour);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, set == Some(colour), &name));
            focus::shape(&response, place.shrink(2.0), 4.0);
            ui.painter().rect_filled(place.shrink(2.0), 4.0, shown(colour));
            if response.hovered() || set == Some(colour) {
                let edge = stroke(ui, 1.5, Ink::Text);
                ui.painter().rect_stroke(place.shrink(1.0), 5.0, edge, StrokeKind::Inside);
            }
            if response.on_hover_text(&name).clicked() {
                picked = Some(colour);
            }
        }
    }
    picked
}

fn shown(Colour(red, green, blue): Colour) -> egui::Color32 {
    color32(Rgba(red, green, blue, 255))
}

/// Hue, saturation and lightness as red, green and blue.
fn of(column: usize, lightness: f32) -> Colour {
    let saturation = if column + 1 == HUES { 0.06 } else { 0.68 };
    let hue = column as f32 / (HUES - 1) as f32 * 12.0;
    let reach = saturation * lightness.min(1.0 - lightness);
    let part = |shift: f32| {
        let k = (shift + hue) % 12.0;
        let value = lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    Colour(part(0.0), part(8.0), part(4.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_has_no_colour_twice() {
        let all: std::collections::BTreeSet<String> = LIGHTNESS
            .into_iter()
            .flat_map(|lightness| (0..HUES).map(move |column| String::from(of(column, lightness))))
            .collect();
        assert_eq!(all.len(), HUES * LIGHTNESS.len());
    }
}
