//! How the past moves what is believed of the parameters: first attempts, repairs, losses and tickets are
//! counted; reach and stale share hide each other and are learned together. What is exact never learns.

use crate::plan::{Assumption, Parameter, Plan, Strength};

use super::days::Days;
use super::past::{self, Past, PastDay};
use super::rates::{TicketRates, amount, share};
use super::{Belief, Evidence, Law, Learned, Observed, PhaseAttempts};

mod silence;

/// Surer than this is beyond doubt, and less sure than this is no knowledge at all.
const STRENGTHS: (f64, f64) = (0.01, 1e8);

/// What is believed of the plan's parameters on its status date.
pub fn learn(plan: &Plan, observed: &Observed) -> Learned {
    let days = Days::new(plan);
    from_past(plan, &days, &past::of_plan(plan, &days, observed))
}

pub(crate) fn from_past(plan: &Plan, days: &Days, past: &[Past]) -> Learned {
    let between_phases = plan.assumptions.success_between_phases.map_or(f64::INFINITY, strength);
    let phases: Vec<_> = plan.phases.iter().zip(past).map(|(phase, past)| attempts(phase.id, past)).collect();
    let (reach_and_stale, reach, stale) = silence::learn(plan, past);
    Learned {
        success: success(plan, &phases, between_phases),
        reach,
        stale,
        repair: repair(plan, past),
        unfixable: unfixable(plan, past),
        ticket_factor: ticket_factor(plan, days, past),
        between_phases,
        phases,
        reach_and_stale,
    }
}

impl Learned {
    /// The mean of one phase's own success at the first attempt, by its place in the plan.
    pub fn success_of(&self, phase: usize) -> f64 {
        let all = self.success.posterior.mean();
        let own = self.phases.get(phase).filter(|own| own.of > 0.0);
        match own {
            Some(own) if self.between_phases.is_finite() && all > 0.0 && all < 1.0 => {
                (self.between_phases * all + own.ok) / (self.between_phases + own.of)
            }
            _ => all,
        }
    }
}

fn strength(observations: f64) -> f64 {
    if observations.is_nan() { STRENGTHS.0 } else { observations.max(STRENGTHS.0) }
}

/// A share before any data. Where it is sure, or 0 or 1, it is exact.
fn prior_share(assumption: &Assumption) -> Law {
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

fn attempts(phase: crate::plan::PhaseId, past: &Past) -> PhaseAttempts {
    let ok = past.days.iter().map(|day| day.ok).sum();
    PhaseAttempts { phase, ok, of: past.days.iter().map(PastDay::attempts).sum() }
}

/// Attempts of one phase share its luck, so they count for less than as many of different phases.
fn success(plan: &Plan, phases: &[PhaseAttempts], between_phases: f64) -> Belief {
    let (mut ok, mut of, mut counted) = (0.0, 0.0, (0.0, 0.0));
    for phase in phases {
        let weight = if between_phases.is_finite() {
            (between_phases + 1.0) / (between_phases + phase.of)
        } else {
            1.0
        };
        // One attempt counts whole, no attempt not at all.
        let weight = if phase.of > 0.0 { weight.min(1.0) } else { 0.0 };
        counted = (counted.0 + weight * phase.ok, counted.1 + weight * phase.of);
        (ok, of) = (ok + phase.ok, of + phase.of);
    }
    Belief {
        data: (of > 0.0).then_some(Evidence { count: ok, of }),
        ..seen(Parameter::Success, plan, counted)
    }
}

fn all_days(past: &[Past]) -> impl Iterator<Item = &PastDay> {
    past.iter().flat_map(|past| &past.days)
}

fn unfixable(plan: &Plan, past: &[Past]) -> Belief {
    let lost: f64 = all_days(past).map(|day| day.lost).sum();
    let bad: f64 = all_days(past).map(|day| day.bad).sum();
    seen(Parameter::Unfixable, plan, (lost, bad.max(lost)))
}

/// Only where records say what was repaired: what is told from totals is told by the assumed rate.
fn repair(plan: &Plan, past: &[Past]) -> Belief {
    let counted = |past: &Past| {
        let is_counted = |day: &&PastDay| day.is_counted && (day.is_working || day.repaired > 0.0);
        let days = past.days.iter().filter(is_counted);
        days.fold((0.0, 0.0), |sum, day| (sum.0 + day.repaired, sum.1 + day.failed_before))
    };
    let sum = past.iter().map(counted).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    seen(Parameter::Repair, plan, sum)
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
