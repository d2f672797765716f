//! The series of one simulated future while it runs: what is written down of a day, and where. A series
//! is written when it changes and filled up between, for most stand still most of the time.

use std::collections::BTreeSet;

use crate::plan::Workload;
use crate::plan::consequence::FOR_AUTOPATCH;

use super::course::State;
use super::rules::Rules;
use super::switches::Switches;
use super::{Detail, Reach};

/// The devices of one authority over the workloads of one class.
const HELD: usize = 3;

/// Which series are kept, and where each lies in a run's row.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Where each series begins; the last entry is the length of a row.
    offsets: Vec<usize>,
    pub detail: Detail,
    pub devices: f64,
    /// The class of each workload: workloads with the same rules have the same devices.
    pub class_of: [usize; 7],
    /// The first workload of each class, and how many of the switchable workloads it stands for.
    classes: Vec<(usize, f64)>,
    /// Classes of what Windows Autopatch asks for, and of all that can be switched.
    together: [Vec<usize>; 2],
    switchable: usize,
    phases: usize,
}

/// The series of a layout by what they are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Series {
    WeeklyArrivals,
    Enrolled,
    Failed,
    Tickets,
    Arrivals,
    Backlog,
    /// Configuration Manager, Pilot Intune, Intune of a class.
    Held(usize, usize),
    /// The same summed up over the switchable workloads.
    Total(usize),
    /// Devices of which Intune has all that Windows Autopatch asks for, by whatever position.
    Autopatch,
    /// Devices whose every slider is at Intune.
    Everything,
    Phase(usize),
}

impl Layout {
    pub fn new(rules: &Rules, switches: &Switches, detail: Detail, weeks: usize) -> Self {
        let days = &rules.days;
        let working = (days.begin..days.end).filter(|day| days.is_working(*day)).count();
        let class_of = switches.classes();
        let mut classes: Vec<(usize, f64)> = Vec::new();
        let mut places = [0; 7];
        for workload in 0..7 {
            let switchable = f64::from(u8::from(!switches.is_locked(workload)));
            if class_of[workload] == workload {
                places[workload] = classes.len();
                classes.push((workload, 0.0));
            }
            places[workload] = places[class_of[workload]];
            classes[places[workload]].1 += switchable;
        }
        let switchable: Vec<usize> = (0..7).filter(|workload| !switches.is_locked(*workload)).collect();
        let classes_of = |workloads: &mut dyn Iterator<Item = usize>| {
            workloads.map(|workload| places[workload]).collect::<BTreeSet<usize>>().into_iter().collect()
        };
        let mut layout = Self {
            together: [
                classes_of(&mut FOR_AUTOPATCH.into_iter().map(Workload::index)),
                classes_of(&mut switchable.iter().copied()),
            ],
            offsets: Vec::new(),
            detail,
            devices: rules.facts.iter().map(|facts| facts.devices).sum(),
            class_of: places,
            switchable: switchable.len(),
            classes,
            phases: rules.facts.len(),
        };
        let mut end = 0;
        for place in 0..layout.len() {
            layout.offsets.push(end);
            end += if place == 0 { weeks } else { working };
        }
        layout.offsets.push(end);
        layout
    }

    /// How many series there are.
    pub fn len(&self) -> usize {
        match self.detail {
            Detail::Dates => 1,
            Detail::Site => self.place(Series::Phase(0)),
            Detail::Phases => self.place(Series::Phase(self.phases)),
        }
    }

    pub fn place(&self, series: Series) -> usize {
        let total = 6 + HELD * self.classes.len();
        match series {
            Series::WeeklyArrivals => 0,
            Series::Enrolled => 1,
            Series::Failed => 2,
            Series::Tickets => 3,
            Series::Arrivals => 4,
            Series::Backlog => 5,
            Series::Held(class, authority) => 6 + HELD * class + authority,
            Series::Total(authority) => total + authority,
            Series::Autopatch => total + HELD,
            Series::Everything => total + HELD + 1,
            Series::Phase(phase) => total + HELD + 2 + phase,
        }
    }

    /// The part of a row that belongs to a series.
    pub fn range(&self, series: usize) -> std::ops::Range<usize> {
        self.offsets[series]..self.offsets[series + 1]
    }

    /// Values of one run.
    pub fn row_len(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0)
    }

    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// The first workload of a class.
    pub fn workload(&self, class: usize) -> usize {
        self.classes[class].0
    }

    /// How many of the switchable workloads a class stands for.
    pub fn weight(&self, class: usize) -> f64 {
        self.classes[class].1
    }

    /// Of so many devices of a phase those with all that Windows Autopatch asks for, and those with every slider
    /// at Intune. A head start is always of the first devices, so that the smallest count has them all.
    pub fn with_all(&self, enrolled: f64, reach: impl Fn(usize) -> Reach) -> [f64; 2] {
        let of = |class: &usize| reach(self.classes[*class].0);
        let moved = |reach: Reach| reach.pilot(enrolled) + reach.intune(enrolled);
        let [autopatch, all] = &self.together;
        [
            autopatch.iter().map(|class| moved(of(class))).fold(enrolled, f64::min),
            all.iter().map(|class| of(class).intune(enrolled)).fold(enrolled, f64::min),
        ]
    }

    /// Pairs of devices and switchable workloads.
    pub fn pairs(&self) -> f64 {
        self.devices * self.switchable as f64
    }

    /// Whole numbers only.
    pub fn is_whole(&self, series: usize) -> bool {
        series != self.place(Series::Backlog)
    }
}

/// One run's row while it is written.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    layout: &'a Layout,
    row: Vec<f32>,
    /// The last value of each series, and up to where its part of the row is filled.
    last: Vec<f32>,
    filled: Vec<usize>,
    enrolled: f64,
    failed: f64,
    /// By phase: failed devices, and by class devices with Pilot Intune and Intune.
    failed_of: Vec<f64>,
    held_of: Vec<[f64; 2]>,
    /// By class.
    held: Vec<[f64; 2]>,
    /// By phase, and in all: devices with several workloads at once.
    together_of: Vec<[f64; 2]>,
    together: [f64; 2],
}

impl<'a> Trace<'a> {
    pub fn new(layout: &'a Layout) -> Self {
        let (phases, classes) = (layout.phases, layout.classes.len());
        Self {
            row: vec![0.0; layout.row_len()],
            last: vec![0.0; layout.len()],
            filled: vec![0; layout.len()],
            enrolled: 0.0,
            failed: 0.0,
            failed_of: vec![0.0; phases],
            held_of: vec![[0.0; 2]; phases * classes],
            held: vec![[0.0; 2]; classes],
            together_of: vec![[0.0; 2]; phases],
            together: [0.0; 2],
            layout,
        }
    }

    /// Starts a new row with what stands before the first simulated day.
    pub fn begin(&mut self, state: &State) {
        self.last.fill(0.0);
        self.filled.copy_from_slice(&self.layout.offsets[..self.layout.len()]);
        (self.enrolled, self.failed) = (0.0, 0.0);
        self.failed_of.fill(0.0);
        self.held_of.fill([0.0; 2]);
        self.held.fill([0.0; 2]);
        self.together_of.fill([0.0; 2]);
        self.together = [0.0; 2];
        if self.layout.detail > Detail::Dates {
            for phase in 0..state.phases.len() {
                self.enrolled += state.phases[phase].enrolled;
                self.take(state, phase);
                if self.layout.detail == Detail::Phases {
                    self.put(Series::Phase(phase), 0, state.phases[phase].enrolled);
                }
            }
        }
    }

    #[inline]
    fn put(&mut self, series: Series, at: usize, value: f64) {
        let place = self.layout.place(series);
        let value = value as f32;
        if value != self.last[place] {
            let until = self.layout.offsets[place] + at;
            let last = std::mem::replace(&mut self.last[place], value);
            let from = std::mem::replace(&mut self.filled[place], until);
            self.row[from..until].fill(last);
        }
    }

    /// All tickets of a week.
    pub fn week(&mut self, week: usize, arrivals: f64) {
        self.put(Series::WeeklyArrivals, week, arrivals);
    }

    /// The end of the working day that is the `at`-th simulated one.
    pub fn day(&mut self, state: &State, at: usize) {
        if self.layout.detail == Detail::Dates {
            return;
        }
        if !state.active.is_empty() || at == 0 {
            self.devices(state, at);
        }
        self.put(Series::Tickets, at, state.desk.migration);
        self.put(Series::Arrivals, at, state.desk.arrivals);
        self.put(Series::Backlog, at, state.desk.backlog);
    }

    /// What becomes of devices, which only phases under way can change.
    fn devices(&mut self, state: &State, at: usize) {
        for phase in state.active.iter().copied() {
            self.enrolled += state.phases[phase].today.enrolled;
            self.take(state, phase);
            if self.layout.detail == Detail::Phases {
                self.put(Series::Phase(phase), at, state.phases[phase].enrolled);
            }
        }
        self.put(Series::Enrolled, at, self.enrolled);
        self.put(Series::Failed, at, self.failed);
        let mut total = [0.0; HELD];
        for class in 0..self.held.len() {
            let ([pilot, intune], weight) = (self.held[class], self.layout.classes[class].1);
            let held = [self.layout.devices - pilot - intune, pilot, intune];
            for (authority, devices) in held.into_iter().enumerate() {
                self.put(Series::Held(class, authority), at, devices);
                total[authority] += weight * devices;
            }
        }
        for (authority, devices) in total.into_iter().enumerate() {
            self.put(Series::Total(authority), at, devices);
        }
        self.put(Series::Autopatch, at, self.together[0]);
        self.put(Series::Everything, at, self.together[1]);
    }

    /// What has changed of a phase.
    fn take(&mut self, state: &State, phase: usize) {
        let own = &state.phases[phase];
        self.failed += own.failed - std::mem::replace(&mut self.failed_of[phase], own.failed);
        let classes = self.held.len();
        for class in 0..classes {
            let reach: Reach = state.switches.cells[phase][self.layout.classes[class].0].reach;
            let now = [reach.pilot(own.enrolled), reach.intune(own.enrolled)];
            let before = std::mem::replace(&mut self.held_of[phase * classes + class], now);
            self.held[class][0] += now[0] - before[0];
            self.held[class][1] += now[1] - before[1];
        }
        let now = self.layout.with_all(own.enrolled, |workload| state.switches.cells[phase][workload].reach);
        let before = std::mem::replace(&mut self.together_of[phase], now);
        for (sum, (now, before)) in self.together.iter_mut().zip(now.into_iter().zip(before)) {
            *sum += now - before;
        }
    }

    /// The finished row, to be copied.
    pub fn row(&mut self) -> &[f32] {
        for place in 0..self.layout.len() {
            let from = std::mem::replace(&mut self.filled[place], self.layout.offsets[place + 1]);
            self.row[from..self.layout.offsets[place + 1]].fill(self.last[place]);
        }
        &self.row
    }
}
