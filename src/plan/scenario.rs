//! Alternatives and frozen copies: scenarios that can be tried, baselines that never change again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::assumptions::Assumptions;
use super::calendar::Calendar;
use super::desk::Desk;
use super::phase::Phase;
use super::workload::{SwitchBack, Workload, WorkloadPlan};
use super::{PhaseId, Plan};

/// What the plan's own schedule is called beside its scenarios.
pub const OWN_SCHEDULE: &str = "Current plan";

/// Another schedule, desk and assumptions over the same estate and actuals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Unique within the plan.
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub phases: Vec<Phase>,
    pub workloads: Vec<WorkloadPlan>,
    #[serde(default)]
    pub switch_backs: Vec<SwitchBack>,
    pub calendar: Calendar,
    pub desk: Desk,
    pub assumptions: Assumptions,
}

impl Scenario {
    /// The plan as it stands, kept under a name.
    pub fn of(plan: &Plan, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            note: String::new(),
            phases: plan.phases.clone(),
            workloads: plan.workloads.clone(),
            switch_backs: plan.switch_backs.clone(),
            calendar: plan.calendar.clone(),
            desk: plan.desk.clone(),
            assumptions: plan.assumptions.clone(),
        }
    }

    /// Exchanges the plan's own schedule, desk and assumptions with these.
    pub fn swap(&mut self, plan: &mut Plan) {
        std::mem::swap(&mut self.phases, &mut plan.phases);
        std::mem::swap(&mut self.workloads, &mut plan.workloads);
        std::mem::swap(&mut self.switch_backs, &mut plan.switch_backs);
        std::mem::swap(&mut self.calendar, &mut plan.calendar);
        std::mem::swap(&mut self.desk, &mut plan.desk);
        std::mem::swap(&mut self.assumptions, &mut plan.assumptions);
    }
}

/// A phase as it was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselinePhase {
    pub phase: PhaseId,
    pub name: String,
    pub devices: u32,
    pub start: Option<NaiveDate>,
    /// The day of the last targeting.
    pub targeted: Option<NaiveDate>,
    pub gate: Option<NaiveDate>,
}

/// A switch as it was planned; without a phase it is the slider's move to Intune.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineSwitch {
    pub workload: Workload,
    #[serde(default)]
    pub phase: Option<PhaseId>,
    pub date: NaiveDate,
}

/// The expected course at the end of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineDay {
    pub date: NaiveDate,
    /// Devices enrolled, in the order of `phases`.
    pub enrolled: Vec<u32>,
    /// Devices with Pilot Intune, in Microsoft's order of the seven workloads.
    pub pilot: [u32; 7],
    /// Devices with Intune, likewise.
    pub intune: [u32; 7],
    /// Share of the desk's capacity that arrives.
    #[serde(default)]
    pub load: f64,
}

/// A schedule and its expected course, frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Unique within the plan.
    pub name: String,
    pub frozen_on: NaiveDate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    pub phases: Vec<BaselinePhase>,
    #[serde(default)]
    pub switches: Vec<BaselineSwitch>,
    pub finish: Option<NaiveDate>,
    /// Days on which something changed, in order; between two of them the earlier one holds.
    pub days: Vec<BaselineDay>,
}

impl Baseline {
    pub fn phase(&self, id: PhaseId) -> Option<&BaselinePhase> {
        self.phases.iter().find(|phase| phase.phase == id)
    }

    /// The course at the end of `day`; none before its first day.
    pub fn on(&self, day: NaiveDate) -> Option<&BaselineDay> {
        let after = self.days.partition_point(|entry| entry.date <= day);
        after.checked_sub(1).and_then(|at| self.days.get(at))
    }

    /// Devices of a phase enrolled by the end of `day`.
    pub fn enrolled_on(&self, id: PhaseId, day: NaiveDate) -> u32 {
        let place = self.phases.iter().position(|phase| phase.phase == id);
        place.and_then(|at| self.on(day)?.enrolled.get(at).copied()).unwrap_or(0)
    }

    /// The planned date of a cell, or of a slider when `phase` is none.
    pub fn switch(&self, workload: Workload, phase: Option<PhaseId>) -> Option<NaiveDate> {
        self.switches.iter().find(|s| s.workload == workload && s.phase == phase).map(|s| s.date)
    }
}
