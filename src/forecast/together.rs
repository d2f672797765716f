//! Devices of which Intune has several workloads at once. A head start is always of a phase's first enrolled
//! devices, so that of two workloads the smaller count has both.

use chrono::{Days, NaiveDate};

use crate::plan::{Plan, Workload};

use super::authority::place;
use super::{Outlook, Reach, Track};

/// Whether devices of a pilot collection count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Pilot Intune or Intune.
    Either,
    /// The slider at Intune.
    Intune,
}

/// Devices enrolled at the end of each day, and of them those that Intune has all of these workloads of, from
/// the plan's start to its horizon.
pub fn together_daily(
    plan: &Plan,
    outlook: &Outlook,
    workloads: &[Workload],
    position: Position,
) -> Vec<(NaiveDate, f64)> {
    let expected = &outlook.expected.track;
    let length = (expected.first - plan.start).num_days().max(0) as u64 + expected.len() as u64;
    let days = (0..length).filter_map(|n| plan.start.checked_add_days(Days::new(n)));
    days.map(|day| (day, together_on(outlook, workloads, position, day))).collect()
}

/// The same at the end of one day. Without any workload it is the enrolled devices.
pub fn together_on(outlook: &Outlook, workloads: &[Workload], position: Position, day: NaiveDate) -> f64 {
    let Some((track, at)) = place(outlook, day) else { return 0.0 };
    (0..track.phases.len()).map(|phase| of_phase(track, phase, at, workloads, position)).sum()
}

/// Devices of one phase, by its place in the plan.
pub fn together_of(
    outlook: &Outlook,
    phase: usize,
    workloads: &[Workload],
    position: Position,
    day: NaiveDate,
) -> f64 {
    place(outlook, day).map_or(0.0, |(track, at)| of_phase(track, phase, at, workloads, position))
}

/// Devices with Pilot Intune or Intune at the end of a day: by phase, then by [`Workload::index`].
pub fn moved_on(outlook: &Outlook, day: NaiveDate) -> Vec<[f64; 7]> {
    let Some((track, at)) = place(outlook, day) else { return Vec::new() };
    let of = |(index, phase): (usize, &super::PhaseTrack)| {
        // Most phases have not begun on most days.
        if phase.enrolled.get(at).is_none_or(|enrolled| *enrolled <= 0.0) {
            return [0.0; 7];
        }
        Workload::ALL.map(|w| of_phase(track, index, at, &[w], Position::Either))
    };
    track.phases.iter().enumerate().map(of).collect()
}

fn of_phase(track: &Track, phase: usize, at: usize, workloads: &[Workload], position: Position) -> f64 {
    let Some(phase) = track.phases.get(phase) else { return 0.0 };
    let enrolled = phase.enrolled.get(at).copied().unwrap_or(0.0);
    let has = |workload: &Workload| match (phase.reach(*workload, at), position) {
        (reach @ Reach::Intune, _) => reach.intune(enrolled),
        (reach, Position::Either) => reach.pilot(enrolled),
        (_, Position::Intune) => 0.0,
    };
    workloads.iter().map(has).fold(enrolled, f64::min)
}
