//! What was really done, with its dates, and what is still to come for a phase.

use chrono::NaiveDate;
use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use crate::look::glyphs::{self, Position};
use crate::look::style::{color, stroke};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{Button, Card, DateRule, Field, Item, Kind, date_field, icon_button, menu};
use crate::look::{Icon, Verdict};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::{Edit, Key, PhaseId, Record};
use crate::report::events::{Done, Happening, Sign, done, possible, to_come};
use crate::views::{Action, Actions, ViewInput};

const ENTRY: f32 = 82.0;
const NEXT: f32 = 42.0;

pub fn show(ui: &mut Ui, rect: Rect, (input, phase): (&ViewInput<'_>, PhaseId), actions: &mut Actions) {
    Card::new(rect).title("Really done", "events with their dates").show(ui, |ui, body| {
        add(ui, rect, (input, phase), actions);
        let room = body.with_max_y(body.bottom() - 34.0);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("events"));
        egui::ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let width = room.width() - 8.0;
            let happened = done(input.plan, phase);
            for (at, event) in happened.iter().enumerate() {
                let (_, line) = ui.allocate_space(vec2(width, ENTRY));
                thread(ui, line, at + 1 < happened.len());
                ui.push_id(at, |ui| entry(ui, line, (input, event), actions));
            }
            let ahead = to_come(input.plan, input.outlook, phase);
            if !ahead.is_empty() {
                let (_, line) = ui.allocate_space(vec2(width, 30.0));
                text_at(
                    ui,
                    pos2(line.left() + 24.0, line.center().y + 4.0),
                    Anchor::Start,
                    words("Still to come", TypeRole::LABEL, Ink::Text2),
                );
            }
            for (at, event) in ahead.iter().enumerate() {
                let (_, line) = ui.allocate_space(vec2(width, NEXT));
                ui.push_id(("next", at), |ui| next(ui, line, event, actions));
            }
        });
        let at = pos2(body.left(), body.bottom() - 2.0);
        let said = "A date done replaces its plan; undo with Ctrl Z.";
        text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::CAPTION, Ink::Text2), body.width());
    });
}

fn add(ui: &mut Ui, rect: Rect, (input, phase): (&ViewInput<'_>, PhaseId), actions: &mut Actions) {
    let place = Rect::from_min_size(pos2(rect.right() - 40.0, rect.top() + 7.0), vec2(28.0, 28.0));
    let button = icon_button(ui, place, Icon::Plus, "Record an event");
    let possible = possible(input.plan, phase);
    let items: Vec<Item<'_>> = possible.iter().map(|(name, _)| Item::new(name)).collect();
    if let Some((_, kind)) = menu(&button, &items).and_then(|index| possible.get(index)) {
        actions.push(Action::AskDone(kind.clone()));
    }
}

fn thread(ui: &Ui, line: Rect, has_next: bool) {
    if has_next {
        let x = line.left() + 7.0;
        ui.painter().vline(x, line.top() + 18.0..=line.bottom() + 4.0, stroke(ui, 1.0, Ink::Stroke));
    }
}

/// What happened as a glyph: the position for a switch, the verdict for a gate.
fn sign(ui: &Ui, at: egui::Pos2, (sign, is_done): (Sign, bool)) {
    let painter = ui.painter();
    let (ink, verdict) = match sign {
        Sign::Start if is_done => (None, Some(Verdict::Running)),
        Sign::Start => (None, Some(Verdict::Empty)),
        Sign::Go => (None, Some(Verdict::Met)),
        Sign::NoGo => (None, Some(Verdict::Missed)),
        Sign::Pilot => (Some(Position::Pilot.solid()), None),
        Sign::Intune => (Some(Position::Intune.solid()), None),
        Sign::Back => (Some(Position::ConfigMgr.solid()), None),
        Sign::Gate => {
            let square: Vec<egui::Pos2> =
                [(0.0, -6.5), (6.5, 0.0), (0.0, 6.5), (-6.5, 0.0)].map(|(x, y)| at + vec2(x, y)).into();
            painter.add(egui::Shape::convex_polygon(square, color(ui, Ink::Bg1), stroke(ui, 1.5, Ink::Text)));
            return;
        }
    };
    if let Some(verdict) = verdict {
        glyphs::paint_verdict(painter, verdict, at, 14.0);
    }
    match ink {
        Some(ink) if is_done => {
            painter.circle_filled(at, 6.5, color(ui, ink));
        }
        Some(ink) => {
            painter.circle(at, 6.0, color(ui, Ink::Bg1), stroke(ui, 1.5, ink));
        }
        None => {}
    }
}

fn entry(ui: &mut Ui, line: Rect, (input, event): (&ViewInput<'_>, &Done), actions: &mut Actions) {
    let left = line.left() + 24.0;
    sign(ui, pos2(line.left() + 7.0, line.top() + 11.0), (event.sign, true));
    text_at(
        ui,
        pos2(left, line.top() + 15.0),
        Anchor::Start,
        words(event.title, TypeRole::LABEL_STRONG, Ink::Text),
    );
    let subject = words(&event.subject, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(left, line.top() + 33.0), Anchor::Start, subject, line.right() - left);
    let place = Rect::from_min_size(pos2(left, line.top() + 41.0), vec2(154.0, 28.0));
    let mut date = event.date;
    let rule = DateRule { status_date: Some(input.plan.status_date), ..DateRule::default() };
    let field = Field::new(event.title).without_label().at(place);
    if date_field(ui, field, &rule, &mut date).changed() {
        move_to(input, event, date, actions);
    }
    let (said, is_late) = planned_words(event);
    let ink = if is_late { Ink::WarnText } else { Ink::Text2 };
    let room = line.right() - place.right() - 40.0;
    text_at_elided(
        ui,
        pos2(place.right() + 10.0, place.center().y + 4.0),
        Anchor::Start,
        words(&said, TypeRole::CAPTION, ink),
        room,
    );
    let cross = Rect::from_min_size(pos2(line.right() - 28.0, place.top()), vec2(28.0, 28.0));
    if icon_button(ui, cross, Icon::Close, "Not done after all").clicked() {
        actions.edit(match &event.what {
            Happening::Event(kind) => {
                Edit::Remove(Key::Event { what: kind.clone(), on: kind.can_repeat().then_some(event.date) })
            }
            Happening::Decision(id) => Edit::Remove(Key::Decision(*id)),
        });
    }
}

fn planned_words(event: &Done) -> (String, bool) {
    match event.planned {
        None => (String::new(), false),
        Some(planned) if planned == event.date => ("as planned".into(), false),
        Some(planned) => {
            (format!("planned {}", crate::picture::format::date_short(planned)), event.date > planned)
        }
    }
}

fn move_to(input: &ViewInput<'_>, event: &Done, date: NaiveDate, actions: &mut Actions) {
    match &event.what {
        Happening::Event(kind) => {
            let known = input.plan.actuals.events.iter().find(|known| known.is(kind, Some(event.date)));
            let Some(known) = known else { return };
            actions.edit(Edit::MoveEvent { event: known.clone(), to: date });
        }
        Happening::Decision(id) => {
            let Some(known) = input.plan.decisions.iter().find(|known| known.id == *id).cloned() else {
                return;
            };
            actions.edit(Record::Decision(crate::plan::Decision { date, ..known }));
        }
    }
}

fn next(ui: &mut Ui, line: Rect, event: &crate::report::events::ToCome, actions: &mut Actions) {
    let left = line.left() + 24.0;
    sign(ui, pos2(line.left() + 7.0, line.center().y - 4.0), (event.sign, false));
    let button = Button::new(Kind::Secondary, "Done…").small();
    let size = button.size();
    let room = line.width() - 24.0 - size.x - 12.0;
    text_at_elided(
        ui,
        pos2(left, line.center().y - 3.0),
        Anchor::Start,
        words(&event.subject, TypeRole::LABEL_MEDIUM, Ink::Text),
        room,
    );
    text_at_elided(
        ui,
        pos2(left, line.center().y + 12.0),
        Anchor::Start,
        words(&event.when, TypeRole::CAPTION, Ink::Text3),
        room,
    );
    let place = Rect::from_min_size(pos2(line.right() - size.x, line.center().y - size.y / 2.0 - 1.0), size);
    if button.at(place).show(ui).clicked() {
        actions.push(match &event.what {
            Some(kind) => Action::AskDone(kind.clone()),
            None => Action::AskDecision(Some(event.phase)),
        });
    }
    ui.painter().hline(left..=line.right(), line.bottom() - 0.5, stroke(ui, 1.0, Ink::Grid));
}
