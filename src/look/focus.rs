//! The ring around what the keyboard is on, drawn once over the finished frame and only after a key moved
//! the focus. Widgets do not draw focus themselves.

use egui::{Context, Event, Id, Key, LayerId, Popup, Rect, StrokeKind};

use super::style::stroke;
use crate::picture::Ink;

/// Draws the ring. Call it last in a frame.
pub fn paint_ring(ctx: &Context) {
    let by_key = is_by_key(ctx);
    let Some(id) = ctx.memory(egui::Memory::focused) else { return };
    if !by_key {
        return;
    }
    let Some(response) = ctx.read_response(id) else { return };
    let shape = ctx
        .data(|data| data.get_temp::<Shape>(shape_id()))
        .filter(|shape| shape.id == id)
        .unwrap_or(Shape { id, rect: response.rect, radius: 6.0 });
    let visible = response.interact_rect.intersect(shape.rect);
    if !visible.is_positive() {
        return;
    }
    let painter = ring_painter(ctx, response.layer_id, visible);
    let ring = stroke(ctx, 2.0, Ink::Accent);
    painter.rect_stroke(shape.rect.expand(2.0), shape.radius + 2.0, ring, StrokeKind::Outside);
}

/// Keeps for the next pass whether Esc means something in it. Call it last in a frame; `is_wanted` = by what is drawn
/// over the page.
pub fn keep_escape(ctx: &Context, is_wanted: bool) {
    let is_wanted = is_wanted || ctx.text_edit_focused() || Popup::is_any_open(ctx);
    ctx.data_mut(|data| data.insert_temp(escape_id(), is_wanted));
}

/// Whether Esc is pressed and means nothing else. By now egui has taken the focus away and menus have closed: what
/// it meant is what the pass before left.
pub fn is_escape_free(ctx: &Context) -> bool {
    let is_wanted = ctx.data(|data| data.get_temp(escape_id())).unwrap_or(false);
    let has_modal = ctx.memory(|memory| memory.top_modal_layer().is_some());
    !is_wanted && !has_modal && ctx.input(|input| input.key_pressed(Key::Escape))
}

fn escape_id() -> Id {
    Id::unique("look::focus::escape")
}

/// A focused widget whose visible shape is not its whole rectangle says so.
pub fn shape(response: &egui::Response, rect: Rect, radius: f32) {
    if response.has_focus() {
        let shape = Shape { id: response.id, rect, radius };
        response.ctx.data_mut(|data| data.insert_temp(shape_id(), shape));
    }
}

/// Clicking something that is no text field does not focus it by itself; call this for things that are
/// worked on with keys afterwards.
pub fn take_on_press(response: &egui::Response) {
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
}

#[derive(Clone, Copy)]
struct Shape {
    id: Id,
    rect: Rect,
    radius: f32,
}

fn shape_id() -> Id {
    Id::unique("look::focus::shape")
}

/// Outlines belong to the widget's layer, but may stand a little outside what it is clipped to.
fn ring_painter(ctx: &Context, layer: LayerId, visible: Rect) -> egui::Painter {
    ctx.layer_painter(layer).with_clip_rect(visible.expand(5.0))
}

/// The focus was last moved by a key, not by the pointer.
pub fn is_by_key(ctx: &Context) -> bool {
    let id = Id::unique("look::focus::by_key");
    let before = ctx.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let now = ctx.input(|input| {
        input.events.iter().fold(before, |by_key, event| match event {
            Event::Key { key, pressed: true, .. } if moves_focus(*key) => true,
            Event::PointerButton { pressed: true, .. } => false,
            _ => by_key,
        })
    });
    if now != before {
        ctx.data_mut(|data| data.insert_temp(id, now));
    }
    now
}

/// Typing into a field that was clicked is no walk by keyboard.
fn moves_focus(key: Key) -> bool {
    matches!(key, Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::F6)
}

#[cfg(test)]
mod tests {
    use egui::{Shape as Drawn, epaint::RectShape};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::look::stage::stage;
    use crate::look::style::color;
    use crate::look::widgets::{Kind, button};

    /// Where rings were drawn in the last frame.
    fn rings(harness: &Harness<'_, ()>) -> Vec<Rect> {
        let accent = color(&harness.ctx, Ink::Accent);
        let is_ring = |shape: &RectShape| shape.stroke.width == 2.0 && shape.stroke.color == accent;
        let shapes = harness.output().shapes.iter();
        shapes
            .filter_map(|clipped| match &clipped.shape {
                Drawn::Rect(shape) if is_ring(shape) => Some(shape.rect),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn the_ring_follows_the_keyboard_and_goes_with_the_pointer() {
        let mut harness = stage((), |ui, ()| {
            button(ui, Kind::Secondary, "Apply");
            button(ui, Kind::Secondary, "Revert");
        });
        assert!(rings(&harness).is_empty());
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Tab);
        harness.run();
        let revert = harness.get_by_label("Revert").rect();
        assert_eq!(rings(&harness), [revert.expand(2.0)]);
        harness.get_by_label("Apply").click();
        harness.run();
        assert!(rings(&harness).is_empty());
    }
}
