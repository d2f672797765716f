//! Where a course begins: with nothing done, or with what the actuals say stood at the end of the status
//! date. Facts are taken as they were recorded; what was due and is not recorded is left to fall due.

use crate::plan::{Decision, DecisionKind, EventKind, PhaseId, PhaseScope, Plan};

use super::Observed;
use super::course::{Course, PhaseState};
use super::days::{Days, NEVER};
use super::rates::Rates;
use super::records::{self, Sound};
use super::switches::Switches;

/// What was decided about one gate.
pub(crate) struct Decided {
    /// The day of a recorded Go; [`NEVER`] without one.
    pub go: usize,
    /// The first day on which no recorded No-go keeps the gate shut.
    pub shut_until: usize,
}

impl Decided {
    pub fn of(plan: &Plan, phase: PhaseId, days: &Days) -> Self {
        let about = |decision: &&Decision| decision.phase == Some(phase);
        let shut = plan.decisions.iter().filter(about).filter_map(|decision| match decision.kind {
            DecisionKind::NoGo { not_before } => {
                let own = days.due(decision.date).saturating_add(1);
                Some(not_before.map_or(own, |date| own.max(days.due(date))))
            }
            _ => None,
        });
        Self {
            go: plan.recorded_go(phase).map_or(NEVER, |date| days.due(date)),
            shut_until: shut.max().unwrap_or(0),
        }
    }
}

/// The course as it stands before its first simulated day.
pub(crate) fn course<'a>(plan: &'a Plan, days: &'a Days, observed: &Observed) -> Course<'a> {
    let mut course = Course::new(plan, days, Switches::new(plan, days, days.begin));
    for phase in 0..plan.phases.len() {
        if plan.has_actuals()
            && let Some(start) = observed.now.get(phase).and_then(|now| now.start)
        {
            let start = days.due(start);
            course.phases[phase].start = Some(start);
            course.switches.on_start(phase, start, days);
        }
        let go = course.facts[phase].go;
        if go < days.begin {
            course.pass(phase, go);
        }
    }
    if plan.has_actuals() {
        apply_events(plan, days, &mut course.switches);
        for phase in 0..plan.phases.len() {
            stand(&mut course, phase, observed);
        }
        course.desk.backlog = observed.open.map_or(0.0, f64::from);
        let capacity = plan.desk.capacity_on(plan.status_date);
        course.desk.wait_days = super::course::DeskState::ratio(course.desk.backlog, capacity);
    }
    course.switches.begin_series(days.begin);
    course
}

/// Cells, sliders and switch-backs as recorded up to the status date, in order of time.
pub(crate) fn apply_events(plan: &Plan, days: &Days, switches: &mut Switches) {
    let mut events: Vec<_> = plan.actuals.events.iter().filter(|e| e.date <= plan.status_date).collect();
    // A switch-back comes after the day's switches; pilots come before what makes them whole.
    events.sort_by_key(|event| {
        let place = match &event.what {
            EventKind::PhaseStarted(_) => 0,
            EventKind::CellSwitched { head_start: true, .. } => 1,
            EventKind::CellSwitched { .. } => 2,
            EventKind::SliderMoved(_) => 3,
            EventKind::SwitchedBack { .. } => 4,
        };
        (event.date, place)
    });
    for event in events {
        let day = days.due(event.date);
        match &event.what {
            EventKind::PhaseStarted(_) => {}
            EventKind::CellSwitched { workload, phase, head_start } => {
                if let Some(phase) = plan.phase_index(*phase) {
                    switches.record_cell(phase, workload.index(), *head_start, day);
                }
            }
            EventKind::SliderMoved(workload) => switches.record_slider(workload.index(), day),
            EventKind::SwitchedBack { workload, phases: scope } => {
                let phases: Vec<_> =
                    (0..plan.phases.len()).filter(|p| scope.contains(plan.phases[*p].id)).collect();
                for phase in &phases {
                    switches.record_back(*phase, workload.index(), day);
                }
                switches.settle_back(workload.index(), *scope == PhaseScope::All, &phases);
            }
        }
    }
}

/// One phase's stocks and its tickets to come, by replaying what is known of it.
fn stand(course: &mut Course, phase: usize, observed: &Observed) {
    let (plan, days) = (course.plan, course.days);
    let Some((now, track)) = observed.now.get(phase).zip(observed.track.phases.get(phase)) else { return };
    let sound = records::of_phase(plan, &plan.phases[phase], days);
    let Some(from) = days.place(observed.track.first) else { return };
    let mut waits = Vec::new();
    let mut before = Past::default();
    for at in 0..track.targeted.len() {
        let (day, past) = (from + at, Past::at(track, at));
        let targeted = past.targeted - before.targeted;
        let ready = course.facts[phase].ready(day);
        let state = &mut course.phases[phase];
        if targeted > 0.0 {
            state.last_targeting = Some(day);
            waits.push((
                targeted,
                days.between(day, days.known_until.saturating_sub(1)) + usize::from(days.is_working(day)),
            ));
        }
        if state.all_targeted.is_none() && past.targeted > 0.0 && past.targeted >= ready {
            state.all_targeted = Some(day);
        }
        let bad = sound.bad_on(day).unwrap_or_else(|| past.bad_since(&before, course.rates.repair));
        state.enrolled = past.enrolled;
        state.today.enrolled = (past.enrolled - before.enrolled).max(0.0);
        let switch =
            if day >= course.enforced_from { &course.rates.switch_enforced } else { &course.rates.switch };
        let left = state.leave(reaches(track, at), switch);
        let rates = &course.facts[phase].rates;
        state.cause(rates.multiplier * (rates.enrolled * state.today.enrolled + rates.bad * bad + left));
        if days.is_working(day) {
            state.draw(course.rates.keep);
        }
        before = past;
    }
    let state = &mut course.phases[phase];
    state.take_stock(now, &course.rates, &waits);
    let switched = course.switches.cells[phase].each_ref().map(|cell| cell.reach);
    let _ = state.leave(switched, &[0.0; 7]);
}

fn reaches(track: &super::PhaseTrack, at: usize) -> [super::Reach; 7] {
    crate::plan::Workload::ALL.map(|workload| track.reach(workload, at))
}

impl PhaseState {
    /// The newest figures, with those not heard of split into silent and stale.
    fn take_stock(&mut self, now: &super::PhaseNow, rates: &Rates, waits: &[(f64, usize)]) {
        self.targeted = f64::from(now.targeted);
        self.enrolled = f64::from(now.enrolled);
        self.failed = f64::from(now.failed);
        self.abandoned = f64::from(now.abandoned);
        let unheard = f64::from(now.unheard);
        self.stale = unheard * rates.stale_of_unheard(waits.iter().copied());
        self.pending = unheard - self.stale;
        if let Some(tickets) = now.tickets {
            self.tickets = f64::from(tickets);
        }
        self.today = super::course::Today::default();
    }
}

/// A phase's totals at the end of a day of the past.
#[derive(Clone, Copy, Default)]
struct Past {
    targeted: f64,
    enrolled: f64,
    failed: f64,
    abandoned: f64,
}

impl Past {
    fn at(track: &super::PhaseTrack, at: usize) -> Self {
        Self {
            targeted: track.targeted[at],
            enrolled: track.enrolled[at],
            failed: track.failed[at],
            abandoned: track.abandoned[at],
        }
    }

    /// First attempts that failed on the day, as far as stocks tell: repairs hide some of them.
    fn bad_since(&self, before: &Self, repair: f64) -> f64 {
        let settled = (self.failed - before.failed) + (self.abandoned - before.abandoned);
        let enrolled = (self.enrolled - before.enrolled).max(0.0);
        let repaired = (repair * before.failed + 0.5).floor().max(-settled).max(0.0).min(enrolled);
        (settled + repaired).max(0.0)
    }
}

impl Sound {
    fn bad_on(&self, day: usize) -> Option<f64> {
        let place = self.points.binary_search_by_key(&day, |point| point.day).ok()?;
        self.points[place].bad.map(f64::from)
    }
}
