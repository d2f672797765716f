//! The keyboard on the grid, one stop: arrows walk, Shift extends, Space chooses, Enter edits, Esc lets go; with
//! Alt they move the switch in time.

use egui::{EventFilter, Key, Response, Ui};

use crate::document::{Spot, WorkloadsState, Workspace};
use crate::plan::Workload;
use crate::views::{Actions, ViewInput};

pub fn handle(
    ui: &Ui,
    response: &Response,
    input: &ViewInput<'_>,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    workspace.workloads.is_by_keys = crate::views::timeline::by_keys(ui, workspace.workloads.is_by_keys);
    if !response.has_focus() {
        return;
    }
    let state = &mut workspace.workloads;
    let has_something_open = state.editing.is_some() || state.chosen.len() > 1;
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: has_something_open,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if super::shift::keys(ui, input, state, actions) {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let workloads: Vec<Workload> = input.plan.switchable_workloads().collect();
    let Some(cursor) = state.cursor.filter(|spot| is_there(input, *spot)).or_else(|| first(input)) else {
        return;
    };
    let before = (state.cursor, state.chosen.len(), state.editing);
    state.cursor = Some(cursor);
    let along = i32::from(pressed(Key::ArrowRight)) - i32::from(pressed(Key::ArrowLeft));
    let down = i32::from(pressed(Key::ArrowDown)) - i32::from(pressed(Key::ArrowUp));
    if along != 0 || down != 0 {
        let next = walk(input, &workloads, cursor, (along, down));
        state.cursor = Some(next);
        state.is_to_be_seen = true;
        state.editing = None;
        if ui.input(|input| input.modifiers.shift) {
            let anchor = *state.anchor.get_or_insert(cursor);
            state.chosen = block(input, anchor, next);
        } else if !ui.input(|input| input.modifiers.command) {
            state.anchor = Some(next);
            if state.chosen.len() <= 1 {
                state.chosen.clear();
            }
        }
    } else if pressed(Key::Space) {
        toggle(state, cursor);
        state.editing = None;
    } else if pressed(Key::Enter) {
        if !state.chosen.contains(&cursor) {
            state.chosen = vec![cursor];
        }
        state.editing = Some(cursor);
    } else if pressed(Key::Escape) && state.editing.take().is_none() {
        state.chosen.clear();
    }
    if before != (state.cursor, state.chosen.len(), state.editing) {
        ui.ctx().request_repaint();
    }
}

fn first(input: &ViewInput<'_>) -> Option<Spot> {
    let phase = input.plan.phases.first()?.id;
    input.plan.switchable_workloads().next().map(|workload| (workload, Some(phase)))
}

fn is_there(input: &ViewInput<'_>, (workload, phase): Spot) -> bool {
    input.plan.switchable_workloads().any(|other| other == workload)
        && phase.is_none_or(|phase| input.plan.phase(phase).is_some())
}

/// One step; the slider's column comes after the last phase.
fn walk(
    input: &ViewInput<'_>,
    workloads: &[Workload],
    (workload, phase): Spot,
    (along, down): (i32, i32),
) -> Spot {
    let phases = &input.plan.phases;
    let column = phase.and_then(|phase| input.plan.phase_index(phase)).unwrap_or(phases.len());
    let column = step(column, along, phases.len());
    let row = workloads.iter().position(|other| *other == workload).unwrap_or(0);
    let row = step(row, down, workloads.len().saturating_sub(1));
    (workloads.get(row).copied().unwrap_or(workload), phases.get(column).map(|phase| phase.id))
}

fn step(at: usize, by: i32, last: usize) -> usize {
    if by < 0 { at.saturating_sub(1) } else { (at + usize::from(by > 0)).min(last) }
}

/// Every cell between two, locked workloads left out. Sliders are chosen alone.
pub fn block(input: &ViewInput<'_>, a: Spot, b: Spot) -> Vec<Spot> {
    let index = |spot: Spot| spot.1.and_then(|phase| input.plan.phase_index(phase));
    let (Some(from), Some(to)) = (index(a), index(b)) else { return vec![b] };
    let rows = a.0.index().min(b.0.index())..=a.0.index().max(b.0.index());
    let columns = from.min(to)..=from.max(to);
    input
        .plan
        .switchable_workloads()
        .filter(|workload| rows.contains(&workload.index()))
        .flat_map(|workload| {
            let phases = input.plan.phases.get(columns.clone()).unwrap_or_default();
            phases.iter().map(move |phase| (workload, Some(phase.id)))
        })
        .collect()
}

/// Adds a cell to what is chosen, or takes it out.
pub fn toggle(state: &mut WorkloadsState, spot: Spot) {
    if spot.1.is_none() {
        return;
    }
    // Sliders are never part of a choice of cells.
    state.chosen.retain(|chosen| chosen.1.is_some());
    if state.chosen.contains(&spot) {
        state.chosen.retain(|chosen| *chosen != spot);
    } else {
        state.chosen.push(spot);
    }
    state.anchor = Some(spot);
}
