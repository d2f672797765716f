//! The expected course as text and JSON: one value where a simulation gives a range. A chance of one course
//! is 0 or 1; nothing here claims to be a range.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::cli::show::ending;
use crate::cli::table::{Column, table};
use crate::forecast::{self, Ending, Outlook, PhaseTrack, Track};
use crate::picture::format;
use crate::plan::{Plan, Workload};

#[derive(Serialize)]
pub struct Course {
    plan: String,
    status_date: NaiveDate,
    first_day: NaiveDate,
    runs: Option<u32>,
    seed: Option<u64>,
    finish: Option<NaiveDate>,
    chance_by_target: Option<u8>,
    stalled: u8,
    unfinished: u8,
    phases: Vec<PhaseCourse>,
    peak_load: Option<f64>,
    longest_wait_days: f64,
    desk_breaks: Breaks,
    exposure_device_days: Exposure,
    weekly: Weekly,
    #[serde(skip_serializing_if = "Option::is_none")]
    daily: Option<Daily>,
}

#[derive(Serialize)]
struct PhaseCourse {
    name: String,
    start: Option<NaiveDate>,
    gate: Option<NaiveDate>,
    gate_planned: Option<NaiveDate>,
    chance_by_planned: Option<u8>,
    criteria: Vec<CriterionChance>,
    enrolled: f64,
    success: Option<f64>,
    tickets_per_100: Option<f64>,
}

/// One course says nothing of a criterion's chance on a day on which it is not the last to hold.
#[derive(Serialize)]
struct CriterionChance {
    criterion: String,
    chance: Option<f64>,
}

#[derive(Serialize)]
struct Breaks {
    chance: u8,
    week: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Exposure {
    blocked: f64,
    unprotected: f64,
}

#[derive(Default, Serialize)]
struct Weekly {
    week: Vec<NaiveDate>,
    tickets_mean: Vec<f64>,
    load_mean: Vec<f64>,
}

#[derive(Serialize)]
struct Daily {
    date: Vec<NaiveDate>,
    enrolled: Vec<f64>,
    failed: Vec<f64>,
    tickets: Vec<f64>,
    load: Vec<f64>,
    backlog: Vec<f64>,
    authority: BTreeMap<&'static str, Shares>,
}

#[derive(Serialize)]
struct Shares {
    configuration_manager: Vec<f64>,
    pilot_intune: Vec<f64>,
    intune: Vec<f64>,
}

pub fn course_json(plan: &Plan, outlook: &Outlook, daily: bool) -> Course {
    let expected = &outlook.expected;
    let by = |date: Option<NaiveDate>, limit: Option<NaiveDate>| {
        limit.map(|limit| u8::from(date.is_some_and(|date| date <= limit)))
    };
    let phases = plan.phases.iter().enumerate().map(|(index, phase)| {
        let dates = &expected.phases[index];
        let planned = outlook.gates[index].planned;
        let figures = Figures::of(plan, outlook, index, dates.gate);
        PhaseCourse {
            name: phase.name.clone(),
            start: dates.start,
            gate: dates.gate,
            gate_planned: planned,
            chance_by_planned: by(dates.gate, planned),
            criteria: phase
                .gate
                .criteria
                .iter()
                .filter(|criterion| !criterion.is_typed())
                .map(|criterion| CriterionChance { criterion: criterion.name(), chance: None })
                .collect(),
            enrolled: figures.enrolled,
            success: figures.success,
            tickets_per_100: figures.tickets_per_100,
        }
    });
    Course {
        plan: plan.name.clone(),
        status_date: plan.status_date,
        first_day: expected.track.first,
        runs: None,
        seed: None,
        finish: expected.finish,
        chance_by_target: by(expected.finish, plan.target),
        stalled: u8::from(expected.ending == Ending::Stalled),
        unfinished: u8::from(expected.ending == Ending::Unfinished),
        phases: phases.collect(),
        peak_load: expected.peak.map(|peak| peak.load),
        longest_wait_days: expected.longest_wait_days,
        desk_breaks: Breaks {
            chance: u8::from(expected.breaks_on.is_some()),
            week: expected.breaks_on.map(monday),
        },
        exposure_device_days: {
            let exposure = forecast::expected_exposure(plan, outlook);
            Exposure { blocked: exposure.blocked, unprotected: exposure.unprotected }
        },
        weekly: weekly(&expected.track),
        daily: daily.then(|| daily_series(plan, &expected.track)),
    }
}

/// How a phase stands on its gate day, else at the horizon.
struct Figures {
    enrolled: f64,
    success: Option<f64>,
    tickets_per_100: Option<f64>,
}

impl Figures {
    fn of(plan: &Plan, outlook: &Outlook, index: usize, gate: Option<NaiveDate>) -> Self {
        let day = gate.unwrap_or_else(|| plan.horizon());
        let tracks = [&outlook.observed.track, &outlook.expected.track];
        let last = |series: fn(&PhaseTrack) -> &Vec<f64>| {
            let known = tracks.iter().rev().find(|track| !track.is_empty() && track.first <= day);
            known.map_or(0.0, |track| {
                let at = track.index(day).unwrap_or(track.len().saturating_sub(1));
                track.phases.get(index).and_then(|phase| series(phase).get(at).copied()).unwrap_or(0.0)
            })
        };
        let tickets: f64 = tracks
            .iter()
            .filter_map(|track| track.phases.get(index).map(|phase| (track, phase)))
            .flat_map(|(track, phase)| phase.tickets.iter().enumerate().map(|(at, n)| (track.day(at), n)))
            .filter_map(|(date, tickets)| (date <= day).then_some(tickets))
            .sum();
        let enrolled = last(|phase| &phase.enrolled);
        let tried = enrolled + last(|phase| &phase.failed) + last(|phase| &phase.abandoned);
        Self {
            enrolled,
            success: (tried > 0.0).then(|| enrolled / tried),
            tickets_per_100: (enrolled > 0.0).then(|| 100.0 * tickets / enrolled),
        }
    }
}

fn weekly(track: &Track) -> Weekly {
    let mut weekly = Weekly::default();
    let mut sums: BTreeMap<NaiveDate, [f64; 3]> = BTreeMap::new();
    for at in 0..track.len() {
        let sum = sums.entry(monday(track.day(at))).or_default();
        // A day without load is no working day: its capacity stands idle.
        let arrivals = track.desk.arrivals[at].unwrap_or(0.0);
        let is_working_day = track.desk.load[at].is_some();
        sum[0] += track.desk.migration[at].unwrap_or(0.0);
        sum[1] += arrivals;
        sum[2] += if is_working_day { track.desk.capacity[at] } else { 0.0 };
    }
    for (week, [migration, arrivals, capacity]) in sums {
        weekly.week.push(week);
        weekly.tickets_mean.push(migration);
        weekly.load_mean.push(if arrivals == 0.0 { 0.0 } else { arrivals / capacity });
    }
    weekly
}

fn daily_series(plan: &Plan, track: &Track) -> Daily {
    let sum = |series: fn(&PhaseTrack) -> &Vec<f64>| {
        (0..track.len()).map(|at| track.phases.iter().map(|phase| series(phase)[at]).sum()).collect()
    };
    let known = |series: &[Option<f64>]| series.iter().map(|value| value.unwrap_or(0.0)).collect();
    let all = (plan.devices() as f64).max(1.0);
    let authority = Workload::ALL.into_iter().map(|workload| {
        let of = &track.authority[workload.index()];
        let shares = Shares {
            configuration_manager: of
                .pilot
                .iter()
                .zip(&of.intune)
                .map(|(p, i)| (all - p - i) / all)
                .collect(),
            pilot_intune: of.pilot.iter().map(|devices| devices / all).collect(),
            intune: of.intune.iter().map(|devices| devices / all).collect(),
        };
        (workload.name(), shares)
    });
    Daily {
        date: (0..track.len()).map(|at| track.day(at)).collect(),
        enrolled: sum(|phase| &phase.enrolled),
        failed: sum(|phase| &phase.failed),
        tickets: known(&track.desk.migration),
        load: known(&track.desk.load),
        backlog: known(&track.desk.backlog),
        authority: authority.collect(),
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

pub fn course_text(plan: &Plan, outlook: &Outlook, daily: bool) -> String {
    let course = course_json(plan, outlook, daily);
    let day = |date: Option<NaiveDate>| date.map_or_else(|| format::DASH.to_owned(), format::date);
    let columns = [
        Column::Words("Phase"),
        Column::Words("Start"),
        Column::Words("Gate"),
        Column::Words("Planned"),
        Column::Number("Enrolled"),
        Column::Number("Success"),
        Column::Number("Tickets per 100"),
    ];
    let rows: Vec<Vec<String>> = course
        .phases
        .iter()
        .map(|phase| {
            let dash = || format::DASH.to_owned();
            vec![
                phase.name.clone(),
                day(phase.start),
                day(phase.gate),
                day(phase.gate_planned),
                format::count_f64(phase.enrolled),
                phase.success.map_or_else(dash, format::percent1),
                phase.tickets_per_100.map_or_else(dash, |tickets| format::decimal(tickets, 1)),
            ]
        })
        .collect();
    let mut text = format!(
        "{}, expected course from {}\n{}\n{}\n\n{}",
        plan.name,
        format::date(course.first_day),
        ending(plan, outlook),
        desk_sentence(plan, outlook),
        table(&columns, &rows)
    );
    if let Some(daily) = &course.daily {
        let columns = [
            Column::Words("Day"),
            Column::Number("Enrolled"),
            Column::Number("Failed"),
            Column::Number("Tickets"),
            Column::Number("Load"),
            Column::Number("Open tickets"),
        ];
        let rows: Vec<Vec<String>> = (0..daily.date.len())
            .map(|at| {
                vec![
                    format::weekday_date(daily.date[at]),
                    format::count_f64(daily.enrolled[at]),
                    format::count_f64(daily.failed[at]),
                    format::count_f64(daily.tickets[at]),
                    format::percent0(daily.load[at]),
                    format::count_f64(daily.backlog[at]),
                ]
            })
            .collect();
        text.push('\n');
        text.push_str(&table(&columns, &rows));
    }
    text
}

fn desk_sentence(plan: &Plan, outlook: &Outlook) -> String {
    let expected = &outlook.expected;
    let peak = match expected.peak {
        Some(peak) if peak.load.is_finite() => format!(
            "The helpdesk's heaviest week is that of {} with {} of its capacity.",
            format::date(peak.week),
            format::percent0(peak.load)
        ),
        Some(_) => "The helpdesk has work and nobody to do it.".to_owned(),
        None => "The helpdesk has nothing to do.".to_owned(),
    };
    match expected.breaks_on {
        Some(day) => {
            let limit = format::decimal(plan.desk.wait_limit_days, 1);
            format!("{peak} From {} on tickets wait longer than {limit} days.", format::date(day))
        }
        None => peak,
    }
}
