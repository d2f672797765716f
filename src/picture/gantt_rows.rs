//! The rows of the timeline: the words at the left, the bars, gates and switch markers of each phase.

use super::flags;
use super::format;
use super::gantt::{self, GanttInput, GanttRow, SwitchNote, Tone};
use super::gantt_layout::{BAR_HEIGHT, Element, GanttLayout, RowPlace, after, open_spans};
use super::labels::{Canvas, Line, fitted, width};
use super::markers::{self, SWITCH_RADIUS};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;
use std::ops::Range;

pub(super) fn draw(input: &GanttInput, layout: &GanttLayout, range: Range<usize>) -> Scene {
    let last = range.end.min(layout.rows.len()).min(input.rows.len());
    let range = range.start.min(last)..last;
    let top = layout.rows.get(range.start).map_or(0.0, |row| row.rect.y);
    let bottom = range.clone().last().map_or(top, |row| layout.rows[row].rect.bottom());
    let mut canvas = Canvas::new(layout.width, bottom - top);
    if range.is_empty() {
        return canvas.scene;
    }
    let plot = Rect::new(layout.axis.left, 0.0, layout.axis.right - layout.axis.left, bottom - top);
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(range.len());
    for index in range {
        let (row, place) = (&input.rows[index], lifted(&layout.rows[index], top));
        let is_selected = input.selected.as_ref() == Some(&row.key);
        parts.push(Part { row, place, index, is_selected });
    }
    ground(&mut canvas, layout, &parts);
    flags::freezes(&mut canvas, &layout.axis, plot, &input.freezes);
    for (index, freeze) in input.freezes.iter().enumerate() {
        if let Some(rect) = flags::freeze_rect(&layout.axis, plot, freeze) {
            canvas.scene.hit(format!("freeze:{index}"), rect, freeze.tip());
        }
    }
    for part in &parts {
        bars(&mut canvas, input, layout, part);
    }
    gantt::lines(&mut canvas, input, layout, plot);
    let lines_x: Vec<f32> =
        [input.today, input.target].into_iter().flatten().map(|day| layout.axis.x(day)).collect();
    for part in &parts {
        words(&mut canvas, layout, part);
        signs(&mut canvas, layout, part, &lines_x);
        switches(&mut canvas, layout, part);
        hits(&mut canvas.scene, layout, part, top);
    }
    canvas.scene
}

/// A bar that has not happened yet.
pub(super) fn outlined(scene: &mut Scene, rect: Rect) {
    scene.push(Node::Rect {
        rect,
        radius: 4.0_f32.min(rect.w / 2.0),
        fill: Some(Paint::blend(Ink::IntuneSolid, 0.28, Ink::Bg1)),
        stroke: Some(Stroke::new(1.0, Ink::IntuneSolid)),
    });
}

pub(super) fn tail_paint() -> Paint {
    Paint::blend(Ink::IntuneSolid, 0.30, Ink::Bg1)
}

/// A row on its way to the scene, its places moved to the scene's top.
struct Part<'a> {
    row: &'a GanttRow,
    place: RowPlace,
    index: usize,
    is_selected: bool,
}

fn lifted(place: &RowPlace, top: f32) -> RowPlace {
    let up = |rect: Rect| Rect { y: rect.y - top, ..rect };
    RowPlace {
        rect: up(place.rect),
        bar: place.bar.map(up),
        gate: place.gate.map(|p| pt(p.x, p.y - top)),
        switches: place.switches.iter().map(|p| p.map(|p| pt(p.x, p.y - top))).collect(),
    }
}

/// Selection, months and the lines between rows.
fn ground(canvas: &mut Canvas, layout: &GanttLayout, parts: &[Part<'_>]) {
    for part in parts.iter().filter(|part| part.is_selected) {
        let rect = part.place.rect;
        canvas.scene.rect(rect, 0.0, Paint::blend(Ink::AccentBg, 0.55, Ink::Bg1));
        canvas.scene.rect(Rect::new(0.0, rect.y, 3.0, rect.h), 0.0, Ink::Accent);
    }
    let height = canvas.scene.height;
    for tick in gantt::ticks(&layout.axis) {
        canvas.scene.line(pt(tick.x, 0.0), pt(tick.x, height), Stroke::new(1.0, Ink::Grid));
    }
    for part in parts.iter().skip(1) {
        gantt::rule(canvas, part.place.rect.y, layout.width, Ink::Stroke);
    }
}

fn bars(canvas: &mut Canvas, input: &GanttInput, layout: &GanttLayout, part: &Part<'_>) {
    let (row, axis) = (part.row, &layout.axis);
    if let Some((first, last)) = row.baseline.filter(|(first, last)| first <= last) {
        let (x0, x1) = (axis.x_inside(first), axis.x_inside(after(last)));
        if x1 > x0 {
            let rect = Rect::new(x0, part.place.rect.y + 8.0, (x1 - x0).max(2.0), 5.0);
            canvas.scene.rect(rect, 2.5, Ink::NeutralSolid);
        }
    }
    let (Some(bar), Some(start)) = (part.place.bar, row.start) else { return };
    tail(canvas, layout, part);
    soak(canvas, layout, part);
    let end = row.end.unwrap_or(start).max(start);
    let spans = open_spans(&input.freezes, axis, start, end);
    for pair in spans.windows(2) {
        let y = bar.y + bar.h / 2.0;
        let stroke = Stroke::dashed(1.5, Ink::IntuneSolid, 3.0, 3.0);
        canvas.scene.line(pt(pair[0].1, y), pt(pair[1].0, y), stroke);
    }
    let done = row.done_until.filter(|done| *done >= start).map(|done| axis.x_inside(after(done.min(end))));
    let mut widest_done: Option<Rect> = None;
    let spans = if spans.is_empty() { vec![(bar.x, bar.right())] } else { spans };
    for (x0, x1) in spans {
        let x1 = x1.max(x0 + 3.0);
        let split = done.map_or(x0, |done| done.clamp(x0, x1));
        if x1 - split > 0.5 {
            outlined(&mut canvas.scene, Rect::new(split, bar.y, x1 - split, bar.h));
        }
        if split - x0 > 0.5 {
            let rect = Rect::new(x0, bar.y, split - x0, bar.h);
            canvas.scene.rect(rect, 3.0_f32.min(rect.w / 2.0), Ink::IntuneSolid);
            if widest_done.is_none_or(|widest| rect.w > widest.w) {
                widest_done = Some(rect);
            }
        }
    }
    if let Some(rect) = widest_done
        && width(TypeRole::CAPTION_STRONG, &row.count) + 8.0 <= rect.w
    {
        let at = pt(rect.x + rect.w / 2.0, rect.y + 13.5);
        canvas.write(&Line::middle(at, TypeRole::CAPTION_STRONG, Ink::OnIntune, row.count.as_str()));
    }
}

fn soak(canvas: &mut Canvas, layout: &GanttLayout, part: &Part<'_>) {
    let (Some(bar), Some(until)) = (part.place.bar, part.row.soak_until) else { return };
    let x1 = layout.axis.x_inside(after(until)).max(part.place.gate.map_or(0.0, |gate| gate.x - 4.0));
    if x1 - bar.right() > 1.0 {
        canvas.scene.push(Node::Hatch {
            rect: Rect::new(bar.right(), bar.y + 3.5, x1 - bar.right(), 12.0),
            spacing: 5.0,
            stroke: Stroke::new(1.0, Paint::alpha(Ink::IntuneSolid, 0.8)),
        });
    }
}

/// From the gate's P50 to its P85, ending in a tick; where P85 never comes it runs out of the drawing.
fn tail(canvas: &mut Canvas, layout: &GanttLayout, part: &Part<'_>) {
    let (Some(gate), Some((p50, p85))) = (part.place.gate, part.row.tail) else { return };
    let from = tail_place(layout, p50);
    let x = p85.map_or(layout.axis.right, |p85| tail_place(layout, p85));
    if x > from {
        canvas.scene.rect(Rect::new(from, gate.y - 3.0, x - from, 6.0), 0.0, tail_paint());
        if p85.is_some() {
            let stroke = Stroke::new(2.0, Ink::IntuneSolid);
            canvas.scene.line(pt(x, gate.y - 7.0), pt(x, gate.y + 7.0), stroke);
        }
    }
}

fn tail_place(layout: &GanttLayout, day: chrono::NaiveDate) -> f32 {
    (layout.axis.x(day) + layout.axis.day_width() / 2.0).clamp(layout.axis.left, layout.axis.right)
}

/// State, name and two lines in the label column.
fn words(canvas: &mut Canvas, layout: &GanttLayout, part: &Part<'_>) {
    let (row, y) = (part.row, part.place.rect.y);
    let has_room = layout.label_width >= 110.0;
    let (x, glyph) = if has_room { (40.0, 24.0) } else { (6.0, -20.0) };
    if has_room {
        markers::verdict(&mut canvas.scene, row.state, pt(glyph, y + 20.5), 14.0);
    }
    let room = layout.label_width - x - 6.0;
    let tone = match row.tone {
        Tone::Plain => Ink::Text2,
        Tone::Good => Ink::OkText,
        Tone::Warn => Ink::WarnText,
        Tone::Bad => Ink::BadText,
    };
    for (text, role, ink, baseline) in [
        (&row.name, TypeRole::BODY_STRONG, Ink::Text, 25.0),
        (&row.line2, TypeRole::CAPTION, Ink::Text2, 42.0),
        (&row.line3, TypeRole::CAPTION, tone, 59.0),
    ] {
        if let Some(text) = fitted(role, text, room) {
            canvas.write(&Line::start(pt(x, y + baseline), role, ink, text));
        }
    }
}

/// The gate's diamond and the dates, at the right of all else in the row, else before the bar.
fn signs(canvas: &mut Canvas, layout: &GanttLayout, part: &Part<'_>, lines_x: &[f32]) {
    let place = &part.place;
    if let (Some(at), Some(gate)) = (place.gate, part.row.gate) {
        markers::gate(&mut canvas.scene, at, 15.0, gate.is_passed);
    }
    let bar_end = place.bar.map(|bar| bar.right());
    let gate_end = place.gate.map(|gate| gate.x + 8.0);
    let tail = part.row.tail.filter(|_| place.gate.is_some()).and_then(|tail| tail.1);
    // Words may stand on a tail that has no end.
    let tail = tail.map(|p85| tail_place(layout, p85));
    let Some(end) = [bar_end, gate_end, tail].into_iter().flatten().reduce(f32::max) else { return };
    let y = place.rect.y + 31.0;
    let ground = if part.is_selected { Ink::AccentBg } else { Ink::Bg1 };
    let role = if part.row.done_until.is_some() && part.row.gate.is_some_and(|gate| gate.is_passed) {
        (TypeRole::CAPTION, Ink::Text2)
    } else {
        (TypeRole::CAPTION_MEDIUM, Ink::Text)
    };
    let after = Line::start(pt(end + 9.0, y), role.0, role.1, part.row.dates.as_str()).on(ground);
    let from = place.bar.map_or(end, |bar| bar.x) - 9.0;
    let before = Line::end(pt(from, y), role.0, role.1, part.row.dates.as_str()).on(ground);
    let fits = |line: &Line| {
        let rect = line.rect();
        rect.x >= layout.axis.left && rect.right() <= layout.axis.right + 14.0
    };
    let is_clear = |line: &Line| {
        let rect = line.rect();
        !lines_x.iter().any(|x| rect.x < *x && *x < rect.right())
    };
    let tries = [(&after, true), (&before, true), (&after, false), (&before, false)];
    for (line, has_to_be_clear) in tries {
        if fits(line) && (is_clear(line) || !has_to_be_clear) && canvas.write(line) {
            return;
        }
    }
}

fn switches(canvas: &mut Canvas, layout: &GanttLayout, part: &Part<'_>) {
    let stem_top = part.place.bar.map_or(part.place.rect.y + 36.0, |bar| bar.y + BAR_HEIGHT) + 1.0;
    let first_lane = part.place.rect.y + 48.0 + 1.0;
    for (switch, place) in part.row.switches.iter().zip(&part.place.switches) {
        let Some(at) = *place else { continue };
        // One that had to give way keeps its stem on its day.
        let day = switch.date.map_or(at.x, |date| layout.axis.x(date));
        if at.y <= first_lane || at.x > day + 0.5 {
            let stroke = Stroke::new(1.0, switch.to.solid());
            canvas.scene.line(pt(day, stem_top), pt(day, first_lane - 1.0 - SWITCH_RADIUS), stroke);
        }
    }
    for (switch, place) in part.row.switches.iter().zip(&part.place.switches) {
        let Some(at) = *place else { continue };
        markers::switch(&mut canvas.scene, at, switch.letter, switch.to, switch.is_done);
        let beside = pt(at.x + SWITCH_RADIUS + 7.5, at.y);
        match switch.note {
            Some(SwitchNote::Follows) => markers::link(&mut canvas.scene, beside, 11.0, Ink::WarnText),
            Some(SwitchNote::Conflict) => markers::triangle(&mut canvas.scene, beside, 10.0),
            None => {}
        }
    }
}

fn hits(scene: &mut Scene, layout: &GanttLayout, part: &Part<'_>, top: f32) {
    let row = part.row;
    let name = Rect::new(0.0, part.place.rect.y, layout.label_width, part.place.rect.h);
    scene.hit(format!("row:{}", row.key), name, row.tip.clone());
    let mut at = |key: String, element: Element, tip: String| {
        if let Some(rect) = layout.element_rect(part.index, element) {
            scene.hit(key, Rect { y: rect.y - top, ..rect }, tip);
        }
    };
    at(format!("bar:{}", row.key), Element::Bar, row.tip.clone());
    let day = |word: &str, date: Option<chrono::NaiveDate>| {
        date.map_or_else(String::new, |date| format!("{}: {word} {}", row.name, format::weekday_date(date)))
    };
    at(format!("start:{}", row.key), Element::StartEdge, day("starts", row.start));
    at(format!("edge:{}", row.key), Element::EndEdge, day("ends", row.end));
    let word = if row.gate.is_some_and(|gate| gate.is_passed) { "gate passed" } else { "gate" };
    at(format!("gate:{}", row.key), Element::Gate, day(word, row.gate.map(|gate| gate.date)));
    for (index, switch) in row.switches.iter().enumerate() {
        at(format!("switch:{}:{}", row.key, switch.workload), Element::Switch(index), switch.tip.clone());
    }
}
