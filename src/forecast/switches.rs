//! Who has the authority over each workload on each phase: rules that fall due, wait for an allowed day,
//! take followers along, and are undone by switch-backs. It knows no devices but the count of a head start.

use crate::plan::{FullSwitch, Plan, SwitchRule, Workload};

use super::days::{Days, NEVER};
use super::switch_cell::{Cell, Trigger};
use super::{Cause, Change, Reach};

const LEADER: usize = Workload::DeviceConfiguration.index();

/// One workload's slider.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    rule: FullSwitch,
    /// The place of the phase whose gate it waits for.
    after: Option<usize>,
    own: Trigger,
    pulled: usize,
    last_moved: Option<usize>,
}

/// A switch-back to come.
#[derive(Clone, Debug)]
struct Back {
    workload: usize,
    due: usize,
    for_all: bool,
    phases: Vec<usize>,
}

/// All cells, sliders and switch-backs of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Switches {
    /// By phase, then workload.
    pub cells: Vec<[Cell; 7]>,
    /// What has changed on each, in order of time; empty where nobody asks.
    pub changes: Vec<[Vec<Change>; 7]>,
    rows: [Row; 7],
    backs: Vec<Back>,
    /// By phase, the first day on which one of its cells is due.
    next: Vec<usize>,
    followers: [bool; 7],
    locked: Option<usize>,
    /// Phases with a change on the day at hand, as marks and as a list.
    pub changed: Vec<bool>,
    pub changes_today: Vec<usize>,
    /// Nothing is due before this day; 0 = not known.
    quiet_until: usize,
    /// The place in the tables that is 0 in the series.
    series_from: usize,
}

impl Switches {
    /// Nothing switched yet. `series_from` is the day with which the series of changes begin.
    pub fn new(plan: &Plan, days: &Days, series_from: usize) -> Self {
        let is_locked =
            |w: Workload| w == Workload::ResourceAccessPolicies && plan.is_resource_access_locked();
        let rows = Workload::ALL.map(|workload| {
            let planned = plan.workload(workload).filter(|_| !is_locked(workload));
            let rule = planned.map_or(FullSwitch::Never, |row| row.full);
            let due = if let FullSwitch::OnDate(date) = rule { days.due(date) } else { NEVER };
            let after =
                if let FullSwitch::AfterGate { phase, .. } = rule { plan.phase_index(phase) } else { None };
            Row { rule, after, own: Trigger::on(due), pulled: NEVER, last_moved: None }
        });
        let follows = |w: Workload| w.follows_device_configuration() && !is_locked(w);
        let mut switches = Self {
            cells: vec![[Cell::new(); 7]; plan.phases.len()],
            changes: vec![Default::default(); plan.phases.len()],
            rows,
            backs: Vec::new(),
            next: vec![NEVER; plan.phases.len()],
            followers: Workload::ALL.map(follows),
            locked: Workload::ALL.into_iter().find(|w| is_locked(*w)).map(Workload::index),
            changed: vec![false; plan.phases.len()],
            changes_today: Vec::new(),
            quiet_until: 0,
            series_from,
        };
        for workload in Workload::ALL {
            if is_locked(workload) {
                switches.lock(workload.index());
            } else {
                switches.plan_cells(plan, days, workload);
            }
        }
        switches.plan_backs(plan, days);
        switches
    }

    fn lock(&mut self, workload: usize) {
        for (cells, changes) in self.cells.iter_mut().zip(&mut self.changes) {
            cells[workload].reach = Reach::Intune;
            changes[workload].push(Change { at: 0, reach: Reach::Intune, cause: Cause::Locked });
        }
    }

    fn plan_cells(&mut self, plan: &Plan, days: &Days, workload: Workload) {
        let Some(row) = plan.workload(workload) else { return };
        let places: std::collections::HashMap<_, _> =
            plan.phases.iter().enumerate().rev().map(|(place, phase)| (phase.id, place)).collect();
        let dated = |rule| if let SwitchRule::OnDate(date) = rule { days.due(date) } else { NEVER };
        // Of two records for one cell the first counts.
        for planned in row.cells.iter().rev() {
            let Some(phase) = places.get(&planned.phase).copied() else { continue };
            let cell = &mut self.cells[phase][workload.index()];
            cell.rule = planned.rule;
            cell.head_start = planned.head_start;
            cell.own = Trigger::on(dated(planned.rule));
            cell.own_head = Trigger::on(planned.head_start.map_or(NEVER, |head| dated(head.rule)));
        }
        for phase in 0..self.cells.len() {
            self.renew(phase);
        }
    }

    fn plan_backs(&mut self, plan: &Plan, days: &Days) {
        for back in plan.switch_backs.iter().filter(|back| Some(back.workload.index()) != self.locked) {
            let phases = (0..plan.phases.len()).filter(|p| back.phases.contains(plan.phases[*p].id));
            self.backs.push(Back {
                workload: back.workload.index(),
                due: days.due(back.date),
                for_all: back.phases == crate::plan::PhaseScope::All,
                phases: phases.collect(),
            });
        }
    }

    fn renew(&mut self, phase: usize) {
        self.quiet_until = 0;
        self.next[phase] = self.cells[phase].iter().map(Cell::next).min().unwrap_or(NEVER);
    }

    /// A phase has started: its rules that wait for that have their days now.
    pub fn on_start(&mut self, phase: usize, day: usize, days: &Days) {
        let due = |rule| match rule {
            SwitchRule::AtEnrollment => Some(day),
            SwitchRule::AfterStart(lag) => Some(days.after(day, lag)),
            _ => None,
        };
        self.set_due(phase, due);
    }

    /// A phase has passed its gate.
    pub fn on_gate(&mut self, phase: usize, day: usize, days: &Days) {
        let due = |rule| match rule {
            SwitchRule::AfterGate(lag) => Some(days.after_gate(day, lag)),
            _ => None,
        };
        self.set_due(phase, due);
        for row in &mut self.rows {
            if let FullSwitch::AfterGate { days: lag, .. } = row.rule
                && row.after == Some(phase)
            {
                row.own.due = days.after_gate(day, lag);
                self.quiet_until = 0;
            }
        }
    }

    /// All phases have passed, the last one on `day`.
    pub fn on_last_gate(&mut self, day: usize, days: &Days) {
        self.quiet_until = 0;
        for row in &mut self.rows {
            if let FullSwitch::AfterLast(lag) = row.rule {
                row.own.due = days.after_gate(day, lag);
            }
        }
    }

    fn set_due(&mut self, phase: usize, due: impl Fn(SwitchRule) -> Option<usize>) {
        for cell in &mut self.cells[phase] {
            if let Some(day) = due(cell.rule) {
                cell.own.due = day;
            }
            if let Some(day) = cell.head_start.and_then(|head| due(head.rule)) {
                cell.own_head.due = day;
            }
        }
        self.renew(phase);
    }

    /// What is due and allowed on a working day: cells, then sliders, then switch-backs.
    pub fn run(&mut self, day: usize, days: &Days) {
        if day < self.quiet_until || days.is_switching_frozen(day) {
            return;
        }
        for phase in 0..self.cells.len() {
            if self.next[phase] <= day && !days.is_paused(phase, day) {
                self.fire_cells(phase, day);
            }
        }
        if !days.is_all_paused(day) {
            self.fire_rows(day);
        }
        self.fire_backs(day, days);
        let rows = self.rows.iter().map(|row| row.own.next().min(row.pulled));
        let backs = self.backs.iter().map(|back| back.due);
        self.quiet_until = self.next.iter().copied().chain(rows).chain(backs).min().unwrap_or(NEVER);
    }

    fn fire_cells(&mut self, phase: usize, day: usize) {
        // Device configuration first, so that what follows it goes on the same day.
        for workload in std::iter::once(LEADER).chain((0..7).filter(|w| *w != LEADER)) {
            let cell = &mut self.cells[phase][workload];
            let (own, own_head) = (cell.own.waits(day), cell.own_head.waits(day));
            let (pulled, pulled_head) = (cell.pulled <= day, cell.pulled_head <= day);
            if own_head {
                cell.own_head.is_fired = true;
                let devices = cell.head_start.map_or(0, |head| head.devices);
                self.switch_head(phase, workload, devices, day, Cause::Rule);
            }
            if pulled_head {
                let cell = &mut self.cells[phase][workload];
                cell.pulled_head = NEVER;
                let devices = cell.pulled_devices;
                self.switch_head(phase, workload, devices, day, Cause::Follows);
            }
            if own || pulled {
                let cell = &mut self.cells[phase][workload];
                cell.own.is_fired |= own;
                if pulled {
                    cell.pulled = NEVER;
                }
                let cause = if own { Cause::Rule } else { Cause::Follows };
                self.switch_cell(phase, workload, day, cause);
            }
        }
        self.renew(phase);
    }

    fn switch_cell(&mut self, phase: usize, workload: usize, day: usize, cause: Cause) {
        if !self.cells[phase][workload].join(day) {
            return;
        }
        self.note(phase, workload, day, cause);
        if workload == LEADER {
            let followers = self.followers;
            for follower in (0..7).filter(|w| followers[*w]) {
                let cell = &mut self.cells[phase][follower];
                if cell.done().is_none() {
                    cell.pulled = cell.pulled.min(day);
                }
            }
            self.renew(phase);
        }
    }

    fn switch_head(&mut self, phase: usize, workload: usize, devices: u32, day: usize, cause: Cause) {
        if !self.cells[phase][workload].join_head(day, devices) {
            return;
        }
        self.note(phase, workload, day, cause);
        if workload == LEADER {
            let followers = self.followers;
            for follower in (0..7).filter(|w| followers[*w]) {
                let cell = &mut self.cells[phase][follower];
                cell.pulled_head = cell.pulled_head.min(day);
                cell.pulled_devices = devices;
            }
            self.renew(phase);
        }
    }

    fn fire_rows(&mut self, day: usize) {
        for workload in std::iter::once(LEADER).chain((0..7).filter(|w| *w != LEADER)) {
            let row = &mut self.rows[workload];
            let (own, pulled) = (row.own.waits(day), row.pulled <= day);
            if own || pulled {
                row.own.is_fired |= own;
                row.pulled = if pulled { NEVER } else { row.pulled };
                let cause = if own { Cause::FullSwitch } else { Cause::Follows };
                self.move_slider(workload, day, cause);
            }
        }
    }

    fn move_slider(&mut self, workload: usize, day: usize, cause: Cause) {
        if self.is_at_intune(workload) {
            return;
        }
        self.quiet_until = 0;
        self.rows[workload].last_moved = Some(day);
        for phase in 0..self.cells.len() {
            let cell = &mut self.cells[phase][workload];
            if cell.full.is_none() {
                cell.full = Some(day);
                self.note(phase, workload, day, cause);
            }
        }
        if workload == LEADER {
            let followers = self.followers;
            for follower in (0..7).filter(|w| followers[*w]) {
                if !self.is_at_intune(follower) {
                    let row = &mut self.rows[follower];
                    row.pulled = row.pulled.min(day);
                }
            }
        }
    }

    fn fire_backs(&mut self, day: usize, days: &Days) {
        let mut backs = std::mem::take(&mut self.backs);
        for back in backs.iter_mut().filter(|back| back.due <= day) {
            let waits = |phase: usize| {
                if back.for_all { days.is_all_paused(day) } else { days.is_paused(phase, day) }
            };
            let (later, now): (Vec<_>, Vec<_>) = back.phases.iter().copied().partition(|p| waits(*p));
            for phase in now {
                self.undo(phase, back.workload, day);
            }
            back.phases = later;
        }
        backs.retain(|back| !back.phases.is_empty());
        self.backs = backs;
    }

    fn undo(&mut self, phase: usize, workload: usize, day: usize) {
        if self.cells[phase][workload].undo(day) {
            self.note(phase, workload, day, Cause::SwitchedBack);
        }
    }

    fn note(&mut self, phase: usize, workload: usize, day: usize, cause: Cause) {
        if !std::mem::replace(&mut self.changed[phase], true) {
            self.changes_today.push(phase);
        }
        let changed = self.cells[phase][workload].renew_reach();
        if let Some((changes, reach)) = self.changes.get_mut(phase).zip(changed) {
            let (changes, at) = (&mut changes[workload], day.saturating_sub(self.series_from));
            if changes.last().is_some_and(|last| last.at == at) {
                changes.pop();
            }
            changes.push(Change { at, reach, cause });
        }
    }

    /// A full switch counts as done while no phase is exempt from it.
    fn is_at_intune(&self, workload: usize) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cells| cells[workload].full.is_some())
    }

    /// The day of the slider's move to Intune, while any phase has stayed there.
    pub fn slider(&self, workload: usize) -> Option<usize> {
        let is_there = self.cells.iter().any(|cells| cells[workload].full.is_some());
        self.rows[workload].last_moved.filter(|_| is_there)
    }

    pub fn is_locked(&self, workload: usize) -> bool {
        Some(workload) == self.locked
    }

    /// For each workload the first one that will go the same way on all phases, for it has the same rules.
    pub fn classes(&self) -> [usize; 7] {
        let is_same = |one: usize, other: usize| {
            let follows = |w: usize| w != LEADER && self.followers[w];
            let is_led_alike = follows(one) == follows(other)
                || (one == LEADER && follows(other))
                || (other == LEADER && follows(one));
            let backs = |w: usize| self.backs.iter().filter(move |back| back.workload == w);
            is_led_alike
                && self.is_locked(one) == self.is_locked(other)
                && self.rows[one] == self.rows[other]
                && self.cells.iter().all(|cells| cells[one].goes_like(&cells[other]))
                && backs(one).count() == backs(other).count()
                && backs(one).zip(backs(other)).all(|(a, b)| a.due == b.due && a.phases == b.phases)
        };
        std::array::from_fn(|w| (0..w).find(|first| is_same(*first, w)).unwrap_or(w))
    }

    /// Every planned cell and full switch is done.
    pub fn are_all_done(&self) -> bool {
        self.rows.iter().enumerate().all(|(w, row)| {
            (row.rule == FullSwitch::Never || self.is_at_intune(w))
                && self.cells.iter().all(|cells| !cells[w].is_planned() || cells[w].done().is_some())
        })
    }

    /// A recorded fact about a cell.
    pub fn record_cell(&mut self, phase: usize, workload: usize, is_head_start: bool, day: usize) {
        if Some(workload) == self.locked {
            return;
        }
        let leader = self.cells[phase][LEADER].head_start;
        let cell = &mut self.cells[phase][workload];
        if is_head_start {
            cell.own_head.is_fired = true;
            cell.pulled_head = NEVER;
            // The event carries no count; the plan's own stands for it, else what it follows.
            let follows = leader.filter(|_| self.followers[workload]);
            let devices = cell.head_start.or(follows).map_or(0, |head| head.devices);
            self.switch_head(phase, workload, devices, day, Cause::Recorded);
        } else {
            cell.own.is_fired = true;
            cell.pulled = NEVER;
            self.switch_cell(phase, workload, day, Cause::Recorded);
        }
        self.renew(phase);
    }

    /// A recorded move of a slider to Intune.
    pub fn record_slider(&mut self, workload: usize, day: usize) {
        if Some(workload) == self.locked {
            return;
        }
        self.rows[workload].own.is_fired = true;
        self.rows[workload].pulled = NEVER;
        self.move_slider(workload, day, Cause::Recorded);
    }

    /// A recorded switch-back; rules that were due by then must have been done before it.
    pub fn record_back(&mut self, phase: usize, workload: usize, day: usize) {
        if Some(workload) == self.locked {
            return;
        }
        let cell = &mut self.cells[phase][workload];
        cell.own.is_fired |= cell.own.due <= day;
        cell.own_head.is_fired |= cell.own_head.due <= day;
        (cell.pulled, cell.pulled_head) = (NEVER, NEVER);
        self.undo(phase, workload, day);
        self.renew(phase);
    }

    /// The planned switch-back of which a record says that it was done.
    pub fn settle_back(&mut self, workload: usize, for_all: bool, phases: &[usize]) {
        let is_it =
            |back: &Back| back.workload == workload && back.for_all == for_all && back.phases == phases;
        let planned = self.backs.iter().enumerate().filter(|(_, back)| is_it(back));
        if let Some((place, _)) = planned.min_by_key(|(_, back)| back.due) {
            self.backs.remove(place);
        }
    }

    /// Forgets how it came to what holds now, and starts the series at `series_from` with that.
    pub fn begin_series(&mut self, series_from: usize) {
        self.series_from = series_from;
        self.changed.fill(false);
        self.changes_today.clear();
        let locked = self.locked;
        for (cells, changes) in self.cells.iter().zip(&mut self.changes) {
            for (workload, (cell, changes)) in cells.iter().zip(changes).enumerate() {
                let cause = if Some(workload) == locked { Cause::Locked } else { Cause::Before };
                changes.clear();
                if cell.reach != Reach::None {
                    changes.push(Change { at: 0, reach: cell.reach, cause });
                }
            }
        }
    }

    /// The same without a history, and without keeping one.
    pub fn without_history(&self) -> Self {
        Self { changes: Vec::new(), ..self.clone() }
    }

    /// No rule is left that may fall due.
    pub const fn is_settled(&self) -> bool {
        self.quiet_until == NEVER
    }
}
