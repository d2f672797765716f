//! The keyboard on the timeline, one stop: up and down through the rows, left and right through the parts
//! of a row; Enter takes hold and drops, Esc puts back.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use super::chart::Chart;
use super::pointer;
use super::span;
use crate::document::{Element, Grab, TimelineState, Workspace};
use crate::views::{Action, Actions};

pub fn handle(
    ui: &mut Ui,
    response: &Response,
    chart: &Chart<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    workspace.timeline.is_by_keys = by_keys(ui, workspace.timeline.is_by_keys);
    if !response.has_focus() {
        // What the keyboard held is put back when it goes elsewhere.
        workspace.timeline.grab.take_if(|grab| grab.by_keyboard);
        return;
    }
    let is_holding = workspace.timeline.grab.is_some();
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: is_holding,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let before = (workspace.timeline.cursor, workspace.timeline.grab);
    if workspace.timeline.grab.is_some_and(|grab| grab.by_keyboard) {
        hold(ui, chart, &mut workspace.timeline, actions);
    } else {
        walk(ui, chart, workspace, actions);
        zoom(ui, chart, &mut workspace.timeline);
    }
    if before != (workspace.timeline.cursor, workspace.timeline.grab) {
        reveal(ui, response, chart, &mut workspace.timeline);
        ui.ctx().request_repaint();
    }
}

fn walks(key: Key) -> bool {
    use Key::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Enter, Tab};
    matches!(key, ArrowDown | ArrowLeft | ArrowRight | ArrowUp | Enter | Tab)
}

/// Whether the last input was a key: a press of the pointer ends it.
pub fn by_keys(ui: &Ui, before: bool) -> bool {
    ui.input(|input| {
        let is_key = |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if walks(*key));
        !input.pointer.any_pressed() && (before || input.events.iter().any(is_key))
    })
}

fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input(|input| input.key_pressed(key))
}

/// The parts of a row in the order of the arrows; of the freezes when there is no row.
fn parts(chart: &Chart<'_>, row: Option<usize>) -> Vec<Element> {
    let plan = chart.ground.plan;
    let Some(id) = row.and_then(|row| chart.phase(row)) else {
        return plan.calendar.freezes.iter().map(|freeze| Element::Freeze(freeze.id)).collect();
    };
    let mut switches: Vec<Element> =
        plan.switchable_workloads().map(|workload| Element::Switch(id, workload)).collect();
    switches.retain(|element| chart.ground.place(*element).is_some());
    switches.sort_by_key(|element| chart.ground.place(*element));
    let mut parts = vec![Element::Row(id)];
    parts.extend(
        [Element::Bar(id), Element::Gate(id)].into_iter().filter(|e| chart.ground.place(*e).is_some()),
    );
    parts.extend(switches);
    parts
}

fn row_of(chart: &Chart<'_>, element: Element) -> Option<usize> {
    element.phase().and_then(|id| chart.ground.plan.phase_index(id))
}

fn walk(ui: &Ui, chart: &Chart<'_>, workspace: &mut Workspace, actions: &mut Actions) {
    let state = &mut workspace.timeline;
    let start = chart.selected.map(Element::Row);
    let is_known = |element: &Element| parts(chart, row_of(chart, *element)).contains(element);
    let Some(cursor) = state.cursor.filter(is_known).or(start) else { return };
    state.cursor = Some(cursor);
    let row = row_of(chart, cursor);
    let here = parts(chart, row);
    let at = here.iter().position(|part| *part == cursor).unwrap_or(0);
    let last_row = chart.ground.plan.phases.len().saturating_sub(1);
    let has_freezes = !chart.ground.plan.calendar.freezes.is_empty();
    let sideways = i32::from(pressed(ui, Key::ArrowRight)) - i32::from(pressed(ui, Key::ArrowLeft));
    if sideways != 0 {
        let to = if sideways > 0 { (at + 1).min(here.len() - 1) } else { at.saturating_sub(1) };
        state.cursor = here.get(to).copied();
    }
    let page = 5;
    let row_after = |row: Option<usize>| -> Option<Option<usize>> {
        let down = |n: usize| Some(Some(row.map_or(n - 1, |row| (row + n).min(last_row))));
        let up = |n: usize| match row {
            Some(0) if n == 1 && has_freezes => Some(None),
            Some(row) => Some(Some(row.saturating_sub(n))),
            None => None,
        };
        if pressed(ui, Key::ArrowDown) {
            down(1)
        } else if pressed(ui, Key::ArrowUp) {
            up(1)
        } else if pressed(ui, Key::PageDown) {
            down(page)
        } else if pressed(ui, Key::PageUp) {
            up(page)
        } else if pressed(ui, Key::Home) {
            Some(Some(0))
        } else if pressed(ui, Key::End) {
            Some(Some(last_row))
        } else {
            None
        }
    };
    if let Some(to) = row_after(row) {
        let there = parts(chart, to);
        state.cursor = there.get(at.min(there.len().saturating_sub(1))).copied().or(state.cursor);
        if let Some(phase) = state.cursor.and_then(Element::phase) {
            actions.push(Action::SelectPhase(phase));
        }
    }
    if state.cursor != Some(cursor) {
        state.refused = None;
    }
    if pressed(ui, Key::Enter)
        && let Some(element) = state.cursor
    {
        match element {
            Element::Row(phase) => actions.push(Action::OpenPhase(phase)),
            element => take(chart, state, element),
        }
    }
}

/// A bar whose start is a fact can still be taken hold of for its end.
fn take(chart: &Chart<'_>, state: &mut TimelineState, element: Element) {
    pointer::take(chart, state, element);
    if let Element::Bar(id) = element
        && state.grab.is_none()
        && chart.ground.locked(Element::End(id)).is_none()
        && let Some(from) = chart.ground.place(element)
    {
        state.refused = None;
        state.grab = Some(Grab { element, from, first: None, last: None, by_keyboard: true });
    }
    if let Some(grab) = &mut state.grab {
        grab.by_keyboard = true;
    }
}

fn hold(ui: &Ui, chart: &Chart<'_>, state: &mut TimelineState, actions: &mut Actions) {
    let Some(grab) = state.grab else { return };
    if pressed(ui, Key::Escape) {
        state.grab = None;
        return;
    }
    if pressed(ui, Key::Enter) {
        state.grab = None;
        if let Some(edit) = chart.ground.edit(&grab) {
            actions.edit(edit);
        }
        return;
    }
    let direction = i64::from(pressed(ui, Key::ArrowRight)) - i64::from(pressed(ui, Key::ArrowLeft));
    if direction == 0 {
        return;
    }
    let modifiers = ui.input(|input| input.modifiers);
    state.grab = Some(stepped(chart, grab, direction, modifiers));
}

/// The grab one working day on, or a week with Shift; with Ctrl its end alone.
fn stepped(chart: &Chart<'_>, grab: Grab, direction: i64, modifiers: Modifiers) -> Grab {
    let ground = &chart.ground;
    let first = grab.first.unwrap_or(grab.from.0);
    let last = grab.last.unwrap_or(grab.from.1);
    let step = |element: Element, from| {
        if modifiers.shift {
            let way = if direction > 0 { super::moves::Way::Later } else { super::moves::Way::Earlier };
            let wanted = from + chrono::Duration::days(7 * direction);
            ground.snap(element, wanted, way).unwrap_or(from)
        } else {
            ground.step(element, from, direction)
        }
    };
    match grab.element {
        Element::Bar(id) if modifiers.command => {
            Grab { last: Some(end_after(chart, id, grab.first, (last, direction), &step)), ..grab }
        }
        Element::Bar(id) => {
            if ground.locked(Element::Bar(id)).is_some() {
                return grab;
            }
            // The end follows at the same rate unless it was moved as well.
            Grab { first: Some(step(grab.element, first)), ..grab }
        }
        Element::Freeze(id) if modifiers.command => {
            Grab { last: Some(step(Element::FreezeLast(id), last).max(first)), ..grab }
        }
        Element::Freeze(_) => {
            Grab { first: Some(step(grab.element, first)), last: Some(step(grab.element, last)), ..grab }
        }
        element => Grab { last: Some(step(element, last)), ..grab },
    }
}

/// The next day on which the rollout can end: not every day belongs to a whole number of devices a day.
fn end_after(
    chart: &Chart<'_>,
    id: crate::plan::PhaseId,
    first: Option<chrono::NaiveDate>,
    (last, direction): (chrono::NaiveDate, i64),
    step: &dyn Fn(Element, chrono::NaiveDate) -> chrono::NaiveDate,
) -> chrono::NaiveDate {
    let mut wanted = last;
    for _ in 0..60 {
        let next = step(Element::End(id), wanted);
        if next == wanted {
            break;
        }
        wanted = next;
        match chart.ground.end_with(id, first, wanted) {
            Some(end) if (direction > 0 && end > last) || (direction < 0 && end < last) => return end,
            _ => {}
        }
    }
    last
}

fn zoom(ui: &Ui, chart: &Chart<'_>, state: &mut TimelineState) {
    let in_ = pressed(ui, Key::Plus) || pressed(ui, Key::Equals);
    let out = pressed(ui, Key::Minus);
    if !in_ && !out || ui.input(|input| input.modifiers.command) {
        return;
    }
    let place = state.cursor.and_then(|element| chart.ground.place(element));
    let about = place.map_or(chart.ground.plan.status_date, |(first, _)| first);
    state.span = span::zoom(chart.span, chart.whole, if in_ { 1.5 } else { 1.0 / 1.5 }, about);
    ui.ctx().request_repaint();
}

/// Brings the cursor, or what is held, into view.
fn reveal(ui: &mut Ui, response: &Response, chart: &Chart<'_>, state: &mut TimelineState) {
    let Some(element) = state.cursor else { return };
    if let Some(row) = row_of(chart, element).and_then(|row| chart.base.layout.rows.get(row)) {
        let top = response.rect.top() + row.rect.y;
        let rect = egui::Rect::from_x_y_ranges(response.rect.x_range(), top..=top + row.rect.h);
        ui.scroll_to_rect(rect, None);
    }
    let held = state.grab.and_then(|grab| grab.last.or(grab.first));
    let day = held.or_else(|| chart.ground.place(element).map(|(first, _)| first));
    if let Some(day) = day.filter(|_| state.span.is_some()) {
        state.span = span::reveal(chart.span, chart.whole, day);
    }
}
