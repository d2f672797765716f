//! The numbers of a drawing as series for programs that draw charts of their own: what is past and what is forecast
//! apart, and the days that the drawing marks.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::series::{Categories, Part, PartKind, Series, Unit};
use crate::picture::course::{DayRange, DayValue, range_at, value_at};
use crate::picture::enrollment::EnrollmentInput;
use crate::picture::flags::Freeze;
use crate::picture::helpdesk::{self, HelpdeskInput};
use crate::picture::histogram::{self, HistogramInput};
use crate::picture::river::{self, Finish, RiverInput};
use crate::picture::{Ink, format};

pub fn authority(input: &RiverInput) -> Option<Series> {
    let days: Vec<NaiveDate> = input.days.iter().map(|day| day.date).collect();
    let part = |name: &str, ink, value: fn(&river::AuthorityDay) -> f64| {
        let values = input.days.iter().map(|day| Some(value(day))).collect();
        split(&Part::new(name, PartKind::Area, ink, values), &days, input.today)
    };
    let mut parts = part("Intune", Ink::IntuneSolid, |day| day.intune);
    parts.extend(part("Pilot Intune", Ink::PilotSolid, |day| day.pilot));
    let rest = |day: &river::AuthorityDay| (1.0 - day.intune - day.pilot).max(0.0);
    parts.extend(part("Configuration Manager", Ink::CmSolid, rest));
    if !input.baseline.is_empty() {
        parts.push(line("Plan", Ink::Text, &days, &input.baseline).dashed());
    }
    if let Some(band) = &input.band {
        parts.extend(bounds(&days, band, Ink::Text));
    }
    let mut marks = vec![("Today", input.today), ("Target", input.target)];
    match input.finish {
        Some(Finish::Expected(day)) => marks.push(("Finish", Some(day))),
        Some(Finish::Range { p50, p85 }) => marks.extend([("P50", Some(p50)), ("P85", p85)]),
        None => {}
    }
    (!days.is_empty()).then(|| {
        let series = Series::new(Unit::Share, Categories::Dates(days), parts);
        frozen(marked(Series { top: 1.0, ..series }, &marks), &input.freezes)
    })
}

pub fn enrolled(input: &EnrollmentInput) -> Series {
    let days: Vec<NaiveDate> = input.first.iter_days().take_while(|day| *day <= input.last).collect();
    let mut parts = Vec::new();
    let mut add = |name, ink, values: &[DayValue], is_dashed| {
        if !values.is_empty() {
            parts.push(Part { is_dashed, ..line(name, ink, &days, values) });
        }
    };
    add("Actual", Ink::IntuneText, &input.actual, false);
    let ahead = if input.band.is_some() { "Forecast P50" } else { "Expected" };
    add(ahead, Ink::IntuneText, &input.expected, true);
    add("Plan", Ink::Text2, &input.plan, true);
    if let Some(band) = &input.band {
        parts.extend(bounds(&days, band, Ink::IntuneSolid));
    }
    if let Some(devices) = input.gate.as_ref().and_then(|gate| gate.devices) {
        let values = vec![Some(devices); days.len()];
        parts.push(Part::new("Gate", PartKind::Line, Ink::Text, values).dashed());
    }
    let gate = input.gate.as_ref().and_then(|gate| gate.date);
    let series = Series::new(Unit::Devices, Categories::Dates(days), parts);
    frozen(marked(series, &[("Today", input.today), ("Gate", gate)]), &input.freezes)
}

pub fn tickets(input: &HelpdeskInput) -> Series {
    let days: Vec<NaiveDate> = input.days.iter().map(|day| day.date).collect();
    let bars = |name: &str, ink, value: fn(&helpdesk::DeskDay) -> f64| {
        let values: Vec<Option<f64>> = input.days.iter().map(|day| Some(value(day))).collect();
        Part::new(name, PartKind::Bar, ink, values)
    };
    let limit = |day: &helpdesk::DeskDay| day.capacity.unwrap_or(f64::INFINITY);
    let mut told =
        split(&bars("Ordinary tickets", Ink::NeutralSolid, |day| day.baseline), &days, input.today);
    told.extend(split(&bars("Migration tickets", Ink::IntuneSolid, |day| day.migration), &days, input.today));
    let mut parts = if input.days.iter().any(|day| day.total() > limit(day)) {
        let ordinary = bars("Ordinary, within capacity", Ink::NeutralSolid, |day| within(day).0);
        let migration = bars("Migration, within capacity", Ink::IntuneSolid, |day| within(day).1);
        let mut parts = split(&ordinary, &days, input.today);
        parts.extend(split(&migration, &days, input.today));
        // It is as red in the forecast.
        parts.push(bars("Over capacity", Ink::BadSolid, |day| within(day).2));
        parts
    } else {
        std::mem::take(&mut told)
    };
    let lines = |name: &str, ink, value: &dyn Fn(&helpdesk::DeskDay) -> Option<f64>| {
        Part::new(name, PartKind::Line, ink, input.days.iter().map(value).collect()).dashed()
    };
    if input.days.iter().any(|day| day.capacity.is_some()) {
        parts.push(lines("Capacity", Ink::Text, &|day| day.capacity));
    }
    if input.days.iter().any(|day| day.range.is_some()) {
        parts.push(lines("P10", Ink::IntuneText, &|day| Some(day.range?.0)).thin());
        parts.push(lines("P90", Ink::IntuneText, &|day| Some(day.range?.1)).thin());
    }
    let series = Series { told, ..Series::new(Unit::Tickets, Categories::Dates(days), parts) };
    let mut series = marked(series, &[("Today", input.today)]);
    if input.bar_days > 1 {
        // A week is past with its last day, which is not the day that is meant.
        for mark in &mut series.marks {
            "Today".clone_into(&mut mark.name);
        }
    }
    series
}

/// Ordinary tickets and those of the migration as far as the desk can close them, and what is more than that.
fn within(day: &helpdesk::DeskDay) -> (f64, f64, f64) {
    let limit = day.capacity.unwrap_or(f64::INFINITY);
    let ordinary = day.baseline.min(limit);
    let migration = day.migration.min(limit - ordinary).max(0.0);
    (ordinary, migration, (day.total() - limit).max(0.0))
}

/// The share of futures that finish on each day, or in each week where there are many days.
pub fn finishes(input: &HistogramInput) -> Option<Series> {
    const MOST_DAYS: i64 = 120;
    let finish = &input.finish;
    let runs = finish.runs().len().max(1) as f64;
    let days = || finish.sorted().iter().filter_map(|day| finish.date(*day));
    let (first, last) = (days().next()?, days().next_back()?);
    let is_weekly = (last - first).num_days() > MOST_DAYS;
    let bin_of = |day: NaiveDate| {
        let back = if is_weekly { u64::from(day.weekday().num_days_from_monday()) } else { 0 };
        day.checked_sub_days(Days::new(back)).unwrap_or(day)
    };
    let mut bins: BTreeMap<NaiveDate, [f64; 3]> = BTreeMap::new();
    // A target far from every future has no place among them.
    let is_near =
        |day: &NaiveDate| (first - *day).num_days() <= MOST_DAYS && (*day - last).num_days() <= MOST_DAYS;
    let target = input.target.filter(is_near);
    bins.extend(target.map(|day| (bin_of(day), [0.0; 3])));
    for day in days() {
        let bin = bins.entry(bin_of(day)).or_default();
        let is_late = input.target.is_some_and(|target| day > target);
        bin[usize::from(is_late)] += 1.0 / runs;
    }
    if let Some(other) = &input.other {
        let runs = other.finish.runs().len().max(1) as f64;
        for day in other.finish.sorted().iter().filter_map(|day| other.finish.date(*day)) {
            bins.entry(bin_of(day)).or_default()[2] += 1.0 / runs;
        }
    }
    let values = |at: usize| bins.values().map(|bin| Some(bin[at])).collect::<Vec<_>>();
    let name = if input.target.is_some() { "By the target" } else { "Share of futures" };
    let mut parts = vec![Part::new(name, PartKind::Bar, Ink::IntuneSolid, values(0))];
    if input.target.is_some() {
        parts.push(Part::new("After the target", PartKind::Bar, Ink::WarnSolid, values(1)));
    }
    if let Some(other) = &input.other {
        parts.push(Part::new(&other.label, PartKind::Line, Ink::Text2, values(2)).dashed());
    }
    let categories = Categories::Dates(bins.into_keys().collect());
    let series = Series::new(Unit::Share, categories, parts);
    let note = histogram::without_finish(input);
    let [half, most] = if input.is_spelled { ["half by", "85 of 100 by"] } else { ["P50", "P85"] };
    let marks = [(half, finish.quantile(0.50)), (most, finish.quantile(0.85)), ("Target", target)];
    Some(marked(Series { note, ..series }, &marks))
}

/// What is past and what is forecast apart, the latter paler; without a status date all is forecast.
fn split(part: &Part, days: &[NaiveDate], today: Option<NaiveDate>) -> Vec<Part> {
    let is_past = |day: &NaiveDate| today.is_some_and(|today| *day <= today);
    let of = |wanted: bool| {
        let values = days.iter().zip(&part.values);
        values.map(|(day, value)| value.filter(|_| is_past(day) == wanted)).collect::<Vec<_>>()
    };
    let name = format!("{}, forecast", part.name);
    let (past, ahead) = (of(true), of(false));
    let past = Part { values: past, ..part.clone() };
    let ahead = Part { name, values: ahead, is_pale: true, ..part.clone() };
    [past, ahead].into_iter().filter(|part| part.values.iter().any(Option::is_some)).collect()
}

/// The days that stand out, each as a line over the whole height with its name; no name lies on another's line.
fn marked(mut series: Series, marks: &[(&str, Option<NaiveDate>)]) -> Series {
    /// A name's height as a share of the plot's.
    const LEVEL: f64 = 0.12;
    let Categories::Dates(days) = &series.categories else { return series };
    let place = |day: NaiveDate| {
        // Where a place is a week, the one that the day is in, in the last one too.
        let step = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).min().unwrap_or(1);
        let is_within = days.first().is_some_and(|first| *first <= day)
            && days.last().is_some_and(|last| (day - *last).num_days() < step);
        is_within.then(|| days.partition_point(|own| *own <= day).saturating_sub(1))
    };
    let mut found: Vec<(usize, String, bool)> = marks
        .iter()
        .filter_map(|(name, day)| {
            let day = (*day)?;
            Some((place(day)?, format!("{name} {}", format::date_short(day)), *name == "Today"))
        })
        .collect();
    // Names that open to the right: the first is the highest; those to the left: the last.
    let is_left = |at: usize| Part::opens_left(at, days.len());
    found.sort_by_key(|(at, ..)| if is_left(*at) { (true, days.len() - at) } else { (false, *at) });
    for (level, (at, name, is_today)) in found.into_iter().enumerate() {
        let mut values = vec![None; days.len()];
        values[at] = Some(series.top * (1.0 - LEVEL * level as f64));
        let ink = if is_today { Ink::Today } else { Ink::Text };
        series.marks.push(Part { is_dashed: !is_today, ..Part::new(&name, PartKind::Mark, ink, values) });
    }
    series
}

/// The days on which nothing may change; what comes under one name again is one part.
fn frozen(mut series: Series, freezes: &[Freeze]) -> Series {
    let Categories::Dates(days) = &series.categories else { return series };
    let name = |freeze: &Freeze| match freeze.name.trim() {
        "" => "Freeze".to_owned(),
        name => name.to_owned(),
    };
    let mut names: Vec<String> = Vec::new();
    for own in freezes.iter().map(name) {
        if names.contains(&own) {
            continue;
        }
        let called: Vec<&Freeze> = freezes.iter().filter(|freeze| name(freeze) == own).collect();
        let is_frozen =
            |day: &NaiveDate| called.iter().any(|freeze| freeze.first <= *day && *day <= freeze.last);
        let values: Vec<Option<f64>> = days.iter().map(|day| is_frozen(day).then_some(series.top)).collect();
        if values.iter().any(Option::is_some) {
            series.marks.push(Part::new(&own, PartKind::Span, Ink::NeutralSolid, values));
        }
        names.push(own);
    }
    series
}

fn line(name: &str, ink: Ink, days: &[NaiveDate], values: &[DayValue]) -> Part {
    let values = days.iter().map(|day| value_at(values, *day)).collect();
    Part::new(name, PartKind::Line, ink, values)
}

fn bounds(days: &[NaiveDate], band: &[DayRange], ink: Ink) -> [Part; 2] {
    let of = |name: &str, end: fn((f64, f64)) -> f64| {
        let values = days.iter().map(|day| range_at(band, *day).map(end)).collect();
        Part::new(name, PartKind::Line, ink, values).dashed().thin()
    };
    [of("P10", |(low, _)| low), of("P90", |(_, high)| high)]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, 1).unwrap() + Days::new(n)
    }

    fn desk() -> HelpdeskInput {
        let of = |n: u64, migration: f64| helpdesk::DeskDay {
            date: day(7 * n),
            baseline: 60.0,
            migration,
            capacity: Some(100.0),
            range: (n > 1).then_some((migration, migration + 90.0)),
        };
        HelpdeskInput {
            heading: None,
            first: day(0),
            last: day(27),
            today: Some(day(10)),
            days: vec![of(0, 10.0), of(1, 20.0), of(2, 30.0), of(3, 70.0)],
            bar_days: 7,
            today_note: String::new(),
            future_note: String::new(),
            open: None,
        }
    }

    #[test]
    fn the_desks_forecast_stands_apart_and_what_is_over_capacity_has_a_part_of_its_own() {
        let series = tickets(&desk());
        let of = |name: &str| series.parts.iter().find(|part| part.name == name).unwrap();
        assert_eq!(of("Migration, within capacity").values, [Some(10.0), Some(20.0), None, None]);
        assert_eq!(of("Migration, within capacity, forecast").values, [None, None, Some(30.0), Some(40.0)]);
        let told = |name: &str| series.told.iter().find(|part| part.name == name).unwrap();
        assert_eq!(told("Migration tickets, forecast").values, [None, None, Some(30.0), Some(70.0)]);
        let over = of("Over capacity");
        assert_eq!((over.values[3], over.ink, over.is_pale), (Some(30.0), Ink::BadSolid, false));
        assert_eq!(of("P90").values, [None, None, Some(120.0), Some(160.0)]);
        let total = |at: usize| -> f64 {
            let bars = series.parts.iter().filter(|part| part.kind == PartKind::Bar);
            bars.filter_map(|part| part.values[at]).sum()
        };
        assert_eq!([total(0), total(3)], [70.0, 130.0], "no ticket is lost or counted twice");
        let [today] = series.marks.as_slice() else { panic!("{:?}", series.marks) };
        assert_eq!(today.name, "Today");
        assert_eq!(today.values.iter().position(Option::is_some), Some(1), "the week that it is in");
        assert!(series.top >= 160.0 * 1.02, "{}", series.top);
    }

    #[test]
    fn what_is_called_tickets_counts_all_of_them_at_any_capacity() {
        for capacity in [None, Some(0.0), Some(50.0), Some(100.0), Some(1000.0)] {
            let mut input = desk();
            for day in &mut input.days {
                day.capacity = capacity;
            }
            let series = tickets(&input);
            let called = |name: &str, at: usize| -> f64 {
                let all = series.parts.iter().chain(&series.told);
                all.filter(|part| part.name.starts_with(name)).filter_map(|part| part.values[at]).sum()
            };
            for (at, day) in input.days.iter().enumerate() {
                let said = [called("Ordinary tickets", at), called("Migration tickets", at)];
                assert_eq!(said, [day.baseline, day.migration], "{capacity:?}");
            }
        }
    }

    #[test]
    fn a_day_of_the_last_week_is_marked_and_the_day_after_it_is_not() {
        let places = |today: u64| {
            let series = tickets(&HelpdeskInput { today: Some(day(today)), ..desk() });
            series.marks.iter().map(|mark| mark.values.iter().position(Option::is_some)).collect::<Vec<_>>()
        };
        assert_eq!([places(21), places(24), places(27)], [[Some(3)], [Some(3)], [Some(3)]]);
        assert_eq!(places(28), []);
    }

    #[test]
    fn a_name_that_comes_again_is_one_entry_and_none_is_a_freeze() {
        let days: Vec<NaiveDate> = (0..20).map(day).collect();
        let line = Part::new("Actual", PartKind::Line, Ink::Text, vec![Some(7.0); 20]);
        let of = |name: &str, first, last| Freeze { name: name.into(), first: day(first), last: day(last) };
        let freezes = [of("Month end", 2, 3), of(" ", 5, 5), of("Month end", 9, 10)];
        let series = Series::new(Unit::Devices, Categories::Dates(days), vec![line]);
        let marks = frozen(series, &freezes).marks;
        let said: Vec<(&str, usize)> =
            marks.iter().map(|part| (part.name.as_str(), part.values.iter().flatten().count())).collect();
        assert_eq!(said, [("Month end", 4), ("Freeze", 1)]);
    }

    #[test]
    fn marks_have_a_height_each_and_a_freeze_covers_its_days() {
        let days: Vec<NaiveDate> = (0..20).map(day).collect();
        let values = vec![Some(7.0); 20];
        let line = Part::new("Actual", PartKind::Line, Ink::Text, values);
        let series = Series::new(Unit::Devices, Categories::Dates(days), vec![line]);
        let marks =
            [("Today", Some(day(3))), ("P50", Some(day(17))), ("Target", Some(day(18))), ("P85", None)];
        let freeze = Freeze { name: "Year end".into(), first: day(5), last: day(6) };
        let series = frozen(marked(series, &marks), &[freeze]);
        let heights: Vec<(&str, f64)> = series.marks[..3]
            .iter()
            .map(|mark| (mark.name.as_str(), mark.values.iter().flatten().sum::<f64>() / series.top))
            .collect();
        let names: Vec<&str> = heights.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["Today 4 Oct", "Target 19 Oct", "P50 18 Oct"]);
        assert!(heights.windows(2).all(|pair| pair[0].1 > pair[1].1 + 0.05), "{heights:?}");
        let span = &series.marks[3];
        assert_eq!((span.kind, span.values.iter().flatten().count()), (PartKind::Span, 2));
        assert_eq!(series.whole().parts.len(), 5);
    }
}
