//! Time and value axes: where a day or a number lies, and which ticks are worth a label. It draws
//! only ticks, grid and their labels; what is plotted belongs to the charts.

use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::scene::{Stroke, pt};
use super::type_roles::TypeRole;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A linear map from days to x. The range is never empty, whatever the dates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeAxis {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub left: f32,
    pub right: f32,
}

/// A labelled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub date: NaiveDate,
    pub x: f32,
    pub label: String,
}

impl TimeAxis {
    pub fn new(first: NaiveDate, last: NaiveDate, left: f32, right: f32) -> Self {
        let (first, last) = if first <= last { (first, last) } else { (last, first) };
        let last = if first == last { last.succ_opt().unwrap_or(last) } else { last };
        let right = if right.is_finite() { right.max(left + 1.0) } else { left + 1.0 };
        Self { first, last, left, right }
    }

    /// The span in days, at least one.
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days().max(1)
    }

    pub fn day_width(&self) -> f32 {
        (self.right - self.left) / self.days() as f32
    }

    /// Where the day begins; days outside the range lie outside the plot.
    pub fn x(&self, day: NaiveDate) -> f32 {
        self.left + self.day_width() * (day - self.first).num_days() as f32
    }

    /// Like [`Self::x`], but never outside the plot.
    pub fn x_inside(&self, day: NaiveDate) -> f32 {
        self.x(day).clamp(self.left, self.right)
    }

    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// The day whose place is nearest, kept inside the range.
    pub fn date_at(&self, x: f32) -> NaiveDate {
        let days = ((x - self.left) / self.day_width()).round().clamp(0.0, self.days() as f32);
        self.first.checked_add_days(Days::new(days as u64)).unwrap_or(self.last)
    }

    /// `Jun 2026`, `Jul`, … `Jan 2027`: the firsts of months in steps that leave room for the labels. A month that
    /// a year's name reaches into has its line and no label.
    pub fn months(&self, role: TypeRole) -> Vec<Tick> {
        let month_width = self.day_width() * 30.4;
        let room = width(role, "Sep 2026") + 8.0;
        let narrow = width(role, "Sep") + 12.0;
        let step = [1_u32, 2, 3, 6, 12]
            .into_iter()
            .find(|step| {
                let needed = if *step == 1 { narrow } else { room };
                month_width * *step as f32 >= needed
            })
            .unwrap_or(12);
        let years = (room / (month_width * 12.0).max(0.01)).ceil().clamp(1.0, 1000.0) as i32;
        let mut ticks: Vec<Tick> = Vec::new();
        let mut taken = f32::NEG_INFINITY;
        let mut month = next_month_start(self.first);
        while let Some(date) = month.filter(|date| *date <= self.last) {
            month = date.checked_add_months(Months::new(1));
            let on_step = date.month0() % step == 0 && (step < 12 || date.year().rem_euclid(years) == 0);
            if !on_step {
                continue;
            }
            let is_turn = ticks.last().is_none_or(|last| last.date.year() != date.year());
            let label = if is_turn { format::month_year(date) } else { format::month_name(date).to_owned() };
            let x = self.x(date);
            let label = if x < taken { String::new() } else { label };
            if !label.is_empty() {
                taken = x + width(role, &label) + 6.0;
            }
            ticks.push(Tick { date, x, label });
        }
        ticks
    }

    /// Mondays as `14 Sep`, or days where the range is too short for weeks.
    pub fn weeks(&self, role: TypeRole) -> Vec<Tick> {
        let room = width(role, "28 Sep") + 14.0;
        let per_day = self.day_width();
        let steps = [1_u64, 2, 7, 14, 28, 56, 112, 364, 728, 3640];
        let fits = |step: &u64| per_day * *step as f32 >= room;
        let step = steps.into_iter().find(fits).unwrap_or(36_400);
        let step = if self.days() >= 14 { step.max(7) } else { step };
        let from_monday = u64::from(self.first.weekday().num_days_from_monday());
        let offset = if step >= 7 { (7 - from_monday) % 7 } else { 0 };
        let mut ticks = Vec::new();
        let mut day = self.first.checked_add_days(Days::new(offset));
        while let Some(date) = day.filter(|date| *date <= self.last) {
            ticks.push(Tick { date, x: self.x(date), label: format::date_short(date) });
            day = date.checked_add_days(Days::new(step));
        }
        ticks
    }

    /// The axis line with its ticks; month labels begin at their tick, week labels are centred on it.
    pub fn draw(&self, canvas: &mut Canvas, y: f32) {
        canvas.scene.line(pt(self.left, y), pt(self.right, y), Stroke::new(1.0, Ink::Stroke2));
        let by_week = self.days() <= 140;
        let role = TypeRole::CAPTION;
        let ticks = if by_week { self.weeks(role) } else { self.months(role) };
        let mut free_from = f32::NEG_INFINITY;
        for tick in ticks {
            canvas.scene.line(pt(tick.x, y), pt(tick.x, y + 4.0), Stroke::new(1.0, Ink::Stroke2));
            let line = if by_week {
                let half = width(role, &tick.label) / 2.0;
                let bounds = canvas.labels.bounds();
                // The last one stays with the plot, within the margin on paper.
                let most = bounds.right().min(self.right + 4.0) - half;
                let x = tick.x.clamp(bounds.x + half, most.max(bounds.x + half));
                Line::middle(pt(x, y + 18.0), role, Ink::Text3, tick.label)
            } else {
                Line::start(pt(tick.x + 2.0, y + 18.0), role, Ink::Text3, tick.label)
            };
            // A month with its year is wider than its neighbours' places.
            if line.rect().x >= free_from && canvas.write(&line) {
                free_from = line.rect().right() + 6.0;
            }
        }
    }
}

/// How the numbers of a value axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Count,
    Percent,
}

/// A map from zero-based values to y with round ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueAxis {
    pub max: f64,
    pub step: f64,
    pub top: f32,
    pub bottom: f32,
    pub unit: Unit,
}

impl ValueAxis {
    /// 0–100% in quarters, in halves where the plot is low.
    pub fn percent(top: f32, bottom: f32) -> Self {
        let height = bottom - top;
        let step = if height >= 110.0 {
            0.25
        } else if height >= 50.0 {
            0.5
        } else {
            1.0
        };
        Self { max: 1.0, step, top, bottom, unit: Unit::Percent }
    }

    /// Counts up to at least `highest`, ending on a round tick. Zero and nonsense give 0–1.
    pub fn count(highest: f64, top: f32, bottom: f32) -> Self {
        let highest = if highest.is_finite() { highest.max(1.0) } else { 1.0 };
        let intervals = f64::from(((bottom - top) / 32.0).floor().clamp(1.0, 5.0));
        let step = round_step((highest / intervals).max(1.0));
        let max = ((highest - 1e-9) / step).ceil().max(1.0) * step;
        Self { max, step, top, bottom, unit: Unit::Count }
    }

    /// Values that are no numbers lie on the axis.
    pub fn y(&self, value: f64) -> f32 {
        let share = if value.is_finite() { (value / self.max).clamp(-0.05, 1.05) } else { 0.0 };
        self.bottom - (self.bottom - self.top) * share as f32
    }

    pub fn ticks(&self) -> Vec<f64> {
        let steps = (self.max / self.step).round().clamp(1.0, 20.0) as u32;
        (0..=steps).map(|i| f64::from(i) * self.step).collect()
    }

    pub fn label(&self, value: f64) -> String {
        match self.unit {
            Unit::Count => format::count_f64(value),
            Unit::Percent => format::percent0(value),
        }
    }

    /// The widest of its labels, to place the plot beside them.
    pub fn label_width(&self) -> f32 {
        let widest = |value: &f64| width(TypeRole::CAPTION, &self.label(*value));
        self.ticks().iter().map(widest).fold(0.0, f32::max)
    }

    /// Labels at the left of `left`; grid lines up to `right`, none at zero, where the axis line is.
    pub fn draw(&self, canvas: &mut Canvas, left: f32, right: f32, grid: Stroke) {
        for value in self.ticks() {
            let y = self.y(value);
            if value > 0.0 {
                canvas.scene.line(pt(left, y), pt(right, y), grid);
            }
            let at = pt(left - 8.0, y + 4.0);
            canvas.write(&Line::end(at, TypeRole::CAPTION, Ink::Text3, self.label(value)));
        }
    }
}

fn next_month_start(day: NaiveDate) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    if first == day { Some(day) } else { first.checked_add_months(Months::new(1)) }
}

/// The smallest of 1, 2, 2.5, 4, 5, 8 times a power of ten that is at least `raw` and whole: half a
/// device would be labelled as one.
fn round_step(raw: f64) -> f64 {
    let power = 10_f64.powf(raw.log10().floor());
    let fits = |factor: &f64| {
        let step = factor * power;
        step >= raw * (1.0 - 1e-9) && step.fract().abs() < 1e-9
    };
    [1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 10.0].into_iter().find(fits).unwrap_or(10.0) * power
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn words(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn months_carry_the_year_at_the_start_and_at_the_turn() {
        let axis = TimeAxis::new(day(2026, 6, 1), day(2027, 4, 30), 52.0, 896.0);
        assert_eq!(
            words(&axis.months(TypeRole::CAPTION)),
            ["Jun 2026", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan 2027", "Feb", "Mar", "Apr"]
        );
    }

    #[test]
    fn a_phase_is_read_in_fortnights() {
        let axis = TimeAxis::new(day(2026, 9, 14), day(2026, 11, 27), 52.0, 540.0);
        assert_eq!(
            words(&axis.weeks(TypeRole::CAPTION)),
            ["14 Sep", "28 Sep", "12 Oct", "26 Oct", "9 Nov", "23 Nov"]
        );
    }

    #[test]
    fn round_ticks() {
        let axis = ValueAxis::count(3200.0, 62.0, 282.0);
        assert_eq!(axis.ticks(), [0.0, 800.0, 1600.0, 2400.0, 3200.0]);
        assert_eq!(ValueAxis::count(230.0, 62.0, 244.0).max, 250.0);
        assert_eq!(ValueAxis::count(62.0, 276.0, 362.0).ticks(), [0.0, 40.0, 80.0]);
        assert_eq!(ValueAxis::count(0.0, 0.0, 100.0).ticks(), [0.0, 1.0]);
        assert_eq!(ValueAxis::count(5.0, 0.0, 80.0).ticks(), [0.0, 4.0, 8.0]);
        assert_eq!(ValueAxis::percent(0.0, 300.0).ticks().len(), 5);
    }

    #[test]
    fn nonsense_stays_on_the_axis() {
        let axis = ValueAxis::count(f64::NAN, 0.0, 100.0);
        assert_eq!(axis.y(f64::NAN), 100.0);
        assert!(axis.y(f64::INFINITY).is_finite());
        let time = TimeAxis::new(day(2026, 6, 1), day(2026, 6, 1), 10.0, 5.0);
        assert!(time.x(day(2026, 6, 1)).is_finite() && time.day_width() > 0.0);
    }

    proptest! {
        #[test]
        fn a_day_is_found_where_it_lies(span in 1_i64..4000, at in 0_i64..4000, right in 60.0_f32..2000.0) {
            let first = day(2025, 1, 1);
            let axis = TimeAxis::new(first, first + chrono::Duration::days(span), 50.0, 50.0 + right);
            let date = first + chrono::Duration::days(at % (span + 1));
            prop_assert_eq!(axis.date_at(axis.x(date)), date);
        }

        #[test]
        fn tick_labels_leave_room_for_each_other(span in 1_i64..8000, right in 120.0_f32..2000.0) {
            let first = day(2025, 3, 7);
            let axis = TimeAxis::new(first, first + chrono::Duration::days(span), 0.0, right);
            for ticks in [axis.months(TypeRole::CAPTION), axis.weeks(TypeRole::CAPTION)] {
                prop_assert!(ticks.len() as f32 <= 2.0 + right / 28.0, "{}", ticks.len());
                prop_assert!(ticks.windows(2).all(|pair| pair[0].x < pair[1].x));
                let labels: Vec<&Tick> = ticks.iter().filter(|tick| !tick.label.is_empty()).collect();
                for pair in labels.windows(2) {
                    prop_assert!(pair[0].x + width(TypeRole::CAPTION, &pair[0].label) + 4.0 < pair[1].x);
                }
            }
        }

        #[test]
        fn value_axes_hold_their_highest(highest in 0.0_f64..5e6, height in 10.0_f32..800.0) {
            let axis = ValueAxis::count(highest, 0.0, height);
            prop_assert!(axis.max >= highest - 1e-6);
            let n = axis.ticks().len();
            prop_assert!((2..=7).contains(&n), "{}", n);
            prop_assert!(axis.step.fract() == 0.0, "{}", axis.step);
        }
    }
}
