//! The shapes of what many simulated futures of a plan come to, and the questions one can ask of them.
//! A figure that a future never reaches counts as infinite, in every quantile alike.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::Spread;
use crate::plan::{Criterion, PhaseId};

/// How a plan's futures are simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    pub runs: u32,
    pub seed: u64,
    pub detail: Detail,
    /// Every parameter at its mean: what is left is the luck of single devices and tickets.
    pub is_exact: bool,
}

/// How much is kept of each future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Dates, gates, peaks and weekly means.
    Dates,
    /// And daily ranges of the whole site.
    Site,
    /// And of each phase.
    Phases,
}

impl Basis {
    /// As many futures as the command line and the window end with.
    pub const FULL: u32 = 10_000;
    /// As many as answer at once.
    pub const QUICK: u32 = 200;

    pub const fn new(runs: u32, detail: Detail) -> Self {
        Self { runs, seed: 1, detail, is_exact: false }
    }
}

/// One date of each future, in the order of the runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    first: NaiveDate,
    runs: Arc<[u32]>,
    sorted: Arc<[u32]>,
}

impl Dates {
    /// A future in which the day never comes.
    pub const NEVER: u32 = u32::MAX;

    /// `runs` are days after `first`.
    pub fn new(first: NaiveDate, runs: Vec<u32>) -> Self {
        let mut sorted = runs.clone();
        sorted.sort_unstable();
        Self { first, runs: runs.into(), sorted: sorted.into() }
    }

    /// The day from which days are counted.
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// Days after [`Self::first`] in the order of the runs; [`Self::NEVER`] = never.
    pub fn runs(&self) -> &[u32] {
        &self.runs
    }

    /// The same, earliest first.
    pub fn sorted(&self) -> &[u32] {
        &self.sorted
    }

    /// The first day by which at least this share of futures has come so far; none = never.
    pub fn quantile(&self, share: f64) -> Option<NaiveDate> {
        rank(self.sorted.len(), share).and_then(|at| self.date(self.sorted[at]))
    }

    /// Share of futures in which the day has come by `date`.
    pub fn by(&self, date: NaiveDate) -> f64 {
        if self.sorted.is_empty() {
            return 0.0;
        }
        let days = (date - self.first).num_days();
        let count = self.sorted.partition_point(|day| *day != Self::NEVER && i64::from(*day) <= days);
        count as f64 / self.sorted.len() as f64
    }

    pub fn date(&self, day: u32) -> Option<NaiveDate> {
        (day != Self::NEVER).then(|| self.first.checked_add_days(Days::new(u64::from(day)))).flatten()
    }

    pub fn spread(&self) -> Spread<Option<NaiveDate>> {
        Spread { p10: self.quantile(0.10), p50: self.quantile(0.50), p90: self.quantile(0.90) }
    }
}

/// One amount of each future, in the order of the runs; infinite where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Amounts {
    runs: Arc<[f32]>,
    sorted: Arc<[f32]>,
}

impl Amounts {
    /// What is not a number counts as infinite.
    pub fn new(mut runs: Vec<f32>) -> Self {
        for value in runs.iter_mut().filter(|value| value.is_nan()) {
            *value = f32::INFINITY;
        }
        let mut sorted = runs.clone();
        sorted.sort_unstable_by(f32::total_cmp);
        Self { runs: runs.into(), sorted: sorted.into() }
    }

    pub fn runs(&self) -> &[f32] {
        &self.runs
    }

    /// Smallest first.
    pub fn sorted(&self) -> &[f32] {
        &self.sorted
    }

    /// The smallest amount that at least this share of futures does not exceed; infinite = none.
    pub fn quantile(&self, share: f64) -> f64 {
        rank(self.sorted.len(), share).map_or(f64::INFINITY, |at| f64::from(self.sorted[at]))
    }

    pub fn spread(&self) -> Spread<f64> {
        Spread { p10: self.quantile(0.10), p50: self.quantile(0.50), p90: self.quantile(0.90) }
    }
}

/// The place of a quantile among `count` sorted values: the first that at least this share does not exceed.
fn rank(count: usize, share: f64) -> Option<usize> {
    // In hundredths, so that 0.07 of 100 is the seventh and not the eighth.
    let wanted = (share * 100.0 * count as f64 / 100.0 - 1e-9).ceil().max(1.0) as usize;
    (count > 0).then(|| wanted.min(count) - 1)
}

/// The chance that one criterion of a gate holds on its planned date.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionChance {
    pub criterion: Criterion,
    /// None = nobody can simulate it, or no date is planned.
    pub chance: Option<f64>,
}

/// One phase in all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseOdds {
    pub phase: PhaseId,
    pub start: Dates,
    pub gate: Dates,
    /// The day from which each workload is switched, by [`crate::plan::Workload::index`]; without a run
    /// unless phases are looked at.
    pub cells: [Dates; 7],
    /// The gate date that it is judged by: typed, else the baseline's, else the expected one.
    pub planned: Option<NaiveDate>,
    /// Share of futures that have passed by then.
    pub by_planned: Option<f64>,
    /// In the order of the gate's criteria.
    pub criteria: Vec<CriterionChance>,
    /// Share of futures that this phase brings to a standstill.
    pub stalled: f64,
    /// On its gate day, else at the horizon.
    pub enrolled: Amounts,
    pub success: Amounts,
    pub tickets_per_100: Amounts,
}

/// A range per day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    pub p10: Vec<f64>,
    pub p50: Vec<f64>,
    pub p90: Vec<f64>,
}

/// A wider range per day: P2.5 and P97.5.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OuterBand {
    pub low: Vec<f64>,
    pub high: Vec<f64>,
}

/// Ranges of devices by authority, per day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthorityBands {
    pub configuration_manager: Band,
    pub pilot_intune: Band,
    pub intune: Band,
}

/// Ranges day by day from the first simulated day to the horizon. Days off repeat stocks and have neither
/// tickets nor load.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Daily {
    pub enrolled: Band,
    pub failed: Band,
    pub tickets: Band,
    pub load: Band,
    pub backlog: Band,
    /// Shares of the devices of all phases, by [`crate::plan::Workload::index`].
    pub authority: [AuthorityBands; 7],
    /// The same over the workloads that can be switched, together.
    pub total: AuthorityBands,
    /// Shares of the devices of which Intune has all that Windows Autopatch asks for, and of those whose every
    /// slider is at Intune.
    pub autopatch: Band,
    pub everything: Band,
    /// Devices enrolled, by phase in the plan's order; empty unless asked for.
    pub phases: Vec<Band>,
    /// The same, wider.
    pub phases_outer: Vec<OuterBand>,
}

/// Weeks from the one of the first simulated day to that of the horizon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weekly {
    pub mondays: Vec<NaiveDate>,
    pub tickets_mean: Vec<f64>,
    pub load_mean: Vec<f64>,
    /// Arrivals over capacity.
    pub load: Band,
}

/// Device-days between leaving the old management and enrollment.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// While Conditional Access enforces.
    pub blocked: Amounts,
    /// Before.
    pub unprotected: Amounts,
}

/// What many simulated futures come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    pub basis: Basis,
    pub first_day: NaiveDate,
    pub finish: Dates,
    pub stalled: f64,
    pub unfinished: f64,
    /// None without a target.
    pub by_target: Option<f64>,
    /// In the plan's order.
    pub phases: Vec<PhaseOdds>,
    /// The day on which each slider goes to Intune, by [`crate::plan::Workload::index`].
    pub sliders: [Dates; 7],
    pub peak_load: Amounts,
    pub longest_wait_days: Amounts,
    /// Share of futures in which the wait goes above the desk's limit.
    pub breaks: f64,
    /// The Monday of the week in which it most often does.
    pub break_week: Option<NaiveDate>,
    pub exposure: Exposure,
    pub weekly: Weekly,
    /// None when only dates were asked for.
    pub daily: Option<Daily>,
}

impl Odds {
    /// The place of a day in the daily ranges.
    pub fn day_index(&self, day: NaiveDate) -> Option<usize> {
        let at = usize::try_from((day - self.first_day).num_days()).ok()?;
        let length = self.daily.as_ref().map_or(0, |daily| daily.enrolled.p50.len());
        (at < length).then_some(at)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_the_first_value_that_the_share_of_futures_does_not_exceed() {
        let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let dates = Dates::new(first, vec![4, Dates::NEVER, 2, 2, 9]);
        assert_eq!(dates.quantile(0.4), dates.date(2));
        assert_eq!(dates.quantile(0.41), dates.date(4));
        assert_eq!(dates.quantile(0.8), dates.date(9));
        assert_eq!(dates.quantile(0.81), None);
        assert_eq!(dates.by(dates.date(4).unwrap()), 0.6);
        let amounts = Amounts::new((1..=100).map(|n| n as f32).collect());
        assert_eq!([0.07, 0.10, 0.5, 0.9].map(|share| amounts.quantile(share)), [7.0, 10.0, 50.0, 90.0]);
        assert_eq!(Amounts::new(vec![f32::NAN, 1.0]).quantile(0.9), f64::INFINITY);
    }
}
