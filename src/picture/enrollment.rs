//! The enrollment of one phase as a cumulative curve: done, planned and expected, against its gate. It
//! counts no devices and computes no gate.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayRange, DayValue, value_at};
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::labels::{Canvas, Line, width};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::scene::{Anchor, Node, Paint, Point, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::{Datelike, NaiveDate, Weekday};

/// The gate a phase has to pass: how many devices it wants and when it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct GateMark {
    /// None where the phase has no coverage criterion.
    pub devices: Option<f64>,
    /// As written on the line: `Gate 95% = 3,040`.
    pub label: String,
    pub date: Option<NaiveDate>,
    pub is_passed: bool,
}

/// Everything the chart shows; values are devices at the end of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct EnrollmentInput {
    pub heading: Option<Heading>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub today: Option<NaiveDate>,
    /// Devices in the phase: what 100% is.
    pub devices: f64,
    pub actual: Vec<DayValue>,
    pub plan: Vec<DayValue>,
    pub expected: Vec<DayValue>,
    /// P10–P90.
    pub band: Option<Vec<DayRange>>,
    /// P2.5–P97.5.
    pub outer_band: Option<Vec<DayRange>>,
    pub gate: Option<GateMark>,
    /// Working days against the plan, behind if positive; none before the start.
    pub behind_days: Option<i64>,
    pub freezes: Vec<Freeze>,
}

struct Frame {
    axis: TimeAxis,
    values: ValueAxis,
    plot: Rect,
}

pub fn scene(input: &EnrollmentInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &entries(input));
    let frame = frame(input, inner);
    hits(&mut canvas.scene, input, &frame);
    frame.values.draw(&mut canvas, frame.plot.x, frame.plot.right(), Stroke::new(1.0, Ink::Grid));
    flags::freezes(&mut canvas, &frame.axis, frame.plot, &input.freezes);
    frame.axis.draw(&mut canvas, frame.plot.bottom());
    curves(&mut canvas, input, &frame);
    let flags = Flags {
        axis: &frame.axis,
        today: input.today,
        target: None,
        plot: frame.plot,
        y: frame.plot.y - FLAG_HEIGHT - 2.0,
    };
    flags.lines(&mut canvas);
    flags.heads(&mut canvas);
    flags.reserve_lines(&mut canvas);
    gate(&mut canvas, input, &frame);
    value_box(&mut canvas, input, &frame);
    end_label(&mut canvas, input, &frame);
    flags::freeze_names(&mut canvas, &frame.axis, frame.plot, &input.freezes);
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn entries(input: &EnrollmentInput) -> Vec<Entry> {
    let mut entries = Vec::new();
    if input.actual.len() > 1 {
        entries.push(Entry::line(Stroke::new(2.5, Ink::IntuneText), "Actual"));
    }
    if !input.plan.is_empty() {
        entries.push(Entry::line(plan_stroke(), "Plan"));
    }
    if !input.expected.is_empty() {
        let word = if input.band.is_some() { "Forecast" } else { "Expected" };
        entries.push(Entry::line(expected_stroke(), word));
    }
    let pale = |alpha| Paint::blend(Ink::IntuneSolid, alpha, Ink::Bg1);
    match (&input.band, &input.outer_band) {
        (Some(_), Some(_)) => entries.push(Entry::bands(pale(0.36), pale(0.16), "80 / 95% band")),
        (Some(_), None) => entries.push(Entry::swatch(pale(0.26), "80% band")),
        _ => {}
    }
    entries
}

fn plan_stroke() -> Stroke {
    Stroke::dashed(1.5, Ink::Text2, 2.0, 4.0)
}

fn expected_stroke() -> Stroke {
    Stroke::dashed(2.0, Ink::IntuneText, 6.0, 4.0)
}

fn frame(input: &EnrollmentInput, inner: Rect) -> Frame {
    let top = inner.y + 22.0;
    let bottom = (inner.bottom() - 20.0).max(top + 10.0);
    let curves = [&input.actual, &input.plan, &input.expected];
    let highest = curves.iter().flat_map(|c| c.iter()).map(|p| p.value).fold(input.devices, f64::max);
    let values = ValueAxis::count(highest, top, bottom);
    let left = inner.x + (values.label_width() + 8.0).max(36.0);
    let right = (inner.right() - 4.0).max(left + 20.0);
    Frame {
        axis: TimeAxis::new(input.first, input.last, left, right),
        values,
        plot: Rect::new(left, top, right - left, bottom - top),
    }
}

fn curves(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
    let (axis, values) = (&frame.axis, &frame.values);
    for (band, alpha) in [(&input.outer_band, 0.16), (&input.band, 0.26)] {
        let Some(band) = band else { continue };
        let (x, top, bottom) = course::band(band, axis, values);
        if x.len() > 1 {
            canvas.scene.push(Node::Area { x, top, bottom, fill: Paint::alpha(Ink::IntuneSolid, alpha) });
        }
    }
    for (series, stroke) in [
        (&input.plan, plan_stroke()),
        (&input.expected, expected_stroke()),
        (&input.actual, Stroke::new(2.5, Ink::IntuneText)),
    ] {
        let points = course::points(series, axis, values);
        if points.len() > 1 {
            canvas.scene.polyline(points, stroke);
        }
    }
}

/// The threshold across the plot, and a diamond on the axis on the day it is due.
fn gate(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
    let Some(gate) = &input.gate else { return };
    let plot = frame.plot;
    if let Some(devices) = gate.devices.filter(|devices| devices.is_finite()) {
        let y = frame.values.y(devices);
        canvas.scene.line(pt(plot.x, y), pt(plot.right(), y), Stroke::dashed(1.5, Ink::Text, 5.0, 3.0));
        let line =
            |y| Line::start(pt(plot.x + 5.0, y), TypeRole::CAPTION_MEDIUM, Ink::Text, gate.label.as_str());
        let above_is_free = y - plot.y > 40.0;
        let (first, second) = if above_is_free { (y - 6.0, y + 15.0) } else { (y + 15.0, y - 6.0) };
        let far = Line { anchor: Anchor::End, at: pt(plot.right() - 5.0, first), ..line(first) };
        let _drawn = canvas.write(&line(first).on(Ink::Bg1))
            || canvas.write(&line(second).on(Ink::Bg1))
            || (!is_crossed(input, frame, &far.rect()) && canvas.write(&far.on(Ink::Bg1)));
    }
    let Some(date) = gate.date.filter(|date| frame.axis.contains(*date)) else { return };
    let (x, y) = (frame.axis.x(date), plot.bottom());
    canvas.scene.line(pt(x, plot.y), pt(x, y - 8.0), Stroke::dashed(1.0, Ink::Text2, 2.0, 3.0));
    diamond(canvas, pt(x, y), gate.is_passed);
    let rect = Rect::new(x - 9.0, y - 9.0, 18.0, 18.0);
    canvas.labels.reserve(Rect::new(x - 8.0, y - 8.0, 16.0, 12.0));
    let word = if gate.is_passed { "Gate passed" } else { "Gate" };
    canvas.scene.hit("gate", rect, format!("{word} {}\n{}", format::date(date), gate.label));
    let text = format!("{word} {}", format::date_short(date));
    let right = Line::start(pt(x + 11.0, y - 9.0), TypeRole::CAPTION_MEDIUM, Ink::Text, text.as_str());
    if right.rect().right() > plot.right() || !canvas.write(&right) {
        canvas.write(&Line::end(pt(x - 11.0, y - 9.0), TypeRole::CAPTION_MEDIUM, Ink::Text, text));
    }
}

fn diamond(canvas: &mut Canvas, at: Point, is_passed: bool) {
    let r = 7.0;
    let (fill, stroke) = if is_passed { (Ink::OkSolid, Ink::OkSolid) } else { (Ink::Bg1, Ink::Text) };
    canvas.scene.push(Node::Convex {
        points: vec![pt(at.x, at.y - r), pt(at.x + r, at.y), pt(at.x, at.y + r), pt(at.x - r, at.y)],
        fill: Some(fill.into()),
        stroke: Some(Stroke::new(1.5, stroke)),
    });
}

/// Where the phase stands, beside today's point: count, share, plan, and how far it is behind.
fn value_box(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
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
fn is_crossed(input: &EnrollmentInput, frame: &Frame, rect: &Rect) -> bool {
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
fn end_label(canvas: &mut Canvas, input: &EnrollmentInput, frame: &Frame) {
    let shown = course::clipped(&input.expected, &frame.axis);
    let Some(end) = shown.last() else { return };
    let share = if input.devices > 0.0 {
        format!(" ({})", format::percent1(end.value / input.devices))
    } else {
        String::new()
    };
    let text = format!("{} expected{share}", format::count_f64(end.value));
    let (x, y) = (frame.axis.x(end.date), frame.values.y(end.value));
    let line = |y| Line::end(pt(x, y), TypeRole::CAPTION_STRONG, Ink::IntuneText, text.as_str());
    let _drawn = canvas.write(&line(y - 8.0)) || canvas.write(&line(y + 18.0).on(Ink::Bg1));
}

fn hits(scene: &mut Scene, input: &EnrollmentInput, frame: &Frame) {
    let w = frame.axis.day_width().max(2.0);
    let mut next_x = f32::NEG_INFINITY;
    for day in input.first.iter_days().take_while(|day| *day <= input.last).take(4000) {
        let x = frame.axis.x(day);
        if x < next_x {
            continue;
        }
        next_x = x + w - 0.01;
        let mut lines = vec![format::weekday_date(day)];
        for (name, series) in
            [("Actual", &input.actual), ("Planned", &input.plan), ("Expected", &input.expected)]
        {
            if let Some(value) = value_at(series, day) {
                lines.push(format!("{name} {}", format::count_f64(value)));
            }
        }
        if lines.len() > 1 {
            let rect = Rect::new(x - w / 2.0, frame.plot.y, w, frame.plot.h);
            scene.hit(format!("day:{day}"), rect, lines.join("\n"));
        }
    }
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

fn sentence(input: &EnrollmentInput) -> String {
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
        parts.push(format!("{} expected by {}", format::count_f64(end.value), format::date(end.date)));
    }
    parts.join("; ") + "."
}

fn table(input: &EnrollmentInput) -> Table {
    let cell = |series: &[DayValue], day| {
        value_at(series, day).map_or_else(|| format::DASH.to_owned(), format::count_f64)
    };
    let is_short = (input.last - input.first).num_days() <= 31;
    let shown = |day: &NaiveDate| {
        is_short || day.weekday() == Weekday::Mon || *day == input.last || Some(*day) == input.today
    };
    let days = input.first.iter_days().take_while(|day| *day <= input.last).take(4000);
    let rows = days.filter(shown).map(|day| {
        vec![format::date(day), cell(&input.actual, day), cell(&input.plan, day), cell(&input.expected, day)]
    });
    Table { head: ["Date", "Actual", "Plan", "Expected"].map(str::to_owned).to_vec(), rows: rows.collect() }
}
