//! Explanations that appear when pointing: one column of short lines, never a control.

use egui::{Response, Tooltip, Ui};

use crate::look::style::color;
use crate::look::text::job;
use crate::picture::{Ink, TypeRole, text};

/// The widest a tooltip grows before its lines break.
const WIDTH: f32 = 280.0;

/// Shows `words` beside the widget while it is pointed at. Lines break at line feeds and at the width.
#[must_use]
pub fn tip(response: Response, words: &str) -> Response {
    if words.is_empty() {
        return response;
    }
    let response = response.on_hover_ui(|ui| content(ui, words));
    response.on_disabled_hover_ui(|ui| content(ui, words))
}

/// As [`tip`], following the pointer, for large widgets such as charts.
pub fn at_pointer(response: &Response, words: &str) {
    Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, egui::PopupAnchor::Pointer)
        .gap(14.0)
        .show(|ui| content(ui, words));
}

/// The words as they stand in a tooltip: the first line strong when more follow it.
pub fn content(ui: &mut Ui, words: &str) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let several = words.contains('\n');
    for (row, paragraph) in words.split('\n').enumerate() {
        let (role, ink) = match (several, row) {
            (true, 0) => (TypeRole::LABEL_STRONG, Ink::Text),
            (true, _) => (TypeRole::LABEL, Ink::Text2),
            (false, _) => (TypeRole::LABEL, Ink::Text),
        };
        let lines = text::break_lines(role, paragraph, WIDTH).join("\n");
        let tint = color(ui, ink);
        ui.add(egui::Label::new(job(&lines, role, tint, f32::INFINITY)).selectable(false).extend());
    }
}
