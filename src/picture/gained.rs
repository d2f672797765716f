//! What is gained, when: one row a benefit, the share of devices that have it over one time axis. The words of
//! each row stand at its left, its figures at its right.

use chrono::NaiveDate;

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayRange, DayValue, value_at};
use super::flags::Flags;
use super::format;
use super::labels::{Canvas, Line, fitted, longest_fitting, width};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::stack;
use super::type_roles::TypeRole;

/// One benefit; shares are of all devices of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct GainedRow {
    pub key: String,
    pub name: String,
    /// What unlocks it: `Compliance policies`.
    pub by: String,
    pub days: Vec<DayValue>,
    /// P10–P90 of the days to come.
    pub band: Option<Vec<DayRange>>,
    /// `90% by 4 Feb 2027`, the longest form first.
    pub when: Vec<String>,
    /// The futures' range of that day.
    pub range: Option<String>,
    /// What it is, and where that is said.
    pub tip: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GainedInput {
    pub heading: Option<Heading>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The last day that has happened.
    pub today: Option<NaiveDate>,
    pub target: Option<NaiveDate>,
    pub rows: Vec<GainedRow>,
}

/// The height that a card with so many rows asks for.
pub fn height(rows: usize) -> f32 {
    40.0 + FLAGS + rows as f32 * ROW + AXIS + 14.0
}

const FLAGS: f32 = 24.0;
const AXIS: f32 = 22.0;
const ROW: f32 = 46.0;
/// Of the P10–P90 band, light beside what is expected.
const BAND: f32 = 0.24;
const GAP: f32 = 16.0;
const SHARE: f32 = 52.0;

/// Where the columns stand.
struct Frame {
    axis: TimeAxis,
    names: Rect,
    plot: Rect,
    /// Right edge of today's share, left edge of the words beside it.
    share: f32,
    pitch: f32,
    right: f32,
}

pub fn scene(input: &GainedInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &entries(input));
    let frame = frame(input, inner);
    for (index, row) in input.rows.iter().enumerate() {
        draw(&mut canvas, input, row, &frame, frame.plot.y + index as f32 * frame.pitch);
    }
    let flags = Flags {
        axis: &frame.axis,
        today: input.today,
        target: input.target,
        plot: frame.plot,
        y: frame.plot.y - FLAGS,
    };
    flags.draw(&mut canvas);
    frame.axis.draw(&mut canvas, frame.plot.bottom());
    hits(&mut canvas.scene, input, &frame);
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn entries(input: &GainedInput) -> Vec<Entry> {
    let fill = |alpha| Paint::blend(Ink::IntuneSolid, alpha, Ink::Bg1);
    let mut entries = vec![
        Entry::swatch(fill(stack::INTUNE.actual), "Devices that have it"),
        Entry::swatch(fill(stack::INTUNE.forecast), "expected"),
    ];
    if input.rows.iter().any(|row| row.band.is_some()) {
        entries.push(Entry::swatch(fill(BAND), "P10–P90"));
    }
    entries
}

fn frame(input: &GainedInput, inner: Rect) -> Frame {
    let names = (inner.w * 0.33).clamp(120.0, 300.0);
    // Dates are never cut.
    let ranges = input.rows.iter().filter_map(|row| row.range.as_deref());
    let widest = ranges.map(|range| width(TypeRole::CAPTION, range) + 7.0).fold(0.0, f32::max);
    let words =
        if inner.w < 640.0 { 0.0 } else { (inner.w * 0.17).clamp(120.0, 190.0).max(widest.min(240.0)) };
    let left = inner.x + names + GAP;
    let right = (inner.right() - SHARE - words - GAP).max(left + 20.0);
    let top = inner.y + FLAGS;
    let bottom = (inner.bottom() - AXIS).max(top + 10.0);
    Frame {
        axis: TimeAxis::new(input.first, input.last, left, right),
        names: Rect::new(inner.x, top, names, bottom - top),
        plot: Rect::new(left, top, right - left, bottom - top),
        share: right + GAP + SHARE - 6.0,
        pitch: (bottom - top) / input.rows.len().max(1) as f32,
        right: inner.right(),
    }
}

fn draw(canvas: &mut Canvas, input: &GainedInput, row: &GainedRow, frame: &Frame, top: f32) {
    let bottom = top + frame.pitch - 5.0;
    let values = ValueAxis::percent(top + 5.0, bottom);
    canvas.scene.line(pt(frame.names.x, bottom), pt(frame.right, bottom), Stroke::new(1.0, Ink::Grid));
    let [past, ahead] = parts(input, row, &frame.axis);
    for (part, alpha) in [(&past, stack::INTUNE.actual), (&ahead, stack::INTUNE.forecast)] {
        let points = course::points(part, &frame.axis, &values);
        if points.len() > 1 {
            canvas.scene.push(Node::Area {
                x: points.iter().map(|point| point.x).collect(),
                top: points.iter().map(|point| point.y).collect(),
                bottom: vec![bottom; points.len()],
                fill: Paint::blend(Ink::IntuneSolid, alpha, Ink::Bg1),
            });
        }
    }
    if let Some(band) = &row.band {
        let (x, high, low) = course::band(band, &frame.axis, &values);
        if x.len() > 1 {
            // As in the legend, on the area too: what lies below P10 is the darker of the two.
            let fill = Paint::blend(Ink::IntuneSolid, BAND, Ink::Bg1);
            canvas.scene.push(Node::Area { x, top: high, bottom: low, fill });
        }
    }
    let line = Paint::solid(Ink::IntuneText);
    for (part, stroke) in [(past, Stroke::new(1.75, line)), (ahead, Stroke::dashed(1.5, line, 5.0, 3.5))] {
        let points = course::points(&part, &frame.axis, &values);
        if points.len() > 1 {
            canvas.scene.polyline(points, stroke);
        }
    }
    let middle = top + frame.pitch / 2.0;
    let names = frame.names;
    if let Some(name) = fitted(TypeRole::BODY_MEDIUM, &row.name, names.w) {
        canvas.write(&Line::start(pt(names.x, middle - 2.0), TypeRole::BODY_MEDIUM, Ink::Text, name));
    }
    if let Some(by) = fitted(TypeRole::CAPTION, &row.by, names.w) {
        canvas.write(&Line::start(pt(names.x, middle + 14.0), TypeRole::CAPTION, Ink::Text2, by));
    }
    figures(canvas, input, row, frame, middle);
}

/// Today's share, and when it grows.
fn figures(canvas: &mut Canvas, input: &GainedInput, row: &GainedRow, frame: &Frame, middle: f32) {
    if let Some(share) = input.today.and_then(|today| value_at(&row.days, today)) {
        let said = format::percent1(share);
        canvas.write(&Line::end(pt(frame.share, middle + 4.0), TypeRole::BODY_STRONG, Ink::Text, said));
    }
    let left = frame.share + 12.0;
    let forms: Vec<&str> = row.when.iter().map(String::as_str).collect();
    if let Some(when) = longest_fitting(TypeRole::LABEL, &forms, frame.right - left) {
        let y = if row.range.is_some() { middle - 2.0 } else { middle + 4.0 };
        canvas.write(&Line::start(pt(left, y), TypeRole::LABEL, Ink::Text2, when));
    }
    let range = row.range.as_deref().and_then(|range| fitted(TypeRole::CAPTION, range, frame.right - left));
    if let Some(range) = range {
        canvas.write(&Line::start(pt(left, middle + 14.0), TypeRole::CAPTION, Ink::Text3, range));
    }
}

/// What has happened, and what is expected; both have today's point.
fn parts(input: &GainedInput, row: &GainedRow, axis: &TimeAxis) -> [Vec<DayValue>; 2] {
    match input.today {
        Some(today) if today > axis.first => [
            course::between(&row.days, axis.first, today.min(axis.last)),
            course::between(&row.days, today, axis.last),
        ],
        _ => [Vec::new(), course::clipped(&row.days, axis)],
    }
}

/// The words of a row answer what it is, the days of the plot how many have what.
fn hits(scene: &mut Scene, input: &GainedInput, frame: &Frame) {
    for (index, row) in input.rows.iter().enumerate() {
        let top = frame.plot.y + index as f32 * frame.pitch;
        let rect = Rect::new(frame.names.x, top, frame.names.w, frame.pitch);
        scene.hit(format!("benefit:{}", row.key), rect, row.tip.as_str());
        let from = frame.plot.right() + 2.0;
        let rect = Rect::new(from, top, (frame.right - from).max(1.0), frame.pitch);
        let range = row.range.as_ref().map_or(String::new(), |range| format!("\n{range}"));
        let when = row.when.first().map_or(String::new(), |when| format!("{}: {when}{range}", row.name));
        scene.hit(format!("when:{}", row.key), rect, when);
    }
    let step = (2.0 / frame.axis.day_width()).ceil().max(1.0) as usize;
    let w = frame.axis.day_width() * step as f32;
    let days = input.first.iter_days().take_while(|day| *day <= input.last).step_by(step);
    for day in days {
        let rect = Rect::new(frame.axis.x(day) - w / 2.0, frame.plot.y, w, frame.plot.h);
        scene.hit(format!("day:{day}"), rect, tip(input, day));
    }
}

fn tip(input: &GainedInput, day: NaiveDate) -> String {
    let mut lines = vec![format::weekday_date(day)];
    for row in &input.rows {
        if let Some(share) = value_at(&row.days, day) {
            let range = row.band.iter().flatten().find(|range| range.date == day && range.high > range.low);
            let range = range.map_or(String::new(), |range| {
                format!(" (P10–P90 {} – {})", format::percent0(range.low), format::percent0(range.high))
            });
            lines.push(format!("{}: {}{range}", row.name, format::percent1(share)));
        }
    }
    lines.join("\n")
}

fn sentence(input: &GainedInput) -> String {
    let said: Vec<String> = input
        .rows
        .iter()
        .filter_map(|row| {
            let share = value_at(&row.days, input.today?)?;
            Some(format!("{} {}", row.name, format::percent1(share)))
        })
        .collect();
    if said.is_empty() {
        return "What is gained over time.".to_owned();
    }
    format!("Devices that have it today: {}.", said.join(", "))
}

fn table(input: &GainedInput) -> Table {
    let head = ["Benefit", "Unlocked by", "Today", "When"].map(str::to_owned).to_vec();
    let rows = input.rows.iter().map(|row| {
        let share = input.today.and_then(|today| value_at(&row.days, today));
        vec![
            row.name.clone(),
            row.by.clone(),
            share.map_or_else(|| format::DASH.to_owned(), format::percent1),
            row.when.first().cloned().unwrap_or_default(),
        ]
    });
    Table { head, rows: rows.collect() }
}
