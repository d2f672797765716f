//! The plan: plain data and its rules. It knows no disk, no clock, no randomness and no window.

pub mod actuals;
pub mod assumptions;
pub mod calendar;
pub mod check;
pub mod consequence;
pub mod decision;
pub mod desk;
pub mod diff;
pub mod edit;
pub mod enrollment_error;
pub mod estate;
pub mod gate;
pub mod lever;
pub mod milestone;
pub mod phase;
pub mod presentation;
pub mod prices;
pub mod scenario;
pub mod support;
pub mod task;
pub mod template;
pub mod wording;
pub mod workload;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

pub use actuals::*;
pub use assumptions::*;
pub use calendar::*;
pub use check::{
    ExpectedDates, ExpectedOdds, ExpectedPhase, ExpectedTask, Pace, Place, Problem, Remedy, Severity, Stall,
    Unspoken, check, check_with,
};
pub use decision::*;
pub use desk::*;
pub use edit::*;
pub use enrollment_error::*;
pub use estate::*;
pub use gate::*;
pub use lever::*;
pub use milestone::*;
pub use phase::*;
pub use presentation::*;
pub use prices::*;
pub use scenario::*;
pub use task::*;
pub use template::{Answers, Template, missing_prerequisites, missing_tasks, plan_from};
pub use workload::*;

macro_rules! ids {
    ($($name:ident),+) => {$(
        /// A number that stays with its record for the life of the plan.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);
    )+};
}
ids!(PhaseId, SegmentId, FreezeId, PauseId, SwitchBackId, DecisionId, QuestionId, PrerequisiteId, TaskId);

/// The chance with which the plan as a whole is promised: a finish by the target, so that the P85 finish is not
/// after it, and a helpdesk at which no ticket waits too long. Gates are judged at [`Plan::assurance`].
pub const PROMISE: f64 = 0.85;

/// Some phases, or all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PhaseScope {
    All,
    Only(Vec<PhaseId>),
}

impl PhaseScope {
    pub fn contains(&self, phase: PhaseId) -> bool {
        match self {
            Self::All => true,
            Self::Only(phases) => phases.contains(&phase),
        }
    }
}

/// How far the organization means to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MigrationOption {
    /// Devices are seen in the Intune admin center; nothing is enrolled.
    TenantAttach,
    #[default]
    CoManagement,
    /// Every workload moves and the Configuration Manager client goes.
    ConfigurationManagerToIntune,
    /// No Configuration Manager: devices start in Intune.
    FromScratch,
}

impl MigrationOption {
    pub const ALL: [Self; 4] =
        [Self::TenantAttach, Self::CoManagement, Self::ConfigurationManagerToIntune, Self::FromScratch];

    pub const fn name(self) -> &'static str {
        match self {
            Self::TenantAttach => "Tenant attach only",
            Self::CoManagement => "Co-management",
            Self::ConfigurationManagerToIntune => "Configuration Manager to Intune",
            Self::FromScratch => "From scratch with Intune",
        }
    }
}

/// Everything a plan file contains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub name: String,
    pub option: MigrationOption,
    /// The Configuration Manager current-branch version: 2403, 2509, …
    pub site_version: u16,
    pub start: NaiveDate,
    /// The last day for which actuals are known.
    pub status_date: NaiveDate,
    #[serde(default)]
    pub target: Option<NaiveDate>,
    /// Days from the start that are computed at all.
    pub horizon_days: u32,
    /// Working days after its last targeting by which a phase must have passed, else the plan stalls.
    pub hold_limit_days: u32,
    /// The chance that a verdict must reach.
    pub assurance: f64,
    #[serde(default)]
    pub estate: Estate,
    /// In order; pilots first.
    #[serde(default)]
    pub phases: Vec<Phase>,
    #[serde(default)]
    pub workloads: Vec<WorkloadPlan>,
    #[serde(default)]
    pub switch_backs: Vec<SwitchBack>,
    #[serde(default)]
    pub calendar: Calendar,
    pub desk: Desk,
    #[serde(default, skip_serializing_if = "Prices::is_empty")]
    pub prices: Prices,
    /// How the desk's tickets are told apart when its list is imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticket_rules: Vec<TicketRule>,
    #[serde(default)]
    pub assumptions: Assumptions,
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    #[serde(default)]
    pub prerequisites: Vec<Prerequisite>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    #[serde(default)]
    pub actuals: Actuals,
    #[serde(default)]
    pub decisions: Vec<Decision>,
    #[serde(default)]
    pub questions: Vec<Question>,
    /// The last one is the one that the plan is compared with.
    #[serde(default)]
    pub baselines: Vec<Baseline>,
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// How it is shown to others.
    #[serde(default, skip_serializing_if = "Presentation::is_default")]
    pub presentation: Presentation,
}

/// From this site version on Resource access is fixed on Intune.
pub const RESOURCE_ACCESS_LOCKED_FROM: u16 = 2403;

impl Plan {
    /// A plan without phases that starts on `start`.
    pub fn new(name: impl Into<String>, start: NaiveDate) -> Self {
        Self {
            name: name.into(),
            option: MigrationOption::default(),
            site_version: 2509,
            start,
            status_date: start.checked_sub_days(Days::new(1)).unwrap_or(start),
            target: None,
            horizon_days: 900,
            hold_limit_days: 60,
            assurance: 0.90,
            estate: Estate::default(),
            phases: Vec::new(),
            workloads: Workload::ALL.into_iter().map(WorkloadPlan::new).collect(),
            switch_backs: Vec::new(),
            calendar: Calendar::default(),
            desk: Desk::new(start, 0.0),
            prices: Prices::default(),
            ticket_rules: Vec::new(),
            assumptions: Assumptions::default(),
            milestones: Vec::new(),
            prerequisites: Vec::new(),
            tasks: Vec::new(),
            actuals: Actuals::default(),
            decisions: Vec::new(),
            questions: Vec::new(),
            baselines: Vec::new(),
            scenarios: Vec::new(),
            presentation: Presentation::default(),
        }
    }

    /// Nothing differs but how it is shown to others: the course, the futures and the problems are the same.
    pub fn is_at_most_shown_otherwise(&self, other: &Self) -> bool {
        self.all_but_looks() == other.all_but_looks()
    }

    /// The long lists come last: of two plans that differ they are rarely looked at.
    fn all_but_looks(&self) -> impl PartialEq + '_ {
        let Self {
            name,
            option,
            site_version,
            start,
            status_date,
            target,
            horizon_days,
            hold_limit_days,
            assurance,
            estate,
            phases,
            workloads,
            switch_backs,
            calendar,
            desk,
            prices,
            ticket_rules,
            assumptions,
            milestones,
            prerequisites,
            tasks,
            actuals,
            decisions,
            questions,
            baselines,
            scenarios,
            presentation: _,
        } = self;
        let whole = (name, option, site_version, start, status_date, target);
        let limits = (horizon_days, hold_limit_days, assurance, assumptions, prices, ticket_rules);
        let rollout = (phases, workloads, switch_backs, calendar, desk, milestones, prerequisites, tasks);
        (whole, limits, rollout, (estate, decisions, questions, actuals, baselines, scenarios))
    }

    pub fn phase(&self, id: PhaseId) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    pub fn phase_index(&self, id: PhaseId) -> Option<usize> {
        self.phases.iter().position(|phase| phase.id == id)
    }

    /// "Wave 2": its kind with its number among its kind; a lone pilot is just "Pilot".
    pub fn phase_label(&self, id: PhaseId) -> String {
        // A file written by hand can name a phase that is not there.
        let Some(phase) = self.phase(id) else { return format!("phase {}", id.0) };
        let same_kind = || self.phases.iter().filter(|other| other.kind == phase.kind);
        if phase.kind == PhaseKind::Pilot && same_kind().count() == 1 {
            return phase.kind.name().to_owned();
        }
        let number = same_kind().take_while(|other| other.id != id).count() + 1;
        format!("{} {number}", phase.kind.name())
    }

    /// What a sentence calls a phase: its own name, else its label.
    pub fn phase_name(&self, id: PhaseId) -> String {
        let named = self.phase(id).map(|phase| &phase.name).filter(|name| !name.is_empty());
        named.cloned().unwrap_or_else(|| self.phase_label(id))
    }

    /// "Wave 2 – Clinics North": its label and its name, where that says more.
    pub fn phase_title(&self, id: PhaseId) -> String {
        let (label, name) = (self.phase_label(id), self.phase_name(id));
        if name == label { label } else { format!("{label} – {name}") }
    }

    pub fn workload(&self, workload: Workload) -> Option<&WorkloadPlan> {
        self.workloads.iter().find(|row| row.workload == workload)
    }

    /// The rule of one cell; a cell that is not written down is `Never`.
    pub fn cell_rule(&self, workload: Workload, phase: PhaseId) -> SwitchRule {
        self.workload(workload).and_then(|row| row.cell(phase)).map_or(SwitchRule::Never, |cell| cell.rule)
    }

    /// The workloads whose rules move this one: itself, and Device configuration where it comes along with that.
    /// None moves what the site's version has fixed.
    pub fn movers(&self, workload: Workload) -> impl Iterator<Item = Workload> + use<> {
        let is_fixed = workload == Workload::ResourceAccessPolicies && self.is_resource_access_locked();
        let leader = Some(Workload::DeviceConfiguration).filter(|_| workload.follows_device_configuration());
        std::iter::once(workload).chain(leader).filter(move |_| !is_fixed)
    }

    /// A rule of its own, or of what it comes along with, takes the phase into the pilot collection.
    pub fn has_cell(&self, workload: Workload, phase: PhaseId) -> bool {
        self.movers(workload).any(|mover| self.cell_rule(mover, phase) != SwitchRule::Never)
    }

    /// The same of the slider at Intune.
    pub fn has_slider(&self, workload: Workload) -> bool {
        let full = |mover| self.workload(mover).map_or(FullSwitch::Never, |row| row.full);
        self.movers(workload).any(|mover| full(mover) != FullSwitch::Never)
    }

    /// Something of the workload is planned to leave Configuration Manager.
    pub fn moves(&self, workload: Workload) -> bool {
        self.has_slider(workload) || self.phases.iter().any(|phase| self.has_cell(workload, phase.id))
    }

    /// All devices of all phases.
    pub fn devices(&self) -> u64 {
        self.phases.iter().map(|phase| u64::from(phase.devices)).sum()
    }

    /// Resource access is fixed on Intune and takes no part in plans or totals.
    pub const fn is_resource_access_locked(&self) -> bool {
        self.site_version >= RESOURCE_ACCESS_LOCKED_FROM
    }

    /// The workloads whose authority can be planned on this site.
    pub fn switchable_workloads(&self) -> impl Iterator<Item = Workload> + '_ {
        Workload::ALL
            .into_iter()
            .filter(|w| !(*w == Workload::ResourceAccessPolicies && self.is_resource_access_locked()))
    }

    pub fn milestone(&self, kind: &MilestoneKind) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.kind == *kind)
    }

    /// The typed day from which Conditional Access enforces. Where it moves with a phase, the forecast knows it.
    pub fn conditional_access_from(&self) -> Option<NaiveDate> {
        let milestone = self.milestone(&MilestoneKind::ConditionalAccess)?;
        milestone.date.filter(|_| milestone.moves_with().is_none())
    }

    /// Conditional Access is planned to enforce, on whatever day.
    pub fn enforces_conditional_access(&self) -> bool {
        let milestone = self.milestone(&MilestoneKind::ConditionalAccess);
        milestone.is_some_and(|milestone| milestone.date.is_some() || milestone.relative.is_some())
    }

    /// The baseline that the plan is compared with.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baselines.last()
    }

    /// Something is known about what happened by the status date.
    pub fn has_actuals(&self) -> bool {
        let by_now = |date: NaiveDate| date <= self.status_date;
        let phases = self.actuals.phases.iter();
        self.actuals.events.iter().any(|e| by_now(e.date))
            || phases.clone().any(|p| p.stocks.iter().any(|s| by_now(s.date)))
            || phases.clone().any(|p| p.flows.iter().any(|f| by_now(f.date)))
            || self.actuals.desk.iter().any(|d| by_now(d.to) && d.to >= self.start)
    }

    /// The first day that is computed and not known.
    pub fn first_forecast_day(&self) -> NaiveDate {
        let after = self.status_date.checked_add_days(Days::new(1)).unwrap_or(self.status_date);
        if self.has_actuals() { after.max(self.start) } else { self.start }
    }

    /// The last day that is computed.
    pub fn horizon(&self) -> NaiveDate {
        self.start.checked_add_days(Days::new(u64::from(self.horizon_days))).unwrap_or(NaiveDate::MAX)
    }

    /// The recorded Go of a phase's gate.
    pub fn recorded_go(&self, phase: PhaseId) -> Option<NaiveDate> {
        let gos = self.decisions.iter().filter(|d| d.kind == DecisionKind::Go && d.phase == Some(phase));
        gos.map(|d| d.date).min()
    }

    /// The plan with a scenario's schedule, desk and assumptions in place of its own.
    pub fn with_scenario(&self, name: &str) -> Option<Self> {
        let mut scenario = self.scenarios.iter().find(|scenario| scenario.name == name)?.clone();
        let mut plan = self.clone();
        scenario.swap(&mut plan);
        Some(plan)
    }

    /// A phase id that no phase of the plan or of a scenario has had.
    pub fn fresh_phase_id(&self) -> PhaseId {
        let own =
            self.phases.iter().chain(self.scenarios.iter().flat_map(|s| s.phases.iter())).map(|p| p.id.0);
        PhaseId(next(own))
    }

    pub fn fresh_segment_id(&self) -> SegmentId {
        SegmentId(next(self.estate.segments.iter().map(|s| s.id.0)))
    }

    pub fn fresh_freeze_id(&self) -> FreezeId {
        FreezeId(next(self.calendar.freezes.iter().map(|f| f.id.0)))
    }

    pub fn fresh_pause_id(&self) -> PauseId {
        PauseId(next(self.calendar.pauses.iter().map(|p| p.id.0)))
    }

    pub fn fresh_switch_back_id(&self) -> SwitchBackId {
        SwitchBackId(next(self.switch_backs.iter().map(|s| s.id.0)))
    }

    pub fn fresh_decision_id(&self) -> DecisionId {
        DecisionId(next(self.decisions.iter().map(|d| d.id.0)))
    }

    pub fn fresh_question_id(&self) -> QuestionId {
        QuestionId(next(self.questions.iter().map(|q| q.id.0)))
    }

    pub fn fresh_prerequisite_id(&self) -> PrerequisiteId {
        PrerequisiteId(next(self.prerequisites.iter().map(|p| p.id.0)))
    }

    pub fn fresh_task_id(&self) -> TaskId {
        TaskId(next(self.tasks.iter().map(|t| t.id.0)))
    }
}

fn next(taken: impl Iterator<Item = u32>) -> u32 {
    taken.max().map_or(1, |highest| highest.saturating_add(1))
}
