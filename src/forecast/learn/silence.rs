//! Reach and stale share, learned together: a device that stays silent may be slow or stale, and only how
//! the silence wears off tells which. A grid of what is plausible is weighed by the data. How many of the
//! silent devices are stale is itself uncertain: taking their mean for a fact would make the grid far too sure
//! of the share. And a week's total is one figure: taking it for five days alike would do the same to reach.

use rayon::prelude::*;

use crate::forecast::past::{Past, PastDay};
use crate::forecast::special::LEAST_SHARE;
use crate::forecast::{Belief, Evidence, Joint, Law};
use crate::plan::{Parameter, Plan};

use super::memo::Memo;
use super::{ln_chance, prior_share};

/// Points of the grid for each of the two.
const POINTS: usize = 32;

/// Points on the way to the stretch of shares that the grid has to cover.
const COARSE: usize = 8;

/// As many times at most the way is taken: each time the stretch may shrink to three eighths.
const ROUNDS: usize = 10;

/// A point this much less likely than the best one, as a logarithm, weighs nothing.
const NEGLIGIBLE: f64 = 10.0;

/// No number is taken for less certain than this part of what it would be if all devices were alike.
const LEAST_SURE: f64 = 0.05;

/// What a record says of a phase: the days since the record before it, and the attempts of them all.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stretch {
    /// Working days.
    days: i32,
    /// Devices targeted and how many of these days each had.
    targeted: Vec<(f64, i32)>,
    /// Devices that could have made an attempt, were none of them stale.
    silent: f64,
    attempts: f64,
}

impl Stretch {
    fn add(&mut self, day: &PastDay) {
        let targeted = day.paced;
        let before =
            if self.silent > 0.0 { self.silent } else { (day.silent - day.targeted.max(0.0)).max(0.0) };
        self.silent = before + targeted;
        if targeted > 0.0 {
            self.targeted.push((targeted, 0));
        }
        if day.is_working {
            self.pass(1);
        }
        self.attempts += day.attempts();
    }

    fn pass(&mut self, days: i32) {
        self.days += days;
        for (_, own) in &mut self.targeted {
            *own += days;
        }
    }

    fn end(mut self) -> Self {
        self.attempts = self.attempts.min(self.silent);
        if self.days == 0 && self.attempts > 0.0 {
            // Whoever answers on a day off had that day.
            self.pass(1);
        }
        self
    }
}

/// From the first targeting to the last record. Where nobody answers, several records say what one would.
fn stretches(past: &Past) -> Vec<Stretch> {
    let known_on = past.known_on.unwrap_or(0);
    let mut all: Vec<Stretch> = Vec::new();
    let mut open = Stretch::default();
    for day in past.days.iter().take_while(|day| day.day <= known_on) {
        open.add(day);
        if !day.is_told {
            continue;
        }
        let told = std::mem::take(&mut open).end();
        match all.last_mut() {
            Some(last) if last.attempts == 0.0 && told.attempts == 0.0 => {
                last.pass(told.days);
                last.silent = told.silent;
                last.targeted.extend(told.targeted);
            }
            _ => all.push(told),
        }
    }
    all
}

/// What one point of the grid thinks of a phase's silent devices: of so many each is pending with the same
/// chance, and the rest is stale for certain. Where all were targeted on one day that is exact.
#[derive(Default)]
struct Pool {
    open: f64,
    share: f64,
}

/// Some silent devices alike: how many, the chance of each to be pending before the stretch, and to make an
/// attempt in it and not to although it could.
struct Group {
    devices: f64,
    attempts: f64,
    waits: f64,
}

/// One point of the grid.
#[derive(Clone, Copy)]
struct Point {
    reach: f64,
    stale: f64,
}

impl Point {
    fn group(self, devices: f64, pending: f64, days: i32) -> Group {
        let waits = (1.0 - self.reach).powi(days);
        Group { devices, attempts: pending * (1.0 - waits), waits: pending * waits }
    }

    fn groups<'a>(self, pool: &Pool, stretch: &'a Stretch) -> impl Iterator<Item = Group> + use<'a> {
        let before = self.group(pool.open, pool.share, stretch.days);
        let new = stretch.targeted.iter();
        std::iter::once(before).chain(new.map(move |new| self.group(new.0, 1.0 - self.stale, new.1)))
    }

    /// Attempts that the stretch should have seen, and the same weighted by the chance of each.
    fn expected(self, pool: &Pool, stretch: &Stretch) -> (f64, f64) {
        self.groups(pool, stretch).fold((0.0, 0.0), |sum, group| {
            let attempts = group.devices * group.attempts;
            (sum.0 + attempts, sum.1 + attempts * group.attempts)
        })
    }

    /// The logarithm of the chance of a stretch's attempts, but for what all points have in common.
    fn see(self, pool: &mut Pool, stretch: &Stretch) -> f64 {
        let attempts = stretch.attempts;
        if stretch.silent <= 0.0 {
            *pool = Pool::default();
            return 0.0;
        }
        let (mean, square) = self.expected(pool, stretch);
        *pool = self.after(pool, stretch, (attempts - mean) / (mean - square).max(LEAST_SHARE));
        ln_chance(attempts, mean, square, stretch.silent)
    }

    /// Who made no attempt is the likelier stale. Attempts beyond those expected come from each group by its
    /// share of the variance, and which group those expected came from stays in doubt.
    fn after(self, pool: &Pool, stretch: &Stretch, surplus: f64) -> Pool {
        let (mut pending, mut square) = (0.0, 0.0);
        let mut doubt = (0.0, 0.0, 0.0);
        for group in self.groups(pool, stretch) {
            let still = 1.0 - group.attempts;
            let gone = group.devices * group.attempts * (1.0 + surplus * still);
            let left = group.devices - gone.clamp(0.0, group.devices);
            let share = if still > 0.0 { (group.waits / still).min(1.0) } else { 0.0 };
            pending += left * share;
            square += left * share * share;
            let variance = group.devices * group.attempts * still;
            doubt = (doubt.0 + variance, doubt.1 + variance * share, doubt.2 + variance * share * share);
        }
        if square <= 0.0 {
            return Pool::default();
        }
        let split = if doubt.0 > 0.0 { doubt.2 - doubt.1 * doubt.1 / doubt.0 } else { 0.0 };
        let share = (square - split).max(LEAST_SURE * square) / pending;
        Pool { open: pending / share, share }
    }

    fn ln_likelihood(self, phases: &[Vec<Stretch>]) -> f64 {
        let of_phase = |stretches: &Vec<Stretch>| {
            let mut pool = Pool::default();
            stretches.iter().map(|stretch| self.see(&mut pool, stretch)).sum::<f64>()
        };
        phases.iter().map(of_phase).sum()
    }

    /// Pending devices of all days: what is expected at this reach, but no fewer than answered.
    fn waited(self, phases: &[Vec<Stretch>]) -> f64 {
        let of_phase = |stretches: &Vec<Stretch>| {
            let mut pool = Pool::default();
            let of = |stretch: &Stretch| {
                let waited = self.expected(&pool, stretch).0 / self.reach;
                self.see(&mut pool, stretch);
                waited.max(stretch.attempts)
            };
            stretches.iter().map(of).sum::<f64>()
        };
        phases.iter().map(of_phase).sum()
    }
}

/// Priors of the two, and what was seen of each phase.
type Given = ([Law; 2], Vec<Vec<Stretch>>);

static JOINTS: Memo<Given, Joint> = Memo::new();

/// Both together, none without data, and each by itself.
pub(super) fn learn(plan: &Plan, past: &[Past]) -> (Option<Joint>, Belief, Belief) {
    let prior = |parameter| prior_share(plan.assumptions.get(parameter));
    let (reach, stale) = (prior(Parameter::Reach), prior(Parameter::Stale));
    let phases: Vec<_> = past.iter().map(stretches).filter(|stretches| !stretches.is_empty()).collect();
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
    let joint = (!reach.is_exact() || !stale.is_exact()).then(|| {
        let given = ([reach.clone(), stale.clone()], phases.clone());
        JOINTS.get(given, |(priors, phases)| weigh(priors.each_ref(), phases))
    });
    if let Some(joint) = &joint {
        beliefs.0.posterior = marginal(&joint.reach, &reach, |at| row(joint, at).iter().sum());
        beliefs.1.posterior = marginal(&joint.stale, &stale, |at| {
            (0..joint.reach.len()).map(|reach| row(joint, reach)[at]).sum()
        });
    }
    let means = point(beliefs.0.posterior.mean(), beliefs.1.posterior.mean());
    beliefs.0.data = Some(Evidence {
        count: phases.iter().flatten().map(|stretch| stretch.attempts).sum(),
        of: means.waited(&phases),
    });
    beliefs.1.data = Some(Evidence {
        count: past.iter().map(|past| past.silence.devices).sum(),
        of: past.iter().filter_map(|past| past.days.last()).map(|day| day.targeted_so_far).sum(),
    });
    (joint, beliefs.0, beliefs.1)
}

fn point(reach: f64, stale: f64) -> Point {
    Point { reach: reach.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE), stale }
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

/// The likelihood of each point, of which all together are 1: every point was equally plausible before, for
/// they lie at equal shares of the priors. The more is known, the smaller the part of these that matters.
fn weigh(priors: [&Law; 2], phases: &[Vec<Stretch>]) -> Joint {
    let mut parts = [(0.0, 1.0); 2];
    for _ in 0..ROUNDS {
        let (values, logs) = survey(priors, parts, COARSE, phases);
        let best = best(&logs);
        let columns = values[1].len();
        let matters = |at: usize| logs[at] > best - NEGLIGIBLE;
        let rows = (0..values[0].len()).filter(|row| (0..columns).any(|c| matters(row * columns + c)));
        let columns = (0..columns).filter(|c| (0..values[0].len()).any(|row| matters(row * columns + c)));
        let next = [around(parts[0], rows, values[0].len()), around(parts[1], columns, values[1].len())];
        let length = |part: (f64, f64)| part.1 - part.0;
        let is_found = parts.iter().zip(next).all(|(part, next)| length(next) > 0.7 * length(*part));
        parts = next;
        if is_found {
            break;
        }
    }
    let ([reach, stale], logs) = survey(priors, parts, POINTS, phases);
    let best = best(&logs);
    let mut weights: Vec<f64> = logs.iter().map(|log| (log - best).exp()).collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    Joint { reach: reach.into(), stale: stale.into(), weights: weights.into() }
}

fn best(logs: &[f64]) -> f64 {
    logs.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The stretch of the cells that matter, and one more on each side.
fn around(part: (f64, f64), cells: impl Iterator<Item = usize>, of: usize) -> (f64, f64) {
    let width = (part.1 - part.0) / of as f64;
    let (low, high) = cells.fold((of, 0), |(low, high), cell| (low.min(cell), high.max(cell + 1)));
    ((part.0 + (low as f64 - 1.0) * width).max(0.0), (part.0 + (high as f64 + 1.0) * width).min(1.0))
}

/// Values of both at equal steps of a part of their priors' shares, and what the data say of each pair, by
/// reach and then stale share.
fn survey(
    priors: [&Law; 2],
    parts: [(f64, f64); 2],
    points: usize,
    phases: &[Vec<Stretch>],
) -> ([Vec<f64>; 2], Vec<f64>) {
    let axis = |prior: &Law, (from, to): (f64, f64)| match prior {
        Law::Exact(value) => vec![*value],
        _ => (0..points)
            .map(|n| prior.quantile(from + (to - from) * (n as f64 + 0.5) / points as f64))
            .collect(),
    };
    let values = [axis(priors[0], parts[0]), axis(priors[1], parts[1])];
    let pairs = values[0].iter().flat_map(|reach| values[1].iter().map(|stale| point(*reach, *stale)));
    let pairs: Vec<Point> = pairs.collect();
    let logs = pairs.into_par_iter().map(|pair| pair.ln_likelihood(phases)).collect();
    (values, logs)
}
