//! The helpdesk day by day: ordinary tickets and those of the migration against what the desk can close,
//! and below, on the same days, what stays open. It models no desk.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{DayRange, DayValue};
use super::format;
use super::helpdesk_open;
use super::helpdesk_words;
use super::labels::{Canvas, Line};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::scene::{Paint, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;
use chrono::{Days, NaiveDate};

/// The tickets of one working day; days without a desk are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeskDay {
    pub date: NaiveDate,
    pub baseline: f64,
    pub migration: f64,
    /// What the agents of that day can close; none where nobody typed a desk.
    pub capacity: Option<f64>,
    /// P10 and P90 of all tickets of the day.
    pub range: Option<(f64, f64)>,
}

impl DeskDay {
    /// All tickets of the day.
    pub fn total(&self) -> f64 {
        sound(self.baseline) + sound(self.migration)
    }
}

/// What stays open at the end of each day, on its own small axis.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenTickets {
    /// `Tickets open longer than 3 days`.
    pub title: String,
    pub actual: Vec<DayValue>,
    pub expected: Vec<DayValue>,
    pub band: Option<Vec<DayRange>>,
    /// The gate's limit and its words, `Gate ≤ 40`.
    pub limit: Option<(f64, String)>,
}

/// Everything the chart shows; days up to `today` are actual.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpdeskInput {
    pub heading: Option<Heading>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub today: Option<NaiveDate>,
    pub days: Vec<DeskDay>,
    /// The days that a bar stands for, from its date on: one, or seven where days are means of a week.
    pub bar_days: u32,
    /// Left of the today line, `5-day mean 92%`.
    pub today_note: String,
    /// Right of it, `expected, no range yet`.
    pub future_note: String,
    pub open: Option<OpenTickets>,
}

/// Places that the chart below needs to know.
pub(super) struct Frame {
    pub axis: TimeAxis,
    pub values: ValueAxis,
    pub plot: Rect,
    /// The small plot below: its rectangle, without title and labels.
    pub below: Option<Rect>,
}

pub fn scene(input: &HelpdeskInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &[]);
    let frame = frame(input, inner);
    let entries = entries(input);
    legend::legend(&mut canvas, &entries, inner.x, inner.right(), inner.y + 8.0);
    frame.values.draw(&mut canvas, frame.plot.x, frame.plot.right(), Stroke::new(1.0, Ink::Grid));
    bars(&mut canvas, input, &frame);
    let y = frame.plot.bottom();
    canvas.scene.line(pt(frame.plot.x, y), pt(frame.plot.right(), y), Stroke::new(1.0, Ink::Stroke2));
    capacity(&mut canvas, input, &frame);
    today(&mut canvas, input, &frame);
    if let (Some(open), Some(rect)) = (&input.open, frame.below) {
        helpdesk_open::draw(&mut canvas, input, open, &frame, rect);
    }
    frame.axis.draw(&mut canvas, frame.below.map_or(y, |below| below.bottom()));
    let mut scene = canvas.scene;
    scene.sentence = helpdesk_words::sentence(input);
    scene.table = helpdesk_words::table(input);
    scene
}

fn entries(input: &HelpdeskInput) -> Vec<Entry> {
    let mut entries =
        vec![Entry::swatch(Ink::NeutralSolid, "baseline"), Entry::swatch(Ink::IntuneSolid, "migration")];
    if input.days.iter().any(|day| day.capacity.is_some()) {
        entries.push(Entry::swatch(Ink::BadSolid, "over capacity"));
    }
    entries
}

fn frame(input: &HelpdeskInput, inner: Rect) -> Frame {
    let top = inner.y + 22.0;
    let foot = (inner.bottom() - 18.0).max(top + 10.0);
    let below_height = if input.open.is_some() && foot - top > 140.0 { (foot - top) * 0.285 } else { 0.0 };
    let bottom = if below_height > 0.0 { foot - below_height - 32.0 } else { foot };
    let highest = input
        .days
        .iter()
        .flat_map(|day| {
            // The line's own label needs room over it.
            let capacity = day.capacity.map_or(0.0, |capacity| sound(capacity) * 1.08);
            [day.total(), capacity, day.range.map_or(0.0, |r| sound(r.1))]
        })
        .fold(0.0, f64::max);
    let values = ValueAxis::count(highest, top, bottom);
    let open = input
        .open
        .as_ref()
        .map_or(0.0, |open| ValueAxis::count(helpdesk_open::highest(open), 0.0, 90.0).label_width());
    let left = inner.x + (values.label_width().max(open) + 8.0).max(36.0);
    let right = (inner.right() - 4.0).max(left + 20.0);
    let axis = TimeAxis::new(input.first, input.last.succ_opt().unwrap_or(input.last), left, right);
    Frame {
        axis,
        values,
        plot: Rect::new(left, top, right - left, bottom - top),
        below: (below_height > 0.0).then(|| Rect::new(left, foot - below_height, right - left, below_height)),
    }
}

/// A bar a day: ordinary tickets, those of the migration, and in `bad` what nobody can close.
fn bars(canvas: &mut Canvas, input: &HelpdeskInput, frame: &Frame) {
    let days_per_bar = (1.5 / frame.axis.day_width()).ceil().max(input.bar_days.max(1) as f32);
    let slot = frame.axis.day_width() * days_per_bar;
    let gap = if slot >= 4.0 { 1.5 } else { 0.0 };
    for day in heaviest(input, days_per_bar as i64) {
        let is_past = is_past(input, day.date);
        let x = frame.axis.x(day.date) + gap / 2.0;
        let w = (slot - gap).max(0.5);
        let tone = |ink, pale| if is_past { Paint::solid(ink) } else { Paint::blend(ink, pale, Ink::Bg1) };
        let mut piece = |from: f64, to: f64, paint: Paint, lift: f32| {
            let (y0, y1) = (frame.values.y(from) - lift, frame.values.y(to));
            if y0 - y1 > 0.2 {
                canvas.scene.rect(Rect::new(x, y1, w, y0 - y1), 0.0, paint);
            }
        };
        let (ordinary, total) = (sound(day.baseline), day.total());
        let limit = day.capacity.map_or(f64::INFINITY, sound);
        let seam = if slot >= 4.0 { 1.0 } else { 0.0 };
        piece(0.0, ordinary.min(limit), tone(Ink::NeutralSolid, 0.50), 0.0);
        if total.min(limit) > ordinary {
            piece(ordinary, total.min(limit), tone(Ink::IntuneSolid, 0.46), seam);
        }
        if total > limit {
            piece(limit, total, Paint::solid(Ink::BadSolid), 0.0);
        }
        if let Some((low, high)) = day.range {
            let x = x + w / 2.0;
            let (y0, y1) = (frame.values.y(low), frame.values.y(high));
            canvas.scene.line(pt(x, y0), pt(x, y1), Stroke::new(1.0, Ink::Text2));
        }
        let rect = Rect::new(frame.axis.x(day.date), frame.plot.y, slot.max(1.0), frame.plot.h);
        canvas.scene.hit(format!("day:{}", day.date), rect, helpdesk_words::tip(input, day));
    }
}

/// The heaviest day of every so many, in order: bars thinner than a point and a half say nothing.
pub(super) fn heaviest(input: &HelpdeskInput, of_days: i64) -> Vec<&DeskDay> {
    let mut out: Vec<&DeskDay> = Vec::new();
    let mut bin = i64::MIN;
    for day in input.days.iter().filter(|day| input.first <= day.date && day.date <= input.last) {
        let this = (day.date - input.first).num_days() / of_days.max(1);
        match out.last_mut() {
            Some(before) if this == bin => {
                if day.total() > before.total() {
                    *before = day;
                }
            }
            _ => out.push(day),
        }
        bin = this;
    }
    out
}

/// A dashed line that steps where the number of agents changes, with its value at each change.
fn capacity(canvas: &mut Canvas, input: &HelpdeskInput, frame: &Frame) {
    let levels = levels(input);
    let mut points = Vec::new();
    for (index, (from, value)) in levels.iter().enumerate() {
        let until = levels.get(index + 1).map_or(frame.plot.right(), |next| frame.axis.x_inside(next.0));
        let x = if index == 0 { frame.plot.x } else { frame.axis.x_inside(*from) };
        let y = frame.values.y(*value);
        points.extend([pt(x, y), pt(until, y)]);
        let text = format!("Capacity {}", format::decimal(*value, 1));
        let line =
            |y| Line::start(pt(x + 5.0, y), TypeRole::CAPTION_MEDIUM, Ink::Text, text.as_str()).on(Ink::Bg1);
        let rect = line(y).rect();
        if index == 0 || (until - x > rect.w && rect.right() <= frame.plot.right()) {
            let _drawn = canvas.write(&line(y - 7.0)) || canvas.write(&line(y + 15.0));
        }
        canvas.labels.reserve(Rect::new(x, y - 1.0, until - x, 2.0));
    }
    if points.len() > 1 {
        canvas.scene.polyline(points, Stroke::dashed(1.5, Ink::Text, 5.0, 3.0));
    }
}

/// Each capacity with the day from which it holds.
fn levels(input: &HelpdeskInput) -> Vec<(NaiveDate, f64)> {
    let mut out: Vec<(NaiveDate, f64)> = Vec::new();
    for day in input.days.iter().filter(|day| input.first <= day.date && day.date <= input.last) {
        if let Some(capacity) = day.capacity.map(sound)
            && out.last().is_none_or(|(_, before)| (before - capacity).abs() > 1e-9)
        {
            out.push((day.date, capacity));
        }
    }
    out
}

/// The line at the end of today's bar through both plots, with the notes on either side.
fn today(canvas: &mut Canvas, input: &HelpdeskInput, frame: &Frame) {
    let Some(day) = input.today.filter(|day| input.first <= *day && *day <= input.last) else { return };
    let x = frame.axis.x(day) + frame.axis.day_width();
    let bottom = frame.below.map_or(frame.plot.bottom(), |below| below.bottom());
    canvas.scene.line(pt(x, frame.plot.y), pt(x, bottom), Stroke::new(1.0, Ink::Today));
    for y in [frame.plot.y, bottom - frame.below.map_or(0.0, |below| below.h)] {
        let h = if y > frame.plot.y { bottom - y } else { frame.plot.h };
        canvas.labels.reserve(Rect::new(x - 1.0, y, 2.0, h));
    }
    let note = |at, text: &str| Line::start(at, TypeRole::CAPTION, Ink::Text2, text).on(Ink::Bg1);
    for y in [frame.plot.y + 9.0, frame.plot.y - 5.0] {
        let left = Line::end(pt(x - 7.0, y), TypeRole::CAPTION_STRONG, Ink::Text, input.today_note.as_str());
        let left = left.on(Ink::Bg1);
        let right = note(pt(x + 7.0, y), &input.future_note);
        let fits = |line: &Line| {
            let rect = line.rect();
            rect.x >= frame.plot.x && rect.right() <= frame.plot.right() && canvas.labels.is_free(&rect)
        };
        if fits(&left) || fits(&right) {
            for line in [left, right] {
                if line.rect().x >= frame.plot.x && line.rect().right() <= frame.plot.right() {
                    canvas.write(&line);
                }
            }
            return;
        }
    }
}

pub(super) fn is_past(input: &HelpdeskInput, day: NaiveDate) -> bool {
    let last = day.checked_add_days(Days::new(u64::from(input.bar_days.max(1) - 1))).unwrap_or(day);
    input.today.is_some_and(|today| last <= today)
}

pub(super) fn sound(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}
