//! What is drawn over the rows while something is held or walked to: the ghost of where it was, the ring
//! about the cursor, the stretch of time being marked, and the caption.

use egui::{Pos2, Rect, Response, Role, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::caption;
use super::chart::{Chart, Move};
use super::drawing::Drawing;
use super::moves::Ground;
use crate::document::{Element, Workspace};
use crate::look::style::{float_shadow, stroke};
use crate::look::text::{paint_text, words};
use crate::look::widgets::tooltip;
use crate::look::{Themed, color, paint};
use crate::picture::gantt_layout::{self, GanttLayout};
use crate::picture::{Anchor, Ink, Paint, TypeRole, format, text};
use crate::plan::Plan;

/// Where the rows stand on screen in this frame.
pub struct View<'a> {
    /// The top left of the first row.
    pub origin: Pos2,
    /// What is seen of the rows.
    pub clip: Rect,
    pub drawing: &'a Drawing,
}

pub fn show(
    ui: &mut Ui,
    response: &Response,
    chart: &Chart<'_>,
    view: &View<'_>,
    (workspace, held): (&Workspace, Option<&Move>),
) {
    let state = &workspace.timeline;
    if let Some(from) = state.marking {
        marking(ui, response, chart, view, from);
    }
    day_line(ui, response, chart, view, state.grab.is_some() || state.marking.is_some());
    let cursor = state.cursor.filter(|_| response.has_focus() && state.is_by_keys);
    let mut said = String::new();
    if let Some(held) = held {
        ghost(ui, chart, view, held.grab.element);
        let plan = held.preview.as_ref().map_or(chart.ground.plan, |ahead| &ahead.plan);
        let place = element_rect(&view.drawing.layout, plan, held.grab.element, view);
        said = held_caption(ui, chart, view, held, place);
    } else if let Some((element, reason)) = &state.refused {
        let place = element_rect(&view.drawing.layout, chart.ground.plan, *element, view);
        box_at(ui, view.clip, place, &[reason.as_str()]);
        reason.clone_into(&mut said);
    }
    if let Some(element) = cursor {
        if let Some(rect) = element_rect(&view.drawing.layout, chart.ground.plan, element, view)
            && held.is_none()
        {
            let ring = stroke(ui, 2.0, Ink::Accent);
            ui.painter().rect_stroke(rect.expand(1.0), 5.0, ring, StrokeKind::Outside);
        }
        if said.is_empty() {
            said = caption::spoken(&chart.ground, element);
        }
    }
    speak(ui, response, &chart.base.sentence, &said);
}

/// The chart for screen readers: its finding, and what the cursor is on or does.
fn speak(ui: &Ui, response: &Response, sentence: &str, said: &str) {
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, ui.is_enabled(), "Timeline");
        info.current_text_value = Some(said.to_owned());
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(sentence);
        node.set_value(said);
    });
}

fn held_caption(ui: &Ui, chart: &Chart<'_>, view: &View<'_>, held: &Move, place: Option<Rect>) -> String {
    let after = held.preview.as_ref().map(|ahead| Ground {
        plan: &ahead.plan,
        outlook: &ahead.outlook,
        middle: None,
    });
    let mut lines = caption::lines(&chart.ground, &held.grab, held.edit.as_ref(), after.as_ref());
    if let Some(refusal) = &held.refusal {
        lines[1].clone_from(refusal);
    }
    box_at(ui, view.clip, place, &[&lines[0], &lines[1]]);
    lines.join(". ")
}

/// Where an element stands on screen; none when it is out of the stretch of time that is seen.
pub fn element_rect(layout: &GanttLayout, plan: &Plan, element: Element, view: &View<'_>) -> Option<Rect> {
    let on_screen = |rect: crate::picture::Rect| {
        Rect::from_min_size(view.origin + vec2(rect.x, rect.y), vec2(rect.w, rect.h))
    };
    let part = |id, part| layout.element_rect(plan.phase_index(id)?, part).map(on_screen);
    match element {
        Element::Row(id) => {
            let row = layout.rows.get(plan.phase_index(id)?)?.rect;
            let name =
                crate::picture::Rect { x: 4.0, y: row.y + 6.0, w: layout.label_width - 8.0, h: row.h - 12.0 };
            Some(on_screen(name))
        }
        Element::Bar(id) => part(id, gantt_layout::Element::Bar),
        Element::End(id) => part(id, gantt_layout::Element::EndEdge),
        Element::Gate(id) => part(id, gantt_layout::Element::Gate),
        Element::Switch(id, workload) => {
            let index = plan.switchable_workloads().position(|other| other == workload)?;
            part(id, gantt_layout::Element::Switch(index))
        }
        Element::Freeze(id) | Element::FreezeFirst(id) | Element::FreezeLast(id) => {
            let freeze = plan.calendar.freezes.iter().find(|freeze| freeze.id == id)?;
            let axis = &layout.axis;
            let left = axis.x_inside(freeze.from);
            let right = axis.x_inside(freeze.to.succ_opt().unwrap_or(freeze.to));
            (right > left).then(|| {
                let top = pos2(view.origin.x + left, view.clip.top() + 2.0);
                Rect::from_min_max(top, pos2(view.origin.x + right, view.clip.bottom() - 2.0))
            })
        }
    }
}

/// A dashed outline where the element stands in the plan as it is.
fn ghost(ui: &Ui, chart: &Chart<'_>, view: &View<'_>, element: Element) {
    let outline = match element {
        Element::End(id) => Element::Bar(id),
        Element::FreezeFirst(id) | Element::FreezeLast(id) => Element::Freeze(id),
        other => other,
    };
    let Some(rect) = element_rect(&chart.base.layout, chart.ground.plan, outline, view) else { return };
    let rect = if matches!(outline, Element::Bar(_)) { rect.shrink2(vec2(0.0, 5.0)) } else { rect };
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    let line = stroke(ui, 1.0, Ink::Text2);
    ui.painter().extend(egui::Shape::dashed_line(&corners, line, 4.0, 3.0));
}

/// The stretch of time between where the pointer went down and where it is.
fn marking(ui: &Ui, response: &Response, chart: &Chart<'_>, view: &View<'_>, from: chrono::NaiveDate) {
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let axis = &chart.base.layout.axis;
    let start = response.rect.left() + axis.x(from);
    let end = at.x.clamp(response.rect.left() + axis.left, response.rect.left() + axis.right);
    let band = Rect::from_x_y_ranges(start.min(end)..=start.max(end), view.clip.y_range());
    let wash = paint::resolve(ui.palette(), Paint::alpha(Ink::Accent, 0.12));
    ui.painter().rect_filled(band, 0.0, wash);
    for x in [band.left(), band.right()] {
        ui.painter().vline(x, band.y_range(), stroke(ui, 1.0, Ink::Accent));
    }
}

/// A line through the day under the pointer, with the day and its helpdesk week at the top.
fn day_line(ui: &Ui, response: &Response, chart: &Chart<'_>, view: &View<'_>, is_busy: bool) {
    let Some(at) = response.hover_pos().filter(|at| view.clip.contains(*at) && !is_busy) else { return };
    let layout = &view.drawing.layout;
    let x = at.x - response.rect.left();
    let is_free = chart.element_at(response, at).is_none();
    if x < layout.axis.left || x > layout.axis.right || !is_free || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    ui.painter().vline(at.x, view.clip.y_range(), stroke(ui, 1.0, Ink::Text3));
    let day = layout.date_at(x);
    let mut lines = vec![format::weekday_date(day)];
    let weeks = view.drawing.input.desk.iter().flat_map(|desk| &desk.weeks);
    let week =
        weeks.into_iter().rfind(|week| week.monday <= day && day <= week.monday + chrono::Days::new(6));
    if let Some(week) = week {
        let word = match (week.is_actual, week.range) {
            (true, _) => "Helpdesk",
            (false, None) => "Helpdesk, expected",
            (false, Some(_)) => "Helpdesk, forecast",
        };
        let load = week.load().map(|load| format!(", {} of capacity", format::percent0(load)));
        let tickets = format::count_f64(week.tickets_per_day);
        lines.push(format!("{word}: {tickets} tickets a day{}", load.unwrap_or_default()));
        lines.extend(week.range.map(|(low, high)| {
            let [low, high] = [low, high].map(format::count_f64);
            format!("{low} – {high} in 80 of 100 futures")
        }));
    }
    tooltip::at_pointer(response, &lines.join("\n"));
}

/// One or two lines on a floating box beside what they are about.
fn box_at(ui: &Ui, clip: Rect, place: Option<Rect>, lines: &[&str]) {
    const LINE: f32 = 17.0;
    let lines: Vec<&&str> = lines.iter().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return;
    }
    let role = |index: usize| if index == 0 { TypeRole::LABEL_STRONG } else { TypeRole::LABEL };
    let widest = lines.iter().enumerate().map(|(i, line)| text::width(role(i), line)).fold(0.0, f32::max);
    let size = vec2(widest + 20.0, lines.len() as f32 * LINE + 13.0);
    let place = place.unwrap_or_else(|| Rect::from_center_size(clip.center(), vec2(1.0, 1.0)));
    let left = (place.center().x - size.x / 2.0)
        .clamp(clip.left() + 4.0, (clip.right() - size.x - 4.0).max(clip.left() + 4.0));
    let above = place.top() - size.y - 6.0;
    let top = if above >= clip.top() + 2.0 { above } else { place.bottom() + 6.0 };
    let top = top.min(clip.bottom() - size.y - 4.0);
    let rect = Rect::from_min_size(pos2(left, top), size);
    let painter = ui.painter();
    painter.add(float_shadow(ui).as_shape(rect, 6.0));
    painter.rect(rect, 6.0, color(ui, Ink::Bg1), stroke(ui, 1.0, Ink::Stroke2), StrokeKind::Inside);
    for (index, line) in lines.iter().enumerate() {
        let ink = if index == 0 { Ink::Text } else { Ink::Text2 };
        let at = pos2(rect.left() + 10.0, rect.top() + 18.0 + index as f32 * LINE);
        paint_text(painter, at, Anchor::Start, words(line, role(index), ink));
    }
}
