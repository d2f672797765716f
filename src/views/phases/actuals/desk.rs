//! The desk's totals by week or by day: tickets of all causes, with the load they made.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::layout::{self, Columns};
use super::table::pasted_words;
use crate::document::Workspace;
use crate::forecast::Field;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::cell::{self, number_cell};
use crate::look::widgets::{Number, bar};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Criterion, DeskActual, Plan};
use crate::report::actuals::{
    DeskColumn, Period, Step, desk_periods, desk_records, period_capacity, record_desk,
};
use crate::report::pasted;
use crate::views::{Action, Actions, ViewInput};

const LINE: f32 = 35.0;
const HEAD: f32 = 26.0;
const FOOT: f32 = 24.0;

pub fn show(
    ui: &mut Ui,
    body: Rect,
    input: &ViewInput<'_>,
    (workspace, actions): (&Workspace, &mut Actions),
) {
    let periods = desk_periods(input.plan, Step::of(workspace.phases.is_by_day));
    let room = body.with_max_y(body.bottom() - FOOT);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("desk table"));
    ScrollArea::horizontal().auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = (room.width() - 10.0).max(760.0);
        let (_, head) = ui.allocate_space(vec2(width, HEAD));
        let columns = Columns { left: head.left() + 150.0, pitch: 88.0 };
        draw_head(ui, head, (input.plan, columns));
        ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            for at in 0..periods.len() {
                let (_, line) = ui.allocate_space(vec2(width, LINE));
                if ui.is_rect_visible(line) {
                    row(ui, line, (input, &periods, at), (columns, actions));
                }
            }
        });
    });
    foot(ui, body, input);
}

fn draw_head(ui: &mut Ui, head: Rect, (plan, columns): (&Plan, Columns)) {
    let y = head.bottom() - 10.0;
    text_at(ui, pos2(head.left(), y), Anchor::Start, words("Period", TypeRole::LABEL, Ink::Text2));
    for (n, column) in DeskColumn::ALL.iter().enumerate() {
        columns.head(ui, n, (y, column.name()));
    }
    text_at(ui, pos2(load_right(columns), y), Anchor::End, words("load", TypeRole::LABEL, Ink::Text2));
    let agents = format::decimal(plan.desk.agents_on(plan.status_date), 1);
    let said =
        format!("capacity {agents} agents × {} a day", format::decimal(plan.desk.tickets_per_agent_day, 1));
    text_at(ui, pos2(head.right(), y), Anchor::End, words(&said, TypeRole::CAPTION, Ink::Text3));
    layout::rule(ui, head, Ink::Stroke);
}

fn load_right(columns: Columns) -> f32 {
    columns.left + 4.0 * columns.pitch + layout::CELL.x + 64.0
}

fn row(
    ui: &mut Ui,
    line: Rect,
    (input, periods, at): (&ViewInput<'_>, &[Period], usize),
    (columns, actions): (Columns, &mut Actions),
) {
    let Some(period) = periods.get(at) else { return };
    let until = period.entry_date(input.plan.status_date);
    layout::period_words(ui, (line.left(), line), (period, until), "");
    let records = desk_records(input.plan, *period);
    let bad = input.outlook.observed.bad.iter().find(|bad| bad.phase.is_none() && period.contains(bad.date));
    for (n, column) in DeskColumn::ALL.into_iter().enumerate() {
        let place = columns.cell(n, line);
        let mut value = value(&records, column);
        if records.len() > 1 {
            // Recorded by the day: the week only adds up.
            let sum = value.map_or("–".into(), |value| format::decimal(value, 1));
            let at = pos2(place.right() - 10.0, place.center().y + 4.5);
            text_at(ui, at, Anchor::End, words(&sum, TypeRole::BODY_MEDIUM, Ink::Text));
            continue;
        }
        let name = format!("{}, {}", column.name(), format::date_range(period.from, period.to));
        let cell = cell::Cell {
            id: layout::cell_id("desk", at, n),
            rect: place,
            name: &name,
            below: (at + 1 < periods.len()).then(|| layout::cell_id("desk", at + 1, n)),
            remedy: bad.filter(|bad| column_of(bad.field) == Some(column)).map(|bad| bad.what.as_str()),
            is_to_come: period.is_to_come,
        };
        let decimals = usize::from(column == DeskColumn::Agents);
        let done =
            number_cell(ui, cell, &Number::whole(0.0, 1e7, "").with_decimals(decimals, 1.0), &mut value);
        if let Some(rows) = done.pasted {
            paste(&rows, (input, periods), (at, n), actions);
        } else if done.changed {
            actions.push_edit(record_desk(input.plan, &[(*period, column, value)]));
        }
    }
    load(ui, line, (input.plan, *period, &records), columns);
    layout::rule(ui, line, Ink::Grid);
}

/// What a period's cell shows: what opened and closed adds up, the rest is as at the end.
fn value(records: &[&DeskActual], column: DeskColumn) -> Option<f64> {
    match column {
        DeskColumn::Opened | DeskColumn::Closed => {
            let known: Vec<f64> = records.iter().filter_map(|record| column.value(record)).collect();
            (!known.is_empty()).then(|| known.iter().sum())
        }
        _ => records.last().and_then(|record| column.value(record)),
    }
}

fn column_of(field: Field) -> Option<DeskColumn> {
    match field {
        Field::Opened => Some(DeskColumn::Opened),
        Field::Closed => Some(DeskColumn::Closed),
        Field::Open => Some(DeskColumn::Open),
        Field::OpenOver3Days => Some(DeskColumn::OpenOver3Days),
        Field::Agents => Some(DeskColumn::Agents),
        _ => None,
    }
}

fn paste(
    rows: &[Vec<String>],
    (input, periods): (&ViewInput<'_>, &[Period]),
    (row, column): (usize, usize),
    actions: &mut Actions,
) {
    let names = DeskColumn::ALL.map(DeskColumn::name);
    let pasted = pasted::place(rows, &names, column);
    let typed = pasted.values.iter().filter_map(|(down, column, value)| {
        Some((*periods.get(row + down)?, *DeskColumn::ALL.get(*column)?, *value))
    });
    let typed: Vec<_> = typed.collect();
    actions.push_edit(record_desk(input.plan, &typed));
    actions.push(Action::Say(pasted_words(typed.len(), pasted.left)));
}

/// Tickets opened over what the desk could close, as a figure and a bar with the gate's limit.
fn load(ui: &mut Ui, line: Rect, (plan, period, records): (&Plan, Period, &[&DeskActual]), columns: Columns) {
    let right = load_right(columns);
    let agents = records.last().and_then(|record| record.agents);
    let capacity = period_capacity(plan, period, agents);
    let opened = value(records, DeskColumn::Opened).filter(|_| capacity > 0.0);
    let Some(load) = opened.map(|opened| opened / capacity) else { return };
    text_at(
        ui,
        pos2(right, line.center().y + 4.5),
        Anchor::End,
        words(&format::percent0(load), TypeRole::BODY_STRONG, Ink::Text),
    );
    let strip = Rect::from_min_max(
        pos2(right + 16.0, line.center().y - 3.0),
        pos2(line.right(), line.center().y + 3.0),
    );
    if strip.width() > 40.0 {
        let ink = if load > 1.0 { Ink::BadSolid } else { Ink::NeutralSolid };
        bar(ui.painter(), strip, load.min(1.0) as f32, ink, limit(plan).map(|limit| limit.min(1.0) as f32));
    }
}

/// The strictest limit on the desk's load that a gate sets.
fn limit(plan: &Plan) -> Option<f64> {
    let limits =
        plan.phases.iter().flat_map(|phase| &phase.gate.criteria).filter_map(|criterion| match criterion {
            Criterion::DeskLoad { max } => Some(*max),
            _ => None,
        });
    limits.reduce(f64::min)
}

fn foot(ui: &mut Ui, body: Rect, input: &ViewInput<'_>) {
    let y = body.bottom() - 4.0;
    let bad = input.outlook.observed.bad.iter().find(|bad| bad.phase.is_none());
    let (said, ink) = match bad {
        Some(bad) => (format!("{} {}", bad.what, bad.remedy), Ink::BadText),
        None => ("Open = open before + opened − closed.".to_owned(), Ink::Text2),
    };
    text_at_elided(
        ui,
        pos2(body.left(), y),
        Anchor::Start,
        words(&said, TypeRole::CAPTION, ink),
        body.width() - 150.0,
    );
    if let Some(limit) = limit(input.plan) {
        let tick = format!("tick = {}, the gate", format::percent0(limit));
        text_at(ui, pos2(body.right(), y), Anchor::End, words(&tick, TypeRole::CAPTION, Ink::Text3));
    }
}
