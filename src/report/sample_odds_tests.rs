//! Odds of the sample plan for the tests of this folder: a hundred futures whose dates are easily counted.

use chrono::{Days, NaiveDate};

use super::sample_tests::{Sample, day};
use crate::forecast::{
    Amounts, AuthorityBands, Band, Basis, CriterionChance, Daily, Dates, Detail, Exposure, Odds, OuterBand,
    PhaseOdds, Weekly,
};

/// A hundred dates a day apart from `from` on; the last `never` of them never come.
pub fn a_day_apart(first: NaiveDate, from: NaiveDate, never: usize) -> Dates {
    let from = u32::try_from((from - first).num_days()).unwrap();
    let days = (0..100).map(|run| if run < 100 - never { from + run as u32 } else { Dates::NEVER });
    Dates::new(first, days.collect())
}

/// Finish: 61 of a hundred futures by the target of 30 Oct 2026, two that stall. The wave's gate: P50 on
/// 18 Sep, P85 five weeks later. 120 days of ranges that rise by a device a day.
pub fn odds(sample: &Sample) -> Odds {
    let first = sample.plan.status_date.succ_opt().unwrap();
    let target = sample.plan.target.unwrap();
    let finish = a_day_apart(first, target.checked_sub_days(Days::new(60)).unwrap(), 2);
    let amounts = |from: f32| Amounts::new((0..100_u8).map(|run| from + f32::from(run) / 500.0).collect());
    let band = |from: f64, step: f64| {
        let line = |shift: f64| (0..120).map(|n| from + step * f64::from(n) + shift).collect();
        Band { p10: line(-step.abs() * 5.0), p50: line(0.0), p90: line(step.abs() * 5.0) }
    };
    // Twice as far from the middle.
    let outer = |band: Band| {
        let twice = |end: &[f64]| end.iter().zip(&band.p50).map(|(end, middle)| 2.0 * end - middle).collect();
        OuterBand { low: twice(&band.p10), high: twice(&band.p90) }
    };
    let phase = |(index, phase): (usize, &crate::plan::Phase)| {
        let planned = sample.outlook.gates[index].planned;
        let criteria = phase.gate.criteria.iter();
        let gate = a_day_apart(first, day(2026, 7, 31).max(first), 0);
        PhaseOdds {
            phase: phase.id,
            start: a_day_apart(first, first, 0),
            planned,
            by_planned: planned.map(|day| gate.by(day)),
            gate,
            cells: std::array::from_fn(|_| a_day_apart(first, day(2026, 8, 24).max(first), 0)),
            criteria: criteria
                .map(|criterion| CriterionChance { criterion: criterion.clone(), chance: Some(0.8) })
                .collect(),
            stalled: 0.01,
            enrolled: amounts(900.0),
            success: amounts(0.9),
            tickets_per_100: amounts(3.0),
        }
    };
    let share = || AuthorityBands {
        configuration_manager: band(0.5, -0.002),
        pilot_intune: band(0.3, 0.001),
        intune: band(0.2, 0.001),
    };
    Odds {
        basis: Basis::new(100, Detail::Phases),
        first_day: first,
        stalled: 0.02,
        unfinished: 0.0,
        by_target: Some(finish.by(target)),
        finish,
        phases: sample.plan.phases.iter().enumerate().map(phase).collect(),
        sliders: std::array::from_fn(|_| a_day_apart(first, day(2026, 9, 30), 0)),
        peak_load: amounts(0.9),
        longest_wait_days: amounts(1.0),
        breaks: 0.07,
        break_week: Some(day(2026, 8, 24)),
        exposure: Exposure { blocked: amounts(0.0), unprotected: amounts(10.0) },
        weekly: Weekly::default(),
        daily: Some(Daily {
            enrolled: band(500.0, 10.0),
            failed: band(20.0, 0.1),
            tickets: band(10.0, 0.1),
            load: band(0.8, 0.001),
            backlog: band(20.0, 0.1),
            authority: std::array::from_fn(|_| share()),
            total: share(),
            autopatch: band(0.2, 0.001),
            everything: band(0.1, 0.001),
            phases: sample.plan.phases.iter().map(|_| band(400.0, 5.0)).collect(),
            phases_outer: sample.plan.phases.iter().map(|_| outer(band(400.0, 5.0))).collect(),
        }),
    }
}
