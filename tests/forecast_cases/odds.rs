//! Simulated futures: the same for any number of threads and batches, sound in any plan, certain where the
//! plan is, and in the middle where the expected course is.

use baton::forecast::{Band, Basis, Dates, Detail, Odds, Simulation, observed, outlook, simulate};
use baton::plan::*;
use proptest::prelude::*;

use super::hostile::any_plan;
use crate::common::plans::{day, decide, plan, set_cell, set_full, six_phases, stock, sure_plan};

fn odds(plan: &Plan, runs: u32, detail: Detail) -> Odds {
    simulate(plan, &Basis::new(runs, detail))
}

/// In pieces of uneven size on so many threads.
fn in_pieces(plan: &Plan, pieces: &[u32], threads: usize) -> Odds {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let basis = Basis::new(pieces.iter().sum(), Detail::Phases);
        let mut simulation = Simulation::new(plan, &observed(plan), &basis);
        for runs in pieces {
            simulation.advance(*runs);
            let _ = simulation.odds();
        }
        simulation.odds()
    })
}

#[test]
fn threads_and_batches_leave_no_trace() {
    let mut plan = six_phases();
    plan.phases[2].path = EnrollmentPath::ThirdPartyMdm;
    plan.desk.dispersion = 2.5;
    let whole = in_pieces(&plan, &[700], 1);
    assert!(whole == in_pieces(&plan, &[1, 199, 57, 443], 3));
    // Two futures more are two futures more, and nothing else changes.
    let more = in_pieces(&plan, &[702], 2);
    assert_eq!(more.finish.runs()[..700], whole.finish.runs()[..]);
    assert_eq!(more.phases[3].success.runs()[..700], whole.phases[3].success.runs()[..]);
}

#[test]
fn another_seed_is_other_luck() {
    let plan = six_phases();
    let basis = Basis { seed: 2, ..Basis::new(50, Detail::Dates) };
    assert!(simulate(&plan, &basis).finish != odds(&plan, 50, Detail::Dates).finish);
}

/// Nothing is left to chance in this plan but the tickets, and there are none.
#[test]
fn a_certain_plan_has_one_future() {
    let mut plan = sure_plan(&[100, 250]);
    plan.assumptions.success_between_phases = None;
    plan.phases[1].rate = Some(60);
    plan.phases[1].gate.criteria = vec![Criterion::Coverage { min: 1.0 }, Criterion::Soak { days: 3 }];
    set_cell(&mut plan, Workload::ClientApps, 1, SwitchRule::AfterGate(2));
    set_cell(&mut plan, Workload::ClientApps, 2, SwitchRule::AtEnrollment);
    set_full(&mut plan, Workload::ClientApps, FullSwitch::AfterLast(4));
    let (odds, expected) = (odds(&plan, 300, Detail::Phases), outlook(&plan).expected);
    let is_always = |dates: &Dates, date| dates.quantile(0.01) == date && dates.quantile(1.0) == date;
    assert!(expected.finish.is_some() && is_always(&odds.finish, expected.finish));
    for (phase, dates) in odds.phases.iter().zip(&expected.phases) {
        assert!(is_always(&phase.start, dates.start) && is_always(&phase.gate, dates.gate));
        assert_eq!((phase.planned, phase.by_planned), (dates.gate, Some(1.0)));
    }
    let daily = odds.daily.unwrap();
    let track = &expected.track;
    let apps = Workload::ClientApps.index();
    for at in 0..track.len() {
        let enrolled: f64 = track.phases.iter().map(|phase| phase.enrolled[at]).sum();
        assert_eq!([daily.enrolled.p10[at], daily.enrolled.p90[at]], [enrolled; 2], "day {at}");
        assert_eq!(daily.phases[1].p50[at], track.phases[1].enrolled[at]);
        assert_eq!(daily.authority[apps].pilot_intune.p50[at], track.authority[apps].pilot[at] / 350.0);
        assert_eq!(daily.authority[apps].intune.p50[at], track.authority[apps].intune[at] / 350.0);
    }
}

/// The means of many futures with every parameter at its mean are the expected course.
#[test]
fn the_expected_course_is_in_the_middle() {
    let plan = six_phases();
    let basis = Basis { is_exact: true, ..Basis::new(2_000, Detail::Phases) };
    let (odds, expected) = (simulate(&plan, &basis), outlook(&plan).expected);
    let daily = odds.daily.as_ref().unwrap();
    for date in ["2026-06-03", "2026-07-01", "2026-10-14", "2027-03-31"] {
        let (at, day) = (odds.day_index(day(date)).unwrap(), expected.track.index(day(date)).unwrap());
        let enrolled: f64 = expected.track.phases.iter().map(|phase| phase.enrolled[day]).sum();
        let middle = daily.enrolled.p50[at];
        assert!((middle - enrolled).abs() < 0.01 * enrolled + 2.0, "{date}: {middle}, not {enrolled}");
    }
    let tickets: f64 = odds.weekly.tickets_mean.iter().sum();
    let mean: f64 = expected.track.desk.migration.iter().flatten().sum();
    assert!((tickets / mean - 1.0).abs() < 0.01, "{tickets} tickets, not {mean}");
    let finish = odds.finish.quantile(0.5).unwrap();
    assert!((finish - expected.finish.unwrap()).num_days().abs() <= 4, "{finish}");
}

/// Ten devices leave their product on Monday, all of them fail, and nobody repairs them: they are on their own
/// at the end of each day, the one of the gate included.
#[test]
fn devices_between_two_products_are_counted_by_calendar_days() {
    let mut plan = sure_plan(&[10]);
    plan.phases[0].path = EnrollmentPath::ThirdPartyMdm;
    plan.assumptions.success = Assumption::exact(0.0);
    plan.assumptions.repair = Assumption::exact(0.0);
    plan.assumptions.unfixable = Assumption::exact(0.0);
    plan.phases[0].gate.criteria = vec![Criterion::Soak { days: 5 }];
    let date = Some(day("2026-06-06"));
    plan.milestones = vec![Milestone::new(MilestoneKind::ConditionalAccess, date)];
    let odds = odds(&plan, 20, Detail::Dates);
    // The gate passes on the fifth working day after Monday 1 June, itself a Monday: days 1–5, then 6–8.
    assert_eq!(odds.phases[0].gate.quantile(1.0), Some(day("2026-06-08")));
    assert_eq!(odds.exposure.unprotected.quantile(0.5), 50.0);
    assert_eq!(odds.exposure.blocked.quantile(0.5), 30.0);
}

#[test]
fn a_phase_whose_gate_stays_shut_stalls_every_future() {
    let mut plan = six_phases();
    plan.phases[1].gate.criteria = vec![Criterion::Coverage { min: 1.0 }, Criterion::Soak { days: 5 }];
    let odds = odds(&plan, 100, Detail::Dates);
    assert_eq!((odds.stalled, odds.unfinished), (1.0, 0.0));
    // Some never come as far: their first gate stays shut.
    assert!((odds.phases[0].stalled + odds.phases[1].stalled - 1.0).abs() < 1e-9);
    assert!(odds.phases[1].stalled > 0.9);
    assert_eq!(odds.finish.quantile(0.1), None);
    assert!(odds.phases[2].start.quantile(0.01).is_none());
    // Nothing is planned for a gate that the expected course never reaches.
    assert_eq!((odds.phases[1].planned, odds.phases[1].by_planned), (None, None));
}

/// Facts are the same in every future: a gate that has passed, the devices on its day.
#[test]
fn what_is_known_is_no_matter_of_chance() {
    let mut plan = plan(&[100, 100]);
    plan.status_date = day("2026-06-21");
    crate::common::plans::event(&mut plan, "2026-06-01", EventKind::PhaseStarted(PhaseId(1)));
    for (date, enrolled) in [("2026-06-05", 50), ("2026-06-12", 90), ("2026-06-19", 95)] {
        crate::common::plans::record(&mut plan, 1, stock(date, 100, enrolled, 2, None));
    }
    decide(&mut plan, "2026-06-12", 1, DecisionKind::Go);
    let odds = odds(&plan, 40, Detail::Phases);
    let first = &odds.phases[0];
    assert_eq!(first.gate.spread().p10, Some(day("2026-06-12")));
    assert_eq!(first.gate.spread().p90, Some(day("2026-06-12")));
    assert_eq!((first.enrolled.quantile(0.01), first.enrolled.quantile(1.0)), (90.0, 90.0));
    assert_eq!(odds.first_day, day("2026-06-22"));
    let daily = odds.daily.as_ref().unwrap();
    assert!(daily.phases[0].p10[0] >= 95.0);
    // The second phase starts on the first day that is not known.
    assert_eq!(odds.phases[1].start.spread().p10, Some(day("2026-06-22")));
}

fn is_ordered(band: &Band, most: f64) -> bool {
    let days = band.p10.iter().zip(&band.p50).zip(&band.p90);
    days.into_iter()
        .all(|((low, middle), high)| 0.0 <= *low && low <= middle && middle <= high && *high <= most)
}

fn never_falls(band: &Band) -> bool {
    [&band.p10, &band.p50, &band.p90].into_iter().all(|days| days.is_sorted())
}

pub fn is_sound(plan: &Plan, odds: &Odds) -> Result<(), String> {
    let ending = odds.stalled
        + odds.unfinished
        + odds.finish.runs().iter().filter(|d| **d != Dates::NEVER).count() as f64
            / f64::from(odds.basis.runs);
    if (ending - 1.0).abs() > 1e-9 {
        return Err(format!("the endings add up to {ending}"));
    }
    let daily = odds.daily.as_ref().ok_or("no daily ranges")?;
    let devices = plan.devices() as f64;
    if !is_ordered(&daily.enrolled, devices) || !never_falls(&daily.enrolled) {
        return Err("enrolled devices are not in order".into());
    }
    for (phase, band) in plan.phases.iter().zip(&daily.phases) {
        if !is_ordered(band, f64::from(phase.devices)) || !never_falls(band) {
            return Err(format!("{:?} is not in order", phase.id));
        }
    }
    for band in [&daily.failed, &daily.tickets, &daily.load, &daily.backlog, &odds.weekly.load] {
        if !is_ordered(band, f64::INFINITY) {
            return Err("a range is not in order".into());
        }
    }
    for held in daily.authority.iter().chain([&daily.total]) {
        if ![&held.configuration_manager, &held.pilot_intune, &held.intune]
            .into_iter()
            .all(|b| is_ordered(b, 1.0))
        {
            return Err("a share of authority is not in order".into());
        }
    }
    for (phase, known) in odds.phases.iter().zip(&plan.phases) {
        let order = phase.start.runs().iter().zip(phase.gate.runs());
        let has_go = plan.recorded_go(known.id).is_some();
        if !has_go && order.into_iter().any(|(start, gate)| gate < start) {
            return Err("a gate passes before its phase starts".into());
        }
        if phase
            .by_planned
            .into_iter()
            .chain(phase.criteria.iter().filter_map(|c| c.chance))
            .any(|p| !(0.0..=1.0).contains(&p))
        {
            return Err("a chance is no share".into());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_has_sound_futures(plan in any_plan()) {
        if let Err(wrong) = is_sound(&plan, &odds(&plan, 40, Detail::Phases)) {
            return Err(TestCaseError::fail(wrong));
        }
    }

    /// Without brake and desk criteria nobody waits for the desk: more agents meet the same tickets.
    #[test]
    fn more_agents_never_make_a_future_wait_longer(mut plan in any_plan(), more in 0.1..10.0) {
        plan.desk.brake_wait_days = None;
        for phase in &mut plan.phases {
            let is_desk = |c: &Criterion| matches!(c, Criterion::DeskLoad { .. } | Criterion::Wait { .. });
            phase.gate.criteria.retain(|criterion| !is_desk(criterion));
        }
        let few = odds(&plan, 20, Detail::Dates);
        plan.desk.agents[0].agents += more;
        let many = odds(&plan, 20, Detail::Dates);
        prop_assert_eq!(few.finish.runs(), many.finish.runs());
        for (few, many) in few.longest_wait_days.runs().iter().zip(many.longest_wait_days.runs()) {
            prop_assert!(many <= few, "{} days with more agents, {} before", many, few);
        }
    }
}
