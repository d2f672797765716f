//! Authority per workload as small multiples: the same stack many times, one scale for all. It leaves
//! out everything that a small chart cannot carry.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayRange, value_at};
use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Entry, Heading};
use super::markers;
use super::palette::Ink;
use super::river::{AuthorityDay, totals};
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::stack;
use super::type_roles::TypeRole;
use chrono::NaiveDate;

/// One small chart; shares are of all devices.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallCell {
    pub key: String,
    pub title: String,
    pub days: Vec<AuthorityDay>,
    /// P10–P90 of Intune and Pilot Intune together.
    pub band: Option<Vec<DayRange>>,
    /// A workload that cannot be planned is drawn faded, with a lock.
    pub is_locked: bool,
    /// What the shares are of: devices, or pairs of a device and a workload.
    pub of: f64,
}

/// All small charts on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallInput {
    pub heading: Option<Heading>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The last day that has happened.
    pub today: Option<NaiveDate>,
    /// The day whose values are read off; none = today.
    pub at: Option<NaiveDate>,
    pub cells: Vec<SmallCell>,
}

const GAP: f32 = 18.0;
const LEAST_WIDTH: f32 = 130.0;

impl SmallInput {
    fn read_on(&self) -> Option<NaiveDate> {
        self.at.or(self.today)
    }
}

pub fn scene(input: &SmallInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &entries());
    let columns = columns(input, inner.w);
    let rows = input.cells.len().div_ceil(columns).max(1);
    let w = (inner.w - GAP * (columns - 1) as f32) / columns as f32;
    let pitch = inner.h / rows as f32;
    for (index, cell) in input.cells.iter().enumerate() {
        let (column, row) = (index % columns, index / columns);
        let rect = Rect::new(inner.x + column as f32 * (w + GAP), inner.y + row as f32 * pitch, w, pitch);
        let is_lowest = index + columns >= input.cells.len();
        draw(&mut canvas, input, cell, rect, is_lowest);
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn entries() -> [Entry; 3] {
    [
        Entry::swatch(Paint::blend(Ink::CmSolid, 0.5, Ink::Bg1), "Configuration Manager"),
        Entry::swatch(Paint::blend(Ink::PilotSolid, stack::PILOT.actual, Ink::Bg1), "Pilot Intune"),
        Entry::swatch(Paint::blend(Ink::IntuneSolid, stack::INTUNE.actual, Ink::Bg1), "Intune"),
    ]
}

/// How high it likes to be at a width.
pub fn natural_height(input: &SmallInput, width: f32) -> f32 {
    let columns = columns(input, width - 2.0 * legend::PADDING);
    match input.cells.len().div_ceil(columns) {
        0 | 1 => 190.0,
        2 => 330.0,
        rows => 50.0 + 100.0 * rows as f32,
    }
}

/// As many columns as fit with their titles whole; eight charts make two rows of four rather than five and three.
fn columns(input: &SmallInput, room: f32) -> usize {
    let cells = input.cells.len();
    let titles = input.cells.iter().map(|cell| width(TypeRole::LABEL_STRONG, &cell.title) + lock_room(cell));
    let value = width(TypeRole::LABEL_STRONG, "100.0%") + 8.0;
    let least = titles.fold(LEAST_WIDTH - value, f32::max) + value;
    let most = (((room + GAP) / (least + GAP)).floor().max(1.0) as usize).clamp(1, cells.max(1));
    let rows = cells.div_ceil(most).max(1);
    cells.div_ceil(rows).max(1)
}

fn draw(canvas: &mut Canvas, input: &SmallInput, cell: &SmallCell, rect: Rect, is_lowest: bool) {
    let top = rect.y + 22.0;
    let plot = Rect::new(rect.x, top, rect.w, (rect.h - 45.0).max(8.0));
    let axis = TimeAxis::new(input.first, input.last, plot.x, plot.right());
    let values = ValueAxis::percent(plot.y, plot.bottom());
    let fade = if cell.is_locked { 0.55 } else { 1.0 };
    let frame = stack::Frame { axis: &axis, values: &values, ground: Ink::Bg1, fade, line: 1.75 };
    title(canvas, input, cell, rect);
    stack::draw(&mut canvas.scene, &cell.days, input.today, &frame);
    if let Some(band) = &cell.band {
        let (x, top, bottom) = course::band(band, &axis, &values);
        if x.len() > 1 {
            canvas.scene.push(Node::Area {
                x,
                top,
                bottom,
                fill: Paint::alpha(Ink::IntuneSolid, 0.30 * fade),
            });
        }
    }
    stack::edges(&mut canvas.scene, &cell.days, input.today, &frame);
    let ground = Stroke::new(1.0, Ink::Stroke2);
    canvas.scene.line(pt(plot.x, plot.bottom()), pt(plot.right(), plot.bottom()), ground);
    let totals = totals(&cell.days);
    if let Some(today) = input.read_on().filter(|day| axis.contains(*day)) {
        let x = axis.x(today);
        canvas.scene.line(pt(x, plot.y), pt(x, plot.bottom()), Stroke::new(1.0, Ink::Today));
        if let Some(share) = value_at(&totals, today) {
            canvas.scene.push(Node::Circle {
                center: pt(x, values.y(share)),
                radius: 3.0,
                fill: Some(Ink::Bg1.into()),
                stroke: Some(Stroke::new(1.75, Ink::IntuneText)),
            });
        }
    }
    if let Some(end) = totals.last().filter(|end| end.value > 0.0) {
        let y = (values.y(end.value) + 25.0).min(plot.bottom() - 5.0).max(plot.y + 12.0);
        let at = pt(plot.right() - 6.0, y);
        let label = Line::end(at, TypeRole::CAPTION_MEDIUM, Ink::Text, format::percent0(end.value));
        let is_struck = is_struck(&label.rect(), &cell.days, (&axis, &values));
        canvas.write(&if is_struck { label.on(Ink::Bg1) } else { label });
    }
    if is_lowest {
        months(canvas, input, plot);
    }
    canvas.scene.hit(format!("workload:{}", cell.key), rect, tip(input, cell));
    days(&mut canvas.scene, input, cell, (&axis, plot));
}

/// The edge of Intune's share runs through a label.
fn is_struck(label: &Rect, days: &[AuthorityDay], (axis, values): (&TimeAxis, &ValueAxis)) -> bool {
    let below = days.iter().filter(|day| (label.x..=label.right()).contains(&axis.x(day.date)));
    let (highest, lowest) =
        below.map(|day| values.y(day.intune)).fold((f32::MAX, f32::MIN), |(a, b), y| (a.min(y), b.max(y)));
    highest < label.bottom() && lowest > label.y
}

/// Every day answers, or every one of a few where days are narrower than can be pointed at.
fn days(scene: &mut Scene, input: &SmallInput, cell: &SmallCell, (axis, plot): (&TimeAxis, Rect)) {
    let step = (3.0 / axis.day_width()).ceil().max(1.0) as usize;
    let w = axis.day_width() * step as f32;
    for day in cell.days.iter().filter(|day| axis.contains(day.date)).step_by(step) {
        let rect = Rect::new(axis.x(day.date) - w / 2.0, plot.y, w, plot.h);
        scene.hit(format!("workload:{}:{}", cell.key, day.date), rect, day_tip(input, cell, day));
    }
}

fn day_tip(input: &SmallInput, cell: &SmallCell, day: &AuthorityDay) -> String {
    let is_ahead = input.today.is_some_and(|today| day.date > today);
    let kind = if is_ahead { ", expected" } else { "" };
    let count = |share: f64| format::count_f64(share * cell.of);
    let total = day.intune + day.pilot;
    let mut lines = vec![
        format!("{}, {}{kind}", cell.title, format::weekday_date(day.date)),
        format!("{} of {}, {}", count(total), format::count_f64(cell.of), format::percent1(total)),
        format!("Intune {}, Pilot Intune {}", count(day.intune), count(day.pilot)),
    ];
    let band = cell.band.as_deref().unwrap_or_default();
    if let Some((low, high)) = course::range_at(band, day.date).filter(|_| is_ahead) {
        lines.push(format!("{} – {} in 80 of 100 futures", count(low), count(high)));
    }
    lines.join("\n")
}

/// The name at the left, the day's share at the right.
fn title(canvas: &mut Canvas, input: &SmallInput, cell: &SmallCell, rect: Rect) {
    let baseline = rect.y + 13.0;
    let value = input.read_on().and_then(|day| value_at(&totals(&cell.days), day)).map(format::percent1);
    let value_width = value.as_ref().map_or(0.0, |value| width(TypeRole::LABEL_STRONG, value));
    if let Some(value) = value {
        canvas.write(&Line::end(pt(rect.right(), baseline), TypeRole::LABEL_STRONG, Ink::Text, value));
    }
    let room = rect.w - value_width - lock_room(cell) - 8.0;
    let Some(text) = fitted(TypeRole::LABEL_STRONG, &cell.title, room) else { return };
    let end = rect.x + width(TypeRole::LABEL_STRONG, &text);
    let ink = if cell.is_locked { Ink::Text3 } else { Ink::Text };
    canvas.write(&Line::start(pt(rect.x, baseline), TypeRole::LABEL_STRONG, ink, text));
    if cell.is_locked {
        markers::lock(&mut canvas.scene, pt(end + 12.0, baseline - 4.5), 10.0, Ink::Text3);
    }
}

const fn lock_room(cell: &SmallCell) -> f32 {
    if cell.is_locked { 18.0 } else { 0.0 }
}

fn months(canvas: &mut Canvas, input: &SmallInput, plot: Rect) {
    let y = plot.bottom() + 15.0;
    let first = Line::start(pt(plot.x, y), TypeRole::CAPTION, Ink::Text3, format::month_year(input.first));
    let last = Line::end(pt(plot.right(), y), TypeRole::CAPTION, Ink::Text3, format::month_year(input.last));
    canvas.write(&first);
    if last.rect().x > first.rect().right() + 8.0 {
        canvas.write(&last);
    }
}

fn tip(input: &SmallInput, cell: &SmallCell) -> String {
    let mut lines = vec![cell.title.clone()];
    if let Some(today) = input.read_on()
        && let Some(day) = cell.days.iter().rfind(|day| day.date <= today)
    {
        lines.push(format!(
            "{}: Intune {}, Pilot Intune {}",
            format::date(today),
            format::percent1(day.intune),
            format::percent1(day.pilot)
        ));
    }
    if let Some(end) = cell.days.last() {
        let total = end.intune + end.pilot;
        lines.push(format!("{} by {}", format::percent1(total), format::date(end.date)));
    }
    lines.join("\n")
}

fn sentence(input: &SmallInput) -> String {
    let parts: Vec<String> = input
        .cells
        .iter()
        .filter_map(|cell| {
            let share = value_at(&totals(&cell.days), input.read_on()?)?;
            Some(format!("{} {}", cell.title, format::percent1(share)))
        })
        .collect();
    match input.read_on().filter(|_| !parts.is_empty()) {
        Some(today) => {
            format!("With Intune or Pilot Intune on {}: {}.", format::date(today), parts.join(", "))
        }
        None => "Authority per workload over time.".to_owned(),
    }
}

fn table(input: &SmallInput) -> Table {
    let head = ["Workload", "Intune", "Pilot Intune", "At the end"];
    let dash = || format::DASH.to_owned();
    let rows = input.cells.iter().map(|cell| {
        let now = input.read_on().and_then(|today| cell.days.iter().rfind(|day| day.date <= today));
        vec![
            cell.title.clone(),
            now.map_or_else(dash, |day| format::percent1(day.intune)),
            now.map_or_else(dash, |day| format::percent1(day.pilot)),
            cell.days.last().map_or_else(dash, |day| format::percent1(day.intune + day.pilot)),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
