//! The words of the enrollment chart: today's figures and the end of the expected line where they find
//! room, the sentence and the table.

use super::course::{self, DayValue, range_at, value_at};
use super::enrollment::{EnrollmentInput, Frame};
use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::scene::{Node, Paint, Point, Rect, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::{Datelike, NaiveDate, Weekday};

/// Where the phase stands, beside today's point: count, share, plan, and how far it is behind.
pub(super) fn value_box(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
    let Some((today, actual)) = now(input) else { return };
    let point = pt(frame.axis.x(today), frame.values.y(actual));
    canvas.scene.push(Node::Circle {
        center: point,
        radius: 4.5,
        fill: Some(Ink::Bg1.into()),
        stroke: Some(Stroke::new(2.0, Ink::IntuneText)),
    });
    let figure = format::count_f64(actual);
    let share = if input.devices > 0.0 { format::percent1(actual / input.devices) } else { String::new() };
    let ink = if input.behind_days.is_some_and(|days| days > 0) { Ink::WarnText } else { Ink::OkText };
    let late = input.behind_days.map(format::behind).unwrap_or_default();
    let mut lines =
        vec![(plan_words(input, today), TypeRole::LABEL, Ink::Text2), (late, TypeRole::LABEL_MEDIUM, ink)];
    lines.retain(|(text, ..)| !text.is_empty());
    let first = width(TypeRole::CARD_TITLE, &figure) + 8.0 + width(TypeRole::LABEL, &share);
    let place = loop {
        let w = lines.iter().map(|(text, role, _)| width(*role, text)).fold(first, f32::max);
        let size = (w, 20.0 + lines.len() as f32 * 17.0);
        match beside(canvas, input, frame, point, size) {
            None if !lines.is_empty() => lines.truncate(lines.len() - 1),
            place => break place,
        }
    };
    let Some(rect) = place else { return };
    let scene = &mut canvas.scene;
    scene.rect(
        Rect::new(rect.x - 4.0, rect.y, rect.w + 8.0, rect.h + 2.0),
        3.0,
        Paint::alpha(Ink::Bg1, 0.85),
    );
    let mut at = pt(rect.x, rect.y + 15.0);
    Line::start(at, TypeRole::CARD_TITLE, Ink::IntuneText, figure.as_str()).draw(scene);
    let after = pt(at.x + width(TypeRole::CARD_TITLE, &figure) + 8.0, at.y);
    Line::start(after, TypeRole::LABEL, Ink::Text2, share).draw(scene);
    for (text, role, ink) in lines {
        at.y += 17.0;
        Line::start(at, role, ink, text).draw(scene);
    }
}

/// Right of and under the point where the future curve leaves room, else left of and over it.
fn beside(
    canvas: &mut Canvas,
    input: &EnrollmentInput,
    frame: &Frame,
    point: Point,
    size: (f32, f32),
) -> Option<Rect> {
    let (w, h) = size;
    let plot = frame.plot;
    let candidates = [
        pt(point.x + 14.0, point.y + 10.0),
        pt(point.x + 14.0, plot.bottom() - h - 8.0),
        pt(point.x - w - 14.0, point.y - h - 10.0),
        pt(point.x - w - 14.0, plot.y + 26.0),
        pt(point.x + 14.0, plot.y + 26.0),
        pt(point.x - w - 14.0, plot.bottom() - h - 8.0),
    ];
    let inside = |rect: &Rect| {
        rect.x >= plot.x + 2.0
            && rect.right() <= plot.right()
            && rect.y >= plot.y
            && rect.bottom() <= plot.bottom() - 4.0
    };
    let rects = candidates.map(|at| Rect::new(at.x, at.y, w, h));
    let calm = rects
        .iter()
        .find(|rect| inside(rect) && !is_crossed(input, frame, rect) && canvas.labels.is_free(rect));
    let any = rects.iter().find(|rect| inside(rect) && canvas.labels.is_free(rect));
    let rect = *calm.or(any)?;
    canvas.labels.reserve(rect);
    Some(rect)
}

/// Whether a curve runs through the rectangle.
pub(super) fn is_crossed(input: &EnrollmentInput, frame: &Frame, rect: &Rect) -> bool {
    [&input.actual, &input.plan, &input.expected].into_iter().any(|series| {
        (0_u8..=8).any(|step| {
            let day = frame.axis.date_at(rect.x + rect.w * f32::from(step) / 8.0);
            value_at(series, day).is_some_and(|value| {
                let y = frame.values.y(value);
                rect.y - 3.0 < y && y < rect.bottom() + 3.0
            })
        })
    })
}

/// `3,101 expected (96.9%)` at the end of the dashed line.
pub(super) fn end_label(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
    let shown = course::clipped(&input.expected, &frame.axis);
    let Some(end) = shown.last() else { return };
    let share = if input.devices > 0.0 {
        format!(" ({})", format::percent1(end.value / input.devices))
    } else {
        String::new()
    };
    let word = if input.band.is_some() { "forecast" } else { "expected" };
    let text = format!("{} {word}{share}", format::count_f64(end.value));
    let (x, y) = (frame.axis.x(end.date), frame.values.y(end.value));
    let line = |y| Line::end(pt(x, y), TypeRole::CAPTION_STRONG, Ink::IntuneText, text.as_str());
    let _drawn = canvas.write(&line(y - 8.0)) || canvas.write(&line(y + 18.0).on(Ink::Bg1));
}

/// The last actual value up to today.
fn now(input: &EnrollmentInput) -> Option<(NaiveDate, f64)> {
    let today = input.today.unwrap_or(input.last).min(input.last);
    let point = input.actual.iter().rfind(|point| point.date <= today && point.date >= input.first)?;
    Some((point.date, point.value))
}

fn plan_words(input: &EnrollmentInput, day: NaiveDate) -> String {
    match value_at(&input.plan, day) {
        Some(plan) if input.devices > 0.0 => {
            format!("plan {} ({})", format::count_f64(plan), format::percent1(plan / input.devices))
        }
        Some(plan) => format!("plan {}", format::count_f64(plan)),
        None => String::new(),
    }
}

pub(super) fn sentence(input: &EnrollmentInput) -> String {
    let mut parts = Vec::new();
    match now(input) {
        Some((day, actual)) => {
            parts.push(format!(
                "{} of {} devices enrolled on {}",
                format::count_f64(actual),
                format::count_f64(input.devices),
                format::date(day)
            ));
            let plan = plan_words(input, day);
            if !plan.is_empty() {
                parts.push(plan);
            }
            parts.extend(input.behind_days.map(format::behind));
        }
        None => parts.push(format!("None of {} devices enrolled yet", format::count_f64(input.devices))),
    }
    if let Some(end) = input.expected.last() {
        let by = format::date(end.date);
        let range = input.band.as_ref().and_then(|band| range_at(band, end.date));
        parts.push(match range {
            Some((low, high)) => {
                let (low, high) = (format::count_f64(low), format::count_f64(high));
                format!("{low} – {high} by {by} in 80 of 100 futures")
            }
            None => format!("{} expected by {by}", format::count_f64(end.value)),
        });
    }
    parts.join("; ") + "."
}

pub(super) fn table(input: &EnrollmentInput) -> Table {
    let cell = |series: &[DayValue], day| {
        value_at(series, day).map_or_else(|| format::DASH.to_owned(), format::count_f64)
    };
    let range = |day| {
        let range = range_at(input.band.as_deref().unwrap_or_default(), day);
        range.map_or_else(
            || format::DASH.to_owned(),
            |(low, high)| format!("{} – {}", format::count_f64(low), format::count_f64(high)),
        )
    };
    let is_short = (input.last - input.first).num_days() <= 31;
    let shown = |day: &NaiveDate| {
        is_short || day.weekday() == Weekday::Mon || *day == input.last || Some(*day) == input.today
    };
    let days = input.first.iter_days().take_while(|day| *day <= input.last).take(4000);
    let rows = days.filter(shown).map(|day| {
        vec![
            format::date(day),
            cell(&input.actual, day),
            cell(&input.plan, day),
            cell(&input.expected, day),
            range(day),
        ]
    });
    let ahead = if input.band.is_some() { "Forecast" } else { "Expected" };
    let head = ["Date", "Actual", "Plan", ahead, "P10–P90"];
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
