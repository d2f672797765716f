//! Ranges over many runs in little memory: the first runs say between which values a day of a series
//! lies, all later ones are counted in bins between them. The order of the runs leaves no trace.

mod counted;

use std::ops::Range;

use rayon::prelude::*;

use self::counted::Counted;
use super::{Band, OuterBand};

/// Runs that are kept whole where memory allows, to learn from them where the bins must lie.
const KEPT_RUNS: usize = 256;

/// So many are needed: all of them miss the lowest tenth of all runs once in a million days.
const FEWEST_KEPT: usize = 128;

/// Values of all series that are kept at once, at most.
const KEPT_VALUES: usize = 32 << 20;

/// Days whose values are taken out of the rows together: as many as come with one look at memory.
const DAYS_AT_ONCE: usize = 16;

/// One series in the rows of all runs.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub range: Range<usize>,
    /// Whole numbers only.
    pub is_whole: bool,
}

/// All series over many runs.
#[derive(Debug)]
pub(crate) struct Bands {
    parts: Vec<Part>,
    row_len: usize,
    /// Rows of the first runs, as they came; empty once the bins are laid out.
    kept: Vec<Vec<f32>>,
    runs: usize,
    /// By series; empty until the bins are laid out.
    counted: Vec<Counted>,
}

/// The rows of some runs.
fn rows(batches: &[Vec<f32>], row_len: usize) -> impl Iterator<Item = &[f32]> + Clone {
    batches.iter().flat_map(move |rows| rows.chunks_exact(row_len.max(1)))
}

impl Bands {
    pub fn new(parts: Vec<Part>, row_len: usize) -> Self {
        Self { parts, row_len, kept: Vec::new(), runs: 0, counted: Vec::new() }
    }

    /// Adds the rows of some runs, one after the other in each batch.
    pub fn add(&mut self, batches: Vec<Vec<f32>>) {
        let row_len = self.row_len;
        self.runs += batches.iter().map(|rows| rows.len() / row_len.max(1)).sum::<usize>();
        if self.counted.is_empty() {
            self.kept.extend(batches);
            let wanted = (KEPT_VALUES / row_len.max(1)).clamp(FEWEST_KEPT, KEPT_RUNS);
            if self.runs >= wanted {
                let kept = std::mem::take(&mut self.kept);
                let lay_out = |part: &Part| {
                    let series = rows(&kept, row_len).map(|row| &row[part.range.clone()]);
                    let mut counted = Counted::new(part, series.clone().take(wanted));
                    series.for_each(|row| counted.add(row));
                    counted
                };
                self.counted = self.parts.par_iter().map(lay_out).collect();
            }
        } else {
            self.counted.par_iter_mut().zip(&self.parts).for_each(|(counted, part)| {
                rows(&batches, row_len).for_each(|row| counted.add(&row[part.range.clone()]));
            });
        }
    }

    /// The ranges of a series, each value by `value`, which must rise with what it is given.
    pub fn band(&self, series: usize, value: impl Fn(usize, f32) -> f64) -> Band {
        let [p10, p50, p90] = self.quantiles(series, SHARES, value);
        Band { p10, p50, p90 }
    }

    /// P2.5 and P97.5 of a series.
    pub fn outer(&self, series: usize, value: impl Fn(usize, f32) -> f64) -> OuterBand {
        let [low, _, high] = self.quantiles(series, OUTER, value);
        OuterBand { low, high }
    }

    fn quantiles(&self, series: usize, shares: Shares, value: impl Fn(usize, f32) -> f64) -> [Vec<f64>; 3] {
        let mut lines: [Vec<f64>; 3] = Default::default();
        let mut put = |days: Range<usize>, quantiles: [f32; 3]| {
            for at in days {
                for (line, quantile) in lines.iter_mut().zip(quantiles) {
                    line.push(value(at, quantile));
                }
            }
        };
        match self.counted.get(series) {
            _ if self.runs == 0 => put(0..self.parts[series].range.len(), [0.0; 3]),
            Some(counted) => counted.quantiles(shares, put),
            None => self.sorted(self.parts[series].range.clone(), shares, &mut put),
        }
        lines
    }

    /// Ranges of few runs, exactly.
    fn sorted(&self, range: Range<usize>, shares: Shares, put: &mut impl FnMut(Range<usize>, [f32; 3])) {
        let series = rows(&self.kept, self.row_len).map(|row| &row[range.clone()]);
        let changes = changes(range.len(), series.clone());
        let mut columns = vec![Vec::new(); DAYS_AT_ONCE];
        let mut last = [0.0; 3];
        for from in (0..range.len()).step_by(DAYS_AT_ONCE) {
            let days = from..range.len().min(from + DAYS_AT_ONCE);
            if changes[days.clone()].iter().any(|is_changed| *is_changed) {
                columns.iter_mut().for_each(Vec::clear);
                for row in series.clone() {
                    columns
                        .iter_mut()
                        .zip(&row[days.clone()])
                        .for_each(|(column, value)| column.push(*value));
                }
            }
            for (at, column) in days.zip(&mut columns) {
                if changes[at] {
                    last = quantiles(column, shares);
                }
                put(at..at + 1, last);
            }
        }
    }
}

/// Whether each day is another than the one before in any of the rows.
fn changes<'a>(length: usize, rows: impl Iterator<Item = &'a [f32]>) -> Vec<bool> {
    let mut changes = vec![false; length];
    if let Some(first) = changes.first_mut() {
        *first = true;
        for row in rows {
            for (change, pair) in changes[1..].iter_mut().zip(row.windows(2)) {
                *change |= pair[0] != pair[1];
            }
        }
    }
    changes
}

/// In thousandths, the middle in the middle.
type Shares = [usize; 3];
const SHARES: Shares = [100, 500, 900];
const OUTER: Shares = [25, 500, 975];

/// The place of a quantile among sorted values.
const fn rank(runs: usize, share: usize) -> usize {
    (share * runs).div_ceil(1000).saturating_sub(1)
}

fn quantiles(column: &mut [f32], shares: Shares) -> [f32; 3] {
    let ranks = shares.map(|share| rank(column.len(), share));
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

    fn bands(rows: &[Vec<f32>], is_whole: bool) -> Bands {
        let length = rows[0].len();
        let parts = vec![Part { range: 0..1, is_whole }, Part { range: 0..length, is_whole }];
        let mut bands = Bands::new(parts, length);
        for batch in rows.chunks(100) {
            bands.add(vec![batch.concat()]);
        }
        bands
    }

    fn band(rows: &[Vec<f32>], is_whole: bool) -> Band {
        bands(rows, is_whole).band(1, |_, value| f64::from(value))
    }

    /// By sorting all runs.
    fn exact(rows: &[Vec<f32>], at: usize, shares: Shares) -> [f64; 3] {
        let mut column: Vec<_> = rows.iter().map(|row| f64::from(row[at])).collect();
        column.sort_by(f64::total_cmp);
        shares.map(|share| column[rank(column.len(), share)])
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
            let bands = bands(&rows, is_whole);
            let band = bands.band(1, |_, value| f64::from(value));
            let outer = bands.outer(1, |_, value| f64::from(value));
            // Whole values of a small range have a bin each.
            let within = if count < 256 || spread < 500.0 { 0.0 } else { 0.002 * spread };
            for at in 0..rows[0].len() {
                let found = [band.p10[at], band.p50[at], band.p90[at], outer.low[at], outer.high[at]];
                let [low, _, high] = exact(&rows, at, OUTER);
                let all = exact(&rows, at, SHARES).into_iter().chain([low, high]);
                for (found, exact) in found.into_iter().zip(all) {
                    assert!((found - exact).abs() <= within, "{count} runs, day {at}: {found}, not {exact}");
                }
            }
        }
    }

    #[test]
    fn nothing_and_everything_are_said_exactly() {
        // A tenth and more of the runs have none, as many have all of some thousands.
        let amount = |run: u32| match run % 8 {
            0 => 0.0,
            1 => 7_000.0,
            n => (n * 997) as f32,
        };
        let rows: Vec<_> = (0..4_000).map(|run| vec![amount(run)]).collect();
        let band = band(&rows, true);
        assert_eq!((band.p10[0], band.p90[0]), (0.0, 7_000.0));
    }
}
