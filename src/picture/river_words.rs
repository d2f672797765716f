//! Today and the finish on the authority chart: their points, boxes and words. It names no areas.

use super::course::{DayValue, value_at};
use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::river::{Finish, Frame, RiverInput, totals};
use super::scene::{Node, Paint, Point, Rect, Stroke, pt};
use super::type_roles::TypeRole;
use chrono::NaiveDate;

/// Today's point with its box, and the finish.
pub(super) fn marks(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let totals = totals(&input.days);
    today_box(canvas, input, frame, &totals);
    finish(canvas, input, frame, &totals);
}

pub(super) fn is_past(input: &RiverInput, day: NaiveDate) -> bool {
    input.today.is_some_and(|today| day <= today)
}

pub(super) fn planned(input: &RiverInput) -> Option<f64> {
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
fn finish_range(canvas: &mut Canvas, frame: &Frame, p50: NaiveDate, p85: Option<NaiveDate>) {
    let y = frame.plot.y + 10.0;
    let end = p85.map_or(frame.plot.right(), |p85| frame.axis.x_inside(p85.max(p50)));
    let (x0, x1) = (frame.axis.x(p50), end);
    canvas.scene.rect(Rect::new(x0, y - 3.0, (x1 - x0).max(1.0), 6.0), 3.0, Ink::IntuneSolid);
    let mark = Rect::new(x0 - 6.0, y - 6.0, x1 - x0 + 9.0, 12.0);
    canvas.labels.reserve(mark);
    let late = p85.map_or_else(|| "beyond the horizon".to_owned(), format::date);
    let tip = format!("Half of the futures finish by {} (P50)\n85 of 100 by {late} (P85)", format::date(p50));
    canvas.scene.hit("finish", mark, tip);
    ring(canvas, pt(x0, y), 4.5);
    let short = p85.map_or_else(|| "beyond the horizon".to_owned(), format::date_short);
    let text = format!("Finish P50 {} – P85 {short}", format::date_short(p50));
    let line = |text: &str| {
        Line::end(pt(x0 - 10.0, y + 4.0), TypeRole::CAPTION_MEDIUM, Ink::Text, text).on(Ink::Bg1)
    };
    if !canvas.write(&line(&text)) {
        canvas.write(&line(&format::date_range(p50, p85.unwrap_or(p50))));
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
