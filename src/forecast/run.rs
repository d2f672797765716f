//! One simulated future from the first day that is not known to the horizon, and what is kept of it.

use super::begin::Begin;
use super::course::{Course, State};
use super::desk_state::DeskState;
use super::drawn::{Drawn, Odd};
use super::fate::Fate;
use super::judge;
use super::odds::{Dates, Detail};
use super::rules::Rules;
use super::tally::Tally;
use super::trace::{Layout, Trace};

/// All that the runs of a simulation share.
pub(crate) struct Setting {
    pub begin: Begin,
    /// What is known before the first day, to start runs from.
    pub state: State,
    pub odd: Odd,
    pub layout: Layout,
    pub weeks: Weeks,
    /// Planned gate dates ahead with their phases, in order of time.
    pub checks: Vec<(usize, usize)>,
    /// Enrolled, success and tickets per 100 of the phases whose gates were passed before the first day.
    pub passed: Vec<Option<[f32; 3]>>,
    pub wait_limit_days: f64,
}

/// ISO weeks from the one of the first simulated day on.
pub(crate) struct Weeks {
    /// The place of the first Monday's week: the first simulated day and how many days after Monday it is.
    begin: usize,
    lead: usize,
    /// What the desk closes in each week on simulated days, and whether it works at all.
    pub capacity: Vec<f64>,
    pub is_working: Vec<bool>,
}

impl Weeks {
    pub fn new(rules: &Rules) -> Self {
        let days = &rules.days;
        let (begin, lead) = (days.begin, days.weekday(days.begin));
        let length = (days.end - begin + lead).div_ceil(7);
        let mut weeks = Self { begin, lead, capacity: vec![0.0; length], is_working: vec![false; length] };
        for day in (begin..days.end).filter(|day| days.is_working(*day)) {
            let week = weeks.of(day);
            weeks.capacity[week] += rules.capacity[day];
            weeks.is_working[week] = true;
        }
        weeks
    }

    pub fn len(&self) -> usize {
        self.capacity.len()
    }

    /// The day after a week.
    fn end(&self, week: usize) -> usize {
        self.begin + 7 * (week + 1) - self.lead
    }

    pub fn of(&self, day: usize) -> usize {
        (day - self.begin + self.lead) / 7
    }

    /// Arrivals over capacity.
    pub fn load(&self, week: usize, arrivals: f64) -> f64 {
        DeskState::ratio(arrivals, self.capacity[week])
    }
}

/// Simulates runs one after the other into a tally.
pub(crate) struct Runner<'a> {
    setting: &'a Setting,
    pub tally: Tally,
    trace: Trace<'a>,
    /// Rows of the runs, one after the other.
    pub rows: Vec<f32>,
}

/// What is added up while a run goes on.
#[derive(Default)]
struct Watch {
    finish: Option<usize>,
    arrivals: f64,
    migration: f64,
    peak: f64,
    longest_wait: f64,
    broken_in: Option<usize>,
    blocked: f64,
    unprotected: f64,
    next_check: usize,
    passed: usize,
}

impl<'a> Runner<'a> {
    /// For so many runs.
    pub fn new(setting: &'a Setting, runs: usize) -> Self {
        Self {
            tally: Tally::new(&setting.begin.rules, setting.weeks.len()),
            trace: Trace::new(&setting.layout),
            rows: Vec::with_capacity(runs * setting.layout.row_len()),
            setting,
        }
    }

    /// One run, known by its number.
    pub fn run(&mut self, run: u32) {
        let Setting { begin, state: known, odd, .. } = self.setting;
        let luck = odd.luck(run);
        let parameters = odd.parameters(luck, &begin.rules);
        let fate = Drawn::new(&begin.rules, odd, luck, &parameters);
        let mut state = known.clone();
        begin.settle(&mut state, &parameters, |phase, unheard, share| fate.silent(phase, unheard, share));
        let mut course = Course::new(&begin.rules, fate, state);
        self.trace.begin(&course.state);
        let watch = self.live(&mut course);
        self.keep(&course.state, &watch);
        self.rows.extend_from_slice(self.trace.row());
    }

    /// All days to the horizon.
    fn live(&mut self, course: &mut Course<'a, Drawn<'a>>) -> Watch {
        let setting = self.setting;
        let (rules, weeks) = (&setting.begin.rules, &setting.weeks);
        let days = &rules.days;
        let mut watch = Watch { passed: course.state.passed, ..Watch::default() };
        watch.finish = course.state.is_finished().then(|| course.state.last_step(days));
        self.open_figures(&course.state);
        // On most days off there is nothing to see.
        let are_days_off_plain = rules.go_days.is_empty() && rules.exposed.is_empty();
        let (mut day, mut at) = (days.begin, 0);
        for week in 0..weeks.len() {
            let until = weeks.end(week).min(days.end);
            if setting.layout.detail == Detail::Dates && self.is_over(course, &watch) {
                for day in (day..until).filter(|day| days.is_working(*day)) {
                    let weekday = days.weekday(day);
                    watch.arrivals += course.fate.ordinary(day, weekday, rules.ordinary[weekday]);
                }
            } else {
                for day in day..until {
                    let is_working = days.is_working(day);
                    let is_checked = setting.checks.get(watch.next_check).is_some_and(|check| check.0 == day);
                    if is_working || !are_days_off_plain || is_checked || day == days.begin {
                        course.step(day);
                        self.look(&course.state, (day, week), &mut watch);
                    }
                    if is_working {
                        self.trace.day(&course.state, at);
                        at += 1;
                    }
                }
            }
            self.close_week(week, &mut watch);
            day = until;
        }
        watch
    }

    /// All that is left to come are ordinary tickets.
    fn is_over(&self, course: &Course<'a, Drawn<'a>>, watch: &Watch) -> bool {
        watch.finish.is_some() && watch.next_check >= self.setting.checks.len() && course.state.is_settled()
    }

    /// The figures of this run's phases before anything has happened.
    fn open_figures(&mut self, state: &State) {
        for phase in 0..state.phases.len() {
            let [enrolled, success, tickets] =
                self.setting.passed[phase].unwrap_or_else(|| state.phases[phase].figures());
            self.tally.enrolled.push(enrolled);
            self.tally.success.push(success);
            self.tally.tickets_per_100.push(tickets);
        }
    }

    /// What there is to see at the end of a day.
    fn look(&mut self, state: &State, (day, week): (usize, usize), watch: &mut Watch) {
        let setting = self.setting;
        watch.arrivals += state.desk.arrivals;
        watch.migration += state.desk.migration;
        if watch.finish.is_none() {
            watch.longest_wait = watch.longest_wait.max(state.desk.wait_days);
            if state.desk.wait_days > setting.wait_limit_days && watch.broken_in != Some(week) {
                self.tally.broken += u32::from(watch.broken_in.is_none());
                self.tally.broken_weeks[week] += 1;
                watch.broken_in = Some(week);
            }
            if !setting.begin.rules.exposed.is_empty() {
                self.expose(state, day, watch);
            }
            if state.is_finished() {
                watch.finish = Some(day);
            }
        }
        if state.passed > watch.passed {
            watch.passed = state.passed;
            let first = self.tally.enrolled.len() - state.phases.len();
            for (place, phase) in state.phases.iter().enumerate().filter(|(_, phase)| phase.gate == Some(day))
            {
                self.write_figures(first + place, phase.figures());
            }
        }
        while let Some((_, phase)) = setting.checks.get(watch.next_check).filter(|check| check.0 == day) {
            watch.next_check += 1;
            let rules = &setting.begin.rules;
            for (place, criterion) in rules.facts[*phase].criteria.iter().enumerate() {
                let holds = judge::holds(criterion, rules, state, *phase, day);
                self.tally.criteria[*phase][place] += u32::from(holds);
            }
        }
    }

    /// Devices that have left another product and are not enrolled yet.
    fn expose(&self, state: &State, day: usize, watch: &mut Watch) {
        let rules = &self.setting.begin.rules;
        for phase in &rules.exposed {
            let own = &state.phases[*phase];
            if own.gate.is_none_or(|gate| gate == day) {
                let alone = own.targeted - own.enrolled;
                if day >= rules.enforced_from { watch.blocked += alone } else { watch.unprotected += alone }
            }
        }
    }

    fn write_figures(&mut self, place: usize, [enrolled, success, tickets]: [f32; 3]) {
        self.tally.enrolled[place] = enrolled;
        self.tally.success[place] = success;
        self.tally.tickets_per_100[place] = tickets;
    }

    fn close_week(&mut self, week: usize, watch: &mut Watch) {
        let arrivals = std::mem::take(&mut watch.arrivals);
        self.trace.week(week, arrivals);
        self.tally.arrivals[week] += arrivals as u128;
        self.tally.migration[week] += std::mem::take(&mut watch.migration) as u128;
        // The week that holds the finish counts whole.
        let is_before_finish = watch.finish.is_none_or(|finish| {
            finish >= self.setting.begin.rules.days.begin && week <= self.setting.weeks.of(finish)
        });
        if is_before_finish {
            watch.peak = watch.peak.max(self.setting.weeks.load(week, arrivals));
        }
    }

    /// Writes down how it ended.
    fn keep(&mut self, state: &State, watch: &Watch) {
        let tally = &mut self.tally;
        tally.runs += 1;
        let place = |day: Option<usize>| day.map_or(Dates::NEVER, |day| day as u32);
        tally.finish.push(place(watch.finish));
        for (workload, days) in tally.sliders.iter_mut().enumerate() {
            days.push(place(state.switches.slider(workload)));
        }
        let first = tally.enrolled.len() - state.phases.len();
        for (number, phase) in state.phases.iter().enumerate() {
            tally.starts.push(place(phase.start));
            tally.gates.push(place(phase.gate));
            if self.setting.layout.detail == Detail::Phases {
                let cells = state.switches.cells[number].iter();
                tally.cells.extend(cells.map(|cell| place(cell.switched(phase.start))));
            }
            if phase.gate.is_none() {
                [
                    tally.enrolled[first + number],
                    tally.success[first + number],
                    tally.tickets_per_100[first + number],
                ] = phase.figures();
            }
            tally.stalled_by[number] += u32::from(phase.stalled.is_some());
        }
        tally.stalled += u32::from(state.has_stalled && watch.finish.is_none());
        tally.peak_load.push(watch.peak as f32);
        tally.longest_wait_days.push(watch.longest_wait as f32);
        tally.blocked.push(watch.blocked as f32);
        tally.unprotected.push(watch.unprotected as f32);
    }
}

impl super::course::PhaseState {
    /// Enrolled, success and tickets per 100; 0/0 is no number.
    pub fn figures(&self) -> [f32; 3] {
        let heard = self.enrolled + self.failed + self.abandoned;
        let tickets = if self.enrolled > 0.0 { 100.0 * self.tickets / self.enrolled } else { f64::NAN };
        [self.enrolled, self.enrolled / heard, tickets].map(|figure| figure as f32)
    }
}
