//! The stacked areas of authority, for the large chart and the small multiples: cumulative, opaque and
//! from back to front, so that no seam shows. It draws no words and no axes.

use super::axis::{TimeAxis, ValueAxis};
use super::course::{self, DayValue};
use super::palette::Ink;
use super::river::AuthorityDay;
use super::scene::{Node, Paint, Point, Scene, Stroke};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::ops::Range;

/// How strongly a series is filled where it has happened and where it is expected.
#[derive(Clone, Copy, Debug)]
pub struct Fill {
    pub actual: f32,
    pub forecast: f32,
}

pub const INTUNE: Fill = Fill { actual: 0.92, forecast: 0.46 };
pub const PILOT: Fill = Fill { actual: 0.80, forecast: 0.34 };
/// On white, where a drawing has [`Ink::CmActual`] and [`Ink::CmForecast`].
pub const MANAGER: Fill = Fill { actual: 0.34, forecast: 0.16 };

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
    let days = &seen(days, frame.axis);
    let (intune, total) = series(days);
    let today = begun(&total, today);
    let ones: Vec<DayValue> = days.iter().map(|day| DayValue::new(day.date, 1.0)).collect();
    let blend = |ink, alpha| Paint::blend(ink, alpha * frame.fade, frame.ground);
    let pair = |ink, fill: Fill| [blend(ink, fill.actual), blend(ink, fill.forecast)];
    for (values, paints) in [
        (ones, [blend(Ink::CmActual, 1.0), blend(Ink::CmForecast, 1.0)]),
        (total, pair(Ink::PilotSolid, PILOT)),
        (intune, pair(Ink::IntuneSolid, INTUNE)),
    ] {
        for (part, paint) in parts(&values, today, frame.axis).into_iter().zip(paints) {
            area(scene, &part, frame, paint);
        }
    }
}

/// Upper edges: Intune's as a fine line, the total as the main line; dashed in the future.
pub fn edges(scene: &mut Scene, days: &[AuthorityDay], today: Option<NaiveDate>, frame: &Frame<'_>) {
    let days = &seen(days, frame.axis);
    let (intune, total) = series(days);
    let today = begun(&total, today);
    let fine = Paint::alpha(Ink::IntuneText, 0.75 * frame.fade);
    let width = (frame.line * 0.6).min(1.5);
    let strokes = [Stroke::new(width, fine), Stroke::dashed(width, fine, 6.0, 4.0)];
    for run in apart(&intune, &total) {
        for (part, stroke) in parts(&intune[run], today, frame.axis).into_iter().zip(strokes) {
            line(scene, &part, frame, stroke);
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

/// Where days are narrower than half a point, no more of them than can be told apart.
fn seen<'a>(days: &'a [AuthorityDay], axis: &TimeAxis) -> Cow<'a, [AuthorityDay]> {
    let every = (0.5 / axis.day_width()).floor().max(1.0) as usize;
    if every < 2 || days.len() < 2 * every {
        return Cow::Borrowed(days);
    }
    let mut kept: Vec<AuthorityDay> = days.iter().copied().step_by(every).collect();
    kept.extend(days.last().filter(|last| kept.last() != Some(*last)).copied());
    Cow::Owned(kept)
}

/// Before anything has moved there is no past worth a full colour.
fn begun(total: &[DayValue], today: Option<NaiveDate>) -> Option<NaiveDate> {
    today.filter(|day| total.iter().any(|point| point.date <= *day && point.value > 0.0))
}

/// Stretches where Intune's edge is neither on the ground nor under the main line, a point more at
/// either end.
fn apart(intune: &[DayValue], total: &[DayValue]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (index, (low, high)) in intune.iter().zip(total).enumerate() {
        if low.value <= 0.001 || high.value - low.value <= 0.002 {
            continue;
        }
        let (from, to) = (index.saturating_sub(1), (index + 2).min(intune.len()));
        match runs.last_mut().filter(|run| run.end > from) {
            Some(run) => run.end = to,
            None => runs.push(from..to),
        }
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn start() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
    }

    fn day(offset: i64) -> NaiveDate {
        start() + chrono::Duration::days(offset)
    }

    /// Ink, x, top and bottom.
    type Drawn = (Ink, Vec<f32>, Vec<f32>, Vec<f32>);

    /// The areas of Configuration Manager, Pilot Intune and Intune in the order drawn, with their ink.
    fn areas(days: &[AuthorityDay], today: Option<NaiveDate>) -> Vec<Drawn> {
        let axis = TimeAxis::new(start(), day(99), 0.0, 990.0);
        let values = ValueAxis::percent(0.0, 1000.0);
        let frame = Frame { axis: &axis, values: &values, ground: Ink::Bg1, fade: 1.0, line: 2.5 };
        let mut scene = Scene::new(990.0, 1000.0);
        draw(&mut scene, days, today, &frame);
        let area = |node| match node {
            Node::Area { x, top, bottom, fill } => {
                assert!(fill.over.is_some(), "a see-through area shows its neighbours' seams");
                (fill.ink, x, top, bottom)
            }
            other => panic!("{other:?}"),
        };
        scene.nodes.into_iter().map(area).collect()
    }

    proptest! {
        #[test]
        fn the_stack_adds_up_on_every_day_and_has_no_gap_today(
            shares in prop::collection::vec((0.01_f64..0.6, 0.0_f64..0.4), 100), today in 1_i64..98,
        ) {
            let days: Vec<AuthorityDay> = shares
                .iter()
                .enumerate()
                .map(|(i, (intune, pilot))| AuthorityDay { date: day(i as i64), intune: *intune, pilot: *pilot })
                .collect();
            let areas = areas(&days, Some(day(today)));
            prop_assert_eq!(areas.len(), 6);
            for pair in areas.chunks(2) {
                let (past, future) = (&pair[0], &pair[1]);
                prop_assert_eq!(past.1.last(), future.1.first());
                prop_assert_eq!(past.2.last(), future.2.first());
            }
            for (ink, x, top, bottom) in areas {
                for ((x, top), bottom) in x.iter().zip(top).zip(bottom) {
                    let of = &days[(x / 10.0).round() as usize];
                    let expected = match ink {
                        Ink::CmActual | Ink::CmForecast => 1.0,
                        Ink::PilotSolid => of.intune + of.pilot,
                        _ => of.intune,
                    };
                    prop_assert!((f64::from(bottom - top) / 1000.0 - expected).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn before_anything_moves_all_is_future() {
        let days: Vec<AuthorityDay> = (0..100)
            .map(|i| AuthorityDay { date: day(i), intune: 0.0, pilot: if i > 50 { 0.5 } else { 0.0 } })
            .collect();
        assert_eq!(areas(&days, Some(day(20))).len(), 3);
        assert_eq!(areas(&days, Some(day(60))).len(), 6);
    }
}
