//! Ranges over many runs in little memory: the first runs say between which values a day of a series
//! lies, all later ones are counted in bins between them. The order of the runs leaves no trace.

use super::Band;

/// Runs that are kept whole where memory allows, to learn from them where the bins must lie.
const KEPT_RUNS: usize = 256;

/// So many are needed: all of them miss the lowest tenth of all runs once in a million days.
const FEWEST_KEPT: usize = 128;

/// Values of all series that are kept at once, at most.
const KEPT_VALUES: usize = 32 << 20;

/// A bin is this part of what lay between the first runs, or one where all values are whole and it is less.
const BINS: usize = 512;

/// One series over many runs.
#[derive(Debug)]
pub(crate) struct Bands {
    length: usize,
    is_whole: bool,
    /// The days on which not every run has what it had the day before, in order of time.
    days: Vec<Bins>,
    counts: Vec<u32>,
    /// Rows of the first runs; empty once the bins are laid out.
    kept: Vec<f32>,
    kept_runs: usize,
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

impl Bands {
    /// One series of this length; `of` is the length of all series together.
    pub fn new(length: usize, of: usize, is_whole: bool) -> Self {
        let kept_runs = (KEPT_VALUES / of.max(1)).clamp(FEWEST_KEPT, KEPT_RUNS);
        let (days, counts, kept) = (Vec::new(), Vec::new(), Vec::new());
        Self { length, is_whole, days, counts, kept, kept_runs, runs: 0 }
    }

    /// Adds a run's row.
    pub fn add(&mut self, row: &[f32]) {
        if self.length == 0 {
            return;
        }
        self.runs += 1;
        if self.runs <= self.kept_runs {
            self.kept.reserve_exact(if self.runs == 1 { self.kept_runs * self.length } else { 0 });
            self.kept.extend_from_slice(row);
            if self.runs == self.kept_runs {
                self.lay_out();
            }
        } else {
            self.count(row);
        }
    }

    /// Whether each day is another than the one before in any of the kept runs.
    fn changes(&self) -> Vec<bool> {
        let mut changes = vec![false; self.length];
        changes[0] = true;
        for row in self.kept.chunks_exact(self.length) {
            for (change, pair) in changes[1..].iter_mut().zip(row.windows(2)) {
                *change |= pair[0] != pair[1];
            }
        }
        changes
    }

    /// Lays the bins over what the first runs have, and counts them.
    fn lay_out(&mut self) {
        let changes = self.changes();
        let kept = std::mem::take(&mut self.kept);
        for at in (0..self.length).filter(|at| changes[*at]) {
            let values = kept.iter().skip(at).step_by(self.length);
            let (low, high) = values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| {
                (low.min(*value), high.max(*value))
            });
            let bins = self.bins(at, low, high);
            self.days.push(bins);
        }
        for row in kept.chunks_exact(self.length) {
            self.count(row);
        }
    }

    fn bins(&mut self, at: usize, low: f32, high: f32) -> Bins {
        let is_each = self.is_whole && high - low < BINS as f32;
        let scale = if is_each { 1.0 } else { BINS as f32 / (high - low) };
        // A range of a few steps of f32 cannot be divided.
        let counts = (high > low && scale.is_finite()).then(|| {
            self.counts.resize(self.counts.len() + BINS, 0);
            (self.counts.len() - BINS) as u32
        });
        Bins { at, low, high, scale, counts, below: 0, inside: 0, above: 0, least: low, most: high }
    }

    fn count(&mut self, row: &[f32]) {
        let mut place = 0;
        while place < self.days.len() {
            let bins = &mut self.days[place];
            let (from, value) = (bins.at, row[bins.at]);
            bins.count(value, &mut self.counts);
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

    /// The ranges, each value by `value`, which must rise with what it is given.
    pub fn band(&self, value: impl Fn(usize, f32) -> f64) -> Band {
        let mut band = Band::default();
        let mut put = |from: usize, until: usize, quantiles: [f32; 3]| {
            for at in from..until {
                let [low, middle, high] = quantiles.map(|quantile| value(at, quantile));
                band.p10.push(low);
                band.p50.push(middle);
                band.p90.push(high);
            }
        };
        if self.runs == 0 {
            put(0, self.length, [0.0; 3]);
        } else if self.runs < self.kept_runs {
            let changes = self.changes();
            let mut column = Vec::new();
            let mut last = [0.0; 3];
            for (at, is_changed) in changes.into_iter().enumerate() {
                if is_changed {
                    column.clear();
                    column.extend(self.kept.iter().skip(at).step_by(self.length));
                    last = quantiles(&mut column);
                }
                put(at, at + 1, last);
            }
        } else {
            for (place, bins) in self.days.iter().enumerate() {
                let until = self.days.get(place + 1).map_or(self.length, |next| next.at);
                put(bins.at, until, bins.quantiles(&self.counts, self.runs, self.is_whole));
            }
        }
        band
    }
}

const SHARES: [usize; 3] = [10, 50, 90];

/// The place of a quantile among sorted values.
const fn rank(runs: usize, percent: usize) -> usize {
    (percent * runs).div_ceil(100).saturating_sub(1)
}

fn quantiles(column: &mut [f32]) -> [f32; 3] {
    let ranks = SHARES.map(|percent| rank(column.len(), percent));
    let (low, middle, high) = column.select_nth_unstable_by(ranks[1], f32::total_cmp);
    let middle = *middle;
    let first =
        if ranks[0] < ranks[1] { *low.select_nth_unstable_by(ranks[0], f32::total_cmp).1 } else { middle };
    let last = match ranks[2].checked_sub(ranks[1] + 1) {
        Some(place) => *high.select_nth_unstable_by(place, f32::total_cmp).1,
        None => middle,
    };
    [first, middle, last]
}

impl Bins {
    #[inline]
    fn count(&mut self, value: f32, counts: &mut [u32]) {
        *self.counter(value, counts) += 1;
    }

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
            let bin = ((value - self.low) * self.scale) as usize;
            &mut counts[from as usize + bin.min(BINS - 1)]
        } else {
            &mut self.inside
        }
    }

    fn quantiles(&self, counts: &[u32], runs: usize, is_whole: bool) -> [f32; 3] {
        let ranks = SHARES.map(|percent| rank(runs, percent));
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
                // The middle of a bin, or the only whole value in it.
                let middle = if is_whole && self.scale == 1.0 { 0.0 } else { 0.5 };
                for (bin, count) in counts[from as usize..from as usize + BINS].iter().enumerate() {
                    so_far += *count as usize;
                    if *count > 0 {
                        let value = (self.low + (bin as f32 + middle) / self.scale).min(self.high);
                        reach(so_far, if is_whole { value.round() } else { value });
                    }
                }
            }
        }
        values
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::draw::{Luck, Purpose};

    /// Rows of a few days: one that never changes, one that does in every tenth run at another day.
    fn rows(count: u32, spread: f64) -> Vec<Vec<f32>> {
        let row = |run: u32| {
            let mut stream = Luck::new(7, run).stream(Purpose::Pilot, 0, 0);
            let amount = (stream.uniform() * spread).floor() as f32;
            let is_rare = run > 300 && run.is_multiple_of(7);
            vec![
                5.0,
                5.0,
                amount,
                if is_rare { amount + 1.0 } else { amount },
                amount + 2.0,
                2.0 * spread as f32,
            ]
        };
        (0..count).map(row).collect()
    }

    fn band(rows: &[Vec<f32>], is_whole: bool) -> Band {
        let mut bands = Bands::new(rows[0].len(), rows[0].len(), is_whole);
        for row in rows {
            bands.add(row);
        }
        bands.band(|_, value| f64::from(value))
    }

    /// By sorting all runs.
    fn exact(rows: &[Vec<f32>], at: usize) -> [f64; 3] {
        let mut column: Vec<_> = rows.iter().map(|row| f64::from(row[at])).collect();
        column.sort_by(f64::total_cmp);
        SHARES.map(|percent| column[rank(column.len(), percent)])
    }

    #[test]
    fn ranges_are_within_two_thousandths_of_what_sorting_says() {
        for (count, spread, is_whole) in [
            (1, 90.0, true),
            (200, 90.0, true),
            (256, 90.0, true),
            (4_000, 90.0, true),
            (4_000, 9_000.0, true),
            (4_000, 1e6, false),
        ] {
            let rows = rows(count, spread);
            let band = band(&rows, is_whole);
            // Whole values of a small range have a bin each.
            let within = if count < 256 || spread < 500.0 { 0.0 } else { 0.002 * spread };
            for at in 0..rows[0].len() {
                let found = [band.p10[at], band.p50[at], band.p90[at]];
                for (found, exact) in found.into_iter().zip(exact(&rows, at)) {
                    assert!((found - exact).abs() <= within, "{count} runs, day {at}: {found}, not {exact}");
                }
            }
        }
    }
}
