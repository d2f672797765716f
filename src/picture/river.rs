//! Workload authority over time: how the share of device and workload pairs passes from Configuration
//! Manager over Pilot Intune to Intune, done and expected. It adds nothing up: shares come in ready.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayRange, DayValue};
use super::flags::{self, Flags, Freeze};
use super::format;
use super::labels::{Canvas, width};
use super::legend::{self, Entry, Heading};
use super::palette::Ink;
use super::river_names;
use super::river_table;
use super::river_words;
use super::scene::{Node, Paint, Rect, Scene, Stroke, pt};
use super::stack;
use super::type_roles::TypeRole;
use chrono::NaiveDate;

/// The shares of all pairs at the end of a day, each 0–1; what is left is with Configuration Manager.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuthorityDay {
    pub date: NaiveDate,
    pub intune: f64,
    pub pilot: f64,
}

/// A phase in the strip over the plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseSpan {
    pub key: String,
    /// The long form, `Wave 2 · Clinics North`.
    pub label: String,
    /// What is shown where the long one does not fit, `Wave 2`.
    pub short: String,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub is_current: bool,
}

/// When the plan ends: one expected day, or a range once runs have been simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    Expected(NaiveDate),
    /// P85 = none: it does not come within the horizon.
    Range {
        p50: NaiveDate,
        p85: Option<NaiveDate>,
    },
}

/// Everything the chart shows. Days ascend; those up to `today` are actual, later ones forecast.
/// Something that a day has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayNote {
    pub date: NaiveDate,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RiverInput {
    pub heading: Option<Heading>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The status date; without it everything is forecast.
    pub today: Option<NaiveDate>,
    pub days: Vec<AuthorityDay>,
    /// Intune and Pilot Intune together, as the baseline has it.
    pub baseline: Vec<DayValue>,
    /// P10–P90 of Intune and Pilot Intune together.
    pub band: Option<Vec<DayRange>>,
    pub phases: Vec<PhaseSpan>,
    pub freezes: Vec<Freeze>,
    pub target: Option<NaiveDate>,
    pub finish: Option<Finish>,
    /// What was decided, on its day.
    pub decisions: Vec<DayNote>,
    /// Whose pairs of device and workload a day's shares are, in order of days.
    pub notes: Vec<DayNote>,
}

/// Places that the words need to know.
pub(super) struct Frame {
    pub axis: TimeAxis,
    pub values: ValueAxis,
    pub plot: Rect,
}

pub fn scene(input: &RiverInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let inner = legend::open(&mut canvas, input.heading.as_ref(), &entries(input));
    let frame = frame(input, inner);
    hits(&mut canvas.scene, input, &frame);
    strip(&mut canvas, input, &frame, inner.y + 2.0);
    stack::draw(&mut canvas.scene, &input.days, input.today, &frame.stack());
    overlays(&mut canvas, input, &frame);
    let flags = Flags {
        axis: &frame.axis,
        today: input.today,
        target: input.target,
        plot: frame.plot,
        y: frame.plot.y - 24.0,
    };
    flags.lines(&mut canvas);
    // A flag at the left edge keeps off the highest number.
    canvas.labels.reserve(Rect::new(0.0, frame.plot.y - 9.0, (frame.plot.x - 2.0).max(0.0), 4.0));
    flags.heads(&mut canvas);
    frame.values.draw(&mut canvas, frame.plot.x, frame.plot.x, Stroke::new(1.0, Ink::Grid));
    frame.axis.draw(&mut canvas, frame.plot.bottom());
    decisions(&mut canvas, input, &frame);
    river_words::marks(&mut canvas, input, &frame);
    flags.reserve_lines(&mut canvas);
    river_names::draw(&mut canvas, input, &frame);
    let mut scene = canvas.scene;
    scene.sentence = river_table::sentence(input);
    scene.table = river_table::table(input);
    scene
}

/// What the legend of this input says, in drawing order.
pub fn entries(input: &RiverInput) -> Vec<Entry> {
    let has_actual =
        input.today.is_some_and(|today| input.days.iter().any(|d| d.date < today && total(d) > 0.0));
    let has_baseline = !input.baseline.is_empty();
    let mut entries = Vec::new();
    if has_actual {
        entries.push(Entry::line(Stroke::new(2.5, Ink::IntuneText), "Actual"));
    } else {
        let pale = |ink, alpha| Paint::blend(ink, alpha, Ink::Bg1);
        entries.push(Entry::swatch(Ink::CmActual, "Configuration Manager"));
        entries.push(Entry::swatch(pale(Ink::PilotSolid, stack::PILOT.forecast), "Pilot Intune"));
        entries.push(Entry::swatch(pale(Ink::IntuneSolid, stack::INTUNE.forecast), "Intune"));
    }
    let expected = if input.band.is_some() { "Forecast P50" } else { "Expected course" };
    entries.push(Entry::line(Stroke::dashed(2.0, Ink::IntuneText, 6.0, 4.0), expected));
    if input.band.is_some() {
        entries.push(Entry::swatch(Paint::blend(Ink::IntuneSolid, 0.30, Ink::Bg1), "P10–P90"));
    }
    if has_baseline {
        entries.push(Entry::line(baseline_stroke(), "Baseline plan"));
    }
    entries
}

pub(super) fn total(day: &AuthorityDay) -> f64 {
    day.intune + day.pilot
}

pub(super) fn totals(days: &[AuthorityDay]) -> Vec<DayValue> {
    days.iter().map(|day| DayValue::new(day.date, total(day))).collect()
}

impl Frame {
    pub fn stack(&self) -> stack::Frame<'_> {
        stack::Frame { axis: &self.axis, values: &self.values, ground: Ink::Bg1, fade: 1.0, line: 2.5 }
    }
}

fn frame(input: &RiverInput, inner: Rect) -> Frame {
    let label = width(TypeRole::CAPTION, "100%") + 8.0;
    let left = inner.x + label.max(36.0);
    let right = (inner.right() - 8.0).max(left + 20.0);
    let top = inner.y + 48.0;
    let bottom = (inner.bottom() - 22.0).max(top + 10.0);
    Frame {
        axis: TimeAxis::new(input.first, input.last, left, right),
        values: ValueAxis::percent(top, bottom),
        plot: Rect::new(left, top, right - left, bottom - top),
    }
}

/// Phases as cells from one start to the next, with dotted boundaries down the plot.
fn strip(canvas: &mut Canvas, input: &RiverInput, frame: &Frame, y: f32) {
    for (phase, x0, x1) in cells(input, &frame.axis) {
        let rect = Rect::new(x0 + 0.5, y, (x1 - x0 - 1.0).max(0.5), 20.0);
        let (fill, ink, role) = if phase.is_current {
            (Ink::AccentBg, Ink::AccentText, TypeRole::CAPTION_STRONG)
        } else {
            (Ink::Bg2, Ink::Text2, TypeRole::CAPTION)
        };
        canvas.scene.rect(rect, 3.0, fill);
        let forms = [phase.label.as_str(), phase.short.as_str()];
        if let Some(text) = super::labels::longest_fitting(role, &forms, rect.w - 6.0) {
            let at = pt(rect.x + rect.w / 2.0, y + 14.0);
            canvas.write(&super::labels::Line::middle(at, role, ink, text));
        }
        let dates = format::date_range_year(phase.start, phase.end);
        let tip = format!("{}\n{dates}", phase.label);
        canvas.scene.hit(format!("phase:{}", phase.key), rect, tip);
    }
}

/// Each phase with the x from which it leads to where the next one starts, or to its own end.
fn cells<'a>(input: &'a RiverInput, axis: &TimeAxis) -> Vec<(&'a PhaseSpan, f32, f32)> {
    let mut phases: Vec<&PhaseSpan> = input.phases.iter().collect();
    phases.sort_by_key(|phase| phase.start);
    let mut out = Vec::with_capacity(phases.len());
    for (index, phase) in phases.iter().enumerate() {
        let own_end = phase.end.max(phase.start).succ_opt().unwrap_or(phase.end);
        let until = phases.get(index + 1).map_or(own_end, |next| next.start);
        let (x0, x1) = (axis.x_inside(phase.start), axis.x_inside(until));
        if x1 - x0 >= 2.0 {
            out.push((*phase, x0, x1));
        }
    }
    out
}

/// What lies on the stack: grid, freezes, boundaries, band, baseline, main line, today's point.
fn overlays(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let plot = frame.plot;
    for value in frame.values.ticks() {
        let y = frame.values.y(value);
        let stroke = Stroke::new(1.0, Paint::alpha(Ink::Bg1, 0.5));
        if value > 0.0 && value < 1.0 {
            canvas.scene.line(pt(plot.x, y), pt(plot.right(), y), stroke);
        }
    }
    flags::freezes(canvas, &frame.axis, plot, &input.freezes);
    let boundaries = cells(input, &frame.axis);
    // Of very many they would lie as a veil over the chart.
    let is_open = boundaries.len() as f32 * 12.0 <= plot.w;
    for (_, x, _) in boundaries.into_iter().skip(1).filter(|_| is_open) {
        let dots = Stroke::dashed(1.0, Ink::Text3, 1.0, 4.0);
        canvas.scene.line(pt(x, plot.y - 24.0), pt(x, plot.bottom()), dots);
    }
    if let Some(band) = &input.band {
        let (x, top, bottom) = course::band(band, &frame.axis, &frame.values);
        if x.len() > 1 {
            canvas.scene.push(Node::Area { x, top, bottom, fill: Paint::alpha(Ink::IntuneSolid, 0.30) });
        }
    }
    let baseline = course::points(&input.baseline, &frame.axis, &frame.values);
    if baseline.len() > 1 {
        canvas.scene.polyline(baseline, baseline_stroke());
    }
    stack::edges(&mut canvas.scene, &input.days, input.today, &frame.stack());
}

fn baseline_stroke() -> Stroke {
    Stroke::dashed(1.5, Ink::Text2, 2.0, 4.0)
}

/// A diamond on the ground for each day of decisions.
fn decisions(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let mut days: Vec<NaiveDate> = input.decisions.iter().map(|decision| decision.date).collect();
    days.sort_unstable();
    days.dedup();
    for day in days.into_iter().filter(|day| frame.axis.contains(*day)) {
        let at = pt(frame.axis.x(day), frame.plot.bottom() - 8.0);
        let points = [(0.0, -5.5), (5.5, 0.0), (0.0, 5.5), (-5.5, 0.0)].map(|(x, y)| pt(at.x + x, at.y + y));
        canvas.scene.push(Node::Convex {
            points: points.to_vec(),
            fill: Some(Ink::Today.into()),
            stroke: Some(Stroke::new(1.5, Ink::Bg1)),
        });
        let place = Rect::new(at.x - 7.0, at.y - 7.0, 14.0, 14.0);
        canvas.labels.reserve(place);
        let said = input.decisions.iter().filter(|decision| decision.date == day);
        let said: Vec<&str> = said.map(|decision| decision.text.as_str()).collect();
        canvas.scene.hit(
            format!("decision:{day}"),
            place,
            format!("{}\n{}", format::date(day), said.join("\n")),
        );
    }
}

/// One place to point at per day, or per two points where days are narrower; today always has one.
fn hits(scene: &mut Scene, input: &RiverInput, frame: &Frame) {
    let day_width = frame.axis.day_width();
    let mut next_x = f32::NEG_INFINITY;
    for day in &input.days {
        let x = frame.axis.x(day.date);
        let is_told = x >= next_x || Some(day.date) == input.today;
        if !frame.axis.contains(day.date) || !is_told {
            continue;
        }
        let w = day_width.max(2.0);
        next_x = x + w - 0.01;
        let rect = Rect::new(x - w / 2.0, frame.plot.y, w, frame.plot.h);
        scene.hit(format!("day:{}", day.date), rect, river_table::tip(input, day));
    }
}
