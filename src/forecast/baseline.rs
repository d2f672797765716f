//! A plan's schedule and course as whole devices, frozen for later comparison. It decides nothing: who
//! keeps the copy, and under which name, is the plan's business.

use chrono::NaiveDate;

use crate::plan::{Baseline, BaselineDay, BaselinePhase, BaselineSwitch, Plan, Workload};

use super::{Expected, Track, observed};

/// The plan as it stands, to be kept under `name`.
pub fn baseline_of(plan: &Plan, expected: &Expected, name: &str, on: NaiveDate, by: &str) -> Baseline {
    let phases = plan.phases.iter().zip(&expected.phases).map(|(phase, dates)| BaselinePhase {
        phase: phase.id,
        name: phase.name.clone(),
        devices: phase.devices,
        start: dates.start,
        targeted: dates.last_targeting,
        gate: dates.gate,
    });
    Baseline {
        name: name.to_owned(),
        frozen_on: on,
        by: by.to_owned(),
        phases: phases.collect(),
        switches: switches(plan, expected),
        finish: expected.finish,
        days: days(&observed(plan).track, &expected.track),
    }
}

fn switches(plan: &Plan, expected: &Expected) -> Vec<BaselineSwitch> {
    let mut switches = Vec::new();
    for workload in plan.switchable_workloads() {
        for dates in &expected.phases {
            let date = dates.cells[workload.index()];
            switches.extend(date.map(|date| BaselineSwitch { workload, phase: Some(dates.phase), date }));
        }
        let date = expected.sliders[workload.index()];
        switches.extend(date.map(|date| BaselineSwitch { workload, phase: None, date }));
    }
    switches
}

/// The days on which the whole devices differ from the day before. The load of other days is not kept.
fn days(past: &Track, future: &Track) -> Vec<BaselineDay> {
    let mut days: Vec<BaselineDay> = Vec::new();
    for track in [past, future] {
        for at in 0..track.len() {
            let day = rounded(track, at);
            let is_new = days.last().is_none_or(|last| {
                (&last.enrolled, last.pilot, last.intune) != (&day.enrolled, day.pilot, day.intune)
            });
            if is_new {
                days.push(day);
            }
        }
    }
    days
}

/// One day in whole devices: never more with Intune and Pilot Intune together than are enrolled.
fn rounded(track: &Track, at: usize) -> BaselineDay {
    let whole = |value: f64| (value + 0.5).floor().clamp(0.0, f64::from(u32::MAX)) as u32;
    let enrolled: Vec<u32> = track.phases.iter().map(|phase| whole(phase.enrolled[at])).collect();
    let all = enrolled.iter().fold(0u32, |sum, devices| sum.saturating_add(*devices));
    let intune = Workload::ALL.map(|w| whole(track.authority[w.index()].intune[at]).min(all));
    let pilot = Workload::ALL.map(|w| {
        let rest = all - intune[w.index()];
        whole(track.authority[w.index()].pilot[at]).min(rest)
    });
    let load = track.desk.load[at].filter(|load| load.is_finite()).unwrap_or(0.0);
    // Hundredths of a percent are all that is ever shown, and what a person can read in the file.
    let load = (load * 10_000.0).round() / 10_000.0;
    BaselineDay { date: track.day(at), enrolled, pilot, intune, load }
}
