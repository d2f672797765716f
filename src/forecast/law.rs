//! What one can ask of a distribution of a parameter: its mean, quantiles, and chances below a value.

use super::Law;
use super::special::{beta_cdf, beta_density, beta_quantile, gamma_cdf, gamma_density, gamma_quantile};

impl Law {
    pub fn mean(&self) -> f64 {
        match self {
            Self::Exact(value) => *value,
            Self::Beta { a, b } => a / (a + b),
            Self::Gamma { shape, rate } => shape / rate,
            Self::Grid(points) => points.iter().map(|(value, weight)| value * weight).sum(),
        }
    }

    /// The value that this share of the distribution does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        match self {
            Self::Exact(value) => *value,
            Self::Beta { a, b } => beta_quantile(share, *a, *b),
            Self::Gamma { shape, rate } => gamma_quantile(share, *shape) / rate,
            Self::Grid(points) => {
                let mut below = 0.0;
                for (at, (_, weight)) in points.iter().enumerate() {
                    if *weight > 0.0 && below + weight >= share {
                        let (left, right) = cell(points, at);
                        return left + (right - left) * ((share - below) / weight).clamp(0.0, 1.0);
                    }
                    below += weight;
                }
                // The weights add up to 1 but for their last digits.
                points.iter().rposition(|(_, weight)| *weight > 0.0).map_or(f64::NAN, |at| cell(points, at).1)
            }
        }
    }

    /// The chance of a value up to `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Exact(value) => f64::from(u8::from(*value <= x)),
            Self::Beta { a, b } => beta_cdf(x, *a, *b),
            Self::Gamma { shape, rate } => gamma_cdf(x * rate, *shape),
            Self::Grid(points) => {
                let share = |(at, (_, weight)): (usize, &(f64, f64))| {
                    let (left, right) = cell(points, at);
                    if x >= right { *weight } else { weight * ((x - left) / (right - left)).max(0.0) }
                };
                points.iter().enumerate().map(share).sum::<f64>().min(1.0)
            }
        }
    }

    /// The density at `x`; of an exact value, nothing anywhere.
    pub fn density(&self, x: f64) -> f64 {
        match self {
            Self::Exact(_) => 0.0,
            Self::Beta { a, b } => beta_density(x, *a, *b),
            Self::Gamma { shape, rate } => rate * gamma_density(x * rate, *shape),
            Self::Grid(points) => {
                let on = |at: usize| {
                    let (left, right) = cell(points, at);
                    points[at].1 / (right - left)
                };
                let after = points.partition_point(|(value, _)| *value < x);
                match (after.checked_sub(1), after) {
                    (Some(at), after) if after < points.len() => {
                        let (from, to) = (points[at].0, points[after].0);
                        let way = (x - from) / (to - from);
                        on(at) * (1.0 - way) + on(after) * way
                    }
                    (last, _) => {
                        let at = last.unwrap_or(0);
                        let (left, right) = cell(points, at);
                        if (left..=right).contains(&x) { on(at) } else { 0.0 }
                    }
                }
            }
        }
    }

    pub const fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }
}

/// The stretch that a point of a grid of shares stands for: halfway to its neighbours, and at the ends as
/// far outwards.
fn cell(points: &[(f64, f64)], at: usize) -> (f64, f64) {
    let value = points[at].0;
    let below = at.checked_sub(1).map(|at| points[at].0);
    let above = points.get(at + 1).map(|point| point.0);
    let half = |other: f64| (other - value).abs() / 2.0;
    let left = below.or(above).map_or(0.0, half);
    let right = above.or(below).map_or(0.0, half);
    ((value - left).max(0.0), (value + right).min(1.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn a_grid_stands_for_the_stretches_around_its_points() {
        let law = Law::Grid([(0.1, 0.25), (0.2, 0.5), (0.4, 0.25)].into());
        close(law.mean(), 0.225, 1e-12);
        // From 0.05 to 0.15, to 0.3, to 0.5.
        for (share, value) in [(0.0, 0.05), (0.125, 0.1), (0.25, 0.15), (0.5, 0.225), (1.0, 0.5)] {
            close(law.quantile(share), value, 1e-12);
            close(law.cdf(value), share, 1e-12);
        }
        close(law.density(0.2), 0.5 / 0.15, 1e-9);
        close(law.density(0.6), 0.0, 0.0);
        let point = Law::Grid([(0.3, 1.0)].into());
        assert_eq!((point.quantile(0.1), point.cdf(0.29), point.cdf(0.3)), (0.3, 0.0, 1.0));
    }

    #[test]
    fn quantile_and_chance_belong_together() {
        for law in [Law::Beta { a: 37.6, b: 2.4 }, Law::Gamma { shape: 8.0, rate: 4.0 }] {
            for share in [0.001, 0.1, 0.5, 0.9, 0.999] {
                close(law.cdf(law.quantile(share)), share, 1e-9);
            }
            let (low, high) = (law.quantile(1e-6), law.quantile(1.0 - 1e-6));
            let step = (high - low) / 2_000.0;
            let values = (0..2_000).map(|n| low + (f64::from(n) + 0.5) * step);
            let (mass, mean) = values.fold((0.0, 0.0), |(mass, mean), x| {
                let here = law.density(x) * step;
                (mass + here, mean + here * x)
            });
            close(mass, 1.0, 1e-4);
            close(mean, law.mean(), 1e-3);
        }
    }
}
