//! Reach and stale share, learned together: a device that stays silent may be slow or stale, and only how
//! the silence wears off tells which. A grid of what is plausible before the data is weighed by them. How many
//! of the silent devices are stale is itself uncertain: taking their mean for a fact would make the grid far
//! too sure of the share, which the calibration of intervals shows.

use crate::forecast::past::{Past, PastDay};
use crate::forecast::special::{LEAST_SHARE, ln_gamma};
use crate::forecast::{Belief, Evidence, Joint, Law};
use crate::plan::{Parameter, Plan};

use super::prior_share;

/// Points of the grid for each of the two.
const POINTS: usize = 60;

/// Points between those that are weighed first, to find out where the others matter.
const STRIDE: usize = 4;

/// A point this much less likely than the best one, as a logarithm, weighs nothing.
const NEGLIGIBLE: f64 = 30.0;

/// One day of one phase: devices newly targeted, devices silent before the day's attempts, and these.
struct Day {
    targeted: f64,
    silent: f64,
    attempts: f64,
}

/// What one point of the grid thinks of a phase's silent devices: how many are pending on average, and the
/// variance of that number. Both are those of a binomial number: of some silent devices each may be pending
/// with the same chance, and the rest is stale for certain. Where all were targeted on one day that is exact.
#[derive(Default)]
struct Pool {
    pending: f64,
    variance: f64,
}

impl Pool {
    fn target(&mut self, devices: f64, stale: f64) {
        self.pending += devices * (1.0 - stale);
        self.variance += devices * stale * (1.0 - stale);
    }

    /// The logarithm of the chance of a day's attempts, but for what all points have in common. Who made
    /// none is the likelier stale.
    fn attempt(&mut self, day: &Day, reach: f64) -> f64 {
        if day.silent <= 0.0 {
            *self = Self::default();
            return 0.0;
        }
        let attempts = day.attempts;
        let pending = self.pending.clamp(LEAST_SHARE, day.silent);
        let certain = (pending - self.variance).max(LEAST_SHARE);
        let open = (pending * pending / certain).min(day.silent).max(attempts);
        let share = (pending / open).min(1.0);
        let chance = (reach * share).clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
        let later = (share * (1.0 - reach) / (1.0 - chance)).min(1.0);
        self.pending = (open - attempts) * later;
        self.variance = self.pending * (1.0 - later);
        ln_ways(open, attempts) + attempts * chance.ln() + (open - attempts) * (-chance).ln_1p()
    }
}

/// The logarithm of the chance of all that was seen, but for what all points have in common.
fn ln_likelihood(phases: &[Vec<Day>], reach: f64, stale: f64) -> f64 {
    let reach = reach.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
    let of_phase = |days: &Vec<Day>| {
        let mut pool = Pool::default();
        let of_day = |day: &Day| {
            pool.target(day.targeted, stale);
            pool.attempt(day, reach)
        };
        days.iter().map(of_day).sum::<f64>()
    };
    phases.iter().map(of_phase).sum()
}

/// Both together, none without data, and each by itself.
pub(super) fn learn(plan: &Plan, past: &[Past]) -> (Option<Joint>, Belief, Belief) {
    let prior = |parameter| prior_share(plan.assumptions.get(parameter));
    let (reach, stale) = (prior(Parameter::Reach), prior(Parameter::Stale));
    let phases: Vec<Vec<Day>> = past.iter().map(days).filter(|days| !days.is_empty()).collect();
    let unlearned = |parameter, prior: &Law| Belief {
        parameter,
        prior: prior.clone(),
        data: None,
        posterior: prior.clone(),
    };
    let mut beliefs = (unlearned(Parameter::Reach, &reach), unlearned(Parameter::Stale, &stale));
    if phases.is_empty() {
        return (None, beliefs.0, beliefs.1);
    }
    let joint = (!reach.is_exact() || !stale.is_exact()).then(|| weigh(axis(&reach), axis(&stale), &phases));
    if let Some(joint) = &joint {
        beliefs.0.posterior = marginal(&joint.reach, &reach, |at| row(joint, at).iter().sum());
        beliefs.1.posterior = marginal(&joint.stale, &stale, |at| {
            (0..joint.reach.len()).map(|reach| row(joint, reach)[at]).sum()
        });
    }
    let (rate, share) = (beliefs.0.posterior.mean(), beliefs.1.posterior.mean());
    beliefs.0.data = Some(Evidence {
        count: phases.iter().flatten().map(|day| day.attempts).sum(),
        of: phases.iter().map(|days| waited(days, rate, share)).sum(),
    });
    beliefs.1.data = Some(Evidence {
        count: past.iter().map(|past| past.silence.devices).sum(),
        of: past.iter().filter_map(|past| past.days.last()).map(|day| day.targeted_so_far).sum(),
    });
    (joint, beliefs.0, beliefs.1)
}

/// The days on which attempts could be seen: from the first targeting to the last record.
fn days(past: &Past) -> Vec<Day> {
    let known_on = past.known_on.unwrap_or(0);
    let days = past.days.iter().filter(move |day| day.day <= known_on);
    let seen = days.filter(|day| day.is_working || day.targeted > 0.0 || day.attempts() > 0.0);
    let day = |day: &PastDay| Day {
        targeted: day.targeted.max(0.0),
        silent: day.silent,
        attempts: day.attempts().min(day.silent.max(0.0)),
    };
    seen.map(day).collect()
}

/// Pending devices of all days, as they are thought of.
fn waited(days: &[Day], reach: f64, stale: f64) -> f64 {
    let mut pool = Pool::default();
    let of_day = |day: &Day| {
        pool.target(day.targeted, stale);
        let waited = pool.pending.clamp(0.0, day.silent.max(0.0)).max(day.attempts);
        pool.attempt(day, reach);
        waited
    };
    days.iter().map(of_day).sum()
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
/// Points far from all that are likely are left out: they would take most of the time.
fn weigh(reach: Vec<f64>, stale: Vec<f64>, phases: &[Vec<Day>]) -> Joint {
    let (rows, columns) = (reach.len(), stale.len());
    let mut logs = vec![f64::NEG_INFINITY; rows * columns];
    let coarse = |length: usize| (0..length).filter(move |n| n % STRIDE == STRIDE / 2 || length <= STRIDE);
    let mut seeds = Vec::new();
    for (r, s) in coarse(rows).flat_map(|r| coarse(columns).map(move |s| (r, s))) {
        logs[r * columns + s] = ln_likelihood(phases, reach[r], stale[s]);
        seeds.push((r, s));
    }
    let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let near = |at: usize, length: usize| at.saturating_sub(STRIDE)..(at + STRIDE + 1).min(length);
    for (r, s) in seeds {
        if logs[r * columns + s] < best - NEGLIGIBLE {
            continue;
        }
        for (r, s) in near(r, rows).flat_map(|r| near(s, columns).map(move |s| (r, s))) {
            let log = &mut logs[r * columns + s];
            if *log == f64::NEG_INFINITY {
                *log = ln_likelihood(phases, reach[r], stale[s]);
            }
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

/// In how many ways `count` of `of` can be chosen, as a logarithm, but for what `count` alone makes of it;
/// `of` may be any real number.
fn ln_ways(of: f64, count: f64) -> f64 {
    if count == 0.0 { 0.0 } else { ln_gamma(of + 1.0) - ln_gamma(of - count + 1.0) }
}
