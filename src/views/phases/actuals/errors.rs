//! The error codes of a phase's failed devices, typed or pasted as the console prints them.

use chrono::NaiveDate;
use egui::{Event, Rect, Ui, pos2, vec2};

use crate::look::icons::Icon;
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::cell::pasted_table;
use crate::look::widgets::{BOX_HEIGHT, Button, Field, Kind, Number, count_field, icon_button, text_field};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Edit, Failure, Key, PhaseId, Record};
use crate::views::{Action, Actions, ViewInput};

const LINE: f32 = 36.0;

pub fn show(ui: &mut Ui, body: Rect, (input, index): (&ViewInput<'_>, usize), actions: &mut Actions) {
    let Some(phase) = input.plan.phases.get(index).map(|phase| phase.id) else { return };
    let all = input.plan.actuals.phase(phase).map(|actuals| actuals.failures.as_slice()).unwrap_or_default();
    let newest = all.iter().map(|failure| failure.date).max();
    let shown: Vec<&Failure> = all.iter().filter(|failure| Some(failure.date) == newest).collect();
    let room = body.with_max_y(body.bottom() - 36.0);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(room).id_salt("errors"));
    egui::ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for (at, failure) in shown.iter().enumerate() {
            let (_, line) = ui.allocate_space(vec2(room.width(), LINE));
            ui.push_id(at, |ui| row(ui, line, (phase, failure), actions));
        }
        if shown.is_empty() {
            let (_, line) = ui.allocate_space(vec2(room.width(), LINE));
            let said =
                "No error codes yet. Add one, or paste codes and counts from the co-management dashboard.";
            let at = pos2(line.left(), line.center().y + 4.5);
            text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::LABEL, Ink::Text3), line.width());
        }
    });
    foot(ui, body, (input, index), (&shown, actions));
}

fn row(ui: &mut Ui, line: Rect, (phase, old): (PhaseId, &Failure), actions: &mut Actions) {
    let top = line.center().y - BOX_HEIGHT / 2.0;
    let cell = |x: f32, wide: f32| Rect::from_min_size(pos2(line.left() + x, top), vec2(wide, BOX_HEIGHT));
    let mut new = old.clone();
    if text_field(ui, Field::new("Error code").without_label().at(cell(0.0, 150.0)), &mut new.code).changed()
    {
        let gone = Edit::Remove(key(phase, old));
        let edits = vec![gone, Record::Failure { phase, failure: new }.into()];
        actions.edit(Edit::Several { label: "Change error code".into(), edits });
        return;
    }
    let field = Field::new("Devices").without_label().at(cell(162.0, 110.0));
    let response = count_field(ui, field, &Number::whole(0.0, 1e7, "devices"), &mut new.devices);
    if response.changed() {
        actions.edit_while_dragging(&response, Record::Failure { phase, failure: new });
    }
    let said = format!("as of {}", format::date(old.date));
    let at = pos2(line.left() + 286.0, line.center().y + 4.5);
    text_at_elided(ui, at, Anchor::Start, words(&said, TypeRole::LABEL, Ink::Text3), 160.0);
    if icon_button(ui, cell(450.0, 28.0), Icon::Close, "Remove error code").clicked() {
        actions.edit(Edit::Remove(key(phase, old)));
    }
}

fn key(phase: PhaseId, failure: &Failure) -> Key {
    Key::Failure { phase, date: failure.date, code: failure.code.clone() }
}

fn foot(
    ui: &mut Ui,
    body: Rect,
    (input, index): (&ViewInput<'_>, usize),
    (shown, actions): (&[&Failure], &mut Actions),
) {
    let Some(phase) = input.plan.phases.get(index).map(|phase| phase.id) else { return };
    let date = input.plan.status_date;
    let add = Button::new(Kind::Secondary, "Add error code").icon(Icon::Plus);
    let size = add.size();
    let place = Rect::from_min_size(pos2(body.left(), body.bottom() - 30.0), size);
    if add.at(place).show(ui).clicked() {
        let code = (1..=shown.len() + 1)
            .map(|n| format!("0x{n:08X}"))
            .find(|code| shown.iter().all(|f| f.code != *code));
        let failure = Failure { date, code: code.unwrap_or_default(), devices: 1 };
        actions.edit(Record::Failure { phase, failure });
    }
    let listed: u32 = shown.iter().fold(0, |sum, failure| sum.saturating_add(failure.devices));
    let failed = input.outlook.observed.now.get(index).map_or(0, |now| now.failed);
    let (said, ink) = match (listed, failed) {
        (0, _) => ("Click here first, then Ctrl V: one code and one count a line.".to_owned(), Ink::Text2),
        (a, b) if a == b => {
            (format!("The codes add up to the {} failed devices.", format::count(b.into())), Ink::Text2)
        }
        (a, b) => (
            format!(
                "The codes name {} devices, {} are recorded as failed.",
                format::count(a.into()),
                format::count(b.into())
            ),
            Ink::WarnText,
        ),
    };
    let words_place =
        Rect::from_min_max(pos2(place.right() + 16.0, place.top()), pos2(body.right(), place.bottom()));
    let response = ui.interact(words_place, ui.scope_id().with("paste errors"), egui::Sense::click());
    crate::look::focus::take_on_press(&response);
    let at = pos2(words_place.left(), words_place.center().y + 4.5);
    text_at_elided(ui, at, Anchor::Start, words(&said, TypeRole::LABEL, ink), words_place.width());
    if response.has_focus()
        && let Some(text) = pasted(ui)
    {
        paste(&text, (phase, date), actions);
    }
}

fn pasted(ui: &Ui) -> Option<String> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    })
}

/// Lines of a code and a count; anything else is counted and said.
fn paste(text: &str, (phase, date): (PhaseId, NaiveDate), actions: &mut Actions) {
    let (mut edits, mut left) = (Vec::new(), 0);
    for row in pasted_table(text) {
        let code = row.iter().find(|cell| cell.starts_with("0x") || cell.starts_with("0X"));
        let devices = row
            .iter()
            .filter(|cell| !cell.starts_with('0') || cell.len() == 1)
            .find_map(|cell| cell.parse().ok());
        match (code, devices) {
            (Some(code), Some(devices)) => {
                let failure = Failure { date, code: code.clone(), devices };
                edits.push(Record::Failure { phase, failure }.into());
            }
            _ => left += 1,
        }
    }
    let said = super::table::pasted_words(edits.len(), left);
    if !edits.is_empty() {
        actions.edit(Edit::Several { label: "Paste error codes".into(), edits });
    }
    actions.push(Action::Say(said));
}
