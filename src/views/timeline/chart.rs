//! The chart's card: head, rows that scroll and foot, with what the pointer and the keys do to them.
//! What a move means is decided in `moves`.

use std::sync::Arc;

use egui::{Pos2, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::drawing::{self, Drawing, Key};
use super::moves::Ground;
use super::preview::{Preview, preview};
use super::span::{self, Span};
use super::{keys, lane, marks, menu, pointer};
use crate::document::{Element, Grab, TimelineState, Workspace};
use crate::look::paint;
use crate::look::widgets::card::{Surface, paint_surface};
use crate::picture::gantt::{HEAD_HEIGHT, KEY_HEIGHT, LANE_HEIGHT};
use crate::picture::gantt_layout;
use crate::plan::{Edit, PhaseId, Workload};
use crate::report::{Situation, timeline};
use crate::views::{Actions, ViewInput};

/// What the parts of the card share during one frame.
pub(super) struct Chart<'a> {
    pub input: &'a ViewInput<'a>,
    pub ground: Ground<'a>,
    pub whole: Span,
    pub span: Span,
    /// The plan as it is, without what is being dragged.
    pub base: Arc<Drawing>,
    /// The phase the inspector shows.
    pub selected: Option<PhaseId>,
}

/// A drag with what it would lead to.
pub(super) struct Move {
    pub grab: Grab,
    pub edit: Option<Edit>,
    pub preview: Option<Arc<Preview>>,
    /// Why the plan refuses it.
    pub refusal: Option<String>,
}

/// What the card needs of height to show this many rows.
pub fn height_for(rows: usize) -> f32 {
    HEAD_HEIGHT + rows as f32 * gantt_layout::ROW_HEIGHT + LANE_HEIGHT + KEY_HEIGHT
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    workspace: &mut Workspace,
    actions: &mut Actions,
    conflicts: &[(Workload, PhaseId)],
) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let situation = input.situation();
    let whole = timeline::whole_span(&situation);
    let selected = input.phase(workspace).map(|(_, phase)| phase.id);
    // A low card keeps the rows and gives up the helpdesk's lane, the sooner where milestones and tasks are open.
    let least = if workspace.timeline.is_lane_open { 320.0 } else { 120.0 };
    let has_lane = rect.height() >= HEAD_HEIGHT + LANE_HEIGHT + KEY_HEIGHT + least;
    let room = rect.height() - HEAD_HEIGHT - KEY_HEIGHT - if has_lane { LANE_HEIGHT } else { 0.0 };
    let key = Key {
        edition: input.edition,
        width: rect.width(),
        height: room,
        span: seen(&mut workspace.timeline, whole),
        selected,
        has_lane,
        is_open: workspace.timeline.is_lane_open,
        preview: None,
    };
    let base = drawing::drawing(ui, "plan", &key, &situation, conflicts);
    let ground = Ground { plan: input.plan, outlook: input.outlook, middle: situation.middle() };
    let chart = Chart { input, ground, whole, span: key.span, base, selected };
    let foot_height = chart.base.foot.height;
    let lane_height = if chart.base.journey.nodes.is_empty() { 0.0 } else { chart.base.journey.height };
    let lane_bottom = rect.bottom() - foot_height;
    let rooms = Rooms {
        head: Rect::from_min_size(rect.min, vec2(rect.width(), HEAD_HEIGHT)),
        rows: Rect::from_min_max(
            pos2(rect.left(), rect.top() + HEAD_HEIGHT),
            pos2(rect.right(), lane_bottom - lane_height),
        ),
        lane: Rect::from_min_max(
            pos2(rect.left(), lane_bottom - lane_height),
            pos2(rect.right(), lane_bottom),
        ),
        foot: Rect::from_min_max(pos2(rect.left(), rect.bottom() - foot_height), rect.max),
    };
    let shown = rows(ui, &rooms, &chart, (&key, conflicts), workspace, actions);
    lane::show(ui, rooms.lane, (input.plan, &shown.journey), &mut workspace.timeline, actions);
    ends(ui, &rooms, (&chart, &shown), &mut workspace.timeline, actions);
}

struct Rooms {
    head: Rect,
    rows: Rect,
    lane: Rect,
    foot: Rect,
}

/// The stretch of time that is seen; one that the plan has outgrown is forgotten.
fn seen(state: &mut TimelineState, whole: Span) -> Span {
    if state.span.is_some_and(|span| span.0 < whole.0 || span.1 > whole.1) {
        state.span = None;
    }
    state.span.unwrap_or(whole)
}

fn rows(
    ui: &mut Ui,
    rooms: &Rooms,
    chart: &Chart<'_>,
    (key, conflicts): (&Key, &[(Workload, PhaseId)]),
    workspace: &mut Workspace,
    actions: &mut Actions,
) -> Arc<Drawing> {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rooms.rows).id_salt("timeline rows"));
    child.set_clip_rect(rooms.rows.intersect(ui.clip_rect()));
    let area = ScrollArea::vertical().id_salt("rows").auto_shrink(false);
    let outcome = area.show(&mut child, |ui| {
        let height = chart.base.layout.rows_height().max(rooms.rows.height());
        let size = vec2(chart.base.layout.width, height);
        let response = ui.allocate_exact_size(size, Sense::click_and_drag()).1;
        let origin = response.rect.min;
        crate::look::focus::shape(&response, rooms.rows.shrink(3.0), 4.0);
        pointer::rows(ui, &response, chart, workspace, actions);
        keys::handle(ui, &response, chart, workspace, actions);
        menu::show(ui, &response, chart, workspace, actions);
        travel(ui, rooms.rows, chart, &mut workspace.timeline);
        follow(ui, &response, chart);

        let held = moving(ui, chart, &workspace.timeline);
        let shown = held.as_ref().and_then(|held| held.preview.as_deref());
        let key = Key { preview: held.as_ref().and_then(preview_key), ..key.clone() };
        let drawing = match shown {
            Some(ahead) => {
                let situation = Situation::new(&ahead.plan, &ahead.outlook);
                drawing::drawing(ui, "drag", &key, &situation, conflicts)
            }
            None => Arc::clone(&chart.base),
        };
        let clip = ui.clip_rect();
        let range = drawing.layout.visible(clip.top() - origin.y, clip.bottom() - origin.y);
        let top = drawing.layout.rows.get(range.start).map_or(0.0, |row| row.rect.y);
        let slot = if shown.is_some() { "drag rows" } else { "rows" };
        let scene = drawing::rows(ui, slot, &key, &drawing, range);
        let place = Rect::from_min_size(origin + vec2(0.0, top), vec2(scene.width, scene.height));
        paint::paint(ui.painter(), place, &scene);
        let rest = rooms.rows.height() - drawing.layout.rows_height();
        if rest > 1.0 {
            let top = origin + vec2(0.0, drawing.layout.rows_height());
            let place = Rect::from_min_size(top, vec2(drawing.blank.width, drawing.blank.height));
            paint::paint(&ui.painter().with_clip_rect(ui.clip_rect()), place, &drawing.blank);
        }
        let view = marks::View { origin, clip: rooms.rows, drawing: &drawing };
        marks::show(ui, &response, chart, &view, (workspace, held.as_ref()));
        drawing
    });
    outcome.inner
}

/// Brings the row of another phase than before into view: one that was added, or chosen elsewhere.
fn follow(ui: &mut Ui, response: &egui::Response, chart: &Chart<'_>) {
    let id = response.id.with("followed");
    let before: Option<PhaseId> = ui.data(|data| data.get_temp(id)).flatten();
    if before == chart.selected {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, chart.selected));
    let index = chart.selected.and_then(|phase| chart.input.plan.phase_index(phase));
    if let Some(row) = index.and_then(|index| chart.base.layout.rows.get(index)) {
        let top = response.rect.top() + row.rect.y;
        let rect = Rect::from_x_y_ranges(response.rect.x_range(), top..=top + row.rect.h);
        ui.scroll_to_rect(rect, None);
    }
}

/// The edit of the drag under way and where it leads.
pub(super) fn moving(ui: &Ui, chart: &Chart<'_>, state: &TimelineState) -> Option<Move> {
    let grab = state.grab?;
    let edit = chart.ground.edit(&grab);
    let outcome = edit.as_ref().map(|edit| preview(ui, chart.input, "drag", edit));
    let (preview, refusal) = match outcome {
        Some(Ok(preview)) => (Some(preview), None),
        Some(Err(refusal)) => (None, Some(refusal)),
        None => (None, None),
    };
    Some(Move { grab, edit, preview, refusal })
}

fn preview_key(held: &Move) -> Option<String> {
    held.preview.as_ref().map(|_| format!("{:?}", held.grab))
}

/// Head and foot: they move with time, mark a stretch of it, and hold the names of freezes.
fn ends(
    ui: &mut Ui,
    rooms: &Rooms,
    (chart, shown): (&Chart<'_>, &Drawing),
    state: &mut TimelineState,
    actions: &mut Actions,
) {
    for (rect, scene, name) in
        [(rooms.head, &shown.head, "timeline head"), (rooms.foot, &shown.foot, "timeline foot")]
    {
        // Not a stop for the keyboard: all of it is reached from the rows.
        let response = ui.interact(rect, ui.scope_id().with(name), Sense::CLICK | Sense::DRAG);
        let place = Rect::from_min_size(rect.min, vec2(scene.width, scene.height));
        paint::paint(&ui.painter_at(rect), place, scene);
        pointer::ends(ui, &response, chart, state, actions);
        menu::of_ends(ui, &response, chart);
        travel(ui, rect, chart, state);
    }
}

/// The wheel: with Ctrl it zooms about the pointer, sideways it moves along in time.
fn travel(ui: &Ui, rect: Rect, chart: &Chart<'_>, state: &mut TimelineState) {
    let Some(at) = ui.input(|input| input.pointer.hover_pos()).filter(|at| rect.contains(*at)) else {
        return;
    };
    if !ui.rect_contains_pointer(rect) {
        return;
    }
    let (zoom, along) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().x));
    let axis = &chart.base.layout.axis;
    if (zoom - 1.0).abs() > 0.001 {
        let about = chart.base.layout.date_at(at.x - rect.left());
        state.span = span::zoom(chart.span, chart.whole, zoom, about);
        ui.ctx().request_repaint();
    } else if along.abs() > 0.5 {
        let days = (-along / axis.day_width()).round() as i64;
        if days != 0 {
            state.span = span::pan(chart.span, chart.whole, days);
            ui.ctx().request_repaint();
        }
    }
}

impl Chart<'_> {
    /// The element under a point of the rows.
    pub fn element_at(&self, response: &Response, at: Pos2) -> Option<Element> {
        let point = at - response.rect.min;
        if point.x < self.base.layout.label_width {
            return self.base.layout.row_at(point.y).and_then(|row| self.phase(row)).map(Element::Row);
        }
        let found = self.base.layout.element_at(point.x, point.y);
        found.and_then(|(row, part)| self.element(row, part)).or_else(|| self.freeze_edge(point.x))
    }

    pub fn phase(&self, row: usize) -> Option<PhaseId> {
        self.ground.plan.phases.get(row).map(|phase| phase.id)
    }

    fn element(&self, row: usize, part: gantt_layout::Element) -> Option<Element> {
        let id = self.phase(row)?;
        Some(match part {
            gantt_layout::Element::Bar | gantt_layout::Element::StartEdge => Element::Bar(id),
            gantt_layout::Element::EndEdge => Element::End(id),
            gantt_layout::Element::Gate => Element::Gate(id),
            gantt_layout::Element::Switch(index) => {
                Element::Switch(id, self.ground.plan.switchable_workloads().nth(index)?)
            }
        })
    }

    fn freeze_edge(&self, x: f32) -> Option<Element> {
        const REACH: f32 = 4.0;
        let axis = &self.base.layout.axis;
        self.ground.plan.calendar.freezes.iter().find_map(|freeze| {
            if (axis.x(freeze.from) - x).abs() <= REACH {
                Some(Element::FreezeFirst(freeze.id))
            } else if (axis.x(freeze.to) + axis.day_width() - x).abs() <= REACH {
                Some(Element::FreezeLast(freeze.id))
            } else {
                None
            }
        })
    }
}
