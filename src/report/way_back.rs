//! The way back: what happens when workloads return to Configuration Manager on a day. How many devices it
//! hits, how long it takes to reach them, what stays as it is, what is left to do by hand, and the finish.

mod words;

use chrono::NaiveDate;

use super::Situation;
use crate::forecast::{
    Basis, Dates, Detail, Outlook, Paired, Position, compare_dates, outlook, phase_authority, simulate,
    together_of,
};
use crate::plan::consequence::FOR_AUTOPATCH;
use crate::plan::{
    Authority, Edit, Event, EventKind, PhaseId, PhaseScope, Plan, Record, Scenario, SwitchBack, SwitchBackId,
    Workload,
};

pub use words::{Advice, arrival_words, consequence, finish_words, headline, hit_words, scenario_name};

/// What is taken back, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retreat {
    pub workloads: Vec<Workload>,
    pub phases: PhaseScope,
    pub day: NaiveDate,
}

/// One workload on one phase that is hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub workload: Workload,
    pub phase: PhaseId,
    /// Devices that Intune has that day, whole ones, so that what is added up of them is what they add up to.
    pub devices: f64,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// The first day on which the switch-back is allowed.
    pub effective: NaiveDate,
    /// The day on which the plan switches it anew.
    pub again: Option<NaiveDate>,
}

/// When so many of the devices have heard of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    pub share: f64,
    /// Working days after the day itself.
    pub days: u32,
    pub date: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WayBack {
    pub retreat: Retreat,
    /// Only cells that Intune has something of, by workload, then phase.
    pub hits: Vec<Hit>,
    /// Devices that lose at least one workload, and pairs of a device and a workload.
    pub devices: f64,
    pub pairs: f64,
    /// Devices with the three workloads that Windows Autopatch asks for, before and after.
    pub autopatch: (f64, f64),
    /// The first day of the switch-back on any phase.
    pub effective: NaiveDate,
    pub arrivals: Vec<Arrival>,
    /// Waiting devices reached on a working day.
    pub reach: f64,
    /// Expected finish without it and with it.
    pub finish: (Option<NaiveDate>, Option<NaiveDate>),
    /// The same in simulated futures; none where nothing returns.
    pub futures: Option<Futures>,
    pub advice: Advice,
}

/// How the same futures finish without it and with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Futures {
    /// P50 and P85.
    pub without: [Option<NaiveDate>; 2],
    pub with: [Option<NaiveDate>; 2],
    pub paired: Paired,
}

/// As many futures tell a P85 to a day or two, at once.
const FUTURES: u32 = 300;

/// What a retreat would come to; the plan is not changed.
pub fn way_back(at: &Situation<'_>, retreat: &Retreat) -> WayBack {
    let (plan, course) = (at.plan, at.outlook);
    let mut hits = hits(plan, course, retreat);
    let effective = hits.iter().map(|hit| hit.effective).min().unwrap_or(retreat.day);
    let devices_of = |phase: PhaseId| {
        hits.iter().filter(|hit| hit.phase == phase).map(|hit| hit.devices).fold(0.0, f64::max)
    };
    let devices = plan.phases.iter().map(|phase| devices_of(phase.id)).sum();
    let pairs = hits.iter().map(|hit| hit.devices).sum();
    let autopatch = autopatch(plan, course, retreat, effective);
    let reach = course.learned.reach.posterior.mean();
    let mut after = plan.clone();
    let edit = if retreat.day <= plan.status_date { as_done(retreat) } else { planned(plan, retreat) };
    let is_changed = edit.apply(&mut after).is_ok();
    let ahead = is_changed.then(|| outlook(&after));
    if let Some(ahead) = &ahead {
        for hit in &mut hits {
            let state = phase_authority(&after, ahead, hit.phase, hit.workload, hit.effective);
            hit.again =
                state.date.filter(|_| !state.is_done && state.position != Authority::ConfigurationManager);
        }
    }
    let ahead = ahead.map(|ahead| ahead.expected.finish);
    let futures = (is_changed && !hits.is_empty()).then(|| futures(at, &after));
    let finish = (course.expected.finish, ahead.unwrap_or(course.expected.finish));
    let mut back = WayBack {
        retreat: retreat.clone(),
        devices,
        pairs,
        autopatch,
        effective,
        arrivals: arrivals(plan, effective, reach),
        reach,
        finish,
        futures,
        hits,
        advice: Advice::default(),
    };
    back.advice = words::advice(at, &back);
    back
}

/// Both on the same luck. Those of the plan are taken where they are known.
fn futures(at: &Situation<'_>, after: &Plan) -> Futures {
    let known = at.odds.filter(|odds| !at.is_behind && odds.basis.runs >= FUTURES);
    let basis = Basis::new(FUTURES, Detail::Dates);
    let basis = known.map_or(basis, |odds| Basis { runs: FUTURES, detail: Detail::Dates, ..odds.basis });
    let without = match known {
        Some(odds) => {
            let runs = &odds.finish.runs()[..FUTURES as usize];
            Dates::new(odds.finish.first(), runs.to_vec())
        }
        None => simulate(at.plan, &basis).finish,
    };
    let with = simulate(after, &basis).finish;
    let shares = |dates: &Dates| [0.50, 0.85].map(|share| dates.quantile(share));
    Futures { without: shares(&without), with: shares(&with), paired: compare_dates(&without, &with) }
}

fn hits(plan: &Plan, course: &Outlook, retreat: &Retreat) -> Vec<Hit> {
    let mut hits = Vec::new();
    for workload in plan.switchable_workloads().filter(|w| retreat.workloads.contains(w)) {
        for (index, phase) in plan.phases.iter().enumerate() {
            if !retreat.phases.contains(phase.id) {
                continue;
            }
            let Some(effective) = effective(plan, phase.id, retreat) else { continue };
            let devices = together_of(course, index, &[workload], Position::Either, effective).round();
            if devices > 0.0 {
                let owner = crate::forecast::owner(plan, course, phase.id, workload, effective);
                let since = owner.and_then(|owner| owner.since);
                hits.push(Hit { workload, phase: phase.id, devices, since, effective, again: None });
            }
        }
    }
    hits
}

/// A switch-back waits for an allowed day like a switch: of all phases it waits only for a pause of all.
fn effective(plan: &Plan, phase: PhaseId, retreat: &Retreat) -> Option<NaiveDate> {
    // What has happened happened on its own day.
    if retreat.day <= plan.status_date {
        return Some(retreat.day);
    }
    let calendar = &plan.calendar;
    let all: Vec<PhaseId> = plan.phases.iter().map(|phase| phase.id).collect();
    calendar.first_day(retreat.day, |day| {
        let is_barred = match retreat.phases {
            PhaseScope::All => calendar.bars_full_switch(&all, day),
            PhaseScope::Only(_) => calendar.bars_switch(phase, day),
        };
        calendar.is_working_day(day) && !is_barred
    })
}

fn autopatch(plan: &Plan, course: &Outlook, retreat: &Retreat, day: NaiveDate) -> (f64, f64) {
    let of = |index: usize| together_of(course, index, &FOR_AUTOPATCH, Position::Either, day).round();
    let before = (0..plan.phases.len()).map(of).sum();
    if !retreat.workloads.iter().any(|workload| workload.is_needed_by_autopatch()) {
        return (before, before);
    }
    let stays = |index: &usize| !retreat.phases.contains(plan.phases[*index].id);
    (before, (0..plan.phases.len()).filter(stays).map(of).sum())
}

/// A device that is on hears of it at its next check-in, about every eight hours; one that is off when it is
/// on again, as a waiting device is reached.
fn arrivals(plan: &Plan, effective: NaiveDate, reach: f64) -> Vec<Arrival> {
    let reach = reach.clamp(0.001, 1.0);
    [0.50, 0.90, 0.99]
        .into_iter()
        .filter_map(|share| {
            let days = days_until(share, reach);
            let date = plan.calendar.add_working_days(effective, days)?;
            Some(Arrival { share, days, date })
        })
        .collect()
}

/// Working days after the first by whose end so many have been reached.
fn days_until(share: f64, reach: f64) -> u32 {
    let mut waiting = 1.0 - reach;
    let mut days = 0;
    while 1.0 - waiting < share && days < 10_000 {
        waiting *= 1.0 - reach;
        days += 1;
    }
    days
}

/// The switch-backs as part of the plan, one step.
pub fn planned(plan: &Plan, retreat: &Retreat) -> Edit {
    let mut id = plan.fresh_switch_back_id();
    let backs = retreat.workloads.iter().map(|workload| {
        let back = SwitchBack {
            id,
            workload: *workload,
            phases: retreat.phases.clone(),
            date: retreat.day,
            reason: String::new(),
        };
        id = SwitchBackId(id.0.saturating_add(1));
        Record::SwitchBack(back).into()
    });
    Edit::Several { label: label(retreat), edits: backs.collect() }
}

/// The plan with the switch-backs, kept beside it under a name.
pub fn as_scenario(plan: &Plan, retreat: &Retreat, name: &str) -> Edit {
    let mut after = plan.clone();
    // A refused edit leaves the copy as it was.
    let _ = planned(plan, retreat).apply(&mut after);
    Record::Scenario(Box::new(Scenario::of(&after, name))).into()
}

/// The switch-backs as they happened, on a day that is known.
pub fn as_done(retreat: &Retreat) -> Edit {
    let events = retreat.workloads.iter().map(|workload| {
        let what = EventKind::SwitchedBack { workload: *workload, phases: retreat.phases.clone() };
        Record::Event(Event { date: retreat.day, what, note: String::new() }).into()
    });
    Edit::Several { label: label(retreat), edits: events.collect() }
}

fn label(retreat: &Retreat) -> String {
    match retreat.workloads.as_slice() {
        [one] => format!("Take {} back", one.name()),
        more => format!("Take {} workloads back", super::wording::number(more.len())),
    }
}

#[cfg(test)]
#[path = "way_back_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;
