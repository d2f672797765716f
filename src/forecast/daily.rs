//! The ranges of a simulation day by day and week by week: working days as counted, days off between them.

use rayon::prelude::*;

use super::desk_state::DeskState;
use super::simulation::Simulation;
use super::trace::Series;
use super::{AuthorityBands, Band, Daily, Detail, OuterBand, Weekly};

impl Simulation {
    pub(super) fn weekly(&self) -> Weekly {
        let (tally, weeks) = (&self.tally, &self.setting.weeks);
        let mean = |sum: u128| sum as f64 / f64::from(tally.runs.max(1));
        Weekly {
            mondays: (0..weeks.len()).map(|week| self.monday(week)).collect(),
            tickets_mean: tally.migration.iter().map(|sum| mean(*sum)).collect(),
            load_mean: (0..weeks.len()).map(|week| weeks.load(week, mean(tally.arrivals[week]))).collect(),
            load: self.bands.band(0, |week, arrivals| weeks.load(week, f64::from(arrivals))),
        }
    }

    pub(super) fn daily(&self) -> Daily {
        let layout = &self.setting.layout;
        let (state, devices) = (&self.setting.begin.state, layout.devices);
        let enrolled = state.phases.iter().map(|phase| phase.enrolled).sum();
        let failed = state.phases.iter().map(|phase| phase.failed).sum();
        let held = |class: usize| {
            let held = self.held_at_first(class);
            std::array::from_fn(|authority| (Series::Held(class, authority), held[authority], devices))
        };
        let classes: Vec<AuthorityBands> =
            (0..layout.classes()).into_par_iter().map(|class| self.authority(held(class))).collect();
        let total = |authority: usize| {
            (0..layout.classes())
                .map(|class| layout.weight(class) * self.held_at_first(class)[authority])
                .sum()
        };
        let total =
            std::array::from_fn(|authority| (Series::Total(authority), total(authority), layout.pairs()));
        let together = self.together_at_first();
        let phases = if layout.detail == Detail::Phases { state.phases.len() } else { 0 };
        let phases = (0..phases).into_par_iter();
        let enrolled_of = |phase: usize| {
            let first = state.phases[phase].enrolled;
            (rising(self.stock(Series::Phase(phase), first, 1.0)), self.outer(Series::Phase(phase), first))
        };
        let (phases, phases_outer) = phases.map(enrolled_of).unzip();
        Daily {
            enrolled: rising(self.stock(Series::Enrolled, enrolled, 1.0)),
            failed: self.stock(Series::Failed, failed, 1.0),
            tickets: self.flow(Series::Tickets, |tickets, _| tickets),
            load: self.flow(Series::Arrivals, DeskState::ratio),
            backlog: self.stock(Series::Backlog, state.desk.backlog, 1.0),
            authority: std::array::from_fn(|workload| classes[layout.class_of[workload]].clone()),
            total: self.authority(total),
            autopatch: self.stock(Series::Autopatch, together[0], devices),
            everything: self.stock(Series::Everything, together[1], devices),
            phases,
            phases_outer,
        }
    }

    /// Devices of a class of workloads by authority, before the first simulated day.
    fn held_at_first(&self, class: usize) -> [f64; 3] {
        let (state, layout) = (&self.setting.begin.state, &self.setting.layout);
        let (mut pilot, mut intune) = (0.0, 0.0);
        for (phase, cells) in state.phases.iter().zip(&state.switches.cells) {
            let reach = cells[layout.workload(class)].reach;
            pilot += reach.pilot(phase.enrolled);
            intune += reach.intune(phase.enrolled);
        }
        [layout.devices - pilot - intune, pilot, intune]
    }

    /// Devices with several workloads at once, before the first simulated day.
    fn together_at_first(&self) -> [f64; 2] {
        let (state, layout) = (&self.setting.begin.state, &self.setting.layout);
        let mut together = [0.0; 2];
        for (phase, cells) in state.phases.iter().zip(&state.switches.cells) {
            let [autopatch, everything] = layout.with_all(phase.enrolled, |workload| cells[workload].reach);
            together[0] += autopatch;
            together[1] += everything;
        }
        together
    }

    fn authority(&self, series: [(Series, f64, f64); 3]) -> AuthorityBands {
        let [configuration_manager, pilot_intune, intune] =
            series.map(|(series, first, of)| self.stock(series, first, of));
        AuthorityBands { configuration_manager, pilot_intune, intune }
    }

    /// A share of `of`; days off repeat it, those before the first working day `first`.
    fn stock(&self, series: Series, first: f64, of: f64) -> Band {
        let share = |value: f64| if of > 0.0 { value / of } else { 0.0 };
        let band = self.bands.band(self.setting.layout.place(series), |_, value| share(f64::from(value)));
        self.over_calendar(&band, |last| last.unwrap_or_else(|| share(first)))
    }

    /// The wider range of what never falls.
    fn outer(&self, series: Series, first: f64) -> OuterBand {
        let band = self.bands.outer(self.setting.layout.place(series), |_, value| f64::from(value));
        let [low, high] = [&band.low, &band.high]
            .map(|values| highest_so_far(self.spread(values, |last| last.unwrap_or(first))));
        OuterBand { low, high }
    }

    /// What comes anew each working day, set against its capacity by `value`; nothing comes on days off.
    fn flow(&self, series: Series, value: impl Fn(f64, f64) -> f64) -> Band {
        let rules = &self.setting.begin.rules;
        let days = (rules.days.begin..rules.days.end).filter(|day| rules.days.is_working(*day));
        let capacity: Vec<f64> = days.map(|day| rules.capacity[day]).collect();
        let place = self.setting.layout.place(series);
        let band = self.bands.band(place, |at, amount| value(f64::from(amount), capacity[at]));
        self.over_calendar(&band, |_| 0.0)
    }

    /// Puts working days at their places and between them what `off` makes of the last one.
    fn over_calendar(&self, band: &Band, off: impl Fn(Option<f64>) -> f64) -> Band {
        let [p10, p50, p90] = [&band.p10, &band.p50, &band.p90].map(|values| self.spread(values, &off));
        Band { p10, p50, p90 }
    }

    fn spread(&self, values: &[f64], off: impl Fn(Option<f64>) -> f64) -> Vec<f64> {
        let days = &self.setting.begin.rules.days;
        let mut values = values.iter().copied();
        let mut last = None;
        let value = |day: usize| {
            if days.is_working(day) {
                last = values.next();
                last.unwrap_or(0.0)
            } else {
                off(last)
            }
        };
        (days.begin..days.end).map(value).collect()
    }
}

/// Enrolled devices stay enrolled; bins that differ from day to day might say otherwise by half a bin.
fn rising(band: Band) -> Band {
    let [p10, p50, p90] = [band.p10, band.p50, band.p90].map(highest_so_far);
    Band { p10, p50, p90 }
}

fn highest_so_far(mut values: Vec<f64>) -> Vec<f64> {
    let mut highest = 0.0;
    for value in &mut values {
        highest = value.max(highest);
        *value = highest;
    }
    values
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use crate::forecast::{Basis, Detail, simulate};
    use crate::plan::consequence::FOR_AUTOPATCH;
    use crate::plan::{Answers, plan_from};

    #[test]
    fn several_workloads_together_are_never_more_than_each_and_come_to_all() {
        let plan = plan_from(&Answers::new("2026-07-06".parse().unwrap()));
        let daily = simulate(&plan, &Basis::new(60, Detail::Site)).daily.unwrap();
        let days = daily.autopatch.p50.len();
        assert!(days > 100);
        for day in 0..days {
            let moved =
                |w: crate::plan::Workload| 1.0 - daily.authority[w.index()].configuration_manager.p10[day];
            let least = FOR_AUTOPATCH.into_iter().map(moved).fold(1.0, f64::min);
            assert!(daily.autopatch.p90[day] <= least + 0.003, "day {day}");
            let full = |w: crate::plan::Workload| daily.authority[w.index()].intune.p90[day];
            let least = plan.switchable_workloads().map(full).fold(1.0, f64::min);
            assert!(daily.everything.p90[day] <= least + 0.003, "day {day}");
            assert!(daily.everything.p10[day] <= daily.everything.p50[day]);
        }
        assert_eq!(daily.autopatch.p50[0], 0.0);
        let last = |band: &crate::forecast::Band| band.p50[days - 1];
        assert!(last(&daily.autopatch) > 0.9 && last(&daily.everything) > 0.9);
    }
}
