//! What a person sets for themselves, whatever plan is open: theme, contrast, size of text, motion.

use egui::Ui;

use super::frame::{Answer, Answers, dialog, paragraph};
use crate::document::{Settings, ThemeChoice};
use crate::look::text::label;
use crate::look::widgets::{Button, Kind, check, segmented};
use crate::picture::{Ink, TypeRole, format};
use crate::views::{Action, Actions, Program};

pub fn show(ui: &Ui, program: &Program<'_>, actions: &mut Actions) -> bool {
    let mut settings = program.settings.clone();
    let (answer, is_left) = dialog(ui, "Preferences", 460.0, |ui| {
        paragraph(ui, "These are yours and apply to every plan. They take effect at once.");
        ui.add_space(4.0);
        label(ui, "Theme", TypeRole::LABEL_MEDIUM, Ink::Text);
        let names = ThemeChoice::ALL.map(ThemeChoice::name);
        let mut chosen = ThemeChoice::ALL.iter().position(|theme| *theme == settings.theme).unwrap_or(0);
        if segmented(ui, &mut chosen, &names).changed() {
            settings.theme = ThemeChoice::ALL[chosen];
        }
        ui.add_space(4.0);
        label(ui, "Size of text", TypeRole::LABEL_MEDIUM, Ink::Text);
        text_size(ui, &mut settings);
        ui.add_space(4.0);
        check(ui, &mut settings.high_contrast, "High contrast");
        check(ui, &mut settings.reduced_motion, "Reduced motion");
        Answers::CLOSE
    });
    if settings != *program.settings {
        actions.push(Action::ChangeSettings(settings));
    }
    answer != Some(Answer::Cancel) && !is_left
}

fn text_size(ui: &mut Ui, settings: &mut Settings) {
    let now = settings.text_scale;
    let (smaller, larger) = (settings.next_text_scale(false), settings.next_text_scale(true));
    let at_end = |next: f32| (next == now).then_some("This is the end of the range");
    ui.horizontal(|ui| {
        if Button::new(Kind::Secondary, "Smaller").disabled_because(at_end(smaller)).show(ui).clicked() {
            settings.text_scale = smaller;
        }
        let share = format::percent0(f64::from(now));
        label(ui, &share, TypeRole::BODY_MEDIUM, Ink::Text);
        if Button::new(Kind::Secondary, "Larger").disabled_because(at_end(larger)).show(ui).clicked() {
            settings.text_scale = larger;
        }
    });
}
