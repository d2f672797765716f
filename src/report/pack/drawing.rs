//! What a chart of the pack is drawn from: the same inputs as on screen, at any size.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::series::{Categories, Part, PartKind, Series, Unit};
use crate::picture::before_after::{self, BeforeAfterInput};
use crate::picture::course::{DayRange, DayValue, range_at, value_at};
use crate::picture::enrollment::{self, EnrollmentInput};
use crate::picture::funnel::{self, FunnelInput};
use crate::picture::gantt::{self, GanttInput};
use crate::picture::helpdesk::{self, HelpdeskInput};
use crate::picture::histogram::{self, HistogramInput};
use crate::picture::mini_gantt::{self, MiniGanttInput};
use crate::picture::pareto::{self, ParetoInput};
use crate::picture::river::{self, RiverInput};
use crate::picture::scenario_rows::{self, ScenarioRowsInput};
use crate::picture::small::{self, SmallInput};
use crate::picture::{Ink, Scene};

#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    River(RiverInput),
    Enrollment(EnrollmentInput),
    Helpdesk(HelpdeskInput),
    Timeline(GanttInput),
    Outline(MiniGanttInput),
    Finish(HistogramInput),
    Ways(ScenarioRowsInput),
    Small(SmallInput),
    Funnel(FunnelInput),
    Pareto(ParetoInput),
    BeforeAfter(BeforeAfterInput),
}

/// As high as a sheet of paper allows at a size that can be read: beyond it rows close up, and what is left out
/// is said.
const HIGHEST: f32 = 960.0;
/// Above the rows of schedules, and each of them.
const WAYS: (f32, f32) = (34.0, 30.0);

impl Drawing {
    pub fn scene(&self, width: f32, height: f32) -> Scene {
        match self {
            Self::River(input) => river::scene(input, width, height),
            Self::Enrollment(input) => enrollment::scene(input, width, height),
            Self::Helpdesk(input) => helpdesk::scene(input, width, height),
            Self::Timeline(input) => gantt::scene(input, width, height),
            Self::Outline(input) => mini_gantt::scene(input, width, height),
            Self::Finish(input) => histogram::scene(input, width, height),
            Self::Ways(input) => scenario_rows::scene(input, width, WAYS),
            Self::Small(input) => small::scene(input, width, height),
            Self::Funnel(input) => funnel::scene(input, width, height),
            Self::Pareto(input) => pareto::scene(input, width, height),
            Self::BeforeAfter(input) => before_after::scene(input, width, height),
        }
    }

    /// How high it wants to be at a width; none = any height will do.
    pub fn natural_height(&self, width: f32) -> Option<f32> {
        match self {
            Self::Timeline(input) => Some(gantt::natural_height(input, width)),
            Self::Outline(input) => Some(mini_gantt::natural_height(input).min(HIGHEST)),
            Self::Ways(input) => Some(WAYS.0 + WAYS.1 * input.rows.len() as f32),
            Self::Small(input) => Some(if input.cells.len() > 4 { 330.0 } else { 190.0 }),
            Self::BeforeAfter(input) => Some(before_after::height(input).min(HIGHEST)),
            _ => None,
        }
    }

    /// Whether it has title and legend inside it, with the padding of a card.
    pub const fn has_heading(&self) -> bool {
        !matches!(self, Self::Timeline(_) | Self::Outline(_) | Self::Ways(_))
    }

    pub(super) fn series(&self) -> Option<Series> {
        match self {
            Self::River(input) => authority(input),
            Self::Enrollment(input) => Some(enrolled(input)),
            Self::Helpdesk(input) => Some(tickets(input)),
            Self::Finish(input) => finishes(input),
            _ => None,
        }
    }
}

fn authority(input: &RiverInput) -> Option<Series> {
    let days: Vec<NaiveDate> = input.days.iter().map(|day| day.date).collect();
    let part = |name: &str, ink, value: fn(&river::AuthorityDay) -> f64| {
        let values = input.days.iter().map(|day| Some(value(day))).collect();
        Part::new(name, PartKind::Area, ink, values)
    };
    let mut parts = vec![
        part("Intune", Ink::IntuneSolid, |day| day.intune),
        part("Pilot Intune", Ink::PilotSolid, |day| day.pilot),
        part("Configuration Manager", Ink::CmSolid, |day| (1.0 - day.intune - day.pilot).max(0.0)),
    ];
    if !input.baseline.is_empty() {
        parts.push(line("Plan", Ink::Text2, &days, &input.baseline).dashed());
    }
    (!days.is_empty()).then_some(Series { unit: Unit::Share, categories: Categories::Dates(days), parts })
}

fn enrolled(input: &EnrollmentInput) -> Series {
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
    for (name, end) in [("P10", low as fn((f64, f64)) -> f64), ("P90", high)] {
        if let Some(band) = &input.band {
            parts.push(bound(name, &days, band, end));
        }
    }
    if let Some(devices) = input.gate.as_ref().and_then(|gate| gate.devices) {
        let values = vec![Some(devices); days.len()];
        parts.push(Part::new("Gate", PartKind::Line, Ink::Text, values).dashed());
    }
    Series { unit: Unit::Devices, categories: Categories::Dates(days), parts }
}

fn tickets(input: &HelpdeskInput) -> Series {
    let days: Vec<NaiveDate> = input.days.iter().map(|day| day.date).collect();
    let part = |name: &str, kind, ink, value: fn(&helpdesk::DeskDay) -> Option<f64>| {
        Part::new(name, kind, ink, input.days.iter().map(value).collect())
    };
    let mut parts = vec![
        part("Ordinary tickets", PartKind::Bar, Ink::NeutralSolid, |day| Some(day.baseline)),
        part("Migration tickets", PartKind::Bar, Ink::IntuneSolid, |day| Some(day.migration)),
    ];
    if input.days.iter().any(|day| day.capacity.is_some()) {
        parts.push(part("Capacity", PartKind::Line, Ink::Text, |day| day.capacity).dashed());
    }
    Series { unit: Unit::Tickets, categories: Categories::Dates(days), parts }
}

/// The share of futures that finish on each day, or in each week where there are many days.
fn finishes(input: &HistogramInput) -> Option<Series> {
    const MOST_DAYS: i64 = 120;
    let finish = &input.finish;
    let runs = finish.runs().len().max(1) as f64;
    let days = || finish.sorted().iter().filter_map(|day| finish.date(*day));
    let is_weekly = (days().next_back()? - days().next()?).num_days() > MOST_DAYS;
    let mut bins: BTreeMap<NaiveDate, (f64, f64)> = BTreeMap::new();
    for day in days() {
        let back = if is_weekly { u64::from(day.weekday().num_days_from_monday()) } else { 0 };
        let bin = bins.entry(day.checked_sub_days(Days::new(back)).unwrap_or(day)).or_default();
        let is_late = input.target.is_some_and(|target| day > target);
        let share = if is_late { &mut bin.1 } else { &mut bin.0 };
        *share += 1.0 / runs;
    }
    let values = |pick: fn(&(f64, f64)) -> f64| bins.values().map(|bin| Some(pick(bin))).collect::<Vec<_>>();
    let first = if input.target.is_some() { "By the target" } else { "Share of futures" };
    let mut parts = vec![Part::new(first, PartKind::Bar, Ink::IntuneSolid, values(|bin| bin.0))];
    if input.target.is_some() {
        parts.push(Part::new("After the target", PartKind::Bar, Ink::WarnSolid, values(|bin| bin.1)));
    }
    let categories = Categories::Dates(bins.into_keys().collect());
    Some(Series { unit: Unit::Share, categories, parts })
}

fn line(name: &str, ink: Ink, days: &[NaiveDate], values: &[DayValue]) -> Part {
    let values = days.iter().map(|day| value_at(values, *day)).collect();
    Part::new(name, PartKind::Line, ink, values)
}

fn bound(name: &str, days: &[NaiveDate], band: &[DayRange], end: fn((f64, f64)) -> f64) -> Part {
    let values = days.iter().map(|day| range_at(band, *day).map(end)).collect();
    Part::new(name, PartKind::Line, Ink::IntuneSolid, values).dashed()
}

const fn low(range: (f64, f64)) -> f64 {
    range.0
}

const fn high(range: (f64, f64)) -> f64 {
    range.1
}
