//! One course of a plan, day by day and in the fixed order of a day: start, target, enroll, switch,
//! tickets, desk, gate. What becomes of devices on a day it asks of fate; what was recorded is where it begins.

use super::Reach;
use super::days::NEVER;
use super::desk_state::DeskState;
use super::fate::{At, Fate};
use super::judge;
use super::rates::TicketRates;
use super::rules::{PhaseFacts, Rules};
use super::switches::Switches;

/// Shares of a device below this never matter and would only slow the arithmetic down.
const DUST: f64 = 1e-12;

/// So small a part of a ticket comes in none of a million futures.
const LATE_DUST: f64 = 1e-9;

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
    /// Tickets still to come on average, but for the factor on all rates.
    pub pool: f64,
    pub tickets: f64,
    /// Enrolled devices weighted by the share of their tickets that is still to come.
    pub unexposed: f64,
    /// Devices whose authority has left Configuration Manager, by workload.
    pub moved: [f64; 7],
    pub today: Today,
    flow: Flow,
    /// Something may still happen to it on a usual day.
    pub is_active: bool,
}

/// What happened to a phase on the day at hand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Today {
    pub enrolled: f64,
    pub bad: f64,
    pub tickets: f64,
}

/// What a newly enrolled device brings along in tickets of workloads, while no switch changes that.
#[derive(Clone, Copy, Debug, Default)]
struct Flow {
    is_known: bool,
    is_enforced: bool,
    /// Tickets per device enrolled.
    rate: f64,
    /// Workloads that all enrolled devices have left Configuration Manager for.
    whole: [bool; 7],
}

/// Where a course stands at the end of a day.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub phases: Vec<PhaseState>,
    pub switches: Switches,
    pub desk: DeskState,
    pub has_stalled: bool,
    /// Gates passed so far.
    pub passed: usize,
    /// Phases to which something may still happen on a usual day, or did today, in the plan's order.
    pub active: Vec<usize>,
    /// Some of these have come to rest.
    has_rested: bool,
    /// Tickets still to come of phases that are over, where they are taken together.
    late_pool: f64,
    /// Phases that have started and wait for their gate.
    open: Vec<usize>,
    /// No phase can start before this day.
    next_start: usize,
}

pub(crate) struct Course<'a, F> {
    pub rules: &'a Rules,
    pub fate: F,
    pub state: State,
}

impl<'a, F: Fate> Course<'a, F> {
    pub fn new(rules: &'a Rules, fate: F, state: State) -> Self {
        Self { rules, fate, state }
    }

    /// One day. Days are taken in order.
    pub fn step(&mut self, day: usize) {
        self.state.turn_page();
        if !self.rules.days.is_working(day) {
            self.state.desk.rest();
            self.go(day);
            return;
        }
        self.start(day);
        self.enroll(day);
        self.state.switches.run(day, &self.rules.days);
        self.answer(day);
        self.go(day);
        self.decide(day);
        self.stall(day);
    }

    fn start(&mut self, day: usize) {
        let days = &self.rules.days;
        if day < self.state.next_start || self.state.has_stalled || days.is_enrollment_frozen(day) {
            return;
        }
        for phase in 0..self.state.phases.len() {
            if self.state.wake(phase, self.rules) <= day && !days.is_paused(phase, day) {
                self.state.begin_phase(phase, day, self.rules);
            }
        }
        self.state.renew_start(self.rules);
    }

    fn enroll(&mut self, day: usize) {
        let brake = self.rules.brake_wait_days;
        let is_barred = brake.is_some_and(|limit| self.state.desk.wait_days > limit)
            || self.rules.days.is_enrollment_frozen(day);
        for phase in self.state.active.iter().copied() {
            let state = &mut self.state.phases[phase];
            let at = At { phase, day };
            if state.start.is_some() {
                let is_barred = is_barred || self.rules.days.is_paused(phase, day);
                state.target(at, is_barred, self.rules, &mut self.fate);
                if state.pending > 0.0 || state.failed > 0.0 {
                    state.enroll(at, &mut self.fate);
                }
            }
        }
    }

    /// Tickets of the day, and the desk that answers them.
    fn answer(&mut self, day: usize) {
        let Self { rules, fate, state } = self;
        state.wake_switched();
        let tickets = &rules.tickets;
        let is_enforced = day >= rules.enforced_from;
        let mut migration = 0.0;
        let State { phases, switches, active, has_rested, late_pool, desk, .. } = state;
        for phase in active.iter().copied() {
            let state = &mut phases[phase];
            let is_changed = std::mem::take(&mut switches.changed[phase]);
            let is_steady = state.flow.is_known && state.flow.is_enforced == is_enforced && !is_changed;
            let left = if is_steady {
                state.flow.rate * state.today.enrolled
            } else {
                let reach = switches.cells[phase].each_ref().map(|cell| cell.reach);
                state.leave_anew(reach, is_enforced, tickets)
            };
            state.cause(tickets.phases[phase].causes(state.today.enrolled, state.today.bad, left));
            state.draw(At { phase, day }, tickets.keep, fate);
            migration += state.today.tickets;
            if F::IS_POOLED && state.gate.is_some() && state.is_idle(&rules.facts[phase], day) {
                *late_pool += std::mem::take(&mut state.pool);
            }
            state.is_active = !state.is_over(&rules.facts[phase], day);
            *has_rested |= !state.is_active;
        }
        if *late_pool > 0.0 {
            migration += fate.late_tickets(day, *late_pool * (1.0 - tickets.keep));
            *late_pool *= tickets.keep;
            if *late_pool < LATE_DUST {
                *late_pool = 0.0;
            }
        }
        desk.migration = migration;
        let weekday = rules.days.weekday(day);
        let ordinary = fate.ordinary(day, weekday, rules.ordinary[weekday]);
        desk.serve(ordinary + migration, rules.capacity[day]);
    }

    /// Gates that a recorded Go passes on its date.
    fn go(&mut self, day: usize) {
        let go_days = &self.rules.go_days;
        if go_days.is_empty() || self.state.has_stalled || go_days.binary_search(&day).is_err() {
            return;
        }
        for phase in 0..self.state.phases.len() {
            if self.rules.facts[phase].go == day {
                self.state.pass(phase, day, self.rules);
            }
        }
    }

    /// Gates that their criteria open.
    fn decide(&mut self, day: usize) {
        if self.state.has_stalled || !self.rules.days.is_gate_day(day) {
            return;
        }
        let mut place = 0;
        while let Some(phase) = self.state.open.get(place).copied() {
            let facts = &self.rules.facts[phase];
            if facts.go == NEVER
                && day >= facts.shut_until
                && judge::passes(self.rules, &self.state, phase, day)
            {
                self.state.pass(phase, day, self.rules);
            } else {
                place += 1;
            }
        }
    }

    /// A phase that waits for its gate beyond the limit holds everything up.
    fn stall(&mut self, day: usize) {
        if self.state.has_stalled {
            return;
        }
        for phase in self.state.open.iter().copied() {
            let state = &mut self.state.phases[phase];
            let Some(last) = state.last_targeting else { continue };
            if self.rules.days.between(last, day) >= self.rules.hold_limit_days
                && state.targeted >= self.rules.facts[phase].ready(day)
            {
                state.stalled = Some(day);
                self.state.has_stalled = true;
            }
        }
    }
}

impl State {
    /// As nothing has happened yet.
    pub fn new(rules: &Rules, switches: Switches) -> Self {
        let phases = vec![PhaseState::default(); rules.facts.len()];
        let mut state = Self {
            phases,
            switches,
            desk: DeskState::default(),
            has_stalled: false,
            passed: 0,
            active: Vec::new(),
            has_rested: false,
            late_pool: 0.0,
            open: Vec::new(),
            next_start: 0,
        };
        state.renew_start(rules);
        state
    }

    /// Nothing has happened today yet.
    fn turn_page(&mut self) {
        for phase in self.active.iter().copied() {
            self.phases[phase].today = Today::default();
        }
        if std::mem::take(&mut self.has_rested) {
            self.active.retain(|phase| self.phases[*phase].is_active);
        }
    }

    /// The first day on which a phase's start rule holds, as far as is known; [`NEVER`] once it has started.
    fn wake(&self, phase: usize, rules: &Rules) -> usize {
        let facts = &rules.facts[phase];
        match facts.after_previous {
            _ if self.phases[phase].start.is_some() => NEVER,
            None => facts.not_before,
            Some(lag) => {
                let gate = self.phases[phase - 1].gate;
                gate.map_or(NEVER, |gate| rules.days.after_gate(gate, lag).max(facts.not_before))
            }
        }
    }

    fn renew_start(&mut self, rules: &Rules) {
        self.next_start = (0..self.phases.len()).map(|phase| self.wake(phase, rules)).min().unwrap_or(NEVER);
    }

    /// A phase starts, or is known to have started.
    pub fn begin_phase(&mut self, phase: usize, day: usize, rules: &Rules) {
        self.phases[phase].start = Some(day);
        self.switches.on_start(phase, day, &rules.days);
        self.activate(phase);
        if self.phases[phase].gate.is_none() {
            insert(&mut self.open, phase);
        }
    }

    fn activate(&mut self, phase: usize) {
        if !std::mem::replace(&mut self.phases[phase].is_active, true) {
            insert(&mut self.active, phase);
        }
    }

    /// Phases that had come to rest and whose switches have changed today.
    fn wake_switched(&mut self) {
        for place in 0..self.switches.changes_today.len() {
            self.activate(self.switches.changes_today[place]);
        }
        self.switches.changes_today.clear();
    }

    /// A phase's gate is passed.
    pub fn pass(&mut self, phase: usize, day: usize, rules: &Rules) {
        if self.phases[phase].gate.is_some() {
            return;
        }
        self.phases[phase].gate = Some(day);
        self.open.retain(|open| *open != phase);
        self.switches.on_gate(phase, day, &rules.days);
        self.passed += 1;
        if phase + 1 < self.phases.len() {
            self.next_start = self.next_start.min(self.wake(phase + 1, rules));
        }
        if self.passed == self.phases.len() {
            let last = self.phases.iter().filter_map(|state| state.gate).max().unwrap_or(day);
            self.switches.on_last_gate(last, &rules.days);
        }
    }

    /// Nothing will happen any more but ordinary tickets.
    pub fn is_settled(&self) -> bool {
        self.active.is_empty()
            && self.late_pool <= 0.0
            && self.passed == self.phases.len()
            && self.switches.is_settled()
            && self.phases.iter().all(|phase| phase.start.is_some())
    }

    /// To start courses from of which nobody asks how they came about.
    pub fn without_history(&self) -> Self {
        Self { switches: self.switches.without_history(), ..self.clone() }
    }

    pub fn is_finished(&self) -> bool {
        !self.phases.is_empty()
            && !self.has_stalled
            && self.passed == self.phases.len()
            && self.switches.are_all_done()
    }
}

fn insert(sorted: &mut Vec<usize>, phase: usize) {
    let place = sorted.partition_point(|other| *other < phase);
    sorted.insert(place, phase);
}

impl PhaseState {
    fn target<F: Fate>(&mut self, at: At, is_barred: bool, rules: &Rules, fate: &mut F) {
        if self.all_targeted.is_some() && self.targeted >= rules.facts[at.phase].ready(at.day) {
            return;
        }
        let facts = &rules.facts[at.phase];
        let ready = facts.ready(at.day);
        if !is_barred {
            let devices = (ready - self.targeted).max(0.0).min(facts.rate);
            if devices > 0.0 {
                let silent = fate.stale(at, devices);
                self.targeted += devices;
                self.stale += silent;
                self.pending += devices - silent;
                self.last_targeting = Some(at.day);
            }
        }
        if self.all_targeted.is_none() && self.targeted > 0.0 && self.targeted >= ready {
            self.all_targeted = Some(at.day);
        }
    }

    fn enroll<F: Fate>(&mut self, at: At, fate: &mut F) {
        let repaired = fate.repaired(at, self.failed);
        let attempts = fate.attempts(at, self.pending);
        let ok = fate.succeeded(at, attempts);
        let bad = attempts - ok;
        let lost = fate.lost(at, bad);
        self.pending -= attempts;
        self.failed += bad - lost - repaired;
        self.abandoned += lost;
        self.enrolled += ok + repaired;
        self.today.enrolled = ok + repaired;
        self.today.bad = bad;
        if self.pending < DUST {
            self.stale += std::mem::take(&mut self.pending);
        }
        if self.failed < DUST {
            self.abandoned += std::mem::take(&mut self.failed);
        }
    }

    /// The same on a day on which a switch may have changed what devices bring along.
    fn leave_anew(&mut self, reach: [Reach; 7], is_enforced: bool, tickets: &TicketRates) -> f64 {
        if self.flow.is_known {
            let before = self.enrolled - self.today.enrolled;
            for (moved, whole) in self.moved.iter_mut().zip(self.flow.whole) {
                *moved = if whole { before } else { *moved };
            }
        }
        let switch = if is_enforced { &tickets.switch_enforced } else { &tickets.switch };
        let left = self.leave(reach, switch);
        let whole = reach.map(|reach| matches!(reach, Reach::Pilot | Reach::Intune));
        let rate = switch.iter().zip(whole).map(|(rate, whole)| if whole { *rate } else { 0.0 }).sum();
        // The first devices of a head start count one by one.
        let is_known = !reach.iter().any(|reach| matches!(reach, Reach::HeadStart(_)));
        self.flow = Flow { is_known, is_enforced, rate, whole };
        left
    }

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
    fn cause(&mut self, tickets: f64) {
        self.pool += tickets;
        self.unexposed += self.today.enrolled;
    }

    /// A working day's tickets leave the pool.
    fn draw<F: Fate>(&mut self, at: At, keep: f64, fate: &mut F) {
        self.today.tickets = fate.tickets(at, self.pool * (1.0 - keep));
        self.tickets += self.today.tickets;
        self.age(keep);
    }

    /// A working day passes over the tickets to come.
    fn age(&mut self, keep: f64) {
        self.pool *= keep;
        if self.pool < DUST {
            self.pool = 0.0;
        }
        self.unexposed *= keep;
    }

    /// Nothing happens to its devices any more unless a switch does.
    fn is_idle(&self, facts: &PhaseFacts, day: usize) -> bool {
        self.pending <= 0.0
            && self.failed <= 0.0
            && (self.start.is_none() || (self.targeted >= facts.ready(day) && facts.is_all_ready(day)))
    }

    /// The same, and its tickets have all come.
    fn is_over(&self, facts: &PhaseFacts, day: usize) -> bool {
        self.pool <= 0.0 && (self.gate.is_some() || self.unexposed < DUST) && self.is_idle(facts, day)
    }
}
