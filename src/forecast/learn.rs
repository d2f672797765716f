//! How the past moves what is believed of the parameters: first attempts, repairs, losses and tickets are
//! counted or told from totals; reach and stale share hide each other and are learned together. What is exact
//! never learns.

use crate::plan::{Assumption, Parameter, Plan, Strength};

use super::begin::Begin;
use super::days::Days;
use super::past::{self, Past};
use super::rates::{TicketRates, amount, share};
use super::special::{LEAST_SHARE, ln_gamma};
use super::{Belief, Evidence, Law, Learned, Observed, Outcomes, PhaseAttempts};

mod memo;
mod outcomes;
mod silence;

/// Surer than this is beyond doubt, and less sure than this is no knowledge at all.
const STRENGTHS: (f64, f64) = (0.01, 1e8);

/// What is believed of the plan's parameters on its status date.
pub fn learn(plan: &Plan, observed: &Observed) -> Learned {
    Begin::new(plan, observed).learned
}

pub(crate) fn from_past(plan: &Plan, days: &Days, past: &[Past]) -> Learned {
    let between_phases = plan.assumptions.success_between_phases.map_or(f64::INFINITY, strength);
    let outcomes = outcomes::learn(plan, past, between_phases);
    let (reach_and_stale, reach, stale) = silence::learn(plan, past);
    Learned {
        success: outcomes.success,
        reach,
        stale,
        repair: outcomes.repair,
        unfixable: outcomes.unfixable,
        ticket_factor: ticket_factor(plan, days, past),
        between_phases,
        by_rate: outcomes.by_rate,
        reach_and_stale,
    }
}

impl Learned {
    /// The mean of one phase's own success at the first attempt, by its place in the plan.
    pub fn success_of(&self, phase: usize) -> f64 {
        let at = |outcomes: &Outcomes| {
            let all = outcomes.success.mean();
            outcomes.phases.get(phase).map_or(all, |own| own.success(all, self.between_phases))
        };
        self.by_rate.iter().map(|outcomes| outcomes.weight * at(outcomes)).sum()
    }
}

impl PhaseAttempts {
    /// The mean of its own success, if so much is expected of all phases and they are so alike.
    fn success(&self, all: f64, between_phases: f64) -> f64 {
        if self.of > 0.0 && between_phases.is_finite() && all > 0.0 && all < 1.0 {
            (between_phases * all + self.ok) / (between_phases + self.of)
        } else {
            all
        }
    }
}

fn strength(observations: f64) -> f64 {
    if observations.is_nan() { STRENGTHS.0 } else { observations.max(STRENGTHS.0) }
}

/// A share before any data. Where it is sure, or 0 or 1, it is exact.
pub(crate) fn prior_share(assumption: &Assumption) -> Law {
    let mean = share(assumption.mean);
    match assumption.strength {
        Strength::Observations(n) if mean > 0.0 && mean < 1.0 && strength(n) <= STRENGTHS.1 => {
            let n = strength(n);
            Law::Beta { a: n * mean, b: n * (1.0 - mean) }
        }
        _ => Law::Exact(mean),
    }
}

/// A share that was seen `count` times in `of`.
fn seen(parameter: Parameter, plan: &Plan, (count, of): (f64, f64)) -> Belief {
    let prior = prior_share(plan.assumptions.get(parameter));
    let data = (of > 0.0).then_some(Evidence { count, of });
    let posterior = match prior {
        Law::Beta { a, b } => Law::Beta { a: a + count, b: b + (of - count).max(0.0) },
        ref other => other.clone(),
    };
    Belief { parameter, prior, data, posterior }
}

/// Tickets against what the rates expect of the same events up to the day of the count.
fn ticket_factor(plan: &Plan, days: &Days, past: &[Past]) -> Belief {
    let keep = TicketRates::new(plan).keep;
    let (mut tickets, mut expected) = (0.0, 0.0);
    for past in past {
        let Some((count, until)) = past.tickets else { continue };
        tickets += count;
        for day in past.days.iter().filter(|day| day.day <= until) {
            let age = days.between(day.day, until) + usize::from(day.is_working);
            expected += day.causes * (1.0 - past::keep(keep, age));
        }
    }
    let assumption = &plan.assumptions.ticket_factor;
    let mean = amount(assumption.mean);
    let prior = match assumption.strength {
        Strength::Observations(n) if mean > 0.0 && strength(n) <= STRENGTHS.1 => {
            Law::Gamma { shape: strength(n), rate: strength(n) / mean }
        }
        _ => Law::Exact(mean),
    };
    let data = (expected > 0.0).then_some(Evidence { count: tickets, of: expected });
    let posterior = match (&prior, data) {
        (Law::Gamma { shape, rate }, Some(data)) => {
            Law::Gamma { shape: shape + data.count, rate: rate + data.of }
        }
        _ => prior.clone(),
    };
    Belief { parameter: Parameter::TicketFactor, prior, data, posterior }
}

/// The logarithm of the chance of a count that several binomial numbers add up to, but for what the count
/// alone makes of it. `square` is their mean with each part weighted by its chance; the sum is taken for the
/// binomial number of the same mean and variance, of no more than `most`.
fn ln_chance(count: f64, mean: f64, square: f64, most: f64) -> f64 {
    let of = if square > 0.0 { mean * mean / square } else { 0.0 };
    let of = of.min(most).max(count).max(LEAST_SHARE);
    let chance = (mean / of).clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
    let ways = if count == 0.0 { 0.0 } else { ln_gamma(of + 1.0) - ln_gamma(of - count + 1.0) };
    ways + count * chance.ln() + (of - count) * (-chance).ln_1p()
}
