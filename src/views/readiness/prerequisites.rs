//! What must hold before the next phases begin: what is open first, then what is done, and the usual ones that
//! the plan lacks.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Facts, band, inside};
use crate::look::glyphs::paint_verdict;
use crate::look::text::{paint_elided, paint_text, words};
use crate::look::widgets::{Button, Card, Item, Kind, menu, tip};
use crate::look::{color, focus};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Edit, Prerequisite, Record};
use crate::report::prerequisites::PrerequisiteLine;
use crate::views::{Action, Actions};

const PITCH: f32 = 22.4;

pub fn height(facts: &Facts) -> f32 {
    40.0 + facts.prerequisites.lines.len().max(2) as f32 * PITCH + 16.0
}

pub fn show(ui: &mut Ui, rect: Rect, facts: &Facts, actions: &mut Actions) {
    let card = &facts.prerequisites;
    Card::new(rect).title("Prerequisites", &card.subtitle).show(ui, |ui, body| {
        usual(ui, rect, &facts.missing, actions);
        if card.lines.is_empty() {
            let sentence = "Licenses, joins, MFA exclusions: what must hold before a phase begins.";
            let at = pos2(body.left(), body.top() + 14.0);
            paint_elided(
                ui.painter(),
                at,
                Anchor::Start,
                words(sentence, TypeRole::LABEL, Ink::Text2),
                body.width(),
            );
            return;
        }
        let list = band(body, body.top() - 2.0, rect.bottom() - 8.0);
        let bar = if card.lines.len() as f32 * PITCH > list.height() + 0.5 { 10.0 } else { 0.0 };
        let mut child = inside(ui, list, "lines");
        ScrollArea::vertical().id_salt("list").auto_shrink(false).min_scrolled_height(0.0).show(
            &mut child,
            |ui| {
                for (n, one) in card.lines.iter().enumerate() {
                    let (_, place) = ui.allocate_space(vec2(list.width(), PITCH));
                    line(ui, place.with_max_x(place.right() - bar), (n, one), actions);
                }
            },
        );
    });
}

fn line(ui: &mut Ui, place: Rect, (n, line): (usize, &PrerequisiteLine), actions: &mut Actions) {
    let own = place.expand2(vec2(6.0, 0.0));
    let response = ui.interact(own, ui.scope_id().with(("line", n)), Sense::click());
    let when = if line.when.is_empty() { String::new() } else { format!(", {}", line.when) };
    let said = format!("{}: {}{when}", line.mark.spoken(), line.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    focus::shape(&response, own, 4.0);
    if response.hovered() {
        ui.painter().rect_filled(own, 4.0, color(ui, Ink::Bg2));
    }
    let painter = ui.painter();
    let (middle, y) = (place.center().y, place.center().y + 4.2);
    paint_verdict(painter, line.mark, pos2(place.left() + 8.0, middle), 14.0);
    let ink = if line.is_settled { Ink::Text2 } else { line.mark.text() };
    let wide =
        paint_text(painter, pos2(place.right(), y), Anchor::End, words(&line.when, TypeRole::CAPTION, ink));
    let left = place.left() + 24.0;
    let (role, ink) =
        if line.is_settled { (TypeRole::LABEL, Ink::Text2) } else { (TypeRole::LABEL_MEDIUM, Ink::Text) };
    let name = words(&line.name, role, ink);
    paint_elided(painter, pos2(left, y), Anchor::Start, name, place.right() - wide - 10.0 - left);
    if tip(response, &line.tip).clicked() {
        actions.push(Action::GoTo(line.place.clone()));
    }
}

/// A menu of the usual prerequisites that are not there yet: all of them in one step, or one.
fn usual(ui: &mut Ui, card: Rect, missing: &[Prerequisite], actions: &mut Actions) {
    if missing.is_empty() {
        return;
    }
    let verb = format!("Add {} usual…", format::count(missing.len() as u64));
    let button = Button::new(Kind::Link, &verb).small();
    let size = button.size();
    let x = Align::Max.align_size_within_range(size.x, card.left()..=card.right() - 12.0);
    let place = Rect::from_x_y_ranges(x, card.top() + 7.5..=card.top() + 33.5);
    let response = button.at(place).show(ui);
    let all = format!("Add all {}", missing.len());
    let mut items = Vec::new();
    if missing.len() > 1 {
        items.push(Item::new(&all));
    }
    let single = missing.iter().enumerate();
    items.extend(
        single.map(|(n, entry)| Item { begins_group: n == 0 && missing.len() > 1, ..Item::new(&entry.name) }),
    );
    let offset = items.len() - missing.len();
    match menu(&response, &items) {
        Some(0) if offset == 1 => {
            let edits = missing.iter().cloned().map(|entry| Record::Prerequisite(entry).into()).collect();
            let label = format!("Add {} prerequisites", missing.len());
            actions.edit(Edit::Several { label, edits });
        }
        Some(taken) => {
            if let Some(entry) = missing.get(taken - offset) {
                actions.edit(Record::Prerequisite(entry.clone()));
            }
        }
        None => {}
    }
}
