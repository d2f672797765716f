//! The expected course: one run of the plan's recurrences on means, and what it comes to: dates, finish,
//! the heaviest week, the longest wait. The means are those after the actuals, so that it stays in the middle
//! of the simulated futures. It runs while a value is dragged, so it looks up, never searches.

use chrono::NaiveDate;

use crate::plan::{EventKind, Plan, Workload};

use super::begin::Begin;
use super::course::State;
use super::days::Days;
use super::observed::sum_authority;
use super::switches::Switches;
use super::{AuthorityTrack, DeskTrack, Ending, Expected, Observed, PeakLoad, PhaseDates, PhaseTrack, Track};

/// The plan's expected course from its first day that is not known.
pub fn expected(plan: &Plan, observed: &Observed) -> Expected {
    expected_from(plan, &Begin::new(plan, observed))
}

pub(crate) fn expected_from(plan: &Plan, begin: &Begin) -> Expected {
    let days = &begin.rules.days;
    let mut course = begin.expected();
    let mut series = Series::new(plan, days);
    let mut finish = course.state.is_finished().then(|| course.state.last_step(days));
    for day in days.begin..days.end {
        course.step(day);
        series.write(&course.state, day - days.begin);
        if finish.is_none() && course.state.is_finished() {
            finish = Some(day);
        }
    }
    let state = course.state;
    // A recorded finish stays one, whatever is planned after it.
    let ending = match finish {
        Some(_) => Ending::Finished,
        None if state.has_stalled => Ending::Stalled,
        None => Ending::Unfinished,
    };
    let strain = Strain::of(&series.desk, days, finish, plan.desk.wait_limit_days);
    Expected {
        phases: (0..plan.phases.len()).map(|phase| dates(plan, days, &state, phase)).collect(),
        sliders: std::array::from_fn(|w| state.switches.slider(w).map(|day| days.date(day))),
        slider_is_done: Workload::ALL.map(|w| done(plan, &EventKind::SliderMoved(w)).is_some()),
        finish: finish.map(|day| days.date(day)),
        ending,
        peak: strain.peak,
        longest_wait_days: strain.longest_wait_days,
        breaks_on: strain.breaks_on,
        track: series.finish(state.switches),
    }
}

impl State {
    /// The day of the last gate and switch of a plan that was done before its first simulated day.
    pub fn last_step(&self, days: &Days) -> usize {
        let gates = self.phases.iter().filter_map(|state| state.gate);
        let switches = self.switches.cells.iter().flatten().filter_map(|cell| cell.joined.max(cell.full));
        gates.chain(switches).max().unwrap_or(days.start)
    }
}

/// The date of a recorded event, if it is known by now.
fn done(plan: &Plan, what: &EventKind) -> Option<NaiveDate> {
    plan.actuals.done(what).filter(|date| *date <= plan.status_date)
}

fn dates(plan: &Plan, days: &Days, state: &State, phase: usize) -> PhaseDates {
    let (state, cells) = (&state.phases[phase], &state.switches.cells[phase]);
    let date = |day: Option<usize>| day.map(|day| days.date(day));
    let start_is_done = state.start.is_some_and(|start| start < days.begin);
    let id = plan.phases[phase].id;
    let switched = |w: usize| cells[w].switched(state.start);
    PhaseDates {
        phase: id,
        start: date(state.start),
        targeted: date(state.all_targeted),
        last_targeting: date(state.last_targeting),
        gate: date(state.gate),
        stalled: date(state.stalled),
        cells: std::array::from_fn(|w| date(switched(w))),
        head_starts: std::array::from_fn(|w| date(cells[w].last_head)),
        backs: std::array::from_fn(|w| date(cells[w].last_back)),
        start_is_done,
        gate_is_done: state.gate.is_some_and(|gate| gate < days.begin),
        cell_is_done: std::array::from_fn(|w| switched(w).is_some_and(|day| day < days.begin)),
    }
}

/// The daily series while they are written.
struct Series {
    first: NaiveDate,
    phases: Vec<PhaseTrack>,
    desk: DeskTrack,
}

impl Series {
    fn new(plan: &Plan, days: &Days) -> Self {
        let length = days.end - days.begin;
        let zeros = || vec![0.0; length];
        let phases = plan.phases.iter().map(|phase| PhaseTrack {
            phase: phase.id,
            targeted: zeros(),
            enrolled: zeros(),
            failed: zeros(),
            abandoned: zeros(),
            pending: zeros(),
            stale: zeros(),
            tickets: zeros(),
            ..PhaseTrack::default()
        });
        let desk = DeskTrack {
            arrivals: Vec::with_capacity(length),
            migration: Vec::with_capacity(length),
            capacity: Vec::with_capacity(length),
            load: Vec::with_capacity(length),
            backlog: Vec::with_capacity(length),
            wait_days: Vec::with_capacity(length),
        };
        Self { first: days.date(days.begin), phases: phases.collect(), desk }
    }

    fn write(&mut self, state: &State, at: usize) {
        for (track, state) in self.phases.iter_mut().zip(&state.phases) {
            if state.start.is_none() && state.today.tickets == 0.0 && state.targeted == 0.0 {
                continue;
            }
            track.targeted[at] = state.targeted;
            track.enrolled[at] = state.enrolled;
            track.failed[at] = state.failed;
            track.abandoned[at] = state.abandoned;
            track.pending[at] = state.pending;
            track.stale[at] = state.stale;
            track.tickets[at] = state.today.tickets;
        }
        let desk = &state.desk;
        self.desk.arrivals.push(Some(desk.arrivals));
        self.desk.migration.push(Some(desk.migration));
        self.desk.capacity.push(desk.capacity);
        self.desk.load.push(Some(desk.load));
        self.desk.backlog.push(Some(desk.backlog));
        self.desk.wait_days.push(Some(desk.wait_days));
    }

    fn finish(mut self, switches: Switches) -> Track {
        for (track, changes) in self.phases.iter_mut().zip(switches.changes) {
            track.reach = changes;
        }
        let authority: [AuthorityTrack; 7] = sum_authority(&self.phases, self.desk.load.len());
        Track { first: self.first, phases: self.phases, authority, desk: self.desk }
    }
}

/// How hard the desk has it from the first simulated day to the finish.
struct Strain {
    peak: Option<PeakLoad>,
    longest_wait_days: f64,
    breaks_on: Option<NaiveDate>,
}

impl Strain {
    fn of(desk: &DeskTrack, days: &Days, finish: Option<usize>, limit_days: f64) -> Self {
        let last = finish.map_or(days.end, |day| day + 1).clamp(days.begin, days.end);
        let waits = || (days.begin..last).map(|day| (day, desk.wait_days[day - days.begin].unwrap_or(0.0)));
        Self {
            peak: Self::peak(desk, days, last),
            longest_wait_days: waits().map(|(_, wait)| wait).fold(0.0, f64::max),
            breaks_on: waits().find(|(_, wait)| *wait > limit_days).map(|(day, _)| days.date(day)),
        }
    }

    /// The week that holds the finish counts whole.
    fn peak(desk: &DeskTrack, days: &Days, last: usize) -> Option<PeakLoad> {
        let mut peak: Option<PeakLoad> = None;
        let mut day = days.begin;
        while day < last {
            let weekday = days.weekday(day);
            let until = (day + 7 - weekday).min(days.end);
            let places = || (day..until).filter(|d| days.is_working(*d)).map(|d| d - days.begin);
            if places().next().is_some() {
                let arrivals = places().map(|at| desk.arrivals[at].unwrap_or(0.0)).sum();
                let load =
                    super::desk_state::DeskState::ratio(arrivals, places().map(|at| desk.capacity[at]).sum());
                if peak.is_none_or(|peak| load > peak.load) {
                    let monday = days.date(day).checked_sub_days(chrono::Days::new(weekday as u64));
                    peak = monday.map(|week| PeakLoad { week, load });
                }
            }
            day = until;
        }
        peak
    }
}
