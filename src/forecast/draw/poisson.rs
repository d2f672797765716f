//! How many of something come in a day: Poisson's law, and a broader one for days that differ.

use super::{Stream, stirling};

/// Mean up to which inversion is the faster way; rejection needs 10.
const INVERTED_UP_TO: f64 = 10.0;

/// No draw by inversion goes this far: more than thirty standard deviations above the mean.
const FARTHEST: u32 = 120;

/// Above this a mean counts as this: numbers beyond are no longer whole in f64.
const LARGEST: f64 = 1e15;

impl Stream {
    /// What is not a number, or not positive, counts as 0.
    #[inline]
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean.is_nan() || mean <= 0.0 {
            0
        } else if mean < INVERTED_UP_TO {
            u64::from(self.poisson_inverted(mean))
        } else {
            self.poisson_rejected(mean.min(LARGEST))
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
    fn poisson_inverted(&mut self, mean: f64) -> u32 {
        let none = (-mean).exp();
        loop {
            let mut left = self.uniform();
            let mut mass = none;
            let mut k = 0;
            while left >= mass && k <= FARTHEST {
                left -= mass;
                k += 1;
                mass *= mean / f64::from(k);
            }
            // Else the uniform number lay above the sum of the rounded masses.
            if k <= FARTHEST {
                return k;
            }
        }
    }

    /// Transformed rejection: Hörmann, *The transformed rejection method for generating Poisson random
    /// variables* (1993), algorithm PTRS.
    fn poisson_rejected(&mut self, mean: f64) -> u64 {
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.024_83 * b;
        let sure = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.open();
            let edge = 0.5 - u.abs();
            let k = ((2.0 * a / edge + b) * u + mean + 0.43).floor();
            if edge >= 0.07 && v <= sure {
                return k as u64;
            }
            if k < 0.0 || edge <= 0.0 || (edge < 0.013 && v > edge) {
                continue;
            }
            let height = 1.1239 + 1.1328 / (b - 3.4);
            if (v * height / (a / (edge * edge) + b)).ln() <= ln_mass(k, mean) {
                return k as u64;
            }
        }
    }
}

/// ln of Poisson's mass at `k`.
fn ln_mass(k: f64, mean: f64) -> f64 {
    const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;
    // k·ln(mean) − mean − ln k! loses all digits where the mean is large: the large parts are taken
    // against each other first.
    let above = k + 1.0;
    let apart = (mean - above) / above;
    above * (apart.ln_1p() - apart) - mean.ln() + 0.5 * above.ln() - HALF_LN_TWO_PI - stirling(k)
}
