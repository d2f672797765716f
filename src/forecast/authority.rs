//! Who manages what on a day: devices by authority for each workload, the sliders' positions, and the
//! state of each cell with its reason. The past is what was recorded, the rest the expected course.

use chrono::{Days, NaiveDate};

use crate::plan::{Authority, PhaseId, Plan, Workload};

use super::{AuthorityCount, Cause, Outlook, Reach, Slider, Track};

/// Devices of all phases by authority, added up over the switchable workloads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TotalAuthority {
    pub configuration_manager: f64,
    pub pilot_intune: f64,
    pub intune: f64,
}

impl TotalAuthority {
    /// Device and workload pairs.
    pub fn all(&self) -> f64 {
        self.configuration_manager + self.pilot_intune + self.intune
    }
}

/// Authority on each day from the plan's start to its horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorityDaily {
    pub first: NaiveDate,
    /// The last day that is known and not expected.
    pub actual_until: Option<NaiveDate>,
    pub days: Vec<[AuthorityCount; 7]>,
    pub totals: Vec<TotalAuthority>,
}

/// Why a cell stands as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellReason {
    /// By the cell's own rule.
    Rule,
    /// Device configuration takes it along.
    FollowsDeviceConfiguration,
    /// The slider is at Intune for every co-managed device.
    FullSwitch,
    /// Recorded as done.
    Recorded,
    SwitchedBack,
    /// Nothing moves it.
    Stays,
    /// Fixed on Intune by the site's version.
    Locked,
}

/// One workload on one phase as seen on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellState {
    /// The position reached, or while that is Configuration Manager the next one to come.
    pub position: Authority,
    /// Whether the phase's enrolled devices have that position on the day.
    pub is_done: bool,
    /// Since when, or from when; for Configuration Manager the day of a switch-back.
    pub date: Option<NaiveDate>,
    /// Since when Pilot Intune held before Intune.
    pub pilot_since: Option<NaiveDate>,
    /// The day of the switch-back that holds on the day.
    pub back_since: Option<NaiveDate>,
    /// Devices of a head start that holds on the day.
    pub head_start: Option<u32>,
    pub reason: CellReason,
}

/// Devices by authority for each workload at the end of a day.
pub fn authority_on(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> Vec<AuthorityCount> {
    counts(plan, outlook, day).to_vec()
}

/// The same added up over the switchable workloads.
pub fn total_authority(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> TotalAuthority {
    total(plan, &counts(plan, outlook, day))
}

/// The same for every day from the plan's start to the horizon.
pub fn authority_daily(plan: &Plan, outlook: &Outlook) -> AuthorityDaily {
    let expected = &outlook.expected.track;
    let length = (expected.first - plan.start).num_days().max(0) as u64 + expected.len() as u64;
    let known = outlook.observed.track.len();
    let dates = (0..length).filter_map(|n| plan.start.checked_add_days(Days::new(n)));
    let days: Vec<_> = dates.map(|day| counts(plan, outlook, day)).collect();
    AuthorityDaily {
        first: plan.start,
        actual_until: known.checked_sub(1).map(|last| outlook.observed.track.day(last)),
        totals: days.iter().map(|counts| total(plan, counts)).collect(),
        days,
    }
}

/// The state of one cell on a day.
pub fn phase_authority(
    plan: &Plan,
    outlook: &Outlook,
    phase: PhaseId,
    workload: Workload,
    day: NaiveDate,
) -> CellState {
    let nothing = CellState {
        position: Authority::ConfigurationManager,
        is_done: false,
        date: None,
        pilot_since: None,
        back_since: None,
        head_start: None,
        reason: CellReason::Stays,
    };
    let Some(place) = plan.phase_index(phase) else { return nothing };
    let start = outlook.expected.phases.get(place).and_then(|dates| dates.start);
    let steps = steps(outlook, place, workload);
    if steps.first().is_some_and(|step| step.cause == Cause::Locked) {
        let is_done = start.is_some_and(|start| start <= day);
        return CellState {
            position: Authority::Intune,
            is_done,
            date: start,
            reason: CellReason::Locked,
            ..nothing
        };
    }
    let now = reach_on(&steps, day);
    let head_start = match now {
        Some(Step { reach: Reach::HeadStart(devices), .. }) => Some(devices),
        _ => None,
    };
    let back_since = now.filter(|step| step.cause == Cause::SwitchedBack).map(|step| step.day);
    let is_switched = |step: &&Step| matches!(step.reach, Reach::Pilot | Reach::Intune);
    let next = || steps.iter().find(|step| step.day > day && is_switched(step)).copied();
    let Some(step) = now.filter(|step| is_switched(&step)).or_else(next) else {
        let reason = back_since.map_or(CellReason::Stays, |_| CellReason::SwitchedBack);
        return CellState { date: back_since, back_since, head_start, reason, ..nothing };
    };
    // A phase has a position from its start on; the slider may have moved on in the meantime.
    let date = start.map(|start| start.max(step.day));
    let step = date.and_then(|date| reach_on(&steps, date)).filter(|step| is_switched(&step)).unwrap_or(step);
    let pilot = steps.iter().rev().find(|other| other.day < step.day && other.reach == Reach::Pilot);
    let pilot_since = pilot.and_then(|pilot| start.map(|start| start.max(pilot.day)));
    CellState {
        position: step.reach.authority(),
        is_done: date.is_some_and(|date| date <= day),
        date,
        pilot_since: pilot_since
            .filter(|since| step.reach == Reach::Intune && date.is_some_and(|d| *since < d)),
        back_since,
        head_start,
        reason: reason(&step),
    }
}

#[derive(Clone, Copy)]
pub(super) struct Step {
    pub day: NaiveDate,
    pub reach: Reach,
    pub cause: Cause,
}

/// What changed on one phase, recorded and expected, in order of time.
pub(super) fn steps(outlook: &Outlook, place: usize, workload: Workload) -> Vec<Step> {
    let of = |track: &Track| -> Vec<Step> {
        let changes = track.phases.get(place).map_or(&[][..], |phase| &phase.reach[workload.index()]);
        let step = |change: &super::Change| Step {
            day: track.day(change.at),
            reach: change.reach,
            cause: change.cause,
        };
        changes.iter().map(step).collect()
    };
    let mut steps = of(&outlook.observed.track);
    let is_known = !outlook.observed.track.is_empty();
    let repeats = |step: &Step| is_known && matches!(step.cause, Cause::Before | Cause::Locked);
    steps.extend(of(&outlook.expected.track).into_iter().filter(|step| !repeats(step)));
    steps
}

pub(super) fn reach_on(steps: &[Step], day: NaiveDate) -> Option<Step> {
    steps.iter().rev().find(|step| step.day <= day).copied()
}

const fn reason(step: &Step) -> CellReason {
    match (step.cause, step.reach) {
        (Cause::Locked, _) => CellReason::Locked,
        (Cause::SwitchedBack, _) => CellReason::SwitchedBack,
        (Cause::Follows, _) => CellReason::FollowsDeviceConfiguration,
        (_, Reach::Intune) => CellReason::FullSwitch,
        (Cause::Before | Cause::Recorded, _) => CellReason::Recorded,
        (Cause::Rule | Cause::FullSwitch, _) => CellReason::Rule,
    }
}

fn counts(plan: &Plan, outlook: &Outlook, day: NaiveDate) -> [AuthorityCount; 7] {
    let at = place(outlook, day);
    let all = plan.devices() as f64;
    Workload::ALL.map(|workload| {
        let value = |series: fn(&super::AuthorityTrack) -> &Vec<f64>| {
            at.and_then(|(track, at)| series(&track.authority[workload.index()]).get(at).copied())
                .unwrap_or(0.0)
        };
        let (pilot_intune, intune) = (value(|track| &track.pilot), value(|track| &track.intune));
        AuthorityCount {
            workload,
            configuration_manager: (all - pilot_intune - intune).max(0.0),
            pilot_intune,
            intune,
            slider: slider(plan, at, workload),
        }
    })
}

/// The series that knows a day, and the day's place in it. After the horizon nothing changes any more.
pub(super) fn place(outlook: &Outlook, day: NaiveDate) -> Option<(&Track, usize)> {
    let (past, future) = (&outlook.observed.track, &outlook.expected.track);
    if let Some(at) = past.index(day) {
        return Some((past, at));
    }
    let last = |track: &Track| track.len().checked_sub(1);
    match (last(future), last(past)) {
        (Some(end), _) if day >= future.first => Some((future, future.index(day).unwrap_or(end))),
        (_, Some(end)) if day >= past.first => Some((past, end)),
        _ => None,
    }
}

fn slider(plan: &Plan, at: Option<(&Track, usize)>, workload: Workload) -> Slider {
    if workload == Workload::ResourceAccessPolicies && plan.is_resource_access_locked() {
        return Slider::Locked;
    }
    let Some((track, at)) = at else { return Slider::ConfigurationManager };
    let mut slider = Slider::ConfigurationManager;
    for phase in &track.phases {
        match phase.reach(workload, at) {
            Reach::Intune => return Slider::Intune,
            Reach::Pilot | Reach::HeadStart(_) => slider = Slider::PilotIntune,
            Reach::None => {}
        }
    }
    slider
}

fn total(plan: &Plan, counts: &[AuthorityCount; 7]) -> TotalAuthority {
    let mut total = TotalAuthority::default();
    for workload in plan.switchable_workloads() {
        let count = &counts[workload.index()];
        total.configuration_manager += count.configuration_manager;
        total.pilot_intune += count.pilot_intune;
        total.intune += count.intune;
    }
    total
}
