//! Moving switches in time on the grid: a cell is dragged along its row, a working day every few points, or
//! moved by keys with all that are chosen. What a move means is decided where the timeline decides it.

use egui::{CursorIcon, Key, Modifiers, Response, Ui};

use crate::document::{Element, Grab, Spot, WorkloadsState};
use crate::look::widgets::tooltip;
use crate::plan::Edit;
use crate::report::wording::counted;
use crate::views::timeline::caption;
use crate::views::timeline::moves::{Ground, Way};
use crate::views::{Actions, ViewInput};

/// The pointer's way for one day.
const DAY: f32 = 7.0;

fn ground<'a>(input: &ViewInput<'a>) -> Ground<'a> {
    Ground { plan: input.plan, outlook: input.outlook, middle: input.situation().middle() }
}

/// Follows a drag that began on a cell; `at_press` is the cell under the pointer's press.
pub fn drag(
    ui: &Ui,
    response: &Response,
    input: &ViewInput<'_>,
    at_press: Option<Spot>,
    (state, actions): (&mut WorkloadsState, &mut Actions),
) {
    let ground = ground(input);
    if response.drag_started() {
        state.grab = at_press.and_then(|spot| take(&ground, spot));
        state.editing = None;
    }
    let Some(grab) = state.grab else { return };
    // Let go out of sight, or the switch is elsewhere or gone by now.
    let is_held = response.dragged() || response.drag_stopped();
    if !is_held || ground.place(grab.element) != Some(grab.from) {
        state.grab = None;
        return;
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        state.grab = None;
        return;
    }
    if response.drag_stopped() {
        // Where it was let go is where it was last: by now there is no press to measure from.
        state.grab = None;
        actions.push_edit(ground.edit(&grab));
        return;
    }
    let moved = ui.input(|input| Some(input.pointer.latest_pos()?.x - input.pointer.press_origin()?.x));
    let days = (moved.unwrap_or(0.0) / DAY).round() as i64;
    let grab = Grab { last: to(&ground, &grab, days), ..grab };
    state.grab = Some(grab);
    let edit = ground.edit(&grab);
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let lines = caption::lines(&ground, &grab, edit.as_ref(), None);
    tooltip::at_pointer(response, &lines[0]);
}

/// Alt with an arrow moves the chosen cells, else the one under the cursor, by a working day.
pub fn keys(ui: &Ui, input: &ViewInput<'_>, state: &WorkloadsState, actions: &mut Actions) -> bool {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
    let days = i64::from(pressed(Key::ArrowRight)) - i64::from(pressed(Key::ArrowLeft));
    if days == 0 {
        return false;
    }
    let ground = ground(input);
    let spots: Vec<Spot> =
        if state.chosen.len() > 1 { state.chosen.clone() } else { state.cursor.into_iter().collect() };
    let moved = |spot: &Spot| {
        let grab = take(&ground, *spot)?;
        let last = ground.step(grab.element, grab.from.1, days);
        ground.edit(&Grab { last: Some(last), by_keyboard: true, ..grab })
    };
    let mut edits: Vec<Edit> = spots.iter().filter_map(moved).collect();
    let label = format!("Move {}", counted(edits.len(), "switch", "switches"));
    match edits.len() {
        0 => {}
        1 => actions.push_edit(edits.pop()),
        _ => actions.edit(Edit::Several { label, edits }),
    }
    true
}

/// What is taken hold of: a switch that has a date and has not happened.
fn take(ground: &Ground<'_>, (workload, phase): Spot) -> Option<Grab> {
    let element = Element::Switch(phase?, workload);
    let from = ground.place(element).filter(|_| ground.locked(element).is_none())?;
    Some(Grab { element, from, first: None, last: None, by_keyboard: false })
}

/// The allowed day nearest to so many calendar days from where it was.
fn to(ground: &Ground<'_>, grab: &Grab, days: i64) -> Option<chrono::NaiveDate> {
    if days == 0 {
        return None;
    }
    let way = if days < 0 { Way::Earlier } else { Way::Later };
    let wanted = grab.from.1.checked_add_signed(chrono::Duration::days(days))?;
    ground.snap(grab.element, wanted, way)
}
