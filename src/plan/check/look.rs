//! A plan read once for all rules: cells by phase, dates as far as anybody knows them.
//! It judges nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{ExpectedDates, ExpectedOdds, ExpectedTask, Pace, Remedy, Unspoken};
use crate::plan::{
    Cell, Edit, EnrollmentPath, EventKind, FullSwitch, HeadStart, MigrationOption, Milestone, MilestoneKind,
    Phase, PhaseId, PhaseKind, Plan, Record, SwitchRule, TaskId, Workload,
};

pub(super) struct Look<'a> {
    pub plan: &'a Plan,
    pub phases: Vec<PhaseLook<'a>>,
    pub index: BTreeMap<PhaseId, usize>,
    /// By workload.
    pub full: [FullSwitch; 7],
    pub slider_done: [Option<NaiveDate>; 7],
    expected: Option<&'a ExpectedDates>,
}

pub(super) struct PhaseLook<'a> {
    pub phase: &'a Phase,
    name: String,
    /// By workload.
    pub cells: [Option<&'a Cell>; 7],
    pub cells_done: [Option<NaiveDate>; 7],
    cells_expected: [Option<NaiveDate>; 7],
    /// Recorded, expected, or following from the rules and the gates' dates.
    pub start: Option<NaiveDate>,
    pub has_started: bool,
    /// No start before this day.
    pub earliest_start: NaiveDate,
    /// Recorded, typed, expected or frozen in the baseline.
    pub gate: Option<NaiveDate>,
    pub has_passed: bool,
    /// Devices of all phases before it.
    pub devices_before: u64,
}

impl PhaseLook<'_> {
    pub fn id(&self) -> PhaseId {
        self.phase.id
    }

    /// What a sentence calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn rule(&self, workload: Workload) -> SwitchRule {
        self.cells[workload.index()].map_or(SwitchRule::Never, |cell| cell.rule)
    }

    pub fn head_start(&self, workload: Workload) -> Option<HeadStart> {
        self.cells[workload.index()].and_then(|cell| cell.head_start)
    }

    /// Working days from the start to the day of the last targeting, if nothing holds it up.
    pub fn targeting_days(&self) -> u32 {
        match self.phase.rate {
            None => 0,
            Some(0) => u32::MAX,
            Some(rate) => self.phase.devices.div_ceil(rate).saturating_sub(1),
        }
    }

    /// The changed phase as an edit.
    pub fn changed(&self, change: impl FnOnce(&mut Phase)) -> Edit {
        let mut phase = self.phase.clone();
        change(&mut phase);
        Edit::Put(Record::Phase(Box::new(phase)))
    }

    /// The cell with another rule, its head start and note as they were.
    pub fn cell_with(&self, workload: Workload, rule: SwitchRule) -> Edit {
        let blank = Cell { phase: self.id(), rule, head_start: None, note: String::new() };
        let mut cell = self.cells[workload.index()].cloned().unwrap_or(blank);
        cell.rule = rule;
        Edit::Put(Record::Cell { workload, cell })
    }

    pub fn is_pilot(&self) -> bool {
        self.phase.kind == PhaseKind::Pilot
    }

    /// Pilot collections mean nothing to devices that come through Autopilot.
    pub fn has_pilot_collections(&self) -> bool {
        self.phase.path != EnrollmentPath::Autopilot
    }
}

impl<'a> Look<'a> {
    pub fn new(plan: &'a Plan, expected: Option<&'a ExpectedDates>) -> Self {
        let index: BTreeMap<PhaseId, usize> =
            plan.phases.iter().enumerate().rev().map(|(at, phase)| (phase.id, at)).collect();
        let mut look = Self {
            plan,
            phases: plan.phases.iter().map(|phase| blank(plan, phase)).collect(),
            index,
            full: Workload::ALL.map(|w| plan.workload(w).map_or(FullSwitch::Never, |row| row.full)),
            slider_done: [None; 7],
            expected,
        };
        look.read_cells();
        look.read_events();
        look.read_dates(expected);
        look
    }

    fn read_cells(&mut self) {
        for row in &self.plan.workloads {
            for cell in &row.cells {
                if let Some(at) = self.index.get(&cell.phase) {
                    self.phases[*at].cells[row.workload.index()] = Some(cell);
                }
            }
        }
    }

    fn read_events(&mut self) {
        let earliest = |slot: &mut Option<NaiveDate>, date| *slot = Some(slot.map_or(date, |d| d.min(date)));
        for event in &self.plan.actuals.events {
            match &event.what {
                EventKind::PhaseStarted(phase) => {
                    if let Some(at) = self.index.get(phase) {
                        earliest(&mut self.phases[*at].start, event.date);
                        self.phases[*at].has_started = true;
                    }
                }
                EventKind::CellSwitched { workload, phase, head_start: false } => {
                    if let Some(at) = self.index.get(phase) {
                        earliest(&mut self.phases[*at].cells_done[workload.index()], event.date);
                    }
                }
                EventKind::SliderMoved(workload) => {
                    earliest(&mut self.slider_done[workload.index()], event.date);
                }
                _ => {}
            }
        }
    }

    fn read_dates(&mut self, expected: Option<&ExpectedDates>) {
        let expected: BTreeMap<PhaseId, _> =
            expected.into_iter().flat_map(|dates| &dates.phases).map(|phase| (phase.phase, phase)).collect();
        let baseline: BTreeMap<PhaseId, _> = self
            .plan
            .baseline()
            .into_iter()
            .flat_map(|baseline| &baseline.phases)
            .map(|phase| (phase.phase, phase))
            .collect();
        let gos: BTreeMap<PhaseId, NaiveDate> = self
            .plan
            .phases
            .iter()
            .filter_map(|phase| Some((phase.id, self.plan.recorded_go(phase.id)?)))
            .collect();
        let (mut before, mut earliest) = (0_u64, self.plan.start);
        for at in 0..self.phases.len() {
            let phase = self.phases[at].phase;
            let hoped = expected.get(&phase.id);
            let frozen = baseline.get(&phase.id);
            let waits = at > 0 && phase.start.after_previous.is_some();
            let own = phase.start.not_before.unwrap_or(self.plan.start).max(self.plan.start);
            earliest = if waits { own.max(earliest) } else { own };
            let certain =
                if waits { self.start_after_gate(at, own) } else { self.first_start(phase.id, own) };
            let entry = &mut self.phases[at];
            let hoped_start = hoped.and_then(|dates| dates.start);
            let frozen_start = frozen.and_then(|dates| dates.start);
            entry.start = entry.start.or(hoped_start).or(certain).or(frozen_start);
            entry.earliest_start = entry.start.unwrap_or(earliest);
            earliest = entry.earliest_start;
            let go = gos.get(&phase.id).copied();
            entry.has_passed = go.is_some();
            let frozen_gate = frozen.and_then(|dates| dates.gate);
            entry.gate =
                go.or(phase.gate.planned).or_else(|| hoped.and_then(|dates| dates.gate)).or(frozen_gate);
            entry.cells_expected = hoped.map_or([None; 7], |dates| dates.cells);
            entry.devices_before = before;
            before += u64::from(phase.devices);
        }
    }

    /// The start that follows from the date of the previous gate.
    fn start_after_gate(&self, at: usize, own: NaiveDate) -> Option<NaiveDate> {
        let entry = &self.phases[at];
        let lag = entry.phase.start.after_previous?;
        // Gates come last in the day, so even without a lag the next working day is the first.
        let free = self.plan.calendar.add_working_days(self.phases[at - 1].gate?, lag.max(1))?;
        self.first_start(entry.id(), own.max(free))
    }

    /// The first day from `day` on, on which a phase may start.
    pub fn first_start(&self, phase: PhaseId, day: NaiveDate) -> Option<NaiveDate> {
        let calendar = &self.plan.calendar;
        calendar.first_day(day, |d| calendar.is_working_day(d) && !calendar.bars_enrollment(phase, d))
    }

    /// The dates of a task, if they are known.
    pub fn task(&self, id: TaskId) -> Option<&'a ExpectedTask> {
        self.expected?.tasks.iter().find(|dates| dates.task == id)
    }

    /// The day of a milestone; none = it has none, or it moves with something whose day nobody knows.
    pub fn milestone_date(&self, milestone: &Milestone) -> Option<NaiveDate> {
        match milestone.moves_with() {
            Some(_) => self.expected_milestone(milestone).and_then(|(_, day)| *day),
            None => milestone.date,
        }
    }

    /// What is expected of one that moves, which may be no day at all; none = it was not handed in.
    pub fn expected_milestone(
        &self,
        milestone: &Milestone,
    ) -> Option<&'a (MilestoneKind, Option<NaiveDate>)> {
        self.expected?.milestones.iter().find(|(kind, _)| *kind == milestone.kind)
    }

    /// What simulated futures say, if there are any.
    pub fn odds(&self) -> Option<&'a ExpectedOdds> {
        self.expected.and_then(|expected| expected.odds.as_ref())
    }

    /// What the pilots cannot speak for, and what would mend the largest of it.
    pub fn unspoken(&self) -> (&'a [Unspoken], Option<&'a Remedy>) {
        self.expected.map_or((&[], None), |expected| (&expected.unspoken, expected.spoken_by.as_ref()))
    }

    /// How fast the phases under way have been of late.
    pub fn paces(&self) -> &'a [Pace] {
        self.expected.map_or(&[], |expected| &expected.paces)
    }

    pub fn phase(&self, id: PhaseId) -> Option<&PhaseLook<'a>> {
        self.index.get(&id).and_then(|at| self.phases.get(*at))
    }

    /// When a cell switches by its own rule, as far as anybody knows; recorded facts first.
    pub fn cell_date(&self, entry: &PhaseLook, workload: Workload) -> Option<NaiveDate> {
        let at = workload.index();
        let known = entry.cells_done[at].or(entry.cells_expected[at]);
        known.or_else(|| self.rule_date(entry, entry.rule(workload)))
    }

    /// The day a rule comes to, by itself.
    pub fn rule_date(&self, entry: &PhaseLook, rule: SwitchRule) -> Option<NaiveDate> {
        let after = |day: Option<NaiveDate>, n| self.plan.calendar.add_working_days(day?, n);
        match rule {
            SwitchRule::Never => None,
            SwitchRule::AtEnrollment => entry.start,
            SwitchRule::AfterStart(days) => after(entry.start, days),
            SwitchRule::AfterGate(days) => after(entry.gate, days),
            SwitchRule::OnDate(day) => Some(day),
        }
    }

    /// Authority passes by sliders and pilot collections.
    pub fn is_co_managed(&self) -> bool {
        matches!(
            self.plan.option,
            MigrationOption::CoManagement | MigrationOption::ConfigurationManagerToIntune
        )
    }

    /// Something of this workload is planned to move.
    pub fn moves(&self, workload: Workload) -> bool {
        self.full[workload.index()] != FullSwitch::Never
            || self.phases.iter().any(|entry| entry.rule(workload) != SwitchRule::Never)
    }

    /// The rule that most of a row's cells have, if it is not a date of its own.
    pub fn usual_rule(&self, workload: Workload) -> SwitchRule {
        let mut rules = self.phases.iter().map(|entry| entry.rule(workload));
        let usable = |rule: &SwitchRule| !matches!(rule, SwitchRule::Never | SwitchRule::OnDate(_));
        rules.rfind(usable).unwrap_or(SwitchRule::AtEnrollment)
    }

    /// Edits that plan a workload for every phase that has none of it, and its slider after the last gate.
    pub fn plan_workload(&self, workload: Workload, rule: SwitchRule, after_last: u32) -> Vec<Edit> {
        let lacking =
            |entry: &&PhaseLook| entry.has_pilot_collections() && entry.rule(workload) == SwitchRule::Never;
        let mut edits: Vec<Edit> =
            self.phases.iter().filter(lacking).map(|entry| entry.cell_with(workload, rule)).collect();
        if self.full[workload.index()] == FullSwitch::Never {
            let full = FullSwitch::AfterLast(after_last);
            edits.push(Edit::Put(Record::FullSwitch { workload, full }));
        }
        edits
    }
}

fn blank<'a>(plan: &Plan, phase: &'a Phase) -> PhaseLook<'a> {
    PhaseLook {
        phase,
        name: plan.phase_name(phase.id),
        cells: [None; 7],
        cells_done: [None; 7],
        cells_expected: [None; 7],
        start: None,
        has_started: false,
        earliest_start: plan.start,
        gate: None,
        has_passed: false,
        devices_before: 0,
    }
}
