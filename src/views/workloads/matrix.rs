//! The grid: seven workloads by all phases, of which the seen ones are drawn, with the slider's column
//! and the total fixed at the right. One stop for the keyboard.

use chrono::NaiveDate;
use egui::{Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::cells::{self, Around};
use super::{Faces, cell_menu, editor, keys, shift};
use crate::document::{Element, Spot, Workspace};
use crate::look::focus;
use crate::look::style::stroke;
use crate::look::text::{paint_elided, text_at_elided, words};
use crate::look::widgets::card::{Surface, paint_surface};
use crate::look::widgets::tooltip;
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::{Phase, Workload};
use crate::report::workloads::{Badge, Face};
use crate::views::{Action, Actions, ViewInput};

pub const HEAD: f32 = 52.0;
pub const ROW: f32 = 44.0;
const NAME: f32 = 212.0;
const SLIDER: f32 = 114.0;
const TOTAL: f32 = 102.0;
const COLUMN: f32 = 148.0;

/// Where the parts of the grid stand.
pub(super) struct Rooms {
    pub card: Rect,
    name: Rect,
    /// The columns of phases, which scroll.
    phases: Rect,
    slider: Rect,
    total: Rect,
    pub column: f32,
}

impl Rooms {
    fn new(card: Rect, phases: usize) -> Self {
        let is_small = card.width() < 760.0;
        let name = if is_small { 140.0 } else { NAME };
        let total = if is_small { 92.0 } else { TOTAL };
        let left = card.left() + name;
        let right = card.right() - SLIDER - total;
        let column = ((right - left) / phases.max(1) as f32).clamp(COLUMN, 260.0);
        // Few phases leave room: the fixed columns come closer.
        let right = right.min(left + column * phases as f32);
        let part = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, card.y_range());
        Self {
            card,
            name: part(card.left(), left),
            phases: part(left, right),
            slider: part(right, right + SLIDER),
            total: part(right + SLIDER, (right + SLIDER + total).min(card.right())),
            column,
        }
    }

    fn row_top(&self, row: usize) -> f32 {
        self.card.top() + HEAD + row as f32 * ROW
    }
}

pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, faces): (&ViewInput<'_>, &Faces),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let rooms = Rooms::new(rect, input.plan.phases.len());
    names(ui, &rooms, (input, faces));
    if workspace.workloads.cursor.is_none() {
        begin(input, faces, workspace);
    }
    let grid = columns(ui, &rooms, (input, faces), workspace, actions);
    side(ui, &rooms, (input, faces), workspace, &grid);
    lines(ui, &rooms);
    cell_menu::show(&grid.response, (input, faces.day), workspace, actions);
    editor::show(ui, (&grid.response, rect), (input, faces), (workspace, actions), |spot| {
        grid.place(&rooms, input, spot)
    });
}

/// At first the running phase is in view.
fn begin(input: &ViewInput<'_>, faces: &Faces, workspace: &mut Workspace) {
    let phase = input.plan.phases.get(faces.running.unwrap_or(0)).map(|phase| phase.id);
    if let Some(workload) = input.plan.switchable_workloads().next() {
        workspace.workloads.cursor = Some((workload, phase));
        workspace.workloads.is_to_be_seen = true;
    }
}

/// The columns that scroll, as they were drawn.
pub(super) struct Drawn {
    pub response: Response,
    /// The left edge of the first column.
    origin: f32,
}

impl Drawn {
    /// Where a spot stands on screen, as far as it is seen.
    fn place(&self, rooms: &Rooms, input: &ViewInput<'_>, (workload, phase): Spot) -> Option<Rect> {
        let top = rooms.row_top(workload.index());
        let Some(phase) = phase else {
            return Some(Rect::from_min_size(
                pos2(rooms.slider.left(), top),
                vec2(rooms.slider.width(), ROW),
            ));
        };
        let index = input.plan.phase_index(phase)?;
        let left = self.origin + index as f32 * rooms.column;
        let rect = Rect::from_min_size(pos2(left, top), vec2(rooms.column, ROW));
        let seen = rect.intersect(rooms.phases);
        seen.is_positive().then_some(seen)
    }
}

/// The fixed column of names.
fn names(ui: &mut Ui, rooms: &Rooms, (input, faces): (&ViewInput<'_>, &Faces)) {
    let left = rooms.name.left() + 16.0;
    let room = rooms.name.right() - 8.0 - left;
    let top = rooms.card.top();
    let head = words("Workload", TypeRole::LABEL_MEDIUM, Ink::Text2);
    paint_elided(ui.painter(), pos2(left, top + 23.0), Anchor::Start, head, room);
    // The grid follows the scrubber, and says so wherever that is not at the status date.
    let as_of = format!("as of {}", format::date(faces.day));
    let sub = if faces.is_today {
        words("official order", TypeRole::CAPTION, Ink::Text2)
    } else {
        words(&as_of, TypeRole::CAPTION_STRONG, Ink::AccentText)
    };
    paint_elided(ui.painter(), pos2(left, top + 39.0), Anchor::Start, sub, room);
    let is_locked = input.plan.is_resource_access_locked();
    for workload in Workload::ALL {
        let at = pos2(left, rooms.row_top(workload.index()) + ROW / 2.0 + 4.7);
        let is_off = workload == Workload::ResourceAccessPolicies && is_locked;
        let role = if is_off { TypeRole::BODY } else { TypeRole::BODY_MEDIUM };
        let ink = if is_off { Ink::Text2 } else { Ink::Text };
        let fits = text::width(role, workload.name()) <= room;
        let name = if fits { workload.name() } else { workload.short_name() };
        text_at_elided(ui, at, Anchor::Start, words(name, role, ink), room);
    }
}

fn columns(
    ui: &mut Ui,
    rooms: &Rooms,
    (input, faces): (&ViewInput<'_>, &Faces),
    workspace: &mut Workspace,
    actions: &mut Actions,
) -> Drawn {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rooms.phases).id_salt("matrix columns"));
    child.set_clip_rect(rooms.phases.intersect(ui.clip_rect()));
    let count = input.plan.phases.len();
    let mut drawn = None;
    ScrollArea::horizontal().id_salt("columns").auto_shrink(false).show(&mut child, |ui| {
        let size = vec2(rooms.column * count as f32, HEAD + 7.0 * ROW);
        let response = ui.allocate_exact_size(size, Sense::click_and_drag()).1;
        let origin = response.rect.left();
        focus::shape(&response, rooms.card.shrink(1.0), 8.0);
        focus::take_on_press(&response);
        let held = ui.input(|input| input.pointer.press_origin());
        let held = held.and_then(|at| spot_at(&response, rooms, input, at));
        shift::drag(ui, &response, input, held, (&mut workspace.workloads, actions));
        keys::handle(ui, &response, input, (workspace, actions));
        pick(ui, &response, rooms, input, (workspace, actions));
        see(ui, &response, rooms, input, workspace);
        let clip = ui.clip_rect();
        let first = ((clip.left() - origin) / rooms.column).floor().max(0.0) as usize;
        let last = (((clip.right() - origin) / rooms.column).ceil().max(0.0) as usize).min(count);
        for index in first..last {
            let left = origin + index as f32 * rooms.column;
            column(ui, &response, rooms, (input, faces), (index, left), workspace);
        }
        if input.plan.is_resource_access_locked() {
            let at = Workload::ResourceAccessPolicies.index();
            let top = rooms.row_top(at) + 4.0;
            let band = Rect::from_min_max(
                pos2(origin + 5.0, top),
                pos2(origin + rooms.column * count as f32 - 5.0, top + ROW - 8.0),
            );
            cells::locked_band(ui.painter(), band);
        }
        drawn = Some(Drawn { response, origin });
    });
    drawn.unwrap_or_else(|| Drawn {
        response: ui.interact(rooms.phases, ui.scope_id().with("no columns"), Sense::hover()),
        origin: rooms.phases.left(),
    })
}

fn column(
    ui: &Ui,
    response: &Response,
    rooms: &Rooms,
    (input, faces): (&ViewInput<'_>, &Faces),
    (index, left): (usize, f32),
    workspace: &Workspace,
) {
    let Some(phase) = input.plan.phases.get(index) else { return };
    let state = &workspace.workloads;
    let painter = ui.painter();
    if faces.running == Some(index) {
        let rect = Rect::from_min_size(
            pos2(left, rooms.card.top() + 1.0),
            vec2(rooms.column, HEAD + 7.0 * ROW + 4.0),
        );
        let wash = crate::picture::Paint::blend(Ink::AccentBg, 0.55, Ink::Bg1);
        painter.rect_filled(rect, 0.0, crate::look::paint::resolve(crate::look::palette(ui), wash));
    }
    head(ui, rooms, (phase, index), (faces, left));
    let hovered = response.hover_pos();
    for workload in Workload::ALL {
        if workload == Workload::ResourceAccessPolicies && input.plan.is_resource_access_locked() {
            continue;
        }
        let spot = (workload, Some(phase.id));
        let rect = cell_rect(rooms, workload, left);
        let is_hovered = hovered.is_some_and(|at| rect.contains(at));
        let held = state.grab.filter(|grab| grab.element == Element::Switch(phase.id, workload));
        let around = Around {
            is_hovered,
            is_chosen: state.chosen.contains(&spot)
                && (state.chosen.len() > 1 || state.editing == Some(spot))
                || held.is_some(),
            is_cursor: response.has_focus() && state.is_by_keys && state.cursor == Some(spot),
        };
        let Some(face) = faces.cells.get(workload.index()).and_then(|row| row.get(index)) else { continue };
        let moved = held.and_then(|grab| Some(on_its_way(face, grab.last?)));
        cells::cell(painter, rect, moved.as_ref().unwrap_or(face), around);
        if is_hovered && state.editing.is_none() && state.grab.is_none() {
            tooltip::at_pointer(response, &face.tip);
        }
    }
}

/// The cell while it is dragged: the day that it would have.
fn on_its_way(face: &Face, day: NaiveDate) -> Face {
    Face { line2: vec![format::date(day)], is_warning: false, badge: Badge::None, ..face.clone() }
}

fn cell_rect(rooms: &Rooms, workload: Workload, left: f32) -> Rect {
    let top = rooms.row_top(workload.index());
    Rect::from_min_size(pos2(left + 5.0, top + 4.0), vec2(rooms.column - 10.0, ROW - 8.0))
}

fn head(ui: &Ui, rooms: &Rooms, (phase, index): (&Phase, usize), (faces, left): (&Faces, f32)) {
    let is_running = faces.running == Some(index);
    let (at, room) = (left + 10.0, rooms.column - 16.0);
    let top = rooms.card.top();
    let name = if phase.name.is_empty() { "Unnamed phase" } else { phase.name.as_str() };
    let title = words(name, TypeRole::LABEL_STRONG, Ink::Text);
    paint_elided(ui.painter(), pos2(at, top + 23.0), Anchor::Start, title, room);
    let line = faces.lines.get(index).map(String::as_str).unwrap_or_default();
    let (line, ink) = if is_running {
        (format!("{line} · running"), Ink::AccentText)
    } else {
        (line.to_owned(), Ink::Text2)
    };
    paint_elided(
        ui.painter(),
        pos2(at, top + 39.0),
        Anchor::Start,
        words(&line, TypeRole::CAPTION, ink),
        room,
    );
}

/// The slider's column and the total, which stay where they are.
fn side(
    ui: &mut Ui,
    rooms: &Rooms,
    (input, faces): (&ViewInput<'_>, &Faces),
    workspace: &mut Workspace,
    grid: &Drawn,
) {
    let top = rooms.card.top();
    let devices = if faces.is_today {
        "devices today".to_owned()
    } else {
        format!("on {}", format::date_short(faces.day))
    };
    for (rect, first, second, anchor) in [
        (rooms.slider, "Slider to Intune", "whole site", Anchor::Start),
        (rooms.total, "With Intune", devices.as_str(), Anchor::End),
    ] {
        let x = if anchor == Anchor::Start { rect.left() + 10.0 } else { rect.right() - 16.0 };
        let room = rect.width() - 20.0;
        let title = words(first, TypeRole::LABEL_MEDIUM, Ink::Text2);
        paint_elided(ui.painter(), pos2(x, top + 23.0), anchor, title, room);
        let sub = words(second, TypeRole::CAPTION, Ink::Text2);
        paint_elided(ui.painter(), pos2(x, top + 39.0), anchor, sub, room);
    }
    for workload in Workload::ALL {
        let at = workload.index();
        let row =
            |rect: Rect| Rect::from_min_size(pos2(rect.left(), rooms.row_top(at)), vec2(rect.width(), ROW));
        let place = row(rooms.slider);
        let spot = (workload, None);
        // Reached by keyboard from the last phase, so no stop of its own.
        let response = ui.interact(place, ui.scope_id().with(("slider", at)), Sense::CLICK);
        let is_locked =
            workload == Workload::ResourceAccessPolicies && input.plan.is_resource_access_locked();
        if response.clicked() && !is_locked {
            grid.response.request_focus();
            let state = &mut workspace.workloads;
            state.go_to(workload, None);
            state.is_to_be_seen = false;
        }
        let state = &workspace.workloads;
        let around = Around {
            is_hovered: response.hovered() && !is_locked,
            is_chosen: state.editing == Some(spot),
            is_cursor: grid.response.has_focus() && state.is_by_keys && state.cursor == Some(spot),
        };
        let Some(face) = faces.sliders.get(at) else { continue };
        cells::slider(ui.painter(), place, face, around);
        if response.hovered() && state.editing.is_none() {
            tooltip::at_pointer(&response, &face.tip);
        }
        if let Some(total) = faces.totals.get(at) {
            cells::total(ui.painter(), row(rooms.total), total);
        }
    }
}

/// Lines between rows and before the fixed columns.
fn lines(ui: &Ui, rooms: &Rooms) {
    let painter = ui.painter();
    let right = rooms.card.right();
    for row in 0..7 {
        let ink = if row == 0 { Ink::Stroke } else { Ink::Grid };
        let range = rooms.card.left() + 1.0..=right - 1.0;
        painter.hline(range, rooms.row_top(row), stroke(ui, 1.0, ink));
    }
    for x in [rooms.slider.left(), rooms.total.left()] {
        let range = rooms.card.top() + 14.0..=rooms.row_top(7) - 4.0;
        painter.vline(x, range, stroke(ui, 1.0, Ink::Stroke));
    }
}

/// The spot under a point of the columns.
fn spot_at(response: &Response, rooms: &Rooms, input: &ViewInput<'_>, at: Pos2) -> Option<Spot> {
    let row = ((at.y - rooms.row_top(0)) / ROW).floor();
    let column = ((at.x - response.rect.left()) / rooms.column).floor();
    if row < 0.0 || column < 0.0 {
        return None;
    }
    let workload = *Workload::ALL.get(row as usize)?;
    let phase = input.plan.phases.get(column as usize)?;
    let is_locked = workload == Workload::ResourceAccessPolicies && input.plan.is_resource_access_locked();
    (!is_locked).then_some((workload, Some(phase.id)))
}

/// A click chooses and edits, with Shift a block, with Ctrl one more.
fn pick(
    ui: &Ui,
    response: &Response,
    rooms: &Rooms,
    input: &ViewInput<'_>,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    if response.secondary_clicked() {
        let at = response.interact_pointer_pos();
        workspace.workloads.menu = at.and_then(|at| spot_at(response, rooms, input, at));
    }
    if !response.clicked() {
        return;
    }
    let Some(at) = response.interact_pointer_pos() else { return };
    if at.y < rooms.row_top(0) {
        let column = ((at.x - response.rect.left()) / rooms.column).floor().max(0.0) as usize;
        if let Some(phase) = input.plan.phases.get(column) {
            actions.push(Action::OpenPhase(phase.id));
        }
        return;
    }
    let Some(spot) = spot_at(response, rooms, input, at) else { return };
    let modifiers = ui.input(|input| input.modifiers);
    let state = &mut workspace.workloads;
    state.cursor = Some(spot);
    if modifiers.shift {
        state.chosen = keys::block(input, state.anchor.unwrap_or(spot), spot);
        state.editing = Some(spot);
    } else if modifiers.command {
        keys::toggle(state, spot);
        state.editing = (!state.chosen.is_empty()).then_some(spot);
    } else if state.editing == Some(spot) && state.chosen.len() == 1 {
        state.editing = None;
    } else {
        state.anchor = Some(spot);
        state.chosen = vec![spot];
        state.editing = Some(spot);
    }
}

/// Scrolls to the cursor after it was moved, and says where it is.
fn see(ui: &mut Ui, response: &Response, rooms: &Rooms, input: &ViewInput<'_>, workspace: &mut Workspace) {
    let state = &mut workspace.workloads;
    let Some((workload, phase)) = state.cursor else { return };
    if state.is_to_be_seen {
        state.is_to_be_seen = false;
        if let Some(index) = phase.and_then(|phase| input.plan.phase_index(phase)) {
            let left = response.rect.left() + index as f32 * rooms.column;
            let rect =
                Rect::from_min_size(pos2(left, rooms.row_top(workload.index())), vec2(rooms.column, ROW));
            ui.scroll_to_rect(rect, None);
        }
    }
    let column = match phase.and_then(|phase| input.plan.phase(phase)) {
        Some(phase) => phase.name.as_str(),
        None => "slider to Intune",
    };
    let said = format!("{}, {column}, Enter edits", workload.name());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, true, "Workloads by phase");
        info.current_text_value = Some(said.clone());
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(said.as_str()));
}
