//! Verdicts by hand-made actuals and odds, and the beliefs behind them by published and closed figures.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::posterior::*;
use super::*;
use crate::forecast::{Amounts, CriterionChance, Dates, Weekly, outlook};
use crate::forecast::{Basis, Detail, Exposure};
use crate::plan::{
    Bound, DeskActual, Gate, Judged, Measurement, NotReady, NotReadyReason, PhaseActuals, PhaseKind, Prior,
    SignOff, Stock,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn close(value: f64, expected: f64, within: f64) {
    assert!((value - expected).abs() <= within, "{value} is not {expected}");
}

fn jeffreys(good: u32, of: u32) -> f64 {
    Share::jeffreys(f64::from(good), f64::from(of - good)).at_least(0.95)
}

#[test]
fn jeffreys_gives_the_published_chances() {
    close(jeffreys(48, 50), 0.59, 0.005);
    close(jeffreys(50, 50), 0.977, 0.0005);
    close(jeffreys(99, 100), 0.983, 0.0005);
}

#[test]
fn a_beta_binomial_has_its_closed_forms() {
    // Of a uniform belief every count is as likely as every other.
    let uniform = Share::Beta { a: 1.0, b: 1.0 };
    for (need, of) in [(0, 9), (1, 9), (5, 9), (9, 9), (700_000, 1_000_000)] {
        let expected = f64::from(of - need + 1) / f64::from(of + 1);
        close(uniform.chance_of(need, of), expected, 1e-8);
    }
    assert_eq!(uniform.chance_of(10, 9), 0.0);
    // Of one device the chance is the mean; of a certain share it is binomial.
    close(Share::Beta { a: 19.5, b: 1.5 }.chance_of(1, 1), 19.5 / 21.0, 1e-12);
    close(Share::Exact(0.9).chance_of(19, 20), 0.9f64.powi(20) + 20.0 * 0.1 * 0.9f64.powi(19), 1e-12);
    // A belief as strong as a million outcomes is next to certain.
    let strong = Share::Beta { a: 9e8, b: 1e8 };
    close(strong.chance_of(19, 20), Share::Exact(0.9).chance_of(19, 20), 1e-5);
    // The whole fleet of the largest plan.
    close(Share::jeffreys(960.0, 40.0).chance_of(9_500_000, 10_000_000), 0.92, 0.03);
}

#[test]
fn shares_of_devices_are_compared_as_a_gate_compares_them() {
    assert_eq!(devices_asked(0.95, 3_200), 3_040);
    assert_eq!(devices_asked(0.90, 10), 9);
    assert_eq!(devices_asked(0.0, 10), 0);
    assert_eq!(devices_asked(1.0, 7), 7);
}

proptest! {
    #[test]
    fn the_fewest_devices_asked_are_the_first_that_hold(min in 0.0..=1.0f64, devices in 1u32..5_000) {
        let first = (0..=devices).find(|count| f64::from(*count) / f64::from(devices) >= min).unwrap();
        prop_assert_eq!(devices_asked(min, devices), first);
    }

    #[test]
    fn what_settles_a_hold_is_the_first_number_that_does(
        good in 1u32..300, bad in 0u32..20, min in 0.5..0.99f64, assurance in 0.6..0.99f64,
    ) {
        let (good, bad) = (f64::from(good), f64::from(bad));
        let share = Share::jeffreys(good, bad);
        // Where that much is sure already, more is asked.
        let min = if share.at_least(min) < assurance { min } else { 0.999 };
        prop_assume!(share.at_least(min) < assurance);
        let rate = good / (good + bad);
        let first = (0..400).find(|more| {
            let more = f64::from(*more);
            Share::jeffreys(good + more * rate, bad + more * (1.0 - rate)).at_least(min) >= assurance
        });
        prop_assert_eq!(share.settled_by((good, bad), min, assurance, 399), first);
    }
}

/// A wave of 100 devices, all targeted on Mon 1 Jun, of which so many are `(enrolled, failed, abandoned)` on
/// Mon 15 Jun; its gate is due on the day given.
fn plan((enrolled, failed, abandoned): (u32, u32, u32), due: &str) -> Plan {
    let mut plan = Plan::new("Test", day("2026-06-01"));
    plan.status_date = day("2026-06-15");
    let gate = Gate {
        criteria: vec![Criterion::Success { min: 0.90 }, Criterion::Soak { days: 5 }],
        judged: Judged::Assured,
        prior: Prior::Jeffreys,
        planned: Some(day(due)),
    };
    plan.phases = vec![Phase { gate, ..Phase::new(PhaseId(1), "Wave", PhaseKind::Wave, 100) }];
    let stock = |date: &str, enrolled, failed, abandoned| Stock {
        date: day(date),
        targeted: 100,
        enrolled,
        failed,
        abandoned,
        pending: None,
        stale: None,
        tickets: Some(enrolled / 20),
    };
    let stocks = vec![stock("2026-06-01", 0, 0, 0), stock("2026-06-15", enrolled, failed, abandoned)];
    plan.actuals.phases = vec![PhaseActuals { phase: PhaseId(1), stocks, ..PhaseActuals::default() }];
    plan
}

fn judged(plan: &Plan) -> Verdict {
    verdict(plan, &outlook(plan), None).remove(0)
}

fn words(verdict: &Verdict) -> (Option<Word>, Vec<Word>) {
    (verdict.word, verdict.criteria.iter().map(|criterion| criterion.today).collect())
}

#[test]
fn a_share_goes_when_it_is_sure_and_holds_until_then() {
    let due = "2026-06-15";
    // 96 of 100: P(success ≥ 90 %) is 0.99.
    assert_eq!(words(&judged(&plan((96, 4, 0), due))), (Some(Word::Go), vec![Word::Go, Word::Go]));
    // 19 of 20, 80 not heard of: not sure yet, and as many more settle it as a scan finds.
    let verdict = judged(&plan((19, 1, 0), due));
    assert_eq!(words(&verdict), (Some(Word::Hold), vec![Word::Hold, Word::Go]));
    let at = |more: f64| Share::jeffreys(19.0 + 0.95 * more, 1.0 + 0.05 * more).at_least(0.90);
    let first = (0..=80).find(|more| at(f64::from(*more)) >= 0.90).unwrap();
    assert!(first > 0);
    assert_eq!(verdict.criteria[0].further, Some(Further::Devices(first)));
    // 46 of 50 with 50 left: 92 of 100 would still not be sure enough.
    let verdict = judged(&plan((46, 4, 0), due));
    assert_eq!(verdict.criteria[0].further, Some(Further::NotInThisPhase));
    // 60 of 100 is out of the question.
    assert_eq!(words(&judged(&plan((60, 30, 10), due))).0, Some(Word::NoGo));
}

#[test]
fn figures_are_provisional_before_the_soak_is_over() {
    let mut plan = plan((96, 4, 0), "2026-06-15");
    plan.phases[0].gate.criteria[1] = Criterion::Soak { days: 20 };
    let verdict = judged(&plan);
    assert_eq!(words(&verdict), (Some(Word::Hold), vec![Word::Hold, Word::Hold]));
    assert!(verdict.criteria[0].is_provisional && verdict.criteria[0].chance.unwrap() > 0.9);
    assert_eq!(verdict.criteria[0].further, None);
    // A share out of the question is no No-go yet either: failed devices are still being repaired.
    plan.actuals.phases[0].stocks[1] = Stock { enrolled: 60, failed: 40, ..plan.actuals.phases[0].stocks[1] };
    assert_eq!(words(&judged(&plan)).0, Some(Word::Hold));
}

#[test]
fn no_data_is_a_hold_and_a_passed_hold_limit_a_no_go() {
    let mut unknown = plan((0, 0, 0), "2026-06-15");
    unknown.phases[0].gate.criteria = vec![
        Criterion::Success { min: 0.9 },
        Criterion::TicketsPer100 { max: 5.0 },
        Criterion::DeskLoad { max: 0.9 },
        Criterion::Measured { what: "Compliant".into(), bound: Bound::Min(0.9) },
        Criterion::SignOff { what: "Owner".into() },
    ];
    let verdict = judged(&unknown);
    assert_eq!(words(&verdict), (Some(Word::Hold), vec![Word::Hold; 5]));
    assert!(verdict.criteria.iter().all(|c| c.chance.is_none() && c.further.is_none()));
    let mut stalled = plan((19, 1, 0), "2026-06-15");
    stalled.hold_limit_days = 8;
    assert_eq!(judged(&stalled).word, Some(Word::NoGo));
}

#[test]
fn typed_figures_decide_either_way() {
    let mut plan = plan((96, 4, 0), "2026-06-15");
    let what = "Compliant devices".to_owned();
    plan.phases[0].gate.criteria = vec![
        Criterion::Measured { what: what.clone(), bound: Bound::Min(0.9) },
        Criterion::SignOff { what: "Owner".into() },
        Criterion::DeskLoad { max: 0.9 },
    ];
    plan.actuals.measurements =
        vec![Measurement { phase: PhaseId(1), what, date: day("2026-06-12"), value: 0.80 }];
    plan.actuals.sign_offs =
        vec![SignOff { phase: PhaseId(1), what: "Owner".into(), date: day("2026-06-12"), by: "A".into() }];
    plan.desk = crate::plan::Desk::new(plan.start, 1.0);
    plan.actuals.desk = vec![DeskActual {
        from: day("2026-06-15"),
        to: day("2026-06-15"),
        opened: 100,
        closed: None,
        open: None,
        open_over_3_days: None,
        agents: None,
    }];
    // A desk that is too busy holds the gate; it does not shut it for good.
    let expected = (Some(Word::NoGo), vec![Word::NoGo, Word::Go, Word::Hold]);
    assert_eq!(words(&judged(&plan)), expected);
}

#[test]
fn coverage_counts_devices_that_can_still_enroll() {
    let mut plan = plan((80, 4, 6), "2026-06-15");
    plan.phases[0].gate.criteria = vec![Criterion::Coverage { min: 0.90 }];
    let verdict = judged(&plan);
    // Ten of ten not heard of, each as likely as the outcomes say.
    let expected = Share::jeffreys(80.0, 10.0).chance_of(10, 10);
    assert_eq!((verdict.word, verdict.criteria[0].chance), (Some(Word::Hold), Some(expected)));
    // Five that will never be ready leave 89 at best.
    plan.phases[0].not_ready = vec![NotReady { reason: NotReadyReason::Ineligible, devices: 5, until: None }];
    assert_eq!(judged(&plan).word, Some(Word::NoGo));
    plan.phases[0].not_ready[0].until = Some(day("2026-07-01"));
    assert_eq!(judged(&plan).word, Some(Word::Hold));
}

#[test]
fn tickets_are_judged_by_the_devices_whose_tickets_have_come() {
    let mut plan = plan((96, 4, 0), "2026-06-15");
    plan.phases[0].gate.criteria = vec![Criterion::TicketsPer100 { max: 5.0 }];
    let outlook = outlook(&plan);
    let exposed = outlook.gates[0].exposed;
    assert!(exposed > 40.0 && exposed < 96.0, "{exposed}");
    let verdict = verdict(&plan, &outlook, None).remove(0);
    // 4 tickets of 96 devices look like 4.2 per 100, but a part is still to come.
    let chance = chance_of_tickets(4.0, exposed, 5.0).unwrap();
    assert_eq!((verdict.word, verdict.criteria[0].chance), (Some(Word::Hold), Some(chance)));
    assert!(chance < chance_of_tickets(4.0, 96.0, 5.0).unwrap());
    plan.phases[0].gate.criteria = vec![Criterion::TicketsPer100 { max: 30.0 }];
    assert_eq!(judged(&plan).word, Some(Word::Go));
}

#[test]
fn the_plans_prior_takes_the_place_of_jeffreys_if_asked_for() {
    let mut plan = plan((19, 1, 0), "2026-06-15");
    let before = judged(&plan).criteria[0].chance.unwrap();
    plan.phases[0].gate.prior = Prior::Plan;
    let chance = judged(&plan).criteria[0].chance.unwrap();
    // 0.94, as sure as after 40 attempts.
    close(chance, Share::Beta { a: 37.6 + 19.0, b: 2.4 + 1.0 }.at_least(0.9), 1e-12);
    assert!(chance > before);
    plan.assumptions.success = crate::plan::Assumption::exact(0.89);
    assert_eq!(judged(&plan).criteria[0].chance, Some(0.0));
}

fn odds(plan: &Plan, by_planned: f64, success: f64) -> Odds {
    let never = || Dates::new(plan.start, vec![Dates::NEVER]);
    let none = || Amounts::new(vec![0.0]);
    Odds {
        basis: Basis::new(1, Detail::Dates),
        first_day: plan.start,
        finish: never(),
        stalled: 0.0,
        unfinished: 1.0,
        by_target: None,
        phases: plan
            .phases
            .iter()
            .map(|phase| PhaseOdds {
                phase: phase.id,
                start: never(),
                gate: never(),
                cells: std::array::from_fn(|_| never()),
                planned: phase.gate.planned,
                by_planned: Some(by_planned),
                criteria: vec![
                    CriterionChance { criterion: phase.gate.criteria[0].clone(), chance: Some(success) },
                    CriterionChance { criterion: phase.gate.criteria[1].clone(), chance: None },
                ],
                stalled: 0.0,
                enrolled: none(),
                success: none(),
                tickets_per_100: none(),
            })
            .collect(),
        sliders: std::array::from_fn(|_| never()),
        peak_load: none(),
        longest_wait_days: none(),
        breaks: 0.0,
        break_week: None,
        exposure: Exposure { blocked: none(), unprotected: none() },
        weekly: Weekly::default(),
        daily: None,
    }
}

#[test]
fn before_its_day_a_running_gate_is_on_course_at_risk_or_off_course() {
    let due = plan((96, 4, 0), "2026-06-30");
    let at = |plan: &Plan, chance| verdict(plan, &outlook(plan), Some(&odds(plan, chance, 0.95))).remove(0);
    let ahead = |chance| at(&due, chance).word;
    assert_eq!([0.9, 0.89, 0.11].map(ahead), [Word::OnCourse, Word::AtRisk, Word::AtRisk].map(Some));
    assert_eq!(ahead(0.1), Some(Word::OffCourse));
    // Each criterion by its own chance, and none where nothing is simulated.
    let verdict = at(&due, 0.5);
    assert_eq!((verdict.criteria[0].word, verdict.criteria[1].word), (Some(Word::OnCourse), None));
    assert_eq!(judged(&due).word, None);
    // From the day on nothing that is simulated speaks any more.
    let today = plan((96, 4, 0), "2026-06-15");
    let verdict = at(&today, 0.0);
    assert_eq!((verdict.word, verdict.criteria[0].word), (Some(Word::Go), Some(Word::Go)));
    // A phase that has not started is neither.
    let mut idle = due.clone();
    idle.actuals.phases.clear();
    assert_eq!(at(&idle, 0.95).word, None);
}

#[test]
fn a_gate_without_criteria_waits_for_the_last_device() {
    let mut plan = plan((10, 0, 0), "2026-06-15");
    plan.phases[0].gate.criteria.clear();
    assert_eq!(judged(&plan).word, Some(Word::Go));
    plan.phases[0].devices = 200;
    assert_eq!(judged(&plan).word, Some(Word::Hold));
}
