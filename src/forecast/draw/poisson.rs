//! How many of something come in a day: Poisson's law, and a broader one for days that differ.

use super::bell::{BELL_FROM, Bell};
use super::{INVERSES, Stream, stirling};

/// Above this a mean counts as this: numbers beyond are no longer whole in f64.
const LARGEST: f64 = 1e15;

impl Stream {
    /// What is not a number, or not positive, counts as 0.
    #[inline]
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean >= BELL_FROM {
            let mean = mean.min(LARGEST);
            let bell = Bell { mean, variance: mean, tilt: 1.0 / 6.0, most: f64::INFINITY };
            self.bell(bell, |k| mass(k, mean)) as u64
        } else if mean > 0.0 {
            u64::from(self.poisson_inverted(mean))
        } else {
            0
        }
    }

    /// A variance of `dispersion` times the mean; up to 1 it is Poisson's law. The number of failures before
    /// the r-th success, r = mean / (dispersion − 1), p = 1 / dispersion, drawn as a Poisson number whose mean
    /// has a Gamma law.
    pub fn negative_binomial(&mut self, mean: f64, dispersion: f64) -> u64 {
        let excess = dispersion - 1.0;
        if mean.is_nan() || mean <= 0.0 || excess.is_nan() || excess <= 0.0 {
            return self.poisson(mean);
        }
        let excess = excess.min(LARGEST);
        let day = self.gamma(mean.min(LARGEST) / excess) * excess;
        self.poisson(day)
    }

    /// Adds up the mass function from 0 until it exceeds a uniform number.
    #[inline]
    fn poisson_inverted(&mut self, mean: f64) -> u32 {
        let first = self.uniform();
        // Where hardly any come, most days are decided without the exponential: it is at least 1 − mean.
        if first < 1.0 - mean {
            return 0;
        }
        let none = (-mean).exp();
        let mut next = Some(first);
        loop {
            let mut left = next.take().unwrap_or_else(|| self.uniform());
            let mut mass = none;
            for (k, inverse) in (0u32..).zip(&INVERSES) {
                if left < mass {
                    return k;
                }
                left -= mass;
                mass *= mean * inverse;
            }
            // The uniform number lay above the sum of the rounded masses.
        }
    }
}

/// Poisson's mass at `k`.
fn mass(k: f64, mean: f64) -> f64 {
    const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;
    // k·ln(mean) − mean − ln k! loses all digits where the mean is large: the large parts are taken
    // against each other first.
    let above = k + 1.0;
    let apart = (mean - above) / above;
    (above * (apart.ln_1p() - apart) - mean.ln() + 0.5 * above.ln() - HALF_LN_TWO_PI - stirling(k)).exp()
}
