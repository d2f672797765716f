//! Reach and stale share, learned together: a device that stays silent may be slow or stale, and only how
//! the silence wears off tells which. A grid of what is plausible before the data is weighed by them.

use crate::forecast::past::Past;
use crate::forecast::special::{LEAST_SHARE, ln_gamma};
use crate::forecast::{Belief, Evidence, Joint, Law};
use crate::plan::{Parameter, Plan};

use super::prior_share;

/// Points of the grid for each of the two.
const POINTS: usize = 60;

/// One day of one phase: attempts of the day, devices silent before them, devices targeted to date.
struct Day {
    attempts: f64,
    silent: f64,
    targeted: f64,
}

impl Day {
    /// Devices that could have made an attempt if so many of the targeted ones are stale.
    fn pending(&self, stale: f64) -> f64 {
        self.attempts.max(self.silent - stale * self.targeted)
    }
}

/// Both together, none without data, and each by itself.
pub(super) fn learn(plan: &Plan, past: &[Past]) -> (Option<Joint>, Belief, Belief) {
    let prior = |parameter| prior_share(plan.assumptions.get(parameter));
    let (reach, stale) = (prior(Parameter::Reach), prior(Parameter::Stale));
    let days: Vec<Day> = past.iter().flat_map(days).collect();
    let unlearned = |parameter, prior: &Law| Belief {
        parameter,
        prior: prior.clone(),
        data: None,
        posterior: prior.clone(),
    };
    let mut beliefs = (unlearned(Parameter::Reach, &reach), unlearned(Parameter::Stale, &stale));
    if days.is_empty() {
        return (None, beliefs.0, beliefs.1);
    }
    let joint = (!reach.is_exact() || !stale.is_exact()).then(|| weigh(axis(&reach), axis(&stale), &days));
    if let Some(joint) = &joint {
        beliefs.0.posterior = marginal(&joint.reach, &reach, |at| row(joint, at).iter().sum());
        beliefs.1.posterior = marginal(&joint.stale, &stale, |at| {
            (0..joint.reach.len()).map(|reach| row(joint, reach)[at]).sum()
        });
    }
    let share = beliefs.1.posterior.mean();
    beliefs.0.data = Some(Evidence {
        count: days.iter().map(|day| day.attempts).sum(),
        of: days.iter().map(|day| day.pending(share)).sum(),
    });
    beliefs.1.data = Some(Evidence {
        count: past.iter().map(|past| past.silence.devices).sum(),
        of: past.iter().filter_map(|past| past.days.last()).map(|day| day.targeted_so_far).sum(),
    });
    (joint, beliefs.0, beliefs.1)
}

/// The days on which attempts could be seen: from the first targeting to the last record.
fn days(past: &Past) -> impl Iterator<Item = Day> {
    let known_on = past.known_on.unwrap_or(0);
    let days = past.days.iter().filter(move |day| day.day <= known_on);
    days.filter(|day| day.is_working || day.attempts() > 0.0).map(|day| Day {
        attempts: day.attempts(),
        silent: day.silent,
        targeted: day.targeted_so_far,
    })
}

fn axis(prior: &Law) -> Vec<f64> {
    if let Law::Exact(value) = prior {
        return vec![*value];
    }
    (0..POINTS).map(|n| prior.quantile((n as f64 + 0.5) / POINTS as f64)).collect()
}

fn row(joint: &Joint, reach: usize) -> &[f64] {
    let length = joint.stale.len();
    &joint.weights[reach * length..(reach + 1) * length]
}

fn marginal(values: &[f64], prior: &Law, weight: impl Fn(usize) -> f64) -> Law {
    if prior.is_exact() {
        return prior.clone();
    }
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        match points.last_mut() {
            // Where a prior lies at the very ends, several of its quantiles are the same.
            Some(last) if last.0 == *value => last.1 += weight(at),
            _ => points.push((*value, weight(at))),
        }
    }
    Law::Grid(points.into())
}

/// The likelihood of each point, of which all together are 1: every point was equally plausible before.
fn weigh(reach: Vec<f64>, stale: Vec<f64>, days: &[Day]) -> Joint {
    let attempts: f64 = days.iter().map(|day| day.attempts).sum();
    let mut logs = vec![0.0; reach.len() * stale.len()];
    for (s, share) in stale.iter().enumerate() {
        let (mut ways, mut misses) = (0.0, 0.0);
        for day in days {
            let pending = day.pending(*share);
            misses += pending - day.attempts;
            ways += ln_ways(pending, day.attempts);
        }
        for (r, rate) in reach.iter().enumerate() {
            let rate = rate.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
            logs[r * stale.len() + s] = ways + attempts * rate.ln() + misses * (-rate).ln_1p();
        }
    }
    let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut weights: Vec<f64> = logs.iter().map(|log| (log - best).exp()).collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    Joint { reach: reach.into(), stale: stale.into(), weights: weights.into() }
}

/// In how many ways `count` of `of` can be chosen, as a logarithm; `of` may be any real number.
fn ln_ways(of: f64, count: f64) -> f64 {
    if count == 0.0 || count == of {
        return 0.0;
    }
    ln_gamma(of + 1.0) - ln_gamma(count + 1.0) - ln_gamma(of - count + 1.0)
}
