//! Where a course begins: with nothing done, or with what the actuals say stood at the end of the status
//! date. Facts are taken as they were recorded; what was due and is not recorded is left to fall due.

use crate::plan::{Decision, DecisionKind, EventKind, PhaseId, PhaseScope, Plan};

use super::course::Course;
use super::days::{Days, NEVER};
use super::known::Known;
use super::rates::Rates;
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
pub(crate) fn course<'a>(known: &Known<'a>) -> Course<'a> {
    let Known { plan, days, observed, .. } = *known;
    let rates = Rates::new(plan, &known.learned);
    let mut course = Course::new(plan, days, rates, Switches::new(plan, days, days.begin));
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
            stand(&mut course, phase, known);
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

/// One phase's stocks and its tickets to come.
fn stand(course: &mut Course, phase: usize, known: &Known) {
    let (now, past) = (&known.observed.now[phase], &known.past[phase]);
    for day in &past.days {
        let ready = course.facts[phase].ready(day.day);
        let state = &mut course.phases[phase];
        if day.targeted > 0.0 {
            state.last_targeting = Some(day.day);
        }
        if state.all_targeted.is_none() && day.targeted_so_far >= ready {
            state.all_targeted = Some(day.day);
        }
    }
    let state = &mut course.phases[phase];
    state.targeted = f64::from(now.targeted);
    state.enrolled = f64::from(now.enrolled);
    state.failed = f64::from(now.failed);
    state.abandoned = f64::from(now.abandoned);
    state.stale = past.silence.devices * past.silence.stale_share(course.rates.stale, course.rates.reach);
    state.pending = past.silence.devices - state.stale;
    state.tickets = f64::from(now.tickets.unwrap_or(0));
    state.pool = past.pool * known.learned.ticket_factor.posterior.mean();
    state.unexposed = past.unexposed;
    let switched = course.switches.cells[phase].each_ref().map(|cell| cell.reach);
    let _ = state.leave(switched, &[0.0; 7]);
}
