//! What actuals say about the assumptions, worked out by hand.

use baton::forecast::{Law, Learned, outlook};
use baton::plan::*;

use super::{at, close};
use crate::common::plans::{day, event, plan, record, stock};

/// Two phases of 500 devices known up to the tenth working day.
fn running() -> Plan {
    let mut plan = plan(&[500, 500]);
    plan.status_date = day("2026-06-12");
    for phase in 1..=2 {
        event(&mut plan, "2026-06-01", EventKind::PhaseStarted(PhaseId(phase)));
    }
    plan
}

/// Targeted, enrolled at the first attempt, failed, given up, repaired.
fn flow(plan: &mut Plan, phase: u32, date: &str, counts: [u32; 5]) {
    let [targeted, enrolled_first_attempt, bad, lost, repaired] = counts;
    let flow = Flow { date: day(date), targeted, enrolled_first_attempt, bad, lost, repaired, tickets: None };
    let phases = &mut plan.actuals.phases;
    match phases.iter_mut().find(|actuals| actuals.phase == PhaseId(phase)) {
        Some(actuals) => actuals.flows.push(flow),
        None => phases.push(PhaseActuals { phase: PhaseId(phase), flows: vec![flow], ..Default::default() }),
    }
}

fn learned(plan: &Plan) -> Learned {
    outlook(plan).learned
}

fn beta(law: &Law) -> (f64, f64) {
    let Law::Beta { a, b } = law else { panic!("{law:?} is no Beta law") };
    (*a, *b)
}

#[test]
fn without_actuals_nothing_moves() {
    let learned = learned(&plan(&[100]));
    for belief in learned.all() {
        assert_eq!((belief.data, &belief.posterior), (None, &belief.prior), "{:?}", belief.parameter);
    }
    assert!(learned.reach_and_stale.is_none());
    let (a, b) = beta(&learned.success.prior);
    close(a, 37.6, "successes before any data");
    close(b, 2.4, "failures before any data");
}

/// Each phase's attempts count as far as phases differ: n of them as n · 121 / (120 + n).
#[test]
fn phases_teach_the_share_that_they_have_in_common_and_their_own() {
    let mut plan = running();
    flow(&mut plan, 1, "2026-06-01", [200, 90, 10, 2, 0]);
    flow(&mut plan, 2, "2026-06-01", [100, 40, 0, 0, 0]);
    let learned = learned(&plan);
    let (a, b) = beta(&learned.success.posterior);
    let (first, second) = (121.0 / 220.0, 121.0 / 160.0);
    close(a, 37.6 + 90.0 * first + 40.0 * second, "successes");
    close(b, 2.4 + 10.0 * first, "failures");
    let data = learned.success.data.unwrap();
    assert_eq!((data.count, data.of), (130.0, 140.0));
    let mean = a / (a + b);
    close(learned.success_of(0), (120.0 * mean + 90.0) / 220.0, "the first phase's own");
    close(learned.success_of(1), (120.0 * mean + 40.0) / 160.0, "the second phase's own");
    // Exactly alike, every attempt counts whole and no phase has its own.
    plan.assumptions.success_between_phases = None;
    let alike = self::learned(&plan);
    let (a, b) = beta(&alike.success.posterior);
    close(a, 37.6 + 130.0, "successes of phases that are alike");
    close(b, 2.4 + 10.0, "failures of phases that are alike");
    assert_eq!(alike.success_of(0), alike.success_of(1));
}

#[test]
fn repairs_are_learned_from_records_of_days_alone() {
    let mut plan = running();
    flow(&mut plan, 1, "2026-06-01", [100, 50, 10, 2, 0]);
    // Nothing is recorded of Tuesday: nothing was repaired of the eight that had failed.
    flow(&mut plan, 1, "2026-06-03", [0, 0, 0, 0, 3]);
    let learned = learned(&plan);
    let (a, b) = beta(&learned.repair.posterior);
    close(a, 4.0 + 3.0, "repaired");
    close(b, 16.0 + 13.0, "not repaired");
    let (a, b) = beta(&learned.unfixable.posterior);
    close(a, 2.0 + 2.0, "given up");
    close(b, 18.0 + 8.0, "not given up");
}

/// Totals hide repairs. Twenty fail and nobody is left to try, so how fast they enroll is how fast they are
/// repaired; and who was repaired fast failed before.
#[test]
fn totals_tell_repairs_by_what_is_left_failed() {
    let after = |failed: [u32; 2]| {
        let mut plan = running();
        plan.assumptions.stale = Assumption::exact(0.0);
        record(&mut plan, 1, stock("2026-06-02", 200, 180, 20, None));
        record(&mut plan, 1, stock("2026-06-05", 200, 200 - failed[0], failed[0], None));
        record(&mut plan, 1, stock("2026-06-12", 200, 200 - failed[1], failed[1], None));
        self::learned(&plan)
    };
    let (slow, fast) = (after([18, 14]), after([6, 1]));
    assert!(slow.repair.posterior.quantile(0.9) < fast.repair.posterior.quantile(0.1));
    assert!((0.03..0.12).contains(&slow.repair.posterior.mean()), "{}", slow.repair.posterior.mean());
    assert!((0.26..0.36).contains(&fast.repair.posterior.mean()), "{}", fast.repair.posterior.mean());
    for learned in [slow, fast] {
        let data = learned.success.data.unwrap();
        assert!(data.of == 200.0 && data.count < 180.0, "{data:?}");
        close(learned.by_rate.iter().map(|outcomes| outcomes.weight).sum(), 1.0, "weights");
    }
}

/// With a known stale share the grid is the Beta law of counted attempts.
#[test]
fn reach_alone_is_learned_like_any_share() {
    let mut plan = running();
    plan.assumptions.stale = Assumption::exact(0.0);
    flow(&mut plan, 1, "2026-06-01", [100, 40, 0, 0, 0]);
    flow(&mut plan, 1, "2026-06-02", [0, 30, 0, 0, 0]);
    let learned = learned(&plan);
    let exact = Law::Beta { a: 7.0 + 70.0, b: 13.0 + 60.0 + 30.0 };
    assert!((learned.reach.posterior.mean() - exact.mean()).abs() < 1e-3);
    for share in [0.1, 0.5, 0.9] {
        let (grid, exact) = (learned.reach.posterior.quantile(share), exact.quantile(share));
        assert!((grid - exact).abs() < 2e-3, "{grid} is not {exact}");
    }
    let data = learned.reach.data.unwrap();
    assert_eq!(data.count, 70.0);
    close(data.of, 160.0, "devices waited for on both days");
    assert_eq!(learned.stale.posterior, Law::Exact(0.0));
}

/// Of 500 devices ten per cent stay silent for good after a fast start: that is staleness, not slowness.
#[test]
fn silence_that_does_not_wear_off_is_staleness() {
    let mut plan = running();
    let mut left = 450;
    for (n, date) in ["01", "02", "03", "04", "05", "08", "09", "10", "11", "12"].iter().enumerate() {
        let attempts = if n == 9 { left } else { (left * 2 + 2) / 5 };
        left -= attempts;
        flow(&mut plan, 1, &format!("2026-06-{date}"), [if n == 0 { 500 } else { 0 }, attempts, 0, 0, 0]);
    }
    let learned = learned(&plan);
    let (reach, stale) = (learned.reach.posterior.mean(), learned.stale.posterior.mean());
    // As if each device had been told apart: 1.8 + 50 of 60 + 500, but for the edge of what was plausible.
    assert!((0.08..0.10).contains(&stale), "{stale}");
    assert!((0.37..0.42).contains(&reach), "{reach}");
    let joint = learned.reach_and_stale.as_ref().unwrap();
    assert_eq!((joint.reach.len(), joint.stale.len(), joint.weights.len()), (32, 32, 1_024));
    assert!((joint.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(learned.stale.data.map(|data| (data.count, data.of)), Some((50.0, 500.0)));
}

/// One day's events, of whose tickets half have come after a working day of half-life.
#[test]
fn tickets_are_compared_with_what_the_rates_expect_by_then() {
    let mut plan = running();
    plan.status_date = day("2026-06-02");
    plan.assumptions.half_life_days = Assumption::exact(1.0);
    plan.assumptions.tickets_existing_client = EnrollmentTickets { per_enrolled: 0.5, per_failure: 2.0 };
    plan.phases[0].ticket_multiplier = 1.5;
    let done = |date, targeted, enrolled, failed, tickets| Stock {
        tickets,
        ..stock(date, targeted, enrolled, failed, None)
    };
    record(&mut plan, 1, done("2026-06-01", 100, 40, 10, Some(10)));
    record(&mut plan, 1, done("2026-06-02", 100, 40, 10, Some(30)));
    // Nobody counts the second phase's tickets, so its events prove nothing.
    record(&mut plan, 2, done("2026-06-02", 100, 80, 0, None));
    let learned = learned(&plan);
    // Two days later three quarters; on Tuesday as many failed again as were repaired: two of ten.
    let monday = 1.5 * (0.5 * 40.0 + 2.0 * 10.0) * 0.75;
    let tuesday = 0.0;
    let Law::Gamma { shape, rate } = learned.ticket_factor.posterior else { panic!("no Gamma law") };
    close(shape, 8.0 + 30.0, "tickets");
    close(rate, 8.0 + monday + tuesday, "tickets expected");
    // The expected course starts with that factor: what is left of Monday, half of it on Wednesday.
    let factor = shape / rate;
    plan.assumptions.reach = Assumption::exact(0.0);
    plan.assumptions.repair = Assumption::exact(0.0);
    let outlook = outlook(&plan);
    close(at(&outlook, 1, "2026-06-03", |p| &p.tickets), factor * monday / 3.0 / 2.0, "tickets on Wednesday");
}

#[test]
fn what_is_exact_never_learns_and_a_million_cases_hardly_move() {
    let mut plan = running();
    flow(&mut plan, 1, "2026-06-01", [400, 100, 100, 50, 0]);
    flow(&mut plan, 1, "2026-06-02", [0, 10, 0, 0, 30]);
    plan.assumptions.success = Assumption::exact(0.94);
    plan.assumptions.unfixable = Assumption::new(1.0, 20.0);
    plan.assumptions.repair = Assumption::new(0.0, 20.0);
    plan.assumptions.reach = Assumption::new(0.35, 1e6);
    plan.assumptions.stale = Assumption::new(0.03, 1e6);
    let learned = learned(&plan);
    assert_eq!(learned.success.posterior, Law::Exact(0.94));
    assert_eq!(
        (&learned.unfixable.posterior, &learned.repair.posterior),
        (&Law::Exact(1.0), &Law::Exact(0.0))
    );
    assert_eq!(learned.success.data.map(|data| (data.count, data.of)), Some((110.0, 210.0)));
    assert!((learned.reach.posterior.mean() - 0.35).abs() < 0.002);
    assert!((learned.stale.posterior.mean() - 0.03).abs() < 0.001);
}

/// Records that no parameter explains move beliefs as far as they go, and never off the scale.
#[test]
fn strange_data_leave_sensible_beliefs() {
    let cases: [&[(&str, u32, u32, u32)]; 5] = [
        // Nobody answers; everybody does at once; failures vanish; the impossible pace; nothing targeted.
        &[("2026-06-05", 500, 0, 0), ("2026-06-12", 500, 0, 0)],
        &[("2026-06-01", 500, 500, 0)],
        &[("2026-06-05", 500, 100, 300), ("2026-06-12", 500, 100, 0)],
        &[("2026-06-11", 500, 0, 0), ("2026-06-12", 500, 0, 500)],
        &[("2026-06-12", 0, 0, 0)],
    ];
    for strength in [0.1, 20.0, 1e6] {
        for case in cases {
            let mut plan = running();
            for parameter in [Parameter::Success, Parameter::Reach, Parameter::Stale, Parameter::Repair] {
                plan.assumptions.get_mut(parameter).strength = Strength::Observations(strength);
            }
            for (date, targeted, enrolled, failed) in case {
                record(
                    &mut plan,
                    1,
                    Stock { tickets: Some(9_999), ..stock(date, *targeted, *enrolled, *failed, None) },
                );
            }
            let outlook = outlook(&plan);
            for belief in outlook.learned.all() {
                let law = &belief.posterior;
                let figures = [law.mean(), law.quantile(0.1), law.quantile(0.5), law.quantile(0.9)];
                let most = if belief.parameter == Parameter::TicketFactor { f64::MAX } else { 1.0 };
                assert!(
                    figures.iter().all(|x| (0.0..=most).contains(x)) && figures[1] <= figures[3],
                    "{:?} of {case:?} at strength {strength}: {figures:?}",
                    belief.parameter
                );
            }
            let weights = outlook.learned.reach_and_stale.map_or(1.0, |joint| joint.weights.iter().sum());
            assert!((weights - 1.0).abs() < 1e-9);
            assert!(outlook.expected.track.phases.iter().flat_map(|p| &p.enrolled).all(|n| n.is_finite()));
        }
    }
}
