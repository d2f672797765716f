//! Where a course begins: with nothing done, or with what the actuals say stood at the end of the status
//! date. Facts are taken as they were recorded; what was due and is not recorded is left to fall due.

use chrono::NaiveDate;

use crate::plan::{Decision, DecisionKind, Event, EventKind, Milestone, PhaseId, PhaseScope, Plan};

use super::course::{Course, State};
use super::days::{Days, NEVER};
use super::desk_state::DeskState;
use super::expected::expected_from;
use super::fate::Means;
use super::past::{self, Past};
use super::rates::Parameters;
use super::rules::Rules;
use super::switches::Switches;
use super::tasks::{moving_day, moving_enforcement};
use super::{Learned, Observed, PhaseNow, learn};

/// Courses after which a day that moves with what it moves itself is left as it is.
const ROUNDS: usize = 4;

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

/// Where the courses of a plan begin: what is known, and what each course has to make up its mind about.
/// It is worked out once for a plan, whatever number of futures start from it.
pub(crate) struct Begin {
    pub rules: Rules,
    /// Before the first simulated day, but for what is unknown of each phase.
    pub state: State,
    pub learned: Learned,
    /// In the plan's order of phases.
    past: Vec<Past>,
}

impl Begin {
    pub fn new(plan: &Plan, observed: &Observed) -> Self {
        let begin = Self::enforcing(plan, observed, plan.conditional_access_from());
        match moving_enforcement(plan) {
            Some(milestone) => begin.with_enforcement(plan, observed, milestone),
            None => begin,
        }
    }

    /// Conditional Access enforces from a day, or never.
    fn enforcing(plan: &Plan, observed: &Observed, from: Option<NaiveDate>) -> Self {
        let days = Days::new(plan);
        let enforced_from = from.map_or(NEVER, |date| days.due(date));
        let past = past::of_plan(plan, &days, observed, enforced_from);
        let learned = learn::from_past(plan, &days, &past);
        let rules = Rules::new(plan, days, enforced_from);
        let switches = Switches::new(plan, &rules.days, rules.days.begin);
        let state = State::new(&rules, switches);
        let mut begin = Self { rules, state, learned, past };
        for phase in 0..plan.phases.len() {
            begin.open(plan, phase, observed);
        }
        if plan.has_actuals() {
            apply_events(plan, &begin.rules.days, &mut begin.state.switches);
            for phase in 0..plan.phases.len() {
                begin.stand(phase, &observed.now[phase]);
            }
            let desk = &mut begin.state.desk;
            desk.backlog = observed.open.map_or(0.0, f64::from);
            desk.wait_days = DeskState::ratio(desk.backlog, plan.desk.capacity_on(plan.status_date));
        }
        begin.state.switches.begin_series(begin.rules.days.begin);
        begin
    }

    /// With a day for Conditional Access where that moves with a phase. It is the only milestone that a course
    /// goes by: from then on a switch of Compliance policies brings more tickets, which can hold up the gate
    /// that the day depends on. So its day is that of the course in which it enforces from that day. A future
    /// in which the phase comes later keeps the day: it has been announced by then.
    fn with_enforcement(mut self, plan: &Plan, observed: &Observed, milestone: &Milestone) -> Self {
        let mut day = None;
        for _ in 0..ROUNDS {
            let (anchor, next) = moving_day(plan, &expected_from(plan, &self), milestone);
            if next == day {
                break;
            }
            let due = next.map_or(NEVER, |date| self.rules.days.due(date));
            if due.min(self.rules.enforced_from) < self.rules.days.begin {
                // What was learned of the past depends on it.
                self = Self::enforcing(plan, observed, next);
            } else {
                self.rules.enforced_from = due;
            }
            if anchor < next {
                // What comes before that day is the same with it.
                break;
            }
            day = next;
        }
        self
    }

    /// Start and gate of a phase as recorded.
    fn open(&mut self, plan: &Plan, phase: usize, observed: &Observed) {
        let days = &self.rules.days;
        if plan.has_actuals()
            && let Some(start) = observed.now.get(phase).and_then(|now| now.start)
        {
            self.state.begin_phase(phase, days.due(start), &self.rules);
        }
        let go = self.rules.facts[phase].go;
        if go < days.begin {
            self.state.pass(phase, go, &self.rules);
        }
    }

    /// The expected course at its beginning.
    pub fn expected(&self) -> Course<'_, Means> {
        let (mut state, parameters) = (self.state.clone(), Parameters::means(&self.learned, self.past.len()));
        self.settle(&mut state, &parameters, |_, silent, share| silent * share);
        Course::new(&self.rules, Means { parameters }, state)
    }

    /// Puts what a course thinks of the unknown into its state: `stale` says how many of a phase's silent
    /// devices will never check in, by the chance of each. Tickets that nobody counted are as many as
    /// there should have been.
    pub fn settle(
        &self,
        state: &mut State,
        parameters: &Parameters,
        mut stale: impl FnMut(usize, f64, f64) -> f64,
    ) {
        for (place, (phase, past)) in state.phases.iter_mut().zip(&self.past).enumerate() {
            let silent = past.silence.devices;
            if silent > 0.0 {
                let share = past.silence.stale_share(parameters.stale, parameters.reach);
                phase.stale = stale(place, silent, share);
                phase.pending = silent - phase.stale;
            }
            if past.tickets.is_none() {
                phase.tickets *= parameters.factor;
            }
        }
    }

    /// One phase's stocks and its tickets to come.
    fn stand(&mut self, phase: usize, now: &PhaseNow) {
        let (facts, past) = (&self.rules.facts[phase], &self.past[phase]);
        let state = &mut self.state.phases[phase];
        for day in &past.days {
            if day.paced > 0.0 {
                state.last_targeting = Some(day.day);
            }
            if state.all_targeted.is_none() && day.targeted_so_far >= facts.ready(day.day) {
                state.all_targeted = Some(day.day);
            }
        }
        state.targeted = f64::from(now.targeted);
        state.enrolled = f64::from(now.enrolled);
        state.failed = f64::from(now.failed);
        state.abandoned = f64::from(now.abandoned);
        state.pool = past.pool;
        state.unexposed = past.unexposed;
        let caused: f64 = past.days.iter().map(|day| day.causes).sum();
        state.tickets = now.tickets.map_or((caused - past.pool).max(0.0), f64::from);
        let switched = self.state.switches.cells[phase].each_ref().map(|cell| cell.reach);
        let _ = state.leave(switched, &[0.0; 7]);
    }
}

/// Cells, sliders and switch-backs as recorded up to the status date, in order of time.
pub(crate) fn apply_events(plan: &Plan, days: &Days, switches: &mut Switches) {
    for event in events(plan) {
        apply_event(plan, days, switches, event);
    }
}

/// What was recorded up to the status date, in order of time.
pub(crate) fn events(plan: &Plan) -> Vec<&Event> {
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
    events
}

pub(crate) fn apply_event(plan: &Plan, days: &Days, switches: &mut Switches, event: &Event) {
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
