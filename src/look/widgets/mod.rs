//! The controls and surfaces every page is made of. Each returns egui's response and is named for screen
//! readers by the words on it.

pub mod bar;
pub mod button;
pub(crate) mod calendar;
pub mod card;
pub mod cell;
pub mod check;
pub mod chip;
pub mod date;
pub mod dialog;
mod draft;
pub mod explain;
pub mod field;
pub mod knob;
pub mod kpi;
pub mod legend;
pub mod menu;
pub mod number;
pub mod panel;
pub mod parse;
pub mod positions;
pub mod segmented;
pub mod sentence;
pub mod text_area;
pub mod tooltip;
pub mod typed_path;

pub use bar::{Strip, bar, paint_strip};
pub use button::{Button, Kind, button, icon_button};
pub use card::{Card, Surface, card, divider, paint_surface};
pub use cell::{Cell, CellResponse, number_cell, pasted_table, text_cell};
pub use check::{answer, check, check_at, toggle};
pub use chip::{Chip, Tone, chip, chip_at};
pub use date::{DateRule, date_field, optional_date_field};
pub use dialog::{Answer, Dialog, DialogResponse, Rooms, dialog, question};
pub use explain::{explain, explanation_panel};
pub use field::{BOX_HEIGHT, FIELD_HEIGHT, Field, REMEDY_HEIGHT, complaints, text_field};
pub use knob::{KNOB_HEIGHT, Knob, knob};
pub use kpi::{Kpi, kpi};
pub use legend::{Mark, legend};
pub use menu::{Item, choice, context_menu, menu};
pub use number::{Number, count_field, number_field, optional_number_field};
pub use panel::{Banner, banner, tint_panel};
pub use positions::{POSITIONS_SIZE, paint_position, three_position};
pub use segmented::{segmented, segmented_at};
pub use text_area::text_area;
pub use tooltip::tip;
pub use typed_path::typed_path;

use egui::{Color32, Ui};

/// A colour on its way between rest and hover.
pub(crate) fn hover_blend(ui: &Ui, response: &egui::Response, rest: Color32, over: Color32) -> Color32 {
    let time = ui.style().animation_time;
    let share = ui.ctx().animate_bool_with_time(
        response.id.with("hover"),
        response.enabled() && (response.hovered() || response.is_pointer_button_down_on()),
        time,
    );
    rest.lerp_to_gamma(over, share)
}
