//! One series of many runs, day by day in bins.

use std::ops::Range;

use super::{Part, Shares, changes, rank};

/// The lowest and the highest value of the first runs have a bin each, for nothing and everything are meant
/// exactly. Between them a bin is this part of what lay between, or one where all values are whole and it is
/// less. Beyond them there are as many more as cover a quarter of it: among few first runs one in forty of all
/// is easily missing.
const BETWEEN: usize = 340;
const BEYOND: usize = BETWEEN / 4;
const BINS: usize = BEYOND + 1 + BETWEEN + 1 + BEYOND;
/// Their places.
const LOW: usize = BEYOND;
const HIGH: usize = LOW + 1 + BETWEEN;

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
    /// Runs beyond all bins, and how far they go.
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
            let reach = (bins.least, bins.most);
            *bins.counter(value, &mut self.counts) += 1;
            place += 1;
            let until = self.days.get(place).map_or(self.length, |next| next.at);
            if let Some(later) = row[from + 1..until].iter().position(|other| *other != value) {
                self.part(place, from + 1 + later, (value, reach));
            }
        }
    }

    /// A run does what none has done before: a day leaves the one before, where the run has `value` and runs
    /// reached so far without it, and has its own counts from here.
    fn part(&mut self, place: usize, at: usize, (value, reach): (f32, (f32, f32))) {
        let mut bins = Bins { at, ..self.days[place - 1] };
        if let Some(from) = bins.counts {
            bins.counts = Some(self.counts.len() as u32);
            self.counts.extend_from_within(from as usize..from as usize + BINS);
        }
        *bins.counter(value, &mut self.counts) -= 1;
        (bins.least, bins.most) = reach;
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
        // How many bins beyond the lowest or the highest, the next one first.
        let beyond = |distance: f32| ((distance * self.scale).ceil() as usize).clamp(1, BINS) - 1;
        let bin = if value == self.low {
            LOW
        } else if value == self.high {
            HIGH
        } else if value < self.low {
            LOW.wrapping_sub(1 + beyond(self.low - value))
        } else if value > self.high {
            HIGH + 1 + beyond(value - self.high)
        } else {
            LOW + 1 + (((value - self.low) * self.scale) as usize).min(BETWEEN - 1)
        };
        match self.counts {
            Some(from) if bin < BINS => &mut counts[from as usize + bin],
            None if (self.low..=self.high).contains(&value) => &mut self.inside,
            _ if value < self.low => {
                self.least = self.least.min(value);
                &mut self.below
            }
            _ => {
                self.most = self.most.max(value);
                &mut self.above
            }
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
        let is_each = is_whole && self.scale == 1.0;
        let (from, steps) = match bin {
            LOW => return self.low,
            HIGH => return self.high,
            below if below < LOW => (self.low, below as f32 - LOW as f32 + if is_each { 0.0 } else { 0.5 }),
            above if above > HIGH => (self.high, (above - HIGH) as f32 - if is_each { 0.0 } else { 0.5 }),
            between => (self.low, (between - LOW - 1) as f32 + if is_each { 0.0 } else { 0.5 }),
        };
        let value = (from + steps / self.scale).max(0.0);
        if is_whole { value.round() } else { value }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::bands::OUTER;

    /// All rows, of which the first `kept` say where the bins lie.
    fn counted(rows: &[Vec<f32>], kept: usize, is_whole: bool) -> Counted {
        let part = Part { range: 0..rows[0].len(), is_whole };
        let mut counted = Counted::new(&part, rows[..kept].iter().map(Vec::as_slice));
        for row in rows {
            counted.add(row);
        }
        counted
    }

    fn outer(counted: &Counted) -> Vec<[f32; 3]> {
        let mut days = Vec::new();
        counted.quantiles(OUTER, |range, quantiles| days.extend(range.map(|_| quantiles)));
        days
    }

    #[test]
    fn one_run_in_forty_is_found_although_no_first_run_went_so_far() {
        // The first 128 runs keep to the middle four fifths of what all runs do.
        for (whole, unit) in [(true, 0.1), (true, 1.0), (false, 7.3), (true, 10.0)] {
            let value = |run: u32| {
                let share = if run < 128 { 100 + run * 800 / 128 } else { run.wrapping_mul(7_919) % 1_000 };
                let value = 2_000.0 + f64::from(share) * unit;
                if whole { value.round() as f32 } else { value as f32 }
            };
            let rows: Vec<_> = (0..4_000).map(|run| vec![value(run)]).collect();
            let mut sorted: Vec<f32> = rows.iter().map(|row| row[0]).collect();
            sorted.sort_by(f32::total_cmp);
            let [low, middle, high] = outer(&counted(&rows, 128, whole))[0];
            let within = if whole && unit < 0.4 { 0.0 } else { 0.002 * 1_000.0 * unit as f32 };
            for (found, share) in [(low, 25), (middle, 500), (high, 975)] {
                let exact = sorted[rank(sorted.len(), share)];
                assert!((found - exact).abs() <= within, "P{share} by {unit}: {found}, not {exact}");
            }
        }
    }

    #[test]
    fn a_run_that_parts_two_days_leaves_no_trace_on_the_second() {
        let mut rows = vec![vec![5.0, 5.0]; 30];
        rows.push(vec![1.0, 5.0]);
        rows.push(vec![4.0, 4.0]);
        rows.push(vec![9.0, 5.0]);
        rows.push(vec![6.0, 6.0]);
        let days = outer(&counted(&rows, 20, true));
        assert_eq!(days, [[1.0, 5.0, 9.0], [4.0, 5.0, 6.0]]);
    }
}
