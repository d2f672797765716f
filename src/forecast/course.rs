//! One course of a plan, day by day and in the fixed order of a day: start, target, enroll, switch,
//! tickets, desk, gate. Every draw is replaced by its mean; what was recorded is where it begins.

use std::collections::VecDeque;

use crate::plan::Plan;

use super::Reach;
use super::days::{Days, NEVER};
use super::judge;
use super::rates::{PhaseTickets, Rates};
use super::switches::Switches;

/// Shares of a device below this never matter and would only slow the arithmetic down.
const DUST: f64 = 1e-12;

/// How many working days of load a gate looks at.
const LOAD_DAYS: usize = 5;

/// One phase at the end of a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct PhaseState {
    pub start: Option<usize>,
    pub gate: Option<usize>,
    pub stalled: Option<usize>,
    /// The first day on which every ready device was targeted.
    pub all_targeted: Option<usize>,
    pub last_targeting: Option<usize>,
    pub targeted: f64,
    pub enrolled: f64,
    pub failed: f64,
    pub abandoned: f64,
    pub pending: f64,
    pub stale: f64,
    /// Tickets still to come, per unit of the multiplier's effect included.
    pub pool: f64,
    pub tickets: f64,
    /// Enrolled devices weighted by the share of their tickets that is still to come.
    pub unexposed: f64,
    /// Devices whose authority has left Configuration Manager, by workload.
    pub moved: [f64; 7],
    pub today: Today,
}

/// What happened to a phase on the day at hand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Today {
    pub enrolled: f64,
    pub bad: f64,
    pub tickets: f64,
}

/// What never changes about a phase.
pub(crate) struct PhaseFacts {
    pub devices: f64,
    pub tickets: PhaseTickets,
    /// First attempts that enroll.
    pub success: f64,
    /// Devices not ready yet and the days on which they join, latest last.
    joins: Vec<(usize, u64)>,
    waiting: u64,
    not_before: usize,
    after_previous: Option<u32>,
    rate: Option<u32>,
    /// The day of a recorded Go; [`NEVER`] without one.
    pub go: usize,
    /// The first day on which no recorded No-go keeps the gate shut.
    pub shut_until: usize,
}

impl PhaseFacts {
    pub fn new(plan: &Plan, place: usize, days: &Days, rates: &Rates) -> Self {
        let phase = &plan.phases[place];
        let mut joins: Vec<_> = phase
            .not_ready
            .iter()
            .filter_map(|group| Some((days.due(group.until?), u64::from(group.devices))))
            .collect();
        joins.sort_unstable_by_key(|join| std::cmp::Reverse(join.0));
        let decided = super::begin::Decided::of(plan, phase.id, days);
        Self {
            devices: f64::from(phase.devices),
            tickets: rates.tickets.phases[place],
            success: rates.success[place],
            joins,
            waiting: phase.not_ready.iter().map(|group| u64::from(group.devices)).sum(),
            not_before: phase.start.not_before.map_or(0, |date| days.due(date)),
            after_previous: phase.start.after_previous.filter(|_| place > 0),
            rate: phase.rate,
            go: decided.go,
            shut_until: decided.shut_until,
        }
    }

    /// Devices that can be targeted by `day`; days are asked for in order.
    pub fn ready(&mut self, day: usize) -> f64 {
        while self.joins.last().is_some_and(|join| join.0 <= day) {
            self.waiting -= self.joins.pop().map_or(0, |join| join.1);
        }
        (self.devices - self.waiting as f64).max(0.0)
    }
}

/// The helpdesk at the end of a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeskState {
    pub arrivals: f64,
    pub migration: f64,
    pub capacity: f64,
    pub load: f64,
    pub backlog: f64,
    pub wait_days: f64,
    /// Loads of the last working days, newest last.
    pub loads: VecDeque<f64>,
}

impl DeskState {
    /// Work over capacity: nothing to do is no load, and work that nobody can do is without end.
    pub fn ratio(work: f64, capacity: f64) -> f64 {
        if work <= 0.0 {
            0.0
        } else if capacity > 0.0 {
            work / capacity
        } else {
            f64::INFINITY
        }
    }

    /// Mean load of the last five working days, or as many as there are.
    pub fn mean_load(&self) -> Option<f64> {
        (!self.loads.is_empty()).then(|| self.loads.iter().sum::<f64>() / self.loads.len() as f64)
    }
}

pub(crate) struct Course<'a> {
    pub plan: &'a Plan,
    pub days: &'a Days,
    pub rates: Rates,
    pub facts: Vec<PhaseFacts>,
    pub phases: Vec<PhaseState>,
    pub switches: Switches,
    pub desk: DeskState,
    /// Capacity of each day of the tables if it is a working day.
    capacity: Vec<f64>,
    ordinary: [f64; 7],
    /// The day from which Conditional Access enforces.
    pub enforced_from: usize,
    pub has_stalled: bool,
    passed: usize,
}

impl<'a> Course<'a> {
    /// As nothing has happened yet.
    pub fn new(plan: &'a Plan, days: &'a Days, rates: Rates, switches: Switches) -> Self {
        let facts = (0..plan.phases.len()).map(|p| PhaseFacts::new(plan, p, days, &rates)).collect();
        let ordinary = plan.desk.ordinary_per_day.unwrap_or(0.0);
        let amount = |value: f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
        Self {
            plan,
            days,
            rates,
            facts,
            phases: vec![PhaseState::default(); plan.phases.len()],
            switches,
            desk: DeskState::default(),
            capacity: capacities(plan, days),
            ordinary: plan.desk.weekday_factors.map(|factor| amount(ordinary * factor)),
            enforced_from: plan.conditional_access_from().map_or(NEVER, |date| days.due(date)),
            has_stalled: false,
            passed: 0,
        }
    }

    /// One day. Days are taken in order.
    pub fn step(&mut self, day: usize) {
        for state in &mut self.phases {
            state.today = Today::default();
        }
        if !self.days.is_working(day) {
            self.rest();
            self.decide(day, false);
            return;
        }
        let is_braked = self.plan.desk.brake_wait_days.is_some_and(|limit| self.desk.wait_days > limit);
        for phase in 0..self.phases.len() {
            self.start(phase, day);
            if self.phases[phase].start.is_some() {
                self.target(phase, day, is_braked);
                self.enroll(phase);
            }
        }
        self.switches.run(day, self.days);
        self.answer(day);
        self.decide(day, self.days.is_gate_day(day));
        self.stall(day);
    }

    /// A day on which nobody works.
    fn rest(&mut self) {
        self.desk.arrivals = 0.0;
        self.desk.migration = 0.0;
        self.desk.capacity = 0.0;
        self.desk.load = 0.0;
    }

    fn start(&mut self, phase: usize, day: usize) {
        let facts = &self.facts[phase];
        if self.phases[phase].start.is_some() || self.has_stalled || day < facts.not_before {
            return;
        }
        if let Some(lag) = facts.after_previous {
            let Some(gate) = self.phases[phase - 1].gate else { return };
            if day <= gate || self.days.between(gate, day) < lag as usize {
                return;
            }
        }
        if !self.days.is_enrollment_frozen(day) && !self.days.is_paused(phase, day) {
            self.phases[phase].start = Some(day);
            self.switches.on_start(phase, day, self.days);
        }
    }

    fn target(&mut self, phase: usize, day: usize, is_braked: bool) {
        let ready = self.facts[phase].ready(day);
        let state = &mut self.phases[phase];
        let is_barred = is_braked || self.days.is_enrollment_frozen(day) || self.days.is_paused(phase, day);
        if !is_barred {
            let rate = self.facts[phase].rate.map_or(f64::INFINITY, f64::from);
            let devices = (ready - state.targeted).max(0.0).min(rate);
            if devices > 0.0 {
                let silent = devices * self.rates.stale;
                state.targeted += devices;
                state.stale += silent;
                state.pending += devices - silent;
                state.last_targeting = Some(day);
            }
        }
        if state.all_targeted.is_none() && state.targeted > 0.0 && state.targeted >= ready {
            state.all_targeted = Some(day);
        }
    }

    fn enroll(&mut self, phase: usize) {
        let (state, rates) = (&mut self.phases[phase], &self.rates);
        let repaired = state.failed * rates.repair;
        let attempts = state.pending * rates.reach;
        let ok = attempts * self.facts[phase].success;
        let bad = attempts - ok;
        let lost = bad * rates.unfixable;
        state.pending -= attempts;
        state.failed += bad - lost - repaired;
        state.abandoned += lost;
        state.enrolled += ok + repaired;
        state.today.enrolled = ok + repaired;
        state.today.bad = bad;
        if state.pending < DUST {
            state.stale += std::mem::take(&mut state.pending);
        }
        if state.failed < DUST {
            state.abandoned += std::mem::take(&mut state.failed);
        }
    }

    /// Tickets of the day, and the desk that answers them.
    fn answer(&mut self, day: usize) {
        let rates = &self.rates.tickets;
        let switch = if day >= self.enforced_from { &rates.switch_enforced } else { &rates.switch };
        let keep = rates.keep;
        let mut migration = 0.0;
        for (phase, state) in self.phases.iter_mut().enumerate() {
            let is_changed = std::mem::take(&mut self.switches.changed[phase]);
            if state.start.is_none() && !is_changed {
                continue;
            }
            let mut left = 0.0;
            if is_changed || state.today.enrolled > 0.0 {
                let reach = self.switches.cells[phase].each_ref().map(|cell| cell.reach);
                left = state.leave(reach, switch);
            }
            state.cause(self.facts[phase].tickets.causes(state.today.enrolled, state.today.bad, left));
            state.draw(keep);
            migration += state.today.tickets;
        }
        self.serve(day, migration);
    }

    fn serve(&mut self, day: usize, migration: f64) {
        let desk = &mut self.desk;
        desk.capacity = self.capacity[day];
        desk.migration = migration;
        desk.arrivals = self.ordinary[self.days.weekday(day)] + migration;
        desk.backlog = (desk.backlog + desk.arrivals - desk.capacity).max(0.0);
        desk.load = DeskState::ratio(desk.arrivals, desk.capacity);
        desk.wait_days = DeskState::ratio(desk.backlog, desk.capacity);
        desk.loads.push_back(desk.load);
        if desk.loads.len() > LOAD_DAYS {
            desk.loads.pop_front();
        }
    }

    /// Gates: by a recorded Go on its date, else by the criteria on gate days.
    fn decide(&mut self, day: usize, is_gate_day: bool) {
        if self.has_stalled {
            return;
        }
        for phase in 0..self.phases.len() {
            if self.phases[phase].gate.is_some() {
                continue;
            }
            let facts = &self.facts[phase];
            let passes = if facts.go == NEVER {
                let is_judged = is_gate_day && self.phases[phase].start.is_some() && day >= facts.shut_until;
                is_judged && judge::passes(self, phase, day)
            } else {
                facts.go == day
            };
            if passes {
                self.pass(phase, day);
            }
        }
    }

    /// A phase's gate is passed.
    pub fn pass(&mut self, phase: usize, day: usize) {
        self.phases[phase].gate = Some(day);
        self.switches.on_gate(phase, self.plan, day, self.days);
        self.passed += 1;
        if self.passed == self.phases.len() {
            let last = self.phases.iter().filter_map(|state| state.gate).max().unwrap_or(day);
            self.switches.on_last_gate(last, self.days);
        }
    }

    /// The first phase that waits for its gate beyond the limit holds everything up.
    fn stall(&mut self, day: usize) {
        if self.has_stalled {
            return;
        }
        let limit = self.plan.hold_limit_days as usize;
        for phase in 0..self.phases.len() {
            let state = &self.phases[phase];
            let (None, Some(last)) = (state.gate, state.last_targeting) else { continue };
            if self.days.between(last, day) < limit {
                continue;
            }
            if state.targeted >= self.facts[phase].ready(day) {
                self.phases[phase].stalled = Some(day);
                self.has_stalled = true;
            }
        }
    }

    pub fn is_finished(&self) -> bool {
        !self.phases.is_empty()
            && !self.has_stalled
            && self.passed == self.phases.len()
            && self.switches.are_all_done()
    }
}

impl PhaseState {
    /// Tickets caused by the devices whose authority has left Configuration Manager today.
    pub fn leave(&mut self, reach: [Reach; 7], switch: &[f64; 7]) -> f64 {
        let mut tickets = 0.0;
        for (workload, reach) in reach.into_iter().enumerate() {
            let moved = reach.pilot(self.enrolled) + reach.intune(self.enrolled);
            tickets += switch[workload] * (moved - self.moved[workload]).max(0.0);
            self.moved[workload] = moved;
        }
        tickets
    }

    /// Puts tickets into the pool.
    pub fn cause(&mut self, tickets: f64) {
        self.pool += tickets;
        self.unexposed += self.today.enrolled;
    }

    /// Takes a working day's tickets out of the pool.
    pub fn draw(&mut self, keep: f64) {
        self.today.tickets = self.pool * (1.0 - keep);
        self.tickets += self.today.tickets;
        self.pool *= keep;
        if self.pool < DUST {
            self.pool = 0.0;
        }
        self.unexposed *= keep;
    }
}

/// What the desk closes on each day of the tables; on days off nobody asks.
fn capacities(plan: &Plan, days: &Days) -> Vec<f64> {
    let mut entries: Vec<_> = plan.desk.agents.iter().collect();
    entries.sort_by_key(|entry| entry.from);
    let mut agents = entries.first().map_or(0.0, |entry| entry.agents);
    let mut upcoming = entries.into_iter().peekable();
    let mut capacities = Vec::with_capacity(days.end);
    for place in 0..days.end {
        while let Some(entry) = upcoming.next_if(|entry| days.due(entry.from) <= place) {
            agents = entry.agents;
        }
        capacities.push(plan.desk.capacity_of(agents));
    }
    capacities
}
