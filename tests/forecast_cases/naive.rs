//! The model read again, as plainly as possible: every rule is asked on every day, by dates and by searching
//! the calendar. It is slow and has no tables, no due days and no lists of changes that could be wrong.

use std::collections::BTreeSet;

use baton::forecast::outlook;
use baton::plan::*;
use chrono::NaiveDate;
use proptest::prelude::*;

use super::hostile::any_plan;

#[derive(Default)]
struct Group {
    start: Option<NaiveDate>,
    gate: Option<NaiveDate>,
    last: Option<NaiveDate>,
    targeted: f64,
    enrolled: f64,
    failed: f64,
    abandoned: f64,
    pending: f64,
    stale: f64,
    pool: f64,
    tickets: f64,
    moved: [f64; 7],
    enrolled_today: f64,
    bad_today: f64,
}

#[derive(Clone, Copy, Default)]
struct Grip {
    cell: Option<NaiveDate>,
    head: u32,
    full: Option<NaiveDate>,
}

struct Naive<'a> {
    plan: &'a Plan,
    groups: Vec<Group>,
    grips: Vec<[Grip; 7]>,
    /// Rules that have fired: (kind, phase, workload), and switch-backs by phase.
    fired: BTreeSet<(&'static str, usize, usize)>,
    backlog: f64,
    wait: f64,
    loads: Vec<f64>,
    stalled: Option<NaiveDate>,
    finish: Option<NaiveDate>,
}

impl Naive<'_> {
    fn lag(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.plan.calendar.working_days_between(from, to)
    }

    fn id(&self, phase: usize) -> PhaseId {
        self.plan.phases[phase].id
    }

    fn day(&mut self, day: NaiveDate) {
        let calendar = &self.plan.calendar;
        for group in &mut self.groups {
            (group.enrolled_today, group.bad_today) = (0.0, 0.0);
        }
        if calendar.is_working_day(day) {
            let is_braked = self.plan.desk.brake_wait_days.is_some_and(|limit| self.wait > limit);
            for phase in 0..self.groups.len() {
                self.start(phase, day);
                if self.groups[phase].start.is_some() {
                    self.target(phase, day, is_braked);
                    self.enroll(phase);
                }
            }
            self.switch(day);
            self.answer(day);
        }
        self.decide(day);
        if calendar.is_working_day(day) && self.stalled.is_none() {
            let waits = |group: &Group, phase: usize| {
                let is_all = group.targeted >= f64::from(self.plan.phases[phase].ready_by(day));
                let limit = i64::from(self.plan.hold_limit_days);
                group.gate.is_none() && is_all && group.last.is_some_and(|last| self.lag(last, day) >= limit)
            };
            let is_stalled = self.groups.iter().enumerate().any(|(phase, group)| waits(group, phase));
            self.stalled = is_stalled.then_some(day);
        }
        let is_passed = self.groups.iter().all(|group| group.gate.is_some());
        if self.finish.is_none() && is_passed && self.stalled.is_none() && self.is_switched() {
            self.finish = Some(day);
        }
    }

    fn start(&mut self, phase: usize, day: NaiveDate) {
        let rule = self.plan.phases[phase].start;
        let is_late = rule.not_before.is_some_and(|date| day < date);
        if self.groups[phase].start.is_some() || self.stalled.is_some() || is_late {
            return;
        }
        if let Some(lag) = rule.after_previous.filter(|_| phase > 0) {
            let Some(gate) = self.groups[phase - 1].gate else { return };
            if day <= gate || self.lag(gate, day) < i64::from(lag) {
                return;
            }
        }
        if !self.plan.calendar.bars_enrollment(self.id(phase), day) {
            self.groups[phase].start = Some(day);
        }
    }

    fn target(&mut self, phase: usize, day: NaiveDate, is_braked: bool) {
        let plan = &self.plan.phases[phase];
        let id = self.id(phase);
        let group = &mut self.groups[phase];
        let waiting = f64::from(plan.ready_by(day)) - group.targeted;
        let devices = plan.rate.map_or(waiting, |rate| waiting.min(f64::from(rate)));
        if devices > 0.0 && !is_braked && !self.plan.calendar.bars_enrollment(id, day) {
            group.targeted += devices;
            group.stale += devices * self.plan.assumptions.stale.mean;
            group.pending += devices * (1.0 - self.plan.assumptions.stale.mean);
            group.last = Some(day);
        }
    }

    fn enroll(&mut self, phase: usize) {
        let (assumed, group) = (&self.plan.assumptions, &mut self.groups[phase]);
        let repaired = group.failed * assumed.repair.mean;
        let attempts = group.pending * assumed.reach.mean;
        let bad = attempts * (1.0 - assumed.success.mean);
        let lost = bad * assumed.unfixable.mean;
        group.pending -= attempts;
        group.failed += bad - lost - repaired;
        group.abandoned += lost;
        group.enrolled_today = attempts - bad + repaired;
        group.enrolled += group.enrolled_today;
        group.bad_today = bad;
    }

    fn is_due(&self, rule: SwitchRule, phase: usize, day: NaiveDate) -> bool {
        let group = &self.groups[phase];
        match rule {
            SwitchRule::Never => false,
            SwitchRule::AtEnrollment => group.start.is_some(),
            SwitchRule::AfterStart(lag) => {
                group.start.is_some_and(|start| self.lag(start, day) >= i64::from(lag))
            }
            SwitchRule::AfterGate(lag) => {
                group.gate.is_some_and(|gate| self.lag(gate, day) >= i64::from(lag))
            }
            SwitchRule::OnDate(date) => day >= date,
        }
    }

    fn is_locked(&self, workload: Workload) -> bool {
        workload == Workload::ResourceAccessPolicies && self.plan.site_version >= 2403
    }

    fn followers(&self, workload: Workload) -> Vec<Workload> {
        let all =
            Workload::ALL.into_iter().filter(|w| w.follows_device_configuration() && !self.is_locked(*w));
        if workload == Workload::DeviceConfiguration { all.collect() } else { Vec::new() }
    }

    fn switch(&mut self, day: NaiveDate) {
        let ids: Vec<_> = self.plan.phases.iter().map(|phase| phase.id).collect();
        let workloads: Vec<_> = self.plan.switchable_workloads().collect();
        for phase in 0..ids.len() {
            for workload in workloads.clone() {
                self.switch_cell(phase, workload, day);
            }
        }
        for workload in workloads {
            self.switch_fully(workload, &ids, day);
        }
        for (place, back) in self.plan.switch_backs.iter().enumerate() {
            if day < back.date || self.is_locked(back.workload) {
                continue;
            }
            for phase in (0..ids.len()).filter(|p| back.phases.contains(ids[*p])) {
                let is_barred = match back.phases {
                    PhaseScope::All => self.plan.calendar.bars_full_switch(&ids, day),
                    PhaseScope::Only(_) => self.plan.calendar.bars_switch(ids[phase], day),
                };
                if !is_barred && self.fired.insert(("back", phase, place)) {
                    self.grips[phase][back.workload.index()] = Grip::default();
                }
            }
        }
    }

    fn switch_cell(&mut self, phase: usize, workload: Workload, day: NaiveDate) {
        let cell = self.plan.workload(workload).and_then(|row| row.cell(self.id(phase)));
        let Some(cell) = cell.filter(|_| !self.plan.calendar.bars_switch(self.id(phase), day)) else {
            return;
        };
        let w = workload.index();
        if let Some(head) = cell.head_start
            && self.is_due(head.rule, phase, day)
            && self.fired.insert(("head", phase, w))
        {
            let is_new = self.take_head(phase, w, head.devices);
            for follower in self.followers(workload).into_iter().filter(|_| is_new) {
                self.take_head(phase, follower.index(), head.devices);
            }
        }
        if self.is_due(cell.rule, phase, day) && self.fired.insert(("cell", phase, w)) {
            let is_new = self.take_cell(phase, w, day);
            for follower in self.followers(workload).into_iter().filter(|_| is_new) {
                self.take_cell(phase, follower.index(), day);
            }
        }
    }

    fn take_head(&mut self, phase: usize, workload: usize, devices: u32) -> bool {
        let grip = &mut self.grips[phase][workload];
        let is_new = grip.cell.is_none() && grip.full.is_none() && devices > grip.head;
        grip.head = if is_new { devices } else { grip.head };
        is_new
    }

    fn take_cell(&mut self, phase: usize, workload: usize, day: NaiveDate) -> bool {
        let grip = &mut self.grips[phase][workload];
        let is_new = grip.cell.is_none() && grip.full.is_none();
        grip.cell = if is_new { Some(day) } else { grip.cell };
        is_new
    }

    fn switch_fully(&mut self, workload: Workload, ids: &[PhaseId], day: NaiveDate) {
        let gate = |id: PhaseId| self.groups[self.plan.phase_index(id)?].gate;
        let is_over = |gate: NaiveDate, lag: u32| day > gate && self.lag(gate, day) >= i64::from(lag);
        let last = ids
            .iter()
            .map(|id| gate(*id))
            .collect::<Option<Vec<_>>>()
            .and_then(|gates| gates.into_iter().max());
        let is_due = match self.plan.workload(workload).map_or(FullSwitch::Never, |row| row.full) {
            FullSwitch::Never => false,
            FullSwitch::OnDate(date) => day >= date,
            FullSwitch::AfterGate { phase, days } => gate(phase).is_some_and(|gate| is_over(gate, days)),
            FullSwitch::AfterLast(days) => last.is_some_and(|gate| is_over(gate, days)),
        };
        if is_due
            && !self.plan.calendar.bars_full_switch(ids, day)
            && self.fired.insert(("full", 0, workload.index()))
        {
            let mut moved = vec![workload];
            if !self.is_full(workload) {
                moved.extend(self.followers(workload));
            }
            for workload in moved {
                for grips in &mut self.grips {
                    grips[workload.index()].full.get_or_insert(day);
                }
            }
        }
    }

    fn is_full(&self, workload: Workload) -> bool {
        self.grips.iter().all(|grips| grips[workload.index()].full.is_some())
    }

    fn is_switched(&self) -> bool {
        self.plan.switchable_workloads().all(|workload| {
            let row = self.plan.workload(workload);
            let rule = |phase: usize| {
                row.and_then(|row| row.cell(self.id(phase))).map_or(SwitchRule::Never, |c| c.rule)
            };
            let is_done = |phase: usize| {
                let grip = self.grips[phase][workload.index()];
                rule(phase) == SwitchRule::Never || grip.cell.is_some() || grip.full.is_some()
            };
            let has_full = row.is_some_and(|row| row.full != FullSwitch::Never);
            (!has_full || self.is_full(workload)) && (0..self.groups.len()).all(is_done)
        })
    }

    /// Devices of a phase with Pilot Intune and with Intune.
    fn authority(&self, phase: usize, workload: Workload) -> (f64, f64) {
        let (grip, enrolled) = (self.grips[phase][workload.index()], self.groups[phase].enrolled);
        if self.is_locked(workload) || grip.full.is_some() {
            (0.0, enrolled)
        } else if grip.cell.is_some() {
            (enrolled, 0.0)
        } else {
            (enrolled.min(f64::from(grip.head)), 0.0)
        }
    }

    fn answer(&mut self, day: NaiveDate) {
        let assumed = &self.plan.assumptions;
        let keep = (-1.0 / assumed.half_life_days.mean).exp2();
        let is_enforced = self.plan.conditional_access_from().is_some_and(|from| day >= from);
        let mut arrivals = self.plan.desk.ordinary_per_day.unwrap_or(0.0)
            * self.plan.desk.weekday_factors[Day::of(day) as usize];
        for phase in 0..self.groups.len() {
            let rates = assumed.enrollment_tickets(self.plan.phases[phase].path);
            let mut causes = rates.per_enrolled * self.groups[phase].enrolled_today
                + rates.per_failure * self.groups[phase].bad_today;
            for workload in self.plan.switchable_workloads() {
                let (pilot, intune) = self.authority(phase, workload);
                let left = pilot + intune - self.groups[phase].moved[workload.index()];
                self.groups[phase].moved[workload.index()] = pilot + intune;
                causes += assumed.switch_tickets(workload, is_enforced) * left.max(0.0);
            }
            let group = &mut self.groups[phase];
            group.pool += self.plan.phases[phase].ticket_multiplier * causes;
            arrivals += group.pool * (1.0 - keep);
            group.tickets += group.pool * (1.0 - keep);
            group.pool *= keep;
        }
        let capacity = self.plan.desk.capacity_on(day);
        let over = |work: f64| match work {
            work if work <= 0.0 => 0.0,
            work => work / capacity,
        };
        self.backlog = (self.backlog + arrivals - capacity).max(0.0);
        self.wait = over(self.backlog);
        self.loads.push(over(arrivals));
    }

    fn decide(&mut self, day: NaiveDate) {
        let calendar = &self.plan.calendar;
        let is_gate_day = calendar.is_working_day(day)
            && calendar.cadence.is_none_or(|weekday| {
                // A meeting since the plan's start whose first working day this is.
                let met = |date: &NaiveDate| Day::of(*date) == weekday && *date >= self.plan.start;
                let back = day.iter_days().rev().take_while(|d| *d == day || !calendar.is_working_day(*d));
                back.take(400).any(|date| met(&date))
            });
        for phase in 0..self.groups.len() {
            let passes = match self.plan.recorded_go(self.id(phase)) {
                Some(go) => go == day,
                None => is_gate_day && self.groups[phase].start.is_some() && self.holds(phase, day),
            };
            if passes && self.stalled.is_none() && self.groups[phase].gate.is_none() {
                self.groups[phase].gate = Some(day);
            }
        }
    }

    fn holds(&self, phase: usize, day: NaiveDate) -> bool {
        let (group, plan) = (&self.groups[phase], &self.plan.phases[phase]);
        let is_all = group.targeted >= f64::from(plan.ready_by(day));
        let last_five = &self.loads[self.loads.len().saturating_sub(5)..];
        let tried = group.enrolled + group.failed + group.abandoned;
        let judge = |criterion: &Criterion| match criterion {
            Criterion::Coverage { min } => group.enrolled / f64::from(plan.devices) >= *min,
            Criterion::Success { min } => tried > 0.0 && group.enrolled / tried >= *min,
            Criterion::Soak { days } => {
                is_all && group.last.is_some_and(|last| self.lag(last, day) >= i64::from(*days))
            }
            Criterion::SwitchSoak { days } => self.plan.switchable_workloads().all(|workload| {
                let grip = self.grips[phase][workload.index()];
                let done = grip.cell.into_iter().chain(grip.full).min();
                self.plan.cell_rule(workload, plan.id) == SwitchRule::Never
                    || done.is_some_and(|done| self.lag(done, day) >= i64::from(*days))
            }),
            Criterion::TicketsPer100 { max } => {
                group.enrolled > 0.0 && 100.0 * group.tickets / group.enrolled <= *max
            }
            Criterion::DeskLoad { max } => last_five.iter().sum::<f64>() / last_five.len() as f64 <= *max,
            Criterion::Wait { max_days } => self.wait <= *max_days,
            Criterion::Measured { .. } | Criterion::SignOff { .. } => true,
        };
        if plan.gate.criteria.is_empty() { is_all } else { plan.gate.criteria.iter().all(judge) }
    }
}

/// Both engines over the same plan; the first difference in words.
fn compare(plan: &Plan) -> Result<(), String> {
    let course = outlook(plan).expected;
    let mut naive = Naive {
        plan,
        groups: plan.phases.iter().map(|_| Group::default()).collect(),
        grips: vec![[Grip::default(); 7]; plan.phases.len()],
        fired: BTreeSet::new(),
        backlog: 0.0,
        wait: 0.0,
        loads: Vec::new(),
        stalled: None,
        finish: None,
    };
    let is_near = |a: f64, b: f64| a == b || (a - b).abs() <= 1e-6 * (1.0 + a.abs());
    for at in 0..course.track.len() {
        let day = course.track.day(at);
        naive.day(day);
        for (phase, track) in course.track.phases.iter().enumerate() {
            let group = &naive.groups[phase];
            let pairs = [
                ("targeted", track.targeted[at], group.targeted),
                ("enrolled", track.enrolled[at], group.enrolled),
                ("failed", track.failed[at], group.failed),
                ("stale", track.stale[at], group.stale),
            ];
            if let Some((what, a, b)) = pairs.into_iter().find(|(_, a, b)| !is_near(*a, *b)) {
                return Err(format!("phase {} {what} on {day}: {a} but {b}", phase + 1));
            }
        }
        for workload in Workload::ALL {
            let track = &course.track.authority[workload.index()];
            let all = (0..plan.phases.len()).map(|phase| naive.authority(phase, workload));
            let (pilot, intune) = all.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            if !is_near(track.pilot[at], pilot) || !is_near(track.intune[at], intune) {
                let is = (track.pilot[at], track.intune[at]);
                return Err(format!("{} on {day}: {is:?} but {:?}", workload.name(), (pilot, intune)));
            }
        }
        let backlog = course.track.desk.backlog[at].unwrap_or(f64::NAN);
        if !is_near(backlog, naive.backlog) {
            return Err(format!("backlog on {day}: {backlog} but {}", naive.backlog));
        }
    }
    let gates: Vec<_> = naive.groups.iter().map(|group| (group.start, group.gate)).collect();
    let dates: Vec<_> = course.phases.iter().map(|dates| (dates.start, dates.gate)).collect();
    let stalled = course.phases.iter().find_map(|dates| dates.stalled);
    if dates == gates && course.finish == naive.finish && stalled == naive.stalled {
        Ok(())
    } else {
        Err(format!("{dates:?}, {:?} but {gates:?}, {:?}", course.finish, naive.finish))
    }
}

#[test]
fn both_engines_agree_on_the_six_phase_plan() {
    assert_eq!(compare(&crate::common::plans::six_phases()), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn both_engines_agree_on_any_plan_without_actuals(mut plan in any_plan()) {
        plan.actuals = Actuals::default();
        for phase in &mut plan.phases {
            phase.gate.judged = Judged::Observed;
        }
        if let Err(wrong) = compare(&plan) {
            return Err(TestCaseError::fail(wrong));
        }
    }
}
