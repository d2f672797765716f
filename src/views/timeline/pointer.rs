//! The pointer on the timeline: pointing, choosing, dragging parts of rows, freezes and stretches of time.

use chrono::NaiveDate;
use egui::{CursorIcon, Key, PointerButton, Pos2, Response, Ui};

use super::chart::Chart;
use super::moves::Way;
use super::span;
use crate::document::{Element, Grab, TimelineState, Workspace};
use crate::look::widgets::tooltip;
use crate::picture::flags;
use crate::picture::format;
use crate::views::{Action, Actions};

/// The rows: everything can be pointed at, most of it taken hold of.
pub fn rows(
    ui: &Ui,
    response: &Response,
    chart: &Chart<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    crate::look::focus::take_on_press(response);
    let pointed = response.hover_pos().and_then(|at| chart.element_at(response, at));
    let row =
        |at: Pos2| chart.base.layout.row_at(at.y - response.rect.top()).and_then(|row| chart.phase(row));
    let state = &mut workspace.timeline;
    if response.hovered() && ui.input(|input| input.pointer.is_moving()) && state.grab.is_none() {
        state.refused = None;
    }
    if let Some(at) = response.interact_pointer_pos() {
        if response.double_clicked() {
            match row(at) {
                Some(phase) => actions.push(Action::OpenPhase(phase)),
                None => state.span = None,
            }
        } else if let Some(phase) = row(at).filter(|_| response.clicked()) {
            actions.push(Action::SelectPhase(phase));
            state.cursor = Some(pointed.unwrap_or(Element::Row(phase)));
        }
    }
    if response.secondary_clicked() {
        state.menu = response.interact_pointer_pos().or(response.hover_pos()).and_then(row);
    }
    if response.drag_started_by(PointerButton::Primary)
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        match chart.element_at(response, at) {
            Some(Element::Row(phase)) => actions.push(Action::SelectPhase(phase)),
            Some(element) => take(chart, state, element),
            None => state.marking = Some(day_at(chart, response, at)),
        }
    }
    follow(ui, response, chart, state, actions);
    cursor(ui, chart, pointed, state);
    if let Some(element) = pointed.filter(|_| state.grab.is_none() && !ui.input(|i| i.pointer.any_down())) {
        let tip = tip(chart, element);
        if response.hovered() && !tip.is_empty() && !egui::Popup::is_any_open(ui.ctx()) {
            tooltip::at_pointer(response, &tip);
        }
    }
}

/// Head and foot: freezes by their names, everything else marks a stretch of time.
pub fn ends(
    ui: &Ui,
    response: &Response,
    chart: &Chart<'_>,
    state: &mut TimelineState,
    actions: &mut Actions,
) {
    if response.double_clicked() {
        state.span = None;
    }
    let freeze = |at: Pos2| freeze_at(chart, response, at);
    if response.drag_started_by(PointerButton::Primary)
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        match freeze(at) {
            Some(element) => take(chart, state, element),
            None if at.x - response.rect.left() >= chart.base.layout.label_width => {
                state.marking = Some(day_at(chart, response, at));
            }
            None => {}
        }
    }
    follow(ui, response, chart, state, actions);
    if state.grab.is_none() && response.hover_pos().and_then(freeze).is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
}

/// Takes hold of an element, or says why it cannot be moved.
pub fn take(chart: &Chart<'_>, state: &mut TimelineState, element: Element) {
    state.refused = None;
    state.cursor = Some(element);
    if let Some(reason) = chart.ground.locked(element) {
        state.refused = Some((element, reason));
    } else if let Some(from) = chart.ground.place(element) {
        state.grab = Some(Grab { element, from, first: None, last: None, by_keyboard: false });
    }
}

/// A drag under way: where the pointer has taken it, and what its end means.
fn follow(ui: &Ui, response: &Response, chart: &Chart<'_>, state: &mut TimelineState, actions: &mut Actions) {
    if response.dragged() && ui.input(|input| input.key_pressed(Key::Escape)) {
        state.grab = None;
        state.marking = None;
    }
    let moved = ui.input(|input| Some(input.pointer.latest_pos()?.x - input.pointer.press_origin()?.x));
    if response.dragged()
        && let (Some(grab), Some(moved)) = (state.grab.filter(|grab| !grab.by_keyboard), moved)
    {
        let days = (moved / chart.base.layout.axis.day_width()).round() as i64;
        state.grab = Some(carried(chart, grab, days));
    }
    if !response.drag_stopped() {
        return;
    }
    if let Some(grab) = state.grab.take_if(|grab| !grab.by_keyboard)
        && let Some(edit) = chart.ground.edit(&grab)
    {
        actions.edit(edit);
    }
    if let Some(from) = state.marking.take()
        && let Some(at) = response.interact_pointer_pos()
    {
        let to = day_at(chart, response, at);
        let x = |day: NaiveDate| chart.base.layout.axis.x(day);
        if (x(to) - x(from)).abs() > 8.0 {
            state.span = span::marked(from, to, chart.whole);
        }
    }
}

/// The grab with its element put so many calendar days away, on the nearest allowed day.
pub fn carried(chart: &Chart<'_>, grab: Grab, days: i64) -> Grab {
    let ground = &chart.ground;
    let way = if days < 0 { Way::Earlier } else { Way::Later };
    let wanted = |from: NaiveDate| from + chrono::Duration::days(days);
    let unmoved = Grab { first: None, last: None, ..grab };
    if days == 0 {
        return unmoved;
    }
    match grab.element {
        Element::End(id) => {
            let last = ground
                .snap(grab.element, wanted(grab.from.1), way)
                .and_then(|last| ground.end_with(id, None, last));
            Grab { last, ..unmoved }
        }
        Element::Freeze(_) => {
            let first = ground.snap(grab.element, wanted(grab.from.0), way);
            let last = ground.snap(grab.element, wanted(grab.from.1), way);
            Grab { first, last, ..unmoved }
        }
        Element::Bar(_) => Grab { first: ground.snap(grab.element, wanted(grab.from.0), way), ..unmoved },
        _ => Grab { last: ground.snap(grab.element, wanted(grab.from.1), way), ..unmoved },
    }
}

fn day_at(chart: &Chart<'_>, response: &Response, at: Pos2) -> NaiveDate {
    chart.base.layout.date_at(at.x - response.rect.left())
}

/// The freeze whose name stands in the head, or whose band crosses the foot, at a point.
fn freeze_at(chart: &Chart<'_>, response: &Response, at: Pos2) -> Option<Element> {
    let x = at.x - response.rect.left();
    let axis = &chart.base.layout.axis;
    let plot = crate::picture::Rect::new(axis.left, 0.0, axis.right - axis.left, 1.0);
    let found = chart.base.input.freezes.iter().position(|freeze| {
        flags::freeze_rect(axis, plot, freeze).is_some_and(|band| band.x <= x && x <= band.right())
    });
    found
        .and_then(|index| chart.ground.plan.calendar.freezes.get(index))
        .map(|freeze| Element::Freeze(freeze.id))
}

fn cursor(ui: &Ui, chart: &Chart<'_>, pointed: Option<Element>, state: &TimelineState) {
    let icon = match (state.grab, pointed) {
        (Some(grab), _) if !grab.by_keyboard => match grab.element {
            Element::End(_) | Element::FreezeFirst(_) | Element::FreezeLast(_) => {
                CursorIcon::ResizeHorizontal
            }
            _ => CursorIcon::Grabbing,
        },
        (_, Some(Element::Row(_))) => CursorIcon::PointingHand,
        (_, Some(element)) if chart.ground.locked(element).is_some() => CursorIcon::Default,
        (_, Some(Element::End(_) | Element::FreezeFirst(_) | Element::FreezeLast(_))) => {
            CursorIcon::ResizeHorizontal
        }
        (_, Some(_)) => CursorIcon::Grab,
        (_, None) => return,
    };
    ui.ctx().set_cursor_icon(icon);
}

/// What an element says when it is pointed at.
fn tip(chart: &Chart<'_>, element: Element) -> String {
    let index = element.phase().and_then(|id| chart.ground.plan.phase_index(id));
    let row = index.and_then(|index| chart.base.input.rows.get(index));
    let lock = chart.ground.locked(element).map(|reason| format!("\n{reason}")).unwrap_or_default();
    let day = chart.ground.place(element).map(|(_, day)| format::weekday_date(day)).unwrap_or_default();
    match element {
        Element::Row(_) | Element::Bar(_) => row.map(|row| row.tip.clone()).unwrap_or_default(),
        Element::End(_) => format!("Last device {day}\nDrag to change the rate{lock}"),
        Element::Gate(_) => format!("{} {day}{lock}", super::caption::name(chart.ground.plan, element)),
        Element::Switch(_, workload) => {
            let at = chart.ground.plan.switchable_workloads().position(|other| other == workload);
            at.and_then(|at| row?.switches.get(at)).map(|switch| switch.tip.clone()).unwrap_or_default()
        }
        Element::Freeze(_) | Element::FreezeFirst(_) | Element::FreezeLast(_) => String::new(),
    }
}
