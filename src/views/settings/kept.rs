//! Plan settings, what is kept: baselines that are frozen, scenarios that can be tried.

use egui::{Rect, Ui, pos2, vec2};

use super::cells::words_at;
use crate::look::icons::Icon;
use crate::look::widgets::{Button, Card, Kind, icon_button};
use crate::picture::{Ink, TypeRole, format, text};
use crate::plan::{Edit, Key};
use crate::views::{Action, Actions, ViewInput};

const LINE: f32 = 36.0;

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    Card::new(rect).title("Baselines and scenarios", "").show(ui, |ui, body| {
        let list = body.with_max_y(body.bottom() - 38.0);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(list).id_salt("kept"));
        egui::ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let split = names_width(input, ui.available_width());
            for (baseline, is_last) in
                input.own.baselines.iter().rev().zip(std::iter::once(true).chain(std::iter::repeat(false)))
            {
                let word =
                    if is_last { "Baseline that the plan is compared with" } else { "Earlier baseline" };
                let note = format!("{word}, frozen {}", format::date(baseline.frozen_on));
                if line(ui, (&baseline.name, &note), split, "Remove baseline").1 {
                    actions.edit(Edit::Remove(Key::Baseline(baseline.name.clone())));
                }
            }
            for scenario in &input.own.scenarios {
                let note = if scenario.note.is_empty() { "Scenario" } else { scenario.note.as_str() };
                let (is_opened, is_removed) = line(ui, (&scenario.name, note), split, "Remove scenario");
                if is_removed {
                    actions.edit(Edit::Remove(Key::Scenario(scenario.name.clone())));
                } else if is_opened {
                    actions.push(Action::ChooseScenario(Some(scenario.name.clone())));
                }
            }
            if input.own.baselines.is_empty() && input.own.scenarios.is_empty() {
                let (_, place) = ui.allocate_space(vec2(ui.available_width(), LINE));
                words_at(
                    ui,
                    place,
                    "Nothing kept yet. A baseline freezes the plan as it stands, to compare with.",
                    Ink::Text3,
                );
            }
        });
        let freeze = Button::new(Kind::Secondary, "Freeze baseline");
        let size = freeze.size();
        let at = pos2(body.left(), body.bottom() - 30.0);
        if freeze.at(Rect::from_min_size(at, size)).show(ui).clicked() {
            actions.push(Action::AskFreezeBaseline);
        }
        let keep = Button::new(Kind::Secondary, "Save as scenario");
        let place = Rect::from_min_size(at + vec2(size.x + 8.0, 0.0), keep.size());
        if keep.at(place).show(ui).clicked() {
            actions.push(Action::AskSaveScenario);
        }
    });
}

/// As wide as the longest name, and no wider than leaves room for what it is.
fn names_width(input: &ViewInput<'_>, room: f32) -> f32 {
    let baselines = input.own.baselines.iter().map(|baseline| baseline.name.as_str());
    let names = baselines.chain(input.own.scenarios.iter().map(|scenario| scenario.name.as_str()));
    let widest = names.map(|name| text::width(TypeRole::LABEL, name)).fold(0.0, f32::max);
    (widest + 24.0).min(room * 0.4)
}

/// A kept copy: its name, what it is, and whether it was opened or removed.
fn line(ui: &mut Ui, (name, note): (&str, &str), split: f32, remove: &str) -> (bool, bool) {
    let (_, place) = ui.allocate_space(vec2(ui.available_width(), LINE));
    ui.push_id(name, |ui| {
        let split = place.left() + split;
        words_at(ui, place.with_max_x(split - 8.0), name, Ink::Text);
        let is_scenario = remove.ends_with("scenario");
        let open = Rect::from_min_size(pos2(place.right() - 96.0, place.top() + 5.0), vec2(60.0, 26.0));
        let note_right = if is_scenario { open.left() - 8.0 } else { place.right() - 36.0 };
        words_at(
            ui,
            Rect::from_min_max(pos2(split, place.top()), pos2(note_right, place.bottom())),
            note,
            Ink::Text2,
        );
        let is_opened =
            is_scenario && Button::new(Kind::Secondary, "Open").small().at(open).show(ui).clicked();
        let cross = Rect::from_min_size(pos2(place.right() - 28.0, place.top() + 4.0), vec2(28.0, 28.0));
        (is_opened, icon_button(ui, cross, Icon::Close, remove).clicked())
    })
    .inner
}
