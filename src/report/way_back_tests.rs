//! The way back on a course with known counts.

use super::*;
use crate::forecast::{Cause, Change, Reach};
use crate::report::sample_tests::{Sample, day, sample, track};

use Workload::{DeviceConfiguration, EndpointProtection, OfficeClickToRun, WindowsUpdatePolicies};

/// From 6 Jul 2026 on 100 pilot devices and 400 of the wave are enrolled; the pilot has all of Autopatch's
/// workloads, the wave Device configuration with its follower.
fn moved() -> Sample {
    let mut sample = sample();
    sample.outlook.expected.track = track(day(2026, 7, 6), 120);
    let phases = &mut sample.outlook.expected.track.phases;
    phases[0].enrolled = vec![100.0; 120];
    phases[1].enrolled = vec![400.0; 120];
    let change = Change { at: 0, reach: Reach::Pilot, cause: Cause::Rule };
    for workload in [DeviceConfiguration, EndpointProtection, OfficeClickToRun, WindowsUpdatePolicies] {
        phases[0].reach[workload.index()] = vec![change];
    }
    for workload in [DeviceConfiguration, EndpointProtection] {
        phases[1].reach[workload.index()] = vec![change];
    }
    sample
}

fn back(sample: &Sample, workloads: &[Workload], phases: PhaseScope) -> WayBack {
    let retreat = Retreat { workloads: workloads.to_vec(), phases, day: day(2026, 8, 1) };
    way_back(&sample.at(), &retreat)
}

#[test]
fn the_blast_counts_devices_once_and_pairs_each() {
    let sample = moved();
    let all = back(&sample, &[DeviceConfiguration, WindowsUpdatePolicies], PhaseScope::All);
    assert_eq!((all.devices, all.pairs, all.hits.len()), (500.0, 600.0, 3));
    assert_eq!(all.effective, day(2026, 8, 3), "1 August is a Saturday");
    assert_eq!(all.autopatch, (100.0, 0.0));
    let wave = back(&sample, &[DeviceConfiguration], PhaseScope::Only(vec![PhaseId(2)]));
    assert_eq!((wave.devices, wave.autopatch), (400.0, (100.0, 100.0)));
    assert!(headline(&wave).starts_with("400 devices go back"), "{}", headline(&wave));
    let none = back(&sample, &[Workload::ClientApps], PhaseScope::All);
    assert!(none.hits.is_empty() && headline(&none).contains("nothing returns"), "{}", headline(&none));
}

#[test]
fn the_consequence_is_the_finish_and_whether_it_comes_again() {
    let sample = moved();
    let mut one = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    one.finish = (Some(day(2027, 3, 16)), Some(day(2027, 4, 2)));
    let last = one.hits.len() - 1;
    for (n, hit) in one.hits.iter_mut().enumerate() {
        hit.again = (n < last).then_some(day(2027, 2, 12));
    }
    assert_eq!(
        consequence(&sample.plan, &one),
        "The expected finish moves from 16 Mar 2027 to 2 Apr 2027; the plan moves it to Intune again by 12 Feb 2027, \
         but not on 1 of the 2 phases and workloads hit."
    );
    one.hits[last].again = Some(day(2027, 2, 15));
    let said = consequence(&sample.plan, &one);
    assert!(said.ends_with("the plan moves it to Intune again by 15 Feb 2027."), "{said}");
    one.hits.clear();
    assert_eq!(consequence(&sample.plan, &one), "", "nothing returns");
}

#[test]
fn half_hear_of_it_sooner_than_all() {
    let sample = moved();
    let back = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    // 35 of 100 a working day: 35, 58, 73, 82, 88, 92 … 99.1.
    let days: Vec<(f64, u32)> = back.arrivals.iter().map(|arrival| (arrival.share, arrival.days)).collect();
    assert_eq!(days, [(0.50, 1), (0.90, 5), (0.99, 10)]);
    assert_eq!(back.arrivals[1].date, day(2026, 8, 10));
    assert_eq!((days_until(0.99, 1.0), days_until(0.5, 0.5)), (0, 0));
}

#[test]
fn what_followed_is_said_to_stay() {
    let sample = moved();
    let alone = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    let stays =
        |back: &WayBack| back.advice.stays.iter().any(|s| s.starts_with("Endpoint Protection does not"));
    assert!(stays(&alone));
    assert!(!stays(&back(&sample, &[DeviceConfiguration, EndpointProtection], PhaseScope::All)));
}

#[test]
fn planning_recording_and_keeping_it_are_one_step_each() {
    let sample = moved();
    let retreat = Retreat {
        workloads: vec![DeviceConfiguration, OfficeClickToRun],
        phases: PhaseScope::Only(vec![PhaseId(1)]),
        day: day(2026, 6, 26),
    };
    let mut after = sample.plan.clone();
    planned(&sample.plan, &retreat).apply(&mut after).unwrap();
    let ids: Vec<u32> = after.switch_backs.iter().map(|back| back.id.0).collect();
    assert_eq!(ids, [1, 2]);
    let name = scenario_name(&sample.plan, &retreat);
    as_scenario(&sample.plan, &retreat, &name).apply(&mut after).unwrap();
    assert_eq!(after.scenarios[0].switch_backs.len(), 2);
    assert_ne!(scenario_name(&after, &retreat), name);
    as_done(&retreat).apply(&mut after).unwrap();
    assert_eq!(after.actuals.events.len(), 2);
}

#[test]
fn what_has_happened_happened_on_its_own_day() {
    let mut sample = moved();
    sample.plan.status_date = day(2026, 8, 5);
    let done = back(&sample, &[DeviceConfiguration], PhaseScope::All);
    assert_eq!(done.effective, day(2026, 8, 1), "a Saturday, but a fact");
}

#[test]
fn windows_autopatch_is_said_to_lose_none_where_those_that_have_it_keep_it() {
    let sample = moved();
    let touches = |phases, workload| {
        let back = back(&sample, &[workload], phases);
        back.advice.touches.iter().find(|said| said.starts_with("Windows Autopatch")).cloned()
    };
    let wave = || PhaseScope::Only(vec![PhaseId(2)]);
    assert_eq!(
        touches(wave(), DeviceConfiguration).unwrap(),
        "Windows Autopatch loses none of the 100 devices that have all it needs."
    );
    assert!(touches(PhaseScope::All, DeviceConfiguration).unwrap().contains("loses 100 devices"));
    assert_eq!(touches(PhaseScope::All, Workload::ClientApps), None);
}

#[test]
fn the_finish_is_told_as_expected_and_of_the_same_futures() {
    let mut plan = sample().plan;
    for row in &mut plan.workloads {
        row.full = crate::plan::FullSwitch::AfterLast(5);
    }
    plan.target = None;
    let ahead = crate::forecast::outlook(&plan);
    let finish = ahead.expected.finish.unwrap();
    let at = Situation::new(&plan, &ahead);
    let day = finish.checked_sub_days(chrono::Days::new(1)).unwrap();
    let retreat = Retreat { workloads: vec![DeviceConfiguration], phases: PhaseScope::All, day };
    let back = way_back(&at, &retreat);
    assert!(!back.hits.is_empty(), "nothing to take back on {day}");
    let futures = back.futures.as_ref().unwrap();
    assert_eq!(futures.paired.runs, FUTURES);
    let basis = Basis::new(FUTURES, Detail::Dates);
    assert_eq!(futures.without[1], simulate(&plan, &basis).finish.quantile(0.85));
    // The rule that is undone does not fire again, so nothing leads to the finish.
    assert_eq!(back.finish, (Some(finish), None));
    let said = consequence(&plan, &back);
    assert!(said.contains(&crate::picture::format::date(finish)), "{said}");
    assert!(said.ends_with("nothing in the plan moves it to Intune again."), "{said}");
    let words = finish_words(&plan, &back);
    assert!(words.iter().any(|said| said.contains("P50") && said.contains("P85")), "{words:?}");
    assert!(words.iter().any(|said| said.starts_with("In 300 of the forecast’s futures: P50 ")), "{words:?}");
    // Those that the window knows already are the same ones.
    let odds = simulate(&plan, &Basis::new(400, Detail::Phases));
    let known = way_back(&at.with_odds(Some(&odds)), &retreat);
    assert_eq!(known.futures, back.futures);
}
