//! The decision card: what is asked next and when, how things stand in words, the evidence, and the buttons
//! that answer it. Before the start it lists the phases and starts the first.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{Facts, start};
use crate::document::{Page, Workspace};
use crate::look::glyphs::paint_verdict;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::{self, Button, Card, Chip, Kind, Tone, chip_at, tint_panel};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::Mark;
use crate::report::decisions::{Asked, NextDecision};
use crate::report::gate_rows::GateRow;
use crate::report::gate_verdict::Joint;
use crate::report::phase_cards::PhaseRow;
use crate::views::{Action, Actions, ViewInput};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, facts): (&ViewInput<'_>, &Facts),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let decision = &facts.decision;
    Card::new(rect).title("Next decision", "").note(&decision.when).show(ui, |ui, body| {
        let top = question(ui, body, decision);
        let buttons = Rect::from_min_max(pos2(body.left(), body.bottom() - 30.0), body.max);
        let middle = Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), buttons.top() - 14.0));
        if decision.asked == Asked::Start {
            let middle = middle.with_max_y(middle.bottom() - 32.0);
            phases(ui, middle, &facts.rows);
            let note = "Starting freezes this plan as the baseline.";
            let line = middle.bottom() + 8.0;
            ui.painter().hline(body.x_range(), line, stroke(ui, 1.0, Ink::Stroke));
            let note = words(note, TypeRole::CAPTION, Ink::Text2);
            text_at(ui, pos2(body.left(), line + 20.0), Anchor::Start, note);
            start_buttons(ui, buttons, input, actions);
        } else {
            let middle = match &decision.joint {
                Some(joint) => together(ui, middle, (joint, decision.mark)),
                None => middle,
            };
            if !decision.rows.is_empty() {
                evidence(ui, middle, (&decision.rows, input.plan.assurance));
            }
            decide_buttons(ui, buttons, (input, decision), workspace, actions);
        }
    });
}

/// Question, subtitle and the panel; returns where the rest begins.
fn question(ui: &mut Ui, body: Rect, decision: &NextDecision) -> f32 {
    let at = pos2(body.left(), body.top() + 17.0);
    let asked = words(&decision.title, TypeRole::QUESTION, Ink::Text);
    let shown = text_at_wrapped(ui, at, asked, body.width());
    let mut top = shown.rect.bottom() + 2.0;
    if !decision.subtitle.is_empty() {
        let subtitle = words(&decision.subtitle, TypeRole::LABEL, Ink::Text2);
        let shown = text_at_wrapped(ui, pos2(body.left(), top + 12.0), subtitle, body.width());
        top = shown.rect.bottom();
    }
    let panel = Rect::from_min_max(pos2(body.left(), top + 9.0), body.max);
    let height = tint_panel(ui, panel, decision.mark, &decision.verdict, &decision.order);
    top + 9.0 + height + 8.0
}

/// The chance of the gate as a whole, under the panel; returns what is left below.
fn together(ui: &mut Ui, rect: Rect, (joint, mark): (&Joint, Mark)) -> Rect {
    let said = format!("{}, {}", joint.name, joint.note);
    let said = words(&said, TypeRole::LABEL, Ink::Text);
    text_at_elided(ui, pos2(rect.left(), rect.top() + 10.0), Anchor::Start, said, rect.width());
    let middle = rect.top() + 28.0;
    let mut end = rect.right() - 48.0;
    if let Some(word) = joint.word {
        let chip = Chip::new(Tone::Verdict(mark), word.name());
        let width = chip.width();
        chip_at(ui, pos2(end, middle), egui::Align::Max, chip);
        end -= width + 14.0;
    }
    let place = Rect::from_min_max(pos2(rect.left(), middle - 3.5), pos2(end, middle + 3.5));
    let ink = if mark == Mark::Empty { Ink::NeutralSolid } else { mark.solid() };
    widgets::bar(ui.painter(), place, joint.chance as f32, ink, Some(joint.assurance as f32));
    let chance = format::chance(joint.chance);
    let chance = words(&chance, TypeRole::BODY_STRONG, Ink::Text);
    text_at(ui, pos2(rect.right(), middle + 4.5), Anchor::End, chance);
    rect.with_min_y(middle + 16.0)
}

fn evidence(ui: &mut Ui, rect: Rect, (rows, assurance): (&[GateRow], f64)) {
    const PITCH: f32 = 23.5;
    let right = rect.right() - bar(rows.len(), PITCH, rect.height() - 22.0);
    let has_chances = rows.iter().any(|row| row.chance.is_some());
    let (today, needed) = if has_chances { (168.0, 108.0) } else { (140.0, 80.0) };
    let columns =
        Columns { today: rect.right() - today, needed: rect.right() - needed, last: right, assurance };
    let baseline = rect.top() + 12.0;
    let head = |text| words(text, TypeRole::LABEL, Ink::Text2);
    text_at(ui, pos2(rect.left(), baseline), Anchor::Start, head("Evidence"));
    let last = if has_chances { "chance" } else { "left" };
    for (name, x) in [("today", columns.today), ("gate", columns.needed), (last, columns.last)] {
        text_at(ui, pos2(x, baseline), Anchor::End, words(name, TypeRole::CAPTION, Ink::Text2));
    }
    ui.painter().hline(rect.x_range(), rect.top() + 20.0, stroke(ui, 1.0, Ink::Stroke));
    let list = rect.with_min_y(rect.top() + 22.0);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("evidence"));
    ScrollArea::vertical().auto_shrink(false).min_scrolled_height(0.0).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for row in rows {
            let (_, place) = ui.allocate_space(vec2(list.width(), PITCH));
            evidence_row(ui, place, row, &columns);
        }
    });
}

/// What the bar of a list takes from its last column when the list scrolls.
fn bar(count: usize, pitch: f32, height: f32) -> f32 {
    if count as f32 * pitch > height + 0.5 { 10.0 } else { 0.0 }
}

struct Columns {
    today: f32,
    needed: f32,
    last: f32,
    /// What the ticks of the bars mark.
    assurance: f64,
}

fn evidence_row(ui: &mut Ui, place: Rect, row: &GateRow, columns: &Columns) {
    let middle = place.center().y;
    paint_verdict(ui.painter(), row.mark, pos2(place.left() + 7.0, middle), 13.0);
    let baseline = middle + 4.3;
    let name = words(&row.name, TypeRole::LABEL, Ink::Text);
    let left = place.left() + 22.0;
    let room = columns.today - text::width(TypeRole::LABEL_STRONG, &row.today) - 8.0 - left;
    let response = text_at_elided(ui, pos2(left, baseline), Anchor::Start, name, room);
    let _shown = crate::look::widgets::explain(response, &row.explanation);
    let today = words(&row.today, TypeRole::LABEL_STRONG, Ink::Text);
    text_at(ui, pos2(columns.today, baseline), Anchor::End, today);
    let needed = words(&row.needed, TypeRole::CAPTION, Ink::Text2);
    text_at(ui, pos2(columns.needed, baseline), Anchor::End, needed);
    if let Some(chance) = row.chance {
        let place = Rect::from_min_max(
            pos2(columns.needed + 10.0, middle - 3.0),
            pos2(columns.last - 46.0, middle + 3.0),
        );
        let ink = if row.mark == Mark::Empty { Ink::NeutralSolid } else { row.mark.solid() };
        widgets::bar(ui.painter(), place, chance as f32, ink, Some(columns.assurance as f32));
        let said = format::chance(chance);
        let said = words(&said, TypeRole::LABEL_STRONG, Ink::Text);
        text_at(ui, pos2(columns.last, baseline), Anchor::End, said);
        return;
    }
    let is_open = row.mark != Mark::Met;
    let rest = if is_open { row.left.as_str() } else { format::DASH };
    let ink = if is_open && row.mark == Mark::Risk { Ink::WarnText } else { Ink::Text2 };
    text_at_elided(
        ui,
        pos2(columns.last, baseline),
        Anchor::End,
        words(rest, TypeRole::CAPTION, ink),
        columns.last - columns.needed - 8.0,
    );
}

fn phases(ui: &mut Ui, rect: Rect, rows: &[PhaseRow]) {
    const PITCH: f32 = 42.0;
    let baseline = rect.top() + 14.0;
    let right = rect.right() - bar(rows.len(), PITCH, rect.height() - 23.0);
    let (devices, gate) = (rect.right() - 88.0, right);
    let strong = words("Phases", TypeRole::LABEL_MEDIUM, Ink::Text2);
    text_at(ui, pos2(rect.left(), baseline), Anchor::Start, strong);
    for (name, x) in [("devices", devices), ("gate", gate)] {
        text_at(ui, pos2(x, baseline), Anchor::End, words(name, TypeRole::CAPTION, Ink::Text2));
    }
    ui.painter().hline(rect.x_range(), rect.top() + 22.0, stroke(ui, 1.0, Ink::Stroke));
    let list = rect.with_min_y(rect.top() + 23.0);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("phases"));
    ScrollArea::vertical().auto_shrink(false).min_scrolled_height(0.0).show_rows(
        &mut inside,
        PITCH,
        rows.len(),
        |ui, seen| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for row in &rows[seen] {
                let (_, place) = ui.allocate_space(vec2(list.width(), PITCH));
                phase_row(ui, place, row, (devices, gate));
            }
        },
    );
}

fn phase_row(ui: &mut Ui, place: Rect, row: &PhaseRow, (devices, gate): (f32, f32)) {
    let middle = place.center().y;
    paint_verdict(ui.painter(), Mark::Empty, pos2(place.left() + 7.0, middle), 13.0);
    let left = place.left() + 24.0;
    let room = devices - 48.0 - left;
    let name = words(&row.name, TypeRole::LABEL_MEDIUM, Ink::Text);
    text_at_elided(ui, pos2(left, middle - 3.5), Anchor::Start, name, room);
    let note = words(&row.note, TypeRole::CAPTION, Ink::Text2);
    text_at_elided(ui, pos2(left, middle + 12.0), Anchor::Start, note, room);
    let count = words(&row.devices, TypeRole::LABEL_STRONG, Ink::Text);
    text_at(ui, pos2(devices, middle + 4.3), Anchor::End, count);
    let date = words(&row.gate, TypeRole::LABEL, Ink::Text2);
    text_at(ui, pos2(gate, middle + 4.3), Anchor::End, date);
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, stroke(ui, 1.0, Ink::Grid));
}

fn start_buttons(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let day = start::day(input);
    let words = day.map_or_else(|| "Start".to_owned(), |day| format!("Start on {}", format::date_short(day)));
    let why_not = if day.is_none() { Some("No working day outside freezes allows a start") } else { None };
    let [first, second, third] = thirds(rect);
    let main = Button::new(Kind::Primary, &words).disabled_because(why_not).at(first);
    if main.show(ui).clicked()
        && let Some(edit) = day.and_then(|day| start::edit(input, day))
    {
        actions.edit(edit);
    }
    if Button::new(Kind::Secondary, "Move the start").at(second).show(ui).clicked() {
        if let Some(phase) = input.plan.phases.first() {
            actions.push(Action::SelectPhase(phase.id));
        }
        actions.push(Action::Go(Page::Timeline));
    }
    present(ui, third, actions);
}

fn decide_buttons(
    ui: &mut Ui,
    rect: Rect,
    (input, decision): (&ViewInput<'_>, &NextDecision),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let phase = decision.phase.and_then(|index| input.plan.phases.get(index)).map(|phase| phase.id);
    let [first, second, third] = thirds(rect);
    if Button::new(Kind::Primary, "Record decision").at(first).show(ui).clicked() {
        actions.push(Action::AskDecision(phase));
    }
    if Button::new(Kind::Secondary, "Open evidence").at(second).show(ui).clicked() {
        workspace.phases.tab = crate::document::PhaseTab::Dashboard;
        match phase {
            Some(id) => actions.push(Action::OpenPhase(id)),
            None => actions.push(Action::Go(Page::Phases)),
        }
    }
    present(ui, third, actions);
}

fn present(ui: &mut Ui, rect: Rect, actions: &mut Actions) {
    if Button::new(Kind::Secondary, "Present").at(rect).show(ui).clicked() {
        actions.push(Action::Present);
    }
}

/// Three buttons side by side, the first the widest.
fn thirds(rect: Rect) -> [Rect; 3] {
    let room = rect.width() - 20.0;
    let widths = [room * 0.44, room * 0.345, room * 0.215];
    let mut left = rect.left();
    widths.map(|width| {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        left += width + 10.0;
        place
    })
}
