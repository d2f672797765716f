//! The enrollment of one phase as a cumulative curve: done, planned and expected, against its gate. It
//! counts no devices and computes no gate.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayRange, DayValue, range_at, value_at};
use super::enrollment_words;
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::labels::{Canvas, Line};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::scene::{Anchor, Node, Paint, Point, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;
use chrono::NaiveDate;

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

/// Places that the words need to know.
pub(super) struct Frame {
    pub axis: TimeAxis,
    pub values: ValueAxis,
    pub plot: Rect,
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
    enrollment_words::value_box(&mut canvas, input, &frame);
    enrollment_words::end_label(&mut canvas, input, &frame);
    flags::freeze_names(&mut canvas, &frame.axis, frame.plot, &input.freezes);
    let mut scene = canvas.scene;
    scene.sentence = enrollment_words::sentence(input);
    scene.table = enrollment_words::table(input);
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
            || (!enrollment_words::is_crossed(input, frame, &far.rect()) && canvas.write(&far.on(Ink::Bg1)));
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

fn hits(scene: &mut Scene, input: &EnrollmentInput, frame: &Frame) {
    let w = frame.axis.day_width().max(2.0);
    let mut next_x = f32::NEG_INFINITY;
    for day in input.first.iter_days().take_while(|day| *day <= input.last).take(4000) {
        let x = frame.axis.x(day);
        if x < next_x && Some(day) != input.today {
            continue;
        }
        next_x = x + w - 0.01;
        let mut lines = vec![format::weekday_date(day)];
        let ahead = if input.band.is_some() { "Forecast" } else { "Expected" };
        for (name, series) in [("Actual", &input.actual), ("Planned", &input.plan), (ahead, &input.expected)]
        {
            if let Some(value) = value_at(series, day) {
                lines.push(format!("{name} {}", format::count_f64(value)));
            }
        }
        if let Some((low, high)) = range_at(input.band.as_deref().unwrap_or_default(), day) {
            let (low, high) = (format::count_f64(low), format::count_f64(high));
            lines.push(format!("{low} – {high} in 80 of 100 futures"));
        }
        if let Some((low, high)) = range_at(input.outer_band.as_deref().unwrap_or_default(), day) {
            let (low, high) = (format::count_f64(low), format::count_f64(high));
            lines.push(format!("{low} – {high} in 95 of 100 futures"));
        }
        if lines.len() > 1 {
            let rect = Rect::new(x - w / 2.0, frame.plot.y, w, frame.plot.h);
            scene.hit(format!("day:{day}"), rect, lines.join("\n"));
        }
    }
}
