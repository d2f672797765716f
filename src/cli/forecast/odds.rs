//! The odds of a plan as JSON. A figure that a future never reaches is null, and so is a quantile of such.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::forecast::{self, Amounts, AuthorityBands, Band, Dates, Odds, PhaseOdds, SensitivityRow};
use crate::plan::{Plan, Workload};

#[derive(Serialize)]
pub struct Forecast<'a> {
    plan: &'a str,
    status_date: NaiveDate,
    first_day: NaiveDate,
    runs: u32,
    seed: u64,
    finish: Finish,
    chance_by_target: Option<f64>,
    stalled: f64,
    unfinished: f64,
    phases: Vec<Phase<'a>>,
    peak_load: High,
    longest_wait_days: High,
    desk_breaks: Breaks,
    exposure_device_days: Exposure,
    weekly: Weekly<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    daily: Option<Daily<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitivity: Option<Vec<Moved>>,
}

#[derive(Serialize)]
pub(in crate::cli) struct Finish {
    p10: Option<NaiveDate>,
    p50: Option<NaiveDate>,
    p85: Option<NaiveDate>,
    p95: Option<NaiveDate>,
}

impl Finish {
    pub fn of(dates: &Dates) -> Self {
        let [p10, p50, p85, p95] = [0.10, 0.50, 0.85, 0.95].map(|share| dates.quantile(share));
        Self { p10, p50, p85, p95 }
    }
}

#[derive(Serialize)]
struct Range<T> {
    p10: T,
    p50: T,
    p90: T,
}

impl<T> From<forecast::Spread<T>> for Range<T> {
    fn from(spread: forecast::Spread<T>) -> Self {
        Self { p10: spread.p10, p50: spread.p50, p90: spread.p90 }
    }
}

/// Of figures whose low end nobody asks for.
#[derive(Serialize)]
pub(in crate::cli) struct High {
    p50: f64,
    p90: f64,
}

impl High {
    pub fn of(amounts: &Amounts) -> Self {
        Self { p50: amounts.quantile(0.50), p90: amounts.quantile(0.90) }
    }
}

#[derive(Serialize)]
struct Phase<'a> {
    name: &'a str,
    start: Range<Option<NaiveDate>>,
    gate: Range<Option<NaiveDate>>,
    gate_planned: Option<NaiveDate>,
    chance_by_planned: Option<f64>,
    criteria: Vec<Criterion>,
    enrolled: Range<f64>,
    success: Range<f64>,
    tickets_per_100: Range<f64>,
}

#[derive(Serialize)]
struct Criterion {
    criterion: String,
    chance: Option<f64>,
}

#[derive(Serialize)]
pub(in crate::cli) struct Breaks {
    chance: f64,
    week: Option<NaiveDate>,
}

impl Breaks {
    pub const fn of(odds: &Odds) -> Self {
        Self { chance: odds.breaks, week: odds.break_week }
    }
}

#[derive(Serialize)]
struct Exposure {
    blocked: High,
    unprotected: High,
}

#[derive(Serialize)]
struct Weekly<'a> {
    week: &'a [NaiveDate],
    tickets_mean: &'a [f64],
    load_mean: &'a [f64],
}

#[derive(Serialize)]
struct Series<'a> {
    p10: &'a [f64],
    p50: &'a [f64],
    p90: &'a [f64],
}

impl<'a> From<&'a Band> for Series<'a> {
    fn from(band: &'a Band) -> Self {
        Self { p10: &band.p10, p50: &band.p50, p90: &band.p90 }
    }
}

#[derive(Serialize)]
struct Daily<'a> {
    date: Vec<NaiveDate>,
    enrolled: Series<'a>,
    failed: Series<'a>,
    tickets: Series<'a>,
    load: Series<'a>,
    backlog: Series<'a>,
    authority: BTreeMap<&'static str, Shares<'a>>,
}

#[derive(Serialize)]
struct Shares<'a> {
    configuration_manager: Series<'a>,
    pilot_intune: Series<'a>,
    intune: Series<'a>,
}

impl<'a> From<&'a AuthorityBands> for Shares<'a> {
    fn from(bands: &'a AuthorityBands) -> Self {
        Self {
            configuration_manager: (&bands.configuration_manager).into(),
            pilot_intune: (&bands.pilot_intune).into(),
            intune: (&bands.intune).into(),
        }
    }
}

#[derive(Serialize)]
struct Moved {
    parameter: String,
    low: f64,
    high: f64,
    finish_p50_low_days: Option<i64>,
    finish_p50_high_days: Option<i64>,
    finish_p85_low_days: Option<i64>,
    finish_p85_high_days: Option<i64>,
    peak_low: Option<f64>,
    peak_high: Option<f64>,
}

pub fn odds_json<'a>(plan: &'a Plan, odds: &'a Odds, rows: Option<&[SensitivityRow]>) -> Forecast<'a> {
    let phases = plan.phases.iter().zip(&odds.phases);
    Forecast {
        plan: &plan.name,
        status_date: plan.status_date,
        first_day: odds.first_day,
        runs: odds.basis.runs,
        seed: odds.basis.seed,
        finish: Finish::of(&odds.finish),
        chance_by_target: odds.by_target,
        stalled: odds.stalled,
        unfinished: odds.unfinished,
        phases: phases.map(|(phase, of)| phase_json(&phase.name, of)).collect(),
        peak_load: High::of(&odds.peak_load),
        longest_wait_days: High::of(&odds.longest_wait_days),
        desk_breaks: Breaks::of(odds),
        exposure_device_days: Exposure {
            blocked: High::of(&odds.exposure.blocked),
            unprotected: High::of(&odds.exposure.unprotected),
        },
        weekly: Weekly {
            week: &odds.weekly.mondays,
            tickets_mean: &odds.weekly.tickets_mean,
            load_mean: &odds.weekly.load_mean,
        },
        daily: odds.daily.as_ref().map(|daily| daily_json(odds.first_day, daily)),
        sensitivity: rows.map(|rows| rows.iter().map(|row| moved(plan, row)).collect()),
    }
}

fn phase_json<'a>(name: &'a str, odds: &PhaseOdds) -> Phase<'a> {
    let simulated = odds.criteria.iter().filter(|chance| !chance.criterion.is_typed());
    Phase {
        name,
        start: odds.start.spread().into(),
        gate: odds.gate.spread().into(),
        gate_planned: odds.planned,
        chance_by_planned: odds.by_planned,
        criteria: simulated
            .map(|chance| Criterion { criterion: chance.criterion.name(), chance: chance.chance })
            .collect(),
        enrolled: odds.enrolled.spread().into(),
        success: odds.success.spread().into(),
        tickets_per_100: odds.tickets_per_100.spread().into(),
    }
}

fn daily_json(first: NaiveDate, daily: &forecast::Daily) -> Daily<'_> {
    let day = |at: usize| first.checked_add_days(Days::new(at as u64)).unwrap_or(first);
    Daily {
        date: (0..daily.enrolled.p50.len()).map(day).collect(),
        enrolled: (&daily.enrolled).into(),
        failed: (&daily.failed).into(),
        tickets: (&daily.tickets).into(),
        load: (&daily.load).into(),
        backlog: (&daily.backlog).into(),
        authority: Workload::ALL
            .into_iter()
            .map(|w| (w.name(), (&daily.authority[w.index()]).into()))
            .collect(),
    }
}

fn moved(plan: &Plan, row: &SensitivityRow) -> Moved {
    Moved {
        parameter: row.factor.name(plan),
        low: row.low.value,
        high: row.high.value,
        finish_p50_low_days: row.low.p50.days(),
        finish_p50_high_days: row.high.p50.days(),
        finish_p85_low_days: row.low.p85.days(),
        finish_p85_high_days: row.high.p85.days(),
        peak_low: row.low.peak,
        peak_high: row.high.peak,
    }
}
