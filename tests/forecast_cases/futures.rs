//! Simulated futures of any plan, sensible or not: each is possible in itself, all of them together are
//! counted right, and neither threads nor batches leave a trace.

use baton::forecast::{
    Amounts, Band, Basis, Dates, Detail, Futures, Odds, Simulation, Stand, observed, simulate,
};
use baton::plan::*;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::hostile::any_plan;
use crate::common::plans::{day, event, freeze, plan, record, set_cell, set_full, six_phases, stock};

fn basis(runs: u32, seed: u64) -> Basis {
    Basis { seed, ..Basis::new(runs, Detail::Phases) }
}

/// Every series of days, by name; a share of devices is one of a workload's three.
fn bands(odds: &Odds) -> Vec<(&'static str, &Band)> {
    let daily = odds.daily.as_ref().unwrap();
    let mut all = vec![
        ("enrolled", &daily.enrolled),
        ("failed", &daily.failed),
        ("tickets", &daily.tickets),
        ("load", &daily.load),
        ("backlog", &daily.backlog),
        ("weekly load", &odds.weekly.load),
    ];
    for bands in daily.authority.iter().chain([&daily.total]) {
        all.extend([
            ("Configuration Manager", &bands.configuration_manager),
            ("Pilot Intune", &bands.pilot_intune),
            ("Intune", &bands.intune),
        ]);
    }
    all.extend(daily.phases.iter().map(|band| ("a phase's enrolled", band)));
    all
}

fn is_share(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}

fn amounts(odds: &Odds) -> Vec<&Amounts> {
    let mut all =
        vec![&odds.peak_load, &odds.longest_wait_days, &odds.exposure.blocked, &odds.exposure.unprotected];
    for phase in &odds.phases {
        all.extend([&phase.enrolled, &phase.success, &phase.tickets_per_100]);
    }
    all
}

/// What holds of any number of futures.
fn is_sound(plan: &Plan, odds: &Odds) -> TestCaseResult {
    let runs = odds.basis.runs as usize;
    for (name, band) in bands(odds) {
        for ((low, middle), high) in band.p10.iter().zip(&band.p50).zip(&band.p90) {
            prop_assert!(*low >= 0.0 && low <= middle && middle <= high, "{name}: {low}, {middle}, {high}");
        }
    }
    for amounts in amounts(odds) {
        prop_assert_eq!(amounts.runs().len(), runs);
        prop_assert!(amounts.runs().iter().all(|amount| *amount >= 0.0));
        let spread = amounts.spread();
        prop_assert!(spread.p10 <= spread.p50 && spread.p50 <= spread.p90);
    }
    let finished = odds.finish.runs().iter().filter(|day| **day != Dates::NEVER).count() as f64 / runs as f64;
    prop_assert!((finished + odds.stalled + odds.unfinished - 1.0).abs() < 1e-9);
    // Two phases may bring a future to its standstill on the same day.
    let stalls = || odds.phases.iter().map(|phase| phase.stalled);
    prop_assert!(stalls().all(|share| share <= odds.stalled) && stalls().sum::<f64>() >= odds.stalled - 1e-9);
    for share in [odds.stalled, odds.unfinished, odds.breaks].into_iter().chain(odds.by_target) {
        prop_assert!(is_share(share));
    }
    prop_assert_eq!(odds.break_week.is_some(), odds.breaks > 0.0);
    prop_assert_eq!(odds.phases.len(), plan.phases.len());
    for (phase, of) in odds.phases.iter().zip(&plan.phases) {
        prop_assert_eq!(phase.criteria.len(), of.gate.criteria.len());
        let chances = phase.criteria.iter().filter_map(|criterion| criterion.chance);
        prop_assert!(chances.chain(phase.by_planned).all(is_share));
        prop_assert!(phase.success.runs().iter().all(|share| *share <= 1.0 || share.is_infinite()));
        prop_assert!(phase.enrolled.runs().iter().all(|devices| *devices <= of.devices as f32));
        for (run, gate) in phase.gate.runs().iter().enumerate() {
            // No gate before its phase starts, no finish before the last gate.
            let is_recorded = plan.recorded_go(of.id).is_some();
            prop_assert!(is_recorded || phase.start.runs()[run] <= *gate);
            prop_assert!(odds.finish.runs()[run] >= *gate);
        }
    }
    Ok(())
}

/// What holds of a future by itself: the quantiles of one future are that future.
fn is_possible(plan: &Plan, odds: &Odds) -> TestCaseResult {
    let daily = odds.daily.as_ref().unwrap();
    let all = plan.devices() as f64;
    for at in 0..daily.enrolled.p50.len() {
        let (enrolled, failed) = (daily.enrolled.p50[at], daily.failed.p50[at]);
        let by_phase: f64 = daily.phases.iter().map(|band| band.p50[at]).sum();
        prop_assert!(enrolled + failed <= all && (by_phase - enrolled).abs() < 0.5, "day {at}: {enrolled}");
        prop_assert!(at == 0 || enrolled >= daily.enrolled.p50[at - 1], "enrolled falls on day {at}");
        for (workload, bands) in Workload::ALL.into_iter().zip(&daily.authority) {
            let parts = [&bands.configuration_manager, &bands.pilot_intune, &bands.intune].map(|b| b.p50[at]);
            let sum: f64 = parts.iter().sum();
            prop_assert!(all == 0.0 || (sum - 1.0).abs() < 1e-6, "{workload:?} on day {at}: {parts:?}");
            // Only enrolled devices can be Intune's.
            prop_assert!(
                (parts[1] + parts[2]) * all <= enrolled + 0.5,
                "{workload:?} on day {at}: {parts:?}"
            );
        }
    }
    for (phase, band) in plan.phases.iter().zip(&daily.phases) {
        prop_assert!(band.p50.iter().all(|devices| *devices <= f64::from(phase.devices)));
    }
    Ok(())
}

/// For plans of which only a result is asked.
fn check(plan: &Plan, what: &str) -> Odds {
    let one = simulate(plan, &basis(1, 3));
    let many = simulate(plan, &basis(40, 1));
    let verdict =
        is_sound(plan, &one).and_then(|()| is_possible(plan, &one)).and_then(|()| is_sound(plan, &many));
    if let Err(wrong) = verdict {
        panic!("{what}: {wrong}");
    }
    many
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_future_of_any_plan_is_possible(plan in any_plan(), seed in any::<u64>()) {
        let odds = simulate(&plan, &basis(1, seed));
        is_sound(&plan, &odds)?;
        is_possible(&plan, &odds)?;
    }

    #[test]
    fn futures_of_any_plan_are_counted_right(plan in any_plan(), seed in any::<u64>()) {
        // More than are kept whole.
        is_sound(&plan, &simulate(&plan, &basis(300, seed)))?;
    }

    /// Where nothing listens to the desk, it only gets better: run by run, for both have the same luck.
    #[test]
    fn more_agents_never_raise_the_wait(mut plan in any_plan(), more in 0.0..10.0) {
        plan.desk.brake_wait_days = None;
        for phase in &mut plan.phases {
            let listens = |c: &Criterion| matches!(c, Criterion::DeskLoad { .. } | Criterion::Wait { .. });
            phase.gate.criteria.retain(|criterion| !listens(criterion));
        }
        let before = simulate(&plan, &basis(40, 1));
        for entry in &mut plan.desk.agents {
            entry.agents += more;
        }
        let after = simulate(&plan, &basis(40, 1));
        prop_assert_eq!(before.finish.runs(), after.finish.runs());
        let waits = before.longest_wait_days.runs().iter().zip(after.longest_wait_days.runs());
        for (run, (before, after)) in waits.enumerate() {
            prop_assert!(after <= before, "run {run}: {after} days after {before}");
        }
        let loads = before.peak_load.runs().iter().zip(after.peak_load.runs());
        prop_assert!(loads.clone().all(|(before, after)| after <= before));
    }

    /// Day by day of one future, not of ranges over many.
    #[test]
    fn each_future_keeps_its_devices(plan in any_plan(), seed in 0u64..1_000) {
        let futures = Futures::new(&plan, &observed(&plan), seed);
        for run in 0..3 {
            let future = futures.future(run);
            let mut before: Option<&Vec<Stand>> = None;
            for (day, stands) in future.stands.iter().enumerate() {
                prop_assert_eq!(stands.len(), plan.phases.len());
                for (phase, (of, now)) in plan.phases.iter().zip(stands).enumerate() {
                    let parts = [now.pending, now.stale, now.failed, now.abandoned, now.enrolled];
                    let what = format!("phase {phase}, day {day} of run {run}: {now:?}");
                    prop_assert!(parts.iter().all(|part| *part >= 0.0 && part.fract() == 0.0), "{what}");
                    prop_assert!(parts.iter().sum::<f64>() == now.targeted, "{what}");
                    prop_assert!(now.targeted <= f64::from(of.devices), "{what}");
                    let Some(before) = before.map(|before| before[phase]) else { continue };
                    let falls = before.targeted > now.targeted
                        || before.enrolled > now.enrolled
                        || before.abandoned > now.abandoned
                        || before.stale > now.stale;
                    prop_assert!(!falls, "{what} after {before:?}");
                }
                before = Some(stands);
            }
        }
    }

    #[test]
    fn batches_leave_no_trace(plan in any_plan(), cuts in proptest::collection::vec(0u32..120, 0..6)) {
        let whole = simulate(&plan, &basis(300, 1));
        let mut simulation = Simulation::new(&plan, &observed(&plan), &basis(300, 1));
        for cut in cuts {
            simulation.advance(cut.min(300 - simulation.runs()));
        }
        simulation.advance(300 - simulation.runs());
        prop_assert_eq!(simulation.runs(), 300);
        prop_assert!(format!("{:?}", simulation.odds()) == format!("{whole:?}"), "batches differ");
    }
}

#[test]
fn a_switch_comes_in_each_future_when_its_rule_says() {
    let mut plan = six_phases();
    set_cell(&mut plan, Workload::ClientApps, 3, SwitchRule::AfterStart(7));
    set_cell(&mut plan, Workload::ClientApps, 4, SwitchRule::Never);
    set_full(&mut plan, Workload::ClientApps, FullSwitch::Never);
    let odds = simulate(&plan, &basis(50, 3));
    let (at_start, later) = (Workload::CompliancePolicies.index(), Workload::ClientApps.index());
    for phase in &odds.phases {
        assert_eq!(phase.cells[at_start].runs(), phase.start.runs(), "with the phase's start");
    }
    let phase = &odds.phases[2];
    for (start, cell) in phase.start.runs().iter().zip(phase.cells[later].runs()) {
        // A future that stalls before never starts it.
        let seventh = phase.start.date(*start).and_then(|day| plan.calendar.add_working_days(day, 7));
        assert_eq!(phase.cells[later].date(*cell), seventh);
    }
    assert!(phase.cells[later].quantile(0.5).is_some());
    assert!(odds.phases[3].cells[later].runs().iter().all(|day| *day == Dates::NEVER));
    let site = simulate(&plan, &Basis::new(50, Detail::Site));
    assert!(site.phases[2].cells[later].runs().is_empty(), "nobody asks for phases");
}

#[test]
fn threads_leave_no_trace() {
    let results = [1, 2, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        // Its text tells apart what equality does not: 0 and −0.
        pool.install(|| format!("{:?}", simulate(&six_phases(), &basis(700, 1))))
    });
    assert!(results[0] == results[1] && results[0] == results[2], "threads differ");
    assert!(results[0] != format!("{:?}", simulate(&six_phases(), &basis(700, 2))), "the seed does nothing");
}

#[test]
fn a_phase_that_can_never_start_leaves_the_plan_unfinished() {
    let mut waits = six_phases();
    waits.phases[2].start.not_before = Some(day("2099-01-01"));
    let odds = check(&waits, "starts after the horizon");
    assert_eq!((odds.finish.quantile(0.01), odds.phases[2].start.quantile(0.01)), (None, None));
    let mut none = six_phases();
    none.phases[0].rate = Some(0);
    let odds = check(&none, "a rate of zero");
    assert_eq!((odds.unfinished, odds.phases[1].start.quantile(0.01)), (1.0, None));
    assert_eq!(odds.phases[0].success.quantile(0.5), f64::INFINITY, "nobody was tried");
    let mut frozen = six_phases();
    freeze(&mut frozen, "2020-01-01", "2040-01-01", FreezeScope::Both);
    assert_eq!(check(&frozen, "freezes over everything").unfinished, 1.0);
}

#[test]
fn means_of_zero_and_one_have_results() {
    for mean in [0.0, 1.0] {
        for parameter in Parameter::ALL {
            let mut plan = six_phases();
            plan.assumptions.get_mut(parameter).mean = mean;
            check(&plan, &format!("{parameter:?} of {mean}"));
        }
    }
    let mut silent = six_phases();
    silent.assumptions.stale = Assumption::exact(1.0);
    let odds = check(&silent, "all devices are stale");
    assert_eq!((odds.stalled, odds.daily.unwrap().enrolled.p90.last().copied()), (1.0, Some(0.0)));
}

#[test]
fn strengths_of_any_size_have_results() {
    for strength in [0.0, 1e-6, 1e6, 1e300, f64::INFINITY, f64::NAN, -3.0] {
        let mut plan = six_phases();
        for parameter in Parameter::ALL {
            plan.assumptions.get_mut(parameter).strength = Strength::Observations(strength);
        }
        plan.assumptions.success_between_phases = Some(strength);
        check(&plan, &format!("a strength of {strength}"));
    }
    // A million observations are as good as certainty.
    let mut sure = six_phases();
    for parameter in Parameter::ALL {
        sure.assumptions.get_mut(parameter).strength = Strength::Observations(1e6);
    }
    let mut exact = Basis::new(200, Detail::Dates);
    exact.is_exact = true;
    let middle = |odds: Odds| odds.finish.quantile(0.5).unwrap();
    let apart = middle(simulate(&sure, &Basis::new(200, Detail::Dates))) - middle(simulate(&sure, &exact));
    assert!(apart.num_days().abs() <= 3, "{apart} apart");
}

#[test]
fn desks_of_any_kind_have_results() {
    let mut closed = six_phases();
    closed.desk.agents[0].agents = 0.0;
    let odds = check(&closed, "capacity 0");
    assert_eq!((odds.longest_wait_days.quantile(0.1), odds.breaks), (f64::INFINITY, 1.0));
    let mut calm = plan(&[50]);
    calm.desk = Desk::new(calm.start, 0.0);
    calm.assumptions.ticket_factor = Assumption::exact(0.0);
    assert_eq!(check(&calm, "capacity 0 and nothing to do").longest_wait_days.quantile(0.9), 0.0);
    for dispersion in [0.0, 1.0 + 1e-12, 50.0, 1e12, f64::INFINITY, f64::NAN] {
        let mut plan = six_phases();
        plan.desk.dispersion = dispersion;
        check(&plan, &format!("a dispersion of {dispersion}"));
    }
    for tickets in [-1.0, 0.0, 1e9, f64::INFINITY, f64::NAN] {
        let mut plan = six_phases();
        plan.desk.ordinary_per_day = Some(tickets);
        check(&plan, &format!("{tickets} ordinary tickets"));
    }
}

#[test]
fn any_status_date_has_a_result() {
    for status in ["2020-01-01", "2026-05-31", "2026-06-01", "2028-11-16", "2030-01-01"] {
        let mut plan = six_phases();
        plan.status_date = day(status);
        check(&plan, status);
        event(&mut plan, "2020-01-01", EventKind::PhaseStarted(PhaseId(1)));
        record(&mut plan, 1, stock("2026-06-05", 100, 90, 10, None));
        check(&plan, status);
    }
    let mut short = six_phases();
    short.horizon_days = 0;
    assert_eq!(check(&short, "a horizon of one day").unfinished, 1.0);
}

#[test]
fn the_largest_plan_has_a_result() {
    let mut plan = six_phases();
    for phase in &mut plan.phases {
        (phase.devices, phase.rate) = (1_600_000, Some(40_000));
    }
    for rates in [&mut plan.assumptions.tickets_existing_client, &mut plan.assumptions.tickets_other_paths] {
        *rates = EnrollmentTickets { per_enrolled: 100.0, per_failure: 100.0 };
    }
    set_cell(&mut plan, Workload::ClientApps, 1, SwitchRule::AfterStart(u32::MAX));
    set_full(&mut plan, Workload::ClientApps, FullSwitch::Never);
    check(&plan, "ten million devices");
}
