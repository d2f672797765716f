//! How many of `n` devices something happens to.

use super::bell::{BELL_FROM, Bell};
use super::{INVERSES, Stream, stirling};

/// A chance per device, with what draws by it have in common: made once a run, used on many days.
#[derive(Clone, Debug)]
pub struct Chance {
    p: f64,
    /// The chance of the rarer outcome; that one is drawn.
    low: f64,
    none: f64,
    /// (1 − 2·low) / 6, the law's skewness as [`Bell`] wants it.
    tilt: f64,
    is_mirrored: bool,
    /// Of the rarer outcome: low / (1 − low).
    odds: f64,
    /// ln(1 − low).
    ln_none: f64,
    /// (1 − low)ⁿ for n below 16, and for multiples of 16 below 256.
    fine: [f64; 16],
    coarse: [f64; 16],
}

impl Chance {
    /// What is not a number counts as 0.
    pub fn new(p: f64) -> Self {
        let p = if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) };
        let is_mirrored = p > 0.5;
        let low = if is_mirrored { 1.0 - p } else { p };
        let none = 1.0 - low;
        let powers = |base: f64| {
            let mut power = 1.0;
            std::array::from_fn(|_| {
                let this = power;
                power *= base;
                this
            })
        };
        let fine: [f64; 16] = powers(none);
        let coarse = powers(fine[15] * none);
        Self {
            p,
            low,
            none,
            tilt: (none - low) / 6.0,
            is_mirrored,
            odds: low / none,
            ln_none: (-low).ln_1p(),
            fine,
            coarse,
        }
    }

    pub const fn share(&self) -> f64 {
        self.p
    }

    /// The chance that the rarer outcome happens to none of `n`.
    #[inline]
    fn none_of(&self, n: u32) -> f64 {
        if n < 256 {
            self.fine[(n & 15) as usize] * self.coarse[(n >> 4) as usize]
        } else {
            (f64::from(n) * self.ln_none).exp()
        }
    }
}

impl Stream {
    /// Of `n` devices, those to which it happens.
    #[inline]
    pub fn binomial(&mut self, n: u32, chance: &Chance) -> u32 {
        let mean = f64::from(n) * chance.low;
        let variance = mean * chance.none;
        let rare = if variance >= BELL_FROM {
            let bell = Bell { mean, variance, tilt: chance.tilt, most: f64::from(n) };
            self.bell(bell, |k| mass(k, f64::from(n), chance)) as u32
        } else if mean > 0.0 {
            self.inverted(n, chance)
        } else {
            0
        };
        if chance.is_mirrored { n - rare } else { rare }
    }

    /// Adds up the mass function from 0 until it exceeds a uniform number.
    #[inline]
    fn inverted(&mut self, n: u32, chance: &Chance) -> u32 {
        let none = chance.none_of(n);
        let step = (f64::from(n) + 1.0) * chance.odds;
        loop {
            let mut left = self.uniform();
            let mut mass = none;
            for (k, inverse) in (0..=n).zip(&INVERSES) {
                if left < mass {
                    return k;
                }
                left -= mass;
                mass *= step * inverse - chance.odds;
            }
            // The uniform number lay above the sum of the rounded masses.
        }
    }
}

/// The binomial mass at `k`, of the rarer outcome.
fn mass(k: f64, n: f64, chance: &Chance) -> f64 {
    const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;
    // The large parts of ln n! − ln k! − ln (n − k)! are taken against each other first.
    let (all, these, others) = (n + 1.0, k + 1.0, n - k + 1.0);
    let large =
        (k + 0.5) * (all * chance.low / these).ln() + (n - k + 0.5) * (all * chance.none / others).ln();
    let small = stirling(n) - stirling(k) - stirling(n - k) + 1.0;
    (large + small - 0.5 * (all * chance.low * chance.none).ln() - 0.5 * LN_TWO_PI).exp()
}
