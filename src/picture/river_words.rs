//! The words on the authority chart, where each finds room, and its sentence and table. It draws no areas.

use super::course::{DayValue, value_at};
use super::flags;
use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::river::{AuthorityDay, Finish, Frame, RiverInput, total, totals};
use super::scene::{Node, Paint, Point, Rect, Stroke, Table, pt};
use super::stack;
use super::type_roles::TypeRole;
use chrono::{Datelike, NaiveDate, Weekday};

/// Today's point with its box, and the finish.
pub(super) fn marks(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let totals = totals(&input.days);
    today_box(canvas, input, frame, &totals);
    finish(canvas, input, frame, &totals);
}

/// The areas' names and the freezes', where nothing else stands.
pub(super) fn names(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    area_names(canvas, input, frame);
    flags::freeze_names(canvas, &frame.axis, frame.plot, &input.freezes);
}

/// Where authority stands, where it ends and when.
pub(super) fn sentence(input: &RiverInput) -> String {
    let totals = totals(&input.days);
    let Some(last) = totals.last() else { return "Nothing is planned yet.".to_owned() };
    let mut parts = Vec::new();
    if let Some((day, share)) = input.today.and_then(|day| Some((day, value_at(&totals, day)?))) {
        let planned =
            planned(input).map_or_else(String::new, |p| format!(", {} planned", format::percent1(p)));
        parts.push(format!(
            "On {} {} of workload authority is with Intune or Pilot Intune{planned}",
            format::date(day),
            format::percent1(share),
        ));
    }
    parts.push(format!("{} by {}", format::percent1(last.value), format::date(last.date)));
    match input.finish {
        Some(Finish::Expected(day)) => parts.push(format!("expected finish {}", format::date(day))),
        Some(Finish::Range { p50, p85 }) => {
            parts.push(format!("finish {} (P50) to {} (P85)", format::date(p50), format::date(p85)));
        }
        None => {}
    }
    parts.join("; ") + "."
}

/// One row a week and one for today: a row a day would bury a reader.
pub(super) fn table(input: &RiverInput) -> Table {
    let head = ["Date", "Intune", "Pilot Intune", "Configuration Manager", "Planned", "State"];
    let last = input.days.len().saturating_sub(1);
    let is_shown = |index: usize, day: &AuthorityDay| {
        index == 0
            || index == last
            || Some(day.date) == input.today
            || day.date.weekday() == Weekday::Mon
            || input.days.len() <= 31
    };
    let rows = input.days.iter().enumerate().filter(|(index, day)| is_shown(*index, day)).map(|(_, day)| {
        let planned = value_at(&input.baseline, day.date);
        vec![
            format::date(day.date),
            format::percent1(day.intune),
            format::percent1(day.pilot),
            format::percent1(1.0 - total(day)),
            planned.map_or_else(|| format::DASH.to_owned(), format::percent1),
            if is_past(input, day.date) { "actual" } else { "expected" }.to_owned(),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// What a day has to say when it is pointed at.
pub(super) fn tip(input: &RiverInput, day: &AuthorityDay) -> String {
    let kind = if is_past(input, day.date) { "" } else { ", expected" };
    let mut lines = vec![
        format!("{}{kind}", format::weekday_date(day.date)),
        format!("Intune {}", format::percent1(day.intune)),
        format!("Pilot Intune {}", format::percent1(day.pilot)),
        format!("Configuration Manager {}", format::percent1(1.0 - total(day))),
    ];
    if let Some(planned) = value_at(&input.baseline, day.date) {
        lines.push(format!("Planned {}", format::percent1(planned)));
    }
    lines.join("\n")
}

fn is_past(input: &RiverInput, day: NaiveDate) -> bool {
    input.today.is_some_and(|today| day <= today)
}

fn planned(input: &RiverInput) -> Option<f64> {
    value_at(&input.baseline, input.today?)
}

/// Today's point on the main line and the box of actual against planned, once something has moved.
fn today_box(canvas: &mut Canvas, input: &RiverInput, frame: &Frame, totals: &[DayValue]) {
    let Some(day) = input.today.filter(|day| frame.axis.contains(*day)) else { return };
    let Some(share) = value_at(totals, day) else { return };
    if share <= 0.0 && planned(input).is_none_or(|p| p <= 0.0) {
        return;
    }
    let point = pt(frame.axis.x(day), frame.values.y(share));
    ring(canvas, point, 4.5);
    canvas.labels.reserve(Rect::new(point.x - 6.0, point.y - 6.0, 12.0, 12.0));
    let actual = format::percent1(share);
    let planned = planned(input).map(format::percent1);
    let figure = width(TypeRole::CARD_TITLE, &actual);
    let second = planned.as_ref().map_or(0.0, |p| width(TypeRole::LABEL_MEDIUM, p));
    let column = |text: &str, at: f32| at + 8.0 + width(TypeRole::CAPTION, text);
    let words =
        column("actual", figure).max(if planned.is_some() { column("planned by now", second) } else { 0.0 });
    let size = (words + 20.0, if planned.is_some() { 43.0 } else { 26.0 });
    let Some(rect) = box_place(canvas, frame, point, size) else { return };
    let near = pt(if rect.x > point.x { rect.x } else { rect.right() - 28.0 }, rect.bottom() - 0.5);
    canvas.scene.line(near, point, Stroke::new(1.0, Ink::Stroke2));
    canvas.scene.push(Node::Rect {
        rect,
        radius: 5.0,
        fill: Some(Ink::Bg1.into()),
        stroke: Some(Stroke::new(1.0, Ink::Stroke2)),
    });
    let x = rect.x + 10.0;
    let scene = &mut canvas.scene;
    Line::start(pt(x, rect.y + 18.0), TypeRole::CARD_TITLE, Ink::IntuneText, actual).draw(scene);
    Line::start(pt(x + figure + 8.0, rect.y + 18.0), TypeRole::CAPTION, Ink::Text2, "actual").draw(scene);
    if let Some(planned) = planned {
        Line::start(pt(x, rect.y + 35.0), TypeRole::LABEL_MEDIUM, Ink::Text, planned).draw(scene);
        let at = pt(x + second + 8.0, rect.y + 35.0);
        Line::start(at, TypeRole::CAPTION, Ink::Text2, "planned by now").draw(scene);
    }
    ring(canvas, point, 4.5);
}

/// Over the point and beside the today line, at the left first, then at the right.
fn box_place(canvas: &mut Canvas, frame: &Frame, point: Point, size: (f32, f32)) -> Option<Rect> {
    let (w, h) = size;
    let plot = frame.plot;
    let highest = plot.y + 24.0;
    let lowest = plot.bottom() - h - 6.0;
    for lift in [96.0_f32, 60.0, 140.0, 30.0] {
        let y = (point.y - lift).clamp(highest.min(lowest), lowest.max(highest.min(lowest)));
        for x in [point.x - w - 12.0, point.x + 14.0] {
            let rect = Rect::new(x, y, w, h);
            let inside = x >= plot.x + 4.0 && rect.right() <= plot.right() - 4.0 && y >= plot.y + 2.0;
            if inside && rect.bottom() <= plot.bottom() && canvas.labels.claim(rect) {
                return Some(rect);
            }
        }
    }
    None
}

fn finish(canvas: &mut Canvas, input: &RiverInput, frame: &Frame, totals: &[DayValue]) {
    match input.finish {
        Some(Finish::Expected(day)) if frame.axis.contains(day) => {
            let share = value_at(totals, day).unwrap_or(1.0);
            let point = pt(frame.axis.x(day), frame.values.y(share));
            expected_finish(canvas, input, frame, (day, point));
        }
        Some(Finish::Range { p50, p85 }) if frame.axis.contains(p50) => finish_range(canvas, frame, p50, p85),
        _ => {}
    }
}

fn expected_finish(canvas: &mut Canvas, input: &RiverInput, frame: &Frame, at: (NaiveDate, Point)) {
    let (day, point) = at;
    let word = if is_past(input, day) { "Finished" } else { "Expected finish" };
    let text = format!("{word} {}", format::date_short(day));
    ring(canvas, point, 4.5);
    let dot = Rect::new(point.x - 6.0, point.y - 6.0, 12.0, 12.0);
    canvas.labels.reserve(dot);
    canvas.scene.hit("finish", dot, format!("{word} {}", format::date(day)));
    for drop in [19.0, 34.0] {
        let below = pt(point.x + 12.0, point.y + drop);
        let left = pt(point.x - 12.0, point.y + drop);
        for line in [
            Line::start(below, TypeRole::CAPTION_MEDIUM, Ink::Text, text.as_str()).on(Ink::Bg1),
            Line::end(left, TypeRole::CAPTION_MEDIUM, Ink::Text, text.as_str()).on(Ink::Bg1),
        ] {
            let rect = line.rect();
            if rect.x < frame.plot.x
                || rect.right() > frame.plot.right()
                || rect.bottom() > frame.plot.bottom()
            {
                continue;
            }
            if canvas.labels.claim(rect) {
                let near = pt(if rect.x > point.x { rect.x + 2.0 } else { rect.right() - 2.0 }, rect.y + 1.0);
                canvas.scene.line(point, near, Stroke::new(1.0, Ink::Text3));
                line.draw(&mut canvas.scene);
                ring(canvas, point, 4.5);
                return;
            }
        }
    }
}

/// A bar from P50 to P85 along the top of the plot.
fn finish_range(canvas: &mut Canvas, frame: &Frame, p50: NaiveDate, p85: NaiveDate) {
    let y = frame.plot.y + 10.0;
    let (x0, x1) = (frame.axis.x(p50), frame.axis.x_inside(p85.max(p50)));
    canvas.scene.rect(Rect::new(x0, y - 3.0, (x1 - x0).max(1.0), 6.0), 3.0, Ink::IntuneSolid);
    let mark = Rect::new(x0 - 6.0, y - 6.0, x1 - x0 + 9.0, 12.0);
    canvas.labels.reserve(mark);
    let tip = format!(
        "Half of the runs finish by {} (P50)\n85 of 100 by {} (P85)",
        format::date(p50),
        format::date(p85)
    );
    canvas.scene.hit("finish", mark, tip);
    ring(canvas, pt(x0, y), 4.5);
    let text = format!("Finish P50 {} – P85 {}", format::date_short(p50), format::date_short(p85));
    let line = |text: &str| {
        Line::end(pt(x0 - 10.0, y + 4.0), TypeRole::CAPTION_MEDIUM, Ink::Text, text).on(Ink::Bg1)
    };
    if !canvas.write(&line(&text)) {
        canvas.write(&line(&format::date_range(p50, p85)));
    }
}

fn ring(canvas: &mut Canvas, center: Point, radius: f32) {
    canvas.scene.push(Node::Circle {
        center,
        radius,
        fill: Some(Paint::solid(Ink::Bg1)),
        stroke: Some(Stroke::new(2.0, Ink::IntuneText)),
    });
}

/// An area with its name and what to say below it.
struct Name {
    lines: Vec<String>,
    note: String,
    /// Bottom and top of the area by day.
    low: Vec<DayValue>,
    high: Vec<DayValue>,
    /// The part of the plot to look in first.
    prefer: (f32, f32),
}

fn area_names(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let (intune, both) = stack::series(&input.days);
    let level = |value: f64| input.days.iter().map(|d| DayValue::new(d.date, value)).collect::<Vec<_>>();
    let plot = frame.plot;
    let today_x = input.today.map_or(plot.x, |day| frame.axis.x_inside(day));
    let past = if today_x - plot.x > 160.0 { (plot.x, today_x) } else { (plot.x, plot.right()) };
    let has_past = past.1 < plot.right();
    let names = [
        Name {
            lines: vec!["Configuration Manager".to_owned()],
            note: manager_note(input, &both),
            low: both.clone(),
            high: level(1.0),
            prefer: past,
        },
        Name {
            lines: vec!["Pilot Intune".to_owned()],
            note: "by collection".to_owned(),
            low: intune.clone(),
            high: both,
            prefer: (today_x, plot.right()),
        },
        Name {
            lines: vec!["Intune".to_owned()],
            note: "slider on Intune".to_owned(),
            low: level(0.0),
            high: intune,
            prefer: (today_x, plot.right()),
        },
    ];
    for mut name in names {
        if has_past
            && name.prefer == past
            && width(TypeRole::CARD_TITLE, &name.lines[0]) + 20.0 > (past.1 - past.0) * 0.6
        {
            name.lines = name.lines[0].split(' ').map(str::to_owned).collect();
        }
        let whole = (plot.x, plot.right());
        let _placed = place(canvas, frame, &name, name.prefer, true)
            || place(canvas, frame, &name, whole, true)
            || place(canvas, frame, &name, whole, false);
    }
}

/// `75.8% today`, or until when all of it stays.
fn manager_note(input: &RiverInput, both: &[DayValue]) -> String {
    let today = input.today.and_then(|day| value_at(both, day)).unwrap_or(0.0);
    if today > 0.0 {
        return format!("{} today", format::percent1(1.0 - today));
    }
    both.iter()
        .rev()
        .find(|point| point.value <= 0.0)
        .map_or_else(String::new, |point| format!("100% until {}", format::weekday_date_short(point.date)))
}

/// Writes the name where the area has most room over its and under its edge; says whether it did.
fn place(canvas: &mut Canvas, frame: &Frame, name: &Name, span: (f32, f32), with_note: bool) -> bool {
    let note = if with_note { name.note.as_str() } else { "" };
    let title = name.lines.iter().map(|line| width(TypeRole::CARD_TITLE, line)).fold(0.0, f32::max);
    let w = title.max(width(TypeRole::CAPTION_MEDIUM, note));
    let h = name.lines.len() as f32 * 18.0 + if note.is_empty() { 0.0 } else { 15.0 };
    let mut best: Option<(f32, Rect)> = None;
    let mut x = span.0 + 8.0;
    while x + w <= span.1 - 8.0 {
        let (top, bottom) = room(frame, name, x - 6.0, x + w + 6.0);
        let slack = bottom - top - h;
        if slack >= 8.0 {
            let rect = Rect::new(x - 4.0, top + slack * 0.5 - 2.0, w + 8.0, h + 4.0);
            let clear = clearance(canvas, frame, &rect);
            let middle = 1.0 - ((x + w / 2.0) - f32::midpoint(span.0, span.1)).abs() / (span.1 - span.0);
            let score = slack.min(160.0) + middle * 60.0;
            if clear && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, rect));
            }
        }
        x += 10.0;
    }
    let Some((_, rect)) = best else { return false };
    canvas.labels.reserve(rect);
    let center = rect.x + rect.w / 2.0;
    let mut y = rect.y + 15.0;
    for line in &name.lines {
        Line::middle(pt(center, y), TypeRole::CARD_TITLE, Ink::Text, line.as_str()).draw(&mut canvas.scene);
        y += 18.0;
    }
    if !note.is_empty() {
        let at = pt(center, y - 2.0);
        Line::middle(at, TypeRole::CAPTION_MEDIUM, Ink::Text, note).draw(&mut canvas.scene);
    }
    true
}

/// Inside the plot and free.
fn clearance(canvas: &Canvas, frame: &Frame, rect: &Rect) -> bool {
    let inside = rect.y >= frame.plot.y + 2.0 && rect.bottom() <= frame.plot.bottom() - 2.0;
    inside && canvas.labels.is_free(rect)
}

/// The highest floor and the lowest ceiling of the area over a stretch of x: (top y, bottom y).
fn room(frame: &Frame, name: &Name, x0: f32, x1: f32) -> (f32, f32) {
    let mut top = frame.plot.y;
    let mut bottom = frame.plot.bottom();
    for step in 0_u8..=6 {
        let day = frame.axis.date_at(x0 + (x1 - x0) * f32::from(step) / 6.0);
        let (low, high) = (value_at(&name.low, day), value_at(&name.high, day));
        let (Some(low), Some(high)) = (low, high) else { return (bottom, top) };
        top = top.max(frame.values.y(high));
        bottom = bottom.min(frame.values.y(low));
    }
    (top, bottom)
}
