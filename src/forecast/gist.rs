//! What one variant of a plan comes to in a few figures, over futures with the same luck as every other's.

use chrono::NaiveDate;

use crate::plan::Plan;

use super::{Basis, Detail, Observed, Odds, Simulation};

/// The figures that variants of a plan are compared by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gist {
    pub finish_p50: Option<NaiveDate>,
    pub finish_p85: Option<NaiveDate>,
    /// None without a target.
    pub by_target: Option<f64>,
    /// P50 of the largest weekly load; infinite = work and nobody to do it.
    pub peak_p50: f64,
    /// Share of futures in which tickets wait above the limit.
    pub breaks: f64,
    pub stalled: f64,
}

impl Gist {
    pub fn of(odds: &Odds) -> Self {
        Self {
            finish_p50: odds.finish.quantile(0.50),
            finish_p85: odds.finish.quantile(0.85),
            by_target: odds.by_target,
            peak_p50: odds.peak_load.quantile(0.50),
            breaks: odds.breaks,
            stalled: odds.stalled,
        }
    }

    /// Simulates a variant; the past is the plan's, whatever is planned ahead.
    pub(super) fn simulate(variant: &Plan, observed: &Observed, basis: &Basis) -> Self {
        let basis = Basis { detail: Detail::Dates, ..*basis };
        let mut simulation = Simulation::new(variant, observed, &basis);
        simulation.advance(basis.runs);
        Self::of(&simulation.odds())
    }
}
