//! Draws against the laws they claim, with fixed seeds. Each comparison would raise a false alarm once in
//! 10⁸ changes of a seed, all of them together about once in 10⁶.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use statrs::distribution::{Binomial, Discrete, NegativeBinomial, Poisson};

use super::*;
use crate::forecast::{Law, special};

const ALARM: f64 = 1e-8;

fn stream(case: usize) -> Stream {
    Luck::new(20_260_601, 7).stream(Purpose::Pilot, case as u32, 0)
}

/// The chance of counts at least as far from the expected ones; outcomes expected less than ten times are
/// taken together with their neighbours.
fn chi_square(counts: &[u64], shares: &[f64]) -> f64 {
    let draws = counts.iter().sum::<u64>() as f64;
    let mut pools: Vec<(f64, f64)> = vec![(0.0, 0.0)];
    for (count, share) in counts.iter().zip(shares) {
        let pool = pools.last_mut().unwrap();
        pool.0 += *count as f64;
        pool.1 += share * draws;
        if pool.1 >= 10.0 {
            pools.push((0.0, 0.0));
        }
    }
    let rest = pools.pop().unwrap();
    let last = pools.last_mut().unwrap();
    last.0 += rest.0;
    last.1 += rest.1;
    assert!(pools.len() > 1, "nothing to compare");
    let sum: f64 = pools.iter().map(|(count, expected)| (count - expected).powi(2) / expected).sum();
    1.0 - special::gamma_cdf(sum / 2.0, (pools.len() - 1) as f64 / 2.0)
}

/// Draws whole numbers and compares them with a mass function; what lies outside `low..=high` is taken
/// together at either end.
fn fits(name: &str, (low, high): (u64, u64), mass: impl Fn(u64) -> f64, mut draw: impl FnMut() -> u64) {
    const DRAWS: usize = 200_000;
    let mut shares: Vec<f64> = (low..=high).map(mass).collect();
    let inside: f64 = shares.iter().sum();
    assert!(inside > 0.999 && inside < 1.0 + 1e-6, "{name}: the range holds {inside}");
    *shares.last_mut().unwrap() += 1.0 - inside;
    let mut counts = vec![0; shares.len()];
    for _ in 0..DRAWS {
        counts[(draw().clamp(low, high) - low) as usize] += 1;
    }
    let chance = chi_square(&counts, &shares);
    assert!(chance > ALARM, "{name}: chance {chance:e}");
}

/// A range that holds all but a millionth of a law.
fn around(mean: f64, variance: f64, most: u64) -> (u64, u64) {
    let wide = 8.0 * variance.sqrt() + 12.0;
    (((mean - wide).max(0.0)) as u64, ((mean + wide) as u64).min(most))
}

#[test]
fn binomial_draws_have_their_law() {
    // A variance of 3 is the border between the two ways to draw.
    let below_and_above_the_border =
        [(13, 0.35), (14, 0.35), (53, 0.06), (54, 0.94), (12, 0.5), (400, 0.0075)];
    let ordinary =
        [(1, 0.3), (2, 0.5), (7, 0.94), (30, 0.35), (60, 0.2), (120, 0.03), (245, 0.94), (700, 0.35)];
    let large = [(255, 0.02), (256, 0.02), (257, 0.5), (5_000, 0.5), (100_000, 0.3), (10_000_000, 0.94)];
    let tiny = [(10_000_000, 1e-7), (10_000_000, 2.9e-7), (10_000_000, 3.1e-7), (3, 1.0 - 1e-3)];
    let all = below_and_above_the_border.iter().chain(&ordinary).chain(&large).chain(&tiny);
    for (case, &(n, p)) in all.enumerate() {
        let (chance, mut stream) = (Chance::new(p), stream(case));
        let law = Binomial::new(p, u64::from(n)).unwrap();
        let range = around(f64::from(n) * p, f64::from(n) * p * (1.0 - p), u64::from(n));
        let draw = || u64::from(stream.binomial(n, &chance));
        fits(&format!("Binomial({n}, {p})"), range, |k| law.ln_pmf(k).exp(), draw);
    }
}

#[test]
fn poisson_draws_have_their_law() {
    let means = [0.01, 0.05, 0.7, 2.99, 3.0, 3.01, 5.0, 9.0, 12.5, 31.0, 60.0, 118.0, 1_500.0, 4e5];
    for (case, &mean) in means.iter().enumerate() {
        let law = Poisson::new(mean).unwrap();
        let range = around(mean, mean, u64::MAX);
        let mut drawn = stream(case);
        fits(&format!("Poisson({mean})"), range, |k| law.ln_pmf(k).exp(), || drawn.poisson(mean));
        if mean < 2_000.0 {
            let (table, mut looked_up) = (Table::poisson(mean), stream(100 + case));
            let draw = || u64::from(table.draw(&mut looked_up));
            fits(&format!("Poisson({mean}) by table"), range, |k| law.ln_pmf(k).exp(), draw);
        }
    }
}

#[test]
fn negative_binomial_draws_have_their_law() {
    let cases = [(0.3, 1.2), (4.0, 8.0), (20.0, 1.01), (110.0, 1.5), (110.0, 4.0), (500.0, 30.0)];
    for (case, &(mean, dispersion)) in cases.iter().enumerate() {
        let law = NegativeBinomial::new(mean / (dispersion - 1.0), 1.0 / dispersion).unwrap();
        let range = around(mean, 4.0 * mean * dispersion, u64::MAX);
        let mut stream = stream(case);
        let draw = || stream.negative_binomial(mean, dispersion);
        fits(&format!("NegativeBinomial({mean}, {dispersion})"), range, |k| law.pmf(k), draw);
    }
}

/// Draws numbers and compares how many fall between the edges, and outside them.
fn falls(name: &str, edges: &[f64], upto: impl Fn(f64) -> f64, mut draw: impl FnMut() -> f64) {
    let mut last = 0.0;
    let mut shares: Vec<f64> =
        edges.iter().map(|edge| upto(*edge) - std::mem::replace(&mut last, upto(*edge))).collect();
    shares.push(1.0 - last);
    let mut counts = vec![0; shares.len()];
    for _ in 0..100_000 {
        let value = draw();
        counts[edges.partition_point(|edge| *edge < value)] += 1;
    }
    let chance = chi_square(&counts, &shares);
    assert!(chance > ALARM, "{name}: chance {chance:e}, {counts:?} for {shares:?}");
}

#[test]
fn gamma_draws_have_their_law_down_to_tiny_shapes() {
    for (case, &shape) in [0.5, 0.99, 1.0, 1.01, 8.0, 250.0, 1e7].iter().enumerate() {
        let mut stream = stream(case);
        let deviation = f64::sqrt(shape);
        let edges: Vec<f64> = (0..40)
            .map(|n| shape + deviation * (f64::from(n) / 8.0 - 2.5))
            .filter(|edge| *edge > 0.0)
            .collect();
        falls(&format!("Gamma({shape})"), &edges, |x| special::gamma_cdf(x, shape), || stream.gamma(shape));
    }
    for (case, &shape) in [1e-6, 1e-3, 0.02].iter().enumerate() {
        let mut stream = stream(20 + case);
        // Far below 1 the law of ln G is exponential: P(G ≤ x) = x^shape / Γ(shape + 1).
        let edges: Vec<f64> = (1..60).rev().map(|n| -f64::from(n) * 0.05 / shape - 40.0).collect();
        let upto = |ln: f64| (shape * ln - special::ln_gamma(shape + 1.0)).exp();
        falls(&format!("Gamma({shape})"), &edges, upto, || stream.ln_gamma_draw(shape));
    }
}

#[test]
fn beta_draws_have_their_law_down_to_tiny_shapes() {
    let shapes = [
        (1e-6, 1e-6),
        (1e-3, 2e-3),
        (0.02, 3.0),
        (0.5, 0.5),
        (1.0, 1.0),
        (2.4, 37.6),
        (37.6, 2.4),
        (112.0, 8.0),
        (94_000.0, 6_000.0),
        (1e7, 1e7),
    ];
    for (case, &(a, b)) in shapes.iter().enumerate() {
        let mut stream = stream(case);
        let mean: f64 = a / (a + b);
        let deviation = (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
        let mut edges = vec![1e-8, 1e-6, 1e-4, 1e-2, 0.5, 0.99, 0.9999, 1.0 - 1e-6, 1.0 - 1e-8];
        edges.extend((0..40).map(|n| mean + deviation * (f64::from(n) / 8.0 - 2.5)));
        edges.retain(|edge| *edge >= 1e-8 && *edge <= 1.0 - 1e-8);
        edges.sort_by(f64::total_cmp);
        falls(&format!("Beta({a}, {b})"), &edges, |x| special::beta_cdf(x, a, b), || stream.beta(a, b));
    }
}

#[test]
fn laws_of_belief_are_drawn_as_they_stand() {
    assert_eq!(Law::Exact(0.94).draw(&mut stream(0)), 0.94);
    let mut drawn = stream(1);
    let law = Law::Gamma { shape: 8.0, rate: 8.0 };
    let edges: Vec<f64> = (1..40).map(|n| f64::from(n) * 0.06).collect();
    falls("Gamma(8, rate 8)", &edges, |x| special::gamma_cdf(8.0 * x, 8.0), || law.draw(&mut drawn));
    let points = [(0.1, 0.2), (0.3, 0.0), (0.4, 0.5), (0.9, 0.3)];
    let law = Law::Grid(points.into());
    let upto = |x: f64| points.iter().filter(|point| point.0 <= x).map(|point| point.1).sum();
    falls("a grid", &[0.1, 0.4], upto, || law.draw(&mut drawn));
    let table = Table::new(points.map(|point| point.1));
    let mass = |k: u64| points[k as usize].1;
    fits("a table", (0, 3), mass, || u64::from(table.draw(&mut drawn)));
    assert!((0..1_000).all(|_| table.draw(&mut drawn) != 1), "an outcome without weight was drawn");
    assert_eq!(Table::new([]).draw(&mut drawn), 0);
    assert_eq!(Table::new([f64::NAN, 0.0, -1.0]).draw(&mut drawn), 0);
}

/// Mean and variance where chi-square would need too many cells.
#[test]
fn huge_numbers_keep_mean_and_variance() {
    const DRAWS: usize = 100_000;
    let check = |name: &str, mean: f64, variance: f64, draws: Vec<f64>| {
        let found = draws.iter().sum::<f64>() / DRAWS as f64;
        let spread = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / DRAWS as f64;
        // 5.7 standard errors: one in 10⁸; those of a variance are √2 of it.
        assert!((found - mean).abs() < 5.7 * (variance / DRAWS as f64).sqrt(), "{name}: mean {found}");
        assert!(
            (spread / variance - 1.0).abs() < 5.7 * (2.0 / DRAWS as f64).sqrt(),
            "{name}: variance {spread}"
        );
    };
    let mut drawn = stream(0);
    for (n, p) in [(10_000_000, 0.35), (10_000_000, 0.999), (4_000_000_000, 0.5)] {
        let (chance, mean) = (Chance::new(p), f64::from(n) * p);
        let draws = (0..DRAWS).map(|_| f64::from(drawn.binomial(n, &chance))).collect();
        check(&format!("Binomial({n}, {p})"), mean, mean * (1.0 - p), draws);
    }
    for mean in [1e6, 1e9, 1e12] {
        let draws = (0..DRAWS).map(|_| drawn.poisson(mean) as f64).collect();
        check(&format!("Poisson({mean})"), mean, mean, draws);
    }
}

#[test]
fn whatever_is_asked_for_the_answer_is_in_range() {
    let mut stream = stream(0);
    let odd = [
        f64::NAN,
        f64::NEG_INFINITY,
        -1.0,
        0.0,
        1e-300,
        1e-9,
        0.5,
        1.0 - 1e-9,
        1.0,
        2.0,
        1e9,
        1e300,
        f64::INFINITY,
    ];
    for &x in &odd {
        let chance = Chance::new(x);
        for n in [0, 1, 15, 16, 255, 256, 10_000_000, u32::MAX] {
            assert!((0..100).all(|_| stream.binomial(n, &chance) <= n), "Binomial({n}, {x})");
        }
        assert!((0..100).all(|_| stream.poisson(x) < 2_000_000_000_000_000), "Poisson({x})");
        assert!((0..100).all(|_| stream.gamma(x) >= 0.0), "Gamma({x})");
        for &y in &odd {
            stream.negative_binomial(x, y);
            assert!((0..100).all(|_| (1e-9..=1.0 - 1e-9).contains(&stream.beta(x, y))), "Beta({x}, {y})");
        }
    }
    for (n, p, all) in [(5, 0.0, 0), (5, 1.0, 5), (10_000_000, 1.0, 10_000_000), (7, f64::NAN, 0)] {
        assert_eq!(stream.binomial(n, &Chance::new(p)), all);
    }
    assert_eq!(
        (stream.poisson(0.0), stream.poisson(f64::NAN), stream.negative_binomial(0.0, 3.0)),
        (0, 0, 0)
    );
    assert_eq!(Table::poisson(0.0).draw(&mut stream), 0);
}

type Name = (Luck, Purpose, u32, u32);
type Neighbour = fn(Name, u32) -> Name;

#[test]
fn neighbouring_streams_have_nothing_in_common() {
    const PAIRS: u32 = 200_000;
    let day = |n: u32| (Luck::new(1, n / 600), Purpose::Attempts, n / 60 % 10, n % 60);
    let neighbours: [(&str, Neighbour); 5] = [
        ("the next day", |(luck, purpose, phase, day), _| (luck, purpose, phase, day + 1)),
        ("the next phase", |(luck, purpose, phase, day), _| (luck, purpose, phase + 1, day)),
        ("another purpose", |(luck, _, phase, day), _| (luck, Purpose::Succeeded, phase, day)),
        ("the next run", |(_, purpose, phase, day), n| (Luck::new(1, n / 600 + 1), purpose, phase, day)),
        ("the next seed", |(_, purpose, phase, day), n| (Luck::new(2, n / 600), purpose, phase, day)),
    ];
    let first = |name: Name| name.0.stream(name.1, name.2, name.3).uniform();
    for (what, next) in neighbours {
        let mut cells = vec![0; 256];
        let mut product = 0.0;
        for n in 0..PAIRS {
            let (here, there) = (first(day(n)), first(next(day(n), n)));
            cells[(here * 16.0) as usize * 16 + (there * 16.0) as usize] += 1;
            product += (here - 0.5) * (there - 0.5) * 12.0;
        }
        let chance = chi_square(&cells, &[1.0 / 256.0; 256]);
        assert!(chance > ALARM, "{what}: chance {chance:e}");
        assert!(
            product.abs() < 5.7 * f64::from(PAIRS).sqrt(),
            "{what}: correlation {}",
            product / f64::from(PAIRS)
        );
    }
}

/// Results are compared across versions by their seed: a stream must not change its numbers unnoticed.
#[test]
fn a_name_keeps_its_numbers() {
    let numbers = |seed, run, phase, day| Luck::new(seed, run).stream(Purpose::Attempts, phase, day).bits();
    let drawn = [numbers(1, 0, 1, 0), numbers(1, 0, 1, 1), numbers(1, 1, 1, 0), numbers(2, 0, 1, 0)];
    assert_eq!(
        drawn,
        [
            13_482_566_441_813_822_135,
            11_708_329_538_789_831_797,
            15_475_485_915_084_498_259,
            14_766_665_330_669_937_109
        ]
    );
}
