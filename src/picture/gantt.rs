//! The timeline: phases as bars with their gates and workload switches over time. In parts, so that the
//! head and the foot stay while the rows scroll, or as one drawing. It computes no dates.

use super::axis::{Tick, TimeAxis};
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::gantt_layout::GanttLayout;
use super::gantt_rows;
use super::labels::{Canvas, Line, width};
use super::lane::{self, DeskLane};
use super::markers::{self, Authority, Verdict};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
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
    legend(&mut canvas, input);
    rule(&mut canvas, LEGEND_HEIGHT, layout.width, Ink::Stroke);
    let weekly = by_week(&layout.axis);
    for tick in ticks(&layout.axis) {
        canvas.scene.line(pt(tick.x, 52.0), pt(tick.x, HEAD_HEIGHT), Stroke::new(1.0, Ink::Grid));
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
    freeze_heads(&mut canvas, input, layout, y);
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
        workload_key(&mut canvas, input, y);
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

fn freeze_heads(canvas: &mut Canvas, input: &GanttInput, layout: &GanttLayout, y: f32) {
    let plot = Rect::new(layout.axis.left, y, layout.axis.right - layout.axis.left, FLAG_HEIGHT);
    for (index, freeze) in input.freezes.iter().enumerate() {
        let Some(band) = flags::freeze_rect(&layout.axis, plot, freeze) else { continue };
        let w = width(TypeRole::CAPTION_MEDIUM, &freeze.name) + 12.0;
        let rect = Rect::new(band.x + band.w / 2.0 - w / 2.0, y, w, FLAG_HEIGHT);
        if canvas.labels.claim(rect) {
            canvas.scene.rect(rect, 4.0, Ink::Bg3);
            let at = pt(rect.x + w / 2.0, y + 13.0);
            let line = Line::middle(at, TypeRole::CAPTION_MEDIUM, Ink::Text2, freeze.name.as_str());
            line.draw(&mut canvas.scene);
            canvas.scene.hit(format!("freeze:{index}"), rect, freeze.tip());
        }
    }
}

/// A sample and its word, left-aligned one after the other; all words are shortened where the long ones do not
/// all fit, and what does not fit then is left out.
fn legend(canvas: &mut Canvas, input: &GanttInput) {
    let room = canvas.scene.width - 12.0;
    let samples = samples(input);
    let long = LEGEND_LEFT + samples.iter().map(|(sample, [long, _])| step(sample, long, 15.0)).sum::<f32>();
    let (form, gap) = if long - 15.0 <= room { (0, 15.0) } else { (1, 11.0) };
    let baseline = 25.0;
    let mut x = LEGEND_LEFT;
    for (sample, words) in samples {
        let word = words[form];
        let next = x + step(&sample, word, gap);
        if next - gap > room {
            return;
        }
        draw_sample(&mut canvas.scene, &sample, x, baseline - 4.0);
        let at = pt(x + sample_width(&sample) + 6.0, baseline);
        canvas.write(&Line::start(at, TypeRole::CAPTION, Ink::Text2, word));
        x = next;
    }
}

const LEGEND_LEFT: f32 = 16.0;

const fn sample_width(sample: &Sample) -> f32 {
    if matches!(sample, Sample::Gate(_) | Sample::Switch(_)) { 13.0 } else { 24.0 }
}

/// From one sample to the next.
fn step(sample: &Sample, word: &str, gap: f32) -> f32 {
    sample_width(sample) + 6.0 + width(TypeRole::CAPTION, word) + gap
}

enum Sample {
    Baseline,
    Actual,
    Ahead,
    Tail,
    Soak,
    Gate(bool),
    Switch(Authority),
}

/// What is in the drawing, each in a long and a short form.
fn samples(input: &GanttInput) -> Vec<(Sample, [&'static str; 2])> {
    let has_tail = input.rows.iter().any(|row| row.tail.is_some());
    let has = |test: fn(&GanttRow) -> bool| input.rows.iter().any(test);
    let has_switch = |to: Authority| {
        input
            .rows
            .iter()
            .any(|row| row.switches.iter().any(|switch| switch.to == to && switch.date.is_some()))
    };
    let mut out = Vec::new();
    if has(|row| row.baseline.is_some()) {
        out.push((Sample::Baseline, ["Baseline"; 2]));
    }
    if has(|row| row.done_until.is_some()) {
        out.push((Sample::Actual, ["Actual"; 2]));
    }
    out.push((Sample::Ahead, if has_tail { ["Forecast P50", "Forecast"] } else { ["Expected"; 2] }));
    if has_tail {
        out.push((Sample::Tail, ["to P85"; 2]));
    }
    out.push((Sample::Soak, ["Soak"; 2]));
    let has_passed = has(|row| row.gate.is_some_and(|gate| gate.is_passed));
    if has_passed {
        out.push((Sample::Gate(true), ["Gate passed"; 2]));
    }
    out.push((Sample::Gate(false), ["Gate ahead", if has_passed { "ahead" } else { "Gate" }]));
    if has(|row| !row.switches.is_empty()) {
        out.push((Sample::Switch(Authority::Pilot), ["Workload to Pilot Intune", "to Pilot"]));
        out.push((Sample::Switch(Authority::Intune), ["to Intune"; 2]));
    }
    if has_switch(Authority::ConfigManager) {
        out.push((Sample::Switch(Authority::ConfigManager), ["back to ConfigMgr", "back"]));
    }
    out
}

fn draw_sample(scene: &mut Scene, sample: &Sample, x: f32, y: f32) {
    match sample {
        Sample::Baseline => scene.rect(Rect::new(x, y - 2.0, 24.0, 4.0), 2.0, Ink::NeutralSolid),
        Sample::Actual => scene.rect(Rect::new(x, y - 6.0, 24.0, 12.0), 3.0, Ink::IntuneSolid),
        Sample::Ahead => gantt_rows::outlined(scene, Rect::new(x, y - 6.0, 24.0, 12.0)),
        Sample::Tail => {
            scene.rect(Rect::new(x, y - 2.5, 21.0, 5.0), 0.0, gantt_rows::tail_paint());
            scene.line(pt(x + 21.0, y - 6.0), pt(x + 21.0, y + 6.0), Stroke::new(2.0, Ink::IntuneSolid));
        }
        Sample::Soak => scene.push(Node::Hatch {
            rect: Rect::new(x, y - 5.0, 24.0, 10.0),
            spacing: 5.0,
            stroke: Stroke::new(1.0, Paint::alpha(Ink::IntuneSolid, 0.8)),
        }),
        Sample::Gate(is_passed) => markers::gate(scene, pt(x + 6.0, y), 12.0, *is_passed),
        Sample::Switch(to) => scene.push(Node::Circle {
            center: pt(x + 6.0, y),
            radius: 5.0,
            fill: Some(to.solid().into()),
            stroke: None,
        }),
    }
}

/// Letters and names; short names where the long ones do not all fit.
fn workload_key(canvas: &mut Canvas, input: &GanttInput, top: f32) {
    let baseline = top + 24.0;
    let role = TypeRole::CAPTION;
    let title = "Workload switches";
    let room = canvas.scene.width - 16.0;
    let whole = |title: f32, name: fn(&WorkloadKey) -> &str| {
        title + input.workloads.iter().map(|w| 32.0 + width(role, name(w))).sum::<f32>()
    };
    let long: fn(&WorkloadKey) -> &str = |w| &w.name;
    let short: fn(&WorkloadKey) -> &str = |w| &w.short;
    let title_width = width(role, title);
    let (with_title, name) = if 16.0 + whole(title_width, long) <= room {
        (true, long)
    } else if 16.0 + whole(title_width, short) <= room {
        (true, short)
    } else {
        (false, short)
    };
    let mut x = 16.0;
    if with_title {
        canvas.write(&Line::start(pt(x, baseline), role, Ink::Text2, title));
        x += title_width + 13.0;
    }
    for workload in &input.workloads {
        let end = x + 19.0 + width(role, name(workload));
        if end > room {
            return;
        }
        markers::letter_disc(&mut canvas.scene, pt(x + 7.0, baseline - 4.0), workload.letter);
        canvas.write(&Line::start(pt(x + 19.0, baseline), role, Ink::Text2, name(workload)));
        x = end + 13.0;
    }
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
