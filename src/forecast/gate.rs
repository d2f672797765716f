//! How each phase and its gate stand by the actuals: stage, criteria with their values and intervals, days
//! of soak left. What needs a simulated future, above all a verdict before the gate's date, is not said here.

use chrono::NaiveDate;

use crate::plan::{Criterion, Judged, Plan};

use super::begin::Begin;
use super::course::PhaseState;
use super::days::NEVER;
use super::judge::Switched;
use super::posterior::{Share, chance_of_tickets};
use super::{
    CriterionState, DeskTrack, Expected, GateState, Interval, Observed, PhaseNow, PhaseStage, desk_records,
    planned_gate, special,
};

/// Working days of which the desk's load is the mean.
const LOAD_DAYS: usize = 5;

/// All gates as they stand on the status date. `begin` is where the courses start from.
pub(crate) fn gates(plan: &Plan, begin: &Begin, observed: &Observed, expected: &Expected) -> Vec<GateState> {
    let desk_load = desk_records::judge(plan).newest_load(plan);
    let mut gates = Vec::with_capacity(plan.phases.len());
    for place in 0..plan.phases.len() {
        let today = begin.rules.days.known_until.saturating_sub(1);
        let ready = begin.rules.facts[place].ready(today);
        let view = View { plan, begin, observed, place, today, ready };
        let now = observed.now.get(place).copied().unwrap_or_default();
        let phase = &plan.phases[place];
        gates.push(GateState {
            phase: phase.id,
            stage: view.stage(),
            criteria: phase.gate.criteria.iter().map(|criterion| view.criterion(criterion, &now)).collect(),
            planned: planned_gate(plan, expected, phase.id),
            desk_load,
            exposed: view.exposed(),
        });
    }
    gates
}

struct View<'a> {
    plan: &'a Plan,
    begin: &'a Begin,
    observed: &'a Observed,
    place: usize,
    /// The status date's place.
    today: usize,
    /// Devices that could be targeted by today.
    ready: f64,
}

impl View<'_> {
    fn state(&self) -> &PhaseState {
        &self.begin.state.phases[self.place]
    }

    fn is_started(&self) -> bool {
        self.plan.has_actuals() && self.state().start.is_some()
    }

    fn is_all_targeted(&self) -> bool {
        self.state().targeted > 0.0 && self.state().targeted >= self.ready
    }

    fn stage(&self) -> PhaseStage {
        let days = &self.begin.rules.days;
        let go = self.begin.rules.facts[self.place].go;
        if go != NEVER && go < days.known_until {
            return PhaseStage::Done;
        }
        if !self.is_started() {
            return PhaseStage::Planned;
        }
        let waited = self.state().last_targeting.map_or(0, |last| days.between(last, self.today));
        if self.is_all_targeted() && waited >= self.plan.hold_limit_days as usize {
            PhaseStage::Stalled
        } else if days.is_paused(self.place, self.today) {
            PhaseStage::Paused
        } else if self.is_all_targeted() {
            PhaseStage::Soaking
        } else {
            PhaseStage::Running
        }
    }

    fn criterion(&self, criterion: &Criterion, now: &PhaseNow) -> CriterionState {
        let mut state = CriterionState {
            criterion: criterion.clone(),
            value: None,
            holds: None,
            interval: None,
            honest: None,
            counts: None,
            days_left: None,
            recorded: None,
        };
        match criterion {
            Criterion::Measured { .. } | Criterion::SignOff { .. } => self.typed(criterion, &mut state),
            Criterion::DeskLoad { max } => {
                state.value = self.desk_load();
                state.holds = state.value.map(|load| load <= *max);
            }
            Criterion::Wait { max_days } => {
                let waits = &self.observed.track.desk.wait_days;
                state.value = waits.iter().rev().find_map(|wait| *wait);
                state.holds = state.value.map(|wait| wait <= *max_days);
            }
            _ if !self.is_started() => {}
            Criterion::Coverage { min } => self.coverage(now, *min, &mut state),
            Criterion::Success { min } => self.success(now, *min, &mut state),
            Criterion::TicketsPer100 { max } => self.tickets(now, *max, &mut state),
            Criterion::Soak { days } => {
                let last = self.state().last_targeting;
                self.soak(last.filter(|_| self.is_all_targeted()), *days, &mut state);
            }
            Criterion::SwitchSoak { days } => match Switched::of(&self.begin.state.switches, self.place) {
                Switched::NonePlanned => (state.holds, state.days_left) = (Some(true), Some(0)),
                Switched::Open => self.soak(None, *days, &mut state),
                Switched::All(last) => self.soak(Some(last), *days, &mut state),
            },
        }
        state
    }

    fn coverage(&self, now: &PhaseNow, min: f64, state: &mut CriterionState) {
        let devices = self.plan.phases[self.place].devices;
        if devices > 0 {
            let share = f64::from(now.enrolled) / f64::from(devices);
            state.value = Some(share);
            state.holds = Some(share >= min);
            state.counts = Some((now.enrolled, devices));
        }
    }

    fn success(&self, now: &PhaseNow, min: f64, state: &mut CriterionState) {
        let (enrolled, heard) = (f64::from(now.enrolled), f64::from(now.attempts()));
        if heard <= 0.0 {
            return;
        }
        let all = heard + f64::from(now.unheard);
        state.value = Some(enrolled / heard);
        state.holds = Some(match self.judged() {
            Judged::Observed => enrolled / heard >= min,
            Judged::Assured => {
                let gate = &self.plan.phases[self.place].gate;
                let share = Share::of_success(self.plan, gate, enrolled, heard - enrolled);
                self.is_assured(share.map(|share| share.at_least(min)))
            }
        });
        state.counts = Some((now.enrolled, now.attempts()));
        state.interval = special::wilson(enrolled, heard);
        state.honest =
            Some(Interval { low: enrolled / all, high: (enrolled + f64::from(now.unheard)) / all });
    }

    fn tickets(&self, now: &PhaseNow, max: f64, state: &mut CriterionState) {
        let Some(tickets) = now.tickets.filter(|_| now.enrolled > 0) else { return };
        let ratio = 100.0 * f64::from(tickets) / f64::from(now.enrolled);
        state.value = Some(ratio);
        state.counts = Some((tickets, now.enrolled));
        state.holds = Some(match self.judged() {
            Judged::Observed => ratio <= max,
            Judged::Assured => self.is_assured(chance_of_tickets(f64::from(tickets), self.exposed(), max)),
        });
    }

    /// Enrolled devices, each by the share of its tickets that has had time to come.
    fn exposed(&self) -> f64 {
        self.state().enrolled - self.state().unexposed
    }

    fn judged(&self) -> Judged {
        self.plan.phases[self.place].gate.judged
    }

    fn is_assured(&self, chance: Option<f64>) -> bool {
        chance.is_some_and(|chance| chance >= self.plan.assurance)
    }

    /// Waiting since `last`; none = what it waits for has not come.
    fn soak(&self, last: Option<usize>, days: u32, state: &mut CriterionState) {
        let Some(last) = last else {
            state.holds = Some(false);
            return;
        };
        let waited = self.begin.rules.days.between(last, self.today);
        state.value = Some(waited as f64);
        state.holds = Some(waited >= days as usize);
        state.days_left = u32::try_from((days as usize).saturating_sub(waited)).ok();
    }

    fn typed(&self, criterion: &Criterion, state: &mut CriterionState) {
        let plan = self.plan;
        let id = plan.phases[self.place].id;
        let is_known = |date: NaiveDate| date <= plan.status_date;
        match criterion {
            Criterion::Measured { what, bound } => {
                let about = plan.actuals.measurements.iter().filter(|m| m.phase == id && &m.what == what);
                if let Some(newest) = about.filter(|m| is_known(m.date)).max_by_key(|m| m.date) {
                    state.value = Some(newest.value);
                    state.holds = Some(bound.holds(newest.value));
                    state.recorded = Some(newest.date);
                }
            }
            Criterion::SignOff { what } => {
                let about = plan.actuals.sign_offs.iter().filter(|s| s.phase == id && &s.what == what);
                if let Some(signed) = about.filter(|s| is_known(s.date)).max_by_key(|s| s.date) {
                    state.holds = Some(true);
                    state.recorded = Some(signed.date);
                }
            }
            _ => {}
        }
    }

    /// Mean load of the last working days that somebody recorded.
    fn desk_load(&self) -> Option<f64> {
        let desk: &DeskTrack = &self.observed.track.desk;
        let start = self.begin.rules.days.start;
        let known = desk
            .load
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, load)| load.filter(|_| self.begin.rules.days.is_working(start + at)));
        let loads: Vec<f64> = known.take(LOAD_DAYS).collect();
        (!loads.is_empty()).then(|| loads.iter().sum::<f64>() / loads.len() as f64)
    }
}
