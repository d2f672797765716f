//! The past day by day, from records that may be weekly: totals are spread over the working days between
//! two of them, authority follows the recorded events. It leaves out what cannot be true.

use chrono::NaiveDate;

use crate::plan::{Plan, Workload};

use super::days::Days;
use super::records::{self, Point, Sound};
use super::switches::Switches;
use super::{AuthorityTrack, DeskTrack, Observed, PhaseNow, PhaseTrack, Track, begin, desk_records, due};

/// What is known of the plan's past.
pub fn observed(plan: &Plan) -> Observed {
    let days = Days::new(plan);
    let sound: Vec<_> = plan.phases.iter().map(|phase| records::of_phase(plan, phase, &days)).collect();
    let desk = desk_records::judge(plan);
    let now = plan.phases.iter().zip(&sound).map(|(phase, sound)| {
        let start = sound.start.map(|day| days.date(day));
        let stand = sound.points.last().map_or_else(PhaseNow::default, |point| stand(point, &days));
        PhaseNow { phase: phase.id, start, ..stand }
    });
    let has_past = plan.has_actuals() && days.known_until > days.start;
    let track = if has_past { track(plan, &days, &sound, &desk) } else { empty(plan.start) };
    let starts: Vec<_> = sound.iter().map(|sound| sound.start).collect();
    let due = due::replayed(plan, &days, &starts);
    let mut bad: Vec<_> = sound.iter().flat_map(|sound| sound.bad.iter().cloned()).collect();
    bad.extend(desk.bad.iter().cloned());
    Observed { track, bad, now: now.collect(), open: desk.open(), due }
}

fn empty(first: NaiveDate) -> Track {
    let authority = std::array::from_fn(|_| AuthorityTrack::default());
    Track { first, phases: Vec::new(), authority, desk: DeskTrack::default() }
}

fn stand(point: &Point, days: &Days) -> PhaseNow {
    let heard = point.enrolled.saturating_add(point.failed).saturating_add(point.abandoned);
    PhaseNow {
        as_of: Some(days.date(point.day)),
        targeted: point.targeted,
        enrolled: point.enrolled,
        failed: point.failed,
        abandoned: point.abandoned,
        unheard: point.targeted.saturating_sub(heard),
        pending: point.pending,
        stale: point.stale,
        tickets: point.tickets,
        ..PhaseNow::default()
    }
}

fn track(plan: &Plan, days: &Days, sound: &[Sound], desk: &desk_records::DeskPast) -> Track {
    let mut switches = Switches::new(plan, days, days.start);
    begin::apply_events(plan, days, &mut switches);
    let mut phases = Vec::with_capacity(plan.phases.len());
    for ((phase, sound), changes) in plan.phases.iter().zip(sound).zip(switches.changes) {
        let mut track = spread(sound, days);
        track.phase = phase.id;
        track.reach = changes;
        phases.push(track);
    }
    let length = days.known_until - days.start;
    let authority = sum_authority(&phases, length);
    let migration = attributed(sound, &phases, length);
    let desk = desk.track(plan, days, migration);
    Track { first: plan.start, phases, authority, desk }
}

/// Devices of all phases by authority over each workload.
pub(crate) fn sum_authority(phases: &[PhaseTrack], length: usize) -> [AuthorityTrack; 7] {
    Workload::ALL.map(|workload| {
        let mut sum = AuthorityTrack { pilot: vec![0.0; length], intune: vec![0.0; length] };
        for phase in phases {
            let changes = &phase.reach[workload.index()];
            for (place, change) in changes.iter().enumerate() {
                let until = changes.get(place + 1).map_or(length, |next| next.at).min(length);
                let from = change.at.min(until);
                let into =
                    if change.reach == super::Reach::Intune { &mut sum.intune } else { &mut sum.pilot };
                for (value, enrolled) in into[from..until].iter_mut().zip(&phase.enrolled[from..until]) {
                    *value += change.reach.pilot(*enrolled) + change.reach.intune(*enrolled);
                }
            }
        }
        sum
    })
}

/// Tickets attributed to phases on each day; none where nobody counted.
fn attributed(sound: &[Sound], phases: &[PhaseTrack], length: usize) -> Vec<Option<f64>> {
    let counts = |sound: &Sound| sound.points.iter().any(|point| point.tickets.is_some());
    let counted: Vec<_> = phases.iter().zip(sound).filter(|(_, sound)| counts(sound)).collect();
    (0..length)
        .map(|at| (!counted.is_empty()).then(|| counted.iter().map(|(phase, _)| phase.tickets[at]).sum()))
        .collect()
}

/// A phase's totals on each day of the past.
fn spread(sound: &Sound, days: &Days) -> PhaseTrack {
    let length = days.known_until - days.start;
    let series = |value: fn(&Point) -> Option<u32>| {
        let mut series = vec![0.0; length];
        fill(&mut series, sound, days, value);
        series
    };
    let mut track = PhaseTrack {
        targeted: series(|point| Some(point.targeted)),
        enrolled: series(|point| Some(point.enrolled)),
        failed: series(|point| Some(point.failed)),
        abandoned: series(|point| Some(point.abandoned)),
        stale: series(|point| Some(point.stale.unwrap_or(0))),
        tickets: series(|point| point.tickets),
        ..PhaseTrack::default()
    };
    for at in 0..length {
        let heard = track.enrolled[at] + track.failed[at] + track.abandoned[at];
        // Each column was rounded for itself, which may ask for one device too many.
        track.targeted[at] = track.targeted[at].max(heard);
        let unheard = track.targeted[at] - heard;
        track.stale[at] = track.stale[at].min(unheard);
        track.pending.push(unheard - track.stale[at]);
    }
    for at in (1..length).rev() {
        track.tickets[at] -= track.tickets[at - 1];
    }
    track
}

/// Totals between two records grow by the same number on each working day, rounded half up; what a record
/// of one day says happened on that day.
fn fill(series: &mut [f64], sound: &Sound, days: &Days, value: fn(&Point) -> Option<u32>) {
    let Some(start) = sound.start else { return };
    // Zero at the end of the day before the start.
    let mut from = start.checked_sub(1);
    let mut known = 0.0;
    for point in &sound.points {
        let Some(next) = value(point).map(f64::from) else { continue };
        let first = from.map_or(0, |from| from + 1);
        if point.flow.is_some() {
            (first..point.day).for_each(|day| put(series, day, days, known));
            put(series, point.day, days, next);
            (from, known) = (Some(point.day), next);
            continue;
        }
        let before = from.map_or(0, |from| days.ordinal(from));
        let all = days.ordinal(point.day).saturating_sub(before);
        for day in first..=point.day {
            let share = if all == 0 { 0.0 } else { (days.ordinal(day) - before) as f64 / all as f64 };
            let total = (known + (next - known) * share + 0.5).floor();
            put(series, day, days, if day == point.day { next } else { total });
        }
        (from, known) = (Some(point.day), next);
    }
    let first = from.map_or(0, |from| from + 1);
    for day in first..days.known_until {
        put(series, day, days, known);
    }
}

fn put(series: &mut [f64], day: usize, days: &Days, value: f64) {
    if let Some(place) = day.checked_sub(days.start).and_then(|at| series.get_mut(at)) {
        *place = value;
    }
}
