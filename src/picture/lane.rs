//! The helpdesk's weekly load as a lane of bars under a timeline, against what the desk can close. It
//! shares the timeline's axis and has none of its own.

use super::axis::TimeAxis;
use super::format;
use super::gantt_layout::after;
use super::labels::{Canvas, Line, fitted, width};
use super::palette::Ink;
use super::scene::{Paint, Point, Rect, Stroke, pt};
use super::type_roles::TypeRole;
use chrono::{Days, NaiveDate};

/// The mean day of a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneWeek {
    pub monday: NaiveDate,
    pub tickets_per_day: f64,
    pub capacity_per_day: Option<f64>,
    /// P10 and P90 of the tickets, where futures are simulated.
    pub range: Option<(f64, f64)>,
    pub is_actual: bool,
}

impl LaneWeek {
    /// Tickets over capacity, where there is one.
    pub fn load(&self) -> Option<f64> {
        self.capacity_per_day.filter(|c| *c > 0.0).map(|c| sound(self.tickets_per_day) / c)
    }
}

/// The lane with the words beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskLane {
    /// `Helpdesk load`
    pub title: String,
    /// `tickets per day, weekly mean` and `14 agents × 15 = 210 a day`.
    pub lines: Vec<String>,
    pub weeks: Vec<LaneWeek>,
}

/// The share of capacity from which a week is marked.
const TIGHT: f64 = 0.95;

/// The bars and their ground line. `rect` is the whole lane; the axis says where its plot begins.
pub fn bars(canvas: &mut Canvas, lane: &DeskLane, axis: &TimeAxis, rect: Rect) {
    let scale = Scale::new(lane, rect);
    for week in &lane.weeks {
        bar(canvas, week, axis, rect, &scale);
    }
    let bottom = scale.bottom;
    canvas.scene.line(pt(axis.left, bottom), pt(axis.right, bottom), Stroke::new(1.0, Ink::Stroke2));
}

/// The words at the left, the capacity and the heaviest week, over everything else.
pub fn words(canvas: &mut Canvas, lane: &DeskLane, axis: &TimeAxis, rect: Rect) {
    titles(canvas, lane, axis.left, rect);
    let scale = Scale::new(lane, rect);
    capacity_line(canvas, lane, axis, &scale);
    heaviest(canvas, lane, axis, &scale);
}

struct Scale {
    top: f32,
    bottom: f32,
    highest: f64,
}

impl Scale {
    fn new(lane: &DeskLane, rect: Rect) -> Self {
        let capacity = |week: &LaneWeek| week.capacity_per_day.map_or(0.0, sound);
        let most = |week: &LaneWeek| week.range.map_or(0.0, |range| sound(range.1));
        let highest = lane
            .weeks
            .iter()
            .map(|week| sound(week.tickets_per_day).max(capacity(week)).max(most(week)))
            .fold(1.0, f64::max);
        let bottom = rect.bottom() - 11.0;
        Self { top: (rect.y + 30.0).min(bottom - 1.0), bottom, highest }
    }

    fn y(&self, value: f64) -> f32 {
        self.bottom - (self.bottom - self.top) * (sound(value) / self.highest) as f32
    }
}

fn titles(canvas: &mut Canvas, lane: &DeskLane, plot_left: f32, rect: Rect) {
    let room = plot_left - 24.0;
    let mut y = rect.y + 29.0;
    if let Some(title) = fitted(TypeRole::BODY_STRONG, &lane.title, room) {
        canvas.write(&Line::start(pt(16.0, y), TypeRole::BODY_STRONG, Ink::Text, title));
    }
    for line in &lane.lines {
        y += 17.0;
        if let Some(line) = fitted(TypeRole::CAPTION, line, room).filter(|_| y < rect.bottom() - 4.0) {
            canvas.write(&Line::start(pt(16.0, y), TypeRole::CAPTION, Ink::Text2, line));
        }
    }
}

/// Ordinary up to 95% of capacity, `warn` above; the future is pale but for what is too much.
fn bar(canvas: &mut Canvas, week: &LaneWeek, axis: &TimeAxis, rect: Rect, scale: &Scale) {
    let next = week.monday.checked_add_days(Days::new(7)).unwrap_or(week.monday);
    let (x0, x1) = (axis.x_inside(week.monday), axis.x_inside(next));
    if x1 - x0 < 0.2 {
        return;
    }
    let gap = if x1 - x0 >= 5.0 { 2.0 } else { 0.0 };
    let bottom = scale.bottom;
    let total = sound(week.tickets_per_day);
    let tight = week.capacity_per_day.map_or(f64::INFINITY, |capacity| sound(capacity) * TIGHT);
    let neutral = if week.is_actual {
        Paint::solid(Ink::NeutralSolid)
    } else {
        Paint::blend(Ink::NeutralSolid, 0.55, Ink::Bg1)
    };
    let (x, w) = (x0 + gap / 2.0, (x1 - x0 - gap).max(0.5));
    let split = scale.y(total.min(tight));
    let radius = if w >= 6.0 { 2.0 } else { 0.0 };
    if bottom - split > 0.3 {
        canvas.scene.rect(Rect::new(x, split, w, bottom - split), radius, neutral);
    }
    if total > tight {
        let top = scale.y(total);
        canvas.scene.rect(Rect::new(x, top, w, (split - top).max(1.5)), 0.0, Ink::WarnSolid);
    }
    if let Some((low, high)) = week.range.filter(|_| w >= 3.0) {
        let middle = x + w / 2.0;
        let whisker = Stroke::new(1.0, Ink::Text2);
        canvas.scene.line(pt(middle, scale.y(high)), pt(middle, scale.y(low)), whisker);
    }
    canvas.scene.hit(format!("week:{}", week.monday), Rect::new(x0, rect.y, x1 - x0, rect.h), tip(week));
}

fn capacity_line(canvas: &mut Canvas, lane: &DeskLane, axis: &TimeAxis, scale: &Scale) {
    let mut points = Vec::new();
    let mut before = f64::NAN;
    for week in &lane.weeks {
        let Some(capacity) = week.capacity_per_day.map(sound) else { continue };
        let x = if points.is_empty() { axis.left } else { axis.x_inside(week.monday) };
        if (capacity - before).abs() < 1e-9 {
            continue;
        }
        if let Some(level) = points.last().map(|last: &Point| last.y) {
            points.push(pt(x, level));
        }
        points.push(pt(x, scale.y(capacity)));
        let text = format!("Capacity {}", format::decimal(capacity, 1));
        let at = pt(x + 4.0, scale.y(capacity) - 6.0);
        canvas.write(&Line::start(at, TypeRole::CAPTION_MEDIUM, Ink::Text, text).on(Ink::Bg1));
        before = capacity;
    }
    if let Some(last) = points.last().copied() {
        points.push(pt(axis.right, last.y));
        canvas.scene.polyline(points, Stroke::dashed(1.5, Ink::Text, 5.0, 3.0));
    }
}

/// `101% expected, week of 18 Jan` over the heaviest week still to come, else of all.
fn heaviest(canvas: &mut Canvas, lane: &DeskLane, axis: &TimeAxis, scale: &Scale) {
    let Some((week, load)) = peak(lane) else { return };
    if !axis.contains(week.monday) && !axis.contains(after(week.monday)) {
        return;
    }
    let ink = if load > 1.0 {
        Ink::BadText
    } else if load > TIGHT {
        Ink::WarnText
    } else {
        Ink::Text2
    };
    // One week's expectation: the highest week of each future, which is told elsewhere, is higher.
    let kind = if week.is_actual { "" } else { " expected" };
    let text = format!("{}{kind}, week of {}", format::percent0(load), format::date_short(week.monday));
    let half = width(TypeRole::CAPTION_STRONG, &text) / 2.0 + 5.0;
    let x = axis.x_inside(week.monday).clamp(axis.left + half, (axis.right - half).max(axis.left + half));
    let most = week.range.map_or(week.tickets_per_day, |range| range.1.max(week.tickets_per_day));
    let level = scale.y(sound(most).max(week.capacity_per_day.map_or(0.0, sound)));
    canvas.write(&Line::middle(pt(x, level - 7.0), TypeRole::CAPTION_STRONG, ink, text).on(Ink::Bg1));
}

pub(super) fn peak(lane: &DeskLane) -> Option<(&LaneWeek, f64)> {
    let loads = lane.weeks.iter().filter_map(|week| Some((week, week.load()?)));
    let ahead = loads.clone().filter(|(week, _)| !week.is_actual);
    let most = |a: &(&LaneWeek, f64), b: &(&LaneWeek, f64)| a.1.total_cmp(&b.1);
    ahead.max_by(most).or_else(|| loads.max_by(most)).filter(|(_, load)| *load > 0.0)
}

fn tip(week: &LaneWeek) -> String {
    let kind = match (week.is_actual, week.range) {
        (true, _) => "",
        (false, None) => ", expected",
        (false, Some(_)) => ", forecast",
    };
    let mut lines = vec![
        format!("Week of {}{kind}", format::date(week.monday)),
        format!("{} tickets a day", format::decimal(week.tickets_per_day, 1)),
    ];
    if let Some((low, high)) = week.range {
        let (low, high) = (format::decimal(low, 1), format::decimal(high, 1));
        lines.push(format!("{low} – {high} in 80 of 100 futures"));
    }
    if let (Some(load), Some(capacity)) = (week.load(), week.capacity_per_day) {
        lines.push(format!("{} of capacity {}", format::percent0(load), format::decimal(capacity, 1)));
    }
    lines.join("\n")
}

fn sound(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}
