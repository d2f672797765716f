//! Who manages one workload on the devices of one phase at the end of a day, and why. Every device of the
//! phase stands in one group, and a group has one authority and one reason.

use chrono::NaiveDate;

use crate::plan::{Authority, FreezeId, FullSwitch, PauseId, PhaseId, Plan, SwitchRule, Workload};

use super::authority::{Step, place, reach_on, steps};
use super::{Cause, Outlook, Reach};

/// Why some devices of a phase have the authority they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A device that is not enrolled has every workload with Configuration Manager.
    NotEnrolled,
    /// Fixed on Intune by the site's version.
    Locked,
    /// No rule moves it.
    NothingMovesIt,
    /// A rule moves it, but the course does not come to it.
    NotReached,
    /// Its day has not come.
    ToCome,
    /// Its day has come, and something holds it up.
    HeldUp {
        due: NaiveDate,
        by: HeldBy,
    },
    /// The phase is in the workload's pilot collection.
    Joined,
    /// It is among the first devices, which joined by an earlier rule.
    HeadStart,
    /// Device configuration took it along.
    Follows,
    /// The slider is at Intune for every co-managed device.
    FullSwitch,
    SwitchedBack,
}

/// What holds up a switch whose day has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldBy {
    Freeze(FreezeId),
    Pause(PauseId),
    /// Nobody works on that day.
    DayOff,
    /// The day is past, and nobody has recorded it as done.
    NoRecord,
}

/// Devices of a phase with one authority for one reason.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnedGroup {
    pub devices: f64,
    pub authority: Authority,
    pub why: Why,
    /// The day of the switch that holds; none where nothing has been switched.
    pub since: Option<NaiveDate>,
    /// That switch is a recorded fact.
    pub is_recorded: bool,
}

/// A switch after the day that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextSwitch {
    pub day: NaiveDate,
    pub reach: Reach,
    pub cause: Cause,
}

/// Who has a workload on a phase at the end of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    pub phase: PhaseId,
    pub workload: Workload,
    pub day: NaiveDate,
    /// The day is known, and not expected.
    pub is_known: bool,
    /// All devices of the phase.
    pub devices: u32,
    pub enrolled: f64,
    /// How far the workload has come, whether any device is enrolled or not, and since when.
    pub reach: Reach,
    pub since: Option<NaiveDate>,
    /// What is with Intune first, then the rest of the enrolled devices, then those that are not enrolled.
    /// They add up to `devices`.
    pub groups: Vec<OwnedGroup>,
    pub next: Option<NextSwitch>,
}

impl Owner {
    /// The groups of enrolled devices.
    pub fn enrolled_groups(&self) -> impl Iterator<Item = &OwnedGroup> {
        // Half a device is a rounding of the course's means.
        self.groups.iter().filter(|group| group.why != Why::NotEnrolled && group.devices >= 0.5)
    }

    /// The group that the answer is about: the largest of the enrolled devices, else all.
    pub fn main(&self) -> Option<&OwnedGroup> {
        let larger = |a: &&OwnedGroup, b: &&OwnedGroup| a.devices.total_cmp(&b.devices);
        self.enrolled_groups().max_by(larger).or_else(|| self.groups.last())
    }
}

/// Who has the workload on the phase's devices at the end of the day; none for a phase that is gone.
pub fn owner(
    plan: &Plan,
    outlook: &Outlook,
    phase: PhaseId,
    workload: Workload,
    day: NaiveDate,
) -> Option<Owner> {
    let at = plan.phase_index(phase)?;
    let devices = plan.phases[at].devices;
    let of_day = place(outlook, day).and_then(|(track, n)| track.phases.get(at)?.enrolled.get(n).copied());
    let enrolled = of_day.unwrap_or(0.0).clamp(0.0, f64::from(devices));
    let cell = Cell { plan, outlook, at, workload, day, steps: steps(outlook, at, workload) };
    let now = reach_on(&cell.steps, day);
    Some(Owner {
        phase,
        workload,
        day,
        is_known: cell.is_known(),
        devices,
        enrolled,
        reach: now.map_or(Reach::None, |step| step.reach),
        since: now.map(|step| step.day),
        groups: cell.groups(f64::from(devices), enrolled),
        next: cell.next().map(|step| NextSwitch { day: step.day, reach: step.reach, cause: step.cause }),
    })
}

/// The days on which a cell's rules ask for it, and whether the rule is the slider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleDay {
    pub day: NaiveDate,
    /// The slider's rule, for every co-managed device.
    pub is_full: bool,
    /// The rule is that of Device configuration.
    pub is_led: bool,
}

/// When the rules ask for a cell, by the course's dates of start and gates; the earliest first.
pub fn rule_days(plan: &Plan, outlook: &Outlook, phase: PhaseId, workload: Workload) -> Vec<RuleDay> {
    let Some(at) = plan.phase_index(phase) else { return Vec::new() };
    let mut dues = Vec::new();
    for mover in plan.movers(workload) {
        let is_led = mover != workload;
        let joins = rule_day(plan, outlook, at, plan.cell_rule(mover, phase));
        dues.extend(joins.map(|day| RuleDay { day, is_full: false, is_led }));
        let full = plan.workload(mover).map_or(FullSwitch::Never, |row| row.full);
        let slides = full_day(plan, outlook, full);
        dues.extend(slides.map(|day| RuleDay { day, is_full: true, is_led }));
    }
    dues.sort_by_key(|due| (due.day, due.is_full, due.is_led));
    dues
}

fn rule_day(plan: &Plan, outlook: &Outlook, at: usize, rule: SwitchRule) -> Option<NaiveDate> {
    let dates = outlook.expected.phases.get(at)?;
    match rule {
        SwitchRule::Never => None,
        SwitchRule::AtEnrollment => dates.start,
        SwitchRule::AfterStart(n) => plan.calendar.add_working_days(dates.start?, n),
        SwitchRule::AfterGate(n) => after_gate(plan, dates.gate?, n),
        SwitchRule::OnDate(day) => Some(day),
    }
}

fn full_day(plan: &Plan, outlook: &Outlook, full: FullSwitch) -> Option<NaiveDate> {
    let gate = |at: usize| outlook.expected.phases.get(at)?.gate;
    match full {
        FullSwitch::Never => None,
        FullSwitch::OnDate(day) => Some(day),
        FullSwitch::AfterGate { phase, days } => after_gate(plan, gate(plan.phase_index(phase)?)?, days),
        FullSwitch::AfterLast(days) => {
            let gates: Option<Vec<NaiveDate>> = (0..plan.phases.len()).map(gate).collect();
            after_gate(plan, gates?.into_iter().max()?, days)
        }
    }
}

/// A gate comes last in its day, so that what follows at once does so on the next working day.
fn after_gate(plan: &Plan, gate: NaiveDate, days: u32) -> Option<NaiveDate> {
    plan.calendar.add_working_days(gate, days.max(1))
}

/// One workload on one phase, seen from a day.
struct Cell<'a> {
    plan: &'a Plan,
    outlook: &'a Outlook,
    at: usize,
    workload: Workload,
    day: NaiveDate,
    steps: Vec<Step>,
}

impl Cell<'_> {
    fn groups(&self, devices: f64, enrolled: f64) -> Vec<OwnedGroup> {
        let now = reach_on(&self.steps, self.day);
        let moved = now.map_or(0.0, |step| step.reach.pilot(enrolled) + step.reach.intune(enrolled));
        let mut groups = Vec::with_capacity(3);
        if let Some(step) = now.filter(|_| moved > 0.0) {
            groups.push(OwnedGroup {
                devices: moved,
                authority: match step.reach {
                    Reach::Intune => Authority::Intune,
                    Reach::None | Reach::HeadStart(_) | Reach::Pilot => Authority::PilotIntune,
                },
                why: moved_by(&step),
                since: Some(step.day).filter(|_| step.cause != Cause::Locked),
                is_recorded: matches!(step.cause, Cause::Recorded | Cause::Before),
            });
        }
        let rest = enrolled - moved;
        if rest > 0.0 {
            groups.push(self.staying(rest, now));
        }
        if devices > enrolled || groups.is_empty() {
            groups.push(OwnedGroup { why: Why::NotEnrolled, ..kept(devices - enrolled, None) });
        }
        groups
    }

    /// Enrolled devices that Configuration Manager still has, or has again.
    fn staying(&self, devices: f64, now: Option<Step>) -> OwnedGroup {
        if let Some(back) = now.filter(|step| step.cause == Cause::SwitchedBack) {
            let is_recorded = self.is_recorded_back(back.day);
            return OwnedGroup { why: Why::SwitchedBack, is_recorded, ..kept(devices, Some(back.day)) };
        }
        let dues = rule_days(self.plan, self.outlook, self.plan.phases[self.at].id, self.workload);
        let why = match dues.first() {
            Some(due) if due.day <= self.day => match self.held_by(&dues) {
                Some(by) => Why::HeldUp { due: due.day, by },
                None => Why::NotReached,
            },
            _ if self.next().is_some() => Why::ToCome,
            _ if self.has_rule() => Why::NotReached,
            _ => Why::NothingMovesIt,
        };
        OwnedGroup { why, ..kept(devices, None) }
    }

    /// The cell or the slider has a rule, whether the course comes to it or not.
    fn has_rule(&self) -> bool {
        let (plan, phase) = (self.plan, self.plan.phases[self.at].id);
        plan.has_cell(self.workload, phase) || plan.has_slider(self.workload)
    }

    /// What keeps the day from being one of switches. A pause of this phase holds up its own rules only.
    fn held_by(&self, dues: &[RuleDay]) -> Option<HeldBy> {
        let (calendar, phase) = (&self.plan.calendar, self.plan.phases[self.at].id);
        if let Some(freeze) = calendar.switch_freeze(self.day) {
            return Some(HeldBy::Freeze(freeze.id));
        }
        let is_own = dues.iter().any(|due| due.day <= self.day && !due.is_full);
        let all: Vec<PhaseId> = self.plan.phases.iter().map(|phase| phase.id).collect();
        let is_paused = is_own || calendar.bars_full_switch(&all, self.day);
        if let Some(pause) = calendar.pause_of(phase, self.day).filter(|_| is_paused) {
            return Some(HeldBy::Pause(pause.id));
        }
        if !calendar.is_working_day(self.day) {
            return Some(HeldBy::DayOff);
        }
        self.is_known().then_some(HeldBy::NoRecord)
    }

    fn is_known(&self) -> bool {
        !self.outlook.observed.track.is_empty() && self.day <= self.plan.status_date
    }

    fn is_recorded_back(&self, day: NaiveDate) -> bool {
        self.outlook.observed.track.index(day).is_some()
    }

    fn next(&self) -> Option<Step> {
        self.steps.iter().find(|step| step.day > self.day).copied()
    }
}

fn kept(devices: f64, since: Option<NaiveDate>) -> OwnedGroup {
    let (authority, why) = (Authority::ConfigurationManager, Why::NothingMovesIt);
    OwnedGroup { devices, authority, why, since, is_recorded: false }
}

const fn moved_by(step: &Step) -> Why {
    match (step.cause, step.reach) {
        (Cause::Locked, _) => Why::Locked,
        (_, Reach::HeadStart(_)) => Why::HeadStart,
        (Cause::Follows, _) => Why::Follows,
        (_, Reach::Intune) => Why::FullSwitch,
        _ => Why::Joined,
    }
}
