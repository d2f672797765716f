//! The two lists of the Overview before the start: open prerequisites, and assumptions without a source.

use egui::{Align, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::Facts;
use crate::document::workspace::settings::SettingsTab;
use crate::document::{Page, Workspace};
use crate::look::glyphs::paint_verdict;
use crate::look::style::{color, stroke};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{Button, Card, Kind, tip};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::report::assumed::AssumedRow;
use crate::report::decisions::PrerequisiteRow;
use crate::views::{Action, Actions};

const FOOT: f32 = 36.0;

/// What the lists may change: where the user is, and what was asked for.
type Doors<'a> = (&'a mut Workspace, &'a mut Actions);

pub fn prerequisites(ui: &mut Ui, rect: Rect, facts: &Facts, doors: Doors<'_>) {
    let ready = &facts.figures[3];
    let subtitle =
        if ready.gauge.is_some() { format!("{} done", ready.figure) } else { "none typed in".to_owned() };
    Card::new(rect).title("Open prerequisites", &subtitle).show(ui, |ui, body| {
        let list = body.with_max_y(rect.bottom() - FOOT - 8.0);
        if facts.prerequisites.is_empty() {
            let sentence = if ready.gauge.is_some() {
                "Nothing is open."
            } else {
                "What must hold before a phase may begin: licenses, joins, MFA exclusions."
            };
            text_at_elided(
                ui,
                pos2(body.left(), body.top() + 18.0),
                Anchor::Start,
                words(sentence, TypeRole::LABEL, Ink::Text2),
                body.width(),
            );
        }
        rows(ui, list, 41.0, facts.prerequisites.iter(), prerequisite);
        let done = if ready.gauge.is_some() { facts.prerequisites_done.as_str() } else { "" };
        let link = if ready.gauge.is_some() { "Open" } else { "Add" };
        foot(ui, rect, (done, link), SettingsTab::Prerequisites, doors);
    });
}

pub fn assumptions(ui: &mut Ui, rect: Rect, facts: &Facts, doors: Doors<'_>) {
    let assumed = &facts.assumed;
    let subtitle = format!("{} of {}", assumed.rows.len(), assumed.of);
    Card::new(rect).title("Assumptions without a source", &subtitle).show(ui, |ui, body| {
        let head = pos2(body.right(), body.top() + 6.0);
        text_at(ui, head, Anchor::End, words("assumed", TypeRole::CAPTION, Ink::Text2));
        ui.painter().hline(body.x_range(), body.top() + 14.0, stroke(ui, 1.0, Ink::Stroke));
        let list = Rect::from_min_max(
            pos2(body.left(), body.top() + 15.0),
            pos2(body.right(), rect.bottom() - FOOT - 6.0),
        );
        rows(ui, list, 28.0, assumed.rows.iter(), assumption);
        let sentence = if assumed.rows.is_empty() {
            "Every assumption names its source."
        } else {
            "No published figure exists; the pilots replace them."
        };
        foot(ui, rect, (sentence, "Edit"), SettingsTab::Assumptions, doors);
    });
}

/// As many rows as there are, scrolled where they do not fit.
fn rows<T>(
    ui: &mut Ui,
    list: Rect,
    height: f32,
    items: impl ExactSizeIterator<Item = T>,
    draw: impl Fn(&mut Ui, Rect, T),
) {
    let count = items.len();
    // Rows close up a little before they begin to scroll.
    let height = (list.height() / count.max(1) as f32).floor().clamp(height - 5.0, height);
    let bar = if height * count as f32 > list.height() + 0.5 { 10.0 } else { 0.0 };
    let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("rows"));
    ScrollArea::vertical().auto_shrink(false).min_scrolled_height(0.0).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for (index, item) in items.enumerate() {
            let (_, row) = ui.allocate_space(vec2(list.width(), height));
            draw(ui, row.with_max_x(row.right() - bar), item);
            if index + 1 < count {
                ui.painter().hline(row.x_range(), row.bottom() - 0.5, stroke(ui, 1.0, Ink::Grid));
            }
        }
    });
}

fn prerequisite(ui: &mut Ui, row: Rect, item: &PrerequisiteRow) {
    paint_verdict(ui.painter(), item.mark, pos2(row.left() + 7.0, row.center().y), 14.0);
    let verdict = item.mark;
    let due_width = text::width(TypeRole::LABEL, &item.due);
    let due = words(&item.due, TypeRole::LABEL, verdict.text());
    text_at(ui, pos2(row.right(), row.center().y + 4.0), Anchor::End, due);
    let left = row.left() + 26.0;
    let room = row.right() - due_width - 12.0 - left;
    let name = words(&item.name, TypeRole::LABEL_MEDIUM, Ink::Text);
    text_at_elided(ui, pos2(left, row.center().y - 3.0), Anchor::Start, name, room);
    let note = words(&item.note, TypeRole::CAPTION, Ink::Text2);
    text_at_elided(ui, pos2(left, row.center().y + 12.5), Anchor::Start, note, room);
}

fn assumption(ui: &mut Ui, row: Rect, item: &AssumedRow) {
    let center = pos2(row.left() + 7.0, row.center().y);
    ui.painter().circle_stroke(center, 4.0, egui::Stroke::new(2.0, color(ui, Ink::WarnSolid)));
    let value_width = text::width(TypeRole::LABEL_STRONG, &item.value);
    let baseline = row.center().y + 4.2;
    let value = words(&item.value, TypeRole::LABEL_STRONG, Ink::Text);
    text_at(ui, pos2(row.right(), baseline), Anchor::End, value);
    let left = row.left() + 20.0;
    let name = words(item.name, TypeRole::LABEL, Ink::Text);
    let response = text_at_elided(
        ui,
        pos2(left, baseline),
        Anchor::Start,
        name,
        row.right() - value_width - 12.0 - left,
    );
    let _shown = tip(response, &item.tip);
}

/// A line, a sentence and a link to where the list is kept.
fn foot(
    ui: &mut Ui,
    card: Rect,
    (sentence, link): (&str, &str),
    tab: SettingsTab,
    (workspace, actions): Doors<'_>,
) {
    let area = card.shrink2(vec2(16.0, 0.0)).with_min_y(card.bottom() - FOOT);
    ui.painter().hline(area.x_range(), area.top(), stroke(ui, 1.0, Ink::Stroke));
    let button = Button::new(Kind::Link, link).small();
    let size = button.size();
    let x = Align::Max.align_size_within_range(size.x, area.left()..=area.right() + 4.0);
    let place = Rect::from_x_y_ranges(x, area.center().y - 13.0..=area.center().y + 13.0);
    if button.at(place).show(ui).clicked() {
        workspace.plan_settings.tab = tab;
        actions.push(Action::Go(Page::PlanSettings));
    }
    let mut right = place.left() - 8.0;
    if tab == SettingsTab::Assumptions {
        // What is measured takes the place of what is assumed.
        let button = Button::new(Kind::Link, "Import…").small();
        let place = Rect::from_min_size(pos2(right - button.size().x, place.top()), button.size());
        right = place.left() - 8.0;
        if button.at(place).show(ui).clicked() {
            actions.push(Action::AskImport);
        }
    }
    let room = right - area.left();
    let sentence = words(sentence, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(area.left(), area.center().y + 4.2), Anchor::Start, sentence, room);
}
