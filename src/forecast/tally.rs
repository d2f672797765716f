//! What is kept of simulated futures: figures of each run, counts over all of them. Tallies of runs that
//! follow each other are put together in their order, so that no division of the work leaves a trace.

use super::rules::Rules;

/// Figures of some runs in their order, and counts over them. Days are places of the tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub runs: u32,
    pub finish: Vec<u32>,
    /// By [`crate::plan::Workload::index`].
    pub sliders: [Vec<u32>; 7],
    /// By run, then phase.
    pub starts: Vec<u32>,
    pub gates: Vec<u32>,
    /// By run, then phase, then workload; empty unless phases are looked at.
    pub cells: Vec<u32>,
    /// On the day of the gate, else at the horizon.
    pub enrolled: Vec<f32>,
    pub success: Vec<f32>,
    pub tickets_per_100: Vec<f32>,
    pub peak_load: Vec<f32>,
    pub longest_wait_days: Vec<f32>,
    pub blocked: Vec<f32>,
    pub unprotected: Vec<f32>,
    /// Runs that each phase brings to a standstill, and those that any does.
    pub stalled_by: Vec<u32>,
    pub stalled: u32,
    /// Runs in which the desk breaks, in all and in each week.
    pub broken: u32,
    pub broken_weeks: Vec<u32>,
    /// Runs in which each criterion holds on the planned date, by phase.
    pub criteria: Vec<Vec<u32>>,
    /// Sums over the runs, by week; whole numbers, so that their order does not matter.
    pub migration: Vec<u128>,
    pub arrivals: Vec<u128>,
}

impl Tally {
    pub fn new(rules: &Rules, weeks: usize) -> Self {
        let phases = rules.facts.len();
        Self {
            stalled_by: vec![0; phases],
            broken_weeks: vec![0; weeks],
            criteria: rules.facts.iter().map(|facts| vec![0; facts.criteria.len()]).collect(),
            migration: vec![0; weeks],
            arrivals: vec![0; weeks],
            ..Self::default()
        }
    }

    /// Adds the runs that come next.
    pub fn append(&mut self, mut next: Self) {
        self.runs += next.runs;
        self.stalled += next.stalled;
        self.broken += next.broken;
        for (all, more) in self.sliders.iter_mut().zip(&mut next.sliders) {
            all.append(more);
        }
        self.finish.append(&mut next.finish);
        self.starts.append(&mut next.starts);
        self.gates.append(&mut next.gates);
        self.cells.append(&mut next.cells);
        self.enrolled.append(&mut next.enrolled);
        self.success.append(&mut next.success);
        self.tickets_per_100.append(&mut next.tickets_per_100);
        self.peak_load.append(&mut next.peak_load);
        self.longest_wait_days.append(&mut next.longest_wait_days);
        self.blocked.append(&mut next.blocked);
        self.unprotected.append(&mut next.unprotected);
        add(&mut self.stalled_by, &next.stalled_by);
        add(&mut self.broken_weeks, &next.broken_weeks);
        add(&mut self.migration, &next.migration);
        add(&mut self.arrivals, &next.arrivals);
        for (all, more) in self.criteria.iter_mut().zip(&next.criteria) {
            add(all, more);
        }
    }
}

fn add<T: Copy + std::ops::AddAssign>(all: &mut [T], more: &[T]) {
    for (sum, value) in all.iter_mut().zip(more) {
        *sum += *value;
    }
}
