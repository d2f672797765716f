//! First attempts, what is given up of them and what is repaired, learned together. Records of days count all
//! of it. Totals hide repairs: they end among the enrolled, and the fewer are left failed, the more were
//! repaired or the fewer failed at all. So what totals say is worked out for each plausible repair rate, and
//! weighed by how well the weeks agree at it.

use crate::forecast::past::{Past, PastDay};
use crate::forecast::special::{LEAST_SHARE, ln_gamma};
use crate::forecast::{Belief, Evidence, Law, Outcomes, PhaseAttempts};
use crate::plan::{Parameter, Plan};

use super::{ln_chance, prior_share, seen};

/// Plausible repair rates that are looked at, and shares of success to compare them by.
const RATES: usize = 24;
const SHARES: usize = 16;

/// Rounds in which what totals say of success and of losses settles.
const ROUNDS: usize = 3;

/// Between two totals of a phase.
#[derive(Clone, Copy, Default)]
struct Gap {
    /// Working days.
    days: i32,
    attempts: f64,
    enrolled: f64,
    lost: f64,
    /// Failed before and after.
    before: f64,
    after: f64,
    /// Failed devices at the start of each working day, added up.
    waiting: f64,
}

impl Gap {
    fn add(&mut self, day: &PastDay) {
        if self.days == 0 && self.attempts == 0.0 {
            self.before = day.failed_before;
        }
        self.days += i32::from(day.is_working);
        self.attempts += day.attempts();
        self.enrolled += day.enrolled.max(0.0);
        self.lost += day.lost;
        self.after = (day.failed_before + day.bad - day.lost - day.repaired).max(0.0);
        self.waiting += if day.is_working { day.failed_before } else { 0.0 };
    }

    /// The chance of a device that had failed before, and of one that fails on any of the days, to be still so.
    fn stays(&self, rate: f64) -> (f64, f64) {
        let days = self.days.max(1);
        let old = (1.0 - rate).powi(days);
        let new = if rate > LEAST_SHARE { (1.0 - old) / (rate * f64::from(days)) } else { 1.0 };
        (old, new)
    }
}

/// What the records of one phase say.
#[derive(Default)]
struct Told {
    /// Of days.
    ok: f64,
    bad: f64,
    lost: f64,
    /// Of totals.
    gaps: Vec<Gap>,
}

/// First attempts so far, and how many of them are as telling as all of them would be, if none were hidden.
#[derive(Clone, Copy)]
struct Hidden {
    failing: f64,
    count: f64,
}

impl Told {
    fn of(past: &Past) -> Self {
        let (mut told, mut open) = (Self::default(), Gap::default());
        for day in &past.days {
            if day.is_counted {
                told.ok += day.ok;
                told.bad += day.bad;
                told.lost += day.lost;
                continue;
            }
            open.add(day);
            if day.is_told {
                told.gaps.push(std::mem::take(&mut open));
            }
        }
        told
    }

    fn sum(&self, of: fn(&Gap) -> f64) -> f64 {
        self.gaps.iter().map(of).sum()
    }

    fn attempts(&self) -> f64 {
        self.ok + self.bad + self.sum(|gap| gap.attempts)
    }

    /// The failing share that best explains what is left failed at each total, if this is the repair rate,
    /// about so many fail and this share of them is given up.
    fn hidden(&self, rate: f64, failing: f64, unfixable: f64) -> Hidden {
        let (mut seen, mut sure) = (0.0, 0.0);
        for gap in self.gaps.iter().filter(|gap| gap.attempts > 0.0) {
            let (old, new) = gap.stays(rate);
            let shown = unfixable + (1.0 - unfixable) * new;
            let chance = failing * shown;
            let variance = gap.attempts * chance * (1.0 - chance) + gap.before * old * (1.0 - old);
            let weight = (gap.attempts * shown).powi(2) / variance.max(LEAST_SHARE);
            let bad = gap.lost + (gap.after - gap.before * old) / new.max(LEAST_SHARE);
            seen += weight * bad / gap.attempts;
            sure += weight;
        }
        let share = if sure > 0.0 { (seen / sure).clamp(0.0, 1.0) } else { failing };
        let most = self.sum(|gap| gap.attempts);
        Hidden { failing: share, count: (sure * failing * (1.0 - failing)).min(most) }
    }

    /// The logarithm of the chance of what is left failed at each total.
    fn ln_likelihood(&self, rate: f64, failing: f64, unfixable: f64) -> f64 {
        let of_gap = |gap: &Gap| {
            let (old, new) = gap.stays(rate);
            let chance = failing * (1.0 - unfixable) * new;
            let mean = gap.attempts * chance + gap.before * old;
            let square = gap.attempts * chance * chance + gap.before * old * old;
            ln_chance(gap.after, mean, square, gap.attempts + gap.before)
        };
        self.gaps.iter().map(of_gap).sum()
    }
}

/// What is believed of success, repairs and losses, and the same by repair rate.
pub(super) struct Learned {
    pub success: Belief,
    pub repair: Belief,
    pub unfixable: Belief,
    pub by_rate: Vec<Outcomes>,
}

pub(super) fn learn(plan: &Plan, past: &[Past], between_phases: f64) -> Learned {
    let success = prior_share(plan.assumptions.get(Parameter::Success));
    let shares = std::array::from_fn(|n| {
        success.quantile((n as f64 + 0.5) / SHARES as f64).clamp(LEAST_SHARE, 1.0 - LEAST_SHARE)
    });
    let told = past.iter().map(Told::of).collect();
    let learner = Learner { plan, told, between_phases, success, shares };
    let repair = counted_repairs(plan, past);
    let cases = learner.cases(&repair.posterior);
    let bad: f64 = cases.iter().map(|case| case.outcomes.weight * case.bad).sum();
    let (of, lost) = (learner.sum(Told::attempts), learner.lost());
    let counted = repair.data.map_or((0.0, 0.0), |data| (data.count, data.of));
    // Who enrolled and did not at the first attempt was repaired.
    let told_bad = bad - learner.sum(|told| told.bad);
    let enrolled = learner.sum(|told| told.sum(|gap| gap.enrolled));
    let repaired = (enrolled + told_bad - learner.sum(|told| told.sum(|gap| gap.attempts))).max(0.0);
    let repairs = (counted.0 + repaired, counted.1 + learner.sum(|told| told.sum(|gap| gap.waiting)));
    let by_rate: Vec<_> = cases.into_iter().map(|case| case.outcomes).collect();
    let believed = |parameter, law: fn(&Outcomes) -> &Law, (count, of): (f64, f64)| Belief {
        parameter,
        prior: prior_share(plan.assumptions.get(parameter)),
        data: (of > 0.0).then_some(Evidence { count, of }),
        posterior: together(&by_rate, law),
    };
    Learned {
        success: believed(Parameter::Success, |outcomes| &outcomes.success, (of - bad, of)),
        unfixable: believed(Parameter::Unfixable, |outcomes| &outcomes.unfixable, (lost, bad.max(lost))),
        repair: believed(Parameter::Repair, |outcomes| &outcomes.repair, repairs),
        by_rate,
    }
}

/// Where records of days say what was repaired.
fn counted_repairs(plan: &Plan, past: &[Past]) -> Belief {
    let is_counted = |day: &&PastDay| day.is_counted && (day.is_working || day.repaired > 0.0);
    let days = past.iter().flat_map(|past| &past.days).filter(is_counted);
    let sum = days.fold((0.0, 0.0), |sum, day| (sum.0 + day.repaired, sum.1 + day.failed_before));
    seen(Parameter::Repair, plan, sum)
}

/// All rates together, as the law of shares with their mean and variance.
fn together(by_rate: &[Outcomes], law: fn(&Outcomes) -> &Law) -> Law {
    if let [only] = by_rate {
        return law(only).clone();
    }
    let (mut mean, mut square) = (0.0, 0.0);
    for outcomes in by_rate {
        let law = law(outcomes);
        let variance = match law {
            Law::Beta { a, b } => law.mean() * (1.0 - law.mean()) / (a + b + 1.0),
            _ => 0.0,
        };
        mean += outcomes.weight * law.mean();
        square += outcomes.weight * (law.mean() * law.mean() + variance);
    }
    let count = mean * (1.0 - mean) / (square - mean * mean) - 1.0;
    if count > 0.0 && count.is_finite() {
        Law::Beta { a: count * mean, b: count * (1.0 - mean) }
    } else {
        Law::Exact(mean)
    }
}

struct Learner<'a> {
    plan: &'a Plan,
    told: Vec<Told>,
    between_phases: f64,
    /// What is believed of success before any data, and plausible shares of it.
    success: Law,
    shares: [f64; SHARES],
}

/// One repair rate, or one law of it, and first attempts that failed if it is true.
struct Case {
    outcomes: Outcomes,
    bad: f64,
}

impl Learner<'_> {
    fn sum(&self, of: impl Fn(&Told) -> f64) -> f64 {
        self.told.iter().map(of).sum()
    }

    fn lost(&self) -> f64 {
        self.sum(|told| told.lost + told.sum(|gap| gap.lost))
    }

    /// One where no totals hide repairs, else one for each plausible rate.
    fn cases(&self, rate: &Law) -> Vec<Case> {
        let is_hidden = self.sum(|told| told.sum(|gap| gap.waiting)) > 0.0;
        if rate.is_exact() || !is_hidden {
            let mut only = self.case(rate.clone());
            only.outcomes.weight = 1.0;
            return vec![only];
        }
        let rates = (0..RATES).map(|n| rate.quantile((n as f64 + 0.5) / RATES as f64));
        let mut cases: Vec<_> = rates.map(|rate| self.case(Law::Exact(rate))).collect();
        let best = cases.iter().map(|case| case.outcomes.weight).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = cases.iter().map(|case| (case.outcomes.weight - best).exp()).sum();
        for case in &mut cases {
            case.outcomes.weight = (case.outcomes.weight - best).exp() / sum;
        }
        cases
    }

    /// All that follows from a rate; its weight is a logarithm yet.
    fn case(&self, repair: Law) -> Case {
        let rate = repair.mean();
        let lost = self.lost();
        let law = |parameter, seen_so_far| seen(parameter, self.plan, seen_so_far).posterior;
        let mut success = law(Parameter::Success, (0.0, 0.0));
        let mut unfixable = law(Parameter::Unfixable, (0.0, 0.0));
        let (mut hidden, mut phases, mut bad) = (Vec::new(), Vec::new(), 0.0);
        for _ in 0..ROUNDS {
            let (failing, lost_share) = (1.0 - success.mean(), unfixable.mean());
            hidden = self.told.iter().map(|told| told.hidden(rate, failing, lost_share)).collect();
            phases = self.phases(&hidden);
            bad = self
                .told
                .iter()
                .zip(&hidden)
                .map(|(told, hidden)| told.bad + hidden.failing * told.sum(|gap| gap.attempts))
                .sum();
            success = self.success(&phases);
            unfixable = law(Parameter::Unfixable, (lost, bad.max(lost)));
        }
        let seen = self.told.iter().zip(&hidden).map(|(told, hidden)| {
            let ln = |share: f64| share.max(LEAST_SHARE).ln() * share;
            told.ln_likelihood(rate, hidden.failing, unfixable.mean())
                - hidden.count * (ln(hidden.failing) + ln(1.0 - hidden.failing))
        });
        let weight = seen.sum::<f64>() + self.ln_evidence(&phases);
        Case { outcomes: Outcomes { weight, repair, success, unfixable, phases }, bad }
    }

    fn phases(&self, hidden: &[Hidden]) -> Vec<PhaseAttempts> {
        let all = self.plan.phases.iter().zip(&self.told).zip(hidden);
        all.map(|((phase, told), hidden)| PhaseAttempts {
            phase: phase.id,
            ok: told.ok + hidden.count * (1.0 - hidden.failing),
            of: told.ok + told.bad + hidden.count,
        })
        .collect()
    }

    /// The logarithm of the chance of such first attempts, whatever the share of success is.
    fn ln_evidence(&self, phases: &[PhaseAttempts]) -> f64 {
        let ln_ratio = |(a, b): (f64, f64), (ok, bad): (f64, f64)| ln_beta(a + ok, b + bad) - ln_beta(a, b);
        let outcomes = |own: &PhaseAttempts| (own.ok, (own.of - own.ok).max(0.0));
        let alike = self.between_phases;
        if alike.is_infinite() {
            let Law::Beta { a, b } = self.success else { return 0.0 };
            let sum = phases.iter().map(outcomes).fold((0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
            return ln_ratio((a, b), sum);
        }
        let at = |share: f64| {
            let (a, b) = (alike * share, alike * (1.0 - share));
            phases.iter().map(|own| ln_ratio((a, b), outcomes(own))).sum::<f64>()
        };
        let logs = self.shares.map(at);
        let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        best + logs.iter().map(|log| (log - best).exp()).sum::<f64>().ln()
    }

    /// Attempts of one phase share its luck, so they count for less than as many of different phases.
    fn success(&self, phases: &[PhaseAttempts]) -> Law {
        let mut counted = (0.0, 0.0);
        for phase in phases.iter().filter(|phase| phase.of > 0.0) {
            let alike = self.between_phases;
            let weight = if alike.is_finite() { (alike + 1.0) / (alike + phase.of) } else { 1.0 };
            // One attempt counts whole.
            let weight = weight.min(1.0);
            counted = (counted.0 + weight * phase.ok, counted.1 + weight * phase.of);
        }
        seen(Parameter::Success, self.plan, counted).posterior
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}
