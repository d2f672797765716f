//! What floats over the page at a place of its own: notices, the list of problems.

use egui::{Area, Frame, Id, InnerResponse, Order, Rect, Ui};

use crate::look::{color, motion, style};
use crate::picture::Ink;

/// Draws a floating card at `rect` with its content.
pub fn card<R>(ui: &Ui, id: Id, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    if ui.memory(|memory| memory.area_rect(id).is_none()) {
        // egui measures a new area in its first frame and only shows it in the next.
        ui.ctx().request_repaint();
    }
    let area = Area::new(id).order(Order::Foreground).fixed_pos(rect.min).fade_in(false);
    area.show(ui.ctx(), |ui| {
        motion::slide_in(ui, motion::Side::Right);
        let frame = Frame::new()
            .fill(color(ui, Ink::Bg1))
            .stroke(style::stroke(ui, 1.0, Ink::Stroke))
            .corner_radius(8)
            .shadow(style::float_shadow(ui));
        ui.painter().add(frame.paint(rect));
        ui.allocate_rect(rect, egui::Sense::hover());
        content(ui)
    })
}
