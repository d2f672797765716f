//! Draws of parameters: Gamma, Beta and the laws of belief.

use rand_distr::{Distribution, Gamma, StandardNormal};

use super::Stream;
use crate::forecast::Law;

/// A share that is drawn stays this far from 0 and 1.
const CLOSEST: f64 = 1e-9;

/// Shapes beyond these make no difference that f64 could show.
const SHAPES: (f64, f64) = (1e-12, 1e15);

impl Stream {
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Gamma with rate 1. A shape that is not a number, or not positive, gives 0.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape.is_nan() || shape <= 0.0 { 0.0 } else { self.ln_gamma_draw(shape).exp() }
    }

    /// Beta, kept off 0 and 1. A shape that is not a number, or not positive, leaves all to the other.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let draw = match (a > 0.0, b > 0.0) {
            (true, true) => 1.0 / (1.0 + (self.ln_gamma_draw(b) - self.ln_gamma_draw(a)).exp()),
            (true, false) => 1.0,
            (false, true) => 0.0,
            (false, false) => 0.5,
        };
        draw.clamp(CLOSEST, 1.0 - CLOSEST)
    }

    /// In logs, for below a shape of about 1/300 most draws are too small for f64: G(a) = G(a + 1)·U^(1/a).
    pub(super) fn ln_gamma_draw(&mut self, shape: f64) -> f64 {
        let shape = shape.clamp(SHAPES.0, SHAPES.1);
        let (whole, below) = if shape < 1.0 { (shape + 1.0, self.open().ln() / shape) } else { (shape, 0.0) };
        // Marsaglia and Tsang's; a run draws a dozen, so there is nothing to win by one of our own.
        Gamma::new(whole, 1.0).map_or(whole, |law| law.sample(&mut self.0)).ln() + below
    }
}

impl Law {
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Exact(value) => *value,
            Self::Beta { a, b } => stream.beta(*a, *b),
            Self::Gamma { shape, rate } => stream.gamma(*shape) / rate,
            Self::Grid(points) => {
                let mut left = stream.uniform();
                let found = points.iter().find(|(_, weight)| {
                    left -= weight;
                    left < 0.0
                });
                found.or(points.last()).map_or(0.0, |point| point.0)
            }
        }
    }
}
