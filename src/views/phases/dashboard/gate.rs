//! The exit gate on a phase's dashboard: a row per criterion, and the buttons that decide, edit or pause.

use egui::{Align, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::document::{Page, Workspace};
use crate::look::Icon;
use crate::look::glyphs::paint_verdict;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{Button, Card, Chip, Kind, Tone, bar, chip_at, explain, tip};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::Mark;
use crate::report::gate_rows::{GateRow, GateTable};
use crate::report::gate_verdict::Joint;
use crate::views::{Action, Actions, ViewInput};

/// As high as a row likes to be, and the least it needs.
const PITCH: f32 = 36.5;
const LOWEST: f32 = 32.0;
/// The row of all criteria together.
const JOINT: f32 = 52.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, index, gate): (&ViewInput<'_>, usize, &GateTable),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let chip_width = if gate.chip.is_empty() { 0.0 } else { chip(gate).width() + 8.0 };
    // The card ends its title line where the chip begins.
    let subtitle_room = rect.width() - 44.0 - text::width(TypeRole::CARD_TITLE, "Exit gate") - chip_width;
    let subtitle = text::elide(TypeRole::LABEL, &gate.subtitle, subtitle_room.max(0.0)).into_owned();
    Card::new(rect).title("Exit gate", &subtitle).show(ui, |ui, body| {
        if !gate.chip.is_empty() {
            chip_at(ui, pos2(body.right(), rect.top() + 20.5), Align::Max, chip(gate));
        }
        let buttons_at = Rect::from_min_max(pos2(body.left(), body.bottom() - 30.0), body.max);
        let foot = if gate.joint.is_some() { JOINT } else { 32.0 };
        let foot_at = Rect::from_min_max(
            pos2(body.left(), buttons_at.top() - foot),
            pos2(body.right(), buttons_at.top()),
        );
        let list = Rect::from_min_max(pos2(body.left(), body.top() + 19.0), foot_at.right_top());
        let count = gate.rows.len().max(1) as f32;
        let pitch = (list.height() / count).clamp(LOWEST, PITCH);
        // The bar of a list that scrolls stands beside its last column.
        let bar = if pitch * count > list.height() + 0.5 { 10.0 } else { 0.0 };
        let columns = Columns::new(body.right(), bar, gate);
        head(ui, body, (&columns, gate.last));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(list).id_salt("criteria"));
        ScrollArea::vertical().auto_shrink(false).min_scrolled_height(0.0).show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for criterion in &gate.rows {
                let (_, place) = ui.allocate_space(vec2(list.width(), pitch));
                row(ui, place, criterion, &columns);
            }
        });
        if let Some(joint) = &gate.joint {
            together(ui, foot_at, (joint, gate.mark), &columns);
        } else {
            let note = words(&gate.note, TypeRole::CAPTION, Ink::Text2);
            let at = pos2(body.left(), foot_at.bottom() - 15.0);
            let shown = text_at_elided(ui, at, Anchor::Start, note, body.width());
            let _shown = tip(shown, &gate.note);
        }
        buttons(ui, buttons_at, (input, index), workspace, actions);
    });
}

/// Where the columns end.
struct Columns {
    today: f32,
    needed: f32,
    last: f32,
    /// What the ticks of the bars mark.
    assurance: f64,
}

impl Columns {
    fn new(right: f32, bar: f32, gate: &GateTable) -> Self {
        let has_chances = gate.joint.is_some() || gate.rows.iter().any(|row| row.chance.is_some());
        // With chances the last one is a bar and its figure.
        let (today, needed) = if has_chances { (219.0, 151.0) } else { (172.0, 96.0) };
        let right = right - bar;
        Self { today: right - today, needed: right - needed, last: right, assurance: gate.assurance }
    }
}

fn chip(gate: &GateTable) -> Chip<'_> {
    let chip = Chip::new(Tone::Verdict(gate.mark), &gate.chip);
    match gate.mark {
        Mark::Met => chip.icon(Icon::Tick),
        Mark::Missed => chip.icon(Icon::Close),
        Mark::Empty => chip,
        _ => chip.icon(Icon::Warning),
    }
}

fn head(ui: &mut Ui, body: Rect, (columns, last): (&Columns, &str)) {
    let baseline = body.top() + 8.0;
    let word = |text| words(text, TypeRole::CAPTION, Ink::Text2);
    text_at(ui, pos2(body.left(), baseline), Anchor::Start, word("Criterion"));
    for (name, x) in [("today", columns.today), ("needed", columns.needed), (last, columns.last)] {
        text_at(ui, pos2(x, baseline), Anchor::End, word(name));
    }
    ui.painter().hline(body.x_range(), body.top() + 18.0, stroke(ui, 1.0, Ink::Stroke));
}

fn row(ui: &mut Ui, place: Rect, row: &GateRow, columns: &Columns) {
    let middle = place.center().y;
    paint_verdict(ui.painter(), row.mark, pos2(place.left() + 8.0, middle), 15.0);
    let left = place.left() + 25.0;
    let room = columns.today - text::width(TypeRole::BODY_STRONG, &row.today).max(36.0) - 10.0 - left;
    let is_long = text::width(TypeRole::BODY_MEDIUM, &row.name) > room;
    // In a narrow window an article is the first to go.
    let name = if is_long { row.name.replacen(" the ", " ", 1) } else { row.name.clone() };
    let name = words(&name, TypeRole::BODY_MEDIUM, Ink::Text);
    let name_y = if row.note.is_empty() { middle + 4.5 } else { middle - 2.5 };
    let named = text_at_elided(ui, pos2(left, name_y), Anchor::Start, name, room);
    explain_row(ui, place, &named, row);
    let note = words(&row.note, TypeRole::CAPTION, Ink::Text2);
    text_at_elided(ui, pos2(left, middle + 12.0), Anchor::Start, note, room);
    let baseline = middle + 4.5;
    let today = words(&row.today, TypeRole::BODY_STRONG, Ink::Text);
    text_at(ui, pos2(columns.today, baseline), Anchor::End, today);
    let needed = words(&row.needed, TypeRole::LABEL, Ink::Text2);
    text_at(ui, pos2(columns.needed, baseline), Anchor::End, needed);
    match row.chance {
        Some(chance) => chance_cell(ui, middle, (chance, row.mark), columns),
        None => rest(ui, baseline, row, columns),
    }
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, stroke(ui, 1.0, Ink::Grid));
}

/// The whole row answers, by pointer and by key, how its value came about.
fn explain_row(ui: &Ui, place: Rect, named: &Response, row: &GateRow) {
    let sense = Sense::hover() | Sense::focusable_noninteractive();
    let response = ui.interact(place, named.id.with("explained"), sense);
    let said = format!("{}: {} today, needed {}", row.name, row.today, row.needed);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &said));
    let _shown = explain(response, &row.explanation);
}

/// What is left, where the criterion is no matter of chance.
fn rest(ui: &mut Ui, baseline: f32, row: &GateRow, columns: &Columns) {
    let (rest, ink) = match row.mark {
        Mark::Met => (format::DASH, Ink::Text2),
        Mark::Risk | Mark::Missed => (row.left.as_str(), Ink::WarnText),
        _ => (row.left.as_str(), Ink::Text2),
    };
    let room = columns.last - columns.needed - 10.0;
    let rest = words(rest, TypeRole::LABEL, ink);
    text_at_elided(ui, pos2(columns.last, baseline), Anchor::End, rest, room);
}

/// A chance as a bar with a tick at the assurance, and as its figure.
fn chance_cell(ui: &mut Ui, middle: f32, (chance, mark): (f64, Mark), columns: &Columns) {
    let end = columns.last - 48.0;
    let place = Rect::from_min_max(pos2(columns.needed + 14.0, middle - 3.5), pos2(end, middle + 3.5));
    // Of a phase that has not started there is no verdict yet, and so no colour.
    let ink = if mark == Mark::Empty { Ink::NeutralSolid } else { mark.solid() };
    bar(ui.painter(), place, chance as f32, ink, Some(columns.assurance as f32));
    let said = format::chance(chance);
    let said = words(&said, TypeRole::BODY_STRONG, Ink::Text);
    text_at(ui, pos2(columns.last, middle + 4.5), Anchor::End, said);
}

/// All simulated criteria together: simulated together, never multiplied.
fn together(ui: &mut Ui, place: Rect, (joint, mark): (&Joint, Mark), columns: &Columns) {
    let line = place.top() + 3.0;
    ui.painter().hline(place.x_range(), line, stroke(ui, 1.0, Ink::Stroke));
    let middle = line + 20.0;
    let mut room = columns.needed - place.left();
    if let Some(word) = joint.word {
        let chip = Chip::new(Tone::Verdict(mark), word.name());
        room -= chip.width() + 10.0;
        chip_at(ui, pos2(columns.needed, middle), Align::Max, chip);
    }
    let name = words(&joint.name, TypeRole::BODY_STRONG, Ink::Text);
    let shown = text_at_elided(ui, pos2(place.left(), middle - 2.5), Anchor::Start, name, room);
    let _shown = tip(shown, &format!("{}\nSimulated together, never multiplied", joint.name));
    let note = joint.note.replace("assurance", "tick =");
    let note = words(&note, TypeRole::CAPTION, Ink::Text2);
    text_at_elided(ui, pos2(place.left(), middle + 12.0), Anchor::Start, note, room);
    chance_cell(ui, middle, (joint.chance, mark), columns);
}

fn buttons(
    ui: &mut Ui,
    rect: Rect,
    (input, index): (&ViewInput<'_>, usize),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let Some(phase) = input.plan.phases.get(index) else { return };
    let mut left = rect.left();
    let mut place = |button: &Button<'_>| {
        let at = Rect::from_min_size(pos2(left, rect.top()), button.size());
        left = at.right() + 8.0;
        at
    };
    let record = Button::new(Kind::Primary, "Record decision");
    let at = place(&record);
    if record.at(at).show(ui).clicked() {
        actions.push(Action::AskDecision(Some(phase.id)));
    }
    let edit = Button::new(Kind::Secondary, "Edit criteria");
    let at = place(&edit);
    if edit.at(at).show(ui).clicked() {
        actions.push(Action::SelectPhase(phase.id));
        actions.push(Action::Go(Page::Timeline));
    }
    let pause = Button::new(Kind::Secondary, "Pause");
    let at = place(&pause);
    if pause.at(at).show(ui).clicked() {
        actions.push(Action::AskPause(Some(phase.id)));
    }
    let present = Button::new(Kind::Secondary, "Present").icon(Icon::Present);
    let size = present.size();
    let at = Rect::from_min_size(pos2(rect.right() - size.x, rect.top()), size);
    if present.at(at).show(ui).clicked() {
        workspace.present = Some(crate::views::present::at_phase(input, phase.id));
    }
}
