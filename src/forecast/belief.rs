//! What is believed of each uncertain parameter: before the data, what the data said, and after them.
//! The shapes and what one can ask of them; how data move a belief is another file's business.

use std::sync::Arc;

use crate::plan::{Parameter, PhaseId};

/// A low, a middle and a high value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread<T> {
    pub p10: T,
    pub p50: T,
    pub p90: T,
}

/// A distribution of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    Exact(f64),
    Beta {
        a: f64,
        b: f64,
    },
    Gamma {
        shape: f64,
        rate: f64,
    },
    /// Values in ascending order with the weight of each; weights add up to 1.
    Grid(Arc<[(f64, f64)]>),
}

/// What the actuals say about one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// What happened, and what it happened to: enrolled at the first attempt of attempts, repaired of
    /// failures a day, tickets of tickets expected.
    pub count: f64,
    pub of: f64,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    pub parameter: Parameter,
    pub prior: Law,
    /// None without data.
    pub data: Option<Evidence>,
    pub posterior: Law,
}

/// Reach and stale share, learned together.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    pub reach: Arc<[f64]>,
    pub stale: Arc<[f64]>,
    /// Weights by reach, then stale; they add up to 1.
    pub weights: Arc<[f64]>,
}

/// First attempts, repairs and losses at one repair rate, or one law of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// How likely this rate is of all; the weights add up to 1.
    pub weight: f64,
    pub repair: Law,
    pub success: Law,
    pub unfixable: Law,
    /// First attempts so far as they count, in the plan's order of phases.
    pub phases: Vec<PhaseAttempts>,
}

/// The first attempts of one phase.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PhaseAttempts {
    pub phase: PhaseId,
    pub ok: f64,
    pub of: f64,
}

/// All that is believed about a plan's parameters on its status date.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    pub success: Belief,
    pub reach: Belief,
    pub stale: Belief,
    pub repair: Belief,
    pub unfixable: Belief,
    pub ticket_factor: Belief,
    /// How alike phases are in success: as so many attempts; infinite = exactly alike.
    pub between_phases: f64,
    /// Success, repairs and losses hang together where totals hide repairs: then by plausible repair rate.
    pub by_rate: Vec<Outcomes>,
    /// None while neither has data: then each is drawn by itself.
    pub reach_and_stale: Option<Joint>,
}

impl Learned {
    /// In the order in which they are shown.
    pub fn all(&self) -> [&Belief; 6] {
        [&self.success, &self.reach, &self.stale, &self.repair, &self.unfixable, &self.ticket_factor]
    }
}
