//! The timeline: phases as bars with their gates and workload switches over time. In parts, so that the
//! head and the foot stay while the rows scroll, or as one drawing. It computes no dates.

use super::axis::{Tick, TimeAxis};
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::gantt_layout::GanttLayout;
use super::gantt_legend;
use super::gantt_rows;
use super::labels::{Canvas, Line};
use super::lane::{self, DeskLane};
use super::markers::{Authority, Verdict};
use super::palette::Ink;
use super::scene::{Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::NaiveDate;
use std::ops::Range;

/// The gate at the end of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GanttGate {
    pub date: NaiveDate,
    pub is_passed: bool,
}

/// What stands beside a switch marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchNote {
    /// Pulled along by another workload's date.
    Follows,
    /// Out of order or otherwise in conflict.
    Conflict,
}

/// A workload changing hands in a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GanttSwitch {
    pub workload: String,
    pub letter: char,
    pub to: Authority,
    /// None when it is not within the horizon.
    pub date: Option<NaiveDate>,
    pub is_done: bool,
    pub note: Option<SwitchNote>,
    pub tip: String,
}

/// The colour of a row's third line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
}

/// A phase. Dates are days, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct GanttRow {
    pub key: String,
    pub state: Verdict,
    pub name: String,
    /// `Wave 2 · 3,200 devices`
    pub line2: String,
    /// `49.0%, plan 64.1%`
    pub line3: String,
    pub tone: Tone,
    /// First and last day of enrollment; without a start there is no bar.
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    /// The last day that has happened; none before the start.
    pub done_until: Option<NaiveDate>,
    /// What is written in the done part: `1,568`.
    pub count: String,
    pub baseline: Option<(NaiveDate, NaiveDate)>,
    /// The last day of the soak that follows the end.
    pub soak_until: Option<NaiveDate>,
    pub gate: Option<GanttGate>,
    /// From P50 to P85 of the gate, once futures have been simulated; without P85 it has no end in sight.
    pub tail: Option<(NaiveDate, Option<NaiveDate>)>,
    /// `13 Nov` or `13 Nov – 19 Nov`, beside the gate.
    pub dates: String,
    pub switches: Vec<GanttSwitch>,
    pub tip: String,
}

/// A workload in the key under the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkloadKey {
    pub letter: char,
    pub name: String,
    pub short: String,
}

/// Everything the timeline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct GanttInput {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub today: Option<NaiveDate>,
    pub target: Option<NaiveDate>,
    pub freezes: Vec<Freeze>,
    pub rows: Vec<GanttRow>,
    /// The row in hand, by its key.
    pub selected: Option<String>,
    pub desk: Option<DeskLane>,
    pub workloads: Vec<WorkloadKey>,
}

/// The height of the key, months and flags over the rows.
pub const HEAD_HEIGHT: f32 = 98.0;
/// The height of the helpdesk lane.
pub const LANE_HEIGHT: f32 = 112.0;
/// The height of the workloads' key.
pub const KEY_HEIGHT: f32 = 40.0;

/// The band over the months, for two lines of the legend.
const LEGEND_HEIGHT: f32 = 44.0;

/// How high [`foot`] is.
pub fn foot_height(input: &GanttInput) -> f32 {
    let lane = if input.desk.is_some() { LANE_HEIGHT } else { 0.0 };
    lane + if input.workloads.is_empty() { 0.0 } else { KEY_HEIGHT }
}

/// How high the whole drawing is at a width.
pub fn natural_height(input: &GanttInput, width: f32) -> f32 {
    HEAD_HEIGHT + GanttLayout::new(input, width).rows_height() + foot_height(input)
}

/// Head, all rows and foot in one drawing, never lower than it has to be.
pub fn scene(input: &GanttInput, width: f32, height: f32) -> Scene {
    let layout = GanttLayout::new(input, width);
    let natural = HEAD_HEIGHT + layout.rows_height() + foot_height(input);
    let mut scene = Scene::new(layout.width, if height.is_finite() { natural.max(height) } else { natural });
    scene.embed(head(input, &layout), 0.0, 0.0);
    scene.embed(rows(input, &layout, 0..input.rows.len()), 0.0, HEAD_HEIGHT);
    scene.embed(foot(input, &layout), 0.0, HEAD_HEIGHT + layout.rows_height());
    "Timeline".clone_into(&mut scene.name);
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

/// The legend, the months and the flags.
pub fn head(input: &GanttInput, layout: &GanttLayout) -> Scene {
    let mut canvas = Canvas::new(layout.width, HEAD_HEIGHT);
    gantt_legend::draw(&mut canvas, &gantt_legend::samples(input), (16.0, 0.0));
    rule(&mut canvas, LEGEND_HEIGHT, layout.width, Ink::Stroke);
    let weekly = by_week(&layout.axis);
    for tick in ticks(&layout.axis) {
        // A month without a name has its line below that of the month before.
        let top = if tick.label.is_empty() { 70.0 } else { 52.0 };
        canvas.scene.line(pt(tick.x, top), pt(tick.x, HEAD_HEIGHT), Stroke::new(1.0, Ink::Grid));
        let has_year = !weekly && tick.label.contains(' ');
        let (role, ink) =
            if has_year { (TypeRole::CAPTION_MEDIUM, Ink::Text) } else { (TypeRole::CAPTION, Ink::Text2) };
        let line = Line::start(pt(tick.x + 5.0, 64.0), role, ink, tick.label);
        if canvas.write(&line) {
            // The next one keeps its distance or is left out.
            let end = line.rect();
            canvas.labels.reserve(Rect::new(end.right(), end.y, 9.0, end.h));
        }
    }
    let plot = Rect::new(layout.axis.left, 0.0, layout.axis.right - layout.axis.left, HEAD_HEIGHT);
    let y = HEAD_HEIGHT - FLAG_HEIGHT - 4.0;
    let flags = Flags { axis: &layout.axis, today: input.today, target: input.target, plot, y };
    flags.lines(&mut canvas);
    flags.heads(&mut canvas);
    let row = Rect::new(plot.x, y, plot.w, FLAG_HEIGHT);
    flags::freeze_heads(&mut canvas, &layout.axis, row, &input.freezes);
    rule(&mut canvas, HEAD_HEIGHT - 1.0, layout.width, Ink::Stroke);
    canvas.scene
}

/// The rows of a range, the first of them at the top.
pub fn rows(input: &GanttInput, layout: &GanttLayout, range: Range<usize>) -> Scene {
    gantt_rows::draw(input, layout, range)
}

/// The helpdesk lane and the key of the workloads.
pub fn foot(input: &GanttInput, layout: &GanttLayout) -> Scene {
    let mut canvas = Canvas::new(layout.width, foot_height(input));
    rule(&mut canvas, 0.0, layout.width, Ink::Stroke);
    let mut y = 0.0;
    if let Some(desk) = &input.desk {
        let rect = Rect::new(0.0, 0.0, layout.width, LANE_HEIGHT);
        let plot = Rect::new(layout.axis.left, 0.0, layout.axis.right - layout.axis.left, LANE_HEIGHT);
        lane::bars(&mut canvas, desk, &layout.axis, rect);
        flags::freezes(&mut canvas, &layout.axis, plot, &input.freezes);
        lines(&mut canvas, input, layout, plot);
        lane::words(&mut canvas, desk, &layout.axis, rect);
        y = LANE_HEIGHT;
        rule(&mut canvas, y, layout.width, Ink::Stroke);
    }
    if !input.workloads.is_empty() {
        gantt_legend::workloads(&mut canvas, &input.workloads, y);
    }
    canvas.scene
}

/// The lines of today and the target, through a part.
pub(super) fn lines(canvas: &mut Canvas, input: &GanttInput, layout: &GanttLayout, plot: Rect) {
    let y = plot.y - FLAG_HEIGHT;
    Flags { axis: &layout.axis, today: input.today, target: input.target, plot, y }.lines(canvas);
}

/// A few months are read in weeks, more in months.
fn by_week(axis: &TimeAxis) -> bool {
    axis.days() <= 75
}

pub(super) fn ticks(axis: &TimeAxis) -> Vec<Tick> {
    if by_week(axis) { axis.weeks(TypeRole::CAPTION) } else { axis.months(TypeRole::CAPTION) }
}

/// Months, freezes and the lines of today and the target where there is no row.
pub fn blank(input: &GanttInput, layout: &GanttLayout, height: f32) -> Scene {
    let mut canvas = Canvas::new(layout.width, height);
    rule(&mut canvas, 0.0, layout.width, Ink::Stroke);
    for tick in ticks(&layout.axis) {
        canvas.scene.line(pt(tick.x, 0.0), pt(tick.x, height), Stroke::new(1.0, Ink::Grid));
    }
    let plot = Rect::new(layout.axis.left, 0.0, layout.axis.right - layout.axis.left, height);
    flags::freezes(&mut canvas, &layout.axis, plot, &input.freezes);
    lines(&mut canvas, input, layout, plot);
    canvas.scene
}

pub(super) fn rule(canvas: &mut Canvas, y: f32, width: f32, ink: Ink) {
    canvas.scene.line(pt(0.0, y), pt(width, y), Stroke::new(1.0, ink));
}

fn sentence(input: &GanttInput) -> String {
    let starts = input.rows.iter().filter_map(|row| row.start).min();
    let ends = input.rows.iter().filter_map(|row| row.gate.map(|gate| gate.date).or(row.end)).max();
    let phases = format::plural(input.rows.len() as u64, "phase", "phases");
    match starts.zip(ends) {
        Some((first, last)) => format!("{phases} from {} to {}.", format::date(first), format::date(last)),
        None => format!("{phases}, none with a date yet."),
    }
}

fn table(input: &GanttInput) -> Table {
    let head = ["Phase", "Size", "State", "Start", "End", "Gate", "Planned start", "Planned end"];
    let day = |date: Option<NaiveDate>| date.map_or_else(|| format::DASH.to_owned(), format::date);
    let rows = input.rows.iter().map(|row| {
        vec![
            row.name.clone(),
            row.line2.clone(),
            row.line3.clone(),
            day(row.start),
            day(row.end),
            day(row.gate.map(|gate| gate.date)),
            day(row.baseline.map(|baseline| baseline.0)),
            day(row.baseline.map(|baseline| baseline.1)),
        ]
    });
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
