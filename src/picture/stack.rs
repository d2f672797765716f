//! The stacked areas of authority, for the large chart and the small multiples: cumulative, opaque and
//! from back to front, so that no seam shows. It draws no words and no axes.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayValue};
use super::palette::Ink;
use super::river::AuthorityDay;
use super::scene::{Node, Paint, Point, Scene, Stroke};
use chrono::NaiveDate;

/// How strongly a series is filled where it has happened and where it is expected.
#[derive(Clone, Copy, Debug)]
pub struct Fill {
    pub actual: f32,
    pub forecast: f32,
}

pub const INTUNE: Fill = Fill { actual: 0.92, forecast: 0.46 };
pub const PILOT: Fill = Fill { actual: 0.80, forecast: 0.34 };
pub const CONFIG_MANAGER: Fill = Fill { actual: 0.34, forecast: 0.16 };

/// Where the stack is drawn, on which ground, how faded, and how thick its main line is.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub axis: &'a TimeAxis,
    pub values: &'a ValueAxis,
    pub ground: Ink,
    /// 1 for full colour; less for a workload that cannot be planned.
    pub fade: f32,
    pub line: f32,
}

/// Fills of all three, the past in full colour, the future pale.
pub fn draw(scene: &mut Scene, days: &[AuthorityDay], today: Option<NaiveDate>, frame: &Frame<'_>) {
    let (intune, total) = series(days);
    let ones: Vec<DayValue> = days.iter().map(|day| DayValue::new(day.date, 1.0)).collect();
    for (values, ink, fill) in [
        (ones, Ink::CmSolid, CONFIG_MANAGER),
        (total, Ink::PilotSolid, PILOT),
        (intune, Ink::IntuneSolid, INTUNE),
    ] {
        for (part, alpha) in parts(&values, today, frame.axis).into_iter().zip([fill.actual, fill.forecast]) {
            area(scene, &part, frame, Paint::blend(ink, alpha * frame.fade, frame.ground));
        }
    }
}

/// Upper edges: Intune's as a fine line, the total as the main line; dashed in the future.
pub fn edges(scene: &mut Scene, days: &[AuthorityDay], today: Option<NaiveDate>, frame: &Frame<'_>) {
    let (intune, total) = series(days);
    let apart = days.iter().any(|day| day.intune > 0.002 && day.pilot > 0.002);
    if apart {
        let lines = parts(&intune, today, frame.axis);
        let fine = |dash: Option<()>| {
            let paint = Paint::alpha(Ink::IntuneText, 0.75 * frame.fade);
            let w = (frame.line * 0.6).min(1.5);
            dash.map_or(Stroke::new(w, paint), |()| Stroke::dashed(w, paint, 6.0, 4.0))
        };
        for (part, stroke) in lines.into_iter().zip([fine(None), fine(Some(()))]) {
            for run in above_zero(&part) {
                line(scene, run, frame, stroke);
            }
        }
    }
    let paint = Paint::alpha(Ink::IntuneText, frame.fade);
    let ahead = (frame.line - 0.5).max(1.25);
    let strokes =
        [Stroke::new(frame.line, paint), Stroke::dashed(ahead, paint, frame.line * 2.4, frame.line * 1.6)];
    for (part, stroke) in parts(&total, today, frame.axis).into_iter().zip(strokes) {
        line(scene, &part, frame, stroke);
    }
}

/// Intune, and Intune with Pilot Intune on it, kept between 0 and 1.
pub fn series(days: &[AuthorityDay]) -> (Vec<DayValue>, Vec<DayValue>) {
    let share = |v: f64| if v.is_finite() { v.clamp(0.0, 1.0) } else { 0.0 };
    days.iter()
        .map(|day| {
            let intune = share(day.intune);
            let total = share(intune + share(day.pilot));
            (DayValue::new(day.date, intune), DayValue::new(day.date, total))
        })
        .unzip()
}

/// The series up to today and from today on; they share today's point.
fn parts(values: &[DayValue], today: Option<NaiveDate>, axis: &TimeAxis) -> [Vec<DayValue>; 2] {
    match today {
        Some(today) if today > axis.first => [
            course::between(values, axis.first, today.min(axis.last)),
            course::between(values, today, axis.last),
        ],
        _ => [Vec::new(), course::clipped(values, axis)],
    }
}

/// Stretches where the series is off the ground, each with the zero point before it.
fn above_zero(series: &[DayValue]) -> Vec<&[DayValue]> {
    let mut runs = Vec::new();
    let mut from: Option<usize> = None;
    for (index, point) in series.iter().enumerate() {
        match (from, point.value > 0.001) {
            (None, true) => from = Some(index.saturating_sub(1)),
            (Some(start), false) => {
                runs.push(&series[start..=index]);
                from = None;
            }
            _ => {}
        }
    }
    if let Some(start) = from {
        runs.push(&series[start..]);
    }
    runs
}

fn area(scene: &mut Scene, part: &[DayValue], frame: &Frame<'_>, fill: Paint) {
    let points = course::points(part, frame.axis, frame.values);
    if points.len() < 2 {
        return;
    }
    let (x, top): (Vec<f32>, Vec<f32>) = points.iter().map(|p: &Point| (p.x, p.y)).unzip();
    let bottom = vec![frame.values.bottom; x.len()];
    scene.push(Node::Area { x, top, bottom, fill });
}

fn line(scene: &mut Scene, part: &[DayValue], frame: &Frame<'_>, stroke: Stroke) {
    let points = course::points(part, frame.axis, frame.values);
    if points.len() > 1 {
        scene.polyline(points, stroke);
    }
}
