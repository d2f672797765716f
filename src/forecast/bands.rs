//! Ranges over many runs in little memory: the first runs say between which values a day of a series
//! lies, all later ones are counted in bins between them. The order of the runs leaves no trace.

use super::Band;

/// Runs that are kept whole, to learn from them where the bins must lie.
pub(crate) const KEPT_RUNS: usize = 256;

/// A bin is this part of what lay between the first runs, or one where all values are whole and it is less.
const BINS: usize = 512;

/// One series over many runs.
#[derive(Debug)]
pub(crate) struct Bands {
    cells: Vec<Cell>,
    counts: Vec<u32>,
    is_whole: bool,
    /// Rows of the first runs; empty once the bins are laid out.
    kept: Vec<f32>,
    runs: usize,
}

/// One day.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// Every run has what it had the day before.
    Same,
    Own(Bins),
}

#[derive(Clone, Copy, Debug)]
struct Bins {
    /// What the first runs lie between.
    low: f32,
    high: f32,
    width: f32,
    /// Where its counts begin; none where the first runs all had the same value.
    counts: Option<u32>,
    /// Runs outside, and how far they go.
    below: u32,
    inside: u32,
    above: u32,
    least: f32,
    most: f32,
}

impl Bands {
    pub fn new(length: usize, is_whole: bool) -> Self {
        Self { cells: vec![Cell::Same; length], counts: Vec::new(), is_whole, kept: Vec::new(), runs: 0 }
    }

    /// Adds a run's row.
    pub fn add(&mut self, row: &[f32]) {
        if self.cells.is_empty() {
            return;
        }
        self.runs += 1;
        if self.runs <= KEPT_RUNS {
            self.kept.extend_from_slice(row);
            if self.runs == KEPT_RUNS {
                self.lay_out();
            }
        } else {
            self.count(row);
        }
    }

    /// Lays the bins over what the first runs have, and counts them.
    fn lay_out(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        let length = self.cells.len();
        let rows = || kept.chunks_exact(length);
        for at in 0..length {
            if at > 0 && rows().all(|row| row[at] == row[at - 1]) {
                continue;
            }
            let (low, high) = rows().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), row| {
                (low.min(row[at]), high.max(row[at]))
            });
            self.cells[at] = Cell::Own(self.bins(low, high));
        }
        for row in rows() {
            self.count(row);
        }
    }

    fn bins(&mut self, low: f32, high: f32) -> Bins {
        let whole = self.is_whole && high - low < BINS as f32;
        let width = if whole { 1.0 } else { (high - low) / BINS as f32 };
        // A range of a few steps of f32 cannot be divided.
        let counts = (high > low && low + width > low).then(|| {
            self.counts.resize(self.counts.len() + BINS, 0);
            (self.counts.len() - BINS) as u32
        });
        Bins { low, high, width, counts, below: 0, inside: 0, above: 0, least: low, most: high }
    }

    fn count(&mut self, row: &[f32]) {
        let mut owner = 0;
        for at in 0..row.len() {
            match &mut self.cells[at] {
                Cell::Own(bins) => {
                    bins.count(row[at], &mut self.counts);
                    owner = at;
                }
                Cell::Same if row[at] == row[at - 1] => {}
                Cell::Same => {
                    self.part(owner, at, row);
                    owner = at;
                }
            }
        }
    }

    /// A run does what none has done before: the day leaves the one before and has its own counts from here.
    fn part(&mut self, owner: usize, at: usize, row: &[f32]) {
        let Cell::Own(mut bins) = self.cells[owner] else { return };
        if let Some(from) = bins.counts {
            bins.counts = Some(self.counts.len() as u32);
            self.counts.extend_from_within(from as usize..from as usize + BINS);
        }
        *bins.counter(row[at - 1], &mut self.counts) -= 1;
        bins.count(row[at], &mut self.counts);
        self.cells[at] = Cell::Own(bins);
    }

    /// The ranges, each value by `value`, which must rise with what it is given or fall throughout.
    pub fn band(&self, value: impl Fn(usize, f32) -> f64) -> Band {
        let length = self.cells.len();
        let mut band = Band::default();
        let mut column = Vec::new();
        let mut last = [0.0; 3];
        for at in 0..length {
            if self.runs > 0 && self.runs < KEPT_RUNS {
                let rows = || self.kept.chunks_exact(length);
                if at == 0 || rows().any(|row| row[at] != row[at - 1]) {
                    column.clear();
                    column.extend(rows().map(|row| row[at]));
                    last = quantiles(&mut column);
                }
            } else if let Cell::Own(bins) = &self.cells[at] {
                last = bins.quantiles(&self.counts, self.runs, self.is_whole);
            }
            let [low, middle, high] = last.map(|quantile| value(at, quantile));
            band.p10.push(low);
            band.p50.push(middle);
            band.p90.push(high);
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
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }

    /// Where a value is counted.
    #[inline]
    fn counter<'a>(&'a mut self, value: f32, counts: &'a mut [u32]) -> &'a mut u32 {
        if value < self.low {
            &mut self.below
        } else if value > self.high {
            &mut self.above
        } else if let Some(from) = self.counts {
            let bin = ((value - self.low) / self.width) as usize;
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
                let middle = if is_whole && self.width <= 1.0 { 0.0 } else { 0.5 };
                for (bin, count) in counts[from as usize..from as usize + BINS].iter().enumerate() {
                    so_far += *count as usize;
                    if *count > 0 {
                        let value = (self.low + (bin as f32 + middle) * self.width).min(self.high);
                        reach(so_far, if is_whole { value.round() } else { value });
                    }
                }
            }
        }
        values
    }
}
