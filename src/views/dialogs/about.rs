//! What this program is, its version, and what draws it.

use egui::Ui;

use super::frame::{Answers, dialog, paragraph};
use crate::views::Program;

pub fn show(ui: &Ui, program: &Program<'_>) -> bool {
    let (answer, is_left) = dialog(ui, concat!("Baton ", env!("CARGO_PKG_VERSION")), 440.0, |ui| {
        paragraph(ui, concat!(env!("CARGO_PKG_DESCRIPTION"), "."));
        paragraph(
            ui,
            "Figures after the status date are the expected course of the plan, computed from its assumptions; they are not measured.",
        );
        paragraph(
            ui,
            &format!(
                "Drawn by {}. The typeface is Inter, under the SIL Open Font License.",
                program.renderer
            ),
        );
        Answers::CLOSE
    });
    answer.is_none() && !is_left
}
