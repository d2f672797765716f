//! The distribution functions that verdicts and beliefs need: beta, gamma and Wilson's interval. Pure
//! mathematics. Published crates stop the fraction of the beta function after a fixed number of terms, too
//! few for a million devices, and their quantiles panic in the tails; these hold for shapes up to 10⁷.

use super::Interval;

/// The 97.5th percentile of the normal distribution.
const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % interval of a share; none without observations.
pub fn wilson(successes: f64, of: f64) -> Option<Interval> {
    if of <= 0.0 || !of.is_finite() {
        return None;
    }
    let share = (successes / of).clamp(0.0, 1.0);
    let z2 = Z95 * Z95;
    let centre = share + z2 / (2.0 * of);
    let half = Z95 * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    let scale = 1.0 + z2 / of;
    Some(Interval { low: ((centre - half) / scale).max(0.0), high: ((centre + half) / scale).min(1.0) })
}

/// P(X ≤ x) for X ~ Beta(a, b).
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    // The fraction converges fast on this side of the mean; the other side is its mirror image.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

/// P(X ≤ x) for X ~ Gamma(shape, rate 1).
pub fn gamma_cdf(x: f64, shape: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x.is_infinite() {
        return 1.0;
    }
    let front = (shape * x.ln() - x - ln_gamma(shape)).exp();
    if x < shape + 1.0 { front * gamma_series(x, shape) } else { 1.0 - front * gamma_fraction(x, shape) }
}

/// The density of Beta(a, b) at x.
pub fn beta_density(x: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&x) {
        return 0.0;
    }
    let power = |base: f64, exponent: f64| if exponent == 0.0 { 0.0 } else { exponent * base };
    let ln = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b);
    (ln + power(x.ln(), a - 1.0) + power((-x).ln_1p(), b - 1.0)).exp()
}

/// The density of Gamma(shape, rate 1) at x.
pub fn gamma_density(x: f64, shape: f64) -> f64 {
    if x < 0.0 || x.is_infinite() {
        return 0.0;
    }
    let power = if shape == 1.0 { 0.0 } else { (shape - 1.0) * x.ln() };
    (power - x - ln_gamma(shape)).exp()
}

/// Shares closer to 0 and 1 than this are not told apart from them.
pub const LEAST_SHARE: f64 = 1e-9;

/// The x within [`LEAST_SHARE`] of 0 and 1 for which P(X ≤ x) = `share`, X ~ Beta(a, b).
pub fn beta_quantile(share: f64, a: f64, b: f64) -> f64 {
    // In logits, in which both tails are far away from their ends.
    let x = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    let edge = (1.0 / LEAST_SHARE - 1.0).ln();
    let mean = a / (a + b);
    let guess = (mean / (1.0 - mean)).ln();
    let slope = |logit: f64| beta_density(x(logit), a, b) * x(logit) * (1.0 - x(logit));
    x(invert(share, (-edge, edge), guess, |logit| (beta_cdf(x(logit), a, b), slope(logit))))
}

/// The x for which P(X ≤ x) = `share`, X ~ Gamma(shape, rate 1).
pub fn gamma_quantile(share: f64, shape: f64) -> f64 {
    let far = shape + 40.0 * (shape.sqrt() + 1.0);
    let slope = |ln: f64| gamma_density(ln.exp(), shape) * ln.exp();
    invert(share, (-690.0, far.ln()), shape.ln(), |ln| (gamma_cdf(ln.exp(), shape), slope(ln))).exp()
}

/// Where a rising function has a value: Newton's steps, halved where they would leave the bracket.
fn invert(value: f64, bracket: (f64, f64), guess: f64, function: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = bracket;
    let mut at = guess.clamp(low, high);
    for _ in 0..200 {
        let (here, slope) = function(at);
        if here < value {
            low = at;
        } else {
            high = at;
        }
        let step = at - (here - value) / slope;
        let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
        if (next - at).abs() <= 1e-13 * (1.0 + at.abs()) {
            return next;
        }
        at = next;
    }
    at
}

/// ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, nine terms).
pub fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        let pi = std::f64::consts::PI;
        return (pi / (pi * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let terms = TERMS.iter().enumerate().skip(1);
    let sum = terms.fold(TERMS[0], |sum, (n, term)| sum + term / (x + n as f64));
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Enough for shapes of 10⁷: the fractions need about the square root of the larger shape.
const STEPS: u32 = 20_000;
const TINY: f64 = 1e-300;
const CLOSE: f64 = 1e-15;

/// A continued fraction by Lentz's method: the partial denominators and numerators go in one by one.
struct Fraction {
    value: f64,
    above: f64,
    below: f64,
}

impl Fraction {
    fn new(first: f64, above: f64) -> Self {
        let below = 1.0 / nonzero(first);
        Self { value: below, above, below }
    }

    /// True while the term still changed something.
    fn take(&mut self, numerator: f64, denominator: f64) -> bool {
        self.below = 1.0 / nonzero(denominator + numerator * self.below);
        self.above = nonzero(denominator + numerator / self.above);
        self.value *= self.below * self.above;
        (self.below * self.above - 1.0).abs() >= CLOSE
    }
}

fn nonzero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// The continued fraction of the incomplete beta function.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let mut fraction = Fraction::new(1.0 - (a + b) * x / (a + 1.0), 1.0);
    for n in 1..=STEPS {
        let m = f64::from(n);
        fraction.take(m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)), 1.0);
        if !fraction.take(-(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)), 1.0) {
            break;
        }
    }
    fraction.value
}

fn gamma_series(x: f64, shape: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for n in 1..=STEPS {
        term *= x / (shape + f64::from(n));
        sum += term;
        if term < sum * CLOSE {
            break;
        }
    }
    sum
}

fn gamma_fraction(x: f64, shape: f64) -> f64 {
    let mut denominator = x + 1.0 - shape;
    let mut fraction = Fraction::new(denominator, 1.0 / TINY);
    for n in 1..=STEPS {
        let m = f64::from(n);
        denominator += 2.0;
        if !fraction.take(-m * (m - shape), denominator) {
            break;
        }
    }
    fraction.value
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn wilson_gives_the_published_figures() {
        for (of, low, high) in [(50.0, 0.8654, 0.9890), (100.0, 0.8882, 0.9785), (500.0, 0.9272, 0.9659)] {
            let successes = if of == 50.0 { 48.0 } else { of * 0.95 };
            let interval = wilson(successes, of).unwrap();
            close(interval.low, low, 5e-5);
            close(interval.high, high, 5e-5);
        }
        assert_eq!(wilson(0.0, 0.0), None);
        close(wilson(10.0, 10.0).unwrap().high, 1.0, 1e-12);
    }

    #[test]
    fn the_beta_distribution_has_its_closed_forms() {
        // Beta(1, n) and Beta(n, 1) are powers; Beta(½, ½) is the arcsine law.
        for x in [0.01, 0.3, 0.5, 0.77, 0.999] {
            close(beta_cdf(x, 1.0, 7.0), 1.0 - (1.0f64 - x).powi(7), 1e-13);
            close(beta_cdf(x, 7.0, 1.0), x.powi(7), 1e-13);
            close(beta_cdf(x, 0.5, 0.5), 2.0 / std::f64::consts::PI * x.sqrt().asin(), 1e-12);
        }
        // Symmetric about its mean, also for a million devices.
        close(beta_cdf(0.5, 5e5, 5e5), 0.5, 1e-6);
    }

    /// Figures of the tables of Pearson and of any textbook: the quartiles and tails of well-known laws.
    #[test]
    fn quantiles_are_the_known_ones() {
        for share in [1e-3, 0.01, 0.3, 0.5, 0.9, 0.999] {
            close(beta_quantile(share, 1.0, 7.0), 1.0 - (1.0f64 - share).powf(1.0 / 7.0), 1e-11);
            let arcsine = (std::f64::consts::FRAC_PI_2 * share).sin().powi(2);
            close(beta_quantile(share, 0.5, 0.5), arcsine, 1e-11);
            close(gamma_quantile(share, 1.0), -(-share).ln_1p(), 1e-10);
        }
        // χ² with 10 degrees of freedom: 3.940 and 18.307.
        close(2.0 * gamma_quantile(0.05, 5.0), 3.940_299, 1e-5);
        close(2.0 * gamma_quantile(0.95, 5.0), 18.307_038, 1e-5);
    }

    /// Also where most of the weight lies at the ends, or within a hair of the mean.
    #[test]
    fn a_quantile_is_where_the_distribution_function_says() {
        for (a, b) in [(0.094, 0.006), (1.8, 58.2), (7.0, 13.0), (2_000.0, 30.0), (940_000.0, 60_000.0)] {
            let mut before = 0.0;
            for share in [1e-9, 1e-4, 0.2, 0.5, 0.8, 0.9999, 1.0 - 1e-9] {
                let x = beta_quantile(share, a, b);
                assert!(x >= before && (LEAST_SHARE..=1.0).contains(&x), "{x} at {share} of {a}, {b}");
                before = x;
                if x > 2.0 * LEAST_SHARE && x < 1.0 - 2.0 * LEAST_SHARE {
                    close(beta_cdf(x, a, b), share, 1e-8);
                }
            }
        }
        for shape in [0.05, 0.5, 8.0, 650.0, 1e6] {
            for share in [1e-4, 0.2, 0.5, 0.8, 0.9999] {
                close(gamma_cdf(gamma_quantile(share, shape), shape), share, 1e-8);
            }
        }
    }

    #[test]
    fn densities_are_the_slopes_of_their_distribution_functions() {
        for (x, a, b) in [(0.3, 2.0, 5.0), (0.94, 37.6, 2.4), (0.02, 1.0, 30.0), (0.5, 4_000.0, 4_000.0)] {
            let slope = (beta_cdf(x + 1e-6, a, b) - beta_cdf(x - 1e-6, a, b)) / 2e-6;
            close(beta_density(x, a, b) / slope, 1.0, 1e-5);
        }
        for (x, shape) in [(0.5, 1.0), (7.0, 8.0), (630.0, 650.0)] {
            let slope = (gamma_cdf(x + 1e-4, shape) - gamma_cdf(x - 1e-4, shape)) / 2e-4;
            close(gamma_density(x, shape) / slope, 1.0, 1e-5);
        }
    }

    #[test]
    fn the_gamma_distribution_has_its_closed_forms() {
        for x in [0.1, 1.0, 2.5, 9.0] {
            close(gamma_cdf(x, 1.0), 1.0 - (-x).exp(), 1e-13);
            close(gamma_cdf(x, 3.0), 1.0 - (-x).exp() * (1.0 + x + x * x / 2.0), 1e-13);
        }
        close(gamma_cdf(1e6, 1e6), 0.5, 2e-4);
    }
}
