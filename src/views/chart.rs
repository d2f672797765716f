//! A chart as a card: its drawing, what is under the pointer, and the line of that day through all charts
//! of the page.

use egui::{Id, Rect, Ui, pos2};

use crate::look::style::stroke;
use crate::look::widgets::{Surface, paint_surface};
use crate::look::{color, paint};
use crate::picture::{Ink, Node, Scene};

/// Draws the card and its chart into `rect`.
pub fn chart(ui: &mut Ui, rect: Rect, scene: &Scene) -> paint::ChartResponse {
    paint_surface(ui.painter(), rect, Surface::Card);
    bare(ui, rect, scene)
}

/// As [`chart`], on a surface that is there already.
pub fn bare(ui: &mut Ui, rect: Rect, scene: &Scene) -> paint::ChartResponse {
    let response = paint::show(ui, rect, scene);
    let hovered = response.hovered.as_ref().filter(|key| key.starts_with("day:"));
    if let Some(key) = hovered {
        share(ui, key);
    }
    if let Some(key) = hovered.cloned().or_else(|| shared(ui)) {
        day_line(ui, rect, scene, &key);
    }
    response
}

/// The day that is pointed at, with the pass in which it was.
type Shared = (u64, String);

fn shared_id() -> Id {
    Id::unique("views::chart::day")
}

fn share(ui: &Ui, key: &str) {
    let pass = ui.ctx().cumulative_pass_nr();
    let before: Option<Shared> = ui.data(|data| data.get_temp(shared_id()));
    if before.is_none_or(|(_, day)| day != key) {
        // The charts above this one have been drawn already.
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp::<Shared>(shared_id(), (pass, key.to_owned())));
}

fn shared(ui: &Ui) -> Option<String> {
    let (pass, key): Shared = ui.data(|data| data.get_temp(shared_id()))?;
    (pass + 1 >= ui.ctx().cumulative_pass_nr()).then_some(key)
}

fn day_line(ui: &Ui, rect: Rect, scene: &Scene, day: &str) {
    let scale = if scene.width > 0.0 { rect.width() / scene.width } else { 1.0 };
    let place = scene.nodes.iter().find_map(|node| match node {
        Node::Hit { key, rect, .. } if key == day => Some(*rect),
        _ => None,
    });
    let Some(place) = place else { return };
    let x = rect.left() + (place.x + place.w / 2.0) * scale;
    let (top, bottom) = (rect.top() + place.y * scale, rect.top() + place.bottom() * scale);
    ui.painter().line_segment([pos2(x, top), pos2(x, bottom)], stroke(ui, 1.0, Ink::Text3));
    ui.painter().circle_filled(pos2(x, bottom), 2.0, color(ui, Ink::Text3));
}
