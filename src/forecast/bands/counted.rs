//! One series of many runs, day by day in bins.

use std::ops::Range;

use super::{Part, Shares, changes, rank};

/// The lowest and the highest value of the first runs have a bin each, for nothing and everything are meant
/// exactly. Between them a bin is this part of what lay between, or one where all values are whole and it is
/// less.
const BETWEEN: usize = 510;
const BINS: usize = BETWEEN + 2;

#[derive(Debug)]
pub struct Counted {
    length: usize,
    is_whole: bool,
    /// The days on which not every run has what it had the day before, in order of time.
    days: Vec<Bins>,
    counts: Vec<u32>,
    runs: usize,
}

/// One day and those after it on which nothing changes in any run.
#[derive(Clone, Copy, Debug)]
struct Bins {
    at: usize,
    /// What the first runs lie between.
    low: f32,
    high: f32,
    /// Bins per unit, and where their counts begin; none where the first runs all had the same value.
    scale: f32,
    counts: Option<u32>,
    /// Runs outside, and how far they go.
    below: u32,
    inside: u32,
    above: u32,
    least: f32,
    most: f32,
}

impl Counted {
    /// Lays the bins over what the first runs have; they are yet to be added.
    pub fn new<'a>(part: &Part, first: impl Iterator<Item = &'a [f32]> + Clone) -> Self {
        let length = part.range.len();
        let mut counted =
            Self { length, is_whole: part.is_whole, days: Vec::new(), counts: Vec::new(), runs: 0 };
        let mut between = vec![(f32::INFINITY, f32::NEG_INFINITY); length];
        for row in first.clone() {
            for ((low, high), value) in between.iter_mut().zip(row) {
                (*low, *high) = (low.min(*value), high.max(*value));
            }
        }
        for (at, is_changed) in changes(length, first).into_iter().enumerate() {
            if is_changed {
                let bins = counted.bins(at, between[at]);
                counted.days.push(bins);
            }
        }
        counted
    }

    fn bins(&mut self, at: usize, (low, high): (f32, f32)) -> Bins {
        let is_each = self.is_whole && high - low < BETWEEN as f32;
        let scale = if is_each { 1.0 } else { BETWEEN as f32 / (high - low) };
        // A range of a few steps of f32 cannot be divided.
        let counts = (high > low && scale.is_finite()).then(|| {
            self.counts.resize(self.counts.len() + BINS, 0);
            (self.counts.len() - BINS) as u32
        });
        Bins { at, low, high, scale, counts, below: 0, inside: 0, above: 0, least: low, most: high }
    }

    /// Adds a run's values.
    pub fn add(&mut self, row: &[f32]) {
        self.runs += 1;
        let mut place = 0;
        while place < self.days.len() {
            let bins = &mut self.days[place];
            let (from, value) = (bins.at, row[bins.at]);
            *bins.counter(value, &mut self.counts) += 1;
            place += 1;
            let until = self.days.get(place).map_or(self.length, |next| next.at);
            if let Some(later) = row[from + 1..until].iter().position(|other| *other != value) {
                self.part(place, from + 1 + later, value);
            }
        }
    }

    /// A run does what none has done before: a day leaves the one before, where the run has `value`, and has
    /// its own counts from here.
    fn part(&mut self, place: usize, at: usize, value: f32) {
        let mut bins = Bins { at, ..self.days[place - 1] };
        if let Some(from) = bins.counts {
            bins.counts = Some(self.counts.len() as u32);
            self.counts.extend_from_within(from as usize..from as usize + BINS);
        }
        *bins.counter(value, &mut self.counts) -= 1;
        self.days.insert(place, bins);
    }

    /// The quantiles of each day and those after it that are alike.
    pub fn quantiles(&self, shares: Shares, mut put: impl FnMut(Range<usize>, [f32; 3])) {
        for (place, bins) in self.days.iter().enumerate() {
            let until = self.days.get(place + 1).map_or(self.length, |next| next.at);
            put(bins.at..until, bins.quantiles(&self.counts, (self.runs, shares), self.is_whole));
        }
    }
}

impl Bins {
    /// Where a value is counted.
    #[inline]
    fn counter<'a>(&'a mut self, value: f32, counts: &'a mut [u32]) -> &'a mut u32 {
        if value < self.low {
            self.least = self.least.min(value);
            &mut self.below
        } else if value > self.high {
            self.most = self.most.max(value);
            &mut self.above
        } else if let Some(from) = self.counts {
            let between = 1 + (((value - self.low) * self.scale) as usize).min(BETWEEN - 1);
            let bin = if value == self.low { 0 } else { between };
            let bin = if value == self.high { BINS - 1 } else { bin };
            &mut counts[from as usize + bin]
        } else {
            &mut self.inside
        }
    }

    fn quantiles(&self, counts: &[u32], (runs, shares): (usize, Shares), is_whole: bool) -> [f32; 3] {
        let ranks = shares.map(|share| rank(runs, share));
        let mut values = [self.most; 3];
        let mut so_far = self.below as usize;
        let mut next = 0;
        let mut reach = |so_far: usize, value: f32| {
            while next < ranks.len() && ranks[next] < so_far {
                values[next] = value;
                next += 1;
            }
        };
        reach(so_far, self.least);
        match self.counts {
            None => reach(so_far + self.inside as usize, self.low),
            Some(from) => {
                for (bin, count) in counts[from as usize..from as usize + BINS].iter().enumerate() {
                    so_far += *count as usize;
                    if *count > 0 {
                        reach(so_far, self.value_of(bin, is_whole));
                    }
                }
            }
        }
        values
    }

    /// What a bin stands for: its only value, or the middle between those that it may hold.
    fn value_of(&self, bin: usize, is_whole: bool) -> f32 {
        match bin {
            0 => self.low,
            _ if bin == BINS - 1 => self.high,
            _ => {
                let middle = if is_whole && self.scale == 1.0 { 0.0 } else { 0.5 };
                let value = self.low + ((bin - 1) as f32 + middle) / self.scale;
                if is_whole { value.round() } else { value }
            }
        }
    }
}
