//! A phase by week or by day: cells to type into, planned less actual, success with its interval, and the
//! remedy below a record that cannot be true.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::layout::{self, CELL, Columns, LINE};
use crate::document::Workspace;
use crate::forecast::special::wilson;
use crate::forecast::{BadRecord, Field};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::cell::{self, number_cell};
use crate::look::widgets::{Button, Card, Kind, Number, segmented};
use crate::look::{Icon, Verdict, color, glyphs, icons};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Edit, Phase, Record, Stock};
use crate::report::actuals::{Column, PhaseRow, Step, phase_load, phase_rows, record_phase};
use crate::report::pasted;
use crate::views::{Action, Actions, ViewInput};

const HEAD: f32 = 44.0;
const BAND: f32 = 46.0;
const FOOT: f32 = 34.0;

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, index): (&ViewInput<'_>, usize),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    let Some(phase) = input.plan.phases.get(index) else { return };
    let step = Step::of(workspace.phases.is_by_day);
    let title = if step == Step::Week { "Phase, by week" } else { "Phase, by day" };
    let subtitle = "devices; new in the period, then the state at its end";
    Card::new(rect).title(title, subtitle).show(ui, |ui, body| {
        step_control(ui, rect, workspace);
        let rows = phase_rows(input.plan, input.outlook, phase.id, step);
        let room = body.with_max_y(body.bottom() - FOOT);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("phase table"));
        ScrollArea::horizontal().auto_shrink(false).show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let width = (room.width() - 10.0).max(908.0);
            let table = Table { input, phase, rows: &rows, columns: Columns { left: 0.0, pitch: 0.0 } };
            table.show(ui, width, actions);
        });
        foot(ui, body, actions);
    });
}

fn step_control(ui: &mut Ui, rect: Rect, workspace: &mut Workspace) {
    const NAMES: [&str; 2] = ["Week", "Day"];
    let width = segmented::width(&NAMES);
    let place = Rect::from_min_size(pos2(rect.right() - 16.0 - width, rect.top() + 9.0), vec2(width, 26.0));
    let mut chosen = usize::from(workspace.phases.is_by_day);
    segmented::segmented_at(ui, place, &mut chosen, &NAMES);
    workspace.phases.is_by_day = chosen == 1;
}

fn foot(ui: &mut Ui, body: Rect, actions: &mut Actions) {
    let y = body.bottom() - 6.0;
    let button = Button::new(Kind::Secondary, "Import a file").icon(Icon::File).small();
    let corner = pos2(body.right() - button.size().x, y - 17.0);
    let place = Rect::from_min_size(corner, button.size());
    icons::paint(
        ui.painter(),
        Icon::Clipboard,
        pos2(body.left() + 7.0, y - 4.5),
        14.0,
        color(ui, Ink::Text2),
    );
    let said = "Paste from a spreadsheet: click a cell, then Ctrl V. Rows and columns are filled from there; headings are recognized.";
    text_at_elided(
        ui,
        pos2(body.left() + 22.0, y),
        Anchor::Start,
        words(said, TypeRole::LABEL, Ink::Text2),
        place.left() - body.left() - 34.0,
    );
    if button.at(place).show(ui).clicked() {
        actions.push(Action::AskImport);
    }
}

struct Table<'a> {
    input: &'a ViewInput<'a>,
    phase: &'a Phase,
    rows: &'a [PhaseRow],
    columns: Columns,
}

impl Table<'_> {
    fn show(mut self, ui: &mut Ui, width: f32, actions: &mut Actions) {
        let (_, head) = ui.allocate_space(vec2(width, HEAD));
        self.columns = Columns { left: head.left() + 124.0, pitch: 70.0 };
        self.head(ui, head);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| self.lines(ui, width, actions));
    }

    fn lines(&self, ui: &mut Ui, width: f32, actions: &mut Actions) {
        for (at, row) in self.rows.iter().enumerate() {
            let (_, line) = ui.allocate_space(vec2(width, LINE));
            let bad = row.stock.and_then(|stock| self.bad(stock));
            if ui.is_rect_visible(line) {
                self.line(ui, line, (at, row, bad), actions);
            }
            if let (Some(bad), Some(stock)) = (bad, row.stock) {
                let (_, band) = ui.allocate_space(vec2(width, BAND));
                self.band(ui, band, (bad, stock), actions);
            }
            layout::rule(
                ui,
                Rect::from_min_size(pos2(line.left(), ui.cursor().top()), vec2(width, 0.0)),
                Ink::Grid,
            );
        }
    }

    fn bad(&self, stock: Stock) -> Option<&BadRecord> {
        let all = &self.input.outlook.observed.bad;
        all.iter().find(|bad| bad.phase == Some(self.phase.id) && bad.date == stock.date)
    }

    fn head(&self, ui: &mut Ui, head: Rect) {
        let y = head.bottom() - 11.0;
        let group = |ui: &mut Ui, (first, last): (usize, usize), name: &str| {
            let left = self.columns.cell(first, head).left();
            let right = self.columns.cell(last, head).right();
            text_at(
                ui,
                pos2(left, head.top() + 11.0),
                Anchor::Start,
                words(name, TypeRole::CAPTION, Ink::Text3),
            );
            let line = crate::look::style::stroke(ui, 1.0, Ink::Stroke2);
            ui.painter().hline(left..=right, head.top() + 16.5, line);
        };
        group(ui, (0, 1), "new");
        group(ui, (2, 5), "state at the end");
        text_at(ui, pos2(head.left(), y), Anchor::Start, words("Period", TypeRole::LABEL, Ink::Text2));
        for (n, column) in ORDER.iter().enumerate() {
            self.columns.head(ui, n, (y, column.name()));
        }
        let right = head.right();
        for (x, name) in
            [(self.load_right(), "desk"), (right - 156.0, "planned − actual"), (right, "success, Wilson 95%")]
        {
            text_at(ui, pos2(x, y), Anchor::End, words(name, TypeRole::LABEL, Ink::Text2));
        }
        layout::rule(ui, head, Ink::Stroke);
    }

    fn load_right(&self) -> f32 {
        self.columns.left + 6.0 * self.columns.pitch + CELL.x + 36.0
    }

    fn line(
        &self,
        ui: &mut Ui,
        line: Rect,
        (at, row, bad): (usize, &PhaseRow, Option<&BadRecord>),
        actions: &mut Actions,
    ) {
        let until = row.period.entry_date(self.input.plan.status_date);
        layout::period_words(ui, (line.left(), line), (&row.period, until), &self.note(row));
        for (n, column) in ORDER.into_iter().enumerate() {
            let name = format!("{}, {}", column.name(), format::date_range(row.period.from, row.period.to));
            let cell = cell::Cell {
                id: layout::cell_id("phase", at, n),
                rect: self.columns.cell(n, line),
                name: &name,
                below: (at + 1 < self.rows.len()).then(|| layout::cell_id("phase", at + 1, n)),
                remedy: bad.filter(|bad| column_of(bad.field) == Some(column)).map(|bad| bad.remedy.as_str()),
                is_to_come: row.period.is_to_come,
            };
            let mut value = row.value(column).map(f64::from);
            let done = number_cell(ui, cell, &Number::whole(0.0, 1e7, ""), &mut value);
            if let Some(rows) = done.pasted {
                self.paste(&rows, (at, n), actions);
            } else if done.changed {
                let typed = [(row.period, column, value.map(|value| value as u32))];
                actions.push_edit(record_phase(self.input.plan, self.phase.id, &typed));
            }
        }
        let load = phase_load(self.input.plan, row).map_or("–".into(), format::percent0);
        layout::figure_over(ui, (self.load_right(), line), (&load, ""), (Ink::Text2, Ink::Text3));
        self.against_plan(ui, line, row);
        self.success(ui, line, (row, bad.is_some()));
    }

    fn note(&self, row: &PhaseRow) -> String {
        let dates = self.input.outlook.expected.phases.iter().find(|dates| dates.phase == self.phase.id);
        match dates.filter(|dates| dates.start_is_done).and_then(|dates| dates.start) {
            Some(start) if row.period.contains(start) => {
                format!("started {}", format::weekday_date_short(start))
            }
            _ if row.period.is_running && row.period.from != row.period.to => "running week".into(),
            _ => String::new(),
        }
    }

    fn paste(&self, rows: &[Vec<String>], (row, column): (usize, usize), actions: &mut Actions) {
        let names = ORDER.map(Column::name);
        let pasted = pasted::place(rows, &names, column);
        let typed = pasted.values.iter().filter_map(|(down, column, value)| {
            let period = self.rows.get(row + down)?.period;
            Some((period, *ORDER.get(*column)?, value.map(|value| value as u32)))
        });
        let typed: Vec<_> = typed.collect();
        actions.push_edit(record_phase(self.input.plan, self.phase.id, &typed));
        actions.push(Action::Say(pasted_words(typed.len(), pasted.left)));
    }

    fn against_plan(&self, ui: &mut Ui, line: Rect, row: &PhaseRow) {
        let right = line.right() - 156.0;
        let day = row.period.entry_date(self.input.plan.status_date);
        let planned = self.input.plan.baseline().map(|baseline| baseline.enrolled_on(self.phase.id, day));
        let (Some(stock), Some(planned)) = (row.stock, planned) else {
            return layout::figure_over(ui, (right, line), ("–", ""), (Ink::Text3, Ink::Text3));
        };
        let behind = i64::from(planned) - i64::from(stock.enrolled);
        let ink = if behind > 0 { Ink::WarnText } else { Ink::Text };
        let making = format!("{} − {}", format::count(planned.into()), format::count(stock.enrolled.into()));
        layout::figure_over(ui, (right, line), (&format::signed_count(behind), &making), (ink, Ink::Text3));
    }

    fn success(&self, ui: &mut Ui, line: Rect, (row, is_bad): (&PhaseRow, bool)) {
        let right = line.right();
        if is_bad {
            return layout::figure_over(
                ui,
                (right, line),
                ("–", "left out until mended"),
                (Ink::Text, Ink::BadText),
            );
        }
        let Some(stock) = row.stock else {
            let planned = self.planned_in(row);
            return layout::figure_over(ui, (right, line), ("", &planned), (Ink::Text3, Ink::Text3));
        };
        let attempts = stock.enrolled.saturating_add(stock.failed).saturating_add(stock.abandoned);
        let Some(interval) = wilson(f64::from(stock.enrolled), f64::from(attempts)) else {
            return layout::figure_over(
                ui,
                (right, line),
                ("–", "no attempts yet"),
                (Ink::Text3, Ink::Text3),
            );
        };
        let share = f64::from(stock.enrolled) / f64::from(attempts);
        let making = format!(
            "{:.1} – {:.1}, {} of {}",
            interval.low * 100.0,
            interval.high * 100.0,
            format::count(stock.enrolled.into()),
            format::count(attempts.into())
        );
        layout::figure_over(ui, (right, line), (&format::percent1(share), &making), (Ink::Text, Ink::Text3));
    }

    /// What the baseline enrolls in a row without a record.
    fn planned_in(&self, row: &PhaseRow) -> String {
        let Some(baseline) = self.input.plan.baseline() else { return String::new() };
        let before = row.period.from.pred_opt().map_or(0, |day| baseline.enrolled_on(self.phase.id, day));
        let planned = baseline.enrolled_on(self.phase.id, row.period.to).saturating_sub(before);
        format!("plan {} enrolled", format::count(planned.into()))
    }

    fn band(&self, ui: &mut Ui, band: Rect, (bad, stock): (&BadRecord, Stock), actions: &mut Actions) {
        let at = Rect::from_min_max(pos2(self.columns.left, band.top()), band.max - vec2(0.0, 4.0));
        ui.painter().rect_filled(at, 5.0, color(ui, Ink::BadTint));
        glyphs::paint_verdict(ui.painter(), Verdict::Missed, pos2(at.left() + 18.0, at.center().y), 14.0);
        let room = at.width() - 150.0;
        let left = at.left() + 34.0;
        text_at_elided(
            ui,
            pos2(left, at.top() + 17.0),
            Anchor::Start,
            words(&bad.what, TypeRole::LABEL_MEDIUM, Ink::Text),
            room,
        );
        text_at_elided(
            ui,
            pos2(left, at.top() + 33.0),
            Anchor::Start,
            words(&bad.remedy, TypeRole::CAPTION, Ink::Text2),
            room,
        );
        let (Some(value), Some(column)) = (bad.value, column_of(bad.field)) else { return };
        let said = format!("Enter {}", format::count(value.into()));
        let button = Button::new(Kind::Secondary, &said).small();
        let size = button.size();
        let place = Rect::from_min_size(pos2(at.right() - size.x - 8.0, at.center().y - size.y / 2.0), size);
        if button.at(place).show(ui).clicked() {
            let mut mended = stock;
            column.set_total(&mut mended, value);
            actions.edit(Edit::Put(Record::Stock { phase: self.phase.id, stock: mended }));
        }
    }
}

/// The columns from left to right.
const ORDER: [Column; 7] = [
    Column::Targeted,
    Column::Enrolled,
    Column::Failed,
    Column::Pending,
    Column::Stale,
    Column::GivenUp,
    Column::Tickets,
];

fn column_of(field: Field) -> Option<Column> {
    match field {
        Field::Targeted => Some(Column::Targeted),
        Field::Enrolled => Some(Column::Enrolled),
        Field::Failed => Some(Column::Failed),
        Field::Abandoned => Some(Column::GivenUp),
        Field::Pending => Some(Column::Pending),
        Field::Stale => Some(Column::Stale),
        Field::Tickets => Some(Column::Tickets),
        _ => None,
    }
}

/// What a paste did, in a sentence.
pub fn pasted_words(taken: usize, left: usize) -> String {
    let taken = format::plural(taken as u64, "figure", "figures");
    match left {
        0 => format!("Pasted {taken}."),
        n => format!(
            "Pasted {taken}; {} no numbers and stayed as they were.",
            format::plural(n as u64, "cell is", "cells are")
        ),
    }
}
