//! How large a pilot must be, how often its gate may be looked at, and how often it fools its owner either
//! way: passing what it should not, holding what it should pass. Pilots are simulated, device by outcome.

use rayon::prelude::*;

use crate::plan::{Assumptions, Criterion, Gate};

use super::devices_asked;
use super::draw::{Chance, Luck, Purpose};
use super::posterior::Share;

/// No answer is looked for beyond this many devices.
pub const LARGEST: u32 = 5_000;
/// Nothing is simulated beyond this many working days.
const LONGEST_DAYS: u32 = 1_000;
/// Share of the devices that check in which the last look must not miss.
const HEARD: f64 = 0.99;
const SEED: u64 = 1;
/// Simulated pilots behind a chance that is told, and behind one that only points the way.
const RUNS: u32 = 10_000;
const ROUGH: u32 = 1_000;

/// A pilot whose gate asks for a share of success, and when that gate is looked at. Days are working days;
/// the first is the one of the first targeting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pilot {
    pub devices: u32,
    /// Devices targeted a day; none = all on the first.
    pub per_day: Option<u32>,
    /// Share of the devices not heard of that attempt enrollment on a day.
    pub reach: f64,
    /// Share that never checks in.
    pub stale: f64,
    /// The success asked for.
    pub min: f64,
    pub assurance: f64,
    /// The gate is looked at every so many days,
    pub look_every: u32,
    /// and first when so many have passed since the last targeting.
    pub soak_days: u32,
}

impl Pilot {
    /// The days on which the gate is looked at; the last when all but a few devices have been heard of.
    pub fn looks(&self) -> Vec<u32> {
        let every = self.look_every.clamp(1, LONGEST_DAYS);
        let targeted = self.targeting_days();
        let first = targeted.saturating_add(self.soak_days).clamp(1, LONGEST_DAYS).div_ceil(every);
        let last = (targeted + self.hearing_days() - 1).clamp(1, LONGEST_DAYS).div_ceil(every);
        (first..=last.max(first)).map(|look| look * every).collect()
    }

    /// The day of the last targeting.
    pub fn targeting_days(&self) -> u32 {
        match self.per_day {
            Some(rate) => self.devices.div_ceil(rate.max(1)).clamp(1, LONGEST_DAYS),
            None => 1,
        }
    }

    /// Days from a targeting on, within which nearly all that check in have done so.
    fn hearing_days(&self) -> u32 {
        if self.reach <= 0.0 {
            return LONGEST_DAYS;
        }
        let days = ((1.0 - HEARD).ln() / (-self.reach.min(1.0)).ln_1p()).ceil();
        if days.is_finite() { days.clamp(1.0, f64::from(LONGEST_DAYS)) as u32 } else { 1 }
    }

    /// Devices heard of on each day, in one simulated pilot.
    fn heard(&self, luck: Luck, days: u32) -> Vec<u32> {
        let (reach, stale) = (Chance::new(self.reach), Chance::new(self.stale));
        let (mut left, mut pending) = (self.devices, 0);
        let day = |day: u32| {
            let mut stream = luck.stream(Purpose::Pilot, 0, day);
            let targeted = self.per_day.unwrap_or(left).min(left);
            left -= targeted;
            pending += targeted - stream.binomial(targeted, &stale);
            let attempts = stream.binomial(pending, &reach);
            pending -= attempts;
            attempts
        };
        (1..=days).map(day).collect()
    }

    /// How often the gate passes rollouts whose true shares of success are these.
    pub fn passing(&self, successes: &[f64], runs: u32) -> Vec<Passing> {
        let tallies = self.tallies(&Rules::new(self), successes, runs);
        tallies.into_iter().map(|tally| tally.passing_from(0)).collect()
    }

    /// For each true share of success, how often the gate passes at which look.
    fn tallies(&self, rules: &Rules, successes: &[f64], runs: u32) -> Vec<Tally> {
        let looks = self.looks();
        let failing: Vec<Chance> = successes.iter().map(|success| Chance::new(1.0 - success)).collect();
        let empty = || vec![Tally::new(looks.len(), runs); successes.len()];
        let run = |mut tallies: Vec<Tally>, run: u32| {
            let luck = Luck::new(SEED, run);
            let days = self.heard(luck, looks.last().copied().unwrap_or(0));
            for (tally, failing) in tallies.iter_mut().zip(&failing) {
                let (mut heard, mut bad, mut look) = (0, 0, 0);
                let (mut observed, mut assured) = (None, None);
                for (day, attempts) in (1..).zip(&days) {
                    // A day has the same luck for every share of success and however often it is looked at.
                    bad += luck.stream(Purpose::Pilot, 1, day).binomial(*attempts, failing);
                    heard += attempts;
                    if looks[look] == day {
                        observed = Some(look).filter(|_| rules.observed.passes(heard, bad)).or(observed);
                        assured = Some(look).filter(|_| rules.assured.passes(heard, bad)).or(assured);
                        look += 1;
                    }
                }
                tally.count(observed, assured);
            }
            tallies
        };
        (0..runs).into_par_iter().fold(empty, run).reduce(empty, |mut all, more| {
            for (tally, more) in all.iter_mut().zip(more) {
                tally.add(&more);
            }
            all
        })
    }
}

/// Shares of pilots that pass, by the two ways of judging a gate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Passing {
    pub observed: f64,
    pub assured: f64,
}

/// How many pilots passed for the last time at each look: whoever begins to look later still sees those
/// that pass then.
#[derive(Clone, Debug, PartialEq)]
struct Tally {
    runs: u32,
    observed: Vec<u32>,
    assured: Vec<u32>,
}

impl Tally {
    fn new(looks: usize, runs: u32) -> Self {
        Self { runs, observed: vec![0; looks], assured: vec![0; looks] }
    }

    fn count(&mut self, observed: Option<usize>, assured: Option<usize>) {
        if let Some(look) = observed {
            self.observed[look] += 1;
        }
        if let Some(look) = assured {
            self.assured[look] += 1;
        }
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in [(&mut self.observed, &other.observed), (&mut self.assured, &other.assured)] {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// With the looks before this one left out.
    fn passing_from(&self, first: usize) -> Passing {
        let share =
            |passed: &[u32]| f64::from(passed[first..].iter().sum::<u32>()) / f64::from(self.runs.max(1));
        Passing { observed: share(&self.observed), assured: share(&self.assured) }
    }
}

/// The most failures with which a gate passes, by the number of devices heard of.
struct Rule(Vec<Option<u32>>);

impl Rule {
    /// One device more never allows two failures more.
    fn new(devices: u32, passes: impl Fn(u32, u32) -> bool) -> Self {
        let mut most: Vec<Option<u32>> = vec![None];
        for heard in 1..=devices {
            let before = most.last().copied().flatten();
            let next = before.map_or(0, |bad| bad + 1);
            most.push(if passes(heard, next) { Some(next) } else { before });
        }
        Self(most)
    }

    fn passes(&self, heard: u32, bad: u32) -> bool {
        self.0.get(heard as usize).copied().flatten().is_some_and(|most| bad <= most)
    }
}

struct Rules {
    observed: Rule,
    assured: Rule,
}

impl Rules {
    fn new(pilot: &Pilot) -> Self {
        let Pilot { devices, min, assurance, .. } = *pilot;
        Self {
            observed: Rule::new(devices, |heard, bad| heard.saturating_sub(bad) >= devices_asked(min, heard)),
            assured: Rule::new(devices, |heard, bad| {
                bad <= heard
                    && Share::jeffreys(f64::from(heard - bad), f64::from(bad)).at_least(min) >= assurance
            }),
        }
    }
}

/// What somebody who plans a pilot is asked. Shares are of devices that fail in the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// The failure rate that one cannot live with.
    pub unacceptable: f64,
    /// One that should pass.
    pub acceptable: f64,
    /// Neither is mistaken for the other in more than the rest of pilots.
    pub assurance: f64,
    pub look_every: u32,
    pub soak_days: u32,
    pub per_day: Option<u32>,
    pub reach: f64,
    pub stale: f64,
}

impl Question {
    /// With what is usual for all else: a third of that rate should pass, a look a week, the soak of a usual
    /// gate, and reach as the assumptions say.
    pub fn new(unacceptable: f64, assumptions: &Assumptions) -> Self {
        Self {
            unacceptable,
            acceptable: unacceptable / 3.0,
            assurance: 0.90,
            look_every: 5,
            soak_days: soak_of(&Gate::usual()),
            per_day: None,
            reach: assumptions.reach.mean,
            stale: assumptions.stale.mean,
        }
    }

    /// The pilot of so many devices whose gate asks for more success than the unacceptable rate leaves.
    pub const fn pilot(&self, devices: u32) -> Pilot {
        Pilot {
            devices,
            per_day: self.per_day,
            reach: self.reach,
            stale: self.stale,
            min: 1.0 - self.unacceptable,
            assurance: self.assurance,
            look_every: self.look_every,
            soak_days: self.soak_days,
        }
    }

    /// It can be answered at all.
    pub fn is_sound(&self) -> bool {
        let is_inside = |share: f64| share > 0.0 && share < 1.0;
        is_inside(self.unacceptable)
            && (0.0..1.0).contains(&self.acceptable)
            && self.acceptable < self.unacceptable
            && (0.5..1.0).contains(&self.assurance)
            && (0.0..=1.0).contains(&self.reach)
            && (0.0..1.0).contains(&self.stale)
    }
}

/// The days that a gate waits after the last targeting.
pub fn soak_of(gate: &Gate) -> u32 {
    let soaks = gate.criteria.iter().filter_map(|criterion| match criterion {
        Criterion::Soak { days } => Some(*days),
        _ => None,
    });
    soaks.max().unwrap_or(0)
}

/// A pilot with what its gate makes of the two rates asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Sized {
    pub pilot: Pilot,
    pub looks: Vec<u32>,
    /// How often the gate passes the unacceptable rate.
    pub fooled_into_passing: Passing,
    /// How often it holds the acceptable one.
    pub fooled_into_holding: Passing,
}

impl Sized {
    fn new(pilot: Pilot, unacceptable: Passing, acceptable: Passing) -> Self {
        Self {
            pilot,
            looks: pilot.looks(),
            fooled_into_passing: unacceptable,
            fooled_into_holding: Passing {
                observed: 1.0 - acceptable.observed,
                assured: 1.0 - acceptable.assured,
            },
        }
    }

    /// How often a pilot of this size is fooled, whatever one would wish for.
    pub fn of(question: &Question, devices: u32) -> Self {
        let pilot = question.pilot(devices.clamp(1, LARGEST));
        let rates = [1.0 - question.unacceptable, 1.0 - question.acceptable];
        let passing = pilot.passing(&rates, RUNS);
        Self::new(pilot, passing[0], passing[1])
    }
}

/// The smallest pilot whose gate, judged as assured, is fooled in no more pilots than the assurance leaves,
/// either way; looks that come too early for that are left out. None = [`LARGEST`] devices are too few to
/// tell the two rates apart, or the question is not sound.
pub fn size(question: &Question) -> Option<Sized> {
    if !question.is_sound() {
        return None;
    }
    let risk = 1.0 - question.assurance;
    let rates = [1.0 - question.unacceptable, 1.0 - question.acceptable];
    let mut devices = fewest(question, risk)?;
    while devices <= LARGEST {
        let pilot = question.pilot(devices);
        let tallies = pilot.tallies(&Rules::new(&pilot), &rates, RUNS);
        let looks = pilot.looks();
        let is_enough = |first: &usize| {
            let [bad, good] = [0, 1].map(|rate| tallies[rate].passing_from(*first).assured);
            bad <= risk && 1.0 - good <= risk
        };
        if let Some(first) = (0..looks.len()).find(is_enough) {
            // What is told is what a gate does that waits for that look.
            let wait = looks[first] - pilot.targeting_days();
            let pilot = Pilot { soak_days: pilot.soak_days.max(if first > 0 { wait } else { 0 }), ..pilot };
            return Some(Sized::new(pilot, tallies[0].passing_from(first), tallies[1].passing_from(first)));
        }
        // Exact up to some hundreds; beyond, to half a percent.
        devices += (devices / 200).max(1);
    }
    None
}

/// The size from which on the acceptable rate passes often enough, by fewer runs and a little early.
fn fewest(question: &Question, risk: f64) -> Option<u32> {
    let holds = |devices: u32| {
        let pilot = question.pilot(devices);
        let tallies = pilot.tallies(&Rules::new(&pilot), &[1.0 - question.acceptable], ROUGH);
        1.0 - tallies[0].passing_from(0).assured
    };
    if holds(LARGEST) > risk {
        return None;
    }
    let (mut low, mut high) = (1, LARGEST);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) <= risk * 1.3 {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// The operating characteristic: how often the gate passes, over true shares of success.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    pub points: Vec<(f64, Passing)>,
}

/// Chances of passing at `count` shares of success from `low` to 1.
pub fn characteristic(pilot: &Pilot, low: f64, count: usize) -> Characteristic {
    let step = (1.0 - low) / (count.max(2) - 1) as f64;
    let successes: Vec<f64> = (0..count.max(2)).map(|at| (low + step * at as f64).min(1.0)).collect();
    let passing = pilot.passing(&successes, RUNS);
    Characteristic { points: successes.into_iter().zip(passing).collect() }
}

/// A question with its answer, and with what a pilot of that size, or of one that was typed, comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub question: Question,
    /// A size that was wished for in place of the answer.
    pub wished: Option<u32>,
    pub answer: Option<Sized>,
    /// The pilot that is shown: the wish, else the answer.
    pub shown: Option<Sized>,
    pub curve: Option<Characteristic>,
}

impl Answered {
    pub fn new(question: Question, wished: Option<u32>) -> Self {
        let answer = size(&question);
        let wished_for = || {
            let soak_days = answer.as_ref().map_or(question.soak_days, |answer| answer.pilot.soak_days);
            let asked = Question { soak_days, ..question };
            Some(Sized::of(&asked, wished.filter(|_| question.is_sound())?))
        };
        let shown = wished_for().or_else(|| answer.clone());
        let curve = shown.as_ref().map(|shown| characteristic(&shown.pilot, lowest(&question), 25));
        Self { question, wished, answer, shown, curve }
    }
}

/// The true success at which a curve begins: as far below the unacceptable one as that is below all.
fn lowest(question: &Question) -> f64 {
    (1.0 - 2.0 * question.unacceptable).max(0.0)
}

/// How many devices without a single failure show that success is at least `min`, by the classical test:
/// at a lower share so long a run comes in no more than the rest of pilots.
pub fn straight_successes(min: f64, assurance: f64) -> Option<u32> {
    let count = ((1.0 - assurance).ln() / min.ln()).ceil();
    (min > 0.0 && min < 1.0 && count.is_finite() && count > 0.0).then_some(count as u32)
}

#[cfg(test)]
#[path = "pilot_tests.rs"]
mod tests;
