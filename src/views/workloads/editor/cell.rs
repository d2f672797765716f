//! One workload on one phase: its rule, its own pilot, the note, and what really happened.

use chrono::{Days, NaiveDate};
use egui::{Rect, Ui, pos2};

use super::rule;
use crate::document::{Dialog, TakeBackDraft};
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{
    Button, DateRule, FIELD_HEIGHT, Kind, Number, check_at, count_field, date_field, optional_date_field,
    text_field,
};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{
    Cell, Edit, Event, EventKind, HeadStart, Key, PhaseId, PhaseScope, Plan, Record, SwitchBack, SwitchRule,
    Workload,
};
use crate::report::workloads::observed;
use crate::views::timeline::inspector::flow::{Flow, at};
use crate::views::workloads::Faces;
use crate::views::{Action, Actions, ViewInput};

pub(in crate::views::workloads) fn show(
    ui: &mut Ui,
    flow: &mut Flow,
    (input, faces): (&ViewInput<'_>, &Faces),
    (workload, phase): (Workload, PhaseId),
    actions: &mut Actions,
) {
    let plan = input.plan;
    stands(ui, flow, (input, faces), (workload, phase));
    let own = plan.workload(workload).and_then(|row| row.cell(phase)).cloned();
    let own = own.unwrap_or(Cell { phase, rule: SwitchRule::Never, head_start: None, note: String::new() });
    let mut cell = own.clone();
    let near = next_day(plan);
    rule::edit(ui, flow, "Joins the pilot collection", near, &mut cell.rule);
    flow.gap(8.0);
    head_start(ui, flow, near, &mut cell);
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("Note", line).hint("why it is so"), &mut cell.note);
    flow.clear(ui);
    if cell != own {
        actions.edit_within(ui, Record::Cell { workload, cell });
    }
    flow.gap(8.0);
    like_another(ui, flow, input, (workload, phase), actions);
    happened(ui, flow, input, (workload, phase), actions);
}

/// The rule of another phase, behind a button: it is not wanted often for one cell.
fn like_another(
    ui: &mut Ui,
    flow: &mut Flow,
    input: &ViewInput<'_>,
    spot: (Workload, PhaseId),
    actions: &mut Actions,
) {
    if input.plan.phases.len() < 2 {
        return;
    }
    let id = ui.scope_id().with("like another");
    let mut is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    if is_open {
        is_open = !super::like::show(ui, flow, input, &[spot], actions);
        flow.gap(8.0);
    } else {
        let button = Button::new(Kind::Link, "Like another phase…").small();
        let line = flow.row(28.0);
        let place = Rect::from_min_size(pos2(line.left() - 4.0, line.top()), button.size());
        is_open = button.at(place).show(ui).clicked();
    }
    ui.data_mut(|data| data.insert_temp(id, is_open));
}

/// How the cell stands now, in one line.
fn stands(
    ui: &mut Ui,
    flow: &mut Flow,
    (input, faces): (&ViewInput<'_>, &Faces),
    (workload, phase): (Workload, PhaseId),
) {
    let index = input.plan.phase_index(phase);
    let face = index.and_then(|index| faces.cells.get(workload.index())?.get(index));
    let said = face.and_then(|face| face.tip.lines().nth(1)).unwrap_or_default();
    let line = flow.row(20.0);
    let said = words(said, TypeRole::LABEL, Ink::Text2);
    text_at_elided(ui, pos2(line.left(), line.top() + 8.0), Anchor::Start, said, flow.width);
    let Some(observed) = observed(&input.situation(), workload, phase) else { return };
    // Where it differs by more than a few devices the problem below says so.
    let (with_intune, devices) = (u64::from(observed.with_intune), u64::from(observed.devices));
    let said = format!(
        "Observed {}: {} of {} with Intune",
        format::date_short(observed.date),
        format::count(with_intune),
        format::count(devices)
    );
    let ink = if observed.is_telling() { Ink::WarnText } else { Ink::Text2 };
    let line = flow.row(20.0);
    let said = words(&said, TypeRole::LABEL, ink);
    text_at_elided(ui, pos2(line.left(), line.top() + 8.0), Anchor::Start, said, flow.width);
}

/// The workload's own pilot on this phase: its first devices by an earlier rule.
fn head_start(ui: &mut Ui, flow: &mut Flow, near: NaiveDate, cell: &mut Cell) {
    let line = flow.row(26.0);
    let mut has_one = cell.head_start.is_some();
    if check_at(ui, line, &mut has_one, "Head start for its first devices").changed() {
        cell.head_start = has_one.then_some(HeadStart { devices: 50, rule: SwitchRule::AtEnrollment });
    }
    if let Some(head) = &mut cell.head_start {
        let (left, _) = flow.pair();
        let number = Number::whole(1.0, 10_000_000.0, "devices");
        count_field(ui, at("First enrolled", left), &number, &mut head.devices);
        flow.clear(ui);
        flow.gap(8.0);
        ui.push_id("head start", |ui| rule::edit(ui, flow, "They join", near, &mut head.rule));
    }
    flow.gap(6.0);
}

/// The recorded switch and a switch-back.
fn happened(
    ui: &mut Ui,
    flow: &mut Flow,
    input: &ViewInput<'_>,
    (workload, phase): (Workload, PhaseId),
    actions: &mut Actions,
) {
    let kind = EventKind::CellSwitched { workload, phase, head_start: false };
    let (left, right) = flow.pair();
    done_on(ui, left, input, &kind, actions);
    let scope = PhaseScope::Only(vec![phase]);
    back_on(ui, right, input, (workload, &scope), actions);
    flow.clear(ui);
}

/// The day on which it was really done, unless it was switched back since; an emptied field takes the record back.
pub fn done_on(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, kind: &EventKind, actions: &mut Actions) {
    let actuals = &input.plan.actuals;
    let last = actuals.events.iter().filter(|event| event.what == *kind).max_by_key(|event| event.date);
    let event = last.filter(|_| actuals.stands(kind));
    let known = event.map(|event| event.date);
    let mut day = known;
    let rule = DateRule {
        // On an earlier day it would be one more switch that was undone.
        earliest: actuals.undone_on(kind).and_then(|back| back.succ_opt()),
        latest: Some(input.plan.status_date),
        is_optional: true,
        status_date: Some(input.plan.status_date),
    };
    let field = at("Done on", rect).hint("not yet");
    if !optional_date_field(ui, field, &rule, &mut day).changed() || day == known {
        return;
    }
    match (event, day) {
        (Some(event), Some(date)) => actions.edit(Edit::MoveEvent { event: event.clone(), to: date }),
        (None, Some(date)) => {
            actions.edit(Record::Event(Event { date, what: kind.clone(), note: String::new() }));
        }
        (_, None) => actions.edit(Edit::Remove(Key::Event { what: kind.clone(), on: known })),
    }
}

/// The day on which authority returns to Configuration Manager, planned or removed.
pub fn back_on(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (workload, scope): (Workload, &PhaseScope),
    actions: &mut Actions,
) {
    let plan = input.plan;
    let planned = plan.switch_backs.iter().rfind(|back| back.workload == workload && back.phases == *scope);
    let Some(back) = planned else {
        let button = Button::new(Kind::Secondary, "Take it back…");
        let place = rect.with_min_y(rect.bottom() - 28.0);
        if button.at(place).show(ui).clicked() {
            let draft =
                TakeBackDraft { workloads: vec![workload], phases: scope.clone(), day: next_day(plan) };
            actions.push(Action::Ask(Dialog::TakeBack(draft)));
        }
        return;
    };
    let happened = EventKind::SwitchedBack { workload, phases: scope.clone() };
    let fact = plan.actuals.done(&happened);
    let reason = fact.map(|day| format!("It was switched back on {}.", format::date(day)));
    let mut day = Some(back.date);
    let rule = DateRule { is_optional: true, status_date: Some(plan.status_date), ..DateRule::default() };
    let field = at("Back to Configuration Manager", rect).locked(reason.as_deref());
    if !optional_date_field(ui, field, &rule, &mut day).changed() {
        return;
    }
    match day {
        Some(date) => actions.edit(Record::SwitchBack(SwitchBack { date, ..back.clone() })),
        None => actions.edit(Edit::Remove(Key::SwitchBack(back.id))),
    }
}

/// The first working day that is not known yet.
pub fn next_day(plan: &Plan) -> NaiveDate {
    let from = plan.status_date.checked_add_days(Days::new(1)).unwrap_or(plan.status_date).max(plan.start);
    plan.calendar.working_day_from(from).unwrap_or(from)
}

/// A date that has to be there, for the slider's editor.
pub fn day_field(ui: &mut Ui, rect: Rect, label: &str, plan: &Plan, day: &mut NaiveDate) -> bool {
    let rule = DateRule { status_date: Some(plan.status_date), ..DateRule::default() };
    date_field(ui, at(label, rect), &rule, day).changed()
}
