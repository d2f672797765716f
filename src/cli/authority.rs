//! `baton authority`: devices by who manages each workload, on one day or on every day, and who manages one
//! workload on one phase.

mod back;
mod benefits;
mod who;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::PlanArguments;
use super::answer::Answer;
use super::table::{Column, table};
use crate::forecast::{
    self, AuthorityCount, AuthorityDaily, Outlook, TotalAuthority, authority_daily, authority_on,
    total_authority,
};
use crate::picture::format;
use crate::plan::Plan;

/// Show devices per workload by Configuration Manager, Pilot Intune and Intune, actual and expected, or who
/// manages one workload on one phase on a day
#[derive(Debug, clap::Args)]
pub struct Authority {
    #[command(flatten)]
    plan: PlanArguments,
    /// On this day, as 2026-10-14; without it the status date, or the plan's start if that is yet to come
    #[arg(long, value_name = "DATE", conflicts_with = "daily")]
    on: Option<NaiveDate>,
    /// On every day from the plan's start to its horizon
    #[arg(long)]
    daily: bool,
    #[command(flatten)]
    who: who::Who,
    /// What it would take to give workloads back to Configuration Manager, of all phases and on the status date
    /// unless the words, --phase or --on say otherwise: "Device configuration in Wave 3 on 1 March"
    #[arg(long, value_name = "WORKLOADS", conflicts_with_all = ["daily", "words", "workload", "benefits"])]
    take_back: Option<String>,
    /// What is gained, as a share of devices
    #[arg(long, conflicts_with_all = ["daily", "words", "phase", "workload"])]
    benefits: bool,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

impl Authority {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let outlook = forecast::outlook(&plan);
        if self.daily {
            let daily = authority_daily(&plan, &outlook);
            return if self.json {
                Answer::json(&daily_json(&daily))
            } else {
                Answer::result(daily_text(&daily))
            };
        }
        if let Some(workloads) = &self.take_back {
            return back::run((&plan, &outlook), (workloads, &self.who), self.on, self.json);
        }
        let is_asked = self.who.is_asked();
        let today = plan.status_date.max(plan.start);
        let day = self.on.or_else(|| (!is_asked).then_some(today));
        if let Some(answer) = day.and_then(|day| outside(&plan, day)) {
            return answer;
        }
        if is_asked {
            return self.who.run(&plan, &outlook, day, self.json);
        }
        let day = day.unwrap_or(today);
        if self.benefits {
            return benefits::run(&plan, &outlook, day, self.json);
        }
        if self.json {
            Answer::json(&day_json(&plan, &outlook, day))
        } else {
            Answer::result(day_text(&plan, &outlook, day))
        }
    }
}

/// What to say of a day that the plan does not know.
fn outside(plan: &Plan, day: NaiveDate) -> Option<Answer> {
    let (first, last) = (format::date(plan.start), format::date(plan.horizon()));
    let is_outside = day < plan.start || day > plan.horizon();
    is_outside.then(|| Answer::wrong_use(format!("The day must lie within the plan, from {first} to {last}")))
}

#[derive(Serialize)]
struct Counts {
    configuration_manager: f64,
    pilot_intune: f64,
    intune: f64,
}

#[derive(Serialize)]
struct WorkloadCounts {
    configuration_manager: f64,
    pilot_intune: f64,
    intune: f64,
    slider: &'static str,
}

#[derive(Serialize)]
struct DayJson {
    date: NaiveDate,
    total: Counts,
    workloads: BTreeMap<&'static str, WorkloadCounts>,
}

#[derive(Default, Serialize)]
struct Series {
    configuration_manager: Vec<f64>,
    pilot_intune: Vec<f64>,
    intune: Vec<f64>,
}

#[derive(Serialize)]
struct DailyJson {
    dates: Vec<NaiveDate>,
    actual_until: Option<NaiveDate>,
    total: Series,
    workloads: BTreeMap<&'static str, Series>,
}

fn day_json(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> DayJson {
    let total = total_authority(plan, outlook, day);
    let named = |count: AuthorityCount| {
        let counts = WorkloadCounts {
            configuration_manager: count.configuration_manager,
            pilot_intune: count.pilot_intune,
            intune: count.intune,
            slider: count.slider.name(),
        };
        (count.workload.name(), counts)
    };
    DayJson {
        date: day,
        total: Counts {
            configuration_manager: total.configuration_manager,
            pilot_intune: total.pilot_intune,
            intune: total.intune,
        },
        workloads: authority_on(plan, outlook, day).into_iter().map(named).collect(),
    }
}

fn day_text(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> String {
    let known = if day <= plan.status_date && plan.has_actuals() { "actual" } else { "expected" };
    let columns = [
        Column::Words("Workload"),
        Column::Words("Slider"),
        Column::Number("Configuration Manager"),
        Column::Number("Pilot Intune"),
        Column::Number("Intune"),
    ];
    let total = total_authority(plan, outlook, day);
    let line = |name: &str, slider: &str, counts: [f64; 3]| {
        let mut row = vec![name.to_owned(), slider.to_owned()];
        row.extend(counts.map(format::count_f64));
        row
    };
    let mut rows: Vec<Vec<String>> = authority_on(plan, outlook, day)
        .iter()
        .map(|count| {
            let counts = [count.configuration_manager, count.pilot_intune, count.intune];
            line(count.workload.name(), count.slider.name(), counts)
        })
        .collect();
    let switchable = plan.switchable_workloads().count();
    rows.push(line(
        &format!("Total of {switchable} switchable workloads"),
        "",
        [total.configuration_manager, total.pilot_intune, total.intune],
    ));
    format!(
        "{}, {} on {}: devices per workload\n\n{}",
        plan.name,
        known,
        format::weekday_date(day),
        table(&columns, &rows)
    )
}

fn dates(daily: &AuthorityDaily) -> Vec<NaiveDate> {
    (0..daily.days.len() as u64).filter_map(|n| daily.first.checked_add_days(Days::new(n))).collect()
}

fn daily_json(daily: &AuthorityDaily) -> DailyJson {
    let mut workloads: BTreeMap<&'static str, Series> = BTreeMap::new();
    for count in daily.days.iter().flatten() {
        let series = workloads.entry(count.workload.name()).or_default();
        series.configuration_manager.push(count.configuration_manager);
        series.pilot_intune.push(count.pilot_intune);
        series.intune.push(count.intune);
    }
    let of = |value: fn(&TotalAuthority) -> f64| daily.totals.iter().map(value).collect();
    DailyJson {
        dates: dates(daily),
        actual_until: daily.actual_until,
        total: Series {
            configuration_manager: of(|total| total.configuration_manager),
            pilot_intune: of(|total| total.pilot_intune),
            intune: of(|total| total.intune),
        },
        workloads,
    }
}

/// The days on which a total changes; between two of them nothing does.
fn daily_text(daily: &AuthorityDaily) -> String {
    let columns = [
        Column::Words("Day"),
        Column::Words(""),
        Column::Number("Configuration Manager"),
        Column::Number("Pilot Intune"),
        Column::Number("Intune"),
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (day, total) in dates(daily).into_iter().zip(&daily.totals) {
        let known = if daily.actual_until.is_some_and(|until| day <= until) { "actual" } else { "expected" };
        let mut row = vec![format::weekday_date(day), known.to_owned()];
        let counts = [total.configuration_manager, total.pilot_intune, total.intune];
        row.extend(counts.map(format::count_f64));
        if rows.last().is_none_or(|last: &Vec<String>| last[1..] != row[1..]) {
            rows.push(row);
        }
    }
    format!("Devices × switchable workloads, on the days that change them\n\n{}", table(&columns, &rows))
}
