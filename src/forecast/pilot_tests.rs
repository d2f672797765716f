//! Pilots by published figures and by what must be true of every one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

/// Everybody is heard of on the first day, and the gate is looked at once.
fn at_once(devices: u32, min: f64) -> Pilot {
    Pilot {
        devices,
        per_day: None,
        reach: 1.0,
        stale: 0.0,
        min,
        assurance: 0.90,
        look_every: 1,
        soak_days: 0,
    }
}

fn question(unacceptable: f64, acceptable: f64) -> Question {
    Question { acceptable, ..Question::new(unacceptable, &Assumptions::default()) }
}

#[test]
fn a_bare_gate_passes_what_it_should_not_as_often_as_published() {
    // P(19 or more of 20 | 90 %) and P(48 or more of 50 | 90 %).
    for (devices, expected) in [(20, 0.3917), (50, 0.1117)] {
        let passing = at_once(devices, 0.95).passing(&[0.90], RUNS)[0];
        assert!((passing.observed - expected).abs() < 0.015, "{devices}: {passing:?}");
        assert!(passing.assured < 0.02, "{passing:?}");
    }
}

#[test]
fn so_many_devices_without_a_failure_are_enough() {
    assert_eq!(straight_successes(0.95, 0.95), Some(59));
    assert_eq!(straight_successes(0.90, 0.90), Some(22));
    assert_eq!(straight_successes(1.0, 0.95), None);
    assert_eq!(straight_successes(0.0, 0.95), None);
    assert_eq!(straight_successes(0.95, 1.0), None);
}

#[test]
fn looks_come_every_so_many_days_after_the_soak_until_nearly_all_are_heard_of() {
    let pilot = Pilot { reach: 0.35, look_every: 5, soak_days: 5, ..at_once(100, 0.9) };
    // 0.65¹¹ is below 1 %: the eleventh day is enough, and the fifteenth the first to look at it.
    assert_eq!(pilot.looks(), [10, 15]);
    assert_eq!(Pilot { soak_days: 0, ..pilot }.looks(), [5, 10, 15]);
    assert_eq!(Pilot { per_day: Some(10), ..pilot }.looks(), [15, 20]);
    assert_eq!(Pilot { soak_days: 30, ..pilot }.looks(), [35]);
    assert_eq!(at_once(1, 0.9).looks(), [1]);
    // Nobody is ever reached: it ends all the same.
    assert!(*Pilot { reach: 0.0, ..pilot }.looks().last().unwrap() <= LONGEST_DAYS);
}

#[test]
fn the_smallest_pilot_that_is_seldom_fooled() {
    let asked = question(0.10, 0.03);
    let sized = size(&asked).unwrap();
    assert!(sized.fooled_into_passing.assured <= 0.10 && sized.fooled_into_holding.assured <= 0.10);
    // Normal approximation: (1.28·√0.09 + 1.28·√0.0291)² / 0.07² = 74 devices heard of.
    assert!((60..=110).contains(&sized.pilot.devices), "{sized:?}");
    // One device fewer is not enough, whichever look comes first.
    let fewer = asked.pilot(sized.pilot.devices - 1);
    let tallies = fewer.tallies(&Rules::new(&fewer), &[0.90, 0.97], RUNS);
    let enough = (0..fewer.looks().len()).any(|first| {
        let [bad, good] = [0, 1].map(|rate| tallies[rate].passing_from(first).assured);
        bad <= 0.1 && 1.0 - good <= 0.1
    });
    assert!(!enough, "{sized:?}");
    // Judged as observed the same gate passes the unacceptable rate about every other time.
    assert!(sized.fooled_into_passing.observed > 0.4, "{sized:?}");
    // What is told is what a pilot of that size and soak does.
    let again = Sized::of(&Question { soak_days: sized.pilot.soak_days, ..asked }, sized.pilot.devices);
    assert_eq!(again, sized);
}

#[test]
fn rates_that_are_next_to_each_other_or_no_rates_at_all_have_no_answer() {
    assert_eq!(size(&question(0.0101, 0.01)), None);
    for (unacceptable, acceptable) in [(0.05, 0.05), (0.05, 0.2), (1.0, 0.1), (0.0, 0.0), (f64::NAN, 0.1)] {
        assert_eq!(size(&question(unacceptable, acceptable)), None);
    }
}

#[test]
fn the_same_pilots_for_any_number_of_threads() {
    let pilot = question(0.1, 0.03).pilot(120);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| characteristic(&pilot, 0.8, 9))
    };
    assert_eq!(with(1), with(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_looks_and_a_better_rollout_pass_more_often(
        devices in 1u32..150, min in 0.5..0.99f64, success in 0.5..1.0f64, rate in proptest::option::of(1u32..40),
        every in 2u32..8, stale in 0.0..0.3f64,
    ) {
        let seldom = Pilot {
            per_day: rate, reach: 0.4, stale, look_every: every, ..at_once(devices, min)
        };
        // All looks of the seldom one are among these, and there are more.
        let often = Pilot { look_every: 1, ..seldom };
        let last = seldom.looks().last().copied().unwrap();
        let often_looks = often.looks().last().copied().unwrap();
        let often = Pilot { soak_days: 0, ..often };
        let [a, b] = [&seldom, &often].map(|pilot| pilot.passing(&[success], 300)[0]);
        if often_looks >= last {
            prop_assert!(b.observed >= a.observed && b.assured >= a.assured, "{a:?} {b:?}");
        }
        let curve = characteristic(&seldom, 0.5, 6);
        for pair in curve.points.windows(2) {
            let ((_, low), (_, high)) = (pair[0], pair[1]);
            prop_assert!((0.0..=1.0).contains(&low.observed) && (0.0..=1.0).contains(&low.assured));
            // Draws by rejection share their luck only nearly.
            prop_assert!(high.observed >= low.observed - 0.03 && high.assured >= low.assured - 0.03);
        }
    }
}
