//! The helpdesk of one course: what arrives, what it closes, what waits.

/// How many working days of load a gate looks at.
const LOAD_DAYS: usize = 5;

/// The helpdesk at the end of a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeskState {
    pub arrivals: f64,
    pub migration: f64,
    pub capacity: f64,
    pub load: f64,
    pub backlog: f64,
    pub wait_days: f64,
    /// Loads of the last working days, newest last, and how many of them there are.
    loads: [f64; LOAD_DAYS],
    known_loads: usize,
}

impl DeskState {
    /// Work over capacity: nothing to do is no load, and work that nobody can do is without end.
    pub fn ratio(work: f64, capacity: f64) -> f64 {
        if work <= 0.0 {
            0.0
        } else if capacity > 0.0 {
            work / capacity
        } else {
            f64::INFINITY
        }
    }

    /// Mean load of the last five working days, or as many as there are.
    pub fn mean_load(&self) -> Option<f64> {
        let loads = &self.loads[LOAD_DAYS - self.known_loads..];
        (!loads.is_empty()).then(|| loads.iter().sum::<f64>() / loads.len() as f64)
    }

    pub fn serve(&mut self, arrivals: f64, capacity: f64) {
        self.arrivals = arrivals;
        self.capacity = capacity;
        self.backlog = (self.backlog + arrivals - capacity).max(0.0);
        self.load = Self::ratio(arrivals, capacity);
        self.wait_days = Self::ratio(self.backlog, capacity);
        self.loads.copy_within(1.., 0);
        self.loads[LOAD_DAYS - 1] = self.load;
        self.known_loads = LOAD_DAYS.min(self.known_loads + 1);
    }

    /// A day on which nobody works.
    pub fn rest(&mut self) {
        (self.arrivals, self.migration, self.capacity, self.load) = (0.0, 0.0, 0.0, 0.0);
    }
}
