//! Whole numbers whose law is nearly a bell: drawn as a bent normal number, then corrected so that the law
//! is exact.
//!
//! With mean μ and variance σ² of a Poisson or binomial law and t = (1 − 2p)/6 (Poisson: p = 0), the number
//! K = ⌊μ + ½ + σz + t(z² − 1)⌋ of a standard normal z has the law's skewness too: Cornish and Fisher's
//! expansion, where it costs no division. The mass of K under the law is at most 1 + 0.1/σ² times its mass
//! under this proposal, and at least 1 − (0.13 + 0.04·z⁴)/σ² of that bound, for every variance from 3 on; so
//! all but about 0.25/σ² of the proposals are accepted by one comparison, and only the rest need the masses
//! themselves. A test holds both bounds to the laws over a grid of them. Nothing is prepared for a pair of n
//! and p, which are new in every draw: rand_distr's rejection, which is, takes three to five times as long.

use statrs::function::erf::erfc;

use super::Stream;

/// A law that is nearly a bell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bell {
    pub mean: f64,
    pub variance: f64,
    /// A sixth of what the law's skewness is to 1/σ; not negative.
    pub tilt: f64,
    /// The largest number there is.
    pub most: f64,
}

/// The variance from which the bounds hold.
pub(super) const BELL_FROM: f64 = 3.0;

impl Bell {
    /// Of a proposal from `z`, the part of `1 − acceptance`, times the variance, that is never exceeded.
    #[inline]
    fn doubt(z: f64) -> f64 {
        let z2 = z * z;
        0.13 + 0.04 * z2 * z2
    }

    /// The most that the law's mass is to the proposal's.
    fn height(&self) -> f64 {
        1.0 + 0.1 / self.variance
    }

    /// The chance that `k` is proposed.
    fn proposed(&self, k: f64) -> f64 {
        let (low, high) = (self.normal_at(k - 0.5), self.normal_at(k + 0.5));
        // On the side of the tail, so that no digits are lost.
        if low > 0.0 { above(low) - above(high) } else { above(-high) - above(-low) }
    }

    /// The z that is bent to `x`.
    fn normal_at(&self, x: f64) -> f64 {
        let from_mean = x - self.mean + self.tilt;
        let root = (self.variance + 4.0 * self.tilt * from_mean).max(0.0).sqrt();
        2.0 * from_mean / (self.variance.sqrt() + root)
    }

    /// Where the bend turns back; what lies beyond is proposed for no number.
    fn turns_at(&self) -> f64 {
        -self.variance.sqrt() / (2.0 * self.tilt)
    }
}

/// The chance that a standard normal number lies above `z`.
fn above(z: f64) -> f64 {
    0.5 * erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

impl Stream {
    /// `mass` is the law's, asked for in rare cases.
    #[inline]
    pub(super) fn bell(&mut self, bell: Bell, mass: impl Fn(f64) -> f64) -> f64 {
        let deviation = bell.variance.sqrt();
        let centre = bell.mean + (0.5 - bell.tilt);
        loop {
            let z = self.normal();
            let k = (centre + z * (deviation + bell.tilt * z)).floor();
            let v = self.uniform();
            let is_possible = k >= 0.0 && k <= bell.most;
            if is_possible && (1.0 - v) * bell.variance >= Bell::doubt(z) {
                return k;
            }
            if is_possible && z > bell.turns_at() && v * bell.height() * bell.proposed(k) < mass(k) {
                return k;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use statrs::distribution::{Binomial, Discrete, Poisson};

    use super::*;

    /// Looks at every number that has a chance worth the name.
    fn check(name: &str, bell: Bell, ln_mass: impl Fn(u64) -> f64) {
        let deviation = bell.variance.sqrt();
        let low = (bell.mean - 20.0 * deviation).max(0.0) as u64;
        let high = (bell.mean + 30.0 * deviation).min(bell.most) as u64;
        for k in low..=high {
            let at = k as f64;
            let (mass, proposed) = (ln_mass(k).exp(), bell.proposed(at));
            if mass < 1e-200 {
                continue;
            }
            assert!(mass <= proposed * bell.height(), "{name} at {k}: {mass:e} above {proposed:e}");
            // The z of its cell that is nearest to 0 is accepted the most readily.
            let (low, high) = (bell.normal_at(at - 0.5), bell.normal_at(at + 0.5));
            let nearest = if low < 0.0 && high > 0.0 { 0.0 } else { low.abs().min(high.abs()) };
            let at_once = 1.0 - Bell::doubt(nearest) / bell.variance;
            let share = mass / (proposed * bell.height());
            assert!(at_once <= share, "{name} at {k}: accepts {at_once} of {share}");
        }
    }

    #[test]
    fn the_proposal_bounds_every_law_from_both_sides() {
        let variances = (0..120).map(|n| BELL_FROM * (f64::from(n) * 0.06).exp());
        for variance in variances.filter(|variance| *variance < 4_000.0) {
            let law = Poisson::new(variance).unwrap();
            let bell = Bell { mean: variance, variance, tilt: 1.0 / 6.0, most: f64::INFINITY };
            check(&format!("Poisson({variance})"), bell, |k| law.ln_pmf(k));
            for p in [1e-4, 0.003, 0.02, 0.06, 0.1, 0.15, 0.2, 0.27, 0.35, 0.42, 0.47, 0.5] {
                let n = (variance / (p * (1.0 - p))).ceil();
                let law = Binomial::new(p, n as u64).unwrap();
                let bell =
                    Bell { mean: n * p, variance: n * p * (1.0 - p), tilt: (1.0 - 2.0 * p) / 6.0, most: n };
                check(&format!("Binomial({n}, {p})"), bell, |k| law.ln_pmf(k));
            }
        }
    }
}
