//! A law over a few thousand outcomes that stays the same for all runs: looked up, not computed.

use super::Stream;

/// Outcomes 0, 1, 2, … with a weight each.
#[derive(Clone, Debug)]
pub struct Table {
    /// Weights up to and with each outcome; the last is 1.
    upto: Vec<f64>,
    /// For each of equal parts of 0–1 the first outcome that may be found there.
    first: Vec<u32>,
}

impl Table {
    /// Weights that are not positive numbers count as 0; without any weight the outcome is always 0.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let add = |weight: f64| {
            sum += if weight.is_finite() { weight.max(0.0) } else { 0.0 };
            sum
        };
        let mut upto: Vec<f64> = weights.into_iter().map(add).collect();
        let Some(last) = upto.iter().position(|so_far| *so_far >= sum && sum > 0.0) else {
            return Self { upto: vec![1.0], first: vec![0] };
        };
        upto.truncate(last + 1);
        for so_far in &mut upto {
            *so_far /= sum;
        }
        let parts = upto.len();
        let first = (0..parts).map(|part| {
            let start = part as f64 / parts as f64;
            upto.partition_point(|so_far| *so_far <= start) as u32
        });
        Self { first: first.collect(), upto }
    }

    /// Poisson's law with this mean; meant for means up to some thousands.
    pub fn poisson(mean: f64) -> Self {
        let mean = if mean.is_finite() { mean.max(0.0) } else { 0.0 };
        // Beyond these nothing is left that f64 could add to 1.
        let farthest = (mean + 12.0 * mean.sqrt() + 40.0).ceil() as u32;
        let mode = mean.floor() as u32;
        let mut weights = vec![0.0; farthest as usize + 1];
        weights[mode as usize] = 1.0;
        for k in (0..mode).rev() {
            weights[k as usize] = weights[k as usize + 1] * f64::from(k + 1) / mean;
        }
        for k in mode + 1..=farthest {
            weights[k as usize] = weights[k as usize - 1] * mean / f64::from(k);
        }
        Self::new(weights)
    }

    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u32 {
        let u = stream.uniform();
        let part = (u * self.first.len() as f64) as usize;
        let mut outcome = self.first[part.min(self.first.len() - 1)];
        while u >= self.upto[outcome as usize] && (outcome as usize) < self.upto.len() - 1 {
            outcome += 1;
        }
        outcome
    }
}
