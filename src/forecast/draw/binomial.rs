//! How many of `n` devices something happens to.

use super::{Stream, stirling};

/// A chance per device, with what draws by it have in common: made once a run, used on many days.
#[derive(Clone, Debug)]
pub struct Chance {
    p: f64,
    /// The chance of the rarer outcome; that one is drawn.
    low: f64,
    is_mirrored: bool,
    /// Of the rarer outcome: low / (1 − low).
    odds: f64,
    /// ln(1 − low).
    ln_none: f64,
    /// (1 − low)ⁿ for n below 16, and for multiples of 16 below 256.
    fine: [f64; 16],
    coarse: [f64; 16],
}

/// Expected number of the rarer outcome up to which inversion is the faster way; rejection needs 10.
const INVERTED_UP_TO: f64 = 10.0;

/// No draw by inversion goes this far: more than thirty standard deviations above the mean.
const FARTHEST: u32 = 120;

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
        Self { p, low, is_mirrored, odds: low / none, ln_none: (-low).ln_1p(), fine, coarse }
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
        let rare = if n == 0 || chance.low == 0.0 {
            0
        } else if f64::from(n) * chance.low < INVERTED_UP_TO {
            self.inverted(n, chance)
        } else {
            self.rejected(n, chance)
        };
        if chance.is_mirrored { n - rare } else { rare }
    }

    /// Adds up the mass function from 0 until it exceeds a uniform number.
    fn inverted(&mut self, n: u32, chance: &Chance) -> u32 {
        let none = chance.none_of(n);
        let step = (f64::from(n) + 1.0) * chance.odds;
        loop {
            let mut left = self.uniform();
            let mut mass = none;
            let mut k = 0;
            while left >= mass {
                left -= mass;
                k += 1;
                // Beyond the last: the uniform number lay above the sum of the rounded masses.
                if k > n.min(FARTHEST) {
                    break;
                }
                mass *= step / f64::from(k) - chance.odds;
            }
            if k <= n.min(FARTHEST) {
                return k;
            }
        }
    }

    /// Transformed rejection: Hörmann, *The generation of binomial random variates* (1993), algorithm BTRS.
    fn rejected(&mut self, n: u32, chance: &Chance) -> u32 {
        let (n, p) = (f64::from(n), chance.low);
        let deviation = (n * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * deviation;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = n * p + 0.5;
        let sure = 0.92 - 4.2 / b;
        loop {
            let u = self.uniform() - 0.5;
            let v = self.open();
            let edge = 0.5 - u.abs();
            let k = ((2.0 * a / edge + b) * u + centre).floor();
            if edge >= 0.07 && v <= sure {
                return k as u32;
            }
            if k < 0.0 || k > n || edge <= 0.0 {
                continue;
            }
            let height = (2.83 + 5.1 / b) * deviation;
            if (v * height / (a / (edge * edge) + b)).ln() <= ln_ratio_to_mode(k, n, p, chance.odds) {
                return k as u32;
            }
        }
    }
}

/// ln of the mass at `k` over the mass at the mode.
fn ln_ratio_to_mode(k: f64, n: f64, p: f64, odds: f64) -> f64 {
    let mode = ((n + 1.0) * p).floor();
    (mode + 0.5) * ((mode + 1.0) / (odds * (n - mode + 1.0))).ln()
        + (n + 1.0) * ((n - mode + 1.0) / (n - k + 1.0)).ln()
        + (k + 0.5) * (odds * (n - k + 1.0) / (k + 1.0)).ln()
        + stirling(mode)
        + stirling(n - mode)
        - stirling(k)
        - stirling(n - k)
}
