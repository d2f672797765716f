//! A value over days: what it is on a day, and the points that draw it. It keeps series in order and
//! finite, so that no chart has to.

use super::axis::{TimeAxis, ValueAxis};
use super::scene::{Point, pt};
use chrono::NaiveDate;

/// The value at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayValue {
    pub date: NaiveDate,
    pub value: f64,
}

impl DayValue {
    pub fn new(date: NaiveDate, value: f64) -> Self {
        Self { date, value }
    }
}

/// A range on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayRange {
    pub date: NaiveDate,
    pub low: f64,
    pub high: f64,
}

/// Between two days the value runs straight; outside the series there is none.
pub fn value_at(series: &[DayValue], day: NaiveDate) -> Option<f64> {
    let after = series.partition_point(|point| point.date < day);
    let next = series.get(after)?;
    if next.date == day {
        return Some(next.value);
    }
    let before = series.get(after.checked_sub(1)?)?;
    let span = (next.date - before.date).num_days().max(1) as f64;
    let share = (day - before.date).num_days() as f64 / span;
    Some(before.value + (next.value - before.value) * share)
}

/// The low and high end of the range of a day; none where the ranges do not speak of it.
pub fn range_at(ranges: &[DayRange], day: NaiveDate) -> Option<(f64, f64)> {
    let at = ranges.binary_search_by_key(&day, |range| range.date).ok()?;
    ranges.get(at).map(|range| (range.low, range.high))
}

/// The points of a series inside the axis, strictly increasing in x, at most two to a point of width.
pub fn points(series: &[DayValue], axis: &TimeAxis, values: &ValueAxis) -> Vec<Point> {
    let inside = clipped(series, axis);
    let mut out: Vec<Point> = Vec::with_capacity(inside.len().min(2048));
    let last = inside.len().saturating_sub(1);
    for (index, point) in inside.iter().enumerate() {
        let (x, y) = (axis.x(point.date), values.y(point.value));
        match out.last() {
            Some(before) if x - before.x < 0.5 => {
                if index == last && out.len() > 1 && x > before.x {
                    out.pop();
                    out.push(pt(x, y));
                }
            }
            _ => out.push(pt(x, y)),
        }
    }
    out
}

/// A band between the low and high ends of ranges inside the axis: x, top, bottom.
pub fn band(ranges: &[DayRange], axis: &TimeAxis, values: &ValueAxis) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
    // Both ends keep or lose a day together, else top and bottom would drift apart.
    let mut sound: Vec<&DayRange> =
        ranges.iter().filter(|r| r.low.is_finite() && r.high.is_finite()).collect();
    sound.sort_by_key(|range| range.date);
    sound.dedup_by_key(|range| range.date);
    let lows: Vec<DayValue> = sound.iter().map(|r| DayValue::new(r.date, r.low)).collect();
    let highs: Vec<DayValue> = sound.iter().map(|r| DayValue::new(r.date, r.high.max(r.low))).collect();
    let (low, high) = (points(&lows, axis, values), points(&highs, axis, values));
    let x = low.iter().map(|p| p.x).collect();
    (x, high.iter().map(|p| p.y).collect(), low.iter().map(|p| p.y).collect())
}

/// The series cut to the axis, with interpolated ends, in order of days, each day once.
pub fn clipped(series: &[DayValue], axis: &TimeAxis) -> Vec<DayValue> {
    between(series, axis.first, axis.last)
}

/// The series from one day to another, with interpolated ends where it spans them.
pub fn between(series: &[DayValue], first: NaiveDate, last: NaiveDate) -> Vec<DayValue> {
    let ordered = in_order(series);
    let series = ordered.as_deref().unwrap_or(series);
    if series.is_empty() || first > last {
        return Vec::new();
    }
    let mut out = Vec::with_capacity(series.len().min(4096));
    let from = series.partition_point(|point| point.date < first);
    let to = series.partition_point(|point| point.date <= last);
    if series.get(from).is_none_or(|point| point.date > first)
        && let Some(value) = value_at(series, first)
    {
        out.push(DayValue::new(first, value));
    }
    out.extend_from_slice(&series[from..to]);
    if out.last().is_none_or(|point| point.date < last)
        && let Some(value) = value_at(series, last)
    {
        out.push(DayValue::new(last, value));
    }
    out
}

/// A repaired copy if the series is out of order; callers give ordered ones, and pay nothing.
fn in_order(series: &[DayValue]) -> Option<Vec<DayValue>> {
    let sound = series.is_sorted_by(|a, b| a.date < b.date) && series.iter().all(|p| p.value.is_finite());
    (!sound).then(|| {
        let mut copy: Vec<DayValue> = series.iter().copied().filter(|p| p.value.is_finite()).collect();
        copy.sort_by_key(|point| point.date);
        copy.dedup_by_key(|point| point.date);
        copy
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn series(values: &[(i64, f64)]) -> Vec<DayValue> {
        values
            .iter()
            .map(|(day, value)| DayValue::new(start() + chrono::Duration::days(*day), *value))
            .collect()
    }

    fn start() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
    }

    #[test]
    fn a_cut_series_starts_and_ends_where_it_is_cut() {
        let whole = series(&[(0, 0.0), (10, 1.0)]);
        let part = between(&whole, start() + chrono::Duration::days(2), start() + chrono::Duration::days(5));
        assert_eq!(part.len(), 2);
        assert!((part[0].value - 0.2).abs() < 1e-9 && (part[1].value - 0.5).abs() < 1e-9);
        assert!(
            between(&whole, start() + chrono::Duration::days(20), start() + chrono::Duration::days(30))
                .is_empty()
        );
    }

    proptest! {
        #[test]
        fn points_run_strictly_right_and_are_finite(
            days in prop::collection::vec((0_i64..900, prop::num::f64::ANY), 0..120),
            span in 1_i64..900,
        ) {
            let axis = TimeAxis::new(start(), start() + chrono::Duration::days(span), 0.0, 300.0);
            let values = ValueAxis::percent(0.0, 100.0);
            let points = points(&series(&days), &axis, &values);
            for pair in points.windows(2) {
                prop_assert!(pair[0].x < pair[1].x);
            }
            for point in points {
                prop_assert!(point.x.is_finite() && point.y.is_finite());
                prop_assert!(point.x >= -0.01 && point.x <= 300.01);
            }
        }
    }
}
