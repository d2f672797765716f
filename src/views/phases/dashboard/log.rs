//! The decision log of a phase: time runs down, what is still to be decided stands last as an open diamond.

use egui::{CursorIcon, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::document::Dialog;
use crate::look::style::{color, stroke};
use crate::look::text::{text_at, text_at_wrapped, words};
use crate::look::widgets::{Card, Chip, Tone, chip_at, icon_button, tip};
use crate::look::{Icon, focus};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::DecisionId;
use crate::report::decisions::LogEntry;
use crate::views::{Action, Actions, ViewInput};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, index, entries): (&ViewInput<'_>, usize, &[LogEntry]),
    actions: &mut Actions,
) {
    Card::new(rect).title("Decision log", "").show(ui, |ui, body| {
        let place = Rect::from_center_size(pos2(rect.right() - 26.0, rect.top() + 20.0), vec2(28.0, 28.0));
        if icon_button(ui, place, Icon::Plus, "Record decision").clicked() {
            actions.push(Action::AskDecision(input.plan.phases.get(index).map(|phase| phase.id)));
        }
        if entries.is_empty() {
            let sentence = "Nothing has been decided yet. A decision keeps the figures of its moment.";
            let sentence = words(sentence, TypeRole::LABEL, Ink::Text2);
            text_at_wrapped(ui, pos2(body.left(), body.top() + 16.0), sentence, body.width());
            return;
        }
        let list = body.with_max_y(rect.bottom() - 8.0);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("log"));
        let area = ScrollArea::vertical().auto_shrink(false).min_scrolled_height(0.0).stick_to_bottom(true);
        area.show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for (at, entry) in entries.iter().enumerate() {
                if draw(ui, entry, at + 1 == entries.len()) {
                    actions.push(Action::Ask(Dialog::Record(entry.id)));
                }
            }
        });
    });
}

/// True when its record is to be opened.
fn draw(ui: &mut Ui, entry: &LogEntry, is_last: bool) -> bool {
    let room = ui.available_width() - 20.0;
    let lines = text::break_lines(TypeRole::LABEL, &entry.text, room).len() as f32;
    let who = if entry.who.is_empty() { 0.0 } else { 16.0 };
    let height = 21.0 + lines * 17.0 + who + 11.0;
    let (_, place) = ui.allocate_space(vec2(ui.available_width(), height));
    let dot = pos2(place.left() + 5.0, place.top() + 12.0);
    if !is_last {
        ui.painter().vline(dot.x, dot.y + 9.0..=place.bottom() + 3.0, stroke(ui, 1.5, Ink::Stroke));
    }
    mark(ui, entry, dot);
    let left = place.left() + 20.0;
    let date = words(&entry.date, TypeRole::LABEL_STRONG, Ink::Text);
    let shown = text_at(ui, pos2(left, place.top() + 16.0), Anchor::Start, date);
    if !entry.kind.is_empty() {
        let at = pos2(shown.rect.right() + 8.0, place.top() + 12.0);
        chip_at(ui, at, egui::Align::Min, Chip::new(tone(entry), &entry.kind));
    }
    let text = words(&entry.text, TypeRole::LABEL, Ink::Text2);
    let shown = text_at_wrapped(ui, pos2(left, place.top() + 35.0), text, room);
    // The button lies over the words: the tip is its own.
    let is_opened = entry.id.is_some_and(|id| opened(ui, place, id, &entry.tip));
    if entry.id.is_none() {
        let _shown = tip(shown, &entry.tip);
    }
    if !entry.who.is_empty() {
        let who = words(&entry.who, TypeRole::CAPTION, Ink::Text2);
        text_at(ui, pos2(left, place.top() + 35.0 + lines * 17.0 - 1.0), Anchor::Start, who);
    }
    is_opened
}

/// The entry as a button that opens its record.
fn opened(ui: &Ui, place: Rect, id: DecisionId, said: &str) -> bool {
    let response = ui.interact(place, ui.scope_id().with(("decision", id)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Open decision record"));
    focus::shape(&response, place, 4.0);
    tip(response.on_hover_cursor(CursorIcon::PointingHand), said).clicked()
}

/// A ring in the colour of what was decided; a diamond for what is to come.
fn mark(ui: &Ui, entry: &LogEntry, at: egui::Pos2) {
    if entry.is_coming {
        let r = 6.0;
        let corners = [vec2(0.0, -r), vec2(r, 0.0), vec2(0.0, r), vec2(-r, 0.0)].map(|by| at + by);
        let line = Stroke::new(1.5, color(ui, Ink::Text));
        ui.painter().add(Shape::convex_polygon(corners.to_vec(), color(ui, Ink::Bg1), line));
        return;
    }
    let ink = match (entry.mark, entry.is_change) {
        (Some(mark), _) => mark.solid(),
        (None, true) => Ink::Accent,
        (None, false) => Ink::Text3,
    };
    ui.painter().circle_stroke(at, 4.0, Stroke::new(2.0, color(ui, ink)));
}

fn tone(entry: &LogEntry) -> Tone {
    match (entry.mark, entry.is_change) {
        (Some(mark), _) => Tone::Verdict(mark),
        (None, true) => Tone::Accent,
        (None, false) => Tone::Neutral,
    }
}
